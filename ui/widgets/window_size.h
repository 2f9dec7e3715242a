#pragma once

#include <QSize>

class QWidget;

namespace tw::ui {

// The smallest screen that the console is made for, in device-independent pixels.
inline constexpr QSize kSmallestScreen(1024, 640);

// As large as that, or as the screen has room for with a frame around the window.
void resizeWithin(QWidget &window, const QSize &size);

} // namespace tw::ui

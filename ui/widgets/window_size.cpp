#include "ui/widgets/window_size.h"

#include <QScreen>
#include <QWidget>

namespace tw::ui {

namespace {

constexpr QSize kFrame(8, 36); // what window managers put around a window; nobody knows before it is shown

} // namespace

void resizeWithin(QWidget &window, const QSize &size)
{
    window.resize(size.boundedTo(window.screen()->availableSize().expandedTo(kSmallestScreen) - kFrame));
}

} // namespace tw::ui

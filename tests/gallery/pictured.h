#pragma once

#include <QWidget>

#include <functional>
#include <memory>

namespace tw::gallery {

// What `open` brings up, and then holds until somebody closes it: a box, or a menu. It is closed once it is taken.
std::unique_ptr<QWidget> pictureOf(const std::function<void()> &open);

} // namespace tw::gallery

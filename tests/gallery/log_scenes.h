#pragma once

#include "scenes.h"

namespace tw::gallery {

// The log, as a page and beside a connection.
QList<Scene> logScenes();

// What is read in another thread is there.
void waitForLogs(QWidget &widget);

} // namespace tw::gallery

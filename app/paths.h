#pragma once

#include <QStringList>

namespace tw::app {

// Where the engine that runs on a data directory listens for requests: a socket in the user's runtime directory, named
// after the data directory, so that several can run side by side. Where there is no runtime directory (a service, a
// container) it lies in the data directory itself, which only the user may enter.
//
// Takes the absolute path of the data directory; touches nothing on the disk.
QString controlSocketPath(const QString &dataDirectory);

// Where to look for an engine, the likeliest place first. A service has no runtime directory, and whoever asks it from
// a session has one.
QStringList controlSocketPaths(const QString &dataDirectory);

} // namespace tw::app

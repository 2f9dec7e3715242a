#pragma once

#include <QString>

// Where one data directory keeps its files, and where the engine that runs on it listens.
namespace tw::app {

struct Paths
{
    QString dataDirectory; // absolute and clean
    QString controlSocket; // may not exist: no engine runs

    // `dataDirectory` empty: the user's own ("tunnelwright" in the desktop's place for application data). Touches
    // nothing on the disk.
    static Paths resolve(const QString &dataDirectory);

    QString database() const { return dataDirectory + QStringLiteral("/tunnelwright.db"); }
    QString log() const { return dataDirectory + QStringLiteral("/log.db"); }

    // Makes the directory, for the user only (0700 where it is new). A sentence where that fails, else empty.
    QString makeDataDirectory() const;
};

} // namespace tw::app

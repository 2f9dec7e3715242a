#pragma once

#include "models/store/store_error.h"

// Where the data of one workspace lies. Everything in it belongs to one user: the directory is made with mode 0700.
namespace tw::models {

class DataDirectory
{
public:
    // Makes the directory where it is missing (parents too). `path` empty: defaultPath().
    static StoreResult<DataDirectory> open(const QString &path = {});
    // For reading: makes nothing, and a directory that is not there is one without files. One that may not be looked
    // into is an error, since it cannot be told from an empty one.
    static StoreResult<DataDirectory> find(const QString &path = {});
    // The user's data directory: $XDG_DATA_HOME/tunnelwright, ~/.local/share/tunnelwright. Services have neither
    // variable, and their home is the one of the user database.
    static QString defaultPath();

    const QString &path() const { return m_path; } // absolute, without a trailing slash
    QString lockFile() const { return file(QStringLiteral("lock")); }
    QString catalogFile() const { return file(QStringLiteral("catalog.sqlite")); }
    QString logFile() const { return file(QStringLiteral("log.sqlite")); }
    QString secretFile() const { return file(QStringLiteral("private/secrets")); } // private/ has mode 0700
    QString settingsFile() const { return file(QStringLiteral("settings.ini")); }

private:
    explicit DataDirectory(QString path) : m_path(std::move(path)) { }
    QString file(const QString &name) const { return m_path + QLatin1Char('/') + name; }

    QString m_path;
};

} // namespace tw::models

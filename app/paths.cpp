#include "app/paths.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <unistd.h>

namespace tw::app {

namespace {

constexpr qsizetype kHashDigits = 16;

// XDG_RUNTIME_DIR is missing in cron jobs and under sudo, while the directory that logind made is there all the same;
// server and client must find the same place whichever of them has the variable.
QStringList runtimeDirectories()
{
    QStringList found;
    const QString ofSession = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString ofSystem = QStringLiteral("/run/user/%1").arg(geteuid());
    for (const QString &candidate : {ofSession, ofSystem}) {
        const QFileInfo info(candidate);
        if (!candidate.isEmpty() && info.isDir() && info.ownerId() == geteuid() && info.isWritable())
            found << info.absoluteFilePath();
    }
    found.removeDuplicates();
    return found;
}

QString socketName(const QString &dataDirectory)
{
    // The same directory by another name (a symbolic link) is the same engine.
    const QString canonical = QFileInfo(dataDirectory).canonicalFilePath();
    const QByteArray name = (canonical.isEmpty() ? dataDirectory : canonical).toUtf8();
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex().first(kHashDigits);
    return QStringLiteral("/tunnelwright-") + QString::fromLatin1(hash) + QStringLiteral(".socket");
}

} // namespace

QString controlSocketPath(const QString &dataDirectory) { return controlSocketPaths(dataDirectory).first(); }

QStringList controlSocketPaths(const QString &dataDirectory)
{
    QStringList paths;
    for (const QString &directory : runtimeDirectories())
        paths << directory + socketName(dataDirectory);
    paths << dataDirectory + QStringLiteral("/control.socket");
    return paths;
}

} // namespace tw::app

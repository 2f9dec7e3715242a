#include "app/paths.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <unistd.h>

namespace tw::app {

namespace {

constexpr qsizetype kHashDigits = 16;

// XDG_RUNTIME_DIR is missing in cron jobs and under sudo, while the directory that logind made is there all the same;
// server and client must find the same place whichever of them has the variable.
QString runtimeDirectory()
{
    const QString ofSession = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString ofSystem = QStringLiteral("/run/user/%1").arg(geteuid());
    for (const QString &candidate : {ofSession, ofSystem}) {
        const QFileInfo info(candidate);
        if (!candidate.isEmpty() && info.isDir() && info.ownerId() == geteuid() && info.isWritable())
            return info.absoluteFilePath();
    }
    return {};
}

} // namespace

QString controlSocketPath(const QString &dataDirectory)
{
    const QString runtime = runtimeDirectory();
    if (runtime.isEmpty())
        return dataDirectory + QStringLiteral("/control.socket");
    // The same directory by another name (a symbolic link) is the same engine.
    const QString canonical = QFileInfo(dataDirectory).canonicalFilePath();
    const QByteArray name = (canonical.isEmpty() ? dataDirectory : canonical).toUtf8();
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex().first(kHashDigits);
    return runtime + QStringLiteral("/tunnelwright-") + QString::fromLatin1(hash) + QStringLiteral(".socket");
}

} // namespace tw::app

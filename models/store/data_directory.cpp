#include "models/store/data_directory.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace tw::models {

QString DataDirectory::defaultPath()
{
    const QString base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return base + QStringLiteral("/tunnelwright");
}

StoreResult<DataDirectory> DataDirectory::open(const QString &path)
{
    const QString absolute = QDir::cleanPath(QDir(path.isEmpty() ? defaultPath() : path).absolutePath());
    const auto fail = [&](const QString &reason) {
        return std::unexpected(StoreError{
            StoreError::Kind::CannotCreate, absolute,
            QCoreApplication::translate("Store", "The data directory %1 cannot be made: %2.").arg(absolute, reason)});
    };

    const QFileInfo info(absolute);
    if (info.exists() && !info.isDir())
        return fail(QCoreApplication::translate("Store", "there is a file of that name"));
    if (!info.exists()) {
        if (!QDir().mkpath(info.path()))
            return fail(QString::fromLocal8Bit(std::strerror(errno)));
        if (::mkdir(QFile::encodeName(absolute).constData(), S_IRWXU) != 0 && errno != EEXIST)
            return fail(QString::fromLocal8Bit(std::strerror(errno)));
    }
    return DataDirectory(absolute);
}

} // namespace tw::models

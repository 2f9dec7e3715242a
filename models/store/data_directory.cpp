#include "models/store/data_directory.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <cerrno>
#include <cstring>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tw::models {

namespace {

QString systemWords(int error) { return QString::fromLocal8Bit(std::strerror(error)); }

QString absolutePath(const QString &path)
{
    return QDir::cleanPath(QDir(path.isEmpty() ? DataDirectory::defaultPath() : path).absolutePath());
}

} // namespace

QString DataDirectory::defaultPath()
{
    const QString name = QStringLiteral("/tunnelwright");
    // Qt takes "/" for the home of a process without HOME.
    if (qEnvironmentVariableIsEmpty("HOME") && qEnvironmentVariableIsEmpty("XDG_DATA_HOME")) {
        if (const passwd *user = ::getpwuid(::geteuid()); user && user->pw_dir)
            return QFile::decodeName(user->pw_dir) + QStringLiteral("/.local/share") + name;
    }
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + name;
}

StoreResult<DataDirectory> DataDirectory::open(const QString &path)
{
    const QString absolute = absolutePath(path);
    const auto fail = [&](const QString &reason) {
        return std::unexpected(
            StoreError{StoreError::Kind::CannotCreate, absolute,
                       QCoreApplication::translate(
                           "Store", "The data directory %1 cannot be made: %2. Give another one with --data-dir.")
                           .arg(absolute, reason)});
    };
    if (!QFileInfo::exists(absolute)) {
        if (!QDir().mkpath(QFileInfo(absolute).path()))
            return fail(systemWords(errno == EEXIST ? ENOTDIR : errno)); // a file stands on the way
        if (::mkdir(QFile::encodeName(absolute).constData(), S_IRWXU) != 0 && errno != EEXIST)
            return fail(systemWords(errno));
    }
    return find(absolute);
}

StoreResult<DataDirectory> DataDirectory::find(const QString &path)
{
    const QString absolute = absolutePath(path);
    const auto fail = [&](const QString &reason) {
        return std::unexpected(StoreError{
            StoreError::Kind::CannotCreate, absolute,
            QCoreApplication::translate(
                "Store",
                "The data directory %1 cannot be used: %2. Make it your user's, or give another one with --data-dir.")
                .arg(absolute, reason)});
    };
    const QByteArray name = QFile::encodeName(absolute);
    struct stat status{};
    if (::stat(name.constData(), &status) != 0)
        return errno == ENOENT ? StoreResult<DataDirectory>(DataDirectory(absolute)) : fail(systemWords(errno));
    if (!S_ISDIR(status.st_mode))
        return fail(QCoreApplication::translate("Store", "there is a file of that name"));
    if (::access(name.constData(), R_OK | X_OK) != 0)
        return fail(systemWords(errno));
    return DataDirectory(absolute);
}

} // namespace tw::models

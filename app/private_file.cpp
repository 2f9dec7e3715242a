#include "app/private_file.h"

#include <QFile>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tw::app {

namespace {

std::unexpected<QString> systemError() { return std::unexpected(QString::fromLocal8Bit(std::strerror(errno))); }

bool writeAll(int file, ByteView content)
{
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

std::expected<void, QString> savePrivateFile(const QString &path, ByteView content, bool isPrivate, bool overwrites)
{
    const QByteArray name = QFile::encodeName(path);
    // Written beside, so that nobody sees half a file, and a file that is readable for others never holds the key.
    QByteArray beside = overwrites ? name + ".XXXXXX" : name;
    const mode_t mode = isPrivate ? 0600 : 0666;
    const int file = overwrites ? ::mkostemp(beside.data(), O_CLOEXEC)
                                : ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0)
        return systemError();
    bool isDone = writeAll(file, content);
    if (isDone && overwrites && !isPrivate) {
        const mode_t mask = ::umask(0);
        ::umask(mask);
        isDone = ::fchmod(file, mode & ~mask) == 0;
    }
    isDone = ::close(file) == 0 && isDone;
    if (isDone && overwrites)
        isDone = std::rename(beside.constData(), name.constData()) == 0;
    if (isDone)
        return {};
    const auto error = systemError();
    ::unlink(beside.constData());
    return error;
}

} // namespace tw::app

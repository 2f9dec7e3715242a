#include "models/transfer/backup/backup_file.h"

#include "models/transfer/backup/backup.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace tw::models {

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

std::expected<void, QString> saveBackupFile(const QString &path, ByteView content)
{
    const QByteArray name = QFile::encodeName(path);
    QByteArray beside = name + ".XXXXXX";
    const int file = ::mkostemp(beside.data(), O_CLOEXEC); // mode 0600
    if (file < 0)
        return systemError();
    bool isDone = writeAll(file, content) && ::fsync(file) == 0;
    isDone = ::close(file) == 0 && isDone;
    isDone = isDone && std::rename(beside.constData(), name.constData()) == 0;
    if (!isDone) {
        const auto error = systemError();
        ::unlink(beside.constData());
        return error;
    }
    const int folder =
        ::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return {};
}

std::expected<Bytes, QString> readBackupFile(const QString &path)
{
    QFile file(path);
    Bytes content;
    bool isRead = file.open(QIODevice::ReadOnly);
    while (isRead && content.size() <= kMaxBackupSize) {
        const QByteArray part = file.read(qint64{1} << 20);
        if (part.isEmpty())
            break;
        content.insert(content.end(), part.begin(), part.end());
    }
    if (!isRead || file.error() != QFile::NoError)
        return std::unexpected(QStringLiteral("%1: %2").arg(path, file.errorString()));
    return content;
}

bool isBackupFile(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return false;
    static constexpr QByteArrayView kHead("-----BEGIN CMS-----"); // RFC 7468, 9
    return file.read(kHead.size()) == kHead;
}

} // namespace tw::models

#include "models/store/writer_lock.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace tw::models {

namespace {

StoreError lockError(StoreError::Kind kind, const QString &file, const QString &text) { return {kind, file, text}; }

WriterLock::Holder parseHolder(const QByteArray &text)
{
    const qsizetype blank = text.indexOf(' ');
    return {text.left(blank).toLongLong(), QString::fromUtf8(text.mid(blank + 1)).trimmed()};
}

WriterLock::Holder readHolder(const QString &lockFile)
{
    QFile file(lockFile);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return parseHolder(file.readLine(256));
}

StoreError heldError(const QString &lockFile)
{
    const WriterLock::Holder holder = readHolder(lockFile);
    const QString directory = lockFile.section(u'/', 0, -2);
    // The holder writes its name right after it gets the lock, so there is a moment without one.
    const QString text = holder.pid == 0
        ? QCoreApplication::translate("Store", "Another process is changing %1. Wait for it, or close it.")
              .arg(directory)
        : QCoreApplication::translate("Store",
                                      "%1 is in use by %2 (process %3). Close that one, or use another data "
                                      "directory.")
              .arg(directory, holder.program, QString::number(holder.pid));
    return lockError(StoreError::Kind::Locked, lockFile, text);
}

void writeHolder(int descriptor)
{
    const QByteArray text = QByteArray::number(QCoreApplication::applicationPid()) + ' '
        + QCoreApplication::applicationName().toUtf8() + '\n';
    // Only for messages of other processes: the lock holds without it.
    if (::ftruncate(descriptor, 0) == 0) [[maybe_unused]]
        const auto written = ::pwrite(descriptor, text.constData(), static_cast<std::size_t>(text.size()), 0);
}

} // namespace

StoreResult<std::unique_ptr<WriterLock>> WriterLock::acquire(const QString &lockFile)
{
    const int descriptor = ::open(QFile::encodeName(lockFile).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const int error = errno;
        const auto kind =
            error == EROFS || error == EACCES ? StoreError::Kind::ReadOnly : StoreError::Kind::CannotCreate;
        return std::unexpected(
            lockError(kind, lockFile,
                      QCoreApplication::translate("Store",
                                                  "The lock %1 cannot be opened for writing: %2. Check the owner and "
                                                  "permissions of its directory, or use another data directory.")
                          .arg(lockFile, QString::fromLocal8Bit(std::strerror(error)))));
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        ::close(descriptor);
        if (error == EWOULDBLOCK)
            return std::unexpected(heldError(lockFile));
        return std::unexpected(lockError(StoreError::Kind::Failed, lockFile,
                                         QCoreApplication::translate("Store", "%1 cannot be locked: %2.")
                                             .arg(lockFile, QString::fromLocal8Bit(std::strerror(error)))));
    }
    writeHolder(descriptor);
    return std::unique_ptr<WriterLock>(new WriterLock(descriptor));
}

std::optional<WriterLock::Holder> WriterLock::holder(const QString &lockFile)
{
    const int descriptor = ::open(QFile::encodeName(lockFile).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return std::nullopt;
    // A shared lock is refused exactly while someone holds the exclusive one.
    const bool isHeld = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return isHeld ? std::optional(readHolder(lockFile)) : std::nullopt;
}

// The file stays: removing it would let a third process lock a new file of the same name beside one that still waits.
WriterLock::~WriterLock() { ::close(m_descriptor); }

} // namespace tw::models

#include "models/store/private_file.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
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

// One file on its way: written beside its place, so that nobody sees half of it and a file that is readable for others
// never holds the key; then put there. What was not finished leaves nothing.
class Placing
{
public:
    Placing() = default;
    Placing(Placing &&other) noexcept
        : m_name(std::move(other.m_name)),
          m_beside(std::exchange(other.m_beside, {})),
          m_isReserved(std::exchange(other.m_isReserved, false)),
          m_isDurable(other.m_isDurable)
    { }
    Placing &operator=(Placing &&) = delete;
    ~Placing()
    {
        if (!m_beside.isEmpty())
            ::unlink(m_beside.constData());
        if (m_isReserved)
            ::unlink(m_name.constData());
    }

    std::expected<void, QString> write(const FileToSave &file)
    {
        m_name = QFile::encodeName(file.path);
        const QByteArray beside = m_name + '.' + QByteArray::number(QRandomGenerator::system()->generate(), 16);
        const mode_t mode = file.isPrivate ? 0600 : 0666; // from the first byte; the process's umask takes from it
        const int descriptor = ::open(beside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (descriptor < 0)
            return systemError();
        m_beside = beside;
        m_isDurable = file.isDurable;
        // What was there before must not give way to an empty file after a crash.
        const bool isWritten = writeAll(descriptor, file.content) && (!file.isDurable || ::fsync(descriptor) == 0);
        const auto error = systemError();
        if (::close(descriptor) != 0)
            return systemError();
        if (!isWritten)
            return error;
        return {};
    }

    // A folder of that name cannot be replaced, which is to be known before the first file is in its place.
    std::expected<void, QString> check() const
    {
        struct stat there{};
        if (::lstat(m_name.constData(), &there) == 0 && S_ISDIR(there.st_mode)) {
            errno = EISDIR;
            return systemError();
        }
        return {};
    }

    // The name belongs to us from here on, where nobody had it.
    std::expected<void, QString> reserve()
    {
        const int descriptor = ::open(m_name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (descriptor < 0)
            return systemError();
        m_isReserved = true;
        ::close(descriptor);
        return {};
    }

    std::expected<void, QString> place()
    {
        if (std::rename(m_beside.constData(), m_name.constData()) != 0)
            return systemError();
        m_beside.clear();
        return {};
    }

    // It stays. What its folder says goes to the disk as far as that can be had: some file systems have no such thing.
    void keep()
    {
        m_isReserved = false;
        if (!m_isDurable)
            return;
        const QByteArray folder = QFile::encodeName(QFileInfo(QFile::decodeName(m_name)).absolutePath());
        const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0)
            return;
        ::fsync(descriptor);
        ::close(descriptor);
    }

private:
    QByteArray m_name;
    QByteArray m_beside;
    bool m_isReserved = false;
    bool m_isDurable = false;
};

} // namespace

std::expected<void, SaveFailure> saveFiles(std::span<const FileToSave> files, bool overwrites)
{
    std::vector<Placing> placings;
    placings.reserve(files.size());
    const auto each = [&](auto step) -> std::expected<void, SaveFailure> {
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (const auto done = step(i); !done)
                return std::unexpected(SaveFailure{files[i].path, done.error()});
        }
        return {};
    };
    auto outcome = each([&](std::size_t i) { return placings.emplace_back().write(files[i]); });
    if (outcome)
        outcome = each([&](std::size_t i) { return overwrites ? placings[i].check() : placings[i].reserve(); });
    if (outcome)
        outcome = each([&](std::size_t i) { return placings[i].place(); });
    if (outcome) {
        for (Placing &placing : placings)
            placing.keep();
    }
    return outcome;
}

std::expected<void, QString> savePrivateFile(const QString &path, ByteView content, bool isPrivate, bool overwrites)
{
    const FileToSave file{path, content, isPrivate};
    if (const auto saved = saveFiles({&file, 1}, overwrites); !saved)
        return std::unexpected(saved.error().reason);
    return {};
}

} // namespace tw::models

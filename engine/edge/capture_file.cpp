#include "engine/edge/capture_file.h"

#include "engine/edge/pcapng.h"
#include "engine/edge/system_clock.h"
#include "engine/edge/system_failure.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tw::edge {

namespace {

using api::CaptureFault;
using api::CaptureTarget;

constexpr mode_t kOwnersFile = S_IRUSR | S_IWUSR;
constexpr std::size_t kRoomForTheEnd = 1024; // of the last block

std::unexpected<CaptureFault> failed(CaptureFault::Kind kind, const std::string &path, int error = 0)
{
    return std::unexpected(CaptureFault{kind, path, error == 0 ? std::string() : systemWord(error)});
}

// A new file in `directory`. One of that name goes first where it may, if it is a plain one: a device, or where a link
// leads, is not ours to replace.
std::expected<FileDescriptor, CaptureFault> createFile(int directory, const std::string &name, const std::string &path,
                                                       bool replaces)
{
    struct stat known{};
    if (fstatat(directory, name.c_str(), &known, AT_SYMLINK_NOFOLLOW) == 0) {
        if (!S_ISREG(known.st_mode))
            return failed(CaptureFault::Kind::NotAFile, path);
        if (!replaces)
            return failed(CaptureFault::Kind::Exists, path);
        if (unlinkat(directory, name.c_str(), 0) != 0)
            return failed(CaptureFault::Kind::System, path, errno);
    }
    FileDescriptor file(
        openat(directory, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnersFile));
    if (!file.isOpen())
        return failed(errno == EEXIST ? CaptureFault::Kind::Exists : CaptureFault::Kind::System, path, errno);
    return file;
}

// All of it, or an error number and whatever went.
int writeAll(int fd, ByteView bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : ENOSPC;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

// The same, but that a part is taken away again.
int writeWhole(int fd, ByteView bytes)
{
    const off_t before = lseek(fd, 0, SEEK_CUR);
    const int error = writeAll(fd, bytes);
    if (error != 0 && before >= 0 && ftruncate(fd, before) == 0)
        lseek(fd, before, SEEK_SET);
    return error;
}

} // namespace

std::expected<CaptureFile, CaptureFault> CaptureFile::create(const CaptureTarget &target)
{
    CaptureFile capture;
    capture.m_maxBytes = target.maxBytes;
    capture.m_begun = captureNow();
    // The tables first: a capture without its keys is less than none where they were asked for.
    if (target.keys) {
        if (auto made = capture.createKeys(target); !made)
            return std::unexpected(made.error());
    }
    auto file = createFile(AT_FDCWD, target.path, target.path, target.replaces);
    if (!file)
        return std::unexpected(file.error());
    capture.m_file = std::move(*file);
    pcapng::addSection(capture.m_block, target.comment, target.program);
    pcapng::addInterface(capture.m_block, "tunnelwright");
    if (const auto written = capture.flush(); !written)
        return std::unexpected(CaptureFault{CaptureFault::Kind::System, target.path, written.error()});
    return capture;
}

std::expected<void, CaptureFault> CaptureFile::createKeys(const CaptureTarget &target)
{
    const std::string path = target.keysDirectory();
    if (mkdir(path.c_str(), S_IRWXU) != 0) {
        if (errno != EEXIST)
            return failed(CaptureFault::Kind::System, path, errno);
        if (!target.replaces)
            return failed(CaptureFault::Kind::Exists, path);
    }
    const FileDescriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory.isOpen()) {
        const bool isOther = errno == ELOOP || errno == ENOTDIR;
        return failed(isOther ? CaptureFault::Kind::NotAFile : CaptureFault::Kind::System, path, isOther ? 0 : errno);
    }
    // One that somebody else made, or may enter, is no place for keys.
    struct stat made{};
    if (fstat(directory.get(), &made) != 0)
        return failed(CaptureFault::Kind::System, path, errno);
    if (made.st_uid != geteuid() || (made.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return failed(CaptureFault::Kind::NotAFile, path);

    const auto create = [&](std::string_view name) {
        return createFile(directory.get(), std::string(name), path + "/" + std::string(name), target.replaces);
    };
    for (std::size_t i = 0; i < m_tables.size(); ++i) {
        auto table = create(kKeyTableFiles[i]);
        if (!table)
            return std::unexpected(table.error());
        m_tables[i] = std::move(*table);
    }
    for (const auto &[name, text] : {std::pair(std::string_view("preferences"), keyPreferences()),
                                     {std::string_view("README"), std::string_view(target.readme)}}) {
        auto file = create(name);
        if (!file)
            return std::unexpected(file.error());
        if (const int error = writeAll(file->get(), asBytes(text)); error != 0)
            return failed(CaptureFault::Kind::System, path + "/" + std::string(name), error);
    }
    return {};
}

bool CaptureFile::add(const api::CapturedDatagram &datagram)
{
    const std::size_t before = m_block.size();
    if (!pcapng::addPacket(m_block, datagram)) {
        ++m_lost;
        return true;
    }
    if (m_written.bytes + m_block.size() + kRoomForTheEnd > m_maxBytes) {
        m_block.resize(before);
        return false;
    }
    ++(datagram.ike ? m_unwritten.ike : datagram.payload.size() == 1 ? m_unwritten.keepalives : m_unwritten.esp);
    return true;
}

std::expected<void, std::string> CaptureFile::flush()
{
    const int error = writeWhole(m_file.get(), m_block);
    const std::size_t size = m_block.size();
    m_block.clear();
    const Counts counts = std::exchange(m_unwritten, {});
    if (error != 0) {
        m_lost += counts.datagrams();
        return std::unexpected(systemWord(error));
    }
    m_written.ike += counts.ike;
    m_written.esp += counts.esp;
    m_written.keepalives += counts.keepalives;
    m_written.bytes += size;
    return {};
}

std::expected<void, std::string> CaptureFile::addKey(const KeyLine &line)
{
    const FileDescriptor &table = m_tables[static_cast<std::size_t>(line.table)];
    if (const int error = writeWhole(table.get(), line.text.view()); error != 0)
        return std::unexpected(systemWord(error));
    return {};
}

std::expected<void, std::string> CaptureFile::finish(std::uint64_t dropped, std::string_view comment)
{
    if (auto flushed = flush(); !flushed)
        return flushed;
    pcapng::addStatistics(m_block, {m_begun, captureNow(), m_written.datagrams() + dropped, dropped, comment});
    return flush();
}

} // namespace tw::edge

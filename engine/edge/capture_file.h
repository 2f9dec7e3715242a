#pragma once

#include "engine/api/capture_writer.h"
#include "engine/edge/file_descriptor.h"
#include "engine/edge/key_tables.h"

#include <array>
#include <expected>
#include <optional>

namespace tw::edge {

// The files of a capture: the datagrams, and beside them, where keys are wanted, a directory of tables. Nobody but their
// owner may read them. Nothing that is there already is written into: names are made anew, and links are not followed.
class CaptureFile
{
public:
    static std::expected<CaptureFile, api::CaptureFault> create(const api::CaptureTarget &target);

    // False: the file would become longer than it may. Written with the next flush().
    bool add(const api::CapturedDatagram &datagram);
    // The system's words where it cannot be written: what a full disk took only a part of is taken away again.
    std::expected<void, std::string> flush();
    std::expected<void, std::string> addKey(const KeyLine &line);
    // The last block.
    std::expected<void, std::string> finish(std::uint64_t dropped, std::string_view comment);

    // What is on the disk.
    struct Counts
    {
        std::uint64_t ike = 0;
        std::uint64_t esp = 0;
        std::uint64_t keepalives = 0;
        std::uint64_t bytes = 0;

        std::uint64_t datagrams() const { return ike + esp + keepalives; }
    };
    const Counts &counts() const { return m_written; }
    bool isFlushDue() const { return m_block.size() >= kFlushAt; }
    std::uint64_t lost() const { return m_lost; } // datagrams that did not get there

private:
    static constexpr std::size_t kFlushAt = std::size_t{256} << 10;

    CaptureFile() = default;
    std::expected<void, api::CaptureFault> createKeys(const api::CaptureTarget &target);

    FileDescriptor m_file;
    std::array<FileDescriptor, kKeyTableFiles.size()> m_tables;
    std::uint64_t m_maxBytes = 0;
    api::CaptureTime m_begun;
    Bytes m_block; // not written yet
    Counts m_unwritten; // what is in it
    Counts m_written;
    std::uint64_t m_lost = 0;
};

} // namespace tw::edge

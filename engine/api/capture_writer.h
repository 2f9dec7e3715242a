#pragma once

#include "engine/api/capture_channel.h"

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>

// Who writes a capture down, as whoever orders one sees it. The real one is edge::FileCaptureWriter.
namespace tw::api {

struct CaptureTarget
{
    std::string path; // absolute
    bool replaces = false; // files that are there already
    bool keys = false; // with a directory of key tables beside it: keysDirectory()
    std::string comment; // about the whole file
    std::string program;
    std::string readme; // of the directory
    std::uint64_t maxBytes = 0; // of the file of datagrams
    std::chrono::seconds maxTime{};

    std::string keysDirectory() const { return path + ".keys"; }
};

// Why nothing can be written.
struct CaptureFault
{
    enum class Kind : std::uint8_t {
        Exists, // and is not to be replaced
        NotAFile, // what is there is no plain file, or no directory of ours that nobody else may enter
        System,
    };
    Kind kind = Kind::System;
    std::string path;
    std::string systemError;
};

enum class CaptureEnd : std::uint8_t {
    None, // it is on
    Asked,
    SizeReached,
    TimeReached,
    WriteFailed, // see systemError
    Refused, // another one was on
    EngineGone,
};

// So far; afterwards: as it ended.
struct CaptureProgress
{
    CaptureEnd end = CaptureEnd::None;
    bool isClosed = false; // and all is on the disk
    std::string systemError;
    std::uint64_t ike = 0; // datagrams in the file
    std::uint64_t esp = 0;
    std::uint64_t keepalives = 0;
    std::uint64_t dropped = 0; // came faster than they could be written
    std::uint64_t bytes = 0; // of the file
    std::uint64_t keys = 0; // in the tables: an IKE SA has one line, a child SA two
    std::uint64_t keysUnnamed = 0; // of these, for which Wireshark 4.0 has no name
    CaptureTotals totals;

    friend bool operator==(const CaptureProgress &, const CaptureProgress &) = default;
};

// Ends when the channel is closed; destroyed before, it writes down what there is.
class CaptureWriter
{
public:
    virtual ~CaptureWriter() = default;
    CaptureWriter(const CaptureWriter &) = delete;
    CaptureWriter &operator=(const CaptureWriter &) = delete;

    // From any thread. One that ends by itself waits for the channel to be closed, which is for the owner to see to.
    virtual CaptureProgress progress() const = 0;

protected:
    CaptureWriter() = default;
};

using CaptureOpener = std::function<std::expected<std::unique_ptr<CaptureWriter>, CaptureFault>(
    const CaptureTarget &, std::shared_ptr<CaptureChannel>)>;

} // namespace tw::api

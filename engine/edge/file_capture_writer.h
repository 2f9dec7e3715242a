#pragma once

#include "engine/edge/capture_file.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tw::edge {

// Writes a capture down on a thread of its own, so that neither the engine nor the window waits for a disk. It looks for
// what has come a few hundred times a second, since a data thread that told it would have to enter the system for that.
class FileCaptureWriter final : public api::CaptureWriter
{
public:
    // An api::CaptureOpener.
    static std::expected<std::unique_ptr<api::CaptureWriter>, api::CaptureFault>
    open(const api::CaptureTarget &target, std::shared_ptr<api::CaptureChannel> channel);

    ~FileCaptureWriter() override;

    api::CaptureProgress progress() const override;

private:
    FileCaptureWriter(CaptureFile file, const api::CaptureTarget &target, std::shared_ptr<api::CaptureChannel> channel);

    void run();
    bool oneRound(); // false: it is over
    bool isAbandoned() const;
    bool writeDatagrams(api::CaptureTime until); // true: there were any
    void writeKeys();
    void finish();
    void end(api::CaptureEnd why, const std::string &systemError = {});
    void publish();

    CaptureFile m_file;
    const std::shared_ptr<api::CaptureChannel> m_channel;
    const std::chrono::steady_clock::time_point m_until;
    api::CaptureProgress m_progress; // of the thread
    std::uint64_t m_droppedThen = 0; // when it ended

    mutable std::mutex m_mutex;
    std::condition_variable m_asked;
    bool m_isAbandoned = false;
    api::CaptureProgress m_published;

    std::thread m_thread;
};

} // namespace tw::edge

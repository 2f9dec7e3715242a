#include "engine/edge/file_capture_writer.h"

#include "engine/edge/system_clock.h"

#include <pthread.h>

#include <utility>

namespace tw::edge {

namespace {

using namespace std::chrono_literals;

// At full rate a lane lasts some milliseconds; in quiet times nobody waits for a line in a file.
constexpr auto kBusyPause = 2ms;
constexpr auto kIdlePause = 20ms;

// Threads put what happened at the same time one after the other: what is younger may still get something before it.
constexpr auto kSettling = 5ms;

} // namespace

std::expected<std::unique_ptr<api::CaptureWriter>, api::CaptureFault>
FileCaptureWriter::open(const api::CaptureTarget &target, std::shared_ptr<api::CaptureChannel> channel)
{
    auto file = CaptureFile::create(target);
    if (!file)
        return std::unexpected(file.error());
    return std::unique_ptr<api::CaptureWriter>(new FileCaptureWriter(std::move(*file), target, std::move(channel)));
}

FileCaptureWriter::FileCaptureWriter(CaptureFile file, const api::CaptureTarget &target,
                                     std::shared_ptr<api::CaptureChannel> channel)
    : m_file(std::move(file)),
      m_channel(std::move(channel)),
      m_until(std::chrono::steady_clock::now() + target.maxTime),
      m_thread([this] { run(); })
{ }

FileCaptureWriter::~FileCaptureWriter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isAbandoned = true;
    }
    m_asked.notify_one();
    m_thread.join();
}

api::CaptureProgress FileCaptureWriter::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_published;
}

void FileCaptureWriter::run()
{
    pthread_setname_np(pthread_self(), "tw-capture");
    while (oneRound()) { }
    finish();
}

bool FileCaptureWriter::oneRound()
{
    // Asked before the last look: what was put before the channel was closed, or before nobody wanted more, is seen by it.
    const auto totals = m_channel->totals();
    const bool isLast = totals || isAbandoned();
    const bool isBusy = writeDatagrams(isLast ? api::CaptureTime::max() : captureNow() - kSettling);
    writeKeys();
    if (totals) {
        m_progress.totals = *totals;
        end(totals->isRefused ? api::CaptureEnd::Refused : api::CaptureEnd::Asked);
    } else if (isLast) {
        end(api::CaptureEnd::EngineGone);
    }
    if (isLast)
        return false;
    if (std::chrono::steady_clock::now() >= m_until)
        end(api::CaptureEnd::TimeReached);
    publish();
    std::unique_lock lock(m_mutex);
    m_asked.wait_for(lock, isBusy ? kBusyPause : kIdlePause, [this] { return m_isAbandoned; });
    return true;
}

bool FileCaptureWriter::isAbandoned() const
{
    const std::lock_guard lock(m_mutex);
    return m_isAbandoned;
}

// Of a capture that is over, but for its keys, nothing more is written.
bool FileCaptureWriter::writeDatagrams(api::CaptureTime until)
{
    bool isAny = false;
    while (const auto datagram = m_channel->next(until)) {
        isAny = true;
        if (m_progress.end != api::CaptureEnd::None)
            continue;
        if (!m_file.add(*datagram))
            end(api::CaptureEnd::SizeReached);
        if (m_file.isFlushDue() || m_progress.end != api::CaptureEnd::None) {
            if (const auto flushed = m_file.flush(); !flushed)
                end(api::CaptureEnd::WriteFailed, flushed.error());
        }
    }
    if (m_progress.end == api::CaptureEnd::None) {
        if (const auto flushed = m_file.flush(); !flushed)
            end(api::CaptureEnd::WriteFailed, flushed.error());
    }
    return isAny;
}

void FileCaptureWriter::writeKeys()
{
    for (const api::CapturedKey &key : m_channel->takeKeys()) {
        const KeyLine line = keyLine(key);
        if (const auto written = m_file.addKey(line); !written) {
            end(api::CaptureEnd::WriteFailed, written.error());
            continue;
        }
        ++m_progress.keys;
        m_progress.keysUnnamed += line.isUnnamed ? 1 : 0;
    }
}

void FileCaptureWriter::end(api::CaptureEnd why, const std::string &systemError)
{
    if (m_progress.end == api::CaptureEnd::None)
        m_droppedThen = m_channel->dropped();
    if (m_progress.end == api::CaptureEnd::None || why == api::CaptureEnd::WriteFailed)
        m_progress.end = why;
    if (!systemError.empty())
        m_progress.systemError = systemError;
}

void FileCaptureWriter::publish()
{
    const CaptureFile::Counts &counts = m_file.counts();
    m_progress.ike = counts.ike;
    m_progress.esp = counts.esp;
    m_progress.keepalives = counts.keepalives;
    m_progress.bytes = counts.bytes;
    // What is dropped afterwards is no part of it.
    m_progress.dropped =
        (m_progress.end == api::CaptureEnd::None ? m_channel->dropped() : m_droppedThen) + m_file.lost();
    const std::lock_guard lock(m_mutex);
    m_published = m_progress;
}

void FileCaptureWriter::finish()
{
    publish();
    std::string comment;
    if (m_progress.dropped > 0)
        comment = std::to_string(m_progress.dropped) + " datagrams came faster than they could be written down";
    if (const auto finished = m_file.finish(m_progress.dropped, comment); !finished)
        end(api::CaptureEnd::WriteFailed, finished.error());
    m_progress.isClosed = true;
    publish();
}

} // namespace tw::edge

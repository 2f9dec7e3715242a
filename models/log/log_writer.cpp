#include "models/log/log_writer.h"

#include <chrono>

namespace tw::models {

namespace {

using namespace std::chrono_literals;

// One step stays below some ten milliseconds, so that no batch waits behind it for long.
constexpr int kPruneStep = 2000;
constexpr auto kPruneInterval = 60s;
constexpr auto kPruneSoon = 200ms; // while more is left

} // namespace

LogWriter::LogWriter(QString path, qint64 maxBytes, std::chrono::days kept, std::function<UtcTime()> now)
    : m_path(std::move(path)), m_maxBytes(maxBytes), m_kept(kept), m_now(std::move(now))
{
    m_pruneTimer.setSingleShot(true);
    connect(&m_pruneTimer, &QTimer::timeout, this, &LogWriter::pruneByTimer);
}

void LogWriter::start() { pruneByTimer(); }

void LogWriter::setKept(std::chrono::days kept)
{
    m_kept = kept;
    pruneByTimer();
}

void LogWriter::write(const QList<LogRecord> &records)
{
    if (records.isEmpty())
        return;
    const auto written = tryToWrite(records);
    m_progress.upTo = records.last().sequence;
    if (!written)
        m_progress.dropped += static_cast<quint64>(records.size());
    m_progress.trouble = written ? QString() : written.error().text;
    Q_EMIT progressed(m_progress);
}

std::expected<void, LogFile::Failure> LogWriter::tryToWrite(const QList<LogRecord> &records)
{
    if (!m_file) {
        auto opened = LogFile::open(m_path, LogFile::Access::Write, m_maxBytes);
        if (!opened)
            return std::unexpected(opened.error());
        m_file = std::move(*opened);
    }
    auto inserted = m_file->insert(records);
    if (!inserted && inserted.error().kind == LogFile::Failure::Kind::Damaged)
        m_file.reset();
    // Full by our own bound is no trouble of the user's: the oldest facts make room.
    while (m_file && m_file->isNearlyFull()) {
        const auto removed = m_file->removeOldest(kPruneStep);
        if (!removed || *removed == 0)
            break;
        if (!inserted)
            inserted = m_file->insert(records);
    }
    return inserted;
}

bool LogWriter::prune()
{
    if (!m_file)
        return false;
    const auto removed = m_file->removeBefore(m_now() - m_kept, kPruneStep);
    return removed && *removed == kPruneStep;
}

void LogWriter::pruneByTimer()
{
    const bool isMoreLeft = prune();
    m_pruneTimer.start(isMoreLeft ? kPruneSoon : std::chrono::milliseconds(kPruneInterval));
}

} // namespace tw::models

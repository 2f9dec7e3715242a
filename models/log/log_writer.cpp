#include "models/log/log_writer.h"

#include <chrono>

namespace tw::models {

namespace {

using namespace std::chrono_literals;

// One step stays below some ten milliseconds, so that no batch waits behind it for long.
constexpr int kPruneStep = 2000;
constexpr int kMoveStep = 2000;
constexpr std::chrono::milliseconds kTidyInterval = 60s;
constexpr std::chrono::milliseconds kPruneSoon = 100ms; // while more is left
constexpr std::chrono::milliseconds kMoveSoon = 20ms;
constexpr std::chrono::milliseconds kBeat = 5s;

} // namespace

LogWriter::LogWriter(QString path, qint64 maxBytes, std::chrono::days kept, std::function<UtcTime()> now)
    : m_path(std::move(path)), m_maxBytes(maxBytes), m_kept(kept), m_now(std::move(now))
{
    m_tidyTimer.setSingleShot(true);
    connect(&m_tidyTimer, &QTimer::timeout, this, &LogWriter::tidy);
    m_beatTimer.setInterval(kBeat);
    connect(&m_beatTimer, &QTimer::timeout, this, &LogWriter::beat);
}

LogWriter::~LogWriter() { beat(); }

void LogWriter::start()
{
    (void)openFile(); // what fails is told by the first batch
    m_beatTimer.start();
    beat();
    tidy();
}

void LogWriter::setKept(std::chrono::days kept)
{
    m_kept = kept;
    m_tidyAt = {};
    tidy();
}

std::expected<void, LogFile::Failure> LogWriter::openFile()
{
    if (m_file)
        return {};
    auto opened = LogFile::open(m_path, LogFile::Access::Write, m_maxBytes);
    if (!opened && opened.error().kind == LogFile::Failure::Kind::Damaged) {
        putAside();
        opened = LogFile::open(m_path, LogFile::Access::Write, m_maxBytes);
    }
    if (!opened)
        return std::unexpected(opened.error());
    m_file = std::move(*opened);
    m_progress.isMoving = m_file->hasOldFacts();
    return {};
}

void LogWriter::putAside()
{
    m_span = 0;
    m_progress.asideName = LogFile::putAside(m_path);
    ++m_progress.asides;
}

void LogWriter::write(const QList<LogRecord> &records)
{
    if (records.isEmpty())
        return;
    const auto written = tryToWrite(records);
    m_progress.upTo = records.last().sequence;
    if (!written) {
        m_progress.dropped += static_cast<quint64>(records.size());
        m_span = 0; // what was dropped was not recorded
    }
    m_progress.trouble = written ? QString() : written.error().text;
    // At full rate batches follow each other without a pause for a timer.
    if (m_tidyAt.hasExpired())
        tidy();
    Q_EMIT progressed(m_progress);
}

std::expected<void, LogFile::Failure> LogWriter::tryToWrite(const QList<LogRecord> &records)
{
    QList<LogMark> marks;
    marks.reserve(records.size());
    for (const LogRecord &record : records)
        marks.append(m_marker.mark(record.event));
    if (auto opened = openFile(); !opened)
        return opened;
    auto inserted = m_file->insert(records, marks);
    if (!inserted && inserted.error().kind == LogFile::Failure::Kind::Damaged) {
        // A file that opens all the same is put aside too: what is damaged deep within fails again and again.
        m_file.reset();
        putAside();
        if (auto opened = openFile(); !opened)
            return opened;
        inserted = m_file->insert(records, marks);
    }
    // Full by our own bound is no trouble of the user's: the oldest facts make room.
    while (m_file && m_file->isNearlyFull()) {
        const auto removed = m_file->removeOldest(kPruneStep);
        if (!removed || *removed == 0)
            break;
        if (!inserted)
            inserted = m_file->insert(records, marks);
    }
    return inserted;
}

bool LogWriter::prune()
{
    if (!m_file)
        return false;
    const auto removed = m_file->removeBefore(m_now() - m_kept, kPruneStep);
    if (!removed && removed.error().kind == LogFile::Failure::Kind::Damaged) {
        m_file.reset();
        putAside();
        Q_EMIT progressed(m_progress);
    }
    return removed && *removed == kPruneStep;
}

void LogWriter::tidy()
{
    auto next = kTidyInterval;
    if (m_file && m_file->hasOldFacts()) {
        const auto moved = m_file->moveOldFacts(kMoveStep);
        next = moved ? kMoveSoon : kTidyInterval;
        if (!m_file->hasOldFacts()) {
            m_progress.isMoving = false;
            Q_EMIT progressed(m_progress);
        }
    } else if (prune()) {
        next = kPruneSoon;
    }
    m_tidyAt.setRemainingTime(next);
    m_tidyTimer.start(next);
}

void LogWriter::beat()
{
    if (!m_file)
        return;
    const UtcTime now = m_now();
    // A machine that slept, or a clock that was set, begins anew.
    const bool goesOn = m_span != 0 && now >= m_spanEnd && now - m_spanEnd <= 3 * kBeat;
    if (goesOn) {
        if (!m_file->extendSpan(m_span, now))
            m_span = 0;
    } else {
        m_span = m_file->beginSpan(now).value_or(0);
    }
    m_spanEnd = now;
}

} // namespace tw::models

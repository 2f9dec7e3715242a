#include "models/log/log_store.h"

#include "models/log/log_reader_worker.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace tw::models {

namespace {

UtcTime systemNow() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

} // namespace

std::expected<std::unique_ptr<LogStore>, QString> LogStore::open(Options options)
{
    if (!options.now)
        options.now = systemNow;
    const bool canWrite = options.access == Access::Write;
    std::unique_ptr<LogStore> store(new LogStore(std::move(options)));
    if (auto opened = store->openReader(); !opened) {
        // A newer program's log must not be touched. For a writer anything else (a full disk) may pass, and no tunnel
        // waits for it: the lines are counted until it does. A reader may be after something else than the log.
        if (canWrite && opened.error().kind == LogFile::Failure::Kind::TooNew)
            return std::unexpected(logFailureText(store->m_options.path, opened.error()));
        if (canWrite)
            store->setTrouble(opened.error().text);
        else
            store->m_refusal = logFailureText(store->m_options.path, opened.error());
    }
    if (canWrite)
        store->startWriter();
    return store;
}

std::expected<void, LogFile::Failure> LogStore::openReader()
{
    const bool canWrite = m_options.access == Access::Write;
    if (m_reader || (!canWrite && !QFile::exists(m_options.path)))
        return {};
    const auto access = canWrite ? LogFile::Access::Write : LogFile::Access::Read;
    auto file = LogFile::open(m_options.path, access, m_options.maxBytes);
    if (!file && file.error().kind == LogFile::Failure::Kind::Damaged && canWrite) {
        m_asideName = LogFile::putAside(m_options.path);
        file = LogFile::open(m_options.path, access, m_options.maxBytes);
    }
    if (!file)
        return std::unexpected(file.error());
    m_reader = std::move(*file);
    m_refusal.clear();
    return {};
}

LogStore::LogStore(Options options) : m_options(std::move(options)) { }

LogStore::~LogStore()
{
    if (!m_writer)
        return;
    flush();
    m_thread.quit();
    m_thread.wait();
}

void LogStore::startWriter()
{
    m_nextSequence = lastSequence() + 1;
    m_isMoving = m_reader && m_reader->hasOldFacts();
    m_writer = new LogWriter(m_options.path, m_options.maxBytes, m_options.kept, m_options.now);
    m_writer->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_writer, &LogWriter::start);
    // Its file belongs to the thread and closes there.
    connect(&m_thread, &QThread::finished, m_writer, &QObject::deleteLater);
    connect(m_writer, &LogWriter::progressed, this, &LogStore::onProgress);
    m_thread.setObjectName(QStringLiteral("log"));
    m_thread.start();
}

void LogStore::append(const std::vector<api::Event> &events, const ClockAnchor &clock)
{
    Q_ASSERT(m_writer);
    if (events.empty())
        return;
    QList<LogRecord> records;
    records.reserve(static_cast<qsizetype>(events.size()));
    for (const api::Event &event : events)
        records.append({m_nextSequence++, clock.toUtc(event.at), event});

    if (m_pending.size() + events.size() <= kMaxPending) {
        m_pending.insert(m_pending.end(), records.cbegin(), records.cend());
        QMetaObject::invokeMethod(m_writer, [writer = m_writer, records] { writer->write(records); });
    } else {
        m_overflowed += events.size();
        setTrouble(tr("the disk does not keep up"));
    }
    Q_EMIT appended(records);
}

QList<LogRecord> LogStore::window(const QString &connectionId, const LogWindow &window, int limit)
{
    QList<LogRecord> records;
    if (m_reader || (openReader() && m_reader)) {
        auto read = m_reader->window(connectionId, window, limit);
        if (read)
            records = std::move(*read);
        else
            setTrouble(read.error().text);
    }
    // A batch may be on the disk before we hear of it.
    qint64 known = 0;
    for (const LogRecord &record : records)
        known = std::max(known, record.sequence);
    const std::string id = connectionId.toStdString();
    for (const LogRecord &record : m_pending) {
        if (record.sequence > known && record.event.connection.value() == id && window.contains(record.at))
            records.append(record);
    }
    if (records.size() > limit)
        records.remove(0, records.size() - limit);
    return records;
}

QList<LogRecord> LogStore::after(qint64 sequence, int limit)
{
    // A follower may have come before the first line.
    if (!m_reader && (!openReader() || !m_reader))
        return {};
    auto records = m_reader->after(sequence, limit);
    if (records)
        return std::move(*records);
    setTrouble(records.error().text);
    return {};
}

qint64 LogStore::lastSequence()
{
    if (!m_reader && (!openReader() || !m_reader))
        return 0;
    const auto last = m_reader->lastSequence();
    if (last)
        return *last;
    setTrouble(last.error().text);
    return 0;
}

void LogStore::flush()
{
    if (!m_writer)
        return;
    LogWriter::Progress progress;
    QMetaObject::invokeMethod(m_writer, &LogWriter::progress, Qt::BlockingQueuedConnection, &progress);
    onProgress(progress);
}

void LogStore::setKept(std::chrono::days kept)
{
    m_options.kept = kept;
    if (m_writer)
        QMetaObject::invokeMethod(m_writer, [writer = m_writer, kept] { writer->setKept(kept); });
}

bool LogStore::prune()
{
    bool isMoreLeft = false;
    if (m_writer)
        QMetaObject::invokeMethod(m_writer, &LogWriter::prune, Qt::BlockingQueuedConnection, &isMoreLeft);
    return isMoreLeft;
}

void LogStore::onProgress(const LogWriter::Progress &progress)
{
    while (!m_pending.empty() && m_pending.front().sequence <= progress.upTo)
        m_pending.pop_front();
    m_dropped = progress.dropped + m_overflowed;
    setTrouble(progress.trouble);
    setMoving(progress.isMoving);
    if (std::exchange(m_asides, progress.asides) != progress.asides) {
        m_asideName = progress.asideName;
        m_reader.reset(); // it has the damaged one open still
        Q_EMIT noticeChanged();
    }
}

void LogStore::setMoving(bool isMoving)
{
    if (m_isMoving == isMoving)
        return;
    m_isMoving = isMoving;
    Q_EMIT noticeChanged();
}

void LogStore::setTrouble(const QString &trouble)
{
    if (m_trouble == trouble)
        return;
    m_trouble = trouble;
    Q_EMIT noticeChanged();
}

QString LogStore::notice() const
{
    if (!m_refusal.isEmpty())
        return m_refusal;
    if (!m_trouble.isEmpty() && m_dropped > 0) {
        return tr("%1: the log cannot be kept (%2). Lines lost so far: %3.")
            .arg(m_options.path, m_trouble, QString::number(m_dropped));
    }
    if (!m_trouble.isEmpty())
        return tr("%1: the log fails (%2).").arg(m_options.path, m_trouble);
    if (!m_asideName.isEmpty())
        return tr("The log was damaged and was put aside as %1. A new one was begun.").arg(m_asideName);
    if (m_isMoving)
        return tr("The log of an earlier version of the program is being taken over, the newest lines first.");
    return {};
}

} // namespace tw::models

#pragma once

#include "models/log/log_record.h"
#include "models/log/log_window.h"
#include "models/log/log_writer.h"

#include <QObject>
#include <QThread>

#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <vector>

namespace tw::models {

// The facts of the last weeks, in a SQLite file of their own: losing it loses no configuration, and its growth never
// slows a save. A thread of its own writes, in one transaction per batch, so the caller never waits for the disk; a
// killed process loses at most the batch under way. Several processes may read while one writes.
//
// A disk that fails (full, read-only) never stops the program: facts that could not be kept are counted, notice() says
// so, and they still reach whoever follows the tail. Thread: the one that made it.
class LogStore : public QObject
{
    Q_OBJECT

public:
    enum class Access { Read, Write };

    static constexpr qint64 kMaxBytes = qint64{4} << 30;
    static constexpr int kMaxRows = 200'000; // of one query
    static constexpr std::size_t kMaxPending = 100'000; // facts that wait for a slow disk

    struct Options
    {
        QString path;
        Access access = Access::Write; // Read: a file that is not there yet is an empty log
        std::function<UtcTime()> now = {}; // default: the system's clock
        qint64 maxBytes = kMaxBytes; // of the file; the oldest facts leave before it is reached
        std::chrono::days kept = LogWindow::kKept;
    };

    // A sentence where a writer finds the file of a newer program. A damaged file is put aside by a writer (renamed to
    // *.damaged) and a new one begun. Whoever cannot open it at all goes on without, and notice() says so.
    static std::expected<std::unique_ptr<LogStore>, QString> open(Options options);
    ~LogStore() override; // writes what is pending

    // Keeps the facts and announces them. Needs Access::Write.
    void append(const std::vector<api::Event> &events, const ClockAnchor &clock);

    // Facts of the window in order, oldest first, also those that are not on the disk yet. An empty id: facts of the
    // engine itself. At most `limit`, the newest of them. A file that fails gives what is in memory, and a notice().
    QList<LogRecord> window(const QString &connectionId, const LogWindow &window, int limit = kMaxRows);
    // Facts on the disk after `sequence`, of every connection, oldest first: for a follower in another process.
    QList<LogRecord> after(qint64 sequence, int limit = kMaxRows);
    qint64 lastSequence();

    // Returns when everything appended so far is on the disk or counted as dropped.
    void flush();
    // How long facts are kept; shorter than before deletes the oldest ones soon.
    void setKept(std::chrono::days kept);
    std::chrono::days kept() const { return m_options.kept; }
    // Deletes what is older, a bounded step; true when more is left. Runs by itself while the store is open.
    bool prune();

    // For a LogReader of its own.
    const QString &path() const { return m_options.path; }
    UtcTime now() const { return m_options.now(); }
    quint64 droppedFacts() const { return m_dropped; }
    // What the user should know about the file (put aside, disk full); empty when all is well.
    QString notice() const;

Q_SIGNALS:
    void appended(const QList<tw::models::LogRecord> &records);
    void noticeChanged();

private:
    explicit LogStore(Options options);
    std::expected<void, LogFile::Failure> openReader();
    void startWriter();
    void onProgress(const LogWriter::Progress &progress);
    void setTrouble(const QString &trouble);
    void setMoving(bool isMoving);

    Options m_options;
    std::unique_ptr<LogFile> m_reader; // nullptr: nothing to read yet
    qint64 m_nextSequence = 1;
    std::deque<LogRecord> m_pending; // appended, not yet known to be on the disk
    quint64 m_overflowed = 0; // dropped here, since the writer did not keep up
    quint64 m_dropped = 0;
    QString m_asideName;
    int m_asides = 0; // by the writer, while it ran
    QString m_trouble;
    bool m_isMoving = false; // lines of an earlier program are being taken over
    QString m_refusal; // a reader's: why there is nothing to read
    QThread m_thread;
    LogWriter *m_writer = nullptr; // lives in m_thread
};

} // namespace tw::models

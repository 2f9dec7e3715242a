#pragma once

#include "models/log/log_record.h"
#include "models/log/log_window.h"

#include <QObject>
#include <QThread>

#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <vector>

namespace tw::models {

class LogWriter;

// The facts of the last month, in a SQLite file of their own: losing it loses no configuration, and its growth never
// slows a save. A thread of its own writes, in one transaction per batch, so the caller never waits for the disk; a
// killed process loses at most the batch under way. Several processes may read while one writes.
//
// A disk that fails (full, read-only) never stops the program: facts that could not be kept are counted, said once, and
// still reach whoever follows the tail. Thread: the one that made it.
class LogStore : public QObject
{
    Q_OBJECT

public:
    enum class Access { Read, Write };

    struct Options
    {
        QString path;
        Access access = Access::Write;
        std::function<UtcTime()> now; // default: the system's clock
        qint64 maxBytes = kMaxBytes; // of the file; the oldest facts leave before it is reached
    };

    static constexpr qint64 kMaxBytes = qint64{4} << 30;
    static constexpr int kMaxRows = 200'000; // of one query

    // A sentence where the file cannot be opened, or is from a newer program. A file that is damaged is put aside
    // (renamed to *.damaged) and a new one begun: `notice()` says so.
    static std::expected<std::unique_ptr<LogStore>, QString> open(const Options &options);
    ~LogStore() override; // writes what is pending

    // Keeps the facts and announces them. Needs Access::Write.
    void append(const std::vector<api::Event> &events, const ClockAnchor &clock);

    // Facts of the window in order, oldest first, also those that are not on the disk yet. An empty id: facts of the
    // engine itself. At most `limit`, the newest of them.
    QList<LogRecord> window(const QString &connectionId, const LogWindow &window, int limit = kMaxRows) const;
    // Facts after `sequence`, of every connection, oldest first: what a follower in another process asks for.
    QList<LogRecord> after(qint64 sequence, int limit) const;
    qint64 lastSequence() const;

    // Returns when everything appended so far is on the disk or counted as dropped.
    void flush();
    // Deletes what is older than a month, a bounded step; true when more is left. Runs by itself while the store is open.
    bool prune();

    quint64 droppedFacts() const { return m_dropped; }
    // What the user should know about the file (put aside, disk full); empty when all is well.
    QString notice() const { return m_notice; }

signals:
    void appended(const QList<tw::models::LogRecord> &records);
    void noticeChanged();

private:
    explicit LogStore(const Options &options);
    void onWritten(qint64 upTo);
    void onFailed(const QString &reason, quint64 facts, qint64 upTo);

    Options m_options;
    QString m_reader; // name of the connection that reads
    qint64 m_nextSequence = 1;
    std::deque<LogRecord> m_pending; // appended, not yet known to be on the disk
    quint64 m_dropped = 0;
    QString m_notice;
    QThread m_thread;
    LogWriter *m_writer = nullptr; // lives in m_thread
};

} // namespace tw::models

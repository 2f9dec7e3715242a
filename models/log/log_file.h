#pragma once

#include "models/log/log_record.h"
#include "models/log/log_window.h"

#include <QSqlDatabase>
#include <QString>

#include <expected>
#include <memory>

namespace tw::models {

// The SQLite file of facts, as one thread uses it. WAL with synchronous=NORMAL: a killed process loses nothing that was
// committed, and a power cut at most the last moments, which is the right price for a log.
// Thread: the one that opened it.
class LogFile
{
public:
    enum class Access { Read, Write };

    struct Failure
    {
        enum class Kind { Damaged, TooNew, Failed } kind;
        QString text; // the system's words
        QString code = {}; // SQLite's
    };

    // Write: makes the file (mode 0600) and its tables where they are missing, and keeps it below `maxBytes`.
    static std::expected<std::unique_ptr<LogFile>, Failure> open(const QString &path, Access access, qint64 maxBytes);
    ~LogFile();
    LogFile(const LogFile &) = delete;
    LogFile &operator=(const LogFile &) = delete;

    // In one transaction: all, or none and the system's words.
    std::expected<void, Failure> insert(const QList<LogRecord> &records);
    // The newest `limit` facts of the window, oldest first.
    std::expected<QList<LogRecord>, Failure> window(const QString &connectionId, const LogWindow &window,
                                                    int limit) const;
    // The first `limit` facts after `sequence`, of every connection.
    std::expected<QList<LogRecord>, Failure> after(qint64 sequence, int limit) const;
    std::expected<qint64, Failure> lastSequence() const;

    // Deletes at most `limit` facts from before `time`; gives how many.
    std::expected<int, Failure> removeBefore(UtcTime time, int limit);
    // Deletes the `limit` oldest facts, to make room.
    std::expected<int, Failure> removeOldest(int limit);
    bool isNearlyFull() const;

private:
    explicit LogFile(QString connectionName) : m_name(std::move(connectionName)) { }
    std::expected<void, Failure> prepareTables(qint64 maxBytes);
    std::expected<int, Failure> checkVersion() const;

    QString m_name;
    QSqlDatabase m_database;
};

} // namespace tw::models

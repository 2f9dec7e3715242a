#pragma once

#include "models/log/log_file.h"
#include "models/log/log_pager.h"

#include <QObject>

#include <deque>
#include <memory>

namespace tw::models {

// The thread's end of LogReader: the file, and where its windows were walked through. Everything but the constructor runs
// in the thread.
class LogReaderWorker : public QObject
{
    Q_OBJECT

public:
    explicit LogReaderWorker(QString path) : m_path(std::move(path)) { }

    const QString &path() const { return m_path; }
    // nullptr while there is no log.
    LogFile::Result<LogFile *> file();
    // What was read failed: the next one begins with a fresh connection.
    void close() { m_file.reset(); }
    LogPager &pager(const LogSelection &selection);
    // Walks through the selection that was looked at last, a step at a time between the requests, so that a jump into its
    // middle finds the way gone already.
    void walkAhead();
    LogFile::Result<QList<LogRecord>> negotiation(LogFile &file, const QString &connectionId, qint64 sequence);

private:
    static constexpr std::size_t kMaxPagers = 8; // selections that were looked at last

    QString m_path;
    std::unique_ptr<LogFile> m_file;
    quint64 m_inode = 0; // of the open file: a damaged one is put aside, and a new one has its name
    std::deque<LogPager> m_pagers; // the newest first
    bool m_isWalking = false; // a step is posted
};

// A sentence for the user.
QString logFailureText(const QString &path, const LogFile::Failure &failure);

} // namespace tw::models

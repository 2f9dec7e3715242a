#pragma once

#include "models/log/log_file.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace tw::models {

// The thread's end of LogStore: takes batches, writes them, and lets old facts go. Made by LogStore and moved to the
// thread; everything but the constructor runs there.
class LogWriter : public QObject
{
    Q_OBJECT

public:
    struct Progress
    {
        qint64 upTo = 0; // facts up to this sequence are on the disk, or counted as dropped
        quint64 dropped = 0; // since the program started
        QString trouble; // the system's words while writing fails; empty when it works
    };

    LogWriter(QString path, qint64 maxBytes, std::chrono::days kept, std::function<UtcTime()> now);

    void start();
    void write(const QList<LogRecord> &records);
    void setKept(std::chrono::days kept);
    // One bounded step; true when more is left.
    bool prune();
    Progress progress() const { return m_progress; }

Q_SIGNALS:
    void progressed(const tw::models::LogWriter::Progress &progress);

private:
    std::expected<void, LogFile::Failure> tryToWrite(const QList<LogRecord> &records);
    void pruneByTimer();

    QString m_path;
    qint64 m_maxBytes;
    std::chrono::days m_kept;
    std::function<UtcTime()> m_now;
    std::unique_ptr<LogFile> m_file; // nullptr while it cannot be opened
    Progress m_progress;
    QTimer m_pruneTimer{this}; // a child, so that it moves to the thread with the writer
};

} // namespace tw::models

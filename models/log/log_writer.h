#pragma once

#include "models/log/log_file.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace tw::models {

// The thread's end of LogStore: takes batches, writes them, lets old facts go, takes over those of an earlier program, and
// keeps book of when it ran. Made by LogStore and moved to the thread; everything but the constructor runs there.
class LogWriter : public QObject
{
    Q_OBJECT

public:
    struct Progress
    {
        qint64 upTo = 0; // facts up to this sequence are on the disk, or counted as dropped
        quint64 dropped = 0; // since the program started
        QString trouble = {}; // the system's words while writing fails; empty when it works
        bool isMoving = false; // facts of an earlier program are being taken over
        int asides = 0; // files that were damaged while they were written to, and put aside...
        QString asideName = {}; // ... as this, the last one
    };

    LogWriter(QString path, qint64 maxBytes, std::chrono::days kept, std::function<UtcTime()> now);
    ~LogWriter() override;

    void start();
    void write(const QList<LogRecord> &records);
    void setKept(std::chrono::days kept);
    // One bounded step; true when more is left.
    bool prune();
    Progress progress() const { return m_progress; }

Q_SIGNALS:
    void progressed(const tw::models::LogWriter::Progress &progress);

private:
    std::expected<void, LogFile::Failure> openFile();
    void putAside();
    std::expected<void, LogFile::Failure> tryToWrite(const QList<LogRecord> &records);
    // A step of moving or pruning, when it is time for one.
    void tidy();
    // Notes that a writer runs, which tells silence from absence.
    void beat();

    QString m_path;
    qint64 m_maxBytes;
    std::chrono::days m_kept;
    std::function<UtcTime()> m_now;
    std::unique_ptr<LogFile> m_file; // nullptr while it cannot be opened
    LogMarker m_marker;
    Progress m_progress;
    qint64 m_span = 0; // 0: none is open
    UtcTime m_spanEnd{};
    QDeadlineTimer m_tidyAt;
    QTimer m_tidyTimer{this}; // children, so that they move to the thread with the writer
    QTimer m_beatTimer{this};
};

} // namespace tw::models

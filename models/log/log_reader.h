#pragma once

#include "models/log/log_export.h"
#include "models/log/log_facets.h"
#include "models/log/log_file.h"
#include "models/log/log_histogram.h"
#include "models/log/log_window.h"

#include <QHash>
#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>

namespace tw::models {

class LogReaderWorker;

// Reads the log for whoever must not wait for the disk: in a thread of its own, on a connection of its own, beside any
// writer. A request returns at once with its number; its answer is a signal in the maker's thread, exactly one a request
// (an answer, or failed()), in the order of the requests, and none for one that was cancelled.
//
// It knows what is on the disk. What a LogStore has only just announced comes with LogStore::appended(); sequences tell
// what is there twice. A file that is not there yet is an empty log. Thread: the one that made it.
class LogReader : public QObject
{
    Q_OBJECT

public:
    using Request = qint64;

    explicit LogReader(const QString &path, QObject *parent = nullptr);
    ~LogReader() override; // cancels what is under way

    // How many lines a window has; of all connections where none is given.
    Request count(const std::optional<QString> &connectionId, const LogWindow &window, const LogFacets &facets = {});
    // Rows firstRow to firstRow + rowCount of the window in order; fewer at its end. Rows of a window that is still open
    // grow at its end; where it is pruned they move.
    Request read(const std::optional<QString> &connectionId, const LogWindow &window, const LogFacets &facets,
                 qint64 firstRow, int rowCount);
    // Bins of a connection ("": the engine's own), or of all.
    Request histogram(const QString &connectionId, UtcTime from, UtcTime to, LogBinWidth width);
    Request histogramOfAll(UtcTime from, UtcTime to, LogBinWidth width);
    // Exactly these facts, as far as they are kept, in the order of their sequences.
    Request facts(const QList<qint64> &sequences);
    // The facts of the negotiation around a fact, in order; negotiation_span.h says what belongs to it. Nothing where the
    // fact is not kept.
    Request negotiation(const QString &connectionId, qint64 sequence);
    // Writes the whole selection into a file (mode 0600), all or nothing.
    Request exportTo(const QString &file, LogFormat format, const LogNames &names, const LogSelection &selection);

    // Nothing more is heard of it, and it costs no more than milliseconds.
    void cancel(Request request);
    void cancelAll();

Q_SIGNALS:
    void counted(qint64 request, qint64 lines);
    void rowsRead(qint64 request, qint64 firstRow, const QList<tw::models::LogRecord> &records);
    void histogramRead(qint64 request, const QList<tw::models::LogBin> &bins);
    void factsRead(qint64 request, const QList<tw::models::LogRecord> &records); // of facts() and negotiation()
    void exported(qint64 request, qint64 lines);
    void failed(qint64 request, const QString &sentence);

private:
    using Cancelled = std::shared_ptr<std::atomic_bool>;
    // What the reading comes to, told in the maker's thread.
    using Answer = std::function<void(LogReader &, Request)>;
    using Work = std::function<LogFile::Result<Answer>(LogReaderWorker &, const std::function<bool()> &stop)>;
    Request post(Work work);
    void answer(Request request, const Answer &answer);

    QThread m_thread;
    LogReaderWorker *m_worker; // lives in m_thread
    Request m_last = 0;
    QHash<Request, Cancelled> m_open;
};

} // namespace tw::models

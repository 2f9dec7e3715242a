#pragma once

#include "models/log/log_facets.h"
#include "models/log/log_histogram.h"
#include "models/log/log_marks.h"
#include "models/log/log_record.h"
#include "models/log/log_window.h"
#include "models/log/log_words.h"

#include <QSqlDatabase>
#include <QString>

#include <expected>
#include <limits>
#include <memory>
#include <optional>

class QSqlQuery;

namespace tw::models {

// What of the log is looked at.
struct LogSelection
{
    std::optional<QString> connection; // id; empty: the engine's own facts; nothing: of all connections and the engine
    LogWindow window;
    LogFacets facets = {};

    friend bool operator==(const LogSelection &, const LogSelection &) = default;
};

// The SQLite file of facts, as one thread uses it. WAL with synchronous=NORMAL: a killed process loses nothing that was
// committed, and a power cut at most the last moments, which is the right price for a log.
// Thread: the one that opened it.
class LogFile
{
public:
    enum class Access { Read, Write };

    struct Failure
    {
        enum class Kind { Damaged, TooNew, TooOld, Failed } kind;
        QString text; // the system's words
        QString code = {}; // SQLite's
    };
    template <typename T>
    using Result = std::expected<T, Failure>;

    // A place between two lines of a selection: behind the line that has these, which order its lines.
    struct Place
    {
        UtcTime at{};
        qint64 sequence = 0;
        friend auto operator<=>(const Place &, const Place &) = default;
    };

    // Write: makes the file (mode 0600) and its tables where they are missing, and keeps it below `maxBytes`.
    static Result<std::unique_ptr<LogFile>> open(const QString &path, Access access, qint64 maxBytes);
    // Renames a damaged file, and what SQLite keeps beside it, so that a new one can be begun; gives its new name.
    static QString putAside(const QString &path);
    ~LogFile();
    LogFile(const LogFile &) = delete;
    LogFile &operator=(const LogFile &) = delete;

    // In one transaction, bins included: all, or none and the system's words. `marks` are those of the records.
    Result<void> insert(const QList<LogRecord> &records, const QList<LogMark> &marks);

    // The newest `limit` facts of the window, oldest first.
    Result<QList<LogRecord>> window(const QString &connectionId, const LogWindow &window, int limit) const;
    // The first `limit` facts after `sequence`, of every connection.
    Result<QList<LogRecord>> after(qint64 sequence, int limit) const;
    Result<qint64> lastSequence() const;
    // The fact with the sequence, and at most `reach` of its connection's on either side, in the order of time. Empty
    // where it is not there.
    Result<QList<LogRecord>> around(const QString &connectionId, qint64 sequence, int reach) const;
    // Those of them that are there, in the order of their sequences.
    Result<QList<LogRecord>> withSequences(const QList<qint64> &sequences) const;

    // Lines of a selection by their order in time. LogPager makes rows of these.
    static Place begin(const LogSelection &selection) { return {selection.window.from, 0}; }
    // Where the `count`-th line behind `from` stands; nothing where there are fewer.
    Result<std::optional<Place>> placeBehind(const LogSelection &selection, Place from, int count) const;
    Result<qint64> countBehind(const LogSelection &selection, Place from) const;
    Result<QList<LogRecord>> linesBehind(const LogSelection &selection, Place from, qint64 skip, int limit) const;
    // The `limit` lines before the last `skip`, in order.
    Result<QList<LogRecord>> lastLines(const LogSelection &selection, qint64 skip, int limit) const;
    // How many lines the window has, of facets whose lines are counted: from the bins, where it covers whole ones.
    Result<qint64> countWindow(const LogSelection &selection) const;

    // Every bin from the one that holds `from` to the one before `to`, whether anything is in it or not. No connection:
    // all of them. At most kMaxBins, the newest.
    Result<QList<LogBin>> histogram(const std::optional<QString> &connectionId, UtcTime from, UtcTime to,
                                    LogBinWidth width) const;
    static constexpr int kMaxBins = 181 * 24 * 6;
    // The bins of a log that is not there: nothing, and not recorded.
    static QList<LogBin> emptyHistogram(UtcTime from, UtcTime to, LogBinWidth width);

    // Deletes at most `limit` facts from before `time`; gives how many.
    Result<int> removeBefore(UtcTime time, int limit);
    // Deletes the `limit` oldest facts, to make room.
    Result<int> removeOldest(int limit);
    bool isNearlyFull() const;

    // A writer runs from `at` on, as far as is known; gives the span's number.
    Result<qint64> beginSpan(UtcTime at);
    Result<void> extendSpan(qint64 span, UtcTime to);

    // Facts in the format of an earlier program, which are not seen yet.
    bool hasOldFacts() const { return m_hasOldFacts; }
    // Takes over at most `limit` of them, the newest first; gives how many.
    Result<int> moveOldFacts(int limit);

    // What is read between the two belongs together, whatever is written meanwhile.
    void beginReading();
    void endReading();

private:
    explicit LogFile(QString connectionName) : m_name(std::move(connectionName)) { }
    Result<void> prepareTables(qint64 maxBytes);
    Result<int> checkVersion() const;
    Result<int> remove(const QString &condition);
    Result<QList<LogRecord>> readAll(QSqlQuery &query) const;
    int connectionNumber(const QString &connectionId) const;
    // The number that the bins of a connection, or of all, go by.
    int binsOf(const std::optional<QString> &connectionId) const;
    // What of the selection stands behind a place. The place is the only bound below: of two the planner may take the
    // window's, and walk it from its begin each time.
    QString whereClause(const LogSelection &selection, Place behind) const;

    QString m_name;
    QSqlDatabase m_database;
    mutable LogWords m_words;
    bool m_hasOldFacts = false;
};

} // namespace tw::models

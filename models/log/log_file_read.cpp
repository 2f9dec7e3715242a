#include "models/log/log_facets_sql.h"
#include "models/log/log_failure.h"
#include "models/log/log_file.h"
#include "models/log/log_row.h"
#include "models/log/log_schema.h"

#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

#include <algorithm>
#include <array>
#include <utility>

namespace tw::models {

namespace {

using log_schema::kBinMs;

constexpr std::array kLevelColumns = {
    std::pair(api::Level::Error, "error"),
    std::pair(api::Level::Warning, "warning"),
    std::pair(api::Level::Info, "info"),
    std::pair(api::Level::Debug, "debug"),
};

qint64 ms(UtcTime time) { return time.time_since_epoch().count(); }
UtcTime atMs(qint64 time) { return UtcTime(std::chrono::milliseconds(time)); }
qint64 slotOf(qint64 time) { return (time - (time < 0 ? kBinMs - 1 : 0)) / kBinMs; }

const auto kInOrder = QStringLiteral(" ORDER BY at, sequence");
// The planner must not walk a month by time to find a window's lines of a connection.
QString select(const QString &what, const LogSelection &selection)
{
    return QStringLiteral("SELECT %1 FROM lines INDEXED BY %2")
        .arg(what, selection.connection ? QStringLiteral("lines_by_connection") : QStringLiteral("lines_by_time"));
}

LogFile::Result<qint64> numberFrom(const QSqlDatabase &database, const QString &statement)
{
    QSqlQuery query(database);
    if (!query.exec(statement) || !query.next())
        return std::unexpected(logFailure(query.lastError()));
    return query.value(0).toLongLong();
}

} // namespace

int LogFile::connectionNumber(const QString &connectionId) const
{
    return m_words.find(m_database, LogWords::Kind::Connection, connectionId.toStdString());
}

int LogFile::binsOf(const std::optional<QString> &connectionId) const
{
    return connectionId ? connectionNumber(*connectionId) : 0;
}

QString LogFile::whereClause(const LogSelection &selection, Place behind) const
{
    const QString ofOne = selection.connection
        ? QStringLiteral("connection = %1 AND ").arg(connectionNumber(*selection.connection))
        : QString();
    return QStringLiteral(" WHERE %1(at, sequence) > (%2, %3) AND at < %4")
               .arg(ofOne)
               .arg(ms(behind.at))
               .arg(behind.sequence)
               .arg(ms(selection.window.to))
        + facetClause(selection.facets, m_words, m_database);
}

LogFile::Result<QList<LogRecord>> LogFile::readAll(QSqlQuery &query) const
{
    QList<LogRecord> records;
    while (query.next()) {
        if (auto record = fromRow(query, m_words, m_database))
            records.append(std::move(*record));
    }
    if (query.lastError().isValid())
        return std::unexpected(logFailure(query.lastError()));
    return records;
}

namespace {

// Ready to be read from, one row after the other.
LogFile::Result<QSqlQuery> executed(const QSqlDatabase &database, const QString &statement)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(statement))
        return std::unexpected(logFailure(query.lastError()));
    return query;
}

} // namespace

LogFile::Result<QList<LogRecord>> LogFile::window(const QString &connectionId, const LogWindow &window, int limit) const
{
    return lastLines({connectionId, window}, 0, limit);
}

LogFile::Result<QList<LogRecord>> LogFile::after(qint64 sequence, int limit) const
{
    auto query = executed(
        m_database,
        QStringLiteral("SELECT * FROM lines WHERE sequence > %1 ORDER BY sequence LIMIT %2").arg(sequence).arg(limit));
    if (!query)
        return std::unexpected(query.error());
    return readAll(*query);
}

LogFile::Result<qint64> LogFile::lastSequence() const
{
    const auto last = numberFrom(m_database, QStringLiteral("SELECT max(sequence) FROM lines"));
    if (!last || !m_hasOldFacts)
        return last;
    const auto old = numberFrom(m_database, QStringLiteral("SELECT max(sequence) FROM facts"));
    return old ? std::max(*last, *old) : last;
}

LogFile::Result<QList<LogRecord>> LogFile::withSequences(const QList<qint64> &sequences) const
{
    QStringList numbers;
    for (const qint64 sequence : sequences)
        numbers << QString::number(sequence);
    auto query = executed(
        m_database,
        QStringLiteral("SELECT * FROM lines WHERE sequence IN (%1) ORDER BY sequence").arg(numbers.join(u',')));
    if (!query)
        return std::unexpected(query.error());
    return readAll(*query);
}

LogFile::Result<QList<LogRecord>> LogFile::around(const QString &connectionId, qint64 sequence, int reach) const
{
    const auto fact = withSequences({sequence});
    if (!fact || fact->isEmpty() || fact->first().event.connection.value() != connectionId.toStdString())
        return fact ? Result<QList<LogRecord>>() : fact;
    const LogRecord &record = fact->first();
    constexpr auto kEver = std::chrono::milliseconds(std::numeric_limits<qint64>::max() / 4);
    // Facts of its millisecond stand on either side, by their sequences.
    const LogSelection before{connectionId, {UtcTime(-kEver), record.at + std::chrono::milliseconds(1)}};
    auto records = lastLines(before, 0, reach);
    if (!records)
        return records;
    erase_if(*records, [sequence](const LogRecord &one) { return one.sequence >= sequence; });
    const LogSelection after{connectionId, {record.at, UtcTime(kEver)}};
    const auto rest = linesBehind(after, {record.at, sequence - 1}, 0, reach + 1);
    if (!rest)
        return rest;
    return std::move(*records += *rest);
}

LogFile::Result<std::optional<LogFile::Place>> LogFile::placeBehind(const LogSelection &selection, Place from,
                                                                    int count) const
{
    auto query = executed(m_database,
                          select(QStringLiteral("at, sequence"), selection) + whereClause(selection, from) + kInOrder
                              + QStringLiteral(" LIMIT 1 OFFSET %1").arg(count - 1));
    if (!query)
        return std::unexpected(query.error());
    if (query->next())
        return Place{atMs(query->value(0).toLongLong()), query->value(1).toLongLong()};
    if (query->lastError().isValid())
        return std::unexpected(logFailure(query->lastError()));
    return std::optional<Place>();
}

LogFile::Result<qint64> LogFile::countBehind(const LogSelection &selection, Place from) const
{
    return numberFrom(m_database, select(QStringLiteral("count(*)"), selection) + whereClause(selection, from));
}

LogFile::Result<QList<LogRecord>> LogFile::linesBehind(const LogSelection &selection, Place from, qint64 skip,
                                                       int limit) const
{
    auto query = executed(m_database,
                          select(QStringLiteral("*"), selection) + whereClause(selection, from) + kInOrder
                              + QStringLiteral(" LIMIT %1 OFFSET %2").arg(limit).arg(skip));
    if (!query)
        return std::unexpected(query.error());
    return readAll(*query);
}

LogFile::Result<QList<LogRecord>> LogFile::lastLines(const LogSelection &selection, qint64 skip, int limit) const
{
    auto query =
        executed(m_database,
                 select(QStringLiteral("*"), selection) + whereClause(selection, begin(selection))
                     + QStringLiteral(" ORDER BY at DESC, sequence DESC LIMIT %1 OFFSET %2").arg(limit).arg(skip));
    if (!query)
        return std::unexpected(query.error());
    auto records = readAll(*query);
    if (records)
        std::ranges::reverse(*records);
    return records;
}

LogFile::Result<qint64> LogFile::countWindow(const LogSelection &selection) const
{
    if (selection.connection && connectionNumber(*selection.connection) == 0) // nothing was ever written of it
        return 0;
    QStringList levels;
    for (const auto &[level, column] : kLevelColumns) {
        if (selection.facets.levels.admits(level))
            levels << QLatin1String(column);
    }
    if (levels.isEmpty())
        return 0;
    const auto countIn = [&](qint64 from, qint64 to) -> Result<qint64> {
        if (from >= to)
            return 0;
        LogSelection part = selection;
        part.window = {atMs(from), atMs(to)};
        return countBehind(part, begin(part));
    };
    const qint64 from = ms(selection.window.from);
    const qint64 to = ms(selection.window.to);
    // The whole bins within.
    const qint64 first = slotOf(from + kBinMs - 1);
    const qint64 last = slotOf(to);
    if (first >= last)
        return countIn(from, to);
    qint64 sum = 0;
    const auto binned = numberFrom(m_database,
                                   QStringLiteral("SELECT sum(%1) FROM bins WHERE "
                                                  "connection = %2 AND slot >= %3 AND slot < %4")
                                       .arg(levels.join(QStringLiteral(" + ")))
                                       .arg(binsOf(selection.connection))
                                       .arg(first)
                                       .arg(last));
    for (const auto &part : {binned, countIn(from, first * kBinMs), countIn(last * kBinMs, to)}) {
        if (!part)
            return part;
        sum += *part;
    }
    return sum;
}

namespace {

// Where a bin begins, in slots of ten minutes.
struct BinRange
{
    qint64 each; // slots a bin
    qint64 begin; // in bins
    qint64 end;

    BinRange(UtcTime from, UtcTime to, LogBinWidth width)
        : each(lengthOf(width) / std::chrono::minutes(10)), begin(0), end(binOf(slotOf(ms(to) - 1)) + 1)
    {
        begin = std::max(binOf(slotOf(ms(from))), end - LogFile::kMaxBins);
    }
    qint64 binOf(qint64 slot) const { return (slot - (slot < 0 ? each - 1 : 0)) / each; }
    UtcTime startOf(qint64 bin) const { return atMs(bin * each * kBinMs); }
};

} // namespace

QList<LogBin> LogFile::emptyHistogram(UtcTime from, UtcTime to, LogBinWidth width)
{
    const BinRange range(from, to, width);
    QList<LogBin> bins;
    for (qint64 bin = range.begin; bin < range.end; ++bin) {
        bins.emplaceBack();
        bins.last().from = range.startOf(bin);
    }
    return bins;
}

LogFile::Result<QList<LogBin>> LogFile::histogram(const std::optional<QString> &connectionId, UtcTime from, UtcTime to,
                                                  LogBinWidth width) const
{
    const BinRange range(from, to, width);
    QList<LogBin> bins = emptyHistogram(from, to, width);
    if (bins.isEmpty())
        return bins;
    auto counted = executed(m_database,
                            QStringLiteral("SELECT slot, error, warning, info, debug, ups, downs, rekeys FROM bins "
                                           "WHERE connection = %1 AND slot >= %2 AND slot < %3")
                                .arg(binsOf(connectionId))
                                .arg(range.begin * range.each)
                                .arg(range.end * range.each));
    if (!counted)
        return std::unexpected(counted.error());
    // A connection without a line has no number, and 0 would be all of them.
    const bool isKnown = !connectionId || connectionNumber(*connectionId) != 0;
    while (isKnown && counted->next()) {
        LogBin &bin = bins[range.binOf(counted->value(0).toLongLong()) - range.begin];
        for (std::size_t level = 0; level < bin.byLevel.size(); ++level)
            bin.byLevel[level] += counted->value(static_cast<int>(level) + 1).toUInt();
        bin.ups += counted->value(5).toUInt();
        bin.downs += counted->value(6).toUInt();
        bin.rekeys += counted->value(7).toUInt();
        bin.recorded = true;
    }
    auto spans = executed(m_database,
                          QStringLiteral("SELECT began, ended FROM spans WHERE ended >= %1 AND began < %2")
                              .arg(ms(bins.first().from))
                              .arg(ms(range.startOf(range.end))));
    if (!spans)
        return std::unexpected(spans.error());
    while (spans->next()) {
        const qint64 first = std::max(range.binOf(slotOf(spans->value(0).toLongLong())), range.begin);
        const qint64 last = std::min(range.binOf(slotOf(spans->value(1).toLongLong())), range.end - 1);
        for (qint64 bin = first; bin <= last; ++bin)
            bins[bin - range.begin].recorded = true;
    }
    return bins;
}

void LogFile::beginReading() { m_database.transaction(); }

void LogFile::endReading() { m_database.commit(); }

} // namespace tw::models

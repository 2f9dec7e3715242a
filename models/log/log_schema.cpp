#include "models/log/log_schema.h"

#include "models/log/log_marks.h"

#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

#include <utility>

namespace tw::models::log_schema {

namespace {

using Kind = LogWords::Kind;

const QStringList &counters()
{
    static const QStringList names{QStringLiteral("error"), QStringLiteral("warning"), QStringLiteral("info"),
                                   QStringLiteral("debug"), QStringLiteral("ups"),     QStringLiteral("downs"),
                                   QStringLiteral("rekeys")};
    return names;
}

// The sums of `counters()` over a group of lines. What no known level claims is shown as info, and so counts as such.
std::expected<QString, QSqlError> sums(const QSqlDatabase &database, LogWords &words)
{
    QStringList levels;
    for (const char *name : {"error", "warning", "debug"}) {
        const auto number = words.numberOf(database, Kind::Level, name);
        if (!number)
            return std::unexpected(number.error());
        levels << QStringLiteral("sum(level = %1)").arg(*number);
    }
    QStringList all{levels.at(0), levels.at(1), QStringLiteral("count(*) - ") + levels.join(QStringLiteral(" - ")),
                    levels.at(2)};
    for (const LogMark mark : {LogMark::Up, LogMark::Down, LogMark::Rekey})
        all << QStringLiteral("sum(mark = %1)").arg(std::to_underlying(mark));
    return all.join(QStringLiteral(", "));
}

template <typename Last>
Done inTransaction(QSqlDatabase &database, const QStringList &statements, const Last &last)
{
    if (!database.transaction())
        return std::unexpected(database.lastError());
    for (const QString &statement : statements) {
        if (auto done = run(database, statement); !done) {
            database.rollback();
            return done;
        }
    }
    if (auto done = last(); !done) {
        database.rollback();
        return done;
    }
    if (database.commit())
        return {};
    const QSqlError error = database.lastError();
    database.rollback();
    return std::unexpected(error);
}

} // namespace

Done run(const QSqlDatabase &database, const QString &statement)
{
    QSqlQuery query(database);
    if (!query.exec(statement))
        return std::unexpected(query.lastError());
    return {};
}

Done prepare(const QSqlDatabase &database)
{
    const QStringList statements = {
        QStringLiteral("PRAGMA journal_mode = WAL"),
        QStringLiteral("PRAGMA synchronous = NORMAL"),
        QLatin1String(LogWords::table()),
        QStringLiteral("CREATE TABLE IF NOT EXISTS lines (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, "
                       "connection INTEGER NOT NULL, code INTEGER NOT NULL, level INTEGER NOT NULL, "
                       "phase INTEGER NOT NULL, exchange INTEGER NOT NULL, message_id INTEGER, "
                       "direction INTEGER NOT NULL, mark INTEGER NOT NULL, details TEXT NOT NULL)"),
        QStringLiteral(
            "CREATE INDEX IF NOT EXISTS lines_by_connection ON lines (connection, at, sequence, code, level, "
            "phase, exchange, message_id, direction)"),
        // Lines leave by time alone.
        QStringLiteral("CREATE INDEX IF NOT EXISTS lines_by_time ON lines (at)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS bins (connection INTEGER NOT NULL, slot INTEGER NOT NULL, "
                       "%1 INTEGER NOT NULL, PRIMARY KEY (connection, slot)) WITHOUT ROWID")
            .arg(counters().join(QStringLiteral(" INTEGER NOT NULL, "))),
        QStringLiteral("CREATE TABLE IF NOT EXISTS spans (id INTEGER PRIMARY KEY, began INTEGER NOT NULL, "
                       "ended INTEGER NOT NULL)"),
        QStringLiteral("PRAGMA user_version = %1").arg(kVersion),
    };
    for (const QString &statement : statements) {
        if (auto done = run(database, statement); !done)
            return done;
    }
    return {};
}

bool hasOldFacts(const QSqlDatabase &database)
{
    QSqlQuery query(database);
    return query.exec(QStringLiteral("SELECT 1 FROM sqlite_master WHERE name = 'facts'")) && query.next();
}

std::expected<int, QSqlError> moveOldFacts(QSqlDatabase &database, LogWords &words, int limit)
{
    QSqlQuery query(database);
    if (!query.exec(QStringLiteral("SELECT min(sequence), max(sequence), count(*) FROM "
                                   "(SELECT sequence FROM facts ORDER BY sequence DESC LIMIT %1)")
                        .arg(limit))
        || !query.next())
        return std::unexpected(query.lastError());
    const QString first = query.value(0).toString();
    const QString last = query.value(1).toString();
    const int count = query.value(2).toInt();
    query.finish();
    if (count == 0) {
        if (auto dropped = run(database, QStringLiteral("DROP TABLE facts")); !dropped)
            return std::unexpected(dropped.error());
        return 0;
    }
    const std::pair<Kind, QString> columns[] = {
        {Kind::Connection, QStringLiteral("connection")}, {Kind::Code, QStringLiteral("code")},
        {Kind::Level, QStringLiteral("level")},           {Kind::Phase, QStringLiteral("phase")},
        {Kind::Exchange, QStringLiteral("exchange")},     {Kind::Direction, QStringLiteral("direction")},
    };
    const QString range = QStringLiteral("sequence BETWEEN %1 AND %2").arg(first, last);
    QStringList statements;
    QStringList numbers;
    for (const auto &[kind, column] : columns) {
        statements << QStringLiteral(
                          "INSERT OR IGNORE INTO words (kind, word) SELECT DISTINCT %1, %2 FROM facts WHERE %3")
                          .arg(QString::number(std::to_underlying(kind)), column, range);
        numbers << QStringLiteral("(SELECT number FROM words WHERE kind = %1 AND word = facts.%2)")
                       .arg(QString::number(std::to_underlying(kind)), column);
    }
    // Format 1 knew no marks: the timeline's begin with the program that writes them.
    statements << QStringLiteral("INSERT INTO lines SELECT sequence, at, %1, message_id, %2, 0, details FROM facts "
                                 "WHERE %3")
                      .arg(numbers.first(5).join(QStringLiteral(", ")), numbers.last(), range);
    statements << QStringLiteral("DELETE FROM facts WHERE ") + range;
    if (auto moved = inTransaction(database, statements, [&] { return countLines(database, words, range, 1); }); !moved)
        return std::unexpected(moved.error());
    return count;
}

Done countLines(const QSqlDatabase &database, LogWords &words, const QString &condition, int sign)
{
    const auto sum = sums(database, words);
    if (!sum)
        return std::unexpected(sum.error());
    QStringList updates;
    for (const QString &counter : counters()) {
        updates << QStringLiteral("%1 = %1 %2 excluded.%1")
                       .arg(counter, sign > 0 ? QStringLiteral("+") : QStringLiteral("-"));
    }
    for (const char *connection : {"connection", "0"}) {
        // To take out, the row is there: it is inserted only to be in conflict.
        const QString statement =
            QStringLiteral("INSERT INTO bins SELECT %1 AS c, at / %2 AS slot, %3 FROM lines WHERE %4 GROUP BY c, slot "
                           "ON CONFLICT (connection, slot) DO UPDATE SET %5")
                .arg(QLatin1String(connection), QString::number(kBinMs), *sum, condition,
                     updates.join(QStringLiteral(", ")));
        if (auto done = run(database, statement); !done)
            return done;
        if (sign > 0)
            continue;
        if (auto done = run(database,
                            QStringLiteral("DELETE FROM bins WHERE (connection, slot) IN (SELECT DISTINCT %1, at / %2 "
                                           "FROM lines WHERE %3) AND error + warning + info + debug = 0")
                                .arg(QLatin1String(connection), QString::number(kBinMs), condition));
            !done)
            return done;
    }
    return {};
}

} // namespace tw::models::log_schema

#include "models/log/log_words.h"

#include <QSqlQuery>
#include <QVariant>

namespace tw::models {

const char *LogWords::table()
{
    return "CREATE TABLE IF NOT EXISTS words (number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, word TEXT NOT NULL, "
           "UNIQUE (kind, word))";
}

std::expected<int, QSqlError> LogWords::numberOf(const QSqlDatabase &database, Kind kind, std::string_view view)
{
    const auto &known = m_numbers[index(kind)];
    if (const auto found = known.find(view); found != known.end())
        return found->second;
    const std::string word(view);
    if (const int number = find(database, kind, word))
        return number;
    QSqlQuery query(database);
    query.prepare(QStringLiteral("INSERT INTO words (kind, word) VALUES (?, ?)"));
    query.addBindValue(static_cast<int>(kind));
    // A null text would be SQL's NULL.
    query.addBindValue(word.empty() ? QStringLiteral("") : QString::fromStdString(word));
    if (!query.exec())
        return std::unexpected(query.lastError());
    remember(kind, query.lastInsertId().toInt(), word);
    return query.lastInsertId().toInt();
}

int LogWords::find(const QSqlDatabase &database, Kind kind, const std::string &word)
{
    const auto &known = m_numbers[index(kind)];
    if (!known.contains(word))
        reload(database);
    const auto found = known.find(word);
    return found == known.end() ? 0 : found->second;
}

const std::string &LogWords::wordOf(const QSqlDatabase &database, Kind kind, int number)
{
    static const std::string none;
    const auto &known = m_words[index(kind)];
    if (!known.contains(number))
        reload(database);
    const auto found = known.find(number);
    return found == known.end() ? none : found->second;
}

void LogWords::reload(const QSqlDatabase &database)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(QStringLiteral("SELECT number, kind, word FROM words")))
        return;
    while (query.next()) {
        const int kind = query.value(1).toInt();
        if (kind >= 0 && kind < static_cast<int>(kKinds))
            remember(static_cast<Kind>(kind), query.value(0).toInt(), query.value(2).toString().toStdString());
    }
}

void LogWords::forget()
{
    m_numbers = {};
    m_words = {};
}

void LogWords::remember(Kind kind, int number, const std::string &word)
{
    m_numbers[index(kind)].insert_or_assign(word, number);
    m_words[index(kind)].insert_or_assign(number, word);
}

} // namespace tw::models

#include "models/log/log_facets_sql.h"

#include <QStringList>

namespace tw::models {

namespace {

using Kind = LogWords::Kind;

template <typename Numbers>
QString listed(const Numbers &numbers)
{
    QStringList texts;
    for (const auto number : numbers)
        texts << QString::number(number);
    return texts.join(u',');
}

// The words of the file that `admits` lets pass. A level of a newer program counts as what it is shown as.
template <typename Admits>
QString wordClause(const LogWords &words, Kind kind, QLatin1String column, const Admits &admits)
{
    std::vector<int> numbers;
    for (const auto &[word, number] : words.all(kind)) {
        if (admits(word))
            numbers.push_back(number);
    }
    if (numbers.size() == words.all(kind).size())
        return {};
    return QStringLiteral(" AND %1 IN (%2)").arg(column, listed(numbers));
}

QString messageClause(const LogChips<std::uint32_t> &chips)
{
    QString clause;
    if (!chips.included.empty())
        clause += QStringLiteral(" AND message_id IN (%1)").arg(listed(chips.included));
    if (!chips.excluded.empty())
        clause += QStringLiteral(" AND (message_id IS NULL OR message_id NOT IN (%1))").arg(listed(chips.excluded));
    return clause;
}

} // namespace

QString facetClause(const LogFacets &facets, LogWords &words, const QSqlDatabase &database)
{
    words.reload(database);
    QString clause = wordClause(words, Kind::Code, QLatin1String("code"), [&](const std::string &word) {
        const auto code = api::parseEvent(word);
        return code && facets.codes.admits(*code);
    });
    clause += wordClause(words, Kind::Level, QLatin1String("level"), [&](const std::string &word) {
        return facets.levels.admits(api::parseLevel(word).value_or(api::Level::Info));
    });
    clause += wordClause(words, Kind::Phase, QLatin1String("phase"), [&](const std::string &word) {
        return facets.phases.admits(api::parsePhase(word).value_or(api::Phase::None));
    });
    clause += wordClause(words, Kind::Exchange, QLatin1String("exchange"), [&](const std::string &word) {
        return facets.exchanges.admits(api::parseExchange(word).value_or(api::Exchange::None));
    });
    clause += wordClause(words, Kind::Direction, QLatin1String("direction"), [&](const std::string &word) {
        return facets.directions.admits(api::parseDirection(word).value_or(api::Direction::None));
    });
    return clause + messageClause(facets.messageIds);
}

} // namespace tw::models

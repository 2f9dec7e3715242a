#include "models/log/log_row.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlQuery>
#include <QVariant>

namespace tw::models {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

void appendJsonString(QString &json, const QString &value)
{
    json += u'"';
    for (const QChar c : value) {
        if (c == u'"' || c == u'\\')
            (json += u'\\') += c;
        else if (c < u' ')
            json += QStringLiteral("\\u%1").arg(static_cast<uint>(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            json += c;
    }
    json += u'"';
}

// By hand, since a QJsonArray of them costs more than all of SQLite's work on the line.
QString detailsText(const std::vector<api::Detail> &details)
{
    QString json = QStringLiteral("[");
    for (const api::Detail &detail : details) {
        if (json.size() > 1)
            json += u',';
        appendJsonString(json, text(api::detailName(detail.key)));
        json += u',';
        appendJsonString(json, QString::fromStdString(detail.value));
    }
    return json + QLatin1Char(']');
}

enum Column { Sequence, At, Connection, Code, Level, Phase, Exchange, MessageId, Direction, Mark, Details };

using Kind = LogWords::Kind;

} // namespace

std::expected<void, QSqlError> bindRow(QSqlQuery &query, const LogRecord &record, LogMark mark, LogWords &words,
                                       const QSqlDatabase &database)
{
    const api::Event &event = record.event;
    std::optional<QSqlError> error;
    const auto bindWord = [&](Column column, Kind kind, std::string_view word) {
        const auto number = words.numberOf(database, kind, word);
        if (number)
            query.bindValue(column, *number);
        else if (!error)
            error = number.error();
    };
    query.bindValue(Sequence, record.sequence);
    query.bindValue(At, qlonglong{record.at.time_since_epoch().count()});
    bindWord(Connection, Kind::Connection, event.connection.value());
    bindWord(Code, Kind::Code, api::eventName(event.code));
    bindWord(Level, Kind::Level, api::levelName(event.level));
    bindWord(Phase, Kind::Phase, api::phaseName(event.phase));
    bindWord(Exchange, Kind::Exchange, api::exchangeName(event.exchange));
    query.bindValue(MessageId, event.messageId ? QVariant(*event.messageId) : QVariant());
    bindWord(Direction, Kind::Direction, api::directionName(event.direction));
    query.bindValue(Mark, static_cast<int>(mark));
    query.bindValue(Details, detailsText(event.details));
    if (error)
        return std::unexpected(*error);
    return {};
}

std::optional<LogRecord> fromRow(const QSqlQuery &query, LogWords &words, const QSqlDatabase &database)
{
    const auto word = [&](Column column, Kind kind) -> const std::string & {
        return words.wordOf(database, kind, query.value(column).toInt());
    };
    const auto code = api::parseEvent(word(Code, Kind::Code));
    if (!code)
        return std::nullopt;
    LogRecord record;
    record.sequence = query.value(Sequence).toLongLong();
    record.at = UtcTime(std::chrono::milliseconds(query.value(At).toLongLong()));
    record.event.connection = api::ConnectionId(word(Connection, Kind::Connection));
    record.event.code = *code;
    record.event.level = api::parseLevel(word(Level, Kind::Level)).value_or(api::Level::Info);
    record.event.phase = api::parsePhase(word(Phase, Kind::Phase)).value_or(api::Phase::None);
    record.event.exchange = api::parseExchange(word(Exchange, Kind::Exchange)).value_or(api::Exchange::None);
    if (const QVariant id = query.value(MessageId); !id.isNull())
        record.event.messageId = id.toUInt();
    record.event.direction = api::parseDirection(word(Direction, Kind::Direction)).value_or(api::Direction::None);
    record.event.details = parseDetails(query.value(Details).toString());
    return record;
}

std::vector<api::Detail> parseDetails(const QString &json)
{
    const QJsonArray list = QJsonDocument::fromJson(json.toUtf8()).array();
    std::vector<api::Detail> details;
    for (qsizetype i = 0; i + 1 < list.size(); i += 2) {
        if (const auto key = api::parseDetail(list.at(i).toString().toStdString()))
            details.push_back({*key, list.at(i + 1).toString().toStdString()});
    }
    return details;
}

} // namespace tw::models

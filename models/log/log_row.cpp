#include "models/log/log_row.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlQuery>
#include <QVariant>

namespace tw::models {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

// [key, value, key, value...]: a key may stand twice, and the order tells.
QString detailsText(const std::vector<api::Detail> &details)
{
    QJsonArray list;
    for (const api::Detail &detail : details) {
        list.append(text(api::detailName(detail.key)));
        list.append(QString::fromStdString(detail.value));
    }
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
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

std::string stringAt(const QSqlQuery &query, int column) { return query.value(column).toString().toStdString(); }

enum Column { Sequence, At, Connection, Code, Level, Phase, Exchange, MessageId, Direction, Details };

} // namespace

void bindRow(QSqlQuery &query, const LogRecord &record)
{
    const api::Event &event = record.event;
    query.bindValue(Sequence, record.sequence);
    query.bindValue(At, qlonglong{record.at.time_since_epoch().count()});
    query.bindValue(Connection, QString::fromStdString(event.connection.value()));
    query.bindValue(Code, text(api::eventName(event.code)));
    query.bindValue(Level, text(api::levelName(event.level)));
    query.bindValue(Phase, text(api::phaseName(event.phase)));
    query.bindValue(Exchange, text(api::exchangeName(event.exchange)));
    query.bindValue(MessageId, event.messageId ? QVariant(*event.messageId) : QVariant());
    query.bindValue(Direction, text(api::directionName(event.direction)));
    query.bindValue(Details, detailsText(event.details));
}

std::optional<LogRecord> fromRow(const QSqlQuery &query)
{
    const auto code = api::parseEvent(stringAt(query, Code));
    if (!code)
        return std::nullopt;
    LogRecord record;
    record.sequence = query.value(Sequence).toLongLong();
    record.at = UtcTime(std::chrono::milliseconds(query.value(At).toLongLong()));
    record.event.connection = api::ConnectionId(stringAt(query, Connection));
    record.event.code = *code;
    record.event.level = api::parseLevel(stringAt(query, Level)).value_or(api::Level::Info);
    record.event.phase = api::parsePhase(stringAt(query, Phase)).value_or(api::Phase::None);
    record.event.exchange = api::parseExchange(stringAt(query, Exchange)).value_or(api::Exchange::None);
    if (const QVariant id = query.value(MessageId); !id.isNull())
        record.event.messageId = id.toUInt();
    record.event.direction = api::parseDirection(stringAt(query, Direction)).value_or(api::Direction::None);
    record.event.details = parseDetails(query.value(Details).toString());
    return record;
}

} // namespace tw::models

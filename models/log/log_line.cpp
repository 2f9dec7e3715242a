#include "models/log/log_line.h"

#include "models/log/event_text.h"

namespace tw::models {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

} // namespace

QString logLine(const LogRecord &record, const QString &name)
{
    return QStringLiteral("%1 %2 %3: %4")
        .arg(record.utc().toString(Qt::ISODateWithMs), text(api::levelName(record.event.level)),
             name.isEmpty() ? QStringLiteral("engine") : name, eventText(record.event));
}

QJsonObject logJson(const LogRecord &record, const QString &name)
{
    const api::Event &event = record.event;
    QJsonObject details;
    for (const api::Detail &detail : event.details)
        details.insert(text(api::detailName(detail.key)), text(detail.value));
    return {
        {QStringLiteral("Time"), record.utc().toString(Qt::ISODateWithMs)},
        {QStringLiteral("Sequence"), record.sequence},
        {QStringLiteral("Name"), name},
        {QStringLiteral("VpnConnectionId"), text(event.connection.value())},
        {QStringLiteral("Level"), text(api::levelName(event.level))},
        {QStringLiteral("Phase"), text(api::phaseName(event.phase))},
        {QStringLiteral("Exchange"), text(api::exchangeName(event.exchange))},
        {QStringLiteral("MessageId"), event.messageId ? QJsonValue(qint64{*event.messageId}) : QJsonValue()},
        {QStringLiteral("Direction"), text(api::directionName(event.direction))},
        {QStringLiteral("Code"), text(api::eventName(event.code))},
        {QStringLiteral("Text"), eventText(event)},
        {QStringLiteral("Details"), details},
    };
}

} // namespace tw::models

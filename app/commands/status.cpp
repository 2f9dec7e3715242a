#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "models/doctor/health_text.h"
#include "models/live/status_text.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::StatusCommand", text); }

QString stateWords(const QString &name)
{
    for (int i = 0; i <= static_cast<int>(api::ConnectionState::Deleting); ++i) {
        const auto state = static_cast<api::ConnectionState>(i);
        if (name.toStdString() == api::stateName(state))
            return models::stateText(state);
    }
    return name;
}

QString joined(const QJsonValue &list)
{
    QStringList texts;
    const QJsonArray array = list.toArray();
    for (const QJsonValue &text : array)
        texts << text.toString();
    return texts.join(QLatin1Char(' '));
}

QString endpoint(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    return QStringLiteral("%1[%2]").arg(object.value(QStringLiteral("Address")).toString(),
                                        QString::number(object.value(QStringLiteral("Port")).toInt()));
}

void printConnection(const QJsonObject &connection)
{
    const auto at = [](const QJsonObject &object, const char *key) {
        return object.value(QLatin1String(key)).toString();
    };
    QString line = at(connection, "Name") + QStringLiteral(": ") + stateWords(at(connection, "State"));
    if (const auto code = api::parseFailure(at(connection, "LastErrorCode").toStdString());
        code && *code != api::FailureCode::None)
        line += QStringLiteral(", %1 [%2]").arg(models::failureText(*code), at(connection, "LastErrorCode"));
    if (const QString since = at(connection, "Since"); !since.isEmpty())
        line += words(QT_TRANSLATE_NOOP("tw::app::StatusCommand", ", since %1")).arg(since);
    if (const QString next = at(connection, "NextAttempt"); !next.isEmpty())
        line += words(QT_TRANSLATE_NOOP("tw::app::StatusCommand", ", next attempt %1")).arg(next);
    printLine(line);
    const QJsonObject health = connection.value(QStringLiteral("HealthCheck")).toObject();
    if (const auto state = models::parseHealth(at(health, "State").toStdString());
        state && *state != models::Health::Off)
        printLine(words(QT_TRANSLATE_NOOP("tw::app::StatusCommand", "  health check: %1"))
                      .arg(models::healthText({*state, health.value(QStringLiteral("Failures")).toInt()})));

    const QJsonObject ike = connection.value(QStringLiteral("IkeSa")).toObject();
    if (!ike.isEmpty()) {
        printLine(QStringLiteral("  IKE_SA %1_i %2_r  %3[%4] ... %5[%6]  %7")
                      .arg(at(ike, "InitiatorSpi"), at(ike, "ResponderSpi"),
                           endpoint(ike.value(QStringLiteral("Local"))), at(ike, "LocalId"),
                           endpoint(ike.value(QStringLiteral("Remote"))), at(ike, "RemoteId"), at(ike, "Proposal")));
    }
    const QJsonArray children = connection.value(QStringLiteral("ChildSas")).toArray();
    for (const QJsonValue &value : children) {
        const QJsonObject child = value.toObject();
        const auto number = [&child](const char *key) {
            return QString::number(child.value(QLatin1String(key)).toInteger());
        };
        printLine(QStringLiteral("  CHILD_SA %1_i %2_o  %3 === %4  %5 %6")
                      .arg(at(child, "InboundSpi"), at(child, "OutboundSpi"),
                           joined(child.value(QStringLiteral("LocalSelectors"))),
                           joined(child.value(QStringLiteral("RemoteSelectors"))), at(child, "Encapsulation"),
                           at(child, "Proposal")));
        printLine(words(QT_TRANSLATE_NOOP("tw::app::StatusCommand",
                                          "    in: %1 bytes, %2 packets; out: %3 bytes, %4 packets; next rekey: %5"))
                      .arg(number("BytesIn"), number("PacketsIn"), number("BytesOut"), number("PacketsOut"),
                           at(child, "NextRekey").isEmpty() ? QStringLiteral("-") : at(child, "NextRekey")));
    }
}

// start, stop, renegotiate: the engine is asked, and does it in its own time.
ExitCode ask(Invocation invocation, const QString &request, const QString &description)
{
    CommandLine line(request, description);
    line.setArguments(QStringLiteral("NAME"), 1, 1);
    if (const auto code = line.parse(invocation))
        return *code;
    return finish(
        askEngine(invocation.dataDirectory,
                  {{QStringLiteral("Request"), request}, {QStringLiteral("Name"), line.arguments().first()}}));
}

} // namespace

ExitCode statusCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("status"),
        words(QT_TRANSLATE_NOOP("tw::app::StatusCommand", "Shows what stands now, as the running engine knows it.")));
    line.setArguments(QStringLiteral("[NAME]"), 0, 1);
    if (const auto code = line.parse(invocation))
        return *code;
    const Reply reply = askEngine(
        invocation.dataDirectory,
        {{QStringLiteral("Request"), QStringLiteral("status")}, {QStringLiteral("Name"), line.arguments().value(0)}});
    if (reply.code == ExitCode::Done && invocation.json) {
        printJson(reply.result);
    } else if (reply.code == ExitCode::Done) {
        const QJsonArray connections = reply.result.value(QStringLiteral("VpnConnections")).toArray();
        for (const QJsonValue &connection : connections)
            printConnection(connection.toObject());
    }
    return finish(reply);
}

ExitCode startCommand(Invocation invocation)
{
    return ask(std::move(invocation), QStringLiteral("start"),
               words(QT_TRANSLATE_NOOP("tw::app::StatusCommand",
                                       "Loads a connection into the running engine and negotiates at once.")));
}

ExitCode stopCommand(Invocation invocation)
{
    return ask(std::move(invocation), QStringLiteral("stop"),
               words(QT_TRANSLATE_NOOP("tw::app::StatusCommand",
                                       "Deletes the SAs of a connection at the peer and unloads it.")));
}

ExitCode renegotiateCommand(Invocation invocation)
{
    return ask(std::move(invocation), QStringLiteral("renegotiate"),
               words(QT_TRANSLATE_NOOP("tw::app::StatusCommand",
                                       "Deletes the SAs of a connection and negotiates both phases anew.")));
}

} // namespace tw::app

#include "app/commands/import_peer.h"

#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "app/commands/secret_file.h"
#include "models/catalog/preshared_key.h"
#include "models/transfer/catalog_json.h"
#include "models/transfer/import/peer_reading.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace tw::app {

namespace {

using models::Field;

QString words(const char *text) { return QCoreApplication::translate("tw::app::ImportCommand", text); }

void insert(QJsonObject &object, Field field, const QString &text)
{
    if (text.isEmpty())
        return;
    const models::JsonPlace place = models::jsonPlace(field);
    const QJsonValue value = models::isNumberField(field) ? QJsonValue(text.toLongLong()) : QJsonValue(text);
    if (place.group.isEmpty()) {
        object.insert(place.keys.first(), value);
        return;
    }
    QJsonObject group = object.value(place.group).toObject();
    group.insert(place.keys.first(), value);
    object.insert(place.group, group);
}

// As a document for `apply` has it, with what the text left open left out.
QJsonObject connectionJson(const models::PeerReading &reading)
{
    // The text is the device's, or an answer about the gateway itself.
    const models::PeerView view = reading.isGateways ? models::otherEnd(reading.view) : reading.view;
    models::ConnectionDraft draft;
    draft.ikeLifetime.clear();
    draft.ipsecLifetime.clear();
    models::takeOver(view, draft);
    QJsonObject object;
    QList<Field> fields = {Field::Name,       Field::LocalSubnet, Field::RemoteSubnet,
                           Field::IkeVersion, Field::IkeMode,     Field::IkeLifetime,
                           Field::LocalId,    Field::RemoteId,    Field::IpsecLifetime};
    if (reading.hasIkeSuite)
        fields << Field::IkeEncAlg << Field::IkeAuthAlg << Field::IkePfs;
    if (reading.hasEspSuite)
        fields << Field::IpsecEncAlg << Field::IpsecAuthAlg << Field::IpsecPfs;
    for (const Field field : std::as_const(fields))
        insert(object, field, models::draftText(draft, field));
    return object;
}

QJsonObject readingJson(const models::PeerReading &reading, bool withKey)
{
    const models::PeerView view = reading.isGateways ? models::otherEnd(reading.view) : reading.view;
    QJsonObject connection = connectionJson(reading);
    if (withKey && reading.key)
        insert(connection, Field::Psk, models::presharedKeyText(*reading.key));
    QJsonArray ignored;
    for (const models::IgnoredLine &line : reading.ignored)
        ignored.append(QJsonObject{{QStringLiteral("Line"), line.line}, {QStringLiteral("Words"), line.words}});
    return {{QStringLiteral("Connection"), connection}, {QStringLiteral("InternetIp"), view.remote},
            {QStringLiteral("IpAddress"), view.local},  {QStringLiteral("HasKey"), reading.key.has_value()},
            {QStringLiteral("Ignored"), ignored},       {QStringLiteral("IgnoresMore"), reading.ignoresMore}};
}

void printValues(const QJsonObject &object, const QString &prefix = {})
{
    for (auto value = object.begin(); value != object.end(); ++value) {
        if (value->isObject())
            printValues(value->toObject(), prefix + value.key() + QLatin1Char('.'));
        else if (!value->isArray())
            printLine(prefix + value.key() + QStringLiteral(": ") + value->toVariant().toString());
    }
}

void printPlan(const QJsonObject &result)
{
    const auto text = [](const QJsonValue &object, const char *key) { return object[QLatin1String(key)].toString(); };
    printLine(QStringLiteral("Side: %1 (%2)")
                  .arg(result.value(QStringLiteral("Side")).toString(),
                       result.value(QStringLiteral("SideReason")).toString()));
    const QJsonArray connections = result.value(QStringLiteral("Connections")).toArray();
    for (const QJsonValue &connection : connections) {
        QString who = text(connection, "Name");
        if (!text(connection, "Id").isEmpty()) // none yet in a dry run
            who += QStringLiteral(" (%1)").arg(text(connection, "Id"));
        const auto end = [&](const char *key) {
            const QJsonValue gateway = connection[QLatin1String(key)];
            return gateway[QStringLiteral("New")].toBool()
                ? QStringLiteral("%1 [new] %2").arg(text(gateway, "Name"), text(gateway, "Address"))
                : text(gateway, "Name");
        };
        printLine(QStringLiteral("connection %1: %2").arg(who, text(connection, "Action")));
        printLine(QStringLiteral("  %1 = %2 ... %3 = %4")
                      .arg(text(connection, "LocalSubnet"), end("VpnGateway"), end("CustomerGateway"),
                           text(connection, "RemoteSubnet")));
    }
}

} // namespace

ExitCode storePeerText(const QString &dataDirectory, const SecretBytes &content, const PeerTextOptions &options,
                       const StoreOptions &store)
{
    const Reply reply = askWriter(dataDirectory,
                                  {{QStringLiteral("Request"), QStringLiteral("import-peer")},
                                   {QStringLiteral("Text"), base64(content)},
                                   {QStringLiteral("Secrets"), base64(options.secrets)},
                                   {QStringLiteral("Format"), QLatin1String(models::peerFormatInfo(options.format).id)},
                                   {QStringLiteral("Side"), store.side},
                                   {QStringLiteral("Region"), store.region},
                                   {QStringLiteral("Existing"), store.existing},
                                   {QStringLiteral("DryRun"), store.isDryRun}},
                                  store.key);
    if (reply.code == ExitCode::Done && options.json)
        printJson(reply.result);
    else if (reply.code == ExitCode::Done)
        printPlan(reply.result);
    const ExitCode code = finish(reply);
    if (store.isDryRun || reply.code != ExitCode::Done)
        printError(words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "Nothing was stored.")));
    return code;
}

ExitCode showPeerText(const SecretBytes &content, const PeerTextOptions &options)
{
    const models::ReadResult read = models::readPeer(options.format, content.view(), options.secrets.view());
    if (!read) {
        printError(options.fileName + QStringLiteral(": ") + read.error().translated());
        return ExitCode::InvalidInput;
    }
    QJsonArray connections;
    for (const models::PeerReading &reading : *read)
        connections.append(readingJson(reading, options.withKey));
    const QLatin1String id(models::peerFormatInfo(options.format).id);
    if (options.json) {
        printJson({{QStringLiteral("Format"), id}, {QStringLiteral("Connections"), connections}});
        return ExitCode::Done;
    }
    printLine(QStringLiteral("Format: ") + id);
    for (const QJsonValue &value : std::as_const(connections)) {
        const QJsonObject reading = value.toObject();
        printValues(reading);
        for (const QJsonValue &line : reading.value(QStringLiteral("Ignored")).toArray())
            printError(words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "%1: line %2 was not understood: %3"))
                           .arg(options.fileName, QString::number(line[QStringLiteral("Line")].toInt()),
                                line[QStringLiteral("Words")].toString()));
    }
    printError(words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "Nothing was stored.")));
    return ExitCode::Done;
}

} // namespace tw::app

#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "app/requests.h"
#include "app/workspace.h"
#include "models/transfer/apply_document.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>

#include <algorithm>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::ObjectCommands", text); }

// One kind of objects as `list` knows it: its name there, its key in documents, and the columns of the plain table.
struct Listing
{
    QString kind;
    QString key;
    QStringList columns;
};

QList<Listing> listings()
{
    const auto text = [](const char *literal) { return QString::fromLatin1(literal); };
    return {
        {text("regions"), text("Regions"), {text("RegionId"), text("Name")}},
        {text("vpn-gateways"),
         text("VpnGateways"),
         {text("Name"), text("VpnGatewayId"), text("RegionId"), text("InternetIp"), text("LocalAddress"),
          text("Status"), text("StatusReason")}},
        {text("customer-gateways"),
         text("CustomerGateways"),
         {text("Name"), text("CustomerGatewayId"), text("RegionId"), text("IpAddress")}},
        {text("connections"),
         text("VpnConnections"),
         {text("Name"), text("VpnConnectionId"), text("RegionId"), text("LocalSubnet"), text("RemoteSubnet")}},
        {text("certificates"),
         text("Certificates"),
         {text("CertificateId"), text("Subject"), text("Issuer"), text("NotAfter"), text("State"),
          text("HasPrivateKey")}},
    };
}

QList<QJsonObject> objectsOf(const models::Catalog &catalog, const QString &key)
{
    QList<QJsonObject> objects;
    if (key == QLatin1String("Regions")) {
        for (const auto &region : catalog.regions())
            objects << models::toJson(region);
    } else if (key == QLatin1String("VpnGateways")) {
        for (const auto &gateway : catalog.vpnGateways())
            objects << models::toJson(gateway);
    } else if (key == QLatin1String("CustomerGateways")) {
        for (const auto &gateway : catalog.customerGateways())
            objects << models::toJson(gateway);
    } else if (key == QLatin1String("Certificates")) {
        for (const auto &certificate : catalog.certificates())
            objects << models::toJson(certificate, catalog);
    } else {
        for (const auto &connection : catalog.connections())
            objects << models::toJson(connection, catalog);
    }
    return objects;
}

QString cell(const QJsonObject &object, const QString &column)
{
    const QString text = object.value(column).toVariant().toString();
    return text.isEmpty() ? QStringLiteral("-") : text;
}

void printTable(const QStringList &columns, const QList<QJsonObject> &objects)
{
    QList<QStringList> rows = {columns};
    for (const QJsonObject &object : objects) {
        QStringList row;
        for (const QString &column : columns)
            row << cell(object, column);
        rows << row;
    }
    for (const QStringList &row : std::as_const(rows)) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            qsizetype width = 0;
            for (const QStringList &other : std::as_const(rows))
                width = std::max(width, other.at(i).size());
            line += i + 1 < row.size() ? row.at(i).leftJustified(width + 2) : row.at(i);
        }
        printLine(line);
    }
}

// "IkeConfig.IkeVersion: ikev2", a line per value.
void printValues(const QJsonObject &object, const QString &prefix = {})
{
    for (auto value = object.begin(); value != object.end(); ++value) {
        if (value->isObject())
            printValues(value->toObject(), prefix + value.key() + QLatin1Char('.'));
        else if (value->isArray())
            printLine(prefix + value.key() + QStringLiteral(": ")
                      + value->toVariant().toStringList().join(QStringLiteral("; ")));
        else
            printLine(prefix + value.key() + QStringLiteral(": ") + value->toVariant().toString());
    }
}

// What only a running engine knows. Where none answers, the objects stay as they are.
void addStatuses(QList<QJsonObject> &gateways, const QString &dataDirectory)
{
    const Reply reply = askEngine(dataDirectory, {{QStringLiteral("Request"), QStringLiteral("status")}});
    const QString idKey = QStringLiteral("VpnGatewayId");
    QHash<QString, QJsonObject> known;
    const QJsonArray told = reply.result.value(QStringLiteral("VpnGateways")).toArray();
    for (const QJsonValue &gateway : told)
        known.insert(gateway[idKey].toString(), gateway.toObject());
    for (QJsonObject &gateway : gateways) {
        const auto same = known.constFind(gateway.value(idKey).toString());
        if (same == known.cend())
            continue;
        for (const QString &key : {QStringLiteral("Status"), QStringLiteral("StatusReason")})
            gateway.insert(key, same->value(key));
    }
}

} // namespace

ExitCode listCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("list"),
                     words(QT_TRANSLATE_NOOP("tw::app::ObjectCommands", "Lists the objects of one kind.")));
    line.setArguments(QStringLiteral("regions|vpn-gateways|customer-gateways|connections|certificates"), 1, 1);
    if (const auto code = line.parse(invocation))
        return *code;
    const auto known = listings();
    const auto listing = std::ranges::find(known, line.arguments().first(), &Listing::kind);
    if (listing == known.end()) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::ObjectCommands", "list: there are no objects of the kind \"%1\"."))
                       .arg(line.arguments().first()));
        return ExitCode::Usage;
    }
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;
    QList<QJsonObject> objects = objectsOf(workspace->catalog(), listing->key);
    if (listing->key == QLatin1String("VpnGateways"))
        addStatuses(objects, invocation.dataDirectory);
    if (invocation.json) {
        QJsonArray array;
        for (const QJsonObject &object : objects)
            array.append(object);
        printJson({{listing->key, array}});
    } else {
        printTable(listing->columns, objects);
    }
    return ExitCode::Done;
}

ExitCode showCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("show"),
        words(QT_TRANSLATE_NOOP("tw::app::ObjectCommands", "Shows all values of one object but its key.")));
    line.setArguments(QStringLiteral("NAME"), 1, 1);
    if (const auto code = line.parse(invocation))
        return *code;
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;

    const QString name = line.arguments().first();
    QList<QJsonObject> found;
    QStringList ids;
    QString key;
    QStringList meant; // certificates have no names of their own
    for (const auto *certificate : models::certificatesMeant(workspace->catalog().certificates(), name))
        meant << certificate->id;
    for (const Listing &listing : listings()) {
        const QString idKey =
            listing.columns.first() == QLatin1String("Name") ? listing.columns.at(1) : listing.columns.first();
        for (const QJsonObject &object : objectsOf(workspace->catalog(), listing.key)) {
            const QString id = object.value(idKey).toString();
            if (id != name && object.value(QStringLiteral("Name")).toString() != name && !meant.contains(id))
                continue;
            found << object;
            ids << id;
            key = listing.key;
        }
    }
    if (found.size() != 1) {
        const QString sentence = found.isEmpty()
            ? words(QT_TRANSLATE_NOOP("tw::app::ObjectCommands", "%1: there is no object of this name or id."))
            : words(QT_TRANSLATE_NOOP("tw::app::ObjectCommands", "%1: several objects have this name. Give an id: %2"));
        printError(found.isEmpty() ? sentence.arg(name) : sentence.arg(name, ids.join(QStringLiteral(", "))));
        return ExitCode::InvalidInput;
    }
    if (key == QLatin1String("VpnGateways"))
        addStatuses(found, invocation.dataDirectory);
    if (invocation.json)
        printJson(found.first());
    else
        printValues(found.first());
    return ExitCode::Done;
}

ExitCode deleteCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("delete"),
        words(QT_TRANSLATE_NOOP("tw::app::ObjectCommands",
                                "Deletes one object. A gateway that connections use stays, and they are named.")));
    line.setArguments(deletableKinds().join(QLatin1Char('|')) + QStringLiteral(" NAME"), 2, 2);
    if (const auto code = line.parse(invocation))
        return *code;
    const Reply reply = askWriter(invocation.dataDirectory,
                                  {{QStringLiteral("Request"), QStringLiteral("delete")},
                                   {QStringLiteral("Kind"), line.arguments().at(0)},
                                   {QStringLiteral("Name"), line.arguments().at(1)}});
    if (reply.code == ExitCode::Done && invocation.json)
        printJson(reply.result);
    return finish(reply);
}

} // namespace tw::app

#include "models/transfer/catalog_json.h"

#include "models/transfer/apply_document.h"

#include <QJsonArray>

namespace tw::models {

namespace {

QJsonValue jsonValue(const ConnectionDraft &draft, const DraftMember &member)
{
    if (const auto *flag = std::get_if<bool ConnectionDraft::*>(&member.member))
        return draft.**flag;
    const QString text = draftText(draft, member.field);
    if (isNumberField(member.field) && !text.isEmpty())
        return text.toLongLong();
    return text;
}

void insert(QJsonObject &object, const JsonPlace &place, const QJsonValue &value)
{
    if (place.group.isEmpty()) {
        object.insert(place.keys.first(), value);
        return;
    }
    QJsonObject group = object.value(place.group).toObject();
    group.insert(place.keys.first(), value);
    object.insert(place.group, group);
}

// Stable words for scripts.
QString stateName(Expiry::State state)
{
    switch (state) {
    case Expiry::State::Valid: return QStringLiteral("valid");
    case Expiry::State::ExpiresSoon: return QStringLiteral("expires-soon");
    case Expiry::State::Expired: return QStringLiteral("expired");
    case Expiry::State::NotYetValid: return QStringLiteral("not-yet-valid");
    }
    return {};
}

QString timeText(const QDateTime &time) { return time.toUTC().toString(Qt::ISODate); }

} // namespace

JsonPlace jsonPlace(Field field)
{
    const QString path = fieldKey(field);
    const qsizetype dot = path.indexOf(u'.');
    JsonPlace place{path.left(std::max<qsizetype>(dot, 0)), {path.mid(dot + 1)}};
    // The seed's misspelling, and the capitals of the cloud's answers.
    if (field == Field::RemoteSubnet)
        place.keys.append(QStringLiteral("RemotSubnet"));
    if (place.group == QLatin1String("HealthCheckConfig"))
        place.keys.append(place.keys.first().at(0).toUpper() + place.keys.first().mid(1));
    return place;
}

bool isNumberField(Field field)
{
    switch (field) {
    case Field::IkeLifetime:
    case Field::IpsecLifetime:
    case Field::HealthCheckInterval:
    case Field::HealthCheckRetry:
    case Field::AntiReplayWindow:
    case Field::Mtu:
    case Field::Mss: return true;
    default: return false;
    }
}

QJsonObject toJson(const Region &region)
{
    QJsonObject object{{QStringLiteral("RegionId"), region.id},
                       {QStringLiteral("Name"), region.name},
                       {QStringLiteral("Own"), region.isOwn}};
    if (!region.chineseName.isEmpty())
        object.insert(QStringLiteral("ChineseName"), region.chineseName);
    return object;
}

QJsonObject toJson(const VpnGateway &gateway)
{
    return {
        {QStringLiteral("VpnGatewayId"), gateway.id},
        {QStringLiteral("RegionId"), gateway.regionId},
        {QStringLiteral("Name"), gateway.name},
        {QStringLiteral("Description"), gateway.description},
        {QStringLiteral("InternetIp"), gateway.internetIp},
        {QStringLiteral("LocalAddress"), gateway.localAddress},
        {QStringLiteral("CreateTime"), timeText(gateway.created)},
    };
}

QJsonObject toJson(const CustomerGateway &gateway)
{
    return {
        {QStringLiteral("CustomerGatewayId"), gateway.id},
        {QStringLiteral("RegionId"), gateway.regionId},
        {QStringLiteral("Name"), gateway.name},
        {QStringLiteral("Description"), gateway.description},
        {QStringLiteral("IpAddress"), gateway.ipAddress},
        {QStringLiteral("Asn"), gateway.asn},
        {QStringLiteral("CreateTime"), timeText(gateway.created)},
    };
}

QJsonObject toJson(const Connection &connection, const Catalog &catalog)
{
    ConnectionDraft draft = connection.draft;
    const VpnGateway *vpnGateway = catalog.vpnGateway(draft.vpnGatewayId);
    const CustomerGateway *customerGateway = catalog.customerGateway(draft.customerGatewayId);
    // The identities as they count, whoever reads this.
    if (draft.localId.isEmpty() && vpnGateway)
        draft.localId = vpnGateway->internetIp;
    if (draft.remoteId.isEmpty() && customerGateway)
        draft.remoteId = customerGateway->ipAddress;

    QJsonObject object{
        {QStringLiteral("VpnConnectionId"), draft.id},
        {QStringLiteral("RegionId"), draft.regionId},
        {QStringLiteral("VpnGatewayId"), draft.vpnGatewayId},
        {QStringLiteral("CustomerGatewayId"), draft.customerGatewayId},
        {QStringLiteral("CreateTime"), timeText(connection.created)},
    };
    for (const DraftMember &member : draftMembers())
        insert(object, jsonPlace(member.field), jsonValue(draft, member));
    object.insert(QStringLiteral("VpnGateway"), vpnGateway ? vpnGateway->name : draft.vpnGatewayId);
    object.insert(QStringLiteral("CustomerGateway"), customerGateway ? customerGateway->name : draft.customerGatewayId);
    return object;
}

QJsonObject toJson(const Certificate &certificate, const Catalog &catalog)
{
    const api::CertificateFacts &facts = certificate.facts;
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    QJsonArray names;
    for (const api::Identity &name : facts.names)
        names.append(text(name.toString()));
    QJsonArray users;
    for (const Connection &connection : catalog.connectionsOfCertificate(certificate.id))
        users.append(connection.draft.name);
    return {
        {QStringLiteral("CertificateId"), certificate.id},
        {QStringLiteral("Subject"), text(facts.subject)},
        {QStringLiteral("Issuer"), text(facts.issuer)},
        {QStringLiteral("SerialNumber"), text(facts.serial)},
        {QStringLiteral("Names"), names},
        {QStringLiteral("NotBefore"), timeText(toDateTime(facts.notBefore))},
        {QStringLiteral("NotAfter"), timeText(toDateTime(facts.notAfter))},
        {QStringLiteral("State"), stateName(expiryOf(facts, QDateTime::currentDateTimeUtc()).state)},
        {QStringLiteral("KeyAlgorithm"), text(facts.keyAlgorithm)},
        {QStringLiteral("IsCa"), facts.isCa},
        {QStringLiteral("HasPrivateKey"), certificate.hasKey()},
        {QStringLiteral("UsedBy"), users},
        {QStringLiteral("CreateTime"), timeText(certificate.created)},
    };
}

} // namespace tw::models

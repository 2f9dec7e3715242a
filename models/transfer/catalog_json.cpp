#include "models/transfer/catalog_json.h"

#include "models/transfer/apply_document.h"

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

} // namespace tw::models

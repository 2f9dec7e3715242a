#include "models/catalog/demo_pair.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::DemoPair", text); }

} // namespace

CatalogChange demoPair(const QString &regionId)
{
    const QString description = words(
        QT_TRANSLATE_NOOP("tw::models::DemoPair", "Demo: to rehearse and to look around; delete it when you like."));
    VpnGateway ours;
    ours.id = generateId(QStringLiteral("vpn-"));
    ours.regionId = regionId;
    ours.name = QStringLiteral("demo-hq");
    ours.description = description;
    ours.internetIp = QStringLiteral("192.0.2.10");

    CustomerGateway theirs;
    theirs.id = generateId(QStringLiteral("cgw-"));
    theirs.regionId = regionId;
    theirs.name = QStringLiteral("demo-branch");
    theirs.description = description;
    theirs.ipAddress = QStringLiteral("198.51.100.20");

    ConnectionDraft draft;
    draft.id = generateId(QStringLiteral("vco-"));
    draft.regionId = regionId;
    draft.name = QStringLiteral("demo-hq-branch");
    draft.vpnGatewayId = ours.id;
    draft.customerGatewayId = theirs.id;
    draft.localSubnet = QStringLiteral("10.10.0.0/16");
    draft.remoteSubnet = QStringLiteral("10.20.0.0/16");
    applyProfile(draft, Profile::Recommended);

    CatalogChange change;
    change.vpnGateways = {ours};
    change.customerGateways = {theirs};
    change.connections.push_back({.draft = draft, .key = {}}); // which gets a random key
    return change;
}

} // namespace tw::models

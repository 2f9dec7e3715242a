#pragma once

#include "models/catalog/connection_validator.h"

// A pair of gateways and a connection between them that breaks no rule: each test breaks the one it is about. Addresses
// are those of RFC 5737 and RFC 3849.
namespace tw::test {

inline models::VpnGateway sampleVpnGateway()
{
    models::VpnGateway gateway;
    gateway.id = QStringLiteral("vpn-aaaaaaaaaaaaaaaaaaaa");
    gateway.regionId = QStringLiteral("cn-hangzhou");
    gateway.name = QStringLiteral("hz-vpn");
    gateway.internetIp = QStringLiteral("203.0.113.10");
    return gateway;
}

inline models::CustomerGateway sampleCustomerGateway()
{
    models::CustomerGateway gateway;
    gateway.id = QStringLiteral("cgw-bbbbbbbbbbbbbbbbbbbb");
    gateway.regionId = QStringLiteral("cn-hangzhou");
    gateway.name = QStringLiteral("office");
    gateway.ipAddress = QStringLiteral("198.51.100.20");
    return gateway;
}

inline models::ConnectionDraft sampleDraft()
{
    models::ConnectionDraft draft;
    draft.regionId = QStringLiteral("cn-hangzhou");
    draft.name = QStringLiteral("hz-office");
    draft.vpnGatewayId = sampleVpnGateway().id;
    draft.customerGatewayId = sampleCustomerGateway().id;
    draft.localSubnet = QStringLiteral("192.168.0.0/16");
    draft.remoteSubnet = QStringLiteral("172.16.0.0/12");
    return draft;
}

inline models::PresharedKey sampleKey() { return models::presharedKeyFromText(QStringLiteral("n0t.A-Secret")); }

inline models::ValidationContext sampleContext()
{
    return {{sampleVpnGateway()}, {sampleCustomerGateway()}, {}, {}, {}};
}

inline models::Connection savedConnection(const QString &id, const QString &name, const QString &local,
                                          const QString &remote)
{
    models::Connection connection;
    connection.draft = sampleDraft();
    connection.draft.id = id;
    connection.draft.name = name;
    connection.draft.localSubnet = local;
    connection.draft.remoteSubnet = remote;
    connection.secretReference = QStringLiteral("sec-") + id;
    return connection;
}

} // namespace tw::test

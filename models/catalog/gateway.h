#pragma once

#include <QDateTime>
#include <QString>

// The two ends of a connection. The values are text as typed: gateway_validator says what is wrong with them.
namespace tw::models {

// This side.
struct VpnGateway
{
    QString id; // "vpn-" and 20 of [a-z0-9]; empty: not saved yet
    QString regionId;
    QString name;
    QString description;
    QString internetIp; // as peers see it; the default LocalId
    QString localAddress; // of this machine, to bind; empty: chosen by the route to the peer
    QDateTime created; // UTC

    friend bool operator==(const VpnGateway &, const VpnGateway &) = default;
};

// The other side.
struct CustomerGateway
{
    QString id; // "cgw-" and 20 of [a-z0-9]; empty: not saved yet
    QString regionId;
    QString name;
    QString description;
    QString ipAddress; // IPv4, IPv6 or a DNS name; unique in its region; the default RemoteId
    QString asn; // empty, or 1-4294967295
    QDateTime created; // UTC

    friend bool operator==(const CustomerGateway &, const CustomerGateway &) = default;
};

// `prefix` ("vpn-", "cgw-", "vco-", "sec-") and 20 of [a-z0-9] from the system's randomness.
QString generateId(const QString &prefix);

} // namespace tw::models

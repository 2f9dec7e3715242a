#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace tw::models {

// Everything that a user can enter, in the order of the forms.
enum class Field {
    Name,
    Description,
    RegionId,
    InternetIp, // VPN gateway
    LocalAddress,
    IpAddress, // customer gateway
    Asn,
    VpnGateway, // connection, from here on
    CustomerGateway,
    LocalSubnet,
    RemoteSubnet,
    EffectImmediately,
    AuthMethod,
    Psk,
    LocalCertificate,
    RemoteCa,
    IkeVersion,
    IkeMode,
    IkeEncAlg,
    IkeAuthAlg,
    IkePfs,
    IkeLifetime,
    LocalId,
    RemoteId,
    IpsecEncAlg,
    IpsecAuthAlg,
    IpsecPfs,
    IpsecLifetime,
    EnableDpd,
    EnableNatTraversal,
    HealthCheckEnable,
    HealthCheckDip,
    HealthCheckSip,
    HealthCheckInterval,
    HealthCheckRetry,
    AntiReplayWindow,
    EnableEsn,
    Mtu,
    Mss,
};

// As in documents, with the object it stands in: "IkeConfig.IkeLifetime", "HealthCheckConfig.dip", "LocalSubnet".
QString fieldKey(Field field);

// As the forms label it, in the user's language: "IKE encryption algorithm".
QString fieldLabel(Field field);

} // namespace tw::models

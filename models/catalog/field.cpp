#include "models/catalog/field.h"

#include <QCoreApplication>

#include <array>

namespace tw::models {

namespace {

struct FieldNames
{
    Field field;
    const char *key;
    const char *label;
};

constexpr std::array kFields = {
    FieldNames{Field::Name, "Name", QT_TRANSLATE_NOOP("Field", "Name")},
    FieldNames{Field::Description, "Description", QT_TRANSLATE_NOOP("Field", "Description")},
    FieldNames{Field::RegionId, "RegionId", QT_TRANSLATE_NOOP("Field", "Region")},
    FieldNames{Field::InternetIp, "InternetIp", QT_TRANSLATE_NOOP("Field", "Public IP")},
    FieldNames{Field::LocalAddress, "LocalAddress", QT_TRANSLATE_NOOP("Field", "Local address")},
    FieldNames{Field::IpAddress, "IpAddress", QT_TRANSLATE_NOOP("Field", "IP address")},
    FieldNames{Field::Asn, "Asn", QT_TRANSLATE_NOOP("Field", "AS number")},
    FieldNames{Field::VpnGateway, "VpnGateway", QT_TRANSLATE_NOOP("Field", "VPN gateway")},
    FieldNames{Field::CustomerGateway, "CustomerGateway", QT_TRANSLATE_NOOP("Field", "Customer gateway")},
    FieldNames{Field::LocalSubnet, "LocalSubnet", QT_TRANSLATE_NOOP("Field", "Local subnets")},
    FieldNames{Field::RemoteSubnet, "RemoteSubnet", QT_TRANSLATE_NOOP("Field", "Remote subnets")},
    FieldNames{Field::EffectImmediately, "EffectImmediately", QT_TRANSLATE_NOOP("Field", "Effective immediately")},
    FieldNames{Field::AuthMethod, "IkeConfig.AuthMethod", QT_TRANSLATE_NOOP("Field", "Authentication")},
    FieldNames{Field::Psk, "IkeConfig.Psk", QT_TRANSLATE_NOOP("Field", "Pre-shared key")},
    FieldNames{Field::LocalCertificate, "IkeConfig.LocalCertificate", QT_TRANSLATE_NOOP("Field", "Own certificate")},
    FieldNames{Field::RemoteCa, "IkeConfig.RemoteCa", QT_TRANSLATE_NOOP("Field", "Peer's CA certificate")},
    FieldNames{Field::IkeVersion, "IkeConfig.IkeVersion", QT_TRANSLATE_NOOP("Field", "IKE version")},
    FieldNames{Field::IkeMode, "IkeConfig.IkeMode", QT_TRANSLATE_NOOP("Field", "Negotiation mode")},
    FieldNames{Field::IkeEncAlg, "IkeConfig.IkeEncAlg", QT_TRANSLATE_NOOP("Field", "IKE encryption algorithm")},
    FieldNames{Field::IkeAuthAlg, "IkeConfig.IkeAuthAlg", QT_TRANSLATE_NOOP("Field", "IKE authentication algorithm")},
    FieldNames{Field::IkePfs, "IkeConfig.IkePfs", QT_TRANSLATE_NOOP("Field", "IKE DH group")},
    FieldNames{Field::IkeLifetime, "IkeConfig.IkeLifetime", QT_TRANSLATE_NOOP("Field", "IKE SA lifetime")},
    FieldNames{Field::LocalId, "IkeConfig.LocalId", "LocalId"},
    FieldNames{Field::RemoteId, "IkeConfig.RemoteId", "RemoteId"},
    FieldNames{Field::IpsecEncAlg, "IpsecConfig.IpsecEncAlg", QT_TRANSLATE_NOOP("Field", "IPsec encryption algorithm")},
    FieldNames{Field::IpsecAuthAlg, "IpsecConfig.IpsecAuthAlg",
               QT_TRANSLATE_NOOP("Field", "IPsec authentication algorithm")},
    FieldNames{Field::IpsecPfs, "IpsecConfig.IpsecPfs", QT_TRANSLATE_NOOP("Field", "IPsec DH group")},
    FieldNames{Field::IpsecLifetime, "IpsecConfig.IpsecLifetime", QT_TRANSLATE_NOOP("Field", "IPsec SA lifetime")},
    FieldNames{Field::EnableDpd, "EnableDpd", QT_TRANSLATE_NOOP("Field", "Dead peer detection")},
    FieldNames{Field::EnableNatTraversal, "EnableNatTraversal", QT_TRANSLATE_NOOP("Field", "NAT traversal")},
    FieldNames{Field::HealthCheckEnable, "HealthCheckConfig.enable", QT_TRANSLATE_NOOP("Field", "Health check")},
    FieldNames{Field::HealthCheckDip, "HealthCheckConfig.dip",
               QT_TRANSLATE_NOOP("Field", "Health check destination address")},
    FieldNames{Field::HealthCheckSip, "HealthCheckConfig.sip",
               QT_TRANSLATE_NOOP("Field", "Health check source address")},
    FieldNames{Field::HealthCheckInterval, "HealthCheckConfig.interval",
               QT_TRANSLATE_NOOP("Field", "Health check interval")},
    FieldNames{Field::HealthCheckRetry, "HealthCheckConfig.retry", QT_TRANSLATE_NOOP("Field", "Health check retries")},
    FieldNames{Field::AntiReplayWindow, "AntiReplayWindow", QT_TRANSLATE_NOOP("Field", "Anti-replay window")},
    FieldNames{Field::EnableEsn, "EnableEsn", QT_TRANSLATE_NOOP("Field", "Extended sequence numbers")},
    FieldNames{Field::Mtu, "Mtu", "MTU"},
    FieldNames{Field::Mss, "Mss", "MSS"},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kFields.size(); ++i) {
        if (static_cast<std::size_t>(kFields[i].field) != i)
            return false;
    }
    return kFields.size() == static_cast<std::size_t>(Field::Mss) + 1;
}
static_assert(isInOrder(), "the table is looked up by position");

const FieldNames &names(Field field) { return kFields[static_cast<std::size_t>(field)]; }

} // namespace

QString fieldKey(Field field) { return QString::fromLatin1(names(field).key); }

QString fieldLabel(Field field) { return QCoreApplication::translate("Field", names(field).label); }

} // namespace tw::models

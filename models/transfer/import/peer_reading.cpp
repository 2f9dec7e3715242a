#include "models/transfer/import/peer_reading.h"

#include "models/transfer/import/dialect_reader.h"

#include <array>

namespace tw::models {

namespace {

using ReadOne = ReadOneResult (*)(const SourceText &);

constexpr std::array<ReadOne, 16> kReaders = {
    nullptr,      nullptr,      nullptr,   nullptr, // these read several connections
    readCiscoIos, readCiscoAsa, readJunos, readFortiOs, readRouterOs, readPanOs, readHuawei, readH3c, readVyOs,
    nullptr, // OPNsense: as swanctl.conf
    readPfSense,  readWindows,
};

ReadResult readText(PeerFormat format, const SourceText &text, const SourceText &secrets)
{
    switch (format) {
    case PeerFormat::Swanctl:
    case PeerFormat::OpnSense: return readSwanctl(text);
    case PeerFormat::IpsecConf:
    case PeerFormat::Libreswan: return readIpsecConf(format, text, secrets);
    case PeerFormat::Alibaba: return readAlibaba(text);
    default: break;
    }
    auto one = kReaders[static_cast<std::size_t>(format)](text);
    if (!one)
        return std::unexpected(one.error());
    const bool isEmpty = !one->hasIkeSuite && !one->hasEspSuite && one->view.remote.isEmpty()
        && one->view.localSubnets.isEmpty() && one->view.remoteSubnets.isEmpty();
    if (isEmpty)
        return std::unexpected(ReadFault{0, {QT_TRANSLATE_NOOP("Peer", "There is no connection in it."), {}}});
    PeerReadings readings;
    readings.push_back(std::move(*one));
    return readings;
}

// What a line begins with, and which format that is; the first line that has one decides.
struct Mark
{
    const char *beginning;
    PeerFormat format;
};

constexpr std::array kMarks = {
    Mark{"{", PeerFormat::Alibaba},
    Mark{"[", PeerFormat::Alibaba},
    Mark{"connections {", PeerFormat::Swanctl},
    Mark{"connections{", PeerFormat::Swanctl},
    Mark{"secrets {", PeerFormat::Swanctl},
    Mark{"<", PeerFormat::PfSense},
    Mark{"config vpn ipsec", PeerFormat::FortiOs},
    Mark{"config setup", PeerFormat::IpsecConf},
    Mark{"conn ", PeerFormat::IpsecConf},
    Mark{"/ip ipsec", PeerFormat::RouterOs},
    Mark{"set security ", PeerFormat::Junos},
    Mark{"set network ", PeerFormat::PanOs},
    Mark{"set vpn ipsec", PeerFormat::VyOs},
    Mark{"acl number", PeerFormat::Huawei},
    Mark{"acl advanced", PeerFormat::H3c},
    Mark{"crypto ikev1 enable", PeerFormat::CiscoAsa},
    Mark{"crypto ikev2 enable", PeerFormat::CiscoAsa},
    Mark{"crypto ", PeerFormat::CiscoIos},
    Mark{"Install-RemoteAccess", PeerFormat::Windows},
    Mark{"Add-VpnS2SInterface", PeerFormat::Windows},
    Mark{"$mm", PeerFormat::Windows},
};

bool looksLikeLibreswan(const QStringList &lines)
{
    for (const QString &line : lines) {
        const QString setting = line.trimmed();
        for (const char *key : {"ikev1-policy", "ikev2=", "ikev2 =", "leftsubnets", "rightsubnets", "ipsec-lifetime",
                                "phase2alg", "salifetime", "auto=ondemand"}) {
            if (setting.startsWith(QLatin1String(key)))
                return true;
        }
    }
    return false;
}

} // namespace

QString ReadFault::translated() const
{
    if (line == 0)
        return reason.translated();
    return Remark{QT_TRANSLATE_NOOP("Peer", "Line %1: %2"), {QString::number(line), reason.translated()}}.translated();
}

ReadResult readPeer(PeerFormat format, ByteView text, ByteView secrets)
{
    const auto source = SourceText::from(text);
    if (!source)
        return std::unexpected(source.error());
    const auto secretSource = SourceText::from(secrets);
    if (!secretSource)
        return std::unexpected(secretSource.error());
    return readText(format, *source, *secretSource);
}

std::optional<PeerFormat> recognisePeerFormat(ByteView text)
{
    const auto source = SourceText::from(text);
    if (!source)
        return std::nullopt;
    for (const QString &line : source->lines()) {
        const QString trimmed = line.trimmed();
        if (trimmed.startsWith(QLatin1String("<!--")))
            return PeerFormat::PfSense;
        for (const Mark &mark : kMarks) {
            if (!trimmed.startsWith(QLatin1String(mark.beginning)))
                continue;
            if (mark.format == PeerFormat::IpsecConf && looksLikeLibreswan(source->lines()))
                return PeerFormat::Libreswan;
            return mark.format;
        }
    }
    return std::nullopt;
}

std::optional<ReadFault> textFault(ByteView text)
{
    const auto source = SourceText::from(text);
    return source ? std::nullopt : std::optional(source.error());
}

} // namespace tw::models

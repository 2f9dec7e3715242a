#include "models/transfer/peer_format.h"

#include <QtGlobal>

#include <array>

namespace tw::models {

namespace {

using Unsure = const char *const;

constexpr Unsure kFromDocuments =
    QT_TRANSLATE_NOOP("Peer", "The syntax follows published examples; it was not tried on a device.");
constexpr Unsure kFromSources =
    QT_TRANSLATE_NOOP("Peer", "The names were read in the vendor's own sources; the file was not tried on a device.");

constexpr std::array kDocuments = {kFromDocuments};
constexpr std::array kSources = {kFromSources};
constexpr std::array kLibreswan = {
    QT_TRANSLATE_NOOP("Peer", "Release 4.10 takes such files; what others want was read in their sources."),
};
constexpr std::array kIos = {
    kFromDocuments,
    QT_TRANSLATE_NOOP("Peer", "A key with a question mark is written in hexadecimal, which not every release takes."),
    QT_TRANSLATE_NOOP("Peer", "The lines for aggressive mode are not confirmed."),
};
constexpr std::array kAsa = {
    kFromDocuments,
    QT_TRANSLATE_NOOP("Peer",
                      "Releases from 9.15 on lack DES, 3DES, MD5 and the groups 2 and 24, so these are refused here."),
    QT_TRANSLATE_NOOP("Peer", "The lines for aggressive mode are not confirmed."),
};
constexpr std::array kFortiOs = {
    kFromSources,
    QT_TRANSLATE_NOOP("Peer",
                      "A question mark may open the help while lines are pasted: load the file as a script instead."),
};
constexpr std::array kPanOs = {
    kFromSources,
    QT_TRANSLATE_NOOP("Peer", "The console may stumble over comment lines: leave them out when pasting."),
};
constexpr std::array kHuawei = {
    kFromDocuments,
    QT_TRANSLATE_NOOP("Peer", "AR routers want \"pre-shared-key cipher\" in the place of \"pre-shared-key\"."),
    QT_TRANSLATE_NOOP("Peer", "The name of the AES-GCM suite is not confirmed."),
};
constexpr std::array kH3c = {
    kFromDocuments,
    QT_TRANSLATE_NOOP("Peer", "The name of the AES-GCM suite is not confirmed."),
};
constexpr std::array kVyOs = {
    kFromSources,
    QT_TRANSLATE_NOOP("Peer", "The line for the PRF that goes with AES-GCM in phase 1 is not confirmed."),
};
constexpr std::array kOpnSense = {
    kFromSources,
    QT_TRANSLATE_NOOP("Peer",
                      "Files in the override directory survive neither a restored backup nor a new installation."),
};

constexpr std::array kFormats = {
    PeerFormatInfo{PeerFormat::Swanctl,
                   "swanctl",
                   "strongSwan (swanctl.conf)",
                   ".swanctl.conf",
                   nullptr,
                   "#",
                   "https://docs.strongswan.org/docs/latest/swanctl/swanctlConf.html",
                   {}},
    PeerFormatInfo{PeerFormat::IpsecConf,
                   "ipsec-conf",
                   "strongSwan (ipsec.conf)",
                   ".ipsec.conf",
                   ".ipsec.secrets",
                   "#",
                   "https://docs.strongswan.org/docs/latest/howtos/introduction.html",
                   {}},
    PeerFormatInfo{PeerFormat::Alibaba,
                   "alibaba",
                   "Alibaba Cloud (JSON)",
                   ".json",
                   nullptr,
                   nullptr,
                   "https://help.aliyun.com/document_detail/120377.html",
                   {}},
    PeerFormatInfo{PeerFormat::Libreswan, "libreswan", "Libreswan", ".libreswan.conf", ".libreswan.secrets", "#",
                   "https://libreswan.org/man/ipsec.conf.5.html", kLibreswan},
    PeerFormatInfo{PeerFormat::CiscoIos, "cisco-ios", "Cisco IOS, IOS-XE", ".ios.txt", nullptr, "!",
                   "https://www.cisco.com/c/en/us/support/ios-nx-os-software/ios-xe-17/series.html", kIos},
    PeerFormatInfo{PeerFormat::CiscoAsa, "cisco-asa", "Cisco ASA", ".asa.txt", nullptr, "!",
                   "https://www.cisco.com/c/en/us/support/security/adaptive-security-appliance-asa-software/", kAsa},
    PeerFormatInfo{PeerFormat::Junos, "juniper-srx", "Juniper SRX", ".junos.set", nullptr, "#",
                   "https://www.juniper.net/documentation/us/en/software/junos/vpn-ipsec/", kDocuments},
    PeerFormatInfo{PeerFormat::FortiOs, "fortigate", "FortiGate", ".fortios.txt", nullptr, "#",
                   "https://docs.fortinet.com/product/fortigate", kFortiOs},
    PeerFormatInfo{PeerFormat::RouterOs, "mikrotik", "MikroTik RouterOS 7", ".rsc", nullptr, "#",
                   "https://help.mikrotik.com/docs/display/ROS/IPsec", kSources},
    PeerFormatInfo{PeerFormat::PanOs, "palo-alto", "Palo Alto PAN-OS", ".panos.set", nullptr, "#",
                   "https://docs.paloaltonetworks.com/pan-os", kPanOs},
    PeerFormatInfo{PeerFormat::Huawei, "huawei", "Huawei USG, AR", ".huawei.txt", nullptr, "#",
                   "https://support.huawei.com/enterprise/", kHuawei},
    PeerFormatInfo{PeerFormat::H3c, "h3c", "H3C Comware 7", ".h3c.txt", nullptr, "#", "https://www.h3c.com/en/Support/",
                   kH3c},
    PeerFormatInfo{PeerFormat::VyOs, "vyos", "VyOS 1.4 and later", ".vyos.txt", nullptr, "#",
                   "https://docs.vyos.io/en/latest/configuration/vpn/ipsec.html", kVyOs},
    PeerFormatInfo{PeerFormat::OpnSense, "opnsense", "OPNsense", ".opnsense.conf", nullptr, "#",
                   "https://docs.opnsense.org/manual/vpnet.html", kOpnSense},
    PeerFormatInfo{PeerFormat::PfSense, "pfsense", "pfSense", ".pfsense.xml", nullptr, nullptr,
                   "https://docs.netgate.com/pfsense/en/latest/vpn/ipsec/", kSources},
    PeerFormatInfo{PeerFormat::Windows, "windows", "Windows Server (PowerShell)", ".ps1", nullptr, "#",
                   "https://learn.microsoft.com/powershell/module/remoteaccess/add-vpns2sinterface", kSources},
};

static_assert([] {
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        if (static_cast<std::size_t>(kFormats[i].format) != i)
            return false;
    }
    return true;
}());

} // namespace

std::span<const PeerFormatInfo> peerFormats() { return kFormats; }

const PeerFormatInfo &peerFormatInfo(PeerFormat format) { return kFormats[static_cast<std::size_t>(format)]; }

std::optional<PeerFormat> peerFormatOf(const QString &id)
{
    for (const PeerFormatInfo &info : kFormats) {
        if (id == QLatin1String(info.id))
            return info.format;
    }
    return std::nullopt;
}

} // namespace tw::models

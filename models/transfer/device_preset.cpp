#include "models/transfer/device_preset.h"

#include <QCoreApplication>

#include <array>

namespace tw::models {

namespace {

// Cisco ASA: "crypto ikev1 policy" and "crypto ipsec security-association lifetime" of the command reference. The default
// policy (3DES, group 2) went with 9.15, so the exporter does not write it; AES and group 5 are in releases on either side.
// Cisco IOS: "Default IKE Policies" and "IPsec Usability Enhancements", 12.4(20)T: the first policy with a pre-shared key,
// and the default transform set.
// Juniper: "proposal-set" of the Junos and ScreenOS references; "standard" offers 3DES and AES-128, and AES is taken.
// Fortinet: "vpn ipsec phase1-interface" and "phase2-interface" of the FortiOS 4.0 MR3 CLI reference; of 3DES and AES-128,
// which it offers, AES is taken.
// H3C: "ike proposal" and "ipsec proposal" of the Comware V5 command references (also of HP's firewalls and MSR routers).
// Windows: "Configuring IPsec Settings" of Windows Server 2008 R2; 480 and 60 minutes.
constexpr std::array kPresets = {
    DevicePreset{"cisco-asa", PeerFormat::CiscoAsa, QT_TRANSLATE_NOOP("Preset", "Cisco ASA with IKEv1"),
                 QT_TRANSLATE_NOOP("Preset",
                                   "What old and new releases have alike. The old default policy (3DES, group 2) is "
                                   "not among it: 9.15 removed it."),
                 "aes", "sha1", "group5", "86400", "aes", "sha1", "disabled", "28800"},
    DevicePreset{
        "cisco-ios", PeerFormat::CiscoIos, QT_TRANSLATE_NOOP("Preset", "Cisco IOS 12.4(20)T to 15"),
        QT_TRANSLATE_NOOP("Preset", "Its first default policy for pre-shared keys, and its default transform set."),
        "aes", "sha1", "group5", "86400", "aes", "sha1", "disabled", "3600"},
    DevicePreset{"juniper", PeerFormat::Junos, QT_TRANSLATE_NOOP("Preset", "Juniper SRX and ScreenOS, set “standard”"),
                 QT_TRANSLATE_NOOP("Preset", "The AES-128 half of the predefined proposal set."), "aes", "sha1",
                 "group2", "28800", "aes", "sha1", "group2", "3600"},
    DevicePreset{"fortios", PeerFormat::FortiOs, QT_TRANSLATE_NOOP("Preset", "FortiGate with FortiOS 4"),
                 QT_TRANSLATE_NOOP("Preset", "The AES-128 half of what a new phase 1 and phase 2 propose."), "aes",
                 "sha1", "group5", "28800", "aes", "sha1", "group5", "1800"},
    DevicePreset{
        "h3c", PeerFormat::H3c, QT_TRANSLATE_NOOP("Preset", "H3C and HP with Comware 5"),
        QT_TRANSLATE_NOOP("Preset",
                          "What its IKE and IPsec proposals have where nothing is typed into them. DES, MD5 and "
                          "group 1 are broken: choose others as soon as the device can be changed."),
        "des", "sha1", "group1", "86400", "des", "md5", "disabled", "3600"},
    DevicePreset{"windows", PeerFormat::Windows, QT_TRANSLATE_NOOP("Preset", "Windows Server 2008 to 2012 R2"),
                 QT_TRANSLATE_NOOP("Preset", "The IPsec defaults of its firewall, for a tunnel rule."), "aes", "sha1",
                 "group2", "28800", "aes", "sha1", "disabled", "3600"},
};

QString word(const char *text) { return QString::fromLatin1(text); }

QString phaseText(const char *phase, const char *encryption, const char *authentication, const char *group,
                  const char *lifetime)
{
    return QCoreApplication::translate("Preset", phase)
        .arg(choiceText(word(encryption)), choiceText(word(authentication)),
             word(group) == QLatin1String("disabled") ? QCoreApplication::translate("Preset", "no PFS")
                                                      : choiceText(word(group)),
             word(lifetime));
}

} // namespace

std::span<const DevicePreset> devicePresets() { return kPresets; }

void applyPreset(ConnectionDraft &draft, const DevicePreset &preset)
{
    draft.ikeVersion = QStringLiteral("ikev1");
    draft.ikeMode = QStringLiteral("main");
    draft.ikeEncAlg = word(preset.ikeEncAlg);
    draft.ikeAuthAlg = word(preset.ikeAuthAlg);
    draft.ikePfs = word(preset.ikePfs);
    draft.ikeLifetime = word(preset.ikeLifetime);
    draft.ipsecEncAlg = word(preset.ipsecEncAlg);
    draft.ipsecAuthAlg = word(preset.ipsecAuthAlg);
    draft.ipsecPfs = word(preset.ipsecPfs);
    draft.ipsecLifetime = word(preset.ipsecLifetime);
}

QString presetTitle(const DevicePreset &preset) { return QCoreApplication::translate("Preset", preset.title); }

QString presetText(const DevicePreset &preset)
{
    return QStringList{
        QCoreApplication::translate("Preset", preset.origin),
        phaseText(QT_TRANSLATE_NOOP("Preset", "IKEv1, main mode: %1, %2, %3, %4 s"), preset.ikeEncAlg,
                  preset.ikeAuthAlg, preset.ikePfs, preset.ikeLifetime),
        phaseText(QT_TRANSLATE_NOOP("Preset", "IPsec: %1, %2, %3, %4 s"), preset.ipsecEncAlg, preset.ipsecAuthAlg,
                  preset.ipsecPfs, preset.ipsecLifetime),
    }
        .join(u'\n');
}

} // namespace tw::models

#include "models/catalog/issue_text.h"

#include "models/catalog/connection_draft.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

// In each text %1 is the field's label, %2 that of the crossing field, %3 and on are the issue's args.
struct ReasonText
{
    Reason reason;
    const char *name;
    const char *text;
};

constexpr std::array kReasons = {
    ReasonText{Reason::NameMissing, "NameMissing",
               QT_TRANSLATE_NOOP("Issue", "“%1” is empty. Enter 2 to 128 characters.")},
    ReasonText{Reason::NameLength, "NameLength", QT_TRANSLATE_NOOP("Issue", "“%1” must have 2 to 128 characters.")},
    ReasonText{Reason::NameStart, "NameStart",
               QT_TRANSLATE_NOOP("Issue", "“%1” must begin with an English letter or a Chinese character.")},
    ReasonText{Reason::NameCharacter, "NameCharacter",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” may hold English letters, Chinese characters, digits, “-” and “_”. "
                                 "Take out “%3”.")},
    ReasonText{Reason::NameIsUrl, "NameIsUrl",
               QT_TRANSLATE_NOOP("Issue", "“%1” may not begin with http:// or https://.")},
    ReasonText{Reason::NameTaken, "NameTaken",
               QT_TRANSLATE_NOOP("Issue", "The name “%3” is in use already. Choose another one.")},
    ReasonText{Reason::DescriptionLength, "DescriptionLength",
               QT_TRANSLATE_NOOP("Issue", "“%1” must be empty, or have 2 to 256 characters.")},
    ReasonText{Reason::RegionMissing, "RegionMissing", QT_TRANSLATE_NOOP("Issue", "No region is given. Choose one.")},
    ReasonText{Reason::RegionUnknown, "RegionUnknown",
               QT_TRANSLATE_NOOP("Issue", "There is no region “%3”. Choose one of the list, or add it first.")},
    ReasonText{Reason::RegionIdBad, "RegionIdBad",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%3” cannot be the id of a region. Use 1 to 64 English letters, digits and "
                                 "“-”, beginning with a letter.")},
    ReasonText{Reason::RegionFixed, "RegionFixed",
               QT_TRANSLATE_NOOP("Issue",
                                 "A saved gateway stays in its region. Create another one in the other "
                                 "region.")},
    ReasonText{Reason::AddressMissing, "AddressMissing",
               QT_TRANSLATE_NOOP("Issue", "“%1” is empty. Enter an address.")},
    ReasonText{Reason::AddressBad, "AddressBad",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: “%3” is not an IP address. Write it like 203.0.113.10 or "
                                 "2001:db8::10.")},
    ReasonText{Reason::AddressUnusable, "AddressUnusable",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: %3 is not the address of one machine. Enter the address that the "
                                 "gateway itself has.")},
    ReasonText{Reason::PeerAddressBad, "PeerAddressBad",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: “%3” is neither an IP address nor a DNS name. Write it like "
                                 "203.0.113.10, 2001:db8::10 or vpn.example.com.")},
    ReasonText{Reason::PeerAddressForbidden, "PeerAddressForbidden",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: %3 lies in %4, and addresses of that range cannot be a customer "
                                 "gateway. Enter the gateway's public address.")},
    ReasonText{Reason::PeerAddressTaken, "PeerAddressTaken",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: the customer gateway “%4” of this region has the address %3 already. "
                                 "Use that gateway, or enter another address.")},
    ReasonText{Reason::AsnBad, "AsnBad",
               QT_TRANSLATE_NOOP("Issue", "“%1” must be empty, or a whole number from 1 to 4294967295; “%3” is not.")},
    ReasonText{Reason::AddressFamiliesDiffer, "AddressFamiliesDiffer",
               QT_TRANSLATE_NOOP("Issue",
                                 "The VPN gateway's local address %3 and the customer gateway's address %4 "
                                 "are of different IP versions, so no packet can go between them. Choose "
                                 "gateways of the same version.")},
    ReasonText{Reason::GatewayMissing, "GatewayMissing",
               QT_TRANSLATE_NOOP("Issue", "“%1” is not chosen. Choose one, or create it first.")},
    ReasonText{Reason::GatewayUnknown, "GatewayUnknown",
               QT_TRANSLATE_NOOP("Issue", "“%1”: there is no “%3”. Choose one of the list, or create it first.")},
    ReasonText{Reason::GatewayOfOtherRegion, "GatewayOfOtherRegion",
               QT_TRANSLATE_NOOP("Issue", "“%1”: “%3” belongs to another region. Choose one of this region.")},
    ReasonText{Reason::GatewayFixed, "GatewayFixed",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” of a saved connection stays as it is. Create another connection for "
                                 "other gateways.")},
    ReasonText{Reason::SubnetMissing, "SubnetMissing",
               QT_TRANSLATE_NOOP("Issue", "“%1” is empty. Enter at least one, like 192.168.1.0/24.")},
    ReasonText{Reason::SubnetBad, "SubnetBad",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: “%3” is not a subnet. Write it like 192.168.1.0/24 or "
                                 "2001:db8:1::/48.")},
    ReasonText{Reason::SubnetHostBits, "SubnetHostBits",
               QT_TRANSLATE_NOOP("Issue", "“%1”: %3 is an address within a subnet. Its network is %4.")},
    ReasonText{Reason::SubnetTooMany, "SubnetTooMany",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” holds %3 subnets, and at most %4 are possible. Join some of them, or "
                                 "use a second connection.")},
    ReasonText{Reason::SubnetOverlap, "SubnetOverlap",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: %3 and %4 overlap. Every address may appear once in the local and "
                                 "remote subnets together.")},
    ReasonText{Reason::SubnetFamiliesDiffer, "SubnetFamiliesDiffer",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” and “%2” must hold the same IP versions: %3 has no counterpart on the "
                                 "other side. Add one there, or take it out.")},
    ReasonText{Reason::SubnetsNeedIkeV2, "SubnetsNeedIkeV2",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” holds several subnets, and IKEv1 carries one a side. Set “%2” to IKEv2, "
                                 "or keep one subnet.")},
    ReasonText{Reason::SelectorsTaken, "SelectorsTaken",
               QT_TRANSLATE_NOOP("Issue",
                                 "The connection “%5” carries traffic between %3 and %4 already. A pair of "
                                 "subnets can belong to one connection only.")},
    ReasonText{Reason::SelectorsOverlap, "SelectorsOverlap",
               QT_TRANSLATE_NOOP("Issue",
                                 "Traffic between %3 and %4 partly belongs to the connection “%5” too. The "
                                 "narrower subnets win.")},
    ReasonText{Reason::SubnetHoldsPeer, "SubnetHoldsPeer",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: %3 contains %4, the address of the customer gateway itself. Other "
                                 "traffic to that address will go through the tunnel; the tunnel's own "
                                 "packets will not.")},
    ReasonText{Reason::SubnetHoldsDefaultRoute, "SubnetHoldsDefaultRoute",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: %3 contains this machine's default route. While the connection is "
                                 "loaded, everything that has no better route goes through the tunnel, and "
                                 "is lost when the tunnel is down.")},
    ReasonText{Reason::SubnetHoldsOwnAddress, "SubnetHoldsOwnAddress",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: %3 contains %4, an address of this machine. Neighbours of that "
                                 "address may become unreachable while the connection is loaded.")},
    ReasonText{Reason::PskMissing, "PskMissing",
               QT_TRANSLATE_NOOP("Issue", "“%1” is empty. Enter 1 to 100 characters, or generate a key.")},
    ReasonText{Reason::PskLength, "PskLength", QT_TRANSLATE_NOOP("Issue", "“%1” must have 1 to 100 characters.")},
    ReasonText{Reason::PskBlank, "PskBlank",
               QT_TRANSLATE_NOOP("Issue", "“%1” may not hold blanks. Character %3 is one.")},
    ReasonText{Reason::PskCharacter, "PskCharacter",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” may hold English letters, digits and "
                                 "~!`@#$%^&*()_-+={}[]|;:',.<>/? only. Change character %3.")},
    ReasonText{Reason::PskPrefix, "PskPrefix",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” begins with %3. Some devices read that as the mark of an encoded key; "
                                 "this program takes it as it stands.")},
    ReasonText{
        Reason::CertificateNeedsIkeV2, "CertificateNeedsIkeV2",
        QT_TRANSLATE_NOOP("Issue", "“%1”: certificates need IKEv2. Set “%2” to IKEv2, or use a pre-shared key.")},
    ReasonText{Reason::CertificateMissing, "CertificateMissing",
               QT_TRANSLATE_NOOP("Issue", "“%1” is not chosen. Choose a certificate, or import one first.")},
    ReasonText{
        Reason::CertificateUnknown, "CertificateUnknown",
        QT_TRANSLATE_NOOP("Issue", "“%1”: there is no certificate “%3”. Choose another one, or import it first.")},
    ReasonText{Reason::CertificateUnclear, "CertificateUnclear",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: several certificates are called “%3”. Name the one that is meant by its "
                                 "fingerprint.")},
    ReasonText{Reason::CertificateHasNoKey, "CertificateHasNoKey",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: the private key of “%3” was not imported, so nothing can be signed with it. "
                                 "Import the key, or choose another certificate.")},
    ReasonText{Reason::CertificateKeyUnsupported, "CertificateKeyUnsupported",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: “%3” has a key that IKE cannot use here. Use a certificate with an RSA key, or "
                                 "an ECDSA key on P-256, P-384 or P-521.")},
    ReasonText{Reason::CertificateExpired, "CertificateExpired",
               QT_TRANSLATE_NOOP("Issue", "“%1”: “%3” expired on %4, and will be refused. Import its successor.")},
    ReasonText{Reason::CertificateNotYetValid, "CertificateNotYetValid",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: “%3” becomes valid on %4, and will be refused until then. Check this "
                                 "machine's clock, or wait.")},
    ReasonText{Reason::IdNotInCertificate, "IdNotInCertificate",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: “%3” does not stand in the certificate “%4” (“%2”), so it would not be "
                                 "believed. The certificate is for: %5.")},
    ReasonText{Reason::ChoiceUnknown, "ChoiceUnknown",
               QT_TRANSLATE_NOOP("Issue", "“%1”: there is no choice “%3”. Use one of: %4.")},
    ReasonText{Reason::GroupNeeded, "GroupNeeded",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” cannot be disabled: phase 1 always exchanges keys. Choose a group; "
                                 "only “%2” can be disabled.")},
    ReasonText{Reason::AeadTakesNoAuth, "AeadTakesNoAuth",
               QT_TRANSLATE_NOOP("Issue", "“%1” must be none: the algorithm chosen in “%2” authenticates by itself.")},
    ReasonText{Reason::AuthNeeded, "AuthNeeded",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” may be none only with an algorithm that authenticates by itself. Choose "
                                 "one, or a GCM or ChaCha20 algorithm in “%2”.")},
    ReasonText{Reason::PrfNeeded, "PrfNeeded",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” cannot be none: with the algorithm chosen in “%2” it still names the "
                                 "hash that keys are derived with (PRF). Choose one.")},
    ReasonText{Reason::AeadNeedsIkeV2, "AeadNeedsIkeV2",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: GCM and ChaCha20 algorithms protect IKE messages in IKEv2 only. Set "
                                 "“%2” to IKEv2, or choose another algorithm.")},
    ReasonText{
        Reason::ChoiceNeedsIkeV2, "ChoiceNeedsIkeV2",
        QT_TRANSLATE_NOOP("Issue", "“%1”: IKEv1 has no number for %3. Set “%2” to IKEv2, or choose another one.")},
    ReasonText{Reason::NumberBad, "NumberBad",
               QT_TRANSLATE_NOOP("Issue", "“%1” must be a whole number from %4 to %5; “%3” is not.")},
    ReasonText{Reason::NumberOutOfRange, "NumberOutOfRange",
               QT_TRANSLATE_NOOP("Issue", "“%1” must be from %4 to %5; %3 is not.")},
    ReasonText{Reason::MtuTooSmallForIpv6, "MtuTooSmallForIpv6",
               QT_TRANSLATE_NOOP("Issue", "“%1”: IPv6 subnets need at least 1280; %3 is less.")},
    ReasonText{Reason::EsnNeedsWindow, "EsnNeedsWindow",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: half of each number is not sent, and the receiver works it out from "
                                 "“%2”, which is 0. Set a window such as 64, or switch this off.")},
    ReasonText{Reason::MssTooLarge, "MssTooLarge",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: segments of %3 octets do not fit packets of %4 octets (“%2”). Use %5 "
                                 "or less.")},
    ReasonText{Reason::IdLength, "IdLength", QT_TRANSLATE_NOOP("Issue", "“%1” may have up to %3 characters.")},
    ReasonText{Reason::IdBlank, "IdBlank", QT_TRANSLATE_NOOP("Issue", "“%1” may not hold blanks. Take them out.")},
    ReasonText{Reason::IdCharacter, "IdCharacter",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: “%3” is not an identity. Write an IP address, a name like "
                                 "vpn.example.com or user@vpn.example.com in ASCII characters, a distinguished "
                                 "name like “C=CN, O=Example, CN=vpn”, or a key id like @#0a1b2c or @[key].")},
    ReasonText{Reason::IdLooksLikeAddress, "IdLooksLikeAddress",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: “%3” looks like an IP address but is none. Correct it, or write "
                                 "“@” before it if it really is a name.")},
    ReasonText{Reason::IdMustBeAddress, "IdMustBeAddress",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: IKEv1 in main mode with a pre-shared key knows a peer by its address, "
                                 "and “%3” is a name. Use IKEv2, or aggressive mode (“%2”), or an address.")},
    ReasonText{Reason::SharedIkeDiffers, "SharedIkeDiffers",
               QT_TRANSLATE_NOOP("Issue",
                                 "The connection “%3” joins the same gateways with the same IKE version, so "
                                 "both share one IKE SA and must have the same IKE settings. They differ "
                                 "in: %4. Change both together, or use the same values.")},
    ReasonText{Reason::SharedPskDiffers, "SharedPskDiffers",
               QT_TRANSLATE_NOOP("Issue",
                                 "The connection “%3” joins the same gateways with the same IKE version, so "
                                 "both share one IKE SA and must have the same pre-shared key. Change both "
                                 "together, or use the same key.")},
    ReasonText{Reason::HealthAddressMissing, "HealthAddressMissing",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1” is empty, and the health check needs it. Enter an address of “%2”, or "
                                 "switch the health check off.")},
    ReasonText{Reason::HealthAddressBad, "HealthAddressBad",
               QT_TRANSLATE_NOOP("Issue", "“%1”: “%3” is not an IP address. Write one of “%2”.")},
    ReasonText{Reason::HealthAddressOutside, "HealthAddressOutside",
               QT_TRANSLATE_NOOP("Issue",
                                 "“%1”: %3 lies outside “%2” (%4), so a ping from there would not go through "
                                 "the tunnel. Enter an address of those subnets.")},
    ReasonText{Reason::WeakDes, "WeakDes",
               QT_TRANSLATE_NOOP("Issue",
                                 "%3 is weak: its 56-bit keys are found by trying them all. Use it only where "
                                 "the other device has nothing else.")},
    ReasonText{Reason::WeakTripleDes, "WeakTripleDes",
               QT_TRANSLATE_NOOP("Issue",
                                 "%3 is weak, and slow: its 64-bit blocks give plain text away when much goes "
                                 "through one key.")},
    ReasonText{Reason::WeakMd5, "WeakMd5",
               QT_TRANSLATE_NOOP("Issue", "%3 is weak: it is broken as a hash, and IKEv2 advises against it.")},
    ReasonText{Reason::WeakSha1, "WeakSha1",
               QT_TRANSLATE_NOOP("Issue",
                                 "%3 is dated: it is broken as a hash. As it is used here no attack is known, "
                                 "yet many policies forbid it.")},
    ReasonText{Reason::WeakGroupBroken, "WeakGroupBroken",
               QT_TRANSLATE_NOOP("Issue",
                                 "%3 is weak: exchanges of this size have been broken in public. Who records the "
                                 "traffic can read it.")},
    ReasonText{Reason::WeakGroupShort, "WeakGroupShort",
               QT_TRANSLATE_NOOP("Issue",
                                 "%3 is weak: fewer than 2048 bits are within reach of a well-funded attacker "
                                 "who records the traffic.")},
    ReasonText{Reason::WeakGroupSubgroup, "WeakGroupSubgroup",
               QT_TRANSLATE_NOOP("Issue",
                                 "%3 is weak: nobody knows how its numbers were chosen, and its small subgroup "
                                 "invites attacks. RFC 8247 advises against it.")},
    ReasonText{Reason::WeakAggressiveMode, "WeakAggressiveMode",
               QT_TRANSLATE_NOOP("Issue",
                                 "Aggressive mode with a pre-shared key shows a hash of the key to everyone who "
                                 "asks, so that it can be guessed at leisure. Use a long random “%2”, or IKEv2.")},
    ReasonText{Reason::WeakCertificateKey, "WeakCertificateKey",
               QT_TRANSLATE_NOOP("Issue",
                                 "The key of “%3” is weak (%4): fewer than 2048 bits are within reach of a "
                                 "well-funded attacker. Have a certificate made with a longer key, or with ECDSA.")},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kReasons.size(); ++i) {
        if (static_cast<std::size_t>(kReasons[i].reason) != i)
            return false;
    }
    return kReasons.size() == static_cast<std::size_t>(Reason::WeakCertificateKey) + 1;
}
static_assert(isInOrder(), "the table is looked up by position");

const ReasonText &entry(Reason reason) { return kReasons[static_cast<std::size_t>(reason)]; }

// QString::arg() would number the markers anew where one is missing, and look for markers in what it put in.
QString fill(const QString &text, const QStringList &values)
{
    QString filled;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int number = text[i] == u'%' && i + 1 < text.size() ? text[i + 1].digitValue() : -1;
        if (number < 1) {
            filled += text[i];
            continue;
        }
        filled += values.value(number - 1);
        ++i;
    }
    return filled;
}

} // namespace

bool hasErrors(const ValidationIssues &issues)
{
    return std::ranges::any_of(issues, [](const auto &issue) { return issue.severity == Severity::Error; });
}

QString issueText(const ValidationIssue &issue)
{
    const QString crossing = issue.crossing ? fieldLabel(*issue.crossing) : QString();
    const QString text = QCoreApplication::translate("Issue", entry(issue.reason).text);
    QString sentence = fill(text, QStringList{fieldLabel(issue.field), crossing} + issue.args);
    // It may begin with a value, "group 2", which has no capital inside Chinese.
    if (text.startsWith(u'%') && text == QString::fromUtf8(entry(issue.reason).text))
        sentence[0] = sentence.at(0).toUpper();
    return sentence;
}

QString mendText(const Mend &mend)
{
    switch (mend.field) {
    case Field::IkeVersion: return QCoreApplication::translate("Issue", "Switch to %1").arg(choiceText(mend.value));
    case Field::IkeMode: return QCoreApplication::translate("Issue", "Switch to %1").arg(choiceText(mend.value));
    case Field::LocalCertificate:
    case Field::RemoteCa: // offered only where another connection has it; a fingerprint says nothing to anybody
        return QCoreApplication::translate("Issue", "Use the same “%1”").arg(fieldLabel(mend.field));
    default: return QCoreApplication::translate("Issue", "Use %1").arg(choiceText(mend.value));
    }
}

QString reasonName(Reason reason) { return QString::fromLatin1(entry(reason).name); }

} // namespace tw::models

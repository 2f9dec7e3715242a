#include "models/catalog/issue_text.h"
#include "tests/support/draft_samples.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace tw;
using namespace tw::models;

namespace {

// What a row does to the sample before it is checked.
struct Input
{
    ConnectionDraft draft = test::sampleDraft();
    ValidationContext context = test::sampleContext();
    QString key = QStringLiteral("n0t.A-Secret");
};
using Break = std::function<void(Input &)>;

ValidationIssues issuesOf(const Break &change)
{
    Input input;
    change(input);
    return check(input.draft, presharedKeyFromText(input.key), input.context);
}

Break set(Field field, const char *value)
{
    return [field, value](Input &input) { setDraftText(input.draft, field, QString::fromUtf8(value)); };
}

Break both(const Break &a, const Break &b)
{
    return [a, b](Input &input) {
        a(input);
        b(input);
    };
}

Break key(const char *value)
{
    return [value](Input &input) { input.key = QString::fromUtf8(value); };
}

Break other(const char *local, const char *remote, const std::function<void(ConnectionDraft &)> &change = {})
{
    return [=](Input &input) {
        Connection saved = test::savedConnection(QStringLiteral("vco-other"), QStringLiteral("the-other"),
                                                 QString::fromLatin1(local), QString::fromLatin1(remote));
        if (change)
            change(saved.draft);
        input.context.connections.append(saved);
    };
}

// Another connection that claims none of our traffic, only the IKE SA.
Break sibling(const std::function<void(ConnectionDraft &)> &change = {})
{
    return other("10.8.0.0/24", "10.9.0.0/24", change);
}

QString text(const char *literal) { return QString::fromUtf8(literal); }

} // namespace

Q_DECLARE_METATYPE(Break)

// Every rule of a connection: what breaks it, where the issue stands, what it says, and which mend it offers.
class TestValidator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sampleBreaksNoRule()
    {
        QCOMPARE(issuesOf([](Input &) { }).size(), 0);
    }
    void rule_data();
    void rule();
    void accepted_data();
    void accepted();
    void mendRemovesTheIssue_data() { rule_data(); }
    void mendRemovesTheIssue();
    void everyReasonHasASentence();
    void issuesComeInTheOrderOfTheForm();
    void sentenceNeverHoldsTheKey();
    void sentenceTakesTextAsItIs();
    void unknownVpnGatewayIsNoFaultOfTheOther();
};

void TestValidator::rule_data()
{
    QTest::addColumn<Break>("change");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("mend");
    QTest::addColumn<bool>("isWarning");
    const auto row = [](const char *name, const Break &change, Reason reason, Field field, const char *says,
                        const char *mend = "", bool isWarning = false) {
        QTest::newRow(name) << change << reasonName(reason) << field << text(says) << text(mend) << isWarning;
    };
    const auto id = [](Field field, const char *value) { return set(field, value); };

    row("no name", set(Field::Name, ""), Reason::NameMissing, Field::Name, "“Name” is empty");
    row("one character", set(Field::Name, "a"), Reason::NameLength, Field::Name, "2 to 128 characters");
    row(
        "129 characters", [](Input &in) { in.draft.name = QString(129, u'a'); }, Reason::NameLength, Field::Name,
        "2 to 128 characters");
    row("begins with a digit", set(Field::Name, "1ab"), Reason::NameStart, Field::Name,
        "begin with an English letter or a Chinese character");
    row("begins with a Greek letter", set(Field::Name, "αβ"), Reason::NameStart, Field::Name, "must begin with");
    row("blank within", set(Field::Name, "a b"), Reason::NameCharacter, Field::Name, "Take out “ ”");
    row("full stop within", set(Field::Name, "a.b"), Reason::NameCharacter, Field::Name, "Take out “.”");
    row("web address", set(Field::Name, "HTTPS://ab"), Reason::NameIsUrl, Field::Name, "http:// or https://");
    row("name of another connection", both(sibling(), set(Field::Name, "the-other")), Reason::NameTaken, Field::Name,
        "“the-other” is in use");
    row("description of one character", set(Field::Description, "x"), Reason::DescriptionLength, Field::Description,
        "empty, or have 2 to 256 characters");
    row(
        "description of 257", [](Input &in) { in.draft.description = QString(257, u'x'); }, Reason::DescriptionLength,
        Field::Description, "2 to 256");

    row("no VPN gateway", set(Field::VpnGateway, ""), Reason::GatewayMissing, Field::VpnGateway,
        "“VPN gateway” is not chosen");
    row("no customer gateway", set(Field::CustomerGateway, ""), Reason::GatewayMissing, Field::CustomerGateway,
        "“Customer gateway” is not chosen");
    row("unknown customer gateway", set(Field::CustomerGateway, "cgw-nowhere"), Reason::GatewayUnknown,
        Field::CustomerGateway, "“Customer gateway”: there is no “cgw-nowhere”");
    row("unknown VPN gateway", set(Field::VpnGateway, "vpn-nowhere"), Reason::GatewayUnknown, Field::VpnGateway,
        "there is no “vpn-nowhere”");
    row(
        "gateway of another region", [](Input &in) { in.context.customerGateways[0].regionId = text("cn-beijing"); },
        Reason::GatewayOfOtherRegion, Field::CustomerGateway, "“office” belongs to another region");
    row(
        "gateway changed later",
        [](Input &in) {
            in.draft.id = text("vco-own");
            Connection past = test::savedConnection(text("vco-own"), text("hz-office"), text("192.168.0.0/16"),
                                                    text("172.16.0.0/12"));
            past.draft.customerGatewayId = text("cgw-before");
            in.context.connections.append(past);
        },
        Reason::GatewayFixed, Field::CustomerGateway, "stays as it is");
    row(
        "IPv6 bound, IPv4 peer", [](Input &in) { in.context.vpnGateways[0].localAddress = text("2001:db8::1"); },
        Reason::AddressFamiliesDiffer, Field::CustomerGateway,
        "2001:db8::1 and the customer gateway's address "
        "198.51.100.20");

    row("no local subnet", set(Field::LocalSubnet, " , "), Reason::SubnetMissing, Field::LocalSubnet,
        "“Local subnets” is empty");
    row("no remote subnet", set(Field::RemoteSubnet, ""), Reason::SubnetMissing, Field::RemoteSubnet,
        "“Remote subnets” is empty");
    row("no length", set(Field::LocalSubnet, "192.168.0.0"), Reason::SubnetBad, Field::LocalSubnet,
        "“192.168.0.0” is not a subnet");
    row("length beyond 32", set(Field::LocalSubnet, "192.168.0.0/33"), Reason::SubnetBad, Field::LocalSubnet,
        "“192.168.0.0/33” is not a subnet");
    row("host bits", set(Field::LocalSubnet, "10.0.0.1/24"), Reason::SubnetHostBits, Field::LocalSubnet,
        "Its network is 10.0.0.0/24", "10.0.0.0/24");
    row("host bits in the second", set(Field::LocalSubnet, "10.1.0.0/24,10.0.0.1/24"), Reason::SubnetHostBits,
        Field::LocalSubnet, "10.0.0.1/24 is an address within a subnet", "10.1.0.0/24,10.0.0.0/24");
    row("host bits of IPv6",
        both(set(Field::LocalSubnet, "2001:db8:1::1/48"), set(Field::RemoteSubnet, "2001:db8:2::/48")),
        Reason::SubnetHostBits, Field::LocalSubnet, "2001:db8:1::/48", "2001:db8:1::/48");
    row(
        "eleven subnets",
        [](Input &in) {
            QStringList list;
            for (int i = 0; i < 11; ++i)
                list.append(text("10.%1.0.0/16").arg(i));
            in.draft.localSubnet = list.join(u',');
        },
        Reason::SubnetTooMany, Field::LocalSubnet, "holds 11 subnets, and at most 10");
    row("overlap within a side", set(Field::RemoteSubnet, "10.0.0.0/8,10.1.0.0/16"), Reason::SubnetOverlap,
        Field::RemoteSubnet, "10.0.0.0/8 and 10.1.0.0/16 overlap");
    row("the same twice", set(Field::LocalSubnet, "10.1.0.0/16,10.1.0.0/16"), Reason::SubnetOverlap, Field::LocalSubnet,
        "overlap");
    row("overlap between the sides", set(Field::RemoteSubnet, "192.168.7.0/24"), Reason::SubnetOverlap,
        Field::RemoteSubnet, "192.168.0.0/16 and 192.168.7.0/24 overlap");
    row("IPv6 on one side only", set(Field::RemoteSubnet, "172.16.0.0/12,2001:db8::/32"), Reason::SubnetFamiliesDiffer,
        Field::RemoteSubnet, "2001:db8::/32 has no counterpart");
    row("two local subnets in IKEv1",
        both(set(Field::IkeVersion, "ikev1"), set(Field::LocalSubnet, "10.1.0.0/16,10.2.0.0/16")),
        Reason::SubnetsNeedIkeV2, Field::LocalSubnet, "Set “IKE version” to IKEv2", "ikev2");
    row("two remote subnets in IKEv1",
        both(set(Field::IkeVersion, "ikev1"), set(Field::RemoteSubnet, "10.1.0.0/16,10.2.0.0/16")),
        Reason::SubnetsNeedIkeV2, Field::RemoteSubnet, "IKEv1 carries one a side", "ikev2");
    row("selectors of another connection", other("192.168.0.0/16", "172.16.0.0/12"), Reason::SelectorsTaken,
        Field::RemoteSubnet, "The connection “the-other” carries traffic between 192.168.0.0/16 and 172.16.0.0/12");
    row("wider selectors of another connection", other("192.168.0.0/16", "172.16.0.0/16"), Reason::SelectorsOverlap,
        Field::RemoteSubnet, "partly belongs to the connection “the-other”", "", true);
    row("the peer within the remote subnet", set(Field::RemoteSubnet, "198.51.100.0/24"), Reason::SubnetHoldsPeer,
        Field::RemoteSubnet, "198.51.100.0/24 contains 198.51.100.20, the address of the customer gateway", "", true);
    row("everything", set(Field::RemoteSubnet, "0.0.0.0/0"), Reason::SubnetHoldsDefaultRoute, Field::RemoteSubnet,
        "0.0.0.0/0 contains this machine's default route", "", true);
    row(
        "the default route's next hop",
        [](Input &in) { in.context.machine.defaultGateways = QStringList{text("172.16.0.1")}; },
        Reason::SubnetHoldsDefaultRoute, Field::RemoteSubnet, "default route", "", true);
    row(
        "an address of this machine", [](Input &in) { in.context.machine.addresses = QStringList{text("172.16.3.4")}; },
        Reason::SubnetHoldsOwnAddress, Field::RemoteSubnet,
        "172.16.0.0/12 contains 172.16.3.4, an address of this "
        "machine",
        "", true);

    row("no key", key(""), Reason::PskMissing, Field::Psk, "“Pre-shared key” is empty");
    row(
        "key of 101", [](Input &in) { in.key = QString(101, u'k'); }, Reason::PskLength, Field::Psk,
        "1 to 100 characters");
    row("blank in the key", key("ab c"), Reason::PskBlank, Field::Psk, "Character 3 is one");
    row("blank at the key's end", key("abc "), Reason::PskBlank, Field::Psk, "Character 4 is one");
    row("quote in the key", key("ab\"c"), Reason::PskCharacter, Field::Psk, "Change character 3");
    row("backslash in the key", key("\\ab"), Reason::PskCharacter, Field::Psk, "Change character 1");
    row("Chinese in the key", key("a密钥"), Reason::PskCharacter, Field::Psk, "Change character 2");
    row("0x before the key", key("0xabcd"), Reason::PskPrefix, Field::Psk, "begins with 0x", "", true);
    row("0s before the key", key("0sabcd"), Reason::PskPrefix, Field::Psk, "begins with 0s", "", true);

    row("unknown version", set(Field::IkeVersion, "ikev3"), Reason::ChoiceUnknown, Field::IkeVersion,
        "there is no choice “ikev3”. Use one of: ikev1, ikev2");
    row("unknown mode", set(Field::IkeMode, "quick"), Reason::ChoiceUnknown, Field::IkeMode, "main, aggressive");
    row("unknown IKE cipher", set(Field::IkeEncAlg, "blowfish"), Reason::ChoiceUnknown, Field::IkeEncAlg,
        "aes, aes192, aes256, des, 3des");
    row("unknown IKE hash", set(Field::IkeAuthAlg, "sha3"), Reason::ChoiceUnknown, Field::IkeAuthAlg, "sha1, md5");
    row("unknown IKE group", set(Field::IkePfs, "group3"), Reason::ChoiceUnknown, Field::IkePfs, "group1, group2");
    row("no IKE group", set(Field::IkePfs, "disabled"), Reason::GroupNeeded, Field::IkePfs,
        "only “IPsec DH group” can be disabled", "group14");
    row("unknown IPsec cipher", set(Field::IpsecEncAlg, "rc4"), Reason::ChoiceUnknown, Field::IpsecEncAlg, "“rc4”");
    row("unknown IPsec hash", set(Field::IpsecAuthAlg, "crc"), Reason::ChoiceUnknown, Field::IpsecAuthAlg, "“crc”");
    row("unknown IPsec group", set(Field::IpsecPfs, "group99"), Reason::ChoiceUnknown, Field::IpsecPfs,
        "disabled, group1");
    row("unknown NAT traversal", set(Field::EnableNatTraversal, "maybe"), Reason::ChoiceUnknown,
        Field::EnableNatTraversal, "automatic, forced, off");
    row("AEAD with a hash", set(Field::IpsecEncAlg, "aes256gcm16"), Reason::AeadTakesNoAuth, Field::IpsecAuthAlg,
        "must be none: the algorithm chosen in “IPsec encryption algorithm”", "none");
    row("ChaCha20 with a hash", set(Field::IpsecEncAlg, "chacha20poly1305"), Reason::AeadTakesNoAuth,
        Field::IpsecAuthAlg, "must be none", "none");
    row("IPsec without a hash", set(Field::IpsecAuthAlg, "none"), Reason::AuthNeeded, Field::IpsecAuthAlg,
        "authenticates by itself", "sha256");
    row("IKE without a hash", set(Field::IkeAuthAlg, "none"), Reason::AuthNeeded, Field::IkeAuthAlg,
        "“IKE authentication algorithm”", "sha256");
    row("AEAD for IKE without a PRF", both(set(Field::IkeEncAlg, "aes256gcm16"), set(Field::IkeAuthAlg, "none")),
        Reason::PrfNeeded, Field::IkeAuthAlg, "keys are derived with (PRF)", "sha256");
    row("AEAD for IKEv1", both(set(Field::IkeVersion, "ikev1"), set(Field::IkeEncAlg, "aes256gcm16")),
        Reason::AeadNeedsIkeV2, Field::IkeEncAlg, "IKEv2 only", "ikev2");
    row("Curve25519 for IKEv1", both(set(Field::IkeVersion, "ikev1"), set(Field::IkePfs, "group31")),
        Reason::ChoiceNeedsIkeV2, Field::IkePfs, "IKEv1 has no number for group 31 (Curve25519)", "ikev2");
    row("Curve25519 for a child of IKEv1", both(set(Field::IkeVersion, "ikev1"), set(Field::IpsecPfs, "group31")),
        Reason::ChoiceNeedsIkeV2, Field::IpsecPfs, "IKEv1 has no number for", "ikev2");
    row("ChaCha20 for a child of IKEv1",
        both(set(Field::IkeVersion, "ikev1"),
             both(set(Field::IpsecEncAlg, "chacha20poly1305"), set(Field::IpsecAuthAlg, "none"))),
        Reason::ChoiceNeedsIkeV2, Field::IpsecEncAlg, "IKEv1 has no number for ChaCha20-Poly1305", "ikev2");

    for (const Field field : {Field::IkeLifetime, Field::IpsecLifetime}) {
        const std::string name = fieldKey(field).toStdString();
        row((name + " 0").c_str(), set(field, "0"), Reason::NumberOutOfRange, field, "from 1 to 86400; 0 is not", "1");
        row((name + " 86401").c_str(), set(field, "86401"), Reason::NumberOutOfRange, field, "from 1 to 86400",
            "86400");
        row((name + " of words").c_str(), set(field, "a day"), Reason::NumberBad, field,
            "a whole number from 1 to 86400; “a day” is not");
        row((name + " negative").c_str(), set(field, "-5"), Reason::NumberBad, field, "“-5” is not");
        row((name + " beyond 64 bits").c_str(), set(field, "99999999999999999999"), Reason::NumberOutOfRange, field,
            "from 1 to 86400", "86400");
    }
    row("window of 4097", set(Field::AntiReplayWindow, "4097"), Reason::NumberOutOfRange, Field::AntiReplayWindow,
        "from 0 to 4096", "4096");
    row("window of words", set(Field::AntiReplayWindow, "large"), Reason::NumberBad, Field::AntiReplayWindow,
        "“Anti-replay window” must be a whole number from 0 to 4096; “large” is not");
    row("MTU of words", set(Field::Mtu, "large"), Reason::NumberBad, Field::Mtu,
        "“MTU” must be a whole number from 576 to 9000; “large” is not");
    row("MTU of 9001", set(Field::Mtu, "9001"), Reason::NumberOutOfRange, Field::Mtu, "from 576 to 9000", "9000");
    row("MSS of words", set(Field::Mss, "small"), Reason::NumberBad, Field::Mss,
        "“MSS” must be a whole number from 536 to 8960; “small” is not");
    row("ESN without a window", both(set(Field::EnableEsn, "true"), set(Field::AntiReplayWindow, "0")),
        Reason::EsnNeedsWindow, Field::EnableEsn, "works it out from “Anti-replay window”, which is 0", "1024");
    row("MTU of 500", set(Field::Mtu, "500"), Reason::NumberOutOfRange, Field::Mtu, "from 576 to 9000", "576");
    row("MTU of 1200 for IPv6",
        both(set(Field::Mtu, "1200"),
             both(set(Field::LocalSubnet, "2001:db8:1::/48"), set(Field::RemoteSubnet, "2001:db8:2::/48"))),
        Reason::MtuTooSmallForIpv6, Field::Mtu, "IPv6 subnets need at least 1280", "1280");
    row("MSS of 100", set(Field::Mss, "100"), Reason::NumberOutOfRange, Field::Mss, "from 536 to 8960", "536");
    row("MSS beyond the MTU", both(set(Field::Mtu, "1400"), set(Field::Mss, "1361")), Reason::MssTooLarge, Field::Mss,
        "Use 1360 or less", "1360");

    row(
        "id of 101", [](Input &in) { in.draft.localId = QString(101, u'a'); }, Reason::IdLength, Field::LocalId,
        "up to 100 characters");
    row(
        "peer's id of 101", [](Input &in) { in.draft.remoteId = QString(101, u'a'); }, Reason::IdLength,
        Field::RemoteId, "“RemoteId” may have up to 100 characters");
    row("blank in an id", id(Field::RemoteId, "vpn example"), Reason::IdBlank, Field::RemoteId,
        "“RemoteId” may not hold blanks");
    row("Chinese in an id", id(Field::LocalId, "杭州"), Reason::IdCharacter, Field::LocalId, "in ASCII characters");
    row("nothing but @", id(Field::LocalId, "@"), Reason::IdCharacter, Field::LocalId, "“@” is not an identity");
    row("half a key id", id(Field::LocalId, "@#abc"), Reason::IdCharacter, Field::LocalId, "a key id like @#0a1b2c");
    row("a distinguished name of an unknown type", id(Field::RemoteId, "C=CN, XN=vpn"), Reason::IdCharacter,
        Field::RemoteId, "a distinguished name like “C=CN, O=Example, CN=vpn”");
    row(
        "a distinguished name of 256", [](Input &in) { in.draft.localId = text("CN=") + QString(253, u'a'); },
        Reason::IdLength, Field::LocalId, "up to 255 characters");
    row("nearly an address", id(Field::RemoteId, "10.0.0.256"), Reason::IdLooksLikeAddress, Field::RemoteId,
        "looks like an IP address but is none");
    row("nearly an IPv6 address", id(Field::RemoteId, "2001:db8:::1"), Reason::IdLooksLikeAddress, Field::RemoteId,
        "looks like an IP address");
    row("name as LocalId in main mode", both(set(Field::IkeVersion, "ikev1"), id(Field::LocalId, "hz.example.com")),
        Reason::IdMustBeAddress, Field::LocalId, "“hz.example.com” is a name. Use IKEv2, or aggressive mode", "ikev2");
    row("distinguished name in main mode", both(set(Field::IkeVersion, "ikev1"), id(Field::LocalId, "C=CN, CN=vpn")),
        Reason::IdMustBeAddress, Field::LocalId, "“C=CN, CN=vpn” is a name", "ikev2");
    row("user as RemoteId in main mode", both(set(Field::IkeVersion, "ikev1"), id(Field::RemoteId, "me@example.com")),
        Reason::IdMustBeAddress, Field::RemoteId, "knows a peer by its address", "ikev2");
    row(
        "peer with a DNS name in main mode",
        [](Input &in) {
            in.draft.ikeVersion = text("ikev1");
            in.context.customerGateways[0].ipAddress = text("vpn.example.com");
        },
        Reason::IdMustBeAddress, Field::RemoteId, "“vpn.example.com” is a name", "ikev2");

    row("another group on a shared IKE SA", sibling([](ConnectionDraft &d) { d.ikePfs = text("group14"); }),
        Reason::SharedIkeDiffers, Field::IkePfs, "They differ in: IKE DH group", "group14");
    row("another lifetime on a shared IKE SA", sibling([](ConnectionDraft &d) { d.ikeLifetime = text("3600"); }),
        Reason::SharedIkeDiffers, Field::IkeLifetime, "The connection “the-other” joins the same gateways", "3600");
    row("another id on a shared IKE SA", sibling([](ConnectionDraft &d) { d.localId = text("hz.example.com"); }),
        Reason::SharedIkeDiffers, Field::LocalId, "LocalId", "hz.example.com");
    row("another key on a shared IKE SA",
        both(sibling(),
             [](Input &in) { in.context.hasKey = [](const Connection &, const PresharedKey &) { return false; }; }),
        Reason::SharedPskDiffers, Field::Psk, "“the-other” joins the same gateways");

    const Break health = [](Input &in) {
        in.draft.healthCheck = true;
        in.draft.healthCheckDip = text("172.16.0.5");
        in.draft.healthCheckSip = text("192.168.0.5");
    };
    row("health check without destination", both(health, set(Field::HealthCheckDip, "")), Reason::HealthAddressMissing,
        Field::HealthCheckDip, "Enter an address of “Remote subnets”");
    row("health check without source", both(health, set(Field::HealthCheckSip, "")), Reason::HealthAddressMissing,
        Field::HealthCheckSip, "Enter an address of “Local subnets”");
    row("health check from outside", both(health, set(Field::HealthCheckSip, "8.8.8.8")), Reason::HealthAddressOutside,
        Field::HealthCheckSip, "8.8.8.8 lies outside “Local subnets” (192.168.0.0/16)");
    row("health check every now and then", both(health, set(Field::HealthCheckInterval, "often")), Reason::NumberBad,
        Field::HealthCheckInterval, "a whole number from 1 to 3600; “often” is not");
    row("health check with many tries", both(health, set(Field::HealthCheckRetry, "101")), Reason::NumberOutOfRange,
        Field::HealthCheckRetry, "from 1 to 100", "100");
    row("health check with a name", both(health, set(Field::HealthCheckSip, "here")), Reason::HealthAddressBad,
        Field::HealthCheckSip, "“here” is not an IP address");
    row("health check outside", both(health, set(Field::HealthCheckDip, "8.8.8.8")), Reason::HealthAddressOutside,
        Field::HealthCheckDip, "8.8.8.8 lies outside “Remote subnets” (172.16.0.0/12)");
    row("health check every 0 s", both(health, set(Field::HealthCheckInterval, "0")), Reason::NumberOutOfRange,
        Field::HealthCheckInterval, "from 1 to 3600", "1");
    row("health check with 0 tries", both(health, set(Field::HealthCheckRetry, "0")), Reason::NumberOutOfRange,
        Field::HealthCheckRetry, "from 1 to 100", "1");
}

void TestValidator::rule()
{
    QFETCH(Break, change);
    QFETCH(QString, reason);
    QFETCH(Field, field);
    QFETCH(QString, says);
    QFETCH(QString, mend);
    QFETCH(bool, isWarning);

    const ValidationIssues issues = issuesOf(change);
    const auto found = std::ranges::find_if(issues, [&](const ValidationIssue &issue) {
        return reasonName(issue.reason) == reason && issue.field == field;
    });
    QVERIFY2(found != issues.end(), "the rule was not noticed");
    const QString sentence = issueText(*found);
    QVERIFY2(sentence.contains(says), qPrintable(sentence));
    QVERIFY2(!sentence.contains(QRegularExpression(text("%[0-9]"))), qPrintable(sentence));
    QCOMPARE(found->severity == Severity::Warning, isWarning);
    QCOMPARE(found->mends.isEmpty() ? QString() : found->mends.first().value, mend);

    Input input;
    change(input);
    QCOMPARE(validate(input.draft, presharedKeyFromText(input.key), input.context).has_value(), isWarning);
}

void TestValidator::mendRemovesTheIssue()
{
    QFETCH(Break, change);
    QFETCH(QString, reason);
    QFETCH(Field, field);
    const auto isTheIssue = [&](const ValidationIssue &issue) {
        return reasonName(issue.reason) == reason && issue.field == field;
    };
    const ValidationIssues issues = issuesOf(change);
    const auto found = std::ranges::find_if(issues, isTheIssue);
    QVERIFY(found != issues.end());
    for (const Mend &mend : found->mends) {
        const ValidationIssues left = issuesOf([&](Input &input) {
            change(input);
            setDraftText(input.draft, mend.field, mend.value);
        });
        QVERIFY2(std::ranges::none_of(left, isTheIssue), qPrintable(mendText(mend)));
    }
}

void TestValidator::accepted_data()
{
    QTest::addColumn<Break>("change");
    const auto row = [](const char *name, const Break &change) { QTest::newRow(name) << change; };
    row("Chinese name", set(Field::Name, "杭州-办公室_2"));
    row("name beyond the basic plane", set(Field::Name, "𠀀𠀁"));
    row("128 characters", [](Input &in) { in.draft.name = QString(128, u'a'); });
    row("blanks around", set(Field::Name, "  hz-office "));
    row("description of two", set(Field::Description, "ab"));
    row("ten subnets a side", [](Input &in) {
        QStringList local;
        QStringList remote;
        for (int i = 0; i < 10; ++i) {
            local.append(text("10.%1.0.0/16").arg(i));
            remote.append(text("172.16.%1.0/24").arg(i));
        }
        in.draft.localSubnet = local.join(u'\n');
        in.draft.remoteSubnet = remote.join(text("，"));
    });
    row("both IP versions",
        both(set(Field::LocalSubnet, "10.1.0.0/16 2001:db8:1::/48"),
             set(Field::RemoteSubnet, "10.2.0.0/16;2001:db8:2::/48")));
    row("key of every symbol", key("aZ09~!`@#$%^&*()_-+={}[]|;:',.<>/?"));
    row("key of one", key("k"));
    row("key of 100", [](Input &in) { in.key = QString(100, u'k'); });
    row("IKEv1 with one subnet a side", set(Field::IkeVersion, "ikev1"));
    row("a name in aggressive mode",
        both(both(set(Field::IkeVersion, "ikev1"), set(Field::IkeMode, "aggressive")),
             set(Field::LocalId, "hz.example.com")));
    row("a name in IKEv2", set(Field::RemoteId, "me@example.com"));
    row("a distinguished name", set(Field::RemoteId, "C=CN, O=Example Ltd, CN=vpn"));
    row("a Chinese distinguished name", set(Field::RemoteId, "C=CN, O=示例, CN=vpn"));
    row("key ids", both(set(Field::LocalId, "@#0a1b2c"), set(Field::RemoteId, "@[branch-7]")));
    row("an address taken as a name", set(Field::RemoteId, "@10.0.0.256"));
    row("AEAD for IPsec", both(set(Field::IpsecEncAlg, "aes256gcm16"), set(Field::IpsecAuthAlg, "none")));
    row("AEAD for IKE", both(set(Field::IkeEncAlg, "chacha20poly1305"), set(Field::IkeAuthAlg, "sha384")));
    row("no PFS", set(Field::IpsecPfs, "disabled"));
    row("one second", both(set(Field::IkeLifetime, "1"), set(Field::IpsecLifetime, "1")));
    row("ESN", set(Field::EnableEsn, "true"));
    row("no replay check", set(Field::AntiReplayWindow, "0"));
    row("MTU and MSS", both(set(Field::Mtu, "1400"), set(Field::Mss, "1360")));
    row("an equal sibling", sibling());
    row("an equal sibling with its id written out",
        sibling([](ConnectionDraft &d) { d.localId = text("203.0.113.10"); }));
    row("a sibling of the other version", sibling([](ConnectionDraft &d) {
            d.ikeVersion = text("ikev1");
            d.ikePfs = text("group14");
        }));
    row("a sibling whose mode says nothing", sibling([](ConnectionDraft &d) { d.ikeMode = text("aggressive"); }));
    row("health check switched off with junk", set(Field::HealthCheckDip, "junk"));
    for (const char *group : {"group1", "group2", "group5", "group14", "group15", "group16", "group17", "group18",
                              "group19", "group20", "group21", "group22", "group23", "group24", "group31"})
        row(group, both(set(Field::IkePfs, group), set(Field::IpsecPfs, group)));
    for (const char *cipher : {"aes", "aes192", "aes256", "des", "3des"})
        row(cipher, both(set(Field::IkeEncAlg, cipher), set(Field::IpsecEncAlg, cipher)));
    for (const char *hash : {"sha1", "md5", "sha256", "sha384", "sha512"})
        row(hash, both(set(Field::IkeAuthAlg, hash), set(Field::IpsecAuthAlg, hash)));
}

void TestValidator::accepted()
{
    QFETCH(Break, change);
    const ValidationIssues issues = issuesOf(change);
    QVERIFY2(issues.isEmpty(), issues.isEmpty() ? "" : qPrintable(issueText(issues.first())));
}

void TestValidator::everyReasonHasASentence()
{
    for (int i = 0; i <= static_cast<int>(Reason::WeakAggressiveMode); ++i) {
        const ValidationIssue issue{Field::Name, static_cast<Reason>(i), {}, Field::Mtu, {}, {}};
        QVERIFY(!reasonName(issue.reason).isEmpty());
        const QString sentence = issueText(issue);
        QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
        QVERIFY2(!sentence.contains(u'!') || issue.reason == Reason::PskCharacter, qPrintable(sentence));
    }
}

void TestValidator::issuesComeInTheOrderOfTheForm()
{
    const ValidationIssues issues = issuesOf([](Input &in) {
        in.draft.ipsecLifetime = text("0");
        in.draft.ikeVersion = text("?");
        in.draft.name.clear();
        in.draft.localSubnet.clear();
    });
    QList<Field> fields;
    for (const ValidationIssue &issue : issues)
        fields.append(issue.field);
    QCOMPARE(fields, (QList<Field>{Field::Name, Field::LocalSubnet, Field::IkeVersion, Field::IpsecLifetime}));
}

void TestValidator::sentenceNeverHoldsTheKey()
{
    for (const char *bad : {"hush hush", "hush\"hush", "0xhush"}) {
        for (const ValidationIssue &issue : issuesOf(key(bad)))
            QVERIFY(!issueText(issue).contains(text("hush")));
    }
}

void TestValidator::sentenceTakesTextAsItIs()
{
    const ValidationIssues issues = issuesOf(set(Field::IkeEncAlg, "%1%4"));
    QCOMPARE(issues.size(), 1);
    QVERIFY(issueText(issues.first()).contains(text("“%1%4”. Use one of: aes,")));
}

// Without a region of its own (a document) the connection takes the VPN gateway's.
void TestValidator::unknownVpnGatewayIsNoFaultOfTheOther()
{
    const ValidationIssues issues = issuesOf([](Input &in) {
        in.draft.regionId.clear();
        in.draft.vpnGatewayId = text("vpn-nowhere");
    });
    QCOMPARE(issues.size(), 1);
    QCOMPARE(reasonName(issues.first().reason), text("GatewayUnknown"));
}

QTEST_GUILESS_MAIN(TestValidator)
#include "test_validator.moc"

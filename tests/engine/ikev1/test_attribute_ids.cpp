#include "engine/ikev1/attribute_ids.h"
#include "tests/support/enumerators.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::ikev1;
using api::DhGroup;
using api::Encryption;
using api::Integrity;
using api::Prf;

namespace {

using Attributes = std::vector<wire::DataAttribute>;

wire::DataAttribute basic(std::uint16_t type, std::uint16_t value) { return {type, value}; }
wire::DataAttribute variable(std::uint16_t type, std::string_view hex) { return {type, fromHex(hex)}; }

// AES-256, SHA, group 2, pre-shared key, a day: numbers of RFC 2409, appendix A, and RFC 3602.
Attributes ikeAttributes()
{
    return {basic(1, 7), basic(14, 256), basic(2, 2), basic(3, 1), basic(4, 2), basic(11, 1), variable(12, "00015180")};
}

// HMAC-SHA, a tunnel, 3600 seconds: numbers of RFC 2407, 4.5.
Attributes espAttributes() { return {basic(5, 2), basic(4, 1), basic(1, 1), basic(2, 3600)}; }

IkeTransform ike(Attributes attributes) { return readIkeTransform({1, 1, std::move(attributes)}); }

// ESP_3DES by default.
EspTransform esp(Attributes attributes, std::uint8_t id = 3)
{
    return readEspTransform({1, id, std::move(attributes)});
}

Attributes with(Attributes attributes, wire::DataAttribute more)
{
    attributes.push_back(std::move(more));
    return attributes;
}

Attributes without(Attributes attributes, std::uint16_t type)
{
    std::erase_if(attributes, [type](const auto &one) { return one.type == type; });
    return attributes;
}

} // namespace

class TestAttributeIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPhase1();
    void numbersOfPhase1_data();
    void numbersOfPhase1();
    void orderDoesNotMatter();
    void whatIsNotUnderstoodIsNotChosen_data();
    void whatIsNotUnderstoodIsNotChosen();
    void otherMethodsAreReported();
    void readsEsp();
    void numbersOfEsp_data();
    void numbersOfEsp();
    void encapsulations_data();
    void encapsulations();
    void espWithoutIntegrityIsNotChosen();
    void extendedSequenceNumbersAreNotUnderstood();
    void everythingThatCanBeSaidIsReadAgain();
    void whatCannotBeSaid();
    void lifetimes_data();
    void lifetimes();
    void lifetimesAreWrittenAsShortAsTheyAre();
    void wordsForTheLog();
};

void TestAttributeIds::readsPhase1()
{
    const IkeTransform read = ike(ikeAttributes());
    QVERIFY(read.isUnderstood);
    QCOMPARE(read.encryption, std::optional(Encryption::Aes256Cbc));
    QCOMPARE(read.hash, std::optional(Prf::HmacSha1));
    QCOMPARE(read.group, std::optional(DhGroup::Modp1024));
    QCOMPARE(read.method, std::optional(AuthMethod::PreSharedKey));
    QCOMPARE(read.lifetimes.seconds, std::optional<std::uint64_t>(86400));
    QCOMPARE(read.lifetimes.kilobytes, std::nullopt);
    const api::IkeProposal suite{Encryption::Aes256Cbc, Integrity::HmacSha1_96, Prf::HmacSha1, DhGroup::Modp1024};
    QCOMPARE(read.suite(), std::optional(suite));
}

// IANA "Internet Key Exchange (IKE) Attributes".
void TestAttributeIds::numbersOfPhase1_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("value");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, int type, int value, const char *expected) {
        QTest::newRow(name) << type << value << QString::fromLatin1(expected);
    };
    row("DES", 1, 1, "DES_CBC");
    row("IDEA", 1, 2, "");
    row("Blowfish", 1, 3, "");
    row("3DES", 1, 5, "3DES_CBC");
    row("Camellia", 1, 8, "");
    row("MD5", 2, 1, "PRF_HMAC_MD5");
    row("SHA", 2, 2, "PRF_HMAC_SHA1");
    row("Tiger", 2, 3, "");
    row("SHA2-256", 2, 4, "PRF_HMAC_SHA2_256");
    row("SHA2-384", 2, 5, "PRF_HMAC_SHA2_384");
    row("SHA2-512", 2, 6, "PRF_HMAC_SHA2_512");
    row("768-bit MODP", 4, 1, "MODP_768");
    row("1024-bit MODP", 4, 2, "MODP_1024");
    row("EC2N of 155 bits", 4, 3, "");
    row("1536-bit MODP", 4, 5, "MODP_1536");
    row("2048-bit MODP", 4, 14, "MODP_2048");
    row("3072-bit MODP", 4, 15, "MODP_3072");
    row("4096-bit MODP", 4, 16, "MODP_4096");
    row("6144-bit MODP", 4, 17, "MODP_6144");
    row("8192-bit MODP", 4, 18, "MODP_8192");
    row("256-bit ECP", 4, 19, "ECP_256");
    row("384-bit ECP", 4, 20, "ECP_384");
    row("521-bit ECP", 4, 21, "ECP_521");
    row("1024-bit MODP with a 160-bit subgroup", 4, 22, "MODP_1024_160");
    row("2048-bit MODP with a 224-bit subgroup", 4, 23, "MODP_2048_224");
    row("2048-bit MODP with a 256-bit subgroup", 4, 24, "MODP_2048_256");
    row("192-bit ECP", 4, 25, "");
    row("group 31, which only IKEv2 has", 4, 31, "");
    row("no group", 4, 0, "");
}

void TestAttributeIds::numbersOfPhase1()
{
    QFETCH(int, type);
    QFETCH(int, value);
    QFETCH(QString, expected);
    const auto number = static_cast<std::uint16_t>(type);
    Attributes attributes = without(ikeAttributes(), number);
    if (number == 1)
        attributes = without(attributes, 14); // no key length but for AES
    const IkeTransform read = ike(with(attributes, basic(number, static_cast<std::uint16_t>(value))));
    std::string name;
    if (number == 1 && read.encryption)
        name = api::logName(*read.encryption);
    if (number == 2 && read.hash)
        name = api::logName(*read.hash);
    if (number == 4 && read.group)
        name = api::logName(*read.group);
    QCOMPARE(QString::fromStdString(name), expected);
    QCOMPARE(read.suite().has_value(), !expected.isEmpty());
    QVERIFY(read.isUnderstood); // the attribute is known, its value is not one of ours
}

void TestAttributeIds::orderDoesNotMatter()
{
    // The pair of life type and duration stays together, the rest goes into every order.
    Attributes attributes = without(without(ikeAttributes(), 11), 12);
    std::ranges::sort(attributes, {}, &wire::DataAttribute::type);
    int orders = 0;
    do {
        Attributes ordered = attributes;
        ordered.insert(ordered.begin() + orders % 6, {basic(11, 1), variable(12, "00015180")});
        const IkeTransform read = ike(ordered);
        QCOMPARE(read.suite(), ike(ikeAttributes()).suite());
        QCOMPARE(read.lifetimes.seconds, std::optional<std::uint64_t>(86400));
        ++orders;
    } while (std::ranges::next_permutation(attributes, {}, &wire::DataAttribute::type).found);
    QCOMPARE(orders, 120);
}

void TestAttributeIds::whatIsNotUnderstoodIsNotChosen_data()
{
    QTest::addColumn<int>("change");
    int number = 0;
    for (const char *name : {"an unknown attribute", "a PRF", "a group type", "an encryption algorithm twice",
                             "a group in the long format", "no encryption algorithm", "no hash", "no group",
                             "no method", "no key length for AES",
                             "a key length that AES "
                             "does not have",
                             "a key length in the long format", "another key length for 3DES", "another transform"})
        QTest::newRow(name) << number++;
}

void TestAttributeIds::whatIsNotUnderstoodIsNotChosen()
{
    QFETCH(int, change);
    const Attributes good = ikeAttributes();
    const Attributes tripleDes = with(without(without(good, 1), 14), basic(1, 5));
    QVERIFY(ike(good).suite());
    QVERIFY(ike(tripleDes).suite());
    QVERIFY(ike(with(tripleDes, basic(14, 192))).suite()); // needless, and yet true
    const std::vector<wire::TransformV1> bad = {
        {1, 1, with(good, basic(16384, 1))},
        {1, 1, with(good, basic(13, 1))},
        {1, 1, with(good, basic(5, 1))},
        {1, 1, with(good, basic(1, 7))},
        {1, 1, with(without(good, 4), variable(4, "0002"))},
        {1, 1, without(good, 1)},
        {1, 1, without(good, 2)},
        {1, 1, without(good, 4)},
        {1, 1, without(good, 3)},
        {1, 1, without(good, 14)},
        {1, 1, with(without(good, 14), basic(14, 64))},
        {1, 1, with(without(good, 14), variable(14, "0100"))},
        {1, 1, with(tripleDes, basic(14, 128))},
        {1, 2, good},
    };
    QVERIFY(!readIkeTransform(bad.at(static_cast<std::size_t>(change))).suite());
}

void TestAttributeIds::otherMethodsAreReported()
{
    for (const auto method : {AuthMethod::RsaSignature, AuthMethod::XauthInitPreSharedKey}) {
        const IkeTransform read = ike(with(without(ikeAttributes(), 3), basic(3, std::to_underlying(method))));
        QCOMPARE(read.method, std::optional(method));
        QVERIFY(read.suite()); // the suite is one thing, how to authenticate another
    }
}

void TestAttributeIds::readsEsp()
{
    const EspTransform read = esp(espAttributes());
    QVERIFY(read.isUnderstood);
    QCOMPARE(read.encryption, std::optional(Encryption::TripleDesCbc));
    QCOMPARE(read.integrity, std::optional(Integrity::HmacSha1_96));
    QCOMPARE(read.group, std::optional(DhGroup::None));
    QCOMPARE(read.encapsulation, std::optional(Encapsulation::Tunnel));
    QCOMPARE(read.lifetimes.seconds, std::optional<std::uint64_t>(3600));
    const api::EspProposal suite{Encryption::TripleDesCbc, Integrity::HmacSha1_96, DhGroup::None, false};
    QCOMPARE(read.suite(), std::optional(suite));
    QCOMPARE(esp(with(espAttributes(), basic(3, 14))).suite()->pfs, DhGroup::Modp2048);
    QVERIFY(!esp(with(espAttributes(), basic(3, 31))).suite());
    QVERIFY(!esp(with(espAttributes(), basic(3, 0))).suite());
}

// RFC 2407, 4.4.4; RFC 3602; RFC 4106, 8.3; RFC 4868 and IANA "ISAKMP identifiers for IPsec".
void TestAttributeIds::numbersOfEsp_data()
{
    QTest::addColumn<int>("id");
    QTest::addColumn<int>("keyBits");
    QTest::addColumn<int>("integrity");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, int id, int keyBits, int integrity, const char *expected) {
        QTest::newRow(name) << id << keyBits << integrity << QString::fromLatin1(expected);
    };
    row("DES with an IV of 64 bits", 1, 0, 1, "");
    row("DES and MD5", 2, 0, 1, "DES_CBC/HMAC_MD5_96/NO_EXT_SEQ");
    row("3DES and SHA", 3, 0, 2, "3DES_CBC/HMAC_SHA1_96/NO_EXT_SEQ");
    row("NULL", 11, 0, 2, "");
    row("AES-128 and SHA2-256", 12, 128, 5, "AES_CBC_128/HMAC_SHA2_256_128/NO_EXT_SEQ");
    row("AES-192 and SHA2-384", 12, 192, 6, "AES_CBC_192/HMAC_SHA2_384_192/NO_EXT_SEQ");
    row("AES-256 and SHA2-512", 12, 256, 7, "AES_CBC_256/HMAC_SHA2_512_256/NO_EXT_SEQ");
    row("AES and DES-MAC", 12, 128, 3, "");
    row("AES and XCBC", 12, 128, 9, "");
    row("AES without a key length", 12, 0, 2, "");
    row("AES in counter mode", 13, 128, 2, "");
    row("AES-GCM with 8 octets", 18, 128, 0, "");
    row("AES-128-GCM", 20, 128, 0, "AES_GCM_16_128/NO_EXT_SEQ");
    row("AES-192-GCM", 20, 192, 0, "AES_GCM_16_192/NO_EXT_SEQ");
    row("AES-256-GCM", 20, 256, 0, "AES_GCM_16_256/NO_EXT_SEQ");
    row("AES-GCM with its salt in the key length", 20, 160, 0, "");
    row("AES-GCM and SHA", 20, 128, 2, "");
    row("no cipher has this number", 0, 0, 2, "");
}

void TestAttributeIds::numbersOfEsp()
{
    QFETCH(int, id);
    QFETCH(int, keyBits);
    QFETCH(int, integrity);
    QFETCH(QString, expected);
    Attributes attributes = without(espAttributes(), 5);
    if (keyBits != 0)
        attributes.push_back(basic(6, static_cast<std::uint16_t>(keyBits)));
    if (integrity != 0)
        attributes.push_back(basic(5, static_cast<std::uint16_t>(integrity)));
    const auto suite = esp(attributes, static_cast<std::uint8_t>(id)).suite();
    QCOMPARE(QString::fromStdString(suite ? api::toString(*suite) : std::string()), expected);
}

void TestAttributeIds::encapsulations_data()
{
    QTest::addColumn<int>("value");
    QTest::addColumn<bool>("tunnel");
    QTest::addColumn<bool>("udp");
    QTest::newRow("tunnel") << 1 << true << false;
    QTest::newRow("transport") << 2 << false << false;
    QTest::newRow("UDP tunnel") << 3 << true << true;
    QTest::newRow("UDP transport") << 4 << false << true;
    QTest::newRow("UDP tunnel of the drafts") << 61443 << true << true;
    QTest::newRow("UDP transport of the drafts") << 61444 << false << true;
    QTest::newRow("unknown") << 5 << false << false;
}

void TestAttributeIds::encapsulations()
{
    QFETCH(int, value);
    QFETCH(bool, tunnel);
    QFETCH(bool, udp);
    const auto number = static_cast<std::uint16_t>(value);
    const EspTransform read = esp(with(without(espAttributes(), 4), basic(4, number)));
    QCOMPARE(read.encapsulation, std::optional(Encapsulation{number}));
    QCOMPARE(isTunnel(*read.encapsulation), tunnel);
    QCOMPARE(isUdp(*read.encapsulation), udp);
    QCOMPARE(esp(without(espAttributes(), 4)).encapsulation, std::nullopt);
}

void TestAttributeIds::espWithoutIntegrityIsNotChosen()
{
    const EspTransform read = esp(without(espAttributes(), 5));
    QCOMPARE(read.integrity, std::optional(Integrity::None));
    QVERIFY(read.isUnderstood);
    QVERIFY(!read.suite());
}

void TestAttributeIds::extendedSequenceNumbersAreNotUnderstood()
{
    QVERIFY(!esp(with(espAttributes(), basic(11, 1))).isUnderstood); // RFC 4304
    QVERIFY(!esp(with(espAttributes(), basic(11, 1))).suite());
}

void TestAttributeIds::everythingThatCanBeSaidIsReadAgain()
{
    int ikeSuites = 0, espSuites = 0;
    const auto tryIke = [&ikeSuites](const api::IkeProposal &proposal) {
        if (!canBeSaid(proposal))
            return;
        const IkeTransform read = readIkeTransform(toTransform(proposal, 1, std::chrono::hours{24}));
        QCOMPARE(read.suite(), std::optional(proposal));
        QCOMPARE(read.method, std::optional(AuthMethod::PreSharedKey));
        QCOMPARE(read.lifetimes, (Lifetimes{86400, std::nullopt}));
        ++ikeSuites;
    };
    const auto tryEsp = [&espSuites](const api::EspProposal &proposal) {
        if (!canBeSaid(proposal))
            return;
        const auto transform = toTransform(proposal, 1, std::chrono::hours{1}, Encapsulation::UdpTunnel);
        const EspTransform read = readEspTransform(transform);
        QCOMPARE(read.suite(), std::optional(proposal));
        QCOMPARE(read.encapsulation, std::optional(Encapsulation::UdpTunnel));
        QCOMPARE(read.lifetimes, (Lifetimes{3600, std::nullopt}));
        ++espSuites;
    };
    for (const auto &encryption : test::enumeratorsOf<Encryption>()) {
        for (const auto &integrity : test::enumeratorsOf<Integrity>()) {
            for (const auto &group : test::enumeratorsOf<DhGroup>()) {
                for (const auto &prf : test::enumeratorsOf<Prf>())
                    tryIke({encryption.value, integrity.value, prf.value, group.value});
                tryEsp({encryption.value, integrity.value, group.value, false});
            }
        }
    }
    QCOMPARE(ikeSuites, 5 * 5 * 14); // ciphers, hashes, groups
    QCOMPARE(espSuites, (5 * 5 + 3) * 15); // with integrity and AES-GCM; groups and none
}

void TestAttributeIds::whatCannotBeSaid()
{
    const api::IkeProposal good{Encryption::Aes128Cbc, Integrity::HmacSha256_128, Prf::HmacSha256, DhGroup::Modp2048};
    QVERIFY(canBeSaid(good));
    const auto refused = [&good](auto change) {
        api::IkeProposal bad = good;
        change(bad);
        return !canBeSaid(bad);
    };
    QVERIFY(refused([](auto &bad) { bad.encryption = Encryption::Aes128Gcm16; }));
    QVERIFY(refused([](auto &bad) { bad.prf = Prf::HmacSha1; }));
    QVERIFY(refused([](auto &bad) { bad.group = DhGroup::Curve25519; }));
    QVERIFY(refused([](auto &bad) { bad.group = DhGroup::None; }));

    const api::EspProposal esp{Encryption::Aes128Cbc, Integrity::HmacSha1_96, DhGroup::None, false};
    QVERIFY(canBeSaid(esp));
    QVERIFY(!canBeSaid(api::EspProposal{Encryption::ChaCha20Poly1305, Integrity::None, DhGroup::None, false}));
    QVERIFY(!canBeSaid(api::EspProposal{Encryption::Aes128Cbc, Integrity::None, DhGroup::None, false}));
    QVERIFY(!canBeSaid(api::EspProposal{Encryption::Aes128Gcm16, Integrity::HmacSha1_96, DhGroup::None, false}));
    QVERIFY(!canBeSaid(api::EspProposal{Encryption::Aes128Cbc, Integrity::HmacSha1_96, DhGroup::Curve25519, false}));
    QVERIFY(!canBeSaid(api::EspProposal{Encryption::Aes128Cbc, Integrity::HmacSha1_96, DhGroup::None, true}));
}

void TestAttributeIds::lifetimes_data()
{
    QTest::addColumn<QByteArray>("attributes"); // of phase 2, encoded
    QTest::addColumn<QString>("expected"); // "seconds kilobytes", "-" for none; "bad"
    const auto row = [](const char *name, const char *hex, const char *expected) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << QString::fromLatin1(expected);
    };
    row("none", "", "- -");
    row("seconds in the short format", "80010001 80020e10", "3600 -");
    row("seconds in the long format", "80010001 00020004 00007080", "28800 -");
    row("kilobytes as Cisco sends them", "80010001 80020e10 80010002 00020004 00465000", "3600 4608000");
    row("kilobytes first, and something between the pairs", "80010002 8002ffff 80040001 80010001 80020e10",
        "3600 65535");
    row("something within a pair", "80010001 80040001 80020e10", "3600 -");
    row("one octet", "80010001 00020001 3c", "60 -");
    row("eight octets", "80010001 00020008 0000000100000000", "4294967296 -");
    row("leading zeros", "80010001 0002000a 0000 0000000000000e10", "3600 -");
    row("more than anybody can count", "80010001 00020009 010000000000000000", "18446744073709551615 -");
    row("a duration without a type", "80020e10", "bad");
    row("a type without a duration", "80010001", "bad");
    row("a type behind a type", "80010001 80010002 80020e10", "bad");
    row("two durations of one type", "80010001 80020e10 80020e10", "bad");
    row("seconds twice", "80010001 80020e10 80010001 80020e11", "bad");
    row("neither seconds nor kilobytes", "80010003 80020e10", "bad");
    row("a type in the long format", "00010002 0001 80020e10", "bad");
    row("a duration of no octets", "80010001 00020000", "bad");
}

void TestAttributeIds::lifetimes()
{
    QFETCH(QByteArray, attributes);
    QFETCH(QString, expected);
    const auto decoded = wire::decodeAttributes(Bytes(attributes.begin(), attributes.end()));
    QVERIFY(decoded);
    const auto read = readLifetimes(*decoded, kEspLife);
    const auto text = [](const std::optional<std::uint64_t> &value) {
        return value ? QString::number(*value) : QStringLiteral("-");
    };
    QCOMPARE(read ? text(read->seconds) + QLatin1Char(' ') + text(read->kilobytes) : QStringLiteral("bad"), expected);
    // A transform with such a pair must not be chosen.
    if (!read) {
        Attributes transform = without(without(espAttributes(), 1), 2);
        transform.insert(transform.end(), decoded->begin(), decoded->end());
        QVERIFY(!esp(transform).isUnderstood);
    }
}

void TestAttributeIds::lifetimesAreWrittenAsShortAsTheyAre()
{
    const auto written = [](std::chrono::seconds lifetime) {
        Attributes attributes;
        appendLifetime(attributes, kIsakmpLife, lifetime);
        wire::ByteWriter out;
        wire::encodeAttributes(out, attributes);
        return toHex(std::move(out).finish());
    };
    QCOMPARE(written(std::chrono::seconds{65535}), std::string("800b0001800cffff"));
    QCOMPARE(written(std::chrono::seconds{65536}), std::string("800b0001000c000400010000"));
    QCOMPARE(written(std::chrono::seconds{86400}), std::string("800b0001000c000400015180"));
    QCOMPARE(written(std::chrono::hours{24 * 366 * 200}), std::string("800b0001000c0004ffffffff"));
    QCOMPARE(written(std::chrono::seconds{-1}), std::string("800b0001800c0000"));
}

void TestAttributeIds::wordsForTheLog()
{
    const api::IkeProposal ikeSuite{Encryption::Aes256Cbc, Integrity::HmacSha1_96, Prf::HmacSha1, DhGroup::Modp1024};
    QCOMPARE(ikeTransformText(toTransform(ikeSuite, 1, std::chrono::hours{1})), api::toString(ikeSuite));
    const api::EspProposal espSuite{Encryption::Aes128Gcm16, Integrity::None, DhGroup::Ecp256, false};
    QCOMPARE(espTransformText(toTransform(espSuite, 1, std::chrono::hours{1}, Encapsulation::Tunnel)),
             api::toString(espSuite));
    QCOMPARE(ikeTransformText({1, 1, {basic(1, 3), basic(14, 128), basic(2, 3), basic(4, 9), basic(3, 3)}}),
             std::string("ENCR_3_128/HASH_3/DH_9/AUTH_3"));
    QCOMPARE(espTransformText({1, 11, {basic(5, 9), basic(3, 99)}}), std::string("ENCR_11/INTEG_9/DH_99/NO_EXT_SEQ"));
    QCOMPARE(ikeTransformText({1, 1, {}}), std::string());
}

QTEST_GUILESS_MAIN(TestAttributeIds)
#include "test_attribute_ids.moc"

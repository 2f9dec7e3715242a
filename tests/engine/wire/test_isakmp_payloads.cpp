#include "engine/wire/isakmp_payloads.h"
#include "engine/wire/notification.h"
#include "hostile.h"
#include "tests/support/error_of.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

constexpr IkeSpi kInitiator{0x0102030405060708};
constexpr IkeSpi kResponder{0x1112131415161718};

// What every body must stand: the decoder refuses each prefix shorter than `shortest` octets, takes and gives back the
// whole, and gives back exactly whatever else it takes.
template <typename T>
void check(ByteView body, std::size_t shortest, Result<T> (*decode)(ByteView), Bytes (*encode)(const T &))
{
    const auto decoded = decode(body);
    QVERIFY(decoded);
    QCOMPARE(toHex(encode(*decoded)), toHex(body));
    test::forEveryPrefix(body, [&](ByteView prefix) {
        const auto part = decode(prefix);
        QCOMPARE(part.has_value(), prefix.size() >= shortest);
        if (part)
            QCOMPARE(toHex(encode(*part)), toHex(prefix));
    });
    test::forEveryOctet(body, [&](ByteView changed) {
        if (const auto other = decode(changed))
            QCOMPARE(toHex(encode(*other)), toHex(changed));
    });
}

} // namespace

class TestIsakmpPayloads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOpaqueOnes();
    void nonceSizesAreBounded();
    void deletesTheIsakmpSaByItsCookies();
    void deletesChildrenByTheirSpis();
    void aDeleteMustNotContradictItself();
    void originalAddresses();
    void originalAddressesOfTheWrongKind_data();
    void originalAddressesOfTheWrongKind();
    void fragments();
    void notificationsOfEverySpiSize();
    void aNotificationWithALongSpiIsMalformed();
    void livenessCarriesASequenceNumber();
    void namesNotifications();
    void tellsErrorsFromStatuses();
};

void TestIsakmpPayloads::theOpaqueOnes()
{
    const Bytes body = fromHex("000102030405060708");
    check(body, 1, decodeIsakmpKeyExchange, encodeIsakmpKeyExchange);
    check(body, 1, decodeHashPayload, encodeHashPayload);
    check(body, 1, decodeNatDetectionHash, encodeNatDetectionHash);
    check(body, kMinIsakmpNonceSize, decodeIsakmpNonce, encodeIsakmpNonce);
    QCOMPARE(test::errorOf(decodeHashPayload({})), (Error{Fault::Malformed, "HASH"}));
}

void TestIsakmpPayloads::nonceSizesAreBounded()
{
    // RFC 2409, 5: 8 to 256 octets. IKEv2 begins at 16.
    QVERIFY(!decodeIsakmpNonce(Bytes(7)));
    QVERIFY(decodeIsakmpNonce(Bytes(8)));
    QVERIFY(decodeIsakmpNonce(Bytes(256)));
    QCOMPARE(test::errorOf(decodeIsakmpNonce(Bytes(257))).fault, Fault::Malformed);
}

void TestIsakmpPayloads::deletesTheIsakmpSaByItsCookies()
{
    const Bytes body = fromHex("00000001 01 10 0001 0102030405060708 1112131415161718");
    check(body, body.size(), decodeIsakmpDelete, encodeIsakmpDelete);
    const auto payload = decodeIsakmpDelete(body);
    QCOMPARE(*payload, IsakmpDelete::ofIsakmpSa(kInitiator, kResponder));
    QVERIFY(payload->names(kInitiator, kResponder));
    QVERIFY(!payload->names(kResponder, kInitiator));
    QVERIFY(payload->sas.childSpis().empty());
}

void TestIsakmpPayloads::deletesChildrenByTheirSpis()
{
    const Bytes body = fromHex("00000001 03 04 0002 01020304 a1a2a3a4");
    check(body, body.size(), decodeIsakmpDelete, encodeIsakmpDelete);
    const auto payload = decodeIsakmpDelete(body);
    const std::vector<std::uint32_t> spis = {0x01020304, 0xa1a2a3a4};
    QCOMPARE(*payload, IsakmpDelete::ofChildren(ProtocolId::Esp, spis));
    QCOMPARE(payload->sas.childSpis(), spis);
    QVERIFY(!payload->names(kInitiator, kResponder));
}

void TestIsakmpPayloads::aDeleteMustNotContradictItself()
{
    QCOMPARE(test::errorOf(decodeIsakmpDelete(fromHex("00000001 03 04 0002 01020304"))).fault, Fault::Truncated);
    QCOMPARE(test::errorOf(decodeIsakmpDelete(fromHex("00000001 03 04 0001 01020304 00"))).fault, Fault::Malformed);
    QCOMPARE(test::errorOf(decodeIsakmpDelete(fromHex("00000001 03 00 ffff"))).fault, Fault::Malformed);
    IsakmpDelete bad = IsakmpDelete::ofIsakmpSa(kInitiator, kResponder);
    bad.sas.spiSize = 4;
    QVERIFY(encodeIsakmpDelete(bad).empty());
}

void TestIsakmpPayloads::originalAddresses()
{
    const Bytes v4 = fromHex("01000000 0a010203");
    check(v4, v4.size(), decodeNatOriginalAddress, encodeNatOriginalAddress);
    QCOMPARE(decodeNatOriginalAddress(v4)->address, IpAddress::v4(10, 1, 2, 3));
    const Bytes v6 = fromHex("05000000 20010db8000000000000000000000001");
    check(v6, v6.size(), decodeNatOriginalAddress, encodeNatOriginalAddress);
    QCOMPARE(decodeNatOriginalAddress(v6)->address.toString(), std::string("2001:db8::1"));
}

void TestIsakmpPayloads::originalAddressesOfTheWrongKind_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a name") << QByteArray::fromHex("020000000a010203");
    QTest::newRow("an IPv6 type with an IPv4 address") << QByteArray::fromHex("050000000a010203");
    QTest::newRow("a subnet") << QByteArray::fromHex("040000000a010200ffffff00");
    QTest::newRow("the first reserved octet") << QByteArray::fromHex("010100000a010203");
    QTest::newRow("the last reserved octet") << QByteArray::fromHex("010000010a010203");
    QTest::newRow("an octet too many") << QByteArray::fromHex("010000000a01020304");
}

void TestIsakmpPayloads::originalAddressesOfTheWrongKind()
{
    QFETCH(QByteArray, body);
    const Bytes bytes(body.begin(), body.end());
    QCOMPARE(test::errorOf(decodeNatOriginalAddress(bytes)), (Error{Fault::Malformed, "NAT-OA"}));
}

void TestIsakmpPayloads::fragments()
{
    const Bytes body = fromHex("0001 02 01 aabbcc");
    check(body, 5, decodeIsakmpFragment, encodeIsakmpFragment);
    const auto fragment = decodeIsakmpFragment(body);
    QCOMPARE(*fragment, (IsakmpFragment{1, 2, IsakmpFragment::kLastFlag, fromHex("aabbcc")}));
    QVERIFY(fragment->isLast());
    QVERIFY(!decodeIsakmpFragment(fromHex("0001 02 00 aa"))->isLast());
    QCOMPARE(test::errorOf(decodeIsakmpFragment(fromHex("0001 00 00 aa"))).fault, Fault::Malformed);
    QVERIFY(encodeIsakmpFragment({1, 0, 0, fromHex("aa")}).empty());
    QVERIFY(encodeIsakmpFragment({1, 1, 0, {}}).empty());
}

void TestIsakmpPayloads::notificationsOfEverySpiSize()
{
    // No SPI, one of ESP, and both cookies: RFC 2408, 3.14.
    const Bytes none = fromHex("00000000 01 00 000e");
    check(none, none.size(), decodeNotification, encodeNotification);
    QCOMPARE(*decodeNotification(none), (Notification{0, ProtocolId::Ike, NotificationType::NoProposalChosen, {}, {}}));

    const Bytes esp = fromHex("00000001 03 04 6000 01020304 800b0001 800c0e10");
    check(esp, 12, decodeNotification, encodeNotification);
    QCOMPARE(*decodeNotification(esp),
             (Notification{kDoiIpsec, ProtocolId::Esp, NotificationType::ResponderLifetime, fromHex("01020304"),
                           fromHex("800b0001800c0e10")}));

    const Bytes isakmp = fromHex("00000001 01 10 6002 0102030405060708 1112131415161718");
    check(isakmp, isakmp.size(), decodeNotification, encodeNotification);
    QCOMPARE(*decodeNotification(isakmp),
             Notification::ofIsakmpSa(NotificationType::InitialContact, kInitiator, kResponder));
}

void TestIsakmpPayloads::aNotificationWithALongSpiIsMalformed()
{
    Notification notification;
    notification.spi = Bytes(16);
    Bytes body = encodeNotification(notification);
    QVERIFY(!body.empty());
    body[5] = 17;
    body.resize(body.size() + 1);
    QCOMPARE(test::errorOf(decodeNotification(body)).fault, Fault::Malformed);
    notification.spi = Bytes(17);
    QVERIFY(encodeNotification(notification).empty());
}

void TestIsakmpPayloads::livenessCarriesASequenceNumber()
{
    // RFC 3706, 5.3 and 5.4.
    const Bytes body = fromHex("00000001 01 10 8d28 0102030405060708 1112131415161718 00abcdef");
    const auto there = decodeNotification(body);
    QVERIFY(there);
    QCOMPARE(*there, Notification::ofLiveness(NotificationType::RUThere, kInitiator, kResponder, 0xabcdef));
    QCOMPARE(there->livenessSequence(), std::optional<std::uint32_t>(0xabcdef));
    Notification other = *there;
    other.type = NotificationType::RUThereAck;
    QCOMPARE(encodeNotification(other)[7], std::uint8_t{0x29});
    QCOMPARE(other.livenessSequence(), std::optional<std::uint32_t>(0xabcdef));
    other.data.push_back(0);
    QCOMPARE(other.livenessSequence(), std::nullopt);
    other = *there;
    other.type = NotificationType::ReplayStatus;
    QCOMPARE(other.livenessSequence(), std::nullopt);
}

void TestIsakmpPayloads::namesNotifications()
{
    QCOMPARE(notificationName(NotificationType{18}), std::string("INVALID_ID_INFORMATION"));
    QCOMPARE(notificationName(NotificationType{30}), std::string("UNEQUAL_PAYLOAD_LENGTHS"));
    QCOMPARE(notificationName(NotificationType{24576}), std::string("RESPONDER_LIFETIME"));
    QCOMPARE(notificationName(NotificationType{40960}), std::string("NOTIFY_40960"));
    QCOMPARE(notificationShortName(NotificationType{24}), std::string("AUTH_FAILED"));
    QCOMPARE(notificationShortName(NotificationType{36136}), std::string("DPD"));
    QCOMPARE(notificationShortName(NotificationType{31}), std::string("(31)"));
}

void TestIsakmpPayloads::tellsErrorsFromStatuses()
{
    QVERIFY(isErrorNotification(NotificationType::InvalidPayloadType));
    QVERIFY(isErrorNotification(NotificationType{8192})); // private
    QVERIFY(!isErrorNotification(NotificationType{0}));
    QVERIFY(!isErrorNotification(NotificationType::Connected));
    QVERIFY(!isErrorNotification(NotificationType::RUThere));
}

QTEST_GUILESS_MAIN(TestIsakmpPayloads)
#include "test_isakmp_payloads.moc"

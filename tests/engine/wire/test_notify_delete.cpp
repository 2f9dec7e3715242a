#include "engine/wire/delete_payload.h"
#include "engine/wire/notify.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

class TestNotifyDelete : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notifyWithSpiAndData();
    void notifyKeepsUnknownValues();
    void notifyRejectsTruncation();
    void notifyWithALongSpiHasNoEncoding();
    void errorsAndStatuses();
    void invalidKeNamesTheGroup();
    void names();
    void deleteOfChildren();
    void deleteOfTheIkeSa();
    void deleteRejectsContradictions();
    void deleteDoesNotEncodeContradictions();
};

void TestNotifyDelete::notifyWithSpiAndData()
{
    // REKEY_SA of the child in tests/vectors/transcript_ikev2_psk.txt.
    const Bytes bytes = fromHex("03044009 69a92e4b");
    const auto notify = decodeNotify(bytes);
    QVERIFY(notify);
    QCOMPARE(*notify, (Notify{ProtocolId::Esp, NotifyType::RekeySa, fromHex("69a92e4b"), {}}));
    QCOMPARE(encodeNotify(*notify), bytes);
}

void TestNotifyDelete::notifyKeepsUnknownValues()
{
    const Bytes bytes = fromHex("c803a000 010203 0405060708");
    const auto notify = decodeNotify(bytes);
    QVERIFY(notify);
    QCOMPARE(notify->protocol, ProtocolId{200});
    QCOMPARE(notify->type, NotifyType{40960});
    QCOMPARE(toHex(notify->data), std::string("0405060708"));
    QCOMPARE(encodeNotify(*notify), bytes);
}

void TestNotifyDelete::notifyRejectsTruncation()
{
    test::forEveryPrefix(fromHex("03044009 69a92e4b"),
                         [](ByteView prefix) { QCOMPARE(decodeNotify(prefix).error().fault, Fault::Truncated); });
}

void TestNotifyDelete::notifyWithALongSpiHasNoEncoding()
{
    QVERIFY(encodeNotify({ProtocolId::Esp, NotifyType::RekeySa, Bytes(256), {}}).empty());
}

void TestNotifyDelete::errorsAndStatuses()
{
    QVERIFY(isErrorNotify(NotifyType::NoProposalChosen));
    QVERIFY(isErrorNotify(NotifyType{16383}));
    QVERIFY(!isErrorNotify(NotifyType::InitialContact));
    QVERIFY(!isErrorNotify(NotifyType{65535}));
    QVERIFY(!isErrorNotify(NotifyType{0})); // reserved
}

void TestNotifyDelete::invalidKeNamesTheGroup()
{
    // strongSwan's answer in the transcript: it wants group 14.
    QCOMPARE(wantedGroup(decodeNotify(fromHex("00000011 000e")).value()), std::optional<std::uint16_t>(14));
    QCOMPARE(wantedGroup(decodeNotify(fromHex("00000011 0e")).value()), std::nullopt);
    QCOMPARE(wantedGroup(decodeNotify(fromHex("00000011 00000e")).value()), std::nullopt);
    QCOMPARE(wantedGroup(decodeNotify(fromHex("0000000e 000e")).value()), std::nullopt);
}

void TestNotifyDelete::names()
{
    QCOMPARE(notifyShortName(NotifyType::NatDetectionSourceIp), std::string("NATD_S_IP"));
    QCOMPARE(notifyName(NotifyType::NatDetectionSourceIp), std::string("NAT_DETECTION_SOURCE_IP"));
    QCOMPARE(notifyShortName(NotifyType{40960}), std::string("(40960)"));
    QCOMPARE(notifyName(NotifyType{40960}), std::string("NOTIFY_40960"));
}

void TestNotifyDelete::deleteOfChildren()
{
    const Bytes bytes = fromHex("03040002 69a92e4b 00000100");
    const auto payload = decodeDeletePayload(bytes);
    QVERIFY(payload);
    const std::vector<std::uint32_t> spis = {0x69a92e4b, 0x100};
    QCOMPARE(*payload, DeletePayload::ofChildren(ProtocolId::Esp, spis));
    QCOMPARE(payload->childSpis(), spis);
    QCOMPARE(encodeDeletePayload(*payload), bytes);
}

void TestNotifyDelete::deleteOfTheIkeSa()
{
    // As in the transcript; the SPIs are those of the header (RFC 7296, 3.11).
    const Bytes bytes = fromHex("01000000");
    const auto payload = decodeDeletePayload(bytes);
    QVERIFY(payload);
    QCOMPARE(*payload, DeletePayload::ofIkeSa());
    QVERIFY(payload->childSpis().empty());
    QCOMPARE(encodeDeletePayload(*payload), bytes);
}

void TestNotifyDelete::deleteRejectsContradictions()
{
    const Bytes good = fromHex("03040002 69a92e4b 00000100");
    test::forEveryPrefix(
        good, [](ByteView prefix) { QCOMPARE(decodeDeletePayload(prefix).error().fault, Fault::Truncated); });
    QCOMPARE(decodeDeletePayload(fromHex("03040001 69a92e4b 00000100")).error().fault, Fault::Malformed);
    QCOMPARE(decodeDeletePayload(fromHex("03040000 69a92e4b")).error().fault, Fault::Malformed);
    // 65535 SPIs of no octets fit every length.
    QCOMPARE(decodeDeletePayload(fromHex("0300ffff")).error().fault, Fault::Malformed);
    // SPIs of an unusual size are kept, but are no child's.
    const auto odd = decodeDeletePayload(fromHex("01030001 010203"));
    QVERIFY(odd);
    QCOMPARE(odd->spis.size(), std::size_t{1});
    QVERIFY(odd->childSpis().empty());
}

void TestNotifyDelete::deleteDoesNotEncodeContradictions()
{
    QVERIFY(encodeDeletePayload({ProtocolId::Esp, 4, {Bytes(3)}}).empty());
    QVERIFY(encodeDeletePayload({ProtocolId::Esp, 0, {Bytes{}}}).empty());
    QVERIFY(encodeDeletePayload({ProtocolId::Esp, 1, std::vector<Bytes>(65536, Bytes(1))}).empty());
}

QTEST_GUILESS_MAIN(TestNotifyDelete)
#include "test_notify_delete.moc"

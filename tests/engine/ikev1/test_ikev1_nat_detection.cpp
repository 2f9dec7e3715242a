#include "engine/crypto/hash.h"
#include "engine/ikev1/nat_detection.h"
#include "engine/ikev1/vendor_ids.h"
#include "ikev1_replay.h"
#include "tests/support/scripted_random.h"
#include "tests/support/vector_rows.h"

#include <QTest>

using namespace tw;
using namespace tw::ikev1;
using api::NatTraversal;
using wire::PayloadType;

namespace {

const Endpoint kLeft{IpAddress::v4(192, 0, 2, 2), 500};
const Endpoint kRight{IpAddress::v4(192, 0, 2, 3), 500};
constexpr wire::IkeSpi kInitiator{1};
constexpr wire::IkeSpi kResponder{2};
constexpr api::Prf kPrf = api::Prf::HmacSha256;

// What the left one sends.
wire::IsakmpPayloads sent(NatTraversal mode, PayloadType type = PayloadType::NatD)
{
    test::ScriptedRandom random(Bytes(32, 0x5a));
    return natDetectionPayloads(mode, type, kPrf, kInitiator, kResponder, kLeft, kRight, random);
}

// What the right one makes of it, when it comes from `source` and has arrived at `destination`.
ike::NatFindings found(const wire::IsakmpPayloads &payloads, const Endpoint &source = kLeft,
                       const Endpoint &destination = kRight, NatTraversal mode = NatTraversal::Automatic)
{
    return findNat(mode, PayloadType::NatD, payloads, kPrf, kInitiator, kResponder, destination, source);
}

} // namespace

class TestIkev1NatDetection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatCharonSent_data();
    void readsWhatCharonSent();
    void seesEachSidesNat();
    void forcedPretendsToBeBehindOne();
    void theDraftsHaveAnotherNumber();
    void oneOfSeveralSourcesIsEnough();
    void offSaysAndFindsNothing();
    void vendorIdsAreHashesOfTheirNames();
    void knowsWhatCharonSays();
    void vendorIdsMayGoOn();
};

void TestIkev1NatDetection::readsWhatCharonSent_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : test::kIkev1Transcripts)
        QTest::newRow(name) << QString::fromLatin1(name);
}

// Each daemon is told the truth about where it is sent to, and a lie about where that comes from (kernel-libipsec).
void TestIkev1NatDetection::readsWhatCharonSent()
{
    QFETCH(QString, name);
    const test::Ikev1Replay replay(name.toStdString());
    int seen = 0;
    for (const auto &datagram : replay.transcript().datagrams) {
        const auto message = wire::decodeIsakmpMessage(replay.wholeMessage(datagram)).value();
        if (!message.payloads() || findPayloads<wire::NatDetectionHash>(*message.payloads(), PayloadType::NatD).empty())
            continue;
        const Endpoint &local = datagram.fromInitiator ? kRight : kLeft;
        const Endpoint &remote = datagram.fromInitiator ? kLeft : kRight;
        const auto findings =
            findNat(NatTraversal::Automatic, PayloadType::NatD, *message.payloads(), replay.proposal().prf,
                    replay.initiatorCookie(), replay.responderCookie(), local, remote);
        QCOMPARE(findings, (ike::NatFindings{true, false, true}));
        ++seen;
    }
    QCOMPARE(seen, name == QLatin1String("aggressive") ? 1 : 2); // aggressive mode's third message is encrypted
}

void TestIkev1NatDetection::seesEachSidesNat()
{
    const auto payloads = sent(NatTraversal::Automatic);
    QCOMPARE(found(payloads), (ike::NatFindings{true, false, false}));
    const Endpoint translated{IpAddress::v4(203, 0, 113, 1), 1025};
    QCOMPARE(found(payloads, translated), (ike::NatFindings{true, false, true}));
    QCOMPARE(found(payloads, kLeft, translated), (ike::NatFindings{true, true, false}));
    QCOMPARE(found(payloads, {kLeft.address, 501}), (ike::NatFindings{true, false, true})); // the port counts too
    // One that takes no part.
    QCOMPARE(found({}), ike::NatFindings{});
    QCOMPARE(found({payloads.front()}), ike::NatFindings{});
}

void TestIkev1NatDetection::forcedPretendsToBeBehindOne()
{
    QCOMPARE(found(sent(NatTraversal::Forced)), (ike::NatFindings{true, false, true}));
    QCOMPARE(found(sent(NatTraversal::Automatic), kLeft, kRight, NatTraversal::Forced),
             (ike::NatFindings{true, true, false}));
}

void TestIkev1NatDetection::theDraftsHaveAnotherNumber()
{
    const auto payloads = sent(NatTraversal::Automatic, PayloadType::NatDDraft);
    QCOMPARE(found(payloads), ike::NatFindings{});
    QVERIFY(
        findNat(NatTraversal::Automatic, PayloadType::NatDDraft, payloads, kPrf, kInitiator, kResponder, kRight, kLeft)
            .supported);
    const Bytes encoded = wire::encodeIsakmpPayloads(payloads).value();
    QCOMPARE(encoded.front(), std::uint8_t{130});
}

void TestIkev1NatDetection::oneOfSeveralSourcesIsEnough()
{
    // RFC 3947, 3.2: a sender that does not know which address will be used lists them all.
    auto payloads = sent(NatTraversal::Automatic);
    payloads.insert(payloads.begin() + 1, {PayloadType::NatD, wire::NatDetectionHash{Bytes(32, 1)}});
    QCOMPARE(found(payloads), (ike::NatFindings{true, false, false}));
    // The first one is the destination, whatever else there is.
    std::swap(payloads[0], payloads[1]);
    QCOMPARE(found(payloads), (ike::NatFindings{true, true, false}));
}

void TestIkev1NatDetection::offSaysAndFindsNothing()
{
    QVERIFY(sent(NatTraversal::Off).empty());
    QCOMPARE(found(sent(NatTraversal::Automatic), kLeft, kRight, NatTraversal::Off), ike::NatFindings{});
}

void TestIkev1NatDetection::vendorIdsAreHashesOfTheirNames()
{
    const auto check = [](std::string_view text, Vendor vendor) {
        const Bytes digest = crypto::hash(crypto::HashAlgorithm::Md5, {asBytes(text)});
        QCOMPARE(vendorOf({digest}), std::optional(vendor));
    };
    check("RFC 3947", Vendor::NatTraversal);
    check("draft-ietf-ipsec-nat-t-ike-03", Vendor::NatTraversalDraft03);
    check("draft-ietf-ipsec-nat-t-ike-02", Vendor::NatTraversalDraft02);
    check("draft-ietf-ipsec-nat-t-ike-02\n", Vendor::NatTraversalDraft02);
    check("FRAGMENTATION", Vendor::Fragmentation);
    for (const auto vendor : {Vendor::NatTraversal, Vendor::NatTraversalDraft03, Vendor::NatTraversalDraft02,
                              Vendor::DeadPeerDetection, Vendor::Fragmentation, Vendor::Xauth, Vendor::CiscoUnity}) {
        QCOMPARE(vendorOf(vendorId(vendor)), std::optional(vendor));
        QVERIFY(!vendorName(vendor).empty());
    }
}

void TestIkev1NatDetection::knowsWhatCharonSays()
{
    const auto transcript = test::readIkev1Transcript("main");
    const auto first = wire::decodeIsakmpMessage(transcript.datagrams[0].bytes).value();
    std::vector<Vendor> said;
    for (const wire::VendorId *id : wire::findPayloads<wire::VendorId>(*first.payloads(), PayloadType::VendorIdV1)) {
        const auto vendor = vendorOf(*id);
        QVERIFY(vendor);
        QCOMPARE(test::hex(vendorId(*vendor).data), test::hex(id->data)); // and we would say the same
        said.push_back(*vendor);
    }
    const std::vector expected = {Vendor::Xauth, Vendor::DeadPeerDetection, Vendor::Fragmentation, Vendor::NatTraversal,
                                  Vendor::NatTraversalDraft02};
    QCOMPARE(said, expected);
}

void TestIkev1NatDetection::vendorIdsMayGoOn()
{
    const auto vendor = [](std::string_view hex) { return vendorOf({fromHex(hex)}); };
    QCOMPARE(vendor("4048b7d56ebce88525e7de7f00d6c2d3"), std::optional(Vendor::Fragmentation));
    QCOMPARE(vendor("4048b7d56ebce88525e7de7f00d6c2d3c0000000"), std::optional(Vendor::Fragmentation));
    QCOMPARE(vendor("afcad71368a1f1c96b8696fc77570101"), std::optional(Vendor::DeadPeerDetection));
    QCOMPARE(vendor("afcad71368a1f1c96b8696fc77570200"), std::nullopt);
    QCOMPARE(vendor("4a131c81070358455c5728f20e95452f00"), std::nullopt);
    QCOMPARE(vendor("4a131c81070358455c5728f20e9545"), std::nullopt);
    QCOMPARE(vendor(""), std::nullopt);
}

QTEST_GUILESS_MAIN(TestIkev1NatDetection)
#include "test_ikev1_nat_detection.moc"

#include "engine/ike/nat_detection.h"
#include "engine/sim/seeded_random.h"
#include "tests/support/vector_file.h"

#include <QTest>

using namespace tw;
using namespace tw::ike;
using api::NatTraversal;

namespace {

const Endpoint kInitiator{IpAddress::v4(192, 0, 2, 2), 500};
const Endpoint kResponder{IpAddress::v4(192, 0, 2, 3), 500};
constexpr wire::IkeSpi kSpi(0x0102030405060708);

} // namespace

// RFC 7296, 2.23. The hashes are checked against those that strongSwan sent (tests/vectors/transcript_ikev2_psk.txt).
class TestNatDetection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashIsThatOfStrongSwan();
    void sameEndpointsMeanNoNat();
    void changedSourceIsANatBeforeThePeer();
    void changedDestinationIsANatBeforeUs();
    void oneFittingSourceHashIsEnough();
    void forcedIsSeenByThePeer();
    void offTakesNoPart();
    void halfAnAnswerIsNoDetection();
};

void TestNatDetection::hashIsThatOfStrongSwan()
{
    int compared = 0;
    for (const auto &record : test::readVectors("transcript_ikev2_psk.txt")) {
        if (!record.name().starts_with("IKE_SA_INIT"))
            continue;
        const auto message = wire::decodeMessage(record.bytes("bytes")).value();
        const auto *hash = wire::findNotify(message.payloads, wire::NotifyType::NatDetectionDestinationIp);
        if (!hash)
            continue;
        const Endpoint &destination = message.header.isResponse() ? kInitiator : kResponder;
        QCOMPARE(hash->data, natHash(message.header.initiatorSpi, message.header.responderSpi, destination));
        ++compared;
    }
    QCOMPARE(compared, 3);
}

void TestNatDetection::sameEndpointsMeanNoNat()
{
    sim::SeededRandom random(1);
    const auto sent = natNotifies(NatTraversal::Automatic, kSpi, {}, kInitiator, kResponder, random);
    QCOMPARE(sent.size(), 2u);
    const auto found = findNat(NatTraversal::Automatic, sent, kSpi, {}, kResponder, kInitiator);
    QVERIFY((found == NatFindings{true, false, false}));
    QVERIFY(!found.isEncapsulated());
}

void TestNatDetection::changedSourceIsANatBeforeThePeer()
{
    sim::SeededRandom random(1);
    const auto sent = natNotifies(NatTraversal::Automatic, kSpi, {}, kInitiator, kResponder, random);
    const Endpoint outside{IpAddress::v4(203, 0, 113, 7), 500};
    QVERIFY((findNat(NatTraversal::Automatic, sent, kSpi, {}, kResponder, outside) == NatFindings{true, false, true}));
    const Endpoint otherPort{kInitiator.address, 1024}; // a changed port is a NAT, too
    QVERIFY(findNat(NatTraversal::Automatic, sent, kSpi, {}, kResponder, otherPort).remote);
    QVERIFY(findNat(NatTraversal::Automatic, sent, kSpi, {}, kResponder, otherPort).isEncapsulated());
}

void TestNatDetection::changedDestinationIsANatBeforeUs()
{
    sim::SeededRandom random(1);
    const Endpoint outside{IpAddress::v4(203, 0, 113, 7), 500};
    const auto sent = natNotifies(NatTraversal::Automatic, kSpi, {}, kInitiator, outside, random);
    QVERIFY(
        (findNat(NatTraversal::Automatic, sent, kSpi, {}, kResponder, kInitiator) == NatFindings{true, true, false}));
}

void TestNatDetection::oneFittingSourceHashIsEnough()
{
    sim::SeededRandom random(1);
    auto sent = natNotifies(NatTraversal::Automatic, kSpi, {}, {IpAddress::v4(10, 0, 0, 1), 500}, kResponder, random);
    const auto fitting = natNotifies(NatTraversal::Automatic, kSpi, {}, kInitiator, kResponder, random);
    sent.push_back(fitting.front());
    QVERIFY(!findNat(NatTraversal::Automatic, sent, kSpi, {}, kResponder, kInitiator).remote);
}

void TestNatDetection::forcedIsSeenByThePeer()
{
    sim::SeededRandom random(1);
    const auto sent = natNotifies(NatTraversal::Forced, kSpi, {}, kInitiator, kResponder, random);
    QVERIFY(findNat(NatTraversal::Automatic, sent, kSpi, {}, kResponder, kInitiator).remote);
    const auto answer = natNotifies(NatTraversal::Automatic, kSpi, kSpi, kResponder, kInitiator, random);
    QVERIFY(findNat(NatTraversal::Forced, answer, kSpi, kSpi, kInitiator, kResponder).local);
}

void TestNatDetection::offTakesNoPart()
{
    sim::SeededRandom random(1);
    QVERIFY(natNotifies(NatTraversal::Off, kSpi, {}, kInitiator, kResponder, random).empty());
    const auto sent = natNotifies(NatTraversal::Automatic, kSpi, {}, kInitiator, kResponder, random);
    QVERIFY(findNat(NatTraversal::Off, sent, kSpi, {}, kResponder, {IpAddress::v4(203, 0, 113, 7), 9})
            == NatFindings{});
}

void TestNatDetection::halfAnAnswerIsNoDetection()
{
    sim::SeededRandom random(1);
    auto sent = natNotifies(NatTraversal::Automatic, kSpi, {}, kInitiator, kResponder, random);
    sent.pop_back();
    QVERIFY(!findNat(NatTraversal::Automatic, sent, kSpi, {}, kInitiator, kResponder).supported);
    QVERIFY(!findNat(NatTraversal::Forced, sent, kSpi, {}, kInitiator, kResponder).isEncapsulated());
}

QTEST_GUILESS_MAIN(TestNatDetection)
#include "test_nat_detection.moc"

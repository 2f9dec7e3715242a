#include "engine/ike/children.h"
#include "engine/ikev1/quick_parts.h"
#include "tests/engine/ikev1/ikev1_pair.h"
#include "tests/engine/ikev2/turn_bench.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::DhGroup;
using api::EventCode;
using api::FailureCode;
using api::IkeV1Mode;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Q_DECLARE_METATYPE(tw::api::IkeV1Mode)

namespace {

const IpAddress kOutside = IpAddress::v4(203, 0, 113, 7);

void addModes()
{
    QTest::addColumn<IkeV1Mode>("mode");
    QTest::newRow("main mode") << IkeV1Mode::Main;
    QTest::newRow("aggressive mode") << IkeV1Mode::Aggressive;
}

} // namespace

// What happens to an SA that stands, and why one does not come about.
class TestIkev1Life : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void natMovesBothToTheNatPort_data();
    void natMovesBothToTheNatPort();
    void forcedEncapsulationNeedsNoNat_data();
    void forcedEncapsulationNeedsNoNat();
    void withoutDetectionNothingMoves();
    void keepalivesHoldTheMappingOpen();
    void aSilentPeerIsProbedAndAnswers();
    void aDeadPeerIsFoundOut();
    void trafficSparesThePeerAProbe();
    void aQuickModeUnderWaySparesThePeerAProbe();
    void childrenAreRenewedInTime_data();
    void childrenAreRenewedInTime();
    void theResponderTellsOfAShorterLife();
    void aVolumeBringsARenewal();
    void aVolumeIsNotReached_data();
    void aVolumeIsNotReached();
    void aggressiveModeIsWarnedOf();
    void theIsakmpSaIsRenewedInTime();
    void theSideInFrontOfANatRenewsTheIsakmpSa_data();
    void theSideInFrontOfANatRenewsTheIsakmpSa();
    void aRenewalOfBothSidesAtOnceLosesNothing();
    void aRestartedPeerReplacesWhatItLost();
    void theIsakmpSaMayEndInTheMiddleOfAQuickMode();
    void forgedMessagesChangeNothing();
};

void TestIkev1Life::natMovesBothToTheNatPort_data() { addModes(); }

void TestIkev1Life::natMovesBothToTheNatPort()
{
    QFETCH(IkeV1Mode, mode);
    Ikev1Pair pair;
    pair.network.addNat({kOutside, {kLeft}});
    auto right = rightV1(mode);
    right.peer = kOutside;
    QVERIFY(pair.establish(leftV1(mode), right));
    QVERIFY(pair.left.status().ikeSa->natLocal && !pair.left.status().ikeSa->natRemote);
    QVERIFY(!pair.right.status().ikeSa->natLocal && pair.right.status().ikeSa->natRemote);
    QCOMPARE(pair.left.status().ikeSa->local.port, std::uint16_t{4500});
    QCOMPARE(pair.left.status().ikeSa->remote.port, std::uint16_t{4500});
    QCOMPARE(pair.right.status().ikeSa->remote.address, kOutside);
    QVERIFY(pair.right.child()->udpEncapsulated && pair.left.child()->udpEncapsulated);
    QVERIFY(pair.right.child()->remoteEndpoint == pair.right.status().ikeSa->remote);
    QCOMPARE(pair.right.child()->localEndpoint.port, std::uint16_t{4500});
}

void TestIkev1Life::forcedEncapsulationNeedsNoNat_data() { addModes(); }

void TestIkev1Life::forcedEncapsulationNeedsNoNat()
{
    QFETCH(IkeV1Mode, mode);
    for (const bool isLeft : {true, false}) {
        Ikev1Pair pair;
        auto left = leftV1(mode);
        auto right = rightV1(mode);
        (isLeft ? left : right).natTraversal = api::NatTraversal::Forced;
        QVERIFY(pair.establish(left, right));
        QVERIFY(pair.childrenFit() && pair.left.child()->udpEncapsulated);
        QCOMPARE(pair.left.status().ikeSa->remote.port, std::uint16_t{4500});
        QCOMPARE(pair.right.status().ikeSa->remote.port, std::uint16_t{4500});
    }
}

void TestIkev1Life::withoutDetectionNothingMoves()
{
    for (const bool isLeft : {true, false}) {
        Ikev1Pair pair;
        auto left = leftV1();
        auto right = rightV1();
        (isLeft ? left : right).natTraversal = api::NatTraversal::Off;
        QVERIFY(pair.establish(left, right));
        QVERIFY(pair.childrenFit() && !pair.left.child()->udpEncapsulated);
        QCOMPARE(pair.left.count(EventCode::NatDetected) + pair.right.count(EventCode::NatDetected), 0u);
    }
}

void TestIkev1Life::keepalivesHoldTheMappingOpen()
{
    Ikev1Pair pair;
    pair.network.addNat({kOutside, {kLeft}});
    auto left = leftV1();
    auto right = rightV1();
    right.peer = kOutside;
    left.dpd.enabled = right.dpd.enabled = false;
    QVERIFY(pair.establish(left, right));
    pair.run(seconds(101));
    QCOMPARE(pair.left.keepalives(), 5u); // every 20 s; RFC 3948, 4
    QCOMPARE(pair.right.keepalives(), 0u); // it is not behind the NAT
}

void TestIkev1Life::aSilentPeerIsProbedAndAnswers()
{
    Ikev1Pair pair;
    auto right = rightV1();
    right.dpd.enabled = false;
    QVERIFY(pair.establish(leftV1(), right));
    pair.run(seconds(95));
    QCOMPARE(pair.left.count(EventCode::DpdProbeSent), 3u);
    QCOMPARE(pair.left.count(EventCode::DpdAnswered), 3u);
    QCOMPARE(pair.right.count(EventCode::DpdProbeSent), 0u);
    QCOMPARE(pair.left.detail(EventCode::MessageReceived, DetailKey::Payloads), std::string("HASH N(DPD_ACK)"));
}

void TestIkev1Life::aDeadPeerIsFoundOut()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    pair.right.crash();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::PeerDead) == 1; }));
    QCOMPARE(pair.left.status().lastFailure, FailureCode::DpdTimeout);
    QVERIFY(pair.left.children().empty());
    // It tries again, and finds the peer as soon as that is back.
    pair.right.start(rightV1(), kPsk, false);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, minutes(15)));
    QVERIFY(pair.childrenFit());
}

void TestIkev1Life::trafficSparesThePeerAProbe()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    for (int i = 0; i < 20; ++i) {
        pair.run(seconds(20));
        pair.left.hearEsp(static_cast<std::uint64_t>(i) + 1);
        pair.right.hearEsp(static_cast<std::uint64_t>(i) + 1);
    }
    QCOMPARE(pair.left.count(EventCode::DpdProbeSent), 0u);
    QVERIFY(pair.bothEstablished());
}

// A responder that waits for the third message repeats the second, which asks the peer whether it lives as well.
void TestIkev1Life::aQuickModeUnderWaySparesThePeerAProbe()
{
    Ikev1Pair pair;
    std::size_t quickOfLeft = 0;
    pair.filter = [&](const sim::SimDatagram &message) {
        const bool isLefts = message.local.address == pair.left.address();
        return !isLefts || !isOf(message, kQuickMode) || ++quickOfLeft == 1;
    };
    auto left = leftV1();
    left.dpd.enabled = false;
    auto right = rightV1();
    right.dpd.interval = seconds(10);
    pair.right.start(right, kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::Retransmitted) == 5; }));
    QCOMPARE(pair.right.count(EventCode::DpdProbeSent), 0u);
    QCOMPARE(pair.right.count(EventCode::RetransmitsExhausted), 0u);
    // Then it may be gone, and is asked.
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::DpdAnswered) == 1; }));
}

void TestIkev1Life::childrenAreRenewedInTime_data()
{
    QTest::addColumn<bool>("pfs");
    QTest::addColumn<bool>("byLeft");
    QTest::newRow("by the initiator") << false << true;
    QTest::newRow("by the responder") << false << false;
    QTest::newRow("with PFS") << true << true;
}

void TestIkev1Life::childrenAreRenewedInTime()
{
    QFETCH(bool, pfs);
    QFETCH(bool, byLeft);
    Ikev1Pair pair;
    auto left = leftV1();
    auto right = rightV1();
    // Who asks for the shorter life renews; the other has not reached its own soft limit.
    (byLeft ? left : right).child.lifetime = seconds(600);
    (byLeft ? right : left).child.lifetime = hours(8);
    if (pfs)
        left.child.proposals.front().pfs = right.child.proposals.front().pfs = DhGroup::Ecp256;
    QVERIFY(pair.establish(left, right));
    const auto first = pair.left.child()->inboundSpi;
    bool everBroken = false;
    for (int i = 0; i < 3600; ++i) {
        pair.run(seconds(1));
        everBroken =
            everBroken || !pair.bothEstablished() || pair.left.children().empty() || pair.right.children().empty();
        bool someSend = false;
        for (const auto &[spi, sa] : pair.left.children())
            someSend = someSend || pair.left.sends(spi);
        everBroken = everBroken || !someSend;
    }
    QVERIFY(!everBroken);
    QVERIFY(pair.runUntil([&] { return pair.left.child() && pair.right.child(); }));
    QVERIFY(pair.childrenFit());
    QVERIFY(pair.left.child()->inboundSpi != first);
    QVERIFY(pair.left.count(EventCode::ChildSaEstablished) >= 6);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
}

void TestIkev1Life::theResponderTellsOfAShorterLife()
{
    for (const bool isShorter : {false, true}) {
        Ikev1Pair pair;
        auto left = leftV1();
        auto right = rightV1();
        left.child.lifetime = hours(8);
        right.child.lifetime = isShorter ? std::chrono::seconds(minutes(10)) : std::chrono::seconds(hours(8));
        QVERIFY(pair.establish(left, right));
        // What the initiator has offered it would keep, if nobody told it otherwise.
        const auto children = pair.left.status().childSas;
        QCOMPARE(children.size(), std::size_t{1});
        QCOMPARE(*children.front().rekeyAt < pair.now() + minutes(10), isShorter);
        const auto received = pair.left.detail(EventCode::MessageReceived, DetailKey::Payloads);
        QCOMPARE(received.find("LIFETIME") != std::string::npos, isShorter);
    }
}

// Some peers limit a child by kilobytes, too; after those they delete it.
void TestIkev1Life::aVolumeBringsARenewal()
{
    api::ConnectionConfig config = leftV1();
    config.child.lifetime = hours(1);
    using ikev1::agreedLife;
    QVERIFY(!agreedLife(config, {}).octetLimit);
    QCOMPARE(*agreedLife(config, {{}, 10'240}).octetLimit, std::uint64_t{10 * 1024 * 1024});
    QVERIFY(*agreedLife(config, {{}, 1}).octetLimit >= 1'000'000); // else it would renew all the time
    QVERIFY(*agreedLife(config, {{}, ~std::uint64_t{0}}).octetLimit > 0);
    QCOMPARE(agreedLife(config, {1800, {}}).seconds, seconds(1800));
    QCOMPARE(agreedLife(config, {1, {}}).seconds, seconds(60));
}

void TestIkev1Life::aVolumeIsNotReached_data()
{
    QTest::addColumn<quint64>("before");
    QTest::addColumn<quint64>("now");
    QTest::addColumn<bool>("isDue");
    const auto row = [](const char *name, quint64 before, quint64 now, bool isDue) {
        QTest::newRow(name) << before << now << isDue;
    };
    // The limit is 10,000 octets.
    row("slow, below four fifths", 7'998, 7'999, false);
    row("slow, four fifths", 7'999, 8'000, true);
    row("a tenth between two readings", 5'000, 6'000, false);
    row("a tenth, and four do not fit any more", 6'000, 7'000, true);
    row("faster than the limit allows", 0, 4'000, true);
}

// A renewal begins a reading late and ends a reading late: by then a fast link must not have reached the limit.
void TestIkev1Life::aVolumeIsNotReached()
{
    QFETCH(quint64, before);
    QFETCH(quint64, now);
    QFETCH(bool, isDue);
    for (const bool isOut : {false, true}) {
        TurnBench bench;
        ike::Turn turn(bench.frame, bench.env);
        ike::Children children;
        children.list.emplace_back();
        ike::Child &child = children.list.back();
        child.inboundSpi = crypto::EspSpi(0x100);
        child.life.renewAt = child.life.expiresAt = turn.now() + hours(1);
        auto api::TrafficCounters::*const octets =
            isOut ? &api::TrafficCounters::bytesOut : &api::TrafficCounters::bytesIn;
        child.traffic.*octets = before;
        child.octetLimit = 10'000;
        ike::SaTraffic reading;
        reading.inboundSpi = child.inboundSpi;
        reading.traffic.*octets = now;
        ike::onTraffic(children, reading, turn);
        QCOMPARE(*child.renewAt() <= turn.now(), isDue);
        // Once: what is put off after a refusal stays so.
        child.life.renewAt = turn.now() + minutes(1);
        reading.traffic.*octets = 9'000;
        ike::onTraffic(children, reading, turn);
        QCOMPARE(*child.renewAt() > turn.now(), isDue);
    }
}

void TestIkev1Life::aggressiveModeIsWarnedOf()
{
    for (const IkeV1Mode mode : {IkeV1Mode::Main, IkeV1Mode::Aggressive}) {
        Ikev1Pair pair;
        QVERIFY(pair.establish(leftV1(mode), rightV1(mode)));
        const std::size_t expected = mode == IkeV1Mode::Aggressive ? 1 : 0;
        QCOMPARE(pair.left.count(EventCode::KeyExposed), expected);
        QCOMPARE(pair.right.count(EventCode::KeyExposed), expected);
    }
}

void TestIkev1Life::theIsakmpSaIsRenewedInTime()
{
    Ikev1Pair pair;
    auto left = leftV1();
    auto right = rightV1();
    left.ike.lifetime = right.ike.lifetime = hours(1);
    left.child.lifetime = right.child.lifetime = hours(8);
    QVERIFY(pair.establish(left, right));
    bool everBroken = false;
    for (int i = 0; i < 4 * 3600; i += 5) {
        pair.run(seconds(5));
        everBroken =
            everBroken || !pair.bothEstablished() || pair.left.children().empty() || pair.right.children().empty();
    }
    QVERIFY(!everBroken);
    QVERIFY(pair.left.count(EventCode::IkeSaEstablished) >= 4);
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
    QVERIFY(pair.childrenFit());
}

void TestIkev1Life::theSideInFrontOfANatRenewsTheIsakmpSa_data() { addModes(); }

// The NAT lets in nothing but what comes by the mapping that the tunnel uses.
void TestIkev1Life::theSideInFrontOfANatRenewsTheIsakmpSa()
{
    QFETCH(IkeV1Mode, mode);
    Ikev1Pair pair;
    pair.network.addNat({kOutside, {kLeft}});
    auto left = leftV1(mode);
    auto right = rightV1(mode);
    right.peer = kOutside;
    right.ike.lifetime = minutes(10);
    QVERIFY(pair.establish(left, right));
    const auto mapped = pair.right.status().ikeSa->remote;
    bool everBroken = false;
    for (int i = 0; i < 3600; i += 5) {
        pair.run(seconds(5));
        everBroken = everBroken || !pair.bothEstablished();
    }
    QVERIFY(!everBroken);
    QVERIFY(pair.right.count(EventCode::IkeSaEstablished) >= 6);
    QVERIFY(pair.right.status().ikeSa->weInitiated && pair.right.status().ikeSa->remote == mapped);
    QVERIFY(pair.right.status().ikeSa->natRemote && pair.left.status().ikeSa->natLocal);
    QVERIFY(pair.childrenFit() && pair.right.child()->udpEncapsulated);
}

void TestIkev1Life::aRenewalOfBothSidesAtOnceLosesNothing()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Ikev1Pair pair(seed);
        QVERIFY(pair.establish());
        pair.run(minutes(1));
        pair.left.rekeyChild();
        pair.right.rekeyChild();
        pair.run(minutes(5));
        QVERIFY(pair.bothEstablished());
        // Two were made, and of those both sides keep the same one.
        QCOMPARE(pair.left.count(EventCode::ChildSaEstablished), 3U);
        QVERIFY(pair.childrenFit());
        QVERIFY(pair.left.sends(pair.left.child()->inboundSpi.value())
                && pair.right.sends(pair.right.child()->inboundSpi.value()));
        pair.left.rekeyChild();
        pair.run(minutes(5));
        QVERIFY(pair.bothEstablished());
        for (const auto &[spi, sa] : pair.left.children())
            QVERIFY(pair.right.children().contains(sa.outboundSpi.value()));
    }
}

void TestIkev1Life::aRestartedPeerReplacesWhatItLost()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    pair.run(minutes(1));
    pair.left.crash();
    pair.left.start(leftV1());
    QVERIFY(pair.runUntil([&] { return pair.childrenFit() && pair.bothEstablished(); }));
    // INITIAL-CONTACT: there is no need to wait for a probe.
    QCOMPARE(pair.right.count(EventCode::PeerDead), 0u);
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
}

// Whoever looks for another ISAKMP SA then sees all sessions, the one that ends among them.
void TestIkev1Life::theIsakmpSaMayEndInTheMiddleOfAQuickMode()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    pair.filter = [](const sim::SimDatagram &message) { return !isOf(message, kQuickMode); };
    pair.left.rekeyChild();
    pair.run(seconds(1));
    pair.right.stop();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::IkeSaDeleted) == 1; }));
    pair.run(ike::kDrainTime); // packets that were under way arrive until then
    QVERIFY(pair.left.children().empty());
}

// Nobody without the keys can end, renew or move anything: every message of a tunnel again, with one octet changed.
void TestIkev1Life::forgedMessagesChangeNothing()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    pair.left.rekeyChild();
    pair.run(minutes(1));
    const auto messages = pair.sent;
    const auto sessions = pair.right.supervisor().census().sessions;
    const auto leftSpi = pair.left.child()->inboundSpi;
    for (const sim::SimDatagram &message : messages) {
        for (const std::size_t at : {std::size_t{20}, std::size_t{24}, std::size_t{29}, std::size_t{40}}) {
            sim::SimDatagram forged = message;
            if (at < forged.bytes.size())
                forged.bytes[at] ^= 0x40;
            pair.inject(forged);
        }
    }
    pair.run(minutes(2));
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
    QCOMPARE(pair.left.child()->inboundSpi, leftSpi);
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    QCOMPARE(pair.right.supervisor().census().sessions, sessions);
}

QTEST_GUILESS_MAIN(TestIkev1Life)
#include "test_ikev1_life.moc"

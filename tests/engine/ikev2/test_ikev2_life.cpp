#include "tests/engine/ikev2/settled_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// What becomes of connections: stop, edit, delete, death, renewal, and both sides at once.
class TestIkev2Life : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stopDeletesAtThePeer();
    void stopOfTheResponderDeletesAtTheInitiator();
    void stopAtAnyMomentLeavesNothing();
    void stopBesideASilentPeerEndsInShortTime();
    void shutdownStopsEverything();
    void startWhileStoppingBeginsAnew();
    void deleteByThePeerRestartsWhereItTakesEffectImmediately();
    void deleteByThePeerLeavesOthersWaiting();
    void trafficStartsAWaitingConnection();
    void bothStopAtOnce();
    void bothDeleteAtOnce();
    void probesAreSentIntoSilenceOnly();
    void aDeadPeerIsNoticedAndTheTunnelComesBack();
    void aRestartedPeerReplacesItsOldSa();
    void bothStartAtOnce();
    void bothStartAtOnceWithLoss();
    void renewalComesBeforeTheEnd();
    void renewalOutlivesAnUnreachablePeer();
    void anSaThatCannotBeRenewedExpires();
    void aReplacedSaIsNoReasonToStayDown();
    void renegotiateReplacesBothSas();
};

void TestIkev2Life::stopDeletesAtThePeer()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    pair.left.stop();
    QVERIFY(pair.left.state() == ConnectionState::Deleting);
    QVERIFY(pair.left.children().empty());
    QVERIFY(pair.runUntil([&] { return pair.left.isUnloaded(); }));
    QVERIFY(pair.left.state() == ConnectionState::Stopped);
    QVERIFY(pair.right.children().empty());
    QVERIFY(pair.right.state() == ConnectionState::Waiting);
    QVERIFY(pair.right.status().lastFailure == FailureCode::ReceiveDeleteNotify);
    QVERIFY(pair.right.last(EventCode::IkeSaDeleted)->direction == api::Direction::In);
    QVERIFY(pair.left.last(EventCode::IkeSaDeleted)->direction == api::Direction::Out);
    QVERIFY(pair.right.last(EventCode::ChildSaDeleted)->direction == api::Direction::In);
    QCOMPARE(pair.left.count(EventCode::ConnectionStopped), 1u);
    pair.run(minutes(2));
    QVERIFY(isEmpty(pair.left));
    pair.right.stop();
    QVERIFY(pair.right.isUnloaded());
    QVERIFY(isEmpty(pair.right));
}

void TestIkev2Life::stopOfTheResponderDeletesAtTheInitiator()
{
    IkePair pair;
    auto left = leftConfig();
    left.effectImmediately = false;
    establish(pair, left, rightConfig());
    pair.right.stop();
    QVERIFY(pair.runUntil([&] { return pair.right.isUnloaded(); }));
    QVERIFY(pair.left.children().empty());
    QVERIFY(pair.left.state() == ConnectionState::Waiting);
    pair.run(minutes(1));
    QVERIFY(isEmpty(pair.right));
}

void TestIkev2Life::stopAtAnyMomentLeavesNothing()
{
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        for (int moment = 0; moment <= 120; moment += 4) {
            IkePair pair(seed);
            pair.right.start(cheap(rightConfig()), kPsk, false);
            pair.left.start(cheap(leftConfig()));
            pair.run(Duration(moment));
            pair.left.stop();
            QVERIFY(pair.runUntil([&] { return pair.left.isUnloaded(); }, seconds(30)));
            pair.run(minutes(2));
            QVERIFY(isEmpty(pair.left));
            QVERIFY(pair.right.children().empty());
            QVERIFY(pair.right.state() == ConnectionState::Waiting);
            QCOMPARE(pair.right.supervisor().census().sessions, 0u);
        }
    }
}

void TestIkev2Life::stopBesideASilentPeerEndsInShortTime()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    pair.filter = [](const sim::SimDatagram &) { return false; };
    const TimePoint stoppedAt = pair.now();
    pair.left.stop();
    QVERIFY(pair.runUntil([&] { return pair.left.isUnloaded(); }));
    QVERIFY(pair.now() - stoppedAt <= seconds(6));
    QVERIFY(isEmpty(pair.left));
}

void TestIkev2Life::shutdownStopsEverything()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    auto other = leftConfig();
    other.id = api::ConnectionId("vco-other");
    other.peer = IpAddress::v4(203, 0, 113, 99); // nobody there
    pair.left.start(other);
    pair.left.shutdown();
    QVERIFY(!pair.left.supervisor().isShutDown());
    QVERIFY(pair.runUntil([&] { return pair.left.supervisor().isShutDown(); }, seconds(10)));
    QVERIFY(isEmpty(pair.left));
    QVERIFY(pair.right.children().empty());
    // Nothing comes in any more.
    pair.right.renegotiate();
    pair.run(seconds(10));
    QVERIFY(isEmpty(pair.left));
}

void TestIkev2Life::startWhileStoppingBeginsAnew()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    pair.left.stop();
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished() && pair.childrenFit(); }));
    pair.run(minutes(2));
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
}

void TestIkev2Life::deleteByThePeerRestartsWhereItTakesEffectImmediately()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    pair.run(minutes(5)); // it was a stable SA
    const auto spi = pair.left.status().ikeSa->initiatorSpi;
    pair.right.stop();
    QVERIFY(pair.runUntil([&] { return pair.right.isUnloaded(); }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::ReceiveDeleteNotify);
    QVERIFY(pair.left.status().nextAttempt.has_value());
    pair.right.start(rightConfig(), kPsk, false);
    const TimePoint deletedAt = pair.now();
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.now() - deletedAt <= seconds(3));
    QVERIFY(pair.left.status().ikeSa->initiatorSpi != spi);
    QCOMPARE(pair.left.detail(EventCode::NegotiationTriggered, DetailKey::Reason), std::string("delete"));
}

void TestIkev2Life::deleteByThePeerLeavesOthersWaiting()
{
    IkePair pair;
    auto left = leftConfig();
    left.effectImmediately = false;
    establish(pair, left, rightConfig());
    pair.right.stop();
    pair.run(hours(1));
    QVERIFY(pair.left.state() == ConnectionState::Waiting);
    QVERIFY(!pair.left.supervisor().nextDeadline());
    QCOMPARE(pair.left.supervisor().census().sessions, 0u);
}

void TestIkev2Life::trafficStartsAWaitingConnection()
{
    IkePair pair;
    auto left = leftConfig();
    left.effectImmediately = false;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(left, kPsk, false);
    pair.run(minutes(1));
    QVERIFY(pair.sent.empty());
    pair.left.needChild();
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(pair.left.detail(EventCode::TrafficWithoutSa, DetailKey::Destination), std::string("10.2.0.10"));
    pair.left.needChild(); // the SA is there: a late notice starts nothing
    pair.run(seconds(10));
    QCOMPARE(pair.left.count(EventCode::NegotiationTriggered), 1u);
}

void TestIkev2Life::bothStopAtOnce()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    pair.left.stop();
    pair.right.stop();
    QVERIFY(pair.runUntil([&] { return pair.left.isUnloaded() && pair.right.isUnloaded(); }, seconds(10)));
    pair.run(minutes(1));
    QVERIFY(isEmpty(pair.left) && isEmpty(pair.right));
}

void TestIkev2Life::bothDeleteAtOnce()
{
    IkePair pair;
    auto right = rightConfig();
    right.effectImmediately = true;
    establish(pair, leftConfig(), right);
    pair.run(minutes(1));
    pair.left.renegotiate();
    pair.right.renegotiate();
    pair.run(minutes(5));
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
}

void TestIkev2Life::probesAreSentIntoSilenceOnly()
{
    IkePair pair;
    auto right = rightConfig();
    right.dpd.enabled = false;
    establish(pair, leftConfig(), right);
    const std::size_t before = pair.sent.size();
    for (int i = 0; i < 120; ++i) { // ESP comes in every second
        pair.run(seconds(1));
        pair.left.hearEsp();
    }
    QCOMPARE(pair.sent.size(), before);
    pair.run(seconds(121));
    QCOMPARE(pair.left.count(EventCode::DpdProbeSent), 4u); // every 30 s of silence
    QCOMPARE(pair.left.count(EventCode::DpdAnswered), 4u);
    QVERIFY(pair.bothEstablished());
}

void TestIkev2Life::aDeadPeerIsNoticedAndTheTunnelComesBack()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    pair.run(minutes(2));
    bool isCut = true;
    pair.filter = [&](const sim::SimDatagram &) { return !isCut; };
    const TimePoint cutAt = pair.now();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::PeerDead) == 1; }));
    QVERIFY(pair.now() - cutAt <= minutes(3)); // 30 s until the probe, 91 s of retransmits at most
    QVERIFY(pair.left.children().empty());
    QVERIFY(pair.left.status().lastFailure == FailureCode::DpdTimeout);
    QVERIFY(pair.left.state() == ConnectionState::PeerDead);
    pair.run(minutes(10));
    QVERIFY(pair.right.state() == ConnectionState::Waiting);
    isCut = false;
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, minutes(10)));
    QVERIFY(pair.childrenFit());
}

void TestIkev2Life::aRestartedPeerReplacesItsOldSa()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    pair.run(minutes(1));
    pair.left.crash();
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.left.isEstablished(); }));
    pair.run(seconds(1));
    QCOMPARE(pair.right.supervisor().census().sessions, 1u); // INITIAL_CONTACT: at once, not after the probes
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
}

void TestIkev2Life::bothStartAtOnce()
{
    auto right = cheap(rightConfig());
    right.effectImmediately = true;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        IkePair pair(seed);
        pair.left.start(cheap(leftConfig()));
        pair.run(Duration(static_cast<int>(seed % 50))); // at the same time, or somewhere in the other's attempt
        pair.right.start(right, kPsk, true);
        pair.run(minutes(3));
        QVERIFY2(pair.bothEstablished() && pair.childrenFit(), qPrintable(QString::number(seed)));
        QCOMPARE(pair.left.supervisor().census().sessions, 1u);
        QCOMPARE(pair.right.supervisor().census().sessions, 1u);
        QVERIFY2(pair.left.count(EventCode::IkeSaEstablished) <= 3, qPrintable(QString::number(seed)));
    }
}

void TestIkev2Life::bothStartAtOnceWithLoss()
{
    auto right = cheap(rightConfig());
    right.effectImmediately = true;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        sim::NetworkConditions lossy;
        lossy.lossPerMille = 300;
        lossy.duplicatePerMille = 100;
        lossy.reorderPerMille = 100;
        IkePair pair(seed, lossy);
        pair.left.start(cheap(leftConfig()));
        pair.right.start(right, kPsk, true);
        QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, hours(1)));
        pair.network.setConditions({});
        pair.run(minutes(20));
        QVERIFY2(pair.bothEstablished() && pair.childrenFit(), qPrintable(QString::number(seed)));
        QCOMPARE(pair.left.supervisor().census().sessions, 1u);
        QCOMPARE(pair.right.supervisor().census().sessions, 1u);
    }
}

void TestIkev2Life::renewalComesBeforeTheEnd()
{
    auto left = cheap(leftConfig());
    auto right = cheap(rightConfig());
    left.child.lifetime = right.child.lifetime = seconds(3600);
    IkePair pair;
    establish(pair, left, right);
    const auto ikeSpi = pair.left.status().ikeSa->initiatorSpi;
    auto lastSpi = pair.left.status().childSas.front().inboundSpi;
    int renewals = 0;
    const TimePoint end = pair.now() + hours(8);
    while (pair.now() < end) {
        pair.run(seconds(1));
        // Not for a second is there no child on either side.
        QVERIFY(!pair.left.children().empty() && !pair.right.children().empty());
        if (pair.left.status().childSas.front().inboundSpi != lastSpi) {
            lastSpi = pair.left.status().childSas.front().inboundSpi;
            ++renewals;
        }
    }
    QVERIFY(renewals >= 8 && renewals <= 10); // after 80 to 90 % of an hour each
    pair.run(minutes(1));
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    QVERIFY(pair.left.status().ikeSa->initiatorSpi == ikeSpi); // the IKE SA itself lives a day
}

// An outage that ends before the request to renew is given up delays the renewal, and costs nothing else.
void TestIkev2Life::renewalOutlivesAnUnreachablePeer()
{
    auto left = leftConfig();
    left.effectImmediately = false;
    left.child.lifetime = seconds(3600);
    left.dpd.enabled = false;
    auto right = rightConfig();
    right.dpd.enabled = false;
    IkePair pair;
    establish(pair, left, right);
    const auto oldSpi = pair.left.child()->inboundSpi;
    bool isCut = true;
    pair.filter = [&](const sim::SimDatagram &) { return !isCut; };
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::Retransmitted) == 1; }, hours(1)));
    pair.run(seconds(30));
    QVERIFY(pair.left.isEstablished() && pair.right.isEstablished());
    QVERIFY(pair.left.sends(oldSpi.value()));
    isCut = false;
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::ChildSaEstablished) == 2; }, minutes(1)));
    pair.run(minutes(1));
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
    QVERIFY(pair.left.child()->inboundSpi != oldSpi);
}

void TestIkev2Life::anSaThatCannotBeRenewedExpires()
{
    auto left = leftConfig();
    left.effectImmediately = false;
    left.ike.lifetime = seconds(600);
    left.dpd.enabled = false;
    auto right = rightConfig();
    right.dpd.enabled = false;
    IkePair pair;
    establish(pair, left, right);
    const TimePoint establishedAt = pair.left.status().ikeSa->establishedAt;
    pair.filter = [](const sim::SimDatagram &) { return false; };
    QVERIFY(pair.runUntil([&] { return pair.left.children().empty(); }, minutes(20)));
    QCOMPARE(pair.now() - establishedAt, Duration(seconds(600)));
}

// The peer renewed, its Delete of the old SA was lost, and then it deleted the new one: the old one, which still waits
// for its Delete, must not keep us from starting again.
void TestIkev2Life::aReplacedSaIsNoReasonToStayDown()
{
    auto left = leftConfig();
    auto right = rightConfig();
    right.child.lifetime = seconds(600);
    right.child.proposals.front().pfs = api::DhGroup::Curve25519; // refused: the peer renews by a whole new IKE SA
    left.dpd.enabled = right.dpd.enabled = false;
    IkePair pair;
    establish(pair, left, right);
    const std::uint64_t oldSpi = pair.left.status().ikeSa->initiatorSpi;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        return datagram.local.address == kLeft || kind.initiatorSpi != oldSpi || kind.exchange != kInformational;
    };
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::ChildSaEstablished) == 2; }, minutes(10)));
    pair.run(seconds(1));
    QCOMPARE(pair.left.supervisor().census().sessions, 2u);
    pair.right.stop();
    pair.run(seconds(1));
    QVERIFY(pair.left.status().nextAttempt.has_value());
    pair.right.start(rightConfig(), kPsk, false);
    pair.run(minutes(2));
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
}

void TestIkev2Life::renegotiateReplacesBothSas()
{
    IkePair pair;
    establish(pair, leftConfig(), rightConfig());
    pair.run(minutes(2));
    const auto spi = pair.left.child()->inboundSpi;
    pair.left.renegotiate();
    QVERIFY(pair.left.children().empty());
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished() && pair.childrenFit(); }, seconds(5)));
    QVERIFY(pair.left.child()->inboundSpi != spi);
    QCOMPARE(pair.left.detail(EventCode::NegotiationTriggered, DetailKey::Reason), std::string("renegotiate"));
    pair.run(minutes(2));
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
}

QTEST_GUILESS_MAIN(TestIkev2Life)
#include "test_ikev2_life.moc"

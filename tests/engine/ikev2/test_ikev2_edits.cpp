#include "tests/engine/ikev2/settled_pair.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

struct Ends
{
    api::ConnectionConfig left = cheap(leftConfig());
    api::ConnectionConfig right = cheap(rightConfig());
};

api::ConnectionConfig withSuite(api::ConnectionConfig config, api::Encryption encryption)
{
    config.child.proposals.front().encryption = encryption;
    return config;
}

std::size_t messagesOf(const IkePair &pair, std::uint8_t exchange)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        pair.sent, [&](const sim::SimDatagram &datagram) { return kindOf(datagram.bytes).exchange == exchange; }));
}

} // namespace

// An edit of a connection that stands: no more is renegotiated than it touches.
class TestIkev2Edits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nameAndProbingAreTakenOverInPlace();
    void aLifetimeIsRearmed();
    void aLifetimeThatIsOverAlreadyRenewsAtOnce();
    void mtuReachesTheChildThatStands();
    void anotherSuiteRenewsTheChildAlone();
    void thePeerMayFollowLater();
    void anOldChildThatThePeerWouldNotRenewGoes();
    void otherSelectorsMakeTheChildAnew();
    void withoutImmediateEffectTheChildWaitsForTraffic();
    void bothSidesEditAtOnce();
    void whatIsUnderWayForTheOldSettingsIsNotTaken();
    void anEditInTheMiddleOfIkeAuthBeginsAgain();
    void editsDuringARekeyOfTheIkeSa();
    void keyAndIdentitiesTouchBothPhases();
    void anEditAtAnyMomentEndsWell();
};

void TestIkev2Edits::nameAndProbingAreTakenOverInPlace()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    const std::size_t before = pair.sent.size();
    ends.left.name = "headquarters";
    ends.left.dpd.interval = seconds(5);
    pair.left.update(ends.left);
    QVERIFY(pair.left.isEstablished());
    QCOMPARE(pair.sent.size(), before);
    QCOMPARE(pair.left.count(EventCode::ConnectionUpdated), 1u);
    pair.run(seconds(6));
    QCOMPARE(pair.left.count(EventCode::DpdProbeSent), 1u); // the new interval counts from now on
    pair.left.update(ends.left); // the same once more is no edit
    QCOMPARE(pair.left.count(EventCode::ConnectionUpdated), 1u);
}

void TestIkev2Edits::aLifetimeIsRearmed()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    pair.run(minutes(10));
    const TimePoint since = pair.left.status().ikeSa->establishedAt;
    const std::size_t before = pair.sent.size();
    ends.left.ike.lifetime = hours(2);
    ends.left.child.lifetime = hours(1);
    pair.left.update(ends.left);
    QCOMPARE(pair.sent.size(), before);
    const auto &child = pair.left.status().childSas.front();
    QCOMPARE(*child.expiresAt, since + hours(1));
    QVERIFY(*child.rekeyAt >= since + minutes(48) && *child.rekeyAt <= since + minutes(54));
    QVERIFY(*pair.left.status().ikeSa->rekeyAt >= since + minutes(96));
    const auto ike = ikeSpis(pair.left);
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::ChildSaEstablished) == 2; }, hours(1)));
    QVERIFY(pair.now() >= since + minutes(48));
    QCOMPARE(ikeSpis(pair.left), ike);
}

void TestIkev2Edits::aLifetimeThatIsOverAlreadyRenewsAtOnce()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    pair.run(hours(1));
    ends.left.ike.lifetime = ends.left.child.lifetime = seconds(600);
    const auto ike = ikeSpis(pair.left);
    pair.left.update(ends.left);
    for (int i = 0; i < 500; ++i) { // there is a child all the time
        QVERIFY(!pair.left.children().empty() && !pair.right.children().empty());
        pair.run(Duration(10));
    }
    pair.run(minutes(2)); // the replaced ones are gone by then
    QVERIFY(isSettled(pair));
    QVERIFY(ikeSpis(pair.left) != ike);
    QCOMPARE(pair.left.count(EventCode::ChildSaEstablished), 2u);
}

void TestIkev2Edits::mtuReachesTheChildThatStands()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    const std::size_t before = pair.sent.size();
    ends.left.child.mtu = 1300;
    ends.left.child.mss = 1200;
    pair.left.update(ends.left);
    QCOMPARE(pair.left.resizes().size(), 1u);
    QVERIFY(pair.left.resizes().front().inboundSpi == pair.left.child()->inboundSpi);
    QCOMPARE(pair.left.resizes().front().mtu, std::uint16_t{1300});
    QCOMPARE(pair.left.resizes().front().mss, std::uint16_t{1200});
    QCOMPARE(pair.sent.size(), before);
    pair.left.rekeyChild();
    pair.run(minutes(1));
    QCOMPARE(pair.left.child()->mtu, std::uint16_t{1300}); // and its successors have it from the beginning
}

void TestIkev2Edits::anotherSuiteRenewsTheChildAlone()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    const auto ike = ikeSpis(pair.left);
    ends.right = withSuite(ends.right, api::Encryption::Aes256Cbc);
    pair.right.update(ends.right); // not at once: its child goes, and waits for traffic or the peer
    ends.left = withSuite(ends.left, api::Encryption::Aes256Cbc);
    pair.run(Duration(1));
    pair.left.update(ends.left);
    pair.run(minutes(1));
    QVERIFY(isSettled(pair));
    QCOMPARE(ikeSpis(pair.left), ike);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
    QVERIFY(pair.left.child()->proposal.encryption == api::Encryption::Aes256Cbc);

    // Where the peer has the new suite already, the old child carries on until the new one stands.
    ends.right.child.proposals.push_back(ends.right.child.proposals.front());
    ends.right.child.proposals.back().encryption = api::Encryption::Aes192Cbc;
    pair.right.update(ends.right);
    pair.run(minutes(1));
    pair.left.needChild();
    pair.run(minutes(1));
    QVERIFY(isSettled(pair));
    ends.left = withSuite(ends.left, api::Encryption::Aes192Cbc);
    const auto old = pair.left.child()->inboundSpi.value();
    pair.left.update(ends.left);
    QVERIFY(pair.left.isEstablished() && pair.left.sends(old));
    for (int i = 0; i < 1000; ++i) {
        const auto sends = [](const IkeSide &side) {
            return std::ranges::any_of(side.children(), [&](const auto &one) { return side.sends(one.first); });
        };
        QVERIFY(sends(pair.left) && sends(pair.right));
        pair.run(Duration(10));
    }
    pair.run(minutes(1));
    QVERIFY(isSettled(pair));
    QVERIFY(pair.left.child()->proposal.encryption == api::Encryption::Aes192Cbc);
    QCOMPARE(ikeSpis(pair.left), ike);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
}

void TestIkev2Edits::thePeerMayFollowLater()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    const auto ike = ikeSpis(pair.left);
    pair.left.update(withSuite(ends.left, api::Encryption::Aes256Cbc));
    pair.run(seconds(1));
    QVERIFY(pair.left.state() == ConnectionState::Phase2Failed);
    QVERIFY(pair.left.status().lastFailure == FailureCode::ProposalMismatch);
    QVERIFY(pair.left.status().nextAttempt.has_value());
    QCOMPARE(ikeSpis(pair.left), ike);
    QVERIFY(pair.left.children().empty());
    pair.run(seconds(10));
    pair.right.update(withSuite(ends.right, api::Encryption::Aes256Cbc));
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished() && pair.childrenFit(); }, minutes(10)));
    QVERIFY(pair.left.child()->proposal.encryption == api::Encryption::Aes256Cbc);
}

// What the operator has changed is not carried on with until its lifetime ends.
void TestIkev2Edits::anOldChildThatThePeerWouldNotRenewGoes()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    ends.left.child.proposals.front().pfs = api::DhGroup::Curve25519;
    pair.left.update(ends.left);
    pair.run(seconds(5));
    QVERIFY(pair.left.children().empty() || pair.left.count(EventCode::ChildSaDeleted) == 1);
    QCOMPARE(pair.left.detail(EventCode::AttemptFailed, DetailKey::Failure), std::string("PfsMismatch"));
    pair.run(minutes(5));
    // Another IKE SA, whose first child has no group of its own, is the way out of that.
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
}

void TestIkev2Edits::otherSelectorsMakeTheChildAnew()
{
    IkePair pair;
    Ends ends;
    ends.right.child.remote = subnets({"10.1.0.0/16", "10.9.0.0/16"});
    establish(pair, ends.left, ends.right);
    const auto ike = ikeSpis(pair.left);
    ends.left.child.local = subnets({"10.9.0.0/16"});
    pair.left.update(ends.left);
    QVERIFY(pair.left.children().empty()); // not for a moment is there traffic that is no longer wanted
    QVERIFY(pair.left.hasPolicy());
    pair.run(seconds(10));
    QVERIFY(isSettled(pair));
    QCOMPARE(api::toString(pair.left.child()->local), std::string("10.9.0.0/16"));
    QCOMPARE(ikeSpis(pair.left), ike);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
}

void TestIkev2Edits::withoutImmediateEffectTheChildWaitsForTraffic()
{
    IkePair pair;
    Ends ends;
    ends.left.effectImmediately = false;
    establish(pair, ends.left, ends.right);
    const auto ike = ikeSpis(pair.left);
    ends.left.child.local = subnets({"10.1.5.0/24"});
    pair.left.update(ends.left);
    pair.run(minutes(1));
    QVERIFY(pair.left.state() == ConnectionState::Phase1Established);
    QVERIFY(pair.right.state() == ConnectionState::Phase1Established);
    QVERIFY(pair.left.children().empty() && pair.right.children().empty());
    pair.left.needChild();
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(api::toString(pair.right.child()->remote), std::string("10.1.5.0/24"));
    QCOMPARE(ikeSpis(pair.left), ike);

    ends.left.child.replayWindow = 2048; // so is a child for the same traffic
    pair.left.update(ends.left);
    QVERIFY(pair.left.children().empty());
    pair.run(seconds(1));
    pair.left.needChild();
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(pair.left.child()->replayWindow, 2048u);
    QCOMPARE(ikeSpis(pair.left), ike);
}

void TestIkev2Edits::bothSidesEditAtOnce()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        IkePair pair(seed);
        Ends ends;
        ends.right.effectImmediately = true;
        establish(pair, ends.left, ends.right);
        pair.run(minutes(1));
        pair.left.update(withSuite(ends.left, api::Encryption::Aes256Cbc));
        pair.run(Duration(static_cast<int>(seed) * 2));
        pair.right.update(withSuite(ends.right, api::Encryption::Aes256Cbc));
        pair.run(minutes(5));
        QVERIFY2(isSettled(pair), qPrintable(QString::number(seed)));
        QVERIFY(pair.left.child()->proposal.encryption == api::Encryption::Aes256Cbc);
    }
}

// The child of a request that was sent before the edit is not installed, and the peer is told so.
void TestIkev2Edits::whatIsUnderWayForTheOldSettingsIsNotTaken()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    bool isLost = true;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        return !isLost || kind.exchange != kCreateChildSa || !kind.isResponse;
    };
    pair.left.rekeyChild();
    pair.run(Duration(500));
    ends.left.child.replayWindow = 2048;
    pair.left.update(ends.left);
    isLost = false;
    pair.run(minutes(3));
    QVERIFY(isSettled(pair));
    QCOMPARE(pair.left.child()->replayWindow, 2048u);
    QCOMPARE(pair.left.count(EventCode::ChildSaEstablished), 2u); // the first one, and that of the edit
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
}

void TestIkev2Edits::anEditInTheMiddleOfIkeAuthBeginsAgain()
{
    IkePair pair;
    Ends ends;
    ends.right.child.remote = subnets({"10.1.0.0/16", "10.9.0.0/16"});
    pair.right.start(ends.right, kPsk, false);
    bool isLost = true;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        return !isLost || kind.exchange != kIkeAuth || !kind.isResponse;
    };
    pair.left.start(ends.left);
    QVERIFY(pair.runUntil([&] { return messagesOf(pair, kIkeAuth) >= 2; }));
    ends.left.child.local = subnets({"10.9.0.0/16"});
    pair.left.update(ends.left);
    isLost = false;
    pair.run(minutes(3));
    QVERIFY(isSettled(pair));
    QCOMPARE(api::toString(pair.left.child()->local), std::string("10.9.0.0/16"));
}

void TestIkev2Edits::editsDuringARekeyOfTheIkeSa()
{
    for (int moment = 0; moment <= 60; moment += 3) {
        IkePair pair;
        Ends ends;
        establish(pair, ends.left, ends.right);
        pair.left.rekeyIkeSa();
        pair.run(Duration(moment));
        ends.left.child.replayWindow = 2048;
        pair.left.update(ends.left);
        pair.run(minutes(3));
        QVERIFY2(isSettled(pair), qPrintable(QString::number(moment)));
        QCOMPARE(pair.left.child()->replayWindow, 2048u);
    }
}

void TestIkev2Edits::keyAndIdentitiesTouchBothPhases()
{
    IkePair pair;
    Ends ends;
    establish(pair, ends.left, ends.right);
    const auto ike = ikeSpis(pair.left);
    ends.right.ike.remoteId = ends.left.ike.localId = *api::Identity::parse("other.example.org");
    pair.right.update(ends.right);
    pair.left.update(ends.left);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished() && pair.childrenFit(); }));
    QVERIFY(ikeSpis(pair.left) != ike);
    pair.left.update(ends.left, "another-key");
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::AuthenticationRefused);
}

// Whatever is under way: in the end the tunnel is as it was edited last, and nothing else is left.
void TestIkev2Edits::anEditAtAnyMomentEndsWell()
{
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        sim::NetworkConditions lossy;
        lossy.lossPerMille = 200;
        lossy.reorderPerMille = 100;
        lossy.maxDelay = Duration(80);
        IkePair pair(seed, lossy);
        Ends ends;
        ends.right.effectImmediately = seed % 2 == 0;
        pair.right.start(ends.right, kPsk, ends.right.effectImmediately);
        pair.left.start(ends.left);
        sim::SeededRandom random(seed);
        for (int i = 0; i < 12; ++i) {
            pair.run(Duration(static_cast<Duration::rep>(random.below(i % 3 == 0 ? 60'000 : 300))));
            const auto encryption = random.chance(500) ? api::Encryption::Aes256Cbc : api::Encryption::Aes128Cbc;
            switch (random.below(5)) {
            case 0: pair.left.update(ends.left = withSuite(ends.left, encryption)); break;
            case 1: pair.right.update(ends.right = withSuite(ends.right, encryption)); break;
            case 2:
                ends.left.child.replayWindow = random.chance(500) ? 64 : 2048;
                pair.left.update(ends.left);
                break;
            case 3:
                ends.left.child.local =
                    subnets({random.chance(500) ? std::string_view("10.1.0.0/16") : std::string_view("10.1.4.0/24")});
                pair.left.update(ends.left);
                break;
            default: pair.left.rekeyIkeSa(); break;
            }
        }
        pair.network.setConditions({});
        pair.left.update(ends.left = withSuite(ends.left, api::Encryption::Aes192Cbc));
        pair.right.update(ends.right = withSuite(ends.right, api::Encryption::Aes192Cbc));
        pair.run(minutes(20));
        const std::string label = "seed " + std::to_string(seed);
        QVERIFY2(isSettled(pair), label.c_str());
        QCOMPARE(pair.left.child()->replayWindow, ends.left.child.replayWindow);
        QCOMPARE(api::toString(pair.left.child()->local), api::toString(ends.left.child.local));
        QVERIFY(pair.left.child()->proposal.encryption == api::Encryption::Aes192Cbc);
        pair.left.stop();
        pair.right.stop();
        pair.run(minutes(5));
        QCOMPARE(pair.left.supervisor().census().sessions + pair.left.supervisor().census().children, 0u);
        QCOMPARE(pair.right.supervisor().census().sessions + pair.right.supervisor().census().children, 0u);
    }
}

QTEST_GUILESS_MAIN(TestIkev2Edits)
#include "test_ikev2_edits.moc"

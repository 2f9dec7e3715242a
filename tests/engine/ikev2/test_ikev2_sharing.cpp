#include "tests/engine/ikev2/settled_pair.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const api::ConnectionId kA{"vco-pair"};
const api::ConnectionId kB{"vco-pair-b"};

// A second connection between the same gateways, for other networks.
api::ConnectionConfig second(api::ConnectionConfig config)
{
    config.id = kB;
    config.name = "pair b";
    const bool isLeft = config.localAddress == kLeft;
    config.child.local = subnets({isLeft ? "10.11.0.0/16" : "10.12.0.0/16"});
    config.child.remote = subnets({isLeft ? "10.12.0.0/16" : "10.11.0.0/16"});
    return config;
}

struct Ends
{
    api::ConnectionConfig leftA = cheap(leftConfig());
    api::ConnectionConfig rightA = cheap(rightConfig());
    api::ConnectionConfig leftB = second(leftA);
    api::ConnectionConfig rightB = second(rightA);
};


bool isUp(const IkeSide &side, const api::ConnectionId &id)
{
    return side.status(id).state == ConnectionState::Established;
}

bool areUp(const IkePair &pair)
{
    return isUp(pair.left, kA) && isUp(pair.left, kB) && isUp(pair.right, kA) && isUp(pair.right, kB);
}

std::uint64_t ikeSpi(const IkeSide &side, const api::ConnectionId &id)
{
    const auto &ikeSa = side.status(id).ikeSa;
    return ikeSa ? ikeSa->initiatorSpi ^ ikeSa->responderSpi : 0;
}

// One IKE SA with one child for each of the two, the same at both ends, and nothing besides.
bool isOneForBoth(const IkePair &pair)
{
    const auto left = pair.left.supervisor().census();
    const auto right = pair.right.supervisor().census();
    const std::uint64_t ike = ikeSpi(pair.left, kA);
    const auto fits = [&](const api::ConnectionId &id) {
        const auto &a = pair.left.status(id).childSas;
        const auto &b = pair.right.status(id).childSas;
        return a.size() == 1 && b.size() == 1 && a.front().inboundSpi == b.front().outboundSpi
            && a.front().local == b.front().remote && a.front().remote == b.front().local
            && pair.left.sends(a.front().inboundSpi) && pair.right.sends(b.front().inboundSpi)
            && pair.left.children().at(a.front().inboundSpi).connection == id;
    };
    return areUp(pair) && left.sessions == 1 && right.sessions == 1 && left.children == 2 && right.children == 2
        && ike == ikeSpi(pair.left, kB) && ike == ikeSpi(pair.right, kA) && ike == ikeSpi(pair.right, kB) && fits(kA)
        && fits(kB);
}

void startAll(IkePair &pair, const Ends &ends)
{
    pair.right.start(ends.rightA, kPsk, ends.rightA.effectImmediately);
    pair.right.start(ends.rightB, kPsk, ends.rightB.effectImmediately);
    pair.left.start(ends.leftA, kPsk, ends.leftA.effectImmediately);
    pair.left.start(ends.leftB, kPsk, ends.leftB.effectImmediately);
}

void establishBoth(IkePair &pair, const Ends &ends = {})
{
    startAll(pair, ends);
    QVERIFY(pair.runUntil([&] { return areUp(pair); }, seconds(30)));
    QVERIFY(isOneForBoth(pair));
}

} // namespace

// Connections between the same two gateways have one IKE SA.
class TestIkev2Sharing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecondConnectionJoinsTheIkeSaThatStands();
    void whatStartsTogetherNegotiatesOnce();
    void bothSidesStartEverything();
    void bothAskForTheSameAndOneIsLate();
    void nothingIsSentByAChildThatGoes();
    void otherSettingsHaveTheirOwn_data();
    void otherSettingsHaveTheirOwn();
    void thePeersChildGoesToWhoseSelectorsFitBest();
    void stoppingOneLeavesTheOther();
    void stoppingWhileTheOtherWaits();
    void aRekeyOfTheIkeSaTakesAllAlong();
    void rekeyingOneLeavesTheOthersChild();
    void aDeadPeerIsDeadForAll();
    void aRestartedPeerComesBackForAll();
    void whoWaitsFailsWithWhoNegotiates();
    void aRefusedChildMayHaveAnIkeSaOfItsOwn();
    void renegotiatingOneConcernsAll();
    void anEditOfTheIkeSettingsMovesAll();
    void anEditOfOneChildConcernsNoOther();
    void trafficBringsUpTheSecondOnTheSameIkeSa();
    void lifetimesAreEachItsOwn();
    void whateverHappensNothingIsLeft();
};

void TestIkev2Sharing::aSecondConnectionJoinsTheIkeSaThatStands()
{
    IkePair pair;
    const Ends ends;
    pair.right.start(ends.rightA, kPsk, false);
    pair.right.start(ends.rightB, kPsk, false);
    pair.left.start(ends.leftA);
    QVERIFY(pair.runUntil([&] { return isUp(pair.left, kA); }));
    pair.run(minutes(1));
    pair.left.start(ends.leftB);
    QVERIFY(pair.left.status(kB).state == ConnectionState::Phase2Negotiating);
    pair.run(seconds(1));
    QVERIFY(isOneForBoth(pair));
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
    for (const IkeSide *side : {&pair.left, &pair.right}) {
        QVERIFY(side->last(EventCode::IkeSaShared)->connection == kB);
        QCOMPARE(side->detail(EventCode::IkeSaShared, DetailKey::Name), std::string("pair"));
    }
}

void TestIkev2Sharing::whatStartsTogetherNegotiatesOnce()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        IkePair pair(seed);
        establishBoth(pair);
        QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
        QCOMPARE(pair.right.count(EventCode::IkeSaEstablished), 1u);
    }
}

void TestIkev2Sharing::bothSidesStartEverything()
{
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        sim::NetworkConditions lossy;
        lossy.lossPerMille = seed % 3 == 0 ? 250 : 0;
        lossy.maxDelay = Duration(20 + static_cast<int>(seed));
        IkePair pair(seed, lossy);
        Ends ends;
        ends.rightA.effectImmediately = ends.rightB.effectImmediately = true;
        startAll(pair, ends);
        QVERIFY(pair.runUntil([&] { return areUp(pair); }, minutes(30)));
        pair.network.setConditions({});
        pair.run(minutes(20));
        const std::string label = "seed " + std::to_string(seed);
        QVERIFY2(areUp(pair), label.c_str());
        // Two negotiations that crossed may leave one IKE SA for each, which both sides see alike.
        for (const auto &id : {kA, kB}) {
            QVERIFY2(ikeSpi(pair.left, id) == ikeSpi(pair.right, id), label.c_str());
            QCOMPARE(pair.left.status(id).childSas.size(), std::size_t{1});
            QCOMPARE(pair.right.status(id).childSas.size(), std::size_t{1});
        }
        QCOMPARE(pair.left.supervisor().census().sessions, pair.right.supervisor().census().sessions);
        QVERIFY2(pair.left.supervisor().census().children == 2, label.c_str());
        QVERIFY2(pair.right.supervisor().census().children == 2, label.c_str());
    }
}

// RFC 7296, 2.8.1, where one request arrives when the other side is done with its own: that one does not see two rivals,
// but a peer that asks for what it has. Whichever child goes, it is gone for good, also if the other is renewed first.
void TestIkev2Sharing::bothAskForTheSameAndOneIsLate()
{
    int leftWon = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        IkePair pair(seed);
        Ends ends;
        ends.rightA.effectImmediately = ends.rightB.effectImmediately = true;
        ends.leftB.child.lifetime = ends.rightB.child.lifetime = seconds(100);
        bool isFirst = true;
        pair.filter = [&](const sim::SimDatagram &datagram) {
            const MessageKind kind = kindOf(datagram.bytes);
            if (datagram.local.address == kRight || kind.isResponse)
                return true;
            return kind.exchange == kIkeSaInit ? false
                                               : kind.exchange != kCreateChildSa || !std::exchange(isFirst, false);
        };
        startAll(pair, ends);
        QVERIFY(pair.runUntil([&] { return areUp(pair); }, seconds(30)));
        QVERIFY(!isFirst);
        const auto ofRight = pair.right.status(kB).childSas.front().inboundSpi;
        pair.run(seconds(20));
        pair.filter = nullptr;
        leftWon += pair.right.status(kB).childSas.front().inboundSpi == ofRight ? 0 : 1;
        pair.run(minutes(10));
        QVERIFY2(pair.runUntil([&] { return isOneForBoth(pair); }, seconds(30)), qPrintable(QString::number(seed)));
    }
    QVERIFY(leftWon > 5 && leftWon < 35);
}

// Both have packets for the same networks. Of the two children one goes, and its packets would be lost.
void TestIkev2Sharing::nothingIsSentByAChildThatGoes()
{
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        IkePair pair(seed);
        Ends ends;
        ends.leftB.effectImmediately = ends.rightB.effectImmediately = false;
        startAll(pair, ends);
        QVERIFY(pair.runUntil([&] { return isUp(pair.left, kA) && isUp(pair.right, kA); }, seconds(30)));
        pair.left.select(kB);
        pair.left.needChild();
        pair.right.select(kB);
        pair.right.needChild();
        std::set<std::uint32_t> installed;
        std::set<std::uint32_t> used;
        for (int i = 0; i < 5000; ++i) {
            pair.run(Duration(1));
            for (const IkeSide *side : {&pair.left, &pair.right}) {
                for (const auto &[spi, sa] : side->children()) {
                    installed.insert(spi);
                    if (side->sends(spi))
                        used.insert(sa.outboundSpi.value());
                }
            }
        }
        QVERIFY(pair.runUntil([&] { return isOneForBoth(pair); }, seconds(30)));
        QVERIFY2(std::ranges::includes(installed, used), qPrintable(QString::number(seed)));
    }
}

void TestIkev2Sharing::otherSettingsHaveTheirOwn_data()
{
    QTest::addColumn<int>("what");
    QTest::newRow("identities") << 0;
    QTest::newRow("suite") << 1;
    QTest::newRow("NAT traversal") << 2;
    QTest::newRow("key") << 3;
}

void TestIkev2Sharing::otherSettingsHaveTheirOwn()
{
    QFETCH(int, what);
    Ends ends;
    if (what == 0) {
        ends.leftB.ike.localId = ends.rightB.ike.remoteId = *api::Identity::parse("other.example.org");
    } else if (what == 1) {
        ends.leftB.ike.proposals.front().encryption = api::Encryption::Aes256Cbc;
        ends.rightB.ike.proposals.front().encryption = api::Encryption::Aes256Cbc;
    } else if (what == 2) {
        ends.leftB.natTraversal = ends.rightB.natTraversal = api::NatTraversal::Forced;
    }
    const std::string_view key = what == 3 ? "another-long-secret" : kPsk;
    IkePair pair;
    pair.right.start(ends.rightA, kPsk, false);
    pair.right.start(ends.rightB, key, false);
    pair.left.start(ends.leftA);
    pair.left.start(ends.leftB, key);
    pair.run(minutes(2));
    QVERIFY(areUp(pair));
    QVERIFY(ikeSpi(pair.left, kA) != ikeSpi(pair.left, kB));
    QCOMPARE(pair.left.supervisor().census().sessions, 2u);
    QCOMPARE(pair.right.supervisor().census().sessions, 2u);
    QCOMPARE(pair.left.count(EventCode::IkeSaShared), 0u);
}

void TestIkev2Sharing::thePeersChildGoesToWhoseSelectorsFitBest()
{
    for (const bool wideFirst : {true, false}) {
        IkePair pair;
        Ends ends;
        ends.leftB.child.local = ends.rightB.child.remote = subnets({"10.1.5.0/24"}); // within A's
        ends.leftB.child.remote = ends.rightB.child.local = subnets({"10.2.7.0/24"});
        pair.right.start(ends.rightA, kPsk, false);
        pair.right.start(ends.rightB, kPsk, false);
        pair.left.start(wideFirst ? ends.leftA : ends.leftB);
        pair.run(seconds(5));
        pair.left.start(wideFirst ? ends.leftB : ends.leftA);
        pair.run(seconds(5));
        QVERIFY(isOneForBoth(pair));
        QCOMPARE(api::toString(pair.right.status(kB).childSas.front().remote), std::string("10.1.5.0/24"));
        QCOMPARE(api::toString(pair.right.status(kA).childSas.front().remote), std::string("10.1.0.0/16"));
    }
}

void TestIkev2Sharing::stoppingOneLeavesTheOther()
{
    for (const bool stopsSpeaker : {true, false}) {
        for (const bool byLeft : {true, false}) {
            IkePair pair;
            establishBoth(pair);
            IkeSide &side = byLeft ? pair.left : pair.right;
            const IkeSide &other = byLeft ? pair.right : pair.left;
            const auto &gone = stopsSpeaker ? kA : kB;
            const auto &stays = stopsSpeaker ? kB : kA;
            const auto ike = ikeSpi(side, stays);
            side.stop(gone.value());
            QVERIFY(side.status(gone).state == ConnectionState::Stopped);
            pair.run(seconds(20));
            QVERIFY(isUp(side, stays) && isUp(other, stays));
            QCOMPARE(ikeSpi(side, stays), ike);
            QCOMPARE(side.supervisor().census().children, 1u);
            if (!byLeft)
                continue; // the left side asks again for what it wants at once
            QCOMPARE(other.supervisor().census().children, 1u);
            // What is left goes on: it renews both, and the last one deletes the IKE SA.
            side.select(stays);
            side.rekeyIkeSa();
            side.rekeyChild();
            pair.run(minutes(3));
            QVERIFY(isUp(side, stays) && isUp(other, stays));
            QVERIFY(ikeSpi(side, stays) != ike);
            side.stop(stays.value());
            pair.run(minutes(2));
            QVERIFY(isEmpty(side));
            QCOMPARE(other.supervisor().census().sessions, 0u);
            QCOMPARE(other.supervisor().census().children, 0u);
        }
    }
}

void TestIkev2Sharing::stoppingWhileTheOtherWaits()
{
    for (int moment = 0; moment <= 120; moment += 6) {
        IkePair pair;
        const Ends ends;
        startAll(pair, ends);
        pair.run(Duration(moment));
        pair.left.stop(kA.value());
        pair.run(minutes(2));
        QVERIFY2(isUp(pair.left, kB) && isUp(pair.right, kB), qPrintable(QString::number(moment)));
        QCOMPARE(pair.left.supervisor().census().sessions, 1u);
        QCOMPARE(pair.left.supervisor().census().children, 1u);
        QCOMPARE(pair.right.supervisor().census().sessions, 1u);
        QCOMPARE(pair.right.supervisor().census().children, 1u);
    }
}

void TestIkev2Sharing::aRekeyOfTheIkeSaTakesAllAlong()
{
    IkePair pair;
    establishBoth(pair);
    for (int i = 0; i < 6; ++i) {
        const auto ike = ikeSpi(pair.left, kA);
        IkeSide &side = i % 2 == 0 ? pair.left : pair.right;
        side.select(i % 3 == 0 ? kA : kB);
        side.rekeyIkeSa();
        pair.run(minutes(3));
        QVERIFY(isOneForBoth(pair));
        QVERIFY(ikeSpi(pair.left, kA) != ike);
    }
    QCOMPARE(pair.left.count(EventCode::ChildSaEstablished), 2u);
}

void TestIkev2Sharing::rekeyingOneLeavesTheOthersChild()
{
    IkePair pair;
    establishBoth(pair);
    const auto a = pair.left.status(kA).childSas.front().inboundSpi;
    const auto b = pair.left.status(kB).childSas.front().inboundSpi;
    pair.left.select(kB);
    pair.left.rekeyChild();
    pair.run(minutes(1));
    QVERIFY(isOneForBoth(pair));
    QCOMPARE(pair.left.status(kA).childSas.front().inboundSpi, a);
    QVERIFY(pair.left.status(kB).childSas.front().inboundSpi != b);
}

void TestIkev2Sharing::aDeadPeerIsDeadForAll()
{
    IkePair pair;
    establishBoth(pair);
    pair.run(minutes(2));
    bool isCut = true;
    pair.filter = [&](const sim::SimDatagram &) { return !isCut; };
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::PeerDead) == 1; }));
    for (const auto &id : {kA, kB}) {
        QVERIFY(pair.left.status(id).state == ConnectionState::PeerDead);
        QVERIFY(pair.left.status(id).lastFailure == FailureCode::DpdTimeout);
    }
    QVERIFY(pair.left.children().empty());
    pair.run(minutes(10));
    isCut = false;
    QVERIFY(pair.runUntil([&] { return areUp(pair); }, minutes(15)));
    pair.run(minutes(1));
    QVERIFY(isOneForBoth(pair));
}

// INITIAL_CONTACT ends what the peer has lost, for all of them, and nothing that was made since.
void TestIkev2Sharing::aRestartedPeerComesBackForAll()
{
    for (const bool leftDies : {true, false}) {
        IkePair pair;
        const Ends ends;
        establishBoth(pair, ends);
        pair.run(minutes(2));
        IkeSide &dying = leftDies ? pair.left : pair.right;
        dying.crash();
        dying.start(leftDies ? ends.leftA : ends.rightA);
        dying.start(leftDies ? ends.leftB : ends.rightB);
        pair.run(minutes(1));
        QVERIFY(isOneForBoth(pair));
    }
}

void TestIkev2Sharing::whoWaitsFailsWithWhoNegotiates()
{
    IkePair pair;
    pair.filter = [](const sim::SimDatagram &) { return false; };
    const Ends ends;
    startAll(pair, ends);
    pair.run(seconds(1));
    QVERIFY(pair.left.status(kB).state == ConnectionState::Phase1Negotiating);
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    QVERIFY(pair.runUntil([&] { return pair.left.status(kA).state == ConnectionState::Phase1Failed; }));
    QVERIFY(pair.left.status(kB).state == ConnectionState::Phase1Failed);
    QVERIFY(pair.left.status(kB).lastFailure == pair.left.status(kA).lastFailure);
    QVERIFY(pair.left.status(kB).nextAttempt.has_value());
    pair.run(minutes(30));
    QVERIFY(pair.left.supervisor().census().sessions <= 1u); // one negotiation for the two at any time
    pair.filter = nullptr;
    pair.run(minutes(20));
    QVERIFY(isOneForBoth(pair));
}

void TestIkev2Sharing::aRefusedChildMayHaveAnIkeSaOfItsOwn()
{
    IkePair pair;
    Ends ends;
    ends.leftB.child.proposals.front().pfs = api::DhGroup::Curve25519; // which the peer does not have
    startAll(pair, ends);
    pair.run(seconds(1));
    QVERIFY(isUp(pair.left, kA));
    QVERIFY(pair.left.status(kB).lastFailure == FailureCode::PfsMismatch
            || pair.left.status(kB).lastFailure == FailureCode::ProposalMismatch);
    pair.run(minutes(5));
    QVERIFY(areUp(pair)); // the first child of an IKE SA has no group
    QVERIFY(ikeSpi(pair.left, kA) != ikeSpi(pair.left, kB));
    QCOMPARE(pair.left.supervisor().census().sessions, 2u);
}

void TestIkev2Sharing::renegotiatingOneConcernsAll()
{
    IkePair pair;
    establishBoth(pair);
    pair.run(minutes(2));
    const auto ike = ikeSpi(pair.left, kA);
    pair.left.select(kB);
    pair.left.renegotiate();
    QVERIFY(pair.left.children().empty());
    pair.run(minutes(1));
    QVERIFY(isOneForBoth(pair));
    QVERIFY(ikeSpi(pair.left, kA) != ike);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 2u);
}

// Saved for all of them, one after the other, as the catalogue hands them on.
void TestIkev2Sharing::anEditOfTheIkeSettingsMovesAll()
{
    IkePair pair;
    Ends ends;
    establishBoth(pair, ends);
    pair.run(minutes(2));
    const auto ike = ikeSpi(pair.left, kA);
    constexpr std::string_view kOther = "another-long-secret";
    pair.right.update(ends.rightA, kOther);
    pair.right.update(ends.rightB, kOther);
    pair.left.update(ends.leftA, kOther);
    QVERIFY(pair.left.status(kB).state == ConnectionState::Established); // not edited yet
    QCOMPARE(ikeSpi(pair.left, kB), ike);
    pair.left.update(ends.leftB, kOther);
    pair.run(minutes(5));
    QVERIFY(isOneForBoth(pair));
    QVERIFY(ikeSpi(pair.left, kA) != ike);
}

void TestIkev2Sharing::anEditOfOneChildConcernsNoOther()
{
    IkePair pair;
    Ends ends;
    establishBoth(pair, ends);
    const auto ike = ikeSpi(pair.left, kA);
    const auto a = pair.left.status(kA).childSas.front().inboundSpi;
    ends.rightB.child.remote = subnets({"10.11.0.0/16", "10.13.0.0/16"});
    pair.right.update(ends.rightB);
    ends.leftB.child.local = subnets({"10.13.0.0/16"});
    pair.left.update(ends.leftB);
    pair.run(minutes(2));
    QVERIFY(isOneForBoth(pair));
    QCOMPARE(api::toString(pair.left.status(kB).childSas.front().local), std::string("10.13.0.0/16"));
    QCOMPARE(pair.left.status(kA).childSas.front().inboundSpi, a);
    QCOMPARE(ikeSpi(pair.left, kB), ike);
}

void TestIkev2Sharing::trafficBringsUpTheSecondOnTheSameIkeSa()
{
    IkePair pair;
    Ends ends;
    ends.leftA.effectImmediately = ends.leftB.effectImmediately = false;
    startAll(pair, ends);
    pair.left.select(kA);
    pair.left.needChild();
    pair.run(seconds(10));
    QVERIFY(isUp(pair.left, kA));
    QVERIFY(pair.left.status(kB).state == ConnectionState::Waiting);
    pair.left.select(kB);
    pair.left.needChild();
    pair.run(seconds(10));
    QVERIFY(isOneForBoth(pair));
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
}

void TestIkev2Sharing::lifetimesAreEachItsOwn()
{
    IkePair pair;
    Ends ends;
    ends.leftA.child.lifetime = seconds(600);
    ends.leftB.child.lifetime = seconds(3600);
    establishBoth(pair, ends);
    const auto a = pair.left.status(kA).childSas.front().inboundSpi;
    const auto b = pair.left.status(kB).childSas.front().inboundSpi;
    pair.run(minutes(11));
    QVERIFY(isOneForBoth(pair));
    QVERIFY(pair.left.status(kA).childSas.front().inboundSpi != a);
    QCOMPARE(pair.left.status(kB).childSas.front().inboundSpi, b);
}

void TestIkev2Sharing::whateverHappensNothingIsLeft()
{
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        sim::NetworkConditions lossy;
        lossy.lossPerMille = 200;
        lossy.reorderPerMille = 100;
        lossy.maxDelay = Duration(100);
        IkePair pair(seed, lossy);
        Ends ends;
        ends.rightA.effectImmediately = seed % 3 == 0;
        ends.rightB.effectImmediately = seed % 2 == 0;
        startAll(pair, ends);
        sim::SeededRandom random(seed);
        for (int i = 0; i < 16; ++i) {
            pair.run(Duration(static_cast<Duration::rep>(random.below(i % 3 == 0 ? 90'000 : 400))));
            const bool isLeft = random.chance(500);
            const bool isA = random.chance(500);
            IkeSide &side = isLeft ? pair.left : pair.right;
            api::ConnectionConfig &config =
                isLeft ? (isA ? ends.leftA : ends.leftB) : (isA ? ends.rightA : ends.rightB);
            side.select(config.id);
            switch (random.below(7)) {
            case 0: side.stop(config.id.value()); break;
            case 1: side.start(config, kPsk, config.effectImmediately); break;
            case 2: side.renegotiate(); break;
            case 3: side.rekeyIkeSa(); break;
            case 4: side.rekeyChild(); break;
            case 5:
                config.child.replayWindow = random.chance(500) ? 64 : 1024;
                side.update(config);
                break;
            default:
                if (random.chance(300)) {
                    side.crash();
                    side.start(isLeft ? ends.leftA : ends.rightA);
                    side.start(isLeft ? ends.leftB : ends.rightB);
                }
            }
        }
        pair.network.setConditions({});
        for (const auto &config : {ends.rightA, ends.rightB})
            pair.right.start(config, kPsk, false);
        for (const auto &config : {ends.leftA, ends.leftB})
            pair.left.start(config);
        const std::string label = "seed " + std::to_string(seed);
        pair.run(minutes(25));
        QVERIFY2(areUp(pair), label.c_str());
        QVERIFY2(pair.left.supervisor().census().children == 2, label.c_str());
        QVERIFY2(pair.right.supervisor().census().children == 2, label.c_str());
        QVERIFY2(pair.left.supervisor().census().sessions <= 2, label.c_str());
        pair.left.stop(kA.value());
        pair.right.stop(kB.value());
        pair.run(seconds(static_cast<int>(seed % 5)));
        pair.left.stop(kB.value());
        pair.right.stop(kA.value());
        pair.run(minutes(3));
        QVERIFY2(isEmpty(pair.left) && isEmpty(pair.right), label.c_str());
    }
}

QTEST_GUILESS_MAIN(TestIkev2Sharing)
#include "test_ikev2_sharing.moc"

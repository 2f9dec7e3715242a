#include "tests/engine/ikev2/ike_pair.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const std::vector<std::string_view> kLocal = {"10.1.0.0/16", "10.11.0.0/16"};
const std::vector<std::string_view> kRemote = {"10.2.0.0/16", "10.12.0.0/16"};

// Ours: two subnets on each side.
api::ConnectionConfig wide()
{
    auto config = cheap(leftConfig());
    config.child.local = subnets({kLocal[0], kLocal[1]});
    config.child.remote = subnets({kRemote[0], kRemote[1]});
    return config;
}

api::ConnectionId partId(std::size_t part) { return api::ConnectionId("vco-part-" + std::to_string(part)); }

// The peer has a connection for each pair, as a device that takes but one pair in a child: whatever is offered, it
// narrows to one of them.
api::ConnectionConfig part(std::size_t number)
{
    auto config = cheap(rightConfig());
    config.id = partId(number);
    config.child.local = subnets({kRemote[number / 2]});
    config.child.remote = subnets({kLocal[number % 2]});
    return config;
}

void startParts(IkePair &pair, std::initializer_list<std::size_t> numbers = {0, 1, 2, 3}, bool negotiate = false)
{
    for (const std::size_t number : numbers) {
        auto config = part(number);
        config.effectImmediately = negotiate;
        pair.right.start(config, kPsk, negotiate);
    }
}

std::set<std::string> pairsOf(const IkeSide &side)
{
    std::set<std::string> pairs;
    for (const auto &child : side.status().childSas)
        pairs.insert(api::toString(child.local) + " " + api::toString(child.remote));
    return pairs;
}

std::set<std::string> allPairs()
{
    std::set<std::string> pairs;
    for (const auto &local : kLocal) {
        for (const auto &remote : kRemote)
            pairs.insert(std::string(local) + " " + std::string(remote));
    }
    return pairs;
}

bool isComplete(const IkePair &pair)
{
    const auto left = pair.left.supervisor().census();
    const auto right = pair.right.supervisor().census();
    return pair.left.isEstablished() && pairsOf(pair.left) == allPairs() && pair.left.status().childSas.size() == 4
        && left.sessions == 1 && right.sessions == 1 && left.children == 4 && right.children == 4;
}

std::size_t requests(const IkePair &pair)
{
    return static_cast<std::size_t>(std::ranges::count_if(pair.sent, [](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        return kind.exchange == kCreateChildSa && !kind.isResponse;
    }));
}

} // namespace

// Peers that take one pair of subnets in a child: RFC 7296, 2.9.
class TestIkev2Split : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatThePeerNarrowsAwayIsAskedForBesides();
    void thePeerMayAskPairByPair();
    void aPairThatThePeerRefusesIsSaidAndLeft();
    void aPeerThatCarriesLessIsNotPressed();
    void eachIsRekeyedOnItsOwn();
    void aRekeyOfTheIkeSaTakesAllAlong();
    void aPartThatThePeerDeletesComesBack();
    void trafficAsksForAMissingPart();
    void theSamePairAgainReplacesItsChild();
    void theLastPartTakesTheConnectionDown();
    void throughLossAllPairsComeUp();
};

void TestIkev2Split::whatThePeerNarrowsAwayIsAskedForBesides()
{
    IkePair pair;
    startParts(pair);
    pair.left.start(wide());
    QVERIFY(pair.runUntil([&] { return pair.left.isEstablished(); }));
    pair.run(seconds(5));
    QVERIFY(isComplete(pair));
    QCOMPARE(pair.left.count(EventCode::SelectorsSplit), 1u);
    QCOMPARE(pair.left.detail(EventCode::SelectorsSplit, DetailKey::Count), std::string("3"));
    QCOMPARE(pair.left.count(EventCode::PairsMissing), 0u);
    QCOMPARE(requests(pair), 3u);
    for (std::size_t number = 0; number < 4; ++number)
        QCOMPARE(pair.right.status(partId(number)).childSas.size(), std::size_t{1});
    pair.left.stop();
    pair.run(minutes(2));
    QCOMPARE(pair.left.supervisor().census().children + pair.left.supervisor().census().sessions, 0u);
    QCOMPARE(pair.right.supervisor().census().children + pair.right.supervisor().census().sessions, 0u);
}

void TestIkev2Split::thePeerMayAskPairByPair()
{
    IkePair pair;
    auto left = wide();
    left.effectImmediately = false;
    pair.left.start(left, kPsk, false);
    startParts(pair, {0, 1, 2, 3}, true);
    pair.run(seconds(10));
    QVERIFY(isComplete(pair));
    // What we renew is what the peer made.
    pair.left.rekeyChild();
    pair.run(minutes(3));
    QVERIFY(isComplete(pair));
    QCOMPARE(pair.left.count(EventCode::SelectorsUnacceptable), 0u);
}

void TestIkev2Split::aPairThatThePeerRefusesIsSaidAndLeft()
{
    IkePair pair;
    startParts(pair, {0, 1, 3});
    pair.left.start(wide());
    pair.run(seconds(10));
    QVERIFY(pair.left.isEstablished());
    QCOMPARE(pair.left.status().childSas.size(), std::size_t{3});
    QCOMPARE(pair.left.count(EventCode::PairsMissing), 1u);
    QCOMPARE(pair.left.detail(EventCode::PairsMissing, DetailKey::Count), std::string("1"));
    QCOMPARE(pair.left.detail(EventCode::PairsMissing, DetailKey::Selector),
             std::string("10.1.0.0/16 === 10.12.0.0/16"));
    const std::size_t before = requests(pair);
    for (int i = 0; i < 60; ++i) {
        pair.left.needChild(); // traffic of that pair
        pair.run(seconds(1));
    }
    QCOMPARE(requests(pair), before);
    // Negotiated anew, it is asked for again.
    startParts(pair, {2});
    pair.left.renegotiate();
    pair.run(minutes(1));
    QVERIFY(isComplete(pair));
}

// It narrows to more than one pair: that is its configuration, and no limit of its children.
void TestIkev2Split::aPeerThatCarriesLessIsNotPressed()
{
    IkePair pair;
    auto right = part(0);
    right.child.local = subnets({kRemote[0], kRemote[1]});
    pair.right.start(right, kPsk, false);
    pair.left.start(wide());
    pair.run(seconds(10));
    QVERIFY(pair.left.isEstablished());
    QCOMPARE(pair.left.status().childSas.size(), std::size_t{1});
    QCOMPARE(requests(pair), 0u);
    QCOMPARE(pair.left.count(EventCode::SelectorsNarrowed), 1u);
    QCOMPARE(pair.left.count(EventCode::SelectorsSplit), 0u);
}

void TestIkev2Split::eachIsRekeyedOnItsOwn()
{
    IkePair pair;
    startParts(pair);
    auto left = wide();
    left.child.lifetime = seconds(600);
    pair.left.start(left);
    pair.run(seconds(5));
    QVERIFY(isComplete(pair));
    std::set<std::uint32_t> old;
    for (const auto &child : pair.left.status().childSas)
        old.insert(child.inboundSpi);
    pair.run(minutes(12));
    QVERIFY(isComplete(pair));
    QVERIFY(std::ranges::none_of(pair.left.status().childSas,
                                 [&](const auto &child) { return old.contains(child.inboundSpi); }));
    QCOMPARE(pair.left.count(EventCode::SelectorsSplit), 1u);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
    pair.right.select(partId(2)); // and one by the peer
    pair.right.rekeyChild();
    pair.run(minutes(3));
    QVERIFY(isComplete(pair));
}

void TestIkev2Split::aRekeyOfTheIkeSaTakesAllAlong()
{
    IkePair pair;
    startParts(pair);
    pair.left.start(wide());
    pair.run(seconds(5));
    pair.left.rekeyIkeSa();
    pair.run(minutes(3));
    QVERIFY(isComplete(pair));
    QCOMPARE(pair.left.count(EventCode::ChildSaEstablished), 4u);
}

void TestIkev2Split::aPartThatThePeerDeletesComesBack()
{
    IkePair pair;
    startParts(pair);
    pair.left.start(wide());
    pair.run(seconds(5));
    QVERIFY(isComplete(pair));
    pair.right.stop(partId(3).value());
    pair.run(seconds(10));
    QVERIFY(pair.left.isEstablished()); // with what is left
    QCOMPARE(pair.left.status().childSas.size(), std::size_t{3});
    startParts(pair, {3});
    pair.run(minutes(1));
    QVERIFY(isComplete(pair));
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
}

void TestIkev2Split::trafficAsksForAMissingPart()
{
    IkePair pair;
    startParts(pair);
    auto left = wide();
    left.effectImmediately = false;
    pair.left.start(left, kPsk, false);
    pair.left.needChild();
    pair.run(seconds(10));
    QVERIFY(isComplete(pair));
    pair.right.stop(partId(1).value());
    startParts(pair, {1});
    pair.run(minutes(2));
    QCOMPARE(pair.left.status().childSas.size(), std::size_t{3}); // nothing by itself
    pair.left.needChild();
    pair.run(seconds(10));
    QVERIFY(isComplete(pair));
}

void TestIkev2Split::theSamePairAgainReplacesItsChild()
{
    IkePair pair;
    startParts(pair, {0}, true);
    auto left = wide();
    left.effectImmediately = false;
    pair.left.start(left, kPsk, false);
    pair.run(seconds(5));
    QCOMPARE(pair.left.status().childSas.size(), std::size_t{1});
    const auto old = pair.left.status().childSas.front().inboundSpi;
    // The peer's connection goes without a word, and comes back: for it there is no child.
    pair.filter = [](const sim::SimDatagram &datagram) { return kindOf(datagram.bytes).exchange != kInformational; };
    pair.right.stop(partId(0).value());
    pair.run(seconds(10));
    pair.filter = nullptr;
    startParts(pair, {0}, true);
    pair.run(minutes(3));
    QCOMPARE(pair.left.status().childSas.size(), std::size_t{1});
    QVERIFY(pair.left.status().childSas.front().inboundSpi != old);
    QCOMPARE(pair.left.supervisor().census().children, 1u);
}

void TestIkev2Split::theLastPartTakesTheConnectionDown()
{
    IkePair pair;
    startParts(pair);
    auto left = wide();
    left.effectImmediately = false;
    pair.left.start(left, kPsk, true);
    pair.run(seconds(5));
    QVERIFY(isComplete(pair));
    for (std::size_t number = 0; number < 4; ++number) {
        QVERIFY(pair.left.isEstablished());
        pair.right.stop(partId(number).value());
        pair.run(seconds(10));
    }
    QVERIFY(pair.left.state() == ConnectionState::Waiting);
    QVERIFY(pair.left.children().empty());
}

void TestIkev2Split::throughLossAllPairsComeUp()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        sim::NetworkConditions lossy;
        lossy.lossPerMille = 250;
        lossy.reorderPerMille = 100;
        lossy.maxDelay = Duration(80);
        IkePair pair(seed, lossy);
        startParts(pair, {0, 1, 2, 3}, seed % 2 == 0); // in half of the cases both begin
        pair.left.start(wide());
        pair.run(minutes(10));
        pair.network.setConditions({});
        pair.run(minutes(10));
        const std::string label = "seed " + std::to_string(seed);
        QVERIFY2(pair.left.isEstablished(), label.c_str());
        QVERIFY2(pairsOf(pair.left) == allPairs(), label.c_str());
        pair.left.stop();
        for (std::size_t number = 0; number < 4; ++number)
            pair.right.stop(partId(number).value());
        pair.run(minutes(3));
        QCOMPARE(pair.left.supervisor().census().children + pair.left.supervisor().census().sessions, 0u);
        QCOMPARE(pair.right.supervisor().census().children + pair.right.supervisor().census().sessions, 0u);
    }
}

QTEST_GUILESS_MAIN(TestIkev2Split)
#include "test_ikev2_split.moc"

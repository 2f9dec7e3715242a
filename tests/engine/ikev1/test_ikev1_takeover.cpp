#include "tests/engine/ikev1/ikev1_pair.h"

#include "engine/ike/children.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::test;
using api::DetailKey;
using api::EventCode;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

bool isNoQuickMode(const sim::SimDatagram &datagram) { return !isOf(datagram, kQuickMode); }

// The second connection between the two gateways.
api::ConnectionConfig second(api::ConnectionConfig config, bool isLeft)
{
    config.id = api::ConnectionId(isLeft ? "second-left" : "second-right");
    config.child.local = subnets({isLeft ? "10.3.0.0/16" : "10.4.0.0/16"});
    config.child.remote = subnets({isLeft ? "10.4.0.0/16" : "10.3.0.0/16"});
    return config;
}

} // namespace

// An ISAKMP SA in the place of another: what becomes of the children.
class TestIkev1Takeover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewOneHasTheChildrenBeforeItMakesOne();
    void packetsGoByTheOldChildUntilThePeerUsesTheNew();
    void allThatShareItGoOver();
    void nobodyRenewsWhatThePeerHasJustRenewed();
    void ofTwoBegunAtOnceOneTakesAll_data();
    void ofTwoBegunAtOnceOneTakesAll();
    void oneThatComesLateLeavesNothingBehind();
    void aLostDeleteLosesNoChild();
    void aChildIsDeletedByAnyOfThem();
    void aStoppedConnectionIsNotWoken();
};

void TestIkev1Takeover::theNewOneHasTheChildrenBeforeItMakesOne()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    const std::uint32_t child = pair.left.child()->inboundSpi.value();
    const std::uint64_t before = pair.left.status().ikeSa->initiatorSpi;
    pair.filter = isNoQuickMode;
    pair.left.rekeyIkeSa();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::IkeSaEstablished) == 2; }));
    QVERIFY(pair.left.status().ikeSa->initiatorSpi != before);
    QCOMPARE(pair.left.status().childSas.size(), 1U);
    pair.run(seconds(10));
    // The old one is gone on both sides, and the child carries on.
    for (const IkeSide *side : {&pair.left, &pair.right}) {
        QCOMPARE(side->supervisor().census().sessions, 1U);
        QCOMPARE(side->count(EventCode::IkeSaDeleted), 1U);
        QCOMPARE(side->count(EventCode::ChildSaDeleted), 0U);
        QVERIFY(side->isEstablished() && side->status().ikeSa->initiatorSpi != before);
    }
    QVERIFY(pair.left.sends(child) && pair.childrenFit());
}

void TestIkev1Takeover::packetsGoByTheOldChildUntilThePeerUsesTheNew()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    const std::uint32_t old = pair.left.child()->inboundSpi.value();
    pair.left.rekeyIkeSa();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::ChildSaEstablished) == 2; }));
    const auto &children = pair.left.children();
    QCOMPARE(children.size(), 2U);
    const std::uint32_t made = children.begin()->first == old ? children.rbegin()->first : children.begin()->first;
    QVERIFY(pair.left.sends(old) && !pair.left.sends(made));
    pair.left.hearEsp(1);
    QVERIFY(!pair.left.sends(old) && pair.left.sends(made));
    QVERIFY(pair.runUntil([&] { return pair.childrenFit(); }));
    QCOMPARE(pair.left.child()->inboundSpi.value(), made);
}

void TestIkev1Takeover::allThatShareItGoOver()
{
    Ikev1Pair pair;
    pair.right.start(second(rightV1(), false), kPsk, false);
    QVERIFY(pair.establish());
    pair.left.start(second(leftV1(), true));
    QVERIFY(pair.runUntil([&] { return pair.left.children().size() == 2 && pair.right.children().size() == 2; }));
    QCOMPARE(pair.left.supervisor().census().sessions, 1U);
    for (int i = 0; i < 3; ++i) {
        pair.left.rekeyIkeSa();
        pair.run(seconds(30));
        for (const IkeSide *side : {&pair.left, &pair.right}) {
            QCOMPARE(side->supervisor().census().sessions, 1U);
            QCOMPARE(side->children().size(), 2U);
            QVERIFY(std::ranges::all_of(side->children(), [&](const auto &one) { return side->sends(one.first); }));
        }
    }
    const auto one = pair.left.status(leftV1().id);
    const auto other = pair.left.status(second(leftV1(), true).id);
    QCOMPARE(one.ikeSa->initiatorSpi, other.ikeSa->initiatorSpi);
    QCOMPARE(pair.right.status(second(rightV1(), false).id).ikeSa->initiatorSpi, one.ikeSa->initiatorSpi);
}

// The peer's is up, and its child has not come yet.
void TestIkev1Takeover::nobodyRenewsWhatThePeerHasJustRenewed()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    pair.filter = isNoQuickMode;
    pair.left.rekeyIkeSa();
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::IkeSaEstablished) == 2; }));
    pair.right.rekeyIkeSa();
    pair.run(seconds(10));
    QCOMPARE(pair.right.count(EventCode::IkeSaEstablished), 2U);
    QCOMPARE(pair.right.supervisor().census().sessions, 1U);
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
}

void TestIkev1Takeover::ofTwoBegunAtOnceOneTakesAll_data()
{
    QTest::addColumn<bool>("isFirst");
    QTest::newRow("first negotiation") << true;
    QTest::newRow("renewal") << false;
}

void TestIkev1Takeover::ofTwoBegunAtOnceOneTakesAll()
{
    QFETCH(bool, isFirst);
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Ikev1Pair pair(seed);
        if (isFirst) {
            pair.left.start(leftV1());
            pair.right.start(rightV1());
        } else {
            QVERIFY(pair.establish());
            pair.run(minutes(1));
            pair.left.rekeyIkeSa();
            pair.right.rekeyIkeSa();
        }
        pair.run(seconds(30));
        QVERIFY(pair.bothEstablished());
        QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), isFirst ? 2U : 3U);
        QCOMPARE(pair.left.supervisor().census().sessions, 1U);
        QCOMPARE(pair.right.supervisor().census().sessions, 1U);
        QCOMPARE(pair.left.status().ikeSa->initiatorSpi, pair.right.status().ikeSa->initiatorSpi);
        QVERIFY(pair.childrenFit());
        QVERIFY(pair.left.sends(pair.left.child()->inboundSpi.value())
                && pair.right.sends(pair.right.child()->inboundSpi.value()));
    }
}

// One that stands only when the other has a child already. The next renewal does away with nothing that still sends.
void TestIkev1Takeover::oneThatComesLateLeavesNothingBehind()
{
    for (std::uint64_t seed = 1; seed <= 80; ++seed) {
        Ikev1Pair pair(seed);
        QVERIFY(pair.establish());
        pair.run(minutes(1));
        pair.right.rekeyIkeSa();
        pair.run(milliseconds(2 * seed));
        pair.left.rekeyIkeSa();
        pair.run(seconds(30));
        QVERIFY(pair.bothEstablished() && pair.childrenFit());
        for (const auto &[renewing, other] : {std::pair(&pair.right, &pair.left), std::pair(&pair.left, &pair.right)}) {
            const std::uint32_t old = other->child()->inboundSpi.value();
            const std::size_t before = other->count(EventCode::ChildSaEstablished);
            renewing->rekeyIkeSa();
            QVERIFY(pair.runUntil([&] { return other->count(EventCode::ChildSaEstablished) > before; }));
            QVERIFY2(other->children().contains(old), qPrintable(QStringLiteral("seed %1").arg(seed)));
            pair.run(seconds(30));
            QVERIFY(pair.bothEstablished() && pair.childrenFit());
        }
    }
}

// Nobody repeats a Delete. The old ISAKMP SA seems dead after a while, and its child lives.
void TestIkev1Takeover::aLostDeleteLosesNoChild()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    const std::uint32_t child = pair.right.child()->inboundSpi.value();
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const bool isLefts = datagram.local.address == pair.left.address();
        return !isOf(datagram, kQuickMode) && !(isLefts && isOf(datagram, kInformationalV1));
    };
    pair.left.rekeyIkeSa();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::IkeSaDeleted) == 1; }));
    QCOMPARE(pair.right.supervisor().census().sessions, 2U);
    pair.filter = isNoQuickMode;
    pair.run(minutes(5));
    QCOMPARE(pair.right.supervisor().census().sessions, 1U);
    QCOMPARE(pair.right.count(EventCode::PeerDead), 0U);
    QVERIFY(pair.right.isEstablished() && pair.right.sends(child) && pair.childrenFit());
}

void TestIkev1Takeover::aChildIsDeletedByAnyOfThem()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    pair.filter = isNoQuickMode;
    pair.left.rekeyIkeSa();
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::IkeSaEstablished) == 2; }));
    // Here the child is the new one's already, there it is the old one's yet.
    QCOMPARE(pair.right.count(EventCode::IkeSaDeleted), 0U);
    const std::uint32_t child = pair.right.child()->inboundSpi.value();
    pair.left.stop();
    pair.run(milliseconds(200));
    QVERIFY(!pair.right.sends(child));
    QCOMPARE(pair.right.count(EventCode::ChildSaDeleted), 1U);
    QVERIFY(!pair.right.isEstablished());
    pair.run(ike::kDrainTime);
    QVERIFY(pair.right.children().empty());
    QCOMPARE(pair.right.supervisor().census().sessions, 0U);
}

// It was there when the peer began, and is not any more when the peer shows who it is.
void TestIkev1Takeover::aStoppedConnectionIsNotWoken()
{
    Ikev1Pair pair;
    pair.right.start(rightV1(), kPsk, false);
    pair.left.start(leftV1());
    const auto isAnswer = [&](const sim::SimDatagram &one) {
        return one.local.address == pair.right.address() && isOf(one, kMainMode);
    };
    QVERIFY(pair.runUntil([&] { return std::ranges::count_if(pair.sent, isAnswer) == 2; }));
    pair.right.stop();
    QVERIFY(pair.right.isUnloaded());
    pair.run(seconds(10));
    QCOMPARE(pair.right.count(EventCode::IkeSaEstablished), 0U);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 0U);
    QCOMPARE(pair.right.supervisor().census().sessions, 0U);
}

QTEST_GUILESS_MAIN(TestIkev1Takeover)
#include "test_ikev1_takeover.moc"

#include "engine/ike/children.h"
#include "tests/engine/ikev1/ikev1_pair.h"

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

namespace {

api::ConnectionConfig withLives(api::ConnectionConfig config, std::chrono::seconds ike, std::chrono::seconds child)
{
    config.ike.lifetime = ike;
    config.child.lifetime = child;
    return config;
}

api::ConnectionConfig withoutDpd(api::ConnectionConfig config)
{
    config.dpd.enabled = false;
    return config;
}

// The left side goes, and of its two Deletes only the ISAKMP SA's arrives: nobody repeats a Delete.
void loseTheChildsDelete(IkePair &pair)
{
    std::size_t deletes = 0;
    pair.filter = [&pair, deletes](const sim::SimDatagram &datagram) mutable {
        return datagram.local.address != pair.left.address() || !isOf(datagram, kInformationalV1) || ++deletes != 1;
    };
    pair.left.stop();
    pair.run(seconds(2));
    pair.filter = nullptr;
}

} // namespace

// Children whose ISAKMP SA is gone.
class TestIkev1Orphans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyOutliveTheDeleteOfTheirIsakmpSa();
    void aSilentPeerIsFoundDead();
    void theyEndWithTheirOwnLifetime();
    void theyOutliveTheAgeOfTheirIsakmpSa();
    void theNextIsakmpSaTakesThem();
    void aLateDeleteStillReachesThem();
    void theOperatorEndsThem();
    void keepalivesGoOn();
    void anEditReachesThem();
    void aChildWithoutConfirmationIsTakenBack();
    void messageIdsDoNotRunOut();
};

void TestIkev1Orphans::theyOutliveTheDeleteOfTheirIsakmpSa()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish(withoutDpd(leftV1()), withoutDpd(rightV1())));
    loseTheChildsDelete(pair);
    QCOMPARE(pair.right.count(EventCode::IkeSaDeleted), 1u);
    QVERIFY(pair.right.isEstablished() && pair.right.child()
            && pair.right.sends(pair.right.child()->inboundSpi.value()));
    pair.run(minutes(20));
    QVERIFY(pair.right.isEstablished() && pair.right.child());

    pair.left.start(withoutDpd(leftV1()));
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished() && pair.childrenFit(); }));
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
}

void TestIkev1Orphans::aSilentPeerIsFoundDead()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish(leftV1(), rightV1()));
    loseTheChildsDelete(pair);
    QVERIFY(pair.right.isEstablished());
    pair.right.forgetEvents();
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::PeerDead) == 1; }));
    QCOMPARE(pair.right.detail(EventCode::NegotiationTriggered, DetailKey::Reason), std::string("dpd"));
    QVERIFY(pair.right.children().empty());
    QCOMPARE(pair.right.status().lastFailure, FailureCode::DpdTimeout);

    // ... and one that is heard is not dead, though it does not negotiate.
    Ikev1Pair other;
    QVERIFY(other.establish(leftV1(), rightV1()));
    loseTheChildsDelete(other);
    for (int i = 0; i < 60; ++i) {
        other.run(seconds(5));
        other.right.hearEsp(static_cast<std::uint64_t>(i) + 1);
    }
    QCOMPARE(other.right.count(EventCode::PeerDead), 0u);
    QVERIFY(other.right.child());
}

void TestIkev1Orphans::theyEndWithTheirOwnLifetime()
{
    Ikev1Pair pair;
    const auto lives = [](const api::ConnectionConfig &config) {
        return withLives(withoutDpd(config), hours(24), hours(1));
    };
    QVERIFY(pair.establish(lives(leftV1()), lives(rightV1())));
    loseTheChildsDelete(pair);
    pair.right.forgetEvents();
    pair.run(minutes(40));
    QCOMPARE(pair.right.count(EventCode::NegotiationTriggered), 0u);
    QVERIFY(pair.right.child());
    pair.run(minutes(21));
    QVERIFY(pair.right.count(EventCode::NegotiationTriggered) > 0);
    QVERIFY(pair.right.children().empty());
    QVERIFY(!pair.right.isEstablished());
    QCOMPARE(pair.right.supervisor().census().children, 0u);
}

void TestIkev1Orphans::theyOutliveTheAgeOfTheirIsakmpSa()
{
    Ikev1Pair pair;
    const auto lives = [](const api::ConnectionConfig &config) {
        return withLives(withoutDpd(config), hours(1), hours(8));
    };
    QVERIFY(pair.establish(lives(leftV1()), lives(rightV1())));
    pair.filter = [](const sim::SimDatagram &datagram) { return !isOf(datagram, kMainMode); };
    const auto bothSend = [&] {
        for (const IkeSide *side : {&pair.left, &pair.right}) {
            const auto &children = side->children();
            if (std::ranges::none_of(children, [&](const auto &one) { return side->sends(one.first); }))
                return false;
        }
        return pair.bothEstablished();
    };
    for (int i = 0; i < 80; ++i) {
        pair.run(minutes(1));
        QVERIFY2(bothSend(), qPrintable(QString::number(i)));
    }
    QVERIFY(pair.left.count(EventCode::IkeSaDeleted) + pair.right.count(EventCode::IkeSaDeleted) >= 2);
    pair.filter = nullptr;
    for (int i = 0; i < 10 * 60; ++i) {
        pair.run(seconds(1));
        QVERIFY2(bothSend(), qPrintable(QString::number(i)));
    }
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
}

void TestIkev1Orphans::theNextIsakmpSaTakesThem()
{
    Ikev1Pair pair;
    const auto lives = [](const api::ConnectionConfig &config) {
        return withLives(withoutDpd(config), hours(1), hours(8));
    };
    QVERIFY(pair.establish(lives(leftV1()), lives(rightV1())));
    const std::uint32_t child = pair.left.child()->inboundSpi.value();
    pair.filter = [](const sim::SimDatagram &datagram) { return !isOf(datagram, kMainMode); };
    pair.run(minutes(61));
    // Main mode works again, quick mode does not: the children that stand are the new ISAKMP SA's.
    pair.filter = [](const sim::SimDatagram &datagram) { return !isOf(datagram, kQuickMode); };
    pair.left.forgetEvents();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::IkeSaEstablished) == 1; }, minutes(10)));
    pair.run(seconds(5));
    QVERIFY(pair.left.children().contains(child));
    // So it can delete them.
    pair.filter = nullptr;
    pair.left.stop();
    pair.run(seconds(2));
    QVERIFY(pair.left.children().empty());
    QVERIFY(!pair.right.sends(child));
    pair.run(ike::kDrainTime);
    QVERIFY(pair.right.children().empty());
}

// Of the two Deletes the network may hold one back.
void TestIkev1Orphans::aLateDeleteStillReachesThem()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish(withoutDpd(leftV1()), withoutDpd(rightV1())));
    std::optional<sim::SimDatagram> heldBack;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const bool isFirst = !heldBack && isOf(datagram, kInformationalV1);
        if (isFirst)
            heldBack = datagram;
        return !isFirst;
    };
    pair.left.stop();
    pair.run(std::chrono::milliseconds(200));
    QVERIFY(pair.right.child());
    pair.inject(*heldBack);
    QVERIFY(!pair.right.isEstablished());
    QCOMPARE(pair.right.count(EventCode::IkeSaDeleted), 1u);
    // Packets that were under way still arrive for a moment.
    QCOMPARE(pair.right.supervisor().census().children, 1u);
    pair.run(ike::kDrainTime);
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
}

void TestIkev1Orphans::theOperatorEndsThem()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish(withoutDpd(leftV1()), withoutDpd(rightV1())));
    loseTheChildsDelete(pair);
    QVERIFY(pair.right.child());
    pair.right.stop();
    QVERIFY(pair.right.children().empty() && pair.right.isUnloaded());
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
}

void TestIkev1Orphans::keepalivesGoOn()
{
    const IpAddress outside = IpAddress::v4(203, 0, 113, 7);
    Ikev1Pair pair;
    pair.network.addNat({outside, {kRight}});
    auto left = withoutDpd(leftV1());
    left.peer = outside;
    left.effectImmediately = false; // it cannot reach the right one before that has spoken
    auto right = withoutDpd(rightV1());
    pair.left.start(left, kPsk, false);
    pair.right.start(right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished() && pair.childrenFit(); }));
    loseTheChildsDelete(pair);
    QVERIFY(pair.right.child());
    const std::size_t before = pair.right.keepalives();
    pair.run(seconds(101));
    QCOMPARE(pair.right.keepalives() - before, 5u);
}

void TestIkev1Orphans::anEditReachesThem()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish(withoutDpd(leftV1()), withoutDpd(rightV1())));
    loseTheChildsDelete(pair);
    pair.right.forgetEvents();
    auto edited = withoutDpd(rightV1());
    edited.child.lifetime = hours(2);
    pair.right.update(edited);
    pair.run(seconds(5));
    QVERIFY(pair.right.child()); // it stands until there is another one
    edited.child.remote = subnets({"10.9.0.0/16"});
    pair.right.update(edited);
    pair.run(seconds(5));
    QVERIFY(pair.right.children().empty()); // this one would be the wrong one
    QVERIFY(!pair.right.isEstablished());
}

// Message 3 never comes. The initiator has the child, and must not be left with it.
void TestIkev1Orphans::aChildWithoutConfirmationIsTakenBack()
{
    Ikev1Pair pair;
    std::size_t asked = 0;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        return datagram.local.address != pair.left.address() || !isOf(datagram, kQuickMode) || ++asked == 1;
    };
    pair.right.start(withoutDpd(rightV1()), kPsk, false);
    pair.left.start(withoutDpd(leftV1()));
    QVERIFY(pair.runUntil([&] { return pair.left.isEstablished(); }));
    QVERIFY(pair.left.child() && pair.right.child());
    QVERIFY(pair.runUntil([&] { return pair.right.children().empty(); }));
    pair.run(std::chrono::milliseconds(100));
    QVERIFY(!pair.left.isEstablished());
    pair.filter = nullptr;
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished() && pair.childrenFit(); }));
}

// Each probe and each answer uses a message id up, and old ones must stay known; so there is a new ISAKMP SA in time.
void TestIkev1Orphans::messageIdsDoNotRunOut()
{
    Ikev1Pair pair;
    auto left = withLives(leftV1(), hours(24 * 30), hours(24 * 30));
    auto right = withLives(rightV1(), hours(24 * 30), hours(24 * 30));
    left.dpd.interval = right.dpd.interval = seconds(10);
    QVERIFY(pair.establish(left, right));
    pair.sent.clear();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::IkeSaEstablished) == 2; }, hours(24 * 4)));
    pair.run(minutes(1));
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
}

QTEST_GUILESS_MAIN(TestIkev1Orphans)
#include "test_ikev1_orphans.moc"

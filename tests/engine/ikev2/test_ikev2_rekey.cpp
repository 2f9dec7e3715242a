#include "engine/ike/children.h"
#include "tests/engine/ikev2/settled_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::DhGroup;
using api::EventCode;
using api::FailureCode;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

api::ConnectionConfig withPfs(api::ConnectionConfig config, std::initializer_list<DhGroup> groups)
{
    const api::EspProposal proposal = config.child.proposals.front();
    config.child.proposals.clear();
    for (const DhGroup group : groups) {
        config.child.proposals.push_back(proposal);
        config.child.proposals.back().pfs = group;
    }
    return config;
}

} // namespace

// CREATE_CHILD_SA when nothing crosses it: RFC 7296, 1.3, 2.8, 2.17 and 2.18.
class TestIkev2Rekey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eitherSideRekeysTheChild();
    void aKeyExchangeOfItsOwn();
    void anotherGroupIsAskedFor();
    void aPfsMismatchIsNamedAndTheTunnelStays_data();
    void aPfsMismatchIsNamedAndTheTunnelStays();
    void lowSequenceNumbersRenewTheChild();
    void theResponderSendsByTheOldUntilItIsDeleted();
    void theResponderSendsByTheNewOnceThePeerDoes();
    void theOldReceivesAWhileLonger();
    void aDeleteThatNeverComesIsSentByUs();
    void beyondTheBoundThePeerIsToldSo();
    void aRefusedChildIsAskedForOnTheSameIkeSa();
    void anExpiredChildComesBackOnTheSameIkeSa();
    void eitherSideRekeysTheIkeSa();
    void theNextIkeSaCountsItsMessagesAnew();
    void theNextIkeSaIsAliveAndCanBeStopped();
    void renewalsByLifetimeLeaveOneOfEach();
    void renewalsThroughLossLeaveOneOfEach();
    void stopAtAnyMomentOfARekeyLeavesNothing_data();
    void stopAtAnyMomentOfARekeyLeavesNothing();
};

void TestIkev2Rekey::eitherSideRekeysTheChild()
{
    IkePair pair;
    establish(pair);
    const auto ike = ikeSpis(pair.left);
    for (int i = 0; i < 10; ++i) {
        const auto old = pair.left.child()->inboundSpi;
        const auto oldKey = toBytes(pair.left.child()->inbound.encryption.view());
        (i % 2 == 0 ? pair.left : pair.right).rekeyChild();
        pair.run(minutes(1));
        QVERIFY(isSettled(pair));
        QVERIFY(pair.left.child()->inboundSpi != old);
        QVERIFY(toBytes(pair.left.child()->inbound.encryption.view()) != oldKey);
        QVERIFY(pair.left.child()->proposal.pfs == DhGroup::None);
    }
    QCOMPARE(pair.left.count(EventCode::ChildSaEstablished), 11u);
    QCOMPARE(pair.left.count(EventCode::ChildSaDeleted), 10u);
    QCOMPARE(ikeSpis(pair.left), ike);
}

void TestIkev2Rekey::aKeyExchangeOfItsOwn()
{
    IkePair pair;
    establish(pair, withPfs(cheap(leftConfig()), {DhGroup::Curve25519}),
              withPfs(cheap(rightConfig()), {DhGroup::Curve25519}));
    QVERIFY(pair.left.child()->proposal.pfs == DhGroup::None); // the child of IKE_AUTH has none
    for (IkeSide *side : {&pair.left, &pair.right}) {
        side->rekeyChild();
        pair.run(minutes(1));
        QVERIFY(isSettled(pair));
        QVERIFY(pair.left.child()->proposal.pfs == DhGroup::Curve25519);
        QCOMPARE(side->detail(EventCode::ChildSaEstablished, DetailKey::Chosen),
                 std::string("AES_CBC_128/HMAC_SHA1_96/CURVE_25519/NO_EXT_SEQ"));
    }
}

// RFC 7296, 1.3: the key exchange is of another group than the one that the responder chooses.
void TestIkev2Rekey::anotherGroupIsAskedFor()
{
    IkePair pair;
    establish(pair, withPfs(cheap(leftConfig()), {DhGroup::Ecp256, DhGroup::Curve25519}),
              withPfs(cheap(rightConfig()), {DhGroup::Curve25519}));
    pair.left.rekeyChild();
    pair.run(minutes(1));
    QVERIFY(isSettled(pair));
    QVERIFY(pair.left.child()->proposal.pfs == DhGroup::Curve25519);
    QVERIFY(pair.left.last(EventCode::InvalidKeyExchange)->direction == api::Direction::In);
    QCOMPARE(pair.left.detail(EventCode::InvalidKeyExchange, DetailKey::Group), std::string("CURVE_25519"));
    QVERIFY(pair.right.last(EventCode::InvalidKeyExchange)->direction == api::Direction::Out);
    QCOMPARE(pair.left.count(EventCode::NoProposalChosen), 0u);
}

void TestIkev2Rekey::aPfsMismatchIsNamedAndTheTunnelStays_data()
{
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("right");
    QTest::newRow("only the initiator") << 31 << 0;
    QTest::newRow("only the responder") << 0 << 31;
    QTest::newRow("another group") << 19 << 31;
}

void TestIkev2Rekey::aPfsMismatchIsNamedAndTheTunnelStays()
{
    QFETCH(int, left);
    QFETCH(int, right);
    IkePair pair;
    establish(pair, withPfs(cheap(leftConfig()), {DhGroup{static_cast<std::uint16_t>(left)}}),
              withPfs(cheap(rightConfig()), {DhGroup{static_cast<std::uint16_t>(right)}}));
    pair.run(minutes(2));
    const auto ike = ikeSpis(pair.left);
    pair.left.rekeyChild();
    for (int i = 0; i < 6000; ++i) {
        pair.run(Duration(10));
        QVERIFY(!pair.left.children().empty() && !pair.right.children().empty());
    }
    QCOMPARE(pair.left.detail(EventCode::NoProposalChosen, DetailKey::Failure), std::string("PfsMismatch"));
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Failure), std::string("PfsMismatch"));
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Differs), std::string("group"));
    QVERIFY(isSettled(pair));
    QVERIFY(ikeSpis(pair.left) != ike); // negotiated anew, where the first child has no group
    QCOMPARE(pair.left.detail(EventCode::NegotiationTriggered, DetailKey::Reason), std::string("lifetime"));
}

void TestIkev2Rekey::lowSequenceNumbersRenewTheChild()
{
    IkePair pair;
    establish(pair);
    const auto old = pair.right.child()->inboundSpi;
    pair.right.runLow(old);
    pair.right.runLow(old); // said every second until it is renewed
    pair.run(minutes(1));
    QVERIFY(isSettled(pair));
    QVERIFY(pair.right.child()->inboundSpi != old);
    QCOMPARE(pair.right.count(EventCode::ChildSaEstablished), 2u);
}

// RFC 7296, 2.8: the responder cannot know when the initiator has its answer.
void TestIkev2Rekey::theResponderSendsByTheOldUntilItIsDeleted()
{
    IkePair pair;
    establish(pair);
    const auto old = pair.right.child()->inboundSpi.value();
    bool isDeleteHeld = true;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        return !isDeleteHeld || kindOf(datagram.bytes).exchange != kInformational;
    };
    pair.left.rekeyChild();
    pair.run(seconds(1));
    QCOMPARE(pair.right.children().size(), 2u);
    const auto made = pair.right.children().begin()->first == old ? pair.right.children().rbegin()->first
                                                                  : pair.right.children().begin()->first;
    QVERIFY(pair.right.sends(old) && !pair.right.sends(made));
    // The initiator has the answer, and with it the new one.
    QCOMPARE(pair.left.children().size(), 2u);
    for (const auto &[spi, sa] : pair.left.children())
        QCOMPARE(pair.left.sends(spi), sa.outboundSpi.value() == made);
    isDeleteHeld = false;
    QVERIFY(pair.runUntil([&] { return pair.right.sends(made) && !pair.right.sends(old); }, seconds(10)));
    pair.run(minutes(1));
    QVERIFY(isSettled(pair));
}

void TestIkev2Rekey::theResponderSendsByTheNewOnceThePeerDoes()
{
    IkePair pair;
    establish(pair);
    const auto old = pair.right.child()->inboundSpi.value();
    pair.filter = [&](const sim::SimDatagram &datagram) { return kindOf(datagram.bytes).exchange != kInformational; };
    pair.left.rekeyChild();
    pair.run(seconds(1));
    QVERIFY(pair.right.sends(old));
    pair.right.hearEsp(0); // nothing yet
    QVERIFY(pair.right.sends(old));
    pair.right.hearEsp(1);
    QVERIFY(!pair.right.sends(old));
    for (const auto &[spi, sa] : pair.right.children())
        QCOMPARE(pair.right.sends(spi), spi != old);
}

void TestIkev2Rekey::theOldReceivesAWhileLonger()
{
    IkePair pair;
    establish(pair);
    const auto leftOld = pair.left.child()->inboundSpi.value();
    const auto rightOld = pair.right.child()->inboundSpi.value();
    pair.left.rekeyChild();
    pair.run(seconds(4)); // the Delete has been answered
    QVERIFY(pair.left.children().contains(leftOld) && !pair.left.sends(leftOld));
    QVERIFY(pair.right.children().contains(rightOld) && !pair.right.sends(rightOld));
    QCOMPARE(pair.left.status().childSas.size(), 1u); // nothing that anyone needs to know of
    pair.run(seconds(2));
    QVERIFY(!pair.left.children().contains(leftOld) && !pair.right.children().contains(rightOld));
    QVERIFY(isSettled(pair));
}

// The peer rekeyed, and forgot about the old child.
void TestIkev2Rekey::aDeleteThatNeverComesIsSentByUs()
{
    auto left = cheap(leftConfig());
    left.dpd.enabled = false;
    auto right = cheap(rightConfig());
    right.dpd.enabled = false;
    IkePair pair;
    establish(pair, left, right);
    // It asks for a Delete for ever, and none arrives; but ours does.
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        return !(kind.exchange == kInformational && datagram.local.address == kLeft && !kind.isResponse);
    };
    pair.right.rekeyChild();
    pair.run(seconds(1));
    pair.filter = nullptr;
    pair.run(minutes(1));
    QVERIFY(isSettled(pair));
}

// RFC 7296, 1.3: NO_ADDITIONAL_SAS.
void TestIkev2Rekey::beyondTheBoundThePeerIsToldSo()
{
    sim::NetworkConditions fast;
    fast.minDelay = fast.maxDelay = Duration(1);
    IkePair pair(1, fast);
    establish(pair);
    const std::size_t enough = ike::kMaxChildren + 150;
    for (std::size_t i = 0; i < enough && pair.right.count(EventCode::IkeSaEstablished) == 1; ++i) {
        pair.left.rekeyChild();
        pair.run(Duration(4)); // faster than the old ones go
    }
    QVERIFY(heard(pair.left, "NO_ADDITIONAL_SAS"));
    QVERIFY(pair.right.children().size() <= ike::kMaxChildren + 4);
    pair.run(minutes(1));
    QVERIFY(isSettled(pair));
}

void TestIkev2Rekey::aRefusedChildIsAskedForOnTheSameIkeSa()
{
    auto left = cheap(leftConfig());
    left.child.proposals.front().encryption = api::Encryption::Aes256Cbc;
    auto mended = cheap(rightConfig());
    mended.child.proposals.front().encryption = api::Encryption::Aes256Cbc;
    IkePair pair;
    pair.right.start(cheap(rightConfig()), kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase2Failed; }));
    QVERIFY(pair.right.state() == ConnectionState::Phase2Failed);
    pair.left.forgetEvents();
    // Asked again, refused again: the next attempt is a new IKE SA, whose first child may please the peer better.
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QVERIFY(pair.left.last(EventCode::NoProposalChosen)->exchange == api::Exchange::CreateChildSa);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 0u);
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 2; }));
    QVERIFY(pair.left.last(EventCode::NoProposalChosen)->exchange == api::Exchange::IkeAuth);
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 1u);
    QVERIFY(pair.right.supervisor().census().sessions <= 2);
}

// The rekey is kept from the peer until the child's life is over. What is asked for afterwards is a new child.
void TestIkev2Rekey::anExpiredChildComesBackOnTheSameIkeSa()
{
    auto left = cheap(leftConfig());
    left.child.lifetime = seconds(300);
    auto right = cheap(rightConfig());
    IkePair pair;
    establish(pair, left, right);
    const auto ike = ikeSpis(pair.left);
    const auto old = pair.left.child()->inboundSpi;
    pair.filter = [](const sim::SimDatagram &datagram) { return kindOf(datagram.bytes).exchange != kCreateChildSa; };
    QVERIFY(pair.runUntil([&] { return pair.left.children().empty(); }, minutes(5)));
    QVERIFY(pair.left.state() == ConnectionState::Phase1Established);
    pair.filter = nullptr;
    QVERIFY(pair.runUntil([&] { return !pair.left.children().empty(); }, minutes(2)));
    pair.run(minutes(3));
    QVERIFY(isSettled(pair));
    QCOMPARE(ikeSpis(pair.left), ike);
    QVERIFY(pair.left.child()->inboundSpi != old);
}

void TestIkev2Rekey::eitherSideRekeysTheIkeSa()
{
    IkePair pair;
    establish(pair);
    for (int i = 0; i < 10; ++i) {
        const auto ike = ikeSpis(pair.left);
        const auto child = pair.left.child()->inboundSpi;
        IkeSide &initiator = i % 3 == 0 ? pair.right : pair.left;
        initiator.rekeyIkeSa();
        pair.run(minutes(1));
        QVERIFY(isSettled(pair));
        QVERIFY(ikeSpis(pair.left) != ike);
        QVERIFY(pair.left.child()->inboundSpi == child); // inherited, and carrying on
        QVERIFY(initiator.status().ikeSa->weInitiated);
        QVERIFY(!(&initiator == &pair.left ? pair.right : pair.left).status().ikeSa->weInitiated);
        // The next child grows from the new SK_d: both sides must have the same.
        initiator.rekeyChild();
        pair.run(minutes(1));
        QVERIFY(isSettled(pair));
    }
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 11u);
    QCOMPARE(pair.left.count(EventCode::IkeSaDeleted), 10u);
    QCOMPARE(pair.right.count(EventCode::IkeSaDeleted), 10u);
}

// RFC 7296, 2.18.
void TestIkev2Rekey::theNextIkeSaCountsItsMessagesAnew()
{
    IkePair pair;
    establish(pair);
    pair.run(minutes(5)); // probes
    pair.left.rekeyIkeSa();
    pair.run(seconds(5));
    const std::uint64_t initiatorSpi = pair.left.status().ikeSa->initiatorSpi;
    pair.sent.clear();
    pair.left.rekeyChild();
    pair.right.rekeyChild();
    pair.run(seconds(1));
    bool leftBegan = false;
    bool rightBegan = false;
    for (const sim::SimDatagram &datagram : pair.sent) {
        const MessageKind kind = kindOf(datagram.bytes);
        QCOMPARE(kind.initiatorSpi, initiatorSpi);
        QCOMPARE(kind.fromInitiator, datagram.local.address == kLeft);
        if (!kind.isResponse && kind.id == 0)
            (datagram.local.address == kLeft ? leftBegan : rightBegan) = true;
    }
    QVERIFY(leftBegan && rightBegan);
}

void TestIkev2Rekey::theNextIkeSaIsAliveAndCanBeStopped()
{
    IkePair pair;
    establish(pair);
    pair.right.rekeyIkeSa();
    pair.run(seconds(5));
    pair.left.forgetEvents();
    pair.run(minutes(2));
    QVERIFY(pair.left.count(EventCode::DpdAnswered) >= 3);
    pair.left.stop();
    QVERIFY(pair.runUntil([&] { return pair.left.isUnloaded(); }, seconds(5)));
    QVERIFY(pair.right.children().empty());
    QVERIFY(pair.right.state() == ConnectionState::Waiting);
    pair.right.stop();
    pair.run(minutes(3));
    QVERIFY(isEmpty(pair.left) && isEmpty(pair.right));
}

void TestIkev2Rekey::renewalsByLifetimeLeaveOneOfEach()
{
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        auto left = cheap(leftConfig());
        auto right = cheap(rightConfig());
        left.ike.lifetime = right.ike.lifetime = seconds(1800);
        left.child.lifetime = right.child.lifetime = seconds(600);
        IkePair pair(seed);
        establish(pair, left, right);
        const TimePoint end = pair.now() + hours(6);
        while (pair.now() < end) {
            pair.run(seconds(1));
            QVERIFY(!pair.left.children().empty() && !pair.right.children().empty());
            QVERIFY(pair.left.isEstablished() && pair.right.isEstablished());
        }
        QCOMPARE(pair.left.count(EventCode::NegotiationTriggered), 1u);
        QVERIFY(pair.left.count(EventCode::IkeSaEstablished) >= 12);
        QVERIFY(pair.left.count(EventCode::ChildSaEstablished) >= 36);
        pair.left.rekeyChild();
        pair.run(seconds(10));
        QVERIFY(pair.runUntil([&] { return isSettled(pair); }, minutes(5)));
    }
}

void TestIkev2Rekey::renewalsThroughLossLeaveOneOfEach()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        auto left = cheap(leftConfig());
        auto right = cheap(rightConfig());
        right.effectImmediately = true;
        left.ike.lifetime = right.ike.lifetime = seconds(900);
        left.child.lifetime = right.child.lifetime = seconds(400);
        sim::NetworkConditions lossy;
        lossy.lossPerMille = 200;
        lossy.duplicatePerMille = 100;
        lossy.reorderPerMille = 200;
        lossy.maxDelay = Duration(200);
        IkePair pair(seed, lossy);
        pair.right.start(right);
        pair.left.start(left);
        pair.run(hours(2));
        pair.network.setConditions({});
        QVERIFY2(pair.runUntil([&] { return isSettled(pair); }, minutes(20)), qPrintable(QString::number(seed)));
    }
}

void TestIkev2Rekey::stopAtAnyMomentOfARekeyLeavesNothing_data()
{
    QTest::addColumn<bool>("ofTheIkeSa");
    QTest::addColumn<bool>("byBoth");
    QTest::newRow("child") << false << false;
    QTest::newRow("IKE SA") << true << false;
    QTest::newRow("child by both") << false << true;
    QTest::newRow("IKE SA by both") << true << true;
}

void TestIkev2Rekey::stopAtAnyMomentOfARekeyLeavesNothing()
{
    QFETCH(bool, ofTheIkeSa);
    QFETCH(bool, byBoth);
    for (int moment = 0; moment <= 120; moment += 5) {
        IkePair pair(static_cast<std::uint64_t>(moment) + 1);
        establish(pair);
        const auto rekey = [&](IkeSide &side) { ofTheIkeSa ? side.rekeyIkeSa() : side.rekeyChild(); };
        rekey(pair.left);
        if (byBoth)
            rekey(pair.right);
        pair.run(Duration(moment));
        IkeSide &first = moment % 2 == 0 ? pair.left : pair.right;
        IkeSide &second = moment % 2 == 0 ? pair.right : pair.left;
        first.stop();
        QVERIFY(pair.runUntil([&] { return first.isUnloaded(); }, seconds(30)));
        second.stop();
        QVERIFY(pair.runUntil([&] { return second.isUnloaded(); }, seconds(30)));
        pair.run(minutes(5));
        QVERIFY2(isEmpty(pair.left) && isEmpty(pair.right), qPrintable(QString::number(moment)));
    }
}

QTEST_GUILESS_MAIN(TestIkev2Rekey)
#include "test_ikev2_rekey.moc"

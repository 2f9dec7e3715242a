#include "tests/engine/ikev2/ike_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using std::chrono::minutes;
using std::chrono::seconds;

// What an admin gets to see when the two sides do not fit: the cause by its code, and both sides' values.
class TestIkev2Failures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void silenceIsNoResponse();
    void anAnswerThatStopsIsATimeout();
    void wrongKeyIsSeenByBoth();
    void wrongKeyOfTheResponderIsSeenByTheInitiator();
    void wrongIdentityOfTheInitiator();
    void wrongIdentityOfTheResponder();
    void refusedIkeProposalNamesWhatDiffers_data();
    void refusedIkeProposalNamesWhatDiffers();
    void refusedChildProposalLeavesTheIkeSa();
    void disjointSelectorsLeaveTheIkeSa();
    void aRefusedChildIsTriedAgain();
    void anUnknownPeerIsTurnedAway();
    void anotherVersionIsNamed();
    void whatTheEngineCannotDoFailsAtOnce();
    void attemptsGoOnForEverWithGrowingDelays();
    void withoutImmediateEffectThereIsOneAttempt();
    void trafficDoesNotHurryARefusedConnection();
};

void TestIkev2Failures::silenceIsNoResponse()
{
    IkePair pair;
    pair.filter = [](const sim::SimDatagram &) { return false; };
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::NoResponse);
    QCOMPARE(pair.left.count(EventCode::Retransmitted), 5u);
    QCOMPARE(pair.left.detail(EventCode::RetransmitsExhausted, DetailKey::Count), std::string("5"));
    QCOMPARE(pair.left.detail(EventCode::AttemptFailed, DetailKey::Failure), std::string("NoResponse"));
    // 2 + 3.6 + 6.48 + 11.66 + 21 + 37.8 s, and at most a tenth more.
    QVERIFY(pair.now() >= TimePoint(Duration(82'500)) && pair.now() <= TimePoint(Duration(91'000)));
}

void TestIkev2Failures::anAnswerThatStopsIsATimeout()
{
    IkePair pair;
    pair.filter = [](const sim::SimDatagram &datagram) { return kindOf(datagram.bytes).exchange != kIkeAuth; };
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::Phase1NegotiationTimeout);
    // The half-open session of the responder does not outlive it, and is no failure of its connection.
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
    QVERIFY(pair.right.state() == ConnectionState::Waiting);
    QVERIFY(pair.right.status().lastFailure == FailureCode::None);
}

void TestIkev2Failures::wrongKeyIsSeenByBoth()
{
    IkePair pair;
    pair.right.start(rightConfig(), "another-key", false);
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::AuthenticationRefused);
    QCOMPARE(pair.left.count(EventCode::AuthenticationRefused), 1u);
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::Failure), std::string("PskMismatch"));
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::ReceivedId),
             std::string("left.example.org"));
    QVERIFY(pair.right.status().lastFailure == FailureCode::PskMismatch);
    QVERIFY(pair.right.state() == ConnectionState::Waiting);
    QVERIFY(pair.left.children().empty() && pair.right.children().empty());
}

// The responder accepts our proof, but its own does not verify. A change of its first message that nothing but AUTH
// covers has the same effect as another key: here one bit of a NAT detection hash, in the message's last octet.
void TestIkev2Failures::wrongKeyOfTheResponderIsSeenByTheInitiator()
{
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(leftConfig());
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        if (kind.exchange != kIkeSaInit || !kind.isResponse)
            return true;
        sim::SimDatagram changed = datagram;
        changed.bytes.back() ^= 1;
        pair.network.send(changed, pair.now());
        return false;
    };
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::PskMismatch);
    QCOMPARE(pair.left.detail(EventCode::AuthenticationFailed, DetailKey::Failure), std::string("PskMismatch"));
    QVERIFY(pair.left.children().empty());
    // And the responder, which believed in the SA, is told (RFC 7296, 2.21.2).
    pair.run(seconds(1));
    QVERIFY(pair.right.children().empty());
    QVERIFY(pair.right.status().lastFailure == FailureCode::AuthenticationRefused);
}

void TestIkev2Failures::wrongIdentityOfTheInitiator()
{
    auto right = rightConfig();
    right.ike.remoteId = api::Identity::parse("192.0.2.2").value();
    IkePair pair;
    pair.right.start(right, kPsk, false);
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::AuthenticationRefused);
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::Failure), std::string("PeerIdMismatch"));
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::ReceivedId),
             std::string("left.example.org"));
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::RemoteId), std::string("192.0.2.2"));
    QVERIFY(pair.right.status().lastFailure == FailureCode::PeerIdMismatch);
}

void TestIkev2Failures::wrongIdentityOfTheResponder()
{
    auto left = leftConfig();
    left.ike.remoteId = api::Identity::parse("198.51.100.2").value();
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    // We asked for an identity that the responder does not have.
    QVERIFY(pair.left.status().lastFailure == FailureCode::AuthenticationRefused);
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::Reason),
             std::string("asked for 198.51.100.2"));
}

void TestIkev2Failures::refusedIkeProposalNamesWhatDiffers_data()
{
    QTest::addColumn<QString>("encryption");
    QTest::addColumn<QString>("hash");
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("differs");
    QTest::addColumn<QString>("failure");
    QTest::newRow("cipher") << "aes256" << "sha256" << "group14" << "encryption" << "EncryptionAlgorithmMismatch";
    QTest::newRow("hash") << "aes" << "sha1" << "group14" << "integrity, prf" << "AuthenticationAlgorithmMismatch";
    QTest::newRow("group") << "aes" << "sha256" << "group2" << "group" << "DhGroupMismatch";
    QTest::newRow("both") << "3des" << "sha256" << "group5" << "encryption, group" << "AlgorithmMismatch";
}

void TestIkev2Failures::refusedIkeProposalNamesWhatDiffers()
{
    QFETCH(QString, encryption);
    QFETCH(QString, hash);
    QFETCH(QString, group);
    auto left = leftConfig();
    left.ike.proposals = {{api::parseEncryption(encryption.toStdString()).value(),
                           api::parseIntegrity(hash.toStdString()).value(), api::parsePrf(hash.toStdString()).value(),
                           api::parseDhGroup(group.toStdString()).value()}};
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    // The refusal is not authentic, so a better answer was given a little time (RFC 7296, 2.21.1).
    QVERIFY(pair.now() >= TimePoint(Duration(3'000)));
    QVERIFY(pair.left.status().lastFailure == FailureCode::ProposalMismatch);
    QCOMPARE(pair.left.detail(EventCode::NoProposalChosen, DetailKey::Offered), api::toString(left.ike.proposals[0]));

    QTEST(QString::fromStdString(pair.right.detail(EventCode::ProposalRefused, DetailKey::Differs)), "differs");
    QTEST(QString::fromStdString(pair.right.detail(EventCode::ProposalRefused, DetailKey::Failure)), "failure");
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Offered), api::toString(left.ike.proposals[0]));
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Configured),
             std::string("AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"));
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
}

void TestIkev2Failures::refusedChildProposalLeavesTheIkeSa()
{
    auto left = leftConfig();
    left.child.proposals.front().integrity = api::Integrity::HmacSha256_128;
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase2Failed; }));
    QVERIFY(pair.left.status().ikeSa.has_value() && pair.left.status().childSas.empty());
    QVERIFY(pair.left.status().lastFailure == FailureCode::ProposalMismatch);
    QVERIFY(pair.right.state() == ConnectionState::Phase2Failed);
    QVERIFY(pair.right.status().lastFailure == FailureCode::AuthenticationAlgorithmMismatch);
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Differs), std::string("integrity"));
    QVERIFY(pair.left.children().empty() && pair.right.children().empty());
}

void TestIkev2Failures::disjointSelectorsLeaveTheIkeSa()
{
    auto left = leftConfig();
    left.child.local = subnets({"172.16.0.0/24"});
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase2Failed; }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::TrafficSelectorMismatch);
    QVERIFY(pair.right.status().lastFailure == FailureCode::TrafficSelectorMismatch);
    QCOMPARE(pair.right.detail(EventCode::SelectorsUnacceptable, DetailKey::Offered),
             std::string("172.16.0.0/24 === 10.2.0.0/16"));
    QCOMPARE(pair.right.detail(EventCode::SelectorsUnacceptable, DetailKey::RemoteSelectors),
             std::string("10.1.0.0/16"));
    QVERIFY(pair.left.last(EventCode::SelectorsUnacceptable)->direction == api::Direction::In);
}

void TestIkev2Failures::aRefusedChildIsTriedAgain()
{
    auto left = leftConfig();
    auto right = rightConfig();
    right.child.remote = subnets({"172.16.0.0/24"});
    IkePair pair;
    pair.right.start(right, kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase2Failed; }));
    QVERIFY(pair.left.status().nextAttempt.has_value());
    pair.right.update(rightConfig()); // mended
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.childrenFit());
    pair.run(minutes(1));
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
}

void TestIkev2Failures::anUnknownPeerIsTurnedAway()
{
    auto right = rightConfig();
    right.peer = IpAddress::v4(203, 0, 113, 99);
    IkePair pair;
    pair.right.start(right, kPsk, false);
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    const api::Event *event = pair.right.last(EventCode::MessageUnmatched);
    QVERIFY(event);
    QVERIFY(event->connection.value().empty());
    QCOMPARE(*event->find(DetailKey::RemoteEndpoint), std::string("192.0.2.2[500]"));
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
}

// A gateway that speaks IKEv1 only answers in IKEv1.
void TestIkev2Failures::anotherVersionIsNamed()
{
    IkePair pair;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        Bytes answer(datagram.bytes.begin(), datagram.bytes.begin() + 28);
        answer[16] = 0; // no payload
        answer[17] = 0x10; // version 1.0
        answer[18] = 5; // Informational
        answer[19] = 0;
        answer[24] = answer[25] = answer[26] = 0;
        answer[27] = 28;
        pair.network.send({datagram.remote, datagram.local, answer}, pair.now());
        return false;
    };
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; }));
    QVERIFY(pair.left.status().lastFailure == FailureCode::IkeVersionMismatch);
}

void TestIkev2Failures::whatTheEngineCannotDoFailsAtOnce()
{
    auto left = leftConfig();
    left.ike.version = api::IkeVersion::V1;
    IkePair pair;
    pair.left.start(left);
    QVERIFY(pair.left.state() == ConnectionState::Phase1Failed);
    QVERIFY(pair.left.status().lastFailure == FailureCode::NotSupported);
    QVERIFY(!pair.left.status().nextAttempt);
    QVERIFY(!pair.left.supervisor().nextDeadline());
    QVERIFY(!pair.left.detail(EventCode::AttemptFailed, DetailKey::Reason).empty());
    pair.left.stop();
    QVERIFY(pair.left.isUnloaded());
}

void TestIkev2Failures::attemptsGoOnForEverWithGrowingDelays()
{
    IkePair pair;
    pair.left.pathFailure = ike::PathFailure{FailureCode::RouteMissing, "Network is unreachable"};
    pair.left.start(leftConfig());
    pair.run(std::chrono::hours(1));
    QVERIFY(pair.left.status().lastFailure == FailureCode::RouteMissing);
    QVERIFY(pair.left.status().nextAttempt.has_value());
    std::vector<int> delays;
    for (const api::Event &event : pair.left.events()) {
        if (event.code == EventCode::AttemptFailed)
            delays.push_back(std::stoi(*event.find(DetailKey::Seconds)));
    }
    // 5, 10, 20, 40, 80, 160, 300, 300 s, ..., each lengthened by a quarter at most.
    QVERIFY(delays.size() >= 12 && delays.size() <= 18);
    for (std::size_t i = 0; i < delays.size(); ++i) {
        const int base = i < 6 ? 5 << i : 300;
        QVERIFY(delays[i] >= base && delays[i] <= base * 5 / 4 + 1);
    }
}

void TestIkev2Failures::withoutImmediateEffectThereIsOneAttempt()
{
    auto left = leftConfig();
    left.effectImmediately = false;
    IkePair pair;
    pair.filter = [](const sim::SimDatagram &) { return false; };
    pair.left.start(left, kPsk, true);
    pair.run(minutes(30));
    QVERIFY(pair.left.state() == ConnectionState::Phase1Failed);
    QVERIFY(!pair.left.status().nextAttempt);
    QCOMPARE(pair.sent.size(), 6u);
    QVERIFY(!pair.left.detail(EventCode::AttemptFailed, DetailKey::Failure).empty());
    QVERIFY(pair.left.detail(EventCode::AttemptFailed, DetailKey::Seconds).empty());
    QCOMPARE(pair.left.count(EventCode::WaitingForTraffic), 1u);
}

void TestIkev2Failures::trafficDoesNotHurryARefusedConnection()
{
    auto left = leftConfig();
    left.effectImmediately = false;
    IkePair pair;
    pair.right.start(rightConfig(), "another-key", false);
    pair.left.start(left, kPsk, false);
    for (int i = 0; i < 600; ++i) { // a packet a second for ten minutes
        pair.left.needChild();
        pair.run(seconds(1));
    }
    // 5, 10, 20, ... s between attempts, and not 600.
    QVERIFY(pair.left.count(EventCode::AuthenticationRefused) >= 5);
    QVERIFY(pair.left.count(EventCode::AuthenticationRefused) <= 9);
}

QTEST_GUILESS_MAIN(TestIkev2Failures)
#include "test_ikev2_failures.moc"

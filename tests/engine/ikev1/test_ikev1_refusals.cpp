#include "tests/engine/ikev1/ikev1_pair.h"

#include "engine/wire/isakmp_message.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::DhGroup;
using api::EventCode;
using api::FailureCode;
using api::IkeV1Mode;
using std::chrono::minutes;

namespace {

std::string failureOf(const IkeSide &side, EventCode code) { return side.detail(code, DetailKey::Failure); }
std::string nameOf(FailureCode failure) { return std::string(api::failureName(failure)); }

void addModes()
{
    QTest::addColumn<IkeV1Mode>("mode");
    QTest::newRow("main mode") << IkeV1Mode::Main;
    QTest::newRow("aggressive mode") << IkeV1Mode::Aggressive;
}

} // namespace

// What each side knows of a tunnel that does not come about, and says of it.
class TestIkev1Refusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anotherKeyIsFoundOut_data();
    void anotherKeyIsFoundOut();
    void anotherIdentityIsRefused_data();
    void anotherIdentityIsRefused();
    void anotherSuiteIsRefused_data();
    void anotherSuiteIsRefused();
    void anotherSubnetIsRefused();
    void anotherSuiteForTheChildIsRefused();
    void anotherGroupForTheChildIsRefused();
    void whoeverRefusesAChildShowsWhy_data();
    void whoeverRefusesAChildShowsWhy();
    void aRefusalBesideAChildThatStandsChangesNothing();
    void anotherModeIsNamed_data();
    void anotherModeIsNamed();
    void anotherVersionIsNamed();
    void anAggressiveInitiatorSaysWhatIsWrong();
    void aStrangersNameIsTheLikeliestConnections();
    void anUnreadableRefusalMeansAnotherKey();
    void aKeyThatIsNotTakenMeansAnotherGroup();
    void aResponderThatIsNotTheOneKeepsNoSa();
};

void TestIkev1Refusals::anotherKeyIsFoundOut_data() { addModes(); }

void TestIkev1Refusals::anotherKeyIsFoundOut()
{
    QFETCH(IkeV1Mode, mode);
    Ikev1Pair pair;
    pair.right.start(rightV1(mode), "another-long-secret", false);
    pair.left.start(leftV1(mode));
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(failureOf(pair.left, EventCode::AttemptFailed), nameOf(FailureCode::PskMismatch));
    QVERIFY(pair.left.children().empty() && pair.right.children().empty());
    QCOMPARE(pair.right.count(EventCode::IkeSaEstablished), 0u);
    if (mode == IkeV1Mode::Main) { // in aggressive mode it is the initiator that finds out, and says nothing more
        pair.run(minutes(1));
        QCOMPARE(pair.right.status().lastFailure, FailureCode::PskMismatch);
        QCOMPARE(failureOf(pair.right, EventCode::AuthenticationFailed), nameOf(FailureCode::PskMismatch));
    }
}

void TestIkev1Refusals::anotherIdentityIsRefused_data() { addModes(); }

void TestIkev1Refusals::anotherIdentityIsRefused()
{
    QFETCH(IkeV1Mode, mode);
    { // the responder is another one
        Ikev1Pair pair;
        auto right = rightV1(mode);
        right.ike.localId = api::Identity::parse("elsewhere.example.org").value();
        pair.right.start(right, kPsk, false);
        pair.left.start(leftV1(mode));
        QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
        QCOMPARE(failureOf(pair.left, EventCode::AttemptFailed), nameOf(FailureCode::PeerIdMismatch));
        QCOMPARE(pair.left.detail(EventCode::AuthenticationFailed, DetailKey::ReceivedId),
                 std::string("elsewhere.example.org"));
    }
    { // the initiator is another one
        Ikev1Pair pair;
        auto left = leftV1(mode);
        left.ike.localId = api::Identity::parse("elsewhere.example.org").value();
        pair.right.start(rightV1(mode), kPsk, false);
        pair.left.start(left);
        QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
        QCOMPARE(failureOf(pair.left, EventCode::AttemptFailed), nameOf(FailureCode::AuthenticationRefused));
        QCOMPARE(pair.left.detail(EventCode::AuthenticationRefused, DetailKey::Notify),
                 std::string("INVALID_ID_INFORMATION"));
        QCOMPARE(failureOf(pair.right, EventCode::AuthenticationFailed), nameOf(FailureCode::PeerIdMismatch));
        QCOMPARE(pair.right.count(EventCode::IkeSaEstablished), 0u);
    }
}

void TestIkev1Refusals::anotherSuiteIsRefused_data() { addModes(); }

void TestIkev1Refusals::anotherSuiteIsRefused()
{
    QFETCH(IkeV1Mode, mode);
    Ikev1Pair pair;
    auto right = rightV1(mode);
    right.ike.proposals.front().encryption = api::Encryption::Aes256Cbc;
    pair.right.start(right, kPsk, false);
    pair.left.start(leftV1(mode));
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(failureOf(pair.left, EventCode::AttemptFailed), nameOf(FailureCode::ProposalMismatch));
    QCOMPARE(pair.left.detail(EventCode::NoProposalChosen, DetailKey::Offered),
             std::string("AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256"));
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Differs), std::string("encryption"));
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Offered),
             std::string("AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256"));
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Configured),
             std::string("AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256"));
    QCOMPARE(failureOf(pair.right, EventCode::ProposalRefused), nameOf(FailureCode::EncryptionAlgorithmMismatch));
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
}

void TestIkev1Refusals::anotherSubnetIsRefused()
{
    Ikev1Pair pair;
    auto right = rightV1();
    right.child.local = subnets({"10.9.0.0/16"});
    pair.right.start(right, kPsk, false);
    pair.left.start(leftV1());
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(failureOf(pair.left, EventCode::AttemptFailed), nameOf(FailureCode::TrafficSelectorMismatch));
    QCOMPARE(pair.left.last(EventCode::SelectorsUnacceptable)->direction, api::Direction::In);
    QCOMPARE(pair.right.detail(EventCode::SelectorsUnacceptable, DetailKey::Offered),
             std::string("10.1.0.0/16 === 10.2.0.0/16"));
    QVERIFY(pair.left.children().empty() && pair.right.children().empty());
}

void TestIkev1Refusals::anotherSuiteForTheChildIsRefused()
{
    Ikev1Pair pair;
    auto right = rightV1();
    right.child.proposals.front().integrity = api::Integrity::HmacSha256_128;
    pair.right.start(right, kPsk, false);
    pair.left.start(leftV1());
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(pair.right.detail(EventCode::ProposalRefused, DetailKey::Differs), std::string("integrity"));
    QCOMPARE(pair.left.last(EventCode::NoProposalChosen)->phase, api::Phase::Phase2);
    QVERIFY(pair.left.children().empty() && pair.right.children().empty());
}

void TestIkev1Refusals::anotherGroupForTheChildIsRefused()
{
    Ikev1Pair pair;
    auto right = rightV1();
    right.child.proposals.front().pfs = DhGroup::Ecp256;
    pair.right.start(right, kPsk, false);
    pair.left.start(leftV1());
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(failureOf(pair.right, EventCode::ProposalRefused), nameOf(FailureCode::PfsMismatch));
}

void TestIkev1Refusals::whoeverRefusesAChildShowsWhy_data()
{
    QTest::addColumn<std::function<void(api::ConnectionConfig &)>>("change");
    QTest::addColumn<FailureCode>("failure");
    const auto row = [](const char *name, FailureCode failure, std::function<void(api::ConnectionConfig &)> change) {
        QTest::newRow(name) << std::move(change) << failure;
    };
    row("encryption", FailureCode::EncryptionAlgorithmMismatch,
        [](auto &config) { config.child.proposals.front().encryption = api::Encryption::Aes256Cbc; });
    row("integrity", FailureCode::AuthenticationAlgorithmMismatch,
        [](auto &config) { config.child.proposals.front().integrity = api::Integrity::HmacSha256_128; });
    row("group", FailureCode::PfsMismatch, [](auto &config) { config.child.proposals.front().pfs = DhGroup::Ecp256; });
    row("subnet", FailureCode::TrafficSelectorMismatch,
        [](auto &config) { config.child.local = subnets({"10.9.0.0/16"}); });
}

void TestIkev1Refusals::whoeverRefusesAChildShowsWhy()
{
    QFETCH(std::function<void(api::ConnectionConfig &)>, change);
    QFETCH(FailureCode, failure);
    Ikev1Pair pair;
    auto right = rightV1();
    change(right);
    pair.right.start(right, kPsk, false);
    pair.left.start(leftV1());
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(pair.right.count(EventCode::IkeSaEstablished), 1u);
    QCOMPARE(pair.right.status().lastFailure, failure);
    QCOMPARE(pair.right.state(), ConnectionState::Phase2Failed);
    QCOMPARE(failureOf(pair.right, EventCode::AttemptFailed), nameOf(failure));
}

void TestIkev1Refusals::aRefusalBesideAChildThatStandsChangesNothing()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    auto second = leftV1();
    second.id = api::ConnectionId("second");
    second.child.remote = subnets({"10.9.0.0/16"}); // of which the right side knows nothing
    pair.left.start(second);
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::SelectorsUnacceptable) == 1; }));
    QCOMPARE(pair.right.status().lastFailure, FailureCode::None);
    QCOMPARE(pair.right.count(EventCode::AttemptFailed), 0u);
}

void TestIkev1Refusals::anotherModeIsNamed_data() { addModes(); }

void TestIkev1Refusals::anotherModeIsNamed()
{
    QFETCH(IkeV1Mode, mode);
    const bool isMain = mode == IkeV1Mode::Main;
    Ikev1Pair pair;
    pair.right.start(rightV1(isMain ? IkeV1Mode::Aggressive : IkeV1Mode::Main), kPsk, false);
    pair.left.start(leftV1(mode));
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(failureOf(pair.left, EventCode::AttemptFailed), nameOf(FailureCode::NegotiationModeMismatch));
    QCOMPARE(pair.left.detail(EventCode::NotifyReceived, DetailKey::Notify), std::string("UNSUPPORTED_EXCHANGE_TYPE"));
    QCOMPARE(failureOf(pair.right, EventCode::MessageUnmatched), nameOf(FailureCode::NegotiationModeMismatch));
    QCOMPARE(pair.right.detail(EventCode::MessageUnmatched, DetailKey::Reason),
             std::string(isMain ? "the peer uses main mode" : "the peer uses aggressive mode"));
    QCOMPARE(pair.right.last(EventCode::MessageUnmatched)->connection, rightV1().id);
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
}

void TestIkev1Refusals::anotherVersionIsNamed()
{
    Ikev1Pair pair;
    pair.right.start(rightV1(), kPsk, false);
    pair.left.start(leftConfig()); // IKEv2
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(failureOf(pair.right, EventCode::MessageUnmatched), nameOf(FailureCode::IkeVersionMismatch));
    QCOMPARE(pair.right.detail(EventCode::MessageUnmatched, DetailKey::Reason), std::string("the peer speaks IKEv2"));
    QCOMPARE(pair.right.last(EventCode::MessageUnmatched)->connection, rightV1().id);
}

// It is the first to see that the responder is not the one, and the responder waits for more.
void TestIkev1Refusals::anAggressiveInitiatorSaysWhatIsWrong()
{
    {
        Ikev1Pair pair;
        pair.right.start(rightV1(IkeV1Mode::Aggressive), "another-long-secret", false);
        pair.left.start(leftV1(IkeV1Mode::Aggressive));
        QVERIFY(pair.runUntil([&] { return pair.right.status().lastFailure != FailureCode::None; }));
        QCOMPARE(pair.right.status().lastFailure, FailureCode::PskMismatch);
        QCOMPARE(failureOf(pair.right, EventCode::AuthenticationFailed), nameOf(FailureCode::PskMismatch));
        QCOMPARE(failureOf(pair.left, EventCode::AuthenticationFailed), nameOf(FailureCode::PskMismatch));
    }
    {
        Ikev1Pair pair;
        auto right = rightV1(IkeV1Mode::Aggressive);
        right.ike.localId = api::Identity::parse("elsewhere.example.org").value();
        pair.right.start(right, kPsk, false);
        pair.left.start(leftV1(IkeV1Mode::Aggressive));
        QVERIFY(pair.runUntil([&] { return pair.right.status().lastFailure != FailureCode::None; }));
        QCOMPARE(pair.right.status().lastFailure, FailureCode::AuthenticationRefused);
        QCOMPARE(pair.right.count(EventCode::AuthenticationRefused), 1u);
        QCOMPARE(failureOf(pair.left, EventCode::AuthenticationFailed), nameOf(FailureCode::PeerIdMismatch));
    }
}

void TestIkev1Refusals::aStrangersNameIsTheLikeliestConnections()
{
    Ikev1Pair pair;
    auto left = leftV1(IkeV1Mode::Aggressive);
    left.ike.localId = api::Identity::parse("elsewhere.example.org").value();
    pair.right.start(rightV1(IkeV1Mode::Aggressive), kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::AuthenticationFailed) == 1; }));
    QCOMPARE(pair.right.last(EventCode::AuthenticationFailed)->connection, rightV1().id);
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::ReceivedId),
             std::string("elsewhere.example.org"));
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::RemoteId), std::string("left.example.org"));
}

// charon refuses under its own keys, of which ours make nonsense.
void TestIkev1Refusals::anUnreadableRefusalMeansAnotherKey()
{
    Ikev1Pair pair;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        if (pair.sent.size() == 3) { // the initiator's proof becomes a message of another kind
            sim::SimDatagram refusal = datagram;
            refusal.bytes[18] = kInformationalV1;
            refusal.bytes[20] = 1; // of the message id
            pair.network.send(refusal, pair.now());
        }
        return pair.sent.size() < 3;
    };
    pair.right.start(rightV1(IkeV1Mode::Aggressive), kPsk, false);
    pair.left.start(leftV1(IkeV1Mode::Aggressive));
    QVERIFY(pair.runUntil([&] { return pair.right.status().lastFailure != FailureCode::None; }));
    QCOMPARE(pair.right.status().lastFailure, FailureCode::PskMismatch);
    QCOMPARE(failureOf(pair.right, EventCode::AuthenticationFailed), nameOf(FailureCode::PskMismatch));
}

void TestIkev1Refusals::aKeyThatIsNotTakenMeansAnotherGroup()
{
    Ikev1Pair pair;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const auto key = wire::decodeIsakmpMessage(datagram.bytes);
        if (pair.sent.size() != 3 || !key)
            return pair.sent.size() < 3;
        wire::IsakmpMessage refusal;
        refusal.header = key->header;
        refusal.header.exchange = wire::ExchangeType::InformationalV1;
        refusal.header.messageId = wire::MessageId(1);
        refusal.content =
            wire::IsakmpPayloads{{wire::PayloadType::NotificationV1,
                                  wire::Notification::ofIsakmpSa(wire::NotificationType::InvalidKeyInformation,
                                                                 key->header.initiatorSpi, key->header.responderSpi)}};
        pair.network.send({datagram.remote, datagram.local, wire::encodeIsakmpMessage(refusal).value()}, pair.now());
        return false;
    };
    pair.right.start(rightV1(), kPsk, false);
    pair.left.start(leftV1());
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(failureOf(pair.left, EventCode::AttemptFailed), nameOf(FailureCode::DhGroupMismatch));
    QCOMPARE(pair.left.detail(EventCode::NotifyReceived, DetailKey::Notify), std::string("INVALID_KEY_INFORMATION"));
}

// It has an ISAKMP SA with its last message, and would keep one of each attempt for hours.
void TestIkev1Refusals::aResponderThatIsNotTheOneKeepsNoSa()
{
    Ikev1Pair pair;
    auto right = rightV1();
    right.ike.localId = api::Identity::parse("elsewhere.example.org").value();
    pair.right.start(right, kPsk, false);
    pair.left.start(leftV1());
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::IkeSaEstablished) == 1; }));
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::IkeSaDeleted) == 1; }, std::chrono::seconds(1)));
    QCOMPARE(failureOf(pair.left, EventCode::AuthenticationFailed), nameOf(FailureCode::PeerIdMismatch));
}

QTEST_GUILESS_MAIN(TestIkev1Refusals)
#include "test_ikev1_refusals.moc"

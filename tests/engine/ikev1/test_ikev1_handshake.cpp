#include "engine/wire/ike_header.h"
#include "tests/engine/ikev1/ikev1_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::DhGroup;
using api::Encryption;
using api::EventCode;
using api::FailureCode;
using api::IkeV1Mode;
using api::Integrity;
using api::Prf;

Q_DECLARE_METATYPE(tw::api::IkeProposal)
Q_DECLARE_METATYPE(tw::api::EspProposal)
Q_DECLARE_METATYPE(tw::api::IkeV1Mode)

namespace {

void addModes()
{
    QTest::addColumn<IkeV1Mode>("mode");
    QTest::newRow("main mode") << IkeV1Mode::Main;
    QTest::newRow("aggressive mode") << IkeV1Mode::Aggressive;
}

} // namespace

class TestIkev1Handshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mainAndQuickModeMakeATunnel();
    void aggressiveModeSavesThreeMessages();
    void statusTellsEverythingOfBothSas();
    void everyStepIsReported();
    void everySuiteMakesATunnel_data();
    void everySuiteMakesATunnel();
    void quickModeHasItsOwnKeyExchangeWithPfs();
    void aLostMessageIsSentAgain_data();
    void aLostMessageIsSentAgain();
    void aBadNetworkMakesATunnelAllTheSame_data();
    void aBadNetworkMakesATunnelAllTheSame();
    void bothMayBeginAtOnce_data();
    void bothMayBeginAtOnce();
    void stoppingTellsThePeer_data();
    void stoppingTellsThePeer();
    void repeatedMessagesAreAnsweredAlike();
};

void TestIkev1Handshake::mainAndQuickModeMakeATunnel()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.sent.size(), 9u);
    QVERIFY(pair.left.sends(pair.left.child()->inboundSpi.value()));
    QVERIFY(pair.right.sends(pair.right.child()->inboundSpi.value()));
    QVERIFY(!pair.left.child()->udpEncapsulated);
}

void TestIkev1Handshake::aggressiveModeSavesThreeMessages()
{
    sim::NetworkConditions orderly; // else the third message and the first quick one may overtake each other
    orderly.maxDelay = orderly.minDelay;
    Ikev1Pair pair(1, orderly);
    QVERIFY(pair.establish(leftV1(IkeV1Mode::Aggressive), rightV1(IkeV1Mode::Aggressive)));
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.sent.size(), 6u);
    QCOMPARE(pair.left.detail(EventCode::IkeSaEstablished, DetailKey::RemoteId), std::string("right.example.org"));
    QCOMPARE(pair.right.detail(EventCode::IkeSaEstablished, DetailKey::RemoteId), std::string("left.example.org"));
}

void TestIkev1Handshake::statusTellsEverythingOfBothSas()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    const api::ConnectionStatus &status = pair.left.status();
    QVERIFY(status.ikeSa.has_value());
    QCOMPARE(status.ikeSa->version, api::IkeVersion::V1);
    QVERIFY(status.ikeSa->weInitiated);
    QVERIFY(!pair.right.status().ikeSa->weInitiated);
    QCOMPARE(status.ikeSa->responderSpi, pair.right.status().ikeSa->responderSpi);
    QCOMPARE(api::toString(status.ikeSa->proposal),
             std::string("AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256"));
    QCOMPARE(status.ikeSa->localId.toString(), std::string("left.example.org"));
    QCOMPARE(status.ikeSa->remoteId.toString(), std::string("right.example.org"));
    QCOMPARE(status.ikeSa->remote.toString(), std::string("198.51.100.2[500]"));
    QCOMPARE(status.childSas.size(), 1u);
    QCOMPARE(status.childSas.front().outboundSpi, pair.right.status().childSas.front().inboundSpi);
    QCOMPARE(api::toString(status.childSas.front().local), std::string("10.1.0.0/16"));
}

void TestIkev1Handshake::everyStepIsReported()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    for (const auto code : {EventCode::NegotiationTriggered, EventCode::NatDetected, EventCode::IkeSaEstablished,
                            EventCode::ChildSaEstablished})
        QVERIFY2(pair.left.count(code) == 1, api::eventName(code).data());
    for (const auto code : {EventCode::ProposalsOffered, EventCode::ProposalChosen})
        QVERIFY2(pair.left.count(code) == 2, api::eventName(code).data());
    QCOMPARE(pair.right.count(EventCode::ProposalsReceived), 2u);
    QCOMPARE(pair.left.count(EventCode::MessageSent), 5u);
    QCOMPARE(pair.left.count(EventCode::MessageReceived), 4u);
    QCOMPARE(pair.left.last(EventCode::MessageSent)->exchange, api::Exchange::QuickMode);
    // As charon lists them.
    QCOMPARE(pair.left.detail(EventCode::MessageReceived, DetailKey::Payloads), std::string("HASH SA No ID ID"));
    QCOMPARE(pair.right.detail(EventCode::MessageReceived, DetailKey::Payloads), std::string("HASH"));
    QCOMPARE(pair.right.detail(EventCode::SelectorsReceived, DetailKey::RemoteSelectors), std::string("10.1.0.0/16"));
    QCOMPARE(pair.left.detail(EventCode::ChildSaEstablished, DetailKey::InboundSpi),
             pair.right.detail(EventCode::ChildSaEstablished, DetailKey::OutboundSpi));
}

void TestIkev1Handshake::everySuiteMakesATunnel_data()
{
    QTest::addColumn<api::IkeProposal>("ike");
    QTest::addColumn<api::EspProposal>("esp");
    QTest::newRow("3des-md5-modp1024") << ikeProposal(
        Encryption::TripleDesCbc, Integrity::HmacMd5_96, Prf::HmacMd5,
        DhGroup::Modp1024) << api::EspProposal{Encryption::TripleDesCbc, Integrity::HmacMd5_96, DhGroup::None, false};
    QTest::newRow("aes256-sha1-modp1536") // whose key is longer than SKEYID_e
        << ikeProposal(Encryption::Aes256Cbc, Integrity::HmacSha1_96, Prf::HmacSha1, DhGroup::Modp1536)
        << api::EspProposal{Encryption::Aes256Cbc, Integrity::HmacSha256_128, DhGroup::None, false};
    QTest::newRow("aes192-sha384-ecp384")
        << ikeProposal(Encryption::Aes192Cbc, Integrity::HmacSha384_192, Prf::HmacSha384, DhGroup::Ecp384)
        << api::EspProposal{Encryption::Aes192Cbc, Integrity::HmacSha384_192, DhGroup::None, false};
    QTest::newRow("aes256-sha512-modp2048")
        << ikeProposal(Encryption::Aes256Cbc, Integrity::HmacSha512_256, Prf::HmacSha512, DhGroup::Modp2048)
        << api::EspProposal{Encryption::Aes256Gcm16, Integrity::None, DhGroup::None, false};
}

void TestIkev1Handshake::everySuiteMakesATunnel()
{
    QFETCH(api::IkeProposal, ike);
    QFETCH(api::EspProposal, esp);
    for (const IkeV1Mode mode : {IkeV1Mode::Main, IkeV1Mode::Aggressive}) {
        Ikev1Pair pair;
        auto left = leftV1(mode);
        auto right = rightV1(mode);
        left.ike.proposals = right.ike.proposals = {ike};
        left.child.proposals = right.child.proposals = {esp};
        QVERIFY(pair.establish(left, right));
        QVERIFY(pair.childrenFit());
    }
}

void TestIkev1Handshake::quickModeHasItsOwnKeyExchangeWithPfs()
{
    Ikev1Pair pair;
    auto left = leftV1();
    auto right = rightV1();
    left.child.proposals.front().pfs = right.child.proposals.front().pfs = DhGroup::Modp1024;
    QVERIFY(pair.establish(left, right));
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.left.detail(EventCode::MessageReceived, DetailKey::Payloads), std::string("HASH SA No KE ID ID"));
    QCOMPARE(pair.left.child()->proposal.pfs, DhGroup::Modp1024);
}

void TestIkev1Handshake::aLostMessageIsSentAgain_data()
{
    QTest::addColumn<IkeV1Mode>("mode");
    QTest::addColumn<int>("lost");
    for (int i = 0; i < 9; ++i)
        QTest::addRow("main mode, %d", i + 1) << IkeV1Mode::Main << i;
    for (int i = 0; i < 6; ++i)
        QTest::addRow("aggressive mode, %d", i + 1) << IkeV1Mode::Aggressive << i;
}

void TestIkev1Handshake::aLostMessageIsSentAgain()
{
    QFETCH(IkeV1Mode, mode);
    QFETCH(int, lost);
    Ikev1Pair pair;
    int count = 0;
    pair.filter = [&](const sim::SimDatagram &) { return count++ != lost; };
    QVERIFY(pair.establish(leftV1(mode), rightV1(mode)));
    QVERIFY(pair.childrenFit());
    QVERIFY(pair.now() - TimePoint{} < std::chrono::seconds(10));
    // It was one negotiation all along.
    QCOMPARE(pair.left.count(EventCode::NegotiationTriggered), 1u);
    QCOMPARE(pair.left.count(EventCode::ChildSaEstablished), 1u);
    QCOMPARE(pair.right.count(EventCode::ChildSaEstablished), 1u);
}

void TestIkev1Handshake::aBadNetworkMakesATunnelAllTheSame_data() { addModes(); }

void TestIkev1Handshake::aBadNetworkMakesATunnelAllTheSame()
{
    QFETCH(IkeV1Mode, mode);
    sim::NetworkConditions bad;
    bad.lossPerMille = 200;
    bad.duplicatePerMille = 200;
    bad.reorderPerMille = 200;
    bad.corruptPerMille = 20;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Ikev1Pair pair(seed, bad);
        QVERIFY2(pair.establish(leftV1(mode), rightV1(mode)), std::to_string(seed).c_str());
        // What the network has doubled or held back makes nothing else.
        pair.network.setConditions({});
        pair.run(std::chrono::minutes(3));
        QVERIFY2(pair.bothEstablished() && pair.childrenFit(), std::to_string(seed).c_str());
    }
}

void TestIkev1Handshake::bothMayBeginAtOnce_data() { addModes(); }

void TestIkev1Handshake::bothMayBeginAtOnce()
{
    QFETCH(IkeV1Mode, mode);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Ikev1Pair pair(seed);
        auto right = rightV1(mode);
        right.effectImmediately = true;
        pair.right.start(right);
        pair.left.start(leftV1(mode));
        QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
        pair.run(std::chrono::minutes(1));
        QVERIFY2(pair.bothEstablished() && pair.childrenFit(), std::to_string(seed).c_str());
        QCOMPARE(pair.left.supervisor().census().sessions, 1u);
        QCOMPARE(pair.right.supervisor().census().sessions, 1u);
    }
}

void TestIkev1Handshake::stoppingTellsThePeer_data() { addModes(); }

void TestIkev1Handshake::stoppingTellsThePeer()
{
    QFETCH(IkeV1Mode, mode);
    for (const bool isLeft : {true, false}) {
        Ikev1Pair pair;
        QVERIFY(pair.establish(leftV1(mode), rightV1(mode)));
        IkeSide &stopping = isLeft ? pair.left : pair.right;
        IkeSide &other = isLeft ? pair.right : pair.left;
        stopping.stop();
        QVERIFY(stopping.isUnloaded());
        QVERIFY(stopping.children().empty());
        QVERIFY(pair.runUntil([&] { return other.count(EventCode::IkeSaDeleted) == 1; }));
        QCOMPARE(other.last(EventCode::IkeSaDeleted)->direction, api::Direction::In);
        QCOMPARE(other.count(EventCode::ChildSaDeleted), 1u);
        QCOMPARE(other.last(EventCode::ChildSaDeleted)->direction, api::Direction::In);
        QCOMPARE(other.status().lastFailure, FailureCode::ReceiveDeleteNotify);
        QCOMPARE(stopping.supervisor().census().sessions, 0u);
    }
}

// Every message comes twice, the second one much later.
void TestIkev1Handshake::repeatedMessagesAreAnsweredAlike()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    const auto messages = pair.sent;
    const auto child = pair.left.child()->inboundSpi;
    pair.left.forgetEvents();
    pair.right.forgetEvents();
    pair.sent.clear();
    for (const sim::SimDatagram &message : messages)
        pair.inject(message);
    // Main 5 is answered by main 6, and quick 2 by quick 3; nothing else can be needed any more.
    QCOMPARE(pair.right.count(EventCode::DuplicateAnswered), 1u);
    QCOMPARE(pair.left.count(EventCode::DuplicateAnswered), 1u);
    QCOMPARE(pair.sent.size(), 2u);
    QCOMPARE(pair.sent.front().bytes, messages[5].bytes);
    QCOMPARE(pair.sent.back().bytes, messages[8].bytes);
    pair.run(std::chrono::minutes(2));
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
    QCOMPARE(pair.left.child()->inboundSpi, child);
    QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
}

QTEST_GUILESS_MAIN(TestIkev1Handshake)
#include "test_ikev1_handshake.moc"

#include "engine/wire/message.h"
#include "tests/engine/ikev2/ike_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using std::chrono::seconds;

namespace {

// The peer waits, we begin.
void startBoth(IkePair &pair, const api::ConnectionConfig &left = leftConfig(),
               const api::ConnectionConfig &right = rightConfig())
{
    pair.right.start(right, kPsk, false);
    pair.left.start(left);
}

} // namespace

class TestIkev2Handshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoMessagesEachWayMakeATunnel();
    void statusTellsEverythingOfBothSas();
    void everyStepIsReported();
    void everySuiteMakesATunnel_data();
    void everySuiteMakesATunnel();
    void pfsGroupStaysOutOfIkeAuth();
    void aLostMessageIsSentAgain_data();
    void aLostMessageIsSentAgain();
    void duplicatesAndDisorderDoNoHarm();
    void theGroupThatTheResponderWantsIsTried();
    void theResponderPrefersTheGroupThatCame();
    void aCookieIsGivenBack();
    void natMovesBothToTheNatPort();
    void forcedEncapsulationNeedsNoNat();
    void withoutDetectionNothingMoves();
    void keepalivesHoldTheMappingOpen();
    void selectorsAreNarrowed();
    void severalSubnetsShareOneChild();
    void identityChoosesAmongConnections();
    void aPeerKnownByNameIsResolvedFirst();
};

void TestIkev2Handshake::twoMessagesEachWayMakeATunnel()
{
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    QCOMPARE(pair.right.state(), ConnectionState::Waiting);
    pair.left.start(leftConfig());
    QCOMPARE(pair.left.state(), ConnectionState::Phase1Negotiating);

    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.sent.size(), 4u);
    QVERIFY(pair.left.hasPolicy() && pair.right.hasPolicy());
    QVERIFY(!pair.left.child()->udpEncapsulated);
}

void TestIkev2Handshake::statusTellsEverythingOfBothSas()
{
    IkePair pair;
    startBoth(pair);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));

    const api::ConnectionStatus &status = pair.left.status();
    QVERIFY(status.ikeSa.has_value());
    QVERIFY(status.ikeSa->initiatorSpi != 0 && status.ikeSa->responderSpi != 0);
    QVERIFY(status.ikeSa->weInitiated);
    QVERIFY(!pair.right.status().ikeSa->weInitiated);
    QCOMPARE(status.ikeSa->responderSpi, pair.right.status().ikeSa->responderSpi);
    QCOMPARE(api::toString(status.ikeSa->proposal),
             std::string("AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"));
    QCOMPARE(status.ikeSa->localId.toString(), std::string("left.example.org"));
    QCOMPARE(status.ikeSa->remoteId.toString(), std::string("right.example.org"));
    QCOMPARE(status.ikeSa->remote.toString(), std::string("198.51.100.2[4500]"));
    QCOMPARE(status.childSas.size(), 1u);
    QCOMPARE(status.childSas.front().outboundSpi, pair.right.status().childSas.front().inboundSpi);
    QCOMPARE(api::toString(status.childSas.front().local), std::string("10.1.0.0/16"));
    QCOMPARE(*status.childSas.front().expiresAt - status.childSas.front().establishedAt, Duration(seconds(86400)));
    QVERIFY(*status.childSas.front().rekeyAt < *status.childSas.front().expiresAt);

    // Counters come from the data path and are shown as they are.
    const crypto::EspSpi spi = pair.left.child()->inboundSpi;
    const ike::SaTraffic reading{spi, {3, 252, 4, 336}, {}, pair.now()};
    const auto actions = pair.left.supervisor().traffic({&reading, 1}, pair.now());
    QCOMPARE(actions.size(), 1u);
    QCOMPARE(std::get<ike::PublishStatus>(actions.front()).status.childSas.front().traffic.bytesOut, 336u);
}

void TestIkev2Handshake::everyStepIsReported()
{
    IkePair pair;
    startBoth(pair);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    for (const auto code : {EventCode::ConnectionStarted, EventCode::NegotiationTriggered, EventCode::PeerResolved,
                            EventCode::ProposalChosen, EventCode::NatDetected, EventCode::IkeSaEstablished,
                            EventCode::ChildSaEstablished})
        QVERIFY2(pair.left.count(code) == 1, api::eventName(code).data());
    QCOMPARE(pair.left.count(EventCode::MessageSent), 2u);
    QCOMPARE(pair.left.count(EventCode::MessageReceived), 2u);
    // As charon lists them.
    QCOMPARE(pair.right.detail(EventCode::MessageReceived, DetailKey::Payloads),
             std::string("IDi N(INIT_CONTACT) IDr AUTH SA TSi TSr N(MOBIKE_SUP)"));
    QCOMPARE(pair.left.detail(EventCode::MessageReceived, DetailKey::Payloads),
             std::string("IDr AUTH SA TSi TSr N(MOBIKE_SUP)"));
    QCOMPARE(pair.right.detail(EventCode::SelectorsReceived, DetailKey::RemoteSelectors), std::string("10.1.0.0/16"));
    QCOMPARE(pair.left.detail(EventCode::ChildSaEstablished, DetailKey::InboundSpi),
             pair.right.detail(EventCode::ChildSaEstablished, DetailKey::OutboundSpi));
    for (const auto *side : {&pair.left, &pair.right}) {
        for (const api::Event &event : side->events()) {
            for (const api::Detail &detail : event.details)
                QVERIFY(detail.value.find(kPsk) == std::string::npos);
        }
    }
}

void TestIkev2Handshake::everySuiteMakesATunnel_data()
{
    QTest::addColumn<QString>("encryption");
    QTest::addColumn<QString>("integrity");
    QTest::addColumn<QString>("group");
    for (const char *encryption : {"aes", "aes192", "aes256"}) {
        for (const char *integrity : {"sha1", "sha256"}) {
            for (const char *group : {"group2", "group14"})
                QTest::addRow("%s-%s-%s", encryption, integrity, group) << encryption << integrity << group;
        }
    }
    QTest::newRow("3des-md5-group5") << "3des" << "md5" << "group5";
    QTest::newRow("aes256-sha512-group19") << "aes256" << "sha512" << "group19";
    QTest::newRow("aes256-sha384-group31") << "aes256" << "sha384" << "group31";
    QTest::newRow("aes256gcm16-group31") << "aes256gcm16" << "none" << "group31";
    QTest::newRow("chacha20poly1305-group20") << "chacha20poly1305" << "none" << "group20";
}

void TestIkev2Handshake::everySuiteMakesATunnel()
{
    QFETCH(QString, encryption);
    QFETCH(QString, integrity);
    QFETCH(QString, group);
    auto left = leftConfig();
    auto right = rightConfig();
    const auto cipher = api::parseEncryption(encryption.toStdString()).value();
    const auto mac = api::parseIntegrity(integrity.toStdString()).value();
    const auto prf = api::parsePrf(integrity.toStdString()).value_or(api::Prf::HmacSha256);
    const auto dh = api::parseDhGroup(group.toStdString()).value();
    left.ike.proposals = right.ike.proposals = {{cipher, mac, prf, dh}};
    left.child.proposals = right.child.proposals = {{cipher, mac, api::DhGroup::None, false}};
    IkePair pair;
    startBoth(pair, left, right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.childrenFit());
    QVERIFY(pair.left.status().ikeSa->proposal == left.ike.proposals.front());
    QVERIFY(pair.right.child()->proposal == left.child.proposals.front());
}

// RFC 7296, 1.2: the first child takes its keys from the IKE SA. A group in its proposal would be refused by peers.
void TestIkev2Handshake::pfsGroupStaysOutOfIkeAuth()
{
    auto left = leftConfig();
    auto right = rightConfig();
    left.child.proposals.front().pfs = api::DhGroup::Modp2048;
    right.child.proposals.front().pfs = api::DhGroup::Modp1024;
    IkePair pair;
    startBoth(pair, left, right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    for (const api::Event &event : pair.right.events()) {
        if (event.code == EventCode::ProposalsReceived && event.phase == api::Phase::Phase2)
            QCOMPARE(*event.find(DetailKey::Offered), std::string("AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ"));
    }
}

void TestIkev2Handshake::aLostMessageIsSentAgain_data()
{
    QTest::addColumn<int>("exchange");
    QTest::addColumn<bool>("isResponse");
    QTest::newRow("IKE_SA_INIT request") << 34 << false;
    QTest::newRow("IKE_SA_INIT response") << 34 << true;
    QTest::newRow("IKE_AUTH request") << 35 << false;
    QTest::newRow("IKE_AUTH response") << 35 << true;
}

void TestIkev2Handshake::aLostMessageIsSentAgain()
{
    QFETCH(int, exchange);
    QFETCH(bool, isResponse);
    IkePair pair;
    int toLose = 3;
    std::vector<Bytes> lost;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        if (kind.exchange != exchange || kind.isResponse != isResponse || toLose == 0)
            return true;
        --toLose;
        lost.push_back(datagram.bytes);
        return false;
    };
    startBoth(pair);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.childrenFit());
    QCOMPARE(lost.size(), 3u);
    QCOMPARE(pair.left.count(EventCode::Retransmitted), 3u);
    QVERIFY(lost.at(0) == lost.at(1) && lost.at(1) == lost.at(2)); // the same octets each time
    QCOMPARE(pair.right.count(EventCode::DuplicateAnswered), isResponse ? 3u : 0u);
}

void TestIkev2Handshake::duplicatesAndDisorderDoNoHarm()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        sim::NetworkConditions wild;
        wild.duplicatePerMille = 700;
        wild.reorderPerMille = 300;
        wild.maxDelay = Duration(400);
        IkePair pair(seed, wild);
        startBoth(pair);
        QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
        pair.run(seconds(20));
        QVERIFY(pair.bothEstablished() && pair.childrenFit());
        QCOMPARE(pair.left.supervisor().census().sessions, 1u);
    }
}

void TestIkev2Handshake::theGroupThatTheResponderWantsIsTried()
{
    auto left = leftConfig();
    auto right = rightConfig();
    auto weak = left.ike.proposals.front();
    weak.group = api::DhGroup::Modp1024;
    left.ike.proposals = {weak, left.ike.proposals.front()}; // group 2 first, then group 14
    IkePair pair;
    startBoth(pair, left, right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(pair.sent.size(), 6u);
    QVERIFY(pair.left.status().ikeSa->proposal.group == api::DhGroup::Modp2048);
    QCOMPARE(pair.left.detail(EventCode::InvalidKeyExchange, DetailKey::Group), std::string("MODP_2048"));
    QVERIFY(pair.right.last(EventCode::InvalidKeyExchange)->direction == api::Direction::Out);
}

void TestIkev2Handshake::theResponderPrefersTheGroupThatCame()
{
    auto left = leftConfig();
    auto right = rightConfig();
    auto weak = left.ike.proposals.front();
    weak.group = api::DhGroup::Modp1536;
    left.ike.proposals = {weak, left.ike.proposals.front()};
    right.ike.proposals = {right.ike.proposals.front(), weak}; // would rather have group 14
    IkePair pair;
    startBoth(pair, left, right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(pair.sent.size(), 4u);
    QVERIFY(pair.left.status().ikeSa->proposal == weak);
}

// RFC 7296, 2.6. The responder here is a forger that asks for a cookie; the honest one ignores the cookie it never gave.
void TestIkev2Handshake::aCookieIsGivenBack()
{
    IkePair pair;
    const Bytes cookie{1, 2, 3, 4, 5, 6, 7, 8};
    bool asked = false;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        if (asked)
            return true;
        asked = true;
        wire::Message answer;
        answer.header = wire::decodeIkeHeader(datagram.bytes).value();
        answer.header.flags = wire::kFlagResponse;
        answer.payloads.push_back({wire::PayloadType::Notify, false,
                                   wire::Notify{wire::ProtocolId::None, wire::NotifyType::Cookie, {}, cookie}});
        pair.network.send({datagram.remote, datagram.local, wire::encodeMessage(answer).value()}, pair.now());
        return false;
    };
    startBoth(pair);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    const auto second = wire::decodeMessage(pair.sent.at(1).bytes).value();
    QVERIFY(second.payloads.front().type == wire::PayloadType::Notify); // it must be the first payload
    QVERIFY(std::get<wire::Notify>(second.payloads.front().body).data == cookie);
    QCOMPARE(pair.sent.size(), 5u);
}

void TestIkev2Handshake::natMovesBothToTheNatPort()
{
    IkePair pair;
    const IpAddress outside = IpAddress::v4(203, 0, 113, 7);
    pair.network.addNat({outside, {kLeft}});
    auto right = rightConfig();
    right.peer = outside;
    startBoth(pair, leftConfig(), right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.left.status().ikeSa->natLocal && !pair.left.status().ikeSa->natRemote);
    QVERIFY(!pair.right.status().ikeSa->natLocal && pair.right.status().ikeSa->natRemote);
    QCOMPARE(pair.left.status().ikeSa->local.port, std::uint16_t{4500});
    QCOMPARE(pair.left.status().ikeSa->remote.port, std::uint16_t{4500});
    // The responder sees the NAT's address, and whatever port the NAT gave to ours.
    QCOMPARE(pair.right.status().ikeSa->remote.address, outside);
    QVERIFY(pair.right.child()->udpEncapsulated && pair.left.child()->udpEncapsulated);
    QVERIFY(pair.right.child()->remoteEndpoint == pair.right.status().ikeSa->remote);
    QCOMPARE(pair.right.child()->localEndpoint.port, std::uint16_t{4500});
}

void TestIkev2Handshake::forcedEncapsulationNeedsNoNat()
{
    for (const bool byInitiator : {true, false}) {
        auto left = leftConfig();
        auto right = rightConfig();
        (byInitiator ? left : right).natTraversal = api::NatTraversal::Forced;
        IkePair pair;
        startBoth(pair, left, right);
        QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
        QVERIFY(pair.left.child()->udpEncapsulated && pair.right.child()->udpEncapsulated);
        QCOMPARE(pair.right.status().ikeSa->remote.port, std::uint16_t{4500});
        QVERIFY(pair.childrenFit());
    }
}

void TestIkev2Handshake::withoutDetectionNothingMoves()
{
    IkePair pair;
    const IpAddress outside = IpAddress::v4(203, 0, 113, 7);
    pair.network.addNat({.outside = outside, .inside = {kLeft}, .preservePorts = true});
    auto left = leftConfig();
    auto right = rightConfig();
    right.peer = outside;
    left.natTraversal = api::NatTraversal::Off;
    startBoth(pair, left, right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(pair.left.count(EventCode::NatDetected), 0u);
    QCOMPARE(pair.left.status().ikeSa->remote.port, std::uint16_t{500});
    QVERIFY(!pair.left.child()->udpEncapsulated && !pair.right.child()->udpEncapsulated);
}

void TestIkev2Handshake::keepalivesHoldTheMappingOpen()
{
    IkePair pair;
    const IpAddress outside = IpAddress::v4(203, 0, 113, 7);
    pair.network.addNat({outside, {kLeft}});
    auto left = leftConfig();
    auto right = rightConfig();
    right.peer = outside;
    left.dpd.enabled = right.dpd.enabled = false;
    startBoth(pair, left, right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    pair.run(seconds(101));
    QCOMPARE(pair.left.keepalives(), 5u); // every 20 s; RFC 3948, 4
    QCOMPARE(pair.right.keepalives(), 0u); // it is not behind the NAT
}

void TestIkev2Handshake::selectorsAreNarrowed()
{
    auto left = leftConfig();
    left.child.local = subnets({"10.0.0.0/8"});
    auto right = rightConfig();
    right.child.local = subnets({"10.2.5.0/24"});
    IkePair pair;
    startBoth(pair, left, right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(api::toString(pair.left.child()->local), std::string("10.1.0.0/16"));
    QCOMPARE(api::toString(pair.left.child()->remote), std::string("10.2.5.0/24"));
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.left.count(EventCode::SelectorsNarrowed), 1u);
    QCOMPARE(pair.right.count(EventCode::SelectorsNarrowed), 1u);
}

void TestIkev2Handshake::severalSubnetsShareOneChild()
{
    auto left = leftConfig();
    auto right = rightConfig();
    left.child.local = right.child.remote = subnets({"10.1.0.0/24", "10.1.2.0/24", "fd00:1::/64"});
    left.child.remote = right.child.local = subnets({"10.2.0.0/24", "fd00:2::/64"});
    IkePair pair;
    startBoth(pair, left, right);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.left.child()->local.size(), 3u);
    QCOMPARE(pair.left.count(EventCode::SelectorsNarrowed), 0u);
}

// Two connections join the same addresses; which one is meant is known only in IKE_AUTH.
void TestIkev2Handshake::identityChoosesAmongConnections()
{
    auto other = rightConfig();
    other.id = api::ConnectionId("vco-other");
    other.ike.remoteId = api::Identity::parse("someone.example.org").value();
    auto meant = rightConfig();
    meant.id = api::ConnectionId("vco-pair-2"); // behind the other one in every order
    IkePair pair;
    pair.right.start(other, "another key", false);
    pair.right.start(meant, kPsk, false);
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(pair.right.child()->connection.value(), std::string("vco-pair-2"));

    // The same identities and keys, too: then the selectors decide.
    auto left = leftConfig();
    left.child.local = subnets({"10.7.0.0/16"});
    auto third = rightConfig();
    third.id = api::ConnectionId("vco-third");
    third.child.remote = subnets({"10.7.0.0/16"});
    IkePair again;
    again.right.start(rightConfig(), kPsk, false);
    again.right.start(third, kPsk, false);
    again.left.start(left);
    QVERIFY(again.runUntil([&] { return again.bothEstablished(); }));
    QCOMPARE(again.right.child()->connection.value(), std::string("vco-third"));
}

void TestIkev2Handshake::aPeerKnownByNameIsResolvedFirst()
{
    auto left = leftConfig();
    left.peer = api::HostName("vpn.example.org");
    auto right = rightConfig();
    right.peer = api::HostName("branch.example.org"); // not resolved yet when the peer comes: its key decides
    IkePair pair;
    pair.left.pathFailure = ike::PathFailure{FailureCode::NameNotResolved, "Name or service not known"};
    startBoth(pair, left, right);
    QVERIFY(pair.left.state() == ConnectionState::Phase1Failed);
    QVERIFY(pair.left.status().lastFailure == FailureCode::NameNotResolved);
    QVERIFY(pair.left.status().nextAttempt.has_value());
    QCOMPARE(pair.left.detail(EventCode::PathFailed, DetailKey::Name), std::string("vpn.example.org"));
    QVERIFY(pair.sent.empty());

    pair.left.pathFailure.reset();
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.childrenFit());
    QVERIFY(pair.left.status().lastFailure == FailureCode::None);
}

QTEST_GUILESS_MAIN(TestIkev2Handshake)
#include "test_ikev2_handshake.moc"

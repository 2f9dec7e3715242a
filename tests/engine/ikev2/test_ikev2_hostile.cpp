#include "engine/ike/report_limiter.h"
#include "engine/wire/message.h"
#include "tests/engine/ikev2/ike_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::EventCode;
using api::FailureCode;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

void establish(IkePair &pair)
{
    auto left = leftConfig();
    auto right = rightConfig();
    left.dpd.enabled = right.dpd.enabled = false;
    pair.right.start(right, kPsk, false);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
}

wire::Message answerTo(const sim::SimDatagram &request, std::vector<wire::Payload> payloads)
{
    wire::Message answer;
    answer.header = wire::decodeIkeHeader(request.bytes).value();
    answer.header.flags = wire::kFlagResponse;
    answer.payloads = std::move(payloads);
    return answer;
}

wire::Payload notify(wire::NotifyType type, Bytes data = {})
{
    return {wire::PayloadType::Notify, false, wire::Notify{wire::ProtocolId::None, type, {}, std::move(data)}};
}

// Everything that must not move: the state, the children, and the census.
struct Snapshot
{
    api::ConnectionStatus left, right;
    std::size_t leftSessions, rightSessions;

    explicit Snapshot(const IkePair &pair)
        : left(pair.left.status()),
          right(pair.right.status()),
          leftSessions(pair.left.supervisor().census().sessions),
          rightSessions(pair.right.supervisor().census().sessions)
    { }
    bool operator==(const Snapshot &) const = default;
};

} // namespace

// Messages that nobody honest sends. The SA must stand unmoved, and an attempt must not be ended by a stranger.
class TestIkev2Hostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forgedSaInitReplyIsIgnored_data();
    void forgedSaInitReplyIsIgnored();
    void aForgedCookieDoesNotLoopForEver();
    void aReplyFromElsewhereIsIgnored();
    void repeatedRequestsGetTheSameOctets();
    void replayedMessagesMoveNothing();
    void truncatedMessagesMoveNothing();
    void changedMessagesMoveNothing();
    void reflectedMessagesMoveNothing();
    void messagesOfAnotherSaMoveNothing();
    void clearDeletesMoveNothing();
    void strangersCannotFloodTheLog();
    void anUnknownCriticalPayloadIsNamed();
    void aLaterVersionIsToldOurs();
    void halfOpenSessionsHoldNothingUp();
};

void TestIkev2Hostile::forgedSaInitReplyIsIgnored_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("NO_PROPOSAL_CHOSEN") << 0;
    QTest::newRow("INVALID_KE_PAYLOAD of a group that was not offered") << 1;
    QTest::newRow("INVALID_SYNTAX") << 2;
    QTest::newRow("an SA that was not offered") << 3;
    QTest::newRow("a public value that is none") << 4;
    QTest::newRow("garbage") << 5;
    QTest::newRow("INVALID_MAJOR_VERSION") << 6;
    QTest::newRow("AUTHENTICATION_FAILED") << 7;
}

void TestIkev2Hostile::forgedSaInitReplyIsIgnored()
{
    QFETCH(int, kind);
    IkePair pair;
    bool forged = false;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        if (forged)
            return true;
        forged = true;
        wire::Message answer;
        const auto request = wire::decodeMessage(datagram.bytes).value();
        const auto sa = *wire::findPayload<wire::SaPayload>(request.payloads, wire::PayloadType::Sa);
        switch (kind) {
        case 0: answer = answerTo(datagram, {notify(wire::NotifyType::NoProposalChosen)}); break;
        case 1: answer = answerTo(datagram, {notify(wire::NotifyType::InvalidKePayload, {0, 1})}); break;
        case 2: answer = answerTo(datagram, {notify(wire::NotifyType::InvalidSyntax)}); break;
        case 3: {
            auto other = sa;
            other.proposals.front().transforms.front() =
                wire::makeTransform(wire::TransformType::Encryption, 11); // NULL
            answer = answerTo(datagram,
                              {{wire::PayloadType::Sa, false, other},
                               {wire::PayloadType::KeyExchange, false, wire::KeyExchange{14, Bytes(256, 7)}},
                               {wire::PayloadType::Nonce, false, wire::Nonce{Bytes(32, 9)}}});
            break;
        }
        case 4:
            answer = answerTo(datagram,
                              {{wire::PayloadType::Sa, false, sa},
                               {wire::PayloadType::KeyExchange, false, wire::KeyExchange{14, Bytes(256, 0)}},
                               {wire::PayloadType::Nonce, false, wire::Nonce{Bytes(32, 9)}}});
            break;
        case 5: answer = answerTo(datagram, {{wire::PayloadType{99}, false, wire::RawPayload{Bytes(77, 3)}}}); break;
        case 6: answer = answerTo(datagram, {notify(wire::NotifyType::InvalidMajorVersion)}); break;
        default: answer = answerTo(datagram, {notify(wire::NotifyType::AuthenticationFailed)}); break;
        }
        answer.header.responderSpi = wire::IkeSpi(0xbad);
        pair.inject({datagram.remote, datagram.local, wire::encodeMessage(answer).value()});
        return true;
    };
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, seconds(1)));
    QVERIFY(forged);
    QCOMPARE(pair.left.count(EventCode::AttemptFailed), 0u);
    pair.run(minutes(1)); // what was hinted at does not come back later
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
}

void TestIkev2Hostile::aForgedCookieDoesNotLoopForEver()
{
    IkePair pair;
    std::uint8_t number = 0;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const auto answer = answerTo(datagram, {notify(wire::NotifyType::Cookie, Bytes(8, ++number))});
        pair.network.send({datagram.remote, datagram.local, wire::encodeMessage(answer).value()}, pair.now());
        return false;
    };
    pair.left.start(leftConfig());
    pair.run(seconds(1));
    QCOMPARE(pair.sent.size(), 5u); // the first one and four more
}

void TestIkev2Hostile::aReplyFromElsewhereIsIgnored()
{
    IkePair pair;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        auto answer = answerTo(datagram, {notify(wire::NotifyType::NoProposalChosen)});
        pair.inject({{IpAddress::v4(203, 0, 113, 66), 500}, datagram.local, wire::encodeMessage(answer).value()});
        return false;
    };
    pair.left.start(leftConfig());
    pair.run(seconds(70));
    QCOMPARE(pair.left.count(EventCode::AttemptFailed), 0u);
    QVERIFY(pair.left.state() == ConnectionState::Phase1Negotiating);
    // Where nobody else answers, it is the best explanation there is.
    pair.run(seconds(25));
    QVERIFY(pair.left.status().lastFailure == FailureCode::PeerMismatch);
}

void TestIkev2Hostile::repeatedRequestsGetTheSameOctets()
{
    IkePair pair;
    establish(pair);
    pair.left.stop(); // a DELETE beside the others
    pair.run(seconds(1));
    QCOMPARE(pair.sent.size(), 6u);
    // The last request that each side answered; earlier ones are out of the window.
    const auto before = pair.sent;
    pair.inject(before.at(4));
    pair.inject(before.at(4));
    pair.run(seconds(1));
    QCOMPARE(pair.sent.size(), 8u);
    QVERIFY(pair.sent.at(6).bytes == before.at(5).bytes && pair.sent.at(7).bytes == before.at(5).bytes);

    IkePair auth;
    establish(auth);
    auth.inject(auth.sent.at(2));
    QCOMPARE(auth.sent.size(), 5u);
    QVERIFY(auth.sent.at(4).bytes == auth.sent.at(3).bytes);
    QCOMPARE(auth.right.count(EventCode::ChildSaEstablished), 1u); // answered, not processed again

    IkePair init;
    init.filter = [](const sim::SimDatagram &datagram) { return kindOf(datagram.bytes).exchange != kIkeAuth; };
    init.right.start(rightConfig(), kPsk, false);
    init.left.start(leftConfig());
    init.run(seconds(1));
    const std::size_t count = init.sent.size();
    init.inject(init.sent.at(0));
    QCOMPARE(init.sent.size(), count + 1);
    QVERIFY(init.sent.back().bytes == init.sent.at(1).bytes);
    QCOMPARE(init.right.supervisor().census().sessions, 1u);
}

void TestIkev2Hostile::replayedMessagesMoveNothing()
{
    IkePair pair;
    establish(pair);
    const auto recorded = pair.sent;
    const Snapshot before(pair);
    for (int round = 0; round < 3; ++round) {
        for (auto datagram = recorded.rbegin(); datagram != recorded.rend(); ++datagram)
            pair.inject(*datagram);
    }
    pair.run(seconds(1));
    QVERIFY(before == Snapshot(pair));
    QVERIFY(pair.childrenFit());
}

void TestIkev2Hostile::truncatedMessagesMoveNothing()
{
    IkePair target;
    establish(target);
    const auto recorded = target.sent;
    const Snapshot before(target);
    for (const auto &whole : recorded) {
        for (std::size_t size = 0; size < whole.bytes.size(); ++size) {
            auto cut = whole;
            cut.bytes.resize(size);
            target.inject(cut);
            if (size >= 28) { // and one whose header tells the truth about the cut
                cut.bytes[24] = cut.bytes[25] = 0;
                cut.bytes[26] = static_cast<std::uint8_t>(size >> 8);
                cut.bytes[27] = static_cast<std::uint8_t>(size);
                target.inject(cut);
            }
        }
    }
    QVERIFY(before == Snapshot(target));
}

void TestIkev2Hostile::changedMessagesMoveNothing()
{
    // A DELETE on its way, with every single octet changed in turn: only the true one deletes.
    IkePair pair;
    establish(pair);
    pair.filter = [](const sim::SimDatagram &) { return false; };
    pair.left.stop();
    const sim::SimDatagram deletion = pair.sent.back();
    QCOMPARE(int(kindOf(deletion.bytes).exchange), 37);
    for (std::size_t i = 0; i < deletion.bytes.size(); ++i) {
        auto changed = deletion;
        changed.bytes[i] ^= 0x11;
        pair.inject(changed);
        QVERIFY2(pair.right.isEstablished() && pair.right.children().size() == 1, qPrintable(QString::number(i)));
    }
    pair.inject(deletion);
    QVERIFY(pair.right.children().empty());
}

void TestIkev2Hostile::reflectedMessagesMoveNothing()
{
    IkePair pair;
    establish(pair);
    const auto recorded = pair.sent;
    const Snapshot before(pair);
    for (const auto &datagram : recorded)
        pair.inject({datagram.remote, datagram.local, datagram.bytes}); // back to its own sender
    QVERIFY(before == Snapshot(pair));
}

void TestIkev2Hostile::messagesOfAnotherSaMoveNothing()
{
    IkePair one(1);
    establish(one);
    IkePair two(2);
    establish(two);
    two.left.renegotiate(); // its DELETE has the message ID that the first pair's responder expects
    const Snapshot before(one);
    for (auto datagram : two.sent) {
        if (datagram.bytes[18] == 34)
            continue; // a first message is nobody's yet, and would begin a negotiation
        one.inject(datagram); // with its own SPIs,
        std::copy_n(one.sent.at(2).bytes.begin(), 16, datagram.bytes.begin());
        one.inject(datagram); // and with those of the SA under attack
    }
    QVERIFY(before == Snapshot(one));
}

void TestIkev2Hostile::clearDeletesMoveNothing()
{
    IkePair pair;
    establish(pair);
    const Snapshot before(pair);
    for (const bool toRight : {true, false}) {
        for (std::uint32_t id = 0; id < 4; ++id) {
            wire::Message forged;
            forged.header = wire::decodeIkeHeader(pair.sent.at(2).bytes).value();
            forged.header.exchange = wire::ExchangeType::Informational;
            forged.header.flags = toRight ? wire::kFlagInitiator : std::uint8_t{0};
            forged.header.messageId = wire::MessageId(id);
            forged.payloads.push_back({wire::PayloadType::Delete, false, wire::DeletePayload::ofIkeSa()});
            const Endpoint left{kLeft, 500}, right{kRight, 500};
            pair.inject({toRight ? left : right, toRight ? right : left, wire::encodeMessage(forged).value()});
        }
    }
    QVERIFY(before == Snapshot(pair));
}

void TestIkev2Hostile::strangersCannotFloodTheLog()
{
    IkePair pair;
    establish(pair);
    pair.right.forgetEvents();
    auto forged = pair.sent.at(2);
    forged.bytes.back() ^= 1;
    forged.bytes[23] = 2; // the message ID that is expected
    for (int i = 0; i < 1000; ++i)
        pair.inject(forged);
    QVERIFY(pair.right.events().size() <= ike::ReportLimiter::kReportsPerWindow);
    QVERIFY(!pair.right.events().empty());
}

void TestIkev2Hostile::anUnknownCriticalPayloadIsNamed()
{
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(leftConfig());
    auto request = wire::decodeMessage(pair.sent.front().bytes).value();
    request.header.initiatorSpi = wire::IkeSpi(77);
    request.payloads.push_back({wire::PayloadType{123}, true, wire::RawPayload{Bytes(5, 1)}});
    auto datagram = pair.sent.front();
    datagram.bytes = wire::encodeMessage(request).value();
    const std::size_t before = pair.sent.size();
    pair.inject(datagram);
    QCOMPARE(pair.sent.size(), before + 1);
    const auto answer = wire::decodeMessage(pair.sent.back().bytes).value();
    const auto *refusal = wire::findNotify(answer.payloads, wire::NotifyType::UnsupportedCriticalPayload);
    QVERIFY(refusal);
    QCOMPARE(refusal->data, Bytes{123});

    // Without the critical bit it is skipped (RFC 7296, 2.5).
    request.payloads.back().critical = false;
    datagram.bytes = wire::encodeMessage(request).value();
    pair.inject(datagram);
    const auto accepted = wire::decodeMessage(pair.sent.back().bytes).value();
    QVERIFY(wire::findPayload<wire::KeyExchange>(accepted.payloads, wire::PayloadType::KeyExchange));
}

void TestIkev2Hostile::aLaterVersionIsToldOurs()
{
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(leftConfig());
    auto datagram = pair.sent.front();
    datagram.bytes[0] ^= 0xff;
    datagram.bytes[17] = 0x30; // version 3.0
    const std::size_t before = pair.sent.size();
    pair.inject(datagram);
    QCOMPARE(pair.sent.size(), before + 1);
    const auto answer = wire::decodeMessage(pair.sent.back().bytes).value();
    QCOMPARE(int(answer.header.majorVersion), 2);
    QVERIFY(wire::findNotify(answer.payloads, wire::NotifyType::InvalidMajorVersion));
}

// Strangers' sessions neither delay the end of the engine nor change what a connection shows.
void TestIkev2Hostile::halfOpenSessionsHoldNothingUp()
{
    IkePair pair;
    pair.filter = [](const sim::SimDatagram &datagram) { return kindOf(datagram.bytes).exchange != kIkeAuth; };
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(leftConfig());
    pair.run(seconds(1));
    QCOMPARE(pair.right.supervisor().census().sessions, 1u);
    QVERIFY(pair.right.state() == ConnectionState::Waiting);
    pair.right.shutdown();
    QVERIFY(pair.right.supervisor().isShutDown());
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
}

QTEST_GUILESS_MAIN(TestIkev2Hostile)
#include "test_ikev2_hostile.moc"

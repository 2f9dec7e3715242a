#include "engine/ike/cookie_jar.h"
#include "engine/ike/session_table.h"
#include "engine/wire/message.h"
#include "tests/engine/ikev2/ike_pair.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::test;
using api::EventCode;
using ike::SessionTable;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// First messages as anyone can write them, under addresses that need not be theirs.
class Flood
{
public:
    explicit Flood(IkePair &pair, const api::IkeProposal &suite = cheap(leftConfig()).ike.proposals.front())
        : m_pair(pair)
    {
        // A sample from a real initiator, in a group that costs little.
        IkePair sample(77);
        auto config = leftConfig();
        config.ike.proposals = {suite};
        sample.left.start(config);
        m_sample = wire::decodeMessage(sample.sent.front().bytes).value();
    }

    sim::SimDatagram next(const IpAddress &from)
    {
        ++m_count;
        m_sample.header.initiatorSpi = wire::IkeSpi(0xf100d00000000000u + m_count);
        return {{from, 500}, {kRight, 500}, wire::encodeMessage(m_sample).value()};
    }

    void send(const IpAddress &from)
    {
        const std::size_t before = m_pair.sent.size();
        const auto datagram = next(from);
        m_pair.inject(datagram);
        m_octetsIn += datagram.bytes.size();
        for (std::size_t i = before; i < m_pair.sent.size(); ++i)
            m_octetsOut += m_pair.sent[i].bytes.size();
    }

    // The same request with the cookie that the last answer asked for.
    sim::SimDatagram withCookie(const sim::SimDatagram &request, const wire::Notify &cookie) const
    {
        auto message = wire::decodeMessage(request.bytes).value();
        message.payloads.insert(message.payloads.begin(), wire::Payload{wire::PayloadType::Notify, false, cookie});
        return {request.local, request.remote, wire::encodeMessage(message).value()};
    }

    std::size_t octetsIn() const { return m_octetsIn; }
    std::size_t octetsOut() const { return m_octetsOut; }

private:
    IkePair &m_pair;
    wire::Message m_sample;
    std::uint64_t m_count = 0;
    std::size_t m_octetsIn = 0;
    std::size_t m_octetsOut = 0;
};

IpAddress address(unsigned number)
{
    return IpAddress::v4(100, static_cast<std::uint8_t>(number >> 16), static_cast<std::uint8_t>(number >> 8),
                         static_cast<std::uint8_t>(number));
}

// A responder whose peers may have any address.
void startRight(IkePair &pair, api::ConnectionConfig config = cheap(rightConfig()))
{
    config.peer = api::HostName("left.example.org");
    pair.right.start(config, kPsk, false);
}

std::size_t sessions(const IkePair &pair) { return pair.right.supervisor().census().sessions; }

std::optional<wire::Notify> cookieIn(const sim::SimDatagram &datagram)
{
    const auto message = wire::decodeMessage(datagram.bytes);
    const auto *notify = message ? wire::findNotify(message->payloads, wire::NotifyType::Cookie) : nullptr;
    return notify ? std::optional(*notify) : std::nullopt;
}

// Half-open sessions from as many addresses as it takes for cookies to be asked of everyone.
void fillUp(IkePair &pair, Flood &flood)
{
    for (unsigned i = 0; i < SessionTable::kCookieThreshold; ++i)
        flood.send(address(i));
    QCOMPARE(sessions(pair), SessionTable::kCookieThreshold);
}

} // namespace

// Cookies, RFC 7296, 2.6: a responder under attack keeps nothing for those who do not receive where they send.
class TestIkev2Cookies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inPeaceNobodyIsAsked();
    void halfOpenSessionsOfOneAddressAreBounded();
    void halfOpenSessionsAreBoundedInAll();
    void aFloodLeavesRoomForTheHonest_data();
    void aFloodLeavesRoomForTheHonest();
    void asking();
    void aCookieIsForItsOwnMessage();
    void anOldCookieIsReplacedByANewOne();
    void cookieAndAnotherGroup();
    void theInitiatorStopsAfterAFewRounds();
    void doubledAnswersCountOnce();
    void whenTheFloodIsOverNobodyIsAsked();
};

void TestIkev2Cookies::inPeaceNobodyIsAsked()
{
    IkePair pair;
    startRight(pair);
    Flood flood(pair);
    for (unsigned i = 0; i < SessionTable::kCookieThreshold; ++i) {
        flood.send(address(i));
        QVERIFY(!cookieIn(pair.sent.back()));
    }
    IkePair other;
    startRight(other);
    Flood ofOne(other);
    for (unsigned i = 0; i < SessionTable::kCookieThresholdPerAddress; ++i) {
        ofOne.send(kLeft);
        QVERIFY(!cookieIn(other.sent.back()));
    }
}

void TestIkev2Cookies::halfOpenSessionsOfOneAddressAreBounded()
{
    IkePair pair;
    pair.filter = [](const sim::SimDatagram &) { return false; };
    startRight(pair);
    Flood flood(pair);
    for (unsigned i = 0; i < 3 * SessionTable::kMaxHalfOpenPerAddress; ++i)
        flood.send(kLeft);
    QCOMPARE(sessions(pair), SessionTable::kCookieThresholdPerAddress);
    // One that answers from its true address may have some more.
    for (unsigned i = 0; i < 3 * SessionTable::kMaxHalfOpenPerAddress; ++i) {
        const auto request = flood.next(kLeft);
        pair.inject(request);
        if (const auto cookie = cookieIn(pair.sent.back()))
            pair.inject(flood.withCookie(request, *cookie));
    }
    QCOMPARE(sessions(pair), SessionTable::kMaxHalfOpenPerAddress);
    pair.run(seconds(31));
    QCOMPARE(sessions(pair), 0u);
}

void TestIkev2Cookies::halfOpenSessionsAreBoundedInAll()
{
    IkePair pair;
    pair.filter = [](const sim::SimDatagram &) { return false; };
    startRight(pair);
    Flood flood(pair);
    for (unsigned i = 0; i < SessionTable::kMaxHalfOpen + 200; ++i) {
        const auto request = flood.next(address(i));
        pair.inject(request);
        if (const auto cookie = cookieIn(pair.sent.back()))
            pair.inject(flood.withCookie(request, *cookie));
    }
    QCOMPARE(sessions(pair), SessionTable::kMaxHalfOpen);
    pair.run(seconds(31));
    QCOMPARE(sessions(pair), 0u);
}

void TestIkev2Cookies::aFloodLeavesRoomForTheHonest_data()
{
    QTest::addColumn<bool>("underThePeersAddress");
    QTest::newRow("from everywhere") << false;
    QTest::newRow("under the honest peer's address") << true;
}

void TestIkev2Cookies::aFloodLeavesRoomForTheHonest()
{
    QFETCH(bool, underThePeersAddress);
    IkePair pair;
    Flood flood(pair);
    startRight(pair);
    const auto more = [&](unsigned count) {
        for (unsigned i = 0; i < count; ++i)
            flood.send(underThePeersAddress ? kLeft : address(i));
    };
    const std::size_t most =
        underThePeersAddress ? SessionTable::kCookieThresholdPerAddress : SessionTable::kCookieThreshold;
    more(9'000);
    QCOMPARE(sessions(pair), most);
    // Less goes out than comes in: nobody can use us against others.
    QVERIFY(flood.octetsOut() < flood.octetsIn());

    pair.left.start(cheap(leftConfig()));
    for (int i = 0; i < 10 && !pair.bothEstablished(); ++i) {
        pair.run(std::chrono::milliseconds(50));
        more(100);
        QVERIFY(sessions(pair) <= most + 1);
    }
    QVERIFY(pair.bothEstablished());
    QVERIFY(pair.childrenFit());
    pair.run(minutes(1));
    QCOMPARE(sessions(pair), 1u);
    QVERIFY(pair.bothEstablished());
}

void TestIkev2Cookies::asking()
{
    IkePair pair;
    startRight(pair);
    Flood flood(pair);
    fillUp(pair, flood);
    const auto request = flood.next(kLeft);
    pair.inject(request);
    const auto answer = wire::decodeMessage(pair.sent.back().bytes).value();
    QCOMPARE(answer.payloads.size(), 1u);
    QVERIFY(cookieIn(pair.sent.back()));
    QVERIFY(answer.header.isResponse() && !answer.header.fromInitiator());
    QVERIFY(answer.header.responderSpi == wire::IkeSpi(0)); // there is no SA (RFC 7296, 2.6)
    QVERIFY(answer.header.initiatorSpi == wire::decodeIkeHeader(request.bytes)->initiatorSpi);
    QCOMPARE(sessions(pair), SessionTable::kCookieThreshold);
    // The same request again gets the same cookie; with it, it is answered in full.
    const Bytes first = pair.sent.back().bytes;
    pair.inject(request);
    QVERIFY(pair.sent.back().bytes == first);
    const auto shown = flood.withCookie(request, *cookieIn(pair.sent.back()));
    pair.inject(shown);
    const auto accepted = wire::decodeMessage(pair.sent.back().bytes).value();
    QVERIFY(wire::findPayload<wire::KeyExchange>(accepted.payloads, wire::PayloadType::KeyExchange));
    QCOMPARE(sessions(pair), SessionTable::kCookieThreshold + 1);
    // Repeated, it is the same session's, and gets the same octets.
    const Bytes full = pair.sent.back().bytes;
    pair.inject(shown);
    QVERIFY(pair.sent.back().bytes == full);
    QCOMPARE(sessions(pair), SessionTable::kCookieThreshold + 1);
}

void TestIkev2Cookies::aCookieIsForItsOwnMessage()
{
    IkePair pair;
    startRight(pair);
    Flood flood(pair);
    fillUp(pair, flood);
    const auto request = flood.next(kLeft);
    pair.inject(request);
    const auto cookie = *cookieIn(pair.sent.back());

    auto guess = cookie;
    guess.data.back() ^= 1;
    auto nonce = wire::decodeMessage(request.bytes).value();
    for (wire::Payload &payload : nonce.payloads) {
        if (auto *body = std::get_if<wire::Nonce>(&payload.body))
            body->data.front() ^= 1;
    }
    const sim::SimDatagram otherNonce{request.local, request.remote, wire::encodeMessage(nonce).value()};
    const sim::SimDatagram otherAddress{{address(123'456), 500}, request.remote, request.bytes};
    for (const auto &wrong : {flood.withCookie(request, guess), flood.withCookie(flood.next(kLeft), cookie),
                              flood.withCookie(otherAddress, cookie), flood.withCookie(otherNonce, cookie),
                              flood.withCookie(request, {wire::ProtocolId::None, wire::NotifyType::Cookie, {}, {}})}) {
        pair.inject(wrong);
        QVERIFY(cookieIn(pair.sent.back()));
        QCOMPARE(sessions(pair), SessionTable::kCookieThreshold);
    }
}

void TestIkev2Cookies::anOldCookieIsReplacedByANewOne()
{
    IkePair pair;
    startRight(pair);
    Flood flood(pair);
    fillUp(pair, flood);
    const auto request = flood.next(kLeft);
    pair.inject(request);
    const auto old = *cookieIn(pair.sent.back());
    pair.run(2 * ike::CookieJar::kSecretLifetime);
    QCOMPARE(sessions(pair), 0u);
    for (unsigned i = 0; i < SessionTable::kCookieThreshold; ++i)
        flood.send(address(i));
    pair.inject(flood.withCookie(request, old));
    const auto fresh = cookieIn(pair.sent.back());
    QVERIFY(fresh && fresh->data != old.data);
    pair.inject(flood.withCookie(request, *fresh));
    QVERIFY(!cookieIn(pair.sent.back()));
}

// COOKIE, then INVALID_KE_PAYLOAD, which a cookie outlives: it says nothing of the key exchange (RFC 7296, 2.6.1).
void TestIkev2Cookies::cookieAndAnotherGroup()
{
    IkePair pair;
    auto right = cheap(rightConfig());
    right.ike.proposals.front().group = api::DhGroup::Ecp256;
    startRight(pair, right);
    Flood flood(pair, right.ike.proposals.front());
    for (unsigned i = 0; i < SessionTable::kCookieThresholdPerAddress; ++i)
        flood.send(kLeft);
    QCOMPARE(sessions(pair), SessionTable::kCookieThresholdPerAddress);

    auto left = cheap(leftConfig());
    auto second = left.ike.proposals.front();
    second.group = api::DhGroup::Ecp256;
    left.ike.proposals.push_back(second);
    const std::size_t before = pair.sent.size();
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, seconds(2)));
    std::vector<std::string> kinds;
    for (std::size_t i = before; i < pair.sent.size(); ++i) {
        const auto message = wire::decodeMessage(pair.sent[i].bytes);
        if (message && message->header.exchange == wire::ExchangeType::IkeSaInit)
            kinds.push_back(wire::payloadNames(message->payloads));
    }
    QCOMPARE(kinds.size(), 6u);
    QVERIFY(kinds[0].starts_with("SA KE"));
    QCOMPARE(kinds[1], std::string("N(COOKIE)"));
    QVERIFY(kinds[2].starts_with("N(COOKIE) SA KE"));
    QCOMPARE(kinds[3], std::string("N(INVAL_KE)"));
    QVERIFY(kinds[4].starts_with("N(COOKIE) SA KE"));
    QVERIFY(kinds[5].starts_with("SA KE"));
}

// Someone answers every message with another cookie and another group in turn.
void TestIkev2Cookies::theInitiatorStopsAfterAFewRounds()
{
    IkePair pair;
    std::uint8_t number = 0;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        auto answer = wire::decodeMessage(datagram.bytes).value();
        const auto *ke = wire::findPayload<wire::KeyExchange>(answer.payloads, wire::PayloadType::KeyExchange);
        const std::uint8_t other = ke->group == 31 ? 19 : 31;
        answer.header.flags = wire::kFlagResponse;
        const wire::Notify cookie{wire::ProtocolId::None, wire::NotifyType::Cookie, {}, Bytes(8, ++number)};
        const wire::Notify group{wire::ProtocolId::None, wire::NotifyType::InvalidKePayload, {}, {0, other}};
        answer.payloads = wire::Payloads{{wire::PayloadType::Notify, false, number % 2 == 1 ? cookie : group}};
        pair.network.send({datagram.remote, datagram.local, wire::encodeMessage(answer).value()}, pair.now());
        return false;
    };
    auto left = cheap(leftConfig());
    auto second = left.ike.proposals.front();
    second.group = api::DhGroup::Ecp256;
    left.ike.proposals.push_back(second);
    pair.left.start(left);
    pair.run(seconds(1));
    QCOMPARE(pair.sent.size(), 5u); // the first one and four more
}

void TestIkev2Cookies::doubledAnswersCountOnce()
{
    sim::NetworkConditions doubling;
    doubling.duplicatePerMille = 1000;
    IkePair pair(1, doubling);
    startRight(pair);
    Flood flood(pair);
    fillUp(pair, flood);
    const std::size_t before = pair.sent.size();
    pair.left.start(cheap(leftConfig()));
    QVERIFY(pair.runUntil([&] { return pair.left.isEstablished(); }, seconds(1)));
    std::size_t requests = 0;
    for (std::size_t i = before; i < pair.sent.size(); ++i)
        requests += pair.sent[i].local.address == kLeft && kindOf(pair.sent[i].bytes).exchange == kIkeSaInit ? 1 : 0;
    QCOMPARE(requests, 2u);
}

void TestIkev2Cookies::whenTheFloodIsOverNobodyIsAsked()
{
    IkePair pair;
    startRight(pair);
    Flood flood(pair);
    fillUp(pair, flood);
    pair.run(seconds(31));
    flood.send(kLeft);
    QVERIFY(!cookieIn(pair.sent.back()));
    QCOMPARE(sessions(pair), 1u);
}

QTEST_GUILESS_MAIN(TestIkev2Cookies)
#include "test_ikev2_cookies.moc"

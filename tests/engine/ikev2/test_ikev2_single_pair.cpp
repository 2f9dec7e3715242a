#include "engine/ike/proposal_choice.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/message.h"
#include "tests/engine/ikev2/ike_pair.h"
#include "tests/fuzz/keyed_peer.h"

#include <QTest>

#include <deque>
#include <optional>

using namespace tw;
using namespace tw::test;
using api::DetailKey;
using api::EventCode;
using wire::NotifyType;
using wire::PayloadType;

namespace {

const std::vector<api::TrafficSelector> kLocal = subnets({"10.1.0.0/16", "10.11.0.0/16"});
const std::vector<api::TrafficSelector> kRemote = subnets({"10.2.0.0/16", "10.12.0.0/16"});

// A peer with the keys that says what the test tells it to, to each request of the left side.
class ScriptedPeer
{
public:
    explicit ScriptedPeer(IkePair &pair) : m_pair(pair)
    {
        pair.filter = [this](const sim::SimDatagram &datagram) {
            m_heard.push_back(datagram);
            return false;
        };
    }

    // The newest request that is not answered yet; repeated ones count once.
    bool hasRequest(std::uint8_t exchange)
    {
        while (!m_heard.empty()) {
            const MessageKind kind = kindOf(m_heard.front().bytes);
            if (!kind.isResponse && kind.exchange == exchange)
                return true;
            m_heard.pop_front();
        }
        return false;
    }

    void answerSaInit()
    {
        const sim::SimDatagram request = take();
        m_sa.emplace(wire::IkeSpi(0x7177), fuzz::Identities{m_config.ike.localId, m_config.ike.remoteId}, m_psk,
                     request.bytes);
        const auto message =
            m_sa->saInit(PayloadType::Sa, m_sa->usualSaInit(m_config.ike.proposals.front(), m_random), m_random);
        QVERIFY(message.has_value());
        reply(request, *message);
    }

    // With a proof of who it is in front.
    void answerAuth(wire::Payloads payloads)
    {
        payloads.insert(
            payloads.begin(),
            {{m_sa->ownId(), false, wire::Identification{m_config.ike.localId, {}}},
             {PayloadType::Authentication, false, wire::Authentication{wire::AuthMethod::SharedKey, Bytes(32)}}});
        answer(payloads);
    }

    void answer(const wire::Payloads &payloads)
    {
        const sim::SimDatagram request = take();
        m_sa->heard(request.bytes);
        const PayloadType first = payloads.empty() ? PayloadType::None : payloads.front().type;
        reply(request,
              m_sa->seal(m_sa->answer(), first, wire::encodePayloads(payloads).value(), true, std::nullopt, m_random));
    }

    wire::Payload sa(std::uint32_t spi) const
    {
        Bytes octets(4);
        wire::storeBig(octets.data(), spi);
        return {PayloadType::Sa, false,
                wire::SaPayload{{ike::toWire(m_config.child.proposals.front(), 1, octets, false)}}};
    }

    // The child that the left side asked for, narrowed to these.
    wire::Payloads child(std::uint32_t spi, std::vector<api::TrafficSelector> initiator,
                         std::vector<api::TrafficSelector> responder)
    {
        Bytes nonce(32);
        m_random.fill(nonce);
        return {sa(spi),
                {PayloadType::Nonce, false, wire::Nonce{std::move(nonce)}},
                {PayloadType::TsInitiator, false, wire::TrafficSelectors{std::move(initiator), 0}},
                {PayloadType::TsResponder, false, wire::TrafficSelectors{std::move(responder), 0}}};
    }

private:
    sim::SimDatagram take()
    {
        sim::SimDatagram request = m_heard.front();
        m_heard.clear();
        return request;
    }

    void reply(const sim::SimDatagram &request, const Bytes &message)
    {
        m_pair.inject({request.remote, request.local, message});
    }

    IkePair &m_pair;
    std::deque<sim::SimDatagram> m_heard;
    api::ConnectionConfig m_config = cheap(rightConfig());
    SecretBytes m_psk{asBytes(kPsk)};
    sim::SeededRandom m_random{5};
    std::optional<fuzz::KeyedSa> m_sa;
};

wire::Payload notify(NotifyType type)
{
    return {PayloadType::Notify, false, wire::Notify{wire::ProtocolId::None, type, {}, {}}};
}

api::ConnectionConfig wide()
{
    auto config = cheap(leftConfig());
    config.child.local = kLocal;
    config.child.remote = kRemote;
    return config;
}

constexpr std::uint8_t kIkeSaInit = 34;
constexpr std::uint8_t kIkeAuth = 35;
constexpr std::uint8_t kCreateChildSa = 36;

} // namespace

// Peers that say that they take single pairs, which our own engine never does: RFC 7296, 2.9.
class TestIkev2SinglePair : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void singlePairRequiredIsAskedPairByPair();
    void onePairIsRefusedToo();
    void otherSelectorsThatArePossibleAreAskedFor();
};

void TestIkev2SinglePair::singlePairRequiredIsAskedPairByPair()
{
    IkePair pair;
    ScriptedPeer peer(pair);
    pair.left.start(wide());
    QVERIFY(peer.hasRequest(kIkeSaInit));
    peer.answerSaInit();
    QVERIFY(peer.hasRequest(kIkeAuth));
    peer.answerAuth({notify(NotifyType::SinglePairRequired)});
    QVERIFY(!pair.left.isEstablished());
    QCOMPARE(pair.left.detail(EventCode::SelectorsSplit, DetailKey::Count), std::string("4"));
    QCOMPARE(pair.left.count(EventCode::AttemptFailed), 0u);
    // An answer for any other pair than the one that was asked for would be refused.
    for (std::uint32_t number = 0; number < 4; ++number) {
        QVERIFY(peer.hasRequest(kCreateChildSa));
        peer.answer(peer.child(0x1000 + number, {kLocal[number / 2]}, {kRemote[number % 2]}));
        QVERIFY(pair.left.isEstablished());
        QCOMPARE(pair.left.status().childSas.size(), std::size_t{number + 1});
    }
    QVERIFY(!peer.hasRequest(kCreateChildSa));
    QCOMPARE(pair.left.count(EventCode::PairsMissing), 0u);
}

// In the end nothing stands, and that is a failure like any other.
void TestIkev2SinglePair::onePairIsRefusedToo()
{
    IkePair pair;
    ScriptedPeer peer(pair);
    pair.left.start(wide());
    QVERIFY(peer.hasRequest(kIkeSaInit));
    peer.answerSaInit();
    QVERIFY(peer.hasRequest(kIkeAuth));
    peer.answerAuth({notify(NotifyType::SinglePairRequired)});
    for (int number = 0; number < 4; ++number) {
        QCOMPARE(pair.left.count(EventCode::AttemptFailed), 0u);
        QVERIFY(peer.hasRequest(kCreateChildSa));
        peer.answer({notify(NotifyType::TsUnacceptable)});
    }
    QCOMPARE(pair.left.count(EventCode::AttemptFailed), 1u);
    QVERIFY(pair.left.status().lastFailure == api::FailureCode::TrafficSelectorMismatch);
    QVERIFY(pair.left.state() == api::ConnectionState::Phase2Failed);
}

void TestIkev2SinglePair::otherSelectorsThatArePossibleAreAskedFor()
{
    IkePair pair;
    ScriptedPeer peer(pair);
    pair.left.start(wide());
    QVERIFY(peer.hasRequest(kIkeSaInit));
    peer.answerSaInit();
    QVERIFY(peer.hasRequest(kIkeAuth));
    auto answer = peer.child(0x2000, {kLocal[0]}, kRemote); // one local subnet with both remote ones
    answer.erase(answer.begin() + 1); // IKE_AUTH has had its nonces
    answer.push_back(notify(NotifyType::AdditionalTsPossible));
    peer.answerAuth(answer);
    QVERIFY(pair.left.isEstablished());
    QCOMPARE(pair.left.detail(EventCode::SelectorsSplit, DetailKey::Count), std::string("2"));
    QVERIFY(peer.hasRequest(kCreateChildSa));
    peer.answer(peer.child(0x2001, {kLocal[1]}, {kRemote[0]}));
    QVERIFY(peer.hasRequest(kCreateChildSa));
    peer.answer({notify(NotifyType::TsUnacceptable)});
    QCOMPARE(pair.left.status().childSas.size(), std::size_t{2});
    QCOMPARE(pair.left.detail(EventCode::PairsMissing, DetailKey::Selector),
             std::string("10.11.0.0/16 === 10.12.0.0/16"));
    QVERIFY(!peer.hasRequest(kCreateChildSa));
}

QTEST_GUILESS_MAIN(TestIkev2SinglePair)
#include "test_ikev2_single_pair.moc"

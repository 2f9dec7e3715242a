#include "tests/engine/ikev2/scripted_peer.h"

#include "engine/ike/proposal_choice.h"
#include "engine/wire/byte_order.h"

#include <QTest>

#include <ranges>

namespace tw::test {

using wire::PayloadType;

wire::Payload notify(wire::NotifyType type, Bytes data)
{
    return {PayloadType::Notify, false, wire::Notify{wire::ProtocolId::None, type, {}, std::move(data)}};
}

ScriptedPeer::ScriptedPeer(IkePair &pair, api::ConnectionConfig config) : m_pair(pair), m_config(std::move(config))
{
    pair.filter = [this](const sim::SimDatagram &datagram) {
        m_heard.push_back(datagram);
        return false;
    };
}

bool ScriptedPeer::hasRequest(std::uint8_t exchange)
{
    while (!m_heard.empty()) {
        const MessageKind kind = kindOf(m_heard.front().bytes);
        if (!kind.isResponse && kind.exchange == exchange)
            return true;
        m_heard.pop_front();
    }
    return false;
}

wire::Payloads ScriptedPeer::request()
{
    const Bytes &message = m_heard.front().bytes;
    fuzz::KeyedSa &sa = saOf(message);
    sa.heard(message);
    return sa.lastHeard();
}

void ScriptedPeer::answerSaInit()
{
    const sim::SimDatagram request = take();
    m_local = request.remote;
    m_remote = request.local;
    // Its SPI is another one each time.
    auto sa = std::make_unique<fuzz::KeyedSa>(wire::IkeSpi(0x7177 + m_sas.size()),
                                              fuzz::Identities{m_config.ike.localId, m_config.ike.remoteId}, m_psk,
                                              request.bytes);
    const auto message =
        sa->saInit(PayloadType::Sa, sa->usualSaInit(m_config.ike.proposals.front(), m_random), m_random);
    QVERIFY(message.has_value());
    m_sas.push_back(std::move(sa));
    reply(request, *message);
}

void ScriptedPeer::answerAuth(wire::Payloads payloads)
{
    payloads.insert(
        payloads.begin(),
        {{m_sas.back()->ownId(), false, wire::Identification{m_config.ike.localId, {}}},
         {PayloadType::Authentication, false, wire::Authentication{wire::AuthMethod::SharedKey, Bytes(32)}}});
    answer(payloads);
}

void ScriptedPeer::answer(const wire::Payloads &payloads, bool isVerbatim)
{
    const sim::SimDatagram request = take();
    fuzz::KeyedSa &sa = saOf(request.bytes);
    sa.heard(request.bytes);
    const Bytes message = seal(sa, sa.answer(), payloads, isVerbatim);
    noteSuccessorOf(sa);
    reply(request, message);
}

std::optional<wire::Payloads> ScriptedPeer::ask(std::uint8_t exchange, const wire::Payloads &payloads, bool isVerbatim)
{
    return askOn(*m_sas.back(), exchange, payloads, isVerbatim);
}

std::optional<wire::Payloads> ScriptedPeer::askOnFormer(std::uint8_t exchange, const wire::Payloads &payloads)
{
    return askOn(**std::next(m_sas.rbegin()), exchange, payloads, false);
}

wire::Payload ScriptedPeer::sa(std::uint32_t spi) const
{
    Bytes octets(4);
    wire::storeBig(octets.data(), spi);
    return {PayloadType::Sa, false, wire::SaPayload{{ike::toWire(m_config.child.proposals.front(), 1, octets, false)}}};
}

wire::Payload ScriptedPeer::nonce()
{
    Bytes nonce(32);
    m_random.fill(nonce);
    return {PayloadType::Nonce, false, wire::Nonce{std::move(nonce)}};
}

wire::Payload ScriptedPeer::keyExchange(api::DhGroup group)
{
    return {PayloadType::KeyExchange, false, wire::KeyExchange{static_cast<std::uint16_t>(group), {}}};
}

wire::Payloads ScriptedPeer::child(std::uint32_t spi, std::vector<api::TrafficSelector> initiator,
                                   std::vector<api::TrafficSelector> responder)
{
    return {sa(spi),
            nonce(),
            {PayloadType::TsInitiator, false, wire::TrafficSelectors{std::move(initiator), 0}},
            {PayloadType::TsResponder, false, wire::TrafficSelectors{std::move(responder), 0}}};
}

sim::SimDatagram ScriptedPeer::take()
{
    sim::SimDatagram request = m_heard.front();
    m_heard.clear(); // repeated ones count once
    return request;
}

void ScriptedPeer::reply(const sim::SimDatagram &request, const Bytes &message)
{
    m_pair.inject({request.remote, request.local, message});
}

fuzz::KeyedSa &ScriptedPeer::saOf(ByteView message)
{
    const auto header = wire::decodeIkeHeader(message);
    const auto found =
        std::ranges::find_if(m_sas, [&](const auto &sa) { return header.has_value() && sa->isOf(*header); });
    return found == m_sas.end() ? *m_sas.back() : **found;
}

Bytes ScriptedPeer::seal(fuzz::KeyedSa &sa, const wire::IkeHeader &header, const wire::Payloads &payloads,
                         bool isVerbatim)
{
    const PayloadType first = payloads.empty() ? PayloadType::None : payloads.front().type;
    return sa.seal(header, first, wire::encodePayloads(payloads).value(), !isVerbatim, std::nullopt, m_random);
}

std::optional<wire::Payloads> ScriptedPeer::askOn(fuzz::KeyedSa &sa, std::uint8_t exchange,
                                                  const wire::Payloads &payloads, bool isVerbatim)
{
    const wire::IkeHeader header = sa.nextRequest(wire::ExchangeType{exchange});
    m_pair.inject({m_local, m_remote, seal(sa, header, payloads, isVerbatim)});
    const auto answered = std::ranges::find_if(m_heard, [&](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        return kind.isResponse && kind.exchange == exchange && kind.id == header.messageId.value()
            && kind.initiatorSpi == header.initiatorSpi.value();
    });
    if (answered == m_heard.end())
        return std::nullopt;
    const Bytes message = answered->bytes;
    m_heard.erase(answered);
    sa.heard(message);
    wire::Payloads answer = sa.lastHeard();
    noteSuccessorOf(sa);
    return answer;
}

void ScriptedPeer::noteSuccessorOf(fuzz::KeyedSa &sa)
{
    if (auto successor = sa.takeSuccessor())
        m_sas.push_back(std::move(successor));
}

} // namespace tw::test

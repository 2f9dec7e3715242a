#include "engine/ikev2/turn.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::EventCode;
using api::Level;
using ike::EventDraft;

namespace {

api::Phase phaseOf(wire::ExchangeType type)
{
    switch (type) {
    case wire::ExchangeType::IkeSaInit:
    case wire::ExchangeType::IkeAuth: return api::Phase::Phase1;
    case wire::ExchangeType::CreateChildSa: return api::Phase::Phase2;
    default: return api::Phase::None;
    }
}

// An empty message is a probe or its answer: one every half minute would bury what happens once. A fragment is a part
// of a message that has a line of its own.
Level levelOf(std::span<const wire::Payload> payloads)
{
    const bool isMinor = payloads.empty() || payloads.front().type == wire::PayloadType::EncryptedFragment;
    return isMinor ? Level::Debug : Level::Info;
}

} // namespace

api::Exchange exchangeOf(wire::ExchangeType type)
{
    switch (type) {
    case wire::ExchangeType::IkeSaInit: return api::Exchange::IkeSaInit;
    case wire::ExchangeType::IkeAuth: return api::Exchange::IkeAuth;
    case wire::ExchangeType::CreateChildSa: return api::Exchange::CreateChildSa;
    case wire::ExchangeType::Informational: return api::Exchange::Informational;
    default: return api::Exchange::None;
    }
}

wire::Payload notifyPayload(wire::NotifyType type, Bytes data)
{
    return {wire::PayloadType::Notify, false, wire::Notify{wire::ProtocolId::None, type, {}, std::move(data)}};
}

wire::Payload unsupportedCritical(wire::PayloadType type)
{
    return notifyPayload(wire::NotifyType::UnsupportedCriticalPayload, {static_cast<std::uint8_t>(type)});
}

wire::IkeHeader SessionFrame::header(wire::ExchangeType exchange, wire::MessageId id, bool isResponse) const
{
    wire::IkeHeader header;
    header.initiatorSpi = initiatorSpi();
    header.responderSpi = responderSpi();
    header.exchange = exchange;
    header.messageId = id;
    if (weInitiated)
        header.flags |= wire::kFlagInitiator;
    if (isResponse)
        header.flags |= wire::kFlagResponse;
    return header;
}

void Turn::send(Bytes message)
{
    if (!message.empty()) // an empty one would be a NAT keepalive
        act(ike::Send{m_frame.local, m_frame.remote, std::move(message)});
}

void Turn::send(const Datagrams &message)
{
    for (const Bytes &datagram : message)
        send(datagram);
}

void Turn::reply(Bytes message)
{
    const SessionFrame &frame = m_frame;
    if (!message.empty())
        act(ike::Send{m_arrived ? m_arrived->local : frame.local, m_arrived ? m_arrived->remote : frame.remote,
                      std::move(message)});
}

void Turn::reply(const Datagrams &message)
{
    for (const Bytes &datagram : message)
        reply(datagram);
}

void Turn::learnPath()
{
    if (!m_arrived)
        return;
    m_frame.local = m_arrived->local;
    m_frame.remote = m_arrived->remote;
}

void Turn::append(ike::Step step)
{
    std::ranges::move(step.actions, std::back_inserter(m_step.actions));
    std::ranges::move(step.news, std::back_inserter(m_step.news));
}

void Turn::report(EventDraft &&event)
{
    report(m_frame.connection ? m_frame.config().id : api::ConnectionId{}, std::move(event));
}

void Turn::report(const api::ConnectionId &connection, EventDraft &&event)
{
    act(std::move(event).finish(m_env.now, connection));
}

void Turn::reportSent(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, std::size_t size)
{
    report(EventDraft(EventCode::MessageSent, levelOf(payloads), phaseOf(header.exchange))
               .message(exchangeOf(header.exchange), header.messageId.value())
               .direction(api::Direction::Out)
               .with(DetailKey::LocalEndpoint, m_frame.local.toString())
               .with(DetailKey::RemoteEndpoint, m_frame.remote.toString())
               .with(DetailKey::Size, size)
               .with(DetailKey::Payloads, wire::payloadNames(payloads)));
}

void Turn::reportReceived(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, std::size_t size)
{
    report(EventDraft(EventCode::MessageReceived, levelOf(payloads), phaseOf(header.exchange))
               .message(exchangeOf(header.exchange), header.messageId.value())
               .direction(api::Direction::In)
               .with(DetailKey::LocalEndpoint, (m_arrived ? m_arrived->local : m_frame.local).toString())
               .with(DetailKey::RemoteEndpoint, (m_arrived ? m_arrived->remote : m_frame.remote).toString())
               .with(DetailKey::Size, size)
               .with(DetailKey::Payloads, wire::payloadNames(payloads)));
}

void Turn::reportDropped(const wire::IkeHeader &header, const Error &error)
{
    report(EventDraft(EventCode::MessageDropped, Level::Warning, phaseOf(header.exchange))
               .message(exchangeOf(header.exchange), header.messageId.value())
               .direction(api::Direction::In)
               .with(DetailKey::Fault, faultName(error.fault))
               .with(DetailKey::Where, error.where));
}

} // namespace tw::ikev2

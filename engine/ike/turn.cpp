#include "engine/ike/turn.h"

#include <algorithm>

namespace tw::ike {

using api::DetailKey;
using api::EventCode;
using api::Level;

namespace {

api::Phase phaseOf(wire::ExchangeType type)
{
    switch (type) {
    case wire::ExchangeType::IkeSaInit:
    case wire::ExchangeType::IkeAuth:
    case wire::ExchangeType::IdentityProtection:
    case wire::ExchangeType::Aggressive: return api::Phase::Phase1;
    case wire::ExchangeType::CreateChildSa:
    case wire::ExchangeType::QuickMode: return api::Phase::Phase2;
    default: return api::Phase::None;
    }
}

} // namespace

api::Exchange exchangeOf(wire::ExchangeType type)
{
    switch (type) {
    case wire::ExchangeType::IdentityProtection: return api::Exchange::MainMode;
    case wire::ExchangeType::Aggressive: return api::Exchange::AggressiveMode;
    case wire::ExchangeType::InformationalV1: return api::Exchange::InformationalV1;
    case wire::ExchangeType::QuickMode: return api::Exchange::QuickMode;
    case wire::ExchangeType::IkeSaInit: return api::Exchange::IkeSaInit;
    case wire::ExchangeType::IkeAuth: return api::Exchange::IkeAuth;
    case wire::ExchangeType::CreateChildSa: return api::Exchange::CreateChildSa;
    case wire::ExchangeType::Informational: return api::Exchange::Informational;
    default: return api::Exchange::None;
    }
}

void Turn::send(Bytes message)
{
    if (!message.empty()) // an empty one would be a NAT keepalive
        act(Send{m_frame.local, m_frame.remote, std::move(message)});
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
        act(Send{m_arrived ? m_arrived->local : frame.local, m_arrived ? m_arrived->remote : frame.remote,
                 std::move(message)});
}

void Turn::reply(const Datagrams &message)
{
    for (const Bytes &datagram : message)
        reply(datagram);
}

void Turn::exposeKeys(api::CapturedKey keys, const SessionFrame &of)
{
    act(ExposeIkeKeys{of.initiatorSpi().value(), of.responderSpi().value(), of.local, of.remote, std::move(keys)});
}

void Turn::learnPath()
{
    if (!m_arrived)
        return;
    m_frame.local = m_arrived->local;
    m_frame.remote = m_arrived->remote;
}

void Turn::append(Step step)
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

void Turn::reportSent(const wire::IkeHeader &header, std::string payloads, Level level, std::size_t size)
{
    report(EventDraft(EventCode::MessageSent, level, phaseOf(header.exchange))
               .message(exchangeOf(header.exchange), header.messageId.value())
               .direction(api::Direction::Out)
               .with(DetailKey::LocalEndpoint, m_frame.local.toString())
               .with(DetailKey::RemoteEndpoint, m_frame.remote.toString())
               .with(DetailKey::Size, size)
               .with(DetailKey::Payloads, std::move(payloads)));
}

void Turn::reportReceived(const wire::IkeHeader &header, std::string payloads, Level level, std::size_t size)
{
    report(EventDraft(EventCode::MessageReceived, level, phaseOf(header.exchange))
               .message(exchangeOf(header.exchange), header.messageId.value())
               .direction(api::Direction::In)
               .with(DetailKey::LocalEndpoint, (m_arrived ? m_arrived->local : m_frame.local).toString())
               .with(DetailKey::RemoteEndpoint, (m_arrived ? m_arrived->remote : m_frame.remote).toString())
               .with(DetailKey::Size, size)
               .with(DetailKey::Payloads, std::move(payloads)));
}

void Turn::reportNatIgnored(std::string_view reason)
{
    if (m_frame.connection && m_frame.config().natTraversal == api::NatTraversal::Off)
        return;
    report(EventDraft(EventCode::NatIgnored, Level::Info, api::Phase::Phase1).with(DetailKey::Reason, reason));
}

void Turn::reportShortened(const api::ConnectionId &connection, api::Phase phase, std::chrono::seconds theirs,
                           std::chrono::seconds ours)
{
    if (theirs < ours)
        report(connection,
               EventDraft(EventCode::LifetimeShortened, Level::Info, phase)
                   .direction(api::Direction::In)
                   .with(DetailKey::Seconds, static_cast<std::uint64_t>(theirs.count()))
                   .with(DetailKey::Configured, std::to_string(ours.count())));
}

void Turn::reportDropped(const wire::IkeHeader &header, const Error &error)
{
    report(EventDraft(EventCode::MessageDropped, Level::Warning, phaseOf(header.exchange))
               .message(exchangeOf(header.exchange), header.messageId.value())
               .direction(api::Direction::In)
               .with(DetailKey::Fault, faultName(error.fault))
               .with(DetailKey::Where, error.where)
               .with(DetailKey::RemoteEndpoint, m_arrived ? m_arrived->remote.toString() : std::string()));
}

} // namespace tw::ike

#include "engine/esp/echo_run.h"

#include <algorithm>
#include <utility>

namespace tw::esp {

namespace {

// The answer may be read before the data path has told that it carried it.
constexpr Duration kGrace{60};

api::IcmpAnswer::Kind kindV4(std::uint8_t type, std::uint8_t code)
{
    using Kind = api::IcmpAnswer::Kind;
    if (type == 11)
        return Kind::TimeExceeded;
    if (type != 3)
        return Kind::Unreachable;
    switch (code) {
    case 4: return Kind::TooBig;
    case 9:
    case 10:
    case 13: return Kind::Prohibited; // RFC 1812, 5.2.7.1
    default: return Kind::Unreachable;
    }
}

api::IcmpAnswer::Kind kindV6(std::uint8_t type, std::uint8_t code)
{
    using Kind = api::IcmpAnswer::Kind;
    switch (type) {
    case 2: return Kind::TooBig;
    case 3: return Kind::TimeExceeded;
    case 1: return code == 1 || code == 5 || code == 6 ? Kind::Prohibited : Kind::Unreachable; // RFC 4443, 3.1
    default: return Kind::Unreachable;
    }
}

} // namespace

EchoRun::EchoRun(const api::EchoProbe &probe, const wire::EchoToken &token, std::uint16_t identifier, TimePoint now)
    : m_probe(probe), m_token(token), m_identifier(identifier), m_nextAt(now), m_lastSentAt(now)
{ }

std::optional<Bytes> EchoRun::nextRequest(TimePoint now)
{
    if (m_isBroken || outcome.sent >= m_probe.count || now < m_nextAt)
        return std::nullopt;
    const auto sequence = static_cast<std::uint16_t>(++outcome.sent);
    m_sentAt.push_back(now);
    m_lastSentAt = now;
    m_nextAt = now + m_probe.interval;
    return wire::buildEchoRequest({.source = m_probe.source,
                                   .destination = m_probe.destination,
                                   .identifier = m_identifier,
                                   .sequence = sequence,
                                   .token = m_token,
                                   .packetSize = m_probe.size});
}

void EchoRun::sendFailed(std::string systemError)
{
    --outcome.sent;
    outcome.systemError = std::move(systemError);
    m_isBroken = true;
}

void EchoRun::received(const IpAddress &from, ByteView icmp, TimePoint now)
{
    const auto message = wire::decodeIcmp(m_probe.source.family(), icmp);
    if (!message || !isAboutUs(*message))
        return;
    auto answer = icmpAnswerOf(*message, from);
    if (!answer)
        return;
    if (answer->kind == api::IcmpAnswer::Kind::Echo && message->sequence >= 1 && message->sequence <= m_sentAt.size())
        answer->roundTrip = now - m_sentAt[message->sequence - 1U];
    if (outcome.answers.size() < 2U * m_probe.count) // a duplicating network
        outcome.answers.push_back(*answer);
    if (outcome.answers.size() >= m_probe.count && !m_completeAt)
        m_completeAt = now;
}

bool EchoRun::isAboutUs(const wire::IcmpMessage &message) const
{
    const auto carriesToken = [&](ByteView data) {
        return data.size() >= m_token.size() && std::ranges::equal(data.first(m_token.size()), m_token);
    };
    if (message.isEchoReply)
        return carriesToken(message.data);
    const IpFamily family = m_probe.source.family();
    const auto quoted = message.isError ? wire::decodeQuote(family, message.data) : std::nullopt;
    const auto request = quoted ? wire::decodeIcmp(family, quoted->transport) : std::nullopt;
    if (!request || !request->isEchoRequest)
        return false;
    // Who quotes but the eight octets that it must (RFC 792) shows no token.
    if (request->data.size() >= m_token.size())
        return carriesToken(request->data);
    return request->identifier == m_identifier && quoted->destination == m_probe.destination;
}

void EchoRun::seen(const ProbeSeen &seen)
{
    using Step = ProbeSeen::Step;
    api::ProbeTrail &trail = outcome.trail;
    switch (seen.step) {
    case Step::ReachedDevice:
        ++trail.reachedDevice;
        trail.sourceSeen = seen.source;
        trail.destinationSeen = seen.destination;
        break;
    case Step::WithoutPolicy: ++trail.withoutPolicy; break;
    case Step::OtherConnection: ++trail.otherConnection; break;
    case Step::Waited: ++trail.waited; break;
    case Step::TooBig: ++trail.tooBig; break;
    case Step::Encrypted: ++trail.encrypted; break;
    case Step::AnswerRefused:
    case Step::AnswerDelivered:
        ++trail.answersDecrypted;
        ++(seen.step == Step::AnswerRefused ? trail.answersRefused : trail.answersDelivered);
        trail.answerSource = seen.source;
        trail.answerDestination = seen.destination;
        break;
    }
}

TimePoint EchoRun::end() const
{
    return m_completeAt ? *m_completeAt + kGrace : m_lastSentAt + (m_isBroken ? kGrace : m_probe.patience);
}

TimePoint EchoRun::nextDeadline() const { return m_isBroken || outcome.sent >= m_probe.count ? end() : m_nextAt; }

bool EchoRun::isDone(TimePoint now) const { return (m_isBroken || outcome.sent >= m_probe.count) && now >= end(); }

std::optional<api::IcmpAnswer> icmpAnswerOf(const wire::IcmpMessage &message, const IpAddress &from)
{
    if (!message.isEchoReply && !message.isError)
        return std::nullopt;
    api::IcmpAnswer answer;
    answer.from = from;
    answer.type = message.type;
    answer.code = message.code;
    answer.mtu = message.mtu;
    answer.kind = message.isEchoReply ? api::IcmpAnswer::Kind::Echo
        : from.isV4()                 ? kindV4(message.type, message.code)
                                      : kindV6(message.type, message.code);
    return answer;
}

} // namespace tw::esp

#pragma once

#include "engine/api/probe.h"
#include "engine/esp/probe_watch.h"

#include <optional>

namespace tw::esp {

// One EchoProbe from its first packet to its outcome, without a socket: whoever has one sends what is due and hands in
// what comes.
class EchoRun
{
public:
    EchoRun(const api::EchoProbe &probe, const wire::EchoToken &token, std::uint16_t identifier, TimePoint now);

    const api::EchoProbe &probe() const { return m_probe; }

    // The next request that is due, from its ICMP header on; it counts as sent. Nothing: not yet, or all are sent.
    std::optional<Bytes> nextRequest(TimePoint now);
    // The one before could not be sent; there will be no more.
    void sendFailed(std::string systemError);
    void received(const IpAddress &from, ByteView icmp, TimePoint now); // what is not about this probe is ignored
    void seen(const ProbeSeen &seen);

    TimePoint nextDeadline() const;
    bool isDone(TimePoint now) const;

    api::EchoOutcome outcome; // counters and fit are for the owner to fill

private:
    bool isAboutUs(const wire::IcmpMessage &message) const;
    TimePoint end() const;

    api::EchoProbe m_probe;
    wire::EchoToken m_token;
    std::uint16_t m_identifier;
    TimePoint m_nextAt;
    TimePoint m_lastSentAt;
    std::vector<TimePoint> m_sentAt; // by sequence number
    std::optional<TimePoint> m_completeAt;
    bool m_isBroken = false;
};

// The answer that an ICMP message is; nothing for one that is neither an echo reply nor an error.
std::optional<api::IcmpAnswer> icmpAnswerOf(const wire::IcmpMessage &message, const IpAddress &from);

} // namespace tw::esp

#pragma once

#include "engine/ikev2/turn.h"
#include "engine/sim/seeded_random.h"

namespace tw::test {

class NoConnections final : public ike::ConnectionDirectory
{
public:
    std::vector<ike::LoadedConnectionPtr> between(const IpAddress &, const IpAddress &, api::IkeVersion) const override
    {
        return {};
    }
    Offers offersBetween(const IpAddress &, const IpAddress &, api::IkeVersion) const override { return {}; }
    std::vector<ike::LoadedConnectionPtr> claimedBetween(const IpAddress &, const IpAddress &, api::IkeVersion,
                                                         const api::Identity &) const override
    {
        return {};
    }
    std::vector<ike::LoadedConnectionPtr> sharing(const ike::LoadedConnection &) const override { return {}; }
    bool hasIkeSaBetween(const api::Identity &, const api::Identity &) const override { return false; }
    std::optional<std::uint64_t> heirOf(const api::ConnectionId &, std::uint64_t) const override
    {
        return std::nullopt;
    }
    bool hasSession(std::uint64_t) const override { return false; }
    bool isInUse(crypto::EspSpi) const override { return false; }
};

// What a turn of a session needs around it, without a session: for tests of the parts.
struct TurnBench
{
    sim::SeededRandom random{1};
    NoConnections connections;
    ikev2::SessionFrame frame;
    ike::Env env{TimePoint{}, random, connections};

    // What one turn sent, and which events it reported.
    static std::vector<Bytes> sent(const ike::Step &step)
    {
        std::vector<Bytes> messages;
        for (const ike::Action &action : step.actions) {
            if (const auto *send = std::get_if<ike::Send>(&action))
                messages.push_back(send->message);
        }
        return messages;
    }
    static std::size_t count(const ike::Step &step, api::EventCode code)
    {
        std::size_t count = 0;
        for (const ike::Action &action : step.actions) {
            const auto *report = std::get_if<ike::Report>(&action);
            count += report && report->event.code == code ? 1 : 0;
        }
        return count;
    }
};

} // namespace tw::test

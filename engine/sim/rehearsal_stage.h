#pragma once

#include "engine/api/rehearsal.h"
#include "engine/sim/simulation.h"
#include "engine/wire/icmp_echo.h"

#include <set>

namespace tw::sim {

// One of the two ends on the stage: where it is, how the other reaches it, and what it is configured with.
struct Role
{
    api::ConnectionConfigPtr config;
    const SecretBytes *secret = nullptr;
    IpAddress address; // its own
    IpAddress seenAs; // by the other; differs behind a NAT
};

// Two engines, the hosts behind them, and the network between. Hosts answer pings.
class RehearsalStage
{
public:
    enum class Side : std::uint8_t { Ours, Theirs };

    RehearsalStage(Role ours, Role theirs, const api::RehearsalSetup &setup, std::uint64_t seed);

    void load(Side side, bool negotiate);
    // The engine's process is killed, and another one begins: by itself, or when it is asked.
    void restart(Side side, bool negotiate);
    void command(Side side, api::Command command) { node(side).command(std::move(command), now()); }
    SimNode &node(Side side) { return *(side == Side::Ours ? m_ours : m_theirs); }
    const api::ConnectionStatus *status(Side side) const;
    bool areBothUp() const;
    api::FailureCode failure(Side side) const; // of the last attempt

    // A ping between hosts of two subnets, from the side's.
    wire::EchoToken ping(Side from, const api::TrafficSelector &source, const api::TrafficSelector &destination);
    bool isAnswered(const wire::EchoToken &token) const { return m_answered.contains(token); }

    TimePoint now() const { return m_simulation.now(); }
    ClockAnchor clock() const { return {TimePoint{}, m_begins}; }
    // Hosts answer meanwhile. True: done.
    bool runUntil(const std::function<bool()> &done, Duration atMost);

    const api::ConnectionId &id(Side side) const { return role(side).config->id; }
    api::RehearsalStory story() const;

private:
    const Role &role(Side side) const { return side == Side::Ours ? m_roles.first : m_roles.second; }
    const Role &other(Side side) const { return side == Side::Ours ? m_roles.second : m_roles.first; }
    SimNode &makeNode(Side side);
    void answerPings(SimNode &node);

    std::pair<Role, Role> m_roles;
    UtcTime m_begins;
    Simulation m_simulation;
    SimNode *m_ours;
    SimNode *m_theirs;
    std::uint64_t m_pings = 0;
    std::set<wire::EchoToken> m_answered;
    std::vector<api::Event> m_before; // what a peer said that was restarted
};

} // namespace tw::sim

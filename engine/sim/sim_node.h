#pragma once

#include "engine/esp/capture_tap.h"
#include "engine/esp/inbound.h"
#include "engine/esp/outbound.h"
#include "engine/esp/sa_database.h"
#include "engine/ike/capture_desk.h"
#include "engine/ike/supervisor.h"
#include "engine/sim/seeded_random.h"
#include "engine/sim/sim_network.h"
#include "engine/sim/sim_tun.h"
#include "engine/sim/virtual_clock.h"

#include <deque>
#include <map>
#include <string>

namespace tw::sim {

struct SimNodeOptions
{
    std::vector<IpAddress> addresses; // the node's own; the first is used where the configuration names none
    std::map<std::string, IpAddress> names; // what its resolver knows
    ike::SupervisorOptions ports;
    UtcTime beginning = VirtualClock::kBeginning; // what the calendar says when the clock begins
    Duration counterInterval{1000}; // how often the counters are read, as long as there is an SA
};

// One whole engine on the twin: the IKE side and the data path joined as the edge joins them, between a virtual network
// and a virtual TUN device. Whoever runs the simulation hands it datagrams and the time.
class SimNode
{
public:
    // `network` must outlive the node. Everything that the node draws follows from `seed`.
    SimNode(SimNetwork &network, std::uint64_t seed, SimNodeOptions options);

    void command(api::Command command, TimePoint now);
    // The node is in another network now.
    void setAddresses(std::vector<IpAddress> addresses, TimePoint now);
    // For one of this node's addresses.
    void receive(const SimDatagram &datagram, TimePoint now);
    // What its host sent through the tunnel is carried; see tun().
    void carry(TimePoint now);
    void tick(TimePoint now);
    // When tick() wants to be called next; nothing: only when something arrives.
    std::optional<TimePoint> nextDeadline() const;

    bool owns(const IpAddress &address) const;
    SimTun &tun() { return m_tun; }

    // What the node said so far.
    const std::vector<api::Event> &events() const { return m_events; }
    const api::ConnectionStatus *status(const api::ConnectionId &connection) const; // nullptr: none was published
    bool isEstablished(const api::ConnectionId &connection) const;
    bool isShutDown() const { return m_supervisor.isShutDown(); }

    // What must be zero when everything has ended.
    struct Census
    {
        ike::Supervisor::Census ike;
        std::size_t sas = 0;
        std::size_t policies = 0;
        std::size_t waiting = 0;
        std::size_t refusedSas = 0; // SAs that IKE negotiated and the data path could not install: always zero

        bool isEmpty() const
        {
            return ike.connections + ike.sessions + ike.children + sas + policies + waiting + refusedSas == 0;
        }
        std::string toString() const;
    };
    Census census() const;

    const esp::SaDatabase &database() const { return m_database; }
    esp::SaDatabase &database() { return m_database; } // for probes, which watch packets in it
    std::vector<esp::ProbeSeen> takeSeen() { return std::exchange(m_seen, {}); } // of packets that are watched
    api::DropCounters drops() const; // of packets without a known SA

private:
    void perform(ike::Actions actions, TimePoint now);
    void on(const ike::Send &send, TimePoint now);
    void on(const ike::ResolvePath &resolve, TimePoint now);
    void on(ike::InstallChild &install, TimePoint now);
    void on(const ike::SwitchOutbound &change, TimePoint now);
    void on(const ike::MoveChild &move, TimePoint now);
    void on(const ike::ResizeChild &change, TimePoint now);
    void on(const ike::RemoveChild &remove, TimePoint now);
    void on(ike::ExposeIkeKeys &keys, TimePoint now);
    void on(ike::InstallPolicy &install, TimePoint now);
    void on(const ike::RemovePolicy &remove, TimePoint now);
    void on(ike::Report &report, TimePoint now);
    void on(ike::PublishStatus &publish, TimePoint now);
    void on(const ike::Unloaded &unloaded, TimePoint now);

    bool beginCapture(const api::StartCapture &command);
    void endCapture();
    void settleCapture(TimePoint now);
    void takeMessage(const ike::Datagram &message, TimePoint now);

    std::expected<ike::ResolvedPath, ike::PathFailure> resolve(const ike::ResolvePath &question) const;
    bool isAnyWaiting() const { return m_outbound.waitingCount() > 0 || m_inbound.earlyCount() > 0; }
    void handInside(const esp::InboundBatch &batch, TimePoint now);
    void flushWaiting(TimePoint now);
    void sendBatch(TimePoint now);
    void handOn(const esp::Notice &notice, TimePoint now);
    void readCounters(TimePoint now);

    SimNetwork &m_network;
    SeededRandom m_random;
    SimNodeOptions m_options;
    ike::Supervisor m_supervisor;
    std::deque<ike::Action> m_toDo; // an action may bring about others; they come behind it
    bool m_isPerforming = false;

    SimTun m_tun;
    esp::SaDatabase m_database;
    esp::Outbound m_outbound;
    esp::OutboundBatch m_sent;
    esp::SendArena m_arena;
    esp::Inbound m_inbound;
    esp::InboundBatch m_received;

    std::optional<ike::CaptureDesk> m_desk; // while a capture is on
    std::optional<esp::CaptureTap> m_tap;

    std::vector<api::Event> m_events;
    std::vector<esp::ProbeSeen> m_seen;
    std::map<api::ConnectionId, api::ConnectionStatus> m_statuses;
    std::optional<TimePoint> m_countersReadAt;
    std::size_t m_refusedSas = 0;
};

} // namespace tw::sim

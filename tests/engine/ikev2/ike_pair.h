#pragma once

#include "engine/ike/supervisor.h"
#include "engine/sim/sim_network.h"
#include "engine/sim/virtual_clock.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

// Two supervisors joined by the simulated network and one virtual clock: a whole negotiation in microseconds, from a
// seed. The data path is only bookkeeping here: which children are installed, and what counters they show.
namespace tw::test {

inline const IpAddress kLeft = IpAddress::v4(192, 0, 2, 2);
inline const IpAddress kRight = IpAddress::v4(198, 51, 100, 2);

// One side's view of a connection between left.example.org (10.1.0.0/16) and right.example.org (10.2.0.0/16).
api::ConnectionConfig leftConfig();
api::ConnectionConfig rightConfig();
// The same in a group that costs little, for tests that negotiate hundreds of times.
api::ConnectionConfig cheap(api::ConnectionConfig config);
inline constexpr std::string_view kPsk = "a-long-enough-secret";

api::IkeProposal ikeProposal(api::Encryption encryption, api::Integrity integrity, api::Prf prf, api::DhGroup group);
std::vector<api::TrafficSelector> subnets(std::initializer_list<std::string_view> prefixes);

class IkePair;

// The machines of an engine.
using ProtocolFactory = std::vector<std::unique_ptr<ike::Protocol>> (*)();

// One engine's IKE side with everything that it asked for so far.
class IkeSide
{
public:
    IkeSide(IkePair &pair, IpAddress address, std::uint64_t seed, ProtocolFactory protocols);

    void start(const api::ConnectionConfig &config, std::string_view psk = kPsk, bool negotiate = true);
    void update(const api::ConnectionConfig &config, std::string_view psk = kPsk);
    // The connection that what follows is about, where there are several; else it is the one started last.
    void select(const api::ConnectionId &id);
    void stop(std::string_view id = {});
    void renegotiate();
    void rekeyChild();
    void rekeyIkeSa();
    void shutdown();
    void needChild();
    // The process dies: nothing is told to anyone. It comes back empty.
    void crash();

    const api::ConnectionStatus &status() const { return m_status; }
    // Of any of its connections; a default one where nothing was published.
    const api::ConnectionStatus &status(const api::ConnectionId &id) const;
    api::ConnectionState state() const { return m_status.state; }
    bool isEstablished() const { return state() == api::ConnectionState::Established; }
    bool isUnloaded() const { return m_unloaded; }
    const std::map<std::uint32_t, crypto::ChildSa> &children() const { return m_children; }
    // Outbound packets use the child that receives under this SPI.
    bool sends(std::uint32_t inboundSpi) const { return m_sending.contains(inboundSpi); }
    // The only child; fails the test's expectations by being null where there is not exactly one.
    const crypto::ChildSa *child() const { return m_children.size() == 1 ? &m_children.begin()->second : nullptr; }
    bool hasPolicy() const { return !m_policies.empty(); }
    ike::Supervisor &supervisor() { return *m_supervisor; }
    const ike::Supervisor &supervisor() const { return *m_supervisor; }

    // What the data path was told about MTU and MSS of children that stand.
    const std::vector<ike::ResizeChild> &resizes() const { return m_resizes; }

    const std::vector<api::Event> &events() const { return m_events; }
    std::size_t count(api::EventCode code) const;
    const api::Event *last(api::EventCode code) const;
    std::string detail(api::EventCode code, api::DetailKey key) const; // of the last such event; empty where absent
    void forgetEvents() { m_events.clear(); }

    const IpAddress &address() const { return m_address; }
    std::size_t keepalives() const { return m_keepalives; }
    // ESP arrives now on every child, as the data path would say.
    void hearEsp(std::uint64_t packets = 0);
    // The data path says that the child's sequence numbers run out.
    void runLow(crypto::EspSpi inboundSpi);

    std::optional<ike::PathFailure> pathFailure; // answers to ResolvePath, while set

private:
    friend class IkePair;
    void perform(ike::Actions actions);
    IpAddress peerOf(const ike::ResolvePath &lookup) const;
    void deliver(const sim::SimDatagram &datagram);
    void tick();

    IkePair &m_pair;
    IpAddress m_address;
    ProtocolFactory m_protocols;
    sim::SeededRandom m_random;
    std::unique_ptr<ike::Supervisor> m_supervisor;
    std::vector<api::Event> m_events;
    api::ConnectionStatus m_status;
    std::map<api::ConnectionId, api::ConnectionStatus> m_statuses;
    std::vector<ike::ResizeChild> m_resizes;
    api::ConnectionId m_connection;
    bool m_unloaded = false;
    std::map<std::uint32_t, crypto::ChildSa> m_children;
    std::set<std::uint32_t> m_sending;
    std::set<std::string> m_policies;
    std::size_t m_keepalives = 0;
};

class IkePair
{
public:
    explicit IkePair(std::uint64_t seed = 1, sim::NetworkConditions conditions = {}); // IKEv2 on both sides
    IkePair(std::uint64_t seed, sim::NetworkConditions conditions, ProtocolFactory protocols);

    TimePoint now() const { return clock.now(); }
    void run(Duration duration);
    // True as soon as `done` is, false when `limit` has passed without.
    bool runUntil(const std::function<bool()> &done, Duration limit = std::chrono::minutes(5));
    bool bothEstablished() const { return left.isEstablished() && right.isEstablished(); }
    // Both have one child, and their keys and SPIs fit together.
    bool childrenFit() const;
    // A datagram as if it came from the wire, at once.
    void inject(const sim::SimDatagram &asSent);

    sim::VirtualClock clock;
    sim::SimNetwork network;
    IkeSide left;
    IkeSide right;
    std::vector<sim::SimDatagram> sent; // every message, as its sender sent it
    // Called for each before it goes out; false: it is lost.
    std::function<bool(const sim::SimDatagram &)> filter;

private:
    std::optional<TimePoint> nextEvent() const;
    void step(TimePoint at);
};

// Exchange types (RFC 7296, 3.1).
inline constexpr std::uint8_t kIkeSaInit = 34;
inline constexpr std::uint8_t kIkeAuth = 35;
inline constexpr std::uint8_t kCreateChildSa = 36;
inline constexpr std::uint8_t kInformational = 37;

// Of an IKE message, for filters.
struct MessageKind
{
    std::uint8_t exchange = 0;
    std::uint32_t id = 0;
    bool isResponse = false;
    bool fromInitiator = false;
    std::uint64_t initiatorSpi = 0;
};
MessageKind kindOf(ByteView message);

} // namespace tw::test

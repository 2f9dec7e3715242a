#pragma once

#include "engine/api/connection_config.h"
#include "engine/api/status.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// Questions about a connection's way that only the engine can answer, since it has the sockets, the device and the
// counters. Nothing of an answer is guessed: what was not seen is absent.
namespace tw::api {

// ICMP echo requests from an inside address of this machine, sent as any program's packets are: whether they reach the
// tunnel is part of the question. Each is followed by what became of it on the data path.
struct EchoProbe
{
    IpAddress source; // one of this machine's
    IpAddress destination; // of the same family
    std::uint16_t size = 84; // of the IP packet
    bool dontFragment = false;
    std::uint8_t hopLimit = 64;
    std::uint8_t count = 3;
    Duration interval{200};
    Duration patience{1000}; // after the last one; a full row of answers ends it sooner
};

// What the kernel would do with packets from `source` to `destination`, and which of its routes and addresses overlap
// with the connection's remote subnets.
struct RouteProbe
{
    std::optional<IpAddress> source; // nothing: an address of this machine within the local subnets, where there is one
    IpAddress destination;
    std::vector<IpPrefix> local;
    std::vector<IpPrefix> remote;
};

// A first IKE message that every IKE daemon answers and that makes no SA, from the engine's own sockets to the peer's
// two ports, both at once. What stands is not touched. A peer is not asked too often: this may have to wait.
struct PathProbe
{
    Duration patience{2500};
};

struct Probe
{
    std::uint64_t id = 0; // the asker's
    ConnectionId connection; // loaded, else the answer is ProbeRefused
    std::variant<EchoProbe, RouteProbe, PathProbe> what;
};

// The answer, where one was due, does not come any more.
struct CancelProbe
{
    std::uint64_t id = 0;
};

// What became of the probe's own packets on the data path, recognised by their content.
struct ProbeTrail
{
    std::uint32_t reachedDevice = 0; // the kernel gave so many to the tunnel device
    std::uint32_t withoutPolicy = 0; // no connection's selectors fit
    std::uint32_t otherConnection = 0; // another connection's SA or policy took them
    std::uint32_t waited = 0; // for an SA
    std::uint32_t tooBig = 0; // for the tunnel
    std::uint32_t encrypted = 0;
    std::uint32_t sendFailed = 0; // of the SA's packets meanwhile; whose they were is not known
    std::uint32_t answersDecrypted = 0; // came out of an SA of this connection
    std::uint32_t answersRefused = 0; // of them outside the SA's selectors
    std::uint32_t answersDelivered = 0; // of them given to the device
    std::optional<IpAddress> sourceSeen; // of the newest that reached the device: another than was sent is a NAT's
    std::optional<IpAddress> destinationSeen;
    std::optional<IpAddress> answerSource; // of the newest answer that was decrypted
    std::optional<IpAddress> answerDestination;

    friend bool operator==(const ProbeTrail &, const ProbeTrail &) = default;
};

// A connection's counters over all its SAs, and the engine's for packets without one, at one moment.
struct PathCounters
{
    TrafficCounters traffic;
    DropCounters drops{};
    DropCounters engineDrops{};

    friend bool operator==(const PathCounters &, const PathCounters &) = default;
};

// An ICMP message about a packet that we sent, or the answer to an echo request.
struct IcmpAnswer
{
    enum class Kind : std::uint8_t { Echo, Unreachable, Prohibited, TimeExceeded, TooBig };

    Kind kind{};
    IpAddress from;
    std::uint8_t type = 0;
    std::uint8_t code = 0;
    std::uint32_t mtu = 0; // of TooBig
    Duration roundTrip{}; // of Echo

    friend bool operator==(const IcmpAnswer &, const IcmpAnswer &) = default;
};

// How the largest inner packet is computed: pathMtu - headers, down to whole cipher blocks.
struct TunnelFit
{
    IpFamily outer = IpFamily::V4;
    bool udpEncapsulated = false;
    EspProposal proposal;
    std::uint16_t pathMtu = 0;
    std::uint16_t outerHeader = 0; // IP
    std::uint16_t udpHeader = 0;
    std::uint16_t espHeader = 0; // SPI and sequence number
    std::uint16_t iv = 0;
    std::uint16_t alignment = 0; // what is encrypted is a multiple of it
    std::uint16_t trailer = 0; // pad length and next header
    std::uint16_t icv = 0;
    std::uint16_t fitsPath = 0; // the sum
    std::uint16_t device = 0; // MTU of the tunnel device
    std::uint16_t configured = 0; // 0: none
    std::uint16_t largestInner = 0; // in use: the least of them

    friend bool operator==(const TunnelFit &, const TunnelFit &) = default;
};

struct EchoOutcome
{
    std::uint32_t sent = 0;
    std::string systemError; // why one could not be sent: "Message too long"
    bool isPermitted = true; // false: this program may not send ICMP
    std::vector<IcmpAnswer> answers;
    ProbeTrail trail;
    PathCounters before;
    PathCounters after;
    std::optional<TunnelFit> fit; // of the SA that such packets leave by

    friend bool operator==(const EchoOutcome &, const EchoOutcome &) = default;
};

struct RouteEntry
{
    IpPrefix destination;
    std::string interface;
    std::optional<IpAddress> gateway;
    bool isAddress = false; // a subnet that the interface itself is in
    bool isOurs = false; // into the tunnel device

    friend bool operator==(const RouteEntry &, const RouteEntry &) = default;
};

enum class ReversePath : std::uint8_t { NotKnown, Off, Strict, Loose };

struct RouteOutcome
{
    std::optional<IpAddress> source; // an inside address of this machine, as asked or found
    bool isSourcePresent = false; // it is one of this machine's
    std::string device; // of the tunnel; empty: there is none
    std::string interface; // that the route leads to; empty: there is no route
    std::optional<IpAddress> gateway;
    std::optional<IpAddress> preferredSource;
    std::string systemError; // "Network is unreachable"
    ReversePath reversePath =
        ReversePath::NotKnown; // of the tunnel device: whether strict checks may drop what comes out
    std::optional<bool> isForwarding; // for the destination's family
    std::vector<RouteEntry> overlaps; // with the remote subnets, without default routes

    friend bool operator==(const RouteOutcome &, const RouteOutcome &) = default;
};

struct PortOutcome
{
    Endpoint local;
    Endpoint remote;
    bool isAsked = false; // false: sent nothing, because of systemError
    std::string systemError;
    std::optional<Duration> answered; // after how long
    std::optional<IcmpAnswer> icmp; // Unreachable or Prohibited

    friend bool operator==(const PortOutcome &, const PortOutcome &) = default;
};

struct PathOutcome
{
    PortOutcome ike; // 500
    PortOutcome nat; // 4500
    std::optional<IcmpAnswer> espIcmp; // about ESP as it is
    bool isWithoutPath = false; // the peer's address or ours is not known

    friend bool operator==(const PathOutcome &, const PathOutcome &) = default;
};

struct ProbeRefused // nothing was done
{
    FailureCode failure = FailureCode::None; // NotSupported: not loaded, or too many at once

    friend bool operator==(const ProbeRefused &, const ProbeRefused &) = default;
};

struct ProbeAnswer
{
    std::uint64_t id = 0;
    std::variant<ProbeRefused, EchoOutcome, RouteOutcome, PathOutcome> outcome;

    friend bool operator==(const ProbeAnswer &, const ProbeAnswer &) = default;
};

} // namespace tw::api

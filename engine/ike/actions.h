#pragma once

#include "engine/api/command.h"
#include "engine/api/event.h"
#include "engine/crypto/child_sa.h"

#include <optional>
#include <variant>
#include <vector>

// What the IKE side asks of whoever runs it: the edge with sockets, the twin with virtual ones. A step returns
// actions; nothing calls back.
namespace tw::ike {

// An IKE message, without the non-ESP marker: whoever sends puts it in front where the local port is the NAT port
// (RFC 3948, 2.2). An empty message is a NAT keepalive (one byte 0xff, RFC 3948, 2.3).
struct Send
{
    Endpoint local;
    Endpoint remote;
    Bytes message;
};

// Look the peer up (where it is a name), find the local address (the configured one, or the route's) and have the
// sockets there. Answered by one Supervisor::pathResolved() of the same connection; a newer question of the same
// connection takes the place of an older one.
struct ResolvePath
{
    api::ConnectionId connection;
    std::optional<IpAddress> localAddress;
    api::PeerAddress peer;
};

// From now on inbound packets with the SA's SPI are accepted, and, where it `sends`, outbound packets within its
// selectors use it: of several SAs with the same selectors the one that began to send last (make before break).
struct InstallChild
{
    crypto::ChildSa sa;
    bool sends = true;
};

// The SA's outbound side begins or ends, its inbound side stays as it is. One that takes over from another receives
// before it sends; one that was replaced goes on receiving for a while.
struct SwitchOutbound
{
    crypto::EspSpi inboundSpi;
    bool sends = true;
};

// The SA's packets go to, and come from, other endpoints; what was negotiated stays.
struct MoveChild
{
    crypto::EspSpi inboundSpi;
    Endpoint local;
    Endpoint remote;
    bool udpEncapsulated = false;
};

// The connection's MTU and MSS were edited: the inner packets of the SA are held to these from now on. 0: computed.
struct ResizeChild
{
    crypto::EspSpi inboundSpi;
    std::uint16_t mtu = 0;
    std::uint16_t mss = 0;
};

struct RemoveChild
{
    crypto::EspSpi inboundSpi;
};

// Keys of an IKE SA, just made; whose it is may not be known yet. Only where Env::exposesKeys says so.
struct ExposeIkeKeys
{
    std::uint64_t initiatorSpi = 0;
    std::uint64_t responderSpi = 0;
    Endpoint local;
    Endpoint remote;
    api::CapturedKey keys;
};

// The connection is loaded: the data path routes the remote selectors into the tunnel, and reports outbound traffic
// that finds no SA (esp::NeedChild). Also announced for connections that negotiate at once.
struct InstallPolicy
{
    api::ConnectionId connection;
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
    IpAddress peerHint; // the peer's own address must never be routed into its own tunnel; unspecified: not known yet
};

struct RemovePolicy
{
    api::ConnectionId connection;
};

struct Report
{
    api::Event event;
};

// The newest status of a connection; replaces every earlier one.
struct PublishStatus
{
    api::ConnectionStatus status;
};

// A Stop is complete: the connection is forgotten.
struct Unloaded
{
    api::ConnectionId connection;
};

using Action = std::variant<Send, ResolvePath, InstallChild, SwitchOutbound, MoveChild, ResizeChild, RemoveChild,
                            ExposeIkeKeys, InstallPolicy, RemovePolicy, Report, PublishStatus, Unloaded>;
using Actions = std::vector<Action>;

// A datagram as it came from one of our UDP ports. The non-ESP marker is off; ESP and keepalives never get here.
struct Datagram
{
    Endpoint local;
    Endpoint remote;
    Bytes message;
    std::uint8_t tos{}; // of its IP header; only captures care
};

struct ResolvedPath
{
    IpAddress local;
    IpAddress remote;
    // Of a peer behind a NAT with which an IKE SA stands: the port by which the NAT lets us through. Others do not get
    // there, unless the peer begins.
    std::optional<std::uint16_t> mappedPort{};
};

struct PathFailure
{
    api::FailureCode code; // NameNotResolved, RouteMissing, AddressNotLocal, PortTaken, LocalPermission
    std::string systemError;
};

// What the data path saw of one SA since it was installed; read once a second by the edge.
struct SaTraffic
{
    crypto::EspSpi inboundSpi;
    api::TrafficCounters traffic;
    api::DropCounters drops{};
    std::optional<TimePoint> lastInbound; // the newest authentic packet
};

// The data path needs IKE. Rate-limited by the data path: at most one a second per connection and kind.
struct NeedChild // outbound traffic without an SA
{
    api::ConnectionId connection;
    IpAddress source;
    IpAddress destination;
};
struct SequenceLow // the SA runs out of sequence numbers: rekey
{
    crypto::EspSpi inboundSpi;
};
struct PeerMoved // authentic packets come from another endpoint than the one negotiated (NAT rebinding)
{
    crypto::EspSpi inboundSpi;
    Endpoint remote;
};
using DataPathNotice = std::variant<NeedChild, SequenceLow, PeerMoved>;

} // namespace tw::ike

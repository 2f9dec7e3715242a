#pragma once

#include "engine/api/authentication.h"
#include "engine/api/identity.h"
#include "engine/api/proposal.h"
#include "engine/api/traffic_selector.h"
#include "engine/base/ip_address.h"
#include "engine/base/strong.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tw::api {

using ConnectionId = Strong<std::string, struct ConnectionIdTag>; // "vco-..."

enum class IkeVersion : std::uint8_t { V1 = 1, V2 = 2 };
enum class IkeV1Mode : std::uint8_t { Main, Aggressive };
enum class NatTraversal : std::uint8_t { Automatic, Forced, Off };

using HostName = Strong<std::string, struct HostNameTag>;
using PeerAddress = std::variant<IpAddress, HostName>; // a name is resolved before every attempt

struct IkeSettings
{
    IkeVersion version = IkeVersion::V2;
    IkeV1Mode mode = IkeV1Mode::Main; // IKEv1 only
    std::vector<IkeProposal> proposals; // in order of preference; never empty
    std::chrono::seconds lifetime{86400};
    Authentication authentication;
    Identity localId;
    Identity remoteId;

    friend bool operator==(const IkeSettings &, const IkeSettings &) = default;
};

struct ChildSettings
{
    std::vector<EspProposal> proposals; // in order of preference; never empty
    std::chrono::seconds lifetime{86400};
    std::vector<TrafficSelector> local;
    std::vector<TrafficSelector> remote;
    std::uint32_t replayWindow = 1024; // packets; 0 turns the check off
    std::uint16_t mtu = 0; // of the inner packets; 0: computed from suite and encapsulation
    std::uint16_t mss = 0; // 0: computed from the MTU

    friend bool operator==(const ChildSettings &, const ChildSettings &) = default;
};

struct DpdSettings
{
    bool enabled = true;
    std::chrono::seconds interval{30}; // without inbound traffic, before we ask

    friend bool operator==(const DpdSettings &, const DpdSettings &) = default;
};

// One valid connection. Only models/catalog/connection_validator makes one out of user input, and past that point
// nobody checks again. Shared as pointer to const: the same value may be in both threads. It holds no secret: the
// pre-shared or private key travels beside it, in a Start or Update command.
struct ConnectionConfig
{
    ConnectionId id;
    std::string name; // for the log
    std::optional<IpAddress> localAddress; // to bind; nothing: the one that the route to the peer uses
    PeerAddress peer;
    bool effectImmediately = false; // true: negotiate at once and for ever; false: wait for traffic or for the peer
    NatTraversal natTraversal = NatTraversal::Automatic;
    IkeSettings ike;
    ChildSettings child;
    DpdSettings dpd;

    friend bool operator==(const ConnectionConfig &, const ConnectionConfig &) = default;
};

using ConnectionConfigPtr = std::shared_ptr<const ConnectionConfig>;

} // namespace tw::api

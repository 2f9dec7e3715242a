#pragma once

#include "engine/api/connection_config.h"
#include "engine/base/time.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// What stands now, as whole values: the listener keeps the last one of each connection and needs no history.
namespace tw::api {

enum class ConnectionState : std::uint8_t {
    Stopped, // the user stopped it, or never started it
    Waiting, // loaded; negotiates when traffic or the peer comes
    Resolving, // looking up the peer's name, the local address and the route
    Phase1Negotiating, // IKE_SA_INIT, IKE_AUTH
    Phase1Failed, // see lastFailure; nextAttempt says when we try again
    Phase1Established, // the IKE SA stands, the child does not yet
    Phase2Negotiating,
    Phase2Failed, // the IKE SA stands, the child was refused
    Established,
    PeerDead, // probes unanswered; nextAttempt says when we try again
    Deleting,
};

std::string_view stateName(ConnectionState state); // "Established": stable, for --json and the store

// The four words of the cloud's API.
std::string_view cloudStatus(ConnectionState state); // "ipsec_sa_established", ...

// Why the last attempt failed, in the words of the diagnosis table; stable, stored and shown as text.
enum class FailureCode : std::uint8_t {
    None,
    NoResponse,
    Phase1NegotiationTimeout,
    Phase2NegotiationTimeout,
    ProposalMismatch, // refused, and we do not know which transform
    EncryptionAlgorithmMismatch,
    AuthenticationAlgorithmMismatch,
    DhGroupMismatch,
    AlgorithmMismatch, // several transforms differ
    PskMismatch,
    CertificateProblem, // ours or the peer's: the event says which one, and what is wrong with it
    AuthenticationMethodMismatch, // one side has a pre-shared key and the other a certificate
    PeerIdMismatch,
    AuthenticationRefused, // the peer says AUTHENTICATION_FAILED: key or identity
    IkeVersionMismatch,
    NegotiationModeMismatch, // IKEv1: one side wants main mode and the other aggressive mode
    TrafficSelectorMismatch,
    PfsMismatch,
    PeerMismatch,
    ReceiveDeleteNotify,
    DpdTimeout,
    PeerInstallFailed,
    NameNotResolved,
    RouteMissing,
    AddressNotLocal,
    PortTaken,
    LocalPermission,
    DeviceFailed,
    NotSupported, // this program cannot do what the connection asks for
    InternalError,
    SecurityProtocolMismatch, // the peer offers AH
    EncapsulationModeMismatch, // the peer offers transport mode
};

std::string_view failureName(FailureCode code);
std::optional<FailureCode> parseFailure(std::string_view name);

// Why a packet was not carried. Counted for each SA and, where no SA is known, for the whole engine.
enum class DropReason : std::uint8_t {
    NoPolicy, // outbound: no connection wants it
    NoSa, // outbound: the SA is not there and the waiting room is full
    WaitedTooLong, // outbound: waited for an SA that did not come
    UnknownSpi, // inbound
    Malformed, // not IP, not ESP, or lengths that contradict each other
    Replayed, // inbound: seen before, or left of the window
    NotAuthentic, // inbound: the ICV is wrong
    BadPadding, // inbound: authentic, yet the trailer is not
    PolicyViolation, // inbound: authentic, but outside the SA's selectors (RFC 4301, 5.2)
    CongestionInvalid, // inbound: outer CE on a Not-ECT packet (RFC 6040)
    TooBig, // outbound: does not fit the path
    SequenceExhausted, // outbound: the SA used all its numbers
    SendFailed,
    CryptoFailed,
};
inline constexpr std::size_t kDropReasonCount = static_cast<std::size_t>(DropReason::CryptoFailed) + 1;

std::string_view dropReasonName(DropReason reason);

using DropCounters = std::array<std::uint64_t, kDropReasonCount>;

struct TrafficCounters
{
    std::uint64_t packetsIn = 0;
    std::uint64_t bytesIn = 0; // inner bytes
    std::uint64_t packetsOut = 0;
    std::uint64_t bytesOut = 0;

    friend bool operator==(const TrafficCounters &, const TrafficCounters &) = default;
};

struct IkeSaStatus
{
    std::uint64_t initiatorSpi = 0;
    std::uint64_t responderSpi = 0;
    bool weInitiated = false;
    IkeVersion version = IkeVersion::V2;
    IkeProposal proposal;
    Identity localId;
    Identity remoteId;
    Endpoint local;
    Endpoint remote;
    bool natLocal = false; // we are behind a NAT
    bool natRemote = false; // the peer is
    TimePoint establishedAt{};
    std::optional<TimePoint> rekeyAt;

    friend bool operator==(const IkeSaStatus &, const IkeSaStatus &) = default;
};

struct ChildSaStatus
{
    std::uint32_t inboundSpi = 0;
    std::uint32_t outboundSpi = 0;
    EspProposal proposal;
    std::vector<TrafficSelector> local;
    std::vector<TrafficSelector> remote;
    bool udpEncapsulated = false;
    TimePoint establishedAt{};
    std::optional<TimePoint> rekeyAt;
    std::optional<TimePoint> expiresAt;
    TrafficCounters traffic; // as of the newest counter reading, at most a second old
    DropCounters drops{};

    friend bool operator==(const ChildSaStatus &, const ChildSaStatus &) = default;
};

struct ConnectionStatus
{
    ConnectionId connection;
    ConnectionState state = ConnectionState::Stopped;
    TimePoint since{};
    FailureCode lastFailure = FailureCode::None; // kept until the connection is established again
    std::optional<TimePoint> nextAttempt;
    std::optional<IkeSaStatus> ikeSa;
    std::vector<ChildSaStatus> childSas;

    friend bool operator==(const ConnectionStatus &, const ConnectionStatus &) = default;
};

// The engine itself: what it has, and what it misses.
// What carries packets faster, as it is in use now.
struct DataPathStatus
{
    bool udpSegment = false; // a train of ESP packets leaves by one call
    bool udpGro = false; // and arrives by one
    bool tunTcp = false; // TCP crosses the device in superpackets
    bool tunUdp = false; // and UDP does
    int dataThreads = 0; // that carry packets
    int tunQueues = 0; // of the device; fewer than threads that send where the kernel gives no more
    std::string crypto; // the library that works on bursts, in its own words

    friend bool operator==(const DataPathStatus &, const DataPathStatus &) = default;
};

struct EngineStatus
{
    bool running = false;
    FailureCode failure = FailureCode::None; // LocalPermission, DeviceFailed
    std::string failureDetail; // the object that failed and the system's word: "/dev/net/tun: Operation not permitted"
    std::string deviceName; // of the TUN device, once it is open
    DropCounters drops{};
    DataPathStatus dataPath;
    ConnectionId capturing; // of whose datagrams a capture is on; empty: none

    friend bool operator==(const EngineStatus &, const EngineStatus &) = default;
};

} // namespace tw::api

#pragma once

#include "engine/api/status.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Facts. The engine reports codes and values, the store keeps them, models/log/event_text words them in the user's
// language. No secret ever travels in an event: there is no detail for one.
namespace tw::api {

enum class Phase : std::uint8_t { None, Phase1, Phase2, Data };
enum class Direction : std::uint8_t { None, In, Out };
enum class Level : std::uint8_t { Error, Warning, Info, Debug };

// What an event is about, where it is about a message. Names as the RFCs and charon write them.
enum class Exchange : std::uint8_t {
    None,
    IkeSaInit,
    IkeAuth,
    CreateChildSa,
    Informational,
    MainMode, // IKEv1 from here on
    AggressiveMode,
    QuickMode,
    InformationalV1,
};

enum class EventCode : std::uint16_t {
    // The engine and its devices
    EngineStarted,
    EngineStopped,
    DeviceOpened, // Device
    DeviceFailed, // Device, SystemError
    SocketOpened, // LocalEndpoint
    SocketFailed, // LocalEndpoint, SystemError, Failure
    RouteInstalled, // Selector, Device
    RouteFailed, // Selector, Device, SystemError
    RouteRemoved, // Selector, Device
    // A connection's life
    ConnectionStarted,
    ConnectionStopped,
    ConnectionUpdated,
    WaitingForTraffic,
    NegotiationTriggered, // Reason: "operator", "traffic", "retry", "renegotiate", "delete", "dpd", "lifetime", "network"
    PeerResolved, // Name, RemoteAddress, LocalAddress
    PathFailed, // Failure, Name or RemoteAddress, SystemError
    AttemptFailed, // Failure, Seconds until the next attempt (absent: none follows)
    // Messages
    MessageSent, // Local-, RemoteEndpoint, Size, Payloads
    MessageReceived, // Local-, RemoteEndpoint, Size, Payloads
    Retransmitted, // Count, Size: of its largest datagram
    RetransmitsExhausted, // Count, Size
    DuplicateAnswered, // a request seen before: the stored answer was sent again
    MessageDropped, // Fault, Where: malformed, not authentic, out of the window, unexpected
    MessageUnmatched, // no SA and no connection for it: RemoteEndpoint, Reason
    NotifyReceived, // Notify: one that changed nothing
    // Phase 1
    ProposalsReceived, // Offered
    ProposalsOffered, // Offered
    ProposalChosen, // Chosen
    ProposalRefused, // we refused: Offered, Configured, Differs
    NoProposalChosen, // the peer refused: Offered
    InvalidKeyExchange, // Group wanted; Direction says who asked
    NatDetected, // NatLocal, NatRemote: "yes" / "no"
    NatPortChanged, // Local-, RemoteEndpoint
    EndpointsChanged, // Local-, RemoteEndpoint, Encapsulation; Direction says who moved
    AuthenticationFailed, // we refused: Failure, LocalId, RemoteId, ReceivedId
    AuthenticationRefused, // the peer refused: LocalId, RemoteId, Certificate (ours, where we have one)
    PeerCertificateProblem, // we refused: Certificate, -Fault, -Field, -Value, ReceivedId, Failure
    OwnCertificateProblem, // Certificate, -Fault, -Field, -Value; Failure where we cannot go on with it
    IkeSaEstablished, // InitiatorSpi, ResponderSpi, Chosen, LocalId, RemoteId, Local-, RemoteEndpoint, Certificate
    KeyExposed, // aggressive mode with a pre-shared key: who listens, or asks, may guess at it
    IkeSaDeleted, // InitiatorSpi, ResponderSpi; Direction says who deleted
    IkeSaShared, // this connection has its children on the IKE SA of another: InitiatorSpi, ResponderSpi, Name
    // Phase 2
    SelectorsReceived, // LocalSelectors, RemoteSelectors
    SelectorsUnacceptable, // LocalSelectors, RemoteSelectors (ours), Offered; Direction says who refused
    SelectorsNarrowed, // LocalSelectors, RemoteSelectors
    SelectorsSplit, // the peer takes one pair in a child, and is asked for others besides: Count
    PairsMissing, // the connection is up, and the peer gave no child for these: Count, Selector
    ChildSaEstablished, // InboundSpi, OutboundSpi, Chosen, LocalSelectors, RemoteSelectors, Encapsulation
    ChildSaDeleted, // InboundSpi, OutboundSpi, traffic; Direction says who deleted
    // Liveness
    DpdProbeSent,
    DpdAnswered,
    PeerDead,
    // The data path
    TrafficWithoutSa, // Source, Destination: the packet that asked for an SA
    PacketsDropped, // Reason (a DropReason), Count
    // What the doctors ask
    ProbeSent, // Reason: "echo": Source, Destination, Size, Count; "path": Local-, RemoteEndpoint
    ProbeAnswered, // the same; "echo": Count of answers
    // The engine's own trouble
    EngineTrouble, // Failure, SystemError: one step of the engine failed, and it goes on
    EventsLost, // Count: the listener did not take them in time
    // Facts for the diagnosis
    LifetimeShortened, // Seconds: the peer's, which counts; Configured: ours
    NatIgnored, // Reason: "no NAT detection", "stays on port 500": the peer takes no part in NAT traversal
    RekeyRequested, // an operator renews before the time: Reason: "children", "IKE SA"
    SuiteProbeStarted, // Phase: which suites does the peer take? Nothing of the connection changes
    SuiteProbeAnswered, // Chosen: a suite that it takes
    SuiteProbeEnded, // Reason: "answered", "refused", "silent", "replaced"
};

std::string_view eventName(EventCode code);
std::optional<EventCode> parseEvent(std::string_view name);

enum class DetailKey : std::uint8_t {
    Name,
    Device,
    SystemError,
    Failure,
    Reason,
    Count,
    Seconds,
    Size,
    Payloads, // "SA KE No N(NATD_S_IP) N(NATD_D_IP)", as charon lists them
    LocalEndpoint,
    RemoteEndpoint,
    LocalAddress,
    RemoteAddress,
    Fault,
    Where,
    Notify,
    Offered,
    Configured,
    Chosen,
    Differs, // "encryption", "integrity", "prf", "group", "esn"; comma list
    Group,
    NatLocal,
    NatRemote,
    LocalId,
    RemoteId,
    ReceivedId,
    Certificate, // its subject
    CertificateFault, // an api::CertificateFault
    CertificateField, // "notAfter"
    CertificateValue, // what stands there
    InitiatorSpi,
    ResponderSpi,
    InboundSpi,
    OutboundSpi,
    LocalSelectors,
    RemoteSelectors,
    Selector,
    Encapsulation, // "UDP" or "ESP"
    Source,
    Destination,
    BytesIn,
    BytesOut,
    PacketsIn,
    PacketsOut,
    RequestedId, // whom the peer wants to talk to: its name for us
};

std::string_view detailName(DetailKey key);
std::optional<DetailKey> parseDetail(std::string_view name);

struct Detail
{
    DetailKey key;
    std::string value; // neutral text: numbers in decimal, SPIs in hex, lists separated by ", "

    friend bool operator==(const Detail &, const Detail &) = default;
};

struct Event
{
    TimePoint at{};
    ConnectionId connection; // empty: the engine itself, or a peer that matched no connection
    EventCode code{};
    Level level = Level::Info;
    Phase phase = Phase::None;
    Exchange exchange = Exchange::None;
    std::optional<std::uint32_t> messageId;
    Direction direction = Direction::None;
    std::vector<Detail> details;

    const std::string *find(DetailKey key) const; // nullptr where absent

    friend bool operator==(const Event &, const Event &) = default;
};

std::string_view exchangeName(Exchange exchange); // "IKE_SA_INIT"
std::optional<Exchange> parseExchange(std::string_view name);
std::string_view phaseName(Phase phase); // "none", "1", "2", "data"
std::optional<Phase> parsePhase(std::string_view name);
std::string_view directionName(Direction direction); // "none", "in", "out"
std::optional<Direction> parseDirection(std::string_view name);
std::string_view levelName(Level level); // "error", ...
std::optional<Level> parseLevel(std::string_view name);

} // namespace tw::api

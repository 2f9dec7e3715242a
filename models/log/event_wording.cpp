#include "models/log/event_wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace tw::models {

namespace {

using enum api::EventCode;
using enum api::DetailKey;
using Kind = Slot::Kind;

constexpr auto kAny = api::Direction::None;
constexpr auto kIn = api::Direction::In;
constexpr auto kOut = api::Direction::Out;

constexpr Slot kExchange{Kind::Exchange};
constexpr Slot kMessageId{Kind::MessageId};
constexpr Slot kFailure{Kind::FailureText, Failure};
constexpr Slot kLocalHost{Kind::HostOf, LocalEndpoint};
constexpr Slot kRemoteHost{Kind::HostOf, RemoteEndpoint};

#define SAY(text) QT_TRANSLATE_NOOP("tw::models::EventText", text)

constexpr Wording kWordings[] = {
    // The engine and its devices
    {EngineStarted, kAny, SAY("engine started")},
    {EngineStopped, kAny, SAY("engine stopped")},
    {DeviceOpened, kAny, SAY("created TUN device: %1"), {Device}},
    {DeviceOpened, kAny, SAY("created TUN device")},
    {DeviceFailed, kAny, SAY("creating TUN device %1 failed: %2"), {Device, SystemError}},
    {DeviceFailed, kAny, SAY("creating TUN device failed: %1"), {SystemError}},
    {DeviceFailed, kAny, SAY("creating TUN device failed")},
    {SocketOpened, kAny, SAY("listening on %1"), {LocalEndpoint}},
    {SocketOpened, kAny, SAY("listening on a new socket")},
    {SocketFailed, kAny, SAY("unable to bind socket %1: %2 (%3)"), {LocalEndpoint, SystemError, kFailure}},
    {SocketFailed, kAny, SAY("unable to bind socket %1: %2"), {LocalEndpoint, SystemError}},
    {SocketFailed, kAny, SAY("unable to bind socket %1: %2"), {LocalEndpoint, kFailure}},
    {SocketFailed, kAny, SAY("unable to bind socket")},
    {RouteInstalled, kAny, SAY("installed route: %1 via device %2"), {Selector, Device}},
    {RouteInstalled, kAny, SAY("installed route: %1"), {Selector}},
    {RouteInstalled, kAny, SAY("installed route")},
    {RouteFailed, kAny, SAY("installing route failed: %1 via device %2: %3"), {Selector, Device, SystemError}},
    {RouteFailed, kAny, SAY("installing route failed: %1: %2"), {Selector, SystemError}},
    {RouteFailed, kAny, SAY("installing route failed")},
    {RouteRemoved, kAny, SAY("removed route: %1 via device %2"), {Selector, Device}},
    {RouteRemoved, kAny, SAY("removed route: %1"), {Selector}},
    {RouteRemoved, kAny, SAY("removed route")},

    // A connection's life
    {ConnectionStarted, kAny, SAY("connection started")},
    {ConnectionStopped, kAny, SAY("connection stopped")},
    {ConnectionUpdated, kAny, SAY("connection updated with the edited settings")},
    {WaitingForTraffic, kAny, SAY("waiting for traffic or for the peer")},
    {NegotiationTriggered, kAny, SAY("initiating IKE_SA, reason: %1"), {Reason}},
    {NegotiationTriggered, kAny, SAY("initiating IKE_SA")},
    {PeerResolved, kAny, SAY("peer %1 resolved to %2, reached from %3"), {Name, RemoteAddress, LocalAddress}},
    {PeerResolved, kAny, SAY("peer %1 resolved to %2"), {Name, RemoteAddress}},
    {PeerResolved, kAny, SAY("peer %1 is reached from %2"), {RemoteAddress, LocalAddress}},
    {PeerResolved, kAny, SAY("peer resolved")},
    {PathFailed, kAny, SAY("no path to peer %1: %2 (%3)"), {Name, kFailure, SystemError}},
    {PathFailed, kAny, SAY("no path to peer %1: %2 (%3)"), {RemoteAddress, kFailure, SystemError}},
    {PathFailed, kAny, SAY("no path to peer %1: %2"), {Name, kFailure}},
    {PathFailed, kAny, SAY("no path to peer %1: %2"), {RemoteAddress, kFailure}},
    {PathFailed, kAny, SAY("no path to the peer: %1"), {kFailure}},
    {PathFailed, kAny, SAY("no path to the peer")},
    {AttemptFailed,
     kAny,
     SAY("establishing connection failed: %1 [%2], next attempt in %3 s"),
     {kFailure, Failure, Seconds}},
    {AttemptFailed,
     kAny,
     SAY("establishing connection failed: %1 [%2], no further attempt follows"),
     {kFailure, Failure}},
    {AttemptFailed, kAny, SAY("establishing connection failed")},

    // Messages
    {MessageSent,
     kAny,
     SAY("sending packet: from %1 to %2 (%3 bytes): %4 %5 [ %6 ]"),
     {LocalEndpoint, RemoteEndpoint, Size, kExchange, kMessageId, Payloads}},
    {MessageSent,
     kAny,
     SAY("sending packet: from %1 to %2 (%3 bytes): %4 %5"),
     {LocalEndpoint, RemoteEndpoint, Size, kExchange, kMessageId}},
    {MessageSent, kAny, SAY("sending packet: from %1 to %2 (%3 bytes)"), {LocalEndpoint, RemoteEndpoint, Size}},
    {MessageSent, kAny, SAY("sending packet")},
    {MessageReceived,
     kAny,
     SAY("received packet: from %1 to %2 (%3 bytes): %4 %5 [ %6 ]"),
     {RemoteEndpoint, LocalEndpoint, Size, kExchange, kMessageId, Payloads}},
    {MessageReceived,
     kAny,
     SAY("received packet: from %1 to %2 (%3 bytes): %4 %5"),
     {RemoteEndpoint, LocalEndpoint, Size, kExchange, kMessageId}},
    {MessageReceived, kAny, SAY("received packet: from %1 to %2 (%3 bytes)"), {RemoteEndpoint, LocalEndpoint, Size}},
    {MessageReceived, kAny, SAY("received packet")},
    {Retransmitted, kAny, SAY("sending retransmit %1 of request message ID %2"), {Count, kMessageId}},
    {Retransmitted, kAny, SAY("sending retransmit %1"), {Count}},
    {Retransmitted, kAny, SAY("sending retransmit")},
    {RetransmitsExhausted, kAny, SAY("giving up after %1 retransmits"), {Count}},
    {RetransmitsExhausted, kAny, SAY("giving up after the last retransmit")},
    {DuplicateAnswered, kAny, SAY("received retransmit of request with ID %1, retransmitting response"), {kMessageId}},
    {DuplicateAnswered, kAny, SAY("received retransmit of a request, retransmitting response")},
    {MessageDropped, kAny, SAY("ignoring %1 message with ID %2: %3 (%4)"), {kExchange, kMessageId, Fault, Where}},
    {MessageDropped, kAny, SAY("ignoring message: %1 (%2)"), {Fault, Where}},
    {MessageDropped, kAny, SAY("ignoring message: %1"), {Fault}},
    {MessageDropped, kAny, SAY("ignoring message")},
    {MessageUnmatched, kAny, SAY("no IKE config found for a message from %1: %2"), {RemoteEndpoint, Reason}},
    {MessageUnmatched, kAny, SAY("no IKE config found for a message from %1"), {RemoteEndpoint}},
    {MessageUnmatched, kAny, SAY("no IKE config found for a message")},
    {NotifyReceived, kAny, SAY("received %1 notify"), {Notify}},
    {NotifyReceived, kAny, SAY("received a notify")},

    // Phase 1
    {ProposalsReceived, kAny, SAY("received proposals: %1"), {Offered}},
    {ProposalsReceived, kAny, SAY("received proposals")},
    {ProposalsOffered, kAny, SAY("configured proposals: %1"), {Offered}},
    {ProposalsOffered, kAny, SAY("sending the configured proposals")},
    {ProposalChosen, kAny, SAY("selected proposal: %1"), {Chosen}},
    {ProposalChosen, kAny, SAY("selected a proposal")},
    {ProposalRefused,
     kAny,
     SAY("no matching proposal found, received proposals unacceptable: received %1, configured %2, they differ in: %3"),
     {Offered, Configured, Differs}},
    {ProposalRefused,
     kAny,
     SAY("no matching proposal found, received proposals unacceptable: received %1, configured %2"),
     {Offered, Configured}},
    {ProposalRefused, kAny, SAY("no matching proposal found, received proposals unacceptable")},
    {NoProposalChosen,
     kAny,
     SAY("received NO_PROPOSAL_CHOSEN notify error, no matching proposal found at the peer; we offered %1"),
     {Offered}},
    {NoProposalChosen, kAny, SAY("received NO_PROPOSAL_CHOSEN notify error, no matching proposal found at the peer")},
    {InvalidKeyExchange, kIn, SAY("peer didn't accept our DH group, it requested %1"), {Group}},
    {InvalidKeyExchange, kOut, SAY("DH group of the peer unacceptable, requesting %1"), {Group}},
    {InvalidKeyExchange, kAny, SAY("DH group refused, %1 is wanted"), {Group}},
    {InvalidKeyExchange, kAny, SAY("DH group refused")},
    {NatDetected,
     kAny,
     SAY("NAT detection: local host is behind NAT: %1, remote host is behind NAT: %2"),
     {NatLocal, NatRemote}},
    {NatDetected, kAny, SAY("NAT detected")},
    {NatPortChanged, kAny, SAY("endpoints changed, now from %1 to %2"), {LocalEndpoint, RemoteEndpoint}},
    {NatPortChanged, kAny, SAY("endpoints changed")},
    {AuthenticationFailed,
     kAny,
     SAY("authentication of '%1' failed: %2; the peer calls itself '%3'"),
     {RemoteId, kFailure, ReceivedId}},
    {AuthenticationFailed, kAny, SAY("authentication of '%1' failed: %2"), {RemoteId, kFailure}},
    {AuthenticationFailed, kAny, SAY("authentication of '%1' failed: %2"), {ReceivedId, kFailure}},
    {AuthenticationFailed, kAny, SAY("authentication of the peer failed: %1"), {kFailure}},
    {AuthenticationFailed, kAny, SAY("authentication of the peer failed")},
    {AuthenticationRefused,
     kAny,
     SAY("received AUTHENTICATION_FAILED notify error: the key or an identity differs; we are '%1' and expect '%2'"),
     {LocalId, RemoteId}},
    {AuthenticationRefused, kAny, SAY("received AUTHENTICATION_FAILED notify error: the key or an identity differs")},
    {IkeSaEstablished,
     kAny,
     SAY("IKE_SA established between %1[%2]...%3[%4] with SPIs %5_i %6_r"),
     {kLocalHost, LocalId, kRemoteHost, RemoteId, InitiatorSpi, ResponderSpi}},
    {IkeSaEstablished,
     kAny,
     SAY("IKE_SA established between %1[%2]...%3[%4]"),
     {kLocalHost, LocalId, kRemoteHost, RemoteId}},
    {IkeSaEstablished, kAny, SAY("IKE_SA established with SPIs %1_i %2_r"), {InitiatorSpi, ResponderSpi}},
    {IkeSaEstablished, kAny, SAY("IKE_SA established")},
    {IkeSaDeleted, kIn, SAY("received DELETE for IKE_SA with SPIs %1_i %2_r"), {InitiatorSpi, ResponderSpi}},
    {IkeSaDeleted, kIn, SAY("received DELETE for IKE_SA")},
    {IkeSaDeleted, kOut, SAY("deleting IKE_SA with SPIs %1_i %2_r"), {InitiatorSpi, ResponderSpi}},
    {IkeSaDeleted, kAny, SAY("IKE_SA deleted, SPIs %1_i %2_r"), {InitiatorSpi, ResponderSpi}},
    {IkeSaDeleted, kAny, SAY("IKE_SA deleted")},

    // Phase 2
    {SelectorsReceived, kAny, SAY("received traffic selectors %1 === %2"), {LocalSelectors, RemoteSelectors}},
    {SelectorsReceived, kAny, SAY("received traffic selectors")},
    {SelectorsUnacceptable,
     kIn,
     SAY("received TS_UNACCEPTABLE notify, no CHILD_SA built; we offered %1 === %2"),
     {LocalSelectors, RemoteSelectors}},
    {SelectorsUnacceptable, kIn, SAY("received TS_UNACCEPTABLE notify, no CHILD_SA built")},
    {SelectorsUnacceptable,
     kAny,
     SAY("traffic selectors unacceptable: received %1, configured %2 === %3"),
     {Offered, LocalSelectors, RemoteSelectors}},
    {SelectorsUnacceptable, kAny, SAY("traffic selectors %1 === %2 unacceptable"), {LocalSelectors, RemoteSelectors}},
    {SelectorsUnacceptable, kAny, SAY("traffic selectors unacceptable")},
    {SelectorsNarrowed, kAny, SAY("traffic selectors narrowed to %1 === %2"), {LocalSelectors, RemoteSelectors}},
    {SelectorsNarrowed, kAny, SAY("traffic selectors narrowed")},
    {ChildSaEstablished,
     kAny,
     SAY("CHILD_SA established with SPIs %1_i %2_o and TS %3 === %4 (%5, encapsulated in %6)"),
     {InboundSpi, OutboundSpi, LocalSelectors, RemoteSelectors, Chosen, Encapsulation}},
    {ChildSaEstablished,
     kAny,
     SAY("CHILD_SA established with SPIs %1_i %2_o and TS %3 === %4"),
     {InboundSpi, OutboundSpi, LocalSelectors, RemoteSelectors}},
    {ChildSaEstablished, kAny, SAY("CHILD_SA established")},
    {ChildSaDeleted,
     kIn,
     SAY("received DELETE for ESP CHILD_SA with SPIs %1_i %2_o, %3 bytes in, %4 bytes out"),
     {InboundSpi, OutboundSpi, BytesIn, BytesOut}},
    {ChildSaDeleted, kIn, SAY("received DELETE for ESP CHILD_SA with SPIs %1_i %2_o"), {InboundSpi, OutboundSpi}},
    {ChildSaDeleted, kIn, SAY("received DELETE for ESP CHILD_SA")},
    {ChildSaDeleted,
     kAny,
     SAY("closing CHILD_SA with SPIs %1_i (%2 bytes) %3_o (%4 bytes)"),
     {InboundSpi, BytesIn, OutboundSpi, BytesOut}},
    {ChildSaDeleted, kAny, SAY("closing CHILD_SA with SPIs %1_i %2_o"), {InboundSpi, OutboundSpi}},
    {ChildSaDeleted, kAny, SAY("closing CHILD_SA")},

    // Liveness
    {DpdProbeSent, kAny, SAY("sending DPD request")},
    {DpdAnswered, kAny, SAY("received DPD answer, the peer is alive")},
    {PeerDead, kAny, SAY("DPD timed out, the peer is considered dead")},

    // The data path
    {TrafficWithoutSa, kAny, SAY("traffic from %1 to %2 needs an SA"), {Source, Destination}},
    {TrafficWithoutSa, kAny, SAY("traffic needs an SA")},
    {PacketsDropped, kAny, SAY("packets dropped: %1 (%2)"), {Count, Slot{Kind::DropText, Reason}}},
    {PacketsDropped, kAny, SAY("packets dropped")},

    // The engine's own trouble
    {EngineTrouble, kAny, SAY("engine trouble: %1: %2"), {kFailure, SystemError}},
    {EngineTrouble, kAny, SAY("engine trouble: %1"), {kFailure}},
    {EngineTrouble, kAny, SAY("engine trouble")},
    {EventsLost, kAny, SAY("events lost before they reached the log: %1"), {Count}},
    {EventsLost, kAny, SAY("events lost before they reached the log")},
};

#undef SAY

constexpr bool isBare(const Wording &wording)
{
    return wording.direction == kAny && wording.slots.front().kind == Kind::None;
}

// A fact without words cannot be compiled: each code has a wording that needs nothing.
constexpr bool everyCodeIsWorded()
{
    for (int code = 0; code <= static_cast<int>(kLastEventCode); ++code) {
        const bool isWorded = std::ranges::any_of(kWordings, [code](const Wording &wording) {
            return wording.code == static_cast<api::EventCode>(code) && isBare(wording);
        });
        if (!isWorded)
            return false;
    }
    return true;
}
static_assert(everyCodeIsWorded());

} // namespace

std::span<const Wording> wordings() { return kWordings; }

} // namespace tw::models

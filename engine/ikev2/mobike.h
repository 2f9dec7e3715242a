#pragma once

#include "engine/ikev2/states.h"

// An IKE SA whose addresses change: by MOBIKE, where the side that began the first IKE SA decides (RFC 4555), or because a NAT
// has given the peer another port or address (RFC 7296, 2.23). The children go along. Nothing of this is believed of a
// packet that is not authentic.
namespace tw::ikev2 {

// Whether we speak MOBIKE on this connection: not where NAT traversal is off, since then nothing may find out about the
// NATs of another path.
bool offersMobike(const api::ConnectionConfig &config);
// In IKE_AUTH, of both sides; `theirs` are the peer's payloads (RFC 4555, 3.1).
bool agreesOnMobike(const api::ConnectionConfig &config, std::span<const wire::Payload> theirs);

// NO_NATS_ALLOWED: the peer names source and destination as it knows them, both addresses before both ports (RFC 4555,
// 4.2.6). True: something between us has changed them.
bool breaksNatBan(std::span<const wire::Payload> request, const ike::Datagram &arrived);

// An authentic request came from another endpoint. Only the NAT of a peer is believed to do that, and with MOBIKE not
// even that: requests may then try a path before it is used (RFC 4555, 3.8).
void followRequest(Established &state, Turn &turn);
// The newest authentic packet of a child came from there.
void followPackets(Established &state, const Endpoint &remote, Turn &turn);

// Our own address is another one now. The initiator of a MOBIKE SA moves at once, and tells the peer; in any other case
// the connection has to be negotiated anew.
void changePath(Established &state, const ike::ResolvedPath &path, Turn &turn);
// Tells the peer where we are (RFC 4555, 3.5).
void requestAddressUpdate(Established &state, Turn &turn);
// `response`: null where it made no sense. False: it was not answered by who got the request; the SA must end
// (RFC 4555, 3.7).
[[nodiscard]] bool onAddressUpdateAnswered(Established &state, const AddressUpdate &update,
                                           const wire::Payloads *response, Turn &turn);

// With what a probe asks whether our NAT still knows us (RFC 4555, 3.8).
wire::Payloads probePayloads(const Established &state, Turn &turn);
void onProbeAnswered(Established &state, std::span<const wire::Payload> response);

// An INFORMATIONAL request of the peer: does what it asks for in this respect, and gives what belongs into the answer.
wire::Payloads answerMobility(Established &state, std::span<const wire::Payload> request, Turn &turn);

} // namespace tw::ikev2

#pragma once

#include "engine/ikev2/states.h"

// CREATE_CHILD_SA for child SAs: new ones, and ones in the place of others, in both roles, with and without a key
// exchange of their own. RFC 7296, 1.3.1, 1.3.3, 2.8, 2.17 and 2.25.
namespace tw::ikev2 {

// Initiator: sends the request; our requests are idle.
void requestChild(Established &state, ChildWish wish, Turn &turn);
// The renewal of a standing child.
ChildWish renewalOf(const Child &child);
// The response, opened. Nothing: it is authentic, but cannot be read.
void onChildResponse(Established &state, ChildRequest request, const wire::Payloads *response, Turn &turn);

// Responder: what a request of the peer is answered with. The child is installed by then.
wire::Payloads answerChildRequest(Established &state, const wire::IkeHeader &header,
                                  std::span<const wire::Payload> request, Turn &turn);

// The peer deletes a child that we may hear of only now, since its answer is late.
void noteForeignDeletions(Established &state, std::span<const std::uint32_t> peerSpis);

// The connections whose last child went and for which nothing is under way are told so.
void tellLost(const Established &state, std::span<const api::ConnectionId> bereft, api::FailureCode failure,
              Turn &turn);
// Renewal in place is not possible: the connection negotiates anew.
void tellRenewalDue(Established &state, Turn &turn, std::string_view reason = "lifetime");

// Of two nonces the lower one, octet by octet (RFC 7296, 2.8.1).
Bytes lowerNonce(ByteView a, ByteView b);
bool isLower(ByteView a, ByteView b);

} // namespace tw::ikev2

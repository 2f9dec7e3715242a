#pragma once

#include "engine/ikev2/states.h"

// CREATE_CHILD_SA for the IKE SA itself: a new one with fresh keys takes over the children, and the old one is deleted
// by whoever began. RFC 7296, 1.3.2, 2.8.2, 2.18 and 2.25.2.
namespace tw::ikev2 {

// Initiator: sends the request; our requests are idle.
void requestIkeRekey(Established &state, Turn &turn);
// The response, opened. Nothing: it is authentic, but cannot be read.
State onIkeRekeyResponse(Established state, IkeRequest request, const wire::Payloads *response, Turn &turn);
// The same where we delete the IKE SA by now: the peer's new one must not stay behind.
void onUnwantedSuccessor(const OpenRekey &rekey, const wire::Payloads *response, Turn &turn);

// Responder. Answers. The request has an SA payload and a nonce, as every CREATE_CHILD_SA request.
State onIkeRekeyRequest(Established state, const wire::IkeHeader &header, ByteView datagram,
                        std::span<const wire::Payload> request, Turn &turn);

// The peer deletes the IKE SA. Where it has made another one while we were asking for one, that is the successor
// (RFC 7296, 2.8.2): the children go there. False: there is none.
bool bequeathToRival(Established &state, Turn &turn);

// Takes over the children of the IKE SA that came before.
State inherit(Established state, Children children, Turn &turn);

// What an IKE SA leaves to the next one.
struct ChildEstate final : ike::Estate
{
    explicit ChildEstate(Children all) : children(std::move(all)) { }
    Children children;
};

State onMessage(Superseded state, const wire::IkeHeader &header, ByteView datagram, Turn &turn);
State onTick(Superseded state, Turn &turn);
std::optional<TimePoint> nextDeadline(const Superseded &state);

} // namespace tw::ikev2

#pragma once

#include "engine/ikev1/states.h"

// Quick mode: a child with keys of the ISAKMP SA's and of fresh nonces, with PFS of a fresh key exchange, too. RFC 2409,
// 5.5. A new child takes the place of all older ones of its connection: it receives before it sends, and whoever began
// it deletes the old one. Where both sides begin one at the same time, the one with the lowest nonce goes.
namespace tw::ikev1 {

ike::ChildWish wholeOf(ike::LoadedConnectionPtr connection);
ike::ChildWish renewalOf(const ike::Child &child);

void startQuick(Established &state, ike::ChildWish wish, Turn &turn);
// Any message of a quick mode.
void onQuickMessage(Established &state, const Incoming &in, Turn &turn);
// Whether it belongs to one that is under way, or lately was.
bool isOfKnownQuick(const Established &state, const Incoming &in);
// The peer says why there is no child.
void onQuickRefused(Established &state, api::FailureCode failure, Turn &turn);

void tickQuicks(Established &state, Turn &turn);
std::optional<TimePoint> nextQuickDeadline(const Established &state);
// What is under way for the connection comes to nothing.
void abandonQuicks(Established &state, Turn &turn);
void abandonQuicks(Established &state, const api::ConnectionId &connection, Turn &turn);

} // namespace tw::ikev1

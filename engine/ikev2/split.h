#pragma once

#include "engine/ikev2/states.h"

// One child for every pair of subnets, with peers that take no more in one (RFC 7296, 2.9): they narrow what we offer to
// one pair, with or without saying that they would take others besides, or refuse it by SINGLE_PAIR_REQUIRED.
namespace tw::ikev2 {

// All pairs of the lists that can be carried; an IPv4 and an IPv6 subnet are none.
std::vector<SelectorPair> pairsOf(const std::vector<api::TrafficSelector> &local,
                                  const std::vector<api::TrafficSelector> &remote);

// Those of the connection's pairs of which no standing child carries anything, that are not asked for, and that the peer
// has not refused.
std::vector<SelectorPair> missingPairs(const Established &state, const api::ConnectionConfig &config);

// A child came of our wish, and is in the list by now: asks for the other pairs where the peer splits. `answer`: the
// peer's payloads.
void continueSplit(Established &state, const ChildWish &wish, crypto::EspSpi inboundSpi,
                   std::span<const wire::Payload> answer, Turn &turn);
// The peer wants single pairs: asks for each by itself. False: the wish was for one pair already.
bool splitUp(Established &state, const ChildWish &wish, Turn &turn);
// The peer gives no child for this pair: it is not asked for again until the connection is negotiated anew.
void noteRefused(Established &state, const ChildWish &wish, Turn &turn);

// A part of a connection is gone, and others stand: asks for it again, after `delay`. Traffic or the peer may want it
// where the connection does not take effect immediately.
void askForMissing(Established &state, const ike::LoadedConnectionPtr &connection, Duration delay, Turn &turn);
// The peer has deleted children. The connections whose parts they were want them again.
void mendSplits(Established &state, Turn &turn);

// A peer that deletes a part is not asked for it at once.
inline constexpr Duration kPartRetry{30'000};

} // namespace tw::ikev2

#pragma once

#include "engine/ike/children.h"
#include "engine/ikev2/turn.h"

// The children of an IKE SA are what they are in either version; how a peer is told of their end is not.
namespace tw::ikev2 {

using ike::AgreedChild;
using ike::Child;
using ike::Children;
using ike::ChildWish;
using ike::Deleter;
using ike::freshEspSpi;
using ike::kMaxChildren;
using ike::PeerDeletion;
using ike::RefusedPair;
using ike::SelectorPair;

wire::Payload deletePayload(std::span<const crypto::EspSpi> inboundSpis);

} // namespace tw::ikev2

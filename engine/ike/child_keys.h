#pragma once

#include "engine/base/result.h"
#include "engine/crypto/child_sa.h"

// KEYMAT, the key material of a child SA, cut into the keys of its two directions. RFC 7296, 2.17; IKEv1 cuts each
// direction from a KEYMAT of its own (RFC 2409, 5.5).
namespace tw::ike {

// Octets of one direction: the encryption key with its salt, then the integrity key.
std::size_t directionKeySize(const api::EspProposal &proposal);

struct ChildKeys
{
    crypto::EspKeys initiatorToResponder;
    crypto::EspKeys responderToInitiator;
};

// The keys of one direction. InvalidArgument where `keymat` has another size than that needs.
Result<crypto::EspKeys> splitDirection(const api::EspProposal &proposal, const SecretBytes &keymat);

// All keys of the SA that the initiator writes to stand first. InvalidArgument where `keymat` has another size than two
// directions need.
Result<ChildKeys> splitKeymat(const api::EspProposal &proposal, const SecretBytes &keymat);

} // namespace tw::ike

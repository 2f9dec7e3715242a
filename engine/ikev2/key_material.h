#pragma once

#include "engine/api/proposal.h"
#include "engine/base/secret_bytes.h"
#include "engine/ike/child_keys.h"
#include "engine/wire/ike_header.h"

// The keys of an IKE SA and of its children. RFC 7296, 2.14 and 2.17.
namespace tw::ikev2 {

// SK_d, SK_ai, ...: i is the direction of the original initiator. With an AEAD suite ai and ar are empty, and ei and er
// end in the salt (RFC 5282, 7.1).
struct IkeKeys
{
    SecretBytes d;
    SecretBytes ai;
    SecretBytes ar;
    SecretBytes ei;
    SecretBytes er;
    SecretBytes pi;
    SecretBytes pr;
};

// Both nonces are the payload data without headers. The shared secret is spent here.
IkeKeys deriveIkeKeys(const api::IkeProposal &proposal, SecretBytes sharedSecret, ByteView initiatorNonce,
                      ByteView responderNonce, wire::IkeSpi initiatorSpi, wire::IkeSpi responderSpi);

// Of an IKE SA that takes the place of another: SKEYSEED = prf(SK_d (old), g^ir (new) | Ni | Nr), where the prf is the
// old one's (RFC 7296, 2.18).
IkeKeys deriveRekeyedIkeKeys(api::Prf oldPrf, const SecretBytes &oldSkD, const api::IkeProposal &proposal,
                             SecretBytes sharedSecret, ByteView initiatorNonce, ByteView responderNonce,
                             wire::IkeSpi initiatorSpi, wire::IkeSpi responderSpi);

// Of a child: KEYMAT = prf+(SK_d, Ni | Nr), or prf+(SK_d, g^ir | Ni | Nr) where it has a key exchange of its own.
Result<ike::ChildKeys> deriveChildKeys(api::Prf prf, const SecretBytes &skD, ByteView initiatorNonce,
                                       ByteView responderNonce, const api::EspProposal &proposal,
                                       ByteView sharedSecret = {});

} // namespace tw::ikev2

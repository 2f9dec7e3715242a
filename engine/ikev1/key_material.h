#pragma once

#include "engine/api/proposal.h"
#include "engine/base/secret_bytes.h"
#include "engine/ike/child_keys.h"
#include "engine/wire/ike_header.h"

// The keys of an ISAKMP SA and of its children, and the HASHes that authenticate both. RFC 2409, 5 and appendix B.
//
// The prf is always the HMAC of the negotiated hash: that is what IkeProposal::prf says here. Nonces, public values, SA
// and ID are the bodies of their payloads, without the generic header, as they were on the wire. A failure of the crypto
// library throws crypto::CryptoFailure.
namespace tw::ikev1 {

// SKEYID and what follows from it, each as long as the hash but for `encryption`.
struct IsakmpKeys
{
    SecretBytes skeyid; // phase 1: HASH_I and HASH_R
    SecretBytes d; // SKEYID_d: the children's keys
    SecretBytes a; // SKEYID_a: the HASHes of phase 2
    SecretBytes encryption; // the cipher's key, out of SKEYID_e
};

// With a pre-shared key. The shared secret g^xy is spent here.
IsakmpKeys deriveIsakmpKeys(const api::IkeProposal &proposal, const SecretBytes &preSharedKey, SecretBytes sharedSecret,
                            ByteView initiatorNonce, ByteView responderNonce, wire::IkeSpi initiatorCookie,
                            wire::IkeSpi responderCookie);

// The cipher's key out of SKEYID_e: its beginning, or an expansion where it is too short (RFC 2409, appendix B).
SecretBytes encryptionKey(const api::IkeProposal &proposal, const SecretBytes &skeyidE);

// What HASH_I and HASH_R cover beside the identity of who sends them. Views into the caller's bytes.
struct Phase1Exchange
{
    ByteView initiatorPublic;
    ByteView responderPublic;
    wire::IkeSpi initiatorCookie;
    wire::IkeSpi responderCookie;
    ByteView initiatorSa; // the whole offer, as the initiator sent it: SAi_b
};

// What the sender's HASH payload holds; `id` is that sender's ID payload. Compare with equalInConstantTime().
Bytes hashOfInitiator(api::Prf prf, const SecretBytes &skeyid, const Phase1Exchange &exchange, ByteView id); // HASH_I
Bytes hashOfResponder(api::Prf prf, const SecretBytes &skeyid, const Phase1Exchange &exchange, ByteView id); // HASH_R

// HASH(1), HASH(2) and HASH(3) of quick mode (RFC 2409, 5.5). HASH(1) is the one of informational exchanges as well
// (RFC 2409, 5.7). `rest` is every octet of the payloads behind the HASH, generic headers included and padding not.
Bytes hash1(api::Prf prf, const SecretBytes &skeyidA, wire::MessageId messageId, ByteView rest);
Bytes hash2(api::Prf prf, const SecretBytes &skeyidA, wire::MessageId messageId, ByteView initiatorNonce,
            ByteView rest);
Bytes hash3(api::Prf prf, const SecretBytes &skeyidA, wire::MessageId messageId, ByteView initiatorNonce,
            ByteView responderNonce);

// The keys of the ESP SA that is named by `spi`, which its receiver chose: each direction has a KEYMAT of its own. The
// nonces are quick mode's, the prf is the ISAKMP SA's. `sharedSecret` is that of quick mode with PFS, else empty
// (RFC 2409, 5.5).
crypto::EspKeys deriveEspKeys(api::Prf prf, const SecretBytes &skeyidD, const api::EspProposal &proposal,
                              crypto::EspSpi spi, ByteView initiatorNonce, ByteView responderNonce,
                              ByteView sharedSecret = {});

} // namespace tw::ikev1

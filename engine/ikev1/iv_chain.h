#pragma once

#include "engine/api/proposal.h"
#include "engine/base/bytes.h"
#include "engine/wire/ike_header.h"

// The IVs of one exchange. The first one follows from what both sides know; each further one is the last block of
// ciphertext of the message before it, no matter who of the two sent that. RFC 2409, appendix B.
//
//   phase 1:    hash(g^xi | g^xr) -> message 5 -> message 6            (aggressive mode: message 3)
//   each phase 2 exchange:    hash(last block of phase 1 | message id) -> message 1 -> message 2 -> ...
//
// Nobody authenticates an IV, so it must not move for a message that fails its HASH, nor for one that was seen before:
// the session says when it does.
namespace tw::ikev1 {

class IvChain
{
public:
    // Public values as in their KE payloads. The proposal is the ISAKMP SA's.
    static IvChain ofPhase1(const api::IkeProposal &proposal, ByteView initiatorPublic, ByteView responderPublic);
    // `phase1` is where the chain of phase 1 ended.
    static IvChain ofPhase2(const api::IkeProposal &proposal, const IvChain &phase1, wire::MessageId messageId);

    ByteView iv() const { return m_iv; } // for the next message

    // That message was this. A ciphertext of less than a block changes nothing.
    void advance(ByteView ciphertext);

private:
    explicit IvChain(Bytes iv) : m_iv(std::move(iv)) { }

    Bytes m_iv;
};

} // namespace tw::ikev1

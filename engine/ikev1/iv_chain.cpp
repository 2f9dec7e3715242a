#include "engine/ikev1/iv_chain.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/hash.h"
#include "engine/wire/byte_writer.h"

namespace tw::ikev1 {

namespace {

// The hash, cut to a block.
Bytes ivOf(const api::IkeProposal &proposal, crypto::Parts parts)
{
    Bytes iv = crypto::hash(crypto::hashOf(proposal.prf), parts);
    iv.resize(crypto::sizesOf(proposal.encryption).block); // no hash is shorter than any block
    return iv;
}

} // namespace

IvChain IvChain::ofPhase1(const api::IkeProposal &proposal, ByteView initiatorPublic, ByteView responderPublic)
{
    return IvChain(ivOf(proposal, {initiatorPublic, responderPublic}));
}

IvChain IvChain::ofPhase2(const api::IkeProposal &proposal, const IvChain &phase1, wire::MessageId messageId)
{
    wire::ByteWriter id;
    id.u32(messageId.value());
    return IvChain(ivOf(proposal, {phase1.iv(), std::move(id).finish()}));
}

void IvChain::advance(ByteView ciphertext)
{
    if (ciphertext.size() >= m_iv.size())
        m_iv = toBytes(ciphertext.last(m_iv.size()));
}

} // namespace tw::ikev1

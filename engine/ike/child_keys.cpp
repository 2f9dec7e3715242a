#include "engine/ike/child_keys.h"

#include "engine/crypto/algorithms.h"

namespace tw::ike {

namespace {

crypto::EspKeys keysOf(const api::EspProposal &proposal, ByteView direction)
{
    const std::size_t encryption = crypto::sizesOf(proposal.encryption).keyMaterial();
    return {SecretBytes(direction.first(encryption)), SecretBytes(direction.subspan(encryption))};
}

} // namespace

std::size_t directionKeySize(const api::EspProposal &proposal)
{
    return crypto::sizesOf(proposal.encryption).keyMaterial() + crypto::sizesOf(proposal.integrity).key;
}

Result<crypto::EspKeys> splitDirection(const api::EspProposal &proposal, const SecretBytes &keymat)
{
    if (keymat.size() != directionKeySize(proposal))
        return fail(Fault::InvalidArgument, "KEYMAT");
    return keysOf(proposal, keymat.view());
}

Result<ChildKeys> splitKeymat(const api::EspProposal &proposal, const SecretBytes &keymat)
{
    const std::size_t half = directionKeySize(proposal);
    if (keymat.size() != 2 * half)
        return fail(Fault::InvalidArgument, "KEYMAT");
    return ChildKeys{keysOf(proposal, keymat.view().first(half)), keysOf(proposal, keymat.view().subspan(half))};
}

} // namespace tw::ike

#include "engine/ikev2/key_material.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/prf.h"
#include "engine/wire/byte_writer.h"

namespace tw::ikev2 {

namespace {

// Cuts keys off the front of prf+ output in the order of RFC 7296, 2.14.
class Cutter
{
public:
    explicit Cutter(ByteView material) : m_rest(material) { }

    SecretBytes next(std::size_t size)
    {
        SecretBytes key(m_rest.first(size));
        m_rest = m_rest.subspan(size);
        return key;
    }

private:
    ByteView m_rest;
};

Bytes spiBytes(wire::IkeSpi initiator, wire::IkeSpi responder)
{
    wire::ByteWriter out;
    out.u64(initiator.value());
    out.u64(responder.value());
    return std::move(out).finish();
}

// {SK_d | SK_ai | ...} = prf+(SKEYSEED, Ni | Nr | SPIi | SPIr)
IkeKeys expand(const api::IkeProposal &proposal, const SecretBytes &seed, ByteView initiatorNonce,
               ByteView responderNonce, wire::IkeSpi initiatorSpi, wire::IkeSpi responderSpi)
{
    const std::size_t prfSize = crypto::outputSize(proposal.prf);
    const std::size_t encryptionSize = crypto::sizesOf(proposal.encryption).keyMaterial();
    const std::size_t integritySize = crypto::sizesOf(proposal.integrity).key;
    const SecretBytes material = crypto::prfPlus(proposal.prf, seed.view(),
                                                 {initiatorNonce, responderNonce, spiBytes(initiatorSpi, responderSpi)},
                                                 3 * prfSize + 2 * integritySize + 2 * encryptionSize);

    Cutter cut(material.view());
    IkeKeys keys;
    keys.d = cut.next(prfSize);
    keys.ai = cut.next(integritySize);
    keys.ar = cut.next(integritySize);
    keys.ei = cut.next(encryptionSize);
    keys.er = cut.next(encryptionSize);
    keys.pi = cut.next(prfSize);
    keys.pr = cut.next(prfSize);
    return keys;
}

} // namespace

IkeKeys deriveIkeKeys(const api::IkeProposal &proposal, SecretBytes sharedSecret, ByteView initiatorNonce,
                      ByteView responderNonce, wire::IkeSpi initiatorSpi, wire::IkeSpi responderSpi)
{
    Bytes nonces = toBytes(initiatorNonce);
    append(nonces, responderNonce);
    const SecretBytes seed = crypto::prf(proposal.prf, nonces, {sharedSecret.view()}); // SKEYSEED
    return expand(proposal, seed, initiatorNonce, responderNonce, initiatorSpi, responderSpi);
}

IkeKeys deriveRekeyedIkeKeys(api::Prf oldPrf, const SecretBytes &oldSkD, const api::IkeProposal &proposal,
                             SecretBytes sharedSecret, ByteView initiatorNonce, ByteView responderNonce,
                             wire::IkeSpi initiatorSpi, wire::IkeSpi responderSpi)
{
    const SecretBytes seed =
        crypto::prf(oldPrf, oldSkD.view(), {sharedSecret.view(), initiatorNonce, responderNonce}); // SKEYSEED
    return expand(proposal, seed, initiatorNonce, responderNonce, initiatorSpi, responderSpi);
}

Result<ike::ChildKeys> deriveChildKeys(api::Prf prf, const SecretBytes &skD, ByteView initiatorNonce,
                                       ByteView responderNonce, const api::EspProposal &proposal, ByteView sharedSecret)
{
    const SecretBytes keymat = crypto::prfPlus(prf, skD.view(), {sharedSecret, initiatorNonce, responderNonce},
                                               2 * ike::directionKeySize(proposal));
    return ike::splitKeymat(proposal, keymat);
}

} // namespace tw::ikev2

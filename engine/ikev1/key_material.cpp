#include "engine/ikev1/key_material.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/prf.h"
#include "engine/wire/byte_writer.h"
#include "engine/wire/isakmp_payloads.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tw::ikev1 {

namespace {

Bytes number(std::uint32_t value)
{
    wire::ByteWriter out;
    out.u32(value);
    return std::move(out).finish();
}

// K1 | K2 | ..., of which every one but the first is made out of the one before by `next`; cut to `size`.
template <typename Next>
SecretBytes expand(SecretBytes first, std::size_t size, Next next)
{
    SecretBytes key(size);
    SecretBytes block = std::move(first);
    for (std::size_t done = 0;;) {
        const std::size_t wanted = std::min(block.size(), size - done);
        std::ranges::copy(block.view().first(wanted), key.bytes().subspan(done).begin());
        done += wanted;
        if (done == size)
            return key;
        block = next(block);
    }
}

// HASH payloads travel, so they need not be wiped.
Bytes asHash(const SecretBytes &output) { return toBytes(output.view()); }

} // namespace

IsakmpKeys deriveIsakmpKeys(const api::IkeProposal &proposal, const SecretBytes &preSharedKey, SecretBytes sharedSecret,
                            ByteView initiatorNonce, ByteView responderNonce, wire::IkeSpi initiatorCookie,
                            wire::IkeSpi responderCookie)
{
    const Bytes cookies = wire::isakmpSpi(initiatorCookie, responderCookie);
    IsakmpKeys keys;
    keys.skeyid = crypto::prf(proposal.prf, preSharedKey.view(), {initiatorNonce, responderNonce});
    const auto next = [&](ByteView before, std::uint8_t counter) {
        return crypto::prf(proposal.prf, keys.skeyid.view(),
                           {before, sharedSecret.view(), cookies, ByteView(&counter, 1)});
    };
    keys.d = next({}, 0);
    keys.a = next(keys.d.view(), 1);
    keys.encryption = encryptionKey(proposal, next(keys.a.view(), 2));
    return keys;
}

SecretBytes encryptionKey(const api::IkeProposal &proposal, const SecretBytes &skeyidE)
{
    const std::size_t size = crypto::sizesOf(proposal.encryption).key;
    if (size <= skeyidE.size())
        return SecretBytes(skeyidE.view().first(size));
    // K1 = prf(SKEYID_e, 0), Kn = prf(SKEYID_e, Kn-1)
    constexpr std::array<std::uint8_t, 1> kZero{};
    const auto next = [&](ByteView before) { return crypto::prf(proposal.prf, skeyidE.view(), {before}); };
    return expand(next(kZero), size, [&](const SecretBytes &block) { return next(block.view()); });
}

// HASH_I = prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SAi_b | IDii_b)
Bytes hashOfInitiator(api::Prf prf, const SecretBytes &skeyid, const Phase1Exchange &exchange, ByteView id)
{
    const Bytes cookies = wire::isakmpSpi(exchange.initiatorCookie, exchange.responderCookie);
    return asHash(crypto::prf(prf, skeyid.view(),
                              {exchange.initiatorPublic, exchange.responderPublic, cookies, exchange.initiatorSa, id}));
}

// HASH_R = prf(SKEYID, g^xr | g^xi | CKY-R | CKY-I | SAi_b | IDir_b)
Bytes hashOfResponder(api::Prf prf, const SecretBytes &skeyid, const Phase1Exchange &exchange, ByteView id)
{
    const Bytes cookies = wire::isakmpSpi(exchange.responderCookie, exchange.initiatorCookie);
    return asHash(crypto::prf(prf, skeyid.view(),
                              {exchange.responderPublic, exchange.initiatorPublic, cookies, exchange.initiatorSa, id}));
}

Bytes hash1(api::Prf prf, const SecretBytes &skeyidA, wire::MessageId messageId, ByteView rest)
{
    return asHash(crypto::prf(prf, skeyidA.view(), {number(messageId.value()), rest}));
}

Bytes hash2(api::Prf prf, const SecretBytes &skeyidA, wire::MessageId messageId, ByteView initiatorNonce, ByteView rest)
{
    return asHash(crypto::prf(prf, skeyidA.view(), {number(messageId.value()), initiatorNonce, rest}));
}

Bytes hash3(api::Prf prf, const SecretBytes &skeyidA, wire::MessageId messageId, ByteView initiatorNonce,
            ByteView responderNonce)
{
    constexpr std::array<std::uint8_t, 1> kZero{};
    return asHash(crypto::prf(prf, skeyidA.view(), {kZero, number(messageId.value()), initiatorNonce, responderNonce}));
}

// K1 = prf(SKEYID_d, [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b), Kn the same with Kn-1 in front
crypto::EspKeys deriveEspKeys(api::Prf prf, const SecretBytes &skeyidD, const api::EspProposal &proposal,
                              crypto::EspSpi spi, ByteView initiatorNonce, ByteView responderNonce,
                              ByteView sharedSecret)
{
    constexpr std::array kProtocol{std::to_underlying(wire::ProtocolId::Esp)};
    const Bytes spiBytes = number(spi.value());
    const auto next = [&](ByteView before) {
        return crypto::prf(prf, skeyidD.view(),
                           {before, sharedSecret, kProtocol, spiBytes, initiatorNonce, responderNonce});
    };
    const SecretBytes keymat =
        expand(next({}), ike::directionKeySize(proposal), [&](const SecretBytes &block) { return next(block.view()); });
    return std::move(ike::splitDirection(proposal, keymat).value()); // of exactly that size
}

} // namespace tw::ikev1

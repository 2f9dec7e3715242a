#include "engine/crypto/key_exchange.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/key_exchange_families.h"

#include <utility>

namespace tw::crypto {

namespace {

KeyPair makePair(api::DhGroup group, RandomSource &random)
{
    switch (group) {
    case api::DhGroup::Ecp256:
    case api::DhGroup::Ecp384:
    case api::DhGroup::Ecp521: return makeEcpPair(group, random);
    case api::DhGroup::Curve25519: return makeX25519Pair(random);
    default: return makeModpPair(group, random);
    }
}

} // namespace

KeyExchange::KeyExchange(api::DhGroup group, Bytes publicValue, std::unique_ptr<Secret> secret)
    : m_group(group), m_publicValue(std::move(publicValue)), m_secret(std::move(secret))
{ }

KeyExchange::KeyExchange(KeyExchange &&) noexcept = default;
KeyExchange &KeyExchange::operator=(KeyExchange &&) noexcept = default;
KeyExchange::~KeyExchange() = default;

Result<KeyExchange> KeyExchange::create(api::DhGroup group, RandomSource &random)
{
    if (group == api::DhGroup::None || !isAvailable(group))
        return fail(Fault::Unsupported, "KeyExchange");
    KeyPair pair = makePair(group, random);
    return KeyExchange(group, std::move(pair.publicValue), std::move(pair.secret));
}

Result<SecretBytes> KeyExchange::sharedSecret(ByteView peerPublic) const
{
    if (peerPublic.size() != publicValueSize(m_group))
        return fail(Fault::InvalidKeyExchange, "KeyExchange length");
    return m_secret->combine(peerPublic);
}

} // namespace tw::crypto

#pragma once

#include "engine/api/proposal.h"
#include "engine/base/random_source.h"
#include "engine/base/result.h"
#include "engine/base/secret_bytes.h"

#include <memory>

namespace tw::crypto {

// One side of a Diffie-Hellman exchange: a fresh private value and what follows from it. It is spent in one exchange
// (RFC 7296, 2.12 allows reuse; we do not), and the private value is wiped with the object.
//
// Public values are in wire form: MODP big-endian, padded in front to the size of the prime (RFC 7296, 3.4); ECP x | y,
// each padded to the size of the field (RFC 5903, 7); Curve25519 the 32 bytes of RFC 7748 (RFC 8031).
class KeyExchange
{
public:
    // The private value comes from `random` alone, so a negotiation can be replayed from a seed. Takes up to some
    // milliseconds for the large groups. Unsupported: the library lacks the group, or it is None.
    static Result<KeyExchange> create(api::DhGroup group, RandomSource &random);

    KeyExchange(KeyExchange &&) noexcept;
    KeyExchange &operator=(KeyExchange &&) noexcept;
    ~KeyExchange();

    api::DhGroup group() const { return m_group; }
    ByteView publicValue() const { return m_publicValue; }

    // g^ir: MODP padded to the size of the prime (RFC 7296, 2.14), ECP the x coordinate alone (RFC 5903, 9), Curve25519
    // 32 bytes. A public value that fails the checks of RFC 6989 gives InvalidKeyExchange: wrong length; MODP outside
    // of 1 < r < p-1, for groups 22-24 also outside of the subgroup; a point that is not on its curve; an all-zero
    // result of X25519 (RFC 8031, 3).
    Result<SecretBytes> sharedSecret(ByteView peerPublic) const;

    // How one family of groups does it; public only for its implementations in key_exchange_*.cpp.
    class Secret;

private:
    KeyExchange(api::DhGroup group, Bytes publicValue, std::unique_ptr<Secret> secret);

    api::DhGroup m_group;
    Bytes m_publicValue;
    std::unique_ptr<Secret> m_secret;
};

} // namespace tw::crypto

#pragma once

// The three families of groups behind KeyExchange. Private to engine/crypto.

#include "engine/crypto/key_exchange.h"

namespace tw::crypto {

class KeyExchange::Secret
{
public:
    Secret() = default;
    virtual ~Secret() = default;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;

    // `peerPublic` has the group's length; everything else about it is unchecked.
    virtual Result<SecretBytes> combine(ByteView peerPublic) const = 0;
};

struct KeyPair
{
    Bytes publicValue;
    std::unique_ptr<KeyExchange::Secret> secret;
};

// Each throws CryptoFailure where the library fails, or where `random` gives no usable value for too long.
KeyPair makeModpPair(api::DhGroup group, RandomSource &random);
KeyPair makeEcpPair(api::DhGroup group, RandomSource &random);
KeyPair makeX25519Pair(RandomSource &random);

bool hasModpGroup(api::DhGroup group);
bool hasEcpGroup(api::DhGroup group);
bool hasX25519();

} // namespace tw::crypto

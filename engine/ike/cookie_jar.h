#pragma once

#include "engine/base/ip_address.h"
#include "engine/base/random_source.h"
#include "engine/base/secret_bytes.h"
#include "engine/base/time.h"
#include "engine/wire/ike_header.h"

#include <optional>

namespace tw::ike {

// Cookies for peers that have to show that they receive at the address from which they write, before any state is kept
// and any Diffie-Hellman value computed for them (RFC 7296, 2.6). A cookie is a keyed hash of what such a peer repeats
// in its next message, so nothing need be remembered to recognise it.
class CookieJar
{
public:
    // A secret makes cookies this long, and recognises its own for as long again.
    static constexpr Duration kSecretLifetime{60'000};

    // At most 64 octets, as RFC 7296 wants.
    Bytes bake(ByteView initiatorNonce, const IpAddress &initiator, wire::IkeSpi initiatorSpi, TimePoint now,
               RandomSource &random);
    bool isOurs(ByteView cookie, ByteView initiatorNonce, const IpAddress &initiator, wire::IkeSpi initiatorSpi,
                TimePoint now) const;

private:
    struct Secret
    {
        std::uint8_t generation = 0; // tells in a cookie which secret made it
        TimePoint madeAt{};
        SecretBytes key;
    };
    static Bytes cookieOf(const Secret &secret, ByteView initiatorNonce, const IpAddress &initiator,
                          wire::IkeSpi initiatorSpi);

    std::optional<Secret> m_current; // made when the first cookie is asked for
    std::optional<Secret> m_previous;
};

} // namespace tw::ike

#include "engine/ike/cookie_jar.h"

#include "engine/crypto/prf.h"
#include "engine/wire/byte_order.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tw::ike {

namespace {

constexpr std::size_t kKeySize = 32;
// Nobody guesses 128 bits, and a longer one would only make the answer longer.
constexpr std::size_t kHashSize = 16;

} // namespace

Bytes CookieJar::bake(ByteView initiatorNonce, const IpAddress &initiator, wire::IkeSpi initiatorSpi, TimePoint now,
                      RandomSource &random)
{
    if (!m_current || now - m_current->madeAt >= kSecretLifetime) {
        Secret fresh{static_cast<std::uint8_t>(m_current ? m_current->generation + 1 : 0), now, SecretBytes(kKeySize)};
        random.fill(fresh.key.bytes());
        m_previous = std::exchange(m_current, std::move(fresh));
    }
    return cookieOf(*m_current, initiatorNonce, initiator, initiatorSpi);
}

bool CookieJar::isOurs(ByteView cookie, ByteView initiatorNonce, const IpAddress &initiator, wire::IkeSpi initiatorSpi,
                       TimePoint now) const
{
    for (const auto *secret : {&m_current, &m_previous}) {
        if (*secret && !cookie.empty() && cookie.front() == (*secret)->generation
            && now - (*secret)->madeAt < 2 * kSecretLifetime)
            return equalInConstantTime(cookie, cookieOf(**secret, initiatorNonce, initiator, initiatorSpi));
    }
    return false;
}

// <generation> | prf(secret, nonce | address | size of the address | SPI): told from the end, no two inputs look alike.
Bytes CookieJar::cookieOf(const Secret &secret, ByteView initiatorNonce, const IpAddress &initiator,
                          wire::IkeSpi initiatorSpi)
{
    std::array<std::uint8_t, 9> tail{static_cast<std::uint8_t>(initiator.size())};
    wire::storeBig(tail.data() + 1, initiatorSpi.value());
    const SecretBytes hash =
        crypto::prf(api::Prf::HmacSha256, secret.key.view(), {initiatorNonce, initiator.bytes(), tail});
    Bytes cookie(1 + kHashSize);
    cookie.front() = secret.generation;
    std::ranges::copy(hash.view().first(kHashSize), cookie.begin() + 1);
    return cookie;
}

} // namespace tw::ike

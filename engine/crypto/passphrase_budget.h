#pragma once

#include <cstdint>

#include <openssl/x509.h>

namespace tw::crypto {

// What one file may cost to open with a passphrase, in rounds of its key derivations. How many there are is written in
// the file: up to 2^31 for each of its parts, which is hours. Those that programs write are thousands, and Firefox's
// 600,000 for each of the three or four parts of an archive.
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
inline constexpr std::uint64_t kMaxPassphraseRounds = 40'000;
#else
inline constexpr std::uint64_t kMaxPassphraseRounds = 4'000'000;
#endif

// Private to engine/crypto. Each says false where the file would cost too much; what cannot be read costs nothing, since
// the library opens nothing with it either.
class PassphraseBudget
{
public:
    // PBES1 and PKCS#12 (RFC 7292, appendix B), or PBES2 (RFC 8018) with PBKDF2 or scrypt (RFC 7914).
    bool spend(const X509_ALGOR *sealing);
    bool spend(const ASN1_INTEGER *rounds);

private:
    bool spend(std::uint64_t rounds);
    bool spendDerivation(const X509_ALGOR *derivation);

    std::uint64_t m_left = kMaxPassphraseRounds;
};

} // namespace tw::crypto

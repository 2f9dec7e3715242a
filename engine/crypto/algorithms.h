#pragma once

#include "engine/api/proposal.h"

#include <cstddef>
#include <string_view>

// What the identifiers of a proposal mean in bytes, and whether this machine's crypto library has them.
namespace tw::crypto {

// Sizes in bytes.
struct EncryptionSizes
{
    std::size_t key;
    std::size_t salt; // of AEAD suites: taken from the key material right behind the key (RFC 4106, 8.1), else 0
    std::size_t iv; // as it stands in the packet
    std::size_t block; // the plaintext's length is a multiple of it; 1 with AEAD suites (ESP still aligns to 4)
    std::size_t icv; // of AEAD suites, else 0

    std::size_t keyMaterial() const { return key + salt; }
};

struct IntegritySizes
{
    std::size_t key;
    std::size_t icv; // after truncation
};

EncryptionSizes sizesOf(api::Encryption encryption);
IntegritySizes sizesOf(api::Integrity integrity); // zeros for None

// The output of a PRF, which for the HMAC family is the preferred length of its key too (RFC 4868, 2.1.1), and so the
// length of SK_d, SK_pi and SK_pr.
std::size_t outputSize(api::Prf prf);

// Length of a public value on the wire: KE payload without its header. 0 for None.
std::size_t publicValueSize(api::DhGroup group);

// Bytes of ICV behind the ciphertext, whichever of the two algorithms makes it.
std::size_t icvSize(api::Encryption encryption, api::Integrity integrity);

// Whether the crypto library here can do it. Ask before offering or accepting a proposal: everything else in this
// folder relies on it. Cheap after the first call; thread-safe.
bool isAvailable(api::Encryption encryption);
bool isAvailable(api::Integrity integrity); // None is available
bool isAvailable(api::Prf prf);
bool isAvailable(api::DhGroup group); // None is available
bool isAvailable(const api::IkeProposal &proposal);
bool isAvailable(const api::EspProposal &proposal);

// DES lives in OpenSSL's legacy provider, a module that an installation may lack. Empty where it was loaded, else
// the library's own words on why it was not.
std::string_view legacyProviderError();

} // namespace tw::crypto

#pragma once

#include "engine/api/identity.h"
#include "engine/base/secret_bytes.h"
#include "engine/base/time.h"

#include <memory>

namespace tw::crypto {

// A certificate authority for a rehearsal: its key is made with it, never leaves it, and goes with it. What it issues is
// valid for a day around the time of its making, with ECDSA P-256. Keys come from the library's own randomness and not
// from a RandomSource: a rehearsal's seed is no secret.
class ThrowAwayAuthority
{
public:
    explicit ThrowAwayAuthority(UtcTime now); // CryptoFailure where the library cannot
    ThrowAwayAuthority(ThrowAwayAuthority &&) noexcept;
    ~ThrowAwayAuthority();

    Bytes certificate() const; // DER

    struct Issued
    {
        Bytes certificate; // DER
        SecretBytes key; // unencrypted PKCS#8 in DER
    };
    // One that speaks for the identity: as its subject where that is a distinguished name, else among the alternative
    // names. A key id is nothing that a certificate can hold: then it speaks for nobody.
    Issued issue(const api::Identity &identity) const;

private:
    struct Content;
    std::unique_ptr<Content> m_content;
};

} // namespace tw::crypto

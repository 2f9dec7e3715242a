#pragma once

// What a Certificate holds. Private to engine/crypto.

#include "engine/crypto/certificate.h"
#include "engine/crypto/library.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace tw::crypto {

using X509Certificate = std::unique_ptr<X509, Releaser<X509_free>>;

struct Certificate::Content
{
    Bytes der;
    X509Certificate x509;

    // The library caches what it computes from a certificate behind a lock; that does not change the certificate.
    X509 *get() const { return x509.get(); }
};

// What this key can do here, and its size in bits.
std::optional<KeyKind> kindOfKey(const EVP_PKEY *key);

Bytes derOf(const X509_NAME *name);
std::optional<UtcTime> utcOf(const ASN1_TIME *time);

} // namespace tw::crypto

#pragma once

#include "engine/base/bytes.h"

#include <variant>
#include <vector>

namespace tw::api {

// How the two sides of a connection prove who they are: one method for both. The secret that belongs to it never
// stands here; it travels beside the configuration (command.h).

// The secret is the key that both know.
struct PresharedKeyAuthentication
{
    friend bool operator==(const PresharedKeyAuthentication &, const PresharedKeyAuthentication &) = default;
};

// The secret is the private key of the first certificate, as an unencrypted PKCS#8 PrivateKeyInfo in DER.
struct CertificateAuthentication
{
    std::vector<Bytes> chain; // ours, each in DER: our own first, then those between it and a CA of the peer's
    std::vector<Bytes> authorities; // in DER: whom we believe about the peer

    friend bool operator==(const CertificateAuthentication &, const CertificateAuthentication &) = default;
};

using Authentication = std::variant<PresharedKeyAuthentication, CertificateAuthentication>;

} // namespace tw::api

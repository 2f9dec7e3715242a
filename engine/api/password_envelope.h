#pragma once

#include "engine/base/secret_bytes.h"

#include <cstdint>
#include <expected>
#include <optional>

namespace tw::api {

// Why an envelope gives nothing.
enum class EnvelopeFault : std::uint8_t {
    NotAnEnvelope, // another kind of file, or cut off
    Unsupported, // an envelope, but not for one passphrase, or not an authenticated one
    TooSlow, // its passphrase takes more rounds than we are ready to try
    WrongPassphrase, // or it was damaged: the two look alike
};

// What holds secrets outside of the machine: a CMS message (RFC 5652) for whoever knows a passphrase.
// Thread: any.
class PasswordEnvelope
{
public:
    virtual ~PasswordEnvelope() = default;

    // Text (PEM). Nothing where the crypto library fails.
    virtual std::optional<Bytes> seal(ByteView content, const SecretBytes &passphrase) const = 0;
    virtual std::expected<SecretBytes, EnvelopeFault> open(ByteView envelope, const SecretBytes &passphrase) const = 0;
};

} // namespace tw::api

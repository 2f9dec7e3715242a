#pragma once

#include "engine/base/secret_bytes.h"
#include "engine/crypto/cipher.h"

#include <array>

// AES-GCM with a 16-byte ICV and ChaCha20-Poly1305 as ESP and IKEv2 use them (RFC 4106, 5282, 7634): the nonce is the
// SA's salt followed by the 8 bytes of IV that stand in the packet. Keyed once per SA and direction; a call sets only
// the nonce and works in place. Not shared between threads.
namespace tw::crypto {

inline constexpr std::size_t kAeadIvSize = 8;
inline constexpr std::size_t kAeadSaltSize = 4;
inline constexpr std::size_t kAeadNonceSize = kAeadSaltSize + kAeadIvSize;
inline constexpr std::size_t kAeadTagSize = 16;

class AeadSealer
{
public:
    // `keyAndSalt` has sizesOf(encryption).keyMaterial() bytes, the salt last, else InvalidArgument. Unsupported where
    // the library lacks the suite, and for suites that are no AEAD.
    static Result<AeadSealer> create(api::Encryption encryption, ByteView keyAndSalt);

    // Encrypts `data` in place and writes the tag. `iv` must never repeat under one key: a counter, not a random
    // value. `tag` has kAeadTagSize bytes and usually stands right behind `data`.
    Result<void> seal(ByteView iv, ByteView associated, MutableByteView data, MutableByteView tag);

private:
    AeadSealer(CipherContext context, ByteView salt);

    CipherContext m_context;
    std::array<std::uint8_t, kAeadNonceSize> m_nonce; // the salt stays, the IV changes
};

class AeadOpener
{
public:
    static Result<AeadOpener> create(api::Encryption encryption, ByteView keyAndSalt);

    // Verifies and decrypts `data` in place. NotAuthentic: `data` is zeros, so that no one can look at a forgery.
    Result<void> open(ByteView iv, ByteView associated, MutableByteView data, ByteView tag);

private:
    AeadOpener(CipherContext context, ByteView salt);

    CipherContext m_context;
    std::array<std::uint8_t, kAeadNonceSize> m_nonce;
};

} // namespace tw::crypto

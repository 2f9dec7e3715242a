#pragma once

// What CBC and AEAD share of the library's cipher objects. Private to engine/crypto.

#include "engine/crypto/cipher.h"
#include "engine/crypto/library.h"

#include <string_view>

namespace tw::crypto {

enum class CipherDirection : int { Decrypt = 0, Encrypt = 1 }; // the library's numbers

// A context with its key set, and no padding. `where` names the caller in errors.
Result<CipherContext> keyedCipher(api::Encryption encryption, ByteView key, CipherDirection direction,
                                  std::string_view where);

// Sets the IV or nonce, and keeps the key schedule.
bool startMessage(EVP_CIPHER_CTX *context, ByteView iv);
bool transformInPlace(EVP_CIPHER_CTX *context, MutableByteView data);

} // namespace tw::crypto

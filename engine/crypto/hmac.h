#pragma once

// HMAC over pieces, for Mac and the PRFs. Private to engine/crypto.

#include "engine/crypto/hash.h"
#include "engine/crypto/mac.h"

namespace tw::crypto {

// Empty where the library fails or lacks the hash.
MacContext newHmac(HashAlgorithm algorithm, ByteView key);

// Starts over with the same key: a fifth of the cost of keying a new context for each message.
bool beginHmac(evp_mac_ctx_st *context);
bool addToHmac(evp_mac_ctx_st *context, ByteView part);
// Writes the whole digest, for which `digest` has room, and no more.
bool finishHmac(evp_mac_ctx_st *context, MutableByteView digest);

} // namespace tw::crypto

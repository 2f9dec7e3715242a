#pragma once

#include "engine/api/proposal.h"
#include "engine/base/result.h"
#include "engine/crypto/parts.h"

#include <memory>

struct evp_mac_ctx_st;

namespace tw::crypto {

struct MacRelease
{
    void operator()(evp_mac_ctx_st *context) const;
};
using MacContext = std::unique_ptr<evp_mac_ctx_st, MacRelease>;

// A keyed, truncated HMAC (RFC 2403, 2404, 4868). Keyed once per SA and direction; a call only hashes. Not shared between threads.
class Mac
{
public:
    // `key` has sizesOf(integrity).key bytes, else InvalidArgument. Unsupported where the library lacks the hash, and
    // for None.
    static Result<Mac> create(api::Integrity integrity, ByteView key);

    std::size_t size() const { return m_size; } // of the truncated ICV

    // Writes size() bytes, which is what `icv` must have. It may overlap no part.
    Result<void> compute(Parts parts, MutableByteView icv);

    // Compares in constant time; false for another length, too.
    bool verify(Parts parts, ByteView icv);

private:
    Mac(MacContext context, std::size_t size);

    MacContext m_context;
    std::size_t m_size;
};

} // namespace tw::crypto

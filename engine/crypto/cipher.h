#pragma once

#include "engine/api/proposal.h"
#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <memory>

struct evp_cipher_ctx_st;

// Block ciphers in CBC mode for IKE and ESP: AES, 3DES, DES. The cipher is keyed once per SA and direction; a call sets
// only the IV and works in place. Padding is the protocol's (RFC 7296, 3.14; RFC 4303, 2.4), none
// is added here, and integrity is a Mac's business: check it before decrypting. Not shared between threads.
namespace tw::crypto {

struct CipherRelease
{
    void operator()(evp_cipher_ctx_st *context) const;
};
using CipherContext = std::unique_ptr<evp_cipher_ctx_st, CipherRelease>;

class CbcEncryptor
{
public:
    // `key` has sizesOf(encryption).key bytes, else InvalidArgument. Unsupported where the library lacks the cipher,
    // and for AEAD suites.
    static Result<CbcEncryptor> create(api::Encryption encryption, ByteView key);

    std::size_t blockSize() const { return m_blockSize; }

    // `iv` is one block, `data` a multiple of blocks (also none), else InvalidArgument and nothing is changed.
    // With a zero IV and a counter as the first block of `data`, that block becomes the packet's unpredictable IV
    // (SP 800-38A, appendix C).
    Result<void> encrypt(ByteView iv, MutableByteView data);

private:
    CbcEncryptor(CipherContext context, std::size_t blockSize);

    CipherContext m_context;
    std::size_t m_blockSize;
};

class CbcDecryptor
{
public:
    static Result<CbcDecryptor> create(api::Encryption encryption, ByteView key);

    std::size_t blockSize() const { return m_blockSize; }

    // `iv` may lie right before `data` in the same packet. Malformed where `data` is no multiple of the block: that
    // length is the peer's.
    Result<void> decrypt(ByteView iv, MutableByteView data);

private:
    CbcDecryptor(CipherContext context, std::size_t blockSize);

    CipherContext m_context;
    std::size_t m_blockSize;
};

} // namespace tw::crypto

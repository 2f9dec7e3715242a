#pragma once

// The crypto library as this folder sees it: owners of its objects, and its algorithms, fetched once. Private to
// engine/crypto: no public header includes this.

#include "engine/api/proposal.h"
#include "engine/crypto/crypto_failure.h"
#include "engine/crypto/hash.h"

#include <memory>
#include <string>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

namespace tw::crypto {

template <auto Free>
struct Releaser
{
    template <typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

using BigNumber = std::unique_ptr<BIGNUM, Releaser<BN_clear_free>>;
using BigNumberContext = std::unique_ptr<BN_CTX, Releaser<BN_CTX_free>>;
using MontgomeryContext = std::unique_ptr<BN_MONT_CTX, Releaser<BN_MONT_CTX_free>>;
using EcGroup = std::unique_ptr<EC_GROUP, Releaser<EC_GROUP_free>>;
using EcPoint = std::unique_ptr<EC_POINT, Releaser<EC_POINT_clear_free>>;
using PublicKey = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using PublicKeyContext = std::unique_ptr<EVP_PKEY_CTX, Releaser<EVP_PKEY_CTX_free>>;

// nullptr where the library lacks the algorithm. The objects live as long as the program.
const EVP_CIPHER *fetched(api::Encryption encryption);
const EVP_MD *fetched(HashAlgorithm algorithm);
EVP_MAC *fetchedHmac();

// Takes what the library has to say about a failure, and leaves its error queue empty: it belongs to the thread, and
// others who use the library on it must not find our errors there.
std::string takeLibraryError();
void dropLibraryErrors();

// CryptoFailure with `operation` and the library's reason.
[[noreturn]] void throwFailure(const char *operation);

inline void require(bool succeeded, const char *operation)
{
    if (!succeeded)
        throwFailure(operation);
}

// The object, or CryptoFailure where the library could not make it.
template <typename Owner>
Owner required(Owner owner, const char *operation)
{
    require(owner != nullptr, operation);
    return owner;
}

} // namespace tw::crypto

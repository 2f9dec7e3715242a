#include "engine/crypto/key_exchange_families.h"

#include "engine/crypto/library.h"

#include <algorithm>
#include <utility>

// Curve25519 as IKEv2 uses it: RFC 8031, with the function of RFC 7748.
namespace tw::crypto {

namespace {

constexpr std::size_t kSize = 32;
constexpr const char *kName = "X25519";

class X25519Secret : public KeyExchange::Secret
{
public:
    explicit X25519Secret(PublicKey key) : m_key(std::move(key)) { }

    Result<SecretBytes> combine(ByteView peerPublic) const override
    {
        const auto peer = required(
            PublicKey(EVP_PKEY_new_raw_public_key_ex(nullptr, kName, nullptr, peerPublic.data(), peerPublic.size())),
            kName);
        const auto context =
            required(PublicKeyContext(EVP_PKEY_CTX_new_from_pkey(nullptr, m_key.get(), nullptr)), kName);
        require(EVP_PKEY_derive_init(context.get()) > 0 && EVP_PKEY_derive_set_peer(context.get(), peer.get()) > 0,
                kName);
        SecretBytes shared(kSize);
        std::size_t size = shared.size();
        const bool derived = EVP_PKEY_derive(context.get(), shared.bytes().data(), &size) > 0 && size == kSize;
        dropLibraryErrors();
        // All 32-byte strings are public values, but those of small order give zeros, which depend on no secret
        // (RFC 7748, 6.1). The library refuses them too; RFC 8031, 3 makes it our duty.
        if (!derived || equalInConstantTime(shared.view(), SecretBytes(kSize).view()))
            return fail(Fault::InvalidKeyExchange, "X25519 public value");
        return shared;
    }

private:
    PublicKey m_key;
};

} // namespace

bool hasX25519()
{
    static const bool available = [] {
        const PublicKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kName, nullptr));
        const bool usable = context && EVP_PKEY_keygen_init(context.get()) > 0;
        dropLibraryErrors();
        return usable;
    }();
    return available;
}

KeyPair makeX25519Pair(RandomSource &random)
{
    SecretBytes scalar(kSize); // the function itself clamps it
    random.fill(scalar.bytes());
    auto key = required(
        PublicKey(EVP_PKEY_new_raw_private_key_ex(nullptr, kName, nullptr, scalar.view().data(), scalar.size())),
        kName);
    Bytes publicValue(kSize);
    std::size_t size = publicValue.size();
    require(EVP_PKEY_get_raw_public_key(key.get(), publicValue.data(), &size) > 0 && size == kSize, kName);
    return {std::move(publicValue), std::make_unique<X25519Secret>(std::move(key))};
}

} // namespace tw::crypto

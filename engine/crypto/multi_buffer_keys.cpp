#include "engine/crypto/algorithms.h"
#include "engine/crypto/multi_buffer_library.h"

#include <algorithm>
#include <utility>

namespace tw::crypto {

using api::Encryption;
using api::Integrity;

namespace {

bool isSupported(Encryption encryption)
{
    switch (encryption) {
    case Encryption::Aes128Cbc:
    case Encryption::Aes192Cbc:
    case Encryption::Aes256Cbc:
    case Encryption::Aes128Gcm16:
    case Encryption::Aes192Gcm16:
    case Encryption::Aes256Gcm16: return true;
    // Slower than OpenSSL with narrower registers, 3DES by a factor of fifty.
    case Encryption::TripleDesCbc:
    case Encryption::ChaCha20Poly1305: return sharedManager().architecture == IMB_ARCH_AVX512;
    case Encryption::DesCbc: return false;
    }
    std::unreachable();
}

void hashPaddedKey(hash_one_block_t hash, std::size_t blockSize, ByteView key, std::uint8_t pad, MutableByteView state)
{
    std::array<std::uint8_t, IMB_SHA_512_BLOCK_SIZE> block;
    block.fill(pad);
    for (std::size_t i = 0; i < std::min(key.size(), blockSize); ++i)
        block[i] = static_cast<std::uint8_t>(block[i] ^ key[i]);
    hash(block.data(), state.data());
    wipe(block);
}

void expandHmac(const IMB_MGR &manager, Integrity integrity, ByteView key, HmacStates &states)
{
    const auto expand = [&](hash_one_block_t hash, std::size_t blockSize) {
        hashPaddedKey(hash, blockSize, key, 0x36, states.inner);
        hashPaddedKey(hash, blockSize, key, 0x5c, states.outer);
    };
    switch (integrity) {
    case Integrity::None: return;
    case Integrity::HmacMd5_96: return expand(manager.md5_one_block, 64);
    case Integrity::HmacSha1_96: return expand(manager.sha1_one_block, IMB_SHA1_BLOCK_SIZE);
    case Integrity::HmacSha256_128: return expand(manager.sha256_one_block, IMB_SHA_256_BLOCK_SIZE);
    case Integrity::HmacSha384_192: return expand(manager.sha384_one_block, IMB_SHA_384_BLOCK_SIZE);
    case Integrity::HmacSha512_256: return expand(manager.sha512_one_block, IMB_SHA_512_BLOCK_SIZE);
    }
    std::unreachable();
}

void expandCipher(const IMB_MGR &manager, MultiBufferKeys::Use use, ByteView key, AesCbcKeys &keys)
{
    alignas(16) decltype(keys.schedule) other; // of the other direction: it always makes both
    const bool encrypts = use == MultiBufferKeys::Use::Encrypt;
    const keyexp_t expand = key.size() == IMB_KEY_128_BYTES ? manager.keyexp_128
        : key.size() == IMB_KEY_192_BYTES                   ? manager.keyexp_192
                                                            : manager.keyexp_256;
    expand(key.data(), (encrypts ? keys.schedule : other).data(), (encrypts ? other : keys.schedule).data());
    wipe(other);
}

void expandCipher(const IMB_MGR &manager, MultiBufferKeys::Use, ByteView key, TripleDesCbcKeys &keys)
{
    for (std::size_t i = 0; i < keys.schedules.size(); ++i) {
        manager.des_key_sched(keys.schedules[i].data(), key.data() + i * IMB_DES_BLOCK_SIZE);
        keys.pointers[i] = keys.schedules[i].data();
    }
}

void expandCipher(const IMB_MGR &manager, MultiBufferKeys::Use, ByteView key, GcmKeys &keys)
{
    const aes_gcm_pre_t expand = key.size() == IMB_GCM_128_KEY_LEN ? manager.gcm128_pre
        : key.size() == IMB_GCM_192_KEY_LEN                        ? manager.gcm192_pre
                                                                   : manager.gcm256_pre;
    expand(key.data(), &keys.data);
}

void expandCipher(const IMB_MGR &, MultiBufferKeys::Use, ByteView key, ChaChaKeys &keys)
{
    std::ranges::copy(key, keys.key.begin());
}

} // namespace

MultiBufferKeys MultiBufferKeys::expand(Use use, Encryption encryption, Integrity integrity, ByteView encryptionKey,
                                        ByteView integrityKey)
{
    const EncryptionSizes sizes = sizesOf(encryption);
    if (!sharedManager().reason.empty() || !isSupported(encryption)
        || api::isAead(encryption) != (integrity == Integrity::None) || encryptionKey.size() != sizes.keyMaterial()
        || integrityKey.size() != sizesOf(integrity).key)
        return {};
    const auto hold = [&](auto held) -> std::unique_ptr<Expanded> {
        expandCipher(*sharedManager().manager, use, encryptionKey.first(sizes.key), held->keys);
        if constexpr (requires { held->keys.hmac; })
            expandHmac(*sharedManager().manager, integrity, integrityKey, held->keys.hmac);
        else
            std::ranges::copy(encryptionKey.last(kAeadSaltSize), held->keys.salt.begin());
        return held;
    };
    MultiBufferKeys keys;
    keys.m_encryption = encryption;
    keys.m_integrity = integrity;
    switch (encryption) {
    case Encryption::Aes128Cbc:
    case Encryption::Aes192Cbc:
    case Encryption::Aes256Cbc: keys.m_expanded = hold(std::make_unique<Held<AesCbcKeys>>()); break;
    case Encryption::TripleDesCbc: keys.m_expanded = hold(std::make_unique<Held<TripleDesCbcKeys>>()); break;
    case Encryption::Aes128Gcm16:
    case Encryption::Aes192Gcm16:
    case Encryption::Aes256Gcm16: keys.m_expanded = hold(std::make_unique<Held<GcmKeys>>()); break;
    case Encryption::ChaCha20Poly1305: keys.m_expanded = hold(std::make_unique<Held<ChaChaKeys>>()); break;
    case Encryption::DesCbc: break; // refused above
    }
    return keys;
}

MultiBufferKeys::MultiBufferKeys() = default;
MultiBufferKeys::~MultiBufferKeys() = default;
MultiBufferKeys::MultiBufferKeys(MultiBufferKeys &&) noexcept = default;
MultiBufferKeys &MultiBufferKeys::operator=(MultiBufferKeys &&) noexcept = default;

} // namespace tw::crypto

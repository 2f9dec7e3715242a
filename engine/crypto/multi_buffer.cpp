#include "engine/crypto/multi_buffer.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/multi_buffer_library.h"

#include <algorithm>
#include <utility>

namespace tw::crypto {

using api::Encryption;
using api::Integrity;

void ManagerRelease::operator()(IMB_MGR *manager) const
{
    // Debian's library is built to clear its lanes after each job; others may not be.
    wipe({reinterpret_cast<std::uint8_t *>(manager), imb_get_mb_mgr_size()});
    free_mb_mgr(manager);
}

ManagerOrReason makeManager()
{
    if (imb_get_version() < IMB_VERSION_NUM) // it may lack functions that are called below
        return {nullptr, IMB_ARCH_NONE, "intel-ipsec-mb here is older than the one this was built with"};
    ManagerOrReason made{Manager(alloc_mb_mgr(0)), IMB_ARCH_NONE, {}};
    if (!made.manager)
        return {nullptr, IMB_ARCH_NONE, "intel-ipsec-mb got no memory"};
    // Runs some published vectors too, and leaves an error if one fails.
    init_mb_mgr_auto(made.manager.get(), &made.architecture);
    if (made.architecture < IMB_ARCH_SSE)
        made.reason = "intel-ipsec-mb does not run on this CPU";
    else if (imb_get_errno(made.manager.get()) != 0)
        made.reason = "intel-ipsec-mb fails its own self-test";
    return made;
}

const ManagerOrReason &sharedManager()
{
    static const ManagerOrReason made = makeManager();
    return made;
}

namespace {

IMB_KEY_SIZE_BYTES keySizeOf(Encryption encryption)
{
    return static_cast<IMB_KEY_SIZE_BYTES>(sizesOf(encryption).key); // 16, 24, 32
}

IMB_HASH_ALG hashOf(Integrity integrity)
{
    switch (integrity) {
    case Integrity::None: return IMB_AUTH_NULL;
    case Integrity::HmacMd5_96: return IMB_AUTH_MD5;
    case Integrity::HmacSha1_96: return IMB_AUTH_HMAC_SHA_1;
    case Integrity::HmacSha256_128: return IMB_AUTH_HMAC_SHA_256;
    case Integrity::HmacSha384_192: return IMB_AUTH_HMAC_SHA_384;
    case Integrity::HmacSha512_256: return IMB_AUTH_HMAC_SHA_512;
    }
    std::unreachable();
}

using Nonce = std::array<std::uint8_t, kAeadNonceSize>;

Nonce nonceOf(const std::array<std::uint8_t, kAeadSaltSize> &salt, ByteView iv)
{
    Nonce nonce;
    std::ranges::copy(iv.first<kAeadIvSize>(), std::ranges::copy(salt, nonce.begin()).out);
    return nonce;
}

} // namespace

struct MultiBuffer::State
{
    explicit State(Manager owned) : manager(std::move(owned)) { }
    ~State() { wipe({reinterpret_cast<std::uint8_t *>(&gcm), sizeof gcm}); }
    State(const State &) = delete;
    State &operator=(const State &) = delete;

    bool transformCbc(Encryption encryption, IMB_CIPHER_DIRECTION direction, std::span<const CbcJob> jobs);
    // For what the library's calls for whole bursts do not know.
    template <typename Prepare>
    bool runQueue(std::size_t count, Prepare prepare);
    bool transformAead(const AeadJob &job, IMB_CIPHER_DIRECTION direction);
    bool transformGcm(const AeadJob &job, IMB_CIPHER_DIRECTION direction);
    bool transformChaCha(const AeadJob &job, IMB_CIPHER_DIRECTION direction);

    Manager manager;
    std::array<IMB_JOB, kMaxJobs> jobs{};
    gcm_context_data gcm{};
};

bool MultiBuffer::State::transformCbc(Encryption encryption, IMB_CIPHER_DIRECTION direction,
                                      std::span<const CbcJob> burst)
{
    if (burst.size() > jobs.size())
        return false;
    const auto describe = [&](const CbcJob &from, IMB_JOB &job, const void *key) {
        job.enc_keys = key;
        job.dec_keys = key;
        job.key_len_in_bytes = sizesOf(encryption).key;
        job.src = from.data.data();
        job.dst = from.data.data();
        job.cipher_start_src_offset_in_bytes = 0;
        job.msg_len_to_cipher_in_bytes = from.data.size();
        job.iv = from.iv;
        job.iv_len_in_bytes = sizesOf(encryption).iv;
        job.status = IMB_STATUS_BEING_PROCESSED;
    };
    if (encryption == Encryption::TripleDesCbc)
        return runQueue(burst.size(), [&](std::size_t i, IMB_JOB &job) {
            describe(burst[i], job, heldIn<TripleDesCbcKeys>(*burst[i].keys->m_expanded).pointers.data());
            job.cipher_mode = IMB_CIPHER_DES3;
            job.cipher_direction = direction;
            job.hash_alg = IMB_AUTH_NULL;
            job.chain_order = IMB_ORDER_CIPHER_HASH;
        });
    for (std::size_t i = 0; i < burst.size(); ++i)
        describe(burst[i], jobs[i], heldIn<AesCbcKeys>(*burst[i].keys->m_expanded).schedule.data());
    const auto count = static_cast<std::uint32_t>(burst.size());
    return IMB_SUBMIT_CIPHER_BURST_NOCHECK(manager.get(), jobs.data(), count, IMB_CIPHER_CBC, direction,
                                           keySizeOf(encryption))
        == count;
}

template <typename Prepare>
bool MultiBuffer::State::runQueue(std::size_t count, Prepare prepare)
{
    // Jobs come back in order, and some only at the flush. The queue has room for all of them.
    static_assert(kMaxJobs < IMB_MAX_JOBS);
    std::size_t completed = 0;
    const auto note = [&](const IMB_JOB *job) { completed += job && job->status == IMB_STATUS_COMPLETED; };
    for (std::size_t i = 0; i < count; ++i) {
        prepare(i, *IMB_GET_NEXT_JOB(manager.get()));
        note(IMB_SUBMIT_JOB_NOCHECK(manager.get()));
    }
    while (const IMB_JOB *job = IMB_FLUSH_JOB(manager.get()))
        note(job);
    return completed == count;
}

bool MultiBuffer::State::transformAead(const AeadJob &job, IMB_CIPHER_DIRECTION direction)
{
    return job.keys->encryption() == Encryption::ChaCha20Poly1305 ? transformChaCha(job, direction)
                                                                  : transformGcm(job, direction);
}

bool MultiBuffer::State::transformGcm(const AeadJob &job, IMB_CIPHER_DIRECTION direction)
{
    // Fast enough alone, and without a queue faster still.
    const IMB_MGR &functions = *manager;
    const bool encrypts = direction == IMB_DIR_ENCRYPT;
    const aes_gcm_enc_dec_t transform = [&] {
        switch (sizesOf(job.keys->encryption()).key) {
        case IMB_KEY_128_BYTES: return encrypts ? functions.gcm128_enc : functions.gcm128_dec;
        case IMB_KEY_192_BYTES: return encrypts ? functions.gcm192_enc : functions.gcm192_dec;
        default: return encrypts ? functions.gcm256_enc : functions.gcm256_dec;
        }
    }();
    const auto &keys = heldIn<GcmKeys>(*job.keys->m_expanded);
    const Nonce nonce = nonceOf(keys.salt, job.iv);
    transform(&keys.data, &gcm, job.data.data(), job.data.data(), job.data.size(), nonce.data(), job.associated.data(),
              job.associated.size(), job.tag, kAeadTagSize);
    return true;
}

bool MultiBuffer::State::transformChaCha(const AeadJob &from, IMB_CIPHER_DIRECTION direction)
{
    const auto &keys = heldIn<ChaChaKeys>(*from.keys->m_expanded);
    const Nonce nonce = nonceOf(keys.salt, from.iv);
    return runQueue(1, [&](std::size_t, IMB_JOB &job) {
        job.enc_keys = keys.key.data();
        job.dec_keys = keys.key.data();
        job.key_len_in_bytes = IMB_KEY_256_BYTES;
        job.src = from.data.data();
        job.dst = from.data.data();
        job.cipher_start_src_offset_in_bytes = 0;
        job.msg_len_to_cipher_in_bytes = from.data.size();
        job.hash_start_src_offset_in_bytes = 0;
        job.msg_len_to_hash_in_bytes = from.data.size();
        job.iv = nonce.data();
        job.iv_len_in_bytes = nonce.size();
        job.auth_tag_output = from.tag;
        job.auth_tag_output_len_in_bytes = kAeadTagSize;
        job.u.CHACHA20_POLY1305.aad = from.associated.data();
        job.u.CHACHA20_POLY1305.aad_len_in_bytes = from.associated.size();
        job.cipher_mode = IMB_CIPHER_CHACHA20_POLY1305;
        job.cipher_direction = direction;
        job.hash_alg = IMB_AUTH_CHACHA20_POLY1305;
        job.chain_order = direction == IMB_DIR_ENCRYPT ? IMB_ORDER_CIPHER_HASH : IMB_ORDER_HASH_CIPHER;
    });
}

MultiBuffer::MultiBuffer(std::unique_ptr<State> state) : m_state(std::move(state)) { }
MultiBuffer::~MultiBuffer() = default;

std::unique_ptr<MultiBuffer> MultiBuffer::create()
{
    if (!unavailableReason().empty())
        return nullptr;
    ManagerOrReason made = makeManager();
    if (!made.reason.empty())
        return nullptr;
    return std::unique_ptr<MultiBuffer>(new MultiBuffer(std::make_unique<State>(std::move(made.manager))));
}

std::string_view MultiBuffer::unavailableReason() { return sharedManager().reason; }

std::string MultiBuffer::name()
{
    const auto architecture = [] {
        switch (registers()) {
        case Registers::Sse: return " (SSE)"; // or AVX, which is the same here
        case Registers::Avx2: return " (AVX2)";
        case Registers::Avx512: return " (AVX512)";
        }
        std::unreachable();
    };
    const unsigned version = imb_get_version();
    return "intel-ipsec-mb " + std::to_string(version >> 16) + '.' + std::to_string(version >> 8 & 0xff)
        + architecture();
}

MultiBuffer::Registers MultiBuffer::registers()
{
    switch (sharedManager().architecture) {
    case IMB_ARCH_AVX512: return Registers::Avx512;
    case IMB_ARCH_AVX2: return Registers::Avx2;
    default: return Registers::Sse; // with AVX it does no more at a time
    }
}

bool MultiBuffer::encryptCbc(Encryption encryption, std::span<const CbcJob> jobs)
{
    return m_state->transformCbc(encryption, IMB_DIR_ENCRYPT, jobs);
}

bool MultiBuffer::decryptCbc(Encryption encryption, std::span<const CbcJob> jobs)
{
    return m_state->transformCbc(encryption, IMB_DIR_DECRYPT, jobs);
}

bool MultiBuffer::computeHmac(Integrity integrity, std::span<const HmacJob> burst)
{
    if (burst.size() > kMaxJobs)
        return false;
    const std::size_t icvSize = sizesOf(integrity).icv;
    const auto describe = [&](const HmacJob &from, IMB_JOB &job) {
        // The states stand first in the keys of each CBC suite.
        const auto &hmac = from.keys->encryption() == Encryption::TripleDesCbc
            ? heldIn<TripleDesCbcKeys>(*from.keys->m_expanded).hmac
            : heldIn<AesCbcKeys>(*from.keys->m_expanded).hmac;
        job.src = from.covered.data();
        job.hash_start_src_offset_in_bytes = 0;
        job.msg_len_to_hash_in_bytes = from.covered.size();
        job.auth_tag_output = from.icv;
        job.auth_tag_output_len_in_bytes = icvSize;
        job.u.HMAC._hashed_auth_key_xor_ipad = hmac.inner.data();
        job.u.HMAC._hashed_auth_key_xor_opad = hmac.outer.data();
        job.status = IMB_STATUS_BEING_PROCESSED;
    };
    if (integrity == Integrity::HmacMd5_96)
        return m_state->runQueue(burst.size(), [&](std::size_t i, IMB_JOB &job) {
            describe(burst[i], job);
            job.hash_alg = IMB_AUTH_MD5;
            job.cipher_mode = IMB_CIPHER_NULL;
            job.cipher_direction = IMB_DIR_ENCRYPT;
            job.chain_order = IMB_ORDER_CIPHER_HASH;
        });
    for (std::size_t i = 0; i < burst.size(); ++i)
        describe(burst[i], m_state->jobs[i]);
    const auto count = static_cast<std::uint32_t>(burst.size());
    return IMB_SUBMIT_HASH_BURST_NOCHECK(m_state->manager.get(), m_state->jobs.data(), count, hashOf(integrity))
        == count;
}

bool MultiBuffer::encryptAead(const AeadJob &job) { return m_state->transformAead(job, IMB_DIR_ENCRYPT); }

bool MultiBuffer::decryptAead(const AeadJob &job) { return m_state->transformAead(job, IMB_DIR_DECRYPT); }

} // namespace tw::crypto

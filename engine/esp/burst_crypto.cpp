#include "engine/esp/burst_crypto.h"

#include "engine/base/secret_bytes.h"
#include "engine/crypto/multi_buffer.h"
#include "engine/esp/multi_buffer_verdict.h"
#include "engine/esp/packet_parts.h"

#include <array>
#include <utility>

namespace tw::esp {

namespace {

using api::Encryption;
using api::Integrity;
using crypto::MultiBuffer;
using crypto::MultiBufferKeys;
using Registers = MultiBuffer::Registers;

void sealByOpenSsl(SealJob &job) { job.isSealed = job.sealer->seal(job.packet, job.sequence).has_value(); }

void openByOpenSsl(OpenJob &job)
{
    job.plain.reset();
    if (auto plain = job.opener->open(job.packet, job.sequence))
        job.plain = *plain;
    else
        job.fault = plain.error().fault;
}

void refuse(OpenJob &job, Fault fault)
{
    job.plain.reset();
    job.fault = fault;
}

const MultiBufferKeys &keysOf(const SealJob &job) { return job.sealer->burstKeys(); }
const MultiBufferKeys &keysOf(const OpenJob &job) { return job.opener->burstKeys(); }

constexpr std::size_t kEncryptions = std::to_underlying(Encryption::ChaCha20Poly1305) + 1;
constexpr std::size_t kIntegrities = std::to_underlying(Integrity::HmacSha512_256) + 1;

// How many of a group of packets the library is to do; OpenSSL does the others.
class Share
{
public:
    Share() = default; // none
    static Share all() { return Share(1, 1); }
    // The library takes as long for one packet as for all its lanes, so it is worth its while only from some number
    // on: in a group that does not fill the lanes once, and at the end of a larger one.
    static Share from(std::uint8_t smallest, Registers registers, std::uint8_t lanesOfAvx512)
    {
        const auto divisor = registers == Registers::Avx512 ? 1 : registers == Registers::Avx2 ? 2 : 4;
        return Share(smallest, static_cast<std::uint8_t>(lanesOfAvx512 / divisor));
    }

    std::size_t of(std::size_t count) const
    {
        const std::size_t rest = count % m_lanes;
        return rest < m_smallest ? count - rest : count;
    }

private:
    Share(std::uint8_t smallest, std::uint8_t lanes) : m_smallest(smallest), m_lanes(lanes) { }

    std::uint8_t m_smallest = 255;
    std::uint8_t m_lanes = 255; // more than any group has
};

// Measured with packets of 1400 octets; small ones gain a little earlier.
Share encryptionShare(Encryption encryption, Registers registers)
{
    switch (encryption) {
    case Encryption::Aes128Cbc:
    case Encryption::Aes192Cbc:
    case Encryption::Aes256Cbc: return Share::from(2, registers, 16);
    case Encryption::TripleDesCbc: return Share::from(5, registers, 16);
    case Encryption::DesCbc: return {};
    default: return Share::all(); // AEAD suites gain with the first packet
    }
}

Share decryptionShare(Encryption encryption, Registers registers)
{
    // AES-CBC is decrypted in parallel within one packet, too.
    return encryption == Encryption::TripleDesCbc ? encryptionShare(encryption, registers) : Share::all();
}

Share hashShare(Integrity integrity, Registers registers)
{
    switch (integrity) {
    case Integrity::HmacMd5_96: return Share::from(2, registers, 32);
    case Integrity::HmacSha1_96: return Share::from(4, registers, 16);
    // OpenSSL has the CPU's own instructions for SHA-256; with narrow registers the library uses them as well.
    case Integrity::HmacSha256_128: return Share::from(registers == Registers::Avx512 ? 8 : 2, registers, 16);
    case Integrity::HmacSha384_192:
    case Integrity::HmacSha512_256: return registers == Registers::Sse ? Share() : Share::from(3, registers, 8);
    case Integrity::None: break;
    }
    return {};
}

} // namespace

// The multi-buffer library and the memory that bursts need.
class BurstCrypto::Lanes
{
public:
    static constexpr std::size_t kMaxJobs = MultiBuffer::kMaxJobs;

    Lanes(std::unique_ptr<MultiBuffer> library, Backend backend);

    void seal(std::span<SealJob> jobs);
    void open(std::span<OpenJob> jobs);

private:
    using Index = std::uint8_t;
    static_assert(kMaxJobs <= 256);

    void sealAead(SealJob &job);
    void openAead(OpenJob &job);
    template <typename Job>
    std::size_t takeGroup(std::span<Job> jobs, std::size_t &waiting);
    // Of CBC suites: a group is what has the same one.
    void sealGroup(std::span<SealJob> jobs, std::size_t count);
    void encryptGroup(std::span<SealJob> jobs, std::size_t count);
    void writeIcvs(std::span<SealJob> jobs, std::size_t count);
    void openGroup(std::span<OpenJob> jobs, std::size_t count);
    std::size_t keepAuthentic(std::span<OpenJob> jobs, std::size_t count);
    void decryptGroup(std::span<OpenJob> jobs, std::size_t count);

    std::unique_ptr<MultiBuffer> m_library;
    std::array<Share, kEncryptions> m_encryption;
    std::array<Share, kEncryptions> m_decryption;
    std::array<Share, kIntegrities> m_hash;

    std::array<Index, kMaxJobs> m_waiting; // of the jobs: those that are to be grouped
    std::array<Index, kMaxJobs> m_group; // of the jobs: those of one suite
    std::array<crypto::CbcJob, kMaxJobs> m_cbc;
    std::array<crypto::HmacJob, kMaxJobs> m_hmac;
    struct Digest
    {
        std::array<std::uint8_t, 32> icv;
        std::array<std::uint8_t, kHighHalfSize> overwritten;
    };
    std::array<Digest, kMaxJobs> m_digests;
};

BurstCrypto::Lanes::Lanes(std::unique_ptr<MultiBuffer> library, Backend backend) : m_library(std::move(library))
{
    const auto shareOf = [backend](auto algorithm, auto measured) {
        if (backend == Backend::MultiBuffer)
            return Share::all();
        return MultiBufferVerdict::here().allows(algorithm) ? measured(algorithm, MultiBuffer::registers()) : Share();
    };
    for (std::size_t i = 0; i < kEncryptions; ++i) {
        const Encryption encryption{static_cast<std::uint8_t>(i)};
        m_encryption[i] = shareOf(encryption, encryptionShare);
        m_decryption[i] = shareOf(encryption, decryptionShare);
    }
    for (std::size_t i = 0; i < kIntegrities; ++i)
        m_hash[i] = shareOf(Integrity{static_cast<std::uint8_t>(i)}, hashShare);
}

// Leaves in `m_group` the first of the waiting jobs and all that have its suite.
template <typename Job>
std::size_t BurstCrypto::Lanes::takeGroup(std::span<Job> jobs, std::size_t &waiting)
{
    const auto kindOf = [&](Index index) {
        const MultiBufferKeys &keys = keysOf(jobs[index]);
        return std::pair(keys.encryption(), keys.integrity());
    };
    const auto kind = kindOf(m_waiting[0]);
    std::size_t taken = 0;
    std::size_t left = 0;
    for (std::size_t i = 0; i < waiting; ++i) {
        const Index index = m_waiting[i];
        if (kindOf(index) == kind)
            m_group[taken++] = index;
        else
            m_waiting[left++] = index;
    }
    waiting = left;
    return taken;
}

void BurstCrypto::Lanes::seal(std::span<SealJob> jobs)
{
    std::size_t waiting = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const MultiBufferKeys &keys = keysOf(jobs[i]);
        if (!keys)
            sealByOpenSsl(jobs[i]);
        else if (!api::isAead(keys.encryption()))
            m_waiting[waiting++] = static_cast<Index>(i);
        else if (m_encryption[std::to_underlying(keys.encryption())].of(1) == 1)
            sealAead(jobs[i]);
        else
            sealByOpenSsl(jobs[i]);
    }
    while (waiting != 0)
        sealGroup(jobs, takeGroup(jobs, waiting));
}

void BurstCrypto::Lanes::sealAead(SealJob &job)
{
    const PacketParts parts(job.packet, job.sealer->layout());
    const AssociatedData associated(job.packet, job.sealer->isExtended(), job.sequence);
    wire::storeBig(parts.iv.data(), job.sequence); // see EspSealer::seal()
    job.isSealed =
        m_library->encryptAead({&keysOf(job), parts.iv, associated.view(), parts.encrypted, parts.icv.data()});
}

void BurstCrypto::Lanes::sealGroup(std::span<SealJob> jobs, std::size_t count)
{
    for (const Index index : std::span(m_group).first(count))
        jobs[index].isSealed = true; // until one of the two fails
    encryptGroup(jobs, count);
    writeIcvs(jobs, count);
}

void BurstCrypto::Lanes::encryptGroup(std::span<SealJob> jobs, std::size_t count)
{
    const Encryption encryption = keysOf(jobs[m_group[0]]).encryption();
    const std::size_t share = m_encryption[std::to_underlying(encryption)].of(count);
    for (std::size_t i = 0; i < count; ++i) {
        SealJob &job = jobs[m_group[i]];
        if (i >= share) {
            job.isSealed = job.sealer->encryptCbc(job.packet, job.sequence).has_value();
            continue;
        }
        const PacketParts parts(job.packet, job.sealer->layout());
        writeCbcCounter(parts.iv, job.sequence);
        m_cbc[i] = {&keysOf(job), kZeroIv.data(), parts.ivAndEncrypted};
    }
    if (share != 0 && !m_library->encryptCbc(encryption, std::span(m_cbc).first(share)))
        for (const Index index : std::span(m_group).first(share))
            jobs[index].isSealed = false;
}

void BurstCrypto::Lanes::writeIcvs(std::span<SealJob> jobs, std::size_t count)
{
    const Integrity integrity = keysOf(jobs[m_group[0]]).integrity();
    const std::size_t share = m_hash[std::to_underlying(integrity)].of(count);
    for (std::size_t i = 0; i < count; ++i) {
        SealJob &job = jobs[m_group[i]];
        if (i >= share) {
            job.isSealed &= job.sealer->writeIcv(job.packet, job.sequence).has_value();
            continue;
        }
        // The library wants what it hashes in one piece. The high half is to be behind the packet, and the ICV, that
        // will be there, is written when everything has been read.
        const PacketParts parts(job.packet, job.sealer->layout());
        ByteView covered = parts.covered;
        if (job.sealer->isExtended()) {
            writeHighHalf(parts.icv.data(), job.sequence);
            covered = ByteView(job.packet).first(covered.size() + kHighHalfSize);
        }
        m_hmac[i] = {&keysOf(job), covered, parts.icv.data()};
    }
    if (share != 0 && !m_library->computeHmac(integrity, std::span(m_hmac).first(share)))
        for (const Index index : std::span(m_group).first(share))
            jobs[index].isSealed = false;
}

void BurstCrypto::Lanes::open(std::span<OpenJob> jobs)
{
    std::size_t waiting = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const MultiBufferKeys &keys = keysOf(jobs[i]);
        if (!keys)
            openByOpenSsl(jobs[i]);
        else if (!PacketParts::fit(jobs[i].packet, jobs[i].opener->layout()))
            refuse(jobs[i], Fault::Malformed);
        else if (!api::isAead(keys.encryption()))
            m_waiting[waiting++] = static_cast<Index>(i);
        else if (m_decryption[std::to_underlying(keys.encryption())].of(1) == 1)
            openAead(jobs[i]);
        else
            openByOpenSsl(jobs[i]);
    }
    while (waiting != 0)
        openGroup(jobs, takeGroup(jobs, waiting));
}

void BurstCrypto::Lanes::openAead(OpenJob &job)
{
    const PacketParts parts(job.packet, job.opener->layout());
    const AssociatedData associated(job.packet, job.opener->isExtended(), job.sequence);
    std::array<std::uint8_t, crypto::kAeadTagSize> tag;
    const bool succeeded =
        m_library->decryptAead({&keysOf(job), parts.iv, associated.view(), parts.encrypted, tag.data()});
    if (succeeded && equalInConstantTime(tag, parts.icv)) {
        job.plain = parts.encrypted;
        return;
    }
    std::ranges::fill(parts.encrypted, std::uint8_t{0}); // no one can look at a forgery
    refuse(job, succeeded ? Fault::NotAuthentic : Fault::CryptoFailed);
}

// First all ICVs, then the packets that are authentic: nobody sees plaintext of the others, since there is none. It is
// also faster than the library's own jobs of both, by some seven percent.
void BurstCrypto::Lanes::openGroup(std::span<OpenJob> jobs, std::size_t count)
{
    if (const std::size_t authentic = keepAuthentic(jobs, count); authentic != 0)
        decryptGroup(jobs, authentic);
}

std::size_t BurstCrypto::Lanes::keepAuthentic(std::span<OpenJob> jobs, std::size_t count)
{
    const Integrity integrity = keysOf(jobs[m_group[0]]).integrity();
    const std::size_t share = m_hash[std::to_underlying(integrity)].of(count);
    for (std::size_t i = 0; i < share; ++i) {
        const OpenJob &job = jobs[m_group[i]];
        const PacketParts parts(job.packet, job.opener->layout());
        ByteView covered = parts.covered;
        if (job.opener->isExtended()) { // see writeIcvs(); here an ICV has come, and is put back
            std::copy_n(parts.icv.begin(), kHighHalfSize, m_digests[i].overwritten.begin());
            writeHighHalf(parts.icv.data(), job.sequence);
            covered = ByteView(job.packet).first(covered.size() + kHighHalfSize);
        }
        m_hmac[i] = {&keysOf(job), covered, m_digests[i].icv.data()};
    }
    const bool hashed = share == 0 || m_library->computeHmac(integrity, std::span(m_hmac).first(share));

    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Index index = m_group[i];
        OpenJob &job = jobs[index];
        bool isAuthentic = false;
        if (i < share) {
            const PacketParts parts(job.packet, job.opener->layout());
            if (job.opener->isExtended())
                std::ranges::copy(m_digests[i].overwritten, parts.icv.begin());
            isAuthentic = hashed && equalInConstantTime(ByteView(m_digests[i].icv).first(parts.icv.size()), parts.icv);
        } else {
            isAuthentic = job.opener->isAuthentic(job.packet, job.sequence);
        }
        if (isAuthentic)
            m_group[kept++] = index;
        else
            refuse(job, i < share && !hashed ? Fault::CryptoFailed : Fault::NotAuthentic);
    }
    return kept;
}

void BurstCrypto::Lanes::decryptGroup(std::span<OpenJob> jobs, std::size_t count)
{
    const Encryption encryption = keysOf(jobs[m_group[0]]).encryption();
    const std::size_t share = m_decryption[std::to_underlying(encryption)].of(count);
    for (std::size_t i = 0; i < share; ++i) {
        const OpenJob &job = jobs[m_group[i]];
        const PacketParts parts(job.packet, job.opener->layout());
        m_cbc[i] = {&keysOf(job), parts.iv.data(), parts.encrypted};
    }
    const bool decrypted = share == 0 || m_library->decryptCbc(encryption, std::span(m_cbc).first(share));
    for (std::size_t i = 0; i < count; ++i) {
        OpenJob &job = jobs[m_group[i]];
        if (i < share && decrypted)
            job.plain = m_cbc[i].data;
        else if (i < share)
            refuse(job, Fault::CryptoFailed);
        else if (auto plain = job.opener->decryptCbc(job.packet))
            job.plain = *plain;
        else
            refuse(job, plain.error().fault);
    }
}

BurstCrypto::BurstCrypto(Backend backend) : m_backend(backend)
{
    if (backend != Backend::OpenSsl)
        if (auto library = MultiBuffer::create())
            m_lanes = std::make_unique<Lanes>(std::move(library), backend);
}

BurstCrypto::~BurstCrypto() = default;
BurstCrypto::BurstCrypto(BurstCrypto &&) noexcept = default;
BurstCrypto &BurstCrypto::operator=(BurstCrypto &&) noexcept = default;

void BurstCrypto::seal(std::span<SealJob> jobs)
{
    if (!m_lanes) {
        std::ranges::for_each(jobs, sealByOpenSsl);
        return;
    }
    for (; !jobs.empty(); jobs = jobs.subspan(std::min(jobs.size(), Lanes::kMaxJobs)))
        m_lanes->seal(jobs.first(std::min(jobs.size(), Lanes::kMaxJobs)));
}

void BurstCrypto::open(std::span<OpenJob> jobs)
{
    if (!m_lanes) {
        std::ranges::for_each(jobs, openByOpenSsl);
        return;
    }
    for (; !jobs.empty(); jobs = jobs.subspan(std::min(jobs.size(), Lanes::kMaxJobs)))
        m_lanes->open(jobs.first(std::min(jobs.size(), Lanes::kMaxJobs)));
}

std::string BurstCrypto::description() const
{
    return m_backend == Backend::OpenSsl ? "OpenSSL" : MultiBufferVerdict::here().description();
}

} // namespace tw::esp

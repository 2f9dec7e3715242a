#include "engine/esp/multi_buffer_verdict.h"

#include "engine/crypto/algorithms.h"
#include "engine/esp/packet_parts.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tw::esp {

namespace {

using api::Encryption;
using api::Integrity;

// The library's ciphers and hashes know nothing of each other, so a row for each of them is enough.
constexpr std::array<std::pair<Encryption, Integrity>, 10> kSuites{{
    {Encryption::Aes128Cbc, Integrity::HmacSha1_96},
    {Encryption::Aes192Cbc, Integrity::HmacSha384_192},
    {Encryption::Aes256Cbc, Integrity::HmacSha256_128},
    {Encryption::Aes128Cbc, Integrity::HmacSha512_256},
    {Encryption::Aes128Cbc, Integrity::HmacMd5_96},
    {Encryption::TripleDesCbc, Integrity::HmacSha1_96},
    {Encryption::Aes128Gcm16, Integrity::None},
    {Encryption::Aes192Gcm16, Integrity::None},
    {Encryption::Aes256Gcm16, Integrity::None},
    {Encryption::ChaCha20Poly1305, Integrity::None},
}};

constexpr std::size_t kLargestBurst = 33; // one more than twice the lanes of the widest register

// Every size up to some blocks, and some that are more than a path's MTU.
std::size_t encryptedSize(std::size_t index, std::size_t alignment, bool withLong)
{
    const std::size_t units = withLong && index % 9 == 4 ? 1504 / alignment + index % 7 : 1 + index * 5 % 33;
    return units * alignment;
}

Bytes pattern(std::size_t size, std::size_t seed)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>((i + seed) * 167 + (i >> 3) * 59 + seed);
    return bytes;
}

// Two SAs of one suite, with and without extended sequence numbers, whose packets take turns.
class Trial
{
public:
    Trial(Encryption encryption, Integrity integrity);

    bool isSupported() const { return m_sealers.size() == 2 && m_sealers.front().burstKeys(); }
    bool passes(const MultiBufferVerdict::Candidate &candidate);

private:
    bool tryBurst(const MultiBufferVerdict::Candidate &candidate, std::size_t count);
    bool trySealing(const MultiBufferVerdict::Candidate &candidate);
    bool tryOpening(const MultiBufferVerdict::Candidate &candidate, std::size_t forged);

    std::vector<EspSealer> m_sealers;
    std::vector<EspOpener> m_openers;
    std::vector<Bytes> m_plain; // of one burst: whole packets, with what is to be encrypted in its place
    std::vector<Bytes> m_sealed; // the same as OpenSSL has them
    std::uint64_t m_sequence = 0xfffffff0; // its high half will change
};

Trial::Trial(Encryption encryption, Integrity integrity)
{
    for (const bool extended : {false, true}) {
        const api::EspProposal proposal{encryption, integrity, api::DhGroup::None, extended};
        const SecretBytes encryptionKey(pattern(crypto::sizesOf(encryption).keyMaterial(), extended ? 3 : 5));
        const SecretBytes integrityKey(pattern(crypto::sizesOf(integrity).key, extended ? 7 : 11));
        auto sealer = EspSealer::make(proposal, encryptionKey.view(), integrityKey.view());
        auto opener = EspOpener::make(proposal, encryptionKey.view(), integrityKey.view());
        if (!sealer || !opener)
            return;
        m_sealers.push_back(*std::move(sealer));
        m_openers.push_back(*std::move(opener));
    }
}

bool Trial::passes(const MultiBufferVerdict::Candidate &candidate)
{
    for (std::size_t count = 1; count <= kLargestBurst; ++count)
        if (!tryBurst(candidate, count))
            return false;
    return true;
}

bool Trial::tryBurst(const MultiBufferVerdict::Candidate &candidate, std::size_t count)
{
    m_plain.clear();
    m_sealed.clear();
    const PacketLayout &layout = m_sealers.front().layout();
    // 3DES is so slow that long packets in all its bursts would take more time than all the rest.
    const bool withLong = layout.alignment != 8 || count % 16 == 1;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t size = encryptedSize(count + i, layout.alignment, withLong);
        m_plain.push_back(pattern(wire::kEspHeaderSize + layout.ivSize + size + layout.icvSize, count * 64 + i));
        m_sealed.push_back(m_plain.back());
        if (!m_sealers[i % 2].seal(m_sealed.back(), m_sequence + i))
            return false;
    }
    const bool isRight = trySealing(candidate) && tryOpening(candidate, count / 2);
    m_sequence += count;
    return isRight;
}

bool Trial::trySealing(const MultiBufferVerdict::Candidate &candidate)
{
    std::vector<Bytes> packets = m_plain;
    std::vector<SealJob> jobs;
    for (std::size_t i = 0; i < packets.size(); ++i)
        jobs.push_back({&m_sealers[i % 2], packets[i], m_sequence + i});
    candidate.seal(jobs);
    return packets == m_sealed && std::ranges::all_of(jobs, &SealJob::isSealed);
}

bool Trial::tryOpening(const MultiBufferVerdict::Candidate &candidate, std::size_t forged)
{
    std::vector<Bytes> packets = m_sealed;
    packets[forged].back() ^= 0x80; // the last bit that is compared
    std::vector<OpenJob> jobs;
    for (std::size_t i = 0; i < packets.size(); ++i)
        jobs.push_back({&m_openers[i % 2], packets[i], m_sequence + i, {}});
    candidate.open(jobs);
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const PacketParts expected(m_plain[i], m_openers[i % 2].layout());
        if (i == forged) {
            if (jobs[i].plain || jobs[i].fault != Fault::NotAuthentic)
                return false;
        } else if (!jobs[i].plain || !std::ranges::equal(*jobs[i].plain, expected.encrypted)) {
            return false;
        }
    }
    return true;
}

std::string suiteName(Encryption encryption, Integrity integrity)
{
    std::string name(api::shortName(encryption));
    if (integrity != Integrity::None)
        name.append("-").append(api::shortName(integrity));
    return name;
}

void addTo(std::string &list, const std::string &name) { list.append(list.empty() ? "" : ", ").append(name); }

} // namespace

const MultiBufferVerdict &MultiBufferVerdict::here()
{
    static const MultiBufferVerdict verdict = [] {
        BurstCrypto library(BurstCrypto::Backend::MultiBuffer);
        return of({[&](std::span<SealJob> jobs) { library.seal(jobs); },
                   [&](std::span<OpenJob> jobs) { library.open(jobs); }});
    }();
    return verdict;
}

MultiBufferVerdict MultiBufferVerdict::of(const Candidate &candidate)
{
    MultiBufferVerdict verdict;
    if (const auto reason = crypto::MultiBuffer::unavailableReason(); !reason.empty()) {
        verdict.m_description = "OpenSSL: " + std::string(reason);
        return verdict;
    }
    std::string unsupported;
    std::string failed;
    for (const auto &[encryption, integrity] : kSuites) {
        if (!crypto::isAvailable(api::EspProposal{encryption, integrity}))
            continue; // nothing to compare with, and it cannot be negotiated
        Trial trial(encryption, integrity);
        if (!trial.isSupported()) {
            addTo(unsupported, std::string(api::shortName(encryption)));
        } else if (!trial.passes(candidate)) {
            addTo(failed, suiteName(encryption, integrity));
            verdict.m_refusedEncryption.push_back(encryption);
            if (integrity != Integrity::None)
                verdict.m_refusedIntegrity.push_back(integrity);
        }
    }
    verdict.m_description = crypto::MultiBuffer::name();
    if (!unsupported.empty())
        verdict.m_description += "; OpenSSL for " + unsupported + " (no AVX512)";
    if (!failed.empty())
        verdict.m_description += "; OpenSSL after failed self-tests of " + failed;
    return verdict;
}

bool MultiBufferVerdict::allows(Encryption encryption) const
{
    return std::ranges::find(m_refusedEncryption, encryption) == m_refusedEncryption.end();
}

bool MultiBufferVerdict::allows(Integrity integrity) const
{
    return std::ranges::find(m_refusedIntegrity, integrity) == m_refusedIntegrity.end();
}

} // namespace tw::esp

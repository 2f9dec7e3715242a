#pragma once

#include "engine/api/proposal.h"
#include "engine/base/bytes.h"

#include <memory>
#include <span>
#include <string>

// Many packets at once, by Intel's multi-buffer library (intel-ipsec-mb): CBC and HMAC cannot be hurried within one
// packet, but the packets of a burst do not depend on each other, and a vector register holds blocks of up to sixteen
// of them. Optional: a build without the library, and a CPU without what it needs, have none of this, and whoever uses
// it can do without. It only computes: comparing tags is the caller's business.
namespace tw::crypto {

// The keys of one SA and direction, expanded for the library. The memory is wiped on release. Read by any thread.
class MultiBufferKeys
{
public:
    enum class Use { Encrypt, Decrypt };
    struct Expanded; // the library's formats

    // Sizes as AeadSealer, CbcEncryptor and Mac want them. Empty where the library, or the CPU, does not do this suite
    // faster than OpenSSL. Thread-safe.
    static MultiBufferKeys expand(Use use, api::Encryption encryption, api::Integrity integrity, ByteView encryptionKey,
                                  ByteView integrityKey);

    MultiBufferKeys();
    ~MultiBufferKeys();
    MultiBufferKeys(MultiBufferKeys &&other) noexcept;
    MultiBufferKeys &operator=(MultiBufferKeys &&other) noexcept;

    explicit operator bool() const { return m_expanded != nullptr; }
    api::Encryption encryption() const { return m_encryption; }
    api::Integrity integrity() const { return m_integrity; }

private:
    friend class MultiBuffer;

    api::Encryption m_encryption{};
    api::Integrity m_integrity{};
    std::unique_ptr<Expanded> m_expanded;
};

struct CbcJob
{
    const MultiBufferKeys *keys;
    const std::uint8_t *iv; // one block
    MutableByteView data; // whole blocks, in place
};

struct HmacJob
{
    const MultiBufferKeys *keys;
    ByteView covered;
    std::uint8_t *icv; // sizesOf(integrity).icv bytes; may overlap the end of what is covered
};

struct AeadJob
{
    const MultiBufferKeys *keys;
    ByteView iv; // the 8 bytes that stand in the packet
    ByteView associated;
    MutableByteView data; // in place
    std::uint8_t *tag; // kAeadTagSize bytes, written in either direction
};

// What one thread needs to use the library. Nothing is allocated after the making. Functions give false where the
// library did not do all that it was asked for; what is in the buffers is then nothing to rely on.
class MultiBuffer
{
public:
    static constexpr std::size_t kMaxJobs = 128; // in one call

    // Nothing where the build has no such library, or it does not run on this CPU: see unavailableReason().
    static std::unique_ptr<MultiBuffer> create();
    static std::string_view unavailableReason(); // empty where it is available
    static std::string name(); // "intel-ipsec-mb 1.3 (AVX512)"
    // What it works with: the wider, the more packets at a time.
    enum class Registers { Sse, Avx2, Avx512 };
    static Registers registers();

    ~MultiBuffer();

    // All jobs of one call have keys of the named algorithm; they may be of different SAs.
    bool encryptCbc(api::Encryption encryption, std::span<const CbcJob> jobs);
    bool decryptCbc(api::Encryption encryption, std::span<const CbcJob> jobs);
    bool computeHmac(api::Integrity integrity, std::span<const HmacJob> jobs);

    bool encryptAead(const AeadJob &job);
    bool decryptAead(const AeadJob &job); // whether the tag is the sender's is not known yet

private:
    struct State;
    explicit MultiBuffer(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace tw::crypto

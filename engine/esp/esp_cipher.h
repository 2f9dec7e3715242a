#pragma once

#include "engine/base/result.h"
#include "engine/crypto/aead.h"
#include "engine/crypto/child_sa.h"
#include "engine/crypto/mac.h"
#include "engine/crypto/multi_buffer.h"

#include <span>
#include <variant>

// How an ESP packet is laid out and protected by each kind of suite; everything else of the data path is the same for
// all of them. One keyed context per SA and direction.
namespace tw::esp {

// The parts of an ESP packet that depend on the suite. RFC 4303, 2; sizes in octets.
struct PacketLayout
{
    std::size_t ivSize = 0;
    std::size_t alignment = 4; // of what is encrypted: the cipher's block, at least 4
    std::size_t icvSize = 0;

    static PacketLayout of(const api::EspProposal &proposal);

    // What stands between IV and ICV: inner packet, padding, pad length, next header.
    std::size_t encryptedSize(std::size_t innerSize) const;
    // The whole ESP packet around an inner packet of this size.
    std::size_t sealedSize(std::size_t innerSize) const;
};

// Both take a whole ESP packet with its header written, the IV's place behind it, and the ICV's at its end. `sequence`
// is the 64-bit number; its high half counts only with extended sequence numbers, where the ICV covers it
// (RFC 4303, 2.2.1; RFC 4106, 5; RFC 7634, 2.1).

class EspSealer
{
public:
    static Result<EspSealer> make(const api::EspProposal &proposal, ByteView encryptionKey, ByteView integrityKey);

    const PacketLayout &layout() const { return m_layout; }
    bool isExtended() const { return m_extended; }
    // The same keys for BurstCrypto, who does its packets with those of other SAs; empty where there is no such way.
    const crypto::MultiBufferKeys &burstKeys() const { return m_burstKeys; }

    // Writes IV and ICV and encrypts what is between them. `sequence` never repeats under one key.
    Result<void> seal(MutableByteView packet, std::uint64_t sequence);
    // Its two halves, of CBC suites only.
    Result<void> encryptCbc(MutableByteView packet, std::uint64_t sequence);
    Result<void> writeIcv(MutableByteView packet, std::uint64_t sequence);

private:
    struct CbcWithMac
    {
        crypto::CbcEncryptor cipher;
        crypto::Mac mac;
    };
    using Suite = std::variant<CbcWithMac, crypto::AeadSealer>;

    EspSealer(const api::EspProposal &proposal, Suite suite, crypto::MultiBufferKeys burstKeys);

    PacketLayout m_layout;
    bool m_extended;
    Suite m_suite;
    crypto::MultiBufferKeys m_burstKeys;
};

class EspOpener
{
public:
    static Result<EspOpener> make(const api::EspProposal &proposal, ByteView encryptionKey, ByteView integrityKey);

    const PacketLayout &layout() const { return m_layout; }
    bool isExtended() const { return m_extended; }
    // The same keys for BurstCrypto, who does its packets with those of other SAs; empty where there is no such way.
    const crypto::MultiBufferKeys &burstKeys() const { return m_burstKeys; }

    // Checks the ICV, then decrypts in place. Gives what was between IV and ICV. NotAuthentic, or Malformed where the
    // sizes cannot be; the plaintext of such a packet is never seen.
    Result<MutableByteView> open(MutableByteView packet, std::uint64_t sequence);
    // Its two halves, of CBC suites only and for packets of possible sizes.
    bool isAuthentic(MutableByteView packet, std::uint64_t sequence);
    Result<MutableByteView> decryptCbc(MutableByteView packet);

private:
    struct CbcWithMac
    {
        crypto::CbcDecryptor cipher;
        crypto::Mac mac;
    };
    using Suite = std::variant<CbcWithMac, crypto::AeadOpener>;

    EspOpener(const api::EspProposal &proposal, Suite suite, crypto::MultiBufferKeys burstKeys);

    PacketLayout m_layout;
    bool m_extended;
    Suite m_suite;
    crypto::MultiBufferKeys m_burstKeys;
};

} // namespace tw::esp

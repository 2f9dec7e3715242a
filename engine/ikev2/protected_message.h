#pragma once

#include "engine/api/proposal.h"
#include "engine/base/random_source.h"
#include "engine/base/secret_bytes.h"
#include "engine/wire/message.h"

#include <memory>
#include <optional>
#include <vector>

// Messages with an SK payload (RFC 7296, 3.14), or an SKF payload each where one is sent in fragments (RFC 7383). One
// object serves one direction of one IKE SA.
namespace tw::ikev2 {

struct CipherSizes
{
    std::size_t iv;
    std::size_t block; // the plain text with its padding is a multiple of it
    std::size_t icv;
};

// How a suite treats the parts of a laid-out message; the rest of this file does not care whether it is a cipher with a
// MAC behind it or an AEAD.
class SealingCipher
{
public:
    virtual ~SealingCipher() = default;
    virtual CipherSizes sizes() const = 0;
    // The ciphertext's place holds the padded plain text: writes the IV, encrypts, writes the ICV.
    virtual Result<void> seal(MutableByteView message, const wire::EncryptedLayout &layout, RandomSource &random) = 0;
};

class OpeningCipher
{
public:
    virtual ~OpeningCipher() = default;
    virtual CipherSizes sizes() const = 0;
    // Verifies first and decrypts in place only then. NotAuthentic: there is no plain text to look at.
    virtual Result<void> open(MutableByteView message, const wire::EncryptedLayout &layout) = 0;
};

// A cipher for one direction, with the SK_e and SK_a of whoever sends in it. Unsupported where the crypto library lacks
// the suite.
Result<std::unique_ptr<SealingCipher>>
makeSealingCipher(const api::IkeProposal &proposal, const SecretBytes &encryptionKey, const SecretBytes &integrityKey);
Result<std::unique_ptr<OpeningCipher>>
makeOpeningCipher(const api::IkeProposal &proposal, const SecretBytes &encryptionKey, const SecretBytes &integrityKey);

class MessageSealer
{
public:
    explicit MessageSealer(std::unique_ptr<SealingCipher> cipher) : m_cipher(std::move(cipher)) { }

    // The whole message. `header` needs neither next payload nor length.
    Result<Bytes> seal(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, RandomSource &random);
    // The whole message where it has no more than `limit` octets, else fragments that have no more. InvalidArgument
    // where more fragments would be needed than can be counted, or `limit` leaves no room for any content.
    Result<std::vector<Bytes>> sealWithin(std::size_t limit, const wire::IkeHeader &header,
                                          std::span<const wire::Payload> payloads, RandomSource &random);

private:
    Result<Bytes> sealChain(const wire::IkeHeader &header, wire::PayloadType first,
                            std::optional<wire::Fragment> fragment, ByteView chain, RandomSource &random);

    std::unique_ptr<SealingCipher> m_cipher;
};

// What an SK or SKF payload held, without padding. Authentic, though perhaps nonsense still.
struct PlainText
{
    wire::PayloadType first = wire::PayloadType::None;
    Bytes chain;
    std::optional<wire::Fragment> fragment; // of an SKF payload, whose chain is only a part of one
};

struct OpenFailure
{
    Error error;
    bool isAuthentic = false; // the ICV was right: the peer itself broke the rules, and no forger
};

class MessageOpener
{
public:
    explicit MessageOpener(std::unique_ptr<OpeningCipher> cipher) : m_cipher(std::move(cipher)) { }

    // Malformed or Truncated where there is no SK or SKF payload as the last one, NotAuthentic where its ICV is wrong.
    std::expected<PlainText, OpenFailure> open(ByteView message);

private:
    std::unique_ptr<OpeningCipher> m_cipher;
};

} // namespace tw::ikev2

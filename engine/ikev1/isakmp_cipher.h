#pragma once

#include "engine/api/proposal.h"
#include "engine/base/result.h"
#include "engine/base/secret_bytes.h"
#include "engine/crypto/cipher.h"
#include "engine/ikev1/iv_chain.h"
#include "engine/wire/isakmp_message.h"

// The encryption of an ISAKMP SA: CBC over everything behind the header, with one key for both directions and an IV that
// is not in the message. It authenticates nothing: that is the HASH payload's business, inside. RFC 2409, appendix B.
namespace tw::ikev1 {

// What a message held. Nonsense still, until its HASH is verified.
struct OpenedMessage
{
    Bytes plainText; // with its padding
    wire::OpenedBody body;

    // What the HASH that comes first covers.
    ByteView behindHash() const { return body.behindFirst(plainText); }
};

class IsakmpCipher
{
public:
    // `key` is IsakmpKeys::encryption. Unsupported where the crypto library lacks the cipher, and for AEAD suites, which
    // IKEv1 does not have; InvalidArgument for a key of another size.
    static Result<IsakmpCipher> create(api::Encryption encryption, const SecretBytes &key);

    std::size_t blockSize() const { return m_encryptor.blockSize(); }

    // The ciphertext of `plainText` with zeros behind it up to whole blocks: one at least, as strongSwan and racoon do it,
    // since some take the last octet for the length of the padding. `iv` is one block, else InvalidArgument.
    Result<Bytes> encrypt(ByteView iv, ByteView plainText);
    // Malformed where the ciphertext is no whole number of blocks, or none.
    Result<Bytes> decrypt(ByteView iv, ByteView ciphertext);

    // The whole message, encrypted with the chain's IV, which moves on. `header` needs neither flag, next payload nor
    // length. InvalidArgument where the payloads cannot be encoded; the chain stands then.
    Result<Bytes> seal(IvChain &chain, const wire::IkeHeader &header, std::span<const wire::IsakmpPayload> payloads);
    // Opens a closed message with the chain's IV, which does not move: chain.advance(closed()->ciphertext) is for whoever
    // has verified the HASH. InvalidArgument for a message in clear, Malformed and Truncated where the plain text
    // holds no payloads: another key is the likeliest reason.
    Result<OpenedMessage> open(const IvChain &chain, const wire::IsakmpMessage &message);

private:
    IsakmpCipher(crypto::CbcEncryptor encryptor, crypto::CbcDecryptor decryptor);

    crypto::CbcEncryptor m_encryptor;
    crypto::CbcDecryptor m_decryptor;
};

} // namespace tw::ikev1

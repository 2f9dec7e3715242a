#include "engine/ikev1/isakmp_cipher.h"

#include <utility>

namespace tw::ikev1 {

IsakmpCipher::IsakmpCipher(crypto::CbcEncryptor encryptor, crypto::CbcDecryptor decryptor)
    : m_encryptor(std::move(encryptor)), m_decryptor(std::move(decryptor))
{ }

Result<IsakmpCipher> IsakmpCipher::create(api::Encryption encryption, const SecretBytes &key)
{
    auto encryptor = crypto::CbcEncryptor::create(encryption, key.view());
    if (!encryptor)
        return std::unexpected(encryptor.error());
    auto decryptor = crypto::CbcDecryptor::create(encryption, key.view());
    if (!decryptor)
        return std::unexpected(decryptor.error());
    return IsakmpCipher(std::move(*encryptor), std::move(*decryptor));
}

Result<Bytes> IsakmpCipher::encrypt(ByteView iv, ByteView plainText)
{
    Bytes data = toBytes(plainText);
    data.resize((data.size() / blockSize() + 1) * blockSize());
    if (auto done = m_encryptor.encrypt(iv, data); !done)
        return std::unexpected(done.error());
    return data;
}

Result<Bytes> IsakmpCipher::decrypt(ByteView iv, ByteView ciphertext)
{
    if (ciphertext.empty())
        return fail(Fault::Malformed, "encrypted body");
    Bytes data = toBytes(ciphertext);
    if (auto done = m_decryptor.decrypt(iv, data); !done)
        return std::unexpected(done.error());
    return data;
}

Result<Bytes> IsakmpCipher::seal(IvChain &chain, const wire::IkeHeader &header,
                                 std::span<const wire::IsakmpPayload> payloads)
{
    const auto plainText = wire::encodeIsakmpPayloads(payloads);
    if (!plainText)
        return std::unexpected(plainText.error());
    auto ciphertext = encrypt(chain.iv(), *plainText);
    if (!ciphertext)
        return std::unexpected(ciphertext.error());
    IvChain next = chain;
    next.advance(*ciphertext);
    wire::IsakmpMessage message{header, wire::ClosedBody{std::move(*ciphertext)}};
    message.header.flags |= wire::kFlagEncryption;
    message.header.nextPayload = payloads.front().type;
    auto bytes = wire::encodeIsakmpMessage(message);
    if (bytes)
        chain = std::move(next);
    return bytes;
}

Result<OpenedMessage> IsakmpCipher::open(const IvChain &chain, const wire::IsakmpMessage &message)
{
    const wire::ClosedBody *closed = message.closed();
    if (!closed)
        return fail(Fault::InvalidArgument, "message in clear");
    auto plainText = decrypt(chain.iv(), closed->ciphertext);
    if (!plainText)
        return std::unexpected(plainText.error());
    auto body = wire::decodeOpenedBody(message.header.nextPayload, *plainText);
    if (!body)
        return std::unexpected(body.error());
    return OpenedMessage{std::move(*plainText), std::move(*body)};
}

} // namespace tw::ikev1

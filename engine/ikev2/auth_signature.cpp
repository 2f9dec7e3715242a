#include "engine/ikev2/auth_signature.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tw::ikev2 {

using api::CertificateFault;
using crypto::HashAlgorithm;
using crypto::KeyKind;
using crypto::SignatureAlgorithm;
using crypto::SignatureScheme;
using wire::AuthMethod;

namespace {

// IANA "IKEv2 Hash Algorithms", RFC 7427, 7; in our order of preference.
struct Row
{
    HashAlgorithm hash;
    std::uint16_t number;
};
constexpr std::array kHashes = {
    Row{HashAlgorithm::Sha256, 2},
    Row{HashAlgorithm::Sha384, 3},
    Row{HashAlgorithm::Sha512, 4},
};

// The hash that is as strong as the curve, and the only one in RFC 4754.
HashAlgorithm hashOfCurve(KeyKind key)
{
    return key == KeyKind::EcdsaP521 ? HashAlgorithm::Sha512
        : key == KeyKind::EcdsaP384  ? HashAlgorithm::Sha384
                                     : HashAlgorithm::Sha256;
}

AuthMethod methodOfCurve(KeyKind key)
{
    return key == KeyKind::EcdsaP521 ? AuthMethod::EcdsaSha512
        : key == KeyKind::EcdsaP384  ? AuthMethod::EcdsaSha384
                                     : AuthMethod::EcdsaSha256;
}

bool isEcdsa(KeyKind key) { return key != KeyKind::Rsa && key != KeyKind::RsaPss; }

// The methods that were there before RFC 7427; a key that may do nothing but RSASSA-PSS has none.
std::optional<AuthSignature> signatureBeforeRfc7427(KeyKind key)
{
    if (key == KeyKind::Rsa)
        return AuthSignature{AuthMethod::RsaSignature, {SignatureScheme::RsaPkcs1, HashAlgorithm::Sha1}};
    if (isEcdsa(key))
        return AuthSignature{methodOfCurve(key), {SignatureScheme::EcdsaConcatenated, hashOfCurve(key)}};
    return std::nullopt;
}

struct Received
{
    SignatureAlgorithm algorithm;
    ByteView signature;
};

// RFC 7427, 3: the length of the AlgorithmIdentifier in one octet, it, and the signature.
std::expected<Received, CertificateFault> readDigitalSignature(ByteView data)
{
    wire::ByteReader in(data);
    const std::size_t size = in.u8();
    const ByteView identifier = in.take(size);
    const ByteView signature = in.rest();
    const auto algorithm = in.ok() ? crypto::parseAlgorithmIdentifier(identifier) : fail(Fault::Malformed, "AUTH");
    if (!algorithm)
        return std::unexpected(CertificateFault::UnsupportedSignature);
    return Received{*algorithm, signature};
}

std::expected<Received, CertificateFault> readSignature(KeyKind key, const wire::Authentication &received)
{
    if (received.method == AuthMethod::DigitalSignature)
        return readDigitalSignature(received.data);
    // Each older method is for one kind of key, and a curve for one hash.
    const auto expected = signatureBeforeRfc7427(key);
    if (!expected || expected->method != received.method)
        return std::unexpected(CertificateFault::UnsupportedSignature);
    return Received{expected->algorithm, received.data};
}

} // namespace

wire::Payload signatureHashesNotify()
{
    wire::ByteWriter data;
    for (const Row &row : kHashes)
        data.u16(row.number);
    return {
        wire::PayloadType::Notify, false,
        wire::Notify{wire::ProtocolId::None, wire::NotifyType::SignatureHashAlgorithms, {}, std::move(data).finish()}};
}

SignatureHashes signatureHashesOf(std::span<const wire::Payload> payloads)
{
    SignatureHashes hashes;
    const auto *notify = wire::findNotify(payloads, wire::NotifyType::SignatureHashAlgorithms);
    if (!notify || notify->data.size() % 2 != 0)
        return hashes;
    std::vector<std::uint16_t> numbers;
    wire::ByteReader in(notify->data);
    for (std::size_t i = 0; i < notify->data.size() / 2; ++i)
        numbers.push_back(in.u16());
    for (const Row &row : kHashes) {
        if (std::ranges::find(numbers, row.number) != numbers.end())
            hashes.push_back(row.hash);
    }
    return hashes;
}

std::optional<AuthSignature> chooseSignature(KeyKind key, const SignatureHashes &hashes)
{
    if (hashes.empty())
        return signatureBeforeRfc7427(key);
    const auto asStrong = std::ranges::find(hashes, hashOfCurve(key));
    const HashAlgorithm hash = isEcdsa(key) && asStrong != hashes.end() ? *asStrong : hashes.front();
    // PKCS#1 v1.5 is what every peer verifies; PSS is for keys that may do nothing else.
    const SignatureAlgorithm algorithm = key == KeyKind::RsaPss
        ? crypto::rsaPss(hash)
        : SignatureAlgorithm{isEcdsa(key) ? SignatureScheme::Ecdsa : SignatureScheme::RsaPkcs1, hash};
    return AuthSignature{AuthMethod::DigitalSignature, algorithm};
}

bool isWeakerThanAnnounced(AuthMethod method, const SignatureHashes &peerHashes)
{
    return method == AuthMethod::RsaSignature && !peerHashes.empty();
}

wire::Authentication sign(const crypto::SigningKey &key, const AuthSignature &how, crypto::Parts octets)
{
    const Bytes signature = key.sign(how.algorithm, octets);
    if (how.method != AuthMethod::DigitalSignature)
        return {how.method, signature};
    const Bytes identifier = crypto::algorithmIdentifier(how.algorithm);
    wire::ByteWriter data;
    data.count8(identifier.size());
    data.bytes(identifier);
    data.bytes(signature);
    return {how.method, std::move(data).finish()};
}

std::expected<void, CertificateFault> verifySignature(const crypto::Certificate &certificate,
                                                      const wire::Authentication &received, crypto::Parts octets)
{
    const auto key = certificate.keyKind();
    if (!key)
        return std::unexpected(CertificateFault::UnsupportedKey);
    const auto read = readSignature(*key, received);
    if (!read)
        return std::unexpected(read.error());
    const auto verdict = crypto::verifySignature(certificate, read->algorithm, octets, read->signature);
    if (verdict)
        return {};
    return std::unexpected(verdict.error().fault == Fault::Unsupported ? CertificateFault::UnsupportedSignature
                                                                       : CertificateFault::ProofInvalid);
}

} // namespace tw::ikev2

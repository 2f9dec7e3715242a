#include "engine/api/distinguished_name.h"
#include "engine/crypto/certificate_chain.h"
#include "engine/crypto/certificate_file.h"
#include "engine/crypto/signature.h"
#include "engine/wire/byte_reader.h"
#include "fuzz_check.h"

#include <algorithm>

// Certificates and keys: the files that a user imports, and what a peer shows in CERT payloads and claims to be. The
// first octet says which.
namespace {

using namespace tw;
using fuzz::require;

constexpr std::string_view kPassphrase = "open sesame"; // of the sealed seeds
constexpr UtcTime kNow{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}};

enum Kind : std::uint8_t { File, SealedFile, Chain, Names, kKinds };

bool isPrintable(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// A row of parts, each behind two octets of length.
std::vector<ByteView> partsOf(ByteView input)
{
    constexpr std::size_t kMost = 8; // more than a chain that is looked at has
    std::vector<ByteView> parts;
    wire::ByteReader in(input);
    while (in.ok() && in.remaining() != 0 && parts.size() < kMost) {
        const std::size_t size = in.u16();
        parts.push_back(in.take(std::min(size, in.remaining())));
    }
    return parts;
}

void tryCertificate(const crypto::Certificate &certificate)
{
    const api::CertificateFacts facts = certificate.facts();
    require(facts.der == toBytes(certificate.der()), "a certificate is its octets");
    require(facts.fingerprint.size() == 32 && certificate.publicKeyHash().size() == 20, "hashes have their sizes");
    require(facts.keyAlgorithm.empty() == !certificate.keyKind(), "a key that can be used has a name");
    for (const std::string &text : {facts.subject, facts.issuer, certificate.subjectText()})
        require(isPrintable(text), "a name can be shown");
    for (const api::Identity &name : facts.names) {
        const bool isSpecial = name.type == api::Identity::Type::DerDn; // an empty one is nobody's
        require(certificate.isFor(name) || isSpecial || name.data.empty(), "it is for whom it names");
        require(isPrintable(name.toString()), "an identity can be shown");
    }
    require(!certificate.isFor(api::Identity{api::Identity::Type::Fqdn, {}}), "it is for somebody");
    static_cast<void>(crypto::verifyTimes(certificate, kNow));
}

void tryFile(ByteView file, const SecretBytes &passphrase)
{
    const api::CertificateReader &reader = crypto::certificateReader();
    const auto read = reader.read(file, passphrase);
    if (!read)
        return;
    require(!read->certificates.empty() || !read->privateKey.isEmpty(), "what was read holds something");
    require(read->certificates.size() <= api::kMaxCertificatesInFile, "not too many");
    for (const api::CertificateFacts &facts : read->certificates) {
        require(reader.facts(facts.der) == facts, "a certificate reads the same by itself");
        if (const auto certificate = crypto::Certificate::fromDer(facts.der))
            tryCertificate(*certificate);
    }
    if (read->privateKey.isEmpty())
        return;
    require(crypto::SigningKey::fromPkcs8(read->privateKey.view()).has_value(), "a key that was read can be used");
    const auto isItsKey = [&](const api::CertificateFacts &one) { return reader.isKeyOf(read->privateKey, one.der); };
    require(std::ranges::none_of(read->certificates, isItsKey) || isItsKey(read->certificates.front()),
            "the key's own certificate comes first");
    // Once more, without a seal.
    const auto again = reader.read(read->privateKey.view(), {});
    require(again && std::ranges::equal(again->privateKey.view(), read->privateKey.view()), "a key survives");
}

// The end entity first, then what is shown with it; the last is believed.
void tryChain(std::span<const ByteView> parts)
{
    std::vector<crypto::Certificate> certificates;
    for (const ByteView part : parts) {
        if (auto certificate = crypto::Certificate::fromDer(part))
            certificates.push_back(std::move(*certificate));
    }
    if (certificates.empty())
        return;
    std::ranges::for_each(certificates, tryCertificate);
    const std::span all(certificates);
    const auto verified = crypto::verifyChain(all.front(), all.subspan(1), all.last(1), kNow);
    if (verified) {
        require(all.front().keyKind().has_value(), "who may sign has a key for it");
        require(crypto::verifyTimes(all.front(), kNow).has_value(), "who may sign may do it now");
    } else {
        require(isPrintable(verified.error().certificate) && isPrintable(verified.error().value), "it can be shown");
    }
    require(!crypto::verifyChain(all.front(), all.subspan(1), {}, kNow).has_value(), "nobody is believed by himself");
}

void tryNames(std::span<const ByteView> parts)
{
    for (const ByteView name : parts) {
        require(isPrintable(api::readableName(name)), "a name can be shown");
        require(api::comparableName(api::comparableName(name)) == api::comparableName(name), "folding folds all");
        if (const auto text = api::distinguishedNameText(name)) {
            const auto parsed = api::parseDistinguishedName(*text);
            require(!parsed || api::distinguishedNameText(*parsed).has_value(), "what was parsed has a text");
        }
        require(crypto::isSameName(name, parts.front()) == crypto::isSameName(parts.front(), name),
                "sameness has no direction");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t kLongest = 16 * 1024;
    if (size == 0 || size > kLongest)
        return 0;
    const ByteView rest(data + 1, size - 1);
    switch (data[0] % kKinds) {
    case File: tryFile(rest, {}); break;
    case SealedFile: tryFile(rest, SecretBytes(asBytes(kPassphrase))); break;
    case Chain: tryChain(partsOf(rest)); break;
    case Names: tryNames(partsOf(rest)); break;
    default: break;
    }
    return 0;
}

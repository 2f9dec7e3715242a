#include "engine/ikev2/auth.h"

#include "engine/crypto/certificate_chain.h"
#include "engine/crypto/prf.h"
#include "engine/ikev2/auth_signature.h"

namespace tw::ikev2 {

using api::CertificateFault;
using api::CertificateProblem;

namespace {

constexpr std::string_view kKeyPad = "Key Pad for IKEv2"; // 17 ASCII characters without a terminator

std::string namesOf(const crypto::Certificate &certificate)
{
    std::string text;
    for (const api::Identity &name : certificate.facts().names)
        text += (text.empty() ? "" : ", ") + name.toString();
    return text;
}

} // namespace

SecretBytes maskedId(api::Prf prf, const SignedOctets &octets)
{
    return crypto::prf(prf, octets.skP.view(), {wire::encodeIdentification(octets.id)});
}

SecretBytes pskAuthentication(api::Prf prf, const SecretBytes &psk, const SignedOctets &octets)
{
    const SecretBytes key = crypto::prf(prf, psk.view(), {asBytes(kKeyPad)});
    return crypto::prf(prf, key.view(), {octets.firstMessage, octets.otherNonce, maskedId(prf, octets).view()});
}

Result<VerifiedPeer> verifyPeer(api::Prf prf, const SecretBytes &psk, const SignedOctets &octets,
                                const wire::Authentication &received)
{
    if (received.method != wire::AuthMethod::SharedKey)
        return fail(Fault::Unsupported, "AUTH method");
    const SecretBytes expected = pskAuthentication(prf, psk, octets);
    if (!equalInConstantTime(expected.view(), received.data))
        return fail(Fault::AuthenticationFailed, "AUTH");
    return VerifiedPeer(octets.id.identity);
}

// The signature comes before the chain: without it all the rest is somebody else's certificate, and nothing worth a
// word in the log. Its key costs little to use, since its size was looked at when it was read.
std::expected<VerifiedPeer, CertificateProblem> verifyPeer(api::Prf prf, const PeerCertificates &shown,
                                                           const std::vector<crypto::Certificate> &authorities,
                                                           const SignedOctets &octets,
                                                           const wire::Authentication &received, UtcTime now)
{
    if (shown.empty())
        return std::unexpected(CertificateProblem{CertificateFault::Missing, {}, {}});
    const crypto::Certificate &own = shown.front();
    const SecretBytes id = maskedId(prf, octets);
    if (const auto proof = verifySignature(own, received, {octets.firstMessage, octets.otherNonce, id.view()}); !proof)
        return std::unexpected(CertificateProblem{proof.error(), own.subjectText(), {}});
    if (auto chain = crypto::verifyChain(own, std::span(shown).subspan(1), authorities, now); !chain)
        return std::unexpected(std::move(chain.error()));
    if (!own.isFor(octets.id.identity))
        return std::unexpected(CertificateProblem{CertificateFault::WrongName, own.subjectText(), namesOf(own)});
    return VerifiedPeer(octets.id.identity, own.subjectText());
}

} // namespace tw::ikev2

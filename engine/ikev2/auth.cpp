#include "engine/ikev2/auth.h"

#include "engine/crypto/prf.h"

namespace tw::ikev2 {

namespace {

constexpr std::string_view kKeyPad = "Key Pad for IKEv2"; // 17 ASCII characters without a terminator

} // namespace

SecretBytes pskAuthentication(api::Prf prf, const SecretBytes &psk, const SignedOctets &octets)
{
    const SecretBytes key = crypto::prf(prf, psk.view(), {asBytes(kKeyPad)});
    const SecretBytes maskedId = crypto::prf(prf, octets.skP.view(), {wire::encodeIdentification(octets.id)});
    return crypto::prf(prf, key.view(), {octets.firstMessage, octets.otherNonce, maskedId.view()});
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

} // namespace tw::ikev2

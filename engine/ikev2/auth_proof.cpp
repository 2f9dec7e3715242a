#include "engine/ikev2/auth_proof.h"

#include "engine/crypto/certificate_chain.h"
#include "engine/ikev2/auth_certificates.h"

namespace tw::ikev2 {

using api::CertificateFault;
using api::CertificateProblem;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using ike::EventDraft;

namespace {

std::unexpected<AuthRefusal> refuse(CertificateProblem problem)
{
    return std::unexpected(AuthRefusal{FailureCode::CertificateProblem, {}, std::move(problem)});
}

std::optional<crypto::Certificate> ownOf(const api::CertificateAuthentication &authentication)
{
    if (authentication.chain.empty())
        return std::nullopt;
    auto certificate = crypto::Certificate::fromDer(authentication.chain.front());
    return certificate ? std::optional(std::move(*certificate)) : std::nullopt;
}

std::expected<OwnProof, AuthRefusal> proveByCertificate(const api::CertificateAuthentication &authentication,
                                                        const SecretBytes &privateKey, api::Prf prf,
                                                        const SignedOctets &octets, const SignatureHashes &hashes)
{
    const auto own = ownOf(authentication);
    if (!own)
        return refuse({CertificateFault::Missing, {}, {}});
    const auto key = crypto::SigningKey::fromPkcs8(privateKey.view());
    if (!key)
        return refuse({CertificateFault::KeyUnreadable, own->subjectText(), {}});
    if (!key->isOf(*own))
        return refuse({CertificateFault::KeyMismatch, own->subjectText(), {}});
    const auto how = chooseSignature(key->kind(), hashes);
    if (!how)
        return refuse({CertificateFault::UnsupportedSignature, own->subjectText(), {}});
    const SecretBytes id = maskedId(prf, octets);
    return OwnProof{certificatePayloads(authentication),
                    {wire::PayloadType::Authentication, false,
                     sign(*key, *how, {octets.firstMessage, octets.otherNonce, id.view()})}};
}

std::expected<VerifiedPeer, AuthRefusal> authenticateByCertificate(const api::CertificateAuthentication &authentication,
                                                                   api::Prf prf, const SignedOctets &octets,
                                                                   const PeerProof &proof, UtcTime now)
{
    if (proof.authentication.method == wire::AuthMethod::SharedKey)
        return std::unexpected(
            AuthRefusal{FailureCode::AuthenticationMethodMismatch, "the peer has a pre-shared key", {}});
    const auto shown = readCertificates(proof.payloads);
    if (!shown)
        return refuse(shown.error());
    if (isWeakerThanAnnounced(proof.authentication.method, proof.hashes))
        return refuse({CertificateFault::UnsupportedSignature, shown->front().subjectText(), {}});
    auto peer = verifyPeer(prf, *shown, authoritiesOf(authentication), octets, proof.authentication, now);
    if (!peer)
        return refuse(std::move(peer.error()));
    return std::move(*peer);
}

EventDraft withProblem(EventDraft &&event, const CertificateProblem &problem)
{
    return std::move(event)
        .with(DetailKey::Certificate, problem.certificate)
        .with(DetailKey::CertificateFault, api::certificateFaultName(problem.fault))
        .with(DetailKey::CertificateField, api::certificateField(problem.fault))
        .with(DetailKey::CertificateValue, problem.value);
}

} // namespace

std::expected<OwnProof, AuthRefusal> proveOurselves(const ike::LoadedConnection &connection, api::Prf prf,
                                                    const SignedOctets &octets, const SignatureHashes &hashes)
{
    if (const auto *byCertificate = std::get_if<api::CertificateAuthentication>(&connection.config->ike.authentication))
        return proveByCertificate(*byCertificate, connection.secret, prf, octets, hashes);
    const SecretBytes data = pskAuthentication(prf, connection.secret, octets);
    return OwnProof{{},
                    {wire::PayloadType::Authentication, false,
                     wire::Authentication{wire::AuthMethod::SharedKey, toBytes(data.view())}}};
}

std::expected<VerifiedPeer, AuthRefusal> authenticatePeer(const ike::LoadedConnection &connection, api::Prf prf,
                                                          const SignedOctets &octets, const PeerProof &proof,
                                                          UtcTime now)
{
    if (const auto *byCertificate = std::get_if<api::CertificateAuthentication>(&connection.config->ike.authentication))
        return authenticateByCertificate(*byCertificate, prf, octets, proof, now);
    auto peer = verifyPeer(prf, connection.secret, octets, proof.authentication);
    if (peer)
        return std::move(*peer);
    const bool isOtherMethod = peer.error().fault == Fault::Unsupported;
    return std::unexpected(
        AuthRefusal{isOtherMethod ? FailureCode::AuthenticationMethodMismatch : FailureCode::PskMismatch,
                    isOtherMethod ? "the peer has no pre-shared key" : peer.error().where,
                    {}});
}

EventDraft refusalEvent(const AuthRefusal &refusal)
{
    EventDraft event(refusal.certificate ? EventCode::PeerCertificateProblem : EventCode::AuthenticationFailed,
                     api::Level::Error, api::Phase::Phase1);
    if (refusal.certificate)
        return withProblem(std::move(event), *refusal.certificate).with(refusal.failure);
    return std::move(event).with(DetailKey::Reason, refusal.reason).with(refusal.failure);
}

void reportOwnCertificate(Turn &turn)
{
    const auto *byCertificate = std::get_if<api::CertificateAuthentication>(&turn.frame().config().ike.authentication);
    const auto own = byCertificate ? ownOf(*byCertificate) : std::nullopt;
    if (!own)
        return;
    const auto report = [&](const CertificateProblem &problem) {
        turn.report(withProblem(EventDraft(EventCode::OwnCertificateProblem, api::Level::Warning, api::Phase::Phase1),
                                problem));
    };
    if (const auto times = crypto::verifyTimes(*own, turn.env().utcNow()); !times)
        report(times.error());
    const api::Identity &id = turn.frame().config().ike.localId;
    if (!own->isFor(id))
        report({CertificateFault::WrongName, own->subjectText(), id.toString()});
}

void reportOwnRefusal(const AuthRefusal &refusal, Turn &turn)
{
    turn.report(withProblem(EventDraft(EventCode::OwnCertificateProblem, api::Level::Error, api::Phase::Phase1),
                            refusal.certificate.value_or(CertificateProblem{}))
                    .with(refusal.failure));
}

std::string ownCertificate(const api::ConnectionConfig &config)
{
    const auto *byCertificate = std::get_if<api::CertificateAuthentication>(&config.ike.authentication);
    const auto own = byCertificate ? ownOf(*byCertificate) : std::nullopt;
    return own ? own->subjectText() : std::string();
}

} // namespace tw::ikev2

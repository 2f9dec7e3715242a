#include "engine/ikev2/auth_certificates.h"

#include <algorithm>

namespace tw::ikev2 {

using api::CertificateFault;
using api::CertificateProblem;

wire::Payloads certificatePayloads(const api::CertificateAuthentication &own)
{
    wire::Payloads payloads;
    for (const Bytes &der : own.chain)
        payloads.push_back(
            {wire::PayloadType::Certificate, false, wire::Certificate{wire::CertificateEncoding::X509Signature, der}});
    return payloads;
}

std::expected<PeerCertificates, CertificateProblem> readCertificates(std::span<const wire::Payload> payloads)
{
    PeerCertificates certificates;
    for (const wire::Payload &payload : payloads) {
        const auto *received = std::get_if<wire::Certificate>(&payload.body);
        if (!received || received->encoding != wire::CertificateEncoding::X509Signature)
            continue;
        if (certificates.size() == kMaxPeerCertificates)
            return std::unexpected(CertificateProblem{CertificateFault::TooMany, {}, {}});
        auto certificate = crypto::Certificate::fromDer(received->data);
        if (!certificate)
            return std::unexpected(CertificateProblem{CertificateFault::Unreadable, {}, {}});
        certificates.push_back(std::move(*certificate));
    }
    if (certificates.empty())
        return std::unexpected(CertificateProblem{CertificateFault::Missing, {}, {}});
    return certificates;
}

std::vector<crypto::Certificate> authoritiesOf(const api::CertificateAuthentication &authentication)
{
    std::vector<crypto::Certificate> authorities;
    for (const Bytes &der : authentication.authorities) {
        if (auto certificate = crypto::Certificate::fromDer(der))
            authorities.push_back(std::move(*certificate));
    }
    return authorities;
}

std::optional<wire::Payload> certificateRequest(std::span<const ike::LoadedConnectionPtr> connections)
{
    std::vector<Bytes> hashes;
    bool isWanted = false;
    for (const ike::LoadedConnectionPtr &connection : connections) {
        const auto *certificates = std::get_if<api::CertificateAuthentication>(&connection->config->ike.authentication);
        if (!certificates)
            continue;
        isWanted = true;
        for (const crypto::Certificate &authority : authoritiesOf(*certificates)) {
            Bytes hash = authority.publicKeyHash();
            if (hashes.size() < kMaxRequestedAuthorities && std::ranges::find(hashes, hash) == hashes.end())
                hashes.push_back(std::move(hash));
        }
    }
    if (!isWanted)
        return std::nullopt;
    wire::CertificateRequest request{wire::CertificateEncoding::X509Signature, {}};
    for (const Bytes &hash : hashes)
        append(request.authorities, hash);
    return wire::Payload{wire::PayloadType::CertificateRequest, false, std::move(request)};
}

} // namespace tw::ikev2

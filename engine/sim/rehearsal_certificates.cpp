#include "engine/sim/rehearsal_certificates.h"

#include "engine/crypto/throw_away_authority.h"

namespace tw::sim {

namespace {

api::RehearsalSide dressed(const api::RehearsalSide &side, SecretBytes secret, api::CertificateAuthentication proof)
{
    auto config = std::make_shared<api::ConnectionConfig>(*side.config);
    config->ike.authentication = std::move(proof);
    return {.config = std::move(config), .secret = std::move(secret), .publicAddress = side.publicAddress};
}

} // namespace

api::RehearsalSetup withThrowAwayCertificates(const api::RehearsalSetup &setup)
{
    const auto &ours = std::get<api::CertificateAuthentication>(setup.ours.config->ike.authentication);
    const crypto::ThrowAwayAuthority authority(setup.begins);
    crypto::ThrowAwayAuthority::Issued issued = authority.issue(setup.theirs.config->ike.localId);
    return {
        .ours = dressed(setup.ours, setup.ours.secret.clone(), {ours.chain, {authority.certificate()}}),
        .theirs = dressed(setup.theirs, std::move(issued.key), {{std::move(issued.certificate)}, {ours.chain.back()}}),
        .faults = setup.faults,
        .seed = setup.seed,
        .begins = setup.begins,
    };
}

} // namespace tw::sim

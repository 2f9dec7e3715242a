#include "engine/ikev1/nat_traversal.h"

#include "engine/ikev1/nat_detection.h"

namespace tw::ikev1 {

namespace {

wire::PayloadType typeFor(NatDialect dialect)
{
    return dialect == NatDialect::Rfc ? wire::PayloadType::NatD : wire::PayloadType::NatDDraft;
}

} // namespace

NatDialect dialectWith(api::NatTraversal mode, NatDialect peer)
{
    return mode == api::NatTraversal::Off ? NatDialect::None : peer;
}

wire::IsakmpPayloads natPayloads(NatDialect dialect, api::Prf prf, const ike::SessionFrame &frame,
                                 const Endpoint &local, const Endpoint &remote, RandomSource &random)
{
    if (dialect == NatDialect::None)
        return {};
    return natDetectionPayloads(frame.config().natTraversal, typeFor(dialect), prf, frame.initiatorSpi(),
                                frame.responderSpi(), local, remote, random);
}

ike::NatFindings findNat(NatDialect dialect, api::Prf prf, std::span<const wire::IsakmpPayload> payloads,
                         const ike::SessionFrame &frame, const Endpoint &local, const Endpoint &remote)
{
    if (dialect == NatDialect::None)
        return {};
    return findNat(frame.config().natTraversal, typeFor(dialect), payloads, prf, frame.initiatorSpi(),
                   frame.responderSpi(), local, remote);
}

Encapsulation encapsulationFor(NatDialect dialect, const ike::NatFindings &nat)
{
    if (!nat.isEncapsulated())
        return Encapsulation::Tunnel;
    return dialect == NatDialect::Rfc ? Encapsulation::UdpTunnel : Encapsulation::UdpTunnelDraft;
}

} // namespace tw::ikev1

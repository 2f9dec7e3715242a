#include "engine/ikev1/nat_detection.h"

#include "engine/crypto/hash.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>
#include <utility>

namespace tw::ikev1 {

Bytes natDetectionHash(api::Prf prf, wire::IkeSpi initiator, wire::IkeSpi responder, const Endpoint &endpoint)
{
    wire::ByteWriter input;
    input.u64(initiator.value());
    input.u64(responder.value());
    input.bytes(endpoint.address.bytes());
    input.u16(endpoint.port);
    return crypto::hash(crypto::hashOf(prf), {std::move(input).finish()});
}

wire::IsakmpPayloads natDetectionPayloads(api::NatTraversal mode, wire::PayloadType type, api::Prf prf,
                                          wire::IkeSpi initiator, wire::IkeSpi responder, const Endpoint &local,
                                          const Endpoint &remote, RandomSource &random)
{
    if (mode == api::NatTraversal::Off)
        return {};
    Bytes source = natDetectionHash(prf, initiator, responder, local);
    if (mode == api::NatTraversal::Forced)
        random.fill(source);
    return {{type, wire::NatDetectionHash{natDetectionHash(prf, initiator, responder, remote)}},
            {type, wire::NatDetectionHash{std::move(source)}}};
}

ike::NatFindings findNat(api::NatTraversal mode, wire::PayloadType type, std::span<const wire::IsakmpPayload> payloads,
                         api::Prf prf, wire::IkeSpi initiator, wire::IkeSpi responder, const Endpoint &local,
                         const Endpoint &remote)
{
    const auto received = wire::findPayloads<wire::NatDetectionHash>(payloads, type);
    if (mode == api::NatTraversal::Off || received.size() < 2)
        return {};
    const Bytes here = natDetectionHash(prf, initiator, responder, local);
    const Bytes there = natDetectionHash(prf, initiator, responder, remote);
    ike::NatFindings findings;
    findings.supported = true;
    findings.local = mode == api::NatTraversal::Forced || received.front()->hash != here;
    findings.remote = std::none_of(received.begin() + 1, received.end(),
                                   [&there](const wire::NatDetectionHash *source) { return source->hash == there; });
    return findings;
}

} // namespace tw::ikev1

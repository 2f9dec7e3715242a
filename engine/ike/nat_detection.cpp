#include "engine/ike/nat_detection.h"

#include "engine/crypto/hash.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>

namespace tw::ike {

namespace {

constexpr std::size_t kHashSize = 20;

wire::Payload notifyOf(wire::NotifyType type, Bytes data)
{
    return {wire::PayloadType::Notify, false, wire::Notify{wire::ProtocolId::None, type, {}, std::move(data)}};
}

} // namespace

Bytes natHash(wire::IkeSpi initiator, wire::IkeSpi responder, const Endpoint &endpoint)
{
    wire::ByteWriter input;
    input.u64(initiator.value());
    input.u64(responder.value());
    input.bytes(endpoint.address.bytes());
    input.u16(endpoint.port);
    const auto digest = crypto::sha1({std::move(input).finish()});
    return toBytes(digest);
}

std::vector<wire::Payload> natNotifies(api::NatTraversal mode, wire::IkeSpi initiator, wire::IkeSpi responder,
                                       const Endpoint &local, const Endpoint &remote, RandomSource &random)
{
    if (mode == api::NatTraversal::Off)
        return {};
    Bytes source = natHash(initiator, responder, local);
    if (mode == api::NatTraversal::Forced)
        random.fill(source);
    return {notifyOf(wire::NotifyType::NatDetectionSourceIp, std::move(source)),
            notifyOf(wire::NotifyType::NatDetectionDestinationIp, natHash(initiator, responder, remote))};
}

NatFindings findNat(api::NatTraversal mode, std::span<const wire::Payload> payloads, wire::IkeSpi initiator,
                    wire::IkeSpi responder, const Endpoint &local, const Endpoint &remote)
{
    if (mode == api::NatTraversal::Off)
        return {};
    const Bytes expectedSource = natHash(initiator, responder, remote);
    const Bytes expectedDestination = natHash(initiator, responder, local);

    // A peer with several addresses may send several source hashes: one that fits is enough (RFC 7296, 2.23).
    bool sawSource = false, sawDestination = false, sourceFits = false, destinationFits = false;
    for (const wire::Payload &payload : payloads) {
        const auto *notify = std::get_if<wire::Notify>(&payload.body);
        if (!notify || notify->data.size() != kHashSize)
            continue;
        if (notify->type == wire::NotifyType::NatDetectionSourceIp) {
            sawSource = true;
            sourceFits = sourceFits || notify->data == expectedSource;
        } else if (notify->type == wire::NotifyType::NatDetectionDestinationIp) {
            sawDestination = true;
            destinationFits = destinationFits || notify->data == expectedDestination;
        }
    }
    NatFindings findings;
    findings.supported = sawSource && sawDestination;
    if (findings.supported) {
        findings.remote = !sourceFits;
        findings.local = !destinationFits || mode == api::NatTraversal::Forced;
    }
    return findings;
}

} // namespace tw::ike

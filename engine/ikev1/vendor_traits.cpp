#include "engine/ikev1/vendor_traits.h"

#include <algorithm>
#include <array>

namespace tw::ikev1 {

namespace {

struct NatRow
{
    NatDialect dialect;
    Vendor vendor;
};

constexpr std::array kNat = {
    NatRow{NatDialect::Rfc, Vendor::NatTraversal},
    NatRow{NatDialect::Draft03, Vendor::NatTraversalDraft03},
    NatRow{NatDialect::Draft02, Vendor::NatTraversalDraft02},
};

wire::IsakmpPayload payloadOf(Vendor vendor) { return {wire::PayloadType::VendorIdV1, vendorId(vendor)}; }

} // namespace

VendorTraits vendorTraits(std::span<const wire::IsakmpPayload> payloads)
{
    VendorTraits traits;
    for (const auto *id : wire::findPayloads<wire::VendorId>(payloads, wire::PayloadType::VendorIdV1)) {
        const auto vendor = vendorOf(*id);
        traits.knowsDpd = traits.knowsDpd || vendor == Vendor::DeadPeerDetection;
        traits.takesFragments = traits.takesFragments || vendor == Vendor::Fragmentation;
        for (const NatRow &row : kNat) {
            if (vendor == row.vendor)
                traits.nat = std::max(traits.nat, row.dialect);
        }
    }
    return traits;
}

wire::IsakmpPayloads vendorIds(bool withNat)
{
    wire::IsakmpPayloads payloads{payloadOf(Vendor::DeadPeerDetection), payloadOf(Vendor::Fragmentation)};
    for (const NatRow &row : kNat) {
        if (withNat)
            payloads.push_back(payloadOf(row.vendor));
    }
    return payloads;
}

wire::IsakmpPayloads vendorIdsFor(NatDialect dialect)
{
    wire::IsakmpPayloads payloads{payloadOf(Vendor::DeadPeerDetection), payloadOf(Vendor::Fragmentation)};
    for (const NatRow &row : kNat) {
        if (row.dialect == dialect)
            payloads.push_back(payloadOf(row.vendor));
    }
    return payloads;
}

} // namespace tw::ikev1

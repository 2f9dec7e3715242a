#include "engine/ikev1/vendor_ids.h"

#include <algorithm>
#include <array>

namespace tw::ikev1 {

namespace {

struct Row
{
    Vendor vendor;
    std::string_view hex;
    bool mayGoOn; // octets may follow that do not matter to us
    std::string_view name;
};

// The first row of a vendor is what we send.
constexpr std::array kVendors = {
    Row{Vendor::NatTraversal, "4a131c81070358455c5728f20e95452f", false, "NAT-T (RFC 3947)"},
    Row{Vendor::NatTraversalDraft03, "7d9419a65310ca6f2c179d9215529d56", false, "NAT-T (draft 03)"},
    Row{Vendor::NatTraversalDraft02, "90cb80913ebb696e086381b5ec427b1f", false, "NAT-T (draft 02)"},
    Row{Vendor::NatTraversalDraft02, "cd60464335df21f87cfdb2fc68b6a448", false, "NAT-T (draft 02)"},
    Row{Vendor::DeadPeerDetection, "afcad71368a1f1c96b8696fc77570100", false, "DPD"},
    Row{Vendor::DeadPeerDetection, "afcad71368a1f1c96b8696fc775701", true, "DPD"},
    Row{Vendor::Fragmentation, "4048b7d56ebce88525e7de7f00d6c2d380000000", false, "fragmentation"},
    Row{Vendor::Fragmentation, "4048b7d56ebce88525e7de7f00d6c2d3", true, "fragmentation"},
    Row{Vendor::Xauth, "09002689dfd6b712", false, "XAuth"},
    Row{Vendor::CiscoUnity, "12f5f28c457168a9702d9fe274cc0100", false, "Cisco Unity"},
};

const Row &rowOf(Vendor vendor) { return *std::ranges::find(kVendors, vendor, &Row::vendor); } // each has one

} // namespace

wire::VendorId vendorId(Vendor vendor) { return {fromHex(rowOf(vendor).hex)}; }

std::optional<Vendor> vendorOf(const wire::VendorId &id)
{
    const std::string hex = toHex(id.data);
    for (const Row &row : kVendors) {
        if (row.mayGoOn ? hex.starts_with(row.hex) : hex == row.hex)
            return row.vendor;
    }
    return std::nullopt;
}

std::string_view vendorName(Vendor vendor) { return rowOf(vendor).name; }

} // namespace tw::ikev1

#pragma once

#include "engine/wire/exchange_payloads.h"

#include <optional>
#include <string_view>

// IKEv1 has no notify for what a peer can do: it says so by vendor ids, most of them hashes of a text.
namespace tw::ikev1 {

enum class Vendor : std::uint8_t {
    NatTraversal, // RFC 3947
    NatTraversalDraft03, // draft-ietf-ipsec-nat-t-ike-03
    NatTraversalDraft02, // -02, which exists with and without a line feed behind its name
    DeadPeerDetection, // RFC 3706
    Fragmentation, // isakmp_payloads.h
    Xauth, // draft-beaulieu-ike-xauth
    CiscoUnity, // draft-dukes-ike-mode-cfg
};

// What to send.
wire::VendorId vendorId(Vendor vendor);

// What was received; nothing for one that means nothing to us. DPD of any minor version is one, and fragmentation
// whatever flags follow it.
std::optional<Vendor> vendorOf(const wire::VendorId &id);

// "NAT-T (RFC 3947)", for the log.
std::string_view vendorName(Vendor vendor);

} // namespace tw::ikev1

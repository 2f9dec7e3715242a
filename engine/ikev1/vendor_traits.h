#pragma once

#include "engine/ikev1/vendor_ids.h"
#include "engine/wire/isakmp_message.h"

#include <span>

// What a peer says that it can do, by its vendor ids together; and what we say.
namespace tw::ikev1 {

// In order of preference: a peer may speak several.
enum class NatDialect : std::uint8_t {
    None,
    Draft02, // draft-ietf-ipsec-nat-t-ike-02
    Draft03,
    Rfc, // RFC 3947
};

struct VendorTraits
{
    bool knowsDpd = false; // RFC 3706
    bool takesFragments = false; // fragments.h
    NatDialect nat = NatDialect::None; // the best of those that it speaks
};

VendorTraits vendorTraits(std::span<const wire::IsakmpPayload> payloads);

// What we say first: all that we know. `withNat` is false where the connection wants no NAT traversal.
wire::IsakmpPayloads vendorIds(bool withNat);
// What we say to that: of the dialects only the one to be spoken.
wire::IsakmpPayloads vendorIdsFor(NatDialect dialect);

} // namespace tw::ikev1

#pragma once

#include "engine/api/identity.h"
#include "engine/api/traffic_selector.h"
#include "engine/base/result.h"

#include <optional>

// The identification payload of IKEv1. Phase 1 says with it who a peer is; phase 2 says which traffic a child carries,
// for which IKEv2 has selectors. RFC 2407, 4.6.2.
namespace tw::wire {

// An open enum. RFC 2407, 4.6.2.1; those that api::Identity has carry the same numbers there.
enum class IsakmpIdType : std::uint8_t {
    Ipv4Address = 1,
    Fqdn = 2,
    UserFqdn = 3,
    Ipv4Subnet = 4, // address and mask
    Ipv6Address = 5,
    Ipv6Subnet = 6, // address and mask
    Ipv4Range = 7, // first and last address
    Ipv6Range = 8,
    DerDn = 9,
    DerGeneralName = 10,
    KeyId = 11,
};

struct IsakmpId
{
    IsakmpIdType type{};
    std::uint8_t protocol = 0; // of IP; 0: any
    std::uint16_t port = 0; // host byte order; 0: any
    Bytes data;

    friend bool operator==(const IsakmpId &, const IsakmpId &) = default;
};

// Unknown types are kept; an address, subnet or range of another size than its type has is Malformed. Nothing is judged
// beyond that: encodeIsakmpId() gives exactly the octets that were received, which a HASH covers.
Result<IsakmpId> decodeIsakmpId(ByteView body);
Bytes encodeIsakmpId(const IsakmpId &id);

// Phase 1. No protocol and no port; some peers send 17 and 500, which RFC 2407 allows too.
IsakmpId toIsakmpId(const api::Identity &identity);
// Nothing for subnets, ranges and types that nobody has as a name.
std::optional<api::Identity> identityOf(const IsakmpId &id);

// Phase 2. An address where the selector has only one, else a subnet where it is one, else a range. Nothing where it
// cannot be said: several ports but not all, ports of no protocol, mixed families.
std::optional<IsakmpId> toIsakmpId(const api::TrafficSelector &selector);
// Nothing for names, a mask with holes, a range that ends before it begins, and a port of no protocol.
std::optional<api::TrafficSelector> selectorOf(const IsakmpId &id);

} // namespace tw::wire

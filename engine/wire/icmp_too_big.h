#pragma once

#include "engine/base/bytes.h"
#include "engine/base/ip_address.h"

#include <optional>

namespace tw::wire {

// The answer to a packet that is too big for the tunnel: ICMP "fragmentation needed" (RFC 792; RFC 1191, 4) or ICMPv6
// "packet too big" (RFC 4443, 3.2), from `replyFrom` to the packet's source, quoting the packet's beginning. `mtu` is
// the largest inner packet that fits; IPv6 is never told less than 1280. Nothing where no answer may be sent: to a
// malformed packet, a later fragment, an ICMP error, a source that is no single host, an IPv4 multicast or broadcast
// (RFC 1122, 3.2.2; RFC 4443, 2.4), or where `replyFrom` is of another family.
std::optional<Bytes> buildTooBig(ByteView packet, std::size_t mtu, const IpAddress &replyFrom);

} // namespace tw::wire

#pragma once

#include "engine/base/bytes.h"

#include <cstdint>

// What the outer header takes from the inner one and gives back: DSCP and ECN.
namespace tw::esp {

// Out: DSCP is copied (RFC 2983's uniform model, as RFC 4301, 5.1.2.1 allows) and so is ECN (RFC 6040, 4.1, normal
// mode). Takes and gives the type-of-service octet.
inline std::uint8_t outerTos(std::uint8_t innerTos) { return innerTos; }

// In: the inner packet's ECN field becomes what RFC 6040, 4.2 (figure 4) says for its own and the outer one, in place,
// with IPv4's checksum; its DSCP stays. False: the packet must be dropped, since congestion was marked on a packet that
// cannot carry the mark. `inner` is a whole IPv4 or IPv6 header at least.
bool decapsulateEcn(MutableByteView inner, std::uint8_t outerTos);

} // namespace tw::esp

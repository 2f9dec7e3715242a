#pragma once

#include <cstdint>
#include <string_view>

namespace tw::wire {

// Security protocol identifiers, the same in both versions (RFC 7296, 3.3.1; RFC 2407, 4.4.1). An open enum: values
// without a name survive a round trip.
enum class ProtocolId : std::uint8_t { None = 0, Ike = 1, Ah = 2, Esp = 3 };

// What IKEv1 says its numbers belong to: the domain of interpretation of RFC 2407. Some peers write 0, which is ISAKMP
// alone, into notifications of phase 1.
inline constexpr std::uint32_t kDoiIpsec = 1;

std::string_view protocolName(ProtocolId protocol); // "IKE", "AH", "ESP"; empty for any other

} // namespace tw::wire

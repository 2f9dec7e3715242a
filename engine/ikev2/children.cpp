#include "engine/ikev2/children.h"

namespace tw::ikev2 {

wire::Payload deletePayload(std::span<const crypto::EspSpi> inboundSpis)
{
    std::vector<std::uint32_t> numbers;
    for (const crypto::EspSpi spi : inboundSpis)
        numbers.push_back(spi.value());
    return {wire::PayloadType::Delete, false, wire::DeletePayload::ofChildren(wire::ProtocolId::Esp, numbers)};
}

} // namespace tw::ikev2

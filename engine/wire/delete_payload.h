#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/wire/protocol_id.h"

#include <span>
#include <vector>

// RFC 7296, 3.11.
namespace tw::wire {

struct DeletePayload
{
    ProtocolId protocol = ProtocolId::None;
    std::uint8_t spiSize = 0; // 0 for an IKE SA of version 2, 4 for ESP and AH
    std::vector<Bytes> spis; // each of spiSize octets: the SPIs of the sender's inbound SAs

    static DeletePayload ofIkeSa();
    static DeletePayload ofChildren(ProtocolId protocol, std::span<const std::uint32_t> spis);

    // The SPIs as numbers, where they have four octets; else empty.
    std::vector<std::uint32_t> childSpis() const;

    friend bool operator==(const DeletePayload &, const DeletePayload &) = default;
};

// Malformed where number and size of the SPIs contradict what is there, and for SPIs of no octets.
Result<DeletePayload> decodeDeletePayload(ByteView body);

// Empty where an SPI has another size than spiSize, or there are more than 65535.
Bytes encodeDeletePayload(const DeletePayload &payload);

} // namespace tw::wire

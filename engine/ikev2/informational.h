#pragma once

#include "engine/ikev2/turn.h"

#include <optional>

// What INFORMATIONAL requests of an authentic peer ask for. RFC 7296, 1.4.
namespace tw::ikev2 {

struct Informational
{
    std::vector<std::uint32_t> deletedChildren; // the peer's inbound SPIs
    std::optional<ike::SessionEnded> ended; // the whole IKE SA, and its children with it
};

// The payloads hold no unknown critical one.
Informational readInformational(std::span<const wire::Payload> payloads, Turn &turn);

} // namespace tw::ikev2

#pragma once

#include "engine/ikev1/states.h"

// Informational exchanges under an ISAKMP SA: one message each, authenticated by HASH(1), that nobody answers.
// RFC 2409, 5.7; RFC 3706.
namespace tw::ikev1 {

void sendInformational(Established &state, wire::IsakmpPayloads payloads, Turn &turn);
// About a child that was offered under this SPI.
void sendChildRefusal(Established &state, wire::NotificationType type, crypto::EspSpi spi, Turn &turn);
void sendDeletion(Established &state, std::span<const crypto::EspSpi> inboundSpis, Turn &turn);
void sendIsakmpDeletion(Established &state, Turn &turn);
void sendProbe(Established &state, Turn &turn); // R-U-THERE

State onInformational(Established state, const Incoming &in, Turn &turn);

// The peer's message under the first IV of its exchange, whose HASH(1) is right and whose id is new; reported.
std::optional<Opened> openFirst(Established &state, const Incoming &in, Turn &turn);

wire::MessageId freshMessageId(Turn &turn);

} // namespace tw::ikev1

#pragma once

#include "engine/base/random_source.h"
#include "engine/wire/ike_header.h"

// A first message that every IKE daemon answers, to learn whether the two can talk at all. It is an IKE_SA_INIT that
// nobody can accept: its PRF, HMAC-TIGER, was named by RFC 4306 and written by nobody. So the answer is a refusal (or a
// cookie, or "invalid major version"), and no SA is begun on the other side.
namespace tw::ike {

Bytes buildPathQuestion(wire::IkeSpi spi, RandomSource &random);

// Whether a message (without the non-ESP marker) answers the one with this SPI. Anybody on the path can forge that, and
// wins nothing by it.
bool isPathAnswer(ByteView message, wire::IkeSpi spi);

} // namespace tw::ike

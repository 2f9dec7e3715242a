#pragma once

#include "engine/base/bytes.h"

#include <cstddef>

namespace tw::esp {

// Which of so many queues the flow of an inner packet belongs to: the same one for both directions of a flow, and for
// every packet of it. Fragments, which do not all have the ports, go by their addresses. `packet` begins with an IP header;
// the payload need not be there. 0 for what is no IP packet.
std::size_t queueOf(ByteView packet, std::size_t queues);

} // namespace tw::esp

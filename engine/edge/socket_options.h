#pragma once

#include "engine/base/ip_address.h"

namespace tw::edge {

// What all sockets to peers have in common: the received type of service is shown (ECN, RFC 6040), and an outer packet too long for the path is cut rather than lost: IKE messages have no other remedy.
// 0 or errno.
int setPeerSocketOptions(int fd, IpFamily family);

// Both directions; gives the size of the receive buffer as the kernel counts it.
int enlargeBuffers(int fd, int octets);

} // namespace tw::edge

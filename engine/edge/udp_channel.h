#pragma once

#include "engine/base/bytes.h"
#include "engine/edge/file_descriptor.h"
#include "engine/edge/offloads.h"
#include "engine/edge/system_failure.h"

#include <memory>

namespace tw::edge {

// Asked for, so that bursts of both directions fit; the kernel may give less to the unprivileged.
inline constexpr int kSocketBuffer = 8 * 1024 * 1024;

// The two UDP ports of one local address. IKE uses both, ESP in UDP the NAT port. Sockets do not block. Immutable, so
// that the IKE thread and the data thread may use it at once.
class UdpChannel
{
public:
    // `offloads`: of them UDP_GRO, on the NAT port, if the kernel has it. PortTaken, LocalPermission, AddressNotLocal; the detail names the port: "192.0.2.2[500]: Address already in use".
    static Attempt<std::shared_ptr<const UdpChannel>> open(const IpAddress &local, std::uint16_t ikePort,
                                                           std::uint16_t natPort, const Offloads &offloads = {});

    const IpAddress &local() const { return m_local; }
    Endpoint ikeEndpoint() const { return {m_local, m_ikePort}; }
    Endpoint natEndpoint() const { return {m_local, m_natPort}; }
    int ikeFd() const { return m_ike.get(); }
    int natFd() const { return m_nat.get(); }
    bool hasGro() const { return m_hasGro; } // datagrams of the NAT port may arrive joined
    int receiveBuffer() const { return m_receiveBuffer; } // of the NAT port, in octets, as the kernel gave it

    // From `localPort`, which decides whether the non-ESP marker goes in front (RFC 3948, 2.2). An empty message is a
    // NAT keepalive (RFC 3948, 2.3). Gives 0 or errno; nothing that fails here is worth more than a retransmit.
    int send(std::uint16_t localPort, const Endpoint &remote, ByteView message) const;

private:
    UdpChannel() = default;

    IpAddress m_local;
    std::uint16_t m_ikePort = 0;
    std::uint16_t m_natPort = 0;
    FileDescriptor m_ike;
    FileDescriptor m_nat;
    bool m_hasGro = false;
    int m_receiveBuffer = 0;
};

// Asks the system whether `address` is one of this machine's.
Attempt<void> checkLocal(const IpAddress &address);

// The address from which the system would talk to `remote`. RouteMissing.
Attempt<IpAddress> sourceAddressTo(const IpAddress &remote);

} // namespace tw::edge

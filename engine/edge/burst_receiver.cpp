#include "engine/edge/burst_receiver.h"

#include "engine/edge/socket_address.h"

#include <netinet/in.h>
#include <netinet/udp.h>

#include <algorithm>
#include <cstring>

namespace tw::edge {

namespace {

// Buffers that all begin at the same offset in a page meet in the same sets of the cache.
constexpr std::size_t kStagger = 64;

// What the kernel says of a receive.
struct Marks
{
    std::uint8_t tos = 0;
    std::uint16_t segmentSize = 0; // 0: one datagram
};

Marks marksOf(const msghdr &header)
{
    Marks marks;
    for (cmsghdr *control = CMSG_FIRSTHDR(&header); control != nullptr;
         control = CMSG_NXTHDR(const_cast<msghdr *>(&header), control)) {
        const bool isV4 = control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_TOS;
        const bool isV6 = control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_TCLASS;
        const bool isGro = control->cmsg_level == IPPROTO_UDP && control->cmsg_type == UDP_GRO;
        int value = 0;
        if (isV6 || isGro)
            std::memcpy(&value, CMSG_DATA(control), sizeof value);
        if (isV4)
            marks.tos = *CMSG_DATA(control);
        else if (isV6)
            marks.tos = static_cast<std::uint8_t>(value);
        else if (isGro)
            marks.segmentSize = static_cast<std::uint16_t>(value);
    }
    return marks;
}

// A raw IPv4 socket shows the packet with its header; the kernel has checked it.
MutableByteView withoutIpv4Header(MutableByteView packet)
{
    const std::size_t size = packet.empty() ? 0 : (packet.front() & 0x0fU) * 4;
    return packet.size() < size ? MutableByteView() : packet.subspan(size);
}

} // namespace

BurstReceiver::BurstReceiver()
    : m_memory(std::make_unique_for_overwrite<std::uint8_t[]>(kWidth * (kBufferSize + kStagger)))
{
    for (std::size_t i = 0; i < kWidth; ++i)
        m_slots[i].buffer = m_memory.get() + i * (kBufferSize + kStagger);
}

void BurstReceiver::prepare()
{
    for (std::size_t i = 0; i < m_width; ++i) {
        Slot &slot = m_slots[i];
        slot.part = {slot.buffer, kBufferSize};
        msghdr &header = m_headers[i].msg_hdr;
        header.msg_name = &slot.from;
        header.msg_namelen = sizeof slot.from;
        header.msg_iov = &slot.part;
        header.msg_iovlen = 1;
        header.msg_control = slot.control.data();
        header.msg_controllen = slot.control.size();
        header.msg_flags = 0;
    }
}

std::span<const esp::DatagramRun> BurstReceiver::receive(int fd, const Endpoint &local, bool udp)
{
    prepare();
    const int received = recvmmsg(fd, m_headers.data(), static_cast<unsigned>(m_width), MSG_DONTWAIT, nullptr);
    if (received <= 0)
        return {};
    const auto count = static_cast<std::size_t>(received);
    std::size_t packets = 0;
    for (std::size_t i = 0; i < count; ++i) {
        MutableByteView bytes{m_slots[i].buffer, m_headers[i].msg_len};
        if (!udp && local.address.isV4())
            bytes = withoutIpv4Header(bytes);
        Endpoint remote = endpointOf(m_slots[i].from);
        if (!udp)
            remote.port = 0; // an IPv6 raw socket shows the protocol there
        const Marks marks = marksOf(m_headers[i].msg_hdr);
        m_runs[i] = {bytes, marks.segmentSize, local, remote, marks.tos, udp};
        packets += marks.segmentSize == 0 ? 1 : (bytes.size() + marks.segmentSize - 1) / marks.segmentSize;
    }
    // Long runs fill the cache and keep the other direction waiting, if as many are taken at once as of single packets.
    m_width = std::clamp(kEnoughPackets * count / packets, kLeastWidth, kWidth);
    return std::span(m_runs).first(count);
}

} // namespace tw::edge

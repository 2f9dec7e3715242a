#pragma once

#include "engine/base/ip_address.h"
#include "engine/crypto/child_sa.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

// What the data path takes and gives. The wall of a user-space tunnel is how often a packet walks the kernel's stack,
// so nothing here is a single packet: inner packets come in bursts, ESP packets leave as trains that one UDP_SEGMENT
// send carries, datagrams come as the runs that one UDP_GRO receive gives, and inner packets leave as runs that one TUN
// write carries. The kernel's offloads make these longer; without them they have length one, and nothing else changes.
namespace tw::esp {

using crypto::EspSpi;

// What a virtio-net header says of an inner packet. All zero: one finished packet.
struct Offload
{
    enum class Segmentation : std::uint8_t { None, TcpV4, TcpV6, Udp };

    Segmentation gsoType = Segmentation::None;
    bool needsChecksum = false; // the checksum field holds the sum of the pseudo-header only
    std::uint16_t gsoSize = 0; // payload octets of each packet but the last
    std::uint16_t csumStart = 0;
    std::uint16_t csumOffset = 0;

    bool isFinished() const { return gsoType == Segmentation::None && !needsChecksum; }

    friend bool operator==(const Offload &, const Offload &) = default;
};

// One TUN read. The bytes stay the caller's; headers may be rewritten in place.
struct InnerPacket
{
    MutableByteView bytes;
    Offload offload;
};

inline constexpr std::size_t kMaxTrainSegments = 64; // UDP_MAX_SEGMENTS of the kernel
inline constexpr std::size_t kMaxTrainBytes = 65507; // the largest UDP payload over IPv4

// ESP packets back to back in one block, all of `segmentSize` octets but the last, which may be shorter: exactly one
// UDP_SEGMENT send (a plain one where there is one segment), or one message of sendmmsg per segment.
struct Train
{
    ByteView block; // in the SendArena
    std::uint16_t segmentSize = 0;
    Endpoint local; // without encapsulation only the addresses count
    Endpoint remote;
    std::uint8_t tos = 0; // of the outer header: DSCP and ECN
    bool udpEncapsulated = false; // else: protocol 50
    EspSpi sa; // the inbound SPI of the SA pair, by which everyone names it

    std::size_t segmentCount() const { return segmentSize == 0 ? 0 : (block.size() + segmentSize - 1) / segmentSize; }
};

// Where ESP packets are laid back to back. Owned by whoever sends, one per sending thread; trains point into it until
// clear().
class SendArena
{
public:
    // Holds what the longest superpacket becomes at the smallest segment that Linux cuts (tcp_min_snd_mss).
    static constexpr std::size_t kSize = 512 * 1024;

    SendArena() : m_memory(std::make_unique<std::uint8_t[]>(kSize)) { }

    // What is left; the next packet goes to its front.
    MutableByteView free() { return {m_memory.get() + m_used, kSize - m_used}; }
    // The first `size` octets of free(), for good until clear().
    MutableByteView take(std::size_t size)
    {
        const MutableByteView taken = free().first(size);
        m_used += size;
        return taken;
    }
    void clear() { m_used = 0; }

private:
    std::unique_ptr<std::uint8_t[]> m_memory;
    std::size_t m_used = 0;
};

// One receive from a UDP socket with UDP_GRO (segmentSize 0 or >= bytes.size(): one datagram), or one packet of
// protocol 50 without its IP header. The kernel joins datagrams of one 4-tuple whatever they are: ESP of several SPIs,
// IKE messages and keepalives may stand in one run, and each segment is classified by itself. Decrypted in place.
struct DatagramRun
{
    MutableByteView bytes;
    std::uint16_t segmentSize = 0;
    Endpoint local; // where it arrived
    Endpoint remote; // where it came from
    std::uint8_t tos = 0; // of the outer header; the same for the whole run
    bool udp = true;
};

// Exactly one TUN write: the slices of InboundBatch::slicesOf(), one behind the other.
struct InnerRun
{
    std::size_t firstSlice = 0;
    std::size_t sliceCount = 0;
    Offload offload;
};

// An IKE message that arrived on the NAT port, without its marker. Points into the receive buffer.
struct IkeDatagram
{
    Endpoint local;
    Endpoint remote;
    ByteView message;
    std::uint8_t tos = 0; // of the outer header
};

} // namespace tw::esp

#pragma once

#include "engine/esp/burst.h"
#include "engine/wire/ip_header.h"

#include <optional>

namespace tw::esp {

// An inner packet that the kernel left unfinished, as the finished packets that it stands for: a checksum that is
// missing, or a superpacket of TCP or UDP that is still to be cut. A finished packet stands for itself. Every packet is
// made straight where its ESP packet will be, so that its octets move once.
class Segmenter
{
public:
    // `inner` is one whole IP packet of `header.totalLength` octets, and stays the caller's while this lives. TCP is
    // cut into packets of at most `largestInner`, even where the kernel asked for longer ones: the path may have become
    // narrower than what it knows. Nothing where `offload` and the headers contradict each other: the headers are
    // believed, since a packet that was forwarded may say anything.
    static std::optional<Segmenter> make(ByteView inner, const wire::IpHeader &header, const Offload &offload,
                                         std::size_t largestInner);

    std::size_t count() const { return m_count; } // at least 1
    std::size_t sizeOf(std::size_t index) const; // of a packet, in octets
    // Writes packet `index`, complete with its checksums, to `out`, which has sizeOf(index) octets.
    void write(std::size_t index, MutableByteView out) const;

private:
    enum class Kind : std::uint8_t { Finished, ChecksumOnly, Tcp, Udp };

    Segmenter(Kind kind, ByteView inner, const Offload &offload) : m_kind(kind), m_inner(inner), m_offload(offload) { }

    ByteView payloadOf(std::size_t index) const
    {
        return m_payload.subspan(index * m_payloadSize)
            .first(std::min(m_payloadSize, m_payload.size() - index * m_payloadSize));
    }
    void writeIpFields(std::size_t index, MutableByteView out) const;

    Kind m_kind;
    ByteView m_inner;
    Offload m_offload;
    bool m_isV4 = true;
    std::size_t m_transport = 0; // where its header begins
    ByteView m_headers; // IP and transport
    ByteView m_payload;
    std::size_t m_payloadSize = 0; // of every packet but the last
    std::size_t m_count = 1;
    std::uint32_t m_addressSum = 0; // of the pseudo-header: all but the length
};

} // namespace tw::esp

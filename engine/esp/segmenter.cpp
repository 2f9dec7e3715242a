#include "engine/esp/segmenter.h"

#include "engine/wire/byte_order.h"
#include "engine/wire/ip_layout.h"
#include "engine/wire/transport_header.h"

#include <algorithm>
#include <cstring>

namespace tw::esp {

namespace {

using wire::loadBig;
using wire::storeBig;

// A superpacket with an end of its own: a TCP segment longer than nothing, a UDP datagram as UDP_SEGMENT takes it.
bool isSuperpacket(const wire::IpHeader &header, const Offload &offload)
{
    using Segmentation = Offload::Segmentation;
    if (offload.gsoSize == 0 || !offload.needsChecksum || header.isFragment())
        return false;
    switch (offload.gsoType) {
    case Segmentation::TcpV4: return header.isV4() && header.protocol == wire::kProtocolTcp;
    case Segmentation::TcpV6: return !header.isV4() && header.protocol == wire::kProtocolTcp;
    case Segmentation::Udp: return header.protocol == wire::kProtocolUdp;
    case Segmentation::None: break;
    }
    return false;
}

// 0: the headers do not fit into the packet.
std::size_t transportHeaderSize(ByteView transport, bool isTcp)
{
    if (!isTcp)
        return transport.size() < wire::kUdpHeaderSize ? 0 : wire::kUdpHeaderSize;
    if (transport.size() < wire::kTcpHeaderSize)
        return 0;
    const std::size_t size = std::size_t{transport[wire::kTcpDataOffset]} / 16 * 4;
    return size < wire::kTcpHeaderSize || size > transport.size() ? 0 : size;
}

// A UDP checksum of 0 would say that there is none (RFC 768); the other zero means the same sum.
void storeChecksum(std::uint8_t *at, std::uint64_t sum, bool isUdp)
{
    const auto checksum = static_cast<std::uint16_t>(~wire::foldSum(sum));
    storeBig(at, isUdp && checksum == 0 ? std::uint16_t{0xffff} : checksum);
}

} // namespace

std::optional<Segmenter> Segmenter::make(ByteView inner, const wire::IpHeader &header, const Offload &offload,
                                         std::size_t largestInner)
{
    if (offload.isFinished())
        return Segmenter(Kind::Finished, inner, offload);
    if (offload.gsoType == Offload::Segmentation::None) {
        // The field lies in the transport's header, whatever that is: only sum and place are known of it.
        const std::size_t field = std::size_t{offload.csumStart} + offload.csumOffset;
        if (offload.csumStart < header.headerLength || field + sizeof(std::uint16_t) > inner.size())
            return std::nullopt;
        Segmenter whole(Kind::ChecksumOnly, inner, offload);
        whole.m_transport = offload.csumStart;
        return whole;
    }
    if (!isSuperpacket(header, offload))
        return std::nullopt;

    const bool isTcp = header.protocol == wire::kProtocolTcp;
    const std::size_t transportSize = transportHeaderSize(inner.subspan(header.headerLength), isTcp);
    const std::size_t headersSize = header.headerLength + transportSize;
    if (transportSize == 0 || offload.csumStart != header.headerLength
        || offload.csumOffset != (isTcp ? wire::kTcpChecksumOffset : wire::kUdpChecksumOffset))
        return std::nullopt;
    Segmenter cut(isTcp ? Kind::Tcp : Kind::Udp, inner, offload);
    cut.m_isV4 = header.isV4();
    cut.m_transport = header.headerLength;
    cut.m_headers = inner.first(headersSize);
    cut.m_payload = inner.subspan(headersSize);
    cut.m_payloadSize = offload.gsoSize;
    if (isTcp && largestInner > headersSize)
        cut.m_payloadSize = std::min(cut.m_payloadSize, largestInner - headersSize);
    cut.m_count = std::max<std::size_t>((cut.m_payload.size() + cut.m_payloadSize - 1) / cut.m_payloadSize, 1);
    cut.m_addressSum = wire::pseudoHeaderSum(header.source, header.destination, header.protocol, 0);
    return cut;
}

std::size_t Segmenter::sizeOf(std::size_t index) const
{
    if (m_kind == Kind::Finished || m_kind == Kind::ChecksumOnly)
        return m_inner.size();
    return m_headers.size() + payloadOf(index).size();
}

void Segmenter::write(std::size_t index, MutableByteView out) const
{
    if (m_kind == Kind::Finished || m_kind == Kind::ChecksumOnly) {
        std::memcpy(out.data(), m_inner.data(), m_inner.size());
        if (m_kind == Kind::ChecksumOnly) {
            // The field holds the sum of the pseudo-header, and so makes the whole sum right.
            const std::uint32_t sum = wire::partialSum(out.subspan(m_transport));
            storeChecksum(out.data() + m_transport + m_offload.csumOffset, sum,
                          m_offload.csumOffset == wire::kUdpChecksumOffset);
        }
        return;
    }

    const ByteView payload = payloadOf(index);
    std::memcpy(out.data(), m_headers.data(), m_headers.size());
    std::memcpy(out.data() + m_headers.size(), payload.data(), payload.size());
    writeIpFields(index, out);

    const MutableByteView transport = out.subspan(m_transport, m_headers.size() - m_transport);
    const std::size_t transportLength = transport.size() + payload.size();
    const bool isUdp = m_kind == Kind::Udp;
    if (isUdp) {
        storeBig(transport.data() + wire::kUdpLengthOffset, static_cast<std::uint16_t>(transportLength));
    } else {
        const auto sequence = loadBig<std::uint32_t>(transport.data() + wire::kTcpSequenceOffset);
        storeBig(transport.data() + wire::kTcpSequenceOffset,
                 sequence + static_cast<std::uint32_t>(index * m_payloadSize));
        std::uint8_t &flags = transport[wire::kTcpFlagsOffset];
        if (index + 1 != m_count) // what ends here ends with the last one
            flags &= static_cast<std::uint8_t>(~(wire::kTcpFin | wire::kTcpPsh));
        if (index != 0) // RFC 3168, 6.1.2: the window was reduced once
            flags &= static_cast<std::uint8_t>(~wire::kTcpCwr);
    }
    std::uint8_t *field = transport.data() + m_offload.csumOffset;
    storeBig(field, std::uint16_t{0});
    storeChecksum(
        field, std::uint64_t{m_addressSum} + transportLength + wire::partialSum(transport) + wire::partialSum(payload),
        isUdp);
}

void Segmenter::writeIpFields(std::size_t index, MutableByteView out) const
{
    if (!m_isV4) {
        storeBig(out.data() + wire::kIpv6LengthOffset, static_cast<std::uint16_t>(out.size() - wire::kIpv6HeaderSize));
        return;
    }
    const auto id = loadBig<std::uint16_t>(out.data() + wire::kIpv4IdOffset);
    storeBig(out.data() + wire::kIpv4LengthOffset, static_cast<std::uint16_t>(out.size()));
    storeBig(out.data() + wire::kIpv4IdOffset, static_cast<std::uint16_t>(id + index));
    wire::updateIpv4Checksum(out);
}

} // namespace tw::esp

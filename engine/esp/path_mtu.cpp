#include "engine/esp/path_mtu.h"

#include "engine/esp/esp_cipher.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/esp_header.h"
#include "engine/wire/transport_header.h"

#include <algorithm>

namespace tw::esp {

namespace {

using wire::kTcpHeaderSize;

constexpr std::uint8_t kEndOfOptions = 0;
constexpr std::uint8_t kNoOperation = 1;
constexpr std::uint8_t kMssOption = 2;
constexpr std::size_t kMssOptionSize = 4;

// Where the value of the MSS option stands; 0: there is none, or the options are broken before it.
std::size_t findMss(ByteView tcp)
{
    const std::size_t end = std::min<std::size_t>(std::size_t{tcp[wire::kTcpDataOffset]} / 16 * 4, tcp.size());
    std::size_t at = kTcpHeaderSize;
    while (at < end && tcp[at] != kEndOfOptions) {
        if (tcp[at] == kNoOperation) {
            ++at;
            continue;
        }
        if (at + 1 >= end || tcp[at + 1] < 2 || at + tcp[at + 1] > end)
            return 0;
        if (tcp[at] == kMssOption)
            return tcp[at + 1] == kMssOptionSize ? at + 2 : 0;
        at += tcp[at + 1];
    }
    return 0;
}

} // namespace

std::size_t largestInnerPacket(const api::EspProposal &proposal, bool udpEncapsulated, IpFamily outer,
                               std::size_t pathMtu)
{
    const PacketLayout layout = PacketLayout::of(proposal);
    const std::size_t around = wire::ipHeaderSize(outer) + (udpEncapsulated ? wire::kUdpHeaderSize : 0)
        + wire::kEspHeaderSize + layout.ivSize + layout.icvSize;
    if (pathMtu < around + layout.alignment)
        return 0;
    const std::size_t encrypted = (pathMtu - around) / layout.alignment * layout.alignment;
    return encrypted - 2; // pad length and next header
}

api::TunnelFit tunnelFit(const api::EspProposal &proposal, bool udpEncapsulated, IpFamily outer)
{
    const auto octets = [](std::size_t size) { return static_cast<std::uint16_t>(size); };
    const PacketLayout layout = PacketLayout::of(proposal);
    api::TunnelFit fit;
    fit.outer = outer;
    fit.udpEncapsulated = udpEncapsulated;
    fit.proposal = proposal;
    fit.pathMtu = octets(kDefaultPathMtu);
    fit.outerHeader = octets(wire::ipHeaderSize(outer));
    fit.udpHeader = octets(udpEncapsulated ? wire::kUdpHeaderSize : 0);
    fit.espHeader = octets(wire::kEspHeaderSize);
    fit.iv = octets(layout.ivSize);
    fit.alignment = octets(layout.alignment);
    fit.trailer = 2;
    fit.icv = octets(layout.icvSize);
    fit.fitsPath = octets(largestInnerPacket(proposal, udpEncapsulated, outer));
    return fit;
}

std::uint16_t mssFor(std::size_t mtu, IpFamily inner)
{
    const std::size_t headers = wire::ipHeaderSize(inner) + kTcpHeaderSize;
    return mtu <= headers ? std::uint16_t{0} : static_cast<std::uint16_t>(std::min<std::size_t>(mtu - headers, 65535));
}

void clampMss(MutableByteView packet, const wire::IpHeader &header, std::uint16_t mss, TcpChecksum checksumIs)
{
    if (header.protocol != wire::kProtocolTcp || header.isFragment())
        return;
    const MutableByteView tcp = packet.first(header.totalLength).subspan(header.headerLength);
    if (tcp.size() < kTcpHeaderSize || (tcp[wire::kTcpFlagsOffset] & wire::kTcpSyn) == 0)
        return;
    const std::size_t at = findMss(tcp);
    if (at == 0 || wire::loadBig<std::uint16_t>(tcp.data() + at) <= mss)
        return;
    if (checksumIs == TcpChecksum::Unfinished) {
        wire::storeBig(tcp.data() + at, mss);
        return;
    }
    // RFC 1624, equation 3. The value may stand at an odd place behind a no-operation: then its octets belong to two
    // of the words that the checksum adds up, and the sum's octets are swapped (RFC 1071, 2 B).
    const auto word = [&](std::uint16_t value) { return at % 2 == 0 ? value : std::byteswap(value); };
    const std::uint16_t before = word(wire::loadBig<std::uint16_t>(tcp.data() + at));
    const auto checksum = wire::loadBig<std::uint16_t>(tcp.data() + wire::kTcpChecksumOffset);
    std::uint32_t sum =
        std::uint32_t{static_cast<std::uint16_t>(~checksum)} + static_cast<std::uint16_t>(~before) + word(mss);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    wire::storeBig(tcp.data() + at, mss);
    wire::storeBig(tcp.data() + wire::kTcpChecksumOffset, static_cast<std::uint16_t>(~sum));
}

} // namespace tw::esp

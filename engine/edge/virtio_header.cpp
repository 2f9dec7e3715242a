#include "engine/edge/virtio_header.h"

#include <cstring>

namespace tw::edge {

namespace {

using Segmentation = esp::Offload::Segmentation;

constexpr std::size_t kFlagsOffset = 0;
constexpr std::size_t kGsoTypeOffset = 1;
constexpr std::size_t kHeaderSizeOffset = 2;
constexpr std::size_t kGsoSizeOffset = 4;
constexpr std::size_t kCsumStartOffset = 6;
constexpr std::size_t kCsumOffsetOffset = 8;

constexpr std::uint8_t kNeedsChecksum = 1;

constexpr std::uint8_t kGsoNone = 0;
constexpr std::uint8_t kGsoTcpV4 = 1;
constexpr std::uint8_t kGsoTcpV6 = 4;
constexpr std::uint8_t kGsoUdp = 5;
constexpr std::uint8_t kGsoEcn = 0x80; // TCP with CWR in its first segment, which every cut of ours heeds

std::uint16_t load(const VirtioHeader &header, std::size_t offset)
{
    std::uint16_t value = 0;
    std::memcpy(&value, header.data() + offset, sizeof value);
    return value;
}

void store(VirtioHeader &header, std::size_t offset, std::size_t value)
{
    const auto narrow = static_cast<std::uint16_t>(value);
    std::memcpy(header.data() + offset, &narrow, sizeof narrow);
}

} // namespace

esp::Offload offloadOf(const VirtioHeader &header)
{
    esp::Offload offload;
    offload.needsChecksum = (header[kFlagsOffset] & kNeedsChecksum) != 0;
    offload.csumStart = load(header, kCsumStartOffset);
    offload.csumOffset = load(header, kCsumOffsetOffset);
    offload.gsoSize = load(header, kGsoSizeOffset);
    switch (header[kGsoTypeOffset] & ~kGsoEcn) {
    case kGsoNone: offload.gsoSize = 0; break;
    case kGsoTcpV4: offload.gsoType = Segmentation::TcpV4; break;
    case kGsoTcpV6: offload.gsoType = Segmentation::TcpV6; break;
    case kGsoUdp: offload.gsoType = Segmentation::Udp; break;
    default:
        offload.gsoType = Segmentation::Udp;
        offload.gsoSize = 0;
        break;
    }
    return offload;
}

VirtioHeader virtioHeaderOf(const esp::Offload &offload, std::size_t headerSize)
{
    VirtioHeader header{};
    if (!offload.needsChecksum)
        return header;
    header[kFlagsOffset] = kNeedsChecksum;
    store(header, kCsumStartOffset, offload.csumStart);
    store(header, kCsumOffsetOffset, offload.csumOffset);
    switch (offload.gsoType) {
    case Segmentation::None: return header;
    case Segmentation::TcpV4: header[kGsoTypeOffset] = kGsoTcpV4; break;
    case Segmentation::TcpV6: header[kGsoTypeOffset] = kGsoTcpV6; break;
    case Segmentation::Udp: header[kGsoTypeOffset] = kGsoUdp; break;
    }
    store(header, kHeaderSizeOffset, headerSize);
    store(header, kGsoSizeOffset, offload.gsoSize);
    return header;
}

} // namespace tw::edge

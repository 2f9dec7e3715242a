#include "engine/edge/run_writer.h"

#include "engine/esp/segmenter.h"

namespace tw::edge {

std::size_t RunWriter::write(const TunDevice &device, std::span<const ByteView> slices, const esp::Offload &offload)
{
    switch (device.write(slices, offload)) {
    case TunDevice::WriteResult::Taken:
        if (slices.size() > 1)
            m_refusals = 0;
        return 0;
    case TunDevice::WriteResult::Lost: return slices.size();
    case TunDevice::WriteResult::Refused: break;
    }
    ++m_refusals;
    return writeSingly(device, slices, offload);
}

std::size_t RunWriter::writeSingly(const TunDevice &device, std::span<const ByteView> slices,
                                   const esp::Offload &offload)
{
    m_joined.clear();
    for (const ByteView slice : slices)
        append(m_joined, slice);
    const auto header = wire::decodeIpHeader(m_joined);
    const auto segments = header ? esp::Segmenter::make(m_joined, *header, offload, m_joined.size()) : std::nullopt;
    if (!segments)
        return slices.size();
    std::size_t lost = 0;
    for (std::size_t i = 0; i < segments->count(); ++i) {
        m_single.resize(segments->sizeOf(i));
        segments->write(i, m_single);
        const ByteView single = m_single;
        lost += device.write(std::span(&single, 1)) == TunDevice::WriteResult::Taken ? 0 : 1;
    }
    return lost;
}

} // namespace tw::edge

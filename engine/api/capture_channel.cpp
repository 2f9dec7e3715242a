#include "engine/api/capture_channel.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

namespace tw::api {

struct CaptureLane::Record
{
    CaptureTime at;
    Endpoint local;
    Endpoint remote;
    std::uint32_t size;
    Direction direction;
    std::uint8_t tos;
    bool udp;
    bool ike;
};

CaptureLane::CaptureLane(std::size_t capacity)
    : m_capacity(capacity), m_memory(std::make_unique_for_overwrite<std::uint8_t[]>(capacity))
{ }

void CaptureLane::copyIn(std::uint64_t at, ByteView bytes)
{
    if (bytes.empty())
        return;
    const std::size_t offset = at & (m_capacity - 1);
    const std::size_t first = std::min(bytes.size(), m_capacity - offset);
    std::memcpy(m_memory.get() + offset, bytes.data(), first);
    std::memcpy(m_memory.get(), bytes.data() + first, bytes.size() - first);
}

void CaptureLane::copyOut(std::uint64_t at, MutableByteView bytes) const
{
    if (bytes.empty())
        return;
    const std::size_t offset = at & (m_capacity - 1);
    const std::size_t first = std::min(bytes.size(), m_capacity - offset);
    std::memcpy(bytes.data(), m_memory.get() + offset, first);
    std::memcpy(bytes.data() + first, m_memory.get(), bytes.size() - first);
}

CaptureLane::Record CaptureLane::recordAt(std::uint64_t at) const
{
    static_assert(std::is_trivially_copyable_v<Record>);
    std::array<std::uint8_t, sizeof(Record)> bytes;
    copyOut(at, bytes);
    Record record;
    std::memcpy(&record, bytes.data(), sizeof record);
    return record;
}

bool CaptureLane::put(const CapturedDatagram &datagram)
{
    const std::uint64_t written = m_written.load(std::memory_order_relaxed);
    const std::uint64_t used = written - m_taken.load(std::memory_order_acquire);
    const std::size_t needed = sizeof(Record) + datagram.payload.size();
    if (needed > m_capacity - used) {
        m_dropped.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    const Record record{
        datagram.at,        datagram.local, datagram.remote, static_cast<std::uint32_t>(datagram.payload.size()),
        datagram.direction, datagram.tos,   datagram.udp,    datagram.ike};
    copyIn(written, {reinterpret_cast<const std::uint8_t *>(&record), sizeof record});
    copyIn(written + sizeof record, datagram.payload);
    m_written.store(written + needed, std::memory_order_release);
    return true;
}

std::optional<CaptureTime> CaptureLane::oldest() const
{
    const std::uint64_t taken = m_taken.load(std::memory_order_relaxed);
    if (m_written.load(std::memory_order_acquire) == taken)
        return std::nullopt;
    return recordAt(taken).at;
}

CapturedDatagram CaptureLane::take(Bytes &memory)
{
    const std::uint64_t taken = m_taken.load(std::memory_order_relaxed);
    const Record record = recordAt(taken);
    memory.resize(record.size);
    copyOut(taken + sizeof record, memory);
    m_taken.store(taken + sizeof record + record.size, std::memory_order_release);
    return {record.at, record.direction, record.local, record.remote, record.tos, record.udp, record.ike, memory};
}

CaptureChannel::CaptureChannel()
{
    for (auto &lane : m_lanes)
        lane = std::make_unique<CaptureLane>(kLaneBytes);
}

void CaptureChannel::put(CapturedKey key)
{
    const std::lock_guard lock(m_mutex);
    m_keys.push_back(std::move(key));
}

void CaptureChannel::close(const CaptureTotals &totals)
{
    const std::lock_guard lock(m_mutex);
    m_totals = totals;
}

std::optional<CapturedDatagram> CaptureChannel::next(CaptureTime until)
{
    CaptureLane *from = nullptr;
    CaptureTime oldest = until;
    for (const auto &lane : m_lanes) {
        const auto time = lane->oldest();
        if (time && (*time < oldest || (!from && *time == oldest))) {
            from = lane.get();
            oldest = *time;
        }
    }
    if (!from)
        return std::nullopt;
    return from->take(m_payload);
}

std::vector<CapturedKey> CaptureChannel::takeKeys()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_keys, {});
}

std::optional<CaptureTotals> CaptureChannel::totals() const
{
    const std::lock_guard lock(m_mutex);
    return m_totals;
}

std::uint64_t CaptureChannel::dropped() const
{
    std::uint64_t sum = 0;
    for (const auto &lane : m_lanes)
        sum += lane->dropped();
    return sum;
}

} // namespace tw::api

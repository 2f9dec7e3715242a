#pragma once

#include "engine/api/capture.h"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

// From the engine to whoever writes a capture down.
namespace tw::api {

// Datagrams on their way from one thread to another without a lock or a system call: what finds no room is dropped, and
// counted, and nobody ever waits. One thread puts, one takes.
class CaptureLane
{
public:
    explicit CaptureLane(std::size_t capacity); // a power of two

    bool put(const CapturedDatagram &datagram);

    // The time of the oldest; nothing: there is none.
    std::optional<CaptureTime> oldest() const;
    // Takes the oldest, which there is; its payload goes to `memory`, and the result points there.
    CapturedDatagram take(Bytes &memory);

    std::uint64_t dropped() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    struct Record; // what stands before each payload

    void copyIn(std::uint64_t at, ByteView bytes);
    void copyOut(std::uint64_t at, MutableByteView bytes) const;
    Record recordAt(std::uint64_t at) const;

    const std::size_t m_capacity;
    const std::unique_ptr<std::uint8_t[]> m_memory; // not touched before it is used
    alignas(64) std::atomic<std::uint64_t> m_written = 0; // octets, since ever
    std::atomic<std::uint64_t> m_dropped = 0;
    alignas(64) std::atomic<std::uint64_t> m_taken = 0;
};

// A capture's datagrams, a lane for each thread that has any, and its keys, which travel apart from them and from
// everything else that the engine says. Made by whoever orders a capture; both sides hold it.
class CaptureChannel
{
public:
    static constexpr std::size_t kIkeLane = 0;
    static constexpr std::size_t kInboundLane = 1;
    static constexpr std::size_t kFirstOutboundLane = 2; // one for each thread that sends
    static constexpr std::size_t kLanes = 10;
    static constexpr std::size_t kLaneBytes = std::size_t{4} << 20;

    CaptureChannel();

    // The engine's side.
    void put(std::size_t lane, const CapturedDatagram &datagram) { m_lanes[lane]->put(datagram); }
    void put(CapturedKey key);
    void close(const CaptureTotals &totals); // nothing more comes but what data threads are about to put

    // The writer's side.
    // The oldest of all lanes that is not newer than `until`; its payload stands until the next call. Those of one lane
    // come in their order.
    std::optional<CapturedDatagram> next(CaptureTime until = CaptureTime::max());
    std::vector<CapturedKey> takeKeys();
    std::optional<CaptureTotals> totals() const; // nothing: it is still on
    std::uint64_t dropped() const;

private:
    std::array<std::unique_ptr<CaptureLane>, kLanes> m_lanes;
    Bytes m_payload; // of the one that was given last
    mutable std::mutex m_mutex; // of the IKE thread and the writer
    std::vector<CapturedKey> m_keys;
    std::optional<CaptureTotals> m_totals;
};

} // namespace tw::api

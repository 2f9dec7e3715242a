#pragma once

#include "engine/edge/data_half.h"
#include "engine/edge/data_news.h"
#include "engine/edge/hand_off.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace tw::edge {

// A thread for one half of the data path, or for several. It never waits for anything but the next packet.
class DataThread
{
public:
    // `name`, of at most 15 letters, is what the system calls it. All else that is given here outlives it.
    DataThread(std::string name, std::vector<DataHalf *> halves, const esp::SnapshotSlot &snapshots, DataNewsBox &news);
    ~DataThread(); // ends it

    // From any thread.
    void setPorts(DataPorts ports) { m_ports.put(std::move(ports)); }
    void wake() const { m_wake.wake(); } // there is a new snapshot

private:
    struct Served
    {
        DataHalf *half;
        std::size_t firstPolled = 0; // of m_polled
        std::size_t polledCount = 0;
    };

    void run();
    void oneRound();
    void takePorts();
    bool isAnyWaiting() const;
    template <typename Work>
    void guarded(Work work);

    const esp::SnapshotSlot &m_snapshots;
    DataNewsBox &m_news;
    WakeEvent m_wake;
    HandOff<DataPorts> m_ports;
    std::atomic<bool> m_stopping = false;

    // Of the thread itself.
    std::vector<Served> m_served;
    std::vector<pollfd> m_polled; // m_wake, then those of each half
    esp::SnapshotPtr m_snapshot = std::make_shared<const esp::SaSnapshot>();
    std::uint64_t m_snapshotSeen = 0;
    TimePoint m_flushedAt{};

    std::thread m_thread;
};

} // namespace tw::edge

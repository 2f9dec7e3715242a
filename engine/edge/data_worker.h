#pragma once

#include "engine/edge/data_thread.h"
#include "engine/edge/inbound_half.h"
#include "engine/edge/offloads.h"
#include "engine/edge/outbound_half.h"

#include <memory>
#include <vector>

namespace tw::edge {

// The data threads and what they do, as the IKE thread sees it. They take the bursts that are there, protect or
// unprotect them and send them on: SAs come as immutable snapshots, IKE messages and notices leave in batches. No packet
// ever goes from one thread to another.
class DataWorker
{
public:
    // `wake` tells the owner that take() has something. `threads`: one for both directions, or one that receives and the
    // others that send. Of those the n-th reads the n-th queue of the device, if it has so many, and has the n-th lane of
    // every SA, which there must be.
    explicit DataWorker(std::shared_ptr<const WakeEvent> wake, const Offloads &offloads = {}, int threads = 1);
    ~DataWorker(); // ends the threads

    // From the owner's thread, which is one and the same for all of these.
    void setPorts(const DataPorts &ports);
    // Each thread goes over to it in a moment of its own, so what was removed is still used until all have.
    void publish(esp::SnapshotPtr snapshot);
    DataNews take() { return m_news.take(); }
    api::DropCounters drops() const; // packets that belonged to no SA
    api::DataPathStatus dataPath() const; // as of the last burst, but for what sockets and device have

private:
    esp::SnapshotSlot m_snapshots;
    DataNewsBox m_news;
    std::vector<std::unique_ptr<OutboundHalf>> m_outbound; // one at least
    InboundHalf m_inbound;
    std::vector<std::unique_ptr<DataThread>> m_threads;
};

} // namespace tw::edge

#pragma once

#include "engine/edge/data_half.h"
#include "engine/edge/data_news.h"
#include "engine/edge/inner_burst.h"
#include "engine/edge/offloads.h"
#include "engine/edge/train_sender.h"
#include "engine/esp/outbound.h"

#include <atomic>
#include <string>

namespace tw::edge {

// From the TUN device to the sockets; of several, each reads a queue of the device.
class OutboundHalf : public DataHalf
{
public:
    // `number`: of its queue, and of its lane in every SA. A device that has less queues than there are `halves` leaves
    // some without work.
    OutboundHalf(DataNewsBox &news, const Offloads &offloads, std::size_t number = 0, std::size_t halves = 1);

    void setPorts(const DataPorts &ports, std::vector<pollfd> &polled) override;
    void serve(std::span<pollfd> polled, const esp::SaSnapshot &snapshot, TimePoint now) override;
    bool isAnyWaiting() const override { return m_outbound.waitingCount() > 0; }
    void flushWaiting(const esp::SaSnapshot &snapshot, TimePoint now) override;
    void forgetBurst() override;
    api::DropCounters drops() const override { return m_outbound.drops().value(); }

    // Whether trains leave whole, as of the last burst; from any thread.
    bool isSegmenting() const { return m_isSegmenting.load(std::memory_order_relaxed); }

    std::string cryptoName() const { return m_outbound.crypto().description(); } // likewise

private:
    bool takeInnerBurst(const esp::SaSnapshot &snapshot, TimePoint now);
    void finish(const esp::SaSnapshot &snapshot, TimePoint now);
    void sendTrain(const esp::Train &train, const esp::SaSnapshot &snapshot, TimePoint now);
    int socketFor(const esp::Train &train) const;

    DataNewsBox &m_news;
    std::size_t m_queue;
    DataPorts m_ports;
    InnerBurst m_burst;
    esp::Outbound m_outbound;
    esp::OutboundBatch m_batch;
    esp::SendArena m_arena;
    TrainSender m_sender;
    std::atomic<bool> m_isSegmenting;
};

} // namespace tw::edge

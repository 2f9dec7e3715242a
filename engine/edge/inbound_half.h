#pragma once

#include "engine/edge/burst_receiver.h"
#include "engine/edge/data_half.h"
#include "engine/edge/data_news.h"
#include "engine/edge/offloads.h"
#include "engine/edge/run_writer.h"
#include "engine/esp/inbound.h"

#include <atomic>

namespace tw::edge {

// From the sockets to the TUN device, and what is of IKE to the IKE thread. A device that is gone takes nothing; that it
// is gone is for the half that reads it to find out.
class InboundHalf : public DataHalf
{
public:
    InboundHalf(DataNewsBox &news, const Offloads &offloads);

    void setPorts(const DataPorts &ports, std::vector<pollfd> &polled) override;
    void serve(std::span<pollfd> polled, const esp::SaSnapshot &snapshot, TimePoint now) override;
    bool isAnyWaiting() const override { return m_inbound.earlyCount() > 0; }
    void flushWaiting(const esp::SaSnapshot &snapshot, TimePoint now) override;
    void forgetBurst() override { m_batch.clear(); }
    api::DropCounters drops() const override { return m_inbound.drops().value(); }

    // Whether it gives packets to the device joined, as of the last burst; from any thread.
    bool joinsTcp() const { return m_joinsTcp.load(std::memory_order_relaxed); }
    bool joinsUdp() const { return m_joinsUdp.load(std::memory_order_relaxed); }

private:
    void takeDatagrams(int fd, const Endpoint &local, bool udp, const esp::SaSnapshot &snapshot, TimePoint now);
    void finish();
    void joinAs(const esp::Coalescer::Limits &limits);

    DataNewsBox &m_news;
    DataPorts m_ports;
    BurstReceiver m_receiver;
    esp::Inbound m_inbound;
    esp::InboundBatch m_batch;
    RunWriter m_writer;
    std::atomic<bool> m_joinsTcp = false;
    std::atomic<bool> m_joinsUdp = false;
};

} // namespace tw::edge

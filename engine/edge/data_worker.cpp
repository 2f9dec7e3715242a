#include "engine/edge/data_worker.h"

#include <utility>

namespace tw::edge {

DataWorker::DataWorker(std::shared_ptr<const WakeEvent> wake, const Offloads &offloads, int threads)
    : m_news(std::move(wake)), m_outbound(m_news, offloads), m_inbound(m_news, offloads)
{
    const auto begin = [this](const char *name, std::vector<DataHalf *> halves) {
        m_threads.push_back(std::make_unique<DataThread>(name, std::move(halves), m_snapshots, m_news));
    };
    if (threads > 1) {
        begin("tw-data-out", {&m_outbound});
        begin("tw-data-in", {&m_inbound});
    } else {
        begin("tw-data", {&m_outbound, &m_inbound});
    }
}

DataWorker::~DataWorker() = default;

void DataWorker::setPorts(const DataPorts &ports)
{
    for (const auto &thread : m_threads)
        thread->setPorts(ports);
}

void DataWorker::publish(esp::SnapshotPtr snapshot)
{
    m_snapshots.publish(std::move(snapshot));
    for (const auto &thread : m_threads)
        thread->wake(); // packets may be waiting for just this SA
}

api::DropCounters DataWorker::drops() const
{
    api::DropCounters sum = m_inbound.drops();
    const api::DropCounters outbound = m_outbound.drops();
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += outbound[i];
    return sum;
}

api::DataPathStatus DataWorker::dataPath() const
{
    api::DataPathStatus status;
    status.udpSegment = m_outbound.isSegmenting();
    status.tunTcp = m_inbound.joinsTcp();
    status.tunUdp = m_inbound.joinsUdp();
    status.crypto = m_outbound.cryptoName();
    return status;
}

} // namespace tw::edge

#include "engine/edge/data_worker.h"

#include "engine/edge/engine_options.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tw::edge {

DataWorker::DataWorker(std::shared_ptr<const WakeEvent> wake, const Offloads &offloads, int threads)
    : m_news(std::move(wake)), m_inbound(m_news, offloads)
{
    const std::size_t outbound = outboundThreadsOf(threads);
    while (m_outbound.size() < outbound)
        m_outbound.push_back(std::make_unique<OutboundHalf>(m_news, offloads, m_outbound.size(), outbound));

    const auto begin = [this](std::string name, std::vector<DataHalf *> halves) {
        m_threads.push_back(std::make_unique<DataThread>(std::move(name), std::move(halves), m_snapshots, m_news));
    };
    if (threads < 2) {
        begin("tw-data", {m_outbound.front().get(), &m_inbound});
        return;
    }
    for (std::size_t i = 0; i < outbound; ++i)
        begin(outbound == 1 ? "tw-data-out" : "tw-data-out" + std::to_string(i), {m_outbound[i].get()});
    begin("tw-data-in", {&m_inbound});
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
    for (const auto &half : m_outbound) {
        const api::DropCounters outbound = half->drops();
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += outbound[i];
    }
    return sum;
}

api::DataPathStatus DataWorker::dataPath() const
{
    api::DataPathStatus status;
    status.udpSegment = std::ranges::all_of(m_outbound, [](const auto &half) { return half->isSegmenting(); });
    status.tunTcp = m_inbound.joinsTcp();
    status.tunUdp = m_inbound.joinsUdp();
    status.dataThreads = static_cast<int>(m_threads.size());
    status.crypto = m_outbound.front()->cryptoName();
    return status;
}

} // namespace tw::edge

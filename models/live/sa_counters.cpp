#include "models/live/sa_counters.h"

#include <algorithm>

namespace tw::models {

namespace {

std::uint64_t grown(std::uint64_t before, std::uint64_t now) { return now >= before ? now - before : now; }

} // namespace

SaCounters::SaCounters(const std::vector<api::ChildSaStatus> &childSas)
{
    for (const api::ChildSaStatus &child : childSas)
        m_sas.push_back({child.inboundSpi, child.traffic});
}

api::TrafficCounters SaCounters::grownSince(const SaCounters &before) const
{
    api::TrafficCounters sum;
    for (const Sa &sa : m_sas) {
        const auto same = std::ranges::find(before.m_sas, sa.spi, &Sa::spi);
        const api::TrafficCounters past = same == before.m_sas.end() ? api::TrafficCounters() : same->counters;
        sum.packetsIn += grown(past.packetsIn, sa.counters.packetsIn);
        sum.bytesIn += grown(past.bytesIn, sa.counters.bytesIn);
        sum.packetsOut += grown(past.packetsOut, sa.counters.packetsOut);
        sum.bytesOut += grown(past.bytesOut, sa.counters.bytesOut);
    }
    return sum;
}

} // namespace tw::models

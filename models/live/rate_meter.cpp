#include "models/live/rate_meter.h"

#include <algorithm>

namespace tw::models {

namespace {

// Readings that follow each other faster say more about when they were taken than about what flows.
constexpr std::chrono::milliseconds kShortest{400};

double perSecond(std::uint64_t bytes, std::chrono::milliseconds span)
{
    return static_cast<double>(bytes) * 8'000.0 / static_cast<double>(span.count());
}

bool flows(const TrafficRate &rate) { return rate.in > 0 || rate.out > 0; }

} // namespace

void RateMeter::note(const QString &id, const api::ConnectionStatus &status, TimePoint at)
{
    SaCounters counters(status.childSas);
    const auto known = m_samples.find(id);
    if (known == m_samples.end()) {
        m_samples.insert(id, {std::move(counters), at, {}}); // what flowed before is nobody's rate
        return;
    }
    // After a silence the counters began to move within the last reading.
    const auto span = flows(known->rate) ? at - known->at : std::min(at - known->at, kReading);
    if (span < kShortest || counters == known->counters)
        return;
    const api::TrafficCounters grown = counters.grownSince(known->counters);
    *known = {std::move(counters), at, {perSecond(grown.bytesIn, span), perSecond(grown.bytesOut, span)}};
}

QStringList RateMeter::settle(TimePoint now)
{
    QStringList settled;
    for (auto sample = m_samples.begin(); sample != m_samples.end(); ++sample) {
        if (!flows(sample->rate) || now - sample->at < kSilence)
            continue;
        sample->rate = {};
        settled.append(sample.key());
    }
    return settled;
}

bool RateMeter::anyFlows() const
{
    return std::ranges::any_of(m_samples, [](const Sample &sample) { return flows(sample.rate); });
}

} // namespace tw::models

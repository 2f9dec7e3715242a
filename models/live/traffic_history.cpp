#include "models/live/traffic_history.h"

#include "models/catalog/catalog.h"
#include "models/live/live_state.h"

#include <algorithm>
#include <utility>

namespace tw::models {

namespace {

struct Resolution
{
    Duration step;
    std::size_t count;
};

constexpr std::array<Resolution, kTrafficRangeCount> kResolutions{{
    {std::chrono::seconds(1), 600},
    {std::chrono::seconds(10), 360},
    {std::chrono::minutes(1), 1440},
}};

// The engine's counters move by readings this far apart (with what a busy machine adds to it).
constexpr Duration kReadingInterval{1000};
constexpr Duration kLongestReading{1500};
// After a longer silence nobody knows when it was that something flowed: the machine slept, or the program stood still.
constexpr Duration kLongestSilence{10'000};
// A clock that was put back by more than this makes the newest steps lie in the future.
constexpr Duration kClockSlack{5000};

const Resolution &resolution(TrafficRange range) { return kResolutions[static_cast<std::size_t>(range)]; }

} // namespace

Duration trafficStep(TrafficRange range) { return resolution(range).step; }
std::size_t trafficPointCount(TrafficRange range) { return resolution(range).count; }

TrafficHistory::Track::Track()
    : series{TrafficSeries(kResolutions[0].step, kResolutions[0].count),
             TrafficSeries(kResolutions[1].step, kResolutions[1].count),
             TrafficSeries(kResolutions[2].step, kResolutions[2].count)}
{ }

TrafficHistory::TrafficHistory(const Catalog &catalog, const LiveState &live, QObject *parent)
    : QObject(parent), m_catalog(catalog), m_live(live)
{
    connect(&live, &LiveState::connectionChanged, this, &TrafficHistory::onConnectionChanged);
    connect(&live, &LiveState::engineChanged, this, &TrafficHistory::onEngineChanged);
    connect(&catalog, &Catalog::connectionRemoved, this, [this](const QString &id) { m_tracks.erase(id); });
}

void TrafficHistory::onConnectionChanged(const QString &id)
{
    const api::ConnectionStatus *status = m_live.find(id);
    const auto known = m_tracks.find(id);
    if (!status || status->childSas.empty()) {
        if (known != m_tracks.end())
            known->second.last.reset();
        return;
    }
    // It may be deleted here before the engine has let go of it.
    if (known == m_tracks.end() && !m_catalog.connection(id))
        return;
    Track &track = m_tracks[id];
    const UtcTime at = m_live.reportedAt();
    notice(at);

    Reading reading{at, SaCounters(status->childSas)};
    const api::TrafficCounters grown = reading.counters.grownSince(track.last ? track.last->counters : SaCounters());
    const TrafficAmounts amounts{static_cast<double>(grown.bytesIn), static_cast<double>(grown.bytesOut),
                                 static_cast<double>(grown.packetsIn), static_cast<double>(grown.packetsOut)};
    if (track.last && at <= track.last->at)
        return; // the next reading will tell
    if (track.last && at - track.last->at <= kLongestSilence) {
        // Where a reading was skipped, it had nothing new to say; unless it was us who did not listen.
        if (at - track.last->at > kLongestReading && at - m_advancedAt <= kLongestReading)
            add(track, at - kReadingInterval, {});
        add(track, at, amounts);
        if (amounts.packetsIn + amounts.packetsOut > 0)
            track.lastPacket = at;
    }
    track.last = std::move(reading);
}

void TrafficHistory::onEngineChanged()
{
    if (m_live.engine() == LiveState::Engine::Running)
        return;
    for (auto &[id, track] : m_tracks)
        track.last.reset();
}

void TrafficHistory::advance(UtcTime now)
{
    notice(now);
    for (auto &[id, track] : m_tracks) {
        if (track.last && now - track.last->at > kLongestSilence)
            track.last.reset();
        else if (track.last && track.last->at < now - kSettling)
            add(track, now - kSettling, {});
        for (TrafficSeries &series : track.series)
            series.closeUntil(now - kSettling);
    }
    using std::chrono::floor;
    using std::chrono::seconds;
    if (floor<seconds>(std::exchange(m_advancedAt, now)) != floor<seconds>(now))
        Q_EMIT advanced();
}

// The wall clock may be put back. What was noted for times that are yet to come is given up.
void TrafficHistory::notice(UtcTime time)
{
    if (time < m_now - kClockSlack) {
        for (auto &[id, track] : m_tracks) {
            track.last.reset();
            track.lastPacket = std::min(track.lastPacket, time);
            for (TrafficSeries &series : track.series)
                series.cut(time);
        }
    }
    m_now = time < m_now - kClockSlack ? time : std::max(m_now, time);
}

void TrafficHistory::add(Track &track, UtcTime to, const TrafficAmounts &amounts)
{
    for (TrafficSeries &series : track.series)
        series.add(track.last->at, to, amounts);
    track.last->at = to;
}

std::int64_t TrafficHistory::newestIndex(TrafficRange range) const
{
    return (m_now - kSettling).time_since_epoch() / trafficStep(range) - 1;
}

bool TrafficHistory::hasTraffic(const QStringList &connectionIds) const
{
    const Duration day = std::chrono::hours(24);
    return std::ranges::any_of(connectionIds, [&](const QString &id) {
        const auto track = m_tracks.find(id);
        return track != m_tracks.end() && track->second.lastPacket != UtcTime{}
        && m_now - track->second.lastPacket < day;
    });
}

std::optional<TrafficRates> TrafficHistory::current(const QString &connectionId) const
{
    const auto track = m_tracks.find(connectionId);
    if (track == m_tracks.end())
        return std::nullopt;
    return track->second.series.front().at(newestIndex(TrafficRange::TenMinutes));
}

namespace {

void addTo(std::optional<TrafficRates> &sum, const std::optional<TrafficRates> &rates)
{
    if (!rates)
        return;
    TrafficRates &total = sum ? *sum : sum.emplace();
    total.bitsIn += rates->bitsIn;
    total.bitsOut += rates->bitsOut;
    total.packetsIn += rates->packetsIn;
    total.packetsOut += rates->packetsOut;
}

} // namespace

std::optional<TrafficRates> TrafficHistory::current(const QStringList &connectionIds) const
{
    std::optional<TrafficRates> sum;
    for (const QString &id : connectionIds)
        addTo(sum, current(id));
    return sum;
}

std::vector<TrafficPoint> TrafficHistory::points(const QStringList &connectionIds, TrafficRange range) const
{
    const auto count = static_cast<std::int64_t>(trafficPointCount(range));
    const std::int64_t first = newestIndex(range) - count + 1;
    std::vector<TrafficPoint> points(trafficPointCount(range));
    for (std::int64_t offset = 0; offset < count; ++offset)
        points[static_cast<std::size_t>(offset)].from = UtcTime((first + offset) * trafficStep(range));
    for (const QString &id : connectionIds) {
        const auto track = m_tracks.find(id);
        if (track == m_tracks.end())
            continue;
        const TrafficSeries &series = track->second.series[static_cast<std::size_t>(range)];
        for (std::int64_t offset = 0; offset < count; ++offset)
            addTo(points[static_cast<std::size_t>(offset)].rates, series.at(first + offset));
    }
    return points;
}

} // namespace tw::models

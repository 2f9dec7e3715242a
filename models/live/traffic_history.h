#pragma once

#include "models/live/sa_counters.h"
#include "models/live/traffic_series.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <array>
#include <unordered_map>

namespace tw::models {

class Catalog;
class LiveState;

// How far back one looks, and how finely.
enum class TrafficRange {
    TenMinutes, // by the second
    Hour, // by ten seconds
    Day, // by the minute
};
inline constexpr std::size_t kTrafficRangeCount = 3;

Duration trafficStep(TrafficRange range);
std::size_t trafficPointCount(TrafficRange range);

struct TrafficPoint
{
    UtcTime from; // the step lasts trafficStep()
    std::optional<TrafficRates> rates; // nothing: not known

    friend bool operator==(const TrafficPoint &, const TrafficPoint &) = default;
};

// How much flowed through each connection, from the counters of its child SAs. While a child SA stands and the engine
// runs, silence means that nothing flowed; where no SA stands, or no engine runs, there is a gap and no zero.
//
// A connection that ever had a child SA costs about 38 KiB, and no more however long it stays up: a thousand of them
// 38 MiB. It is let go with its connection.
//
// No clock is read here: times come with the engine's reports and with advance(). Thread: LiveState's.
class TrafficHistory final : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it.
    TrafficHistory(const Catalog &catalog, const LiveState &live, QObject *parent = nullptr);

    // Once a second: what the engine did not speak of stood still.
    void advance(UtcTime now);

    // Whether a packet was seen within the last day.
    bool hasTraffic(const QStringList &connectionIds) const;
    // The second before last, which is over for sure; nothing where it is a gap.
    std::optional<TrafficRates> current(const QString &connectionId) const;
    std::optional<TrafficRates> current(const QStringList &connectionIds) const; // their sum
    // The sum over the connections, oldest first, trafficPointCount() of them; a gap only where it is one for all.
    std::vector<TrafficPoint> points(const QStringList &connectionIds, TrafficRange range) const;

    // The engine reads its counters once a second, and a report takes its time.
    static constexpr Duration kSettling{2000};

Q_SIGNALS:
    void advanced(); // at most once a second: points() has another step

private:
    struct Reading
    {
        UtcTime at;
        SaCounters counters;
    };
    struct Track
    {
        Track();

        std::array<TrafficSeries, kTrafficRangeCount> series; // by TrafficRange
        std::optional<Reading> last; // nothing: no SA stands, or nobody speaks of it
        UtcTime lastPacket{}; // when one was seen
    };

    void onConnectionChanged(const QString &id);
    void onEngineChanged();
    void notice(UtcTime time);
    static void add(Track &track, UtcTime to, const TrafficAmounts &amounts);
    std::int64_t newestIndex(TrafficRange range) const;

    const Catalog &m_catalog;
    const LiveState &m_live;
    std::unordered_map<QString, Track> m_tracks;
    UtcTime m_now{}; // of the newest report or advance()
    UtcTime m_advancedAt{}; // of the newest advance()
};

} // namespace tw::models

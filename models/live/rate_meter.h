#pragma once

#include "models/live/sa_counters.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace tw::models {

// How fast packets cross a connection, in bits per second of inner packets.
struct TrafficRate
{
    double in = 0;
    double out = 0;

    friend bool operator==(const TrafficRate &, const TrafficRate &) = default;
};

// Made of the counters that statuses carry. The engine reads them about once a second and says nothing of SAs whose
// counters stand still, so silence means that nothing flows.
//
// It says what flows now, of every connection and at once. What flowed when, a few of them and two seconds later, is
// TrafficHistory's; both grow by the same readings (SaCounters).
class RateMeter
{
public:
    void note(const QString &id, const api::ConnectionStatus &status, TimePoint at);
    void forget(const QString &id) { m_samples.remove(id); }
    TrafficRate of(const QString &id) const { return m_samples.value(id).rate; }

    // The connections of which nothing was heard for so long that nothing flows; their rate is 0 from here on.
    QStringList settle(TimePoint now);
    bool anyFlows() const;

    static constexpr std::chrono::milliseconds kReading{1'000};
    static constexpr std::chrono::milliseconds kSilence{2'500};

private:
    struct Sample
    {
        SaCounters counters;
        TimePoint at{};
        TrafficRate rate;
    };

    QHash<QString, Sample> m_samples;
};

} // namespace tw::models

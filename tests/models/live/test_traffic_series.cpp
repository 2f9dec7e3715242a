#include "models/live/traffic_series.h"

#include <QTest>

#include <map>
#include <random>

using namespace tw;
using namespace std::chrono_literals;
using models::TrafficSeries;

namespace {

constexpr Duration kStep{1000};
constexpr std::int64_t kCapacity = 17;

// The same said naively: what flowed in each step, millisecond by millisecond, in a map without a bound.
class Oracle
{
public:
    static std::int64_t indexOf(UtcTime time) { return time.time_since_epoch() / kStep; }

    void add(UtcTime from, UtcTime to, double bytes)
    {
        const double each = bytes / static_cast<double>((to - from).count());
        for (UtcTime at = from; at < to; at += 1ms)
            m_bytes[indexOf(at)] += each;
    }

    // What a ring has overwritten does not come back with the clock.
    void cut(UtcTime now, UtcTime time)
    {
        const std::int64_t oldest = newest(now) - kCapacity;
        std::erase_if(m_bytes, [&](const auto &step) { return step.first <= oldest || step.first >= indexOf(time); });
    }

    std::optional<double> bitsAt(std::int64_t index, UtcTime now) const
    {
        const auto found = m_bytes.find(index);
        if (found == m_bytes.end() || index >= indexOf(now) || index <= newest(now) - kCapacity)
            return std::nullopt;
        return found->second * 8;
    }

private:
    std::int64_t newest(UtcTime now) const
    {
        const auto after = m_bytes.lower_bound(indexOf(now));
        return after == m_bytes.begin() ? -1 : std::prev(after)->first;
    }

    std::map<std::int64_t, double> m_bytes;
};

} // namespace

class TestTrafficSeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Readings of any length, silences beyond the ring, and a clock that is put back: always what the oracle says.
    void anyStoryIsToldAsItWas()
    {
        std::mt19937 random(7);
        for (int story = 0; story < 300; ++story) {
            TrafficSeries series(kStep, kCapacity);
            Oracle oracle;
            UtcTime now(1'800'000'000s);
            for (int line = 0; line < 60; ++line) {
                const auto what = random() % 40;
                if (what == 0) {
                    const UtcTime back = now - Duration(random() % 25'000);
                    oracle.cut(now, back);
                    series.cut(back);
                    now = back;
                } else if (what < 5) {
                    now += Duration(random() % 40'000);
                } else if (const Duration length(random() % 3500); length > 0ms) {
                    const double bytes = static_cast<double>(random() % 1'000'000);
                    oracle.add(now, now + length, bytes);
                    series.add(now, now + length, {bytes, 0, 0, 0});
                    now += length;
                }
                series.closeUntil(now);
                const std::int64_t current = series.indexOf(now);
                for (std::int64_t index = current - kCapacity - 3; index <= current + 1; ++index) {
                    const auto expected = oracle.bitsAt(index, now);
                    const auto got = series.at(index);
                    const auto place =
                        QStringLiteral("story %1, line %2, step %3").arg(story).arg(line).arg(index - current);
                    QVERIFY2(expected.has_value() == got.has_value(), qPrintable(place));
                    QVERIFY2(!got || qAbs(static_cast<double>(got->bitsIn) - *expected) <= 1e-5 * *expected + 1e-3,
                             qPrintable(place));
                }
            }
        }
    }
};

QTEST_MAIN(TestTrafficSeries)
#include "test_traffic_series.moc"

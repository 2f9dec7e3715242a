#include "tests/engine/sim/weather_world.h"

#include <QCoreApplication>
#include <QTest>

#include <cstdio>

using namespace tw::sim::weather;

// Two whole engines through hours of bad weather and operators who change their minds (weather_world.h), for many
// seeds. TW_SEED=123 runs one of them and tells its story, TW_SEEDS=1-500 runs a range.
class TestWeather : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameStory();
    void everySeedEndsWell();
    void everyIkev1SeedEndsWell();
};

namespace {

struct Range
{
    std::uint64_t first = 1;
    std::uint64_t last = 100;
};

Range rangeFromEnvironment()
{
    if (qEnvironmentVariableIsSet("TW_SEED")) {
        const std::uint64_t seed = qEnvironmentVariable("TW_SEED").toULongLong();
        return {seed, seed};
    }
    const auto ends = qEnvironmentVariable("TW_SEEDS").split(u'-');
    return ends.size() == 2 ? Range{ends[0].toULongLong(), ends[1].toULongLong()} : Range{};
}

// Of the seeds of the environment's range; tells each of them, or the first few.
int failuresOf(Versions versions, const char *function)
{
    constexpr int kMostStories = 3; // failures of one cause come in crowds
    const Range range = rangeFromEnvironment();
    int failures = range.first > 0 && range.first <= range.last ? 0 : 1;
    for (std::uint64_t seed = range.first; seed <= range.last; ++seed) {
        World world(seed, versions);
        const std::string wrong = world.live();
        if (range.first == range.last)
            std::fputs(world.story().c_str(), stderr);
        if (wrong.empty())
            continue;
        // A failure message of Qt Test is cut short; the whole story is not.
        if (++failures <= kMostStories && range.first != range.last)
            std::fputs(world.story().c_str(), stderr);
        std::fprintf(stderr, "seed %llu: %s\n  to replay: TW_SEED=%llu %s %s\n", static_cast<unsigned long long>(seed),
                     wrong.c_str(), static_cast<unsigned long long>(seed),
                     qPrintable(QCoreApplication::applicationFilePath()), function);
    }
    return failures;
}

} // namespace

void TestWeather::sameSeedSameStory()
{
    const auto tell = [](std::uint64_t seed, Versions versions) {
        World world(seed, versions);
        const std::string wrong = world.live();
        return wrong + world.story();
    };
    for (const Versions versions : {Versions::Ikev2, Versions::WithIkev1}) {
        const std::string story = tell(7, versions);
        QVERIFY(story.size() > 1000);
        QVERIFY(tell(7, versions) == story);
        QVERIFY(tell(8, versions) != story);
    }
}

void TestWeather::everySeedEndsWell() { QCOMPARE(failuresOf(Versions::Ikev2, "everySeedEndsWell"), 0); }

// The same weather and the same operators, where some or all connections speak IKEv1; an engine has both machines always.
void TestWeather::everyIkev1SeedEndsWell() { QCOMPARE(failuresOf(Versions::WithIkev1, "everyIkev1SeedEndsWell"), 0); }

QTEST_GUILESS_MAIN(TestWeather)
#include "test_weather.moc"

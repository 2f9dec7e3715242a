#include "engine/edge/drop_reporter.h"

#include <QTest>

using namespace tw;
using namespace tw::edge;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint kStart{1000s};
const api::ConnectionId kOne("vco-1");
const crypto::EspSpi kSa(0x1001);

api::DropCounters counters(api::DropReason reason, std::uint64_t count)
{
    api::DropCounters counters{};
    counters[static_cast<std::size_t>(reason)] = count;
    return counters;
}

std::string textOf(const api::Event &event)
{
    return event.connection.value() + " " + *event.find(api::DetailKey::Reason) + " "
        + *event.find(api::DetailKey::Count);
}

} // namespace

class TestDropReporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatIsNewIsSaid();
    void saidOnceInAnIntervalAndSummedUp();
    void aNewSaBeginsAtZero();
    void whatHasNoPolicyIsNotSaid();
};

void TestDropReporter::onlyWhatIsNewIsSaid()
{
    DropReporter reporter;
    QVERIFY(reporter.take(kStart).empty());
    reporter.note(kOne, kSa, counters(api::DropReason::Replayed, 3));
    auto events = reporter.take(kStart);
    QCOMPARE(events.size(), std::size_t(1));
    QCOMPARE(textOf(events.front()), std::string("vco-1 Replayed 3"));
    QCOMPARE(events.front().code, api::EventCode::PacketsDropped);

    reporter.note(kOne, kSa, counters(api::DropReason::Replayed, 3));
    QVERIFY(reporter.take(kStart + 1h).empty());
    reporter.note(kOne, kSa, counters(api::DropReason::Replayed, 8));
    events = reporter.take(kStart + 1h);
    QCOMPARE(textOf(events.front()), std::string("vco-1 Replayed 5"));
}

void TestDropReporter::saidOnceInAnIntervalAndSummedUp()
{
    DropReporter reporter;
    std::vector<api::Event> events;
    for (std::uint64_t second = 0; second <= 20; ++second) {
        reporter.note(kOne, kSa, counters(api::DropReason::NotAuthentic, second + 1));
        for (api::Event &event : reporter.take(kStart + std::chrono::seconds(second)))
            events.push_back(std::move(event));
    }
    QCOMPARE(events.size(), std::size_t(3));
    QCOMPARE(textOf(events[0]), std::string("vco-1 NotAuthentic 1"));
    QCOMPARE(textOf(events[1]), std::string("vco-1 NotAuthentic 10"));
    QCOMPARE(textOf(events[2]), std::string("vco-1 NotAuthentic 10"));
}

void TestDropReporter::aNewSaBeginsAtZero()
{
    DropReporter reporter;
    reporter.note(kOne, kSa, counters(api::DropReason::Replayed, 9));
    reporter.take(kStart);
    reporter.forget(kSa);
    reporter.note(kOne, kSa, counters(api::DropReason::Replayed, 2));
    QCOMPARE(textOf(reporter.take(kStart + 1h).front()), std::string("vco-1 Replayed 2"));
}

void TestDropReporter::whatHasNoPolicyIsNotSaid()
{
    DropReporter reporter;
    reporter.note({}, {}, counters(api::DropReason::NoPolicy, 100));
    QVERIFY(reporter.take(kStart).empty());
    reporter.note({}, {}, counters(api::DropReason::UnknownSpi, 4));
    QCOMPARE(textOf(reporter.take(kStart).front()), std::string(" UnknownSpi 4"));
}

QTEST_GUILESS_MAIN(TestDropReporter)
#include "test_drop_reporter.moc"

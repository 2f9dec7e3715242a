#include "models/log/timeline.h"

#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using models::LogBin;
using models::TimelineBar;
using models::TimelineView;

namespace {

constexpr UtcTime kOldest(1'800'000'000s);
constexpr UtcTime kNewest = kOldest + std::chrono::days(30);

LogBin bin(int hour, quint32 errors, quint32 warnings, quint32 infos, bool recorded = true)
{
    LogBin made;
    made.from = kOldest + std::chrono::hours(hour);
    made.byLevel = {errors, warnings, infos, 0};
    made.recorded = recorded;
    return made;
}

} // namespace

class TestTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void zoomKeepsThePlaceUnderThePointer()
    {
        TimelineView view;
        view.setLimits(kOldest, kNewest);
        QVERIFY(view.isWhole());
        QCOMPARE(view.step(), Duration(1h));
        const UtcTime around = kOldest + std::chrono::days(9);
        const double before = view.placeOf(around);
        view.zoom(0.5, around);
        QCOMPARE(view.length(), Duration(std::chrono::days(15)));
        QVERIFY(std::abs(view.placeOf(around) - before) < 1e-6);
        view.zoom(0.1, around);
        QCOMPARE(view.step(), Duration(10min));
        view.zoom(1e-9, around);
        QCOMPARE(view.length(), TimelineView::kShortest);
        view.zoom(1e9, around);
        QVERIFY(view.isWhole());
    }

    void nothingBeyondTheLimitsIsSeen()
    {
        TimelineView view;
        view.setLimits(kOldest, kNewest);
        view.zoom(0.1, kNewest);
        view.pan(std::chrono::days(90));
        QCOMPARE(view.to(), kNewest);
        view.pan(-std::chrono::days(90));
        QCOMPARE(view.from(), kOldest);
        QCOMPARE(view.length(), Duration(std::chrono::days(3)));
    }

    void timeGoesOnAtTheEndAndStandsStillElsewhere()
    {
        TimelineView atEnd;
        atEnd.setLimits(kOldest, kNewest);
        atEnd.zoom(0.1, kNewest);
        TimelineView before = atEnd;
        before.pan(-std::chrono::days(5));
        const UtcTime seen = before.from();
        atEnd.setLimits(kOldest + 1h, kNewest + 1h);
        before.setLimits(kOldest + 1h, kNewest + 1h);
        QCOMPARE(atEnd.to(), kNewest + 1h);
        QCOMPARE(before.from(), seen);
    }

    void aWindowOutOfSightIsBroughtIn()
    {
        TimelineView view;
        view.setLimits(kOldest, kNewest);
        view.zoom(0.1, kOldest);
        view.reveal(kNewest - 1h, kNewest - 50min);
        QCOMPARE(view.to(), kNewest - 50min);
        QCOMPARE(view.length(), Duration(std::chrono::days(3)));
    }

    // Whoever cannot tell the colours sees it by the height.
    void aWorseLevelIsAlwaysHigher()
    {
        const auto bars =
            models::timelineBars({bin(0, 1, 0, 0), bin(1, 0, 100'000, 0), bin(2, 0, 1, 0), bin(3, 0, 0, 1'000'000)});
        QVERIFY(bars.at(0).height > bars.at(1).height);
        QVERIFY(bars.at(1).height > bars.at(2).height);
        QVERIFY(bars.at(2).height > bars.at(3).height);
        QCOMPARE(bars.at(0).worst, api::Level::Error);
        QVERIFY(bars.at(3).height > 0 && bars.at(0).height <= 1);
    }

    void nothingLoggedIsNotTheSameAsNotRecorded()
    {
        const auto bars = models::timelineBars({bin(0, 0, 0, 0), bin(1, 0, 0, 0, false), bin(2, 0, 0, 5, false)});
        QCOMPARE(bars.at(0).kind, TimelineBar::Kind::Empty);
        QCOMPARE(bars.at(1).kind, TimelineBar::Kind::NotRecorded);
        QCOMPARE(bars.at(2).kind, TimelineBar::Kind::Lines); // what is there was recorded, whatever the span says
    }

    void theNewestErrorGoesBeforeNewerWarnings()
    {
        const QList<LogBin> bins{bin(0, 2, 0, 0), bin(1, 1, 0, 0), bin(2, 0, 9, 0)};
        QCOMPARE(models::newestTrouble(bins)->from, bins.at(1).from);
        QCOMPARE(models::newestTrouble(bins.mid(2))->from, bins.at(2).from);
        QVERIFY(!models::newestTrouble({bin(0, 0, 0, 4)}));
    }

    void aTimeHasItsBin()
    {
        const QList<LogBin> bins{bin(0, 0, 0, 1), bin(1, 0, 0, 1), bin(5, 0, 0, 1)};
        QCOMPARE(models::binAt(bins, kOldest + 59min, 1h)->from, kOldest);
        QCOMPARE(models::binAt(bins, kOldest + 60min, 1h)->from, kOldest + 1h);
        QVERIFY(!models::binAt(bins, kOldest + 3h, 1h)); // a gap
        QVERIFY(!models::binAt(bins, kOldest - 1min, 1h));
    }
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "test_timeline.moc"

#include "models/doctor/mtu_search.h"
#include "tests/models/doctor/doctor_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using models::DoctorCheckId;
using models::DoctorFinding;
using models::DoctorKind;
using models::DoctorReport;
using models::DoctorVerdict;
using models::MtuSearch;

namespace {

constexpr std::uint16_t kComputed = 1398;

// A path that takes packets up to `bears`, and may tell.
api::EchoOutcome sentOn(int bears, const MtuSearch::Step &step, bool tells = false)
{
    api::EchoOutcome echo;
    echo.sent = static_cast<std::uint32_t>(step.count);
    echo.trail.encrypted = echo.sent;
    echo.fit.emplace();
    echo.fit->largestInner = kComputed;
    if (step.size <= bears)
        echo.answers.assign(echo.sent, {api::IcmpAnswer::Kind::Echo, {}, 0, 0, 0, Duration(20)});
    else if (tells)
        echo.answers.assign(1, {api::IcmpAnswer::Kind::TooBig, address("10.9.9.9"), 3, 4, 1000, {}});
    return echo;
}

// Gives how many steps it took.
int searched(MtuSearch &search, int bears, bool tells = false)
{
    int steps = 0;
    for (auto step = search.next(); step; step = search.next(), ++steps)
        search.take(sentOn(bears, *step, tells));
    return steps;
}

DoctorReport judged(const MtuSearch &search, int mss = 0)
{
    DoctorReport report = models::emptyReport(DoctorKind::Mtu, QStringLiteral("vco-1"));
    models::judgeMtu(report, search, IpFamily::V4, mss);
    return report;
}

} // namespace

class TestMtuSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySizeIsFoundExactly();
    void whatIsComputedIsTriedFirst();
    void aPathThatCarriesNothingIsNotKnown();
    void aBlackHoleIsNamed();
    void whoTellsIsNamed();
    void aLossIsNoBlackHole();
    void anMssThatFitsStays();
};

void TestMtuSearch::everySizeIsFoundExactly()
{
    for (int bears = MtuSearch::kSmall; bears <= kComputed; ++bears) {
        MtuSearch search;
        QVERIFY2(searched(search, bears) <= 13, qPrintable(QString::number(bears)));
        QCOMPARE(search.found(), bears);
    }
}

void TestMtuSearch::whatIsComputedIsTriedFirst()
{
    MtuSearch search;
    QCOMPARE(searched(search, 9000), 2);
    QCOMPARE(search.found(), int{kComputed});
    const DoctorReport report = judged(search);
    QCOMPARE(report.firstFailed, -1);
    QCOMPARE(report.find(DoctorCheckId::LargestPacket)->finding, DoctorFinding::LargestFits);
    QCOMPARE(report.find(DoctorCheckId::Clamp)->finding, DoctorFinding::ClampFits);
}

void TestMtuSearch::aPathThatCarriesNothingIsNotKnown()
{
    MtuSearch search;
    QCOMPARE(searched(search, 0), 1);
    const DoctorReport report = judged(search);
    QCOMPARE(report.firstFailed, -1);
    QCOMPARE(report.find(DoctorCheckId::SmallPacket)->verdict, DoctorVerdict::NotKnown);
    QCOMPARE(report.find(DoctorCheckId::LargestPacket)->verdict, DoctorVerdict::Skipped);
}

void TestMtuSearch::aBlackHoleIsNamed()
{
    MtuSearch search;
    searched(search, 1230);
    const DoctorReport report = judged(search);
    const auto *largest = report.find(DoctorCheckId::LargestPacket);
    QCOMPARE(largest->finding, DoctorFinding::LargestSmaller);
    QCOMPARE(largest->args, (QStringList{QStringLiteral("1230"), QStringLiteral("1398")}));
    const auto *clamp = report.find(DoctorCheckId::Clamp);
    QCOMPARE(clamp->finding, DoctorFinding::ClampTooLarge);
    QCOMPARE(clamp->mends.last().field, models::Field::Mss);
    QCOMPARE(clamp->mends.last().value, QStringLiteral("1190")); // 20 for IPv4, 20 for TCP
    QCOMPARE(report.mtu->proposedMss, 1190);
}

void TestMtuSearch::whoTellsIsNamed()
{
    MtuSearch search;
    searched(search, 1000, true);
    const auto report = judged(search);
    const auto *largest = report.find(DoctorCheckId::LargestPacket);
    QCOMPARE(largest->finding, DoctorFinding::LargestSmallerTold);
    QCOMPARE(largest->args.last(), QStringLiteral("10.9.9.9"));
}

void TestMtuSearch::aLossIsNoBlackHole()
{
    MtuSearch search;
    auto small = sentOn(9000, *search.next());
    small.answers.pop_back(); // one of three was lost
    search.take(small);
    searched(search, 1000);
    const auto report = judged(search);
    QCOMPARE(report.find(DoctorCheckId::LargestPacket)->verdict, DoctorVerdict::Warning);
    QCOMPARE(report.find(DoctorCheckId::LargestPacket)->finding, DoctorFinding::LargestUnsteady);
}

void TestMtuSearch::anMssThatFitsStays()
{
    MtuSearch search;
    searched(search, 1230);
    QCOMPARE(judged(search, 1190).find(DoctorCheckId::Clamp)->finding, DoctorFinding::ClampFits);
    QCOMPARE(judged(search, 1191).find(DoctorCheckId::Clamp)->finding, DoctorFinding::ClampTooLarge);
}

QTEST_GUILESS_MAIN(TestMtuSearch)
#include "test_mtu_search.moc"

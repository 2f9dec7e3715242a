#include "models/log/log_window.h"

#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using models::LogWindow;

namespace {

const UtcTime kNow{std::chrono::milliseconds(1'800'000'000'123)};

} // namespace

// The rules of the log query: one window of at most ten minutes, within one month; From and To, or one of them with
// MinutePeriod 1-10.
class TestLogWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingAskedIsTheLastTenMinutes();
    void oneEndAndMinutes();
    void exactlyTenMinutesAndExactlyAMonth();
    void refusals_data();
    void refusals();
};

void TestLogWindow::nothingAskedIsTheLastTenMinutes()
{
    const auto window = LogWindow::resolve({}, kNow);
    QVERIFY(window);
    QVERIFY(window->from == kNow - 10min && window->to == kNow);
}

void TestLogWindow::oneEndAndMinutes()
{
    const auto fromOnly = LogWindow::resolve({.from = kNow - 1h, .to = {}, .minutes = 3}, kNow);
    QVERIFY(fromOnly && fromOnly->from == kNow - 1h && fromOnly->to == kNow - 57min);
    const auto toOnly = LogWindow::resolve({.from = {}, .to = kNow - 1h, .minutes = 1}, kNow);
    QVERIFY(toOnly && toOnly->from == kNow - 61min && toOnly->to == kNow - 1h);
    // The end is not part of the window, the begin is.
    QVERIFY(toOnly->contains(kNow - 61min) && !toOnly->contains(kNow - 1h));
}

void TestLogWindow::exactlyTenMinutesAndExactlyAMonth()
{
    const UtcTime oldest = kNow - LogWindow::kKept;
    const UtcTime older = kNow - std::chrono::days(90);
    QVERIFY(!LogWindow::resolve({.from = older, .to = older + 10min, .minutes = {}}, kNow));
    QVERIFY(LogWindow::resolve({.from = older, .to = older + 10min, .minutes = {}}, kNow, std::chrono::days(90)));
    QVERIFY(LogWindow::resolve({.from = oldest, .to = oldest + 10min, .minutes = {}}, kNow));
    QVERIFY(!LogWindow::resolve({.from = oldest - 1ms, .to = oldest, .minutes = {}}, kNow));
    QVERIFY(!LogWindow::resolve({.from = oldest, .to = oldest + 10min + 1ms, .minutes = {}}, kNow));
}

void TestLogWindow::refusals_data()
{
    QTest::addColumn<qint64>("from"); // seconds from now; 1000: absent
    QTest::addColumn<qint64>("to");
    QTest::addColumn<int>("minutes"); // -1: absent
    QTest::addColumn<QString>("named");
    const qint64 absent = 1000;
    QTest::newRow("all three") << qint64{-600} << qint64{0} << 10 << QStringLiteral("MinutePeriod");
    QTest::newRow("no minutes") << absent << absent << 0 << QStringLiteral("MinutePeriod");
    QTest::newRow("eleven minutes") << absent << absent << 11 << QStringLiteral("MinutePeriod");
    QTest::newRow("end before begin") << qint64{-60} << qint64{-61} << -1 << QStringLiteral("To");
    QTest::newRow("too long") << qint64{-601} << qint64{0} << -1 << QStringLiteral("To");
    QTest::newRow("before the month") << qint64{-40 * 86400} << absent << -1 << QStringLiteral("From");
    QTest::newRow("the future") << qint64{60} << absent << -1 << QStringLiteral("From");
}

void TestLogWindow::refusals()
{
    QFETCH(qint64, from);
    QFETCH(qint64, to);
    QFETCH(int, minutes);
    QFETCH(QString, named);
    LogWindow::Request request;
    if (from != 1000)
        request.from = kNow + std::chrono::seconds(from);
    if (to != 1000)
        request.to = kNow + std::chrono::seconds(to);
    if (minutes >= 0)
        request.minutes = minutes;
    const auto window = LogWindow::resolve(request, kNow);
    QVERIFY(!window);
    QVERIFY2(window.error().startsWith(named + QLatin1Char(':')), qPrintable(window.error()));
}

QTEST_GUILESS_MAIN(TestLogWindow)
#include "test_log_window.moc"

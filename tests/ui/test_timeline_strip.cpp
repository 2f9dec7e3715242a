#include "ui/log/timeline_grid.h"
#include "ui/log/timeline_strip.h"
#include "ui/log/timeline_table.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/theme/tone.h"

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QWheelEvent>

using namespace tw;
using namespace std::chrono_literals;
using models::LogBin;
using ui::TimelineStrip;

namespace {

constexpr UtcTime kNow(1'800'000'000s); // 2027-01-15 08:00 UTC
constexpr UtcTime kOldest = kNow - std::chrono::days(30);

QList<LogBin> month()
{
    QList<LogBin> bins;
    for (int hour = 0; hour < 30 * 24; ++hour) {
        LogBin bin;
        bin.from = kOldest + std::chrono::hours(hour);
        bin.recorded = hour >= 48; // of the first two days nothing is known
        if (hour % 24 == 12 && bin.recorded)
            bin.byLevel = {0, 0, 20, 100};
        if (hour == 480)
            bin.byLevel = {3, 1, 20, 100};
        if (hour == 480)
            bin.downs = 1;
        bins.append(bin);
    }
    return bins;
}

struct Shown
{
    TimelineStrip strip;

    Shown()
    {
        strip.resize(736, strip.sizeHint().height()); // a pixel an hour, and the margins
        strip.setLimits(kOldest, kNow);
        strip.setBins(month());
        strip.setWindow({kNow - std::chrono::days(12), kNow - std::chrono::days(12) + 10min});
        strip.show();
    }
    void turnWheel(int x, int delta, Qt::KeyboardModifiers modifiers = {})
    {
        const QPointF at(x, 20);
        QWheelEvent event(at, strip.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&strip, &event);
    }
    UtcTime chosen(QSignalSpy &spy) { return spy.takeLast().first().value<UtcTime>(); }
};

} // namespace

// The strip of the time that is kept, by mouse and by keyboard.
class TestTimelineStrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); } // its plurals

    void aClickJumps()
    {
        Shown shown;
        QSignalSpy spy(&shown.strip, &TimelineStrip::windowChosen);
        const int x = shown.strip.xOf(kOldest + std::chrono::days(5));
        QTest::mouseClick(&shown.strip, Qt::LeftButton, {}, {x, 30});
        QCOMPARE(spy.size(), 1);
        const UtcTime from = shown.chosen(spy);
        QVERIFY(std::chrono::abs(from - (kOldest + std::chrono::days(5))) < 1h);
        QCOMPARE(from, std::chrono::floor<std::chrono::minutes>(from)); // a whole minute
    }

    void theHandleIsDragged()
    {
        Shown shown;
        QSignalSpy spy(&shown.strip, &TimelineStrip::windowChosen);
        const QPoint grip = shown.strip.handle().center();
        QTest::mousePress(&shown.strip, Qt::LeftButton, {}, grip);
        QTest::mouseMove(&shown.strip, grip + QPoint(48, 0));
        QCOMPARE(spy.size(), 0); // only what is let go is read
        QTest::mouseRelease(&shown.strip, Qt::LeftButton, {}, grip + QPoint(48, 0));
        QCOMPARE(spy.size(), 1);
        const Duration moved = shown.chosen(spy) - shown.strip.window().from;
        QVERIFY2(std::chrono::abs(moved - 48h) < 3h, qPrintable(QString::number(moved.count() / 3'600'000)));
    }

    void theWheelZoomsAroundThePointer()
    {
        Shown shown;
        QSignalSpy spy(&shown.strip, &TimelineStrip::viewChanged);
        const int x = 400;
        const UtcTime under = shown.strip.timeAt(x);
        shown.turnWheel(x, 120 * 8);
        QVERIFY(shown.strip.view().length() < std::chrono::days(8));
        QVERIFY(std::chrono::abs(shown.strip.timeAt(x) - under) < 1h);
        QVERIFY(!spy.isEmpty());
        const UtcTime from = shown.strip.view().from();
        shown.turnWheel(x, 120, Qt::ShiftModifier); // sideways
        QVERIFY(shown.strip.view().from() < from);
        shown.turnWheel(x, -120 * 40);
        QVERIFY(shown.strip.view().isWhole());
    }

    void theKeyboardMovesAndZooms()
    {
        Shown shown;
        QSignalSpy spy(&shown.strip, &TimelineStrip::windowChosen);
        const UtcTime from = shown.strip.window().from;
        QTest::keyClick(&shown.strip, Qt::Key_Right);
        QCOMPARE(shown.chosen(spy), from + 1h); // a bar
        QTest::keyClick(&shown.strip, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(shown.chosen(spy), from - 24h);
        QTest::keyClick(&shown.strip, Qt::Key_Home);
        QCOMPARE(shown.chosen(spy), kOldest);
        QTest::keyClick(&shown.strip, Qt::Key_End);
        QCOMPARE(shown.chosen(spy), kNow - 10min);
        QTest::keyClick(&shown.strip, Qt::Key_Plus);
        QCOMPARE(shown.strip.view().length(), Duration(std::chrono::days(15)));
        for (int step = 0; step < 4; ++step)
            QTest::keyClick(&shown.strip, Qt::Key_Plus);
        QCOMPARE(shown.strip.view().step(), Duration(10min));
        QTest::keyClick(&shown.strip, Qt::Key_Right);
        QCOMPARE(shown.chosen(spy), from + 10min); // from near by, a window
        QTest::keyClick(&shown.strip, Qt::Key_0);
        QVERIFY(shown.strip.view().isWhole());
    }

    void enterAsksForTheTable()
    {
        Shown shown;
        QSignalSpy spy(&shown.strip, &TimelineStrip::tableRequested);
        QTest::keyClick(&shown.strip, Qt::Key_Return);
        QCOMPARE(spy.size(), 1);
    }

    void aBarIsToldInWords()
    {
        Shown shown;
        const QString bad = shown.strip.toolTipAt(shown.strip.xOf(kOldest + 480h));
        for (const char *part : {"3 errors", "1 warning", "120 other lines", "1 tunnel went down", "UTC"})
            QVERIFY2(bad.contains(QLatin1StringView(part)), qPrintable(bad));
        const QString silent = shown.strip.toolTipAt(shown.strip.xOf(kOldest + 5h));
        QVERIFY2(silent.contains(QStringLiteral("Not recorded")), qPrintable(silent));
        const QString quiet = shown.strip.toolTipAt(shown.strip.xOf(kOldest + 53h));
        QVERIFY2(quiet.contains(QStringLiteral("nothing was logged")), qPrintable(quiet));
        QVERIFY(!shown.strip.accessibleName().isEmpty());
        QVERIFY2(shown.strip.accessibleDescription().contains(QStringLiteral("1 have errors")),
                 qPrintable(shown.strip.accessibleDescription()));
    }

    // Red stands where the error is, a hatching where nothing is known, and nothing where nothing was logged.
    void whatIsPaintedIsWhatIsMeant_data()
    {
        QTest::addColumn<int>("look");
        QTest::newRow("light") << static_cast<int>(ui::Look::Light);
        QTest::newRow("dark") << static_cast<int>(ui::Look::Dark);
    }
    void whatIsPaintedIsWhatIsMeant()
    {
        QFETCH(const int, look);
        ui::applyLook(static_cast<ui::Look>(look));
        Shown shown;
        const QImage image = shown.strip.grab().toImage();
        const auto colorsAt = [&](Duration at, int hours) {
            QSet<QRgb> colors;
            for (int hour = 0; hour < hours; ++hour) {
                const int x = shown.strip.xOf(kOldest + at + std::chrono::hours(hour));
                for (int y = 22; y < 40; ++y)
                    colors.insert(image.pixel(x, y));
            }
            return colors;
        };
        QVERIFY(colorsAt(480h, 1).contains(ui::toneColor(ui::Tone::Bad, shown.strip.palette()).rgb()));
        QCOMPARE(colorsAt(5h, 6).size(), 2); // ground and hatching
        QCOMPARE(colorsAt(53h, 4).size(), 1); // the ground
        QVERIFY(!colorsAt(53h, 4).contains(ui::toneColor(ui::Tone::Bad, shown.strip.palette()).rgb()));
        ui::applyLook(ui::Look::Light);
    }

    void linesStandAtMidnights()
    {
        const auto lines = ui::gridLines(kOldest, kNow, 720, 50);
        int labelled = 0;
        UtcTime last = kOldest - 1000h;
        for (const ui::GridLine &line : lines) {
            QVERIFY(line.isMajor); // hours would be too near to each other
            QCOMPARE(QDateTime::fromMSecsSinceEpoch(line.at.time_since_epoch().count()).time(), QTime(0, 0));
            if (line.label.isEmpty())
                continue;
            QVERIFY(line.at - last >= 50h); // a pixel an hour: the labels do not touch
            last = line.at;
            ++labelled;
        }
        QVERIFY(lines.size() >= 29);
        QVERIFY(labelled >= 5);
        const auto hours = ui::gridLines(kNow - 6h, kNow, 720, 50);
        QVERIFY(hours.size() >= 5);
        QVERIFY(hours.first().label.contains(u':') || hours.first().isMajor);
    }

    void theTableSaysTheSame()
    {
        ui::TimelineTable table;
        table.setBins(month(), 1h);
        // 28 noons, the hour with the errors, and the two days without a record as one row.
        QCOMPARE(table.table()->rowCount(), 30);
        QSignalSpy spy(&table, &ui::TimelineTable::timeChosen);
        int bad = -1;
        for (int row = 0; row < table.table()->rowCount(); ++row) {
            if (table.table()->item(row, 1) && table.table()->item(row, 1)->text() == QStringLiteral("3"))
                bad = row;
        }
        QVERIFY(bad >= 0);
        Q_EMIT table.table()->itemActivated(table.table()->item(bad, 0));
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.first().first().value<UtcTime>(), kOldest + 480h);
    }
};

QTEST_MAIN(TestTimelineStrip)
#include "test_timeline_strip.moc"

#include "models/live/traffic_text.h"

#include <QLocale>
#include <QTest>

using namespace tw::models;

class TestTrafficText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QLocale::setDefault(QLocale(QStringLiteral("en"))); }

    void rates_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << 0.0 << "0 bit/s";
        QTest::newRow("whole bits") << 999.4 << "999 bit/s";
        QTest::newRow("never 1000 bit/s") << 999.6 << "1.00 kbit/s";
        QTest::newRow("three digits") << 1234.0 << "1.23 kbit/s";
        QTest::newRow("rounds half up") << 9'995.0 << "10.0 kbit/s";
        QTest::newRow("tens") << 56'789.0 << "56.8 kbit/s";
        QTest::newRow("hundreds") << 152'400.0 << "152 kbit/s";
        QTest::newRow("never 1000 kbit/s") << 999'999.0 << "1.00 Mbit/s";
        QTest::newRow("mega") << 2.5e6 << "2.50 Mbit/s";
        QTest::newRow("giga") << 9.87e9 << "9.87 Gbit/s";
        QTest::newRow("beyond the last unit") << 5e15 << "5,000 Tbit/s";
        QTest::newRow("never negative") << -3.0 << "0 bit/s";
    }

    void rates()
    {
        QFETCH(double, rate);
        QTEST(bitRateText(rate), "text");
    }

    void bytes_data()
    {
        QTest::addColumn<quint64>("count");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << quint64{0} << "0 B";
        QTest::newRow("bytes") << quint64{1023} << "1,023 B";
        QTest::newRow("kibi") << quint64{1536} << "1.50 KiB";
        QTest::newRow("never 1024 KiB") << quint64{1024 * 1024 - 1} << "1.00 MiB";
        QTest::newRow("mebi") << quint64{51'234'567} << "48.9 MiB";
        QTest::newRow("the largest") << ~quint64{0} << "16.0 EiB";
    }

    void bytes()
    {
        QFETCH(quint64, count);
        QTEST(byteText(count), "text");
    }

    void packets()
    {
        QCOMPARE(packetRateText(0), QStringLiteral("0 packets/s"));
        QCOMPARE(packetRateText(0.5), QStringLiteral("0.5 packets/s"));
        QCOMPARE(packetRateText(152.4), QStringLiteral("152 packets/s"));
        QCOMPARE(packetRateText(81'234), QStringLiteral("81,234 packets/s"));
    }

    void theDecimalSignIsTheUsers()
    {
        QLocale::setDefault(QLocale(QStringLiteral("de")));
        QCOMPARE(bitRateText(1234), QStringLiteral("1,23 kbit/s"));
    }

    void scales_data()
    {
        QTest::addColumn<double>("max");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<double>("top");
        QTest::addColumn<double>("step");
        QTest::addColumn<int>("decimals");
        QTest::newRow("nothing") << 0.0 << "kbit/s" << 1.0 << 0.2 << 1;
        QTest::newRow("less than a kilobit") << 300.0 << "kbit/s" << 1.0 << 0.2 << 1;
        QTest::newRow("just full") << 5e6 << "Mbit/s" << 5.0 << 1.0 << 0;
        QTest::newRow("a little more") << 5.01e6 << "Mbit/s" << 6.0 << 2.0 << 0;
        QTest::newRow("below the next unit") << 999e3 << "kbit/s" << 1000.0 << 200.0 << 0;
        QTest::newRow("in between") << 34e6 << "Mbit/s" << 40.0 << 10.0 << 0;
        QTest::newRow("fractions") << 1.3e9 << "Gbit/s" << 1.5 << 0.5 << 1;
    }

    void scales()
    {
        QFETCH(double, max);
        const RateScale scale = rateScale(max);
        QTEST(scale.unitText, "unit");
        QTEST(scale.top, "top");
        QTEST(scale.step, "step");
        QTEST(scale.decimals, "decimals");
    }

    void everyScaleHasRoomAndFewSteps()
    {
        for (double max = 1; max < 1e13; max *= 1.07) {
            const RateScale scale = rateScale(max);
            QVERIFY(scale.top * scale.unit >= max * (1 - 1e-9));
            const double steps = scale.top / scale.step;
            QVERIFY2(steps > 1.5 && steps < 5.5, qPrintable(QStringLiteral("%1 steps for %2").arg(steps).arg(max)));
            QVERIFY(qAbs(steps - qRound(steps)) < 1e-6);
            QVERIFY(scale.top < 1000 + 1e-6 || scale.unitText == QStringLiteral("Tbit/s"));
        }
    }
};

QTEST_MAIN(TestTrafficText)
#include "test_traffic_text.moc"

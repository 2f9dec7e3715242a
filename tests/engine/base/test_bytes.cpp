#include "engine/base/bytes.h"

#include <QTest>

using namespace tw;

class TestBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hexOfEveryByteRoundTrips();
    void hexIsReadInAnyCaseAndSpacing();
    void badHexGivesNothing_data();
    void badHexGivesNothing();
    void textAndBytesAreTwoViewsOfOneThing();
    void appendKeepsWhatIsThere();
};

void TestBytes::hexOfEveryByteRoundTrips()
{
    Bytes all;
    for (int i = 0; i < 256; ++i)
        all.push_back(static_cast<std::uint8_t>(i));
    const std::string text = toHex(all);
    QCOMPARE(QByteArray::fromStdString(text),
             QByteArray(reinterpret_cast<const char *>(all.data()), qsizetype(all.size())).toHex());
    QCOMPARE(fromHex(text), all);
    QVERIFY(toHex({}).empty());
}

void TestBytes::hexIsReadInAnyCaseAndSpacing()
{
    const Bytes expected = {0xde, 0xad, 0xbe, 0xef};
    QCOMPARE(fromHex("deadbeef"), expected);
    QCOMPARE(fromHex("DEADbeef"), expected);
    QCOMPARE(fromHex(" de ad\n\tbe\r\ne f "), expected);
}

void TestBytes::badHexGivesNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("odd") << QByteArray("abc");
    QTest::newRow("letter") << QByteArray("0g");
    QTest::newRow("prefix") << QByteArray("0x10");
    QTest::newRow("separator") << QByteArray("de:ad");
    QTest::newRow("late") << QByteArray("deadbeefzz");
    QTest::newRow("zero byte") << QByteArray("de\0ad", 5);
}

void TestBytes::badHexGivesNothing()
{
    QFETCH(QByteArray, text);
    QVERIFY(fromHex({text.constData(), std::size_t(text.size())}).empty());
}

void TestBytes::textAndBytesAreTwoViewsOfOneThing()
{
    const std::string_view text("a\0\xff", 3);
    const ByteView view = asBytes(text);
    QCOMPARE(toBytes(view), (Bytes{'a', 0, 0xff}));
    QVERIFY(asText(view) == text);
    QVERIFY(asBytes({}).empty());
}

void TestBytes::appendKeepsWhatIsThere()
{
    Bytes bytes = {1, 2};
    append(bytes, Bytes{3});
    append(bytes, {});
    QCOMPARE(bytes, (Bytes{1, 2, 3}));
}

QTEST_GUILESS_MAIN(TestBytes)
#include "test_bytes.moc"

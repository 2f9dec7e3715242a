#include "engine/wire/esp_header.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

class TestEspHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips();
    void rejectsEveryTruncation();
};

void TestEspHeader::roundTrips()
{
    // The first packet of strongSwan in tests/vectors/transcript_ikev2_psk.txt.
    const Bytes packet = fromHex("1bb77b56 00000001 1eedd45b");
    const auto header = decodeEspHeader(packet);
    QCOMPARE(header, std::optional(EspHeader{0x1bb77b56, 1}));

    Bytes written(kEspHeaderSize);
    writeEspHeader(*header, std::span<std::uint8_t, kEspHeaderSize>(written));
    QCOMPARE(written, toBytes(ByteView(packet).first(kEspHeaderSize)));
}

void TestEspHeader::rejectsEveryTruncation()
{
    test::forEveryPrefix(fromHex("1bb77b56 00000001"), [](ByteView prefix) { QVERIFY(!decodeEspHeader(prefix)); });
}

QTEST_GUILESS_MAIN(TestEspHeader)
#include "test_esp_header.moc"

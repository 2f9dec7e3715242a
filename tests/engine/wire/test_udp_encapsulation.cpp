#include "engine/wire/udp_encapsulation.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

class TestUdpEncapsulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classifies_data();
    void classifies();
    void marksIkeMessages();
};

void TestUdpEncapsulation::classifies_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("contentSize");
    const auto row = [](const char *name, const char *hex, NatPortKind kind, int contentSize) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << static_cast<int>(kind) << contentSize;
    };
    // RFC 3948, 2.1 to 2.3.
    row("ESP", "1bb77b56 00000001 1eed", NatPortKind::Esp, 10);
    row("ESP, header only", "1bb77b56 00000001", NatPortKind::Esp, 8);
    row("IKE", "00000000 535db95e", NatPortKind::Ike, 4);
    row("marker only", "00000000", NatPortKind::Ike, 0);
    row("keepalive", "ff", NatPortKind::Keepalive, 1);
    row("ESP whose SPI begins like a keepalive", "ff000001 00000001", NatPortKind::Esp, 8);
    row("nothing", "", NatPortKind::Runt, 0);
    row("one octet that is no keepalive", "00", NatPortKind::Runt, 1);
    row("two keepalives in one", "ffff", NatPortKind::Runt, 2);
    row("half a marker", "000000", NatPortKind::Runt, 3);
    row("an SPI without a sequence number", "1bb77b56 000000", NatPortKind::Runt, 7);
}

void TestUdpEncapsulation::classifies()
{
    QFETCH(QByteArray, datagram);
    QFETCH(int, kind);
    QFETCH(int, contentSize);
    const Bytes bytes(datagram.begin(), datagram.end());
    const NatPortDatagram classified = classifyNatPort(bytes);
    QCOMPARE(static_cast<int>(classified.kind), kind);
    QCOMPARE(static_cast<int>(classified.content.size()), contentSize);
}

void TestUdpEncapsulation::marksIkeMessages()
{
    const Bytes message = fromHex("535db95eae60988a");
    const Bytes datagram = withNonEspMarker(message);
    QCOMPARE(toHex(datagram), std::string("00000000535db95eae60988a"));
    const NatPortDatagram classified = classifyNatPort(datagram);
    QCOMPARE(classified.kind, NatPortKind::Ike);
    QCOMPARE(toBytes(classified.content), message);
}

QTEST_GUILESS_MAIN(TestUdpEncapsulation)
#include "test_udp_encapsulation.moc"

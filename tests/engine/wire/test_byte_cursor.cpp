#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

class TestByteCursor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBigEndian();
    void takesViewsOfTheSource();
    void givesZerosAfterTheFirstShortRead();
    void anEmptyTakeAtTheEndIsNoFailure();
    void writesBigEndian();
    void fillsInLengths();
    void refusesWhatDoesNotFit();
};

void TestByteCursor::readsBigEndian()
{
    const Bytes bytes = fromHex("01 0203 04050607 08090a0b0c0d0e0f");
    ByteReader in(bytes);
    QCOMPARE(in.u8(), std::uint8_t{1});
    QCOMPARE(in.u16(), std::uint16_t{0x0203});
    QCOMPARE(in.u32(), std::uint32_t{0x04050607});
    QCOMPARE(in.u64(), std::uint64_t{0x08090a0b0c0d0e0f});
    QVERIFY(in.atEnd());
    QVERIFY(in.ok());
}

void TestByteCursor::takesViewsOfTheSource()
{
    const Bytes bytes = fromHex("00010203");
    ByteReader in(bytes);
    in.skip(1);
    QCOMPARE(in.take(2).data(), bytes.data() + 1);
    QCOMPARE(in.remaining(), std::size_t{1});
    QCOMPARE(in.rest().size(), std::size_t{1});
    QVERIFY(in.ok());
}

void TestByteCursor::givesZerosAfterTheFirstShortRead()
{
    const Bytes bytes = fromHex("ffffff");
    ByteReader in(bytes);
    QCOMPARE(in.u32(), std::uint32_t{0});
    QVERIFY(!in.ok());
    // Three octets were left, but a decoder that went wrong must not read them as something else.
    QCOMPARE(in.u8(), std::uint8_t{0});
    QVERIFY(in.take(1).empty());
    QVERIFY(in.rest().empty());
    QVERIFY(in.atEnd());
    QVERIFY(!in.ok());
}

void TestByteCursor::anEmptyTakeAtTheEndIsNoFailure()
{
    ByteReader in(ByteView{});
    QVERIFY(in.take(0).empty());
    QVERIFY(in.rest().empty());
    QVERIFY(in.ok());
    in.take(static_cast<std::size_t>(-1));
    QVERIFY(!in.ok());
}

void TestByteCursor::writesBigEndian()
{
    ByteWriter out;
    out.u8(1);
    out.u16(0x0203);
    out.u32(0x04050607);
    out.u64(0x08090a0b0c0d0e0f);
    out.zeros(2);
    out.bytes(fromHex("aabb"));
    QCOMPARE(toHex(std::move(out).finish()), std::string("0102030405060708090a0b0c0d0e0f0000aabb"));
}

void TestByteCursor::fillsInLengths()
{
    ByteWriter out;
    out.u8(7);
    out.u16(0);
    out.zeros(3);
    out.patch16(1, out.size());
    QCOMPARE(toHex(std::move(out).finish()), std::string("070006000000"));
}

void TestByteCursor::refusesWhatDoesNotFit()
{
    ByteWriter fits;
    fits.count8(255);
    fits.count16(65535);
    QVERIFY(fits.ok());

    ByteWriter octet;
    octet.count8(256);
    QVERIFY(std::move(octet).finish().empty());

    ByteWriter two;
    two.count16(65536);
    QVERIFY(std::move(two).finish().empty());

    ByteWriter outside;
    outside.u8(0);
    outside.patch16(0, 1);
    QVERIFY(!outside.ok());
}

QTEST_GUILESS_MAIN(TestByteCursor)
#include "test_byte_cursor.moc"

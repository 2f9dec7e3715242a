#include "engine/api/capture_channel.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace tw;
using namespace tw::api;

namespace {

CapturedDatagram datagram(std::int64_t at, ByteView payload)
{
    CapturedDatagram one;
    one.at = CaptureTime(std::chrono::nanoseconds(at));
    one.direction = Direction::Out;
    one.local = {IpAddress::v4(192, 0, 2, 2), 4500};
    one.remote = {*IpAddress::parse("2001:db8::1"), 500};
    one.tos = 0xb8;
    one.udp = false;
    one.ike = true;
    one.payload = payload;
    return one;
}

Bytes payloadOf(std::uint32_t number, std::size_t size)
{
    Bytes payload(size);
    for (std::size_t i = 0; i < size; ++i)
        payload[i] = static_cast<std::uint8_t>(number * 31 + i);
    return payload;
}

} // namespace

class TestCaptureChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsPutIsTaken();
    void whatFindsNoRoomIsCounted();
    void lanesAreJoinedByTime();
    void untilIsKept();
    void closingTellsTheTotals();
    void threadsMeet();
};

// Of every length, so that the memory's end comes at every octet of a record.
void TestCaptureChannel::whatIsPutIsTaken()
{
    CaptureLane lane(1024);
    Bytes memory;
    for (std::uint32_t i = 0; i < 2000; ++i) {
        const Bytes payload = payloadOf(i, i % 700);
        QVERIFY(lane.put(datagram(i, payload)));
        QVERIFY(lane.oldest() == CaptureTime(std::chrono::nanoseconds(i)));
        const CapturedDatagram taken = lane.take(memory);
        const CapturedDatagram put = datagram(i, payload);
        QVERIFY(std::ranges::equal(taken.payload, payload));
        QVERIFY(taken.at == put.at && taken.local == put.local && taken.remote == put.remote && taken.tos == put.tos
                && taken.udp == put.udp && taken.ike == put.ike && taken.direction == put.direction);
        QVERIFY(!lane.oldest());
    }
    QCOMPARE(lane.dropped(), std::uint64_t{0});
}

void TestCaptureChannel::whatFindsNoRoomIsCounted()
{
    CaptureLane lane(1024);
    const Bytes payload(300, 1);
    int fitted = 0;
    while (lane.put(datagram(fitted, payload)))
        ++fitted;
    QVERIFY(fitted >= 2);
    QVERIFY(!lane.put(datagram(9, payload)));
    QCOMPARE(lane.dropped(), std::uint64_t{2});
    // The ones before are whole, and there is room again.
    Bytes memory;
    for (int i = 0; i < fitted; ++i)
        QVERIFY(lane.take(memory).at == CaptureTime(std::chrono::nanoseconds(i)));
    QVERIFY(lane.put(datagram(10, payload)));
    QVERIFY(!lane.put(datagram(11, Bytes(2000, 1)))); // will never fit
}

void TestCaptureChannel::lanesAreJoinedByTime()
{
    CaptureChannel channel;
    for (const std::int64_t at : {1, 4, 7})
        channel.put(0, datagram(at, {}));
    for (const std::int64_t at : {2, 3, 9})
        channel.put(5, datagram(at, {}));
    for (const std::int64_t at : {1, 2, 3, 4, 7, 9})
        QVERIFY(channel.next()->at == CaptureTime(std::chrono::nanoseconds(at)));
    QVERIFY(!channel.next());
}

void TestCaptureChannel::untilIsKept()
{
    CaptureChannel channel;
    channel.put(0, datagram(5, {}));
    QVERIFY(!channel.next(CaptureTime(std::chrono::nanoseconds(4))));
    QVERIFY(channel.next(CaptureTime(std::chrono::nanoseconds(5))));
}

void TestCaptureChannel::closingTellsTheTotals()
{
    CaptureChannel channel;
    QVERIFY(!channel.totals());
    channel.put(CapturedKey(Ikev1Key{7, Encryption::Aes128Cbc, SecretBytes(16)}));
    channel.close({.keysWithheld = 3});
    QCOMPARE(channel.totals()->keysWithheld, std::uint64_t{3});
    QCOMPARE(channel.takeKeys().size(), std::size_t{1});
    QCOMPARE(channel.takeKeys().size(), std::size_t{0});
}

// One that puts in each of three lanes, as fast as it can, and one that takes: everything arrives whole and in the order
// of its lane, or is counted.
void TestCaptureChannel::threadsMeet()
{
    constexpr std::uint32_t kEach = 20'000;
    constexpr std::size_t kLanesUsed = 3;
    CaptureChannel channel;
    std::vector<std::thread> putting;
    std::atomic<std::size_t> done = 0;
    for (std::size_t lane = 0; lane < kLanesUsed; ++lane) {
        putting.emplace_back([&, lane] {
            for (std::uint32_t i = 0; i < kEach; ++i) {
                const std::size_t size = 100 + i % 1400;
                CapturedDatagram one = datagram(i, {});
                const Bytes payload = payloadOf(i, size);
                one.payload = payload;
                one.tos = static_cast<std::uint8_t>(lane);
                channel.put(lane, one);
            }
            ++done;
        });
    }
    std::array<std::int64_t, kLanesUsed> last{-1, -1, -1};
    std::uint64_t taken = 0;
    bool isWhole = true;
    for (bool isOver = false; !isOver;) {
        isOver = done == kLanesUsed; // asked before: what was put until then is still taken
        while (const auto one = channel.next()) {
            const auto number = one->at.time_since_epoch().count();
            isWhole = isWhole && number > last[one->tos]
                && std::ranges::equal(
                          one->payload,
                          payloadOf(static_cast<std::uint32_t>(number), 100 + static_cast<std::size_t>(number) % 1400));
            last[one->tos] = number;
            ++taken;
        }
    }
    for (std::thread &thread : putting)
        thread.join();
    QVERIFY(isWhole);
    QCOMPARE(taken + channel.dropped(), std::uint64_t{kEach} * kLanesUsed);
    QVERIFY(taken > 0);
}

QTEST_GUILESS_MAIN(TestCaptureChannel)
#include "test_capture_channel.moc"

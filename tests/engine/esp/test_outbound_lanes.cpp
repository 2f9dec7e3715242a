#include "tests/engine/esp/esp_samples.h"

#include <QTest>

#include <atomic>
#include <limits>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <thread>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;

namespace {

constexpr std::size_t kThreads = 4;
constexpr std::uint64_t kLastExtended = 0xffffffffffffffff;

std::shared_ptr<OutboundSa> outboundSa(const api::EspProposal &proposal = suite(), std::size_t lanes = 1)
{
    return *OutboundSa::make(kRightSpi, proposal, keysFor(proposal, 90), lanes);
}

// Lets all of them go at once, as far as there are processors, and waits for their end.
template <typename Work>
void inThreads(Work work)
{
    std::atomic<std::size_t> ready = 0;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            ++ready;
            while (ready < kThreads)
                std::this_thread::yield();
            work(i);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
}

// A gateway whose SAs have several lanes, and one data thread's part for each.
struct Lanes
{
    explicit Lanes(crypto::ChildSa sa, std::size_t count = kThreads) : database(SaDatabase::kAnySize, count)
    {
        if (!database.add(std::move(sa)))
            std::abort();
        for (std::size_t i = 0; i < count; ++i)
            workers.push_back(std::make_unique<Worker>(i, count));
    }

    struct Worker
    {
        Worker(std::size_t lane, std::size_t count) : outbound(BurstCrypto::Backend::Fastest, lane, count) { }

        // What leaves, packet by packet.
        std::vector<Bytes> protect(std::vector<Bytes> packets, const SaSnapshot &snapshot, TimePoint now = {})
        {
            Burst burst(std::move(packets));
            arena.clear();
            sent.clear();
            if (outbound.protect(burst.views, snapshot, arena, sent, now) != burst.views.size())
                std::abort();
            std::vector<Bytes> espPackets;
            for (const Train &train : sent.trains) {
                for (std::size_t i = 0; i < train.segmentCount(); ++i) {
                    const ByteView rest = train.block.subspan(i * train.segmentSize);
                    espPackets.push_back(toBytes(rest.first(std::min<std::size_t>(rest.size(), train.segmentSize))));
                }
            }
            return espPackets;
        }

        Outbound outbound;
        SendArena arena;
        OutboundBatch sent;
    };

    SaDatabase database;
    std::vector<std::unique_ptr<Worker>> workers;
};

std::uint32_t numberOf(const Bytes &espPacket) { return wire::loadBig<std::uint32_t>(espPacket.data() + 4); }

} // namespace

// Several data threads that send by one SA.
class TestOutboundLanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNumberIsGivenOnce_data();
    void everyNumberIsGivenOnce();
    void theEndIsFinal_data();
    void theEndIsFinal();
    void skippingNeverGoesBack();
    void oneThreadSaysThatNumbersRunLow();
    void lanesNeverMeet_data();
    void lanesNeverMeet();
    void aBurstTakesItsNumbersAtOnce();
    void whatEachLaneDropsIsSummed();
    void sasComeAndGoUnderLoad();
};

void TestOutboundLanes::everyNumberIsGivenOnce_data()
{
    QTest::addColumn<bool>("extended");
    QTest::addColumn<quint64>("from");
    QTest::addColumn<quint64>("to");
    QTest::newRow("to the last") << false << quint64{kLastSequence - 300'000} << quint64{kLastSequence};
    QTest::newRow("across the wrap") << true << quint64{kLastSequence - 100'000} << quint64{0};
    QTest::newRow("to the last extended one") << true << quint64{kLastExtended - 300'000} << quint64{kLastExtended};
}

void TestOutboundLanes::everyNumberIsGivenOnce()
{
    QFETCH(const bool, extended);
    QFETCH(const quint64, from);
    QFETCH(const quint64, to);
    const auto sa = outboundSa(suite(api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, extended), kThreads);
    sa->skipTo(from);
    std::array<std::vector<SequenceRange>, kThreads> given;
    inThreads([&](std::size_t thread) {
        std::minstd_rand dice(static_cast<unsigned>(thread + 1));
        for (int i = 0; i < 20'000; ++i) {
            const std::size_t wanted = 1 + dice() % 64;
            const SequenceRange range = sa->reserve(wanted);
            if (range.count > wanted)
                qFatal("more than was asked for");
            if (range.count != 0)
                given[thread].push_back(range);
        }
    });
    std::vector<SequenceRange> all;
    for (const auto &ranges : given)
        all.insert(all.end(), ranges.begin(), ranges.end());
    std::ranges::sort(all, {}, &SequenceRange::first);
    std::uint64_t due = from + 1;
    for (const SequenceRange &range : all) {
        QCOMPARE(range.first, due);
        due = range.first + range.count; // comes round to 0 behind the last of all
    }
    QCOMPARE(due, sa->lastSequence() + 1);
    if (to != 0)
        QCOMPARE(sa->lastSequence(), to);
}

void TestOutboundLanes::theEndIsFinal_data()
{
    QTest::addColumn<bool>("extended");
    QTest::addColumn<quint64>("last");
    QTest::addColumn<int>("lanes");
    for (const int lanes : {1, 2}) {
        QTest::addRow("RFC 4303, 3.3.3; %d", lanes) << false << quint64{kLastSequence} << lanes;
        QTest::addRow("extended; %d", lanes) << true << quint64{kLastExtended} << lanes;
    }
}

void TestOutboundLanes::theEndIsFinal()
{
    QFETCH(const bool, extended);
    QFETCH(const quint64, last);
    QFETCH(const int, lanes);
    const auto sa = outboundSa(suite(api::Encryption::Aes128Gcm16, api::Integrity::None, extended),
                               static_cast<std::size_t>(lanes));
    sa->skipTo(last - 3);
    const SequenceRange range = sa->reserve(5);
    QCOMPARE(range.first, std::uint64_t{last - 2});
    QCOMPARE(range.count, std::size_t{3});
    for (const std::size_t count : {std::size_t{1}, std::size_t{64}, std::numeric_limits<std::size_t>::max()}) {
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(sa->reserve(count).count, std::size_t{0});
    }
    QCOMPARE(sa->lastSequence(), last);
    sa->skipTo(last);
    QCOMPARE(sa->reserve(1).count, std::size_t{0});
    QCOMPARE(outboundSa()->reserve(std::numeric_limits<std::size_t>::max()).count, std::size_t{kLastSequence});
}

void TestOutboundLanes::skippingNeverGoesBack()
{
    const auto sa = outboundSa();
    sa->skipTo(1000);
    sa->skipTo(10);
    QCOMPARE(sa->reserve(1).first, std::uint64_t{1001});
    sa->skipTo(kLastExtended);
    QCOMPARE(sa->lastSequence(), kLastSequence);
}

void TestOutboundLanes::oneThreadSaysThatNumbersRunLow()
{
    const auto sa = outboundSa(suite(), kThreads);
    std::atomic<int> said = 0;
    const auto askedAt = [&](TimePoint now) {
        said = 0;
        inThreads([&](std::size_t) {
            for (int i = 0; i < 1000; ++i)
                said += sa->isLowNoticeDue(now) ? 1 : 0;
        });
        return said.load();
    };
    QCOMPARE(askedAt(TimePoint(1s)), 0);
    sa->skipTo(kSequenceLow - 1);
    QCOMPARE(askedAt(TimePoint(1s)), 0);
    QCOMPARE(sa->reserve(1).first, kSequenceLow);
    QCOMPARE(askedAt(TimePoint(1s)), 1);
    QCOMPARE(askedAt(TimePoint(1s)), 0);
    QCOMPARE(askedAt(TimePoint(1999ms)), 0);
    QCOMPARE(askedAt(TimePoint(2s)), 1);
}

void TestOutboundLanes::lanesNeverMeet_data()
{
    using enum api::Encryption;
    QTest::addColumn<int>("encryption");
    QTest::addColumn<bool>("extended");
    for (const bool extended : {false, true}) {
        for (const auto encryption : {Aes128Cbc, TripleDesCbc, Aes256Gcm16, ChaCha20Poly1305})
            QTest::addRow("%s%s", std::string(api::shortName(encryption)).c_str(), extended ? ", extended" : "")
                << static_cast<int>(encryption) << extended;
    }
}

// At the same time, bursts of all sizes. No number and no IV is there twice, and the other side takes the packets in any
// order that its window bears.
void TestOutboundLanes::lanesNeverMeet()
{
    QFETCH(const int, encryption);
    QFETCH(const bool, extended);
    const auto chosen = static_cast<api::Encryption>(encryption);
    const auto proposal =
        suite(chosen, api::isAead(chosen) ? api::Integrity::None : api::Integrity::HmacSha1_96, extended);
    if (!crypto::isAvailable(proposal))
        QSKIP("The crypto library here lacks this suite.");
    constexpr int kRounds = 30;
    Lanes left(leftSa(proposal));
    const SnapshotPtr snapshot = left.database.snapshot();
    std::array<std::vector<Bytes>, kThreads> sent;
    std::array<std::size_t, kThreads> innerBytes{};
    inThreads([&](std::size_t lane) {
        for (int round = 0; round < kRounds; ++round) {
            std::vector<Bytes> packets;
            for (std::size_t i = 0; i < 1 + (static_cast<std::size_t>(round) * 7 + lane) % 20; ++i) {
                packets.push_back(udpPacket(60 + i * 50, static_cast<std::uint8_t>(lane)));
                innerBytes[lane] += packets.back().size();
            }
            for (Bytes &packet : left.workers[lane]->protect(std::move(packets), *snapshot))
                sent[lane].push_back(std::move(packet));
        }
    });

    const std::size_t ivSize = PacketLayout::of(proposal).ivSize;
    std::set<std::uint32_t> numbers;
    std::set<Bytes> ivs;
    std::vector<Bytes> mixed;
    for (const auto &packets : sent) {
        std::uint32_t before = 0;
        for (const Bytes &packet : packets) {
            QVERIFY(numberOf(packet) > before); // each thread's own keep their order
            before = numberOf(packet);
            QVERIFY(numbers.insert(before).second);
            QVERIFY(ivs.insert(toBytes(ByteView(packet).subspan(8, ivSize))).second);
            mixed.push_back(packet);
        }
    }
    QCOMPARE(*numbers.rbegin(), numbers.size()); // and none is left out

    std::ranges::sort(mixed, {}, numberOf);
    std::minstd_rand dice(1);
    constexpr std::ptrdiff_t kFarthest = 300; // both ways; the window is 1024
    for (auto at = mixed.begin(); at != mixed.end(); at += std::min(kFarthest, mixed.end() - at))
        std::shuffle(at, at + std::min(kFarthest, mixed.end() - at), dice);
    Gateway right(mirrored(leftSa(proposal)));
    std::size_t arrived = 0;
    for (Bytes &packet : mixed) {
        const DatagramRun run{packet, 0, kRightGateway, kLeftGateway, 0, true};
        arrived += right.unprotect(run).size();
    }
    QCOMPARE(arrived, mixed.size());
    QCOMPARE(right.database.readings().at(0).drops, api::DropCounters{});

    const SaReading reading = left.database.readings().at(0);
    QCOMPARE(reading.traffic.packetsOut, std::uint64_t{mixed.size()});
    QCOMPARE(reading.traffic.bytesOut, std::accumulate(innerBytes.begin(), innerBytes.end(), std::uint64_t{0}));
    QCOMPARE(reading.drops, api::DropCounters{});
    QCOMPARE(left.database.newReadings().size(), std::size_t{1});
    QVERIFY(left.database.newReadings().empty());
}

// Of two SAs in one burst, each has its numbers without a gap, whatever other lanes do before and after.
void TestOutboundLanes::aBurstTakesItsNumbersAtOnce()
{
    Lanes left(leftSa(), 2);
    crypto::ChildSa second = leftSa();
    second.inboundSpi = EspSpi{0xc1000009};
    second.outboundSpi = EspSpi{0xc2000009};
    second.remote = {subnet("10.3.0.0/24")};
    QVERIFY(left.database.add(std::move(second)));
    const SnapshotPtr snapshot = left.database.snapshot();
    std::uint32_t due = 1;
    for (std::size_t round = 0; round < 6; ++round) {
        std::vector<Bytes> packets;
        for (std::uint32_t i = 0; i < 10; ++i)
            packets.push_back(udpPacket(100, 0, kLeftHost, IpAddress::v4(10, i % 2 == 0 ? 2 : 3, 0, 1)));
        std::map<std::uint32_t, std::vector<std::uint32_t>> numbers;
        for (const Bytes &packet : left.workers[round % 2]->protect(std::move(packets), *snapshot))
            numbers[wire::loadBig<std::uint32_t>(packet.data())].push_back(numberOf(packet));
        const std::vector<std::uint32_t> expected{due, due + 1, due + 2, due + 3, due + 4};
        QCOMPARE(numbers[kRightSpi.value()], expected);
        QCOMPARE(numbers[0xc2000009], expected);
        due += 5;
    }
}

void TestOutboundLanes::whatEachLaneDropsIsSummed()
{
    Lanes left(leftSa(), 2);
    const SnapshotPtr snapshot = left.database.snapshot();
    const SaEntry &sa = *snapshot->findInbound(kLeftSpi);
    sa.outbound->skipTo(kLastSequence - 3);
    QCOMPARE(left.workers[0]->protect(std::vector<Bytes>(2, udpPacket(100)), *snapshot).size(), std::size_t{2});
    QCOMPARE(left.workers[1]->protect(std::vector<Bytes>(5, udpPacket(100)), *snapshot).size(), std::size_t{1});
    QCOMPARE(left.workers[0]->protect(std::vector<Bytes>(3, udpPacket(100)), *snapshot).size(), std::size_t{0});
    Train train;
    train.sa = kLeftSpi;
    left.workers[0]->outbound.countSendFailed(train, *snapshot, 2);
    left.workers[1]->outbound.countSendFailed(train, *snapshot, 3);
    const SaReading reading = left.database.readings().at(0);
    QCOMPARE(reading.traffic.packetsOut, std::uint64_t{3});
    QCOMPARE(reading.drops[static_cast<std::size_t>(api::DropReason::SequenceExhausted)], std::uint64_t{7});
    QCOMPARE(reading.drops[static_cast<std::size_t>(api::DropReason::SendFailed)], std::uint64_t{5});
    QCOMPARE(sa.outbound->lane(0).packets.value(), std::uint64_t{2});
    QCOMPARE(sa.outbound->lane(1).packets.value(), std::uint64_t{1});
}

// An SA is replaced again and again, and in the end deleted, while all lanes send. Whatever snapshot a thread has just
// then: each SA's numbers are spent one by one, and no packet is counted for another SA, twice, or not at all.
void TestOutboundLanes::sasComeAndGoUnderLoad()
{
    constexpr std::uint32_t kSas = 40;
    constexpr std::size_t kBurst = 20;
    constexpr std::size_t kBurstsBetween = 2 * kThreads; // changes
    const auto saOf = [](std::uint32_t number) {
        crypto::ChildSa sa = leftSa();
        sa.inboundSpi = EspSpi{kLeftSpi.value() + number};
        sa.outboundSpi = EspSpi{kRightSpi.value() + number};
        return sa;
    };
    Lanes left(saOf(0));
    std::vector<std::shared_ptr<OutboundSa>> sas;
    SnapshotSlot slot;
    const auto publish = [&] { slot.publish(left.database.snapshot()); };
    const auto remember = [&](std::uint32_t number) {
        sas.push_back(left.database.snapshot()->findInbound(EspSpi{kLeftSpi.value() + number})->outbound);
    };
    remember(0);
    publish();

    std::atomic<std::size_t> bursts = 0;
    std::atomic<bool> isOver = false;
    std::array<std::size_t, kThreads> offered{};
    std::array<std::map<std::uint32_t, std::vector<std::uint32_t>>, kThreads> sent; // numbers by SPI
    std::thread changes([&] {
        const auto letSome = [&] {
            const std::size_t until = bursts + kBurstsBetween;
            while (bursts < until)
                std::this_thread::yield();
        };
        for (std::uint32_t number = 1; number < kSas; ++number) {
            letSome();
            if (!left.database.add(saOf(number)))
                std::abort();
            remember(number);
            publish();
            letSome();
            left.database.remove(EspSpi{kLeftSpi.value() + number - 1});
            if (number % 8 == 0)
                left.database.compact();
            publish();
        }
        letSome();
        left.database.remove(EspSpi{kLeftSpi.value() + kSas - 1});
        publish();
        letSome();
        isOver = true;
    });
    inThreads([&](std::size_t lane) {
        SnapshotPtr snapshot = std::make_shared<const SaSnapshot>();
        std::uint64_t seen = 0;
        while (!isOver) {
            slot.refresh(snapshot, seen);
            offered[lane] += kBurst;
            for (const Bytes &packet :
                 left.workers[lane]->protect(std::vector<Bytes>(kBurst, udpPacket(200)), *snapshot))
                sent[lane][wire::loadBig<std::uint32_t>(packet.data())].push_back(numberOf(packet));
            ++bursts;
        }
    });
    changes.join();

    std::size_t total = 0;
    for (std::uint32_t number = 0; number < kSas; ++number) {
        std::vector<std::uint32_t> numbers;
        for (auto &lane : sent) {
            const std::vector<std::uint32_t> &its = lane[kRightSpi.value() + number];
            numbers.insert(numbers.end(), its.begin(), its.end());
        }
        std::ranges::sort(numbers);
        std::vector<std::uint32_t> expected(numbers.size());
        std::iota(expected.begin(), expected.end(), 1U);
        QCOMPARE(numbers, expected);
        QVERIFY(!numbers.empty());
        QCOMPARE(sas[number]->lastSequence(), std::uint64_t{numbers.size()});
        QCOMPARE(sas[number]->packets(), std::uint64_t{numbers.size()});
        QCOMPARE(sas[number]->bytes(), std::uint64_t{200 * numbers.size()});
        total += numbers.size();
    }
    std::uint64_t withoutSa = 0;
    for (const auto &worker : left.workers)
        withoutSa += worker->outbound.drops().value()[static_cast<std::size_t>(api::DropReason::NoPolicy)];
    QVERIFY(withoutSa > 0); // from the deletion on
    QCOMPARE(total + withoutSa, std::accumulate(offered.begin(), offered.end(), std::size_t{0}));
}

QTEST_GUILESS_MAIN(TestOutboundLanes)
#include "test_outbound_lanes.moc"

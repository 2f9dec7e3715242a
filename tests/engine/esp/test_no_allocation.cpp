#include "tests/engine/esp/esp_samples.h"

#include <QTest>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> allocations = 0;

void *counted(std::size_t size)
{
    ++allocations;
    if (void *memory = std::malloc(size == 0 ? 1 : size))
        return memory;
    throw std::bad_alloc();
}

} // namespace

// Every allocation of the C++ code in this test program passes here. The crypto library allocates by itself.
void *operator new(std::size_t size) { return counted(size); }
void *operator new[](std::size_t size) { return counted(size); }
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete[](void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void *memory, std::size_t) noexcept { std::free(memory); }

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;

class TestNoAllocation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void burstsAllocateNothing_data();
    void burstsAllocateNothing();
};

void TestNoAllocation::burstsAllocateNothing_data()
{
    QTest::addColumn<int>("encryption");
    QTest::addColumn<bool>("isJoined");
    for (const bool isJoined : {false, true}) {
        const char *how = isJoined ? "superpackets" : "packets";
        QTest::addRow("CBC, %s", how) << static_cast<int>(api::Encryption::Aes128Cbc) << isJoined;
        QTest::addRow("GCM, %s", how) << static_cast<int>(api::Encryption::Aes128Gcm16) << isJoined;
    }
}

void TestNoAllocation::burstsAllocateNothing()
{
    QFETCH(int, encryption);
    QFETCH(bool, isJoined);
    const auto chosen = static_cast<api::Encryption>(encryption);
    const auto proposal = suite(chosen, api::isAead(chosen) ? api::Integrity::None : api::Integrity::HmacSha1_96);
    Gateway left(leftSa(proposal));
    Gateway right(mirrored(leftSa(proposal)));
    const SnapshotPtr leftSnapshot = left.database.snapshot();
    const SnapshotPtr rightSnapshot = right.database.snapshot();
    const TcpSuperpacket super{.payload = patternBytes(30 * 1300, 1), .segmentSize = 1300};
    std::vector<Bytes> packets =
        isJoined ? std::vector<Bytes>(2, super.whole()) : std::vector<Bytes>(60, udpPacket(1400));
    packets.push_back(udpPacket(100, 0, kLeftHost, IpAddress::v4(8, 8, 8, 8))); // dropped, without a policy
    Burst burst(std::move(packets));
    if (isJoined) {
        right.inbound.setCoalescing({true, true});
        burst.views[0].offload = burst.views[1].offload = super.offload();
    }
    Bytes receiveBuffer(65536);

    const auto round = [&] {
        left.arena.clear();
        left.sent.clear();
        std::size_t delivered = 0;
        if (left.outbound.protect(burst.views, *leftSnapshot, left.arena, left.sent, {}) != burst.views.size())
            return delivered;
        for (const Train &train : left.sent.trains) {
            std::ranges::copy(train.block, receiveBuffer.begin());
            const DatagramRun run{MutableByteView(receiveBuffer).first(train.block.size()),
                                  train.segmentSize,
                                  train.remote,
                                  train.local,
                                  0,
                                  true};
            right.received.clear();
            right.inbound.unprotect(std::span(&run, 1), *rightSnapshot, right.received, {});
            for (const InnerRun &inner : right.received.runs)
                delivered += inner.sliceCount;
        }
        return delivered;
    };
    QCOMPARE(round(), std::size_t{60}); // from here on the batches have the memory that they need
    const std::uint64_t before = allocations;
    QVERIFY(before > 0); // it counts
    std::size_t delivered = 0;
    for (int i = 0; i < 100; ++i)
        delivered += round();
    const std::uint64_t after = allocations;
    QCOMPARE(delivered, std::size_t{6000});
    QCOMPARE(after - before, std::uint64_t{0});
}

QTEST_GUILESS_MAIN(TestNoAllocation)
#include "test_no_allocation.moc"

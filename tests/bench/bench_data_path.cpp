// What the data path costs without the kernel, beside 1 to 10,000 SAs: bursts as the edge takes and gives them.

#include "tests/engine/esp/esp_samples.h"

#include <benchmark/benchmark.h>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;

namespace {

constexpr std::size_t kBurst = 64;

IpAddress hostOf(std::size_t sa)
{
    return IpAddress::v4(10, static_cast<std::uint8_t>(2 + (sa >> 16)), static_cast<std::uint8_t>(sa >> 8),
                         static_cast<std::uint8_t>(sa));
}

crypto::ChildSa saOf(std::size_t index, const api::EspProposal &proposal)
{
    crypto::ChildSa sa = leftSa(proposal);
    sa.connection = api::ConnectionId{"vco-" + std::to_string(index)};
    sa.inboundSpi = EspSpi{static_cast<std::uint32_t>(0xc1000000 + index)};
    sa.outboundSpi = EspSpi{static_cast<std::uint32_t>(0xc2000000 + index)};
    sa.remote = {api::TrafficSelector::fromPrefix(IpPrefix(hostOf(index), 32))};
    sa.replayWindow = 0; // the same burst is opened again and again
    return sa;
}

// As many SAs between two gateways as `count` says, each for one host behind the right one.
class Tunnels
{
public:
    Tunnels(std::size_t count, const api::EspProposal &proposal)
    {
        for (std::size_t i = 0; i < count; ++i) {
            left.install(saOf(i, proposal));
            right.install(mirrored(saOf(i, proposal)));
        }
        left.database.compact();
        right.database.compact();
    }

    Gateway left;
    Gateway right;
};

api::EspProposal gcm() { return suite(api::Encryption::Aes128Gcm16, api::Integrity::None); }

// Bursts of single packets, each to another SA than the one before: the worst case for every look-up and every cache.
Burst scattered(std::size_t size, std::size_t saCount, std::size_t round)
{
    std::vector<Bytes> packets;
    for (std::size_t i = 0; i < kBurst; ++i) {
        const std::size_t sa = (round * kBurst + i) * 7919 % saCount;
        packets.push_back(udpPacket(size, static_cast<std::uint8_t>(i), kLeftHost, hostOf(sa)));
    }
    return Burst(std::move(packets));
}

std::vector<Burst> scatteredRounds(std::size_t size, std::size_t saCount)
{
    std::vector<Burst> rounds;
    for (std::size_t i = 0; i < 256; ++i)
        rounds.push_back(scattered(size, saCount, i));
    return rounds;
}

void protectScattered(benchmark::State &state)
{
    const auto count = static_cast<std::size_t>(state.range(0));
    Tunnels tunnels(count, gcm());
    std::vector<Burst> rounds = scatteredRounds(static_cast<std::size_t>(state.range(1)), count);
    const SnapshotPtr snapshot = tunnels.left.database.snapshot();
    std::size_t round = 0;
    for (auto _ : state) {
        tunnels.left.arena.clear();
        tunnels.left.sent.clear();
        benchmark::DoNotOptimize(tunnels.left.outbound.protect(rounds[round++ % rounds.size()].views, *snapshot,
                                                               tunnels.left.arena, tunnels.left.sent, {}));
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBurst));
}

void unprotectScattered(benchmark::State &state)
{
    const auto count = static_cast<std::size_t>(state.range(0));
    Tunnels tunnels(count, gcm());
    std::vector<Burst> rounds = scatteredRounds(static_cast<std::size_t>(state.range(1)), count);
    std::vector<std::vector<Bytes>> sealed; // opening is in place, so that each time needs its own copy
    for (Burst &burst : rounds) {
        tunnels.left.arena.clear();
        tunnels.left.sent.clear();
        tunnels.left.outbound.protect(burst.views, *tunnels.left.database.snapshot(), tunnels.left.arena,
                                      tunnels.left.sent, {});
        std::vector<Bytes> packets;
        for (const Train &train : tunnels.left.sent.trains)
            for (std::size_t i = 0; i < train.segmentCount(); ++i)
                packets.push_back(toBytes(
                    train.block.subspan(i * train.segmentSize)
                        .first(std::min<std::size_t>(train.segmentSize, train.block.size() - i * train.segmentSize))));
        sealed.push_back(std::move(packets));
    }
    const SnapshotPtr snapshot = tunnels.right.database.snapshot();
    Bytes buffer(kBurst * 2048);
    std::size_t round = 0;
    std::size_t delivered = 0;
    for (auto _ : state) {
        std::vector<DatagramRun> runs;
        std::size_t at = 0;
        for (const Bytes &packet : sealed[round++ % sealed.size()]) {
            std::copy_n(packet.data(), packet.size(), buffer.data() + at);
            runs.push_back(
                {MutableByteView(buffer).subspan(at, packet.size()), 0, kRightGateway, kLeftGateway, 0, true});
            at += 2048;
        }
        tunnels.right.received.clear();
        tunnels.right.inbound.unprotect(runs, *snapshot, tunnels.right.received, {});
        delivered += tunnels.right.received.runs.size();
    }
    if (delivered != state.iterations() * kBurst)
        state.SkipWithError("packets were lost");
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBurst));
}

// One flow of TCP in superpackets, as a kernel hands them over.
void protectSuperpackets(benchmark::State &state)
{
    const auto count = static_cast<std::size_t>(state.range(0));
    Tunnels tunnels(count, gcm());
    const TcpSuperpacket super{.to = hostOf(count / 2), .payload = patternBytes(45 * 1348, 1), .segmentSize = 1348};
    Burst burst({super.whole()});
    burst.views[0].offload = super.offload();
    const SnapshotPtr snapshot = tunnels.left.database.snapshot();
    for (auto _ : state) {
        tunnels.left.arena.clear();
        tunnels.left.sent.clear();
        benchmark::DoNotOptimize(
            tunnels.left.outbound.protect(burst.views, *snapshot, tunnels.left.arena, tunnels.left.sent, {}));
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 45));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * super.payload.size()));
}

// And the same flow as it arrives: opened, checked and joined.
void unprotectTrains(benchmark::State &state)
{
    const auto count = static_cast<std::size_t>(state.range(0));
    Tunnels tunnels(count, gcm());
    tunnels.right.inbound.setCoalescing({true, true});
    const TcpSuperpacket super{.to = hostOf(count / 2), .payload = patternBytes(45 * 1348, 1), .segmentSize = 1348};
    tunnels.left.protectSuper(super);
    const Train &train = tunnels.left.sent.trains.at(0);
    Bytes buffer(train.block.size());
    const SnapshotPtr snapshot = tunnels.right.database.snapshot();
    for (auto _ : state) {
        std::copy(train.block.begin(), train.block.end(), buffer.begin());
        const DatagramRun run{buffer, train.segmentSize, kRightGateway, kLeftGateway, 0, true};
        tunnels.right.received.clear();
        tunnels.right.inbound.unprotect(std::span(&run, 1), *snapshot, tunnels.right.received, {});
    }
    if (tunnels.right.received.runs.size() != 1)
        state.SkipWithError("the train was not joined");
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 45));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * super.payload.size()));
}

void saCounts(benchmark::internal::Benchmark *bench)
{
    for (const int count : {1, 10, 1000, 10000})
        bench->Arg(count);
}
void saCountsAndSizes(benchmark::internal::Benchmark *bench)
{
    for (const int size : {64, 1400}) {
        for (const int count : {1, 10, 1000, 10000})
            bench->Args({count, size});
    }
}

} // namespace

BENCHMARK(protectSuperpackets)->Apply(saCounts);
BENCHMARK(unprotectTrains)->Apply(saCounts);
BENCHMARK(protectScattered)->Apply(saCountsAndSizes);
BENCHMARK(unprotectScattered)->Apply(saCountsAndSizes);

BENCHMARK_MAIN();

#include "engine/crypto/algorithms.h"
#include "engine/esp/burst_crypto.h"
#include "engine/wire/esp_header.h"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include <time.h>

// What the cipher of the data path costs, for each suite, back end and size of burst:
//
//   bench_esp_crypto --benchmark_filter='seal/aes128gcm16/.*/1400'
//
// Each measurement is of kPackets packets, which are given in bursts; their restoration in between is not counted. On a
// machine that is not idle, take the best of several (--benchmark_repetitions).
namespace {

using namespace tw;
using namespace tw::esp;
using Backend = BurstCrypto::Backend;

constexpr std::size_t kPackets = 64;
constexpr std::size_t kStride = 1536; // as packets lie in the arena: not on pages of their own

Bytes pattern(std::size_t size)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(i * 167 + 1);
    return bytes;
}

struct Packets
{
    Packets(const api::EspProposal &proposal, std::size_t innerSize)
        : keys{pattern(crypto::sizesOf(proposal.encryption).keyMaterial()),
               pattern(crypto::sizesOf(proposal.integrity).key)},
          sealer(*EspSealer::make(proposal, keys[0], keys[1])),
          opener(*EspOpener::make(proposal, keys[0], keys[1])),
          memory(kPackets * kStride)
    {
        const std::size_t size = sealer.layout().sealedSize(innerSize);
        for (std::size_t i = 0; i < kPackets; ++i) {
            const MutableByteView packet = MutableByteView(memory).subspan(i * kStride, size);
            sealJobs.push_back({&sealer, packet, i + 1});
            openJobs.push_back({&opener, packet, i + 1, {}});
        }
    }

    std::vector<Bytes> keys;
    EspSealer sealer;
    EspOpener opener;
    Bytes memory;
    std::vector<SealJob> sealJobs;
    std::vector<OpenJob> openJobs;
};

void report(benchmark::State &state, std::size_t innerSize)
{
    const auto packets = static_cast<double>(state.iterations() * static_cast<std::int64_t>(kPackets));
    state.counters["Gbit/s"] =
        benchmark::Counter(packets * static_cast<double>(innerSize) * 8e-9, benchmark::Counter::kIsRate);
    state.counters["packets/s"] = benchmark::Counter(packets, benchmark::Counter::kIsRate);
}

// Of this thread: the machine may have other things to do.
double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <typename Call>
void timed(benchmark::State &state, Call call)
{
    const double begin = cpuSeconds();
    call();
    state.SetIterationTime(cpuSeconds() - begin);
}

void seal(benchmark::State &state, const api::EspProposal &proposal, Backend backend, std::size_t burst,
          std::size_t innerSize)
{
    Packets packets(proposal, innerSize);
    BurstCrypto crypto(backend);
    for (auto _ : state)
        timed(state, [&] {
            for (std::size_t i = 0; i < kPackets; i += burst)
                crypto.seal(std::span(packets.sealJobs).subspan(i, std::min(burst, kPackets - i)));
        });
    if (!packets.sealJobs.back().isSealed)
        state.SkipWithError("not sealed");
    report(state, innerSize);
}

void open(benchmark::State &state, const api::EspProposal &proposal, Backend backend, std::size_t burst,
          std::size_t innerSize)
{
    Packets packets(proposal, innerSize);
    BurstCrypto crypto(backend);
    crypto.seal(packets.sealJobs);
    const Bytes sealed = packets.memory;
    for (auto _ : state) {
        std::ranges::copy(sealed, packets.memory.begin());
        timed(state, [&] {
            for (std::size_t i = 0; i < kPackets; i += burst)
                crypto.open(std::span(packets.openJobs).subspan(i, std::min(burst, kPackets - i)));
        });
        if (!packets.openJobs.back().plain)
            state.SkipWithError("not opened");
    }
    report(state, innerSize);
}

void registerAll()
{
    using api::Encryption;
    using api::Integrity;
    std::vector<api::EspProposal> suites;
    for (const auto encryption :
         {Encryption::Aes128Cbc, Encryption::Aes192Cbc, Encryption::Aes256Cbc, Encryption::TripleDesCbc})
        for (const auto integrity : {Integrity::HmacMd5_96, Integrity::HmacSha1_96, Integrity::HmacSha256_128,
                                     Integrity::HmacSha384_192, Integrity::HmacSha512_256})
            suites.push_back({encryption, integrity});
    for (const auto encryption :
         {Encryption::Aes128Gcm16, Encryption::Aes192Gcm16, Encryption::Aes256Gcm16, Encryption::ChaCha20Poly1305})
        suites.push_back({encryption, Integrity::None});
    const std::pair<Backend, const char *> backends[] = {
        {Backend::OpenSsl, "openssl"}, {Backend::MultiBuffer, "multibuffer"}, {Backend::Fastest, "fastest"}};
    for (const api::EspProposal &suite : suites)
        for (const auto &[backend, backendName] : backends)
            for (const std::size_t burst : {1U, 2U, 3U, 4U, 5U, 6U, 8U, 10U, 12U, 16U, 32U, 64U})
                for (const std::size_t innerSize : {1400U, 100U}) {
                    std::string name(api::shortName(suite.encryption));
                    if (suite.integrity != Integrity::None)
                        name.append("-").append(api::shortName(suite.integrity));
                    name.append("/").append(backendName);
                    name += "/" + std::to_string(burst) + "/" + std::to_string(innerSize);
                    const auto add = [&](const std::string &what, auto function) {
                        benchmark::RegisterBenchmark((what + "/" + name).c_str(), function, suite, backend, burst,
                                                     innerSize)
                            ->UseManualTime();
                    };
                    add("seal", seal);
                    add("open", open);
                }
}

} // namespace

int main(int argc, char **argv)
{
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::AddCustomContext("back end", BurstCrypto().description());
    registerAll();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}

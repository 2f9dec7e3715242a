#include "joined_engines.h"

#include <benchmark/benchmark.h>

using namespace tw;
using namespace tw::bench;

namespace {

// A connection is loaded, negotiated (IKE_SA_INIT, IKE_AUTH with a child) and taken down again. The counters say what
// each side spent on it.
void handshake(benchmark::State &state, api::DhGroup group)
{
    JoinedEngines engines;
    for (auto round : state) {
        engines.establish(1, group);
        if (engines.children() != 1)
            state.SkipWithError("no tunnel");
        engines.stop(1);
    }
    const auto microseconds = [](std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1000.0; };
    state.counters["initiator_us"] =
        benchmark::Counter(microseconds(engines.initiatorTime()), benchmark::Counter::kAvgIterations);
    state.counters["responder_us"] =
        benchmark::Counter(microseconds(engines.responderTime()), benchmark::Counter::kAvgIterations);
}

// The same beside as many tunnels that stand already: it must cost the same with ten thousand as with a hundred.
void oneMore(benchmark::State &state)
{
    const auto standing = static_cast<unsigned>(state.range(0));
    JoinedEngines engines;
    for (unsigned number = 1; number <= standing; ++number)
        engines.establish(number, api::DhGroup::Curve25519);
    for (auto round : state) {
        engines.establish(standing + 1, api::DhGroup::Curve25519);
        engines.stop(standing + 1);
    }
    if (engines.children() != standing)
        state.SkipWithError("a tunnel was lost");
}

} // namespace

BENCHMARK_CAPTURE(handshake, modp2048, api::DhGroup::Modp2048);
BENCHMARK_CAPTURE(handshake, x25519, api::DhGroup::Curve25519);
BENCHMARK(oneMore)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();

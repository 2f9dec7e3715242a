#include "joined_engines.h"

#include "engine/edge/engine_thread.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

// A gateway with many connections and nothing else: the engine as it is, without stores and windows, for
// measure_handshakes.py to measure beside charon. Says one line of JSON when everything is loaded and one when
// everything is established. "go" on its standard input makes it negotiate all of them, any other line makes it say how
// it is, and the end of it is its end.
//
//   bench_gateway COUNT modp2048|x25519
namespace {

using namespace tw;

// Negotiations under way at a time: few enough for a slow peer to answer before it is asked again, or gives up on those
// that are half open.
constexpr unsigned kWindow = 32;

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long residentKilobytes()
{
    std::ifstream status("/proc/self/statm");
    long total = 0;
    long resident = 0;
    status >> total >> resident;
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

void say(const char *what, std::size_t count)
{
    std::printf("{\"event\": \"%s\", \"count\": %zu, \"cpu\": %.6f, \"rss\": %ld}\n", what, count, cpuSeconds(),
                residentKilobytes());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 3) {
        std::fputs("usage: bench_gateway COUNT modp2048|x25519\n", stderr);
        return 2;
    }
    const auto count = static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10));
    const auto group = std::string(argv[2]) == "modp2048" ? api::DhGroup::Modp2048 : api::DhGroup::Curve25519;

    edge::EngineThread engine;
    std::set<api::ConnectionId> loaded;
    std::set<api::ConnectionId> established;
    unsigned begun = 0;
    bool mayBegin = false;
    const auto load = [&](unsigned number, bool negotiates) {
        auto config = bench::configOf(number, true, group); // whoever begins, it is the left gateway
        config.effectImmediately = negotiates;
        engine.send(api::Start{std::make_shared<const api::ConnectionConfig>(std::move(config)),
                               SecretBytes(asBytes("a-long-enough-secret")), negotiates});
    };
    const auto beginMore = [&] {
        while (mayBegin && begun < count && begun < established.size() + kWindow)
            load(++begun, true);
    };
    engine.setListener([&](const api::EngineReport &report) {
        const bool wasLoaded = loaded.size() == count;
        const bool wasEstablished = established.size() == count;
        for (const api::ConnectionStatus &status : report.statuses) {
            loaded.insert(status.connection);
            if (status.state == api::ConnectionState::Established)
                established.insert(status.connection);
            else
                established.erase(status.connection);
        }
        if (!wasLoaded && loaded.size() == count)
            say("loaded", count);
        if (!wasEstablished && established.size() == count)
            say("established", count);
        beginMore();
    });
    for (unsigned number = 1; number <= count; ++number)
        load(number, false);

    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &app, [&] {
        char bytes[64];
        const ssize_t size = read(STDIN_FILENO, bytes, sizeof bytes);
        if (size <= 0)
            QCoreApplication::quit();
        else if (std::string_view(bytes, static_cast<std::size_t>(size)).starts_with("go"))
            mayBegin = true;
        else
            say("now", established.size());
        beginMore();
    });
    return app.exec();
}

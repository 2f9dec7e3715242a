#include "models/log/log_store.h"

#include <QCoreApplication>

#include <cstdio>

// Makes what was logged yesterday's: `shift_log FROM TO SECONDS` writes all facts of one log into a new one, so many
// seconds later or, below nought, earlier. A test cannot wait for a night to pass.
using namespace tw;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4) {
        std::fprintf(stderr, "usage: shift_log FROM TO SECONDS\n");
        return 2;
    }
    const auto from = models::LogStore::open({.path = arguments.at(1), .access = models::LogStore::Access::Read});
    const auto to = models::LogStore::open({.path = arguments.at(2)});
    if (!from || !to) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(from ? to.error() : from.error()));
        return 1;
    }
    const std::chrono::seconds shift(arguments.at(3).toLongLong());
    // The engine's time is the wall's.
    const ClockAnchor clock{.engine = TimePoint(std::chrono::milliseconds(0)),
                            .utc = UtcTime(std::chrono::milliseconds(0))};
    std::vector<api::Event> events;
    for (const models::LogRecord &record : (*from)->after(0)) {
        events.push_back(record.event);
        events.back().at = TimePoint((record.at + shift).time_since_epoch());
    }
    (*to)->append(events, clock);
    (*to)->flush();
    std::printf("%zu\n", events.size());
    return 0;
}

#pragma once

#include "models/log/log_store.h"

#include <QString>

#include <chrono>
#include <random>
#include <vector>

// Facts for tests of the log, beside a fixed begin of time.
namespace log_samples {

using namespace std::chrono_literals;

inline const tw::UtcTime kStart{std::chrono::milliseconds(1'800'000'000'000)}; // a whole ten minutes
inline const QString kConnection = QStringLiteral("vco-00000000000000000001");

constexpr tw::ClockAnchor clockAt(tw::UtcTime start) { return {tw::TimePoint(0ms), start}; }

inline tw::api::Event fact(std::chrono::milliseconds at, tw::api::EventCode code = tw::api::EventCode::MessageSent,
                           const QString &connection = kConnection)
{
    tw::api::Event event;
    event.at = tw::TimePoint(at);
    event.connection = tw::api::ConnectionId(connection.toStdString());
    event.code = code;
    return event;
}

// Anything that an event may hold, from a seed that a failure names.
inline tw::api::Event anyFact(std::mt19937 &random, std::chrono::milliseconds at,
                              const QString &connection = kConnection)
{
    const auto below = [&random](unsigned limit) { return random() % limit; };
    tw::api::Event event = fact(at, static_cast<tw::api::EventCode>(below(12)), connection);
    event.level = static_cast<tw::api::Level>(below(4));
    event.phase = static_cast<tw::api::Phase>(below(4));
    event.exchange = static_cast<tw::api::Exchange>(below(9));
    event.direction = static_cast<tw::api::Direction>(below(3));
    if (below(3) != 0)
        event.messageId = below(5) == 0 ? 0xffff'fff0U + below(4) : below(4);
    return event;
}

} // namespace log_samples

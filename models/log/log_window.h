#pragma once

#include "engine/base/time.h"

#include <QString>

#include <chrono>
#include <expected>
#include <optional>

namespace tw::models {

// The span that one query of the log covers: at most ten minutes, within the time that is kept (the rule of the cloud's
// API, which keeps a month). Both ends in UTC; `from` is included, `to` is not.
struct LogWindow
{
    static constexpr std::chrono::minutes kLongest{10};
    static constexpr std::chrono::days kKept{30}; // unless the user says otherwise

    UtcTime from{};
    UtcTime to{};

    // What a user asked for: either end, both, or none, and a length in minutes (1-10) where one end is missing
    // (default ten). None of the ends: the minutes up to `now`.
    struct Request
    {
        std::optional<UtcTime> from;
        std::optional<UtcTime> to;
        std::optional<int> minutes;
    };

    // The window, or a sentence that names the field and the rule.
    static std::expected<LogWindow, QString> resolve(const Request &request, UtcTime now,
                                                     std::chrono::days kept = kKept);

    bool contains(UtcTime at) const { return from <= at && at < to; }

    friend bool operator==(const LogWindow &, const LogWindow &) = default;
};

} // namespace tw::models

#pragma once

#include "engine/base/time.h"

#include <QtGlobal>

#include <array>
#include <chrono>

namespace tw::models {

enum class LogBinWidth { TenMinutes, Hour };

constexpr std::chrono::minutes lengthOf(LogBinWidth width)
{
    return std::chrono::minutes(width == LogBinWidth::Hour ? 60 : 10);
}

// A bar of the timeline: how much was logged, and what became of tunnels. Bins begin at whole hours and ten minutes of
// UTC. They are counted when facts are written and stay equal to the facts that are kept: a pruned fact leaves its bin.
struct LogBin
{
    UtcTime from{};
    std::array<quint32, 4> byLevel{}; // by api::Level
    quint32 ups = 0; // the first child SA of a connection stood
    quint32 downs = 0; // ... the last one was gone
    quint32 rekeys = 0; // an IKE or child SA followed another
    // False where no writer ran: nothing is known of that time, which is not the same as nothing having happened. A
    // bin that was recorded in part counts as recorded.
    bool recorded = false;

    friend bool operator==(const LogBin &, const LogBin &) = default;
};

} // namespace tw::models

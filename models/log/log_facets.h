#pragma once

#include "models/log/log_record.h"

#include <cstdint>
#include <set>

// What of a log is shown, by the values that stand in a fact: chips that combine. Words of the sentences are another
// matter, since those are made on display.
namespace tw::models {

// The chips of one column: nothing included means all; what is excluded never passes.
template <typename T>
struct LogChips
{
    std::set<T> included;
    std::set<T> excluded;

    bool isEmpty() const { return included.empty() && excluded.empty(); }
    bool admits(T value) const { return (included.empty() || included.contains(value)) && !excluded.contains(value); }
    friend bool operator==(const LogChips &, const LogChips &) = default;
};

struct LogFacets
{
    LogChips<api::Level> levels;
    LogChips<api::Phase> phases;
    LogChips<api::Direction> directions;
    LogChips<api::Exchange> exchanges;
    LogChips<api::EventCode> codes;
    LogChips<std::uint32_t> messageIds; // a fact without one is none of those included, and none of those excluded

    bool isEmpty() const
    {
        return levels.isEmpty() && phases.isEmpty() && directions.isEmpty() && exchanges.isEmpty() && codes.isEmpty()
            && messageIds.isEmpty();
    }

    // For lines that come live; the store's own reading agrees with it.
    bool admits(const LogRecord &record) const
    {
        const api::Event &event = record.event;
        return levels.admits(event.level) && phases.admits(event.phase) && directions.admits(event.direction)
            && exchanges.admits(event.exchange) && codes.admits(event.code)
            && (event.messageId ? messageIds.admits(*event.messageId) : messageIds.included.empty());
    }

    friend bool operator==(const LogFacets &, const LogFacets &) = default;
};

} // namespace tw::models

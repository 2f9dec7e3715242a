#pragma once

#include "engine/api/event.h"
#include "models/log/log_histogram.h"

#include <QList>

#include <optional>

// What a strip of the kept time shows, without a pixel: which span, by which steps, how high each bar stands.
namespace tw::models {

// The span that is seen of the time that is kept.
class TimelineView
{
public:
    static constexpr Duration kShortest = std::chrono::hours(3);
    static constexpr Duration kLongestByTens = std::chrono::hours(48); // up to here a bar is ten minutes, else an hour

    // All of it is seen until zoomed. What is seen moves no more than it must.
    void setLimits(UtcTime oldest, UtcTime newest);
    // factor < 1: nearer. `around` keeps its place.
    void zoom(double factor, UtcTime around);
    void pan(Duration by);
    void reveal(UtcTime from, UtcTime to);

    UtcTime oldest() const { return m_oldest; }
    UtcTime newest() const { return m_newest; }
    UtcTime from() const { return m_from; }
    UtcTime to() const { return m_to; }
    Duration length() const { return m_to - m_from; }
    Duration step() const;
    bool isWhole() const { return m_from == m_oldest && m_to == m_newest; }

    double placeOf(UtcTime at) const; // 0: from(), 1: to()
    UtcTime timeAt(double place) const;

    friend bool operator==(const TimelineView &, const TimelineView &) = default;

private:
    void place(UtcTime from, Duration length);

    UtcTime m_oldest{};
    UtcTime m_newest{};
    UtcTime m_from{};
    UtcTime m_to{};
};

struct TimelineBar
{
    enum class Kind { NotRecorded, Empty, Lines };

    UtcTime from{};
    Kind kind = Kind::NotRecorded;
    api::Level worst = api::Level::Debug;
    double height = 0; // of 1; tells the worst level first and then how many lines there are
};

// A bar for each bin.
QList<TimelineBar> timelineBars(const QList<LogBin> &bins);

std::uint64_t lineCount(const LogBin &bin);
std::optional<api::Level> worstLevel(const LogBin &bin);
// The bin that `at` lies in; nullptr: none. `bins` in order, each `step` long.
const LogBin *binAt(const QList<LogBin> &bins, UtcTime at, Duration step);
// The newest bin with an error; without any, the newest with a warning.
const LogBin *newestTrouble(const QList<LogBin> &bins);

} // namespace tw::models

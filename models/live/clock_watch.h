#pragma once

#include "models/live/machine_clock.h"

#include <QObject>

#include <deque>
#include <optional>
#include <string_view>

class QTimer;

// Whether the machine's clock can be relied on. Tunnels themselves run on a clock that nobody sets; what goes by the wall
// clock are the times between which certificates are valid, and those of the log with its windows. So it is said when no
// time service has the clock in hand, and when it was set by a leap; and where nobody can tell, that nobody can.
namespace tw::models {

enum class ClockState : std::uint8_t {
    Unknown,
    Ok, // a time service has it in hand, and it did not jump lately
    Unsynchronised,
    Jumped, // within kJumpShown
};

std::string_view clockStateName(ClockState state); // stable, for --json: "ok", "unsynchronised"

struct ClockJump
{
    using Time = std::chrono::sys_time<std::chrono::milliseconds>;
    Time at; // by the clock as it is since
    std::chrono::milliseconds by{}; // forward, or negative: back

    friend bool operator==(const ClockJump &, const ClockJump &) = default;
};

class ClockWatch final : public QObject
{
    Q_OBJECT

public:
    // Steps that a time service corrects now and then are below it, and what it slews moves both clocks.
    static constexpr std::chrono::seconds kLeastJump{5};
    static constexpr std::chrono::minutes kJumpShown{60};
    static constexpr std::chrono::seconds kInterval{10};
    static constexpr std::size_t kMostJumps = 8;

    // The source must outlive it. It is asked at once, and from start() on every kInterval.
    explicit ClockWatch(ClockSource &source, QObject *parent = nullptr);

    void start();
    void look();

    ClockState state() const { return m_state; }
    ClockSync sync() const { return m_sync; }
    // Since it began to look, the newest last, and not more than kMostJumps.
    const std::deque<ClockJump> &jumps() const { return m_jumps; }

Q_SIGNALS:
    void looked();

private:
    ClockState judge(std::chrono::milliseconds running) const;

    ClockSource &m_source;
    QTimer *m_timer;
    ClockState m_state = ClockState::Unknown;
    ClockSync m_sync = ClockSync::Unknown;
    std::optional<std::chrono::milliseconds> m_offset; // of the wall clock from the one that nobody sets
    std::deque<ClockJump> m_jumps;
    std::chrono::milliseconds m_jumpedAt{}; // by the clock that nobody sets
};

} // namespace tw::models

#include "models/live/clock_watch.h"

#include <QTimer>

namespace tw::models {

std::string_view clockStateName(ClockState state)
{
    switch (state) {
    case ClockState::Unknown: return "unknown";
    case ClockState::Ok: return "ok";
    case ClockState::Unsynchronised: return "unsynchronised";
    case ClockState::Jumped: return "jumped";
    }
    return {};
}

ClockWatch::ClockWatch(ClockSource &source, QObject *parent)
    : QObject(parent), m_source(source), m_timer(new QTimer(this))
{
    m_timer->setInterval(kInterval);
    connect(m_timer, &QTimer::timeout, this, &ClockWatch::look);
    look();
}

void ClockWatch::start() { m_timer->start(); }

void ClockWatch::look()
{
    const ClockReading now = m_source.read();
    const std::chrono::milliseconds offset = now.wall.time_since_epoch() - now.running;
    const std::chrono::milliseconds by = m_offset ? offset - *m_offset : std::chrono::milliseconds(0);
    const bool hasJumped = std::chrono::abs(by) >= kLeastJump;
    if (hasJumped) {
        m_jumps.push_back({now.wall, by});
        if (m_jumps.size() > kMostJumps)
            m_jumps.pop_front();
        m_jumpedAt = now.running;
    }
    // Else the former one is kept, so that many small steps count together.
    if (!m_offset || hasJumped)
        m_offset = offset;
    m_sync = now.sync;
    m_state = judge(now.running);
    Q_EMIT looked();
}

ClockState ClockWatch::judge(std::chrono::milliseconds running) const
{
    if (!m_jumps.empty() && running - m_jumpedAt < kJumpShown)
        return ClockState::Jumped;
    switch (m_sync) {
    case ClockSync::Yes: return ClockState::Ok;
    case ClockSync::No: return ClockState::Unsynchronised;
    case ClockSync::Unknown: break;
    }
    return ClockState::Unknown;
}

} // namespace tw::models

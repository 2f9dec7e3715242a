#pragma once

#include "engine/api/engine_port.h"

#include <vector>

namespace tw::sim {

// An engine that does nothing by itself: it keeps the commands that it was sent, and reports what it is told to. For
// tests of whoever stands above the engine.
class ScriptedPort final : public api::EnginePort
{
public:
    void send(api::Command command) override { m_commands.push_back(std::move(command)); }
    void setListener(Listener listener) override { m_listener = std::move(listener); }

    // The commands so far, in order.
    const std::vector<api::Command> &commands() const { return m_commands; }
    // The newest command, where it is of this kind; else nullptr.
    template <typename T>
    const T *last() const
    {
        return m_commands.empty() ? nullptr : std::get_if<T>(&m_commands.back());
    }
    void clear() { m_commands.clear(); }

    bool hasListener() const { return static_cast<bool>(m_listener); }

    // As if the engine had something to say. Without a listener it is lost.
    void report(const api::EngineReport &report)
    {
        if (m_listener)
            m_listener(report);
    }
    void report(api::ConnectionStatus status)
    {
        api::EngineReport one;
        one.statuses.push_back(std::move(status));
        report(one);
    }
    void report(api::Event event)
    {
        api::EngineReport one;
        one.events.push_back(std::move(event));
        report(one);
    }
    void unload(api::ConnectionId connection)
    {
        api::EngineReport one;
        one.unloaded.push_back(std::move(connection));
        report(one);
    }

private:
    std::vector<api::Command> m_commands;
    Listener m_listener;
};

} // namespace tw::sim

#pragma once

#include "engine/api/command.h"
#include "engine/api/event.h"

#include <functional>
#include <vector>

namespace tw::api {

// What the engine has to say, at most ten times a second. Order: events are in the order in which they happened;
// statuses are the newest of each connection that changed, and stand as of the end of the batch.
struct EngineReport
{
    ClockAnchor clock;
    std::vector<Event> events;
    std::vector<ConnectionStatus> statuses;
    std::vector<ConnectionId> unloaded; // connections whose Stop is complete
    std::optional<EngineStatus> engine; // where it changed
    std::vector<ProbeAnswer> probes = {}; // to Probe commands
};

// The abstract face of the engine. The real one is edge::EngineThread; sim has a scripted one.
// Thread: everything is called, and calls back, on the thread that made the port.
class EnginePort
{
public:
    using Listener = std::function<void(const EngineReport &)>;

    virtual ~EnginePort() = default;
    EnginePort(const EnginePort &) = delete;
    EnginePort &operator=(const EnginePort &) = delete;

    // Returns at once; results come as reports.
    virtual void send(Command command) = 0;
    // One listener; an empty function removes it. Never called from within send().
    virtual void setListener(Listener listener) = 0;

protected:
    EnginePort() = default;
};

} // namespace tw::api

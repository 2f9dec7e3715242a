#pragma once

#include "engine/api/engine_port.h"
#include "engine/edge/engine_options.h"

#include <memory>

namespace tw::edge {

// The engine for real: an IKE thread and a data thread behind api::EnginePort.
//
// Made, used and destroyed on one thread, which must run a Qt event loop: reports come as queued calls on it, the first
// after a quiet time at once, more at most ten times a second. Touches nothing of the machine until the first Start:
// then it opens the TUN device and the ports that the connection needs. A machine that refuses (no privilege, no TUN, a
// taken port) fails the connection with a code and the system's word; the engine goes on.
//
// To lose no report at the end, send Shutdown and wait for the one whose EngineStatus is no longer running; commands
// after a Shutdown are ignored. The destructor ends everything in an orderly way as well (SAs deleted at the peers,
// routes, device and sockets gone), waits for that at most EngineOptions::shutdownWait, and does not call the listener.
class EngineThread : public api::EnginePort
{
public:
    explicit EngineThread(EngineOptions options = {});
    ~EngineThread() override;

    void send(api::Command command) override;
    void setListener(Listener listener) override;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace tw::edge

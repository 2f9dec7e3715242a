#pragma once

#include "engine/api/engine_port.h"
#include "engine/crypto/random.h"
#include "engine/edge/burst_receiver.h"
#include "engine/edge/capture.h"
#include "engine/edge/data_plane.h"
#include "engine/edge/drop_reporter.h"
#include "engine/edge/event_batcher.h"
#include "engine/edge/hand_off.h"
#include "engine/edge/network_monitor.h"
#include "engine/edge/path_finder.h"
#include "engine/edge/probes.h"
#include "engine/ike/deadline_queue.h"
#include "engine/ike/supervisor.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>

namespace tw::edge {

// Where an engine's reports go. Called on the engine's thread.
class ReportSink
{
public:
    virtual ~ReportSink() = default;
    ReportSink(const ReportSink &) = delete;
    ReportSink &operator=(const ReportSink &) = delete;

    virtual bool isReady() const = 0; // the one before was taken
    virtual void deliver(api::EngineReport report) = 0;

protected:
    ReportSink() = default;
};

// The engine's loop: it reads the clock, waits for messages, commands and deadlines, feeds the supervisor, and does
// what that asks for. run() belongs to the engine's thread; send(), wake() and stop() may be called from any.
class EngineWorker
{
public:
    EngineWorker(const EngineOptions &options, ReportSink &sink);
    ~EngineWorker();

    // Until a Shutdown is complete and reported, or stop().
    void run();

    void send(api::Command command);
    void wake() { m_wake->wake(); } // the sink is ready again
    // Shuts down in an orderly manner, without waiting for the sink.
    void stop();

private:
    // What the engine's thread itself must know of a loaded connection.
    struct Connection
    {
        ike::ResolvePath path; // as configured
        PortTable::NativeEsp nativeEsp = PortTable::NativeEsp::Useful;
        std::optional<ike::ResolvedPath> found; // the newest that sockets are there for
    };

    void oneRound();
    void wait();
    int pollTimeout() const;
    void takeCommands();
    bool begin(const api::StartCapture &command);
    void endCapture();
    void takePaths();
    void takeDataNews();
    void takeMessages();
    void serveProbes();
    void begin(const api::Probe &probe);
    void receive(const ike::Datagram &message);
    void readCounters();
    void listenAgain();
    void watchNetwork();
    void tick();
    void beginShutdown();
    void finishShutdown();
    void deliver();
    void publishEngineStatus();
    void reportTrouble(const std::string &what);
    void reportMissingNativeEsp();

    void adapt(api::Start &command);
    void adapt(api::Update &command);
    api::ConnectionConfigPtr adapted(const api::ConnectionConfigPtr &config);
    std::expected<ike::ResolvedPath, ike::PathFailure> prepared(const PathFinder::Found &found);

    void perform(ike::Actions actions);
    void perform(ike::Send &action);
    void perform(ike::ResolvePath &action);
    void perform(ike::InstallChild &action);
    void perform(ike::SwitchOutbound &action);
    void perform(ike::MoveChild &action);
    void perform(ike::ResizeChild &action);
    void perform(ike::RemoveChild &action);
    void perform(ike::ExposeIkeKeys &action);
    void perform(ike::InstallPolicy &action);
    void perform(ike::RemovePolicy &action);
    void perform(ike::Report &action);
    void perform(ike::PublishStatus &action);
    void perform(ike::Unloaded &action);

    EngineOptions m_options;
    ReportSink &m_sink;
    std::shared_ptr<const WakeEvent> m_wake;
    HandOff<api::Command> m_commands;
    std::atomic<bool> m_stopping = false;

    // Of the engine's thread from here on.
    EventBatcher m_batcher;
    DropReporter m_drops;
    std::optional<api::EngineStatus> m_reportedStatus;
    crypto::SystemRandom m_random;
    ike::Supervisor m_supervisor;
    PathFinder m_paths;
    BurstReceiver m_receiver;
    std::map<api::ConnectionId, Connection> m_connections;
    ike::DeadlineQueue<api::ConnectionId> m_listening; // when to try again to have a connection's sockets there
    std::map<crypto::EspSpi, api::ConnectionId> m_sas;
    std::optional<api::ConnectionId> m_starting; // by the command that is being served
    std::optional<TimePoint> m_countersReadAt;
    std::optional<TimePoint> m_shutdownBy; // once it is under way
    // Absent where the system does not tell: peers that cannot be reached any more are then found by their silence.
    std::optional<NetworkMonitor> m_network;
    std::optional<TimePoint> m_networkDue; // when a change is to be looked at
    bool m_isFinished = false;
    bool m_hasReportedNativeEsp = false;
    DataPlane m_data;
    Capture m_capture;
    Probes m_probes;
};

} // namespace tw::edge

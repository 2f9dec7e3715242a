#include "engine/edge/engine_worker.h"

#include "engine/edge/system_clock.h"
#include "engine/ike/event_draft.h"
#include "engine/ikev1/protocol.h"
#include "engine/ikev2/protocol.h"

#include <poll.h>
#include <pthread.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>
#include <vector>

namespace tw::edge {

namespace {

using api::EventCode;
using api::Level;
using ike::EventDraft;

// How often the counters of the data path become known to IKE and to the user.
constexpr Duration kCounterInterval{1000};

// How long after its first change the network is looked at.
constexpr Duration kNetworkSettles{500};

// The loop looks around at least that often, whatever the deadlines say.
constexpr Duration kLongestWait{60'000};

// Nothing for what is none of IKE's business.
std::optional<ike::DataPathNotice> toIke(const esp::Notice &notice)
{
    using Converted = std::optional<ike::DataPathNotice>;
    struct Converter
    {
        Converted operator()(const esp::NeedChild &need) const
        {
            return ike::NeedChild{need.connection, need.source, need.destination};
        }
        Converted operator()(const esp::SequenceLow &low) const { return ike::SequenceLow{low.inboundSpi}; }
        Converted operator()(const esp::PeerMoved &moved) const
        {
            return ike::PeerMoved{moved.inboundSpi, moved.remote};
        }
        Converted operator()(const esp::ProbeSeen &) const { return std::nullopt; }
    };
    return std::visit(Converter{}, notice);
}

api::Event engineEvent(EventCode code) { return EventDraft(code, Level::Info).finish(engineNow(), {}).event; }

} // namespace

EngineWorker::EngineWorker(const EngineOptions &options, ReportSink &sink)
    : m_options(options),
      m_sink(sink),
      m_wake(std::make_shared<const WakeEvent>()),
      m_commands(*m_wake),
      m_supervisor(m_random, ike::protocolsOf(ikev1::makeProtocol(), ikev2::makeProtocol()),
                   {options.ikePort, options.natPort}),
      m_paths(m_wake),
      m_network(NetworkMonitor::open()),
      m_data(options, m_wake, [this](api::Event event) { m_batcher.add(std::move(event)); }),
      m_capture(m_data, options.natPort),
      m_probes(m_data, m_random, options.ikePort, options.natPort,
               [this](api::Event event) { m_batcher.add(std::move(event)); })
{ }

EngineWorker::~EngineWorker() = default;

void EngineWorker::send(api::Command command) { m_commands.put(std::move(command)); }

void EngineWorker::stop()
{
    m_stopping = true;
    m_wake->wake();
}

void EngineWorker::run()
{
    pthread_setname_np(pthread_self(), "tw-ike");
    m_batcher.add(engineEvent(EventCode::EngineStarted));
    publishEngineStatus();
    deliver();
    while (!m_isFinished || (m_batcher.due() && !m_stopping)) {
        // One failure stays one failure: what it was about is lost, and the engine goes on.
        try {
            oneRound();
        } catch (const std::exception &failure) {
            reportTrouble(failure.what());
        }
        deliver();
    }
}

void EngineWorker::oneRound()
{
    wait();
    if (m_isFinished)
        return; // only the last report is left to be taken
    m_supervisor.setClock(clockAnchor());
    takeCommands();
    takePaths();
    takeDataNews();
    takeMessages();
    watchNetwork();
    tick();
    takePaths(); // addresses need no look-up, and are there at once
    m_data.commit();
    m_capture.settle(m_supervisor);
    serveProbes();
    if (m_stopping && !m_shutdownBy)
        beginShutdown();
    if (m_shutdownBy && (m_supervisor.isShutDown() || engineNow() >= *m_shutdownBy))
        finishShutdown();
}

void EngineWorker::wait()
{
    std::vector<pollfd> polled{{m_wake->fd(), POLLIN, 0}};
    for (const auto &channel : m_data.ports().udp())
        polled.push_back({channel->ikeFd(), POLLIN, 0});
    if (m_network)
        polled.push_back({m_network->fd(), POLLIN, 0});
    m_probes.addPolled(polled);
    poll(polled.data(), polled.size(), pollTimeout());
    m_wake->clear();
}

int EngineWorker::pollTimeout() const
{
    const TimePoint now = engineNow();
    TimePoint until = now + kLongestWait;
    if (const auto deadline = m_supervisor.nextDeadline())
        until = std::min(until, *deadline);
    if (m_shutdownBy && !m_isFinished)
        until = std::min(until, *m_shutdownBy);
    until = std::min(until, m_networkDue.value_or(until));
    until = std::min(until, m_listening.next().value_or(until));
    until = std::min(until, m_probes.nextDeadline().value_or(until));
    if (m_data.saCount() > 0)
        until = std::min(until, m_countersReadAt.value_or(now) + kCounterInterval);
    // A sink that is not ready wakes us when it is.
    if (const auto due = m_batcher.due(); due && m_sink.isReady())
        until = std::min(until, *due);
    // Rounded up: a deadline of this millisecond is not reached before the next one.
    return static_cast<int>(std::max(until - now, Duration(0)).count());
}

void EngineWorker::takeCommands()
{
    for (api::Command &command : m_commands.take()) {
        if (m_shutdownBy)
            return;
        if (std::holds_alternative<api::Shutdown>(command)) {
            beginShutdown();
            return;
        }
        if (const auto *probe = std::get_if<api::Probe>(&command)) {
            begin(*probe);
            continue;
        }
        if (const auto *cancelled = std::get_if<api::CancelProbe>(&command)) {
            m_probes.cancel(cancelled->id);
            continue;
        }
        if (auto *start = std::get_if<api::Start>(&command))
            adapt(*start);
        else if (auto *update = std::get_if<api::Update>(&command))
            adapt(*update);
        else if (auto *capture = std::get_if<api::StartCapture>(&command); capture && !begin(*capture))
            continue; // IKE goes on as the other one wants it
        else if (std::holds_alternative<api::StopCapture>(command))
            endCapture();
        perform(m_supervisor.command(std::move(command), engineNow()));
        m_starting.reset();
    }
}

bool EngineWorker::begin(const api::StartCapture &command)
{
    const auto isItsOwn = [&](const auto &sa) { return sa.second == command.order.connection; };
    const bool isBegun = m_capture.begin(command, static_cast<std::uint64_t>(std::ranges::count_if(m_sas, isItsOwn)));
    publishEngineStatus();
    return isBegun;
}

void EngineWorker::endCapture()
{
    m_capture.settle(m_supervisor);
    m_capture.end();
    publishEngineStatus();
}

// A path that IKE asks for is answered here, after the step that asked: the supervisor is not called from within. One
// that it did not ask for, since the connection only waits, tells it at most why the peer cannot come.
void EngineWorker::takePaths()
{
    listenAgain();
    for (auto found = m_paths.take(); !found.empty(); found = m_paths.take()) {
        for (const PathFinder::Found &one : found) {
            const auto path = prepared(one);
            if (m_connections.contains(one.connection))
                m_listening.set(one.connection,
                                path ? std::nullopt : std::optional(engineNow() + m_options.listenInterval));
            perform(m_supervisor.pathResolved(one.connection, path, engineNow()));
        }
    }
}

void EngineWorker::listenAgain()
{
    for (const api::ConnectionId &id : m_listening.due(engineNow())) {
        m_listening.set(id, std::nullopt);
        m_paths.find(m_connections.at(id).path);
    }
}

std::expected<ike::ResolvedPath, ike::PathFailure> EngineWorker::prepared(const PathFinder::Found &found)
{
    const auto failed = [](const SystemFailure &failure) {
        return std::unexpected(ike::PathFailure{failure.code, failure.detail});
    };
    if (!found.path)
        return failed(found.path.error());
    const auto connection = m_connections.find(found.connection);
    const auto nativeEsp =
        connection == m_connections.end() ? PortTable::NativeEsp::Useful : connection->second.nativeEsp;
    const auto held = m_data.hold(found.connection, found.path->local, nativeEsp);
    publishEngineStatus(); // with what is wrong with the device, or its name
    if (!held)
        return failed(held.error());
    m_data.setPeer(found.connection, found.path->remote);
    if (connection != m_connections.end())
        connection->second.found = *found.path;
    return *found.path;
}

void EngineWorker::takeDataNews()
{
    DataNews news = m_data.take();
    for (const std::string &trouble : news.troubles)
        reportTrouble(trouble);
    if (!news.devicesGone.empty())
        publishEngineStatus();
    for (const ike::Datagram &message : news.messages)
        receive(message);
    for (const esp::Notice &notice : news.notices) {
        if (const auto *seen = std::get_if<esp::ProbeSeen>(&notice))
            m_probes.seen(*seen);
        else if (const auto ofIke = toIke(notice))
            perform(m_supervisor.notice(*ofIke, engineNow()));
    }
}

// One burst of each port: a flood on one of them must not keep the others waiting.
void EngineWorker::takeMessages()
{
    for (const auto &channel : m_data.ports().udp()) {
        for (const esp::DatagramRun &run : m_receiver.receive(channel->ikeFd(), channel->ikeEndpoint(), true))
            receive({run.local, run.remote, toBytes(run.bytes), run.tos});
    }
}

// An interface that comes or goes changes addresses and routes one after the other: they are looked at together.
void EngineWorker::watchNetwork()
{
    const TimePoint now = engineNow();
    if (m_network && m_network->takeChanges() && !m_networkDue)
        m_networkDue = now + kNetworkSettles;
    if (!m_networkDue || now < *m_networkDue)
        return;
    m_networkDue.reset();
    perform(m_supervisor.networkChanged(now));
}

void EngineWorker::tick()
{
    const TimePoint now = engineNow();
    if (m_data.saCount() > 0 && (!m_countersReadAt || now - *m_countersReadAt >= kCounterInterval))
        readCounters();
    if (const auto deadline = m_supervisor.nextDeadline(); deadline && *deadline <= now)
        perform(m_supervisor.tick(now));
}

void EngineWorker::readCounters()
{
    const TimePoint now = engineNow();
    m_countersReadAt = now;
    m_data.compact();
    const std::vector<ike::SaTraffic> readings = m_data.newReadings();
    for (const ike::SaTraffic &reading : readings) {
        if (const auto sa = m_sas.find(reading.inboundSpi); sa != m_sas.end())
            m_drops.note(sa->second, reading.inboundSpi, reading.drops);
    }
    m_drops.note({}, {}, m_data.status().drops);
    for (api::Event &event : m_drops.take(now))
        m_batcher.add(std::move(event));
    perform(m_supervisor.traffic(readings, now));
    publishEngineStatus();
}

void EngineWorker::begin(const api::Probe &probe)
{
    const auto connection = m_connections.find(probe.connection);
    if (connection == m_connections.end())
        m_probes.refuse(probe.id, api::FailureCode::NotSupported);
    else
        m_probes.begin(probe, connection->second.found, engineNow());
}

void EngineWorker::serveProbes()
{
    m_probes.serve(engineNow());
    for (api::ProbeAnswer &answer : m_probes.take())
        m_batcher.add(std::move(answer));
}

void EngineWorker::receive(const ike::Datagram &message)
{
    const TimePoint now = engineNow();
    if (m_probes.takeMessage(message, now))
        return;
    m_capture.received(message);
    perform(m_supervisor.receive(message, now));
}

void EngineWorker::beginShutdown()
{
    m_shutdownBy = engineNow() + m_options.shutdownWait;
    perform(m_supervisor.command(api::Shutdown{}, engineNow()));
}

void EngineWorker::finishShutdown()
{
    m_isFinished = true;
    m_capture.settle(m_supervisor);
    m_capture.end();
    m_data.clear();
    m_batcher.add(engineEvent(EventCode::EngineStopped));
    publishEngineStatus();
}

void EngineWorker::deliver()
{
    if (const auto due = m_batcher.due(); due && m_sink.isReady() && (*due <= engineNow() || m_isFinished))
        m_sink.deliver(m_batcher.take(clockAnchor()));
}

void EngineWorker::publishEngineStatus()
{
    api::EngineStatus status = m_data.status();
    status.capturing = m_capture.connection();
    if (m_reportedStatus && status == *m_reportedStatus)
        return;
    m_reportedStatus = status;
    m_batcher.add(std::move(status));
}

void EngineWorker::reportTrouble(const std::string &what)
{
    m_batcher.add(EventDraft(EventCode::EngineTrouble, Level::Error)
                      .with(api::FailureCode::InternalError)
                      .with(api::DetailKey::SystemError, what)
                      .finish(engineNow(), {})
                      .event);
}

// Without the privilege to send ESP as it is, everything goes in UDP (which a peer cannot tell from a NAT), but for
// connections that must not: hold() fails them.
api::ConnectionConfigPtr EngineWorker::adapted(const api::ConnectionConfigPtr &config)
{
    const bool mayNotUseUdp = config->natTraversal == api::NatTraversal::Off;
    Connection &connection = m_connections[config->id];
    connection.path = {config->id, config->localAddress, config->peer};
    connection.nativeEsp = mayNotUseUdp ? PortTable::NativeEsp::Needed : PortTable::NativeEsp::Useful;
    if (m_data.hasNativeEsp() || mayNotUseUdp)
        return config;
    reportMissingNativeEsp();
    auto forced = std::make_shared<api::ConnectionConfig>(*config);
    forced->natTraversal = api::NatTraversal::Forced;
    return forced;
}

void EngineWorker::reportMissingNativeEsp()
{
    if (std::exchange(m_hasReportedNativeEsp, true))
        return;
    m_batcher.add(EventDraft(EventCode::SocketFailed, Level::Warning)
                      .with(api::DetailKey::SystemError, m_data.nativeEspFailure())
                      .with(api::FailureCode::LocalPermission)
                      .finish(engineNow(), {})
                      .event);
}

void EngineWorker::adapt(api::Start &command)
{
    command.config = adapted(command.config);
    m_starting = command.config->id;
}

void EngineWorker::adapt(api::Update &command)
{
    if (m_connections.contains(command.config->id)) // else it is not loaded, and stays so
        command.config = adapted(command.config);
}

void EngineWorker::perform(ike::Actions actions)
{
    for (ike::Action &action : actions)
        std::visit([this](auto &concrete) { perform(concrete); }, action);
}

void EngineWorker::perform(ike::Send &action) { m_data.send(std::move(action)); }

void EngineWorker::perform(ike::ResolvePath &action) { m_paths.find(action); }

void EngineWorker::perform(ike::InstallChild &action)
{
    m_sas[action.sa.inboundSpi] = action.sa.connection;
    m_capture.installed(action.sa);
    m_data.addSa(std::move(action.sa), action.sends);
}

void EngineWorker::perform(ike::SwitchOutbound &action) { m_data.switchOutbound(action.inboundSpi, action.sends); }

void EngineWorker::perform(ike::MoveChild &action)
{
    if (const auto sa = m_sas.find(action.inboundSpi); sa != m_sas.end())
        m_data.setPeer(sa->second, action.remote.address); // which must never be routed into its own tunnel
    m_data.moveSa(action);
}

void EngineWorker::perform(ike::ResizeChild &action) { m_data.resizeSa(action.inboundSpi, action.mtu, action.mss); }

void EngineWorker::perform(ike::RemoveChild &action)
{
    m_sas.erase(action.inboundSpi);
    m_capture.removed(action.inboundSpi);
    m_drops.forget(action.inboundSpi);
    m_data.removeSa(action.inboundSpi);
}

void EngineWorker::perform(ike::ExposeIkeKeys &action) { m_capture.made(std::move(action)); }

void EngineWorker::perform(ike::InstallPolicy &action)
{
    m_data.addPolicy(action);
    // From now on the peer may come, or traffic. A ResolvePath for the same connection takes this one's place.
    if (const auto connection = m_connections.find(action.connection); connection != m_connections.end())
        m_paths.find(connection->second.path);
}

void EngineWorker::perform(ike::RemovePolicy &action) { m_data.removePolicy(action.connection); }

void EngineWorker::perform(ike::Report &action) { m_batcher.add(std::move(action.event)); }

void EngineWorker::perform(ike::PublishStatus &action) { m_batcher.add(std::move(action.status)); }

void EngineWorker::perform(ike::Unloaded &action)
{
    m_paths.forget(action.connection);
    if (m_starting != action.connection) { // else this is the end of its former life
        m_connections.erase(action.connection);
        m_listening.set(action.connection, std::nullopt);
    }
    m_data.commit(); // its routes go before its sockets
    m_data.release(action.connection);
    m_batcher.addUnloaded(std::move(action.connection));
}

} // namespace tw::edge

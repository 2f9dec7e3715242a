#include "engine/edge/data_plane.h"

#include "engine/edge/system_clock.h"
#include "engine/ike/event_draft.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace tw::edge {

namespace {

using api::DetailKey;
using api::EventCode;
using api::Level;
using ike::EventDraft;

// A path that is down refuses every message; one line a second tells the story.
constexpr Duration kSendFailureInterval{1000};

api::Event routeEvent(const RouteChange &change, const std::string &device)
{
    const auto [code, level] = change.kind == RouteChange::Kind::Installed
        ? std::pair(EventCode::RouteInstalled, Level::Info)
        : change.kind == RouteChange::Kind::Removed ? std::pair(EventCode::RouteRemoved, Level::Info)
                                                    : std::pair(EventCode::RouteFailed, Level::Error);
    return EventDraft(code, level)
        .with(DetailKey::Selector, change.prefix.toString())
        .with(DetailKey::Device, device)
        .with(DetailKey::SystemError, change.systemError)
        .finish(engineNow(), change.connection)
        .event;
}

} // namespace

DataPlane::DataPlane(const EngineOptions &options, std::shared_ptr<const WakeEvent> wake, Log log)
    : m_options(options),
      m_dataThreads(dataThreadsFor(options.dataThreads, std::thread::hardware_concurrency())),
      m_log(std::move(log)),
      m_ports(options.ikePort, options.natPort, options.offloads),
      m_database(static_cast<std::size_t>(options.deviceMtu), outboundThreadsOf(m_dataThreads)),
      m_worker(std::move(wake), options.offloads, m_dataThreads)
{
    m_status.running = true;
    if (const auto nativeEsp = EspChannel::probe(); !nativeEsp)
        m_nativeEspFailure = nativeEsp.error().detail;
}

DataPlane::~DataPlane() { clear(); }

Attempt<void> DataPlane::hold(const api::ConnectionId &connection, const IpAddress &local,
                              PortTable::NativeEsp nativeEsp)
{
    if (auto device = openDevice(); !device)
        return device;
    auto opened = m_ports.hold(connection, local, nativeEsp);
    if (!opened) {
        // "192.0.2.2[4500]: Address already in use": whichever port it was.
        const std::string &detail = opened.error().detail;
        const std::size_t end = std::min(detail.find(": "), detail.size());
        const std::string object = detail.substr(0, end);
        m_log(EventDraft(EventCode::SocketFailed, Level::Error)
                  .with(DetailKey::LocalEndpoint,
                        object.ends_with(']') ? object : Endpoint{local, m_options.ikePort}.toString())
                  .with(DetailKey::SystemError, end < detail.size() ? detail.substr(end + 2) : detail)
                  .with(opened.error().code)
                  .finish(engineNow(), connection)
                  .event);
        return std::unexpected(std::move(opened.error()));
    }
    if (const UdpChannel *channel = opened->get()) {
        for (const Endpoint &endpoint : {channel->ikeEndpoint(), channel->natEndpoint()}) {
            m_log(EventDraft(EventCode::SocketOpened, Level::Info)
                      .with(DetailKey::LocalEndpoint, endpoint.toString())
                      .finish(engineNow(), {})
                      .event);
        }
    }
    publishPorts();
    return {};
}

void DataPlane::release(const api::ConnectionId &connection)
{
    m_ports.release(connection);
    m_policies.erase(connection);
    publishPorts();
}

Attempt<void> DataPlane::openDevice()
{
    if (m_device)
        return {};
    auto device = TunDevice::open(m_options.deviceName, m_options.deviceMtu, m_options.offloads,
                                  outboundThreadsOf(m_dataThreads));
    auto netlink = Netlink::open();
    const SystemFailure *failure = !device ? &device.error() : !netlink ? &netlink.error() : nullptr;
    if (failure != nullptr) {
        const auto code =
            failure->code == api::FailureCode::LocalPermission ? failure->code : api::FailureCode::DeviceFailed;
        if (m_status.failureDetail != failure->detail) {
            m_log(EventDraft(EventCode::DeviceFailed, Level::Error)
                      .with(DetailKey::Device, m_options.deviceName)
                      .with(DetailKey::SystemError, failure->detail)
                      .with(code)
                      .finish(engineNow(), {})
                      .event);
        }
        m_status.failure = code;
        m_status.failureDetail = failure->detail;
        return std::unexpected(SystemFailure{code, failure->detail});
    }
    m_routes = std::make_unique<Routes>(std::move(*netlink));
    setDevice(std::move(*device));
    m_log(EventDraft(EventCode::DeviceOpened, Level::Info)
              .with(DetailKey::Device, m_device->name())
              .finish(engineNow(), {})
              .event);
    return {};
}

void DataPlane::setDevice(std::shared_ptr<const TunDevice> device)
{
    m_device = std::move(device);
    m_status.failure = api::FailureCode::None;
    m_status.failureDetail.clear();
    m_status.deviceName = m_device->name();
    m_routes->setDevice(m_device->index());
    for (const auto &[connection, policy] : m_policies)
        refreshPolicy(policy);
    publishPorts();
}

void DataPlane::setPeer(const api::ConnectionId &connection, const IpAddress &peer)
{
    Policy &policy = m_policies[connection];
    if (policy.peer == peer)
        return;
    policy.peer = peer;
    refreshPolicy(policy);
}

IpAddress DataPlane::peerOf(const api::ConnectionId &connection) const
{
    const auto policy = m_policies.find(connection);
    return policy == m_policies.end() ? IpAddress() : policy->second.peer;
}

void DataPlane::addPolicy(const ike::InstallPolicy &installed)
{
    Policy &policy = m_policies[installed.connection];
    if (!installed.peerHint.isUnspecified())
        policy.peer = installed.peerHint;
    policy.installed = installed;
    refreshPolicy(policy);
}

void DataPlane::refreshPolicy(const Policy &policy)
{
    if (!policy.installed)
        return;
    const ike::InstallPolicy &installed = *policy.installed;
    m_database.addPolicy(installed.connection, installed.local, installed.remote, policy.peer);
    if (m_routes) {
        m_routes->set(installed.connection, installed.local, installed.remote, policy.peer);
        m_routesChanged = true;
    }
}

void DataPlane::removePolicy(const api::ConnectionId &connection)
{
    if (const auto policy = m_policies.find(connection); policy != m_policies.end())
        policy->second.installed.reset();
    m_database.removePolicy(connection);
    if (m_routes) {
        m_routes->remove(connection);
        m_routesChanged = true;
    }
}

void DataPlane::addSa(crypto::ChildSa sa, bool sends)
{
    const api::ConnectionId connection = sa.connection;
    const std::string spi = ike::espSpiText(sa.inboundSpi);
    if (const auto added = m_database.add(std::move(sa), sends); !added) {
        m_log(EventDraft(EventCode::EngineTrouble, Level::Error, api::Phase::Phase2)
                  .with(DetailKey::InboundSpi, spi)
                  .with(DetailKey::Fault, faultName(added.error().fault))
                  .with(DetailKey::Where, added.error().where)
                  .with(api::FailureCode::InternalError)
                  .finish(engineNow(), connection)
                  .event);
    }
}

void DataPlane::switchOutbound(crypto::EspSpi inboundSpi, bool sends) { m_database.switchOutbound(inboundSpi, sends); }

void DataPlane::resizeSa(crypto::EspSpi inboundSpi, std::uint16_t mtu, std::uint16_t mss)
{
    m_database.resize(inboundSpi, mtu, mss);
}

void DataPlane::removeSa(crypto::EspSpi inboundSpi) { m_database.remove(inboundSpi); }

void DataPlane::moveSa(const ike::MoveChild &move)
{
    m_database.move(move.inboundSpi, move.local, move.remote, move.udpEncapsulated);
}

void DataPlane::sendNow(const ike::Send &message)
{
    if (const int error = trySend(message); error != 0)
        reportSendFailure(message, error);
    else if (m_sent)
        m_sent(message);
}

void DataPlane::setCapture(std::shared_ptr<const esp::CaptureTap> tap)
{
    m_capture = std::move(tap);
    publishPorts();
}

int DataPlane::trySend(const ike::Send &message) const
{
    const UdpChannel *channel = m_ports.find(message.local.address);
    return channel == nullptr ? EADDRNOTAVAIL : channel->send(message.local.port, message.remote, message.message);
}

void DataPlane::reportSendFailure(const ike::Send &message, int error)
{
    const TimePoint now = engineNow();
    if (m_sendFailureReported && now - *m_sendFailureReported < kSendFailureInterval)
        return;
    m_sendFailureReported = now;
    m_log(EventDraft(EventCode::SocketFailed, Level::Warning)
              .with(DetailKey::LocalEndpoint, message.local.toString())
              .with(DetailKey::RemoteEndpoint, message.remote.toString())
              .with(DetailKey::SystemError, systemWord(error))
              .finish(now, {})
              .event);
}

void DataPlane::publishSnapshot()
{
    if (esp::SnapshotPtr newest = m_database.snapshot(); newest != m_published) {
        m_published = std::move(newest);
        m_worker.publish(m_published);
    }
}

void DataPlane::commit()
{
    publishSnapshot();
    for (const ike::Send &message : std::exchange(m_toSend, {}))
        sendNow(message);
    if (std::exchange(m_routesChanged, false))
        reconcileRoutes();
}

void DataPlane::reconcileRoutes()
{
    if (!m_routes)
        return;
    for (const RouteChange &change : m_routes->reconcile())
        m_log(routeEvent(change, m_status.deviceName));
}

void DataPlane::publishPorts() { m_worker.setPorts({m_device, m_ports.udp(), m_ports.esp(), m_capture}); }

DataNews DataPlane::take()
{
    DataNews news = m_worker.take();
    // Of a device that is replaced already, another thread has told before.
    if (m_device && std::ranges::count(news.devicesGone, m_device->index()) != 0)
        reopenDevice();
    return news;
}

void DataPlane::reopenDevice()
{
    m_log(EventDraft(EventCode::DeviceFailed, Level::Error)
              .with(DetailKey::Device, m_device->name())
              .with(DetailKey::SystemError, systemWord(ENODEV))
              .with(api::FailureCode::DeviceFailed)
              .finish(engineNow(), {})
              .event);
    m_routes->setDevice(0);
    m_routesChanged = true;
    commit(); // host routes to the peers have no reason any more
    m_device.reset();
    m_routes.reset();
    m_status.deviceName.clear();
    publishPorts();
    // Where that fails, the next attempt of a connection tries again, and says why it cannot.
    [[maybe_unused]] const auto reopened = openDevice();
}

std::vector<ike::SaTraffic> DataPlane::newReadings()
{
    std::vector<ike::SaTraffic> readings;
    for (const esp::SaReading &reading : m_database.newReadings())
        readings.push_back({reading.inboundSpi, reading.traffic, reading.drops, reading.lastInbound});
    return readings;
}

api::EngineStatus DataPlane::status() const
{
    api::EngineStatus status = m_status;
    status.drops = m_worker.drops();
    status.dataPath = m_worker.dataPath();
    status.dataPath.tunQueues = m_device ? static_cast<int>(m_device->queueCount()) : 0;
    const auto sockets = m_ports.udp();
    status.dataPath.udpGro = !sockets.empty() && std::ranges::all_of(sockets, &UdpChannel::hasGro);
    return status;
}

void DataPlane::clear()
{
    for (const auto &[connection, policy] : m_policies)
        m_database.removePolicy(connection);
    for (const esp::SaReading &reading : m_database.readings())
        m_database.remove(reading.inboundSpi);
    if (m_routes) {
        for (const auto &[connection, policy] : m_policies)
            m_routes->remove(connection);
        m_routesChanged = true;
    }
    commit();
    m_policies.clear();
    m_routes.reset();
    m_device.reset();
    m_status.deviceName.clear();
    m_ports.clear();
    publishPorts();
    m_status.running = false;
}

} // namespace tw::edge

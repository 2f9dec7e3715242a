#pragma once

#include "engine/api/event.h"
#include "engine/edge/data_worker.h"
#include "engine/edge/engine_options.h"
#include "engine/edge/port_table.h"
#include "engine/edge/routes.h"
#include "engine/esp/sa_database.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tw::edge {

// Everything of the machine that carries a connection's packets, as the IKE thread sees it: the TUN device, the
// sockets, the routes, the SAs, and the data threads that work with them. Changes are collected, and commit() shows
// them to the data threads and to the kernel.
class DataPlane
{
public:
    using Log = std::function<void(api::Event)>;

    // `log` is called from within every other function, on the caller's thread.
    DataPlane(const EngineOptions &options, std::shared_ptr<const WakeEvent> wake, Log log);
    ~DataPlane();

    // Has device and sockets there for the connection. LocalPermission, DeviceFailed, AddressNotLocal, PortTaken.
    Attempt<void> hold(const api::ConnectionId &connection, const IpAddress &local, PortTable::NativeEsp nativeEsp);
    void release(const api::ConnectionId &connection);
    // Without it every connection must put ESP in UDP.
    bool hasNativeEsp() const { return m_nativeEspFailure.empty(); }
    const std::string &nativeEspFailure() const { return m_nativeEspFailure; } // "protocol 50: ..."; empty: none

    void setPeer(const api::ConnectionId &connection, const IpAddress &peer); // known, or known anew
    IpAddress peerOf(const api::ConnectionId &connection) const; // unspecified: not known
    void addPolicy(const ike::InstallPolicy &policy);
    void removePolicy(const api::ConnectionId &connection);
    void addSa(crypto::ChildSa sa, bool sends);
    void switchOutbound(crypto::EspSpi inboundSpi, bool sends);
    void resizeSa(crypto::EspSpi inboundSpi, std::uint16_t mtu, std::uint16_t mss);
    void removeSa(crypto::EspSpi inboundSpi);
    void moveSa(const ike::MoveChild &move);

    // Sends an IKE message with the next commit(): whoever reads it finds everything in place that was changed before.
    void send(ike::Send message) { m_toSend.push_back(std::move(message)); }
    // Told of each that the system took.
    void setSentListener(std::function<void(const ike::Send &)> listener) { m_sent = std::move(listener); }
    void setCapture(std::shared_ptr<const esp::CaptureTap> tap); // null: none any more
    // Sends it now, without a line in the log where it fails: 0 or errno.
    int trySend(const ike::Send &message) const;
    // Once for many changes, since each costs as much as there are SAs.
    void commit();

    // Takes the news of the data threads; a device that is gone is made again.
    DataNews take();
    void compact() { m_database.compact(); } // see esp::SaDatabase
    std::vector<ike::SaTraffic> newReadings(); // see esp::SaDatabase
    // For probes; see esp::SaDatabase. Watches are seen by the data threads behind the next commit().
    void watch(esp::ProbeWatches watches) { m_database.watch(std::move(watches)); }
    esp::SaReading sumOf(const api::ConnectionId &connection) const { return m_database.sumOf(connection); }
    std::optional<api::TunnelFit> fitOf(const esp::FlowKey &flow) { return m_database.fitOf(flow); }
    const std::string &deviceName() const { return m_status.deviceName; }

    std::size_t saCount() const { return m_database.saCount(); }
    const PortTable &ports() const { return m_ports; }
    // The engine's own drops in it are as of now.
    api::EngineStatus status() const;

    // Gives everything back to the system.
    void clear();

private:
    struct Policy
    {
        std::optional<ike::InstallPolicy> installed;
        IpAddress peer; // unspecified: not known
    };

    Attempt<void> openDevice();
    void reopenDevice();
    void setDevice(std::shared_ptr<const TunDevice> device);
    void refreshPolicy(const Policy &policy);
    void sendNow(const ike::Send &message);
    void publishPorts();
    void publishSnapshot();
    void reconcileRoutes();
    void reportSendFailure(const ike::Send &message, int error);

    EngineOptions m_options;
    int m_dataThreads;
    Log m_log;
    std::function<void(const ike::Send &)> m_sent;
    std::shared_ptr<const esp::CaptureTap> m_capture;
    std::string m_nativeEspFailure;
    api::EngineStatus m_status;
    std::shared_ptr<const TunDevice> m_device;
    std::unique_ptr<Routes> m_routes; // while there is a device
    bool m_routesChanged = false;
    PortTable m_ports;
    std::vector<ike::Send> m_toSend;
    esp::SaDatabase m_database;
    esp::SnapshotPtr m_published;
    std::map<api::ConnectionId, Policy> m_policies;
    std::optional<TimePoint> m_sendFailureReported;
    DataWorker m_worker;
};

} // namespace tw::edge

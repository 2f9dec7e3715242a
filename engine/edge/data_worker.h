#pragma once

#include "engine/api/status.h"
#include "engine/edge/esp_channel.h"
#include "engine/edge/hand_off.h"
#include "engine/edge/offloads.h"
#include "engine/edge/tun_device.h"
#include "engine/edge/udp_channel.h"
#include "engine/esp/notice.h"
#include "engine/esp/sa_snapshot.h"
#include "engine/ike/actions.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace tw::edge {

// Where packets come from and go to, as of now.
struct DataPorts
{
    std::shared_ptr<const TunDevice> device; // may be null
    std::vector<std::shared_ptr<const UdpChannel>> udp;
    std::vector<std::shared_ptr<const EspChannel>> esp;
};

// What the data thread has for the IKE thread.
struct DataNews
{
    std::vector<ike::Datagram> messages; // that arrived on the NAT port
    std::vector<esp::Notice> notices;
    std::vector<std::string> troubles; // what failed in the midst of a burst, which is lost
    bool deviceGone = false; // somebody deleted the TUN interface
};

// The data thread. It takes the bursts that are there, protects or unprotects them and sends them on, and never waits
// for anything but the next packet: SAs come as immutable snapshots, IKE messages and notices leave in batches.
class DataWorker
{
public:
    // `wake` tells the owner that take() has something.
    explicit DataWorker(std::shared_ptr<const WakeEvent> wake, const Offloads &offloads = {});
    ~DataWorker(); // ends the thread

    // From the owner's thread, which is one and the same for all of these.
    void setPorts(DataPorts ports);
    void publish(esp::SnapshotPtr snapshot);
    DataNews take();
    api::DropCounters drops() const; // packets that belonged to no SA
    api::DataPathStatus dataPath() const; // as of the last burst, but for what the sockets have

private:
    // A flood of IKE messages must not fill the memory: what the IKE thread cannot take is lost, as on the wire.
    static constexpr std::size_t kMaxMessages = 1024;
    static constexpr std::size_t kMaxNotices = 1024;
    static constexpr std::size_t kMaxTroubles = 8;

    class Loop;

    std::shared_ptr<const WakeEvent> m_ownerWake;
    WakeEvent m_wake; // the data thread's
    HandOff<DataPorts> m_ports;
    esp::SnapshotSlot m_snapshots;
    HandOff<ike::Datagram> m_messages;
    HandOff<esp::Notice> m_notices;
    HandOff<std::string> m_troubles;
    std::atomic<bool> m_deviceGone = false;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_segments = false; // see api::DataPathStatus
    std::atomic<bool> m_joinsTcp = false;
    std::atomic<bool> m_joinsUdp = false;
    std::unique_ptr<Loop> m_loop;
    std::thread m_thread;
};

} // namespace tw::edge

#pragma once

#include "engine/edge/hand_off.h"
#include "engine/esp/notice.h"
#include "engine/ike/actions.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tw::edge {

// What the data threads have for the IKE thread.
struct DataNews
{
    std::vector<ike::Datagram> messages; // that arrived on the NAT port
    std::vector<esp::Notice> notices;
    std::vector<std::string> troubles; // what failed in the midst of a burst, which is lost
    std::vector<int> devicesGone; // indices of TUN interfaces that somebody deleted; each thread says so that reads it
};

// Where they leave it. Any thread may put, one takes.
class DataNewsBox
{
public:
    // `wake` is that of the taking thread.
    explicit DataNewsBox(std::shared_ptr<const WakeEvent> wake);

    void put(ike::Datagram message) { m_messages.put(std::move(message)); }
    void put(esp::Notice notice) { m_notices.put(std::move(notice)); }
    void putTrouble(std::string what) { m_troubles.put(std::move(what)); }
    void putDeviceGone(int index) { m_devicesGone.put(index); }

    DataNews take();

private:
    // A flood of IKE messages must not fill the memory: what the IKE thread cannot take is lost, as on the wire.
    static constexpr std::size_t kMaxMessages = 1024;
    static constexpr std::size_t kMaxNotices = 1024;
    static constexpr std::size_t kMaxTroubles = 8;

    std::shared_ptr<const WakeEvent> m_wake;
    HandOff<ike::Datagram> m_messages;
    HandOff<esp::Notice> m_notices;
    HandOff<std::string> m_troubles;
    HandOff<int> m_devicesGone; // as many as there are threads, and new ones come from who takes
};

} // namespace tw::edge

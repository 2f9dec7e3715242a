#pragma once

#include "engine/edge/esp_channel.h"
#include "engine/edge/tun_device.h"
#include "engine/edge/udp_channel.h"
#include "engine/esp/capture_tap.h"

#include <memory>
#include <vector>

namespace tw::edge {

// Where packets come from and go to, as of now. All of it is immutable, so that every data thread may have it.
struct DataPorts
{
    std::shared_ptr<const TunDevice> device; // may be null
    std::vector<std::shared_ptr<const UdpChannel>> udp;
    std::vector<std::shared_ptr<const EspChannel>> esp;
    std::shared_ptr<const esp::CaptureTap> capture = nullptr; // null: none is on
};

} // namespace tw::edge

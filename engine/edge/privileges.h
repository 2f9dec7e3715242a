#pragma once

#include "engine/edge/engine_options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tw::edge {

// What the engine must be allowed to do. The program's own capabilities are enough:
// setcap cap_net_admin,cap_net_bind_service,cap_net_raw+ep PROGRAM
enum class Privilege : std::uint8_t {
    TunDriver, // /dev/net/tun is there: the kernel's module is loaded
    TunDevice, // open /dev/net/tun
    NetAdmin, // CAP_NET_ADMIN: make the device, its routes, large socket buffers
    LowPorts, // CAP_NET_BIND_SERVICE: bind UDP 500
    RawSockets, // CAP_NET_RAW: ESP without UDP; without it the engine goes on and puts all ESP in UDP
};

struct MissingPrivilege
{
    Privilege privilege{};
    bool isEssential = true; // no tunnel without it
    std::string object; // "/dev/net/tun", "CAP_NET_ADMIN", "UDP 500", "protocol 50"
    std::string systemError; // the system's word: "Permission denied"

    friend bool operator==(const MissingPrivilege &, const MissingPrivilege &) = default;
};

// Asks the system and leaves no trace. Empty: the engine can do everything here. A port that another program holds is
// no missing privilege.
std::vector<MissingPrivilege> missingPrivileges(const EngineOptions &options = {});

} // namespace tw::edge

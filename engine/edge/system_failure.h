#pragma once

#include "engine/api/status.h"

#include <expected>
#include <string>
#include <string_view>

namespace tw::edge {

// A system call that failed, as the user is told: what it means for a connection, and "object: the system's word".
struct SystemFailure
{
    api::FailureCode code = api::FailureCode::InternalError;
    std::string detail; // "/dev/net/tun: Operation not permitted"

    friend bool operator==(const SystemFailure &, const SystemFailure &) = default;
};

template <typename T>
using Attempt = std::expected<T, SystemFailure>;

std::string systemWord(int error); // "Operation not permitted"

// The meaning of `error` (an errno value): EPERM and EACCES are LocalPermission, EADDRINUSE PortTaken, EADDRNOTAVAIL
// AddressNotLocal, an unreachable network or host RouteMissing, everything else `otherwise`.
std::unexpected<SystemFailure> systemFailure(std::string_view object, int error,
                                             api::FailureCode otherwise = api::FailureCode::DeviceFailed);

} // namespace tw::edge

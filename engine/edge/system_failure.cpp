#include "engine/edge/system_failure.h"

#include <cerrno>
#include <system_error>

namespace tw::edge {

namespace {

api::FailureCode meaningOf(int error, api::FailureCode otherwise)
{
    switch (error) {
    case EPERM:
    case EACCES: return api::FailureCode::LocalPermission;
    case EADDRINUSE: return api::FailureCode::PortTaken;
    case EADDRNOTAVAIL: return api::FailureCode::AddressNotLocal;
    case ENETUNREACH:
    case EHOSTUNREACH: return api::FailureCode::RouteMissing;
    default: return otherwise;
    }
}

} // namespace

std::string systemWord(int error) { return std::generic_category().message(error); }

std::unexpected<SystemFailure> systemFailure(std::string_view object, int error, api::FailureCode otherwise)
{
    return std::unexpected(SystemFailure{meaningOf(error, otherwise), std::string(object) + ": " + systemWord(error)});
}

} // namespace tw::edge

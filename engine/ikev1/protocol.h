#pragma once

#include "engine/ike/session.h"

#include <memory>

namespace tw::ikev1 {

// IKEv1 for a supervisor.
std::unique_ptr<ike::Protocol> makeProtocol();

} // namespace tw::ikev1

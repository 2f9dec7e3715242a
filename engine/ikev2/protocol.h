#pragma once

#include "engine/ike/session.h"

namespace tw::ikev2 {

// The IKEv2 machine (RFC 7296), to be handed to ike::Supervisor.
std::unique_ptr<ike::Protocol> makeProtocol();

// The argument that Supervisor wants, for an engine that speaks IKEv2 only:
//   ike::Supervisor supervisor(random, ikev2::protocols());
std::vector<std::unique_ptr<ike::Protocol>> protocols();

} // namespace tw::ikev2

#pragma once

#include "engine/api/command.h"

#include <vector>

// What a probe offers, message by message: first what is nearest to the connection's own suite, and each list small
// enough for one datagram, since where fragments are lost a probe would tell of nothing else.
namespace tw::ike {

// Each with one list of proposals in the place of the connection's own, for the phase that is asked about. Suites that the
// version or the crypto library lacks are left to the protocol machine, as with every connection.
std::vector<api::ConnectionConfigPtr> probeRounds(const api::ConnectionConfig &config, api::SuiteProbe::Scope scope);

// The suite that the peer took of a phase 2 probe, in every group and in none: a child of IKE_AUTH says nothing of groups.
api::ConnectionConfigPtr groupProbe(const api::ConnectionConfig &config, const api::EspProposal &taken);

} // namespace tw::ike

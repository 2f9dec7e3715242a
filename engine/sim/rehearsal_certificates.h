#pragma once

#include "engine/api/rehearsal.h"

namespace tw::sim {

// The setup with certificates that were made for it: the peer proves itself by one of a CA of the moment, which our side
// believes in the place of its own authority; the peer believes the last certificate of our chain.
api::RehearsalSetup withThrowAwayCertificates(const api::RehearsalSetup &setup);

} // namespace tw::sim

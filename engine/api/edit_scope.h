#pragma once

#include "engine/api/connection_config.h"

namespace tw::api {

// What becomes of the SAs that stand when an edit is saved: no more is renegotiated than it touches.
enum class EditScope : std::uint8_t {
    Nothing,
    InPlace, // the SAs take it over as they are: names, schedules, probing, sizes
    Phase2, // the children are made anew, on the IKE SA that stands
    BothPhases,
};

// `keyChanged`: what proves who we are, which is not in the configuration.
EditScope editScope(const ConnectionConfig &before, const ConnectionConfig &after, bool keyChanged);

// Whether a child may take the place of one made before the edit: the same traffic is theirs, so that the old one
// carries it until the new one stands.
bool hasSameSelectors(const ConnectionConfig &before, const ConnectionConfig &after);

} // namespace tw::api

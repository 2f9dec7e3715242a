#pragma once

#include "engine/api/status.h"

#include <QString>

#include <array>

namespace tw::models {

// What an admin asks of a connection first. The status bar counts these, and the filter has a word for each.
enum class StateGroup { Up, Negotiating, Failed, Waiting, Down };
inline constexpr std::array kStateGroups = {StateGroup::Up, StateGroup::Negotiating, StateGroup::Failed,
                                            StateGroup::Waiting, StateGroup::Down};

StateGroup stateGroup(api::ConnectionState state);

// Stable: "up", "negotiating", "failed", "waiting", "down".
QString stateGroupName(StateGroup group);
QString stateGroupText(StateGroup group); // "Failed", in the user's language

} // namespace tw::models

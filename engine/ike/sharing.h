#pragma once

#include "engine/api/edit_scope.h"
#include "engine/ike/session.h"

// Connections between the same two gateways have one IKE SA, with children for each.
namespace tw::ike {

// What an edit from one to the other touches, with the key.
api::EditScope scopeOf(const LoadedConnection &before, const LoadedConnection &after);

// Whether an IKE SA that one of them negotiated is as good for the other: they differ in nothing that it depends on.
bool mayShareIkeSa(const LoadedConnection &a, const LoadedConnection &b);

} // namespace tw::ike

#pragma once

#include "engine/api/edit_scope.h"
#include "engine/ikev2/states.h"

// An edit of a connection, on the IKE SA that stands and goes on standing.
namespace tw::ikev2 {

// Probing and lifetime count from now on as they were edited.
void adoptForIkeSa(Established &state, const api::ConnectionConfig &before, const api::ConnectionConfig &after,
                   Turn &turn);

// The children of the connection: their schedules and sizes are as edited. Where the edit touches phase 2, they are to
// be renewed at once if they can carry on until then, and are deleted otherwise; what is under way for the connection
// comes to nothing.
void adoptForChildren(Established &state, const ike::LoadedConnectionPtr &after, api::EditScope scope, Turn &turn);

} // namespace tw::ikev2

#pragma once

#include "app/reply.h"

namespace tw::app {

class Workspace;

// A request "import-peer" (app/requests.h): what a configuration would store, or with "DryRun": false, storing it.
Reply importPeer(Workspace &workspace, const QJsonObject &request);

} // namespace tw::app

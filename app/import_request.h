#pragma once

#include "app/reply.h"
#include "engine/base/secret_bytes.h"

namespace tw::app {

class Workspace;

// A request "import-peer" (app/requests.h): what a configuration would store, or with "DryRun": false, storing it.
// `key`: of the connections that the text has none of; empty: there is none.
Reply importPeer(Workspace &workspace, const QJsonObject &request, const SecretBytes &key);

} // namespace tw::app

#pragma once

#include "app/reply.h"

namespace tw::app {

class Workspace;

// Carries out "restore": File (a full path), Passphrase, Merge, DryRun.
Reply restoreInto(Workspace &workspace, const QJsonObject &request);

} // namespace tw::app

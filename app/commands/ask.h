#pragma once

#include "app/reply.h"
#include "engine/base/secret_bytes.h"

#include <QJsonObject>
#include <QString>

namespace tw::app {

// A request (app/requests.h) to whoever may write the data directory: this process, or the one that has the lock. So an
// engine that runs picks a change up at once, and two writers never meet. `secret`: what belongs to the request.
Reply askWriter(const QString &dataDirectory, const QJsonObject &request, const SecretBytes &secret = {});

// A request to the engine that runs on the data directory; ExitCode::NoEngine where none does.
Reply askEngine(const QString &dataDirectory, const QJsonObject &request);

} // namespace tw::app

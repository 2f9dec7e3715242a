#pragma once

#include "app/reply.h"
#include "engine/base/secret_bytes.h"

#include <QJsonObject>
#include <QLocalSocket>

#include <memory>

namespace tw::app {

// Asks the engine that runs on a data directory, in whatever process that is. Blocks: for the command line.
class ControlClient
{
public:
    // nullptr: no engine runs there.
    static std::unique_ptr<ControlClient> connectTo(const QString &socketPath);

    // `request` as in app/requests.h, without "Version". A process that does not answer in time, or not in our words,
    // gives a failed Reply.
    Reply ask(QJsonObject request, const SecretBytes &secret = {});

private:
    ControlClient() = default;
    Reply readReply(int patienceMs);

    QLocalSocket m_socket;
};

} // namespace tw::app

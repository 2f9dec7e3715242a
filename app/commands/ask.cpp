#include "app/commands/ask.h"

#include "app/control_client.h"
#include "app/paths.h"
#include "app/requests.h"
#include "app/workspace.h"

#include <QCoreApplication>

namespace tw::app {

namespace {

// nullptr: no engine runs there.
std::unique_ptr<ControlClient> connectToEngine(const QString &dataDirectory)
{
    const auto directory = models::DataDirectory::find(dataDirectory);
    return directory ? ControlClient::connectTo(controlSocketPath(directory->path())) : nullptr;
}

} // namespace

Reply askWriter(const QString &dataDirectory, const QJsonObject &request)
{
    const auto workspace = Workspace::open({.dataDirectory = dataDirectory});
    if (workspace)
        return carryOut(**workspace, request);
    if (workspace.error().kind == Workspace::Failure::Kind::Busy) {
        if (const auto client = connectToEngine(dataDirectory))
            return client->ask(request);
    }
    return Reply::failure(ExitCode::Failed, workspace.error().text);
}

Reply askEngine(const QString &dataDirectory, const QJsonObject &request)
{
    if (const auto client = connectToEngine(dataDirectory))
        return client->ask(request);
    return Reply::failure(
        ExitCode::NoEngine,
        QCoreApplication::translate("tw::app::Requests", "No engine is running on this data directory."));
}

} // namespace tw::app

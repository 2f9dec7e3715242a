#include "app/commands/ask.h"

#include "app/control_client.h"
#include "app/paths.h"
#include "app/requests.h"
#include "app/workspace.h"

namespace tw::app {

namespace {

// nullptr: no engine runs there.
std::unique_ptr<ControlClient> connectToEngine(const models::DataDirectory &directory)
{
    for (const QString &path : controlSocketPaths(directory.path())) {
        if (auto client = ControlClient::connectTo(path))
            return client;
    }
    return nullptr;
}

} // namespace

Reply askWriter(const QString &dataDirectory, const QJsonObject &request, const SecretBytes &secret)
{
    // A dry run only reads: it makes no directory, and needs no lock.
    const bool isDryRun = request.value(QStringLiteral("DryRun")).toBool();
    const auto workspace = Workspace::open(
        {.dataDirectory = dataDirectory, .access = isDryRun ? Workspace::Access::Read : Workspace::Access::Write});
    if (workspace) {
        Reply reply = carryOut(**workspace, request, secret);
        reply.warnings << (*workspace)->notices();
        return reply;
    }
    if (workspace.error().kind == Workspace::Failure::Kind::Busy) {
        const auto directory = models::DataDirectory::find(dataDirectory);
        if (const auto client = directory ? connectToEngine(*directory) : nullptr)
            return client->ask(request, secret);
    }
    return Reply::failure(ExitCode::Failed, workspace.error().text);
}

Reply askEngine(const QString &dataDirectory, const QJsonObject &request)
{
    const auto directory = models::DataDirectory::find(dataDirectory);
    if (!directory)
        return Reply::failure(ExitCode::Failed, directory.error().text);
    if (const auto client = connectToEngine(*directory))
        return client->ask(request);
    return noEngine(directory->path());
}

} // namespace tw::app

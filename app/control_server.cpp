#include "app/control_server.h"

#include "app/requests.h"
#include "app/workspace.h"
#include "models/catalog/catalog.h"

#include <QFile>
#include <QJsonDocument>
#include <QLocalSocket>

#include <sys/un.h>

namespace tw::app {

ControlServer::ControlServer(Workspace *workspace, QObject *parent) : QObject(parent), m_workspace(workspace)
{
    // 0600 below; this option keeps others out in the moment before.
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
}

std::expected<void, QString> ControlServer::listen()
{
    const QString path = m_workspace->controlSocket();
    if (QFile::encodeName(path).size() >= static_cast<qsizetype>(sizeof(sockaddr_un::sun_path))) {
        return std::unexpected(tr("%1: the control socket cannot be opened, since its path is too long. Set "
                                  "XDG_RUNTIME_DIR to a directory of your user, or use a data directory with a "
                                  "shorter path.")
                                   .arg(path));
    }
    QLocalServer::removeServer(path);
    if (!m_server.listen(path))
        return std::unexpected(tr("%1: the control socket cannot be opened: %2").arg(path, m_server.errorString()));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

void ControlServer::accept()
{
    while (QLocalSocket *client = m_server.nextPendingConnection()) {
        connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
        if (m_clients >= kMaxClients) {
            reply(client, Reply::failure(ExitCode::Failed, tr("The engine is asked by too many programs at once.")));
            client->disconnectFromServer();
            continue;
        }
        ++m_clients;
        connect(client, &QObject::destroyed, this, [this] { --m_clients; });
        // The bound on what waits unread is the bound on a line: more stays with the sender.
        client->setReadBufferSize(kMaxLine + 1);
        connect(client, &QLocalSocket::readyRead, this, [this, client] { read(client); });
        read(client);
    }
}

void ControlServer::read(QLocalSocket *client)
{
    // A client that asks and never reads is not waited for.
    while (client->canReadLine() && client->bytesToWrite() <= kMaxUnread) {
        const QByteArray line = client->readLine();
        reply(client, answer(line));
    }
    if (client->bytesToWrite() > kMaxUnread) {
        client->abort();
        return;
    }
    if (client->bytesAvailable() > kMaxLine) {
        reply(client, Reply::failure(ExitCode::InvalidInput, tr("The request is too long.")));
        client->readAll();
        client->disconnectFromServer();
    }
}

Reply ControlServer::answer(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return Reply::failure(ExitCode::InvalidInput, tr("The request is not a JSON object."));
    const QJsonObject request = document.object();
    if (request.value(QStringLiteral("Version")).toInt() != kVersion) {
        return Reply::failure(ExitCode::Failed,
                              tr("The running engine is from another version of the program. Restart it."));
    }
    // What the window's user did can be undone there, and not what another program did.
    const models::Catalog::Unrecorded others(m_workspace->catalog());
    return carryOut(*m_workspace, request);
}

void ControlServer::reply(QLocalSocket *client, const Reply &reply)
{
    client->write(QJsonDocument(reply.toJson()).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace tw::app

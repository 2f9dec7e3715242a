#include "app/control_server.h"

#include "app/request_line.h"
#include "app/requests.h"
#include "app/restore_request.h"
#include "app/workspace.h"
#include "models/catalog/catalog.h"

#include <QFile>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QMetaMethod>

#include <sys/un.h>

namespace tw::app {

ControlServer::ControlServer(Workspace *workspace, QObject *parent) : QObject(parent), m_workspace(workspace)
{
    // 0600 below; this option keeps others out in the moment before.
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
}

ControlServer::~ControlServer()
{
    m_thread.quit();
    m_thread.wait();
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
        connect(client, &QObject::destroyed, this, [this, client] {
            --m_clients;
            m_waiting.remove(client);
        });
        // The bound on what waits unread is the bound on a line: more stays with the sender.
        client->setReadBufferSize(kMaxLine + 1);
        connect(client, &QLocalSocket::readyRead, this, [this, client] { read(client); });
        read(client);
    }
}

void ControlServer::read(QLocalSocket *client)
{
    // A client that asks and never reads is not waited for.
    while (!m_waiting.contains(client) && client->canReadLine() && client->bytesToWrite() <= kMaxUnread)
        answer(client, client->readLine());
    if (m_waiting.contains(client))
        return; // it is read on when it has its answer
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

void ControlServer::answer(QLocalSocket *client, QByteArray line)
{
    auto parsed = parseRequestLine(std::move(line));
    if (!parsed) {
        reply(client, Reply::failure(ExitCode::InvalidInput, parsed.error()));
        return;
    }
    const QJsonObject &request = parsed->request;
    if (request.value(QStringLiteral("Version")).toInt() != kVersion) {
        reply(client,
              Reply::failure(ExitCode::Failed,
                             tr("The running engine is from another version of the program. Restart it.")));
        return;
    }
    if (takesLong(request)) {
        m_waiting.insert(client);
        workOn(std::make_shared<RestoreRequest>(request, parsed->secret), &RestoreRequest::open, client);
        return;
    }
    if (request.value(QStringLiteral("Request")).toString() == kShowWindow) {
        const bool hasWindow = isSignalConnected(QMetaMethod::fromSignal(&ControlServer::windowRequested));
        Q_EMIT windowRequested();
        reply(client, hasWindow ? Reply() : Reply::failure(ExitCode::Failed, tr("The running engine has no window.")));
        return;
    }
    models::Catalog &catalog = m_workspace->catalog();
    if (!changesObjects(request)) {
        reply(client, carryOut(*m_workspace, request, parsed->secret));
        return;
    }
    // Names mean what stands, and that is known when what is on its way is saved, or is not.
    const auto shared = std::make_shared<RequestLine>(std::move(*parsed));
    waitFor(client, [this, client, shared, &catalog](const QString &) {
        // What the window's user did can be undone there, and not what another program did.
        const models::Catalog::Unrecorded others(catalog);
        const Reply done = carryOut(*m_workspace, shared->request, shared->secret);
        waitFor(client, [client, done](const QString &failure) {
            reply(client, failure.isEmpty() ? done : Reply::failure(ExitCode::Failed, failure));
        });
    });
}

// `then` is called when nothing is on its way to the disk any more; until then nothing is read from the client.
void ControlServer::waitFor(QLocalSocket *client, std::function<void(const QString &failure)> then)
{
    models::Catalog &catalog = m_workspace->catalog();
    if (!catalog.isSaving()) {
        then({});
        return;
    }
    m_waiting.insert(client);
    catalog.whenSaved(client, [this, client, then](const models::CatalogResult<void> &saved) {
        m_waiting.remove(client);
        then(saved ? QString() : saved.error().text);
        read(client);
    });
}

void ControlServer::workOn(const std::shared_ptr<RestoreRequest> &request, Step step, const Client &client)
{
    if (!m_worker) {
        m_worker = new QObject;
        m_worker->moveToThread(&m_thread);
        connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread.setObjectName(QStringLiteral("restore"));
        m_thread.start();
    }
    QMetaObject::invokeMethod(m_worker, [this, request, step, client] {
        ((*request).*step)();
        QMetaObject::invokeMethod(this, [this, request, client] { proceed(request, client); });
    });
}

// A client that left wants nothing done any more.
void ControlServer::proceed(const std::shared_ptr<RestoreRequest> &request, const Client &client)
{
    if (!client)
        return;
    models::Catalog &catalog = m_workspace->catalog();
    if (catalog.isSaving()) {
        catalog.whenSaved(this, [this, request, client](const auto &) { proceed(request, client); });
        return;
    }
    const auto done = request->proceed(*m_workspace);
    if (!done) {
        workOn(request, &RestoreRequest::keep, client);
        return;
    }
    catalog.whenSaved(this, [this, request, client, answer = *done](const models::CatalogResult<void> &saved) {
        if (saved)
            request->takeSettings(*m_workspace);
        endWaiting(client, saved ? answer : Reply::failure(ExitCode::Failed, saved.error().text));
    });
}

void ControlServer::endWaiting(const Client &client, const Reply &answer)
{
    if (!client)
        return;
    m_waiting.remove(client);
    reply(client, answer);
    read(client);
}

void ControlServer::reply(QLocalSocket *client, const Reply &reply)
{
    client->write(QJsonDocument(reply.toJson()).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace tw::app

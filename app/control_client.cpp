#include "app/control_client.h"

#include "app/control_server.h"
#include "app/request_line.h"
#include "app/requests.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>

namespace tw::app {

namespace {

constexpr int kConnectMs = 2000;
constexpr int kAnswerMs = 15000; // a large document is checked and saved in this time
constexpr int kLongAnswerMs = 120'000; // keys are made of a passphrase, by a machine that has other things to do

QString words(const char *text) { return QCoreApplication::translate("tw::app::ControlClient", text); }

} // namespace

std::unique_ptr<ControlClient> ControlClient::connectTo(const QString &socketPath)
{
    std::unique_ptr<ControlClient> client(new ControlClient);
    client->m_socket.connectToServer(socketPath);
    return client->m_socket.waitForConnected(kConnectMs) ? std::move(client) : nullptr;
}

Reply ControlClient::ask(QJsonObject request, const SecretBytes &secret)
{
    request.insert(QStringLiteral("Version"), ControlServer::kVersion);
    const SecretBytes line = requestLine(request, secret);
    m_socket.write(reinterpret_cast<const char *>(line.view().data()), static_cast<qint64>(line.size()));
    return readReply(takesLong(request) ? kLongAnswerMs : kAnswerMs);
}

Reply ControlClient::readReply(int patienceMs)
{
    QElapsedTimer waited;
    waited.start();
    while (!m_socket.canReadLine()) {
        const auto left = patienceMs - waited.elapsed();
        if (left <= 0 || !m_socket.waitForReadyRead(static_cast<int>(left))) {
            if (m_socket.canReadLine())
                break;
            return Reply::failure(
                ExitCode::Failed,
                words(QT_TRANSLATE_NOOP("tw::app::ControlClient", "The running engine does not answer.")));
        }
    }
    const auto reply = Reply::fromJson(QJsonDocument::fromJson(m_socket.readLine()).object());
    if (!reply) {
        return Reply::failure(
            ExitCode::Failed,
            words(QT_TRANSLATE_NOOP("tw::app::ControlClient",
                                    "The running engine gave an answer that this program does not understand.")));
    }
    return *reply;
}

} // namespace tw::app

#pragma once

#include "app/reply.h"

#include <QLatin1String>
#include <QLocalServer>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QThread>

#include <expected>
#include <functional>
#include <memory>

class QLocalSocket;

namespace tw::app {

class RestoreRequest;
class Workspace;

// Where a running engine is asked: a local socket that only the user may open (mode 0600). Requests and replies are
// JSON objects, one a line, answered in order; app/requests.h has what may be asked.
//   {"Version": 1, "Request": "status", "Name": "site-a"}  ->  {"Code": 0, "Result": {...}, "Errors": [], "Warnings": []}
// What changes objects is answered when it is on the disk, and what takes long is done in another thread; only its client
// waits.
// A client that sends no such line, or one that never ends, is told so and dropped; the engine does not notice.
class ControlServer : public QObject
{
    Q_OBJECT

public:
    static constexpr int kVersion = 1;
    static constexpr qint64 kMaxLine = qint64{8} << 20; // a document to apply may be long
    static constexpr qint64 kMaxUnread = qint64{32} << 20; // of replies
    static constexpr int kMaxClients = 16;
    static constexpr QLatin1StringView kShowWindow{"show-window"};

    // `workspace` must outlive the server and have the writer lock, which says that no other server is there.
    explicit ControlServer(Workspace *workspace, QObject *parent = nullptr);
    ~ControlServer() override; // waits for what is being done in the other thread, and does no more of it

    // A sentence where the socket cannot be made. One that a killed process left behind is replaced.
    std::expected<void, QString> listen();

Q_SIGNALS:
    // The program was started once more; {"Request": "show-window"} fails where nobody listens, as without a window.
    void windowRequested();

private:
    void accept();
    void read(QLocalSocket *client);
    void answer(QLocalSocket *client, QByteArray line);
    void waitFor(QLocalSocket *client, std::function<void(const QString &failure)> then);
    using Step = void (RestoreRequest::*)();
    using Client = QPointer<QLocalSocket>; // nullptr: it left
    void workOn(const std::shared_ptr<RestoreRequest> &request, Step step, const Client &client);
    void proceed(const std::shared_ptr<RestoreRequest> &request, const Client &client);
    void endWaiting(const Client &client, const Reply &answer);
    static void reply(QLocalSocket *client, const Reply &reply);

    Workspace *m_workspace;
    int m_clients = 0;
    QSet<QLocalSocket *> m_waiting; // for the disk, or for the other thread
    QThread m_thread; // runs from the first work on
    QObject *m_worker = nullptr; // lives there
    QLocalServer m_server; // last: its clients go with it, and are looked for in the above
};

} // namespace tw::app

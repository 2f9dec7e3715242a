#pragma once

#include "app/reply.h"

#include <QLocalServer>
#include <QObject>
#include <QSet>

#include <expected>
#include <functional>

class QLocalSocket;

namespace tw::app {

class Workspace;

// Where a running engine is asked: a local socket that only the user may open (mode 0600). Requests and replies are
// JSON objects, one a line, answered in order; app/requests.h has what may be asked.
//   {"Version": 1, "Request": "status", "Name": "site-a"}  ->  {"Code": 0, "Result": {...}, "Errors": [], "Warnings": []}
// What changes objects is answered when it is on the disk; only its client waits.
// A client that sends no such line, or one that never ends, is told so and dropped; the engine does not notice.
class ControlServer : public QObject
{
    Q_OBJECT

public:
    static constexpr int kVersion = 1;
    static constexpr qint64 kMaxLine = qint64{8} << 20; // a document to apply may be long
    static constexpr qint64 kMaxUnread = qint64{32} << 20; // of replies
    static constexpr int kMaxClients = 16;

    // `workspace` must outlive the server and have the writer lock, which says that no other server is there.
    explicit ControlServer(Workspace *workspace, QObject *parent = nullptr);

    // A sentence where the socket cannot be made. One that a killed process left behind is replaced.
    std::expected<void, QString> listen();

private:
    void accept();
    void read(QLocalSocket *client);
    void answer(QLocalSocket *client, const QByteArray &line);
    void waitFor(QLocalSocket *client, std::function<void(const QString &failure)> then);
    static void reply(QLocalSocket *client, const Reply &reply);

    Workspace *m_workspace;
    QLocalServer m_server;
    int m_clients = 0;
    QSet<QLocalSocket *> m_waiting; // for the disk
};

} // namespace tw::app

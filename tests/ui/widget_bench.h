#pragma once

#include "engine/api/engine_port.h"
#include "engine/crypto/password_envelope.h"
#include "models/catalog/catalog.h"
#include "models/doctor/prober.h"
#include "models/live/clock_watch.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/live/traffic_history.h"
#include "models/log/log_store.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "models/store/settings.h"
#include "ui/services.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>

// A workspace for widgets: real models on a directory of their own, secrets in memory, and an engine that does what the
// test says.
namespace tw::tests {

// Keeps the commands, and says what it is told to say.
class ScriptedEngine final : public api::EnginePort
{
public:
    void send(api::Command command) override { commands.push_back(std::move(command)); }
    void setListener(Listener listener) override { m_listener = std::move(listener); }
    void report(const api::EngineReport &report) const
    {
        if (m_listener)
            m_listener(report);
    }

    std::vector<api::Command> commands;

private:
    Listener m_listener;
};

// Of a machine whose clock a time service keeps, until a test says otherwise.
class ScriptedClock final : public models::ClockSource
{
public:
    models::ClockReading read() override { return now; }

    models::ClockReading now{.wall = {}, .running = {}, .sync = models::ClockSync::Yes};
};

class WidgetBench
{
public:
    WidgetBench();
    ~WidgetBench();

    ui::Services services();

    // Saves, and gives the id. Fails loudly where the catalogue refuses.
    QString addVpnGateway(const QString &name, const QString &internetIp, const QString &region = kRegion);
    QString addCustomerGateway(const QString &name, const QString &ipAddress, const QString &region = kRegion);
    QString addConnection(const QString &name, const QString &vpnGateway, const QString &customerGateway,
                          const QString &localSubnet = QStringLiteral("192.168.0.0/16"),
                          const QString &remoteSubnet = QStringLiteral("172.16.0.0/12"),
                          const QString &region = kRegion);
    models::ConnectionDraft draft(const QString &connectionId) const;

    // The engine's word about a connection, now.
    void reportState(const QString &connectionId, api::ConnectionState state,
                     api::FailureCode failure = api::FailureCode::None);
    void reportEstablished(const QString &connectionId);
    // Facts of a connection, now.
    void logEvents(std::vector<api::Event> events);
    // The answer to every question that was asked of the engine and not answered yet.
    void answerProbes(const std::function<api::ProbeAnswer(const api::Probe &)> &answer);
    // `count` facts of the connection at this moment.
    void logFacts(const QString &connectionId, int count);

    static const QString kRegion;

    QTemporaryDir directory;
    // The real one, but for the seconds that it asks of who guesses.
    std::unique_ptr<const api::PasswordEnvelope> envelope = crypto::passwordEnvelopeOf(1'000);
    std::unique_ptr<models::Database> database;
    models::MemorySecretStore secrets;
    std::unique_ptr<models::Catalog> catalog;
    std::unique_ptr<models::LogStore> log;
    std::unique_ptr<models::LiveState> live;
    std::unique_ptr<models::TrafficHistory> traffic;
    std::unique_ptr<models::ConnectionController> controller;
    std::unique_ptr<models::Prober> prober;
    std::unique_ptr<models::Settings> settings;
    ScriptedEngine engine;
    ScriptedClock clock;
    models::ClockWatch clockWatch{clock};
};

// Runs `whenShown` with the next modal dialog, from within its own event loop. Where none comes the test goes on, and
// what it expected of the dialog fails.
template <typename Dialog, typename Do>
void withNextDialog(Do whenShown)
{
    QTimer::singleShot(0, qApp, [whenShown] {
        if (auto *dialog = qobject_cast<Dialog *>(QApplication::activeModalWidget()))
            whenShown(dialog);
        else if (QWidget *other = QApplication::activeModalWidget())
            other->close();
    });
}

} // namespace tw::tests

#pragma once

#include "app/paths.h"
#include "engine/api/engine_port.h"

#include <QObject>

#include <expected>
#include <functional>
#include <memory>

namespace tw::models {
class Catalog;
class CertificateStore;
class ConnectionController;
class Database;
class LiveState;
class LogStore;
class SecretStore;
class Settings;
} // namespace tw::models

namespace tw::app {

// The composition root of both programs: data directory, lock, stores, models and the engine, joined. Knows no widget,
// and what kind of engine it drives only by the factory it is given.
class Workspace : public QObject
{
    Q_OBJECT

public:
    enum class Access {
        Read, // beside a writer
        Write, // the one writer; refused while another process is
    };
    using EngineFactory = std::function<std::unique_ptr<api::EnginePort>()>;

    struct Options
    {
        QString dataDirectory; // empty: the user's own
        Access access = Access::Write;
        EngineFactory makeEngine; // empty: none can be started
    };

    struct Failure
    {
        enum class Kind { Busy, Failed } kind; // Busy: another process is the writer
        QString message; // one sentence that names the file or the process
    };

    static std::expected<std::unique_ptr<Workspace>, Failure> open(const Options &options);
    ~Workspace() override; // an engine that still runs is ended without waiting for the peers

    const Paths &paths() const { return m_paths; }
    Access access() const { return m_options.access; }
    models::Catalog &catalog();
    models::SecretStore &secrets();
    models::LogStore &log();
    models::LiveState &live();
    models::ConnectionController &controller();

    // Starts the engine without loading any connection. What it misses (privileges, device) comes as LiveState's
    // EngineStatus. Does nothing where one runs.
    void startEngine();
    bool hasEngine() const { return m_engine != nullptr; }
    // Deletes the SAs at the peers, undoes routes and device; engineStopped() follows, after kShutdownTime at the latest.
    void stopEngine();

    static constexpr std::chrono::seconds kShutdownTime{8};

signals:
    void engineStopped();
    // Every report, after LiveState and LogStore took it in.
    void reported(const tw::api::EngineReport &report);

private:
    Workspace(const Options &options, const Paths &paths);
    void onReport(const api::EngineReport &report);
    void endEngine();

    Options m_options;
    Paths m_paths;
    std::unique_ptr<models::Database> m_database;
    std::unique_ptr<models::SecretStore> m_secrets;
    std::unique_ptr<models::Catalog> m_catalog;
    std::unique_ptr<models::LogStore> m_log;
    std::unique_ptr<models::LiveState> m_live;
    std::unique_ptr<models::ConnectionController> m_controller;
    std::unique_ptr<api::EnginePort> m_engine;
    bool m_isStopping = false;
};

} // namespace tw::app

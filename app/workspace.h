#pragma once

#include "engine/api/engine_port.h"
#include "models/store/data_directory.h"

#include <QObject>
#include <QTimer>

#include <expected>
#include <functional>
#include <memory>

namespace tw::models {
class CaptureController;
class Catalog;
class ClockSource;
class ClockWatch;
class ConnectionController;
class Database;
class HealthMonitor;
class LiveState;
class LogStore;
class Prober;
class SecretStore;
class Settings;
class WriterLock;
} // namespace tw::models

namespace tw::app {

class DoctorDesk;

// The composition root of both programs: data directory, lock, stores, models and the engine, joined. Knows no widget,
// and what kind of engine it drives only by the factory that it is given.
class Workspace : public QObject
{
    Q_OBJECT

public:
    enum class Access {
        Read, // beside a writer; makes nothing
        Write, // the one writer; refused while another process is
    };
    using EngineFactory = std::function<std::unique_ptr<api::EnginePort>()>;

    struct Options
    {
        QString dataDirectory; // empty: the user's own
        Access access = Access::Write;
        EngineFactory makeEngine = {}; // empty: none can be started
        bool savesBehind = false; // no save waits for the disk: Catalog::saveBehind()
        models::Settings *settings = nullptr; // of who has them open, and outlives it; nullptr: opened with the rest
        models::ClockSource *clock = nullptr; // outlives it; nullptr: the machine's
    };

    struct Failure
    {
        enum class Kind { Busy, Failed } kind; // Busy: another process is the writer
        QString text; // one sentence that names the file or the process
    };

    static std::expected<std::unique_ptr<Workspace>, Failure> open(Options options);
    // An engine that still runs ends in an orderly way, and what it says while it does is not heard.
    ~Workspace() override;

    const models::DataDirectory &directory() const { return m_directory; }
    QString controlSocket() const;
    bool canWrite() const { return m_lock != nullptr; }

    models::Catalog &catalog() { return *m_catalog; }
    models::SecretStore &secrets() { return *m_secrets; }
    models::Settings &settings() { return *m_settings; }
    models::LogStore &log() { return *m_log; }
    models::LiveState &live() { return *m_live; }
    models::ConnectionController &controller() { return *m_controller; }
    models::CaptureController &capture() { return *m_capture; }
    models::Prober &prober() { return *m_prober; }
    models::HealthMonitor &health() { return *m_health; }
    models::ClockWatch &clock() { return *m_clock; }
    DoctorDesk &doctors() { return *m_doctors; }

    // What the user should know of the stores although they work: a log put aside, keys that others could read.
    QStringList notices() const;

    // Starts the engine, which touches nothing of the machine until a connection is loaded (controller().loadAll()).
    // What it misses then (privileges, device) comes as LiveState's EngineStatus. Does nothing where one runs.
    void startEngine();
    bool hasEngine() const { return m_engine != nullptr; }
    // Deletes the SAs at the peers, undoes routes and device; engineStopped() follows, after kShutdownTime at the latest.
    void stopEngine();

    // The end does not wait for the disk: neither for what is being saved nor for the last lines of the log.
    void abandonSaving() { m_abandonsSaving = true; }
    bool abandonsSaving() const { return m_abandonsSaving; }

    static constexpr std::chrono::seconds kShutdownTime{8};

Q_SIGNALS:
    // No engine is left; every line of its log is on the disk.
    void engineStopped();

private:
    Workspace(Options options, models::DataDirectory directory);
    std::expected<void, Failure> openStores();
    void onReport(const api::EngineReport &report);
    void endEngine();
    void logNow(api::Event event);

    Options m_options;
    models::DataDirectory m_directory;
    std::unique_ptr<models::WriterLock> m_lock; // nullptr: reading only
    std::unique_ptr<models::Settings> m_ownSettings;
    models::Settings *m_settings = nullptr;
    std::unique_ptr<models::Database> m_database;
    std::unique_ptr<models::SecretStore> m_secrets;
    std::unique_ptr<models::Catalog> m_catalog;
    std::unique_ptr<models::LogStore> m_log;
    std::unique_ptr<models::LiveState> m_live;
    std::unique_ptr<models::ConnectionController> m_controller;
    std::unique_ptr<models::CaptureController> m_capture;
    std::unique_ptr<models::Prober> m_prober;
    std::unique_ptr<models::HealthMonitor> m_health;
    std::unique_ptr<models::ClockSource> m_ownClock;
    std::unique_ptr<models::ClockWatch> m_clock;
    std::unique_ptr<DoctorDesk> m_doctors;
    std::unique_ptr<api::EnginePort> m_engine;
    bool m_isStopping = false;
    bool m_abandonsSaving = false;
    QTimer m_shutdownLimit;
};

} // namespace tw::app

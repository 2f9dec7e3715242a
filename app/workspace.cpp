#include "app/workspace.h"

#include "app/doctor_desk.h"
#include "app/paths.h"
#include "engine/crypto/certificate_file.h"
#include "engine/edge/file_capture_writer.h"
#include "models/capture/capture_controller.h"
#include "models/catalog/catalog.h"
#include "models/doctor/health_monitor.h"
#include "models/doctor/prober.h"
#include "models/live/clock_watch.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/log/log_store.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "models/store/settings.h"
#include "models/store/writer_lock.h"

#include <QFile>

namespace tw::app {

namespace {

Workspace::Failure failureOf(const models::StoreError &error)
{
    const bool isBusy = error.kind == models::StoreError::Kind::Locked;
    return {isBusy ? Workspace::Failure::Kind::Busy : Workspace::Failure::Kind::Failed, error.text};
}

bool saysItEnded(const api::EngineReport &report) { return report.engine && !report.engine->running; }

} // namespace

std::expected<std::unique_ptr<Workspace>, Workspace::Failure> Workspace::open(Options options)
{
    auto directory = options.access == Access::Write ? models::DataDirectory::open(options.dataDirectory)
                                                     : models::DataDirectory::find(options.dataDirectory);
    if (!directory)
        return std::unexpected(failureOf(directory.error()));
    std::unique_ptr<Workspace> workspace(new Workspace(std::move(options), std::move(*directory)));
    if (auto opened = workspace->openStores(); !opened)
        return std::unexpected(opened.error());
    return workspace;
}

Workspace::Workspace(Options options, models::DataDirectory directory)
    : m_options(std::move(options)), m_directory(std::move(directory))
{
    m_shutdownLimit.setSingleShot(true);
    connect(&m_shutdownLimit, &QTimer::timeout, this, &Workspace::endEngine);
}

Workspace::~Workspace()
{
    if (m_controller)
        m_controller->setEngine(nullptr);
    if (m_capture)
        m_capture->setEngine(nullptr);
    m_doctors.reset();
    m_health.reset();
    if (m_prober)
        m_prober->setEngine(nullptr);
    m_engine.reset();
}

std::expected<void, Workspace::Failure> Workspace::openStores()
{
    const bool wantsToWrite = m_options.access == Access::Write;
    if (wantsToWrite) {
        auto lock = models::WriterLock::acquire(m_directory.lockFile());
        if (!lock)
            return std::unexpected(failureOf(lock.error()));
        m_lock = std::move(*lock);
    }
    if (!m_options.settings)
        m_ownSettings = std::make_unique<models::Settings>(m_directory.settingsFile());
    m_settings = m_ownSettings ? m_ownSettings.get() : m_options.settings;
    const auto access = wantsToWrite ? models::Database::Access::Write : models::Database::Access::Read;
    // Reading where nothing was written yet must not make anything: the directory may be mistyped, or not ours.
    auto database = wantsToWrite || QFile::exists(m_directory.catalogFile())
        ? models::Database::open(m_directory.catalogFile(), models::Catalog::schema(), access)
        : models::Database::empty(models::Catalog::schema());
    if (!database)
        return std::unexpected(failureOf(database.error()));
    m_database = std::move(*database);

    m_secrets = std::make_unique<models::FileSecretStore>(m_directory.secretFile());
    auto catalog = models::Catalog::load(*m_database, *m_secrets, &crypto::certificateReader());
    if (!catalog)
        return std::unexpected(failureOf(catalog.error()));
    m_catalog = std::move(*catalog);
    m_catalog->setMachineFacts(models::currentMachineFacts());
    if (m_options.savesBehind)
        m_catalog->saveBehind();

    auto log = models::LogStore::open({
        .path = m_directory.logFile(),
        .access = wantsToWrite ? models::LogStore::Access::Write : models::LogStore::Access::Read,
        .kept = m_settings->logKept(),
    });
    if (!log)
        return std::unexpected(Failure{Failure::Kind::Failed, log.error()});
    m_log = std::move(*log);
    connect(m_settings, &models::Settings::logKeptChanged, this,
            [this](std::chrono::days kept) { m_log->setKept(kept); });
    m_live = std::make_unique<models::LiveState>();
    m_controller = std::make_unique<models::ConnectionController>(m_catalog.get());
    m_capture = std::make_unique<models::CaptureController>(m_catalog.get(), &edge::FileCaptureWriter::open);
    m_prober = std::make_unique<models::Prober>();
    m_health =
        std::make_unique<models::HealthMonitor>(m_catalog.get(), m_live.get(), m_prober.get(), m_controller.get());
    connect(m_health.get(), &models::HealthMonitor::happened, this, &Workspace::logNow);
    if (!m_options.clock)
        m_ownClock = std::make_unique<models::MachineClock>();
    m_clock = std::make_unique<models::ClockWatch>(m_ownClock ? *m_ownClock : *m_options.clock);
    m_clock->start();
    m_doctors = std::make_unique<DoctorDesk>(this);
    return {};
}

QString Workspace::controlSocket() const { return controlSocketPath(m_directory.path()); }

QStringList Workspace::notices() const
{
    QStringList notices{m_secrets->notice(), m_log->notice()};
    notices.removeAll(QString());
    return notices;
}

void Workspace::startEngine()
{
    if (m_engine || !m_options.makeEngine || !canWrite())
        return;
    m_engine = m_options.makeEngine();
    m_isStopping = false;
    m_live->expectEngine();
    m_engine->setListener([this](const api::EngineReport &report) { onReport(report); });
    m_controller->setEngine(m_engine.get());
    m_capture->setEngine(m_engine.get());
    m_prober->setEngine(m_engine.get());
}

void Workspace::stopEngine()
{
    if (!m_engine || m_isStopping)
        return;
    m_isStopping = true;
    // Nothing can be started any more, while what the engine still says is heard.
    m_controller->setEngine(nullptr);
    m_capture->setEngine(nullptr);
    m_prober->setEngine(nullptr);
    m_engine->send(api::Shutdown{});
    m_shutdownLimit.start(kShutdownTime);
}

void Workspace::onReport(const api::EngineReport &report)
{
    m_live->apply(report);
    m_log->append(report.events, report.clock);
    m_prober->apply(report);
    // Not from within the engine's own call.
    if (m_isStopping && saysItEnded(report))
        m_shutdownLimit.start(std::chrono::seconds(0));
}

// A fact of our own, which has the wall clock's time and none of the engine's.
void Workspace::logNow(api::Event event)
{
    const ClockAnchor now{{}, std::chrono::time_point_cast<UtcTime::duration>(std::chrono::system_clock::now())};
    m_log->append({std::move(event)}, now);
}

void Workspace::endEngine()
{
    m_engine.reset();
    m_isStopping = false;
    m_live->forgetEngine();
    if (!m_abandonsSaving)
        m_log->flush();
    Q_EMIT engineStopped();
}

} // namespace tw::app

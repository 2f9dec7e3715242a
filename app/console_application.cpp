#include "app/console_application.h"

#include "app/control_client.h"
#include "app/control_server.h"
#include "app/engine_needs.h"
#include "app/paths.h"
#include "app/signal_watcher.h"
#include "app/status_json.h"
#include "engine/crypto/password_envelope.h"
#include "engine/edge/engine_thread.h"
#include "engine/sim/rehearsal.h"
#include "models/catalog/undo_stack.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/live/traffic_history.h"
#include "models/log/log_store.h"
#include "models/store/data_directory.h"
#include "models/store/settings.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/widgets/saving_at_quit.h"

#include <QApplication>
#include <QMessageBox>

#include <cstdlib>

namespace tw::app {

namespace {

constexpr std::chrono::seconds kMachineInterval{5};
constexpr std::chrono::seconds kTrafficInterval{1};

} // namespace

ConsoleApplication::ConsoleApplication(Options options) : m_options(std::move(options)) { }

ConsoleApplication::~ConsoleApplication()
{
    m_window.reset(); // it shows what the workspace owns
}

ConsoleApplication::Start ConsoleApplication::start()
{
    ui::applyLook(ui::Look::System);
    ui::applyLanguage(ui::resolveLanguage(m_options.language));
    const auto directory = models::DataDirectory::open(m_options.dataDirectory);
    if (!directory) {
        refuseToStart(directory.error().text, {});
        return Start::Failed;
    }
    const QString damaged = models::Settings::putDamagedAside(directory->settingsFile());
    m_settings = std::make_unique<models::Settings>(directory->settingsFile());
    applyAppearance();

    auto workspace = Workspace::open({
        .dataDirectory = m_options.dataDirectory,
        .access = Workspace::Access::Write,
        .makeEngine = [] { return std::make_unique<edge::EngineThread>(); },
        .savesBehind = true,
        .settings = m_settings.get(),
    });
    if (!workspace)
        return refuseWorkspace(workspace.error(), directory->path());
    m_workspace = std::move(*workspace);
    openWindow();
    if (!damaged.isEmpty())
        m_window->showProblem(damaged);
    listen();
    if (m_settings->startsEngine())
        startEngine();
    else
        lookAtPrivileges();
    return Start::Runs;
}

// Whoever starts the program once more wants its window, which may be in the tray, or behind others.
ConsoleApplication::Start ConsoleApplication::refuseWorkspace(const Workspace::Failure &failure,
                                                              const QString &directory)
{
    const bool isBusy = failure.kind == Workspace::Failure::Kind::Busy;
    for (const QString &path : isBusy ? controlSocketPaths(directory) : QStringList()) {
        const auto other = ControlClient::connectTo(path);
        if (other && other->ask({{QStringLiteral("Request"), ControlServer::kShowWindow}}).code == ExitCode::Done)
            return Start::WentToTheOther;
    }
    refuseToStart(failure.text,
                  isBusy ? tr("Use the window that is open already, or end the other program first.")
                         : tr("Nothing was changed. Another directory can be given with --data-dir."));
    return Start::Failed;
}

void ConsoleApplication::applyAppearance()
{
    ui::applyLook(ui::parseLook(m_settings->theme()));
    ui::applyLanguage(language());
    // Whoever changes them: a menu, the dialog, a backup that is brought back.
    connect(m_settings.get(), &models::Settings::themeChanged, this,
            [](const QString &theme) { ui::applyLook(ui::parseLook(theme)); });
    connect(m_settings.get(), &models::Settings::languageChanged, this, &ConsoleApplication::followLanguage);
}

QString ConsoleApplication::language() const
{
    return ui::resolveLanguage(m_options.language.isEmpty() ? m_settings->language() : m_options.language);
}

void ConsoleApplication::followLanguage()
{
    if (language() == ui::currentLanguage())
        return;
    ui::applyLanguage(language());
    if (m_window)
        lookAtPrivileges();
}

void ConsoleApplication::openWindow()
{
    m_workspace->catalog().setMachineFacts(models::currentMachineFacts());
    m_machine.callOnTimeout(this, [this] { m_workspace->catalog().setMachineFacts(models::currentMachineFacts()); });
    m_machine.start(kMachineInterval);
    m_undo = std::make_unique<models::UndoStack>(m_workspace->catalog());
    m_traffic = std::make_unique<models::TrafficHistory>(m_workspace->catalog(), m_workspace->live());
    m_second.callOnTimeout(this, [this] {
        m_traffic->advance(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    });
    m_second.start(kTrafficInterval);
    m_window = std::make_unique<ui::MainWindow>(ui::Services{
        .catalog = m_workspace->catalog(),
        .controller = m_workspace->controller(),
        .live = m_workspace->live(),
        .traffic = *m_traffic,
        .settings = *m_settings,
        .log = &m_workspace->log(),
        .undo = m_undo.get(),
        .status = [this](const QString &id) { return statusJson(*m_workspace, {id}); },
        .prober = &m_workspace->prober(),
        .health = &m_workspace->health(),
        .rehearse = &sim::rehearse,
        .envelope = &crypto::passwordEnvelope(),
        .dataDirectory = m_workspace->directory().path(),
        .capture = &m_workspace->capture(),
        .clock = &m_workspace->clock(),
    });
    connect(m_window.get(), &ui::MainWindow::quitRequested, this, &ConsoleApplication::onQuitRequested);
    connect(m_window.get(), &ui::MainWindow::refreshRequested, this, &ConsoleApplication::lookAtPrivileges);
    connect(m_window.get(), &ui::MainWindow::languageRequested, this, [this](const QString &language) {
        m_options.language.clear(); // what was said at the start counts until another is chosen
        m_settings->setLanguage(language);
        followLanguage();
    });
    connect(m_window.get(), &ui::MainWindow::themeRequested, m_settings.get(), &models::Settings::setTheme);
    connect(m_window.get(), &ui::MainWindow::engineRequested, this, &ConsoleApplication::startEngine);
    m_signals = std::make_unique<SignalWatcher>();
    connect(m_signals.get(), &SignalWatcher::stopAsked, this, [this] {
        if (m_isQuitting)
            leaveAtOnce(); // asked twice
        else
            quit();
    });
    connect(m_workspace.get(), &Workspace::engineStopped, this, [this] {
        if (m_isQuitting)
            leave();
    });
    m_window->show();
}

void ConsoleApplication::listen()
{
    m_server = std::make_unique<ControlServer>(m_workspace.get());
    connect(m_server.get(), &ControlServer::windowRequested, m_window.get(), &ui::MainWindow::bringBack);
    if (const auto listening = m_server->listen(); !listening)
        m_window->showProblem(listening.error());
}

void ConsoleApplication::startEngine()
{
    m_workspace->startEngine();
    lookAtPrivileges();
    // Without the privileges every attempt would fail at once and for ever; the user can still try by hand.
    if (!engineNeeds().lacks.isEmpty())
        return;
    QStringList troubles = m_workspace->controller().loadAll() + m_workspace->notices();
    troubles.removeDuplicates(); // one key file fails for every connection
    if (!troubles.isEmpty())
        m_window->showProblem(troubles.join(QLatin1Char('\n')));
}

void ConsoleApplication::lookAtPrivileges()
{
    m_workspace->catalog().setMachineFacts(models::currentMachineFacts());
    const EngineNeeds needs = engineNeeds();
    m_workspace->live().setMissingPrivileges(needs.lacks);
    const QStringList sentences = needs.lacks + needs.wishes;
    if (sentences.isEmpty()) {
        m_window->showMissingPrivilege({}, {});
        return;
    }
    const QString consequence = needs.lacks.isEmpty()
        ? tr("Tunnels work all the same. To grant it, run this command and start the program again:")
        : tr("No tunnel can be set up; everything else works. To grant it, run this command and start the program "
             "again:");
    m_window->showMissingPrivilege(sentences.join(QLatin1Char(' ')) + QLatin1Char('\n') + consequence, needs.command);
}

void ConsoleApplication::onQuitRequested()
{
    if (!m_isQuitting && m_window->confirmsQuit())
        quit();
}

// While the tunnels are still up, so that whoever does not want to lose what cannot be saved can go on working.
void ConsoleApplication::quit()
{
    using End = ui::SavingAtQuit::End;
    m_isQuitting = true;
    auto *saving = new ui::SavingAtQuit(m_workspace->catalog(), m_window.get());
    saving->begin([this](End end) {
        if (end == End::Stayed) {
            m_isQuitting = false;
            return;
        }
        if (end == End::Abandoned)
            m_workspace->abandonSaving();
        stopEngine();
    });
}

// The peers are told first, where there is an engine that can.
void ConsoleApplication::stopEngine()
{
    if (!m_workspace->hasEngine()) {
        leave();
        return;
    }
    m_window->showQuitting();
    m_workspace->stopEngine();
}

void ConsoleApplication::leave()
{
    if (m_workspace->abandonsSaving() && m_workspace->catalog().isSaving())
        std::_Exit(EXIT_SUCCESS); // every destructor on the way would wait for the disk: docs/decisions.md
    m_window->allowClose();
    m_window->close();
    QApplication::quit();
}

// The peers need not be told, and a disk that does not answer is not waited for.
void ConsoleApplication::leaveAtOnce()
{
    if (m_workspace->catalog().isSaving())
        std::_Exit(EXIT_SUCCESS);
    QApplication::exit();
}

void ConsoleApplication::refuseToStart(const QString &text, const QString &hint)
{
    QMessageBox box(QMessageBox::Critical, tr("Tunnelwright cannot start"), text, QMessageBox::Close);
    box.setTextFormat(Qt::PlainText); // paths are the user's own
    box.setInformativeText(hint);
    box.setWindowIcon(QIcon(QStringLiteral(":/icons/tunnelwright.svg")));
    box.exec();
}

} // namespace tw::app

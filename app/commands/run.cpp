#include "app/commands/command.h"
#include "app/control_server.h"
#include "app/engine_needs.h"
#include "app/lookup.h"
#include "app/signal_watcher.h"
#include "app/workspace.h"
#include "engine/edge/engine_thread.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/log/log_line.h"
#include "models/log/log_store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QTimer>

#include <algorithm>

namespace tw::app {

namespace {

constexpr int kMaxSeconds = 365 * 86400;

QString words(const char *text) { return QCoreApplication::translate("tw::app::RunCommand", text); }

// The engine in the foreground, from its start to its orderly end.
class Session : public QObject
{
public:
    Session(Workspace &workspace, bool isJson) : m_workspace(workspace), m_isJson(isJson)
    {
        connect(&m_signals, &SignalWatcher::stopAsked, this, &Session::onStopAsked);
        connect(&workspace.log(), &models::LogStore::appended, this, &Session::print);
        connect(&workspace.log(), &models::LogStore::noticeChanged, this, &Session::printNotice);
        connect(&workspace.live(), &models::LiveState::engineChanged, this, &Session::onEngineChanged);
        connect(&workspace.controller(), &models::ConnectionController::troubled, this,
                [](const QString &, const QString &text) { printError(text); });
        // Queued: the engine may be gone before the event loop begins.
        connect(
            &workspace, &Workspace::engineStopped, this, [this] { QCoreApplication::exit(static_cast<int>(m_code)); },
            Qt::QueuedConnection);
    }

    // `ids` empty: every connection.
    ExitCode run(const QStringList &ids, int seconds)
    {
        m_workspace.startEngine();
        models::ConnectionController &controller = m_workspace.controller();
        QStringList troubles = ids.isEmpty() ? controller.loadAll() : controller.load(ids);
        const qsizetype wanted = ids.isEmpty() ? m_workspace.catalog().connections().size() : ids.size();
        const bool isNothingLoaded = !troubles.isEmpty() && troubles.size() == wanted;
        troubles << m_workspace.notices();
        troubles.removeDuplicates(); // one key file fails for every connection
        for (const QString &trouble : std::as_const(troubles))
            printError(trouble);
        // An engine that carries nothing would look to a service manager as if all were well.
        if (isNothingLoaded) {
            m_code = ExitCode::Failed;
            onStopAsked();
        }
        if (seconds > 0)
            QTimer::singleShot(std::chrono::seconds(seconds), &m_workspace, &Workspace::stopEngine);
        return static_cast<ExitCode>(QCoreApplication::exec());
    }

private:
    void onStopAsked()
    {
        // Asked twice: the user does not want to wait for the peers.
        if (m_isStopping)
            QCoreApplication::exit(static_cast<int>(m_code));
        m_isStopping = true;
        m_workspace.stopEngine();
    }

    void print(const QList<models::LogRecord> &records)
    {
        bool isRead = true;
        for (const models::LogRecord &record : records) {
            const QString id = QString::fromStdString(record.event.connection.value());
            const models::Connection *connection = m_workspace.catalog().connection(id);
            const QString name = connection ? connection->draft.name : id;
            const QString line = m_isJson
                ? QString::fromUtf8(QJsonDocument(models::logJson(record, name)).toJson(QJsonDocument::Compact))
                : models::logLine(record, name);
            isRead = isRead && printLine(line);
        }
        // Nobody reads any more (a closed pipe): the same as a signal, once.
        if (!isRead && !m_isStopping)
            onStopAsked();
    }

    void printNotice()
    {
        if (const QString notice = m_workspace.log().notice(); !notice.isEmpty())
            printError(notice);
    }

    void onEngineChanged()
    {
        const api::EngineStatus &engine = m_workspace.live().engineStatus();
        if (engine.failure != api::FailureCode::LocalPermission || m_isStopping)
            return;
        printError(QString::fromStdString(engine.failureDetail));
        printError(howToGrant(engineNeeds()));
        m_code = ExitCode::MissingPrivilege;
        onStopAsked();
    }

    Workspace &m_workspace;
    bool m_isJson;
    SignalWatcher m_signals;
    bool m_isStopping = false;
    ExitCode m_code = ExitCode::Done;
};

// The seconds, 0 for no limit, or nothing where the text is no such number.
std::optional<int> parseSeconds(const QCommandLineParser &parser)
{
    if (!parser.isSet(QStringLiteral("for")))
        return 0;
    bool isNumber = false;
    const int seconds = parser.value(QStringLiteral("for")).toInt(&isNumber);
    return isNumber && seconds >= 1 && seconds <= kMaxSeconds ? std::optional(seconds) : std::nullopt;
}

// 0 where none is asked for, or nothing where the text is no such number.
std::optional<int> parseDataThreads(const QCommandLineParser &parser)
{
    if (!parser.isSet(QStringLiteral("data-threads")))
        return 0;
    bool isNumber = false;
    const int threads = parser.value(QStringLiteral("data-threads")).toInt(&isNumber);
    return isNumber && threads >= 1 && threads <= edge::kMaxDataThreads ? std::optional(threads) : std::nullopt;
}

// All but those that `--without` names; nothing where one of them is unknown, whose name is then in `unknown`.
std::optional<edge::Offloads> parseOffloads(const QCommandLineParser &parser, QString &unknown)
{
    edge::Offloads offloads;
    for (const QString &name : parser.value(QStringLiteral("without")).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const auto found = std::ranges::find(edge::kOffloadSwitches, name.toStdString(), &edge::OffloadSwitch::name);
        if (found == edge::kOffloadSwitches.end()) {
            unknown = name;
            return std::nullopt;
        }
        offloads.*found->member = false;
    }
    return offloads;
}

QString offloadNames()
{
    QStringList names;
    for (const edge::OffloadSwitch &known : edge::kOffloadSwitches)
        names << QString::fromLatin1(known.name.data(), static_cast<qsizetype>(known.name.size()));
    return names.join(QStringLiteral(", "));
}

} // namespace

ExitCode runCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("run"),
        words(QT_TRANSLATE_NOOP("tw::app::RunCommand",
                                "Runs the engine in the foreground. Connections that are effective immediately "
                                "start at once, the others wait for traffic or for the peer. SIGINT and SIGTERM "
                                "delete the SAs at the peers and undo routes and device.")));
    line.setArguments(QStringLiteral("[NAME...] [--for SECONDS] [--without OFFLOADS] [--data-threads N]"), 0, 100'000);
    line.parser().addOption({QStringLiteral("for"),
                             words(QT_TRANSLATE_NOOP("tw::app::RunCommand", "End by itself after this time.")),
                             QStringLiteral("SECONDS")});
    line.parser().addOption({QStringLiteral("without"),
                             words(QT_TRANSLATE_NOOP("tw::app::RunCommand",
                                                     "Do without these ways of carrying many packets at once, for a "
                                                     "kernel or a driver that spoils them: %1, with commas between."))
                                 .arg(offloadNames()),
                             QStringLiteral("OFFLOADS")});
    line.parser().addOption(
        {QStringLiteral("data-threads"),
         words(QT_TRANSLATE_NOOP("tw::app::RunCommand",
                                 "Threads that carry packets: 1, or 2 with a direction each, or up to %1, of which "
                                 "all but one send. Without it 1 or 2, as this machine has cores for."))
             .arg(edge::kMaxDataThreads),
         QStringLiteral("N")});
    if (const auto code = line.parse(invocation))
        return *code;
    const auto seconds = parseSeconds(line.parser());
    if (!seconds) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::RunCommand", "--for: \"%1\" is not a number of seconds."))
                       .arg(line.parser().value(QStringLiteral("for"))));
        return ExitCode::Usage;
    }
    QString unknown;
    const auto offloads = parseOffloads(line.parser(), unknown);
    if (!offloads) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::RunCommand", "--without: \"%1\" is none of %2."))
                       .arg(unknown, offloadNames()));
        return ExitCode::Usage;
    }
    const auto dataThreads = parseDataThreads(line.parser());
    if (!dataThreads) {
        printError(
            words(QT_TRANSLATE_NOOP("tw::app::RunCommand", "--data-threads: \"%1\" is not a number from 1 to %2."))
                .arg(line.parser().value(QStringLiteral("data-threads")))
                .arg(edge::kMaxDataThreads));
        return ExitCode::Usage;
    }

    auto workspace = Workspace::open({
        .dataDirectory = invocation.dataDirectory,
        .makeEngine =
            [&offloads, &dataThreads] {
                edge::EngineOptions options;
                options.offloads = *offloads;
                options.dataThreads = *dataThreads;
                return std::make_unique<edge::EngineThread>(options);
            },
    });
    if (!workspace) {
        printError(workspace.error().text);
        return ExitCode::Failed;
    }
    QStringList ids;
    for (const QString &name : line.arguments()) {
        const auto id = findConnection((*workspace)->catalog(), name);
        if (!id) {
            printError(id.error());
            return ExitCode::InvalidInput;
        }
        ids << *id;
    }
    const EngineNeeds needs = engineNeeds();
    for (const QString &text : needs.wishes + needs.lacks)
        printError(text);
    if (!needs.lacks.isEmpty()) {
        printError(howToGrant(needs));
        return ExitCode::MissingPrivilege;
    }
    ControlServer server(workspace->get());
    if (const auto listening = server.listen(); !listening) {
        printError(listening.error());
        return ExitCode::Failed;
    }
    return Session(**workspace, invocation.json).run(ids, *seconds);
}

} // namespace tw::app

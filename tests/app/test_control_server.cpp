#include "app/control_client.h"
#include "app/control_server.h"
#include "app/request_line.h"
#include "app/restore_request.h"
#include "engine/crypto/password_envelope.h"
#include "models/catalog/undo_stack.h"
#include "models/log/log_store.h"
#include "models/store/secret_store.h"
#include "models/store/settings.h"
#include "models/transfer/backup/backup.h"
#include "models/transfer/backup/backup_file.h"
#include "tests/app/scripted_workspace.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace tw;
using app::ControlServer;
using app::ExitCode;
using app::Reply;
using test::ScriptedWorkspace;

namespace {

SecretBytes secretOf(const QByteArray &text)
{
    return SecretBytes(
        ByteView(reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size())));
}

QByteArray textOf(const SecretBytes &secret)
{
    return {reinterpret_cast<const char *>(secret.view().data()), static_cast<qsizetype>(secret.size())};
}

} // namespace

class TestControlServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }
    void onlyTheUserMayAsk();
    void aSocketThatWasLeftBehindIsReplaced();
    void statusTellsWhatTheEngineSaid();
    void commandsReachTheEngine();
    void anUnknownNameIsNamed();
    void withoutAnEngineThereIsNothingToStart();
    void documentsReachTheEngine();
    void deletesReachTheEngine();
    void whatAnotherProgramChangedIsNoStepOfTheWindows();
    void secretsAreNoPartOfTheObject();
    void othersAreServedWhileABackupIsRestored();
    void aRestoreTakesTheSettingsToo();
    void whatIsChangedDuringARestoreIsKept();
    void aWrongPassphraseChangesNothing();
    void aClientThatLeavesRestoresNothing();
    void requestsOfOneClientAreAnsweredInOrder();
    void theWindowIsAskedToComeUp();
    void hostileLinesAreRefused_data();
    void hostileLinesAreRefused();
    void aLineWithoutEndIsCut();
    void aClientThatLeavesHalfwayIsForgotten();
    void tooManyClientsAreTurnedAway();
    void aClientThatNeverReadsIsDropped();

private:
    std::unique_ptr<QLocalSocket> connected();
    // Sends the line and gives the answer; the server lives in this thread, so its event loop must run.
    std::optional<Reply> exchange(QLocalSocket &socket, const QByteArray &line);
    Reply ask(const QJsonObject &request);
    // What stands, with the passphrase kPassphrase.
    QString backedUp();
    QByteArray restoreLine(const QString &file, const char *passphrase = kPassphrase, bool isDryRun = false);

    static constexpr const char *kPassphrase = "correct horse battery";
    static constexpr int kPatienceMs = 60'000; // seconds of computing, on a machine that has other things to do
    std::unique_ptr<ScriptedWorkspace> m_scripted;
    std::unique_ptr<ControlServer> m_server;
    std::unique_ptr<QTemporaryDir> m_runtime;
};

void TestControlServer::init()
{
    m_runtime = std::make_unique<QTemporaryDir>();
    qputenv("XDG_RUNTIME_DIR", m_runtime->path().toUtf8());
    m_scripted = std::make_unique<ScriptedWorkspace>();
    QVERIFY(m_scripted->isOpen() && m_scripted->fill());
    m_scripted->workspace().startEngine();
    m_server = std::make_unique<ControlServer>(&m_scripted->workspace());
    QVERIFY(m_server->listen());
}

std::unique_ptr<QLocalSocket> TestControlServer::connected()
{
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(m_scripted->workspace().controlSocket());
    return socket->waitForConnected(5000) ? std::move(socket) : nullptr;
}

std::optional<Reply> TestControlServer::exchange(QLocalSocket &socket, const QByteArray &line)
{
    socket.write(line);
    if (!QTest::qWaitFor([&] { return socket.canReadLine(); }, kPatienceMs))
        return std::nullopt;
    return Reply::fromJson(QJsonDocument::fromJson(socket.readLine()).object());
}

Reply TestControlServer::ask(const QJsonObject &request)
{
    QJsonObject whole = request;
    whole.insert(QStringLiteral("Version"), ControlServer::kVersion);
    const auto socket = connected();
    const auto reply =
        socket ? exchange(*socket, QJsonDocument(whole).toJson(QJsonDocument::Compact) + '\n') : std::nullopt;
    return reply.value_or(Reply::failure(ExitCode::Usage, QStringLiteral("no answer")));
}

QString TestControlServer::backedUp()
{
    app::Workspace &workspace = m_scripted->workspace();
    const QString file = m_runtime->filePath(QStringLiteral("all.twbackup"));
    const auto made =
        models::makeBackup(workspace.catalog(), crypto::passwordEnvelope(), secretOf(kPassphrase),
                           {QStringLiteral("test"), QDateTime::currentDateTimeUtc(), &workspace.settings()});
    return made && models::saveBackupFile(file, *made) ? file : QString();
}

QByteArray TestControlServer::restoreLine(const QString &file, const char *passphrase, bool isDryRun)
{
    const SecretBytes line = app::requestLine({{QStringLiteral("Version"), ControlServer::kVersion},
                                               {QStringLiteral("Request"), QStringLiteral("restore")},
                                               {QStringLiteral("File"), file},
                                               {QStringLiteral("DryRun"), isDryRun}},
                                              secretOf(passphrase));
    return textOf(line);
}

void TestControlServer::onlyTheUserMayAsk()
{
    const auto mode = QFile::permissions(m_scripted->workspace().controlSocket());
    QVERIFY((mode & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)) == 0);
    QVERIFY((mode & (QFile::ReadOwner | QFile::WriteOwner)) != 0);
    QVERIFY((mode & QFile::ExeOwner) == 0); // 0600
}

void TestControlServer::aSocketThatWasLeftBehindIsReplaced()
{
    const QString path = m_scripted->workspace().controlSocket();
    m_server.reset();
    QFile leftover(path);
    QVERIFY(leftover.open(QIODevice::WriteOnly));
    leftover.close();
    m_server = std::make_unique<ControlServer>(&m_scripted->workspace());
    QVERIFY(m_server->listen());
    QVERIFY(ask({{QStringLiteral("Request"), QStringLiteral("status")}}).code == ExitCode::Done);
}

void TestControlServer::statusTellsWhatTheEngineSaid()
{
    using namespace std::chrono_literals;
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(m_scripted->idOf("site-a").toStdString());
    status.state = api::ConnectionState::Established;
    status.since = TimePoint(1s);
    status.ikeSa.emplace();
    status.ikeSa->initiatorSpi = 0x0123456789abcdef;
    status.ikeSa->responderSpi = 0xfedcba9876543210;
    status.ikeSa->weInitiated = true;
    status.ikeSa->localId = *api::Identity::parse("moon.example");
    status.ikeSa->remoteId = *api::Identity::parse("192.0.2.2");
    status.ikeSa->local = {*IpAddress::parse("192.0.2.1"), 4500};
    status.ikeSa->remote = {*IpAddress::parse("192.0.2.2"), 4500};
    status.ikeSa->natRemote = true;
    status.ikeSa->rekeyAt = TimePoint(3600s);
    api::ChildSaStatus child;
    child.inboundSpi = 0xc1234567;
    child.outboundSpi = 0x000000ff;
    child.local = {api::TrafficSelector::fromPrefix(*IpPrefix::parse("10.1.0.0/24"))};
    child.remote = {api::TrafficSelector::fromPrefix(*IpPrefix::parse("10.2.0.0/24"))};
    child.udpEncapsulated = true;
    child.rekeyAt = TimePoint(1800s);
    child.traffic = {.packetsIn = 3, .bytesIn = 252, .packetsOut = 4, .bytesOut = 336};
    child.drops[static_cast<std::size_t>(api::DropReason::Replayed)] = 5;
    status.childSas = {child};
    api::EngineReport report;
    report.clock = {TimePoint(0s), UtcTime(1'800'000'000s)};
    report.statuses = {status};
    m_scripted->engine().report(report);

    const Reply reply = ask(
        {{QStringLiteral("Request"), QStringLiteral("status")}, {QStringLiteral("Name"), QStringLiteral("site-a")}});
    QVERIFY(reply.code == ExitCode::Done);
    const QJsonArray connections = reply.result.value(QStringLiteral("VpnConnections")).toArray();
    QCOMPARE(connections.size(), 1);
    // The document that docs/tunnelwrightctl.md promises, value by value.
    QJsonObject expected = QJsonDocument::fromJson(R"({
        "Name": "site-a", "RegionId": "cn-hangzhou", "Status": "ipsec_sa_established", "State": "Established",
        "Since": "2027-01-15T08:00:01.000Z", "LastErrorCode": "None", "NextAttempt": null,
        "NextRekey": "2027-01-15T08:30:00.000Z", "HealthCheck": {"State": "off", "Failures": 0},
        "IkeSa": {
            "InitiatorSpi": "0123456789abcdef", "ResponderSpi": "fedcba9876543210", "Initiator": true,
            "IkeVersion": "ikev2", "Proposal": "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024",
            "LocalId": "moon.example", "RemoteId": "192.0.2.2",
            "Local": {"Address": "192.0.2.1", "Port": 4500}, "Remote": {"Address": "192.0.2.2", "Port": 4500},
            "NatLocal": false, "NatRemote": true,
            "EstablishedAt": "2027-01-15T08:00:00.000Z", "NextRekey": "2027-01-15T09:00:00.000Z"},
        "ChildSas": [{
            "InboundSpi": "c1234567", "OutboundSpi": "000000ff", "Proposal": "AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ",
            "LocalSelectors": ["10.1.0.0/24"], "RemoteSelectors": ["10.2.0.0/24"], "Encapsulation": "UDP",
            "BytesIn": 252, "BytesOut": 336, "PacketsIn": 3, "PacketsOut": 4, "Drops": {"Replayed": 5},
            "EstablishedAt": "2027-01-15T08:00:00.000Z", "NextRekey": "2027-01-15T08:30:00.000Z", "ExpiresAt": null}]
        })")
                               .object();
    expected.insert(QStringLiteral("VpnConnectionId"), m_scripted->idOf("site-a"));
    QCOMPARE(connections.first().toObject(), expected);

    const Reply all = ask({{QStringLiteral("Request"), QStringLiteral("status")}});
    const QJsonObject clock = all.result.value(QStringLiteral("Clock")).toObject();
    QCOMPARE(clock.keys(),
             (QStringList{QStringLiteral("Jumps"), QStringLiteral("State"), QStringLiteral("Synchronised")}));
    QVERIFY(clock.value(QStringLiteral("Jumps")).toArray().isEmpty());
    const QJsonArray both = all.result.value(QStringLiteral("VpnConnections")).toArray();
    QCOMPARE(both.size(), 2);
    QCOMPARE(both.at(1).toObject().value(QStringLiteral("State")).toString(), QStringLiteral("Stopped"));
    QCOMPARE(both.at(1).toObject().value(QStringLiteral("Status")).toString(),
             QStringLiteral("ike_sa_not_established"));
}

void TestControlServer::commandsReachTheEngine()
{
    const auto request = [&](const char *what) {
        return ask({{QStringLiteral("Request"), QLatin1String(what)},
                    {QStringLiteral("Name"), QStringLiteral("site-b")}})
            .code;
    };
    QVERIFY(request("start") == ExitCode::Done);
    const auto *start = m_scripted->engine().last<api::Start>();
    QVERIFY(start && start->negotiate && start->config->name == "site-b");
    QVERIFY(request("renegotiate") == ExitCode::Done);
    QVERIFY(m_scripted->engine().last<api::Renegotiate>());
    QVERIFY(request("stop") == ExitCode::Done);
    QVERIFY(m_scripted->engine().last<api::Stop>());
}

void TestControlServer::anUnknownNameIsNamed()
{
    for (const char *what : {"start", "stop", "renegotiate", "status"}) {
        const Reply reply =
            ask({{QStringLiteral("Request"), QLatin1String(what)}, {QStringLiteral("Name"), QStringLiteral("nobody")}});
        QVERIFY(reply.code == ExitCode::InvalidInput);
        QVERIFY2(reply.errors.first().contains(QLatin1String("nobody")), qPrintable(reply.errors.first()));
    }
    QVERIFY(m_scripted->engine().commands().empty());
}

void TestControlServer::withoutAnEngineThereIsNothingToStart()
{
    m_scripted->workspace().stopEngine();
    m_scripted->reportEnd();
    QVERIFY(QTest::qWaitFor([&] { return !m_scripted->workspace().hasEngine(); }));
    const Reply reply =
        ask({{QStringLiteral("Request"), QStringLiteral("start")}, {QStringLiteral("Name"), QStringLiteral("site-a")}});
    QVERIFY(reply.code == ExitCode::NoEngine);
}

void TestControlServer::documentsReachTheEngine()
{
    QVERIFY(
        ask({{QStringLiteral("Request"), QStringLiteral("start")}, {QStringLiteral("Name"), QStringLiteral("site-a")}})
            .code
        == ExitCode::Done);
    m_scripted->engine().clear();
    const auto apply = [&](const char *document, bool isDryRun) {
        return ask({{QStringLiteral("Request"), QStringLiteral("apply")},
                    {QStringLiteral("Document"), QLatin1String(document)},
                    {QStringLiteral("DryRun"), isDryRun}});
    };
    const char *edit =
        R"({"VpnConnections": [{"Name": "site-a", "RegionId": "cn-hangzhou", "IpsecConfig": {"IpsecLifetime": 1200}}]})";
    QVERIFY(apply(edit, true).code == ExitCode::Done);
    QVERIFY(m_scripted->engine().commands().empty());
    const Reply done = apply(edit, false);
    QVERIFY2(done.code == ExitCode::Done, qPrintable(done.errors.join(QLatin1Char('\n'))));
    const auto *update = m_scripted->engine().last<api::Update>();
    QVERIFY(update);
    QCOMPARE(update->config->child.lifetime.count(), 1200);
    QVERIFY(apply("{\"VpnConnections\": 7}", false).code == ExitCode::InvalidInput);
}

void TestControlServer::deletesReachTheEngine()
{
    QVERIFY(
        ask({{QStringLiteral("Request"), QStringLiteral("start")}, {QStringLiteral("Name"), QStringLiteral("site-a")}})
            .code
        == ExitCode::Done);
    const auto remove = [&](const char *kind, const char *name) {
        return ask({{QStringLiteral("Request"), QStringLiteral("delete")},
                    {QStringLiteral("Kind"), QLatin1String(kind)},
                    {QStringLiteral("Name"), QLatin1String(name)}});
    };
    const Reply inUse = remove("vpn-gateway", "gw");
    QVERIFY(inUse.code == ExitCode::Failed);
    QVERIFY2(inUse.errors.first().contains(QLatin1String("site-a")), qPrintable(inUse.errors.first()));
    QVERIFY(remove("region", "cn-hangzhou").code == ExitCode::Usage);
    QVERIFY(remove("connection", "site-a").code == ExitCode::Done);
    QVERIFY(m_scripted->engine().last<api::Stop>());
    QVERIFY(remove("connection", "site-a").code == ExitCode::InvalidInput);
}

void TestControlServer::whatAnotherProgramChangedIsNoStepOfTheWindows()
{
    models::Catalog &catalog = m_scripted->workspace().catalog();
    models::UndoStack stack(catalog);
    const QString id = m_scripted->idOf("site-a");
    const QString reference = catalog.connection(id)->secretReference;
    const Reply reply = ask({{QStringLiteral("Request"), QStringLiteral("delete")},
                             {QStringLiteral("Kind"), QStringLiteral("connection")},
                             {QStringLiteral("Name"), QStringLiteral("site-a")}});
    QVERIFY(reply.code == ExitCode::Done);
    QVERIFY(!stack.can(models::UndoStack::Direction::Undo));
    const auto names = m_scripted->workspace().secrets().references();
    QVERIFY(!names->contains(reference) && !names->contains(models::retiredReference(reference)));
    QVERIFY(catalog.removeConnection(m_scripted->idOf("site-b"))); // the window's user
    QVERIFY(stack.can(models::UndoStack::Direction::Undo));
}

void TestControlServer::secretsAreNoPartOfTheObject()
{
    const QJsonObject request{{QStringLiteral("Request"), QStringLiteral("restore")}};
    const SecretBytes line = app::requestLine(request, secretOf(kPassphrase));
    QCOMPARE(textOf(line), QByteArray("{\"Request\":\"restore\"}\t") + QByteArray(kPassphrase).toBase64() + '\n');
    const auto parsed = app::parseRequestLine(textOf(line));
    QVERIFY(parsed);
    QCOMPARE(parsed->request, request);
    QCOMPARE(textOf(parsed->secret), QByteArray(kPassphrase));
    const auto without = app::parseRequestLine(textOf(app::requestLine(request, {})));
    QVERIFY(without && without->request == request && without->secret.isEmpty());
}

void TestControlServer::othersAreServedWhileABackupIsRestored()
{
    models::Catalog &catalog = m_scripted->workspace().catalog();
    const QString file = backedUp();
    QVERIFY(QFile::exists(file));
    QVERIFY(catalog.removeConnection(m_scripted->idOf("site-a")));
    m_scripted->engine().clear();
    const auto restoring = connected();
    const auto asking = connected();
    QVERIFY(restoring && asking);
    restoring->write(restoreLine(file) + "{\"Version\":1,\"Request\":\"nothing\"}\n");
    QVERIFY(restoring->waitForBytesWritten());
    // Two keys of a second each are made of the passphrase; a question takes a round of the event loop.
    const auto status = exchange(*asking, "{\"Version\":1,\"Request\":\"status\"}\n");
    QVERIFY(status && status->code == ExitCode::Done);
    QVERIFY(restoring->bytesAvailable() == 0);
    QVERIFY(!catalog.connection(m_scripted->idOf("site-a")));

    QVERIFY(QTest::qWaitFor([&] { return restoring->canReadLine(); }, kPatienceMs));
    const auto restored = Reply::fromJson(QJsonDocument::fromJson(restoring->readLine()).object());
    QVERIFY(restored);
    QVERIFY2(restored->code == ExitCode::Done, qPrintable(restored->errors.join(u'\n')));
    QVERIFY(QFile::exists(restored->result.value(QStringLiteral("Copy")).toString()));
    QVERIFY(!m_scripted->idOf("site-a").isEmpty());
    // What the same client asked behind it waited for it.
    QVERIFY(QTest::qWaitFor([&] { return restoring->canReadLine(); }, kPatienceMs));
    QVERIFY(Reply::fromJson(QJsonDocument::fromJson(restoring->readLine()).object())->code == ExitCode::InvalidInput);
}

void TestControlServer::aRestoreTakesTheSettingsToo()
{
    models::Settings &settings = m_scripted->workspace().settings();
    settings.setLanguage(QStringLiteral("zh_CN"));
    settings.setTheme(QStringLiteral("dark"));
    settings.setLogKept(std::chrono::days(3));
    const QString file = backedUp();
    QVERIFY(QFile::exists(file));
    settings.setLanguage(QStringLiteral("en"));
    settings.setTheme(QStringLiteral("light"));
    settings.setLogKept(std::chrono::days(30));
    QSignalSpy language(&settings, &models::Settings::languageChanged);
    QSignalSpy theme(&settings, &models::Settings::themeChanged);
    QSignalSpy kept(&settings, &models::Settings::logKeptChanged);
    const auto socket = connected();
    QVERIFY(socket);
    const auto restored = exchange(*socket, restoreLine(file));
    QVERIFY(restored);
    QVERIFY2(restored->code == ExitCode::Done, qPrintable(restored->errors.join(u'\n')));
    for (const QSignalSpy *spy : {&language, &theme, &kept})
        QCOMPARE(spy->size(), 1);
    QCOMPARE(language.first().first().toString(), QStringLiteral("zh_CN"));
    QCOMPARE(theme.first().first().toString(), QStringLiteral("dark"));
    QCOMPARE(m_scripted->workspace().log().kept(), std::chrono::days(3));
    // Who comes later finds them too, and what stood before is in the copy.
    const auto copied =
        models::openBackup(*models::readBackupFile(restored->result.value(QStringLiteral("Copy")).toString()),
                           crypto::passwordEnvelope(), secretOf(kPassphrase), m_scripted->workspace().catalog());
    QVERIFY(copied);
    QCOMPARE(copied->settings.value(QStringLiteral("theme")).toString(), QStringLiteral("light"));
}

void TestControlServer::whatIsChangedDuringARestoreIsKept()
{
    app::Workspace &workspace = m_scripted->workspace();
    models::Catalog &catalog = workspace.catalog();
    const QString file = backedUp();
    QVERIFY(QFile::exists(file));
    QVERIFY(catalog.removeConnection(m_scripted->idOf("site-a")));
    app::RestoreRequest restore({{QStringLiteral("File"), file}}, secretOf(kPassphrase));
    restore.open();
    QVERIFY(!restore.proceed(workspace));
    restore.keep();
    models::CustomerGateway late;
    late.regionId = QStringLiteral("cn-hangzhou");
    late.name = QStringLiteral("late");
    late.ipAddress = QStringLiteral("192.0.2.77");
    QVERIFY(catalog.save(late));
    QVERIFY(!restore.proceed(workspace)); // the copy is of another store
    QCOMPARE(catalog.customerGateways().size(), 2);
    restore.keep();
    const auto restored = restore.proceed(workspace);
    QVERIFY(restored);
    QVERIFY2(restored->code == ExitCode::Done, qPrintable(restored->errors.join(u'\n')));
    QCOMPARE(catalog.customerGateways().size(), 1);
    QVERIFY(!m_scripted->idOf("site-a").isEmpty());
    const auto copied =
        models::openBackup(*models::readBackupFile(restored->result.value(QStringLiteral("Copy")).toString()),
                           crypto::passwordEnvelope(), secretOf(kPassphrase), catalog);
    QVERIFY(copied);
    QCOMPARE(copied->counts.customerGateways, 2);
}

void TestControlServer::aWrongPassphraseChangesNothing()
{
    const QString file = backedUp();
    QVERIFY(QFile::exists(file));
    QVERIFY(m_scripted->workspace().catalog().removeConnection(m_scripted->idOf("site-a")));
    const auto socket = connected();
    QVERIFY(socket);
    const auto refused = exchange(*socket, restoreLine(file, "another horse battery"));
    QVERIFY(refused && refused->code == ExitCode::InvalidInput);
    QVERIFY2(refused->errors.first().startsWith(file + QStringLiteral(": ")), qPrintable(refused->errors.first()));
    const auto absent = exchange(*socket, restoreLine(file + u'x'));
    QVERIFY(absent && absent->code == ExitCode::Failed);
    QVERIFY(m_scripted->idOf("site-a").isEmpty());
}

void TestControlServer::aClientThatLeavesRestoresNothing()
{
    const QString file = backedUp();
    QVERIFY(QFile::exists(file));
    QVERIFY(m_scripted->workspace().catalog().removeConnection(m_scripted->idOf("site-a")));
    {
        const auto leaving = connected();
        QVERIFY(leaving);
        leaving->write(restoreLine(file));
        QVERIFY(leaving->waitForBytesWritten());
        // It is answered in turn: so the line before this one was read.
        QVERIFY(ask({{QStringLiteral("Request"), QStringLiteral("status")}}).code == ExitCode::Done);
    }
    // One thread works on what is asked, in turn: with the second answer both of its steps would have been done.
    for (int i = 0; i < 2; ++i) {
        const auto socket = connected();
        QVERIFY(socket);
        const auto dry = exchange(*socket, restoreLine(file, kPassphrase, true));
        QVERIFY(dry && dry->code == ExitCode::Done);
        QVERIFY(dry->result.value(QStringLiteral("DryRun")).toBool());
        QCOMPARE(dry->result.value(QStringLiteral("Objects")).toArray().size(), 1);
    }
    QVERIFY(m_scripted->idOf("site-a").isEmpty());
    QVERIFY(QDir(m_scripted->directory()).entryList({QStringLiteral("before-restore-*")}).isEmpty());
}

void TestControlServer::requestsOfOneClientAreAnsweredInOrder()
{
    const auto socket = connected();
    QVERIFY(socket);
    socket->write("{\"Version\":1,\"Request\":\"status\",\"Name\":\"site-a\"}\n{\"Version\":1,\"Request\":\"no");
    socket->write("thing\"}\n{\"Version\":1,\"Request\":\"status\"}\n");
    QList<ExitCode> codes;
    QVERIFY(QTest::qWaitFor([&] {
        while (socket->canReadLine())
            codes << Reply::fromJson(QJsonDocument::fromJson(socket->readLine()).object())->code;
        return codes.size() == 3;
    }));
    QCOMPARE(codes, (QList<ExitCode>{ExitCode::Done, ExitCode::InvalidInput, ExitCode::Done}));
}

// By a second start of the program; an engine without a window has none to show.
void TestControlServer::theWindowIsAskedToComeUp()
{
    const QJsonObject request{{QStringLiteral("Request"), QStringLiteral("show-window")}};
    QCOMPARE(ask(request).code, ExitCode::Failed);
    QSignalSpy shown(m_server.get(), &ControlServer::windowRequested);
    QCOMPARE(ask(request).code, ExitCode::Done);
    QCOMPARE(shown.size(), 1);
}

void TestControlServer::hostileLinesAreRefused_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("empty") << QByteArray("\n");
    QTest::newRow("garbage") << QByteArray("\xff\x00\x80 garbage\n", 12);
    QTest::newRow("not an object") << QByteArray("[1, 2, 3]\n");
    QTest::newRow("cut") << QByteArray("{\"Version\": 1, \"Request\": \n");
    QTest::newRow("no version") << QByteArray("{\"Request\": \"status\"}\n");
    QTest::newRow("another version") << QByteArray("{\"Version\": 2, \"Request\": \"status\"}\n");
    QTest::newRow("no request") << QByteArray("{\"Version\": 1}\n");
    QTest::newRow("wrong types") << QByteArray("{\"Version\": 1, \"Request\": {\"a\": 1}, \"Name\": [7]}\n");
    QTest::newRow("start nothing") << QByteArray("{\"Version\": 1, \"Request\": \"start\"}\n");
    QTest::newRow("delete everything") << QByteArray(
        "{\"Version\": 1, \"Request\": \"delete\", \"Kind\": \"*\", \"Name\": \"*\"}\n");
    QTest::newRow("no secret") << QByteArray("{\"Version\": 1, \"Request\": \"restore\"}\t!no base64!\n");
    QTest::newRow("restore nothing") << QByteArray("{\"Version\": 1, \"Request\": \"restore\"}\n");
    QTest::newRow("deep") << QByteArray(200'000, '[') + '\n';
}

void TestControlServer::hostileLinesAreRefused()
{
    QFETCH(QByteArray, line);
    const auto socket = connected();
    QVERIFY(socket);
    const auto reply = exchange(*socket, line);
    QVERIFY(reply);
    QVERIFY(reply->code != ExitCode::Done);
    QVERIFY(!reply->errors.isEmpty() && !reply->errors.first().isEmpty());
    QVERIFY(m_scripted->engine().commands().empty());
    // The same client may go on, and so may others.
    const auto after = exchange(*socket, "{\"Version\": 1, \"Request\": \"status\"}\n");
    QVERIFY(after && after->code == ExitCode::Done);
}

void TestControlServer::aLineWithoutEndIsCut()
{
    const auto socket = connected();
    QVERIFY(socket);
    const QByteArray block(1 << 20, 'x');
    for (qint64 sent = 0; sent <= ControlServer::kMaxLine + block.size(); sent += block.size())
        socket->write(block);
    QVERIFY(QTest::qWaitFor([&] { return socket->state() == QLocalSocket::UnconnectedState; }, 20'000));
    QVERIFY(ask({{QStringLiteral("Request"), QStringLiteral("status")}}).code == ExitCode::Done);
}

void TestControlServer::aClientThatLeavesHalfwayIsForgotten()
{
    for (int i = 0; i < 3 * ControlServer::kMaxClients; ++i) {
        const auto socket = connected();
        QVERIFY(socket);
        socket->write("{\"Version\": 1, \"Requ");
        QVERIFY(socket->waitForBytesWritten());
        socket->abort();
        QCoreApplication::processEvents();
    }
    QVERIFY(QTest::qWaitFor(
        [&] { return ask({{QStringLiteral("Request"), QStringLiteral("status")}}).code == ExitCode::Done; }));
}

void TestControlServer::tooManyClientsAreTurnedAway()
{
    std::vector<std::unique_ptr<QLocalSocket>> crowd;
    for (int i = 0; i < ControlServer::kMaxClients; ++i) {
        crowd.push_back(connected());
        QVERIFY(crowd.back());
        const auto reply = exchange(*crowd.back(), "{\"Version\": 1, \"Request\": \"status\"}\n");
        QVERIFY(reply && reply->code == ExitCode::Done);
    }
    QVERIFY(ask({{QStringLiteral("Request"), QStringLiteral("status")}}).code == ExitCode::Failed);
    crowd.clear();
    QVERIFY(QTest::qWaitFor(
        [&] { return ask({{QStringLiteral("Request"), QStringLiteral("status")}}).code == ExitCode::Done; }));
}

void TestControlServer::aClientThatNeverReadsIsDropped()
{
    const auto socket = connected();
    QVERIFY(socket);
    socket->setReadBufferSize(1024);
    const QByteArray request = "{\"Version\": 1, \"Request\": \"status\"}\n";
    // Asks in portions, so that the answers pile up rather than the questions.
    const bool isDropped = QTest::qWaitFor(
        [&] {
            if (socket->bytesToWrite() == 0)
                socket->write(request.repeated(10'000));
            return socket->state() == QLocalSocket::UnconnectedState;
        },
        240'000); // many seconds with sanitizers on a busy machine
    QVERIFY(isDropped);
    QVERIFY(ask({{QStringLiteral("Request"), QStringLiteral("status")}}).code == ExitCode::Done);
}

QTEST_GUILESS_MAIN(TestControlServer)
#include "test_control_server.moc"

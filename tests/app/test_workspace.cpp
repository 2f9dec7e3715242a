#include "tests/app/scripted_workspace.h"

#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/log/log_store.h"
#include "models/store/settings.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace tw;
using app::Workspace;
using test::ScriptedWorkspace;

class TestWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneWriterAtATime();
    void readersStandBesideTheWriter();
    void whatTheEngineSaysIsKept();
    void theLogIsKeptAsLongAsTheSettingsSay();
    void anOrderlyEnd();
    void anEngineThatNeverEndsIsEnded();
    void aDamagedCatalogIsSaid();
    void aDirectoryThatCannotBeMadeIsSaid();
};

void TestWorkspace::oneWriterAtATime()
{
    ScriptedWorkspace first;
    QVERIFY(first.isOpen());
    const auto second = Workspace::open({.dataDirectory = first.directory()});
    QVERIFY(!second);
    QVERIFY(second.error().kind == Workspace::Failure::Kind::Busy);
    // The holder is named.
    QVERIFY2(second.error().text.contains(QString::number(QCoreApplication::applicationPid())),
             qPrintable(second.error().text));
}

void TestWorkspace::readersStandBesideTheWriter()
{
    ScriptedWorkspace writer;
    QVERIFY(writer.fill());
    const auto reader = Workspace::open({.dataDirectory = writer.directory(), .access = Workspace::Access::Read});
    QVERIFY2(reader, qPrintable(reader ? QString() : reader.error().text));
    QCOMPARE((*reader)->catalog().connections().size(), 2);
    QVERIFY(!(*reader)->canWrite());
    (*reader)->startEngine(); // an engine belongs to the writer
    QVERIFY(!(*reader)->hasEngine());
}

void TestWorkspace::whatTheEngineSaysIsKept()
{
    ScriptedWorkspace scripted;
    QVERIFY(scripted.fill());
    Workspace &workspace = scripted.workspace();
    workspace.startEngine();
    QVERIFY(workspace.live().engine() == models::LiveState::Engine::Starting);

    const api::ConnectionId id(scripted.idOf("site-a").toStdString());
    api::EngineReport report;
    report.clock.utc = workspace.log().now();
    api::Event event;
    event.connection = id;
    event.code = api::EventCode::ConnectionStarted;
    report.events = {event};
    api::ConnectionStatus status;
    status.connection = id;
    status.state = api::ConnectionState::Phase1Negotiating;
    report.statuses = {status};
    scripted.engine().report(report);

    QVERIFY(workspace.live().state(scripted.idOf("site-a")) == api::ConnectionState::Phase1Negotiating);
    workspace.log().flush();
    QCOMPARE(workspace.log().after(0).size(), 1);
}

// Also for the command line, which has no other way to know: it would prune what the console keeps.
void TestWorkspace::theLogIsKeptAsLongAsTheSettingsSay()
{
    const QTemporaryDir directory;
    const auto opened = [&] { return Workspace::open({.dataDirectory = directory.path()}); };
    QCOMPARE((*opened())->log().kept(), std::chrono::days(30));
    models::Settings(directory.filePath(QStringLiteral("settings.ini"))).setLogKept(std::chrono::days(120));
    QCOMPARE((*opened())->log().kept(), std::chrono::days(120));
}

void TestWorkspace::anOrderlyEnd()
{
    ScriptedWorkspace scripted;
    QVERIFY(scripted.fill());
    Workspace &workspace = scripted.workspace();
    workspace.startEngine();
    QVERIFY(workspace.controller().loadAll().isEmpty());
    QSignalSpy stopped(&workspace, &Workspace::engineStopped);
    workspace.stopEngine();
    QVERIFY(scripted.engine().last<api::Shutdown>());
    // Nothing is started while it ends.
    QVERIFY(!workspace.controller().start(scripted.idOf("site-a")));
    QVERIFY(workspace.hasEngine());
    QVERIFY(stopped.isEmpty());
    scripted.reportEnd();
    QVERIFY(stopped.wait());
    QVERIFY(!workspace.hasEngine());
    QVERIFY(workspace.live().engine() == models::LiveState::Engine::None);

    // And it can begin again.
    workspace.startEngine();
    QVERIFY(workspace.hasEngine() && scripted.engine().hasListener());
}

void TestWorkspace::anEngineThatNeverEndsIsEnded()
{
    ScriptedWorkspace scripted;
    Workspace &workspace = scripted.workspace();
    workspace.startEngine();
    QSignalSpy stopped(&workspace, &Workspace::engineStopped);
    workspace.stopEngine();
    const auto limit = std::chrono::milliseconds(Workspace::kShutdownTime) + std::chrono::seconds(5);
    QVERIFY(stopped.wait(static_cast<int>(limit.count())));
    QVERIFY(!workspace.hasEngine());
}

void TestWorkspace::aDamagedCatalogIsSaid()
{
    QTemporaryDir place;
    QFile file(place.filePath(QStringLiteral("catalog.sqlite")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    const auto workspace = Workspace::open({.dataDirectory = place.path()});
    QVERIFY(!workspace);
    QVERIFY(workspace.error().kind == Workspace::Failure::Kind::Failed);
    QVERIFY2(workspace.error().text.contains(QLatin1String("catalog.sqlite")), qPrintable(workspace.error().text));
}

void TestWorkspace::aDirectoryThatCannotBeMadeIsSaid()
{
    QTemporaryDir place;
    QFile file(place.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto workspace = Workspace::open({.dataDirectory = place.filePath(QStringLiteral("file/below"))});
    QVERIFY(!workspace);
    QVERIFY2(workspace.error().text.contains(QLatin1String("file/below")), qPrintable(workspace.error().text));
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "test_workspace.moc"

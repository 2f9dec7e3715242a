#include "app/doctor_desk.h"
#include "app/requests.h"
#include "tests/app/scripted_workspace.h"

#include <QJsonArray>
#include <QTest>

using namespace tw;
using app::ExitCode;
using app::Reply;

class TestDoctorDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAnEngineItIsSaid();
    void aRunIsFollowedToItsEnd();
    void aCancelledRunIsForgotten();
    void tooManyPushTheOldestOut();
    void wrongRequestsAreRefused();

private:
    static Reply ask(test::ScriptedWorkspace &scripted, const QJsonObject &more);
};

Reply TestDoctorDesk::ask(test::ScriptedWorkspace &scripted, const QJsonObject &more)
{
    QJsonObject request{{QStringLiteral("Request"), QStringLiteral("doctor")},
                        {QStringLiteral("Name"), QStringLiteral("site-a")},
                        {QStringLiteral("Kinds"), QJsonArray{QStringLiteral("traffic")}}};
    for (auto value = more.begin(); value != more.end(); ++value)
        request.insert(value.key(), value.value());
    return app::carryOut(scripted.workspace(), request);
}

void TestDoctorDesk::withoutAnEngineItIsSaid()
{
    test::ScriptedWorkspace scripted;
    QVERIFY(scripted.isOpen() && scripted.fill());
    QCOMPARE(ask(scripted, {}).code, ExitCode::NoEngine);
}

void TestDoctorDesk::aRunIsFollowedToItsEnd()
{
    test::ScriptedWorkspace scripted;
    QVERIFY(scripted.isOpen() && scripted.fill());
    scripted.workspace().startEngine();
    const Reply begun = ask(scripted, {});
    QCOMPARE(begun.code, ExitCode::Done);
    const QJsonObject progress{{QStringLiteral("Request"), QStringLiteral("doctor-progress")},
                               {QStringLiteral("Run"), begun.result.value(QStringLiteral("Run"))}};
    const Reply underWay = app::carryOut(scripted.workspace(), progress);
    QCOMPARE(underWay.result.value(QStringLiteral("Finished")).toBool(true), false);

    const auto *probe = scripted.engine().last<api::Probe>();
    QVERIFY(probe);
    api::RouteOutcome route;
    route.device = "tw0";
    route.interface = "eth0";
    api::EngineReport report;
    report.probes.push_back({probe->id, route});
    scripted.engine().report(report);
    const Reply done = app::carryOut(scripted.workspace(), progress);
    QCOMPARE(done.result.value(QStringLiteral("Finished")).toBool(), true);
    const QJsonObject traffic = done.result.value(QStringLiteral("Reports")).toArray().first().toObject();
    QCOMPARE(traffic.value(QStringLiteral("FirstFailed")).toString(), QStringLiteral("route"));
    const QJsonObject check = traffic.value(QStringLiteral("Checks")).toArray().first().toObject();
    QCOMPARE(check.value(QStringLiteral("Finding")).toString(), QStringLiteral("RouteElsewhere"));
    QCOMPARE(check.value(QStringLiteral("Side")).toString(), QStringLiteral("ours"));
    // It was told, and is forgotten.
    QCOMPARE(app::carryOut(scripted.workspace(), progress).code, ExitCode::InvalidInput);
}

void TestDoctorDesk::aCancelledRunIsForgotten()
{
    test::ScriptedWorkspace scripted;
    QVERIFY(scripted.isOpen() && scripted.fill());
    scripted.workspace().startEngine();
    const QJsonValue run = ask(scripted, {}).result.value(QStringLiteral("Run"));
    const QJsonObject cancel{{QStringLiteral("Request"), QStringLiteral("doctor-cancel")},
                             {QStringLiteral("Run"), run}};
    QCOMPARE(app::carryOut(scripted.workspace(), cancel).code, ExitCode::Done);
    QVERIFY(scripted.engine().last<api::CancelProbe>());
    QCOMPARE(app::carryOut(scripted.workspace(), cancel).code, ExitCode::InvalidInput);
}

void TestDoctorDesk::tooManyPushTheOldestOut()
{
    test::ScriptedWorkspace scripted;
    QVERIFY(scripted.isOpen() && scripted.fill());
    scripted.workspace().startEngine();
    const int first = ask(scripted, {}).result.value(QStringLiteral("Run")).toInt();
    for (std::size_t i = 1; i < app::DoctorDesk::kMost; ++i)
        QCOMPARE(ask(scripted, {}).code, ExitCode::Done);
    QCOMPARE(scripted.workspace().doctors().progress(first).code, ExitCode::Done);
    QCOMPARE(ask(scripted, {}).code, ExitCode::Done);
    QCOMPARE(scripted.workspace().doctors().progress(first).code, ExitCode::InvalidInput);
}

void TestDoctorDesk::wrongRequestsAreRefused()
{
    test::ScriptedWorkspace scripted;
    QVERIFY(scripted.isOpen() && scripted.fill());
    scripted.workspace().startEngine();
    const Reply unknown = ask(scripted, {{QStringLiteral("Name"), QStringLiteral("nobody")}});
    QCOMPARE(unknown.code, ExitCode::InvalidInput);
    const Reply outside = ask(scripted, {{QStringLiteral("To"), QStringLiteral("10.99.0.1")}});
    QCOMPARE(outside.code, ExitCode::InvalidInput);
    QVERIFY(outside.errors.first().contains(QStringLiteral("10.2.0.0/24")));
    QVERIFY(scripted.engine().commands().empty());
}

QTEST_GUILESS_MAIN(TestDoctorDesk)
#include "test_doctor_desk.moc"

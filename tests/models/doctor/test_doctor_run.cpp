#include "engine/sim/scripted_port.h"
#include "models/doctor/doctor_run.h"
#include "models/doctor/prober.h"
#include "models/live/live_state.h"
#include "tests/models/doctor/doctor_samples.h"

#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace tw::test;
using models::DoctorFinding;
using models::DoctorKind;
using models::DoctorRun;
using models::DoctorVerdict;

class TestDoctorRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aWrongDestinationIsAProblem_data();
    void aWrongDestinationIsAProblem();
    void theFirstHostIsChosen();
    void checksShowTheirProgress();
    void silenceAsksTheGatewayAndThePorts();
    void onePathProbeServesBothDoctors();
    void cancellingTellsTheEngine();
    void anEngineThatGoesEndsTheRun();
    void withoutAnEngineItEndsAtOnce();

private:
    std::unique_ptr<DoctorRun> run(const QList<DoctorKind> &kinds, const char *destination = "10.2.0.10");
    // The newest question of a kind, or nothing.
    template <typename Question>
    std::optional<std::pair<quint64, Question>> asked() const;
    void answer(quint64 id, decltype(api::ProbeAnswer::outcome) outcome);
    template <typename Question>
    void answerNewest(decltype(api::ProbeAnswer::outcome) outcome);

    DoctorCatalog m_sample;
    std::unique_ptr<models::LiveState> m_live;
    std::unique_ptr<models::Prober> m_prober;
    sim::ScriptedPort m_engine;
};

void TestDoctorRun::init()
{
    QVERIFY(m_sample.isFilled);
    m_engine.clear();
    m_live = std::make_unique<models::LiveState>();
    m_prober = std::make_unique<models::Prober>();
    m_prober->setEngine(&m_engine);
    m_engine.setListener([this](const api::EngineReport &report) {
        m_live->apply(report);
        m_prober->apply(report);
    });
    m_engine.report(standing(m_sample.idOf("tunnel").toStdString(), true));
}

std::unique_ptr<DoctorRun> TestDoctorRun::run(const QList<DoctorKind> &kinds, const char *destination)
{
    return std::make_unique<DoctorRun>(
        &m_sample.catalog(), m_live.get(), m_prober.get(),
        models::DoctorRequest{m_sample.idOf("tunnel"), kinds, QString::fromLatin1(destination)});
}

template <typename Question>
std::optional<std::pair<quint64, Question>> TestDoctorRun::asked() const
{
    std::optional<std::pair<quint64, Question>> newest;
    for (const api::Command &command : m_engine.commands()) {
        const auto *probe = std::get_if<api::Probe>(&command);
        if (const auto *question = probe ? std::get_if<Question>(&probe->what) : nullptr)
            newest.emplace(probe->id, *question);
    }
    return newest;
}

void TestDoctorRun::answer(quint64 id, decltype(api::ProbeAnswer::outcome) outcome)
{
    api::EngineReport report;
    report.probes.push_back({id, std::move(outcome)});
    m_engine.report(report);
}

template <typename Question>
void TestDoctorRun::answerNewest(decltype(api::ProbeAnswer::outcome) outcome)
{
    const auto question = asked<Question>();
    QVERIFY(question);
    answer(question->first, std::move(outcome));
}

void TestDoctorRun::aWrongDestinationIsAProblem_data()
{
    QTest::addColumn<QByteArray>("destination");
    QTest::addColumn<QString>("named");
    QTest::newRow("no address") << QByteArray("10.2.0") << QStringLiteral("10.2.0");
    QTest::newRow("outside") << QByteArray("10.9.0.1") << QStringLiteral("10.2.0.0/24, 10.3.0.0/24");
}

void TestDoctorRun::aWrongDestinationIsAProblem()
{
    QFETCH(const QByteArray, destination);
    QFETCH(const QString, named);
    const auto doctor = run({DoctorKind::Traffic}, destination.constData());
    QVERIFY2(doctor->problem().contains(named), qPrintable(doctor->problem()));
    doctor->start();
    QVERIFY(!doctor->isRunning());
    QVERIFY(m_engine.commands().empty());
}

void TestDoctorRun::theFirstHostIsChosen()
{
    const auto doctor = run({DoctorKind::Traffic}, "");
    doctor->start();
    QCOMPARE(asked<api::RouteProbe>()->second.destination, address("10.2.0.1"));
    QVERIFY(doctor->reports().first().isDestinationChosen);
    QCOMPARE(doctor->reports().first().destination, QStringLiteral("10.2.0.1"));
}

void TestDoctorRun::checksShowTheirProgress()
{
    const auto doctor = run({DoctorKind::Traffic});
    QSignalSpy changes(doctor.get(), &DoctorRun::checkChanged);
    QSignalSpy ends(doctor.get(), &DoctorRun::finished);
    const auto verdict = [&](int check) { return doctor->reports().first().checks[check].verdict; };
    QCOMPARE(verdict(0), DoctorVerdict::Pending);
    doctor->start();
    QCOMPARE(verdict(0), DoctorVerdict::Running);
    answerNewest<api::RouteProbe>(goodRoute());
    QCOMPARE(verdict(0), DoctorVerdict::Ok);
    QCOMPARE(verdict(1), DoctorVerdict::Running);
    QCOMPARE(doctor->reports().first().source, QStringLiteral("10.1.0.1"));
    QVERIFY(ends.isEmpty());
    answerNewest<api::EchoProbe>(goodEcho());
    QCOMPARE(verdict(6), DoctorVerdict::Ok);
    QCOMPARE(ends.size(), 1);
    QVERIFY(!doctor->isRunning());
    // Each of the seven was told when it was settled, and two of them also when they began.
    QSet<int> told;
    for (const QList<QVariant> &change : changes)
        told.insert(change[1].toInt());
    QVERIFY(told.contains(QSet<int>{0, 1, 2, 3, 4, 5, 6}));
}

void TestDoctorRun::silenceAsksTheGatewayAndThePorts()
{
    const auto doctor = run({DoctorKind::Traffic});
    doctor->start();
    answerNewest<api::RouteProbe>(goodRoute());
    answerNewest<api::EchoProbe>(silentEcho());
    QVERIFY(doctor->isRunning());
    std::vector<std::pair<IpAddress, int>> echoes;
    std::vector<quint64> ids;
    for (const api::Command &command : m_engine.commands()) {
        const auto *probe = std::get_if<api::Probe>(&command);
        if (const auto *echo = probe ? std::get_if<api::EchoProbe>(&probe->what) : nullptr) {
            echoes.emplace_back(echo->destination, echo->hopLimit);
            ids.push_back(probe->id);
        }
    }
    // To the host; to the host with one hop; to the addresses that gateways mostly have.
    const decltype(echoes) expected{
        {address("10.2.0.10"), 64}, {address("10.2.0.10"), 1}, {address("10.2.0.1"), 64}, {address("10.2.0.254"), 64}};
    QCOMPARE(echoes, expected);
    for (std::size_t i = 1; i < ids.size(); ++i)
        answer(ids[i], silentEcho());
    QVERIFY(doctor->isRunning());
    answerNewest<api::PathProbe>(pathAnswered(true, false));
    QVERIFY(!doctor->isRunning());
    QCOMPARE(doctor->reports().first().checks[5].finding, DoctorFinding::PortSilentOtherAnswered);
}

void TestDoctorRun::onePathProbeServesBothDoctors()
{
    const auto doctor = run({DoctorKind::Traffic, DoctorKind::Path});
    doctor->start();
    answerNewest<api::RouteProbe>(goodRoute());
    answerNewest<api::EchoProbe>(goodEcho());
    answerNewest<api::PathProbe>(pathAnswered(true, true));
    std::vector<quint64> open;
    for (const api::Command &command : m_engine.commands()) {
        const auto *probe = std::get_if<api::Probe>(&command);
        if (probe && std::holds_alternative<api::EchoProbe>(probe->what))
            open.push_back(probe->id);
    }
    for (const quint64 id : open)
        answer(id, silentEcho());
    QVERIFY(!doctor->isRunning());
    QCOMPARE(doctor->reports()[1].checks.first().verdict, DoctorVerdict::Ok);
    int pathProbes = 0;
    for (const api::Command &command : m_engine.commands()) {
        const auto *probe = std::get_if<api::Probe>(&command);
        pathProbes += probe && std::holds_alternative<api::PathProbe>(probe->what);
    }
    QCOMPARE(pathProbes, 1);
}

void TestDoctorRun::cancellingTellsTheEngine()
{
    const auto doctor = run({DoctorKind::Traffic, DoctorKind::Mtu});
    QSignalSpy ends(doctor.get(), &DoctorRun::finished);
    doctor->start();
    answerNewest<api::RouteProbe>(goodRoute());
    const quint64 echo = asked<api::EchoProbe>()->first;
    doctor->cancel();
    QCOMPARE(ends.size(), 1);
    QVERIFY(doctor->isCancelled());
    const auto *cancelled = m_engine.last<api::CancelProbe>();
    QVERIFY(cancelled);
    QCOMPARE(cancelled->id, echo);
    const auto &checks = doctor->reports().first().checks;
    QCOMPARE(checks[0].verdict, DoctorVerdict::Ok); // what was found stays
    QCOMPARE(checks[1].verdict, DoctorVerdict::Skipped);
    QCOMPARE(doctor->reports()[1].checks[0].finding, DoctorFinding::Cancelled);
    answer(echo, goodEcho()); // too late
    QCOMPARE(doctor->reports().first().checks[1].verdict, DoctorVerdict::Skipped);
    QCOMPARE(ends.size(), 1);
}

void TestDoctorRun::anEngineThatGoesEndsTheRun()
{
    const auto doctor = run({DoctorKind::Traffic, DoctorKind::Path, DoctorKind::Mtu});
    QSignalSpy ends(doctor.get(), &DoctorRun::finished);
    doctor->start();
    answerNewest<api::RouteProbe>(goodRoute());
    m_prober->setEngine(nullptr);
    QTRY_COMPARE(ends.size(), 1);
    for (const models::DoctorReport &report : doctor->reports()) {
        QCOMPARE(report.firstFailed, -1);
        for (const models::DoctorCheck &check : report.checks)
            QVERIFY(check.verdict != DoctorVerdict::Running && check.verdict != DoctorVerdict::Pending);
    }
}

void TestDoctorRun::withoutAnEngineItEndsAtOnce()
{
    m_prober->setEngine(nullptr);
    const auto doctor = run({DoctorKind::Traffic, DoctorKind::Path, DoctorKind::Mtu});
    QSignalSpy ends(doctor.get(), &DoctorRun::finished);
    doctor->start();
    QTRY_COMPARE(ends.size(), 1);
    QCOMPARE(doctor->reports().first().checks.first().finding, DoctorFinding::NoEngineAnswer);
    QCOMPARE(doctor->reports().first().firstFailed, -1);
}

QTEST_GUILESS_MAIN(TestDoctorRun)
#include "test_doctor_run.moc"

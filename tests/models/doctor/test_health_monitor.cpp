#include "engine/sim/scripted_port.h"
#include "models/catalog/connection_table_model.h"
#include "models/doctor/health_monitor.h"
#include "models/doctor/prober.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "tests/models/doctor/doctor_samples.h"

#include <QSignalSpy>
#include <QTest>

using namespace tw;
using namespace tw::test;
using models::Health;
using models::HealthMonitor;

// The catalogue's connection "tunnel" pings every 3 seconds, and two failures in a row renegotiate it.
class TestHealthMonitor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itPingsAsTheFormSays();
    void failuresInARowRenegotiate();
    void anAnswerBeginsTheRowAnew();
    void whatCannotBeSentFailsNothing();
    void aConnectionThatIsDownIsNotPinged();
    void theListShowsIt();

private:
    // The newest ping, where one was sent since the last call.
    const api::Probe *ping();
    void answer(bool isAnswered);
    void report(api::EchoOutcome outcome);
    int renegotiations() const;
    HealthMonitor::State state() const { return m_monitor->state(m_sample.idOf("tunnel")); }

    DoctorCatalog m_sample;
    std::unique_ptr<models::LiveState> m_live;
    std::unique_ptr<models::Prober> m_prober;
    std::unique_ptr<models::ConnectionController> m_controller;
    std::unique_ptr<HealthMonitor> m_monitor;
    sim::ScriptedPort m_engine;
    qint64 m_now = 0;
    std::size_t m_seen = 0;
};

void TestHealthMonitor::init()
{
    QVERIFY(m_sample.isFilled);
    m_monitor.reset();
    m_engine.clear();
    m_seen = 0;
    m_now = 1'000'000;
    m_live = std::make_unique<models::LiveState>();
    m_prober = std::make_unique<models::Prober>();
    m_controller = std::make_unique<models::ConnectionController>(&m_sample.catalog());
    m_prober->setEngine(&m_engine);
    m_controller->setEngine(&m_engine);
    m_engine.setListener([this](const api::EngineReport &report) {
        m_live->apply(report);
        m_prober->apply(report);
    });
    QVERIFY(m_controller->loadAll().isEmpty());
    m_engine.report(standing(m_sample.idOf("tunnel").toStdString(), true));
    m_monitor = std::make_unique<HealthMonitor>(&m_sample.catalog(), m_live.get(), m_prober.get(), m_controller.get());
}

const api::Probe *TestHealthMonitor::ping()
{
    const api::Probe *newest = nullptr;
    for (; m_seen < m_engine.commands().size(); ++m_seen) {
        if (const auto *probe = std::get_if<api::Probe>(&m_engine.commands()[m_seen]))
            newest = probe;
    }
    return newest;
}

void TestHealthMonitor::report(api::EchoOutcome outcome)
{
    m_monitor->tick(m_now += 3000);
    const api::Probe *probe = ping();
    QVERIFY(probe);
    api::EngineReport report;
    report.probes.push_back({probe->id, std::move(outcome)});
    m_engine.report(report);
}

void TestHealthMonitor::answer(bool isAnswered) { report(isAnswered ? goodEcho() : silentEcho()); }

int TestHealthMonitor::renegotiations() const
{
    return static_cast<int>(std::ranges::count_if(m_engine.commands(), [](const api::Command &command) {
        return std::holds_alternative<api::Renegotiate>(command);
    }));
}

void TestHealthMonitor::itPingsAsTheFormSays()
{
    m_monitor->tick(m_now);
    const api::Probe *probe = ping();
    QVERIFY(probe);
    QCOMPARE(QString::fromStdString(probe->connection.value()), m_sample.idOf("tunnel"));
    const auto &echo = std::get<api::EchoProbe>(probe->what);
    QCOMPARE(echo.source, address("10.1.0.1"));
    QCOMPARE(echo.destination, address("10.2.0.10"));
    const std::uint64_t id = probe->id;
    m_monitor->tick(m_now += 3000);
    QVERIFY(!ping()); // the one before has no answer yet
    QCOMPARE(m_monitor->state(m_sample.idOf("other")).health, Health::Off);
    api::EngineReport late;
    late.probes.push_back({id, goodEcho()});
    m_engine.report(late);
    QCOMPARE(state().health, Health::Good);
}

void TestHealthMonitor::failuresInARowRenegotiate()
{
    QSignalSpy facts(m_monitor.get(), &HealthMonitor::happened);
    answer(false);
    QCOMPARE(state().health, Health::Failing);
    QCOMPARE(state().failures, 1);
    QCOMPARE(facts.size(), 1);
    QCOMPARE(renegotiations(), 0);
    answer(false);
    QCOMPARE(renegotiations(), 1);
    QCOMPARE(state().health, Health::Waiting);
    QCOMPARE(facts.size(), 1); // one line for the row
}

void TestHealthMonitor::anAnswerBeginsTheRowAnew()
{
    QSignalSpy facts(m_monitor.get(), &HealthMonitor::happened);
    for (int i = 0; i < 5; ++i) {
        answer(false);
        answer(true);
    }
    QCOMPARE(renegotiations(), 0);
    QCOMPARE(state().health, Health::Good);
    QCOMPARE(facts.size(), 10);
}

void TestHealthMonitor::whatCannotBeSentFailsNothing()
{
    for (int i = 0; i < 5; ++i)
        report(api::EchoOutcome{});
    QCOMPARE(state().health, Health::Impossible);
    QCOMPARE(renegotiations(), 0);
}

void TestHealthMonitor::aConnectionThatIsDownIsNotPinged()
{
    api::ConnectionStatus status = standing(m_sample.idOf("tunnel").toStdString(), true);
    status.state = api::ConnectionState::Phase1Negotiating;
    m_engine.report(status);
    m_monitor->tick(m_now += 3000);
    QVERIFY(!ping());
    QCOMPARE(state().health, Health::Waiting);
}

void TestHealthMonitor::theListShowsIt()
{
    using models::ConnectionTableModel;
    ConnectionTableModel table(m_sample.catalog(), m_live.get());
    table.setHealth(m_monitor.get());
    const QSignalSpy changed(&table, &QAbstractItemModel::dataChanged);
    const auto shown = [&](const char *name, int column, int role = Qt::DisplayRole) {
        return table.index(table.rowOf(m_sample.idOf(name)), column).data(role).toString();
    };
    using enum ConnectionTableModel::Column;
    QCOMPARE(shown("tunnel", HealthColumn), QString());
    answer(true);
    QCOMPARE(shown("tunnel", HealthColumn), QStringLiteral("Answered"));
    QCOMPARE(shown("tunnel", StateColumn), QStringLiteral("Established"));
    const auto before = changed.size();
    answer(false);
    QCOMPARE(changed.size(), before + 1);
    QVERIFY2(shown("tunnel", HealthColumn).startsWith(u'1'), qPrintable(shown("tunnel", HealthColumn)));
    QCOMPARE(shown("tunnel", StateColumn), QStringLiteral("Established, pings fail")); // not by its colour alone
    const QString sentence = shown("tunnel", StateColumn, Qt::ToolTipRole);
    QVERIFY2(sentence.contains(QStringLiteral("10.2.0.10")) && sentence.contains(QStringLiteral("after 2")),
             qPrintable(sentence));
    report(api::EchoOutcome{});
    QCOMPARE(shown("tunnel", HealthColumn), QStringLiteral("Cannot be sent"));
    QCOMPARE(shown("other", HealthColumn), QString());
    QCOMPARE(shown("other", HealthColumn, Qt::ToolTipRole), QString());
}

QTEST_GUILESS_MAIN(TestHealthMonitor)
#include "test_health_monitor.moc"

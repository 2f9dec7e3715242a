#include "models/live/engine_facts.h"

#include <QTest>

using namespace tw;

class TestEngineFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEngineThatStandsStillHasNothingToTell();
    void whatCarriesPacketsIsNamed();
    void threadsAndQueuesAreCounted();
    void dropsOfNoSaAreCountedByReason();
    void aFailureComesFirst();
};

void TestEngineFacts::anEngineThatStandsStillHasNothingToTell() { QVERIFY(models::engineFacts({}).isEmpty()); }

void TestEngineFacts::whatCarriesPacketsIsNamed()
{
    api::EngineStatus engine;
    engine.running = true;
    engine.dataPath.crypto = "a library";
    QCOMPARE(models::engineFacts(engine), QStringList{QStringLiteral("Encryption: a library")}); // no device yet
    engine.deviceName = "tw0";
    QCOMPARE(models::engineFacts(engine).value(0), QStringLiteral("Packets are carried one by one"));
    engine.dataPath.tunTcp = true;
    engine.dataPath.udpGro = true;
    QCOMPARE(models::engineFacts(engine).value(0),
             QStringLiteral("Carried many at once: TCP through the device, ESP in UDP in"));
}

void TestEngineFacts::threadsAndQueuesAreCounted()
{
    api::EngineStatus engine;
    engine.running = true;
    engine.dataPath.dataThreads = 4;
    QVERIFY(models::engineFacts(engine).isEmpty()); // no device yet
    engine.deviceName = "tw0";
    engine.dataPath.tunQueues = 1; // the kernel gave no more
    QCOMPARE(models::engineFacts(engine).value(1),
             QStringLiteral("Threads that carry packets: 4; queues of the device: 1"));
    engine.dataPath.dataThreads = 1;
    QCOMPARE(models::engineFacts(engine).size(), 1);
}

void TestEngineFacts::dropsOfNoSaAreCountedByReason()
{
    api::EngineStatus engine;
    engine.drops[static_cast<std::size_t>(api::DropReason::NoPolicy)] = 2;
    engine.drops[static_cast<std::size_t>(api::DropReason::UnknownSpi)] = 7;
    const QStringList lines = models::engineFacts(engine);
    QCOMPARE(lines.size(), 1);
    QVERIFY2(lines[0].startsWith(QStringLiteral("Dropped outside any SA: ")), qPrintable(lines[0]));
    QVERIFY2(lines[0].indexOf(QStringLiteral(": 7")) < lines[0].indexOf(QStringLiteral(": 2")), qPrintable(lines[0]));
}

void TestEngineFacts::aFailureComesFirst()
{
    api::EngineStatus engine;
    engine.failure = api::FailureCode::DeviceFailed;
    engine.drops[0] = 1;
    QCOMPARE(models::engineFacts(engine).size(), 2);
    QVERIFY(models::engineFacts(engine)[0].endsWith(QLatin1Char('.')));
}

QTEST_GUILESS_MAIN(TestEngineFacts)
#include "test_engine_facts.moc"

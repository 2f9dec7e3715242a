#include "tests/app/ctl.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using Result = tw::test::CtlResult;

namespace {

constexpr auto kDocument = R"({
    "VpnGateways": [{"Name": "here", "RegionId": "cn-hangzhou", "InternetIp": "192.0.2.1"}],
    "CustomerGateways": [{"Name": "there", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.2"}],
    "VpnConnections": [{"Name": "office", "RegionId": "cn-hangzhou", "VpnGateway": "here", "CustomerGateway": "there",
                        "LocalSubnet": "10.1.0.0/24,10.3.0.0/24", "RemoteSubnet": "10.2.0.0/24",
                        "IkeConfig": {"Psk": "not-to-be-seen"}}]})";

} // namespace

// `rehearse` from the outside: no engine runs, and none is needed.
class TestRehearseCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile document(m_directory.filePath(QStringLiteral("site.json")));
        QVERIFY(document.open(QIODevice::WriteOnly));
        document.write(kDocument);
        document.close();
        QCOMPARE(run({QStringLiteral("apply"), document.fileName()}).code, 0);
    }

    void whatAgreesEndsWell()
    {
        const Result result = run({QStringLiteral("rehearse"), QStringLiteral("office"), QStringLiteral("--json")});
        QCOMPARE(result.code, 0);
        QVERIFY(result.json().value(QStringLiteral("Passed")).toBool());
        QCOMPARE(result.json().value(QStringLiteral("Steps")).toArray().size(), 6);
        QCOMPARE(result.json().value(QStringLiteral("Pairs")).toArray().size(), 2);
    }

    void aMistakeIsNamed()
    {
        const Result result = run({QStringLiteral("rehearse"), QStringLiteral("office"), QStringLiteral("--mistake"),
                                   QStringLiteral("key"), QStringLiteral("--json")});
        QCOMPARE(result.code, 1);
        const QJsonObject step = result.json().value(QStringLiteral("Steps")).toArray().first().toObject();
        QCOMPARE(step.value(QStringLiteral("Verdict")).toString(), QStringLiteral("failed"));
        QCOMPARE(step.value(QStringLiteral("TheirFailure")).toString(), QStringLiteral("PskMismatch"));
    }

    void faultsAddUp()
    {
        const auto verdict = [this](const QStringList &faults) {
            QStringList arguments{QStringLiteral("rehearse"), QStringLiteral("office")};
            for (const QString &fault : faults)
                arguments << QStringLiteral("--fault") << fault;
            return run(arguments).code;
        };
        QCOMPARE(verdict({QStringLiteral("esp-blocked")}), 1);
        QCOMPARE(verdict({QStringLiteral("esp-blocked"), QStringLiteral("nat-ours")}), 0); // ESP is in UDP then
    }

    void theStoryIsToldWhereItIsAsked()
    {
        const Result brief = run({QStringLiteral("rehearse"), QStringLiteral("office")});
        const Result whole = run({QStringLiteral("rehearse"), QStringLiteral("office"), QStringLiteral("--verbose")});
        QVERIFY(!brief.output.contains("CHILD_SA") && whole.output.contains("CHILD_SA"));
        QVERIFY(!whole.output.contains("not-to-be-seen"));
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("word");
        const auto office = QStringLiteral("office");
        QTest::newRow("no such connection") << QStringList{QStringLiteral("nowhere")} << 3 << QByteArray("nowhere");
        QTest::newRow("no such fault") << QStringList{office, QStringLiteral("--fault"), QStringLiteral("rain")} << 2
                                       << QByteArray("esp-blocked");
        QTest::newRow("no such mistake") << QStringList{office, QStringLiteral("--mistake"), QStringLiteral("typo")}
                                         << 2 << QByteArray("local-id");
        QTest::newRow("impossible") << QStringList{office, QStringLiteral("--mistake"), QStringLiteral("mode")} << 2
                                    << QByteArray("mode");
        QTest::newRow("no number") << QStringList{office, QStringLiteral("--seed"), QStringLiteral("x")} << 2
                                   << QByteArray("seed");
        QTest::newRow("no name") << QStringList{} << 2 << QByteArray("rehearse");
    }

    void whatIsWrongIsSaid()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, word);
        const Result result = run(QStringList{QStringLiteral("rehearse")} + arguments);
        QCOMPARE(result.code, code);
        QVERIFY2(result.errors.contains(word), result.errors.constData());
        QVERIFY(result.output.isEmpty());
    }

private:
    Result run(const QStringList &arguments)
    {
        return tw::test::runCtl(m_directory.path(),
                                QStringList{QStringLiteral("--data-dir"), m_directory.filePath(QStringLiteral("data"))}
                                    + arguments);
    }

    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(TestRehearseCommand)
#include "test_rehearse_command.moc"

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
        // As `diagnose` would say it of the real one: who begins is not told which of the two it is.
        const QJsonObject diagnosis = step.value(QStringLiteral("Diagnosis")).toObject();
        QCOMPARE(diagnosis.value(QStringLiteral("Code")).toString(), QStringLiteral("AuthenticationRefused"));
        QVERIFY(!diagnosis.value(QStringLiteral("Fixes")).toArray().isEmpty());
    }

    void thePeerIsTheTextThatIsWrittenForIt()
    {
        const auto basis = [this](const QString &format) {
            const Result result = run({QStringLiteral("rehearse"), QStringLiteral("office"), QStringLiteral("--format"),
                                       format, QStringLiteral("--json")});
            return result.json().value(QStringLiteral("PlayedAgainst")).toObject();
        };
        const QJsonObject huawei = basis(QStringLiteral("huawei"));
        QCOMPARE(huawei.value(QStringLiteral("Kind")).toString(), QStringLiteral("exported-text"));
        QCOMPARE(huawei.value(QStringLiteral("Format")).toString(), QStringLiteral("huawei"));
        QCOMPARE(huawei.value(QStringLiteral("Notes")).toArray().size(), 1); // what it calls itself
        QVERIFY(huawei.value(QStringLiteral("DoesNotProve")).toString().contains(QStringLiteral("reach")));
        // The default of the connection is a group that Libreswan does not have.
        const QJsonObject libreswan = basis(QStringLiteral("libreswan"));
        QCOMPARE(libreswan.value(QStringLiteral("Kind")).toString(), QStringLiteral("mirror"));
        const QJsonArray blockers = libreswan.value(QStringLiteral("Blockers")).toArray();
        QCOMPARE(blockers.size(), 2);
        QCOMPARE(blockers.first()[QStringLiteral("Field")].toString(), QStringLiteral("IkeConfig.IkePfs"));
    }

    void thePeerIsItsOwnConfiguration()
    {
        const QString file = m_directory.filePath(QStringLiteral("peer.conf"));
        QCOMPARE(run({QStringLiteral("export"), QStringLiteral("office"), QStringLiteral("--format"),
                      QStringLiteral("swanctl"), QStringLiteral("--with-key"), QStringLiteral("--output"), file})
                     .code,
                 0);
        const QStringList rehearse{QStringLiteral("rehearse"), QStringLiteral("office"), QStringLiteral("--peer"), file,
                                   QStringLiteral("--json")};
        const Result same = run(rehearse);
        QCOMPARE(same.code, 0);
        const QJsonObject basis = same.json().value(QStringLiteral("PlayedAgainst")).toObject();
        QCOMPARE(basis.value(QStringLiteral("Kind")).toString(), QStringLiteral("given-text"));
        QCOMPARE(basis.value(QStringLiteral("File")).toString(), file);
        QVERIFY(!same.output.contains("not-to-be-seen"));
        replace(file, "modp1024", "modp2048");
        const Result other = run(rehearse);
        QCOMPARE(other.code, 1);
        const QJsonArray steps = other.json().value(QStringLiteral("Steps")).toArray();
        QCOMPARE(steps.first()[QStringLiteral("TheirFailure")].toString(), QStringLiteral("DhGroupMismatch"));
        // Begun by the peer, we see both sides.
        QCOMPARE(steps.last()[QStringLiteral("Diagnosis")][QStringLiteral("Code")].toString(),
                 QStringLiteral("DhGroupMismatch"));
        replace(file, "proposals", "{");
        const Result broken = run(rehearse);
        QCOMPARE(broken.code, 3);
        QVERIFY2(broken.errors.contains("peer.conf: Line "), broken.errors.constData());
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
        QTest::newRow("no such format") << QStringList{office, QStringLiteral("--format"), QStringLiteral("typewriter")}
                                        << 2 << QByteArray("typewriter");
        QTest::newRow("no such file") << QStringList{office, QStringLiteral("--peer"), QStringLiteral("/nowhere")} << 2
                                      << QByteArray("/nowhere");
        QTest::newRow("secrets of nobody")
            << QStringList{office, QStringLiteral("--secrets"), QStringLiteral("/nowhere")} << 2
            << QByteArray("--peer");
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
    static void replace(const QString &name, const char *before, const char *after)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll().replace(before, after);
        file.close();
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
    }

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

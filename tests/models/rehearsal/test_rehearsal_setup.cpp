#include "engine/sim/rehearsal.h"
#include "models/rehearsal/rehearsal_mistake.h"
#include "models/rehearsal/rehearsal_run.h"
#include "models/rehearsal/rehearsal_setup.h"
#include "tests/support/temporary_workspace.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::models;
using api::FailureCode;
using api::RehearsalStep;
using api::RehearsalVerdict;

namespace {

// Only a sample of what the catalogue takes: IKEv2 and two subnets of ours, or IKEv1 in the mode.
class Site
{
public:
    explicit Site(const QString &version = QStringLiteral("ikev2"), const QString &mode = QStringLiteral("main"))
    {
        workspace.addSampleGateways();
        ConnectionDraft draft = test::sampleDraft();
        draft.ikeVersion = version;
        draft.ikeMode = mode;
        if (version == QStringLiteral("ikev2"))
            draft.localSubnet += QStringLiteral(",10.1.0.0/16");
        id = workspace.catalog().save(draft, test::sampleKey()).value_or(QString());
    }

    api::RehearsalSetup setup() const { return prepared(MirroredPeer{}).setup; }
    PreparedRehearsal prepared(const Opponent &opponent) const
    {
        return rehearsalOf(workspace.catalog(), id, opponent).value();
    }

    mutable test::TemporaryWorkspace workspace;
    QString id;
};

const api::RehearsedStep *failedStep(const api::Rehearsal &rehearsal)
{
    const auto found = std::ranges::find(rehearsal.steps, RehearsalVerdict::Failed, &api::RehearsedStep::verdict);
    return found == rehearsal.steps.end() ? nullptr : &*found;
}

} // namespace

class TestRehearsalSetup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMirrorIsThePeersPointOfView()
    {
        const Site site;
        const api::RehearsalSetup setup = site.setup();
        const api::ConnectionConfig &ours = *setup.ours.config;
        const api::ConnectionConfig &theirs = *setup.theirs.config;
        QVERIFY(theirs.child.local == ours.child.remote && theirs.child.remote == ours.child.local);
        QVERIFY(theirs.ike.localId == ours.ike.remoteId && theirs.ike.remoteId == ours.ike.localId);
        QCOMPARE(std::get<IpAddress>(theirs.peer), IpAddress::parse("203.0.113.10").value());
        QVERIFY(theirs.ike.proposals == ours.ike.proposals && theirs.child.proposals == ours.child.proposals);
        QVERIFY(theirs.id != ours.id);
    }

    void aFreshConnectionPasses_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("mode");
        QTest::newRow("IKEv2") << QStringLiteral("ikev2") << QStringLiteral("main");
        QTest::newRow("main mode") << QStringLiteral("ikev1") << QStringLiteral("main");
        QTest::newRow("aggressive mode") << QStringLiteral("ikev1") << QStringLiteral("aggressive");
    }

    void aFreshConnectionPasses()
    {
        QFETCH(QString, version);
        QFETCH(QString, mode);
        const Site site(version, mode);
        QVERIFY(sim::rehearse(site.setup()).hasPassed());
    }

    // Where each mistake shows, and what is made of it: by the peer where it sees both sides.
    void mistakesShow_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("mistake");
        QTest::addColumn<int>("step");
        QTest::addColumn<QString>("theirs");
        const auto v2 = QStringLiteral("ikev2");
        const auto v1 = QStringLiteral("ikev1");
        const auto add = [](const QString &version, const char *mistake, RehearsalStep step, FailureCode theirs) {
            QTest::newRow(qPrintable(version + QLatin1Char(' ') + QLatin1String(mistake)))
                << version << QString::fromLatin1(mistake) << static_cast<int>(step)
                << QString::fromStdString(std::string(failureName(theirs)));
        };
        add(v2, "key", RehearsalStep::Negotiation, FailureCode::PskMismatch);
        add(v2, "ike-encryption", RehearsalStep::Negotiation, FailureCode::EncryptionAlgorithmMismatch);
        add(v2, "encryption", RehearsalStep::Negotiation, FailureCode::EncryptionAlgorithmMismatch);
        add(v2, "integrity", RehearsalStep::Negotiation, FailureCode::AuthenticationAlgorithmMismatch);
        add(v2, "pfs", RehearsalStep::RekeyChildren, FailureCode::PfsMismatch);
        add(v2, "local-id", RehearsalStep::Negotiation, FailureCode::PeerIdMismatch);
        add(v2, "remote-id", RehearsalStep::Negotiation, FailureCode::PeerIdMismatch);
        add(v2, "subnet", RehearsalStep::Traffic, FailureCode::None);
        add(v1, "key", RehearsalStep::Negotiation, FailureCode::PskMismatch);
        add(v1, "ike-encryption", RehearsalStep::Negotiation, FailureCode::EncryptionAlgorithmMismatch);
        add(v1, "ike-group", RehearsalStep::Negotiation, FailureCode::DhGroupMismatch);
        add(v1, "pfs", RehearsalStep::Negotiation, FailureCode::PfsMismatch);
        add(v1, "subnet", RehearsalStep::Negotiation, FailureCode::TrafficSelectorMismatch);
        add(v1, "mode", RehearsalStep::Negotiation, FailureCode::NegotiationModeMismatch);
    }

    void mistakesShow()
    {
        QFETCH(QString, version);
        QFETCH(QString, mistake);
        QFETCH(int, step);
        QFETCH(QString, theirs);
        const Site site(version);
        api::RehearsalSetup setup = site.setup();
        makeMistake(setup, parseMistake(mistake.toStdString()).value());
        const api::Rehearsal rehearsal = sim::rehearse(setup);
        const api::RehearsedStep *failed = failedStep(rehearsal);
        QVERIFY(failed);
        QCOMPARE(static_cast<int>(failed->step), step);
        QCOMPARE(QString::fromStdString(std::string(failureName(failed->theirFailure))), theirs);
    }

    // Each mistake that is offered is one.
    void everyPossibleMistakeFails()
    {
        for (const Site &site :
             {Site(), Site(QStringLiteral("ikev1")), Site(QStringLiteral("ikev1"), QStringLiteral("aggressive"))}) {
            for (const RehearsalMistake mistake : possibleMistakes(*site.setup().ours.config)) {
                api::RehearsalSetup setup = site.setup();
                makeMistake(setup, mistake);
                QVERIFY2(failedStep(sim::rehearse(setup)), mistakeName(mistake).data());
            }
        }
    }

    void whatASuiteLacksCannotBeWrong()
    {
        Site site;
        ConnectionDraft draft = site.workspace.catalog().connection(site.id)->draft;
        draft.ipsecEncAlg = QStringLiteral("aes128gcm16");
        draft.ipsecAuthAlg = QStringLiteral("none");
        QVERIFY(site.workspace.catalog().save(draft));
        const auto possible = possibleMistakes(*site.setup().ours.config);
        QVERIFY(!possible.contains(RehearsalMistake::Integrity) && !possible.contains(RehearsalMistake::Mode));
        QVERIFY(possible.contains(RehearsalMistake::IkeIntegrity) && possible.contains(RehearsalMistake::Encryption));
    }

    void nothingThereIsASentence()
    {
        const Site site;
        const auto none = rehearsalOf(site.workspace.catalog(), QStringLiteral("vco-none"), MirroredPeer{});
        QVERIFY(!none && !none.error().isEmpty());
    }

    void itRunsInTheBackground()
    {
        const Site site;
        RehearsalRun run(&sim::rehearse);
        const QSignalSpy finished(&run, &RehearsalRun::finished);
        run.start(site.setup());
        QVERIFY(run.isRunning());
        run.start(site.setup()); // one at a time
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!run.isRunning() && run.result().hasPassed());
        const QList<LogRecord> log = logOf(run.result().story.ours, run.result().clock);
        QCOMPARE(log.size(), static_cast<qsizetype>(run.result().story.ours.size()));
        QVERIFY(std::ranges::is_sorted(log, {}, &LogRecord::at));
        // What is left behind is waited for.
        RehearsalRun abandoned(&sim::rehearse);
        abandoned.start(site.setup());
    }
};

QTEST_GUILESS_MAIN(TestRehearsalSetup)
#include "test_rehearsal_setup.moc"

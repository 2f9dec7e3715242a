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

GivenPeer given(const QByteArray &content)
{
    return {.format = {},
            .fileName = {},
            .text = SecretBytes(ByteView(reinterpret_cast<const std::uint8_t *>(content.constData()),
                                         static_cast<std::size_t>(content.size()))),
            .secrets = {}};
}

// What is written for the site's peer, without the key.
QByteArray text(const Site &site, PeerFormat format)
{
    const auto view = peerViewOf(site.workspace.catalog().connection(site.id)->draft, test::sampleVpnGateway(),
                                 test::sampleCustomerGateway());
    const ExportResult result = exportPeer(format, {*view, nullptr, QStringLiteral("test"), QDateTime()});
    const ByteView octets = result.files.front().text.view();
    return {reinterpret_cast<const char *>(octets.data()), static_cast<qsizetype>(octets.size())};
}

QString english(const RehearsalBasis &basis)
{
    QStringList notes;
    for (const Remark &note : basis.notes)
        notes << note.english();
    return notes.join(u'\n');
}

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

    // What the text says counts, and nothing else: ours has moved on since.
    void thePeerIsWhatItsTextSays()
    {
        const Site site;
        const auto peer = site.prepared(given(R"(connections {
  office {
    version = 2
    local_addrs = 198.51.100.20
    remote_addrs = 203.0.113.10
    proposals = aes256-sha512-modp4096, aes128-sha1-modp1024
    local {
      auth = psk
      id = branch.example.org
    }
    remote {
      auth = psk
      id = 203.0.113.10
    }
    children {
      office {
        local_ts = 172.20.0.0/16
        remote_ts = 192.168.0.0/16
        esp_proposals = aes192-sha256-ecp256
      }
    }
  }
}
)"));
        const api::ConnectionConfig &theirs = *peer.setup.theirs.config;
        QCOMPARE(theirs.ike.proposals.size(), std::size_t{2});
        QCOMPARE(theirs.ike.proposals.front().group, api::DhGroup::Modp4096);
        QCOMPARE(theirs.ike.localId.toString(), std::string("branch.example.org"));
        QCOMPARE(theirs.child.proposals.front().pfs, api::DhGroup::Ecp256);
        QCOMPARE(theirs.child.local.front().toString(), std::string("172.20.0.0/16"));
        QCOMPARE(theirs.ike.lifetime, std::chrono::seconds(14400)); // charon's default
        QVERIFY(peer.basis.kind == RehearsalBasis::Kind::GivenText);
        // The key and two lifetimes are not in it, and that is said.
        QCOMPARE(peer.basis.notes.size(), 3);
        QVERIFY(equalInConstantTime(peer.setup.theirs.secret.view(), peer.setup.ours.secret.view()));
        QVERIFY(!sim::rehearse(peer.setup).hasPassed());
    }

    // A peer that looks for us elsewhere does not find us.
    void anotherAddressIsAMistakeToo()
    {
        const Site site;
        const auto peer = site.prepared(given(text(site, PeerFormat::Swanctl).replace("203.0.113.10", "203.0.113.11")));
        QVERIFY2(english(peer.basis).contains(QStringLiteral("looks for us at 203.0.113.11")),
                 qPrintable(english(peer.basis)));
        const api::Rehearsal rehearsal = sim::rehearse(peer.setup);
        QCOMPARE(rehearsal.steps.front().verdict, RehearsalVerdict::Failed);
        QCOMPARE(rehearsal.steps.back().verdict, RehearsalVerdict::Failed);
    }

    void aPeerBehindItsRouterIsPlayedAtItsPublicAddress()
    {
        const Site site;
        const auto peer = site.prepared(
            given(text(site, PeerFormat::Swanctl).replace("local_addrs = 198.51.100.20", "local_addrs = 192.168.1.2")));
        QVERIFY(english(peer.basis).contains(QStringLiteral("NAT")));
        QVERIFY(sim::rehearse(peer.setup).hasPassed());
    }

    void ofSeveralConnectionsOursIsPlayed()
    {
        const Site site;
        const QByteArray one = text(site, PeerFormat::IpsecConf);
        const QByteArray other =
            QByteArray(one).replace("203.0.113.10", "203.0.113.77").replace("conn ", "conn other-");
        QVERIFY(sim::rehearse(site.prepared(given(one + other)).setup).hasPassed());
        const auto none =
            rehearsalOf(site.workspace.catalog(), site.id, given(other + QByteArray(other).replace("other-", "x-")));
        QVERIFY(!none && none.error().contains(QStringLiteral("203.0.113.10")));
    }

    void whatCannotBeReadIsASentence()
    {
        const Site site;
        const auto error = [&](const QByteArray &content, std::optional<PeerFormat> format) {
            GivenPeer peer = given(content);
            peer.format = format;
            const auto prepared = rehearsalOf(site.workspace.catalog(), site.id, std::move(peer));
            return prepared ? QString() : prepared.error();
        };
        QVERIFY(error("connections {\n  office {\n", PeerFormat::Swanctl).startsWith(QStringLiteral("Line ")));
        QVERIFY(!error("nothing of the kind", {}).isEmpty());
        // A suite that the engine has not is not replaced by ours.
        const QByteArray alien = text(site, PeerFormat::Swanctl).replace("version = 2", "version = 1");
        QVERIFY(error(QByteArray(alien).replace("    proposals = aes128-sha1-modp1024",
                                                "    proposals = aes128gcm16-prfsha1-modp1024"),
                      PeerFormat::Swanctl)
                    .contains(QStringLiteral("phase 1")));
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

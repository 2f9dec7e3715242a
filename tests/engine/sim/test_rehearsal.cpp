#include "engine/sim/rehearsal.h"
#include "tests/engine/sim/pair_samples.h"
#include "tests/support/certificate_files.h"

#include <QTest>

using namespace tw;
using namespace tw::sim;
using namespace tw::sim::samples;
using api::FailureCode;
using api::NatTraversal;
using api::RehearsalFault;
using api::RehearsalStep;
using api::RehearsalVerdict;

Q_DECLARE_METATYPE(tw::api::ConnectionConfig)
Q_DECLARE_METATYPE(tw::api::NatTraversal)
Q_DECLARE_METATYPE(tw::api::RehearsalFault)

namespace {

constexpr std::string_view kKey = "a shared secret";

api::ConnectionConfig withPfs(api::ConnectionConfig config, api::DhGroup group)
{
    config.child.proposals.front().pfs = group;
    return config;
}

api::ConnectionConfig ikev1(api::ConnectionConfig config, api::IkeV1Mode mode)
{
    config.ike.version = api::IkeVersion::V1;
    config.ike.mode = mode;
    if (mode == api::IkeV1Mode::Main) {
        config.ike.localId = *api::Identity::parse("192.0.2.2");
        config.ike.remoteId = *api::Identity::parse("198.51.100.2");
    }
    return config;
}

api::ConnectionConfig ipv6Outside()
{
    api::ConnectionConfig config = leftConfig();
    config.localAddress = IpAddress::parse("2001:db8:1::1");
    config.peer = *IpAddress::parse("2001:db8:2::1");
    return config;
}

api::ConnectionConfig severalSubnets()
{
    api::ConnectionConfig config = leftConfig();
    config.child.local = {subnet("10.1.0.0/24"), subnet("10.1.1.0/24"), subnet("fd01::/64")};
    config.child.remote = {subnet("10.2.0.0/24"), subnet("fd02::/64")};
    return config;
}

api::RehearsalSetup setupFor(const api::ConnectionConfig &ours, const api::ConnectionConfig &theirs)
{
    return {{std::make_shared<const api::ConnectionConfig>(ours), SecretBytes(asBytes(kKey))},
            {std::make_shared<const api::ConnectionConfig>(theirs), SecretBytes(asBytes(kKey))},
            {}};
}

api::ConnectionConfig theirsOf(const api::ConnectionConfig &ours)
{
    api::ConnectionConfig theirs = mirrored(ours, ours.localAddress.value_or(kPublicLeft));
    theirs.localAddress.reset();
    return theirs;
}

api::RehearsalSetup setupFor(const api::ConnectionConfig &ours) { return setupFor(ours, theirsOf(ours)); }

const api::RehearsedStep &at(const api::Rehearsal &rehearsal, RehearsalStep step)
{
    return rehearsal.steps.at(static_cast<std::size_t>(step));
}

api::ConnectionConfig withCertificate(const std::string &own, std::string_view peer)
{
    api::ConnectionConfig config = leftConfig();
    config.ike.localId = *api::Identity::parse("left.example.org");
    config.ike.remoteId = *api::Identity::parse(peer);
    config.ike.authentication =
        api::CertificateAuthentication{{test::certificateDer(own)}, {test::certificateDer("rsa-root")}};
    return config;
}

// "passed failed skipped ...", in the order of the steps.
QString verdicts(const api::Rehearsal &rehearsal)
{
    QStringList all;
    for (const api::RehearsedStep &step : rehearsal.steps)
        all.append(QString::fromUtf8(rehearsalName(step.verdict).data()));
    return all.join(QLatin1Char(' '));
}

const auto kAllPassed = QStringLiteral("passed passed passed passed passed passed");
const auto kNoneUp = QStringLiteral("failed skipped skipped skipped skipped failed");

} // namespace

class TestRehearsal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAgreesPasses_data()
    {
        QTest::addColumn<api::ConnectionConfig>("ours");
        QTest::newRow("IKEv2") << leftConfig();
        QTest::newRow("IKEv2 with PFS") << withPfs(leftConfig(), api::DhGroup::Curve25519);
        QTest::newRow("main mode") << ikev1(leftConfig(), api::IkeV1Mode::Main);
        QTest::newRow("aggressive mode with PFS")
            << withPfs(ikev1(leftConfig(), api::IkeV1Mode::Aggressive), api::DhGroup::Modp1024);
        QTest::newRow("IPv6 outside") << ipv6Outside();
        QTest::newRow("several subnets, of both families") << severalSubnets();
    }

    void whatAgreesPasses()
    {
        QFETCH(api::ConnectionConfig, ours);
        const api::Rehearsal rehearsal = rehearse(setupFor(ours));
        QCOMPARE(verdicts(rehearsal), kAllPassed);
        QVERIFY(rehearsal.hasPassed());
        for (const api::RehearsedPair &pair : rehearsal.pairs)
            QVERIFY(pair.isAnswered && pair.isPeerAnswered);
        QCOMPARE(at(rehearsal, RehearsalStep::RekeyChildren).group, ours.child.proposals.front().pfs);
        const auto &rekey = at(rehearsal, RehearsalStep::RekeyChildren);
        QVERIFY(rekey.pingsSent > 10);
        QCOMPARE(rekey.pingsAnswered, rekey.pingsSent);
        QVERIFY(!rehearsal.story.ours.empty() && !rehearsal.story.theirs.empty() && !rehearsal.reversed.theirs.empty());
        // How long both phases take does not depend on who begins; what comes after them does not count.
        QVERIFY(at(rehearsal, RehearsalStep::OtherBegins).took < std::chrono::seconds(1));
    }

    void onlyPairsOfOneFamilyAreTried()
    {
        const api::Rehearsal rehearsal = rehearse(setupFor(severalSubnets()));
        QCOMPARE(rehearsal.pairs.size(), 3u); // two of IPv4, one of IPv6
    }

    void theSameSeedTellsTheSameStory()
    {
        api::RehearsalSetup setup = setupFor(leftConfig());
        setup.faults = {RehearsalFault::Loss};
        const api::Rehearsal first = rehearse(setup);
        const api::Rehearsal second = rehearse(setup);
        QVERIFY(first.story.ours == second.story.ours && first.story.theirs == second.story.theirs);
        QVERIFY(first.steps == second.steps);
        setup.seed = 2;
        QVERIFY(rehearse(setup).story.ours != first.story.ours);
    }

    void anotherKeyIsFoundOut()
    {
        api::RehearsalSetup setup = setupFor(leftConfig());
        setup.theirs.secret = SecretBytes(asBytes("another secret"));
        const api::Rehearsal rehearsal = rehearse(setup);
        QCOMPARE(verdicts(rehearsal), kNoneUp);
        QVERIFY(!rehearsal.hasPassed());
        QCOMPARE(at(rehearsal, RehearsalStep::Negotiation).theirFailure, FailureCode::PskMismatch);
    }

    // The first exchange of IKEv2 does not say whether the groups agree. A refused renewal interrupts nothing, since we begin
    // anew then; but it is what a rehearsal is for.
    void anotherGroupIsFoundOutByTheRenewal()
    {
        const api::ConnectionConfig ours = withPfs(leftConfig(), api::DhGroup::Curve25519);
        const api::Rehearsal rehearsal = rehearse(setupFor(ours, withPfs(theirsOf(ours), api::DhGroup::Ecp256)));
        QCOMPARE(verdicts(rehearsal), QStringLiteral("passed passed failed skipped skipped failed"));
        QCOMPARE(at(rehearsal, RehearsalStep::OtherBegins).ourFailure, FailureCode::PfsMismatch);
        QCOMPARE(at(rehearsal, RehearsalStep::RekeyChildren).ourFailure, FailureCode::PfsMismatch);
    }

    void aMissingSubnetIsFoundOutByItsPair()
    {
        const api::ConnectionConfig ours = severalSubnets();
        api::ConnectionConfig theirs = theirsOf(ours);
        theirs.child.remote.erase(theirs.child.remote.begin() + 1); // 10.1.1.0/24
        const api::Rehearsal rehearsal = rehearse(setupFor(ours, theirs));
        QCOMPARE(verdicts(rehearsal), QStringLiteral("passed failed skipped skipped skipped passed"));
        for (const api::RehearsedPair &pair : rehearsal.pairs)
            QCOMPARE(pair.isAnswered, pair.local != subnet("10.1.1.0/24"));
    }

    void withoutProbesARestartIsNeverNoticed()
    {
        api::ConnectionConfig ours = leftConfig();
        ours.dpd.enabled = false;
        const api::Rehearsal rehearsal = rehearse(setupFor(ours));
        QCOMPARE(at(rehearsal, RehearsalStep::PeerRestart).verdict, RehearsalVerdict::Failed);
    }

    void faultsOfTheNetwork_data()
    {
        QTest::addColumn<RehearsalFault>("fault");
        QTest::addColumn<NatTraversal>("natTraversal");
        QTest::addColumn<QString>("expected");
        const auto withoutTheOther = QStringLiteral("passed passed passed passed passed skipped");
        QTest::newRow("loss") << RehearsalFault::Loss << NatTraversal::Automatic << kAllPassed;
        QTest::newRow("we are behind a NAT")
            << RehearsalFault::WeBehindNat << NatTraversal::Automatic << withoutTheOther;
        QTest::newRow("the peer is behind a NAT")
            << RehearsalFault::PeerBehindNat << NatTraversal::Automatic << withoutTheOther;
        QTest::newRow("protocol 50 is blocked") << RehearsalFault::EspBlocked << NatTraversal::Automatic
                                                << QStringLiteral("passed failed skipped skipped skipped passed");
        QTest::newRow("and not used") << RehearsalFault::EspBlocked << NatTraversal::Forced << kAllPassed;
        QTest::newRow("port 4500 is blocked") << RehearsalFault::NatPortBlocked << NatTraversal::Forced << kNoneUp;
        QTest::newRow("and never used") << RehearsalFault::NatPortBlocked << NatTraversal::Off << kAllPassed;
        QTest::newRow("large datagrams are lost") << RehearsalFault::LargeLost << NatTraversal::Automatic << kAllPassed;
        QTest::newRow("nobody is there") << RehearsalFault::PeerSilent << NatTraversal::Automatic << kNoneUp;
    }

    void faultsOfTheNetwork()
    {
        QFETCH(RehearsalFault, fault);
        QFETCH(NatTraversal, natTraversal);
        QFETCH(QString, expected);
        api::ConnectionConfig ours = leftConfig();
        ours.natTraversal = natTraversal;
        api::RehearsalSetup setup = setupFor(ours);
        setup.faults = {fault};
        QCOMPARE(verdicts(rehearse(setup)), expected);
    }

    // IKE_SA_INIT cannot be cut by IKE itself (RFC 7383): the largest group and a few proposals are too much for it.
    void whatIpMustCutIsLostWhereThatIsLost()
    {
        api::ConnectionConfig ours = leftConfig();
        ours.ike.proposals.front().group = api::DhGroup::Modp8192;
        for (const char *suite : {"aes256", "aes192"}) { // a long list of proposals makes IKE_SA_INIT long
            api::IkeProposal more = ours.ike.proposals.front();
            more.encryption = *api::parseEncryption(suite);
            ours.ike.proposals.push_back(more);
        }
        api::RehearsalSetup setup = setupFor(ours);
        setup.faults = {RehearsalFault::LargeLost};
        const api::Rehearsal rehearsal = rehearse(setup);
        const auto &events = rehearsal.story.ours;
        const auto sent = std::ranges::find(events, api::EventCode::MessageSent, &api::Event::code);
        QVERIFY(sent != events.end() && std::stoul(*sent->find(api::DetailKey::Size)) > 1280);
        QCOMPARE(verdicts(rehearsal), kNoneUp);
        setup.faults.clear();
        QCOMPARE(verdicts(rehearse(setup)), kAllPassed);
    }

    void bothFamiliesMayBeBehindANat()
    {
        api::RehearsalSetup setup = setupFor(ipv6Outside());
        setup.faults = {RehearsalFault::WeBehindNat};
        const api::Rehearsal rehearsal = rehearse(setup);
        QVERIFY(rehearsal.hasPassed());
        QVERIFY(rehearsal.story.status->ikeSa->natLocal);
    }

    void aNamedPeerIsFoundOverIpv6()
    {
        api::ConnectionConfig ours = ipv6Outside();
        api::ConnectionConfig theirs = theirsOf(ours);
        ours.peer = api::HostName("gw.example.org");
        QCOMPARE(verdicts(rehearse(setupFor(ours, theirs))), kAllPassed);
    }

    void silenceIsToldAsSuch()
    {
        api::RehearsalSetup setup = setupFor(leftConfig());
        setup.faults = {RehearsalFault::PeerSilent};
        QCOMPARE(at(rehearse(setup), RehearsalStep::Negotiation).ourFailure, FailureCode::NoResponse);
    }

    // As the two sides are configured: what we bind is not where the peer looks for us.
    void aNatOfOursIsInThePicture()
    {
        api::ConnectionConfig ours = leftConfig();
        ours.localAddress = kPrivateLeft;
        const api::Rehearsal rehearsal = rehearse(setupFor(ours, theirsOf(leftConfig())));
        QVERIFY(rehearsal.hasPassed());
        QVERIFY(rehearsal.story.status->ikeSa->natLocal);
        QCOMPARE(at(rehearsal, RehearsalStep::OtherBegins).verdict, RehearsalVerdict::Skipped);
    }

    void aNamedPeerIsFound()
    {
        api::ConnectionConfig ours = leftConfig();
        ours.peer = api::HostName("gw.example.org");
        QCOMPARE(verdicts(rehearse(setupFor(ours, theirsOf(leftConfig())))), kAllPassed);
    }

    // Ours are real ones (tests/certificates); the peer's are made for the rehearsal.
    void certificatesAreMadeForThePeer_data()
    {
        QTest::addColumn<QString>("own");
        QTest::addColumn<QString>("peer");
        QTest::newRow("RSA") << QStringLiteral("rsa-left") << QStringLiteral("right.example.org");
        QTest::newRow("ECDSA") << QStringLiteral("ec-left") << QStringLiteral("198.51.100.2");
        QTest::newRow("a peer with a distinguished name")
            << QStringLiteral("rsa-left") << QStringLiteral("C=CN, O=Example, CN=right");
    }

    void certificatesAreMadeForThePeer()
    {
        QFETCH(QString, own);
        QFETCH(QString, peer);
        const api::ConnectionConfig ours = withCertificate(own.toStdString(), peer.toStdString());
        api::RehearsalSetup setup = setupFor(ours, theirsOf(ours));
        setup.ours.secret = test::privateKey(own.toStdString());
        setup.theirs.secret = {};
        QCOMPARE(verdicts(rehearse(setup)), kAllPassed);
        // Whose key is not the certificate's proves nothing.
        setup.ours.secret = test::privateKey("other-root");
        const api::Rehearsal refused = rehearse(setup);
        QCOMPARE(verdicts(refused), kNoneUp);
        QCOMPARE(at(refused, RehearsalStep::Negotiation).ourFailure, FailureCode::CertificateProblem);
    }

    // It is the calendar of the setup that counts.
    void certificatesHaveTheirTime()
    {
        const api::ConnectionConfig ours = withCertificate("rsa-left", "right.example.org");
        api::RehearsalSetup setup = setupFor(ours, theirsOf(ours));
        setup.ours.secret = test::privateKey("rsa-left");
        setup.begins = UtcTime{std::chrono::sys_days{std::chrono::year{2200} / 1 / 1}};
        QCOMPARE(verdicts(rehearse(setup)), kNoneUp);
    }

    void namesAreStable()
    {
        for (int i = 0; i <= static_cast<int>(RehearsalFault::PeerSilent); ++i) {
            const auto fault = static_cast<RehearsalFault>(i);
            QVERIFY(!rehearsalName(fault).empty());
            QCOMPARE(api::parseRehearsalFault(rehearsalName(fault)), std::optional(fault));
        }
        QVERIFY(!api::parseRehearsalFault("rain"));
    }
};

QTEST_APPLESS_MAIN(TestRehearsal)
#include "test_rehearsal.moc"

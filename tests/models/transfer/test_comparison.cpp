#include "models/transfer/compare/comparison.h"
#include "models/transfer/compare/comparison_text.h"
#include "models/transfer/compare/peer_lines.h"
#include "tests/models/transfer/peer_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::test;

namespace {

// ASA has no SHA-2 with IKEv1.
PeerView exampleFor(PeerFormat format, bool isV2)
{
    PeerView view = exampleView(isV2);
    if (format == PeerFormat::CiscoAsa && !isV2)
        view.ike.hash = view.esp.hash = api::Integrity::HmacSha1_96;
    return view;
}

QStringList differing(const Comparison &comparison)
{
    QStringList fields;
    for (const ComparisonRow &row : comparison.rows) {
        if (row.differs() || row.fit == Fit::NotUnderstood)
            fields << fieldKey(row.field);
    }
    return fields;
}

Comparison compareWith(const PeerView &ours, const SecretBytes *key, const ReadResult &theirs)
{
    return compareConfigurations({ours, key, false}, *theirs);
}

// The same as a device's own reading has it, without a text between.
PeerReading readingOf(const PeerView &view)
{
    PeerReading reading;
    reading.view = view;
    reading.hasIkeSuite = reading.hasEspSuite = reading.saysStart = reading.saysProbes = true;
    reading.ikeOffers = {view.ike};
    reading.espOffers = {view.esp};
    return reading;
}

Comparison compareViews(const PeerView &ours, const PeerReading &theirs)
{
    PeerReadings readings;
    PeerReading copy;
    copy.view = theirs.view;
    copy.hasIkeSuite = theirs.hasIkeSuite;
    copy.hasEspSuite = theirs.hasEspSuite;
    copy.saysStart = theirs.saysStart;
    copy.saysProbes = theirs.saysProbes;
    copy.ikeOffers = theirs.ikeOffers;
    copy.espOffers = theirs.espOffers;
    copy.ignored = theirs.ignored;
    readings.push_back(std::move(copy));
    return compareConfigurations({ours, nullptr, false}, readings);
}

using Change = void (*)(PeerView &);
struct Case
{
    const char *name;
    Field field;
    Change change;
    Fit fitV2;
    api::Phase phase;
    DiagnosisCode code;
};

constexpr std::array kCases = {
    Case{"remote address", Field::InternetIp, [](PeerView &v) { v.remote = QStringLiteral("198.51.100.99"); },
         Fit::Breaks, api::Phase::Phase1, DiagnosisCode::PeerMismatch},
    Case{"local address", Field::IpAddress, [](PeerView &v) { v.local = QStringLiteral("203.0.113.99"); }, Fit::Breaks,
         api::Phase::Phase1, DiagnosisCode::PeerMismatch},
    Case{"private local address", Field::IpAddress, [](PeerView &v) { v.local = QStringLiteral("192.168.1.2"); },
         Fit::Harmless, api::Phase::None, DiagnosisCode::NoExceptionFound},
    Case{"remote subnets", Field::LocalSubnet, [](PeerView &v) { v.remoteSubnets = {QStringLiteral("10.11.0.0/24")}; },
         Fit::Breaks, api::Phase::Phase2, DiagnosisCode::TrafficSelectorMismatch},
    Case{"local subnets", Field::RemoteSubnet,
         [](PeerView &v) {
             v.localSubnets.removeLast();
             v.localSubnets << QStringLiteral("172.16.9.0/24");
         },
         Fit::Breaks, api::Phase::Phase2, DiagnosisCode::TrafficSelectorMismatch},
    Case{"encryption of phase 1", Field::IkeEncAlg, [](PeerView &v) { v.ike.encryption = api::Encryption::Aes128Cbc; },
         Fit::Breaks, api::Phase::Phase1, DiagnosisCode::EncryptionAlgorithmMismatch},
    Case{"hash of phase 1", Field::IkeAuthAlg, [](PeerView &v) { v.ike.hash = api::Integrity::HmacMd5_96; },
         Fit::Breaks, api::Phase::Phase1, DiagnosisCode::AuthenticationAlgorithmMismatch},
    Case{"group of phase 1", Field::IkePfs, [](PeerView &v) { v.ike.group = api::DhGroup::Modp1536; }, Fit::Breaks,
         api::Phase::Phase1, DiagnosisCode::DhGroupMismatch},
    Case{"lifetime of phase 1", Field::IkeLifetime, [](PeerView &v) { v.ikeLifetime = 28800; }, Fit::Harmless,
         api::Phase::None, DiagnosisCode::NoExceptionFound},
    Case{"remote identity", Field::LocalId, [](PeerView &v) { v.remoteId = QStringLiteral("198.51.100.77"); },
         Fit::Breaks, api::Phase::Phase1, DiagnosisCode::PeerIdMismatch},
    Case{"local identity", Field::RemoteId, [](PeerView &v) { v.localId = QStringLiteral("203.0.113.77"); },
         Fit::Breaks, api::Phase::Phase1, DiagnosisCode::PeerIdMismatch},
    Case{"encryption of phase 2", Field::IpsecEncAlg,
         [](PeerView &v) { v.esp.encryption = api::Encryption::Aes128Cbc; }, Fit::Breaks, api::Phase::Phase2,
         DiagnosisCode::EncryptionAlgorithmMismatch},
    Case{"hash of phase 2", Field::IpsecAuthAlg, [](PeerView &v) { v.esp.hash = api::Integrity::HmacMd5_96; },
         Fit::Breaks, api::Phase::Phase2, DiagnosisCode::AuthenticationAlgorithmMismatch},
    Case{"PFS group", Field::IpsecPfs, [](PeerView &v) { v.esp.group = api::DhGroup::Modp1536; }, Fit::Breaks,
         api::Phase::Phase2, DiagnosisCode::PfsMismatch},
    Case{"lifetime of phase 2", Field::IpsecLifetime, [](PeerView &v) { v.espLifetime = 3600; }, Fit::Harmless,
         api::Phase::None, DiagnosisCode::NoExceptionFound},
    Case{"who starts", Field::EffectImmediately, [](PeerView &v) { v.startsAtOnce = !v.startsAtOnce; }, Fit::Harmless,
         api::Phase::None, DiagnosisCode::NoExceptionFound},
    Case{"probes", Field::EnableDpd, [](PeerView &v) { v.probes = !v.probes; }, Fit::Harmless, api::Phase::None,
         DiagnosisCode::NoExceptionFound},
    Case{"encapsulation", Field::EnableNatTraversal, [](PeerView &v) { v.forcesEncapsulation = true; }, Fit::Harmless,
         api::Phase::None, DiagnosisCode::NoExceptionFound},
};

} // namespace

// Another device's configuration against a connection.
class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWeWroteFits_data() { formats(); }
    void whatWeWroteFits();
    void connectionsByChanceFit_data() { formats(); }
    void connectionsByChanceFit();
    void eachChangeIsItsRow_data();
    void eachChangeIsItsRow();
    void eachChangeIsItsRowInEveryFormat_data() { formats(); }
    void eachChangeIsItsRowInEveryFormat();
    void whatMattersMostComesFirst();
    void version();
    void eitherVersionFits();
    void mode();
    void keysAreNeverShown();
    void oneOfSeveralOffersIsEnough();
    void subnetsAreSets();
    void subnetsThatOverlapAreNarrowedWithIkeV2();
    void lifetimesAreRiskyWithIkeV1();
    void whatIsNotSaidIsNoDifference();
    void whatIsNotUnderstoodIsSaid();
    void whoeverTakesAnyoneFits();
    void ourOwnEndIsSeenToBe();
    void strangersAreSeenToBe();
    void theMostAlikeOfSeveralIsChosen();
    void theLinesForTheOtherSide_data() { formats(); }
    void theLinesForTheOtherSide();
    void whatTheDeviceCannotHaveIsSaid();

private:
    static void formats()
    {
        QTest::addColumn<PeerFormat>("format");
        for (const PeerFormatInfo &info : peerFormats())
            QTest::newRow(info.id) << info.format;
    }
};

void TestComparison::whatWeWroteFits()
{
    QFETCH(PeerFormat, format);
    for (const bool isV2 : {false, true}) {
        const PeerView view = exampleFor(format, isV2);
        const SecretBytes key(viewOf("n0t.A-Secret"));
        const ReadResult read = readBack(format, exportPeer(format, requestFor(view, &key)));
        QVERIFY(read);
        const Comparison comparison = compareWith(view, &key, read);
        QCOMPARE(differing(comparison), QStringList());
        QCOMPARE(comparison.whose, Whose::Peers);
        QCOMPARE(comparison.row(Field::Psk)->fit, Fit::Fits);
        QCOMPARE(comparison.differences(), 0);
    }
}

void TestComparison::connectionsByChanceFit()
{
    QFETCH(PeerFormat, format);
    int written = 0;
    for (unsigned seed = 1000; seed < 1300; ++seed) {
        RandomPeer random(seed);
        const SecretBytes key = random.key();
        const PeerView view = random.view(format);
        const ExportResult result = exportPeer(format, requestFor(view, &key));
        if (!result.blockers.isEmpty())
            continue;
        ++written;
        const ReadResult read = readBack(format, result);
        QVERIFY(read);
        const Comparison comparison = compareWith(view, &key, read);
        QVERIFY2(
            differing(comparison).isEmpty(),
            qPrintable(QStringLiteral("seed %1: %2").arg(QString::number(seed), differing(comparison).join(u' '))));
        QCOMPARE(comparison.whose, Whose::Peers);
    }
    QVERIFY(written >= 5);
}

void TestComparison::eachChangeIsItsRow_data()
{
    QTest::addColumn<int>("number");
    for (int i = 0; i < static_cast<int>(kCases.size()); ++i)
        QTest::newRow(kCases.at(static_cast<std::size_t>(i)).name) << i;
}

void TestComparison::eachChangeIsItsRow()
{
    QFETCH(int, number);
    const Case &one = kCases.at(static_cast<std::size_t>(number));
    const PeerView ours = exampleView(true);
    PeerReading theirs = readingOf(ours);
    one.change(theirs.view);
    theirs.ikeOffers = {theirs.view.ike};
    theirs.espOffers = {theirs.view.esp};
    const Comparison comparison = compareViews(ours, theirs);
    QCOMPARE(differing(comparison), QStringList{fieldKey(one.field)});
    const ComparisonRow *row = comparison.row(one.field);
    QCOMPARE(row->fit, one.fitV2);
    QCOMPARE(row->phase, one.phase);
    QCOMPARE(row->code(), one.code);
    QVERIFY(!effectText(*row).isEmpty());
    QVERIFY(!fitText(*row).isEmpty());
    // What they have is what the form is opened with; a NAT is no reason to change anything.
    QCOMPARE(row->mendHere().has_value(), row->effect != Effect::BehindNat);
    if (row->mendHere())
        QCOMPARE(row->mendHere()->value, row->theirs);
}

void TestComparison::eachChangeIsItsRowInEveryFormat()
{
    QFETCH(PeerFormat, format);
    int seen = 0;
    for (const bool isV2 : {true, false}) {
        const PeerView ours = exampleFor(format, isV2);
        for (const Case &one : kCases) {
            PeerView changed = ours;
            if (one.field == Field::RemoteSubnet && !isV2)
                changed.localSubnets = {QStringLiteral("172.16.9.0/24")};
            else
                one.change(changed);
            const ExportResult result = exportPeer(format, requestFor(changed, nullptr));
            if (!result.blockers.isEmpty())
                continue; // the device has no such value
            const ReadResult read = readBack(format, result);
            QVERIFY(read);
            const Comparison comparison = compareWith(ours, nullptr, read);
            const ComparisonRow *row = comparison.row(one.field);
            // Not every text says everything; what it says it says right, and nothing else is made of it.
            if (row && row->differs())
                ++seen;
            for (const QString &field : differing(comparison))
                QVERIFY2(field == fieldKey(one.field), qPrintable(QLatin1String(one.name) + u':' + field));
        }
    }
    QVERIFY2(seen >= 16, qPrintable(QString::number(seen)));
}

// However it came out, those of one weight in the order of the form.
void TestComparison::whatMattersMostComesFirst()
{
    const PeerView ours = exampleView(false);
    PeerReading theirs = readingOf(ours);
    theirs.view.localSubnets = theirs.view.remoteSubnets = {QStringLiteral("192.168.77.0/24")};
    theirs.view.ike.encryption = theirs.view.esp.encryption = api::Encryption::Aes128Cbc;
    theirs.view.remoteId = QStringLiteral("someone.example");
    theirs.view.espLifetime = 3600;
    theirs.view.startsAtOnce = !theirs.view.startsAtOnce;
    theirs.view.probes = !theirs.view.probes;
    theirs.ikeOffers = {theirs.view.ike};
    theirs.espOffers = {theirs.view.esp};
    const Comparison comparison = compareViews(ours, theirs);
    const QList<Field> expected = {Field::IkeEncAlg,         Field::LocalId,     Field::LocalSubnet,
                                   Field::RemoteSubnet,      Field::IpsecEncAlg, Field::IpsecLifetime,
                                   Field::EffectImmediately, Field::EnableDpd};
    QStringList fields;
    for (const Field field : expected)
        fields << fieldKey(field);
    QCOMPARE(differing(comparison), fields);
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(fieldKey(comparison.rows.at(i).field), fields.at(i));
    // Behind them what was not said, and at the end what fits.
    QCOMPARE(comparison.rows.at(expected.size()).fit, Fit::NotSaid);
    QCOMPARE(comparison.rows.last().fit, Fit::Fits);
}

void TestComparison::version()
{
    PeerView theirs = exampleView(false);
    PeerView ours = theirs;
    ours.isIkeV2 = true;
    const Comparison comparison = compareViews(ours, readingOf(theirs));
    QCOMPARE(differing(comparison), QStringList{fieldKey(Field::IkeVersion)});
    QCOMPARE(comparison.row(Field::IkeVersion)->theirs, QStringLiteral("ikev1"));
    QCOMPARE(comparison.breaking(api::Phase::Phase1), 1);
}

// strongSwan takes both where the text does not say which.
void TestComparison::eitherVersionFits()
{
    const PeerView ours = exampleView(false);
    for (const auto &[format, said, unsaid] :
         {std::tuple{PeerFormat::Swanctl, "version = 1", "version = 0"},
          std::tuple{PeerFormat::Swanctl, "    version = 1\n", ""},
          std::tuple{PeerFormat::IpsecConf, "keyexchange = ikev1", "keyexchange = ike"},
          std::tuple{PeerFormat::IpsecConf, "    keyexchange = ikev1\n", ""}}) {
        const ExportResult result = exportPeer(format, requestFor(ours, nullptr));
        QByteArray text = bytesOf(result.files.front().text);
        QVERIFY2(text.contains(said), text.constData());
        QVERIFY(differing(compareWith(exampleView(true), nullptr, readPeer(format, viewOf(text))))
                    .contains(fieldKey(Field::IkeVersion)));
        text.replace(said, unsaid);
        QCOMPARE(differing(compareWith(ours, nullptr, readPeer(format, viewOf(text)))), QStringList());
    }
}

void TestComparison::mode()
{
    const PeerView ours = exampleView(false);
    PeerView theirs = ours;
    theirs.isAggressive = true;
    const Comparison comparison = compareViews(ours, readingOf(theirs));
    QCOMPARE(differing(comparison), QStringList{fieldKey(Field::IkeMode)});
    QCOMPARE(comparison.row(Field::IkeMode)->code(), DiagnosisCode::NegotiationModeMismatch);
    // Whoever speaks IKEv2 has none.
    QVERIFY(!compareViews(exampleView(true), readingOf(exampleView(true))).row(Field::IkeMode));
}

void TestComparison::keysAreNeverShown()
{
    const PeerView view = exampleView(true);
    const SecretBytes ours(viewOf("n0t.A-Secret"));
    const SecretBytes theirs(viewOf("an0ther-Secret"));
    const ReadResult read = readBack(PeerFormat::Swanctl, exportPeer(PeerFormat::Swanctl, requestFor(view, &theirs)));
    const Comparison comparison = compareWith(view, &ours, read);
    const ComparisonRow *row = comparison.row(Field::Psk);
    QCOMPARE(row->fit, Fit::Breaks);
    QCOMPARE(row->code(), DiagnosisCode::PskMismatch);
    QVERIFY(row->ours.isEmpty() && row->theirs.isEmpty());
    QVERIFY(row->mendHere()->value.isEmpty());
    const QString report = comparisonReport(QStringLiteral("hq"), comparison);
    QVERIFY(report.contains(QStringLiteral("another key")));
    QVERIFY(!report.contains(QStringLiteral("ecret")));
    for (const QString &line : peerLinesFor(PeerFormat::Swanctl, view, *row).lines)
        QVERIFY(!line.contains(QStringLiteral("ecret =")) || line.contains(QStringLiteral("PRE-SHARED-KEY")));
    // A placeholder is no key.
    const ReadResult without =
        readBack(PeerFormat::Swanctl, exportPeer(PeerFormat::Swanctl, requestFor(view, nullptr)));
    QCOMPARE(compareWith(view, &ours, without).row(Field::Psk)->fit, Fit::NotSaid);
    // With a certificate here, a key there is another method.
    const Comparison other = compareConfigurations({view, nullptr, true}, *read);
    QCOMPARE(differing(other), QStringList{fieldKey(Field::AuthMethod)});
}

void TestComparison::oneOfSeveralOffersIsEnough()
{
    const PeerView ours = exampleView(true);
    PeerReading theirs = readingOf(ours);
    PeerSuite other = ours.ike;
    other.encryption = api::Encryption::Aes128Cbc;
    theirs.view.ike = other;
    theirs.ikeOffers = {other, ours.ike};
    QCOMPARE(differing(compareViews(ours, theirs)), QStringList());
    // Where none fits, the nearest is told.
    PeerSuite far = other;
    far.group = api::DhGroup::Modp1024;
    theirs.view.ike = far;
    theirs.ikeOffers = {far, other};
    QCOMPARE(differing(compareViews(ours, theirs)), QStringList{fieldKey(Field::IkeEncAlg)});
}

void TestComparison::subnetsAreSets()
{
    const PeerView ours = exampleView(true);
    PeerReading theirs = readingOf(ours);
    std::ranges::reverse(theirs.view.localSubnets);
    QVERIFY(theirs.view.localSubnets != ours.localSubnets);
    QCOMPARE(differing(compareViews(ours, theirs)), QStringList());
}

void TestComparison::subnetsThatOverlapAreNarrowedWithIkeV2()
{
    const PeerView ours = exampleView(true);
    PeerReading theirs = readingOf(ours);
    theirs.view.localSubnets = {ours.localSubnets.first()};
    QCOMPARE(compareViews(ours, theirs).row(Field::RemoteSubnet)->effect, Effect::SelectorsNarrowed);
    theirs.view.localSubnets = {QStringLiteral("172.16.0.0/16")};
    QCOMPARE(compareViews(ours, theirs).row(Field::RemoteSubnet)->effect, Effect::SelectorsNarrowed);
    theirs.view.localSubnets = {QStringLiteral("192.168.0.0/16")};
    QCOMPARE(compareViews(ours, theirs).row(Field::RemoteSubnet)->effect, Effect::SelectorsRefused);
    const PeerView v1 = exampleView(false);
    theirs = readingOf(v1);
    theirs.view.localSubnets = {QStringLiteral("172.16.0.0/16")};
    QCOMPARE(compareViews(v1, theirs).row(Field::RemoteSubnet)->effect, Effect::SelectorsRefused);
}

void TestComparison::lifetimesAreRiskyWithIkeV1()
{
    const PeerView ours = exampleView(false);
    PeerReading theirs = readingOf(ours);
    theirs.view.espLifetime = 3600;
    const Comparison comparison = compareViews(ours, theirs);
    QCOMPARE(comparison.row(Field::IpsecLifetime)->fit, Fit::Risky);
    QCOMPARE(comparison.row(Field::IpsecLifetime)->code(), DiagnosisCode::LifetimeMismatch);
    // The form does not take more than a day.
    theirs.view.espLifetime = 100000;
    QVERIFY(!compareViews(ours, theirs).row(Field::IpsecLifetime)->mendHere());
}

void TestComparison::whatIsNotSaidIsNoDifference()
{
    const PeerView ours = exampleView(true);
    PeerReading theirs;
    theirs.view.remote = ours.remote;
    const Comparison comparison = compareViews(ours, theirs);
    QCOMPARE(differing(comparison), QStringList());
    QVERIFY(comparison.count(Fit::NotSaid) >= 12);
    QCOMPARE(comparison.row(Field::IkeEncAlg)->fit, Fit::NotSaid);
    QVERIFY(comparisonSummary(comparison).contains(QStringLiteral("not said")));
}

void TestComparison::whatIsNotUnderstoodIsSaid()
{
    const PeerView ours = exampleView(true);
    PeerReading theirs = readingOf(ours);
    theirs.hasIkeSuite = false;
    theirs.ikeOffers.clear();
    theirs.ignored = {{12, QStringLiteral("proposals")}};
    const Comparison comparison = compareViews(ours, theirs);
    QCOMPARE(comparison.row(Field::IkeEncAlg)->fit, Fit::NotUnderstood);
    QCOMPARE(comparison.differences(), 0);
    QVERIFY(comparisonReport(QStringLiteral("hq"), comparison).contains(QStringLiteral("Line 12")));
}

void TestComparison::whoeverTakesAnyoneFits()
{
    const PeerView ours = exampleView(true);
    PeerReading theirs = readingOf(ours);
    theirs.view.remote = theirs.view.remoteId = QStringLiteral("%any");
    QCOMPARE(differing(compareViews(ours, theirs)), QStringList());
    // A name is not looked up.
    theirs.view.remote = QStringLiteral("gw.example.com");
    QCOMPARE(compareViews(ours, theirs).row(Field::InternetIp)->fit, Fit::NotSaid);
}

void TestComparison::ourOwnEndIsSeenToBe()
{
    const PeerView ours = exampleView(true);
    const Comparison comparison = compareViews(ours, readingOf(otherEnd(ours)));
    QCOMPARE(comparison.whose, Whose::Ours);
    QCOMPARE(differing(comparison), QStringList()); // turned round, and so it can still be compared
    QVERIFY(!whoseText(comparison.whose).isEmpty());
}

void TestComparison::strangersAreSeenToBe()
{
    PeerView other = exampleView(true);
    other.local = other.localId = QStringLiteral("203.0.113.1");
    other.remote = other.remoteId = QStringLiteral("203.0.113.2");
    other.localSubnets = {QStringLiteral("192.168.1.0/24")};
    other.remoteSubnets = {QStringLiteral("192.168.2.0/24")};
    QCOMPARE(compareViews(exampleView(true), readingOf(other)).whose, Whose::Strangers);
}

void TestComparison::theMostAlikeOfSeveralIsChosen()
{
    const PeerView ours = exampleView(true);
    PeerView other = ours;
    other.local = other.localId = QStringLiteral("203.0.113.1");
    other.localSubnets = {QStringLiteral("192.168.1.0/24")};
    other.name = QStringLiteral("other");
    PeerReadings readings;
    readings.push_back(readingOf(other));
    readings.push_back(readingOf(ours));
    readings.push_back(readingOf(other));
    QCOMPARE(bestMatch(readings, ours), 1);
    const Comparison comparison = compareConfigurations({ours, nullptr, false}, readings);
    QCOMPARE(comparison.chosen, 1);
    QCOMPARE(comparison.candidates,
             QStringList({QStringLiteral("other"), QStringLiteral("hq"), QStringLiteral("other")}));
    QCOMPARE(differing(comparison), QStringList());
    QVERIFY(compareConfigurations({ours, nullptr, false}, readings, 0).differences() > 0);
}

// The lines are those of our own text in which it differs from the other's.
void TestComparison::theLinesForTheOtherSide()
{
    QFETCH(PeerFormat, format);
    const PeerView ours = exampleFor(format, true);
    const ExportResult whole = exportPeer(format, requestFor(ours, nullptr));
    QStringList all;
    for (const ExportedFile &file : whole.files)
        all << QString::fromUtf8(bytesOf(file.text)).split(u'\n');
    for (const Field field : {Field::IkeEncAlg, Field::IkePfs, Field::IpsecEncAlg, Field::IpsecAuthAlg,
                              Field::LocalSubnet, Field::InternetIp, Field::Psk}) {
        ComparisonRow row;
        row.field = field;
        row.fit = Fit::Breaks;
        const PeerLines lines = peerLinesFor(format, ours, row);
        QVERIFY(!lines.refusal);
        QVERIFY2(!lines.lines.isEmpty(), qPrintable(fieldKey(field)));
        for (const QString &line : lines.lines)
            QVERIFY2(all.contains(line), qPrintable(line));
    }
    ComparisonRow row;
    row.field = Field::LocalSubnet;
    QVERIFY(peerLinesFor(format, ours, row).lines.join(u'\n').contains(QStringLiteral("10.10.0.0")));
}

void TestComparison::whatTheDeviceCannotHaveIsSaid()
{
    PeerView ours = exampleView(true);
    ours.ike.encryption = api::Encryption::DesCbc;
    ComparisonRow row;
    row.field = Field::IkeEncAlg;
    row.fit = Fit::Breaks;
    const PeerLines lines = peerLinesFor(PeerFormat::Libreswan, ours, row);
    QVERIFY(lines.refusal);
    QVERIFY(lines.lines.isEmpty());
}

QTEST_GUILESS_MAIN(TestComparison)
#include "test_comparison.moc"

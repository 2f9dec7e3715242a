#include "engine/sim/rehearsal.h"
#include "models/catalog/weakness.h"
#include "models/rehearsal/rehearsal_setup.h"
#include "models/rehearsal/rehearsal_text.h"
#include "models/transfer/device_preset.h"
#include "tests/models/transfer/peer_samples.h"
#include "tests/support/temporary_workspace.h"

#include <QSet>
#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::test;

Q_DECLARE_METATYPE(const tw::models::DevicePreset *)

namespace {

const DevicePreset &preset(const char *id)
{
    for (const DevicePreset &one : devicePresets()) {
        if (QLatin1String(one.id) == QLatin1String(id))
            return one;
    }
    qFatal("no preset %s", id);
}

void addPresets()
{
    QTest::addColumn<const DevicePreset *>("preset");
    for (const DevicePreset &one : devicePresets())
        QTest::newRow(one.id) << &one;
}

ConnectionDraft draftWith(const DevicePreset &preset)
{
    ConnectionDraft draft = sampleDraft();
    applyPreset(draft, preset);
    return draft;
}

QString text(const char *literal) { return QString::fromUtf8(literal); }

} // namespace

// What the vendors document of their devices, and that such a connection can be saved, written for the device, and played
// against it.
class TestDevicePreset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void documentedValues_data();
    void documentedValues();
    void nothingElseChanges_data() { addPresets(); }
    void nothingElseChanges();
    void passesTheValidator_data() { addPresets(); }
    void passesTheValidator();
    void undoesTheRecommendedOnes_data() { addPresets(); }
    void undoesTheRecommendedOnes();
    void weaknesses_data();
    void weaknesses();
    void itsDeviceCanExpressIt_data() { addPresets(); }
    void itsDeviceCanExpressIt();
    void playsAgainstItsDevice_data() { addPresets(); }
    void playsAgainstItsDevice();
    void eachIsAnother();
    void saysWhatItFills();
};

void TestDevicePreset::documentedValues_data()
{
    QTest::addColumn<QString>("ike");
    QTest::addColumn<QString>("ipsec");
    const auto row = [](const char *id, const char *ike, const char *ipsec) {
        QTest::newRow(id) << text(ike) << text(ipsec);
    };
    // "crypto ikev1 policy" and "crypto ipsec security-association lifetime" of the ASA's command reference.
    row("cisco-asa", "aes sha1 group5 86400", "aes sha1 disabled 28800");
    // "show crypto isakmp default policy" and "show crypto ipsec default transform-set", 12.4(20)T.
    row("cisco-ios", "aes sha1 group5 86400", "aes sha1 disabled 3600");
    // "pre-g2-aes128-sha" and "g2-esp-aes128-sha" of ScreenOS, and of Junos' proposal-set "standard".
    row("juniper", "aes sha1 group2 28800", "aes sha1 group2 3600");
    // "phase1-interface" and "phase2-interface" of FortiOS 4.0 MR3.
    row("fortios", "aes sha1 group5 28800", "aes sha1 group5 1800");
    // "ike proposal" and "ipsec proposal" of Comware V5.
    row("h3c", "des sha1 group1 86400", "des md5 disabled 3600");
    // "Configuring IPsec Settings" of Windows Server 2008 R2: 480 and 60 minutes.
    row("windows", "aes sha1 group2 28800", "aes sha1 disabled 3600");
}

void TestDevicePreset::documentedValues()
{
    QFETCH(QString, ike);
    QFETCH(QString, ipsec);
    const ConnectionDraft draft = draftWith(preset(QTest::currentDataTag()));
    QCOMPARE(draft.ikeVersion, text("ikev1"));
    QCOMPARE(draft.ikeMode, text("main"));
    QCOMPARE(QStringList({draft.ikeEncAlg, draft.ikeAuthAlg, draft.ikePfs, draft.ikeLifetime}).join(u' '), ike);
    QCOMPARE(QStringList({draft.ipsecEncAlg, draft.ipsecAuthAlg, draft.ipsecPfs, draft.ipsecLifetime}).join(u' '),
             ipsec);
}

void TestDevicePreset::nothingElseChanges()
{
    QFETCH(const DevicePreset *, preset);
    const QSet<Field> filled{Field::IkeVersion, Field::IkeMode,      Field::IkeEncAlg,   Field::IkeAuthAlg,
                             Field::IkePfs,     Field::IkeLifetime,  Field::IpsecEncAlg, Field::IpsecAuthAlg,
                             Field::IpsecPfs,   Field::IpsecLifetime};
    const ConnectionDraft before = sampleDraft();
    const ConnectionDraft after = draftWith(*preset);
    for (const DraftMember &member : draftMembers()) {
        if (!filled.contains(member.field))
            QCOMPARE(draftText(after, member.field), draftText(before, member.field));
    }
}

void TestDevicePreset::passesTheValidator()
{
    QFETCH(const DevicePreset *, preset);
    QVERIFY(check(draftWith(*preset), sampleKey(), sampleContext()).isEmpty());
}

// An AEAD suite leaves an IPsec authentication algorithm behind that no other suite can have.
void TestDevicePreset::undoesTheRecommendedOnes()
{
    QFETCH(const DevicePreset *, preset);
    ConnectionDraft draft = sampleDraft();
    applyProfile(draft, Profile::Recommended);
    applyPreset(draft, *preset);
    QCOMPARE(draft, draftWith(*preset));
    applyProfile(draft, Profile::CloudDefault);
    QCOMPARE(draft, sampleDraft());
}

void TestDevicePreset::weaknesses_data()
{
    QTest::addColumn<QList<Field>>("fields");
    using enum Field;
    QTest::newRow("cisco-asa") << QList{IkeAuthAlg, IkePfs, IpsecAuthAlg};
    QTest::newRow("cisco-ios") << QList{IkeAuthAlg, IkePfs, IpsecAuthAlg};
    QTest::newRow("juniper") << QList{IkeAuthAlg, IkePfs, IpsecAuthAlg, IpsecPfs};
    QTest::newRow("fortios") << QList{IkeAuthAlg, IkePfs, IpsecAuthAlg, IpsecPfs};
    QTest::newRow("h3c") << QList{IkeEncAlg, IkeAuthAlg, IkePfs, IpsecEncAlg, IpsecAuthAlg};
    QTest::newRow("windows") << QList{IkeAuthAlg, IkePfs, IpsecAuthAlg};
}

void TestDevicePreset::weaknesses()
{
    QFETCH(QList<Field>, fields);
    QList<Field> weak;
    for (const ValidationIssue &issue : models::weaknesses(draftWith(preset(QTest::currentDataTag()))))
        weak.append(issue.field);
    QCOMPARE(weak, fields);
}

void TestDevicePreset::itsDeviceCanExpressIt()
{
    QFETCH(const DevicePreset *, preset);
    const ConnectionDraft draft = draftWith(*preset);
    const auto view = peerViewOf(draft, sampleVpnGateway(), sampleCustomerGateway());
    QVERIFY(view);
    const PresharedKey key = sampleKey();
    const ExportResult result = exportPeer(preset->format, requestFor(*view, &key));
    for (const ExportBlocker &blocker : result.blockers)
        qWarning("%s", qPrintable(blocker.reason.translated()));
    QVERIFY(result.blockers.isEmpty());
    QVERIFY(!result.files.empty());
    const ReadResult read = readBack(preset->format, result);
    QVERIFY(read);
    QCOMPARE(read->size(), std::size_t{1});
    const PeerView &back = read->front().view;
    QVERIFY(!back.isIkeV2);
    QVERIFY(!back.isAggressive);
    QVERIFY(back.ike == view->ike);
    QVERIFY(back.esp == view->esp);
    QCOMPARE(back.ikeLifetime, draft.ikeLifetime.toLongLong());
    QCOMPARE(back.espLifetime, draft.ipsecLifetime.toLongLong());
}

void TestDevicePreset::playsAgainstItsDevice()
{
    QFETCH(const DevicePreset *, preset);
    TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto id = workspace.catalog().save(draftWith(*preset), sampleKey());
    QVERIFY(id);
    const auto prepared = rehearsalOf(workspace.catalog(), *id, ExportedPeer{preset->format});
    QVERIFY(prepared);
    QVERIFY(prepared->basis.kind == RehearsalBasis::Kind::ExportedText);
    const api::Rehearsal rehearsal = sim::rehearse(prepared->setup);
    QVERIFY(!rehearsal.steps.empty());
    for (const api::RehearsedStep &step : rehearsal.steps)
        QVERIFY2(step.verdict != api::RehearsalVerdict::Failed,
                 qPrintable(rehearsalStepTitle(step.step) + u' ' + rehearsalStepText(rehearsal, step)));
}

void TestDevicePreset::eachIsAnother()
{
    QSet<QString> ids;
    QSet<QString> titles;
    for (const DevicePreset &one : devicePresets()) {
        ids.insert(text(one.id));
        titles.insert(presetTitle(one));
    }
    QCOMPARE(ids.size(), static_cast<qsizetype>(devicePresets().size()));
    QCOMPARE(titles.size(), static_cast<qsizetype>(devicePresets().size()));
}

void TestDevicePreset::saysWhatItFills()
{
    QCOMPARE(presetText(preset("juniper")),
             text("The AES-128 half of the predefined proposal set.\n"
                  "IKEv1, main mode: AES-128 (CBC), SHA-1, group 2 (MODP 1024), 28800 s\n"
                  "IPsec: AES-128 (CBC), SHA-1, group 2 (MODP 1024), 3600 s"));
    QVERIFY(presetText(preset("cisco-ios")).endsWith(text("IPsec: AES-128 (CBC), SHA-1, no PFS, 3600 s")));
}

QTEST_GUILESS_MAIN(TestDevicePreset)
#include "test_device_preset.moc"

#include "models/catalog/connection_validator.h"
#include "tests/support/draft_samples.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

} // namespace

class TestConnectionDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreTheSeeds();
    void membersCoverTheWholeForm();
    void recommendedProfileIsValid();
    void cloudProfileUndoesTheRecommended();
    void editEffects_data();
    void editEffects();
    void editEffectsAreTheEngines();
    void generatedKeysAreValidAndDiffer();
    void generatedIds();
};

void TestConnectionDraft::defaultsAreTheSeeds()
{
    const ConnectionDraft draft;
    QVERIFY(!draft.effectImmediately);
    QCOMPARE(draft.ikeVersion, text("ikev2"));
    QCOMPARE(draft.ikeMode, text("main"));
    QCOMPARE(draft.ikeEncAlg, text("aes"));
    QCOMPARE(draft.ikeAuthAlg, text("sha1"));
    QCOMPARE(draft.ikePfs, text("group2"));
    QCOMPARE(draft.ikeLifetime, text("86400"));
    QCOMPARE(draft.ipsecEncAlg, text("aes"));
    QCOMPARE(draft.ipsecAuthAlg, text("sha1"));
    QCOMPARE(draft.ipsecPfs, text("group2"));
    QCOMPARE(draft.ipsecLifetime, text("86400"));
    QVERIFY(draft.enableDpd);
    QCOMPARE(draft.natTraversal, text("automatic"));
    QVERIFY(!draft.healthCheck);
    QCOMPARE(draft.healthCheckInterval, text("3"));
    QCOMPARE(draft.healthCheckRetry, text("3"));
}

void TestConnectionDraft::membersCoverTheWholeForm()
{
    // Set each to a value of its own: a member that two fields share, or none has, shows.
    ConnectionDraft draft;
    QSet<Field> fields;
    for (const DraftMember &member : draftMembers()) {
        fields.insert(member.field);
        const bool isFlag = std::holds_alternative<bool ConnectionDraft::*>(member.member);
        const QString value = isFlag ? text("true") : fieldKey(member.field);
        setDraftText(draft, member.field, value);
        QCOMPARE(draftText(draft, member.field), value);
    }
    for (const DraftMember &member : draftMembers()) {
        if (std::holds_alternative<QString ConnectionDraft::*>(member.member))
            QCOMPARE(draftText(draft, member.field), fieldKey(member.field));
    }
    // All fields but region, key, and the four that only gateways have.
    QCOMPARE(fields.size(), static_cast<int>(Field::Mss) + 1 - 6);
}

void TestConnectionDraft::recommendedProfileIsValid()
{
    ConnectionDraft draft = test::sampleDraft();
    draft.ikeVersion = text("ikev1");
    applyProfile(draft, Profile::Recommended);
    QCOMPARE(draft.ikeVersion, text("ikev2"));
    QVERIFY(check(draft, test::sampleKey(), test::sampleContext()).isEmpty());
}

void TestConnectionDraft::cloudProfileUndoesTheRecommended()
{
    ConnectionDraft draft = test::sampleDraft();
    applyProfile(draft, Profile::Recommended);
    applyProfile(draft, Profile::CloudDefault);
    QCOMPARE(draft, test::sampleDraft());
}

void TestConnectionDraft::editEffects_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("effect");
    const auto row = [](Field field, const char *value, EditEffect effect) {
        QTest::newRow(fieldKey(field).toLatin1().constData()) << field << text(value) << static_cast<int>(effect);
    };
    row(Field::Name, "other", EditEffect::InPlace);
    row(Field::Description, "other", EditEffect::Nothing);
    row(Field::EffectImmediately, "true", EditEffect::InPlace);
    row(Field::HealthCheckEnable, "true", EditEffect::Nothing);
    row(Field::LocalSubnet, "10.0.0.0/8", EditEffect::Phase2);
    row(Field::RemoteSubnet, "10.0.0.0/8", EditEffect::Phase2);
    row(Field::IpsecEncAlg, "aes256", EditEffect::Phase2);
    row(Field::IpsecAuthAlg, "sha256", EditEffect::Phase2);
    row(Field::IpsecPfs, "disabled", EditEffect::Phase2);
    row(Field::IpsecLifetime, "3600", EditEffect::InPlace);
    row(Field::EnableDpd, "false", EditEffect::InPlace);
    row(Field::Mtu, "1300", EditEffect::InPlace);
    row(Field::Mss, "1200", EditEffect::InPlace);
    row(Field::AntiReplayWindow, "128", EditEffect::Phase2);
    row(Field::EnableEsn, "true", EditEffect::Phase2);
    row(Field::AuthMethod, "certificate", EditEffect::BothPhases);
    row(Field::LocalCertificate, "ours", EditEffect::BothPhases);
    row(Field::RemoteCa, "theirs", EditEffect::BothPhases);
    row(Field::IkeVersion, "ikev1", EditEffect::BothPhases);
    row(Field::IkeEncAlg, "aes256", EditEffect::BothPhases);
    row(Field::IkeAuthAlg, "sha256", EditEffect::BothPhases);
    row(Field::IkePfs, "group14", EditEffect::BothPhases);
    row(Field::IkeLifetime, "3600", EditEffect::InPlace);
    row(Field::LocalId, "a.example.com", EditEffect::BothPhases);
    row(Field::RemoteId, "a.example.com", EditEffect::BothPhases);
    row(Field::EnableNatTraversal, "forced", EditEffect::BothPhases);
}

void TestConnectionDraft::editEffects()
{
    QFETCH(Field, field);
    QFETCH(QString, value);
    QFETCH(int, effect);
    ConnectionDraft after = test::sampleDraft();
    setDraftText(after, field, value);
    QCOMPARE(static_cast<int>(editEffect(test::sampleDraft(), after, false)), effect);
    QCOMPARE(static_cast<int>(editEffect(test::sampleDraft(), after, true)), static_cast<int>(EditEffect::BothPhases));
}

// The console says beforehand what the engine does afterwards: for every field of the form.
void TestConnectionDraft::editEffectsAreTheEngines()
{
    const auto another = [](const DraftMember &member) -> QString {
        switch (member.field) {
        case Field::LocalSubnet: return text("10.0.0.0/8");
        case Field::RemoteSubnet: return text("10.0.0.0/8");
        case Field::IkeVersion: return text("ikev1");
        case Field::IkeMode: return text("aggressive");
        case Field::IkeEncAlg:
        case Field::IpsecEncAlg: return text("aes256");
        case Field::IkeAuthAlg:
        case Field::IpsecAuthAlg: return text("sha256");
        case Field::IkePfs:
        case Field::IpsecPfs: return text("group14");
        case Field::IkeLifetime:
        case Field::IpsecLifetime: return text("3600");
        case Field::LocalId:
        case Field::RemoteId: return text("203.0.113.77");
        case Field::EnableNatTraversal: return text("forced");
        case Field::HealthCheckDip: return text("172.16.0.2");
        case Field::HealthCheckSip: return text("192.168.0.2");
        case Field::HealthCheckInterval:
        case Field::HealthCheckRetry: return text("7");
        case Field::AntiReplayWindow: return text("128");
        case Field::Mtu: return text("1300");
        case Field::Mss: return text("1200");
        default: return text("other");
        }
    };
    int compared = 0;
    for (const DraftMember &member : draftMembers()) {
        if (member.field == Field::VpnGateway || member.field == Field::CustomerGateway)
            continue; // never edited
        if (member.field == Field::AuthMethod || member.field == Field::LocalCertificate
            || member.field == Field::RemoteCa)
            continue; // they need imported certificates: see the rows above
        ConnectionDraft before = test::sampleDraft();
        before.healthCheckDip = text("172.16.0.1");
        before.healthCheckSip = text("192.168.0.1");
        ConnectionDraft after = before;
        if (std::holds_alternative<bool ConnectionDraft::*>(member.member)) {
            const bool isSet = draftText(before, member.field) == text("true");
            setDraftText(after, member.field, isSet ? text("false") : text("true"));
        } else {
            setDraftText(after, member.field, another(member));
        }
        if (member.field == Field::IkeMode) // says something in IKEv1 only
            before.ikeVersion = after.ikeVersion = text("ikev1");
        const auto context = test::sampleContext();
        const auto a = validate(before, test::sampleKey(), context);
        const auto b = validate(after, test::sampleKey(), context);
        QVERIFY2(a && b && before != after, qPrintable(fieldKey(member.field)));
        QVERIFY2(editEffect(a->draft, b->draft, false) == api::editScope(*a->config, *b->config, false),
                 qPrintable(fieldKey(member.field)));
        ++compared;
    }
    QVERIFY(compared > 25);
}

void TestConnectionDraft::generatedKeysAreValidAndDiffer()
{
    QSet<QString> keys;
    for (int i = 0; i < 100; ++i) {
        const PresharedKey key = generatePresharedKey();
        QCOMPARE(key.size(), 20U);
        QVERIFY(check(test::sampleDraft(), key, test::sampleContext()).isEmpty());
        keys.insert(presharedKeyText(key));
    }
    QCOMPARE(keys.size(), 100);
}

void TestConnectionDraft::generatedIds()
{
    const QString id = generateId(text("vpn-"));
    QVERIFY(QRegularExpression(text("^vpn-[a-z0-9]{20}$")).match(id).hasMatch());
    QVERIFY(generateId(text("vpn-")) != id);
}

QTEST_GUILESS_MAIN(TestConnectionDraft)
#include "test_connection_draft.moc"

#include "models/catalog/issue_text.h"
#include "models/catalog/weakness.h"
#include "tests/support/draft_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::models;

class TestWeakness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weakValue_data();
    void weakValue();
    void everyFieldIsJudged();
    void strongValuesAreNot_data();
    void strongValuesAreNot();
    void recommendedProfileHasNone();
    void aggressiveModeIsWeakInIkeV1Only();
};

// The list of engine.md: des, 3des, md5, sha1, group1/2/5/22-24.
void TestWeakness::weakValue_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("words");
    const auto row = [](Field field, const char *value, const char *words) {
        QTest::newRow(value) << field << QString::fromLatin1(value) << QString::fromLatin1(words);
    };
    row(Field::IkeEncAlg, "des", "56-bit");
    row(Field::IkeEncAlg, "3des", "64-bit blocks");
    row(Field::IkeAuthAlg, "md5", "broken as a hash");
    row(Field::IkeAuthAlg, "sha1", "dated");
    row(Field::IkePfs, "group1", "broken in public");
    row(Field::IkePfs, "group2", "2048 bits");
    row(Field::IkePfs, "group5", "2048 bits");
    row(Field::IkePfs, "group22", "subgroup");
    row(Field::IkePfs, "group23", "subgroup");
    row(Field::IkePfs, "group24", "subgroup");
}

void TestWeakness::weakValue()
{
    QFETCH(Field, field);
    QFETCH(QString, value);
    QFETCH(QString, words);
    ConnectionDraft draft = test::sampleDraft();
    applyProfile(draft, Profile::Recommended);
    setDraftText(draft, field, value);
    const ValidationIssues issues = weaknesses(draft);
    QCOMPARE(issues.size(), 1);
    QCOMPARE(issues.first().field, field);
    QVERIFY(issues.first().severity == Severity::Weakness);
    const QString sentence = issueText(issues.first());
    QVERIFY2(sentence.at(0).isUpper() || sentence.at(0).isDigit(), qPrintable(sentence));
    QVERIFY2(sentence.contains(words), qPrintable(sentence));
    QVERIFY2(sentence.startsWith(choiceText(value), Qt::CaseInsensitive), qPrintable(sentence));
    QCOMPARE(issues.first().mends.size(), 1);
    setDraftText(draft, issues.first().mends.first().field, issues.first().mends.first().value);
    QVERIFY(weaknesses(draft).isEmpty());
}

void TestWeakness::everyFieldIsJudged()
{
    ConnectionDraft draft = test::sampleDraft();
    draft.ikeEncAlg = draft.ipsecEncAlg = QStringLiteral("des");
    draft.ikeAuthAlg = draft.ipsecAuthAlg = QStringLiteral("md5");
    draft.ikePfs = draft.ipsecPfs = QStringLiteral("group1");
    QList<Field> fields;
    for (const ValidationIssue &issue : weaknesses(draft))
        fields.append(issue.field);
    QCOMPARE(fields,
             (QList<Field>{Field::IkeEncAlg, Field::IkeAuthAlg, Field::IkePfs, Field::IpsecEncAlg, Field::IpsecAuthAlg,
                           Field::IpsecPfs}));
}

void TestWeakness::strongValuesAreNot_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("value");
    const auto row = [](Field field, const char *value) {
        QTest::newRow(value) << field << QString::fromLatin1(value);
    };
    for (const char *cipher : {"aes", "aes192", "aes256", "aes128gcm16", "aes256gcm16", "chacha20poly1305"})
        row(Field::IkeEncAlg, cipher);
    for (const char *hash : {"sha256", "sha384", "sha512"})
        row(Field::IkeAuthAlg, hash);
    for (const char *group : {"group14", "group15", "group16", "group17", "group18", "group19", "group20", "group21",
                              "group31", "disabled"})
        row(Field::IpsecPfs, group);
    row(Field::IpsecAuthAlg, "none");
}

void TestWeakness::strongValuesAreNot()
{
    QFETCH(Field, field);
    QFETCH(QString, value);
    ConnectionDraft draft = test::sampleDraft();
    applyProfile(draft, Profile::Recommended);
    setDraftText(draft, field, value);
    QVERIFY(weaknesses(draft).isEmpty());
}

void TestWeakness::recommendedProfileHasNone()
{
    ConnectionDraft draft = test::sampleDraft();
    QCOMPARE(weaknesses(draft).size(), 4); // the cloud's defaults: SHA-1 and group 2, twice each
    applyProfile(draft, Profile::Recommended);
    QVERIFY(weaknesses(draft).isEmpty());
}

void TestWeakness::aggressiveModeIsWeakInIkeV1Only()
{
    ConnectionDraft draft = test::sampleDraft();
    applyProfile(draft, Profile::Recommended);
    draft.ikeMode = QStringLiteral("aggressive");
    QVERIFY(weaknesses(draft).isEmpty());
    draft.ikeVersion = QStringLiteral("ikev1");
    const ValidationIssues issues = weaknesses(draft);
    QCOMPARE(issues.size(), 1);
    QCOMPARE(issues.first().field, Field::IkeMode);
    QVERIFY(issueText(issues.first()).contains(QStringLiteral("hash of the key")));
}

QTEST_GUILESS_MAIN(TestWeakness)
#include "test_weakness.moc"

#include "engine/crypto/certificate_file.h"
#include "models/catalog/catalog.h"
#include "models/catalog/issue_text.h"
#include "models/catalog/weakness.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "tests/support/certificate_files.h"
#include "tests/support/draft_samples.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

api::Credentials credentials(const char *certificate, const char *key = nullptr)
{
    const auto &reader = crypto::certificateReader();
    api::Credentials all = std::move(*reader.read(test::certificateFile(certificate), SecretBytes()));
    if (key)
        all.privateKey = std::move(reader.read(test::certificateFile(key), SecretBytes())->privateKey);
    return all;
}

// A catalogue that can read certificates, on real files.
class Bench
{
public:
    Bench() { reopen(); }

    void reopen()
    {
        catalog.reset();
        database.reset();
        secrets = std::make_unique<FileSecretStore>(secretFile());
        database = std::move(*Database::open(databaseFile(), Catalog::schema(), Database::Access::Write));
        catalog = std::move(*Catalog::load(*database, *secrets, &crypto::certificateReader()));
    }
    QString import(const char *certificate, const char *key = nullptr)
    {
        const auto done = catalog->importCertificates(credentials(certificate, key));
        return done ? (done->added + done->known).value(0) : done.error().text;
    }
    QString databaseFile() const { return m_directory.filePath(text("catalog.sqlite")); }
    QString secretFile() const { return m_directory.filePath(text("private/secrets")); }
    void addGateways()
    {
        QVERIFY(catalog->save(test::sampleVpnGateway()).has_value());
        QVERIFY(catalog->save(test::sampleCustomerGateway()).has_value());
    }

    std::unique_ptr<SecretStore> secrets;
    std::unique_ptr<Database> database;
    std::unique_ptr<Catalog> catalog;

private:
    QTemporaryDir m_directory;
};

ConnectionDraft draftWith(const QString &own, const QString &authority)
{
    ConnectionDraft draft = test::sampleDraft();
    draft.authMethod = text("certificate");
    draft.localCertificate = own;
    draft.remoteCa = authority;
    draft.localId = text("left.example.org");
    draft.remoteId = text("right.example.org");
    return draft;
}

ValidationIssues issuesOf(const Bench &bench, const ConnectionDraft &draft)
{
    ValidationContext context = bench.catalog->validationContext();
    context.now = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    return check(draft, {}, context);
}

QStringList namesOf(const ValidationIssues &issues)
{
    QStringList names;
    for (const ValidationIssue &issue : issues)
        names << reasonName(issue.reason);
    return names;
}

Bytes contentOf(const QString &file)
{
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {};
    const QByteArray content = opened.readAll();
    return Bytes(content.begin(), content.end());
}

bool holds(const Bytes &content, ByteView part)
{
    return std::search(content.begin(), content.end(), part.begin(), part.end()) != content.end();
}

} // namespace

class TestCertificates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void importsSurviveARestart();
    void privateKeysAreInTheSecretStoreOnly();
    void whatIsKnownIsNotImportedTwice();
    void aKeyFindsItsCertificate();
    void aKeyWithoutCertificateIsRefused();
    void removalTakesTheKeyToo();
    void whatIsUsedStays();
    void certificatesOfTheConnectionAreFoundByWhateverNamesThem();
    void rules_data();
    void rules();
    void identitiesOfTheCertificateAreOffered();
    void ofManyIdentitiesSomeAreOffered();
    void connectionsOnOneIkeSaHaveTheSameCertificates();
    void theEngineGetsChainAndPrivateKey();
    void thePresharedKeyStaysBeside();
    void shortKeysAreAWeakness();
    void expiry_data();
    void expiry();
};

void TestCertificates::importsSurviveARestart()
{
    Bench bench;
    QSignalSpy changed(bench.catalog.get(), &Catalog::certificatesChanged);
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const QString root = bench.import("ec-root.pem");
    QCOMPARE(changed.count(), 2);
    QCOMPARE(own.size(), 64);
    bench.reopen();
    QCOMPARE(bench.catalog->certificates().size(), 2);
    const Certificate *saved = bench.catalog->certificate(own);
    QVERIFY(saved && saved->hasKey());
    QCOMPARE(certificateTitle(*saved), text("C=CN, O=lab, CN=left"));
    QCOMPARE(toDateTime(saved->facts.notAfter), QDateTime(QDate(2044, 1, 1), QTime(0, 0), Qt::UTC));
    QVERIFY(bench.catalog->certificate(root) && !bench.catalog->certificate(root)->hasKey());
    QCOMPARE(bench.secrets->references()->size(), 1); // what no connection refers to is not cleared away
}

void TestCertificates::privateKeysAreInTheSecretStoreOnly()
{
    Bench bench;
    bench.import("ec-left.pem", "ec-left.key.pem");
    const SecretBytes key = test::privateKey("ec-left");
    const ByteView secret = key.view().subspan(40, 24); // of the number itself
    const auto stored = bench.secrets->read(*bench.secrets->references()->begin());
    QVERIFY(stored.has_value() && stored->has_value());
    QVERIFY(holds(toBytes((*stored)->view()), secret));
    const Bytes database = contentOf(bench.databaseFile());
    const Bytes log = contentOf(bench.databaseFile() + text("-wal"));
    QVERIFY(holds(database, test::certificateDer("ec-left")) || holds(log, test::certificateDer("ec-left")));
    QVERIFY(!holds(database, secret) && !holds(log, secret));
    QVERIFY(QFile::permissions(bench.secretFile()).testFlag(QFile::ReadOwner));
    QVERIFY(!QFile::permissions(bench.secretFile()).testFlag(QFile::ReadOther));
}

void TestCertificates::whatIsKnownIsNotImportedTwice()
{
    Bench bench;
    bench.import("ec-left.pem", "ec-left.key.pem");
    const auto again = bench.catalog->importCertificates(credentials("ec-left.pem", "ec-left.key.pem"));
    QVERIFY(again.has_value());
    QVERIFY(again->added.isEmpty());
    QCOMPARE(again->known, QStringList{again->keyOf});
    QCOMPARE(bench.catalog->certificates().size(), 1);
    QCOMPARE(bench.secrets->references()->size(), 1);
}

void TestCertificates::aKeyFindsItsCertificate()
{
    Bench bench;
    bench.import("ec-right.pem");
    const QString own = bench.import("ec-left.pem");
    QVERIFY(!bench.catalog->certificate(own)->hasKey());
    const auto done = bench.catalog->importCertificates(credentials("ec-left.key.pem"));
    QVERIFY(done.has_value());
    QCOMPARE(done->keyOf, own);
    QVERIFY(bench.catalog->certificate(own)->hasKey());
    bench.reopen();
    QVERIFY(bench.catalog->certificate(own)->hasKey());
}

void TestCertificates::aKeyWithoutCertificateIsRefused()
{
    Bench bench;
    bench.import("ec-right.pem");
    const auto refused = bench.catalog->importCertificates(credentials("rsa-root.pem", "ec-left.key.pem"));
    QVERIFY(!refused);
    QVERIFY(refused.error().text.startsWith(text("The private key belongs to none of the certificates")));
    QCOMPARE(bench.catalog->certificates().size(), 1); // all of a file, or nothing
    QVERIFY(bench.secrets->references()->isEmpty());
}

void TestCertificates::removalTakesTheKeyToo()
{
    Bench bench;
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    QVERIFY(bench.catalog->removeCertificate(own).has_value());
    QVERIFY(bench.catalog->certificates().isEmpty());
    QVERIFY(bench.secrets->references()->isEmpty());
    QCOMPARE(bench.catalog->removeCertificate(own).error().kind, CatalogError::Kind::NotFound);
}

void TestCertificates::whatIsUsedStays()
{
    Bench bench;
    bench.addGateways();
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const QString root = bench.import("ec-root.pem");
    const auto id = bench.catalog->save(draftWith(own, root));
    QVERIFY2(id.has_value(), id ? "" : qPrintable(id.error().text));
    for (const QString &used : {own, root}) {
        const auto refused = bench.catalog->removeCertificate(used);
        QCOMPARE(refused.error().kind, CatalogError::Kind::InUse);
        QVERIFY(refused.error().text.contains(text("hz-office")));
        QCOMPARE(bench.catalog->connectionsOfCertificate(used).size(), 1);
    }
    ConnectionDraft byKey = bench.catalog->connection(*id)->draft;
    byKey.authMethod = text("psk");
    QVERIFY(bench.catalog->save(byKey).has_value());
    QVERIFY(bench.catalog->removeCertificate(own).has_value());
    QVERIFY(bench.catalog->removeCertificate(root).has_value());
}

void TestCertificates::certificatesOfTheConnectionAreFoundByWhateverNamesThem()
{
    Bench bench;
    bench.addGateways();
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const QString root = bench.import("ec-root.pem");
    ConnectionDraft draft = draftWith(own.first(12).toUpper().insert(2, u':'), text("C=CN, O=lab, CN=EC root"));
    const auto id = bench.catalog->save(draft);
    QVERIFY2(id.has_value(), id ? "" : qPrintable(id.error().text));
    QCOMPARE(bench.catalog->connection(*id)->draft.localCertificate, own);
    QCOMPARE(bench.catalog->connection(*id)->draft.remoteCa, root);
}

void TestCertificates::rules_data()
{
    QTest::addColumn<QString>("own");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("version");
    QTest::addColumn<QStringList>("expected");
    const QString left = text("ec-left.pem");
    const QString root = text("ec-root.pem");
    const QString v2 = text("ikev2");
    QTest::newRow("all is well") << left << root << v2 << QStringList();
    QTest::newRow("IKEv1") << left << root << text("ikev1") << QStringList{text("CertificateNeedsIkeV2")};
    QTest::newRow("none chosen") << QString() << QString() << v2
                                 << QStringList{text("CertificateMissing"), text("CertificateMissing")};
    QTest::newRow("unknown") << text("0123456789") << root << v2 << QStringList{text("CertificateUnknown")};
    QTest::newRow("two of one subject") << text("C=CN, O=lab, CN=left") << root << v2
                                        << QStringList{text("CertificateUnclear")};
    QTest::newRow("without its key") << text("rsa-left.pem") << root << v2 << QStringList{text("CertificateHasNoKey")};
    QTest::newRow("key that IKE cannot use")
        << text("ed25519.pem") << root << v2 << QStringList{text("CertificateKeyUnsupported")};
    QTest::newRow("expired") << text("expired.pem") << root << v2 << QStringList{text("CertificateExpired")};
    QTest::newRow("expired authority") << left << text("expired-ca.pem") << v2
                                       << QStringList{text("CertificateExpired")};
    QTest::newRow("of tomorrow") << text("not-yet.pem") << root << v2 << QStringList{text("CertificateNotYetValid")};
    QTest::newRow("identity in another place")
        << text("nameless.pem") << root << v2 << QStringList{text("IdNotInCertificate")};
    QTest::newRow("peer's own certificate") << left << text("ec-right.pem") << v2 << QStringList();
    QTest::newRow("somebody else's certificate")
        << left << text("self-left.pem") << v2 << QStringList{text("IdNotInCertificate")};
}

void TestCertificates::rules()
{
    QFETCH(QString, own);
    QFETCH(QString, authority);
    QFETCH(QString, version);
    Bench bench;
    QHash<QString, QString> ids;
    for (const char *name : {"ec-left", "expired", "not-yet", "nameless"}) {
        const QByteArray file = QByteArray(name) + ".pem";
        const QByteArray keyFile = QByteArray(name) + ".key.pem";
        ids.insert(QString::fromLatin1(file), bench.import(file.constData(), keyFile.constData()));
    }
    for (const char *file :
         {"rsa-left.pem", "ed25519.pem", "ec-root.pem", "expired-ca.pem", "ec-right.pem", "self-left.pem"})
        ids.insert(QString::fromLatin1(file), bench.import(file));
    bench.addGateways();
    ConnectionDraft draft = draftWith(ids.value(own, own), ids.value(authority, authority));
    draft.ikeVersion = version;
    draft.ikeMode = text("aggressive"); // where names are allowed with IKEv1
    const ValidationIssues issues = issuesOf(bench, draft);
    QTEST(namesOf(issues), "expected");
    for (const ValidationIssue &issue : issues) {
        const bool isOfTime =
            issue.reason == Reason::CertificateExpired || issue.reason == Reason::CertificateNotYetValid;
        QCOMPARE(issue.severity, isOfTime ? Severity::Warning : Severity::Error);
        QVERIFY(!issueText(issue).contains(u'%'));
    }
}

void TestCertificates::identitiesOfTheCertificateAreOffered()
{
    Bench bench;
    bench.addGateways();
    ConnectionDraft draft = draftWith(bench.import("ec-left.pem", "ec-left.key.pem"), bench.import("ec-root.pem"));
    draft.localId.clear(); // the gateway's address, which the certificate does not have
    const ValidationIssues issues = issuesOf(bench, draft);
    QCOMPARE(namesOf(issues), QStringList{text("IdNotInCertificate")});
    QStringList offered;
    for (const Mend &mend : issues.first().mends) {
        QCOMPARE(mend.field, Field::LocalId);
        offered << mend.value;
        ConnectionDraft mended = draft;
        setDraftText(mended, mend.field, mend.value);
        QVERIFY(issuesOf(bench, mended).isEmpty());
    }
    QCOMPARE(offered,
             (QStringList{text("C=CN, O=lab, CN=left"), text("left.example.org"), text("left@example.org"),
                          text("192.0.2.2"), text("2001:db8::2")}));
}

void TestCertificates::ofManyIdentitiesSomeAreOffered()
{
    Bench bench;
    bench.addGateways();
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    ConnectionDraft draft = draftWith(own, bench.import("ec-root.pem"));
    draft.localId = text("stranger.example.org");
    ValidationContext context = bench.catalog->validationContext();
    for (Certificate &certificate : context.certificates) {
        for (int host = 0; certificate.id == own && host < 100; ++host)
            certificate.facts.names.push_back(*api::Identity::parse("host-" + std::to_string(host) + ".example.org"));
    }
    const ValidationIssues issues = check(draft, {}, context);
    QCOMPARE(namesOf(issues), QStringList{text("IdNotInCertificate")});
    QCOMPARE(issues.first().mends.size(), 6);
    QVERIFY(issues.first().args.last().endsWith(text("; host-0.example.org; …")));
}

void TestCertificates::connectionsOnOneIkeSaHaveTheSameCertificates()
{
    Bench bench;
    bench.addGateways();
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const QString root = bench.import("ec-root.pem");
    const auto id = bench.catalog->save(draftWith(own, root));
    QVERIFY2(id.has_value(), id ? "" : qPrintable(id.error().text));
    ConnectionDraft second = draftWith(own, bench.import("ec-right.pem"));
    second.name = text("second");
    second.localSubnet = text("10.1.0.0/16");
    ValidationIssues issues = issuesOf(bench, second);
    QCOMPARE(namesOf(issues), QStringList{text("SharedIkeDiffers")});
    QCOMPARE(issues.first().mends, (QList<Mend>{{Field::RemoteCa, root}}));
    QCOMPARE(mendText(issues.first().mends.first()), text("Use the same “Peer's CA certificate”"));

    // Where the other one has a key, the method is what can be offered, and no empty certificate.
    ConnectionDraft byKey = bench.catalog->connection(*id)->draft;
    byKey.authMethod = text("psk");
    QVERIFY(bench.catalog->save(byKey).has_value());
    issues = issuesOf(bench, second);
    QCOMPARE(namesOf(issues), QStringList{text("SharedIkeDiffers")});
    QCOMPARE(issues.first().mends, (QList<Mend>{{Field::AuthMethod, text("psk")}}));
}

void TestCertificates::theEngineGetsChainAndPrivateKey()
{
    Bench bench;
    bench.addGateways();
    const QString own = bench.import("rsa-left.pem", "rsa-left.key.pem");
    bench.import("rsa-middle.pem");
    const QString root = bench.import("rsa-root.pem");
    const auto id = bench.catalog->save(draftWith(own, root));
    QVERIFY2(id.has_value(), id ? "" : qPrintable(id.error().text));
    const auto loaded = bench.catalog->loadForEngine(*id);
    QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().text));
    const auto &authentication = std::get<api::CertificateAuthentication>(loaded->config->ike.authentication);
    QCOMPARE(authentication.chain.size(), 2u); // the root is the peer's own affair
    QVERIFY(authentication.chain[0] == test::certificateDer("rsa-left"));
    QVERIFY(authentication.chain[1] == test::certificateDer("rsa-middle"));
    QCOMPARE(authentication.authorities.size(), 1u);
    QVERIFY(authentication.authorities[0] == test::certificateDer("rsa-root"));
    QVERIFY(crypto::certificateReader().isKeyOf(loaded->secret, authentication.chain[0]));
}

void TestCertificates::thePresharedKeyStaysBeside()
{
    Bench bench;
    bench.addGateways();
    const auto id = bench.catalog->save(test::sampleDraft(), presharedKeyFromText(text("k3y")));
    QVERIFY(id.has_value());
    ConnectionDraft draft = draftWith(bench.import("ec-left.pem", "ec-left.key.pem"), bench.import("ec-root.pem"));
    draft.id = *id;
    QSignalSpy changed(bench.catalog.get(), &Catalog::connectionChanged);
    QVERIFY(bench.catalog->save(draft, PresharedKey()).has_value());
    QCOMPARE(changed.takeFirst().at(1).value<EditEffect>(), EditEffect::BothPhases);
    QCOMPARE(presharedKeyText(*bench.catalog->presharedKey(*id)), text("k3y"));
    draft.authMethod = text("psk");
    QVERIFY(bench.catalog->save(draft).has_value());
    QVERIFY(bench.catalog->connection(*id)->draft.localCertificate.isEmpty());
    const auto loaded = bench.catalog->loadForEngine(*id);
    QVERIFY(std::holds_alternative<api::PresharedKeyAuthentication>(loaded->config->ike.authentication));
    QCOMPARE(presharedKeyText(loaded->secret), text("k3y"));
}

void TestCertificates::shortKeysAreAWeakness()
{
    Bench bench;
    const QString weak = bench.import("weak-key.pem", "weak-key.key.pem");
    ConnectionDraft draft = draftWith(weak, bench.import("ec-root.pem"));
    applyProfile(draft, Profile::Recommended);
    const ValidationIssues found = weaknesses(draft, bench.catalog->certificates());
    QCOMPARE(namesOf(found), QStringList{text("WeakCertificateKey")});
    QVERIFY(issueText(found.first()).contains(text("RSA 1024")));
    draft.localCertificate = bench.import("ec-left.pem");
    QVERIFY(weaknesses(draft, bench.catalog->certificates()).isEmpty());
}

void TestCertificates::expiry_data()
{
    QTest::addColumn<QDateTime>("now");
    QTest::addColumn<int>("state");
    QTest::addColumn<qint64>("days");
    const auto at = [](const char *time) { return QDateTime::fromString(text(time), Qt::ISODate); };
    using State = Expiry::State;
    QTest::newRow("long before") << at("2024-02-01T12:00:00Z") << int(State::Valid) << qint64{121};
    QTest::newRow("a month before") << at("2024-05-02T11:59:00Z") << int(State::Valid) << qint64{30};
    QTest::newRow("soon") << at("2024-05-02T12:01:00Z") << int(State::ExpiresSoon) << qint64{29};
    QTest::newRow("the last minute") << at("2024-06-01T11:59:30Z") << int(State::ExpiresSoon) << qint64{0};
    QTest::newRow("over") << at("2024-06-03T12:00:01Z") << int(State::Expired) << qint64{2};
    QTest::newRow("before its time") << at("2023-12-30T00:00:00Z") << int(State::NotYetValid) << qint64{2};
}

void TestCertificates::expiry()
{
    QFETCH(QDateTime, now);
    const auto facts = crypto::certificateReader().facts(test::certificateDer("expired"));
    const Expiry expiry = expiryOf(*facts, now);
    QTEST(int(expiry.state), "state");
    QTEST(expiry.days, "days");
    QCOMPARE(expiryText(expiry).isEmpty(), expiry.state == Expiry::State::Valid);
}

QTEST_GUILESS_MAIN(TestCertificates)
#include "test_certificates.moc"

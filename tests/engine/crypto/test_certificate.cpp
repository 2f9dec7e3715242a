#include "engine/api/distinguished_name.h"
#include "engine/crypto/certificate_chain.h"

#include "tests/support/certificate_files.h"

#include <QCryptographicHash>
#include <QTest>

using namespace tw;
using namespace tw::crypto;
using api::CertificateFault;
using api::Identity;
using test::certificateDer;

namespace {

using std::chrono::sys_days;
using std::chrono::year;

constexpr UtcTime kNow{sys_days{year{2025} / 1 / 1}};

Certificate certificate(const std::string &name) { return Certificate::fromDer(certificateDer(name)).value(); }

std::vector<Certificate> certificates(std::initializer_list<std::string> names)
{
    std::vector<Certificate> all;
    for (const std::string &name : names)
        all.push_back(certificate(name));
    return all;
}

Identity identity(std::string_view text) { return Identity::parse(text).value(); }

} // namespace

class TestCertificate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsAreThoseThatOpensslWrote();
    void namesOfAllKindsAreShown();
    void whatIsNoCertificateIsRefused();
    void truncatedCertificatesAreRefused();
    void changedCertificatesNeverCrash();
    void identities_data();
    void identities();
    void namesAreComparedByWhatTheySay();
    void publicKeyHash();
    void chainToARootIsGood();
    void intermediateOrPeerMayBeTheAuthority();
    void orderAndStrangersBetweenDoNotMatter();
    void problems_data();
    void problems();
    void timesAreTheCallersOnly();
    void chainsHaveAnEnd();
    void changedSignatureIsFound();
    void authoritiesSignaturesAreNotLookedAt();
};

void TestCertificate::factsAreThoseThatOpensslWrote()
{
    const auto left = certificate("rsa-left").facts();
    QCOMPARE(left.subject, std::string("C=CN, O=lab, CN=left"));
    QCOMPARE(left.issuer, std::string("C=CN, O=lab, CN=RSA middle"));
    QVERIFY(left.notBefore == UtcTime(sys_days{year{2024} / 1 / 1}));
    QVERIFY(left.notAfter == UtcTime(sys_days{year{2044} / 1 / 1}));
    QCOMPARE(left.keyAlgorithm, std::string("RSA 2048"));
    QVERIFY(!left.isCa && !left.isSelfSigned);
    QCOMPARE(left.fingerprint.size(), 32u);
    QVERIFY(left.serial.size() >= 32 && left.serial.size() <= 40);
    QVERIFY(left.der == certificateDer("rsa-left"));

    const auto root = certificate("ec-root").facts();
    QVERIFY(root.isCa && root.isSelfSigned);
    QCOMPARE(root.keyAlgorithm, std::string("ECDSA P-384"));
    QVERIFY(!certificate("rsa-middle").facts().isSelfSigned && certificate("rsa-middle").facts().isCa);
    const auto self = certificate("self-left").facts();
    QVERIFY(self.isSelfSigned && !self.isCa);
    QCOMPARE(certificate("ec-left-521").facts().keyAlgorithm, std::string("ECDSA P-521"));
    QCOMPARE(certificate("pss-left").facts().keyAlgorithm, std::string("RSA-PSS 2048"));
    QCOMPARE(certificate("ed25519").facts().keyAlgorithm, std::string());
    QCOMPARE(certificate("small-key").facts().keyAlgorithm, std::string());
    QCOMPARE(certificate("weak-key").facts().keyAlgorithm, std::string("RSA 1024"));
    QVERIFY(certificate("weak-key").facts().hasShortKey);
    QVERIFY(!left.hasShortKey && !root.hasShortKey);
}

void TestCertificate::namesOfAllKindsAreShown()
{
    std::vector<std::string> shown;
    for (const Identity &name : certificate("ec-left").facts().names)
        shown.push_back(name.toString());
    const std::vector<std::string> expected{"C=CN, O=lab, CN=left", "left.example.org", "left@example.org", "192.0.2.2",
                                            "2001:db8::2"};
    QVERIFY(shown == expected);
    QCOMPARE(certificate("words").subjectText(), std::string("C=CN, O=实验室\\, Ltd., CN=a\\+b=c\\ "));
    QCOMPARE(certificate("no-subject").subjectText().size(), 64u);
    QCOMPARE(certificate("no-subject").facts().names.size(), 4u);
}

void TestCertificate::whatIsNoCertificateIsRefused()
{
    QVERIFY(Certificate::fromDer({}).error().fault == Fault::Malformed);
    QVERIFY(!Certificate::fromDer(asBytes("certificate")));
    QVERIFY(!Certificate::fromDer(test::privateKey("ec-left").view()));
    QVERIFY(!Certificate::fromDer(test::certificateFile("ec-left.pem")));
    Bytes withTail = certificateDer("ec-left");
    withTail.push_back(0);
    QVERIFY(!Certificate::fromDer(withTail));
    QVERIFY(!Certificate::fromDer(Bytes(kMaxCertificateSize + 1, 0x30)));
}

void TestCertificate::truncatedCertificatesAreRefused()
{
    const Bytes whole = certificateDer("ec-left");
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY(!Certificate::fromDer(ByteView(whole).first(size)));
}

// Whatever a bit changes, it is read or refused; and it is never good.
void TestCertificate::changedCertificatesNeverCrash()
{
    const Bytes whole = certificateDer("ec-left");
    const auto roots = certificates({"ec-root"});
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const int bit : {0x01, 0x80}) {
            Bytes changed = whole;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ bit);
            const auto read = Certificate::fromDer(changed);
            if (!read)
                continue;
            static_cast<void>(read->facts());
            static_cast<void>(read->isFor(identity("left.example.org")));
            static_cast<void>(read->publicKeyHash());
            QVERIFY(!verifyChain(*read, {}, roots, kNow));
        }
    }
}

void TestCertificate::identities_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("host") << "ec-left"
                          << "left.example.org" << true;
    QTest::newRow("host in capitals") << "ec-left"
                                      << "LEFT.example.ORG" << true;
    QTest::newRow("another host") << "ec-left"
                                  << "right.example.org" << false;
    QTest::newRow("host below it") << "ec-left"
                                   << "a.left.example.org" << false;
    QTest::newRow("user") << "ec-left"
                          << "left@example.org" << true;
    QTest::newRow("user, host in capitals") << "ec-left"
                                            << "left@EXAMPLE.org" << true;
    QTest::newRow("another user") << "ec-left"
                                  << "right@example.org" << false;
    QTest::newRow("IPv4") << "ec-left"
                          << "192.0.2.2" << true;
    QTest::newRow("another IPv4") << "ec-left"
                                  << "192.0.2.3" << false;
    QTest::newRow("IPv6") << "ec-left"
                          << "2001:db8::2" << true;
    QTest::newRow("address as a host") << "ec-left"
                                       << "@192.0.2.2" << false;
    QTest::newRow("subject") << "ec-left"
                             << "C=CN, O=lab, CN=left" << true;
    QTest::newRow("subject in another case") << "ec-left"
                                             << "c=CN, o=Lab, cn=LEFT" << true;
    QTest::newRow("part of the subject") << "ec-left"
                                         << "CN=left" << false;
    QTest::newRow("subject in another order") << "ec-left"
                                              << "CN=left, O=lab, C=CN" << false;
    QTest::newRow("common name is no host") << "nameless"
                                            << "left.example.org" << false;
    QTest::newRow("subject where there are no other names") << "nameless"
                                                            << "C=CN, O=lab, CN=left.example.org" << true;
    QTest::newRow("wildcards are no hosts") << "wildcard"
                                            << "left.example.org" << false;
    QTest::newRow("words of the world") << "words"
                                        << "C=CN, O=实验室\\, Ltd., CN=a\\+b\\=c " << true;
    QTest::newRow("host where there is no subject") << "no-subject"
                                                    << "left.example.org" << true;
}

void TestCertificate::identities()
{
    QFETCH(QString, name);
    QFETCH(QString, id);
    QTEST(certificate(name.toStdString()).isFor(identity(id.toStdString())), "isGood");
}

void TestCertificate::namesAreComparedByWhatTheySay()
{
    const Bytes name = api::parseDistinguishedName("C=CN, O=lab, CN=left side").value();
    QVERIFY(isSameName(name, api::parseDistinguishedName("C=CN, O=LAB, CN=left   side").value()));
    QVERIFY(!isSameName(name, api::parseDistinguishedName("C=CN, O=lab, CN=leftside").value()));
    // The same words as UTF8Strings, as a newer CA writes them.
    Bytes inUtf8 = name;
    for (std::size_t i = 3; i < inUtf8.size(); ++i) {
        if (inUtf8[i - 3] == 0x55 && inUtf8[i] == 0x13) // behind an attribute's type, 2.5.4.x
            inUtf8[i] = 0x0c;
    }
    QVERIFY(inUtf8 != name);
    QVERIFY(isSameName(name, inUtf8));
    QVERIFY(!isSameName(name, {}));
    QVERIFY(!isSameName({}, {}));
    QVERIFY(!isSameName(asBytes("C=CN"), asBytes("C=CN")));
    QVERIFY(!certificate("no-subject").isFor({Identity::Type::DerDn, {0x30, 0x00}}));
    QVERIFY(!certificate("ec-left").isFor({Identity::Type::DerDn, {}}));
    QVERIFY(!certificate("ec-left").isFor({Identity::Type::KeyId, toBytes(asBytes("left"))}));
}

// openssl x509 -in rsa-root.pem -noout -pubkey | openssl pkey -pubin -outform DER | sha1sum, by Qt: SubjectPublicKeyInfo
// stands in the DER of the certificate as it is.
void TestCertificate::publicKeyHash()
{
    const Bytes der = certificateDer("ec-root");
    // SEQUENCE { SEQUENCE { id-ecPublicKey, secp384r1 }, BIT STRING of 97 octets }: 120 octets in all
    const Bytes head = fromHex("3076301006072a8648ce3d020106052b81040022036200");
    const auto at = std::search(der.begin(), der.end(), head.begin(), head.end());
    QVERIFY(at != der.end());
    const QByteArray info(reinterpret_cast<const char *>(&*at), 120);
    const Bytes hashed = certificate("ec-root").publicKeyHash();
    QCOMPARE(QByteArray(reinterpret_cast<const char *>(hashed.data()), 20),
             QCryptographicHash::hash(info, QCryptographicHash::Sha1));
}

void TestCertificate::chainToARootIsGood()
{
    QVERIFY(verifyChain(certificate("ec-left"), {}, certificates({"ec-root"}), kNow));
    QVERIFY(verifyChain(certificate("rsa-left"), certificates({"rsa-middle"}), certificates({"rsa-root"}), kNow));
    QVERIFY(verifyChain(certificate("pss-left"), {}, certificates({"rsa-root"}), kNow));
    QVERIFY(verifyChain(certificate("no-subject"), {}, certificates({"ec-root"}), kNow));
}

void TestCertificate::intermediateOrPeerMayBeTheAuthority()
{
    QVERIFY(verifyChain(certificate("rsa-left"), {}, certificates({"rsa-middle"}), kNow));
    QVERIFY(verifyChain(certificate("self-left"), {}, certificates({"self-left"}), kNow));
    QVERIFY(verifyChain(certificate("ec-left"), {}, certificates({"ec-left"}), kNow));
}

void TestCertificate::orderAndStrangersBetweenDoNotMatter()
{
    QVERIFY(verifyChain(certificate("rsa-left"), certificates({"ec-left", "rsa-root", "other-root", "rsa-middle"}),
                        certificates({"other-root", "rsa-root"}), kNow));
    // A root of the right name, but with another key, does not stand in the way of the right one.
    QVERIFY(verifyChain(certificate("ec-left"), certificates({"other-root"}), certificates({"other-root", "ec-root"}),
                        kNow));
}

void TestCertificate::problems_data()
{
    QTest::addColumn<QString>("leaf");
    QTest::addColumn<QStringList>("others");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("whose");
    QTest::addColumn<QString>("value");
    const QString left = QStringLiteral("C=CN, O=lab, CN=left");
    const QStringList none;
    QTest::newRow("expired") << "expired" << none << "ec-root"
                             << "Expired" << left << "2024-06-01T12:00:00Z";
    QTest::newRow("not yet") << "not-yet" << none << "ec-root"
                             << "NotYetValid" << left << "2030-01-01T00:00:00Z";
    QTest::newRow("stranger") << "ec-left" << none << "rsa-root"
                              << "UnknownIssuer" << left << "C=CN, O=lab, CN=EC root";
    QTest::newRow("self-signed stranger") << "self-left" << none << "ec-root"
                                          << "UnknownIssuer"
                                          << "CN=left"
                                          << "CN=left";
    QTest::newRow("brought its own root") << "ec-left" << QStringList{QStringLiteral("ec-root")} << "rsa-root"
                                          << "UnknownIssuer"
                                          << "C=CN, O=lab, CN=EC root"
                                          << "C=CN, O=lab, CN=EC root";
    QTest::newRow("intermediate missing") << "rsa-left" << none << "rsa-root"
                                          << "UnknownIssuer" << left << "C=CN, O=lab, CN=RSA middle";
    QTest::newRow("root of the same name") << "other-left" << none << "ec-root"
                                           << "UnknownIssuer" << left << "C=CN, O=lab, CN=EC root";
    QTest::newRow("may not sign") << "may-not-sign" << none << "ec-root"
                                  << "MayNotSign" << left << "";
    QTest::newRow("SHA-1") << "sha1-signed" << none << "ec-root"
                           << "WeakAlgorithm" << left << "ecdsa-with-SHA1";
    QTest::newRow("small key") << "small-key" << none << "ec-root"
                               << "UnsupportedKey" << left << "";
    QTest::newRow("strange curve") << "brainpool" << none << "ec-root"
                                   << "UnsupportedKey" << left << "";
    QTest::newRow("strange kind of key") << "ed25519" << none << "ec-root"
                                         << "UnsupportedKey" << left << "";
    QTest::newRow("critical extension") << "strange-extension" << none << "ec-root"
                                        << "UnknownExtension" << left << "";
    QTest::newRow("issued by a peer") << "issued-by-peer" << QStringList{QStringLiteral("ec-left")} << "ec-root"
                                      << "NotACa" << left << "";
    QTest::newRow("issued by a peer that was imported") << "issued-by-peer" << none << "ec-left"
                                                        << "NotACa" << left << "";
    QTest::newRow("CA expired") << "by-expired-ca" << QStringList{QStringLiteral("expired-ca")} << "ec-root"
                                << "Expired"
                                << "CN=expired CA"
                                << "2024-06-01T12:00:00Z";
    QTest::newRow("imported CA expired") << "by-expired-ca" << none << "expired-ca"
                                         << "Expired"
                                         << "CN=expired CA"
                                         << "2024-06-01T12:00:00Z";
    QTest::newRow("path length") << "too-deep"
                                 << QStringList{QStringLiteral("below-middle"), QStringLiteral("rsa-middle")}
                                 << "rsa-root"
                                 << "PathTooLong"
                                 << "C=CN, O=lab, CN=RSA middle"
                                 << "";
    QTest::newRow("name constraints") << "outside" << QStringList{QStringLiteral("constrained-ca")} << "ec-root"
                                      << "NameForbidden"
                                      << "CN=left"
                                      << "";
}

void TestCertificate::problems()
{
    QFETCH(QString, leaf);
    QFETCH(QStringList, others);
    QFETCH(QString, authority);
    std::vector<Certificate> between;
    for (const QString &other : others)
        between.push_back(certificate(other.toStdString()));
    const auto verdict =
        verifyChain(certificate(leaf.toStdString()), between, certificates({authority.toStdString()}), kNow);
    QVERIFY(!verdict.has_value());
    QTEST(QString::fromStdString(std::string(api::certificateFaultName(verdict.error().fault))), "fault");
    QTEST(QString::fromStdString(verdict.error().certificate), "whose");
    QTEST(QString::fromStdString(verdict.error().value), "value");
}

void TestCertificate::timesAreTheCallersOnly()
{
    const auto root = certificates({"ec-root"});
    const auto expired = certificate("expired");
    const UtcTime end = expired.facts().notAfter;
    QVERIFY(verifyChain(expired, {}, root, end - std::chrono::seconds(1)));
    QVERIFY(!verifyChain(expired, {}, root, end + std::chrono::seconds(1)));
    QVERIFY(verifyTimes(expired, end - std::chrono::seconds(1)));
    QVERIFY(verifyTimes(expired, end + std::chrono::seconds(1)).error().fault == CertificateFault::Expired);
    QVERIFY(verifyTimes(expired, UtcTime{}).error().fault == CertificateFault::NotYetValid);
    // Without a wall clock nothing is valid.
    QVERIFY(verifyChain(certificate("ec-left"), {}, root, UtcTime{}).error().fault == CertificateFault::NotYetValid);
}

void TestCertificate::chainsHaveAnEnd()
{
    const auto steps = certificates({"step-1", "step-2", "step-3", "step-4", "step-5", "step-6", "step-7"});
    const auto tooLong = verifyChain(certificate("at-the-end"), steps, certificates({"ec-root"}), kNow);
    QVERIFY(!tooLong);
    QVERIFY(tooLong.error().fault == CertificateFault::PathTooLong);
    QVERIFY(verifyChain(certificate("at-the-end"), steps, certificates({"step-2"}), kNow));
}

void TestCertificate::changedSignatureIsFound()
{
    Bytes changed = certificateDer("ec-left");
    changed.back() ^= 1;
    const auto verdict = verifyChain(Certificate::fromDer(changed).value(), {}, certificates({"ec-root"}), kNow);
    QVERIFY(!verdict && verdict.error().fault == CertificateFault::BadSignature);
}

// It was imported, so nothing in it is evidence. Here its own signature is broken.
void TestCertificate::authoritiesSignaturesAreNotLookedAt()
{
    Bytes changed = certificateDer("ec-root");
    changed.back() ^= 1;
    QVERIFY(verifyChain(certificate("ec-left"), {}, std::vector{Certificate::fromDer(changed).value()}, kNow));
}

QTEST_GUILESS_MAIN(TestCertificate)
#include "test_certificate.moc"

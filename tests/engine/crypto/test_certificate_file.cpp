#include "engine/crypto/certificate_file.h"

#include "tests/support/certificate_files.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::crypto;
using api::CredentialsFault;
using test::certificateDer;
using test::certificateFile;

namespace {

SecretBytes passphrase(std::string_view text = test::kPassphrase) { return SecretBytes(asBytes(text)); }

Bytes joined(std::initializer_list<Bytes> parts)
{
    Bytes all;
    for (const Bytes &part : parts)
        append(all, part);
    return all;
}

CredentialsFault faultOf(ByteView file, std::string_view secret = {})
{
    const auto read = readCredentials(file, passphrase(secret));
    return read ? CredentialsFault{255} : read.error();
}

} // namespace

class TestCertificateFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneKeyInEveryForm_data();
    void oneKeyInEveryForm();
    void certificatesInEveryForm();
    void ownCertificateComesFirst();
    void wrongAndMissingPassphrases_data();
    void wrongAndMissingPassphrases();
    void refusals();
    void keysThatAreNone_data();
    void keysThatAreNone();
    void tooManyRounds_data();
    void tooManyRounds();
    void truncatedFilesNeverCrash();
    void readerFitsKeyAndCertificate();
};

void TestCertificateFile::oneKeyInEveryForm_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("key");
    QTest::newRow("PKCS#8") << "ec-left.key.pem"
                            << ""
                            << "ec-left";
    QTest::newRow("PKCS#8, passphrase not needed") << "ec-left.key.pem"
                                                   << "open sesame"
                                                   << "ec-left";
    QTest::newRow("sealed PKCS#8") << "sealed.pkcs8.pem"
                                   << "open sesame"
                                   << "ec-left";
    QTest::newRow("sealed PKCS#8 in DER") << "sealed.pkcs8.der"
                                          << "open sesame"
                                          << "ec-left";
    QTest::newRow("RFC 5915") << "old-ec.pem"
                              << ""
                              << "ec-left";
    QTest::newRow("sealed RFC 5915") << "sealed-old-ec.pem"
                                     << "open sesame"
                                     << "ec-left";
    QTest::newRow("PKCS#1") << "old-rsa.pem"
                            << ""
                            << "rsa-left";
    QTest::newRow("PKCS#1 in DER") << "old-rsa.der"
                                   << ""
                                   << "rsa-left";
    QTest::newRow("PKCS#12") << "sealed.p12"
                             << "open sesame"
                             << "ec-left";
    QTest::newRow("PKCS#12 of RC2 and triple DES") << "sealed-old.p12"
                                                   << "open sesame"
                                                   << "ec-left";
    QTest::newRow("PKCS#12 with an empty passphrase") << "open.p12"
                                                      << ""
                                                      << "ec-left";
}

void TestCertificateFile::oneKeyInEveryForm()
{
    QFETCH(QString, file);
    QFETCH(QString, secret);
    QFETCH(QString, key);
    const auto read = readCredentials(certificateFile(file.toStdString()), passphrase(secret.toStdString()));
    QVERIFY(read.has_value());
    QVERIFY(!read->privateKey.isEmpty());
    QVERIFY(certificateReader().isKeyOf(read->privateKey, certificateDer(key.toStdString())));
}

void TestCertificateFile::certificatesInEveryForm()
{
    for (const char *file : {"ec-left.pem", "ec-left.der"}) {
        const auto read = readCredentials(certificateFile(file), {});
        QVERIFY(read.has_value());
        QCOMPARE(read->certificates.size(), 1u);
        QVERIFY(read->certificates.front().der == certificateDer("ec-left"));
        QVERIFY(read->privateKey.isEmpty());
    }
    const auto archive = readCredentials(certificateFile("sealed.p12"), passphrase());
    QCOMPARE(archive->certificates.size(), 2u);
    QVERIFY(archive->certificates[0].der == certificateDer("ec-left"));
    QVERIFY(archive->certificates[1].der == certificateDer("ec-root"));
}

void TestCertificateFile::ownCertificateComesFirst()
{
    const auto read =
        readCredentials(joined({toBytes(asBytes("A bundle, made by hand:\r\n")), certificateFile("rsa-root.pem"),
                                certificateFile("rsa-middle.pem"), certificateFile("rsa-left.key.pem"),
                                certificateFile("rsa-middle.pem"), certificateFile("rsa-left.pem")}),
                        {});
    QVERIFY(read.has_value());
    QCOMPARE(read->certificates.size(), 3u); // twice the same is once
    QVERIFY(read->certificates[0].der == certificateDer("rsa-left"));
    QVERIFY(read->certificates[1].der == certificateDer("rsa-root"));
    QVERIFY(read->certificates[2].der == certificateDer("rsa-middle"));
}

void TestCertificateFile::wrongAndMissingPassphrases_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file :
         {"sealed.pkcs8.pem", "sealed.pkcs8.der", "sealed-old-ec.pem", "sealed.p12", "sealed-old.p12"})
        QTest::newRow(file) << file;
}

void TestCertificateFile::wrongAndMissingPassphrases()
{
    QFETCH(QString, file);
    const Bytes content = certificateFile(file.toStdString());
    QVERIFY(faultOf(content) == CredentialsFault::PassphraseNeeded);
    // Many, since about one in 256 gives padding that looks right.
    for (int i = 0; i < 5; ++i)
        QVERIFY(faultOf(content, "open sesam" + std::to_string(i)) == CredentialsFault::WrongPassphrase);
}

void TestCertificateFile::refusals()
{
    QVERIFY(faultOf({}) == CredentialsFault::NothingFound);
    QVERIFY(faultOf(asBytes("some text")) == CredentialsFault::NothingFound);
    QVERIFY(faultOf(asBytes("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"))
            == CredentialsFault::NothingFound);
    QVERIFY(faultOf(asBytes("-----BEGIN CERTIFICATE-----\nBggqhkjOPQMBBw==\n-----END CERTIFICATE-----\n"))
            == CredentialsFault::Malformed);
    QVERIFY(faultOf(asBytes("-----BEGIN PRIVATE KEY-----\nBggqhkjOPQMBBw==\n-----END PRIVATE KEY-----\n"))
            == CredentialsFault::Malformed);
    QVERIFY(faultOf(certificateFile("ed25519.key.pem")) == CredentialsFault::UnsupportedKey);
    QVERIFY(faultOf(joined({certificateFile("ec-left.key.pem"), certificateFile("rsa-left.key.pem")}))
            == CredentialsFault::SeveralKeys);
    QVERIFY(faultOf(Bytes(api::kMaxCertificateFileSize + 1)) == CredentialsFault::TooLarge);
}

void TestCertificateFile::keysThatAreNone_data()
{
    QTest::addColumn<QByteArray>("key");
    // PKCS#8 with an ECPrivateKey (RFC 5915) on P-256, whose number is first, and whose public point is last.
    const QByteArray number = QByteArray("01").repeated(32);
    QTest::newRow("the point at infinity")
        << "3047020100301306072a8648ce3d020106082a8648ce3d030107042d302b0201010420" + number + "a10403020000";
    QTest::newRow("a number of 300 octets")
        << "30820153020100301306072a8648ce3d020106082a8648ce3d03010704820137308201330201010482012c"
            + QByteArray("01").repeated(300);
    QTest::newRow("another key's point") << "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420"
            + number
            + "a14403420004" // the generator: the point of 1
              "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
              "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
}

// They read as keys; the library cannot write them, or cannot sign with them.
void TestCertificateFile::keysThatAreNone()
{
    QFETCH(QByteArray, key);
    const Bytes der = fromHex(key.toStdString());
    QVERIFY(!der.empty());
    QVERIFY(faultOf(der) == CredentialsFault::Malformed);
}

void TestCertificateFile::tooManyRounds_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("rounds");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("count");
    // 65536 and 8388607; scrypt's r = 8 and p = 1, as they stand in its parameters behind N = 16384 (RFC 7914).
    QTest::newRow("certificates and key of PKCS#12")
        << "slow.p12" << QByteArray("0203010000") << QByteArray("02037fffff") << 2;
    QTest::newRow("MAC of PKCS#12") << "slow-mac.p12" << QByteArray("0203010000") << QByteArray("02037fffff") << 1;
    QTest::newRow("PBKDF2") << "slow.pkcs8.der" << QByteArray("0203010000") << QByteArray("02037fffff") << 1;
    QTest::newRow("scrypt") << "slow-scrypt.pkcs8.der" << QByteArray("020240000201080201") + "01"
                            << QByteArray("020240000201080201") + "7f" << 1;
}

// Each of the numbers is bounded by itself. That nobody waits for the refusal is the point: the test has no clock, but a
// time limit.
void TestCertificateFile::tooManyRounds()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, rounds);
    QFETCH(QByteArray, more);
    QFETCH(int, count);
    const Bytes good = certificateFile(file.toStdString());
    QVERIFY(readCredentials(good, passphrase()).has_value());
    const Bytes from = fromHex(rounds.toStdString());
    const Bytes to = fromHex(more.toStdString());
    for (auto at = good.begin(); (at = std::search(at, good.end(), from.begin(), from.end())) != good.end(); ++at) {
        Bytes slow = good;
        std::ranges::copy(to, slow.begin() + (at - good.begin()));
        QVERIFY(faultOf(slow, test::kPassphrase) == CredentialsFault::TooSlow);
        --count;
    }
    QCOMPARE(count, 0);
}

void TestCertificateFile::truncatedFilesNeverCrash()
{
    for (const char *name : {"sealed.p12", "sealed.pkcs8.der", "ec-left.der", "old-rsa.der"}) {
        const Bytes whole = certificateFile(name);
        for (std::size_t size = 0; size < whole.size(); size += 3)
            QVERIFY(!readCredentials(ByteView(whole).first(size), passphrase()));
    }
    const Bytes pem = certificateFile("sealed-old-ec.pem");
    for (std::size_t size = 0; size + 20 < pem.size(); ++size)
        QVERIFY(!readCredentials(ByteView(pem).first(size), passphrase()));
}

void TestCertificateFile::readerFitsKeyAndCertificate()
{
    const api::CertificateReader &reader = certificateReader();
    QVERIFY(reader.isKeyOf(test::privateKey("rsa-left"), certificateDer("rsa-left")));
    QVERIFY(!reader.isKeyOf(test::privateKey("rsa-right"), certificateDer("rsa-left")));
    QVERIFY(!reader.isKeyOf({}, certificateDer("rsa-left")));
    QVERIFY(!reader.isKeyOf(test::privateKey("rsa-left"), {}));
    QVERIFY(!reader.facts(asBytes("nothing")));
    QCOMPARE(reader.facts(certificateDer("ec-left"))->subject, std::string("C=CN, O=lab, CN=left"));
    QVERIFY(!reader.read(certificateFile("sealed.p12"), {}));
}

QTEST_GUILESS_MAIN(TestCertificateFile)
#include "test_certificate_file.moc"

#include "engine/crypto/certificate_chain.h"
#include "engine/crypto/crypto_failure.h"
#include "engine/crypto/signature.h"

#include "tests/support/certificate_files.h"
#include "tests/support/vector_rows.h"

using namespace tw;
using namespace tw::crypto;
using test::certificateDer;
using test::hex;
using test::privateKey;
using test::VectorPointer;

namespace {

Certificate certificate(const std::string &name) { return Certificate::fromDer(certificateDer(name)).value(); }

SigningKey signingKey(const std::string &name)
{
    return std::move(SigningKey::fromPkcs8(privateKey(name).view()).value());
}

HashAlgorithm hashOf(const std::string &name)
{
    return name == "sha1"  ? HashAlgorithm::Sha1
        : name == "sha256" ? HashAlgorithm::Sha256
        : name == "sha384" ? HashAlgorithm::Sha384
                           : HashAlgorithm::Sha512;
}

SignatureAlgorithm algorithmOf(const test::VectorRecord &record)
{
    const std::string &scheme = record.text("scheme");
    const HashAlgorithm hash = hashOf(record.text("hash"));
    if (scheme == "pss")
        return {SignatureScheme::RsaPss, hash, static_cast<std::size_t>(std::stoi(record.text("salt")))};
    return {scheme == "pkcs1"       ? SignatureScheme::RsaPkcs1
                : scheme == "ecdsa" ? SignatureScheme::Ecdsa
                                    : SignatureScheme::EcdsaConcatenated,
            hash};
}

struct Identifier
{
    const char *name;
    SignatureAlgorithm algorithm;
    const char *der;
};
// RFC 7427, appendix A; those of RSASSA-PSS with the two longer hashes are made after its pattern (RFC 4055, 3.1).
const Identifier kIdentifiers[] = {
    {"A.1.2 sha256WithRSAEncryption",
     {SignatureScheme::RsaPkcs1, HashAlgorithm::Sha256},
     "300d06092a864886f70d01010b0500"},
    {"A.1.3 sha384WithRSAEncryption",
     {SignatureScheme::RsaPkcs1, HashAlgorithm::Sha384},
     "300d06092a864886f70d01010c0500"},
    {"A.1.4 sha512WithRSAEncryption",
     {SignatureScheme::RsaPkcs1, HashAlgorithm::Sha512},
     "300d06092a864886f70d01010d0500"},
    {"A.3.2 ecdsa-with-sha256", {SignatureScheme::Ecdsa, HashAlgorithm::Sha256}, "300a06082a8648ce3d040302"},
    {"A.3.3 ecdsa-with-sha384", {SignatureScheme::Ecdsa, HashAlgorithm::Sha384}, "300a06082a8648ce3d040303"},
    {"A.3.4 ecdsa-with-sha512", {SignatureScheme::Ecdsa, HashAlgorithm::Sha512}, "300a06082a8648ce3d040304"},
    {"RSASSA-PSS with SHA-256",
     {SignatureScheme::RsaPss, HashAlgorithm::Sha256, 32},
     "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d060960864801"
     "65030402010500a203020120"},
    {"RSASSA-PSS with SHA-384",
     {SignatureScheme::RsaPss, HashAlgorithm::Sha384, 48},
     "304106092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d060960864801"
     "65030402020500a203020130"},
    {"RSASSA-PSS with SHA-512",
     {SignatureScheme::RsaPss, HashAlgorithm::Sha512, 64},
     "304106092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a864886f70d010108300d060960864801"
     "65030402030500a203020140"},
};

constexpr std::string_view kMessage = "some octets";

} // namespace

class TestSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void derivedSignatures_data() { test::addVectorRows("signatures_derived.txt"); }
    void derivedSignatures();
    void publishedIdentifiers_data();
    void publishedIdentifiers();
    void otherFormsOfIdentifiersAreRead_data();
    void otherFormsOfIdentifiersAreRead();
    void foreignIdentifiersAreRefused_data();
    void foreignIdentifiersAreRefused();
    void truncatedIdentifiersAreRefused();
    void pkcs1IsTheSameEachTime();
    void everyKeyVerifiesItsSignature_data();
    void everyKeyVerifiesItsSignature();
    void messageInPartsIsOneMessage();
    void anotherKeysSignatureIsRefused();
    void keysKnowTheirCertificate();
    void whatIsNoKeyIsRefused();
    void aKeyDoesNotSignWhatItCannot();
};

void TestSignature::derivedSignatures()
{
    QFETCH(VectorPointer, record);
    const Bytes message = record->bytes("message");
    // An empty field is no hex to the reader of vectors.
    const Bytes signature = record->text("signature").empty() ? Bytes() : record->bytes("signature");
    const auto verdict =
        verifySignature(certificate(record->text("certificate")), algorithmOf(*record), {message}, signature);
    QCOMPARE(verdict.has_value() ? "valid" : "invalid", record->text("result").c_str());
}

void TestSignature::publishedIdentifiers_data()
{
    QTest::addColumn<int>("row");
    for (int i = 0; i < static_cast<int>(std::size(kIdentifiers)); ++i)
        QTest::newRow(kIdentifiers[i].name) << i;
}

void TestSignature::publishedIdentifiers()
{
    QFETCH(int, row);
    const Identifier &identifier = kIdentifiers[row];
    QCOMPARE(hex(algorithmIdentifier(identifier.algorithm)), QByteArray(identifier.der));
    const auto parsed = parseAlgorithmIdentifier(fromHex(identifier.der));
    QVERIFY(parsed.has_value());
    QVERIFY(*parsed == identifier.algorithm);
}

void TestSignature::otherFormsOfIdentifiersAreRead_data()
{
    QTest::addColumn<QString>("der");
    QTest::newRow("RSA without NULL, RFC 4055, 5") << "300b06092a864886f70d01010b";
    // RFC 7427, A.4.3 has the trailer field written out, though it has its default value.
    QTest::newRow("RSASSA-PSS with a trailer field")
        << "304606092a864886f70d01010a3039a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086"
           "480165030402010500a203020120a303020101";
    QTest::newRow("RSASSA-PSS with bare hashes")
        << "303d06092a864886f70d01010a3030a00d300b0609608648016503040201a11a301806092a864886f70d010108300b060960864801"
           "6503040201a203020120";
}

void TestSignature::otherFormsOfIdentifiersAreRead()
{
    QFETCH(QString, der);
    const auto parsed = parseAlgorithmIdentifier(fromHex(der.toStdString()));
    QVERIFY(parsed.has_value());
    QVERIFY(parsed->hash == HashAlgorithm::Sha256);
}

void TestSignature::foreignIdentifiersAreRefused_data()
{
    QTest::addColumn<QString>("der");
    QTest::addColumn<bool>("isMalformed");
    QTest::newRow("RFC 7427, A.1.1: sha1WithRSAEncryption") << "300d06092a864886f70d0101050500" << false;
    QTest::newRow("RFC 7427, A.2.1: dsa-with-sha1") << "300906072a8648ce380403" << false;
    QTest::newRow("RFC 7427, A.3.1: ecdsa-with-sha1") << "300906072a8648ce3d0401" << false;
    QTest::newRow("RFC 7427, A.4.1: RSASSA-PSS, empty parameters") << "300d06092a864886f70d01010a3000" << false;
    QTest::newRow("RSASSA-PSS without parameters") << "300b06092a864886f70d01010a" << true;
    QTest::newRow("RSASSA-PSS, a mask of SHA-1")
        << "303d06092a864886f70d01010a3030a00f300d06096086480165030402010500a118301606092a864886f70d010108300906052b0e"
           "03021a0500a203020120"
        << false;
    QTest::newRow("RSASSA-PSS, a salt of 255")
        << "304206092a864886f70d01010a3035a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086"
           "480165030402010500a204020200ff"
        << false;
    QTest::newRow("Ed25519") << "300506032b6570" << false;
    QTest::newRow("ECDSA with a NULL") << "300c06082a8648ce3d0403020500" << true;
    QTest::newRow("with a tail") << "300a06082a8648ce3d04030200" << true;
    QTest::newRow("empty") << "" << true;
    QTest::newRow("no sequence") << "0500" << true;
}

void TestSignature::foreignIdentifiersAreRefused()
{
    QFETCH(QString, der);
    QFETCH(bool, isMalformed);
    const auto parsed = parseAlgorithmIdentifier(fromHex(der.toStdString()));
    QVERIFY(!parsed.has_value());
    QVERIFY(parsed.error().fault == (isMalformed ? Fault::Malformed : Fault::Unsupported));
}

void TestSignature::truncatedIdentifiersAreRefused()
{
    for (const Identifier &identifier : kIdentifiers) {
        const Bytes whole = fromHex(identifier.der);
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(!parseAlgorithmIdentifier(ByteView(whole).first(size)));
    }
}

// The one scheme without chance in it, so that the octets can be compared with the derived ones.
void TestSignature::pkcs1IsTheSameEachTime()
{
    const SigningKey key = signingKey("rsa-left");
    int compared = 0;
    for (const auto &record : test::readVectors("signatures_derived.txt")) {
        if (record.text("scheme") != "pkcs1" || record.text("result") != "valid")
            continue;
        QCOMPARE(hex(key.sign(algorithmOf(record), {record.bytes("message")})),
                 QByteArray::fromStdString(record.text("signature")));
        ++compared;
    }
    QCOMPARE(compared, 4);
}

void TestSignature::everyKeyVerifiesItsSignature_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("scheme");
    QTest::newRow("RSA, PKCS#1") << "rsa-left" << int(SignatureScheme::RsaPkcs1);
    QTest::newRow("RSA, PSS") << "rsa-left" << int(SignatureScheme::RsaPss);
    QTest::newRow("RSA-PSS") << "pss-left" << int(SignatureScheme::RsaPss);
    for (const char *name : {"ec-left", "ec-right", "ec-left-521"}) {
        QTest::addRow("%s, DER", name) << name << int(SignatureScheme::Ecdsa);
        QTest::addRow("%s, RFC 4754", name) << name << int(SignatureScheme::EcdsaConcatenated);
    }
}

void TestSignature::everyKeyVerifiesItsSignature()
{
    QFETCH(QString, name);
    QFETCH(int, scheme);
    const Certificate own = certificate(name.toStdString());
    const SigningKey key = signingKey(name.toStdString());
    QVERIFY(own.keyKind() == key.kind());
    for (const HashAlgorithm hash : {HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512}) {
        SignatureAlgorithm algorithm{static_cast<SignatureScheme>(scheme), hash};
        if (algorithm.scheme == SignatureScheme::RsaPss)
            algorithm = rsaPss(hash);
        const Bytes signature = key.sign(algorithm, {asBytes(kMessage)});
        QVERIFY(verifySignature(own, algorithm, {asBytes(kMessage)}, signature));
        for (std::size_t i = 0; i < signature.size(); i += 7) {
            Bytes changed = signature;
            changed[i] ^= 0x20;
            QVERIFY(!verifySignature(own, algorithm, {asBytes(kMessage)}, changed));
        }
        QVERIFY(!verifySignature(own, algorithm, {asBytes("other octets")}, signature));
    }
}

void TestSignature::messageInPartsIsOneMessage()
{
    const SignatureAlgorithm algorithm{SignatureScheme::Ecdsa, HashAlgorithm::Sha256};
    const Bytes signature = signingKey("ec-left").sign(algorithm, {asBytes("some "), {}, asBytes("octets")});
    QVERIFY(verifySignature(certificate("ec-left"), algorithm, {asBytes("some oct"), asBytes("ets")}, signature));
}

void TestSignature::anotherKeysSignatureIsRefused()
{
    const SignatureAlgorithm rsa{SignatureScheme::RsaPkcs1, HashAlgorithm::Sha256};
    const Bytes signature = signingKey("rsa-left").sign(rsa, {asBytes(kMessage)});
    const auto byOther = verifySignature(certificate("rsa-right"), rsa, {asBytes(kMessage)}, signature);
    QVERIFY(!byOther && byOther.error().fault == Fault::AuthenticationFailed);
    const auto byKind = verifySignature(certificate("ec-left"), rsa, {asBytes(kMessage)}, signature);
    QVERIFY(!byKind && byKind.error().fault == Fault::Unsupported);
}

void TestSignature::keysKnowTheirCertificate()
{
    for (const char *name : {"rsa-left", "pss-left", "ec-left", "ec-right", "ec-left-521"}) {
        QVERIFY(signingKey(name).isOf(certificate(name)));
        QVERIFY(!signingKey(name).isOf(certificate("rsa-right")));
    }
}

void TestSignature::whatIsNoKeyIsRefused()
{
    QVERIFY(SigningKey::fromPkcs8({}).error().fault == Fault::Malformed);
    QVERIFY(SigningKey::fromPkcs8(asBytes("no key")).error().fault == Fault::Malformed);
    QVERIFY(SigningKey::fromPkcs8(certificateDer("ec-left")).error().fault == Fault::Malformed);
    QVERIFY(SigningKey::fromPkcs8(privateKey("ed25519").view()).error().fault == Fault::Unsupported);
    const SecretBytes whole = privateKey("ec-left");
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY(!SigningKey::fromPkcs8(whole.view().first(size)));
}

void TestSignature::aKeyDoesNotSignWhatItCannot()
{
    QVERIFY_EXCEPTION_THROWN(signingKey("ec-left").sign({SignatureScheme::RsaPkcs1, HashAlgorithm::Sha256}, {}),
                             CryptoFailure);
    QVERIFY(!canSign(KeyKind::RsaPss, {SignatureScheme::RsaPkcs1, HashAlgorithm::Sha256}));
}

QTEST_GUILESS_MAIN(TestSignature)
#include "test_signature.moc"

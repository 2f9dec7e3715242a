#include "engine/ikev2/auth_signature.h"

#include "tests/support/certificate_files.h"
#include "tests/support/vector_rows.h"

using namespace tw;
using namespace tw::ikev2;
using api::CertificateFault;
using crypto::HashAlgorithm;
using crypto::KeyKind;
using crypto::SignatureScheme;
using test::certificateDer;
using wire::AuthMethod;

namespace {

constexpr std::string_view kOctets = "RealMessage1 | NonceRData | MACedIDForI";
const SignatureHashes kAll{HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512};

crypto::Certificate certificate(const std::string &name)
{
    return crypto::Certificate::fromDer(certificateDer(name)).value();
}

crypto::SigningKey signingKey(const std::string &name)
{
    return std::move(crypto::SigningKey::fromPkcs8(test::privateKey(name).view()).value());
}

wire::Authentication signedBy(const std::string &name, const SignatureHashes &hashes)
{
    const auto key = signingKey(name);
    return sign(key, chooseSignature(key.kind(), hashes).value(), {asBytes(kOctets)});
}

wire::Payload announcing(const char *numbers)
{
    return {wire::PayloadType::Notify, false,
            wire::Notify{wire::ProtocolId::None, wire::NotifyType::SignatureHashAlgorithms, {}, fromHex(numbers)}};
}

CertificateFault faultOf(const std::string &name, const wire::Authentication &auth)
{
    const auto verdict = verifySignature(certificate(name), auth, {asBytes(kOctets)});
    return verdict ? CertificateFault{255} : verdict.error();
}

} // namespace

class TestAuthSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashesOnTheWire();
    void choices_data();
    void choices();
    void formatOfRfc7427();
    void oldMethodsAreBareSignatures();
    void derivedSignaturesVerify_data();
    void derivedSignaturesVerify();
    void methodsBelongToKeys_data();
    void methodsBelongToKeys();
    void sha1IsNotForRfc7427();
    void truncatedSignaturesAreRefused();
    void keysThatWeCannotUse();
};

void TestAuthSignature::hashesOnTheWire()
{
    const wire::Payload notify = signatureHashesNotify();
    QCOMPARE(toHex(std::get<wire::Notify>(notify.body).data), std::string("000200030004"));
    QVERIFY(signatureHashesOf({&notify, 1}) == kAll);

    const auto read = [](const char *numbers) {
        const wire::Payload payload = announcing(numbers);
        return signatureHashesOf({&payload, 1});
    };
    QVERIFY(read("00010002000300040005") == kAll); // as charon has it, with SHA-1 and identity
    QVERIFY(read("0004") == SignatureHashes{HashAlgorithm::Sha512});
    QVERIFY(read("0001").empty());
    QVERIFY(read("").empty());
    QVERIFY(read("000200").empty());
    QVERIFY(signatureHashesOf({}).empty());
}

void TestAuthSignature::choices_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("announced");
    QTest::addColumn<int>("method");
    QTest::addColumn<int>("hash");
    const auto row = [](const char *name, KeyKind key, const char *announced, AuthMethod method, HashAlgorithm hash) {
        QTest::newRow(name) << int(key) << QString::fromLatin1(announced) << int(method) << int(hash);
    };
    row("RSA", KeyKind::Rsa, "000200030004", AuthMethod::DigitalSignature, HashAlgorithm::Sha256);
    row("RSA, SHA-512 only", KeyKind::Rsa, "0004", AuthMethod::DigitalSignature, HashAlgorithm::Sha512);
    row("RSA, SHA-1 only", KeyKind::Rsa, "0001", AuthMethod::RsaSignature, HashAlgorithm::Sha1);
    row("RSA, nothing", KeyKind::Rsa, "", AuthMethod::RsaSignature, HashAlgorithm::Sha1);
    row("RSA-PSS", KeyKind::RsaPss, "000300040002", AuthMethod::DigitalSignature, HashAlgorithm::Sha256);
    row("P-256", KeyKind::EcdsaP256, "000200030004", AuthMethod::DigitalSignature, HashAlgorithm::Sha256);
    row("P-384", KeyKind::EcdsaP384, "000200030004", AuthMethod::DigitalSignature, HashAlgorithm::Sha384);
    row("P-521", KeyKind::EcdsaP521, "000200030004", AuthMethod::DigitalSignature, HashAlgorithm::Sha512);
    row("P-521, SHA-256 only", KeyKind::EcdsaP521, "00010002", AuthMethod::DigitalSignature, HashAlgorithm::Sha256);
    row("P-256, nothing", KeyKind::EcdsaP256, "", AuthMethod::EcdsaSha256, HashAlgorithm::Sha256);
    row("P-384, nothing", KeyKind::EcdsaP384, "", AuthMethod::EcdsaSha384, HashAlgorithm::Sha384);
    row("P-521, nothing", KeyKind::EcdsaP521, "", AuthMethod::EcdsaSha512, HashAlgorithm::Sha512);
}

void TestAuthSignature::choices()
{
    QFETCH(int, key);
    QFETCH(QString, announced);
    const wire::Payload payload = announcing(announced.toLatin1().constData());
    const auto how = chooseSignature(static_cast<KeyKind>(key), signatureHashesOf({&payload, 1}));
    QVERIFY(how.has_value());
    QTEST(int(how->method), "method");
    QTEST(int(how->algorithm.hash), "hash");
    QVERIFY(!chooseSignature(KeyKind::RsaPss, {}));
}

// RFC 7427, 3, figure 2: length, AlgorithmIdentifier, signature.
void TestAuthSignature::formatOfRfc7427()
{
    const auto rsa = signedBy("rsa-left", kAll);
    QVERIFY(rsa.method == AuthMethod::DigitalSignature);
    QCOMPARE(toHex(ByteView(rsa.data).first(16)), std::string("0f300d06092a864886f70d01010b0500"));
    QCOMPARE(rsa.data.size(), 16u + 256u);
    const auto ec = signedBy("ec-right", kAll);
    QCOMPARE(toHex(ByteView(ec.data).first(14)), std::string("0c300a06082a8648ce3d04030330"));
}

void TestAuthSignature::oldMethodsAreBareSignatures()
{
    QCOMPARE(signedBy("rsa-left", {}).data.size(), 256u);
    QCOMPARE(signedBy("ec-left", {}).data.size(), 64u); // RFC 4754, 7
    QCOMPARE(signedBy("ec-right", {}).data.size(), 96u);
    QCOMPARE(signedBy("ec-left-521", {}).data.size(), 132u);
    for (const char *name : {"rsa-left", "ec-left", "ec-right", "ec-left-521"}) {
        QVERIFY(verifySignature(certificate(name), signedBy(name, {}), {asBytes(kOctets)}));
        QVERIFY(verifySignature(certificate(name), signedBy(name, kAll), {asBytes(kOctets)}));
    }
}

// The bad ones are for test_signature.
void TestAuthSignature::derivedSignaturesVerify_data()
{
    static const auto records = test::readVectors("signatures_derived.txt");
    QTest::addColumn<test::VectorPointer>("record");
    for (const test::VectorRecord &record : records) {
        if (record.text("result") == "valid")
            QTest::newRow(record.name().c_str()) << &record;
    }
}

// What Python signed, in the AUTH payload that belongs to it.
void TestAuthSignature::derivedSignaturesVerify()
{
    QFETCH(test::VectorPointer, record);
    const std::string &scheme = record->text("scheme");
    const std::string &hash = record->text("hash");
    const Bytes signature = record->bytes("signature");
    wire::Authentication auth{AuthMethod::DigitalSignature, {}};
    if (scheme == "concatenated") {
        auth = {hash == "sha256"       ? AuthMethod::EcdsaSha256
                    : hash == "sha384" ? AuthMethod::EcdsaSha384
                                       : AuthMethod::EcdsaSha512,
                signature};
    } else if (hash == "sha1") {
        auth = {AuthMethod::RsaSignature, signature};
    } else {
        const std::string last = hash == "sha256" ? "1" : hash == "sha384" ? "2" : "3";
        std::string identifier;
        if (scheme == "pkcs1")
            identifier = "300d06092a864886f70d01010" + std::string(1, static_cast<char>('a' + last[0] - '0')) + "0500";
        else if (scheme == "ecdsa")
            identifier = "300a06082a8648ce3d04030" + std::to_string(std::stoi(last) + 1);
        else
            identifier = "304106092a864886f70d01010a3034a00f300d060960864801650304020" + last
                + "0500a11c301a06092a864886f70d010108300d060960864801650304020" + last + "0500a20302" + "01"
                + toHex(Bytes{static_cast<std::uint8_t>(std::stoi(record->text("salt")))});
        const Bytes der = fromHex(identifier);
        auth.data.push_back(static_cast<std::uint8_t>(der.size()));
        append(auth.data, der);
        append(auth.data, signature);
    }
    QVERIFY(verifySignature(certificate(record->text("certificate")), auth, {record->bytes("message")}));
}

void TestAuthSignature::methodsBelongToKeys_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("method");
    QTest::newRow("RSA key, ECDSA") << "rsa-left" << int(AuthMethod::EcdsaSha256);
    QTest::newRow("RSA key, pre-shared") << "rsa-left" << int(AuthMethod::SharedKey);
    QTest::newRow("RSA key, DSS") << "rsa-left" << int(AuthMethod::DssSignature);
    QTest::newRow("RSA key, NULL") << "rsa-left" << int(AuthMethod::Null);
    QTest::newRow("RSA key, unknown") << "rsa-left" << 200;
    QTest::newRow("P-256, RSA") << "ec-left" << int(AuthMethod::RsaSignature);
    QTest::newRow("P-256, SHA-384") << "ec-left" << int(AuthMethod::EcdsaSha384);
    QTest::newRow("P-384, SHA-256") << "ec-right" << int(AuthMethod::EcdsaSha256);
    QTest::newRow("RSA-PSS key, RSA") << "pss-left" << int(AuthMethod::RsaSignature);
}

void TestAuthSignature::methodsBelongToKeys()
{
    QFETCH(QString, name);
    QFETCH(int, method);
    auto auth = signedBy(name.toStdString(), name == QLatin1String("pss-left") ? kAll : SignatureHashes{});
    auth.method = static_cast<AuthMethod>(method);
    QVERIFY(faultOf(name.toStdString(), auth) == CertificateFault::UnsupportedSignature);
}

// RFC 8247, 3.2. The signature itself is good.
void TestAuthSignature::sha1IsNotForRfc7427()
{
    const auto old = signedBy("rsa-left", {});
    wire::Authentication auth{AuthMethod::DigitalSignature, fromHex("0f300d06092a864886f70d0101050500")};
    append(auth.data, old.data);
    QVERIFY(faultOf("rsa-left", auth) == CertificateFault::UnsupportedSignature);
}

void TestAuthSignature::truncatedSignaturesAreRefused()
{
    for (const char *name : {"rsa-left", "ec-left"}) {
        const auto whole = signedBy(name, kAll);
        for (std::size_t size = 0; size < whole.data.size(); ++size) {
            wire::Authentication cut = whole;
            cut.data.resize(size);
            const CertificateFault fault = faultOf(name, cut);
            QVERIFY(fault == CertificateFault::UnsupportedSignature || fault == CertificateFault::ProofInvalid);
        }
    }
}

void TestAuthSignature::keysThatWeCannotUse()
{
    for (const char *name : {"ed25519", "small-key", "brainpool"})
        QVERIFY(faultOf(name, signedBy("ec-left", kAll)) == CertificateFault::UnsupportedKey);
}

QTEST_GUILESS_MAIN(TestAuthSignature)
#include "test_auth_signature.moc"

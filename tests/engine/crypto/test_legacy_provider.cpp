#include "engine/crypto/algorithms.h"
#include "engine/crypto/cipher.h"

#include <QTest>

using namespace tw;
using namespace tw::crypto;

// An installation without OpenSSL's legacy module: a program of its own, since the library loads it once.
class TestLegacyProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void desIsMissingAndTheReasonIsGiven();
    void everythingElseStillWorks();
};

void TestLegacyProvider::initTestCase()
{
    QVERIFY(qputenv("OPENSSL_MODULES", "/nonexistent")); // where the library looks for its modules
}

void TestLegacyProvider::desIsMissingAndTheReasonIsGiven()
{
    QVERIFY(!isAvailable(api::Encryption::DesCbc));
    QVERIFY(!isAvailable(api::EspProposal{api::Encryption::DesCbc, api::Integrity::HmacMd5_96, {}, false}));
    QVERIFY2(legacyProviderError().find("/nonexistent/legacy.so") != std::string_view::npos,
             legacyProviderError().data());
    QCOMPARE(CbcEncryptor::create(api::Encryption::DesCbc, Bytes(8)).error().fault, Fault::Unsupported);
    QCOMPARE(CbcDecryptor::create(api::Encryption::DesCbc, Bytes(8)).error().fault, Fault::Unsupported);
}

void TestLegacyProvider::everythingElseStillWorks()
{
    QVERIFY(isAvailable(api::IkeProposal{}));
    QVERIFY(isAvailable(api::Encryption::TripleDesCbc));
    QVERIFY(isAvailable(api::Encryption::ChaCha20Poly1305));
    QVERIFY(isAvailable(api::Integrity::HmacMd5_96));
    QVERIFY(isAvailable(api::DhGroup::Modp768));
    QVERIFY(CbcEncryptor::create(api::Encryption::TripleDesCbc, Bytes(24)).has_value());
}

QTEST_GUILESS_MAIN(TestLegacyProvider)
#include "test_legacy_provider.moc"

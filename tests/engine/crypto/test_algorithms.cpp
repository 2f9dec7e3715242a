#include "engine/crypto/algorithms.h"

#include <QTest>

using namespace tw;
using namespace tw::crypto;
using api::DhGroup;
using api::Encryption;
using api::Integrity;
using api::Prf;

Q_DECLARE_METATYPE(EncryptionSizes)

class TestAlgorithms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encryptionSizes_data();
    void encryptionSizes();
    void integritySizes_data();
    void integritySizes();
    void prfOutput();
    void publicValues_data();
    void publicValues();
    void icvComesFromEitherAlgorithm();
    void everyAlgorithmOfTheConsoleIsAvailable();
    void aProposalNeedsAllItsParts();
    void desIsAvailableOrTheReasonIsGiven();
};

void TestAlgorithms::encryptionSizes_data()
{
    QTest::addColumn<Encryption>("encryption");
    QTest::addColumn<EncryptionSizes>("expected");
    QTest::newRow("RFC 3602, 2: AES-128") << Encryption::Aes128Cbc << EncryptionSizes{16, 0, 16, 16, 0};
    QTest::newRow("RFC 3602, 2: AES-192") << Encryption::Aes192Cbc << EncryptionSizes{24, 0, 16, 16, 0};
    QTest::newRow("RFC 3602, 2: AES-256") << Encryption::Aes256Cbc << EncryptionSizes{32, 0, 16, 16, 0};
    QTest::newRow("RFC 2405, 3: DES") << Encryption::DesCbc << EncryptionSizes{8, 0, 8, 8, 0};
    QTest::newRow("RFC 2451, 2: 3DES") << Encryption::TripleDesCbc << EncryptionSizes{24, 0, 8, 8, 0};
    QTest::newRow("RFC 4106, 8.1: AES-GCM-128") << Encryption::Aes128Gcm16 << EncryptionSizes{16, 4, 8, 1, 16};
    QTest::newRow("RFC 4106, 8.1: AES-GCM-192") << Encryption::Aes192Gcm16 << EncryptionSizes{24, 4, 8, 1, 16};
    QTest::newRow("RFC 4106, 8.1: AES-GCM-256") << Encryption::Aes256Gcm16 << EncryptionSizes{32, 4, 8, 1, 16};
    QTest::newRow("RFC 7634, 2: ChaCha20") << Encryption::ChaCha20Poly1305 << EncryptionSizes{32, 4, 8, 1, 16};
}

void TestAlgorithms::encryptionSizes()
{
    QFETCH(Encryption, encryption);
    QFETCH(EncryptionSizes, expected);
    const EncryptionSizes sizes = sizesOf(encryption);
    QCOMPARE(sizes.key, expected.key);
    QCOMPARE(sizes.salt, expected.salt);
    QCOMPARE(sizes.iv, expected.iv);
    QCOMPARE(sizes.block, expected.block);
    QCOMPARE(sizes.icv, expected.icv);
    QCOMPARE(sizes.keyMaterial(), expected.key + expected.salt);
}

void TestAlgorithms::integritySizes_data()
{
    QTest::addColumn<Integrity>("integrity");
    QTest::addColumn<std::size_t>("key");
    QTest::addColumn<std::size_t>("icv");
    QTest::newRow("none") << Integrity::None << std::size_t{0} << std::size_t{0};
    QTest::newRow("RFC 2403: MD5") << Integrity::HmacMd5_96 << std::size_t{16} << std::size_t{12};
    QTest::newRow("RFC 2404: SHA-1") << Integrity::HmacSha1_96 << std::size_t{20} << std::size_t{12};
    QTest::newRow("RFC 4868, 2.6: SHA-256") << Integrity::HmacSha256_128 << std::size_t{32} << std::size_t{16};
    QTest::newRow("RFC 4868, 2.6: SHA-384") << Integrity::HmacSha384_192 << std::size_t{48} << std::size_t{24};
    QTest::newRow("RFC 4868, 2.6: SHA-512") << Integrity::HmacSha512_256 << std::size_t{64} << std::size_t{32};
}

void TestAlgorithms::integritySizes()
{
    QFETCH(Integrity, integrity);
    QTEST(sizesOf(integrity).key, "key");
    QTEST(sizesOf(integrity).icv, "icv");
}

void TestAlgorithms::prfOutput()
{
    QCOMPARE(outputSize(Prf::HmacMd5), std::size_t{128 / 8});
    QCOMPARE(outputSize(Prf::HmacSha1), std::size_t{160 / 8});
    QCOMPARE(outputSize(Prf::HmacSha256), std::size_t{256 / 8});
    QCOMPARE(outputSize(Prf::HmacSha384), std::size_t{384 / 8});
    QCOMPARE(outputSize(Prf::HmacSha512), std::size_t{512 / 8});
}

void TestAlgorithms::publicValues_data()
{
    QTest::addColumn<DhGroup>("group");
    QTest::addColumn<std::size_t>("size");
    const auto modp = [](const char *name, DhGroup group, std::size_t bits) {
        QTest::newRow(name) << group << bits / 8;
    };
    modp("none", DhGroup::None, 0);
    modp("RFC 2409, 6.1", DhGroup::Modp768, 768);
    modp("RFC 2409, 6.2", DhGroup::Modp1024, 1024);
    modp("RFC 3526, 2", DhGroup::Modp1536, 1536);
    modp("RFC 3526, 3", DhGroup::Modp2048, 2048);
    modp("RFC 3526, 4", DhGroup::Modp3072, 3072);
    modp("RFC 3526, 5", DhGroup::Modp4096, 4096);
    modp("RFC 3526, 6", DhGroup::Modp6144, 6144);
    modp("RFC 3526, 7", DhGroup::Modp8192, 8192);
    modp("RFC 5114, 2.1", DhGroup::Modp1024s160, 1024);
    modp("RFC 5114, 2.2", DhGroup::Modp2048s224, 2048);
    modp("RFC 5114, 2.3", DhGroup::Modp2048s256, 2048);
    // RFC 5903, 7: "the length of this payload is 64, 96, 132 octets"
    QTest::newRow("RFC 5903, 7: P-256") << DhGroup::Ecp256 << std::size_t{64};
    QTest::newRow("RFC 5903, 7: P-384") << DhGroup::Ecp384 << std::size_t{96};
    QTest::newRow("RFC 5903, 7: P-521") << DhGroup::Ecp521 << std::size_t{132};
    QTest::newRow("RFC 8031, 3.1: Curve25519") << DhGroup::Curve25519 << std::size_t{32};
}

void TestAlgorithms::publicValues()
{
    QFETCH(DhGroup, group);
    QTEST(publicValueSize(group), "size");
}

void TestAlgorithms::icvComesFromEitherAlgorithm()
{
    QCOMPARE(icvSize(Encryption::Aes128Cbc, Integrity::HmacSha1_96), std::size_t{12});
    QCOMPARE(icvSize(Encryption::Aes256Cbc, Integrity::HmacSha512_256), std::size_t{32});
    QCOMPARE(icvSize(Encryption::Aes256Gcm16, Integrity::None), std::size_t{16});
}

void TestAlgorithms::everyAlgorithmOfTheConsoleIsAvailable()
{
    for (const auto encryption :
         {Encryption::Aes128Cbc, Encryption::Aes192Cbc, Encryption::Aes256Cbc, Encryption::TripleDesCbc,
          Encryption::Aes128Gcm16, Encryption::Aes192Gcm16, Encryption::Aes256Gcm16, Encryption::ChaCha20Poly1305})
        QVERIFY2(isAvailable(encryption), api::shortName(encryption).data());
    for (const auto integrity : {Integrity::None, Integrity::HmacMd5_96, Integrity::HmacSha1_96,
                                 Integrity::HmacSha256_128, Integrity::HmacSha384_192, Integrity::HmacSha512_256})
        QVERIFY2(isAvailable(integrity), api::shortName(integrity).data());
    for (const auto prf : {Prf::HmacMd5, Prf::HmacSha1, Prf::HmacSha256, Prf::HmacSha384, Prf::HmacSha512})
        QVERIFY2(isAvailable(prf), api::shortName(prf).data());
    for (const auto group :
         {DhGroup::None, DhGroup::Modp768, DhGroup::Modp1024, DhGroup::Modp1536, DhGroup::Modp2048, DhGroup::Modp3072,
          DhGroup::Modp4096, DhGroup::Modp6144, DhGroup::Modp8192, DhGroup::Ecp256, DhGroup::Ecp384, DhGroup::Ecp521,
          DhGroup::Modp1024s160, DhGroup::Modp2048s224, DhGroup::Modp2048s256, DhGroup::Curve25519})
        QVERIFY2(isAvailable(group), api::shortName(group).data());
}

void TestAlgorithms::aProposalNeedsAllItsParts()
{
    QVERIFY(isAvailable(api::IkeProposal{}));
    QVERIFY(isAvailable(api::EspProposal{}));
    api::EspProposal des;
    des.encryption = Encryption::DesCbc;
    QCOMPARE(isAvailable(des), isAvailable(Encryption::DesCbc));
}

void TestAlgorithms::desIsAvailableOrTheReasonIsGiven()
{
    QCOMPARE(isAvailable(Encryption::DesCbc), legacyProviderError().empty());
}

QTEST_GUILESS_MAIN(TestAlgorithms)
#include "test_algorithms.moc"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/cipher.h"

#include "tests/support/vector_rows.h"

using namespace tw;
using namespace tw::crypto;
using test::hex;
using test::VectorPointer;

class TestCipher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedCiphertext_data() { test::addVectorRows("cbc.txt"); }
    void publishedCiphertext();
    void oneKeyedObjectServesManyPackets();
    void nothingIsPadded();
    void anEncryptedCounterIsAnIv();
    void badLengthsChangeNothing();
    void aKeyOfAnotherLengthIsRefused();
    void aeadSuitesAreUnsupported();

private:
    static Bytes sampleKey() { return fromHex("2b7e151628aed2a6abf7158809cf4f3c"); }
};

void TestCipher::publishedCiphertext()
{
    QFETCH(VectorPointer, record);
    const auto encryption = api::parseEncryption(record->text("encryption")).value();
    if (!isAvailable(encryption))
        QFAIL(legacyProviderError().data());
    const Bytes key = record->bytes("key");
    const Bytes iv = record->bytes("iv");
    Bytes data = record->bytes("plain");

    auto encryptor = CbcEncryptor::create(encryption, key);
    QVERIFY(encryptor.has_value());
    QCOMPARE(encryptor->blockSize(), iv.size());
    QVERIFY(encryptor->encrypt(iv, data).has_value());
    QCOMPARE(hex(data), hex(record->bytes("cipher")));

    auto decryptor = CbcDecryptor::create(encryption, key);
    QVERIFY(decryptor.has_value());
    QVERIFY(decryptor->decrypt(iv, data).has_value());
    QCOMPARE(hex(data), hex(record->bytes("plain")));
}

// SP 800-38A, F.2.1: each ciphertext block is the IV of the next, so the example can be cut into packets.
void TestCipher::oneKeyedObjectServesManyPackets()
{
    auto encryptor = CbcEncryptor::create(api::Encryption::Aes128Cbc, sampleKey());
    auto decryptor = CbcDecryptor::create(api::Encryption::Aes128Cbc, sampleKey());
    QVERIFY(encryptor.has_value() && decryptor.has_value());
    const Bytes iv1 = fromHex("000102030405060708090a0b0c0d0e0f");
    const Bytes plain1 = fromHex("6bc1bee22e409f96e93d7e117393172a");
    const Bytes cipher1 = fromHex("7649abac8119b246cee98e9b12e9197d");
    const Bytes plain2 = fromHex("ae2d8a571e03ac9c9eb76fac45af8e51");
    const Bytes cipher2 = fromHex("5086cb9b507219ee95db113a917678b2");
    for (int i = 0; i < 3; ++i) {
        Bytes first = plain1;
        Bytes second = plain2;
        QVERIFY(encryptor->encrypt(iv1, first).has_value());
        QVERIFY(encryptor->encrypt(cipher1, second).has_value());
        QCOMPARE(hex(first), hex(cipher1));
        QCOMPARE(hex(second), hex(cipher2));
        QVERIFY(decryptor->decrypt(cipher1, second).has_value());
        QVERIFY(decryptor->decrypt(iv1, first).has_value());
        QCOMPARE(hex(first), hex(plain1));
        QCOMPARE(hex(second), hex(plain2));
    }
}

void TestCipher::nothingIsPadded()
{
    auto decryptor = CbcDecryptor::create(api::Encryption::Aes128Cbc, sampleKey());
    auto encryptor = CbcEncryptor::create(api::Encryption::Aes128Cbc, sampleKey());
    QVERIFY(encryptor.has_value() && decryptor.has_value());
    const Bytes iv(16);
    Bytes guarded(3 * 16, 0xee); // the middle block is the packet
    QVERIFY(encryptor->encrypt(iv, MutableByteView(guarded).subspan(16, 16)).has_value());
    QVERIFY(encryptor->encrypt(iv, MutableByteView(guarded).subspan(16, 0)).has_value());
    QCOMPARE(hex(ByteView(guarded).first(16)), hex(Bytes(16, 0xee)));
    QCOMPARE(hex(ByteView(guarded).last(16)), hex(Bytes(16, 0xee)));
    QVERIFY(decryptor->decrypt(iv, MutableByteView(guarded).subspan(16, 16)).has_value());
    QCOMPARE(hex(guarded), hex(Bytes(3 * 16, 0xee)));
}

// SP 800-38A, C: the forward cipher of a nonce is an unpredictable IV, which is what a zero IV and a nonce as first
// block give: F.1.1 (AES in ECB mode) has the expected first block, F.2.1's second block follows from it.
void TestCipher::anEncryptedCounterIsAnIv()
{
    auto encryptor = CbcEncryptor::create(api::Encryption::Aes128Cbc, sampleKey());
    auto decryptor = CbcDecryptor::create(api::Encryption::Aes128Cbc, sampleKey());
    QVERIFY(encryptor.has_value() && decryptor.has_value());
    Bytes packet = fromHex("6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51");
    QVERIFY(encryptor->encrypt(Bytes(16), packet).has_value());
    const MutableByteView whole(packet);
    QCOMPARE(hex(whole.first(16)), QByteArray("3ad77bb40d7a3660a89ecaf32466ef97")); // SP 800-38A, F.1.1, block 1
    QVERIFY(decryptor->decrypt(whole.first(16), whole.subspan(16)).has_value());
    QCOMPARE(hex(whole.subspan(16)), QByteArray("ae2d8a571e03ac9c9eb76fac45af8e51"));
}

void TestCipher::badLengthsChangeNothing()
{
    auto encryptor = CbcEncryptor::create(api::Encryption::Aes128Cbc, sampleKey());
    auto decryptor = CbcDecryptor::create(api::Encryption::Aes128Cbc, sampleKey());
    QVERIFY(encryptor.has_value() && decryptor.has_value());
    Bytes data(31, 0x55);
    QCOMPARE(encryptor->encrypt(Bytes(16), data).error().fault, Fault::InvalidArgument);
    QCOMPARE(encryptor->encrypt(Bytes(8), MutableByteView(data).first(16)).error().fault, Fault::InvalidArgument);
    QCOMPARE(decryptor->decrypt(Bytes(16), data).error().fault, Fault::Malformed);
    QCOMPARE(decryptor->decrypt(Bytes(17), MutableByteView(data).first(16)).error().fault, Fault::InvalidArgument);
    QCOMPARE(hex(data), hex(Bytes(31, 0x55)));
}

void TestCipher::aKeyOfAnotherLengthIsRefused()
{
    for (const auto encryption : {api::Encryption::Aes128Cbc, api::Encryption::Aes192Cbc, api::Encryption::Aes256Cbc,
                                  api::Encryption::TripleDesCbc}) {
        for (const std::size_t size : {std::size_t{0}, sizesOf(encryption).key - 1, sizesOf(encryption).key + 1}) {
            QCOMPARE(CbcEncryptor::create(encryption, Bytes(size)).error().fault, Fault::InvalidArgument);
            QCOMPARE(CbcDecryptor::create(encryption, Bytes(size)).error().fault, Fault::InvalidArgument);
        }
    }
}

void TestCipher::aeadSuitesAreUnsupported()
{
    QCOMPARE(CbcEncryptor::create(api::Encryption::Aes128Gcm16, Bytes(16)).error().fault, Fault::Unsupported);
    QCOMPARE(CbcDecryptor::create(api::Encryption::ChaCha20Poly1305, Bytes(32)).error().fault, Fault::Unsupported);
}

QTEST_GUILESS_MAIN(TestCipher)
#include "test_cipher.moc"

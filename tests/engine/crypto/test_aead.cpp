#include "engine/crypto/aead.h"
#include "engine/crypto/algorithms.h"

#include "tests/support/vector_rows.h"

using namespace tw;
using namespace tw::crypto;
using test::hex;
using test::VectorPointer;

namespace {

// What a record says, in the form that the SA has it: salt behind the key, tag behind the ciphertext.
struct Sample
{
    explicit Sample(const test::VectorRecord &record)
        : encryption(api::parseEncryption(record.text("encryption")).value()),
          keyAndSalt(record.bytes("key")),
          iv(record.bytes("iv")),
          associated(record.bytes("aad")),
          plain(record.bytes("plain")),
          sealed(record.bytes("sealed"))
    {
        append(keyAndSalt, record.bytes("salt"));
    }

    api::Encryption encryption;
    Bytes keyAndSalt;
    Bytes iv;
    Bytes associated;
    Bytes plain;
    Bytes sealed;
};

Result<void> openInPlace(AeadOpener &opener, ByteView iv, ByteView associated, MutableByteView sealed)
{
    const std::size_t size = sealed.size() - kAeadTagSize;
    return opener.open(iv, associated, sealed.first(size), sealed.subspan(size));
}

} // namespace

class TestAead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedMessage_data() { test::addVectorRows("aead.txt"); }
    void publishedMessage();
    void wycheproof_data() { test::addVectorRows("aead_wycheproof.txt"); }
    void wycheproof();
    void everyAlteredBitIsNoticed_data() { test::addVectorRows("aead.txt"); }
    void everyAlteredBitIsNoticed();
    void badLengthsAreRefused();
    void aKeyWithoutSaltIsRefused();
    void suitesWithoutAeadAreUnsupported();
};

void TestAead::publishedMessage()
{
    QFETCH(VectorPointer, record);
    const Sample sample(*record);
    auto sealer = AeadSealer::create(sample.encryption, sample.keyAndSalt);
    auto opener = AeadOpener::create(sample.encryption, sample.keyAndSalt);
    QVERIFY(sealer.has_value() && opener.has_value());

    // Twice with one object, and with another nonce in between: the key stays, nothing else does.
    for (int i = 0; i < 2; ++i) {
        Bytes packet = sample.plain;
        packet.resize(sample.plain.size() + kAeadTagSize);
        const MutableByteView whole(packet);
        QVERIFY(sealer->seal(sample.iv, sample.associated, whole.first(sample.plain.size()), whole.last(kAeadTagSize))
                    .has_value());
        QCOMPARE(hex(packet), hex(sample.sealed));
        QVERIFY(openInPlace(*opener, sample.iv, sample.associated, packet).has_value());
        QCOMPARE(hex(whole.first(sample.plain.size())), hex(sample.plain));

        Bytes other(40);
        QVERIFY(sealer->seal(Bytes(8, 0x77), {}, MutableByteView(other).first(24), MutableByteView(other).last(16))
                    .has_value());
        QVERIFY(openInPlace(*opener, Bytes(8, 0x77), {}, other).has_value());
    }
}

void TestAead::wycheproof()
{
    QFETCH(VectorPointer, record);
    const Sample sample(*record);
    auto opener = AeadOpener::create(sample.encryption, sample.keyAndSalt);
    QVERIFY(opener.has_value());
    Bytes packet = sample.sealed;
    const auto opened = openInPlace(*opener, sample.iv, sample.associated, packet);
    const ByteView text = ByteView(packet).first(sample.plain.size());
    if (record->text("result") == "valid") {
        QVERIFY(opened.has_value());
        QCOMPARE(hex(text), hex(sample.plain));
        auto sealer = AeadSealer::create(sample.encryption, sample.keyAndSalt);
        QVERIFY(sealer.has_value());
        const MutableByteView whole(packet);
        QVERIFY(
            sealer->seal(sample.iv, sample.associated, whole.first(text.size()), whole.last(kAeadTagSize)).has_value());
        QCOMPARE(hex(packet), hex(sample.sealed));
    } else {
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().fault, Fault::NotAuthentic);
        QCOMPARE(hex(text), hex(Bytes(text.size())));
    }
}

void TestAead::everyAlteredBitIsNoticed()
{
    QFETCH(VectorPointer, record);
    Sample sample(*record);
    auto opener = AeadOpener::create(sample.encryption, sample.keyAndSalt);
    QVERIFY(opener.has_value());
    for (auto *bytes : {&sample.iv, &sample.associated, &sample.sealed}) {
        for (std::size_t bit = 0; bit < bytes->size() * 8; ++bit) {
            auto &byte = (*bytes)[bit / 8];
            const auto original = byte;
            byte = static_cast<std::uint8_t>(original ^ (1u << bit % 8));
            Bytes packet = sample.sealed;
            QCOMPARE(openInPlace(*opener, sample.iv, sample.associated, packet),
                     Result<void>(fail(Fault::NotAuthentic, "AeadOpener")));
            byte = original;
        }
    }
    // A forgery costs the SA nothing: the next honest packet opens.
    Bytes packet = sample.sealed;
    QVERIFY(openInPlace(*opener, sample.iv, sample.associated, packet).has_value());
}

void TestAead::badLengthsAreRefused()
{
    const Bytes key(20);
    auto sealer = AeadSealer::create(api::Encryption::Aes128Gcm16, key);
    auto opener = AeadOpener::create(api::Encryption::Aes128Gcm16, key);
    QVERIFY(sealer.has_value() && opener.has_value());
    Bytes data(16, 0x55);
    Bytes tag(16);
    QCOMPARE(sealer->seal(Bytes(12), {}, data, tag).error().fault, Fault::InvalidArgument);
    QCOMPARE(sealer->seal(Bytes(8), {}, data, MutableByteView(tag).first(12)).error().fault, Fault::InvalidArgument);
    QCOMPARE(opener->open(Bytes(7), {}, data, tag).error().fault, Fault::InvalidArgument);
    QCOMPARE(opener->open(Bytes(8), {}, data, ByteView(tag).first(15)).error().fault, Fault::InvalidArgument);
    QCOMPARE(hex(data), hex(Bytes(16, 0x55)));
}

void TestAead::aKeyWithoutSaltIsRefused()
{
    for (const auto encryption : {api::Encryption::Aes128Gcm16, api::Encryption::Aes192Gcm16,
                                  api::Encryption::Aes256Gcm16, api::Encryption::ChaCha20Poly1305}) {
        const Bytes key(sizesOf(encryption).key);
        QCOMPARE(AeadSealer::create(encryption, key).error().fault, Fault::InvalidArgument);
        QCOMPARE(AeadOpener::create(encryption, key).error().fault, Fault::InvalidArgument);
    }
}

void TestAead::suitesWithoutAeadAreUnsupported()
{
    QCOMPARE(AeadSealer::create(api::Encryption::Aes128Cbc, Bytes(16)).error().fault, Fault::Unsupported);
    QCOMPARE(AeadOpener::create(api::Encryption::TripleDesCbc, Bytes(24)).error().fault, Fault::Unsupported);
}

QTEST_GUILESS_MAIN(TestAead)
#include "test_aead.moc"

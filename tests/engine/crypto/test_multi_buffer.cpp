#include "engine/crypto/aead.h"
#include "engine/crypto/algorithms.h"
#include "engine/crypto/multi_buffer.h"

#include "tests/support/vector_rows.h"

#include <algorithm>
#include <cstdlib>
#include <new>

// This program's own allocation of aligned memory, which is where expanded keys stand: it looks at a block when it is
// given back.
namespace {

struct Watch
{
    std::size_t blocks = 0;
    std::size_t notWiped = 0;
    std::size_t size = 0; // of the last one
};
Watch watch;

void lookAt(const void *block, std::size_t size, std::size_t alignment)
{
    // What stands in front of the first aligned member belongs to the language, and is an address.
    const auto *octets = static_cast<const std::uint8_t *>(block);
    ++watch.blocks;
    watch.size = size;
    watch.notWiped += !std::all_of(octets + alignment, octets + size, [](std::uint8_t octet) { return octet == 0; });
}

} // namespace

void *operator new(std::size_t size, std::align_val_t alignment)
{
    if (void *memory = std::aligned_alloc(static_cast<std::size_t>(alignment), size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *block, std::size_t size, std::align_val_t alignment) noexcept
{
    lookAt(block, size, static_cast<std::size_t>(alignment));
    std::free(block);
}

using namespace tw;
using namespace tw::crypto;
using test::hex;
using test::VectorPointer;
using Use = MultiBufferKeys::Use;

namespace {

Bytes pattern(std::size_t size, std::size_t seed)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(i * 7 + seed * 13 + 1);
    return bytes;
}

constexpr std::size_t kLargestBurst = 70;

// Integrity and cipher are tested apart, and each needs the other to make a suite.
MultiBufferKeys cbcKeys(Use use, api::Encryption encryption, ByteView key)
{
    return MultiBufferKeys::expand(use, encryption, api::Integrity::HmacSha1_96, key, pattern(20, 0));
}

MultiBufferKeys hmacKeys(api::Integrity integrity, ByteView key)
{
    return MultiBufferKeys::expand(Use::Encrypt, api::Encryption::Aes128Cbc, integrity, pattern(16, 0), key);
}

} // namespace

class TestMultiBuffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void publishedCiphertext_data() { test::addVectorRows("cbc.txt"); }
    void publishedCiphertext();
    void publishedIcv_data() { test::addVectorRows("integrity.txt"); }
    void publishedIcv();
    void publishedAead_data() { test::addVectorRows("aead.txt"); }
    void publishedAead() { checkAead(); }
    void wycheproof_data() { test::addVectorRows("aead_wycheproof.txt"); }
    void wycheproof() { checkAead(); }
    void anIcvMayOverlapWhatItCovers();
    void tooManyJobsAreRefused();
    void unfitKeysAreRefused();
    void keysAreWipedOnRelease_data();
    void keysAreWipedOnRelease();

private:
    void checkAead();

    std::unique_ptr<MultiBuffer> m_library;
};

void TestMultiBuffer::initTestCase()
{
    m_library = MultiBuffer::create();
    QCOMPARE(m_library == nullptr, !MultiBuffer::unavailableReason().empty());
#ifdef TW_EXPECTS_IPSEC_MB // else a package that nobody installed would go unnoticed
    QVERIFY2(MultiBuffer::unavailableReason() != "built without intel-ipsec-mb", "install libipsec-mb-dev");
#endif
    if (!m_library)
        QSKIP(std::string(MultiBuffer::unavailableReason()).c_str());
}

void TestMultiBuffer::publishedCiphertext()
{
    QFETCH(VectorPointer, record);
    const auto encryption = api::parseEncryption(record->text("encryption")).value();
    const auto encryptionKeys = cbcKeys(Use::Encrypt, encryption, record->bytes("key"));
    const auto decryptionKeys = cbcKeys(Use::Decrypt, encryption, record->bytes("key"));
    if (!encryptionKeys)
        QSKIP("Not one of the library's here.");
    const auto otherKeys = cbcKeys(Use::Encrypt, encryption, pattern(sizesOf(encryption).key, 9));
    const Bytes iv = record->bytes("iv");
    for (std::size_t count = 1; count <= kLargestBurst; ++count) {
        // The published message among others of other lengths and another key, which it must not depend on.
        const std::size_t place = count / 2;
        std::vector<Bytes> messages;
        std::vector<CbcJob> jobs;
        for (std::size_t i = 0; i < count; ++i)
            messages.push_back(i == place ? record->bytes("plain") : pattern(iv.size() * (1 + i * 5 % 90), i));
        for (std::size_t i = 0; i < count; ++i)
            jobs.push_back({i == place ? &encryptionKeys : &otherKeys, iv.data(), messages[i]});
        QVERIFY(m_library->encryptCbc(encryption, jobs));
        QCOMPARE(hex(messages[place]), hex(record->bytes("cipher")));

        std::vector<Bytes> copies(count, messages[place]);
        for (std::size_t i = 0; i < count; ++i)
            jobs[i] = {&decryptionKeys, iv.data(), copies[i]};
        QVERIFY(m_library->decryptCbc(encryption, jobs));
        for (const Bytes &copy : copies)
            QCOMPARE(hex(copy), hex(record->bytes("plain")));
    }
}

void TestMultiBuffer::publishedIcv()
{
    QFETCH(VectorPointer, record);
    const auto integrity = api::parseIntegrity(record->text("integrity")).value();
    const auto keys = hmacKeys(integrity, record->bytes("key"));
    const auto otherKeys = hmacKeys(integrity, pattern(sizesOf(integrity).key, 9));
    QVERIFY(keys && otherKeys);
    const std::size_t size = sizesOf(integrity).icv;
    const Bytes data = record->bytes("data");
    for (std::size_t count = 1; count <= kLargestBurst; ++count) {
        const std::size_t place = count / 2;
        std::vector<Bytes> messages;
        std::vector<Bytes> icvs(count, Bytes(size + 1, 0xee));
        std::vector<HmacJob> jobs;
        for (std::size_t i = 0; i < count; ++i)
            messages.push_back(i == place ? data : pattern(8 + i * 37 % 1500, i));
        for (std::size_t i = 0; i < count; ++i)
            jobs.push_back({i == place ? &keys : &otherKeys, messages[i], icvs[i].data()});
        QVERIFY(m_library->computeHmac(integrity, jobs));
        QCOMPARE(hex(ByteView(icvs[place]).first(size)), hex(record->bytes("icv")));
        for (const Bytes &icv : icvs)
            QCOMPARE(icv.back(), std::uint8_t{0xee}); // and not an octet more
    }
}

void TestMultiBuffer::checkAead()
{
    QFETCH(VectorPointer, record);
    const auto encryption = api::parseEncryption(record->text("encryption")).value();
    Bytes key = record->bytes("key");
    append(key, record->bytes("salt"));
    const auto keys = MultiBufferKeys::expand(Use::Encrypt, encryption, api::Integrity::None, key, {});
    if (!keys)
        QSKIP("Not one of the library's here.");
    const Bytes iv = record->bytes("iv");
    const Bytes associated = record->bytes("aad");
    const Bytes sealed = record->bytes("sealed");
    const ByteView cipherText = ByteView(sealed).first(sealed.size() - kAeadTagSize);
    const bool isHonest = !record->has("result") || record->text("result") == "valid";

    Bytes opened = toBytes(cipherText);
    Bytes tag(kAeadTagSize);
    QVERIFY(m_library->decryptAead({&keys, iv, associated, opened, tag.data()}));
    QCOMPARE(std::ranges::equal(tag, ByteView(sealed).last(kAeadTagSize)), isHonest);
    if (!isHonest)
        return;
    QCOMPARE(hex(opened), hex(record->bytes("plain")));
    QVERIFY(m_library->encryptAead({&keys, iv, associated, opened, tag.data()}));
    QCOMPARE(hex(opened) + hex(tag), hex(sealed));
}

// An ESP packet with extended sequence numbers: the high half is hashed where the ICV will stand.
void TestMultiBuffer::anIcvMayOverlapWhatItCovers()
{
    for (const auto integrity :
         {api::Integrity::HmacMd5_96, api::Integrity::HmacSha1_96, api::Integrity::HmacSha256_128,
          api::Integrity::HmacSha384_192, api::Integrity::HmacSha512_256}) {
        const auto keys = hmacKeys(integrity, pattern(sizesOf(integrity).key, 4));
        const std::size_t size = sizesOf(integrity).icv;
        for (std::size_t length = 40; length < 400; ++length) {
            Bytes apart = pattern(length + size, length);
            Bytes over = apart;
            Bytes icv(size);
            const HmacJob jobs[] = {{&keys, ByteView(apart).first(length + 4), icv.data()},
                                    {&keys, ByteView(over).first(length + 4), over.data() + length}};
            QVERIFY(m_library->computeHmac(integrity, std::span(jobs).first(1)));
            QVERIFY(m_library->computeHmac(integrity, std::span(jobs).last(1)));
            QCOMPARE(hex(ByteView(over).last(size)), hex(icv));
            QCOMPARE(hex(ByteView(over).first(length)), hex(ByteView(apart).first(length)));
        }
    }
}

void TestMultiBuffer::tooManyJobsAreRefused()
{
    const auto keys = hmacKeys(api::Integrity::HmacSha1_96, pattern(20, 1));
    const Bytes iv(16);
    Bytes message(16, 3);
    std::vector<CbcJob> jobs(MultiBuffer::kMaxJobs + 1, {&keys, iv.data(), message});
    QVERIFY(!m_library->encryptCbc(api::Encryption::Aes128Cbc, jobs));
    Bytes icv(12);
    std::vector<HmacJob> hmacJobs(MultiBuffer::kMaxJobs + 1, {&keys, message, icv.data()});
    QVERIFY(!m_library->computeHmac(api::Integrity::HmacSha1_96, hmacJobs));
    QCOMPARE(message, Bytes(16, 3));
    QCOMPARE(icv, Bytes(12));
}

void TestMultiBuffer::unfitKeysAreRefused()
{
    using api::Encryption;
    using api::Integrity;
    const auto isRefused = [](Encryption encryption, Integrity integrity, std::size_t key, std::size_t integrityKey) {
        return !MultiBufferKeys::expand(Use::Encrypt, encryption, integrity, Bytes(key), Bytes(integrityKey));
    };
    QVERIFY(!isRefused(Encryption::Aes128Cbc, Integrity::HmacSha1_96, 16, 20));
    QVERIFY(isRefused(Encryption::Aes128Cbc, Integrity::HmacSha1_96, 24, 20));
    QVERIFY(isRefused(Encryption::Aes128Cbc, Integrity::HmacSha1_96, 16, 16));
    QVERIFY(isRefused(Encryption::Aes128Cbc, Integrity::None, 16, 0));
    QVERIFY(isRefused(Encryption::DesCbc, Integrity::HmacSha1_96, 8, 20));
    QVERIFY(!isRefused(Encryption::Aes128Gcm16, Integrity::None, 20, 0));
    QVERIFY(isRefused(Encryption::Aes128Gcm16, Integrity::None, 16, 0));
    QVERIFY(isRefused(Encryption::Aes128Gcm16, Integrity::HmacSha1_96, 20, 20));
    QVERIFY(!MultiBufferKeys());
}

void TestMultiBuffer::keysAreWipedOnRelease_data()
{
    QTest::addColumn<int>("encryption");
    for (const auto encryption : {api::Encryption::Aes128Cbc, api::Encryption::Aes256Cbc, api::Encryption::TripleDesCbc,
                                  api::Encryption::Aes256Gcm16, api::Encryption::ChaCha20Poly1305})
        QTest::newRow(std::string(api::shortName(encryption)).c_str()) << static_cast<int>(encryption);
}

void TestMultiBuffer::keysAreWipedOnRelease()
{
    QFETCH(int, encryption);
    const auto chosen = static_cast<api::Encryption>(encryption);
    const auto integrity = api::isAead(chosen) ? api::Integrity::None : api::Integrity::HmacSha256_128;
    auto keys = MultiBufferKeys::expand(Use::Decrypt, chosen, integrity, pattern(sizesOf(chosen).keyMaterial(), 1),
                                        pattern(sizesOf(integrity).key, 2));
    if (!keys)
        QSKIP("Not one of the library's here.");
    watch = {};
    {
        const MultiBufferKeys moved = std::move(keys);
        QCOMPARE(watch.blocks, std::size_t{0});
    }
    QCOMPARE(watch.blocks, std::size_t{1});
    QVERIFY(watch.size > 64);
    QCOMPARE(watch.notWiped, std::size_t{0});
}

QTEST_GUILESS_MAIN(TestMultiBuffer)
#include "test_multi_buffer.moc"

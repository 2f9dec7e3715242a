#include "engine/crypto/algorithms.h"
#include "engine/crypto/mac.h"

#include "tests/support/vector_rows.h"

using namespace tw;
using namespace tw::crypto;
using test::hex;
using test::VectorPointer;

class TestMac : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedIcv_data() { test::addVectorRows("integrity.txt"); }
    void publishedIcv();
    void everyAlteredBitIsNoticed_data() { test::addVectorRows("integrity.txt"); }
    void everyAlteredBitIsNoticed();
    void anIcvOfAnotherLengthIsRefused();
    void aKeyOfAnotherLengthIsRefused();
    void noneIsUnsupported();
};

namespace {

api::Integrity integrityOf(const test::VectorRecord &record)
{
    return api::parseIntegrity(record.text("integrity")).value();
}

} // namespace

void TestMac::publishedIcv()
{
    QFETCH(VectorPointer, record);
    auto mac = Mac::create(integrityOf(*record), record->bytes("key"));
    QVERIFY(mac.has_value());
    const Bytes data = record->bytes("data");
    const ByteView all(data);
    const Bytes expected = record->bytes("icv");
    QCOMPARE(mac->size(), expected.size());

    // Twice with one object, since an SA uses it for all its packets; other data in between leaves no trace.
    for (int i = 0; i < 2; ++i) {
        Bytes icv(mac->size());
        QVERIFY(mac->compute({all.first(4), {}, all.subspan(4)}, icv).has_value());
        QCOMPARE(hex(icv), hex(expected));
        QVERIFY(mac->verify({all}, expected));
        QVERIFY(!mac->verify({all, all}, expected));
    }
}

void TestMac::everyAlteredBitIsNoticed()
{
    QFETCH(VectorPointer, record);
    auto mac = Mac::create(integrityOf(*record), record->bytes("key"));
    QVERIFY(mac.has_value());
    Bytes data = record->bytes("data");
    Bytes icv = record->bytes("icv");
    for (auto *bytes : {&data, &icv}) {
        for (std::size_t bit = 0; bit < bytes->size() * 8; ++bit) {
            auto &byte = (*bytes)[bit / 8];
            const auto original = byte;
            byte = static_cast<std::uint8_t>(original ^ (1u << bit % 8));
            QVERIFY(!mac->verify({data}, icv));
            byte = original;
        }
    }
    QVERIFY(mac->verify({data}, icv));
}

void TestMac::anIcvOfAnotherLengthIsRefused()
{
    const Bytes key(20);
    auto mac = Mac::create(api::Integrity::HmacSha1_96, key);
    QVERIFY(mac.has_value());
    Bytes icv(20);
    QCOMPARE(mac->compute({}, icv).error().fault, Fault::InvalidArgument);
    QVERIFY(mac->compute({}, MutableByteView(icv).first(12)).has_value());
    QVERIFY(mac->verify({}, ByteView(icv).first(12)));
    QVERIFY(!mac->verify({}, ByteView(icv).first(11)));
    QVERIFY(!mac->verify({}, icv));
    QVERIFY(!mac->verify({}, {}));
}

void TestMac::aKeyOfAnotherLengthIsRefused()
{
    for (const auto integrity :
         {api::Integrity::HmacMd5_96, api::Integrity::HmacSha1_96, api::Integrity::HmacSha256_128,
          api::Integrity::HmacSha384_192, api::Integrity::HmacSha512_256}) {
        for (const std::size_t size : {std::size_t{0}, sizesOf(integrity).key - 1, sizesOf(integrity).key + 1})
            QCOMPARE(Mac::create(integrity, Bytes(size)).error().fault, Fault::InvalidArgument);
    }
}

void TestMac::noneIsUnsupported() { QCOMPARE(Mac::create(api::Integrity::None, {}).error().fault, Fault::Unsupported); }

QTEST_GUILESS_MAIN(TestMac)
#include "test_mac.moc"

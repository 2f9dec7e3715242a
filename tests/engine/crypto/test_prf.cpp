#include "engine/crypto/hash.h"
#include "engine/crypto/prf.h"

#include "tests/support/vector_rows.h"

#include <stdexcept>

using namespace tw;
using namespace tw::crypto;
using test::hex;
using test::VectorPointer;

class TestPrf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedDigest_data() { test::addVectorRows("hash.txt"); }
    void publishedDigest();
    void publishedHmac_data() { test::addVectorRows("hmac.txt"); }
    void publishedHmac();
    void publishedPrfPlus_data() { test::addVectorRows("prf_plus.txt"); }
    void publishedPrfPlus() { comparePrfPlus(); }
    void derivedPrfPlus_data() { test::addVectorRows("prf_plus_derived.txt"); }
    void derivedPrfPlus() { comparePrfPlus(); }
    void anEmptyKeyIsAKey();
    void prfPlusOfNothing();
    void prfPlusEndsAfter255Blocks();

private:
    void comparePrfPlus();
};

namespace {

api::Prf prfOf(const test::VectorRecord &record) { return api::parsePrf(record.text("prf")).value(); }

} // namespace

void TestPrf::publishedDigest()
{
    QFETCH(VectorPointer, record);
    const HashAlgorithm algorithm = hashOf(prfOf(*record));
    const Bytes data = record->bytes("data");
    const ByteView all(data);
    const QByteArray expected = QByteArray::fromStdString(record->text("digest"));
    QCOMPARE(hex(hash(algorithm, {all})), expected);
    QCOMPARE(hex(hash(algorithm, {all.first(data.size() / 2), {}, all.subspan(data.size() / 2)})), expected);
    if (algorithm == HashAlgorithm::Sha1)
        QCOMPARE(hex(sha1({all})), expected);
}

void TestPrf::publishedHmac()
{
    QFETCH(VectorPointer, record);
    const Bytes key = record->bytes("key");
    const Bytes data = record->bytes("data");
    const Bytes mac = record->bytes("mac");
    const ByteView all(data);
    const SecretBytes whole = prf(prfOf(*record), key, {all});
    const SecretBytes inParts = prf(prfOf(*record), key, {all.first(3), {}, all.subspan(3)});
    QCOMPARE(hex(whole.view().first(mac.size())), hex(mac));
    QCOMPARE(hex(inParts.view()), hex(whole.view()));
}

void TestPrf::comparePrfPlus()
{
    QFETCH(VectorPointer, record);
    const Bytes key = record->bytes("key");
    const Bytes seed = record->bytes("seed");
    const Bytes output = record->bytes("output");
    const ByteView all(seed);
    QCOMPARE(hex(prfPlus(prfOf(*record), key, {all}, output.size()).view()), hex(output));
    QCOMPARE(hex(prfPlus(prfOf(*record), key, {all.first(5), all.subspan(5)}, output.size()).view()), hex(output));
}

// Python: hmac.new(b"", b"", "sha256").hexdigest(); the same as for a key of 64 zeros (RFC 2104, 2)
void TestPrf::anEmptyKeyIsAKey()
{
    QCOMPARE(hex(prf(api::Prf::HmacSha256, {}, {}).view()),
             QByteArray("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
    const Bytes zeros(64);
    QCOMPARE(hex(prf(api::Prf::HmacSha256, zeros, {}).view()),
             QByteArray("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

void TestPrf::prfPlusOfNothing()
{
    const Bytes key(20);
    QVERIFY(prfPlus(api::Prf::HmacSha1, key, {}, 0).isEmpty());
}

void TestPrf::prfPlusEndsAfter255Blocks()
{
    const Bytes key(20);
    QCOMPARE(prfPlus(api::Prf::HmacSha1, key, {}, 255 * 20).size(), std::size_t{255 * 20});
    QVERIFY_EXCEPTION_THROWN(prfPlus(api::Prf::HmacSha1, key, {}, 255 * 20 + 1), std::length_error);
}

QTEST_GUILESS_MAIN(TestPrf)
#include "test_prf.moc"

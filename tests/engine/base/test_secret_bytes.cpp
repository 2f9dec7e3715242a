#include "engine/base/secret_bytes.h"

#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

// This program's own array allocation: it looks at one block at the moment when it is given back, which is the only
// moment when reading a wiped secret is allowed.
namespace {

struct Watch
{
    const void *block = nullptr;
    std::size_t size = 0;
    bool released = false;
    bool wasWiped = false;
} watch;

void lookAt(const void *block)
{
    if (!block || block != watch.block)
        return;
    const auto *bytes = static_cast<const std::uint8_t *>(block);
    watch.released = true;
    watch.wasWiped = std::all_of(bytes, bytes + watch.size, [](std::uint8_t byte) { return byte == 0; });
    watch.block = nullptr;
}

} // namespace

void *operator new[](std::size_t size)
{
    if (void *block = std::malloc(size ? size : 1))
        return block;
    throw std::bad_alloc();
}

void operator delete[](void *block) noexcept
{
    lookAt(block);
    std::free(block);
}

void operator delete[](void *block, std::size_t) noexcept
{
    lookAt(block);
    std::free(block);
}

using namespace tw;

namespace {

SecretBytes watchedSecret()
{
    SecretBytes secret(Bytes(48, 0xa5));
    watch = {secret.view().data(), secret.size(), false, false};
    return secret;
}

} // namespace

class TestSecretBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsAsZerosOrAsACopy();
    void theEndOfItsLifeWipesIt();
    void clearWipesIt();
    void beingOverwrittenWipesIt();
    void movingLeavesNothingBehindAndCopiesNothing();
    void aCloneIsAnotherBuffer();
    void comparesWhole_data();
    void comparesWhole();
    void noOctetIsLeftOut();
    void wipeLeavesZeros();
};

void TestSecretBytes::startsAsZerosOrAsACopy()
{
    QVERIFY(SecretBytes().isEmpty());
    QVERIFY(SecretBytes(std::size_t{0}).isEmpty());
    QVERIFY(SecretBytes(ByteView{}).isEmpty());
    QCOMPARE(toBytes(SecretBytes(std::size_t{5}).view()), Bytes(5));
    const Bytes source = {1, 2, 3};
    QCOMPARE(toBytes(SecretBytes(source).view()), source);
}

void TestSecretBytes::theEndOfItsLifeWipesIt()
{
    {
        const SecretBytes secret = watchedSecret();
        QVERIFY(!watch.released);
    }
    QVERIFY(watch.released);
    QVERIFY(watch.wasWiped);
}

void TestSecretBytes::clearWipesIt()
{
    SecretBytes secret = watchedSecret();
    secret.clear();
    QVERIFY(secret.isEmpty());
    QVERIFY(watch.released && watch.wasWiped);
    secret.clear();
    QVERIFY(secret.isEmpty());
}

void TestSecretBytes::beingOverwrittenWipesIt()
{
    SecretBytes secret = watchedSecret();
    secret = SecretBytes(Bytes{7});
    QVERIFY(watch.released && watch.wasWiped);
    QCOMPARE(toBytes(secret.view()), Bytes{7});
}

void TestSecretBytes::movingLeavesNothingBehindAndCopiesNothing()
{
    SecretBytes secret = watchedSecret();
    const auto *data = secret.view().data();
    SecretBytes moved = std::move(secret);
    QVERIFY(secret.isEmpty());
    QVERIFY(moved.view().data() == data);
    SecretBytes assigned;
    assigned = std::move(moved);
    QVERIFY(moved.isEmpty());
    QVERIFY(assigned.view().data() == data);
    SecretBytes &same = assigned;
    assigned = std::move(same);
    QCOMPARE(toBytes(assigned.view()), Bytes(48, 0xa5));
    QVERIFY(!watch.released);
}

void TestSecretBytes::aCloneIsAnotherBuffer()
{
    SecretBytes secret(Bytes{1, 2, 3});
    const SecretBytes clone = secret.clone();
    secret.bytes()[0] = 9;
    QCOMPARE(toBytes(clone.view()), (Bytes{1, 2, 3}));
}

void TestSecretBytes::comparesWhole_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("equal");
    QTest::newRow("nothing") << QByteArray() << QByteArray() << true;
    QTest::newRow("same") << QByteArray("secret") << QByteArray("secret") << true;
    QTest::newRow("first byte") << QByteArray("xecret") << QByteArray("secret") << false;
    QTest::newRow("last byte") << QByteArray("secrex") << QByteArray("secret") << false;
    QTest::newRow("two differences that cancel in a sum") << QByteArray("\x01\x02") << QByteArray("\x02\x01") << false;
    QTest::newRow("shorter") << QByteArray("secre") << QByteArray("secret") << false;
    QTest::newRow("one empty") << QByteArray() << QByteArray("secret") << false;
}

void TestSecretBytes::comparesWhole()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QTEST(equalInConstantTime(asBytes({a.constData(), std::size_t(a.size())}),
                              asBytes({b.constData(), std::size_t(b.size())})),
          "equal");
}

void TestSecretBytes::noOctetIsLeftOut()
{
    for (std::size_t size = 1; size <= 70; ++size) {
        const Bytes a(size, 0x5a);
        QVERIFY(equalInConstantTime(a, Bytes(size, 0x5a)));
        for (std::size_t bit = 0; bit < size * 8; ++bit) {
            Bytes b = a;
            b[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            QVERIFY(!equalInConstantTime(a, b));
        }
    }
}

void TestSecretBytes::wipeLeavesZeros()
{
    Bytes memory(100, 0xff);
    wipe(MutableByteView(memory).subspan(10, 80));
    QVERIFY(std::ranges::all_of(ByteView(memory).subspan(10, 80), [](std::uint8_t byte) { return byte == 0; }));
    QCOMPARE(memory.front(), std::uint8_t{0xff});
    QCOMPARE(memory.back(), std::uint8_t{0xff});
    wipe({});
}

QTEST_GUILESS_MAIN(TestSecretBytes)
#include "test_secret_bytes.moc"

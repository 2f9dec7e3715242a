#include "engine/ike/cookie_jar.h"
#include "engine/sim/seeded_random.h"
#include "tests/support/scripted_random.h"

#include <QTest>

#include <numeric>

using namespace tw;
using namespace tw::ike;

namespace {

const IpAddress kPeer = IpAddress::v4(192, 0, 2, 2);
constexpr wire::IkeSpi kSpi{0x0123456789abcdef};
const Bytes kNonce(32, 0xaa);

TimePoint at(Duration since) { return TimePoint(since); }

} // namespace

// Cookies of RFC 7296, 2.6: who has one receives where it sends, and nothing was remembered to know that.
class TestCookieJar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cookiesAreAKeyedHash();
    void aCookieIsGoodForItsOwnMessageOnly();
    void aGuessIsNotGood();
    void secretsRotate();
    void anIdleJarForgetsItsOldSecrets();
    void twoJarsDoNotKnowEachOther();
};

// Derived with Python 3.11: hmac.new(bytes(range(32)), nonce + address + bytes([len(address)]) + spi, sha256), 16 octets.
void TestCookieJar::cookiesAreAKeyedHash()
{
    Bytes key(32);
    std::iota(key.begin(), key.end(), std::uint8_t{0});
    test::ScriptedRandom random(key);
    CookieJar jar;
    QCOMPARE(toHex(jar.bake(kNonce, kPeer, kSpi, at({}), random)), std::string("002873e18749364d6b2b22f17813eca0ba"));
    QCOMPARE(toHex(jar.bake(kNonce, *IpAddress::parse("2001:db8::1"), kSpi, at({}), random)),
             std::string("00596573a903d2086b61d2c352fefc2dc7"));
    QCOMPARE(random.left(), 0u);
}

void TestCookieJar::aCookieIsGoodForItsOwnMessageOnly()
{
    sim::SeededRandom random(1);
    CookieJar jar;
    const Bytes cookie = jar.bake(kNonce, kPeer, kSpi, at({}), random);
    QVERIFY(!cookie.empty() && cookie.size() <= 64);
    QVERIFY(jar.isOurs(cookie, kNonce, kPeer, kSpi, at({})));
    QVERIFY(!jar.isOurs(cookie, Bytes(32, 0xab), kPeer, kSpi, at({})));
    QVERIFY(!jar.isOurs(cookie, Bytes(31, 0xaa), kPeer, kSpi, at({})));
    QVERIFY(!jar.isOurs(cookie, kNonce, IpAddress::v4(192, 0, 2, 3), kSpi, at({})));
    QVERIFY(!jar.isOurs(cookie, kNonce, kPeer, wire::IkeSpi(1), at({})));
    // A nonce whose end looks like the beginning of the rest.
    Bytes longer = kNonce;
    append(longer, kPeer.bytes());
    QVERIFY(!jar.isOurs(cookie, longer, kPeer, kSpi, at({})));
}

void TestCookieJar::aGuessIsNotGood()
{
    sim::SeededRandom random(1);
    CookieJar jar;
    QVERIFY(!jar.isOurs({}, kNonce, kPeer, kSpi, at({})));
    QVERIFY(!jar.isOurs(Bytes(17, 0), kNonce, kPeer, kSpi, at({}))); // there is no secret yet
    const Bytes cookie = jar.bake(kNonce, kPeer, kSpi, at({}), random);
    for (std::size_t i = 0; i < cookie.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes guess = cookie;
            guess[i] ^= static_cast<std::uint8_t>(1 << bit);
            QVERIFY(!jar.isOurs(guess, kNonce, kPeer, kSpi, at({})));
        }
        QVERIFY(!jar.isOurs(ByteView(cookie).first(i), kNonce, kPeer, kSpi, at({})));
    }
    Bytes longer = cookie;
    longer.push_back(0);
    QVERIFY(!jar.isOurs(longer, kNonce, kPeer, kSpi, at({})));
}

void TestCookieJar::secretsRotate()
{
    sim::SeededRandom random(1);
    CookieJar jar;
    constexpr Duration kLife = CookieJar::kSecretLifetime;
    const Bytes first = jar.bake(kNonce, kPeer, kSpi, at({}), random);
    QVERIFY(jar.bake(kNonce, kPeer, kSpi, at(kLife - Duration{1}), random) == first);
    const Bytes second = jar.bake(kNonce, kPeer, kSpi, at(kLife), random);
    QVERIFY(second != first);
    // Both are good now; then the first one ages, and a third secret takes its place.
    QVERIFY(jar.isOurs(first, kNonce, kPeer, kSpi, at(kLife)));
    QVERIFY(jar.isOurs(second, kNonce, kPeer, kSpi, at(kLife)));
    QVERIFY(jar.isOurs(first, kNonce, kPeer, kSpi, at(2 * kLife - Duration{1})));
    QVERIFY(!jar.isOurs(first, kNonce, kPeer, kSpi, at(2 * kLife)));
    jar.bake(kNonce, kPeer, kSpi, at(2 * kLife), random);
    QVERIFY(!jar.isOurs(first, kNonce, kPeer, kSpi, at(2 * kLife)));
    QVERIFY(jar.isOurs(second, kNonce, kPeer, kSpi, at(2 * kLife)));
}

void TestCookieJar::anIdleJarForgetsItsOldSecrets()
{
    sim::SeededRandom random(1);
    CookieJar jar;
    const Bytes old = jar.bake(kNonce, kPeer, kSpi, at({}), random);
    const TimePoint later = at(std::chrono::hours(5));
    QVERIFY(!jar.isOurs(old, kNonce, kPeer, kSpi, later));
    jar.bake(kNonce, kPeer, kSpi, later, random);
    QVERIFY(!jar.isOurs(old, kNonce, kPeer, kSpi, later));
}

void TestCookieJar::twoJarsDoNotKnowEachOther()
{
    sim::SeededRandom random(1);
    CookieJar one, other;
    const Bytes cookie = one.bake(kNonce, kPeer, kSpi, at({}), random);
    QVERIFY(other.bake(kNonce, kPeer, kSpi, at({}), random) != cookie);
    QVERIFY(!other.isOurs(cookie, kNonce, kPeer, kSpi, at({})));
}

QTEST_GUILESS_MAIN(TestCookieJar)
#include "test_cookie_jar.moc"

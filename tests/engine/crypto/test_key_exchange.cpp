#include "engine/crypto/algorithms.h"
#include "engine/crypto/crypto_failure.h"
#include "engine/crypto/key_exchange.h"
#include "engine/crypto/random.h"

#include "tests/support/scripted_random.h"
#include "tests/support/vector_rows.h"

using namespace tw;
using namespace tw::crypto;
using api::DhGroup;
using test::hex;
using test::ScriptedRandom;
using test::VectorPointer;

namespace {

DhGroup groupOf(const test::VectorRecord &record) { return api::parseDhGroup(record.text("group")).value(); }

KeyExchange withPrivate(DhGroup group, Bytes privateValue)
{
    ScriptedRandom random(std::move(privateValue));
    return std::move(KeyExchange::create(group, random).value());
}

KeyExchange fresh(DhGroup group)
{
    SystemRandom random;
    return std::move(KeyExchange::create(group, random).value());
}

Fault faultOf(const Result<SecretBytes> &result) { return result.error().fault; }

// number + difference, both big-endian and of the same length; the sums here never overflow it.
Bytes plus(Bytes number, int difference)
{
    int carry = difference;
    for (auto digit = number.rbegin(); digit != number.rend() && carry != 0; ++digit) {
        const int sum = *digit + carry;
        *digit = static_cast<std::uint8_t>(sum & 0xff);
        carry = sum < 0 ? -1 : sum >> 8;
    }
    return number;
}

Bytes smallNumber(std::size_t size, std::uint8_t value)
{
    return plus(Bytes(size), value);
}

} // namespace

class TestKeyExchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedExchange_data() { test::addVectorRows("key_exchange.txt"); }
    void publishedExchange();
    void derivedModpExchange_data() { test::addVectorRows("modp_derived.txt"); }
    void derivedModpExchange();
    void wycheproof_data() { test::addVectorRows("key_exchange_wycheproof.txt"); }
    void wycheproof();
    void bothSidesAgree_data();
    void bothSidesAgree();
    void aPublicValueOfAnotherLengthIsRefused_data() { bothSidesAgree_data(); }
    void aPublicValueOfAnotherLengthIsRefused();
    void safePrimeRangeIsChecked_data() { test::addVectorRows("modp_derived.txt"); }
    void safePrimeRangeIsChecked();
    void subgroupIsChecked_data() { test::addVectorRows("modp_subgroups.txt"); }
    void subgroupIsChecked();
    void subgroupPrivateValuesStayBelowTheOrder_data() { test::addVectorRows("modp_subgroups.txt"); }
    void subgroupPrivateValuesStayBelowTheOrder();
    void aPointOffTheCurveIsRefused_data();
    void aPointOffTheCurveIsRefused();
    void aCoordinateBeyondThePrimeIsRefused_data() { test::addVectorRows("ecp_disguised.txt"); }
    void aCoordinateBeyondThePrimeIsRefused();
    void zeroSecretOfX25519IsRefused();
    void aBrokenRandomSourceEndsInAFailure();
    void noGroupIsUnsupported();
};

void TestKeyExchange::publishedExchange()
{
    QFETCH(VectorPointer, record);
    const auto a = withPrivate(groupOf(*record), record->bytes("privateA"));
    const auto b = withPrivate(groupOf(*record), record->bytes("privateB"));
    QCOMPARE(hex(a.publicValue()), hex(record->bytes("publicA")));
    QCOMPARE(hex(b.publicValue()), hex(record->bytes("publicB")));
    const auto sharedA = a.sharedSecret(record->bytes("publicB"));
    const auto sharedB = b.sharedSecret(record->bytes("publicA"));
    QVERIFY(sharedA.has_value() && sharedB.has_value());
    QCOMPARE(hex(sharedA->view()), hex(record->bytes("shared")));
    QCOMPARE(hex(sharedB->view()), hex(record->bytes("shared")));
}

void TestKeyExchange::derivedModpExchange()
{
    QFETCH(VectorPointer, record);
    ScriptedRandom random(record->bytes("private"));
    const auto exchange = KeyExchange::create(groupOf(*record), random);
    QVERIFY(exchange.has_value());
    QCOMPARE(random.left(), std::size_t{0}); // the whole private value was drawn
    QCOMPARE(hex(exchange->publicValue()), hex(record->bytes("public")));
    const auto shared = exchange->sharedSecret(record->bytes("peer"));
    QVERIFY(shared.has_value());
    QCOMPARE(hex(shared->view()), hex(record->bytes("shared")));
}

void TestKeyExchange::wycheproof()
{
    QFETCH(VectorPointer, record);
    const auto exchange = withPrivate(groupOf(*record), record->bytes("private"));
    const auto shared = exchange.sharedSecret(record->bytes("peer"));
    if (record->text("result") == "valid") {
        QVERIFY(shared.has_value());
        QCOMPARE(hex(shared->view()), hex(record->bytes("shared")));
    } else {
        QVERIFY(!shared.has_value());
        QCOMPARE(faultOf(shared), Fault::InvalidKeyExchange);
    }
}

void TestKeyExchange::bothSidesAgree_data()
{
    QTest::addColumn<DhGroup>("group");
    for (const auto group :
         {DhGroup::Modp768, DhGroup::Modp1024, DhGroup::Modp1536, DhGroup::Modp2048, DhGroup::Modp3072,
          DhGroup::Modp4096, DhGroup::Modp6144, DhGroup::Modp8192, DhGroup::Ecp256, DhGroup::Ecp384, DhGroup::Ecp521,
          DhGroup::Modp1024s160, DhGroup::Modp2048s224, DhGroup::Modp2048s256, DhGroup::Curve25519})
        QTest::newRow(api::shortName(group).data()) << group;
}

void TestKeyExchange::bothSidesAgree()
{
    QFETCH(DhGroup, group);
    const auto ours = fresh(group);
    const auto theirs = fresh(group);
    QCOMPARE(ours.group(), group);
    QCOMPARE(ours.publicValue().size(), publicValueSize(group));
    QVERIFY(hex(ours.publicValue()) != hex(theirs.publicValue()));
    const auto ourSecret = ours.sharedSecret(theirs.publicValue());
    const auto theirSecret = theirs.sharedSecret(ours.publicValue());
    QVERIFY(ourSecret.has_value() && theirSecret.has_value());
    QCOMPARE(hex(ourSecret->view()), hex(theirSecret->view()));
}

void TestKeyExchange::aPublicValueOfAnotherLengthIsRefused()
{
    QFETCH(DhGroup, group);
    const auto exchange = fresh(group);
    const auto peer = fresh(group);
    Bytes padded = toBytes(peer.publicValue());
    padded.insert(padded.begin(), 0);
    QCOMPARE(faultOf(exchange.sharedSecret(padded)), Fault::InvalidKeyExchange);
    QCOMPARE(faultOf(exchange.sharedSecret(peer.publicValue().subspan(1))), Fault::InvalidKeyExchange);
    QCOMPARE(faultOf(exchange.sharedSecret({})), Fault::InvalidKeyExchange);
}

// RFC 6989, 2.1: 1 < r < p-1
void TestKeyExchange::safePrimeRangeIsChecked()
{
    QFETCH(VectorPointer, record);
    const auto exchange = withPrivate(groupOf(*record), record->bytes("private"));
    const Bytes prime = record->bytes("prime");
    const std::size_t size = prime.size();
    for (const Bytes &bad :
         {smallNumber(size, 0), smallNumber(size, 1), plus(prime, -1), prime, plus(prime, 1), Bytes(size, 0xff)})
        QCOMPARE(faultOf(exchange.sharedSecret(bad)), Fault::InvalidKeyExchange);
    QVERIFY(exchange.sharedSecret(plus(prime, -2)).has_value());
    // The generator is a public value like any other; raising it gives our own public value.
    const auto ownPublic = exchange.sharedSecret(smallNumber(size, 2));
    QVERIFY(ownPublic.has_value());
    QCOMPARE(hex(ownPublic->view()), hex(record->bytes("public")));
}

// RFC 6989, 2.2: in range, and r^q = 1
void TestKeyExchange::subgroupIsChecked()
{
    QFETCH(VectorPointer, record);
    const auto exchange = fresh(groupOf(*record));
    const Bytes prime = record->bytes("prime");
    const std::size_t size = prime.size();
    for (const Bytes &bad : {smallNumber(size, 0), smallNumber(size, 1), plus(prime, -1), prime, plus(prime, 1),
                             Bytes(size, 0xff), record->bytes("outside")})
        QCOMPARE(faultOf(exchange.sharedSecret(bad)), Fault::InvalidKeyExchange);
    const auto ownPublic = exchange.sharedSecret(record->bytes("generator"));
    QVERIFY(ownPublic.has_value());
    QCOMPARE(hex(ownPublic->view()), hex(exchange.publicValue()));
}

void TestKeyExchange::subgroupPrivateValuesStayBelowTheOrder()
{
    QFETCH(VectorPointer, record);
    const Bytes order = record->bytes("order");
    // Zero, the order and everything above are drawn again; what follows is 1, whose public value is the generator.
    Bytes script(order.size());
    append(script, order);
    append(script, Bytes(order.size(), 0xff));
    append(script, smallNumber(order.size(), 1));
    ScriptedRandom random(script);
    const auto exchange = KeyExchange::create(groupOf(*record), random);
    QVERIFY(exchange.has_value());
    QCOMPARE(random.left(), std::size_t{0});
    QCOMPARE(hex(exchange->publicValue()), hex(record->bytes("generator")));
}

void TestKeyExchange::aPointOffTheCurveIsRefused_data()
{
    QTest::addColumn<DhGroup>("group");
    QTest::newRow("P-256") << DhGroup::Ecp256;
    QTest::newRow("P-384") << DhGroup::Ecp384;
    QTest::newRow("P-521") << DhGroup::Ecp521;
}

void TestKeyExchange::aPointOffTheCurveIsRefused()
{
    QFETCH(DhGroup, group);
    const auto exchange = fresh(group);
    const auto peer = fresh(group);
    const std::size_t fieldSize = publicValueSize(group) / 2;

    QCOMPARE(faultOf(exchange.sharedSecret(Bytes(2 * fieldSize))), Fault::InvalidKeyExchange);
    QCOMPARE(faultOf(exchange.sharedSecret(Bytes(2 * fieldSize, 0xff))), Fault::InvalidKeyExchange);
    QCOMPARE(faultOf(exchange.sharedSecret(plus(toBytes(peer.publicValue()), 1))), Fault::InvalidKeyExchange);
    // Both coordinates of an honest point, but written as y | x.
    Bytes swapped = toBytes(peer.publicValue().last(fieldSize));
    append(swapped, peer.publicValue().first(fieldSize));
    QCOMPARE(faultOf(exchange.sharedSecret(swapped)), Fault::InvalidKeyExchange);
    // And none of it spoils the exchange for the honest peer.
    QVERIFY(exchange.sharedSecret(peer.publicValue()).has_value());
}

// RFC 6989, 2.3: 0 <= x, y < p
void TestKeyExchange::aCoordinateBeyondThePrimeIsRefused()
{
    QFETCH(VectorPointer, record);
    const auto exchange = fresh(groupOf(*record));
    QVERIFY(exchange.sharedSecret(record->bytes("honest")).has_value());
    QCOMPARE(faultOf(exchange.sharedSecret(record->bytes("disguised"))), Fault::InvalidKeyExchange);
}

// RFC 7748, 6.1 and 7: points of small order give zero
void TestKeyExchange::zeroSecretOfX25519IsRefused()
{
    const auto exchange = fresh(DhGroup::Curve25519);
    Bytes one(32);
    one[0] = 1; // little-endian
    QCOMPARE(faultOf(exchange.sharedSecret(Bytes(32))), Fault::InvalidKeyExchange);
    QCOMPARE(faultOf(exchange.sharedSecret(one)), Fault::InvalidKeyExchange);
}

namespace {

class ConstantRandom : public RandomSource
{
public:
    explicit ConstantRandom(std::uint8_t value) : m_value(value) { }
    void fill(MutableByteView out) override { std::ranges::fill(out, m_value); }

private:
    std::uint8_t m_value;
};

} // namespace

void TestKeyExchange::aBrokenRandomSourceEndsInAFailure()
{
    for (const auto group : {DhGroup::Modp2048, DhGroup::Modp2048s256, DhGroup::Ecp256}) {
        ConstantRandom zeros(0);
        QVERIFY_EXCEPTION_THROWN((void)KeyExchange::create(group, zeros), CryptoFailure);
    }
    ConstantRandom ones(0xff); // above every order
    QVERIFY_EXCEPTION_THROWN((void)KeyExchange::create(DhGroup::Modp1024s160, ones), CryptoFailure);
    QVERIFY_EXCEPTION_THROWN((void)KeyExchange::create(DhGroup::Ecp384, ones), CryptoFailure);
}

void TestKeyExchange::noGroupIsUnsupported()
{
    SystemRandom random;
    QCOMPARE(KeyExchange::create(DhGroup::None, random).error().fault, Fault::Unsupported);
}

QTEST_GUILESS_MAIN(TestKeyExchange)
#include "test_key_exchange.moc"

#include "engine/ike/datagram_size.h"
#include "engine/ikev1/fragments.h"
#include "engine/wire/isakmp_message.h"
#include "tests/engine/ikev1/ikev1_pair.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::test;
using api::DetailKey;
using api::DhGroup;
using api::EventCode;
using api::IkeV1Mode;
using std::chrono::minutes;

Q_DECLARE_METATYPE(tw::api::IkeV1Mode)

namespace {

constexpr std::size_t kLargestDatagram = ike::kFragmentDatagramSize - 28; // behind IPv4 and UDP headers
constexpr std::uint8_t kAggressiveMode = 4;

// A public value of a kilobyte beside a choice of suites: quick mode's first message does not fit into 1,280 octets.
api::ConnectionConfig withLongOffers(api::ConnectionConfig config)
{
    config.ike.proposals.front().group = DhGroup::Modp8192;
    config.child.proposals.clear();
    for (const auto encryption : {api::Encryption::Aes256Cbc, api::Encryption::Aes192Cbc, api::Encryption::Aes128Cbc}) {
        for (const auto integrity : {api::Integrity::HmacSha256_128, api::Integrity::HmacSha1_96})
            config.child.proposals.push_back({encryption, integrity, DhGroup::Modp8192, false});
    }
    return config;
}

bool isFragment(ByteView message)
{
    const auto decoded = wire::decodeIsakmpMessage(message);
    return decoded && decoded->payloads()
        && wire::findPayload<wire::IsakmpFragment>(*decoded->payloads(), wire::PayloadType::FragmentV1);
}

std::size_t fragmentsSent(const IkePair &pair)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(pair.sent, [](const sim::SimDatagram &one) { return isFragment(one.bytes); }));
}

} // namespace

// Messages that do not fit into one datagram.
class TestIkev1LongMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void longMessagesGoInFragments_data();
    void longMessagesGoInFragments();
    void lostAndRepeatedFragments();
    void shortOnesStayWhole();
    void foreignFragmentsChangeNothing();
};

void TestIkev1LongMessages::longMessagesGoInFragments_data()
{
    QTest::addColumn<IkeV1Mode>("mode");
    QTest::newRow("main mode") << IkeV1Mode::Main;
    QTest::newRow("aggressive mode") << IkeV1Mode::Aggressive;
}

void TestIkev1LongMessages::longMessagesGoInFragments()
{
    QFETCH(IkeV1Mode, mode);
    Ikev1Pair pair;
    const auto carryUpTo = [&](std::size_t mtu) { // and nothing overtakes anything
        pair.network.setConditions({.minDelay = Duration(10), .maxDelay = Duration(10), .mtu = mtu});
    };
    carryUpTo(kLargestDatagram);
    const auto left = withLongOffers(leftV1(mode));
    const auto right = withLongOffers(rightV1(mode));
    pair.filter = [&](const sim::SimDatagram &datagram) {
        // Of an initiator's first message nobody knows yet whether the peer takes fragments.
        const bool isFirst = kindOf(datagram.bytes).exchange == kAggressiveMode && datagram.local.address == kLeft;
        carryUpTo(isFirst ? 65535 : kLargestDatagram);
        return true;
    };
    QVERIFY(pair.establish(left, right));
    QVERIFY(pair.childrenFit());
    // Aggressive mode's second message, too, has all but the choice in it.
    QCOMPARE(fragmentsSent(pair), mode == IkeV1Mode::Aggressive ? std::size_t{4} : std::size_t{2});
    QVERIFY(pair.left.count(EventCode::MessageDropped) + pair.right.count(EventCode::MessageDropped) == 0);
    QCOMPARE(pair.left.count(EventCode::Retransmitted), std::size_t{0});
}

void TestIkev1LongMessages::lostAndRepeatedFragments()
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        sim::NetworkConditions bad;
        bad.lossPerMille = 200;
        bad.duplicatePerMille = 200;
        bad.reorderPerMille = 200;
        bad.mtu = kLargestDatagram;
        Ikev1Pair pair(seed, bad);
        QVERIFY2(pair.establish(withLongOffers(leftV1()), withLongOffers(rightV1())),
                 qPrintable(QString::number(seed)));
        pair.network.setConditions({});
        pair.run(minutes(3));
        QVERIFY(pair.bothEstablished() && pair.childrenFit());
    }
}

void TestIkev1LongMessages::shortOnesStayWhole()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    QCOMPARE(fragmentsSent(pair), std::size_t{0});
}

// Whoever knows the cookies can send fragments; what comes together from them is no better than any other datagram.
void TestIkev1LongMessages::foreignFragmentsChangeNothing()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish(withLongOffers(leftV1()), withLongOffers(rightV1())));
    const auto quick = std::ranges::find_if(pair.sent, [](const sim::SimDatagram &one) {
        return one.local.address == kLeft && isOf(one, kQuickMode);
    });
    QVERIFY(quick != pair.sent.end());
    const sim::SimDatagram sample = *quick;
    Bytes forged = sample.bytes;
    forged[20] ^= 1; // another message id
    const auto parts = ikev1::splitMessage(forged, 60, 77);
    QVERIFY(parts && parts->size() > 1);
    pair.right.forgetEvents();
    for (const Bytes &part : *parts) {
        sim::SimDatagram datagram = sample;
        datagram.bytes = part;
        pair.inject(datagram);
    }
    QCOMPARE(pair.right.count(EventCode::MessageDropped), std::size_t{1});
    // A fragment within fragments, and one of another SA.
    Bytes inner = ikev1::splitMessage(parts->front(), 50, 78).value().front();
    Bytes other = forged;
    other[0] ^= 1;
    for (const Bytes &whole : {inner, other}) {
        auto pieces = ikev1::splitMessage(whole, 60, 79).value();
        for (Bytes &piece : pieces) {
            std::ranges::copy(sample.bytes.begin(), sample.bytes.begin() + 16, piece.begin());
            sim::SimDatagram datagram = sample;
            datagram.bytes = piece;
            pair.inject(datagram);
        }
    }
    QCOMPARE(pair.right.count(EventCode::MessageDropped), std::size_t{3});
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
    pair.left.rekeyChild();
    pair.run(minutes(1));
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
}

QTEST_GUILESS_MAIN(TestIkev1LongMessages)
#include "test_ikev1_long_messages.moc"

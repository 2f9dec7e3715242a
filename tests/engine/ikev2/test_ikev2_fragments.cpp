#include "engine/ike/datagram_size.h"
#include "engine/ikev2/channel.h"
#include "tests/engine/ikev2/ike_pair.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::test;
using api::EventCode;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr std::size_t kLargestDatagram = ike::kFragmentDatagramSize - 28; // behind IPv4 and UDP headers

// Selectors enough for IKE_AUTH to need several fragments both ways.
void widen(api::ConnectionConfig &left, api::ConnectionConfig &right)
{
    left.child.local.clear();
    left.child.remote.clear();
    for (std::uint8_t i = 0; i < 60; ++i) {
        left.child.local.push_back(
            api::TrafficSelector::fromPrefix(IpPrefix(IpAddress::v4(10, 1, static_cast<std::uint8_t>(2 * i), 0), 24)));
        left.child.remote.push_back(
            api::TrafficSelector::fromPrefix(IpPrefix(IpAddress::v4(10, 2, static_cast<std::uint8_t>(2 * i), 0), 24)));
    }
    right.child.local = left.child.remote;
    right.child.remote = left.child.local;
}

void startWide(IkePair &pair, const api::IkeProposal &suite = cheap(leftConfig()).ike.proposals.front())
{
    auto left = leftConfig();
    auto right = rightConfig();
    left.ike.proposals = right.ike.proposals = {suite};
    left.dpd.enabled = right.dpd.enabled = false;
    widen(left, right);
    pair.right.start(right, kPsk, false);
    pair.left.start(left);
}

// Nothing overtakes anything.
sim::NetworkConditions orderly()
{
    sim::NetworkConditions conditions;
    conditions.maxDelay = conditions.minDelay;
    return conditions;
}

bool isFragment(const sim::SimDatagram &datagram) { return datagram.bytes.at(16) == 53; }
std::uint16_t numberOf(const sim::SimDatagram &datagram) { return datagram.bytes.at(33); }

std::vector<sim::SimDatagram> fragmentsFrom(const IkePair &pair, const IpAddress &sender)
{
    std::vector<sim::SimDatagram> fragments;
    std::ranges::copy_if(pair.sent, std::back_inserter(fragments), [&](const sim::SimDatagram &datagram) {
        return isFragment(datagram) && datagram.local.address == sender;
    });
    return fragments;
}

} // namespace

// Two sessions whose IKE_AUTH does not fit one datagram of the path (RFC 7383).
class TestIkev2Fragments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void largeMessagesGoInFragments_data();
    void largeMessagesGoInFragments();
    void smallMessagesGoWhole();
    void neitherUsesThemUnlessBothCan();
    void oneLostFragmentIsRepairedByRetransmission_data();
    void oneLostFragmentIsRepairedByRetransmission();
    void forgedFragmentsHoldNothingUp();
    void repeatedFirstFragmentGetsTheSameOctets();
    void replayedFragmentsMoveNothing();
    void badWeatherHoldsNothingUp();
};

void TestIkev2Fragments::largeMessagesGoInFragments_data()
{
    QTest::addColumn<bool>("aead");
    QTest::newRow("CBC") << false;
    QTest::newRow("AEAD") << true;
}

void TestIkev2Fragments::largeMessagesGoInFragments()
{
    QFETCH(bool, aead);
    sim::NetworkConditions narrow = orderly();
    narrow.mtu = kLargestDatagram;
    IkePair pair(1, narrow);
    startWide(pair,
              aead ? ikeProposal(api::Encryption::Aes128Gcm16, api::Integrity::None, api::Prf::HmacSha256,
                                 api::DhGroup::Curve25519)
                   : cheap(leftConfig()).ike.proposals.front());
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, seconds(1)));
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.left.child()->local.size(), 60u);
    QCOMPARE(pair.network.counters().tooBig, 0u);
    const auto ours = fragmentsFrom(pair, kLeft), theirs = fragmentsFrom(pair, kRight);
    QCOMPARE(ours.size(), 2u);
    QCOMPARE(theirs.size(), 2u);
    QCOMPARE(numberOf(ours[0]), std::uint16_t{1});
    QCOMPARE(numberOf(theirs[1]), std::uint16_t{2});

    // The log shows the message once with what is in it, and its parts for those who look closer.
    std::vector<std::string> lines;
    for (const api::Event &event : pair.right.events()) {
        if (event.code == EventCode::MessageReceived && event.exchange == api::Exchange::IkeAuth) {
            lines.push_back(*event.find(api::DetailKey::Payloads));
            QCOMPARE(event.level == api::Level::Info, lines.size() == 3);
        }
    }
    QCOMPARE(lines.size(), 3u);
    QCOMPARE(lines[0], std::string("EF(1/2)"));
    QCOMPARE(lines[1], std::string("EF(2/2)"));
    QVERIFY(lines[2].starts_with("IDi "));
}

void TestIkev2Fragments::smallMessagesGoWhole()
{
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    pair.left.start(leftConfig());
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(std::ranges::none_of(pair.sent, isFragment));
    for (const std::size_t i : {0u, 1u}) {
        const auto message = wire::decodeMessage(pair.sent.at(i).bytes).value();
        QVERIFY(wire::findNotify(message.payloads, wire::NotifyType::FragmentationSupported));
    }
}

// RFC 7383, 2.3. IKE_SA_INIT is tampered with, so that no SA comes of it; but what is sent shows what was understood.
void TestIkev2Fragments::neitherUsesThemUnlessBothCan()
{
    for (const bool inRequest : {true, false}) {
        IkePair pair;
        pair.filter = [&](const sim::SimDatagram &datagram) {
            if (kindOf(datagram.bytes).exchange != kIkeSaInit || kindOf(datagram.bytes).isResponse == inRequest)
                return true;
            auto message = wire::decodeMessage(datagram.bytes).value();
            std::erase_if(message.payloads, [](const wire::Payload &payload) {
                const auto *notify = std::get_if<wire::Notify>(&payload.body);
                return notify && notify->type == wire::NotifyType::FragmentationSupported;
            });
            pair.network.send({datagram.local, datagram.remote, wire::encodeMessage(message).value()}, pair.now());
            return false;
        };
        startWide(pair);
        pair.run(seconds(1));
        if (inRequest) {
            const auto answer = wire::decodeMessage(pair.sent.at(1).bytes).value();
            QVERIFY(!wire::findNotify(answer.payloads, wire::NotifyType::FragmentationSupported));
        }
        // Who was not told sends none.
        QVERIFY(fragmentsFrom(pair, kLeft).empty());
        QCOMPARE(fragmentsFrom(pair, kRight).empty(), inRequest);
        QVERIFY(pair.sent.at(2).bytes.size() > kLargestDatagram);
    }
}

void TestIkev2Fragments::oneLostFragmentIsRepairedByRetransmission_data()
{
    QTest::addColumn<bool>("ofRequest");
    QTest::addColumn<int>("number");
    for (const bool ofRequest : {true, false}) {
        for (const int number : {1, 2})
            QTest::addRow("%s %d", ofRequest ? "request" : "response", number) << ofRequest << number;
    }
}

void TestIkev2Fragments::oneLostFragmentIsRepairedByRetransmission()
{
    QFETCH(bool, ofRequest);
    QFETCH(int, number);
    IkePair pair(1, orderly());
    bool lost = false;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        const bool meant =
            isFragment(datagram) && kindOf(datagram.bytes).isResponse != ofRequest && numberOf(datagram) == number;
        return std::exchange(lost, lost || meant) || !meant;
    };
    startWide(pair);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, seconds(4)));
    QVERIFY(lost && pair.childrenFit());
    // Either way the whole request was sent once more, and the same octets each time.
    const auto requests = fragmentsFrom(pair, kLeft);
    QCOMPARE(requests.size(), 4u);
    QVERIFY(requests[0].bytes == requests[2].bytes && requests[1].bytes == requests[3].bytes);
    QCOMPARE(pair.left.count(EventCode::Retransmitted), 1u);
    // The responder processed one request, and repeated its answer where that was what had been lost.
    QCOMPARE(pair.right.count(EventCode::ChildSaEstablished), 1u);
    QCOMPARE(pair.right.count(EventCode::DuplicateAnswered), ofRequest ? 0u : 1u);
    QCOMPARE(fragmentsFrom(pair, kRight).size(), ofRequest ? 2u : 4u);
    QCOMPARE(pair.right.count(EventCode::MessageDropped), 0u);
}

void TestIkev2Fragments::forgedFragmentsHoldNothingUp()
{
    IkePair pair;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        if (!isFragment(datagram))
            return true;
        // Before each true one come forgeries: another content, a greater total, numbers that cannot be.
        for (const std::size_t octet : {33u, 35u, 60u, 32u, 34u}) {
            auto forged = datagram;
            forged.bytes.at(octet) ^= 0x05;
            pair.inject(forged);
        }
        return true;
    };
    startWide(pair);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, seconds(1)));
    QVERIFY(pair.childrenFit());
    QVERIFY(pair.left.count(EventCode::MessageDropped) > 0 && pair.right.count(EventCode::MessageDropped) > 0);
}

void TestIkev2Fragments::repeatedFirstFragmentGetsTheSameOctets()
{
    IkePair pair;
    startWide(pair);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    const auto requests = fragmentsFrom(pair, kLeft);
    const auto answers = fragmentsFrom(pair, kRight);
    const std::size_t before = pair.sent.size();
    pair.inject(requests[1]);
    QCOMPARE(pair.sent.size(), before);
    QCOMPARE(pair.right.count(EventCode::MessageDropped), 0u); // a late duplicate is nobody's fault
    pair.inject(requests[0]);
    QCOMPARE(pair.sent.size(), before + answers.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
        QVERIFY(pair.sent.at(before + i).bytes == answers[i].bytes);
    QCOMPARE(pair.right.count(EventCode::ChildSaEstablished), 1u);
}

void TestIkev2Fragments::replayedFragmentsMoveNothing()
{
    IkePair pair;
    startWide(pair);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    const auto recorded = pair.sent;
    const auto left = pair.left.status(), right = pair.right.status();
    for (auto datagram = recorded.rbegin(); datagram != recorded.rend(); ++datagram) {
        pair.inject(*datagram);
        pair.inject({datagram->remote, datagram->local, datagram->bytes});
    }
    pair.run(seconds(1));
    QVERIFY(pair.left.status() == left && pair.right.status() == right);
    QVERIFY(pair.childrenFit());
}

void TestIkev2Fragments::badWeatherHoldsNothingUp()
{
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        sim::NetworkConditions weather;
        weather.lossPerMille = 150;
        weather.duplicatePerMille = 200;
        weather.reorderPerMille = 200;
        weather.maxDelay = Duration{120};
        weather.mtu = kLargestDatagram;
        IkePair pair(seed, weather);
        startWide(pair);
        QVERIFY2(pair.runUntil([&] { return pair.bothEstablished(); }, minutes(10)), qPrintable(QString::number(seed)));
        pair.left.stop();
        pair.right.stop();
        QVERIFY2(pair.runUntil(
                     [&] {
                         return pair.left.supervisor().census().sessions + pair.right.supervisor().census().sessions
                             == 0;
                     },
                     minutes(5)),
                 qPrintable(QString::number(seed)));
    }
}

QTEST_GUILESS_MAIN(TestIkev2Fragments)
#include "test_ikev2_fragments.moc"

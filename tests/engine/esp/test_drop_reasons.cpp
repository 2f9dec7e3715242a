#include "tests/engine/esp/esp_samples.h"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace tw;
using namespace tw::esp;
using namespace tw::esp::samples;
using api::DropReason;

namespace {

// Two gateways with the same SA between them. Each scenario makes one of them drop.
struct Pair
{
    Pair() : Pair(suite()) { }
    explicit Pair(const api::EspProposal &proposal) : left(leftSa(proposal)), right(mirrored(leftSa(proposal))) { }

    Gateway left; // sends
    Gateway right; // receives
};

enum class By : std::uint8_t { Sa, Engine }; // who counts: the SA where one is known, else the engine

struct Scenario
{
    const char *name;
    DropReason reason;
    By by;
    std::uint64_t count;
    std::function<void(Pair &)> play;
    api::EspProposal proposal = suite();
};

const IpAddress kStranger = IpAddress::v4(8, 8, 8, 8);

void addPolicy(Gateway &gateway, int number = 0)
{
    gateway.database.addPolicy(
        api::ConnectionId{"vco-" + std::to_string(number)}, {subnet("10.1.0.0/24")},
        {api::TrafficSelector::fromPrefix(IpPrefix(IpAddress::v4(10, 2, static_cast<std::uint8_t>(number), 0), 24))},
        {});
}

const SaEntry &senderOf(Pair &pair) { return *pair.left.database.snapshot()->findInbound(kLeftSpi); }

// The ESP packet of one inner packet.
Train sealed(Pair &pair, Bytes inner = udpPacket(60))
{
    pair.left.protect({std::move(inner)});
    return pair.left.sent.trains.at(0);
}

std::vector<Bytes> receive(Pair &pair, Bytes datagram, bool udp = true, TimePoint now = {})
{
    return pair.right.unprotect(DatagramRun{datagram, 0, kRightGateway, kLeftGateway, 0, udp}, now);
}

// Packets that our own sender never makes, with number 1 and a right ICV under leftSa()'s outbound keys. Sealed by
// scapy, as tests/interop/esp_oracles.py has it (Scapy.seal_plain), with the IV 00 01 02 ... 0f.

// Around an empty UDP datagram from 10.1.0.10 to 10.2.0.10; the padding is 02 01.
constexpr std::string_view kBadPadding =
    "c200000100000001000102030405060708090a0b0c0d0e0ff42c8f03f7da7621789e8e7427ca7c6d8e0437d85e0d5b73dcc581d691601fe1"
    "f33ead00b6b85034a4caa6be";
// The same with right padding and next header 17: transport mode.
constexpr std::string_view kTransportMode =
    "c200000100000001000102030405060708090a0b0c0d0e0ff42c8f03f7da7621789e8e7427ca7c6df600bb78874ef4e95378d93e0d416758"
    "023a96f7e237fce30456baa7";
// Next header 4 around 28 octets of 11: no IP of any version.
constexpr std::string_view kNoIp =
    "c200000100000001000102030405060708090a0b0c0d0e0f89d62cbe0aa301d79f4e7062b76f324655f76b08c8f55e984d7316c9fae5dbff"
    "e1d509bc16edc8bd43625d7b";
// The first one with the right padding: nothing is wrong with it, so that what they are refused for is what their names say.
constexpr std::string_view kGood =
    "c200000100000001000102030405060708090a0b0c0d0e0ff42c8f03f7da7621789e8e7427ca7c6d1ac21a0fb1a1ff8dc6f99deddfba3ac1"
    "3b154211e2dc8e4b3fa1e3e0";

void floodOfPolicies(Pair &pair, std::size_t count)
{
    pair.left.database.remove(kLeftSpi);
    for (std::size_t i = 0; i < count; ++i) {
        addPolicy(pair.left, static_cast<int>(i));
        const IpAddress to = IpAddress::v4(10, 2, static_cast<std::uint8_t>(i), 1);
        pair.left.protect(std::vector<Bytes>(WaitingPackets::kPerConnection, udpPacket(100, 0, kLeftHost, to)));
    }
}

const std::vector<Scenario> &scenarios()
{
    static const std::vector<Scenario> all = {
        {"no connection wants it", DropReason::NoPolicy, By::Engine, 1,
         [](Pair &pair) { pair.left.protect({udpPacket(60, 0, kLeftHost, kStranger)}); }},
        {"nor one from a stranger", DropReason::NoPolicy, By::Engine, 1,
         [](Pair &pair) { pair.left.protect({udpPacket(60, 0, kStranger, kRightHost)}); }},
        {"the connection went while it waited", DropReason::NoPolicy, By::Engine, 1,
         [](Pair &pair) {
             pair.left.database.remove(kLeftSpi);
             addPolicy(pair.left);
             pair.left.protect({udpPacket(60)});
             pair.left.database.removePolicy(api::ConnectionId{"vco-0"});
             pair.left.outbound.flushWaiting(*pair.left.database.snapshot(), pair.left.arena, pair.left.sent, {});
         }},
        {"the SA receives only, and nothing may wait", DropReason::NoPolicy, By::Engine, 1,
         [](Pair &pair) {
             pair.left.database.switchOutbound(kLeftSpi, false);
             pair.left.protect({udpPacket(60)});
         }},

        {"the connection's room is full", DropReason::NoSa, By::Engine, 3,
         [](Pair &pair) {
             pair.left.database.remove(kLeftSpi);
             addPolicy(pair.left);
             pair.left.protect(std::vector<Bytes>(WaitingPackets::kPerConnection + 3, udpPacket(60)));
         }},
        {"the room of all is full", DropReason::NoSa, By::Engine, WaitingPackets::kPerConnection,
         [](Pair &pair) { floodOfPolicies(pair, WaitingPackets::kTotal / WaitingPackets::kPerConnection + 1); }},
        {"no room for so many octets", DropReason::NoSa, By::Engine, 1,
         [](Pair &pair) {
             pair.left.database.remove(kLeftSpi);
             const std::size_t fit = WaitingPackets::kTotalBytes / 65535; // 16: the room of one connection
             addPolicy(pair.left, 0);
             addPolicy(pair.left, 1);
             pair.left.protect(std::vector<Bytes>(fit, udpPacket(65535)));
             pair.left.protect({udpPacket(65535, 0, kLeftHost, IpAddress::v4(10, 2, 1, 1))});
         }},

        {"no SA came", DropReason::WaitedTooLong, By::Engine, 2,
         [](Pair &pair) {
             pair.left.database.remove(kLeftSpi);
             addPolicy(pair.left);
             pair.left.protect({udpPacket(60), udpPacket(60)});
             pair.left.outbound.flushWaiting(*pair.left.database.snapshot(), pair.left.arena, pair.left.sent,
                                             TimePoint(WaitingPackets::kMaxAge + 1ms));
         }},

        {"the SA never came", DropReason::UnknownSpi, By::Engine, 1,
         [](Pair &pair) {
             pair.right.database.remove(kRightSpi);
             receive(pair, fromHex(kGood));
             pair.right.takeEarly(TimePoint(EarlyPackets::kMaxAge));
         }},
        {"the next one says that it waited too long", DropReason::UnknownSpi, By::Engine, 1,
         [](Pair &pair) {
             pair.right.database.remove(kRightSpi);
             receive(pair, fromHex(kGood));
             receive(pair, fromHex(kGood), true, TimePoint(EarlyPackets::kMaxAge));
         }},
        {"the SPI's room is full", DropReason::UnknownSpi, By::Engine, 2,
         [](Pair &pair) {
             pair.right.database.remove(kRightSpi);
             for (std::size_t i = 0; i < EarlyPackets::kPerSpi + 2; ++i)
                 receive(pair, fromHex(kGood));
         }},

        {"from inside, no IP", DropReason::Malformed, By::Engine, 1,
         [](Pair &pair) { pair.left.protect({Bytes(60, 0x11)}); }},
        {"from inside, cut short", DropReason::Malformed, By::Engine, 1,
         [](Pair &pair) {
             Bytes packet = udpPacket(60);
             packet.pop_back();
             pair.left.protect({std::move(packet)});
         }},
        {"in UDP, shorter than an ESP header", DropReason::Malformed, By::Engine, 1,
         [](Pair &pair) { receive(pair, Bytes(7, 0xc2)); }},
        {"bare, shorter than an ESP header", DropReason::Malformed, By::Engine, 1,
         [](Pair &pair) { receive(pair, Bytes(7, 0xc2), false); }},
        {"bare, empty", DropReason::Malformed, By::Engine, 1, [](Pair &pair) { receive(pair, {}, false); }},
        {"of an SA, but a header only", DropReason::Malformed, By::Sa, 1,
         [](Pair &pair) { receive(pair, toBytes(sealed(pair).block.first(8))); }},
        {"of an SA, one octet of the last block missing", DropReason::Malformed, By::Sa, 1,
         [](Pair &pair) {
             const Train train = sealed(pair);
             receive(pair, toBytes(train.block.first(train.block.size() - 1)));
         }},
        {"authentic, but no IP in it", DropReason::Malformed, By::Sa, 1,
         [](Pair &pair) { receive(pair, fromHex(kNoIp)); }},

        {"seen before", DropReason::Replayed, By::Sa, 1,
         [](Pair &pair) {
             receive(pair, fromHex(kGood));
             receive(pair, fromHex(kGood));
         }},
        {"left of the window", DropReason::Replayed, By::Sa, 1,
         [](Pair &pair) {
             senderOf(pair).outbound->skipTo(1024);
             pair.right.unprotect(sealed(pair)); // number 1025
             receive(pair, fromHex(kGood));
         }},
        {"number 0", DropReason::Replayed, By::Sa, 1,
         [](Pair &pair) {
             Bytes packet = fromHex(kGood);
             packet[7] = 0;
             receive(pair, packet);
         }},
        {"a high half below 0", DropReason::Replayed, By::Sa, 1,
         [](Pair &pair) {
             // RFC 4303, appendix A2.2: this would be left of the first number, where there is none.
             senderOf(pair).outbound->skipTo(0xfffffff0);
             pair.right.unprotect(sealed(pair));
         },
         suite(api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, true)},

        {"one bit of the ICV", DropReason::NotAuthentic, By::Sa, 1,
         [](Pair &pair) {
             Bytes packet = fromHex(kGood);
             packet.back() ^= 1;
             receive(pair, packet);
         }},
        {"one bit of an AEAD suite's ICV", DropReason::NotAuthentic, By::Sa, 1,
         [](Pair &pair) {
             Bytes packet = toBytes(sealed(pair).block);
             packet.back() ^= 1;
             receive(pair, packet);
         },
         suite(api::Encryption::Aes256Gcm16, api::Integrity::None)},

        {"padding out of order", DropReason::BadPadding, By::Sa, 1,
         [](Pair &pair) { receive(pair, fromHex(kBadPadding)); }},

        {"transport mode", DropReason::PolicyViolation, By::Sa, 1,
         [](Pair &pair) { receive(pair, fromHex(kTransportMode)); }},
        {"outside the selectors", DropReason::PolicyViolation, By::Sa, 1,
         [](Pair &pair) {
             // A peer that sends by selectors of its own making.
             pair.left.database.remove(kLeftSpi);
             auto wide = leftSa();
             wide.local = {subnet("0.0.0.0/0")};
             pair.left.install(std::move(wide));
             pair.right.unprotect(sealed(pair, udpPacket(60, 0, kStranger)));
         }},

        {"congestion on a packet that cannot carry the mark", DropReason::CongestionInvalid, By::Sa, 1,
         [](Pair &pair) {
             Train train = sealed(pair);
             train.tos = 3;
             pair.right.unprotect(train);
         }},

        {"more than the path takes, not to be cut", DropReason::TooBig, By::Sa, 1,
         [](Pair &pair) { pair.left.protect({udpPacket(1423, 0, kLeftHost, kRightHost, 0, true)}); }},
        {"more than a datagram takes", DropReason::TooBig, By::Sa, 1,
         [](Pair &pair) { pair.left.protect({udpPacket(65535)}); }},

        {"after the last number", DropReason::SequenceExhausted, By::Sa, 2,
         [](Pair &pair) {
             // RFC 4303, 3.3.3: the counter must not cycle.
             senderOf(pair).outbound->skipTo(0xffffffff);
             pair.left.protect({udpPacket(60), udpPacket(60)});
         }},
        {"after the last extended number", DropReason::SequenceExhausted, By::Sa, 2,
         [](Pair &pair) {
             senderOf(pair).outbound->skipTo(0xffffffffffffffff);
             pair.left.protect({udpPacket(60), udpPacket(60)});
         },
         suite(api::Encryption::Aes128Gcm16, api::Integrity::None, true)},

        {"the edge could not", DropReason::SendFailed, By::Sa, 5,
         [](Pair &pair) {
             const Train train = sealed(pair);
             pair.left.outbound.countSendFailed(train, *pair.left.database.snapshot(), 5);
         }},
        {"the edge could not, and the SA is gone", DropReason::SendFailed, By::Engine, 1,
         [](Pair &pair) {
             const Train train = sealed(pair);
             pair.left.database.remove(kLeftSpi);
             pair.left.outbound.countSendFailed(train, *pair.left.database.snapshot(), 1);
         }},
    };
    return all;
}

// No input makes the crypto library fail, once it has taken the keys.
constexpr std::array kNotMade = {DropReason::CryptoFailed};

api::DropCounters expectedFor(const Scenario &scenario, By by)
{
    api::DropCounters counters{};
    if (scenario.by == by)
        counters[static_cast<std::size_t>(scenario.reason)] = scenario.count;
    return counters;
}

api::DropCounters sum(const std::vector<api::DropCounters> &all)
{
    api::DropCounters total{};
    for (const api::DropCounters &counters : all) {
        for (std::size_t i = 0; i < total.size(); ++i)
            total[i] += counters[i];
    }
    return total;
}

QByteArray shown(const api::DropCounters &counters)
{
    QByteArray text;
    for (std::size_t i = 0; i < counters.size(); ++i) {
        if (counters[i] != 0) {
            const auto name = api::dropReasonName(static_cast<DropReason>(i));
            text += QByteArray(name.data(), static_cast<qsizetype>(name.size())) + ' ' + QByteArray::number(counters[i])
                + ' ';
        }
    }
    return text;
}

} // namespace

// Who looks for a fault reads these counters: each drop is counted once, under its own reason, at the SA that it belongs
// to or else at the engine, and nothing is counted beside it.
class TestDropReasons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReasonHasItsScenario();
    void countsNothingElse_data();
    void countsNothingElse();
    void whatIsRightIsNotDropped();
    void onlyAuthenticPacketsAreASignOfLife();
};

void TestDropReasons::everyReasonHasItsScenario()
{
    for (std::size_t i = 0; i < api::kDropReasonCount; ++i) {
        const auto reason = static_cast<DropReason>(i);
        const bool isMade = std::ranges::any_of(scenarios(), [&](const Scenario &one) { return one.reason == reason; });
        const bool isExempt = std::ranges::find(kNotMade, reason) != kNotMade.end();
        QVERIFY2(isMade != isExempt, std::string(api::dropReasonName(reason)).c_str());
    }
}

void TestDropReasons::countsNothingElse_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < scenarios().size(); ++i) {
        const auto reason = api::dropReasonName(scenarios()[i].reason);
        QTest::addRow("%.*s: %s", static_cast<int>(reason.size()), reason.data(), scenarios()[i].name)
            << static_cast<int>(i);
    }
}

void TestDropReasons::countsNothingElse()
{
    QFETCH(int, index);
    const Scenario &scenario = scenarios()[static_cast<std::size_t>(index)];
    Pair pair(scenario.proposal);
    scenario.play(pair);

    std::vector<api::DropCounters> ofSas;
    for (const Gateway *gateway : {&pair.left, &pair.right}) {
        for (const SaReading &reading : gateway->database.readings())
            ofSas.push_back(reading.drops);
    }
    const auto ofEngines = sum({pair.left.outbound.drops().value(), pair.left.inbound.drops().value(),
                                pair.right.outbound.drops().value(), pair.right.inbound.drops().value()});
    QCOMPARE(shown(sum(ofSas)), shown(expectedFor(scenario, By::Sa)));
    QCOMPARE(shown(ofEngines), shown(expectedFor(scenario, By::Engine)));
    // And what came last is not delivered.
    QVERIFY(pair.right.received.runs.empty());
}

void TestDropReasons::whatIsRightIsNotDropped()
{
    Pair pair;
    QCOMPARE(receive(pair, fromHex(kGood)).size(), std::size_t{1});
    QCOMPARE(pair.right.database.readings().at(0).drops, api::DropCounters{});
    QCOMPARE(pair.right.inbound.drops().value(), api::DropCounters{});
}

void TestDropReasons::onlyAuthenticPacketsAreASignOfLife()
{
    // RFC 7296, 2.4: a fresh, protected packet proves that the peer lives; what anybody can send proves nothing.
    Pair pair;
    const Bytes good = fromHex(kGood);
    Bytes forged = good;
    forged.back() ^= 1;
    receive(pair, forged, true, TimePoint(1s));
    receive(pair, Bytes(good.begin(), good.end() - 1), true, TimePoint(2s));
    QVERIFY(!pair.right.database.readings().at(0).lastInbound);
    receive(pair, good, true, TimePoint(3s));
    QCOMPARE(pair.right.database.readings().at(0).lastInbound, std::optional(TimePoint(3s)));
    receive(pair, good, true, TimePoint(4s)); // replayed
    QCOMPARE(pair.right.database.readings().at(0).lastInbound, std::optional(TimePoint(3s)));
    QCOMPARE(pair.right.database.readings().at(0).traffic.packetsIn, std::uint64_t{1});
}

QTEST_GUILESS_MAIN(TestDropReasons)
#include "test_drop_reasons.moc"

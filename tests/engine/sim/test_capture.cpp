#include "tests/engine/sim/site_pair.h"

#include <QTest>

#include <set>

using namespace tw;
using namespace tw::sim;
using namespace tw::sim::samples;

namespace {

// What was captured, as a reader of the file has it.
struct Taken
{
    TimePoint at;
    api::Direction direction;
    SimDatagram datagram;
    bool ike;
};

// A capture as its writer sees it.
class Recorder
{
public:
    void begin(SimNode &node, const api::ConnectionId &connection, TimePoint now, bool keys = false,
               bool liveKeys = false)
    {
        node.command(api::StartCapture{{connection, keys, liveKeys}, m_channel}, now);
    }

    const std::vector<Taken> &datagrams()
    {
        while (const auto one = m_channel->next()) {
            m_datagrams.push_back({TimePoint(std::chrono::duration_cast<Duration>(one->at.time_since_epoch())),
                                   one->direction,
                                   {one->local, one->remote, toBytes(one->payload), one->tos, one->udp},
                                   one->ike});
        }
        return m_datagrams;
    }
    const std::vector<api::CapturedKey> &keys()
    {
        for (api::CapturedKey &key : m_channel->takeKeys())
            m_keys.push_back(std::move(key));
        return m_keys;
    }
    std::set<std::uint32_t> espKeys()
    {
        std::set<std::uint32_t> spis;
        for (const api::CapturedKey &key : keys()) {
            if (const auto *esp = std::get_if<api::EspKey>(&key))
                spis.insert(esp->spi);
        }
        return spis;
    }
    std::size_t ikeKeys() { return keys().size() - espKeys().size(); }
    std::optional<api::CaptureTotals> totals() const { return m_channel->totals(); }

private:
    std::shared_ptr<api::CaptureChannel> m_channel = std::make_shared<api::CaptureChannel>();
    std::vector<Taken> m_datagrams;
    std::vector<api::CapturedKey> m_keys;
};

// Without ports where there are none, to compare.
SimDatagram plain(SimDatagram datagram)
{
    if (!datagram.udp)
        datagram.local.port = datagram.remote.port = 0;
    return datagram;
}

// Everything that a node sent, as the network had it.
void watch(Pair &pair, std::vector<SimDatagram> &sent)
{
    pair.simulation.network().setTap([&sent](const SimDatagram &datagram, TimePoint) {
        sent.push_back(datagram);
        return true;
    });
}

std::set<std::uint32_t> spisOf(const SimNode &node, const api::ConnectionId &connection)
{
    std::set<std::uint32_t> spis;
    for (const api::ChildSaStatus &child : node.status(connection)->childSas) {
        spis.insert(child.inboundSpi);
        spis.insert(child.outboundSpi);
    }
    return spis;
}

} // namespace

// What a capture gets, of whole engines in virtual time.
class TestCapture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasEveryDatagramOfBothDirections_data();
    void hasEveryDatagramOfBothDirections();
    void firstMessagesOfAResponderWaitForTheirConnection();
    void otherConnectionsAreNotTaken();
    void refusedNegotiationIsTaken();
    void keysComeWhenTheirSaHasEnded_data();
    void keysComeWhenTheirSaHasEnded();
    void keysOfLivingSasAreKeptBack();
    void liveKeysComeAtOnce();
    void replacedChildGivesItsKeys();
    void withoutKeysThereAreNone();
    void secondCaptureIsRefused();
};

void TestCapture::hasEveryDatagramOfBothDirections_data()
{
    QTest::addColumn<int>("nat");
    QTest::addColumn<int>("version");
    for (const int version : {1, 2}) {
        QTest::addRow("IKEv%d, ESP", version) << static_cast<int>(api::NatTraversal::Automatic) << version;
        QTest::addRow("IKEv%d, ESP in UDP", version) << static_cast<int>(api::NatTraversal::Forced) << version;
    }
}

void TestCapture::hasEveryDatagramOfBothDirections()
{
    QFETCH(const int, nat);
    QFETCH(const int, version);
    Pair pair(1);
    std::vector<SimDatagram> sent;
    watch(pair, sent);
    Recorder left;
    Recorder right;
    left.begin(pair.left, kLeftConnection, pair.simulation.now());
    right.begin(pair.right, kRightConnection, pair.simulation.now());
    auto config = leftConfig();
    config.natTraversal = static_cast<api::NatTraversal>(nat);
    config.ike.version = version == 1 ? api::IkeVersion::V1 : api::IkeVersion::V2;
    if (version == 1) {
        config.ike.localId = *api::Identity::parse("192.0.2.2");
        config.ike.remoteId = *api::Identity::parse("198.51.100.2");
    }
    pair.right.command(start(mirrored(config, kPublicLeft), false), pair.simulation.now());
    pair.left.command(start(config, true), pair.simulation.now());
    QVERIFY2(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min), story(pair).c_str());
    QVERIFY(pair.pingBothWays(10s));
    QVERIFY(pair.stop(true));
    pair.simulation.runFor(10s);
    pair.left.command(api::StopCapture{}, pair.simulation.now());
    pair.right.command(api::StopCapture{}, pair.simulation.now());
    QVERIFY(left.totals() && right.totals());

    // The network lost nothing, so that each side has what either sent, as it was.
    for (Recorder *recorder : {&left, &right}) {
        const bool isLeft = recorder == &left;
        std::vector<SimDatagram> expected;
        for (const SimDatagram &datagram : sent) {
            const bool isOwn = pair.left.owns(datagram.local.address) == isLeft;
            SimDatagram seen = plain(datagram);
            if (!isOwn)
                std::swap(seen.local, seen.remote);
            expected.push_back(seen);
        }
        std::vector<SimDatagram> found;
        std::size_t esp = 0;
        for (const Taken &taken : recorder->datagrams()) {
            QCOMPARE(taken.datagram.local.address, isLeft ? kPublicLeft : kRightAddress);
            found.push_back(plain(taken.datagram));
            esp += taken.ike ? 0 : 1;
        }
        QCOMPARE(found.size(), expected.size());
        for (const SimDatagram &datagram : expected)
            QCOMPARE(std::ranges::count(found, datagram), std::ranges::count(expected, datagram));
        QVERIFY(esp >= 4); // two pings and their answers
        QVERIFY(found.size() - esp >= 4);
    }
}

// Two connections with one peer: which one it means, it says under encryption.
void TestCapture::firstMessagesOfAResponderWaitForTheirConnection()
{
    Pair pair(1);
    Recorder meant;
    meant.begin(pair.right, kRightConnection, pair.simulation.now());
    auto config = leftConfig();
    auto other = mirrored(config, kPublicLeft);
    other.id = api::ConnectionId("vco-other");
    other.ike.remoteId = *api::Identity::parse("someone.else.example");
    other.child.remote = {subnet("10.9.0.0/24")};
    pair.right.command(start(other, false), pair.simulation.now());
    pair.right.command(start(mirrored(config, kPublicLeft), false), pair.simulation.now());
    pair.left.command(start(config, true), pair.simulation.now());
    QVERIFY(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min));

    const auto &datagrams = meant.datagrams();
    QCOMPARE(datagrams.size(), std::size_t{4}); // IKE_SA_INIT and IKE_AUTH
    QVERIFY(std::ranges::all_of(datagrams, &Taken::ike));
    QCOMPARE(datagrams.front().direction, api::Direction::In);
    QVERIFY(std::ranges::is_sorted(datagrams, {}, &Taken::at));
    QVERIFY(datagrams.front().at < datagrams.back().at);
}

void TestCapture::otherConnectionsAreNotTaken()
{
    Pair pair(1);
    Recorder others;
    auto config = leftConfig();
    auto other = mirrored(config, kPublicLeft);
    other.id = api::ConnectionId("vco-other");
    other.ike.remoteId = *api::Identity::parse("someone.else.example");
    other.child.remote = {subnet("10.9.0.0/24")};
    others.begin(pair.right, other.id, pair.simulation.now(), true);
    pair.right.command(start(other, false), pair.simulation.now());
    pair.right.command(start(mirrored(config, kPublicLeft), false), pair.simulation.now());
    pair.left.command(start(config, true), pair.simulation.now());
    QVERIFY(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min));
    QVERIFY(pair.pingBothWays(10s));
    pair.left.command(api::Stop{kLeftConnection}, pair.simulation.now());
    pair.simulation.runFor(2min);
    pair.right.command(api::StopCapture{}, pair.simulation.now());
    QCOMPARE(others.datagrams().size(), std::size_t{0});
    QCOMPARE(others.keys().size(), std::size_t{0});
    QCOMPARE(others.totals()->keysWithheld, std::uint64_t{0});
}

// No session ever knew whose it was: what may have been the connection's is its own.
void TestCapture::refusedNegotiationIsTaken()
{
    Pair pair(1);
    Recorder refused;
    refused.begin(pair.right, kRightConnection, pair.simulation.now());
    auto config = leftConfig();
    pair.left.command(start(config, true), pair.simulation.now());
    config.ike.proposals.front().encryption = api::Encryption::Aes256Cbc;
    auto other = mirrored(config, kPublicLeft);
    other.id = api::ConnectionId("vco-other");
    pair.right.command(start(other, false), pair.simulation.now());
    pair.right.command(start(mirrored(config, kPublicLeft), false), pair.simulation.now());
    pair.simulation.runFor(2s);
    pair.right.command(api::StopCapture{}, pair.simulation.now());
    QVERIFY(refused.datagrams().size() >= 2);
    QCOMPARE(refused.datagrams()[0].direction, api::Direction::In);
    QCOMPARE(refused.datagrams()[1].direction, api::Direction::Out);
}

void TestCapture::keysComeWhenTheirSaHasEnded_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<int>("mode");
    QTest::newRow("IKEv2") << 2 << 0;
    QTest::newRow("IKEv1 main") << 1 << static_cast<int>(api::IkeV1Mode::Main);
    QTest::newRow("IKEv1 aggressive") << 1 << static_cast<int>(api::IkeV1Mode::Aggressive);
}

void TestCapture::keysComeWhenTheirSaHasEnded()
{
    QFETCH(const int, version);
    QFETCH(const int, mode);
    Pair pair(1);
    Recorder left;
    Recorder right;
    left.begin(pair.left, kLeftConnection, pair.simulation.now(), true);
    right.begin(pair.right, kRightConnection, pair.simulation.now(), true);
    auto config = leftConfig();
    config.ike.version = version == 1 ? api::IkeVersion::V1 : api::IkeVersion::V2;
    config.ike.mode = static_cast<api::IkeV1Mode>(mode);
    if (version == 1) {
        config.ike.localId = *api::Identity::parse("192.0.2.2");
        config.ike.remoteId = *api::Identity::parse("198.51.100.2");
    }
    pair.right.command(start(mirrored(config, kPublicLeft), false), pair.simulation.now());
    pair.left.command(start(config, true), pair.simulation.now());
    QVERIFY2(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min), story(pair).c_str());
    QVERIFY(pair.pingBothWays(10s));
    QCOMPARE(left.keys().size(), std::size_t{0});
    QCOMPARE(right.keys().size(), std::size_t{0});
    const auto spis = spisOf(pair.left, kLeftConnection);

    QVERIFY(pair.stop(true));
    pair.simulation.runFor(2min);
    for (Recorder *recorder : {&left, &right}) {
        QCOMPARE(recorder->espKeys(), spis);
        QCOMPARE(recorder->ikeKeys(), std::size_t{1});
    }
    // Both sides have the same keys: a hand on the wrong direction would give others.
    for (const api::CapturedKey &key : left.keys()) {
        const bool isThere = std::ranges::any_of(right.keys(), [&](const api::CapturedKey &other) {
            if (const auto *esp = std::get_if<api::EspKey>(&key)) {
                const auto *its = std::get_if<api::EspKey>(&other);
                return its && its->spi == esp->spi && std::ranges::equal(its->encryption.view(), esp->encryption.view())
                    && std::ranges::equal(its->integrity.view(), esp->integrity.view());
            }
            if (const auto *v2 = std::get_if<api::Ikev2Keys>(&key)) {
                const auto *its = std::get_if<api::Ikev2Keys>(&other);
                return its && its->initiatorSpi == v2->initiatorSpi && its->responderSpi == v2->responderSpi
                    && std::ranges::equal(its->ei.view(), v2->ei.view())
                    && std::ranges::equal(its->ar.view(), v2->ar.view());
            }
            const auto &v1 = std::get<api::Ikev1Key>(key);
            const auto *its = std::get_if<api::Ikev1Key>(&other);
            return its && its->initiatorCookie == v1.initiatorCookie
                && std::ranges::equal(its->key.view(), v1.key.view());
        });
        QVERIFY(isThere);
    }
}

void TestCapture::keysOfLivingSasAreKeptBack()
{
    Pair pair(1);
    Recorder left;
    left.begin(pair.left, kLeftConnection, pair.simulation.now(), true);
    pair.startBoth();
    QVERIFY(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min));
    pair.left.command(api::StopCapture{}, pair.simulation.now());
    QCOMPARE(left.keys().size(), std::size_t{0});
    QVERIFY(left.totals());
    QCOMPARE(left.totals()->keysWithheld, std::uint64_t{2}); // an IKE SA and a child
    // Nor later: what the capture had is wiped with it.
    QVERIFY(pair.stop(true));
    QCOMPARE(left.keys().size(), std::size_t{0});
}

void TestCapture::liveKeysComeAtOnce()
{
    Pair pair(1);
    Recorder left;
    left.begin(pair.left, kLeftConnection, pair.simulation.now(), true, true);
    pair.startBoth();
    QVERIFY(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min));
    QCOMPARE(left.espKeys(), spisOf(pair.left, kLeftConnection));
    QCOMPARE(left.ikeKeys(), std::size_t{1});
    pair.left.command(api::StopCapture{}, pair.simulation.now());
    QCOMPARE(left.totals()->keysWithheld, std::uint64_t{0});
}

void TestCapture::replacedChildGivesItsKeys()
{
    Pair pair(1);
    Recorder right;
    right.begin(pair.right, kRightConnection, pair.simulation.now(), true);
    pair.startBoth();
    QVERIFY(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min));
    const auto first = spisOf(pair.right, kRightConnection);
    pair.left.command(api::Rekey{kLeftConnection, api::Rekey::Scope::Children}, pair.simulation.now());
    pair.simulation.runFor(30s);
    const auto second = spisOf(pair.right, kRightConnection);
    QVERIFY(first != second);
    QCOMPARE(right.espKeys(), first);
    QCOMPARE(right.ikeKeys(), std::size_t{0});
    pair.left.command(api::Rekey{kLeftConnection, api::Rekey::Scope::IkeSa}, pair.simulation.now());
    pair.simulation.runFor(2min);
    QCOMPARE(right.espKeys(), first);
    QCOMPARE(right.ikeKeys(), std::size_t{1});
    pair.right.command(api::StopCapture{}, pair.simulation.now());
    QCOMPARE(right.totals()->keysWithheld, std::uint64_t{2});
}

void TestCapture::withoutKeysThereAreNone()
{
    Pair pair(1);
    Recorder left;
    left.begin(pair.left, kLeftConnection, pair.simulation.now());
    pair.startBoth();
    QVERIFY(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min));
    QVERIFY(pair.stop(true));
    pair.left.command(api::StopCapture{}, pair.simulation.now());
    QVERIFY(!left.datagrams().empty());
    QCOMPARE(left.keys().size(), std::size_t{0});
    QCOMPARE(*left.totals(), api::CaptureTotals{});
}

void TestCapture::secondCaptureIsRefused()
{
    Pair pair(1);
    Recorder first;
    Recorder second;
    first.begin(pair.left, kLeftConnection, pair.simulation.now(), true, true);
    second.begin(pair.left, kLeftConnection, pair.simulation.now());
    QVERIFY(second.totals() && second.totals()->isRefused);
    // The first one goes on as it was asked for.
    QVERIFY(!first.totals());
    pair.startBoth();
    QVERIFY(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 1min));
    QCOMPARE(first.ikeKeys(), std::size_t{1});
    QVERIFY(!first.datagrams().empty());
}

QTEST_GUILESS_MAIN(TestCapture)
#include "test_capture.moc"

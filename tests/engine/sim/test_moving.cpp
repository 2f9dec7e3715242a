#include "tests/engine/sim/site_pair.h"

#include "engine/ikev2/mobike.h"

#include <QTest>

using namespace tw;
using namespace tw::sim;
using namespace tw::sim::samples;
using api::DetailKey;
using api::EventCode;

namespace {

const IpAddress kSecondLeft = IpAddress::v4(192, 0, 2, 77);
const IpAddress kSecondRight = IpAddress::v4(198, 51, 100, 77);

// What names the SAs: as long as these stay, nothing was negotiated anew.
struct Names
{
    std::uint64_t initiator = 0;
    std::uint64_t responder = 0;
    std::uint32_t inbound = 0;
    std::uint32_t outbound = 0;

    friend bool operator==(const Names &, const Names &) = default;
};

const api::ConnectionStatus &statusOf(const SimNode &node)
{
    return *node.status(node.status(kLeftConnection) ? kLeftConnection : kRightConnection);
}

Names namesOf(const SimNode &node)
{
    const api::ConnectionStatus &status = statusOf(node);
    if (!status.ikeSa || status.childSas.size() != 1)
        return {};
    return {status.ikeSa->initiatorSpi, status.ikeSa->responderSpi, status.childSas.front().inboundSpi,
            status.childSas.front().outboundSpi};
}

bool isInUdp(const SimNode &node) { return statusOf(node).childSas.front().udpEncapsulated; }

const api::Event *last(const SimNode &node, EventCode code)
{
    const auto &events = node.events();
    const auto found = std::ranges::find(events.rbegin(), events.rend(), code, &api::Event::code);
    return found == events.rend() ? nullptr : &*found;
}

std::size_t count(const SimNode &node, EventCode code)
{
    return static_cast<std::size_t>(std::ranges::count(node.events(), code, &api::Event::code));
}

void startWith(Pair &pair, api::NatTraversal nat, bool dpd = true)
{
    auto config = leftConfig();
    config.natTraversal = nat;
    config.dpd.enabled = dpd;
    config.effectImmediately = false;
    pair.right.command(start(mirrored(config, kPublicLeft), false), pair.simulation.now());
    config.effectImmediately = true;
    pair.left.command(start(config, true), pair.simulation.now());
}

#define ESTABLISH(pair)                                                                                                \
    QVERIFY2((pair).simulation.runUntil([&] { return (pair).areEstablished(); }, 5min), story(pair).c_str());          \
    QVERIFY2((pair).pingBothWays(10s), story(pair).c_str())

} // namespace

// Gateways that change their addresses, and NATs that change them: RFC 4555 and RFC 7296, 2.23.
class TestMoving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initiatorMovesWithAllItsSas();
    void initiatorMovesBehindANatAndBack();
    void updateIsRepeatedUntilThePeerHasIt();
    void twoMovesInARowEndAtTheSecond();
    void moveDuringARekeyLosesNeither();
    void successorOfTheIkeSaMovesToo();
    void responderThatMovesNegotiatesAnew();
    void withoutMobikeAMoveNegotiatesAnew();
    void moveWithTheSameAddressChangesNothing();
    void retryDoesNotWaitOnceTheNetworkIsBack();
    void packetsOfAPeerBehindAnotherPortMoveBothSas();
    void probeNoticesThatTheNatForgotUs();
    void peerWithoutANatIsNotFollowed();
    void replayedUpdateMovesNothing();
    void banOfNatsIsCompared();
};

void TestMoving::initiatorMovesWithAllItsSas()
{
    Pair pair(1);
    startWith(pair, api::NatTraversal::Automatic);
    ESTABLISH(pair);
    const Names names = namesOf(pair.left);
    QVERIFY(!isInUdp(pair.left));

    pair.left.setAddresses({kSecondLeft}, pair.simulation.now());
    QVERIFY2(pair.pingBothWays(3s), story(pair).c_str());
    QVERIFY2(namesOf(pair.left) == names, story(pair).c_str());
    QCOMPARE(statusOf(pair.left).ikeSa->local.address, kSecondLeft);
    QCOMPARE(statusOf(pair.right).ikeSa->remote.address, kSecondLeft);
    QVERIFY(!isInUdp(pair.left) && !isInUdp(pair.right));
    const api::Event *moved = last(pair.right, EventCode::EndpointsChanged);
    QVERIFY(moved && moved->direction == api::Direction::In);
    QCOMPARE(*moved->find(DetailKey::RemoteEndpoint), (Endpoint{kSecondLeft, 4500}.toString()));
    // Both sides' own requests take the new way, too.
    pair.right.command(api::Rekey{kRightConnection, api::Rekey::Scope::Children}, pair.simulation.now());
    pair.simulation.runFor(10s);
    QVERIFY(namesOf(pair.right).inbound != 0 && namesOf(pair.right).inbound != names.outbound);
    QVERIFY(pair.stop(true));
}

void TestMoving::initiatorMovesBehindANatAndBack()
{
    Pair pair(2);
    pair.nat = &pair.simulation.network().addNat({.outside = kSecondLeft, .inside = {kPrivateLeft}});
    startWith(pair, api::NatTraversal::Automatic);
    ESTABLISH(pair);
    const Names names = namesOf(pair.left);

    pair.left.setAddresses({kPrivateLeft}, pair.simulation.now());
    QVERIFY2(pair.pingBothWays(5s), story(pair).c_str());
    QVERIFY2(isInUdp(pair.left) && isInUdp(pair.right), story(pair).c_str());
    QVERIFY(statusOf(pair.left).ikeSa->natLocal && statusOf(pair.right).ikeSa->natRemote);
    QCOMPARE(statusOf(pair.right).ikeSa->remote.address, kSecondLeft);

    pair.left.setAddresses({kPublicLeft}, pair.simulation.now());
    QVERIFY2(pair.pingBothWays(5s), story(pair).c_str());
    QVERIFY2(!isInUdp(pair.left) && !isInUdp(pair.right), story(pair).c_str());
    QVERIFY(!statusOf(pair.left).ikeSa->natLocal && !statusOf(pair.right).ikeSa->natRemote);
    QVERIFY(namesOf(pair.left) == names);
    QVERIFY(pair.stop(false));
}

void TestMoving::updateIsRepeatedUntilThePeerHasIt()
{
    Pair pair(3);
    startWith(pair, api::NatTraversal::Automatic);
    ESTABLISH(pair);
    const Names names = namesOf(pair.left);
    pair.simulation.network().setConditions({.lossPerMille = 1000});
    pair.left.setAddresses({kSecondLeft}, pair.simulation.now());
    pair.simulation.runFor(10s);
    pair.simulation.network().setConditions({});
    QVERIFY2(pair.pingBothWays(15s), story(pair).c_str());
    QVERIFY(namesOf(pair.left) == names);
}

void TestMoving::twoMovesInARowEndAtTheSecond()
{
    Pair pair(4);
    startWith(pair, api::NatTraversal::Automatic);
    ESTABLISH(pair);
    const Names names = namesOf(pair.left);
    pair.left.setAddresses({kSecondLeft}, pair.simulation.now());
    pair.simulation.runFor(5ms); // the first update is on its way
    const IpAddress third = IpAddress::v4(203, 0, 113, 9);
    pair.left.setAddresses({third}, pair.simulation.now());
    QVERIFY2(pair.pingBothWays(10s), story(pair).c_str());
    QCOMPARE(statusOf(pair.right).ikeSa->remote.address, third);
    QVERIFY(namesOf(pair.left) == names);
}

void TestMoving::moveDuringARekeyLosesNeither()
{
    for (const bool byLeft : {true, false}) {
        Pair pair(5);
        startWith(pair, api::NatTraversal::Automatic);
        ESTABLISH(pair);
        SimNode &asks = byLeft ? pair.left : pair.right;
        asks.command(api::Rekey{byLeft ? kLeftConnection : kRightConnection, api::Rekey::Scope::IkeSa},
                     pair.simulation.now());
        pair.left.setAddresses({kSecondLeft}, pair.simulation.now()); // the answer would go to the old address
        QVERIFY2(pair.pingBothWays(20s), story(pair).c_str());
        pair.simulation.runFor(20s);
        QVERIFY2(pair.areEstablished(), story(pair).c_str());
        QCOMPARE(statusOf(pair.right).ikeSa->remote.address, kSecondLeft);
        QCOMPARE(count(pair.left, EventCode::NegotiationTriggered), 1u);
        QVERIFY(pair.stop(true));
    }
}

void TestMoving::successorOfTheIkeSaMovesToo()
{
    for (const bool rekeyedByLeft : {true, false}) { // which says nothing about who moves
        Pair pair(6);
        startWith(pair, api::NatTraversal::Automatic);
        ESTABLISH(pair);
        SimNode &rekeys = rekeyedByLeft ? pair.left : pair.right;
        rekeys.command(api::Rekey{rekeyedByLeft ? kLeftConnection : kRightConnection, api::Rekey::Scope::IkeSa},
                       pair.simulation.now());
        pair.simulation.runFor(10s);
        const Names names = namesOf(pair.left);
        QCOMPARE(statusOf(pair.left).ikeSa->weInitiated, rekeyedByLeft);
        pair.left.setAddresses({kSecondLeft}, pair.simulation.now());
        QVERIFY2(pair.pingBothWays(5s), story(pair).c_str());
        QVERIFY(namesOf(pair.left) == names);
        QVERIFY(pair.stop(true));
    }
}

// Only the side that began an IKE SA may move it (RFC 4555, 3.5).
void TestMoving::responderThatMovesNegotiatesAnew()
{
    Pair pair(7);
    auto config = leftConfig();
    pair.left.command(start(config, true), pair.simulation.now());
    pair.right.command(start(mirrored(config, kPublicLeft), false), pair.simulation.now());
    ESTABLISH(pair);
    config.peer = kSecondRight; // the left side expects it at both, as with a name of two addresses
    const Names names = namesOf(pair.right);
    pair.right.setAddresses({kSecondRight}, pair.simulation.now());
    pair.left.command(start(config, false), pair.simulation.now());
    QVERIFY2(pair.simulation.runUntil([&] { return pair.areEstablished() && namesOf(pair.right) != names; }, 2min),
             story(pair).c_str());
    QVERIFY2(pair.pingBothWays(10s), story(pair).c_str());
    QCOMPARE(*last(pair.right, EventCode::NegotiationTriggered)->find(DetailKey::Reason), std::string("network"));
    QVERIFY(pair.stop(true));
}

void TestMoving::withoutMobikeAMoveNegotiatesAnew()
{
    Pair pair(8);
    auto config = leftConfig();
    config.natTraversal = api::NatTraversal::Off;
    config.effectImmediately = true;
    pair.left.command(start(config, true), pair.simulation.now());
    auto other = mirrored(config, kPublicLeft);
    other.peer = api::HostName("left.example"); // known by its key, wherever it is
    other.effectImmediately = false;
    pair.right.command(start(other, false), pair.simulation.now());
    ESTABLISH(pair);
    const Names names = namesOf(pair.left);
    pair.left.setAddresses({kSecondLeft}, pair.simulation.now());
    QVERIFY2(pair.pingBothWays(10s), story(pair).c_str());
    QVERIFY(namesOf(pair.left).initiator != names.initiator);
    QCOMPARE(*last(pair.left, EventCode::NegotiationTriggered)->find(DetailKey::Reason), std::string("network"));
    QVERIFY(pair.stop(true));
}

void TestMoving::moveWithTheSameAddressChangesNothing()
{
    Pair pair(9);
    startWith(pair, api::NatTraversal::Automatic, false);
    ESTABLISH(pair);
    const auto sent = pair.simulation.network().counters().sent;
    pair.left.setAddresses({kPublicLeft, kSecondLeft}, pair.simulation.now());
    pair.simulation.runFor(1min);
    QCOMPARE(pair.simulation.network().counters().sent, sent);
}

void TestMoving::retryDoesNotWaitOnceTheNetworkIsBack()
{
    Pair pair(10);
    pair.left.setAddresses({}, pair.simulation.now());
    startWith(pair, api::NatTraversal::Automatic);
    pair.simulation.runFor(30min); // by now it tries every five minutes
    QVERIFY(!pair.areEstablished());
    pair.left.setAddresses({kPublicLeft}, pair.simulation.now());
    QVERIFY2(pair.simulation.runUntil([&] { return pair.areEstablished(); }, 2s), story(pair).c_str());
}

// The NAT restarted: packets show the side in front of it where to send, and its own requests go there, too.
void TestMoving::packetsOfAPeerBehindAnotherPortMoveBothSas()
{
    Pair pair(11, {.conditions = {}, .natInFrontOfLeft = true});
    startWith(pair, api::NatTraversal::Automatic);
    ESTABLISH(pair);
    const Names names = namesOf(pair.left);
    const Endpoint before = statusOf(pair.right).ikeSa->remote;
    pair.nat->rebind();
    QVERIFY2(pair.pingBothWays(3s), story(pair).c_str());
    QVERIFY(statusOf(pair.right).ikeSa->remote != before);
    pair.right.command(api::Rekey{kRightConnection, api::Rekey::Scope::IkeSa}, pair.simulation.now());
    pair.simulation.runFor(1s);
    QVERIFY2(namesOf(pair.right).initiator != names.initiator, story(pair).c_str());
    QCOMPARE(count(pair.right, EventCode::Retransmitted), 0u);
    QVERIFY(pair.stop(true));
}

// Without a packet, too: the answers to our probes say where the peer sees us (RFC 4555, 3.8).
void TestMoving::probeNoticesThatTheNatForgotUs()
{
    Pair pair(12, {.conditions = {}, .natInFrontOfLeft = true});
    startWith(pair, api::NatTraversal::Automatic);
    ESTABLISH(pair);
    pair.simulation.runFor(45s); // one probe told where we are seen
    const Endpoint before = statusOf(pair.right).ikeSa->remote;
    pair.nat->rebind();
    QVERIFY2(pair.simulation.runUntil([&] { return statusOf(pair.right).ikeSa->remote != before; }, 40s),
             story(pair).c_str());
    QCOMPARE(last(pair.right, EventCode::EndpointsChanged)->direction, api::Direction::In);
    QVERIFY2(pair.pingBothWays(3s), story(pair).c_str());
}

// Whoever sends a true packet on from another address must not draw the tunnel to it.
void TestMoving::peerWithoutANatIsNotFollowed()
{
    Pair pair(13);
    startWith(pair, api::NatTraversal::Automatic, false);
    ESTABLISH(pair);
    const Endpoint before = statusOf(pair.right).ikeSa->remote;
    // Everything from the left, IKE and ESP, takes a detour that changes the source.
    bool isDetour = false;
    pair.simulation.network().setTap([&](const SimDatagram &datagram, TimePoint now) {
        if (isDetour || datagram.local.address != kPublicLeft)
            return true;
        SimDatagram moved = datagram;
        moved.local = {IpAddress::v4(203, 0, 113, 66), datagram.local.port};
        isDetour = true;
        pair.simulation.network().send(moved, now);
        isDetour = false;
        return false;
    });
    pair.leftHost.ping(kRightHost, 900);
    pair.left.carry(pair.simulation.now());
    pair.left.command(api::Rekey{kLeftConnection, api::Rekey::Scope::Children}, pair.simulation.now());
    pair.simulation.runFor(20s);
    QCOMPARE(statusOf(pair.right).ikeSa->remote.toString(), before.toString());
    QCOMPARE(count(pair.right, EventCode::EndpointsChanged), 0u);
}

void TestMoving::replayedUpdateMovesNothing()
{
    Pair pair(14);
    startWith(pair, api::NatTraversal::Automatic, false);
    ESTABLISH(pair);
    std::vector<SimDatagram> fromSecond;
    pair.simulation.network().setTap([&](const SimDatagram &datagram, TimePoint) {
        if (datagram.udp && datagram.local.address == kSecondLeft)
            fromSecond.push_back(datagram);
        return true;
    });
    pair.left.setAddresses({kSecondLeft}, pair.simulation.now());
    QVERIFY(pair.pingBothWays(5s));
    pair.left.setAddresses({kPublicLeft}, pair.simulation.now());
    QVERIFY(pair.pingBothWays(5s));
    const Endpoint now = statusOf(pair.right).ikeSa->remote;
    QCOMPARE(now.address, kPublicLeft);
    pair.simulation.network().setTap({});
    QVERIFY(!fromSecond.empty());
    for (SimDatagram again : fromSecond) {
        pair.simulation.network().send(again, pair.simulation.now());
        again.local.address = IpAddress::v4(203, 0, 113, 66);
        pair.simulation.network().send(again, pair.simulation.now());
    }
    pair.simulation.runFor(5s);
    QCOMPARE(statusOf(pair.right).ikeSa->remote.toString(), now.toString());
    QVERIFY2(pair.pingBothWays(3s), story(pair).c_str());
}

void TestMoving::banOfNatsIsCompared()
{
    const ike::Datagram arrived{{IpAddress::v4(198, 51, 100, 2), 4500}, {IpAddress::v4(192, 0, 2, 2), 4500}, {}};
    const auto request = [](std::initializer_list<std::uint8_t> data) {
        return wire::Payloads{{wire::PayloadType::Notify, false,
                               wire::Notify{wire::ProtocolId::None, wire::NotifyType::NoNatsAllowed, {}, Bytes(data)}}};
    };
    QVERIFY(!ikev2::breaksNatBan({}, arrived)); // nothing is forbidden
    // RFC 4555, 4.2.6: source and destination address, source and destination port.
    QVERIFY(!ikev2::breaksNatBan(request({192, 0, 2, 2, 198, 51, 100, 2, 0x11, 0x94, 0x11, 0x94}), arrived));
    QVERIFY(ikev2::breaksNatBan(request({192, 0, 2, 2, 198, 51, 100, 2, 0x11, 0x95, 0x11, 0x94}), arrived));
    QVERIFY(ikev2::breaksNatBan(request({10, 0, 0, 2, 198, 51, 100, 2, 0x11, 0x94, 0x11, 0x94}), arrived));
    QVERIFY(ikev2::breaksNatBan(request({}), arrived));
}

QTEST_APPLESS_MAIN(TestMoving)
#include "test_moving.moc"

#include "engine/sim/rehearsal_stage.h"

#include "engine/wire/byte_order.h"

#include <algorithm>

namespace tw::sim {

namespace {

using api::RehearsalFault;

constexpr unsigned kLossPerMille = 200;
constexpr std::size_t kLargestWhole = 1280; // octets of a datagram
constexpr std::size_t kPingSize = 84; // as a ping has it by itself
constexpr std::uint16_t kNatPort = 4500;

bool isFaulty(const std::vector<RehearsalFault> &faults, RehearsalFault fault)
{
    return std::ranges::find(faults, fault) != faults.end();
}

NetworkConditions conditionsFor(const std::vector<RehearsalFault> &faults)
{
    NetworkConditions conditions;
    conditions.maxDelay = conditions.minDelay; // what overtakes is a matter of loss, and makes a story hard to read
    if (isFaulty(faults, RehearsalFault::Loss))
        conditions.lossPerMille = kLossPerMille;
    if (isFaulty(faults, RehearsalFault::LargeLost))
        conditions.mtu = kLargestWhole;
    return conditions;
}

// The first address that a host may have.
IpAddress hostIn(const api::TrafficSelector &selector)
{
    if (selector.start == selector.end)
        return selector.start;
    Bytes bytes = toBytes(selector.start.bytes());
    for (auto octet = bytes.rbegin(); octet != bytes.rend() && ++*octet == 0;)
        ++octet;
    return IpAddress::fromBytes(bytes).value_or(selector.start);
}

std::uint8_t icmpOf(IpFamily family) { return family == IpFamily::V4 ? wire::kProtocolIcmp : wire::kProtocolIcmpV6; }

// RFC 792; RFC 4443, 4.2: the request with the addresses exchanged and another type. Of the checksum just the type's part
// changes (RFC 1624), since a sum does not mind the order of the addresses.
Bytes answerTo(const wire::IpHeader &header, ByteView packet)
{
    Bytes message = toBytes(packet.subspan(header.headerLength, header.totalLength - header.headerLength));
    const std::uint8_t asked = message[0];
    message[0] = header.isV4() ? 0 : 129;
    const std::uint32_t sum = 0xffffu ^ wire::loadBig<std::uint16_t>(message.data() + 2);
    const std::uint32_t changed =
        sum + (0xffffu ^ (static_cast<std::uint32_t>(asked) << 8)) + (static_cast<std::uint32_t>(message[0]) << 8);
    wire::storeBig(message.data() + 2, static_cast<std::uint16_t>(0xffff ^ wire::foldSum(changed)));
    return wire::buildIpPacket(
        {.source = header.destination, .destination = header.source, .protocol = header.protocol}, message);
}

} // namespace

RehearsalStage::RehearsalStage(Role ours, Role theirs, const api::RehearsalSetup &setup, std::uint64_t seed)
    : m_roles(std::move(ours), std::move(theirs)),
      m_begins(setup.begins),
      m_simulation(seed, conditionsFor(setup.faults)),
      m_ours(&makeNode(Side::Ours)),
      m_theirs(&makeNode(Side::Theirs))
{
    for (const Side side : {Side::Ours, Side::Theirs}) {
        if (role(side).seenAs != role(side).address)
            m_simulation.network().addNat({role(side).seenAs, {role(side).address}});
    }
    const bool isSilent = isFaulty(setup.faults, RehearsalFault::PeerSilent);
    const bool isEspBlocked = isFaulty(setup.faults, RehearsalFault::EspBlocked);
    const bool isNatPortBlocked = isFaulty(setup.faults, RehearsalFault::NatPortBlocked);
    m_simulation.network().setTap([=](const SimDatagram &datagram, TimePoint) {
        return !isSilent && (datagram.udp || !isEspBlocked) && !(isNatPortBlocked && datagram.local.port == kNatPort);
    });
}

SimNode &RehearsalStage::makeNode(Side side)
{
    SimNodeOptions options;
    options.addresses = {role(side).address};
    options.beginning = m_begins;
    if (const auto *name = std::get_if<api::HostName>(&role(side).config->peer))
        options.names.emplace(name->value(), other(side).seenAs);
    return m_simulation.addNode(std::move(options));
}

void RehearsalStage::load(Side side, bool negotiate)
{
    node(side).command(api::Start{role(side).config, role(side).secret->clone(), negotiate}, now());
}

void RehearsalStage::restart(Side side, bool negotiate)
{
    SimNode *&node = side == Side::Ours ? m_ours : m_theirs;
    if (side == Side::Theirs)
        m_before = node->events();
    m_simulation.removeNode(*node);
    node = &makeNode(side);
    load(side, negotiate);
}

const api::ConnectionStatus *RehearsalStage::status(Side side) const
{
    return (side == Side::Ours ? m_ours : m_theirs)->status(id(side));
}

bool RehearsalStage::areBothUp() const
{
    return m_ours->isEstablished(id(Side::Ours)) && m_theirs->isEstablished(id(Side::Theirs));
}

api::FailureCode RehearsalStage::failure(Side side) const
{
    const api::ConnectionStatus *known = status(side);
    return known ? known->lastFailure : api::FailureCode::None;
}

wire::EchoToken RehearsalStage::ping(Side from, const api::TrafficSelector &source,
                                     const api::TrafficSelector &destination)
{
    wire::EchoRequest request{.source = hostIn(source), .destination = hostIn(destination), .packetSize = kPingSize};
    const std::uint64_t number = ++m_pings;
    for (std::size_t i = 0; i < sizeof(number); ++i)
        request.token[i] = static_cast<std::uint8_t>(number >> (8 * i));
    request.sequence = static_cast<std::uint16_t>(number);
    node(from).tun().send(wire::buildIpPacket(
        {.source = request.source, .destination = request.destination, .protocol = icmpOf(request.source.family())},
        wire::buildEchoRequest(request)));
    node(from).carry(now());
    return request.token;
}

// What came out of the tunnel on the node's inside.
void RehearsalStage::answerPings(SimNode &node)
{
    bool hasAnswered = false;
    for (const Bytes &packet : node.tun().receive()) {
        const auto header = wire::decodeIpHeader(packet);
        if (!header || header->isFragment() || header->protocol != icmpOf(header->source.family()))
            continue;
        const auto message = wire::decodeIcmp(header->source.family(), ByteView(packet).subspan(header->headerLength));
        const auto token = wire::echoTokenOf(packet, *header);
        if (!message || !token)
            continue;
        if (message->isEchoReply) {
            m_answered.insert(*token);
        } else if (message->isEchoRequest) {
            node.tun().send(answerTo(*header, packet));
            hasAnswered = true;
        }
    }
    if (hasAnswered)
        node.carry(now());
}

bool RehearsalStage::runUntil(const std::function<bool()> &done, Duration atMost)
{
    return m_simulation.runUntil(
        [&] {
            answerPings(*m_ours);
            answerPings(*m_theirs);
            return done();
        },
        atMost);
}

api::RehearsalStory RehearsalStage::story() const
{
    api::RehearsalStory story;
    story.ended = now();
    story.ours = m_ours->events();
    story.theirs = m_before;
    story.theirs.insert(story.theirs.end(), m_theirs->events().begin(), m_theirs->events().end());
    if (const api::ConnectionStatus *known = status(Side::Ours))
        story.status = *known;
    return story;
}

} // namespace tw::sim

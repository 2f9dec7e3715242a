#include "engine/sim/sim_node.h"

#include "engine/ikev1/protocol.h"
#include "engine/ikev2/protocol.h"
#include "engine/sim/virtual_clock.h"
#include "engine/wire/udp_encapsulation.h"

#include <algorithm>

namespace tw::sim {

namespace {

// Nothing for what is none of IKE's business.
std::optional<ike::DataPathNotice> toIke(const esp::Notice &notice)
{
    using Converted = std::optional<ike::DataPathNotice>;
    struct Converter
    {
        Converted operator()(const esp::NeedChild &need) const
        {
            return ike::NeedChild{need.connection, need.source, need.destination};
        }
        Converted operator()(const esp::SequenceLow &low) const { return ike::SequenceLow{low.inboundSpi}; }
        Converted operator()(const esp::PeerMoved &moved) const
        {
            return ike::PeerMoved{moved.inboundSpi, moved.remote};
        }
        Converted operator()(const esp::ProbeSeen &) const { return std::nullopt; }
    };
    return std::visit(Converter{}, notice);
}

// The virtual clock's, which has no date.
api::CaptureTime captureTime(TimePoint now) { return api::CaptureTime(now.time_since_epoch()); }

} // namespace

SimNode::SimNode(SimNetwork &network, std::uint64_t seed, SimNodeOptions options)
    : m_network(network),
      m_random(seed),
      m_options(std::move(options)),
      m_supervisor(m_random, ike::protocolsOf(ikev1::makeProtocol(), ikev2::makeProtocol()), m_options.ports)
{
    m_supervisor.setClock({TimePoint{}, m_options.beginning});
}

void SimNode::command(api::Command command, TimePoint now)
{
    if (const auto *capture = std::get_if<api::StartCapture>(&command); capture && !beginCapture(*capture))
        return;
    if (std::holds_alternative<api::StopCapture>(command))
        endCapture();
    perform(m_supervisor.command(std::move(command), now), now);
}

bool SimNode::beginCapture(const api::StartCapture &command)
{
    if (m_desk) {
        command.channel->close({.isRefused = true});
        return false;
    }
    m_desk.emplace(command.order, command.channel, m_options.ports.natPort, m_database.saCount());
    m_tap.emplace(command.order.connection, command.channel, std::vector<IpAddress>());
    return true;
}

void SimNode::endCapture()
{
    if (m_desk)
        m_desk->finish();
    m_desk.reset();
    m_tap.reset();
}

void SimNode::settleCapture(TimePoint now)
{
    if (!m_desk)
        return;
    m_desk->settle(m_supervisor, now);
    m_tap.emplace(m_desk->connection(), m_desk->channel(), m_desk->peers());
}

void SimNode::takeMessage(const ike::Datagram &message, TimePoint now)
{
    if (m_desk)
        m_desk->received(message, captureTime(now), now);
    perform(m_supervisor.receive(message, now), now);
}

void SimNode::setAddresses(std::vector<IpAddress> addresses, TimePoint now)
{
    m_options.addresses = std::move(addresses);
    perform(m_supervisor.networkChanged(now), now);
}

void SimNode::receive(const SimDatagram &datagram, TimePoint now)
{
    if (datagram.udp && datagram.local.port == m_options.ports.ikePort) {
        takeMessage({datagram.local, datagram.remote, datagram.bytes, datagram.tos}, now);
        return;
    }
    if (datagram.udp && datagram.local.port != m_options.ports.natPort)
        return; // nothing listens there
    Bytes bytes = datagram.bytes;
    const esp::DatagramRun run{bytes, 0, datagram.local, datagram.remote, datagram.tos, datagram.udp};
    m_received.clear();
    if (m_tap)
        m_tap->inbound(std::span(&run, 1), *m_database.snapshot(), captureTime(now));
    m_inbound.unprotect(std::span(&run, 1), *m_database.snapshot(), m_received, now);
    handInside(m_received, now);
    for (const esp::IkeDatagram &ike : m_received.ike)
        takeMessage({ike.local, ike.remote, toBytes(ike.message), ike.tos}, now);
}

void SimNode::carry(TimePoint now)
{
    for (;;) {
        const auto burst = m_tun.readBurst();
        if (burst.empty())
            return;
        const auto taken = m_outbound.protect(burst, *m_database.snapshot(), m_arena, m_sent, now);
        m_tun.taken(taken);
        sendBatch(now);
    }
}

void SimNode::tick(TimePoint now)
{
    if (!m_countersReadAt || now - *m_countersReadAt >= m_options.counterInterval)
        readCounters(now);
    if (isAnyWaiting())
        flushWaiting(now);
    if (const auto deadline = m_supervisor.nextDeadline(); deadline && *deadline <= now)
        perform(m_supervisor.tick(now), now);
}

std::optional<TimePoint> SimNode::nextDeadline() const
{
    auto deadline = m_supervisor.nextDeadline();
    // Without an SA there is nothing to count, and a simulation in which nothing else happens comes to rest.
    if (m_countersReadAt && (m_database.saCount() > 0 || isAnyWaiting())) {
        const TimePoint counting = *m_countersReadAt + m_options.counterInterval;
        deadline = deadline ? std::min(*deadline, counting) : counting;
    }
    return deadline;
}

bool SimNode::owns(const IpAddress &address) const
{
    return std::ranges::find(m_options.addresses, address) != m_options.addresses.end();
}

void SimNode::perform(ike::Actions actions, TimePoint now)
{
    std::ranges::move(actions, std::back_inserter(m_toDo));
    if (m_isPerforming)
        return;
    m_isPerforming = true;
    while (!m_toDo.empty()) {
        ike::Action action = std::move(m_toDo.front());
        m_toDo.pop_front();
        std::visit([&](auto &one) { on(one, now); }, action);
    }
    m_isPerforming = false;
    settleCapture(now);
}

void SimNode::on(const ike::Send &send, TimePoint now)
{
    SimDatagram datagram{send.local, send.remote, send.message, 0, true};
    if (send.message.empty())
        datagram.bytes = Bytes(wire::kNatKeepalive.begin(), wire::kNatKeepalive.end());
    else if (send.local.port == m_options.ports.natPort)
        datagram.bytes = wire::withNonEspMarker(send.message);
    m_network.send(datagram, now);
    if (m_desk)
        m_desk->sent(send, captureTime(now), now);
}

void SimNode::on(const ike::ResolvePath &question, TimePoint now)
{
    perform(m_supervisor.pathResolved(question.connection, resolve(question), now), now);
}

std::expected<ike::ResolvedPath, ike::PathFailure> SimNode::resolve(const ike::ResolvePath &question) const
{
    ike::ResolvedPath path;
    if (const auto *name = std::get_if<api::HostName>(&question.peer)) {
        const auto found = m_options.names.find(name->value());
        if (found == m_options.names.end())
            return std::unexpected(ike::PathFailure{api::FailureCode::NameNotResolved, "Name or service not known"});
        path.remote = found->second;
    } else {
        path.remote = std::get<IpAddress>(question.peer);
    }
    if (question.localAddress) {
        if (!owns(*question.localAddress))
            return std::unexpected(
                ike::PathFailure{api::FailureCode::AddressNotLocal, "Cannot assign requested address"});
        path.local = *question.localAddress;
        return path;
    }
    const auto sameFamily = [&](const IpAddress &own) { return own.family() == path.remote.family(); };
    const auto own = std::ranges::find_if(m_options.addresses, sameFamily);
    if (own == m_options.addresses.end())
        return std::unexpected(ike::PathFailure{api::FailureCode::RouteMissing, "Network is unreachable"});
    path.local = *own;
    return path;
}

void SimNode::on(ike::InstallChild &install, TimePoint now)
{
    if (m_desk)
        m_desk->installed(install.sa);
    if (!m_database.add(std::move(install.sa), install.sends))
        ++m_refusedSas;
    flushWaiting(now);
    if (!m_countersReadAt)
        m_countersReadAt = now;
}

void SimNode::on(const ike::SwitchOutbound &change, TimePoint now)
{
    m_database.switchOutbound(change.inboundSpi, change.sends);
    flushWaiting(now);
}

void SimNode::on(const ike::MoveChild &move, TimePoint)
{
    m_database.move(move.inboundSpi, move.local, move.remote, move.udpEncapsulated);
}

void SimNode::on(const ike::ResizeChild &change, TimePoint)
{
    m_database.resize(change.inboundSpi, change.mtu, change.mss);
}

void SimNode::on(const ike::RemoveChild &remove, TimePoint)
{
    m_database.remove(remove.inboundSpi);
    if (m_desk)
        m_desk->removed(remove.inboundSpi);
}

void SimNode::on(ike::ExposeIkeKeys &keys, TimePoint)
{
    if (m_desk)
        m_desk->made(std::move(keys));
}

void SimNode::on(ike::InstallPolicy &install, TimePoint)
{
    m_database.addPolicy(install.connection, std::move(install.local), std::move(install.remote), install.peerHint);
}

void SimNode::on(const ike::RemovePolicy &remove, TimePoint now)
{
    m_database.removePolicy(remove.connection);
    flushWaiting(now); // which drops what waited for it
}

void SimNode::on(ike::Report &report, TimePoint) { m_events.push_back(std::move(report.event)); }

void SimNode::on(ike::PublishStatus &publish, TimePoint)
{
    m_statuses[publish.status.connection] = std::move(publish.status);
}

void SimNode::on(const ike::Unloaded &unloaded, TimePoint) { m_statuses.erase(unloaded.connection); }

void SimNode::handInside(const esp::InboundBatch &batch, TimePoint now)
{
    for (const esp::InnerRun &inner : batch.runs)
        m_tun.write(batch.slicesOf(inner));
    for (const esp::Notice &notice : batch.notices)
        handOn(notice, now);
}

void SimNode::flushWaiting(TimePoint now)
{
    esp::InboundBatch early; // not m_received: this may happen while that one is worked on
    m_inbound.takeEarly(*m_database.snapshot(), early, now);
    handInside(early, now);
    bool everything = false;
    while (!everything) {
        everything = m_outbound.flushWaiting(*m_database.snapshot(), m_arena, m_sent, now);
        sendBatch(now);
    }
}

void SimNode::sendBatch(TimePoint now)
{
    for (const esp::Train &train : m_sent.trains) {
        if (m_tap)
            m_tap->outbound(train, train.segmentCount(), *m_database.snapshot(), 0, captureTime(now));
        SimDatagram datagram{train.local, train.remote, {}, train.tos, train.udpEncapsulated};
        if (!train.udpEncapsulated)
            datagram.local.port = datagram.remote.port = 0;
        for (ByteView rest = train.block; !rest.empty();) {
            const ByteView segment = rest.first(std::min<std::size_t>(train.segmentSize, rest.size()));
            datagram.bytes = toBytes(segment);
            m_network.send(datagram, now);
            rest = rest.subspan(segment.size());
        }
    }
    for (Bytes &packet : m_sent.toInside)
        m_tun.write(std::move(packet));
    const std::vector<esp::Notice> notices = std::move(m_sent.notices);
    m_sent.clear();
    m_arena.clear();
    for (const esp::Notice &notice : notices)
        handOn(notice, now);
}

void SimNode::handOn(const esp::Notice &notice, TimePoint now)
{
    if (const auto *seen = std::get_if<esp::ProbeSeen>(&notice))
        m_seen.push_back(*seen);
    else if (const auto ofIke = toIke(notice))
        perform(m_supervisor.notice(*ofIke, now), now);
}

void SimNode::readCounters(TimePoint now)
{
    m_countersReadAt = now;
    m_database.compact();
    std::vector<ike::SaTraffic> readings;
    for (const esp::SaReading &reading : m_database.newReadings())
        readings.push_back({reading.inboundSpi, reading.traffic, reading.drops, reading.lastInbound});
    if (!readings.empty())
        perform(m_supervisor.traffic(readings, now), now);
}

const api::ConnectionStatus *SimNode::status(const api::ConnectionId &connection) const
{
    const auto found = m_statuses.find(connection);
    return found == m_statuses.end() ? nullptr : &found->second;
}

bool SimNode::isEstablished(const api::ConnectionId &connection) const
{
    const auto *known = status(connection);
    return known != nullptr && known->state == api::ConnectionState::Established;
}

SimNode::Census SimNode::census() const
{
    return {m_supervisor.census(), m_database.saCount(), m_database.policyCount(), m_outbound.waitingCount(),
            m_refusedSas};
}

std::string SimNode::Census::toString() const
{
    return "connections " + std::to_string(ike.connections) + ", sessions " + std::to_string(ike.sessions)
        + ", children " + std::to_string(ike.children) + ", SAs " + std::to_string(sas) + ", policies "
        + std::to_string(policies) + ", waiting packets " + std::to_string(waiting) + ", refused SAs "
        + std::to_string(refusedSas);
}

api::DropCounters SimNode::drops() const
{
    api::DropCounters drops = m_outbound.drops().value();
    const auto inbound = m_inbound.drops().value();
    for (std::size_t i = 0; i < drops.size(); ++i)
        drops[i] += inbound[i];
    return drops;
}

} // namespace tw::sim

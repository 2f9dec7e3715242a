#include "engine/edge/probes.h"

#include "engine/edge/route_facts.h"
#include "engine/edge/socket_address.h"
#include "engine/ike/event_draft.h"
#include "engine/ike/path_question.h"
#include "engine/wire/byte_order.h"

#include <algorithm>
#include <utility>

namespace tw::edge {

namespace {

using api::DetailKey;
using api::EventCode;
using ike::EventDraft;

constexpr int kMostHeard = 64; // messages of one socket in one round
constexpr Duration kAskAgain{700}; // a datagram may be lost, and three in a row hardly
constexpr int kMostAsked = 3;
constexpr Duration kLeastListening{300}; // for what routers tell of our ESP

// A single ping is one of a health check, of which there is one every few seconds.
bool isWorthALine(const api::EchoProbe &probe) { return probe.count > 1; }

} // namespace

void Probes::begin(const api::Probe &probe, const std::optional<ike::ResolvedPath> &path, TimePoint now)
{
    if (m_echoes.size() + m_paths.size() >= kMost || m_echoes.contains(probe.id) || m_paths.contains(probe.id))
        return refuse(probe.id, api::FailureCode::NotSupported);
    if (const auto *echo = std::get_if<api::EchoProbe>(&probe.what))
        begin(probe.id, probe.connection, *echo, now);
    else if (const auto *route = std::get_if<api::RouteProbe>(&probe.what))
        m_answers.push_back({probe.id, routeFacts(*route, m_data.deviceName())});
    else
        begin(probe.id, probe.connection, std::get<api::PathProbe>(probe.what), path, now);
}

void Probes::refuse(std::uint64_t id, api::FailureCode failure)
{
    m_answers.push_back({id, api::ProbeRefused{failure}});
}

void Probes::begin(std::uint64_t id, const api::ConnectionId &connection, const api::EchoProbe &probe, TimePoint now)
{
    auto socket = IcmpSocket::open(probe.source, probe.dontFragment, probe.hopLimit);
    if (!socket) {
        api::EchoOutcome outcome;
        outcome.isPermitted = socket.error().code != api::FailureCode::LocalPermission;
        outcome.systemError = socket.error().detail;
        m_answers.push_back({id, std::move(outcome)});
        return;
    }
    wire::EchoToken token;
    m_random.fill(token);
    const auto identifier = wire::loadBig<std::uint16_t>(token.data());
    Echo echo{connection, token, std::move(*socket), esp::EchoRun(probe, token, identifier, now)};
    echo.run.outcome.before = countersOf(connection);
    esp::FlowKey flow;
    flow.source = probe.source;
    flow.destination = probe.destination;
    flow.protocol = probe.source.isV4() ? wire::kProtocolIcmp : wire::kProtocolIcmpV6;
    echo.run.outcome.fit = m_data.fitOf(flow);
    m_echoes.emplace(id, std::move(echo));
    watchAll();
    if (isWorthALine(probe)) {
        m_log(EventDraft(EventCode::ProbeSent, api::Level::Debug, api::Phase::Data)
                  .direction(api::Direction::Out)
                  .with(DetailKey::Reason, "echo")
                  .with(DetailKey::Source, probe.source.toString())
                  .with(DetailKey::Destination, probe.destination.toString())
                  .with(DetailKey::Size, std::uint64_t{probe.size})
                  .with(DetailKey::Count, std::uint64_t{probe.count})
                  .finish(now, connection)
                  .event);
    }
}

void Probes::begin(std::uint64_t id, const api::ConnectionId &connection, const api::PathProbe &probe,
                   const std::optional<ike::ResolvedPath> &path, TimePoint now)
{
    api::PathOutcome outcome;
    if (!path) {
        outcome.isWithoutPath = true;
        m_answers.push_back({id, outcome});
        return;
    }
    outcome.ike.local = {path->local, m_ikePort};
    outcome.ike.remote = {path->remote, m_ikePort};
    outcome.nat.local = {path->local, m_natPort};
    outcome.nat.remote = {path->remote, m_natPort};
    std::erase_if(m_pathAskedAt, [&](const auto &asked) { return now - asked.second >= kPathInterval; });
    // One that comes too soon waits.
    const auto before = m_pathAskedAt.find(path->remote);
    const TimePoint begins = before == m_pathAskedAt.end() ? now : before->second + kPathInterval;
    m_pathAskedAt[path->remote] = begins;
    Path asked;
    asked.connection = connection;
    asked.begun = begins;
    asked.patience = probe.patience;
    if (auto icmp = IcmpSocket::open(path->local))
        asked.icmp = std::move(*icmp);
    for (Path::Port *port : {&asked.ikePort, &asked.natPort}) {
        port->spi = wire::IkeSpi{m_random.next64()};
        port->message = ike::buildPathQuestion(port->spi, m_random);
        port->nextAt = begins;
    }
    asked.outcome = outcome;
    for (const api::PortOutcome *port : {&outcome.ike, &outcome.nat}) {
        m_log(EventDraft(EventCode::ProbeSent, api::Level::Info)
                  .direction(api::Direction::Out)
                  .with(DetailKey::Reason, "path")
                  .with(DetailKey::LocalEndpoint, port->local.toString())
                  .with(DetailKey::RemoteEndpoint, port->remote.toString())
                  .finish(now, connection)
                  .event);
    }
    m_paths.emplace(id, std::move(asked));
}

void Probes::cancel(std::uint64_t id)
{
    m_paths.erase(id);
    if (m_echoes.erase(id) != 0)
        watchAll();
}

void Probes::addPolled(std::vector<pollfd> &polled) const
{
    for (const auto &[id, echo] : m_echoes)
        polled.push_back({echo.socket.fd(), POLLIN, 0});
    for (const auto &[id, path] : m_paths) {
        if (path.icmp)
            polled.push_back({path.icmp->fd(), POLLIN, 0});
    }
}

std::optional<TimePoint> Probes::nextDeadline() const
{
    std::optional<TimePoint> next;
    const auto note = [&](TimePoint at) { next = next ? std::min(*next, at) : at; };
    for (const auto &[id, echo] : m_echoes)
        note(echo.run.nextDeadline());
    for (const auto &[id, path] : m_paths)
        note(deadlineOf(path));
    return next;
}

void Probes::serve(TimePoint now)
{
    const std::size_t before = m_echoes.size();
    for (auto echo = m_echoes.begin(); echo != m_echoes.end();) {
        serveEcho(echo->second, now);
        if (echo->second.run.isDone(now)) {
            finish(echo->second, echo->first, now);
            echo = m_echoes.erase(echo);
        } else {
            ++echo;
        }
    }
    if (m_echoes.size() != before)
        watchAll();
    for (auto path = m_paths.begin(); path != m_paths.end();) {
        servePath(path->second, now);
        if (isDone(path->second, now)) {
            m_answers.push_back({path->first, path->second.outcome});
            path = m_paths.erase(path);
        } else {
            ++path;
        }
    }
}

void Probes::serveEcho(Echo &echo, TimePoint now)
{
    while (const auto request = echo.run.nextRequest(now)) {
        if (const int error = echo.socket.send(echo.run.probe().destination, *request); error != 0)
            echo.run.sendFailed(systemWord(error));
    }
    for (int i = 0; i < kMostHeard; ++i) {
        const auto received = echo.socket.receive();
        if (!received)
            break;
        echo.run.received(received->from, received->icmp, now);
    }
}

void Probes::finish(Echo &echo, std::uint64_t id, TimePoint now)
{
    api::EchoOutcome &outcome = echo.run.outcome;
    outcome.after = countersOf(echo.connection);
    constexpr auto kSendFailed = static_cast<std::size_t>(api::DropReason::SendFailed);
    outcome.trail.sendFailed =
        static_cast<std::uint32_t>(outcome.after.drops[kSendFailed] - outcome.before.drops[kSendFailed]);
    if (isWorthALine(echo.run.probe())) {
        m_log(EventDraft(EventCode::ProbeAnswered, api::Level::Debug, api::Phase::Data)
                  .direction(api::Direction::In)
                  .with(DetailKey::Reason, "echo")
                  .with(DetailKey::Destination, echo.run.probe().destination.toString())
                  .with(DetailKey::Count, std::uint64_t{outcome.answers.size()})
                  .finish(now, echo.connection)
                  .event);
    }
    m_answers.push_back({id, std::move(outcome)});
}

void Probes::servePath(Path &path, TimePoint now)
{
    servePort(path, path.ikePort, path.outcome.ike, now);
    servePort(path, path.natPort, path.outcome.nat, now);
    for (int i = 0; path.icmp && i < kMostHeard; ++i) {
        const auto received = path.icmp->receive();
        if (!received)
            break;
        hearIcmp(path, *received);
    }
}

void Probes::servePort(Path &path, Path::Port &port, api::PortOutcome &outcome, TimePoint now)
{
    if (port.isOver || port.sent >= kMostAsked || now < port.nextAt)
        return;
    const int error = m_data.trySend({outcome.local, outcome.remote, port.message});
    if (error != 0 && port.sent == 0) {
        outcome.systemError = systemWord(error);
        port.isOver = true;
        return;
    }
    outcome.isAsked = true;
    ++port.sent;
    port.nextAt = std::min(now + kAskAgain, path.begun + path.patience);
}

void Probes::hearIcmp(Path &path, const IcmpSocket::Received &received)
{
    const IpFamily family = received.from.family();
    const auto message = wire::decodeIcmp(family, received.icmp);
    const auto answer = message && message->isError ? esp::icmpAnswerOf(*message, received.from) : std::nullopt;
    const auto quoted = answer ? wire::decodeQuote(family, message->data) : std::nullopt;
    using Kind = api::IcmpAnswer::Kind;
    if (!quoted || quoted->destination != path.outcome.ike.remote.address
        || (answer->kind != Kind::Unreachable && answer->kind != Kind::Prohibited))
        return;
    if (quoted->protocol == wire::kProtocolEsp) {
        path.outcome.espIcmp = answer;
        return;
    }
    if (quoted->protocol != wire::kProtocolUdp || quoted->transport.size() < 4)
        return;
    const auto port = wire::loadBig<std::uint16_t>(quoted->transport.data() + 2);
    if (port == path.outcome.ike.remote.port) {
        path.outcome.ike.icmp = answer;
        path.ikePort.isOver = true;
    } else if (port == path.outcome.nat.remote.port) {
        path.outcome.nat.icmp = answer;
        path.natPort.isOver = true;
    }
}

bool Probes::takeMessage(const ike::Datagram &message, TimePoint now)
{
    for (auto &[id, path] : m_paths) {
        for (const auto &[port, outcome] :
             {std::pair(&path.ikePort, &path.outcome.ike), std::pair(&path.natPort, &path.outcome.nat)}) {
            if (message.remote.address != outcome->remote.address || !ike::isPathAnswer(message.message, port->spi))
                continue;
            if (!outcome->answered) {
                outcome->answered = now - path.begun;
                port->isOver = true;
                m_log(EventDraft(EventCode::ProbeAnswered, api::Level::Info)
                          .direction(api::Direction::In)
                          .with(DetailKey::Reason, "path")
                          .with(DetailKey::LocalEndpoint, message.local.toString())
                          .with(DetailKey::RemoteEndpoint, message.remote.toString())
                          .finish(now, path.connection)
                          .event);
            }
            return true;
        }
    }
    return false;
}

void Probes::seen(const esp::ProbeSeen &seen)
{
    if (const auto echo = m_echoes.find(seen.probe); echo != m_echoes.end())
        echo->second.run.seen(seen);
}

bool Probes::isDone(const Path &path, TimePoint now)
{
    const bool isOver = path.ikePort.isOver && path.natPort.isOver;
    return now >= path.begun + (isOver ? std::min(kLeastListening, path.patience) : path.patience);
}

TimePoint Probes::deadlineOf(const Path &path)
{
    if (path.ikePort.isOver && path.natPort.isOver)
        return path.begun + std::min(kLeastListening, path.patience);
    TimePoint next = path.begun + path.patience;
    for (const Path::Port *port : {&path.ikePort, &path.natPort}) {
        if (!port->isOver && port->sent < kMostAsked)
            next = std::min(next, port->nextAt);
    }
    return next;
}

void Probes::watchAll()
{
    esp::ProbeWatches watches;
    for (const auto &[id, echo] : m_echoes)
        watches.push_back({id, echo.connection, echo.token});
    m_data.watch(std::move(watches));
}

api::PathCounters Probes::countersOf(const api::ConnectionId &connection) const
{
    const esp::SaReading sum = m_data.sumOf(connection);
    return {sum.traffic, sum.drops, m_data.status().drops};
}

} // namespace tw::edge

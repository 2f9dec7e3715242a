#include "models/doctor/peer_measure.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"
#include "models/doctor/doctor_facts.h"
#include "models/doctor/prober.h"
#include "models/live/live_state.h"

#include <memory>

namespace tw::models {

namespace {

PingResult resultOf(const api::EchoOutcome &outcome)
{
    PingResult result{.sent = static_cast<int>(outcome.sent)};
    std::chrono::microseconds sum{};
    for (const api::IcmpAnswer &answer : outcome.answers) {
        if (answer.kind != api::IcmpAnswer::Kind::Echo)
            continue;
        ++result.received;
        sum += answer.roundTrip;
    }
    if (result.received > 0)
        result.roundTrip = sum / result.received;
    return result;
}

} // namespace

PeerMeasure::PeerMeasure(const Catalog &catalog, const LiveState &live, Prober *prober, QObject *parent)
    : QObject(parent), m_catalog(catalog), m_live(live), m_prober(prober)
{ }

PeerMeasure::~PeerMeasure() { cancel(); }

bool PeerMeasure::isPossible() const { return m_prober && m_prober->hasEngine(); }

void PeerMeasure::cancel()
{
    for (const quint64 id : std::exchange(m_asked, {}))
        m_prober->cancel(id);
    m_measured = {};
}

template <typename Then>
void PeerMeasure::ask(decltype(api::Probe::what) what, Then then)
{
    // The answer never comes before ask() has returned.
    const auto number = std::make_shared<quint64>(0);
    *number = m_prober->ask(m_connection, std::move(what), [this, number, then](const api::ProbeAnswer &answer) {
        then(answer);
        m_asked.erase(*number);
        if (m_asked.empty())
            Q_EMIT finished();
    });
    m_asked.insert(*number);
}

void PeerMeasure::start(const QString &connectionId)
{
    cancel();
    m_connection = connectionId;
    const Connection *connection = m_catalog.connection(connectionId);
    if (!m_prober || !connection)
        return;
    const auto local = subnetsIn(connection->draft.localSubnet);
    const auto remote = subnetsIn(connection->draft.remoteSubnet);
    m_inside = parseAddress(connection->draft.healthCheckDip);
    if (!m_inside && !remote.empty())
        m_inside = firstHost(remote.front());
    // The address that answers now is the peer's, whatever its name was resolved to before.
    m_peer.reset();
    const api::ConnectionStatus *status = m_live.find(connectionId);
    if (status && status->ikeSa)
        m_peer = status->ikeSa->remote.address;
    else if (const CustomerGateway *gateway = m_catalog.customerGateway(connection->draft.customerGatewayId))
        m_peer = parseAddress(gateway->ipAddress);
    api::RouteProbe probe{.source = std::nullopt, .destination = {}, .local = local, .remote = remote};
    if (m_peer)
        probe.destination = *m_peer;
    else if (m_inside)
        probe.destination = *m_inside;
    else
        return;
    ask(std::move(probe), [this](const api::ProbeAnswer &answer) { onRoute(answer); });
}

void PeerMeasure::onRoute(const api::ProbeAnswer &answer)
{
    const auto *route = std::get_if<api::RouteOutcome>(&answer.outcome);
    if (!route)
        return;
    ping(route->preferredSource, m_peer, &Measurements::peer);
    const bool canSend = route->source && route->isSourcePresent;
    ping(canSend ? route->source : std::nullopt, m_inside, &Measurements::inside);
}

void PeerMeasure::ping(const std::optional<IpAddress> &from, const std::optional<IpAddress> &to,
                       std::optional<PingResult> Measurements::*kept)
{
    if (!from || !to || from->family() != to->family())
        return;
    api::EchoProbe probe{.source = *from, .destination = *to};
    probe.count = kPings;
    ask(probe, [this, kept](const api::ProbeAnswer &answer) {
        const auto *outcome = std::get_if<api::EchoOutcome>(&answer.outcome);
        if (outcome && outcome->isPermitted && outcome->sent > 0)
            m_measured.*kept = resultOf(*outcome);
    });
}

} // namespace tw::models

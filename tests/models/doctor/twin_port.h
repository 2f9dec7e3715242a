#pragma once

#include "engine/esp/echo_run.h"
#include "engine/ike/path_question.h"
#include "engine/sim/simulation.h"

#include <functional>
#include <optional>
#include <vector>

// An engine of the twin behind the port that the doctors ask. Its questions are answered in virtual time, by run().
namespace tw::test {

class TwinPort final : public api::EnginePort
{
public:
    TwinPort(sim::Simulation &simulation, sim::SimNode &node, const IpAddress &own, const IpAddress &peer)
        : m_simulation(simulation), m_node(node), m_own(own), m_peer(peer), m_random(4711)
    {
        m_simulation.network().setTap([this](const sim::SimDatagram &datagram, TimePoint) { return tap(datagram); });
    }

    void send(api::Command command) override
    {
        if (auto *probe = std::get_if<api::Probe>(&command))
            m_open.push_back(std::move(*probe));
    }
    void setListener(Listener listener) override { m_listener = std::move(listener); }

    // The faults.
    api::RouteOutcome route; // what the host's routes say
    std::function<std::optional<Bytes>(Bytes)> towardsDevice; // what the host does to a packet; nothing: it drops it
    std::function<void()> whileSending;
    bool dropsWhatComesOut = false; // the host does, behind the device
    std::function<bool(const sim::SimDatagram &)> passes; // the network lets it through
    std::function<void()> others; // hosts that answer; called whenever time has passed

    // Until nothing is asked any more.
    void run()
    {
        while (!m_open.empty()) {
            std::vector<api::Probe> together;
            together.swap(m_open);
            for (const api::Probe &probe : together)
                answer(probe);
        }
    }

private:
    void answer(const api::Probe &probe)
    {
        api::EngineReport report;
        report.clock = m_simulation.anchor();
        if (const auto *echo = std::get_if<api::EchoProbe>(&probe.what))
            report.probes.push_back({probe.id, carry(probe, *echo)});
        else if (std::holds_alternative<api::PathProbe>(probe.what))
            report.probes.push_back({probe.id, ask()});
        else
            report.probes.push_back({probe.id, route});
        if (const auto *status = m_node.status(probe.connection))
            report.statuses.push_back(*status);
        m_listener(report);
    }

    api::EchoOutcome carry(const api::Probe &probe, const api::EchoProbe &echo)
    {
        wire::EchoToken token;
        m_random.fill(token);
        m_node.database().watch({{probe.id, probe.connection, token}});
        esp::EchoRun run(echo, token, 77, m_simulation.now());
        run.outcome.before = counters(probe.connection);
        esp::FlowKey flow;
        flow.source = echo.source;
        flow.destination = echo.destination;
        flow.protocol = wire::kProtocolIcmp;
        run.outcome.fit = m_node.database().fitOf(flow);
        while (!run.isDone(m_simulation.now())) {
            while (const auto request = run.nextRequest(m_simulation.now()))
                sendInside(echo, *request);
            m_simulation.runFor(Duration(10));
            if (others)
                others();
            m_node.carry(m_simulation.now());
            for (const esp::ProbeSeen &seen : m_node.takeSeen())
                run.seen(seen);
            takeAnswers(run, echo);
        }
        run.outcome.after = counters(probe.connection);
        constexpr auto kSendFailed = static_cast<std::size_t>(api::DropReason::SendFailed);
        run.outcome.trail.sendFailed =
            static_cast<std::uint32_t>(run.outcome.after.drops[kSendFailed] - run.outcome.before.drops[kSendFailed]);
        m_node.database().watch({});
        return run.outcome;
    }

    void sendInside(const api::EchoProbe &echo, ByteView icmp)
    {
        std::optional<Bytes> packet = wire::buildIpPacket({.source = echo.source,
                                                           .destination = echo.destination,
                                                           .protocol = wire::kProtocolIcmp,
                                                           .hopLimit = echo.hopLimit,
                                                           .dontFragment = echo.dontFragment},
                                                          icmp);
        if (towardsDevice)
            packet = towardsDevice(*std::move(packet));
        if (packet)
            m_node.tun().send(*std::move(packet));
        if (whileSending)
            whileSending();
        m_node.carry(m_simulation.now());
    }

    void takeAnswers(esp::EchoRun &run, const api::EchoProbe &echo)
    {
        for (const Bytes &packet : m_node.tun().receive()) {
            const auto header = wire::decodeIpHeader(packet);
            if (!dropsWhatComesOut && header && header->destination == echo.source)
                run.received(header->source, ByteView(packet).subspan(header->headerLength), m_simulation.now());
        }
    }

    api::PathOutcome ask()
    {
        api::PathOutcome outcome;
        const TimePoint begun = m_simulation.now();
        for (auto [port, number] :
             {std::pair(&outcome.ike, std::uint16_t{500}), std::pair(&outcome.nat, std::uint16_t{4500})}) {
            port->local = {m_own, number};
            port->remote = {m_peer, number};
            port->isAsked = true;
            m_spi = wire::IkeSpi{m_random.next64()};
            m_isAnswered = false;
            Bytes message = ike::buildPathQuestion(*m_spi, m_random);
            if (number == 4500)
                message.insert(message.begin(), 4, 0); // the non-ESP marker, RFC 3948, 2.2
            m_simulation.network().send({port->local, port->remote, message, 0, true}, m_simulation.now());
            m_simulation.runFor(Duration(500));
            if (m_isAnswered)
                port->answered = m_simulation.now() - begun;
        }
        m_spi.reset();
        return outcome;
    }

    bool tap(const sim::SimDatagram &datagram)
    {
        if (passes && !passes(datagram))
            return false;
        const std::size_t marker = datagram.local.port == 4500 ? 4 : 0;
        const bool isOurs = m_spi && datagram.udp && datagram.remote.address == m_own && datagram.bytes.size() > marker
            && ike::isPathAnswer(ByteView(datagram.bytes).subspan(marker), *m_spi);
        m_isAnswered = m_isAnswered || isOurs;
        return !isOurs;
    }

    api::PathCounters counters(const api::ConnectionId &connection) const
    {
        const esp::SaReading sum = m_node.database().sumOf(connection);
        return {sum.traffic, sum.drops, m_node.drops()};
    }

    sim::Simulation &m_simulation;
    sim::SimNode &m_node;
    IpAddress m_own;
    IpAddress m_peer;
    sim::SeededRandom m_random;
    Listener m_listener;
    std::vector<api::Probe> m_open;
    std::optional<wire::IkeSpi> m_spi;
    bool m_isAnswered = false;
};

} // namespace tw::test

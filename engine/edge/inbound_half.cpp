#include "engine/edge/inbound_half.h"

#include "engine/edge/system_clock.h"

#include <utility>

namespace tw::edge {

InboundHalf::InboundHalf(DataNewsBox &news, const Offloads &offloads) : m_news(news), m_inbound(cryptoBackend(offloads))
{ }

void InboundHalf::setPorts(const DataPorts &ports, std::vector<pollfd> &polled)
{
    const auto previous = std::exchange(m_ports, ports).device;
    if (m_ports.device && m_ports.device != previous) {
        joinAs({m_ports.device->carriesTcpJoined(), m_ports.device->carriesUdpJoined()});
        m_writer.reset();
    }
    for (const auto &channel : m_ports.udp)
        polled.push_back({channel->natFd(), POLLIN, 0});
    for (const auto &channel : m_ports.esp)
        polled.push_back({channel->fd(), POLLIN, 0});
}

void InboundHalf::serve(std::span<pollfd> polled, const esp::SaSnapshot &snapshot, TimePoint now)
{
    std::size_t index = 0;
    for (const auto &channel : m_ports.udp) {
        if (polled[index++].revents != 0)
            takeDatagrams(channel->natFd(), channel->natEndpoint(), true, snapshot, now);
    }
    for (const auto &channel : m_ports.esp) {
        if (polled[index++].revents != 0)
            takeDatagrams(channel->fd(), {channel->local(), 0}, false, snapshot, now);
    }
}

void InboundHalf::takeDatagrams(int fd, const Endpoint &local, bool udp, const esp::SaSnapshot &snapshot, TimePoint now)
{
    const auto runs = m_receiver.receive(fd, local, udp);
    if (m_ports.capture) [[unlikely]]
        m_ports.capture->inbound(runs, snapshot, captureNow());
    m_inbound.unprotect(runs, snapshot, m_batch, now);
    finish();
}

void InboundHalf::flushWaiting(const esp::SaSnapshot &snapshot, TimePoint now)
{
    m_inbound.takeEarly(snapshot, m_batch, now);
    finish();
}

void InboundHalf::finish()
{
    std::size_t lost = 0;
    for (const esp::InnerRun &run : m_batch.runs) {
        lost += m_ports.device ? m_writer.write(*m_ports.device, m_batch.slicesOf(run), run.offload) : run.sliceCount;
    }
    if (lost > 0)
        m_inbound.countWriteFailed(lost);
    if (m_writer.isRefused())
        joinAs({});
    for (const esp::IkeDatagram &datagram : m_batch.ike)
        m_news.put(ike::Datagram{datagram.local, datagram.remote, toBytes(datagram.message), datagram.tos});
    for (esp::Notice &notice : m_batch.notices)
        m_news.put(std::move(notice));
    m_batch.clear();
}

void InboundHalf::joinAs(const esp::Coalescer::Limits &limits)
{
    m_inbound.setCoalescing(limits);
    m_joinsTcp.store(limits.tcp, std::memory_order_relaxed);
    m_joinsUdp.store(limits.udp, std::memory_order_relaxed);
}

} // namespace tw::edge

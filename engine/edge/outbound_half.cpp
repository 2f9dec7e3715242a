#include "engine/edge/outbound_half.h"

#include "engine/edge/system_clock.h"

#include <algorithm>
#include <utility>

namespace tw::edge {

OutboundHalf::OutboundHalf(DataNewsBox &news, const Offloads &offloads, std::size_t number, std::size_t halves)
    : m_news(news),
      m_queue(number),
      m_outbound(cryptoBackend(offloads), number, halves),
      m_sender(offloads.udpSegment),
      m_isSegmenting(offloads.udpSegment)
{ }

void OutboundHalf::setPorts(const DataPorts &ports, std::vector<pollfd> &polled)
{
    m_ports = ports;
    const bool hasQueue = m_ports.device && m_queue < m_ports.device->queueCount();
    polled.push_back({hasQueue ? m_ports.device->fd(m_queue) : -1, POLLIN, 0});
}

void OutboundHalf::serve(std::span<pollfd> polled, const esp::SaSnapshot &snapshot, TimePoint now)
{
    pollfd &device = polled.front();
    if (device.revents == 0)
        return;
    if ((device.revents & POLLERR) == 0 && takeInnerBurst(snapshot, now))
        return;
    m_news.putDeviceGone(m_ports.device->index());
    device.fd = -1;
    m_ports.device.reset();
}

// False: the device is gone.
bool OutboundHalf::takeInnerBurst(const esp::SaSnapshot &snapshot, TimePoint now)
{
    if (!m_burst.read(*m_ports.device, m_queue))
        return false;
    std::span<esp::InnerPacket> rest = m_burst.packets();
    while (!rest.empty()) {
        const std::size_t taken = m_outbound.protect(rest, snapshot, m_arena, m_batch, now);
        finish(snapshot, now);
        if (taken == 0)
            break; // cannot be: an empty arena has room for any packet
        rest = rest.subspan(taken);
    }
    return true;
}

void OutboundHalf::flushWaiting(const esp::SaSnapshot &snapshot, TimePoint now)
{
    bool isDone = false;
    while (!isDone) {
        isDone = m_outbound.flushWaiting(snapshot, m_arena, m_batch, now);
        finish(snapshot, now);
    }
}

void OutboundHalf::finish(const esp::SaSnapshot &snapshot, TimePoint now)
{
    for (const esp::Train &train : m_batch.trains)
        sendTrain(train, snapshot, now);
    for (const Bytes &packet : m_batch.toInside) {
        const ByteView slice = packet;
        if (m_ports.device)
            m_ports.device->write(std::span(&slice, 1));
    }
    for (esp::Notice &notice : m_batch.notices)
        m_news.put(std::move(notice));
    forgetBurst();
    m_isSegmenting.store(m_sender.isSegmenting(now), std::memory_order_relaxed);
}

void OutboundHalf::sendTrain(const esp::Train &train, const esp::SaSnapshot &snapshot, TimePoint now)
{
    const int fd = socketFor(train);
    const bool isCaptured = m_ports.capture != nullptr;
    // Before it leaves, or its answer might seem to come first.
    const api::CaptureTime at = isCaptured ? captureNow() : api::CaptureTime();
    const std::size_t sent = fd < 0 ? 0 : m_sender.send(fd, train, now);
    if (isCaptured) [[unlikely]]
        m_ports.capture->outbound(train, sent, snapshot, m_queue, at);
    if (sent < train.segmentCount())
        m_outbound.countSendFailed(train, snapshot, train.segmentCount() - sent);
}

int OutboundHalf::socketFor(const esp::Train &train) const
{
    const auto isHere = [&](const auto &channel) { return channel->local() == train.local.address; };
    if (train.udpEncapsulated) {
        const auto found = std::ranges::find_if(m_ports.udp, isHere);
        return found == m_ports.udp.end() ? -1 : (*found)->natFd();
    }
    const auto found = std::ranges::find_if(m_ports.esp, isHere);
    return found == m_ports.esp.end() ? -1 : (*found)->fd();
}

void OutboundHalf::forgetBurst()
{
    m_batch.clear();
    m_arena.clear();
}

} // namespace tw::edge

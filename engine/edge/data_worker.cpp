#include "engine/edge/data_worker.h"

#include "engine/edge/burst_receiver.h"
#include "engine/edge/inner_burst.h"
#include "engine/edge/run_writer.h"
#include "engine/edge/system_clock.h"
#include "engine/edge/train_sender.h"
#include "engine/esp/inbound.h"
#include "engine/esp/outbound.h"

#include <poll.h>
#include <pthread.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace tw::edge {

namespace {

// Packets that wait for an SA, in either direction, grow old even where nothing else happens.
constexpr Duration kWaitingCheck{1000};

esp::BurstCrypto::Backend cryptoOf(const Offloads &offloads)
{
    return offloads.multiBuffer ? esp::BurstCrypto::Backend::Fastest : esp::BurstCrypto::Backend::OpenSsl;
}

} // namespace

// All that the data thread alone touches.
class DataWorker::Loop
{
public:
    Loop(DataWorker &owner, const Offloads &offloads)
        : m_owner(owner), m_outbound(cryptoOf(offloads)), m_inbound(cryptoOf(offloads)), m_sender(offloads.udpSegment)
    { }

    void run();
    api::DropCounters drops() const;
    std::string cryptoName() const { return m_outbound.crypto().description(); }

private:
    void takePorts();
    void oneRound();
    bool isAnyWaiting() const { return m_outbound.waitingCount() > 0 || m_inbound.earlyCount() > 0; }
    void flushWaiting(TimePoint now);
    void takeInnerBurst(TimePoint now);
    void takeDatagrams(int fd, const Endpoint &local, bool udp, TimePoint now);
    void finishInbound();
    void finishOutbound(TimePoint now);
    void sendTrain(const esp::Train &train, TimePoint now);
    int socketFor(const esp::Train &train) const;
    void joinAs(const esp::Coalescer::Limits &limits);
    void loseDevice();

    DataWorker &m_owner;
    DataPorts m_ports;
    std::vector<pollfd> m_polled; // wake, device, then the UDP and the ESP channels in order
    esp::SnapshotPtr m_snapshot = std::make_shared<const esp::SaSnapshot>();
    std::uint64_t m_snapshotSeen = 0;
    TimePoint m_flushedAt{};

    esp::Outbound m_outbound;
    esp::OutboundBatch m_outboundBatch;
    esp::SendArena m_arena;
    esp::Inbound m_inbound;
    esp::InboundBatch m_inboundBatch;
    InnerBurst m_burst;
    RunWriter m_writer;
    BurstReceiver m_receiver;
    TrainSender m_sender;
};

void DataWorker::Loop::run()
{
    pthread_setname_np(pthread_self(), "tw-data");
    m_polled = {{m_owner.m_wake.fd(), POLLIN, 0}, {-1, POLLIN, 0}};
    m_owner.m_segments = m_sender.isSegmenting(engineNow());
    while (!m_owner.m_stopping) {
        try {
            oneRound();
        } catch (const std::exception &failure) {
            // Out of memory, or the crypto library failed: the burst is lost, the tunnel goes on.
            m_arena.clear();
            m_outboundBatch.clear();
            m_inboundBatch.clear();
            m_owner.m_troubles.put(failure.what());
        }
    }
}

api::DropCounters DataWorker::Loop::drops() const
{
    api::DropCounters sum = m_inbound.drops().value();
    const api::DropCounters outbound = m_outbound.drops().value();
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += outbound[i];
    return sum;
}

void DataWorker::Loop::takePorts()
{
    std::vector<DataPorts> news = m_owner.m_ports.take();
    if (news.empty())
        return;
    const auto previous = std::exchange(m_ports, std::move(news.back())).device;
    if (m_ports.device && m_ports.device != previous) {
        joinAs({m_ports.device->carriesTcpJoined(), m_ports.device->carriesUdpJoined()});
        m_writer.reset();
    }
    m_polled.resize(1);
    m_polled.push_back({m_ports.device ? m_ports.device->fd() : -1, POLLIN, 0});
    for (const auto &channel : m_ports.udp)
        m_polled.push_back({channel->natFd(), POLLIN, 0});
    for (const auto &channel : m_ports.esp)
        m_polled.push_back({channel->fd(), POLLIN, 0});
}

void DataWorker::Loop::oneRound()
{
    const int timeout = isAnyWaiting() ? static_cast<int>(kWaitingCheck.count()) : -1;
    if (poll(m_polled.data(), m_polled.size(), timeout) < 0)
        return; // EINTR
    const TimePoint now = engineNow();
    if (m_polled[0].revents != 0) {
        m_owner.m_wake.clear();
        takePorts(); // makes what poll() said of the others stale, but a read finds out by itself
    }
    if (m_owner.m_snapshots.refresh(m_snapshot, m_snapshotSeen)
        || (isAnyWaiting() && now - m_flushedAt >= kWaitingCheck))
        flushWaiting(now);
    if ((m_polled[1].revents & POLLERR) != 0)
        loseDevice();
    else if (m_polled[1].revents != 0)
        takeInnerBurst(now);
    std::size_t index = 2;
    for (const auto &channel : m_ports.udp) {
        if (m_polled[index++].revents != 0)
            takeDatagrams(channel->natFd(), channel->natEndpoint(), true, now);
    }
    for (const auto &channel : m_ports.esp) {
        if (m_polled[index++].revents != 0)
            takeDatagrams(channel->fd(), {channel->local(), 0}, false, now);
    }
}

void DataWorker::Loop::flushWaiting(TimePoint now)
{
    m_flushedAt = now;
    m_inbound.takeEarly(*m_snapshot, m_inboundBatch, now);
    finishInbound();
    bool isDone = false;
    while (!isDone) {
        isDone = m_outbound.flushWaiting(*m_snapshot, m_arena, m_outboundBatch, now);
        finishOutbound(now);
    }
}

void DataWorker::Loop::takeInnerBurst(TimePoint now)
{
    if (!m_burst.read(*m_ports.device)) {
        loseDevice();
        return;
    }
    std::span<esp::InnerPacket> rest = m_burst.packets();
    while (!rest.empty()) {
        const std::size_t taken = m_outbound.protect(rest, *m_snapshot, m_arena, m_outboundBatch, now);
        finishOutbound(now);
        if (taken == 0)
            return; // cannot be: an empty arena has room for any packet
        rest = rest.subspan(taken);
    }
}

void DataWorker::Loop::finishOutbound(TimePoint now)
{
    for (const esp::Train &train : m_outboundBatch.trains)
        sendTrain(train, now);
    for (const Bytes &packet : m_outboundBatch.toInside) {
        const ByteView slice = packet;
        if (m_ports.device)
            m_ports.device->write(std::span(&slice, 1));
    }
    for (esp::Notice &notice : m_outboundBatch.notices)
        m_owner.m_notices.put(std::move(notice));
    m_outboundBatch.clear();
    m_arena.clear();
    m_owner.m_segments.store(m_sender.isSegmenting(now), std::memory_order_relaxed);
}

void DataWorker::Loop::sendTrain(const esp::Train &train, TimePoint now)
{
    const int fd = socketFor(train);
    const std::size_t sent = fd < 0 ? 0 : m_sender.send(fd, train, now);
    if (sent < train.segmentCount())
        m_outbound.countSendFailed(train, *m_snapshot, train.segmentCount() - sent);
}

int DataWorker::Loop::socketFor(const esp::Train &train) const
{
    const auto isHere = [&](const auto &channel) { return channel->local() == train.local.address; };
    if (train.udpEncapsulated) {
        const auto found = std::ranges::find_if(m_ports.udp, isHere);
        return found == m_ports.udp.end() ? -1 : (*found)->natFd();
    }
    const auto found = std::ranges::find_if(m_ports.esp, isHere);
    return found == m_ports.esp.end() ? -1 : (*found)->fd();
}

void DataWorker::Loop::takeDatagrams(int fd, const Endpoint &local, bool udp, TimePoint now)
{
    m_inbound.unprotect(m_receiver.receive(fd, local, udp), *m_snapshot, m_inboundBatch, now);
    finishInbound();
}

void DataWorker::Loop::finishInbound()
{
    std::size_t lost = 0;
    for (const esp::InnerRun &run : m_inboundBatch.runs) {
        lost += m_ports.device ? m_writer.write(*m_ports.device, m_inboundBatch.slicesOf(run), run.offload)
                               : run.sliceCount;
    }
    if (lost > 0)
        m_inbound.countWriteFailed(lost);
    if (m_writer.isRefused())
        joinAs({});
    for (const esp::IkeDatagram &datagram : m_inboundBatch.ike)
        m_owner.m_messages.put({datagram.local, datagram.remote, toBytes(datagram.message)});
    for (esp::Notice &notice : m_inboundBatch.notices)
        m_owner.m_notices.put(std::move(notice));
    m_inboundBatch.clear();
}

void DataWorker::Loop::joinAs(const esp::Coalescer::Limits &limits)
{
    m_inbound.setCoalescing(limits);
    m_owner.m_joinsTcp = limits.tcp;
    m_owner.m_joinsUdp = limits.udp;
}

void DataWorker::Loop::loseDevice()
{
    m_ports.device.reset();
    m_polled[1].fd = -1;
    m_owner.m_deviceGone = true;
    m_owner.m_ownerWake->wake();
}

DataWorker::DataWorker(std::shared_ptr<const WakeEvent> wake, const Offloads &offloads)
    : m_ownerWake(std::move(wake)),
      m_ports(m_wake),
      m_messages(*m_ownerWake, kMaxMessages),
      m_notices(*m_ownerWake, kMaxNotices),
      m_troubles(*m_ownerWake, kMaxTroubles),
      m_loop(std::make_unique<Loop>(*this, offloads)),
      m_thread([this] { m_loop->run(); })
{ }

DataWorker::~DataWorker()
{
    m_stopping = true;
    m_wake.wake();
    m_thread.join();
}

void DataWorker::setPorts(DataPorts ports) { m_ports.put(std::move(ports)); }

void DataWorker::publish(esp::SnapshotPtr snapshot)
{
    m_snapshots.publish(std::move(snapshot));
    m_wake.wake(); // packets may be waiting for just this SA
}

DataNews DataWorker::take()
{
    return {m_messages.take(), m_notices.take(), m_troubles.take(), m_deviceGone.exchange(false)};
}

api::DropCounters DataWorker::drops() const { return m_loop->drops(); }

api::DataPathStatus DataWorker::dataPath() const
{
    api::DataPathStatus status;
    status.udpSegment = m_segments;
    status.tunTcp = m_joinsTcp;
    status.tunUdp = m_joinsUdp;
    status.crypto = m_loop->cryptoName();
    return status;
}

} // namespace tw::edge

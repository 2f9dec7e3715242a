#include "engine/esp/capture_tap.h"

#include "engine/wire/esp_header.h"
#include "engine/wire/udp_encapsulation.h"

#include <algorithm>
#include <utility>

namespace tw::esp {

CaptureTap::CaptureTap(api::ConnectionId connection, std::shared_ptr<api::CaptureChannel> channel,
                       std::vector<IpAddress> peers)
    : m_connection(std::move(connection)), m_channel(std::move(channel)), m_peers(std::move(peers))
{ }

bool CaptureTap::isWanted(ByteView datagram, const DatagramRun &run, const SaSnapshot &snapshot) const
{
    if (run.udp && wire::classifyNatPort(datagram).kind == wire::NatPortKind::Ike)
        return false;
    const auto header = wire::decodeEspHeader(datagram);
    const SaEntry *sa = header ? snapshot.findInbound(EspSpi(header->spi)) : nullptr;
    return sa ? sa->connection == m_connection : std::ranges::count(m_peers, run.remote.address) != 0;
}

void CaptureTap::inbound(std::span<const DatagramRun> runs, const SaSnapshot &snapshot, api::CaptureTime at) const
{
    for (const DatagramRun &run : runs) {
        const std::size_t segment = run.segmentSize != 0 ? run.segmentSize : run.bytes.size();
        for (ByteView rest = run.bytes; !rest.empty();) {
            const ByteView datagram = rest.first(std::min(segment, rest.size()));
            rest = rest.subspan(datagram.size());
            if (isWanted(datagram, run, snapshot)) {
                m_channel->put(api::CaptureChannel::kInboundLane,
                               {at, api::Direction::In, run.local, run.remote, run.tos, run.udp, false, datagram});
            }
        }
    }
}

void CaptureTap::outbound(const Train &train, std::size_t sent, const SaSnapshot &snapshot, std::size_t number,
                          api::CaptureTime at) const
{
    const SaEntry *sa = snapshot.findInbound(train.sa);
    if (!sa || sa->connection != m_connection)
        return;
    ByteView rest = train.block;
    for (std::size_t i = 0; i < sent && !rest.empty(); ++i) {
        const ByteView datagram = rest.first(std::min<std::size_t>(train.segmentSize, rest.size()));
        rest = rest.subspan(datagram.size());
        m_channel->put(
            api::CaptureChannel::kFirstOutboundLane + number,
            {at, api::Direction::Out, train.local, train.remote, train.tos, train.udpEncapsulated, false, datagram});
    }
}

} // namespace tw::esp

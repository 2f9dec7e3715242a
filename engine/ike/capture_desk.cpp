#include "engine/ike/capture_desk.h"

#include "engine/wire/udp_encapsulation.h"

#include <algorithm>
#include <utility>

namespace tw::ike {

namespace {

api::EspKey espKey(crypto::EspSpi spi, const crypto::ChildSa &sa, const crypto::EspKeys &keys)
{
    return {spi.value(), sa.localEndpoint.address.family(), sa.proposal, keys.encryption.clone(),
            keys.integrity.clone()};
}

bool isIkev1(const ExposeIkeKeys &keys) { return std::holds_alternative<api::Ikev1Key>(keys.keys); }

} // namespace

CaptureDesk::CaptureDesk(api::CaptureOrder order, std::shared_ptr<api::CaptureChannel> channel, std::uint16_t natPort,
                         std::uint64_t sasBefore)
    : m_order(std::move(order)), m_channel(std::move(channel)), m_natPort(natPort)
{
    m_totals.sasBefore = sasBefore;
}

void CaptureDesk::sent(const Send &message, api::CaptureTime at, TimePoint now)
{
    Waiting waiting{at, now, api::Direction::Out, message.local, message.remote, 0, {}, 0};
    if (message.message.empty()) {
        waiting.payload = toBytes(wire::kNatKeepalive);
    } else if (message.local.port == m_natPort) {
        waiting.payload = wire::withNonEspMarker(message.message);
        waiting.front = wire::kNonEspMarkerSize;
    } else {
        waiting.payload = message.message;
    }
    wait(std::move(waiting));
}

void CaptureDesk::received(const Datagram &message, api::CaptureTime at, TimePoint now)
{
    const bool isMarked = message.local.port == m_natPort;
    wait({at, now, api::Direction::In, message.local, message.remote, message.tos,
          isMarked ? wire::withNonEspMarker(message.message) : message.message,
          isMarked ? wire::kNonEspMarkerSize : 0});
}

void CaptureDesk::wait(Waiting message)
{
    // The oldest has waited in vain: it may be the connection's.
    if (m_waiting.size() >= kMaxWaiting) {
        record(m_waiting.front());
        m_waiting.pop_front();
    }
    m_waiting.push_back(std::move(message));
}

CaptureDesk::Claim CaptureDesk::claimOf(const Waiting &message, const Supervisor &supervisor)
{
    const ByteView ike = ByteView(message.payload).subspan(message.front);
    wire::IkeHeader header;
    if (const auto decoded = wire::decodeIkeHeader(ike)) {
        header = *decoded;
    } else if (std::ranges::equal(ike, wire::kNatKeepalive)) {
        // It names no SA: whoever else has the same peer could have sent it as well.
        return std::ranges::count(m_peers, message.remote.address) != 0 ? Claim::Ours : Claim::Others;
    }
    return claimOf(header, message.local.address, message.remote.address, supervisor);
}

CaptureDesk::Claim CaptureDesk::claimOf(const wire::IkeHeader &header, const IpAddress &local, const IpAddress &remote,
                                        const Supervisor &supervisor)
{
    const std::uint64_t spi = header.initiatorSpi.value();
    const auto known = m_known.find(spi);
    if (known != m_known.end() && known->second == Claim::Ours)
        return Claim::Ours;
    const Claim claim = supervisor.claimOf(m_order.connection, header, local, remote);
    if (claim == Claim::Open)
        return known != m_known.end() ? known->second : claim;
    if (spi != 0) {
        if (m_known.size() >= kMaxKnown)
            m_known.clear();
        m_known[spi] = claim;
    }
    return claim;
}

void CaptureDesk::record(const Waiting &message)
{
    learnPeer(message.remote.address);
    const bool isKeepalive = std::ranges::equal(message.payload, wire::kNatKeepalive);
    m_channel->put(api::CaptureChannel::kIkeLane,
                   {message.at, message.direction, message.local, message.remote, message.tos, true, !isKeepalive,
                    message.payload});
}

void CaptureDesk::learnPeer(const IpAddress &peer)
{
    if (m_peers.size() < kMaxPeers && std::ranges::count(m_peers, peer) == 0)
        m_peers.push_back(peer);
}

void CaptureDesk::made(ExposeIkeKeys keys)
{
    if (!m_order.keys)
        return;
    // Of several peers that answered, or one that forged, the last one counts; IKEv1's table knows no second cookie.
    std::erase_if(m_ikeKeys, [&](const ExposeIkeKeys &older) {
        return older.initiatorSpi == keys.initiatorSpi
            && (older.responderSpi == keys.responderSpi || (isIkev1(older) && isIkev1(keys)));
    });
    m_ikeKeys.push_back(std::move(keys));
}

void CaptureDesk::installed(const crypto::ChildSa &sa)
{
    if (sa.connection != m_order.connection)
        return;
    learnPeer(sa.remoteEndpoint.address);
    if (!m_order.keys)
        return;
    ChildKeys keys{espKey(sa.inboundSpi, sa, sa.inbound), espKey(sa.outboundSpi, sa, sa.outbound)};
    if (m_order.liveKeys)
        handOut(std::move(keys));
    else
        m_childKeys.insert_or_assign(sa.inboundSpi, std::move(keys));
}

void CaptureDesk::removed(crypto::EspSpi inboundSpi)
{
    if (auto ended = m_childKeys.extract(inboundSpi))
        handOut(std::move(ended.mapped()));
}

void CaptureDesk::handOut(ChildKeys keys)
{
    m_channel->put(std::move(keys.inbound));
    m_channel->put(std::move(keys.outbound));
}

void CaptureDesk::settle(const Supervisor &supervisor, TimePoint now)
{
    std::erase_if(m_waiting, [&](const Waiting &message) {
        const Claim claim = claimOf(message, supervisor);
        const bool isTaken = claim == Claim::Ours || (claim == Claim::Open && now - message.since >= kPatience);
        if (isTaken)
            record(message);
        return isTaken || claim == Claim::Others;
    });
    settleKeys(supervisor);
}

// Those of another connection's IKE SA are kept as long as it stands, since this one may come to share it.
void CaptureDesk::settleKeys(const Supervisor &supervisor)
{
    std::vector<ExposeIkeKeys> kept;
    for (ExposeIkeKeys &keys : m_ikeKeys) {
        wire::IkeHeader header;
        header.initiatorSpi = wire::IkeSpi(keys.initiatorSpi);
        header.responderSpi = wire::IkeSpi(keys.responderSpi);
        const Claim claim = claimOf(header, keys.local.address, keys.remote.address, supervisor);
        const bool isLive = supervisor.isStanding(keys.initiatorSpi, keys.responderSpi);
        if (isLive ? claim == Claim::Ours && m_order.liveKeys : claim != Claim::Others)
            m_channel->put(std::move(keys.keys));
        else if (isLive)
            kept.push_back(std::move(keys));
    }
    m_ikeKeys = std::move(kept);
}

void CaptureDesk::finish()
{
    for (const Waiting &message : std::exchange(m_waiting, {}))
        record(message);
    const auto isOurs = [this](const ExposeIkeKeys &keys) {
        const auto known = m_known.find(keys.initiatorSpi);
        return known != m_known.end() && known->second == Claim::Ours;
    };
    m_totals.keysWithheld = static_cast<std::uint64_t>(std::ranges::count_if(m_ikeKeys, isOurs)) + m_childKeys.size();
    m_ikeKeys.clear();
    m_childKeys.clear();
    m_channel->close(m_totals);
}

} // namespace tw::ike

#pragma once

#include "engine/api/capture_channel.h"
#include "engine/ike/supervisor.h"

#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace tw::ike {

// What a capture of one connection gets of IKE: which messages, and which keys, when. Pure, like what it watches.
//
// Which connection a peer means is known late: a responder learns it by the message that proves who the peer is, and by
// then two others went to and fro. Until somebody knows, messages wait here with the time at which they were on the wire;
// those of which nobody ever knows, since the negotiation came to nothing, are the connection's if it can have been meant.
//
// Keys wait, too: each until its SA has ended, unless the order wants those of living ones.
class CaptureDesk
{
public:
    // `sasBefore`: child SAs of the connection that stand already.
    CaptureDesk(api::CaptureOrder order, std::shared_ptr<api::CaptureChannel> channel, std::uint16_t natPort,
                std::uint64_t sasBefore);

    const api::ConnectionId &connection() const { return m_order.connection; }
    const std::shared_ptr<api::CaptureChannel> &channel() const { return m_channel; }

    // In the order in which they happened, each followed by settle() when the supervisor knows of it.
    void sent(const Send &message, api::CaptureTime at, TimePoint now);
    void received(const Datagram &message, api::CaptureTime at, TimePoint now);
    void made(ExposeIkeKeys keys);
    void installed(const crypto::ChildSa &sa);
    void removed(crypto::EspSpi inboundSpi);
    void settle(const Supervisor &supervisor, TimePoint now);
    // What still waits is decided now, and the channel is closed.
    void finish();

    // Where the connection's datagrams came from and went to so far, and what was known of that before.
    const std::vector<IpAddress> &peers() const { return m_peers; }
    void learnPeer(const IpAddress &peer);

    // A stranger must not fill the memory with what may be the connection's.
    static constexpr std::size_t kMaxWaiting = 1024;
    static constexpr Duration kPatience{30'000}; // as long as half-open sessions live
    static constexpr std::size_t kMaxPeers = 64;
    static constexpr std::size_t kMaxKnown = 4096; // SPIs

private:
    using Claim = Supervisor::Claim;

    struct Waiting
    {
        api::CaptureTime at;
        TimePoint since;
        api::Direction direction;
        Endpoint local;
        Endpoint remote;
        std::uint8_t tos;
        Bytes payload;
        std::size_t front; // octets before the message
    };

    struct ChildKeys
    {
        api::EspKey inbound;
        api::EspKey outbound;
    };

    void wait(Waiting message);
    Claim claimOf(const Waiting &message, const Supervisor &supervisor);
    Claim claimOf(const wire::IkeHeader &header, const IpAddress &local, const IpAddress &remote,
                  const Supervisor &supervisor);
    void record(const Waiting &message);
    void settleKeys(const Supervisor &supervisor);
    void handOut(ChildKeys keys);

    api::CaptureOrder m_order;
    std::shared_ptr<api::CaptureChannel> m_channel;
    std::uint16_t m_natPort;
    api::CaptureTotals m_totals;
    std::deque<Waiting> m_waiting;
    std::map<std::uint64_t, Claim> m_known; // by the initiator's SPI: sessions end, and their last messages come later
    std::vector<IpAddress> m_peers;
    std::vector<ExposeIkeKeys> m_ikeKeys; // not handed out yet
    std::map<crypto::EspSpi, ChildKeys> m_childKeys; // by the inbound SPI
};

} // namespace tw::ike

#pragma once

#include "engine/sim/simulation.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/ip_header.h"

#include <algorithm>
#include <chrono>
#include <string>

// Two sites with a gateway each and a host behind it, for tests of whole engines.
namespace tw::sim::samples {

using namespace std::chrono_literals;

inline const api::ConnectionId kLeftConnection{"vco-left"};
inline const api::ConnectionId kRightConnection{"vco-right"};
inline const IpAddress kLeftHost = IpAddress::v4(10, 1, 0, 10);
inline const IpAddress kRightHost = IpAddress::v4(10, 2, 0, 10);
inline const IpAddress kRightAddress = IpAddress::v4(198, 51, 100, 2);
inline const IpAddress kPublicLeft = IpAddress::v4(192, 0, 2, 2);
inline const IpAddress kPrivateLeft = IpAddress::v4(172, 16, 5, 2);

inline api::TrafficSelector subnet(const char *text)
{
    return api::TrafficSelector::fromPrefix(*IpPrefix::parse(text));
}

// The left side's; swap the sides for the right one's.
inline api::ConnectionConfig leftConfig()
{
    api::ConnectionConfig config;
    config.id = kLeftConnection;
    config.name = "left to right";
    config.peer = kRightAddress;
    config.ike.proposals = {
        {api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::Prf::HmacSha1, api::DhGroup::Modp1024}};
    config.ike.localId = *api::Identity::parse("left.example");
    config.ike.remoteId = *api::Identity::parse("right.example");
    config.child.proposals = {{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96}};
    config.child.local = {subnet("10.1.0.0/24")};
    config.child.remote = {subnet("10.2.0.0/24")};
    return config;
}

inline api::ConnectionConfig mirrored(api::ConnectionConfig config, const IpAddress &peer)
{
    config.id = kRightConnection;
    config.name = "right to left";
    config.peer = peer;
    std::swap(config.ike.localId, config.ike.remoteId);
    std::swap(config.child.local, config.child.remote);
    return config;
}

inline api::Start start(const api::ConnectionConfig &config, bool negotiate, std::string_view psk = "a shared secret")
{
    return {std::make_shared<const api::ConnectionConfig>(config), SecretBytes(asBytes(psk)), negotiate};
}

// A host behind a gateway: pings, answers pings, and keeps what it saw. It may have several addresses.
class PingHost
{
public:
    PingHost(SimTun &tun, const IpAddress &address) : PingHost(tun, std::vector{address}) { }
    PingHost(SimTun &tun, std::vector<IpAddress> addresses) : m_tun(tun), m_addresses(std::move(addresses)) { }

    void ping(const IpAddress &to, std::uint16_t sequence) { ping(m_addresses.front(), to, sequence); }
    void ping(const IpAddress &from, const IpAddress &to, std::uint16_t sequence)
    {
        Bytes message(64);
        message[0] = 8;
        wire::storeBig(message.data() + 4, std::uint16_t{0x4711});
        wire::storeBig(message.data() + 6, sequence);
        for (std::size_t i = 8; i < message.size(); ++i)
            message[i] = static_cast<std::uint8_t>(i * sequence);
        send(from, to, std::move(message));
    }

    // Reads what arrived; requests are answered at once.
    void poll()
    {
        for (const Bytes &packet : m_tun.receive()) {
            const auto header = wire::decodeIpHeader(packet);
            if (!header || !wire::ipv4ChecksumIsRight(packet) || header->protocol != wire::kProtocolIcmp
                || std::ranges::find(m_addresses, header->destination) == m_addresses.end()
                || wire::internetChecksum(ByteView(packet).subspan(header->headerLength)) != 0) {
                ++m_broken;
                continue;
            }
            Bytes message = toBytes(ByteView(packet).subspan(header->headerLength));
            const auto sequence = wire::loadBig<std::uint16_t>(message.data() + 6);
            if (message[0] == 8) {
                m_requests.push_back(sequence);
                message[0] = 0;
                send(header->destination, header->source, std::move(message));
            } else {
                m_replies.push_back(sequence);
            }
        }
    }

    const std::vector<std::uint16_t> &requests() const { return m_requests; }
    const std::vector<std::uint16_t> &replies() const { return m_replies; }
    std::size_t broken() const { return m_broken; }

private:
    void send(const IpAddress &from, const IpAddress &to, Bytes message)
    {
        message[2] = message[3] = 0;
        wire::storeBig(message.data() + 2, wire::internetChecksum(message));
        m_tun.send(wire::buildIpPacket({.source = from, .destination = to, .protocol = wire::kProtocolIcmp}, message));
    }

    SimTun &m_tun;
    std::vector<IpAddress> m_addresses;
    std::vector<std::uint16_t> m_requests;
    std::vector<std::uint16_t> m_replies;
    std::size_t m_broken = 0;
};

} // namespace tw::sim::samples

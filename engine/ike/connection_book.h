#pragma once

#include "engine/ike/connection.h"

#include <map>
#include <unordered_map>

namespace tw::ike {

// Every loaded connection, and the questions that sessions ask about them.
class ConnectionBook final : public ConnectionDirectory
{
public:
    explicit ConnectionBook(const SessionTable &sessions) : m_sessions(sessions) { }

    Connection &load(LoadedConnectionPtr connection);
    // The same connection with another content.
    void replace(Connection &connection, LoadedConnectionPtr content);
    void unload(const api::ConnectionId &id);

    Connection *find(const api::ConnectionId &id);
    std::size_t size() const { return m_connections.size(); }
    std::vector<api::ConnectionId> all() const;

    // Those that speak for the same two identities: INITIAL_CONTACT concerns them all.
    std::vector<api::ConnectionId> withIdentities(const api::Identity &local, const api::Identity &remote) const;

    // Which session owns the child that receives under this SPI.
    void childInstalled(crypto::EspSpi spi, std::uint64_t session) { m_children[spi.value()] = session; }
    void childRemoved(crypto::EspSpi spi) { m_children.erase(spi.value()); }
    std::optional<std::uint64_t> sessionOf(crypto::EspSpi spi) const;
    std::vector<crypto::EspSpi> childrenOf(std::uint64_t session) const; // a walk over all: for failures only
    std::size_t childCount() const { return m_children.size(); }

    std::vector<LoadedConnectionPtr> between(const IpAddress &local, const IpAddress &remote,
                                             api::IkeVersion version) const override;
    Offers offersBetween(const IpAddress &local, const IpAddress &remote, api::IkeVersion version) const override;
    std::vector<LoadedConnectionPtr> claimedBetween(const IpAddress &local, const IpAddress &remote,
                                                    api::IkeVersion version,
                                                    const api::Identity &remoteId) const override;
    std::vector<LoadedConnectionPtr> sharing(const LoadedConnection &connection) const override;
    bool hasIkeSaBetween(const api::Identity &local, const api::Identity &remote) const override;
    std::optional<std::uint64_t> heirOf(const api::ConnectionId &connection, std::uint64_t asking) const override;
    bool hasSession(std::uint64_t localSpi) const override { return m_sessions.find(localSpi) != nullptr; }
    bool isInUse(crypto::EspSpi inboundSpi) const override { return m_children.contains(inboundSpi.value()); }

private:
    using IdentityKey = std::pair<std::string, std::string>;

    using Ids = std::set<api::ConnectionId>;
    // The connections with one peer address, or with any peer that is known by a name.
    struct Peer
    {
        Ids all;
        std::map<std::string, Ids> byOffer; // what IKE_SA_INIT depends on
        std::map<std::string, Ids> byRemoteId;
    };

    // The one at the address, and the one of the names: a peer behind dynamic DNS may be at an address that the DNS does
    // not know yet; its key decides, not its address.
    std::vector<const Peer *> peersAt(const IpAddress &remote) const;
    void index(const Connection &connection);
    void unindex(const Connection &connection);

    const SessionTable &m_sessions;
    std::map<api::ConnectionId, Connection> m_connections;
    std::map<IpAddress, Peer> m_byPeerAddress;
    Peer m_byPeerName;
    std::map<IdentityKey, std::set<api::ConnectionId>> m_byIdentities;
    std::unordered_map<std::uint32_t, std::uint64_t> m_children;
};

} // namespace tw::ike

#include "engine/ike/connection_book.h"

#include "engine/ike/sharing.h"

#include <algorithm>

namespace tw::ike {

namespace {

std::string keyOf(const api::Identity &identity)
{
    std::string key(1, static_cast<char>(identity.type));
    return key += asText(identity.comparable());
}

// The same for connections that answer an IKE_SA_INIT in the same way.
std::string offerKeyOf(const api::ConnectionConfig &config)
{
    std::string key = std::to_string(static_cast<int>(config.ike.version)) + ' '
        + std::to_string(static_cast<int>(config.natTraversal)) + ' '
        + (config.localAddress ? config.localAddress->toString() : std::string());
    for (const api::IkeProposal &proposal : config.ike.proposals)
        key += ' ' + api::toString(proposal);
    // The answer also names the authorities that we believe.
    if (const auto *certificates = std::get_if<api::CertificateAuthentication>(&config.ike.authentication)) {
        for (const Bytes &authority : certificates->authorities)
            key += asText(authority);
    }
    return key;
}

bool mayMean(const Connection &connection, const IpAddress &local, api::IkeVersion version)
{
    const api::ConnectionConfig &config = connection.config();
    return !connection.isStopping && config.ike.version == version
        && (!config.localAddress || *config.localAddress == local);
}

} // namespace

Connection &ConnectionBook::load(LoadedConnectionPtr connection)
{
    const api::ConnectionId id = connection->config->id;
    Connection &loaded = m_connections.emplace(id, Connection(std::move(connection))).first->second;
    index(loaded);
    return loaded;
}

void ConnectionBook::replace(Connection &connection, LoadedConnectionPtr content)
{
    unindex(connection);
    connection.loaded = std::move(content);
    index(connection);
}

void ConnectionBook::unload(const api::ConnectionId &id)
{
    if (const auto found = m_connections.find(id); found != m_connections.end()) {
        unindex(found->second);
        m_connections.erase(found);
    }
}

Connection *ConnectionBook::find(const api::ConnectionId &id)
{
    const auto found = m_connections.find(id);
    return found == m_connections.end() ? nullptr : &found->second;
}

std::vector<api::ConnectionId> ConnectionBook::all() const
{
    std::vector<api::ConnectionId> ids;
    for (const auto &[id, connection] : m_connections)
        ids.push_back(id);
    return ids;
}

std::vector<api::ConnectionId> ConnectionBook::withIdentities(const api::Identity &local,
                                                              const api::Identity &remote) const
{
    const auto found = m_byIdentities.find({keyOf(local), keyOf(remote)});
    if (found == m_byIdentities.end())
        return {};
    return {found->second.begin(), found->second.end()};
}

std::optional<std::uint64_t> ConnectionBook::sessionOf(crypto::EspSpi spi) const
{
    const auto found = m_children.find(spi.value());
    return found == m_children.end() ? std::nullopt : std::optional(found->second);
}

std::vector<crypto::EspSpi> ConnectionBook::childrenOf(std::uint64_t session) const
{
    std::vector<crypto::EspSpi> children;
    for (const auto &[spi, owner] : m_children) {
        if (owner == session)
            children.push_back(crypto::EspSpi(spi));
    }
    return children;
}

std::vector<const ConnectionBook::Peer *> ConnectionBook::peersAt(const IpAddress &remote) const
{
    std::vector<const Peer *> peers;
    if (const auto found = m_byPeerAddress.find(remote); found != m_byPeerAddress.end())
        peers.push_back(&found->second);
    peers.push_back(&m_byPeerName);
    return peers;
}

std::vector<LoadedConnectionPtr> ConnectionBook::between(const IpAddress &local, const IpAddress &remote,
                                                         api::IkeVersion version) const
{
    std::vector<LoadedConnectionPtr> candidates;
    for (const Peer *peer : peersAt(remote)) {
        for (const auto &id : peer->all) {
            const Connection &connection = m_connections.at(id);
            if (mayMean(connection, local, version))
                candidates.push_back(connection.loaded);
        }
    }
    return candidates;
}

ConnectionBook::Offers ConnectionBook::offersBetween(const IpAddress &local, const IpAddress &remote,
                                                     api::IkeVersion version) const
{
    Offers offers;
    std::size_t meant = 0;
    for (const Peer *peer : peersAt(remote)) {
        for (const auto &[offer, ids] : peer->byOffer) {
            // All of them have the same version and local address; only those that are being stopped do not count.
            const auto first = std::ranges::find_if(
                ids, [&](const auto &id) { return mayMean(m_connections.at(id), local, version); });
            if (first == ids.end())
                continue;
            offers.examples.push_back(m_connections.at(*first).loaded);
            meant += ids.size();
        }
    }
    offers.isOneConnection = meant == 1;
    return offers;
}

std::vector<LoadedConnectionPtr> ConnectionBook::claimedBetween(const IpAddress &local, const IpAddress &remote,
                                                                api::IkeVersion version,
                                                                const api::Identity &remoteId) const
{
    std::vector<LoadedConnectionPtr> claimed;
    const std::string key = keyOf(remoteId);
    for (const Peer *peer : peersAt(remote)) {
        const auto found = peer->byRemoteId.find(key);
        if (found == peer->byRemoteId.end())
            continue;
        for (const auto &id : found->second) {
            const Connection &connection = m_connections.at(id);
            if (mayMean(connection, local, version))
                claimed.push_back(connection.loaded);
        }
    }
    return claimed;
}

std::vector<LoadedConnectionPtr> ConnectionBook::sharing(const LoadedConnection &connection) const
{
    std::vector<LoadedConnectionPtr> all;
    for (const auto &id : withIdentities(connection.config->ike.localId, connection.config->ike.remoteId)) {
        const Connection &other = m_connections.at(id);
        if (!other.isStopping && mayShareIkeSa(connection, *other.loaded))
            all.push_back(other.loaded);
    }
    return all;
}

std::optional<std::uint64_t> ConnectionBook::heirOf(const api::ConnectionId &connection, std::uint64_t asking) const
{
    const auto found = m_connections.find(connection);
    if (found == m_connections.end())
        return std::nullopt;
    const Connection &bereft = found->second;
    if (const auto own = childlessSession(bereft, m_sessions, asking))
        return own;
    for (const auto &id : withIdentities(bereft.config().ike.localId, bereft.config().ike.remoteId)) {
        const Connection &other = m_connections.at(id);
        if (&other == &bereft || other.isStopping || !mayShareIkeSa(*bereft.loaded, *other.loaded))
            continue;
        if (const auto shared = standingSession(other, m_sessions, asking))
            return shared;
    }
    return std::nullopt;
}

bool ConnectionBook::hasIkeSaBetween(const api::Identity &local, const api::Identity &remote) const
{
    for (const auto &id : withIdentities(local, remote)) {
        const auto &sessions = m_connections.at(id).sessions;
        const bool has = std::ranges::any_of(sessions, [&](std::uint64_t spi) {
            const auto *entry = m_sessions.find(spi);
            return entry && stands(entry->session->view());
        });
        if (has)
            return true;
    }
    return false;
}

void ConnectionBook::index(const Connection &connection)
{
    const api::ConnectionConfig &config = connection.config();
    const auto *address = std::get_if<IpAddress>(&config.peer);
    Peer &peer = address ? m_byPeerAddress[*address] : m_byPeerName;
    peer.all.insert(config.id);
    peer.byOffer[offerKeyOf(config)].insert(config.id);
    peer.byRemoteId[keyOf(config.ike.remoteId)].insert(config.id);
    m_byIdentities[{keyOf(config.ike.localId), keyOf(config.ike.remoteId)}].insert(config.id);
}

void ConnectionBook::unindex(const Connection &connection)
{
    const api::ConnectionConfig &config = connection.config();
    const auto drop = [&](auto &map, const auto &key) {
        if (const auto found = map.find(key); found != map.end()) {
            found->second.erase(config.id);
            if (found->second.empty())
                map.erase(found);
        }
    };
    const auto *address = std::get_if<IpAddress>(&config.peer);
    Peer &peer = address ? m_byPeerAddress[*address] : m_byPeerName;
    peer.all.erase(config.id);
    drop(peer.byOffer, offerKeyOf(config));
    drop(peer.byRemoteId, keyOf(config.ike.remoteId));
    if (address && peer.all.empty())
        m_byPeerAddress.erase(*address);
    drop(m_byIdentities, IdentityKey{keyOf(config.ike.localId), keyOf(config.ike.remoteId)});
}

} // namespace tw::ike

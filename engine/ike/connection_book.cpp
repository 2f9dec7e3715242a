#include "engine/ike/connection_book.h"

#include <algorithm>

namespace tw::ike {

namespace {

std::string keyOf(const api::Identity &identity)
{
    std::string key(1, static_cast<char>(identity.type));
    return key += asText(identity.comparable());
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

std::vector<LoadedConnectionPtr> ConnectionBook::between(const IpAddress &local, const IpAddress &remote,
                                                         api::IkeVersion version) const
{
    std::vector<LoadedConnectionPtr> candidates;
    const auto add = [&](const std::set<api::ConnectionId> &ids) {
        for (const auto &id : ids) {
            const Connection &connection = m_connections.at(id);
            if (mayMean(connection, local, version))
                candidates.push_back(connection.loaded);
        }
    };
    if (const auto found = m_byPeerAddress.find(remote); found != m_byPeerAddress.end())
        add(found->second);
    // A peer behind dynamic DNS may be at an address that the DNS does not know yet: its key decides, not its address.
    add(m_byPeerName);
    return candidates;
}

bool ConnectionBook::hasIkeSaBetween(const api::Identity &local, const api::Identity &remote) const
{
    for (const auto &id : withIdentities(local, remote)) {
        const auto &sessions = m_connections.at(id).sessions;
        const bool has = std::ranges::any_of(sessions, [&](std::uint64_t spi) {
            const auto *entry = m_sessions.find(spi);
            const auto stage = entry ? entry->session->view().stage : SessionStage::Closed;
            return stage == SessionStage::Established || stage == SessionStage::IkeSaOnly;
        });
        if (has)
            return true;
    }
    return false;
}

void ConnectionBook::index(const Connection &connection)
{
    const api::ConnectionConfig &config = connection.config();
    if (const auto *address = std::get_if<IpAddress>(&config.peer))
        m_byPeerAddress[*address].insert(config.id);
    else
        m_byPeerName.insert(config.id);
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
    if (const auto *address = std::get_if<IpAddress>(&config.peer))
        drop(m_byPeerAddress, *address);
    m_byPeerName.erase(config.id);
    drop(m_byIdentities, IdentityKey{keyOf(config.ike.localId), keyOf(config.ike.remoteId)});
}

} // namespace tw::ike

#include "engine/ike/sharing.h"
#include "engine/ike/supervisor_impl.h"

#include <algorithm>

// Connections between the same two gateways under one IKE SA: who may join it, who waits for it, and what becomes of it
// when one of them goes.
namespace tw::ike {

using api::DetailKey;
using api::EventCode;
using api::Level;
using api::Phase;

bool Supervisor::Impl::owns(const Connection &connection, std::uint64_t spi) const
{
    const auto *entry = m_sessions.find(spi);
    return entry && entry->owners.contains(connection.id());
}

std::vector<Connection *> Supervisor::Impl::ownersOf(std::uint64_t spi)
{
    std::vector<Connection *> owners;
    if (const auto *entry = m_sessions.find(spi)) {
        for (const api::ConnectionId &id : entry->owners) {
            if (Connection *owner = m_book.find(id))
                owners.push_back(owner);
        }
    }
    return owners;
}

// There may be thousands between two gateways: first what is quickly said of each.
Connection *Supervisor::Impl::findSibling(const Connection &connection,
                                          const std::function<bool(const Connection &)> &isWanted)
{
    const api::IkeSettings &ike = connection.config().ike;
    for (const api::ConnectionId &id : m_book.withIdentities(ike.localId, ike.remoteId)) {
        Connection *other = m_book.find(id);
        const bool fits = other != &connection && !other->isStopping && isWanted(*other);
        if (fits && mayShareIkeSa(*connection.loaded, *other->loaded))
            return other;
    }
    return nullptr;
}

bool Supervisor::Impl::isShared(std::uint64_t spi) const
{
    const auto *entry = m_sessions.find(spi);
    return entry && entry->owners.size() > 1;
}

void Supervisor::Impl::join(Connection &connection, std::uint64_t spi)
{
    SessionTable::Entry &entry = *m_sessions.find(spi);
    if (!entry.owners.insert(connection.id()).second)
        return;
    connection.sessions.insert(spi);
    touch(connection.id());
    // Those for whom another IKE SA has replaced it leave, and it stays.
    if (const auto until = std::exchange(entry.closeAt, std::nullopt)) {
        for (Connection *owner : ownersOf(spi)) {
            if (owner != &connection)
                leave(*owner, spi, until);
        }
    }
    const SessionView view = entry.session->view();
    if (view.ikeSa)
        report(connection.id(),
               EventDraft(EventCode::IkeSaShared, Level::Info, Phase::Phase1)
                   .with(DetailKey::InitiatorSpi, ikeSpiText(view.ikeSa->initiatorSpi))
                   .with(DetailKey::ResponderSpi, ikeSpiText(view.ikeSa->responderSpi))
                   .with(DetailKey::Name, entry.session->connection()->config->name));
}

// An IKE SA of the other connection that stands, and that this one may have a child on.
std::optional<std::uint64_t> Supervisor::Impl::sessionToJoin(const Connection &connection,
                                                             const Connection &other) const
{
    for (const std::uint64_t spi : other.sessions) {
        const auto *entry = m_sessions.find(spi);
        if (!entry || entry->closeAt || connection.sessions.contains(spi) || connection.refusedBy == spi)
            continue;
        const SessionView view = entry->session->view();
        if (stands(view) && !view.isRenewalDue)
            return spi;
    }
    return std::nullopt;
}

namespace {

// Whether it is about to have an IKE SA.
bool isNegotiating(const Connection &connection)
{
    return connection.attempt == Connection::Attempt::Resolving
        || connection.attempt == Connection::Attempt::Negotiating;
}

} // namespace

bool Supervisor::Impl::leaveToSibling(Connection &connection)
{
    const auto hasOne = [&](const Connection &other) { return sessionToJoin(connection, other).has_value(); };
    if (const Connection *host = findSibling(connection, hasOne)) {
        const std::uint64_t spi = *sessionToJoin(connection, *host);
        join(connection, spi);
        askForChild(connection, spi);
        return true;
    }
    if (const Connection *leader = findSibling(connection, isNegotiating)) {
        connection.attempt = Connection::Attempt::AwaitingIkeSa;
        connection.leader = leader->id();
        m_waiting.insert(connection.id());
        return true;
    }
    return false;
}

void Supervisor::Impl::callSiblings(const Connection &connection)
{
    const api::IkeSettings &ike = connection.config().ike;
    for (const api::ConnectionId &id : m_book.withIdentities(ike.localId, ike.remoteId)) {
        Connection *other = m_book.find(id);
        const bool isInNeed = other && other != &connection && !other->isStopping && other->nextAttempt
            && other->attempt == Connection::Attempt::None && carryingSession(*other, m_sessions)
            && !isCarriedOn(*other);
        if (isInNeed && mayShareIkeSa(*connection.loaded, *other->loaded) && sessionToJoin(*other, connection))
            startAttempt(*other, "retry", Way::Anew);
    }
}

// Those that wait for another's negotiation go on as soon as it has an IKE SA, or has failed.
void Supervisor::Impl::settleWaiting()
{
    for (bool isSettled = false; !isSettled;) {
        isSettled = true;
        const auto waiting = m_waiting;
        for (const api::ConnectionId &id : waiting) {
            Connection *connection = m_book.find(id);
            if (!connection || connection->attempt != Connection::Attempt::AwaitingIkeSa) {
                m_waiting.erase(id);
                continue;
            }
            const Connection *leader = m_book.find(*connection->leader);
            const std::uint64_t standing = leader ? sessionToJoin(*connection, *leader).value_or(0) : 0;
            if (leader && standing == 0 && isNegotiating(*leader))
                continue;
            isSettled = false;
            m_waiting.erase(id);
            connection->attempt = Connection::Attempt::None;
            touch(id);
            const bool isSibling = leader && !leader->isStopping && mayShareIkeSa(*leader->loaded, *connection->loaded);
            const bool hasFailed = isSibling && leader->attempt == Connection::Attempt::None
                && leader->trouble == Connection::Trouble::Phase1;
            if (isSibling && standing != 0) {
                join(*connection, standing);
                askForChild(*connection, standing);
            } else if (hasFailed) {
                attemptFailed(*connection, leader->lastFailure, Connection::Trouble::Phase1);
            } else {
                pursue(*connection, Way::Shortest);
            }
        }
    }
}

void Supervisor::Impl::leave(Connection &connection, std::uint64_t spi, std::optional<TimePoint> until)
{
    SessionTable::Entry *entry = m_sessions.find(spi);
    entry->owners.erase(connection.id());
    connection.sessions.erase(spi);
    if (connection.attempt == Connection::Attempt::AskingForChild && connection.attemptSpi == spi)
        connection.attempt = Connection::Attempt::None;
    touch(connection.id());
    const auto rest = ownersOf(spi);
    if (rest.empty())
        return;
    if (until) {
        std::erase_if(connection.leftBehind, [&](std::uint64_t old) { return m_sessions.find(old) == nullptr; });
        connection.leftBehind.insert(spi);
    }
    const LoadedConnectionPtr speaker = rest.front()->loaded;
    const api::ConnectionId id = connection.id();
    run(spi, [&](Session &session) { return session.release(id, speaker, until, env()); });
}

void Supervisor::Impl::part(Connection &connection, std::uint64_t spi)
{
    if (isShared(spi))
        leave(connection, spi, std::nullopt);
    else
        close(spi, CloseMode::Delete);
}

void Supervisor::Impl::partFromAll(Connection &connection)
{
    const auto sessions = connection.sessions; // closing may end them, and the connection
    for (const std::uint64_t spi : sessions)
        part(connection, spi);
}

// From IKE SAs that it has left already, and on which its children may still receive.
void Supervisor::Impl::sweep(Connection &connection)
{
    const api::ConnectionId id = connection.id();
    for (const std::uint64_t spi : std::exchange(connection.leftBehind, {})) {
        if (!owns(connection, spi))
            run(spi, [&](Session &session) { return session.release(id, nullptr, std::nullopt, env()); });
    }
}

std::vector<api::ConnectionId> Supervisor::Impl::closeForAll(Connection &connection)
{
    std::set<api::ConnectionId> others;
    const auto sessions = connection.sessions;
    for (const std::uint64_t spi : sessions) {
        for (Connection *owner : ownersOf(spi)) {
            if (owner == &connection)
                continue;
            m_sessions.find(spi)->owners.erase(owner->id());
            owner->sessions.erase(spi);
            if (owner->attempt == Connection::Attempt::AskingForChild && owner->attemptSpi == spi)
                owner->attempt = Connection::Attempt::None;
            others.insert(owner->id());
            touch(owner->id());
        }
        close(spi, CloseMode::Delete);
    }
    return {others.begin(), others.end()};
}

void Supervisor::Impl::retireFor(Connection &connection, std::uint64_t spi, bool byUs)
{
    if (isShared(spi))
        leave(connection, spi, m_now + (byUs ? kFarewellDelay : kReplacedGrace));
    else
        retire(spi, byUs);
}

} // namespace tw::ike

#include "engine/ike/sharing.h"
#include "engine/ike/supervisor_impl.h"

#include <algorithm>

// What sessions have to say, and what their connections make of it.
namespace tw::ike {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using api::Level;

namespace {

bool isAttemptOf(const Connection &connection, std::uint64_t spi)
{
    return connection.attemptSpi == spi
        && (connection.attempt == Connection::Attempt::Negotiating
            || connection.attempt == Connection::Attempt::AskingForChild);
}

// Of two IKE SAs for one connection, whether `a` goes: one without a child; an older one, which was replaced by a
// renewal or by a peer that had lost it; of two that began before either stood, which is what simultaneous initiation
// leaves, the one with the smaller initiator's SPI, which both sides know.
bool losesTo(const api::ConnectionId &connection, const SessionView &a, const SessionView &b)
{
    if (carries(a, connection) != carries(b, connection))
        return carries(b, connection);
    if (a.ikeSa->establishedAt <= b.createdAt || b.ikeSa->establishedAt <= a.createdAt)
        return a.ikeSa->establishedAt <= b.createdAt;
    return a.ikeSa->initiatorSpi < b.ikeSa->initiatorSpi;
}

} // namespace

void Supervisor::Impl::onNews(std::uint64_t spi, const IkeSaUp &news)
{
    SessionTable::Entry &entry = *m_sessions.find(spi);
    const api::ConnectionId &id = entry.session->connection()->config->id; // a responder knows it only now
    entry.owners.insert(id);
    entry.establishedAt = m_now;
    if (Connection *connection = m_book.find(id))
        connection->sessions.insert(spi);
    if (news.initialContact)
        forgetOlder(spi);
    gatherChildren(id, spi);
}

// With IKEv1, children outlive the IKE SA that made them, and go to the newest: those that have lost theirs, and those
// of one that was to be renewed. That happens before a child is asked for on the new one, and so it replaces them as any
// renewal does. Of IKE SAs that both sides began at once, one takes all, the same on either side.
void Supervisor::Impl::gatherChildren(const api::ConnectionId &id, std::uint64_t spi)
{
    const Connection *connection = m_book.find(id);
    if (!connection)
        return;
    const bool weInitiated = m_sessions.find(spi)->session->weInitiated();
    const SessionView newest = m_sessions.find(spi)->session->view();
    if (!stands(newest)) // it was to be deleted as soon as it stood
        return;
    const auto isRival = [&](const SessionView &view) {
        return stands(view) && view.takesChildren && view.ikeSa->establishedAt > newest.createdAt;
    };
    std::uint64_t heir = spi;
    std::uint64_t greatest = newest.ikeSa->initiatorSpi;
    std::vector<std::uint64_t> leaving; // rivals first: as long as they stand, a child elsewhere would settle them
    std::vector<std::uint64_t> elder;
    for (const std::uint64_t other : sessionsBeside(*connection, spi)) {
        const SessionView view = m_sessions.find(other)->session->view();
        const bool isOwn = connection->sessions.contains(other);
        if (isOwn && isRival(view)) {
            leaving.push_back(other);
            if (view.ikeSa->initiatorSpi > greatest) {
                heir = other;
                greatest = view.ikeSa->initiatorSpi;
            }
        } else if (!view.takesChildren || (isOwn && view.isRenewalDue && weInitiated)) {
            elder.push_back(other);
        }
    }
    leaving.push_back(spi);
    std::ranges::copy(elder, std::back_inserter(leaving));
    for (const std::uint64_t one : leaving) {
        if (one != heir)
            run(one, [&](Session &session) { return session.yieldTo(heir, env()); });
    }
}

// The other sessions of it, and of those that may share them.
std::set<std::uint64_t> Supervisor::Impl::sessionsBeside(const Connection &connection, std::uint64_t spi)
{
    std::set<std::uint64_t> beside;
    const api::IkeSettings &ike = connection.config().ike;
    for (const api::ConnectionId &id : m_book.withIdentities(ike.localId, ike.remoteId)) {
        const Connection *other = m_book.find(id);
        if (other == &connection || mayShareIkeSa(*connection.loaded, *other->loaded))
            beside.insert(other->sessions.begin(), other->sessions.end());
    }
    std::erase_if(beside, [&](std::uint64_t one) { return one == spi || !m_sessions.find(one); });
    return beside;
}

// INITIAL_CONTACT: the peer has no other IKE SA between the two identities (RFC 7296, 2.4). That was true when it sent
// this one's first authenticated message, so only what stood before this negotiation began is gone.
void Supervisor::Impl::forgetOlder(std::uint64_t spi)
{
    const SessionView view = m_sessions.find(spi)->session->view();
    std::set<api::ConnectionId> bereft; // of all but the one that this is about
    for (const auto &id : m_book.withIdentities(view.ikeSa->localId, view.ikeSa->remoteId)) {
        const auto sessions = m_book.find(id)->sessions;
        for (const std::uint64_t other : sessions) {
            const auto *entry = m_sessions.find(other);
            if (other == spi || !entry)
                continue;
            const SessionView older = entry->session->view();
            if (!stands(older) || older.ikeSa->establishedAt > view.createdAt)
                continue;
            bereft.insert(entry->owners.begin(), entry->owners.end());
            close(other, CloseMode::Forget);
        }
    }
    // What the peer has lost of the others they ask for again.
    for (const auto &id : bereft) {
        Connection *connection = m_book.find(id);
        const bool mayRestart = connection && !owns(*connection, spi) && !connection->isStopping
            && !connection->nextAttempt && connection->attempt == Connection::Attempt::None && !hasLive(*connection);
        if (mayRestart)
            restartAfter(*connection, kStableAfter, "delete");
    }
}

void Supervisor::Impl::onNews(std::uint64_t spi, const ChildUp &news)
{
    Connection *connection = m_book.find(news.connection);
    if (!connection || connection->isStopping)
        return;
    if (!owns(*connection, spi)) // the peer may ask for children of all that may share this IKE SA
        join(*connection, spi);
    connection->trouble = Connection::Trouble::None;
    connection->lastFailure = FailureCode::None;
    connection->nextAttempt.reset();
    m_attempts.set(connection->id(), std::nullopt);

    const bool isAttempt = isAttemptOf(*connection, spi);
    const auto *ours =
        connection->attempt == Connection::Attempt::Negotiating ? m_sessions.find(connection->attemptSpi) : nullptr;
    // The peer was faster. What we began is dropped, unless the peer may have the SA of it already: then it goes on to
    // its end, and the two are settled as rivals.
    if (isAttempt || connection->attempt == Connection::Attempt::Resolving
        || connection->attempt == Connection::Attempt::AwaitingIkeSa
        || connection->attempt == Connection::Attempt::AskingForChild)
        connection->attempt = Connection::Attempt::None;
    else if (ours && !ours->session->view().peerMayBeUp)
        cancelAttempt(*connection);
    settleRivals(*connection, spi);
    // On an IKE SA that cannot be renewed a child does not last, whoever asked for it there.
    const auto *entry = m_sessions.find(spi);
    if (entry && entry->session->view().isRenewalDue && carryingSession(*connection, m_sessions) == spi)
        startAttempt(*connection, "lifetime", Way::Anew);
    else
        callSiblings(*connection);
}

// One connection, one IKE SA. The other is deleted by whoever initiated the survivor.
void Supervisor::Impl::settleRivals(Connection &connection, std::uint64_t newest)
{
    const auto sessions = connection.sessions;
    std::uint64_t survivor = newest;
    for (const std::uint64_t other : sessions) {
        const auto *current = m_sessions.find(survivor);
        const auto *rival = m_sessions.find(other);
        if (other == survivor || !current || !rival || !owns(connection, other))
            continue;
        const SessionView currentView = current->session->view();
        const SessionView rivalView = rival->session->view();
        if (!stands(rivalView) || !stands(currentView))
            continue;
        // The peer may have that child already, and would decide otherwise: both must see the same.
        if (!carries(rivalView, connection.id())
            && std::ranges::find(rivalView.awaited, connection.id()) != rivalView.awaited.end())
            continue;
        if (losesTo(connection.id(), rivalView, currentView)) {
            retireFor(connection, other, currentView.ikeSa->weInitiated);
        } else {
            retireFor(connection, survivor, rivalView.ikeSa->weInitiated);
            survivor = other;
        }
    }
}

void Supervisor::Impl::retire(std::uint64_t spi, bool byUs)
{
    if (SessionTable::Entry *entry = m_sessions.find(spi)) {
        const TimePoint closeAt = m_now + (byUs ? kFarewellDelay : kReplacedGrace);
        entry->closeAt = std::min(entry->closeAt.value_or(closeAt), closeAt);
        m_sessions.refresh(spi);
    }
}

void Supervisor::Impl::onNews(std::uint64_t spi, const ChildRefused &news)
{
    Connection *connection = m_book.find(news.connection);
    if (!connection || !owns(*connection, spi))
        return;
    const bool wasAsked = connection->attempt == Connection::Attempt::AskingForChild && connection->attemptSpi == spi;
    if (isAttemptOf(*connection, spi))
        connection->attempt = Connection::Attempt::None;
    const bool hasOther = carryingSession(*connection, m_sessions).has_value();
    attemptFailed(*connection, news.failure, Connection::Trouble::Phase2);
    if (hasOther) { // a renewal that failed: the old SAs carry on
        retireFor(*connection, spi, m_sessions.find(spi)->session->weInitiated());
    } else if (
        wasAsked) { // the next attempt is to be another way: the child of IKE_AUTH has no group of its own, for one
        connection->refusedBy = spi;
        part(*connection, spi);
    }
}

// The IKE SA stands, and gets another child when one is wanted.
void Supervisor::Impl::onNews(std::uint64_t spi, const ChildLost &news)
{
    Connection *connection = m_book.find(news.connection);
    if (!connection || !owns(*connection, spi) || connection->isStopping || hasLive(*connection)
        || connection->attempt != Connection::Attempt::None)
        return;
    const auto establishedAt = m_sessions.find(spi)->establishedAt;
    connection->trouble = Connection::Trouble::None;
    if (news.failure != FailureCode::None)
        connection->lastFailure = news.failure;
    restartAfter(*connection, establishedAt ? m_now - *establishedAt : Duration{0},
                 news.failure == FailureCode::None ? "lifetime" : "delete");
}

void Supervisor::Impl::onNews(std::uint64_t spi, const RenewalDue &news)
{
    for (Connection *connection : ownersOf(spi)) {
        if (carryingSession(*connection, m_sessions) == spi)
            startAttempt(*connection, news.reason, Way::Anew);
    }
}

void Supervisor::Impl::onNews(std::uint64_t spi, const SessionEnded &news)
{
    SessionTable::Entry &entry = *m_sessions.find(spi);
    const LoadedConnectionPtr guess = entry.session->connection();
    const auto owners = ownersOf(spi);
    if (owners.empty()) {
        // A stranger that failed to prove itself, or does not believe us. It changes nothing, but an idle connection shows
        // why nobody came.
        Connection *meant = guess ? m_book.find(guess->config->id) : nullptr;
        const bool isRefusal = news.failure == FailureCode::PskMismatch || news.failure == FailureCode::PeerIdMismatch
            || news.failure == FailureCode::AuthenticationRefused || news.failure == FailureCode::CertificateProblem
            || news.failure == FailureCode::AuthenticationMethodMismatch;
        if (meant && isRefusal && meant->sessions.empty() && meant->attempt == Connection::Attempt::None) {
            meant->lastFailure = news.failure;
            touch(meant->id());
        }
        return;
    }
    const Duration lived = entry.establishedAt ? m_now - *entry.establishedAt : Duration{0};
    entry.owners.clear();
    for (Connection *owner : owners)
        onEnded(*owner, spi, news, lived);
}

void Supervisor::Impl::onEnded(Connection &connection, std::uint64_t spi, const SessionEnded &news, Duration lived)
{
    touch(connection.id());
    connection.sessions.erase(spi);
    const bool wasAttempt = isAttemptOf(connection, spi);
    if (wasAttempt)
        connection.attempt = Connection::Attempt::None;
    if (connection.isStopping) {
        if (connection.sessions.empty())
            finishStop(connection);
        return;
    }
    if (news.cause == EndCause::AttemptFailed) {
        if (wasAttempt)
            attemptFailed(connection, news.failure, Connection::Trouble::Phase1);
    } else if (news.cause != EndCause::DeletedByUs) {
        sessionLost(connection, news, lived);
    } else if (connection.config().effectImmediately && connection.lastFailure != FailureCode::NotSupported
               && connection.attempt == Connection::Attempt::None && !connection.nextAttempt && !hasLive(connection)) {
        restartAfter(connection, lived, "delete"); // it was deleted for another's sake
    }
}

void Supervisor::Impl::onNews(std::uint64_t, const SuccessorOutrivalled &news) { retire(news.localSpi, false); }

void Supervisor::Impl::onNews(std::uint64_t spi, const ForeignDeletion &news)
{
    const auto *connection = m_book.find(m_sessions.find(spi)->session->connection()->config->id);
    if (!connection)
        return;
    for (const std::uint64_t other : sessionsBeside(*connection, spi))
        run(other, [&](Session &session) { return session.peerDeletes(news.peerSpis, env()); });
}

void Supervisor::Impl::sessionLost(Connection &connection, const SessionEnded &news, Duration lived)
{
    const bool hasAnother = hasLive(connection) || connection.attempt != Connection::Attempt::None;
    if (hasAnother || connection.isStopping)
        return;
    if (news.failure != FailureCode::None)
        connection.lastFailure = news.failure;
    connection.trouble = Connection::Trouble::None;
    if (news.cause == EndCause::PeerDead && connection.config().effectImmediately)
        connection.trouble = Connection::Trouble::PeerDead; // until the next attempt
    restartAfter(connection, lived, news.cause == EndCause::PeerDead ? "dpd" : "delete");
}

void Supervisor::Impl::restartAfter(Connection &connection, Duration lived, std::string_view reason)
{
    touch(connection.id());
    if (!connection.config().effectImmediately) {
        waitForTraffic(connection);
        return;
    }
    // What stood for a while starts again soon; what comes and goes must not do so many times a minute.
    if (lived >= kStableAfter)
        connection.backoff.reset();
    const auto jitter = Duration(static_cast<Duration::rep>(m_random.below(kRestartDelay.count())));
    const Duration delay = lived >= kStableAfter ? kRestartDelay + jitter : connection.backoff.next(m_random);
    retryAfter(connection, delay, reason);
}

} // namespace tw::ike

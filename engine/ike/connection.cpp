#include "engine/ike/connection.h"

#include <algorithm>

namespace tw::ike {

namespace {

struct Found
{
    std::uint64_t spi;
    const SessionView *view;
};

// With a child of the connection, or one that may get one.
enum class Want : std::uint8_t { Child, RoomForFirst, Room };

bool hasWhatIsWanted(Want want, const SessionView &view, const api::ConnectionId &connection)
{
    switch (want) {
    case Want::Child: return carries(view, connection);
    case Want::RoomForFirst: return view.takesChildren && !carries(view, connection);
    case Want::Room: return view.takesChildren && !view.isRenewalDue;
    }
    return false;
}

// The newest session that stands.
std::optional<Found> newest(Want want, const Connection &connection, SessionViews &views, bool evenIfReplaced,
                            std::uint64_t except = 0)
{
    std::optional<Found> found;
    for (const std::uint64_t spi : connection.sessions) {
        const auto *entry = views.sessions().find(spi);
        if (spi == except || !entry || (entry->closeAt && !evenIfReplaced))
            continue;
        const SessionView &view = views.of(spi);
        const bool fits = hasWhatIsWanted(want, view, connection.id());
        if (stands(view) && fits && (!found || found->view->createdAt <= view.createdAt))
            found = Found{spi, &view};
    }
    return found;
}

std::optional<std::uint64_t> newestSpi(Want want, const Connection &connection, const SessionTable &sessions,
                                       bool evenIfReplaced, std::uint64_t except = 0)
{
    SessionViews views(sessions);
    const auto found = newest(want, connection, views, evenIfReplaced, except);
    return found ? std::optional(found->spi) : std::nullopt;
}

api::ConnectionState stateWithoutSa(const Connection &connection)
{
    if (connection.attempt == Connection::Attempt::Resolving)
        return api::ConnectionState::Resolving;
    if (connection.attempt == Connection::Attempt::Negotiating
        || connection.attempt == Connection::Attempt::AwaitingIkeSa)
        return api::ConnectionState::Phase1Negotiating;
    switch (connection.trouble) {
    case Connection::Trouble::Phase1: return api::ConnectionState::Phase1Failed;
    case Connection::Trouble::Phase2: return api::ConnectionState::Phase2Failed;
    case Connection::Trouble::PeerDead: return api::ConnectionState::PeerDead;
    case Connection::Trouble::None: break;
    }
    return api::ConnectionState::Waiting;
}

} // namespace

bool stands(const SessionView &view)
{
    return view.stage == SessionStage::Established || view.stage == SessionStage::IkeSaOnly;
}

bool carries(const SessionView &view, const api::ConnectionId &connection)
{
    return std::ranges::find(view.children, connection, &ViewedChild::connection) != view.children.end();
}

std::optional<std::uint64_t> carryingSession(const Connection &connection, const SessionTable &sessions)
{
    return newestSpi(Want::Child, connection, sessions, true);
}

std::optional<std::uint64_t> childlessSession(const Connection &connection, const SessionTable &sessions,
                                              std::uint64_t except)
{
    return newestSpi(Want::RoomForFirst, connection, sessions, false, except);
}

std::optional<std::uint64_t> standingSession(const Connection &connection, const SessionTable &sessions,
                                             std::uint64_t except)
{
    return newestSpi(Want::Room, connection, sessions, false, except);
}

const SessionView &SessionViews::of(std::uint64_t spi)
{
    const auto [place, isNew] = m_views.try_emplace(spi);
    if (isNew)
        place->second = m_sessions.find(spi)->session->view();
    return place->second;
}

api::ConnectionStatus statusOf(const Connection &connection, SessionViews &views, TimePoint now)
{
    api::ConnectionStatus status;
    status.connection = connection.id();
    status.lastFailure = connection.lastFailure;
    status.nextAttempt = connection.nextAttempt;
    if (connection.isStopping) {
        status.state = api::ConnectionState::Deleting;
    } else if (const auto carrying = newest(Want::Child, connection, views, true)) {
        status.state = api::ConnectionState::Established;
        status.ikeSa = carrying->view->ikeSa;
        for (const ViewedChild &child : carrying->view->children) {
            if (child.connection == connection.id())
                status.childSas.push_back(child.status);
        }
    } else if (const auto ikeOnly = newest(Want::RoomForFirst, connection, views, true)) {
        status.state = connection.attempt == Connection::Attempt::AskingForChild
            ? api::ConnectionState::Phase2Negotiating
            : connection.trouble == Connection::Trouble::Phase2 ? api::ConnectionState::Phase2Failed
                                                                : api::ConnectionState::Phase1Established;
        status.ikeSa = ikeOnly->view->ikeSa;
    } else {
        status.state = stateWithoutSa(connection);
    }
    const bool isSame = connection.published && connection.published->state == status.state;
    status.since = isSame ? connection.published->since : now;
    return status;
}

} // namespace tw::ike

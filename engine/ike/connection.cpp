#include "engine/ike/connection.h"

namespace tw::ike {

namespace {

// The newest session in `stage`, with its view.
std::optional<SessionView> newestIn(SessionStage stage, const Connection &connection, const SessionTable &sessions)
{
    std::optional<SessionView> newest;
    for (const std::uint64_t spi : connection.sessions) {
        const auto *entry = sessions.find(spi);
        if (!entry)
            continue;
        SessionView view = entry->session->view();
        if (view.stage == stage && (!newest || newest->createdAt <= view.createdAt))
            newest = std::move(view);
    }
    return newest;
}

std::optional<std::uint64_t> newestSpiIn(SessionStage stage, const Connection &connection, const SessionTable &sessions,
                                         bool evenIfReplaced)
{
    std::optional<std::uint64_t> found;
    TimePoint newest{};
    for (const std::uint64_t spi : connection.sessions) {
        const auto *entry = sessions.find(spi);
        if (!entry || (entry->closeAt && !evenIfReplaced))
            continue;
        const SessionView view = entry->session->view();
        if (view.stage == stage && (!found || newest <= view.createdAt)) {
            found = spi;
            newest = view.createdAt;
        }
    }
    return found;
}

api::ConnectionState stateWithoutSa(const Connection &connection)
{
    if (connection.attempt == Connection::Attempt::Resolving)
        return api::ConnectionState::Resolving;
    if (connection.attempt == Connection::Attempt::Negotiating)
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

std::optional<std::uint64_t> carryingSession(const Connection &connection, const SessionTable &sessions)
{
    return newestSpiIn(SessionStage::Established, connection, sessions, true);
}

std::optional<std::uint64_t> childlessSession(const Connection &connection, const SessionTable &sessions)
{
    return newestSpiIn(SessionStage::IkeSaOnly, connection, sessions, false);
}

api::ConnectionStatus statusOf(const Connection &connection, const SessionTable &sessions, TimePoint now)
{
    api::ConnectionStatus status;
    status.connection = connection.id();
    status.lastFailure = connection.lastFailure;
    status.nextAttempt = connection.nextAttempt;
    if (connection.isStopping) {
        status.state = api::ConnectionState::Deleting;
    } else if (auto view = newestIn(SessionStage::Established, connection, sessions)) {
        status.state = api::ConnectionState::Established;
        status.ikeSa = std::move(view->ikeSa);
        status.childSas = std::move(view->children);
    } else if (auto ikeOnly = newestIn(SessionStage::IkeSaOnly, connection, sessions)) {
        status.state = connection.attempt == Connection::Attempt::AskingForChild
            ? api::ConnectionState::Phase2Negotiating
            : connection.trouble == Connection::Trouble::Phase2 ? api::ConnectionState::Phase2Failed
                                                                : api::ConnectionState::Phase1Established;
        status.ikeSa = std::move(ikeOnly->ikeSa);
    } else {
        status.state = stateWithoutSa(connection);
    }
    const bool isSame = connection.published && connection.published->state == status.state;
    status.since = isSame ? connection.published->since : now;
    return status;
}

} // namespace tw::ike

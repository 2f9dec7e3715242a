#include "engine/ike/sharing.h"
#include "engine/ike/supervisor_impl.h"

#include <algorithm>
#include <utility>

// Commands, and what becomes of a connection.
namespace tw::ike {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using api::Level;
using api::Phase;

namespace {

LoadedConnectionPtr loadedFrom(api::ConnectionConfigPtr config, SecretBytes secret)
{
    auto loaded = std::make_shared<LoadedConnection>();
    loaded->config = std::move(config);
    loaded->secret = std::move(secret);
    return loaded;
}

} // namespace

bool Supervisor::Impl::hasLive(const Connection &connection) const
{
    return std::ranges::any_of(connection.sessions, [&](std::uint64_t spi) {
        const auto *entry = m_sessions.find(spi);
        return entry && !entry->closeAt && carries(entry->session->view(), connection.id());
    });
}

bool Supervisor::Impl::isCarriedOn(const Connection &connection) const
{
    const auto carrying = carryingSession(connection, m_sessions);
    return carrying && !m_sessions.find(*carrying)->session->view().isRenewalDue;
}

void Supervisor::Impl::installPolicy(const Connection &connection)
{
    const api::ConnectionConfig &config = connection.config();
    const auto *address = std::get_if<IpAddress>(&config.peer);
    act(InstallPolicy{config.id, config.child.local, config.child.remote,
                      address ? *address : connection.resolvedPeer.value_or(IpAddress{})});
}

void Supervisor::Impl::on(api::Start &&command)
{
    if (m_isShuttingDown)
        return;
    auto content = loadedFrom(std::move(command.config), std::move(command.secret));
    Connection *connection = m_book.find(content->config->id);
    if (connection && connection->isStopping) {
        finishStop(*connection); // its last messages go on without it
        connection = nullptr;
    }
    if (!connection) {
        load(std::move(content), command.negotiate);
        return;
    }
    change(*connection, std::move(content));
    if (command.negotiate && !carryingSession(*connection, m_sessions))
        startAttempt(*connection, "operator");
}

void Supervisor::Impl::load(LoadedConnectionPtr loaded, bool negotiate)
{
    const Protocol *protocol = protocolFor(loaded->config->ike.version);
    const auto unsupported =
        protocol ? protocol->unsupported(*loaded->config) : std::optional<std::string>("this version of IKE");
    Connection &connection = m_book.load(std::move(loaded));
    report(connection.id(),
           EventDraft(EventCode::ConnectionStarted, Level::Info).with(DetailKey::Name, connection.config().name));
    touch(connection.id());
    if (unsupported) {
        connection.trouble = Connection::Trouble::Phase1;
        connection.lastFailure = FailureCode::NotSupported;
        report(connection.id(),
               EventDraft(EventCode::AttemptFailed, Level::Error, Phase::Phase1)
                   .with(FailureCode::NotSupported)
                   .with(DetailKey::Reason, *unsupported));
        return;
    }
    installPolicy(connection);
    if (negotiate)
        startAttempt(connection, "operator");
    else
        waitForTraffic(connection);
}

void Supervisor::Impl::on(api::Update &&command)
{
    Connection *connection = m_book.find(command.config->id);
    if (connection && !connection->isStopping && !m_isShuttingDown)
        change(*connection, loadedFrom(std::move(command.config), std::move(command.secret)));
}

void Supervisor::Impl::change(Connection &connection, LoadedConnectionPtr content)
{
    const LoadedConnectionPtr before = connection.loaded;
    const api::EditScope scope = scopeOf(*before, *content);
    if (scope == api::EditScope::Nothing)
        return;
    const Protocol *protocol = protocolFor(content->config->ike.version);
    const bool isSupported = protocol && !protocol->unsupported(*content->config);
    m_book.replace(connection, std::move(content));
    report(connection.id(),
           EventDraft(EventCode::ConnectionUpdated, Level::Info).with(DetailKey::Name, connection.config().name));
    touch(connection.id());
    if (scope == api::EditScope::InPlace)
        adoptEdit(connection, *before->config);
    else if (scope == api::EditScope::Phase2 && isSupported)
        renegotiatePhase2(connection, *before->config);
    else
        renegotiateAll(connection, isSupported);
}

void Supervisor::Impl::adoptEdit(Connection &connection, const api::ConnectionConfig &before)
{
    const auto sessions = connection.sessions;
    for (const std::uint64_t spi : sessions)
        run(spi, [&](Session &one) { return one.adopt(connection.loaded, api::EditScope::InPlace, env()); });
    if (connection.config().effectImmediately && !before.effectImmediately && !hasLive(connection))
        startAttempt(connection, "operator");
}

void Supervisor::Impl::forgetTroubles(Connection &connection)
{
    connection.backoff.reset();
    connection.notBefore = {};
    connection.trouble = Connection::Trouble::None;
    connection.lastFailure = FailureCode::None;
}

void Supervisor::Impl::renegotiatePhase2(Connection &connection, const api::ConnectionConfig &before)
{
    // A negotiation that has no IKE SA yet begins again: what it offers for the child is no longer meant.
    cancelAttempt(connection);
    forgetTroubles(connection);
    const auto sessions = connection.sessions;
    for (const std::uint64_t spi : sessions) {
        const auto *entry = m_sessions.find(spi);
        if (entry && entry->closeAt) // on its way out, whatever is said about its children
            part(connection, spi);
        else
            run(spi, [&](Session &one) { return one.adopt(connection.loaded, api::EditScope::Phase2, env()); });
    }
    if (!api::hasSameSelectors(before, connection.config())) {
        act(RemovePolicy{connection.id()});
        installPolicy(connection);
    }
    if (hasLive(connection))
        return; // it carries on until its successor stands
    if (connection.config().effectImmediately)
        startAttempt(connection, "operator");
    else
        waitForTraffic(connection);
}

void Supervisor::Impl::renegotiateAll(Connection &connection, bool isSupported)
{
    cancelAttempt(connection);
    partFromAll(connection); // the others are on it with the former settings, until they are edited too
    forgetTroubles(connection);
    act(RemovePolicy{connection.id()});
    if (!isSupported) {
        connection.trouble = Connection::Trouble::Phase1;
        connection.lastFailure = FailureCode::NotSupported;
        report(connection.id(),
               EventDraft(EventCode::AttemptFailed, Level::Error, Phase::Phase1).with(FailureCode::NotSupported));
        return;
    }
    connection.resolvedPeer.reset();
    installPolicy(connection);
    if (connection.config().effectImmediately)
        startAttempt(connection, "operator");
    else
        waitForTraffic(connection);
}

void Supervisor::Impl::on(const api::Stop &command)
{
    if (Connection *connection = m_book.find(command.connection); connection && !connection->isStopping)
        stop(*connection);
}

void Supervisor::Impl::stop(Connection &connection)
{
    const api::ConnectionId id = connection.id();
    connection.isStopping = true;
    touch(id);
    endProbe(id, "replaced");
    act(RemovePolicy{id});
    // The last session may end at once, and with it the connection: a negotiation that has heard nothing does.
    cancelAttempt(connection);
    if (Connection *still = m_book.find(id)) {
        sweep(*still);
        partFromAll(*still);
    }
    if (Connection *still = m_book.find(id); still && still->sessions.empty())
        finishStop(*still);
}

void Supervisor::Impl::finishStop(Connection &connection)
{
    const api::ConnectionId id = connection.id();
    for (const std::uint64_t spi : connection.sessions) {
        if (SessionTable::Entry *entry = m_sessions.find(spi))
            entry->owners.erase(id);
    }
    report(id, EventDraft(EventCode::ConnectionStopped, Level::Info).with(DetailKey::Name, connection.config().name));
    api::ConnectionStatus status;
    status.connection = id;
    status.state = api::ConnectionState::Stopped;
    status.since = m_now;
    status.lastFailure = connection.lastFailure;
    act(PublishStatus{std::move(status)});
    act(Unloaded{id});
    m_attempts.set(id, std::nullopt);
    m_book.unload(id);
}

void Supervisor::Impl::on(const api::Renegotiate &command)
{
    Connection *connection = m_book.find(command.connection);
    if (!connection || connection->isStopping || m_isShuttingDown)
        return;
    cancelAttempt(*connection);
    const auto others = closeForAll(*connection);
    connection->backoff.reset();
    startAttempt(*connection, "renegotiate");
    for (const api::ConnectionId &id : others) { // whose IKE SA that was
        Connection &other = *m_book.find(id);
        if (other.isStopping || hasLive(other) || other.attempt != Connection::Attempt::None)
            continue;
        if (other.config().effectImmediately)
            startAttempt(other, "renegotiate");
        else
            waitForTraffic(other);
    }
}

void Supervisor::Impl::on(const api::Rekey &command)
{
    const Connection *connection = m_book.find(command.connection);
    const auto carrying = connection ? carryingSession(*connection, m_sessions) : std::nullopt;
    if (!carrying || connection->isStopping)
        return;
    const bool isIkeSa = command.scope == api::Rekey::Scope::IkeSa;
    report(command.connection,
           EventDraft(EventCode::RekeyRequested, Level::Info, isIkeSa ? Phase::Phase1 : Phase::Phase2)
               .with(DetailKey::Reason, isIkeSa ? "IKE SA" : "children"));
    if (isIkeSa) {
        run(*carrying, [&](Session &session) { return session.renewIkeSa(env()); });
        return;
    }
    const auto children = m_sessions.find(*carrying)->session->view().children;
    for (const ViewedChild &child : children) {
        const crypto::EspSpi spi(child.status.inboundSpi);
        if (child.connection == command.connection)
            run(*carrying, [&](Session &session) { return session.renewChild(spi, env()); });
    }
}

void Supervisor::Impl::on(const api::Shutdown &)
{
    m_isShuttingDown = true;
    stopProbes();
    for (const api::ConnectionId &id : m_book.all())
        on(api::Stop{id});
    for (const std::uint64_t spi : m_sessions.all()) {
        if (m_sessions.find(spi)->session->view().stage == SessionStage::Lingering)
            close(spi, CloseMode::Delete); // nobody waits for late packets
    }
}

void Supervisor::Impl::on(const NeedChild &notice)
{
    Connection *connection = m_book.find(notice.connection);
    if (!connection || connection->isStopping || connection->attempt != Connection::Attempt::None)
        return;
    // A peer that refuses us is not asked again for every packet.
    if (connection->nextAttempt || m_now < connection->notBefore)
        return;
    if (const auto carrying = carryingSession(*connection, m_sessions)) { // it may lack the pair of this packet
        run(*carrying, [&](Session &session) { return session.createChild(connection->loaded, env()); });
        return;
    }
    report(connection->id(),
           EventDraft(EventCode::TrafficWithoutSa, Level::Info, Phase::Data)
               .direction(api::Direction::Out)
               .with(DetailKey::Source, notice.source.toString())
               .with(DetailKey::Destination, notice.destination.toString()));
    startAttempt(*connection, "traffic");
}

void Supervisor::Impl::on(const SequenceLow &notice)
{
    if (const auto spi = m_book.sessionOf(notice.inboundSpi))
        run(*spi, [&](Session &session) { return session.renewChild(notice.inboundSpi, env()); });
}

void Supervisor::Impl::on(const PeerMoved &notice)
{
    if (const auto spi = m_book.sessionOf(notice.inboundSpi))
        run(*spi, [&](Session &session) { return session.peerMoved(notice.remote, env()); });
}

void Supervisor::Impl::startAttempt(Connection &connection, std::string_view reason, Way way)
{
    const Protocol *protocol = protocolFor(connection.config().ike.version);
    if (connection.isStopping || connection.attempt != Connection::Attempt::None || !protocol
        || protocol->unsupported(connection.config()))
        return;
    connection.nextAttempt.reset();
    m_attempts.set(connection.id(), std::nullopt);
    touch(connection.id());
    report(connection.id(), EventDraft(EventCode::NegotiationTriggered, Level::Info).with(DetailKey::Reason, reason));
    pursue(connection, way);
}

void Supervisor::Impl::pursue(Connection &connection, Way way)
{
    const auto standing = way == Way::Shortest ? childlessSession(connection, m_sessions) : std::nullopt;
    if (standing) {
        askForChild(connection, *standing);
        return;
    }
    if (leaveToSibling(connection))
        return;
    connection.attempt = Connection::Attempt::Resolving;
    m_lookups.push_back({connection.id(), connection.config().localAddress, connection.config().peer});
}

void Supervisor::Impl::askForChild(Connection &connection, std::uint64_t spi)
{
    connection.attempt = Connection::Attempt::AskingForChild;
    connection.attemptSpi = spi;
    run(spi, [&](Session &session) { return session.createChild(connection.loaded, env()); });
}

void Supervisor::Impl::cancelAttempt(Connection &connection)
{
    connection.nextAttempt.reset();
    m_attempts.set(connection.id(), std::nullopt);
    const bool isNegotiating = connection.attempt == Connection::Attempt::Negotiating;
    connection.attempt = Connection::Attempt::None;
    touch(connection.id());
    if (isNegotiating)
        close(connection.attemptSpi, CloseMode::Delete);
}

void Supervisor::Impl::negotiate(Connection &connection, ResolvedPath path)
{
    path.mappedPort = mappedPort(connection, path);
    // The peer refused a child on an IKE SA that stands: it is of no use beside a new one.
    const auto sessions = connection.sessions;
    for (const std::uint64_t spi : sessions) {
        const auto *entry = m_sessions.find(spi);
        const SessionView view = entry ? entry->session->view() : SessionView{};
        if (stands(view) && !carries(view, connection.id()))
            part(connection, spi);
    }
    const Protocol *protocol = protocolFor(connection.config().ike.version);
    NewSession made;
    try {
        made = protocol->initiate(m_sessions.freshSpi(m_random), connection.loaded, path, env());
    } catch (const crypto::CryptoFailure &) {
        connection.attempt = Connection::Attempt::None;
        attemptFailed(connection, FailureCode::InternalError, Connection::Trouble::Phase1);
        return;
    }
    const std::uint64_t spi = made.session->localSpi();
    connection.attempt = Connection::Attempt::Negotiating;
    connection.attemptSpi = spi;
    connection.sessions.insert(spi);
    m_sessions.add(std::move(made.session), path.remote).owners = {connection.id()};
    absorb(spi, std::move(made.step));
}

void Supervisor::Impl::attemptFailed(Connection &connection, FailureCode failure, Connection::Trouble trouble)
{
    connection.lastFailure = failure;
    const Duration delay = connection.backoff.next(m_random);
    // A renewal that fails is tried again as long as the old SAs carry traffic, whoever wanted them.
    const bool hasChild = carryingSession(connection, m_sessions).has_value();
    const bool triesAgain = (connection.config().effectImmediately || hasChild) && !connection.isStopping;
    if (!hasChild)
        connection.trouble = trouble;
    EventDraft event(EventCode::AttemptFailed, Level::Error,
                     trouble == Connection::Trouble::Phase2 ? Phase::Phase2 : Phase::Phase1);
    if (triesAgain) {
        retryAfter(connection, delay, "retry");
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(delay).count();
        report(connection.id(), std::move(event).with(failure).with(DetailKey::Seconds, std::to_string(seconds)));
        return;
    }
    connection.notBefore = m_now + delay;
    report(connection.id(), std::move(event).with(failure));
    if (!connection.isStopping)
        waitForTraffic(connection);
}

void Supervisor::Impl::retryAfter(Connection &connection, Duration delay, std::string_view reason)
{
    connection.nextAttempt = m_now + delay;
    connection.nextReason = reason;
    m_attempts.set(connection.id(), connection.nextAttempt);
    touch(connection.id());
}

void Supervisor::Impl::waitForTraffic(Connection &connection)
{
    report(connection.id(), EventDraft(EventCode::WaitingForTraffic, Level::Info));
    touch(connection.id());
}

} // namespace tw::ike

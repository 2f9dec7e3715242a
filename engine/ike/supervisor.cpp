#include "engine/ike/supervisor.h"

#include "engine/ike/supervisor_impl.h"

#include <algorithm>
#include <utility>

namespace tw::ike {

using api::DetailKey;
using api::EventCode;
using api::Level;

Supervisor::Impl::Impl(RandomSource &random, std::vector<std::unique_ptr<Protocol>> protocols,
                       SupervisorOptions options)
    : m_random(random), m_options(options), m_protocols(std::move(protocols)), m_book(m_sessions)
{ }

Env Supervisor::Impl::env() const
{
    Env env{m_now, m_random, m_book, m_options.ikePort, m_options.natPort, m_clock};
    env.exposesKeys = m_exposesKeys;
    return env;
}

Protocol *Supervisor::Impl::protocolFor(api::IkeVersion version) const
{
    const auto found = std::ranges::find(m_protocols, version, [](const auto &one) { return one->version(); });
    return found == m_protocols.end() ? nullptr : found->get();
}

void Supervisor::Impl::report(const api::ConnectionId &connection, EventDraft &&event)
{
    act(std::move(event).finish(m_now, connection));
}

void Supervisor::Impl::receive(const Datagram &datagram)
{
    const auto header = wire::decodeIkeHeader(datagram.message);
    if (!header) {
        if (m_hostileReports.allows(m_now))
            report({},
                   EventDraft(EventCode::MessageUnmatched, Level::Debug)
                       .direction(api::Direction::In)
                       .with(DetailKey::RemoteEndpoint, datagram.remote.toString())
                       .with(DetailKey::Reason, header.error().where));
        return;
    }
    if (const auto *entry = m_sessions.find(*header, datagram.remote.address))
        run(entry->session->localSpi(), [&](Session &session) { return session.receive(datagram, env()); });
    else
        accept(datagram, *header);
}

std::string_view Supervisor::Impl::reasonToIgnore(const Datagram &datagram, const wire::IkeHeader &header) const
{
    if (m_isShuttingDown)
        return "shutting down";
    // With an SPI that we chose as initiator, but not of that SA: our own message came back, or two SAs were mixed.
    if (const auto *own = m_sessions.find(header.initiatorSpi.value()); own && own->session->weInitiated())
        return "SPIs of no SA together";
    return m_sessions.mayAccept(datagram.remote.address) ? "" : "too many half-open negotiations";
}

// A peer of ours that speaks a version for which there is no machine here: its connection shows what is wrong.
void Supervisor::Impl::reportUnknownVersion(const Datagram &datagram)
{
    const auto meant = m_book.between(datagram.local.address, datagram.remote.address, api::IkeVersion::V2);
    if (m_hostileReports.allows(m_now))
        report(meant.size() == 1 ? meant.front()->config->id : api::ConnectionId{},
               EventDraft(EventCode::MessageUnmatched, Level::Warning)
                   .direction(api::Direction::In)
                   .with(DetailKey::RemoteEndpoint, datagram.remote.toString())
                   .with(DetailKey::Reason, "the peer speaks IKEv1")
                   .with(api::FailureCode::IkeVersionMismatch));
}

void Supervisor::Impl::accept(const Datagram &datagram, const wire::IkeHeader &header)
{
    // Later versions go to IKEv2, which says that it does not know them (RFC 7296, 2.5).
    const Protocol *protocol = protocolFor(header.majorVersion < 2 ? api::IkeVersion::V1 : api::IkeVersion::V2);
    if (!protocol) {
        reportUnknownVersion(datagram);
        return;
    }
    if (const std::string_view reason = reasonToIgnore(datagram, header); !reason.empty()) {
        if (m_hostileReports.allows(m_now))
            report({},
                   EventDraft(EventCode::MessageUnmatched, Level::Warning)
                       .direction(api::Direction::In)
                       .with(DetailKey::RemoteEndpoint, datagram.remote.toString())
                       .with(DetailKey::Reason, reason));
        return;
    }
    Env env = this->env();
    if (m_sessions.wantsCookie(datagram.remote.address))
        env.cookies = &m_cookies;
    NewSession made;
    try {
        made = protocol->accept(m_sessions.freshSpi(m_random), datagram, env);
    } catch (const crypto::CryptoFailure &) {
        return; // nothing was kept; the peer will try again
    }
    if (!made.session) {
        absorb(0, std::move(made.step), true);
        return;
    }
    const std::uint64_t spi = made.session->localSpi();
    m_sessions.add(std::move(made.session), datagram.remote.address);
    absorb(spi, std::move(made.step));
}

namespace {

// Reports that anyone can cause by sending us something, session or not.
bool isCausedByAnyone(const Action &action)
{
    const auto *report = std::get_if<Report>(&action);
    return report
        && (report->event.code == EventCode::MessageDropped || report->event.code == EventCode::MessageUnmatched
            || report->event.code == EventCode::DuplicateAnswered);
}

} // namespace

void Supervisor::Impl::adoptSuccessor(std::uint64_t spi, Successor successor)
{
    const SessionTable::Entry &old = *m_sessions.find(spi);
    const auto owners = successor.mayInherit ? old.owners : std::set<api::ConnectionId>();
    const auto establishedAt = old.establishedAt;
    const std::uint64_t newSpi = successor.session->localSpi();
    SessionTable::Entry &entry = m_sessions.add(std::move(successor.session), IpAddress(old.firstRemote));
    entry.owners = owners;
    entry.establishedAt = establishedAt;
    for (Connection *owner : ownersOf(newSpi))
        owner->sessions.insert(newSpi);
    m_sessions.refresh(newSpi);
}

void Supervisor::Impl::bequeath(std::uint64_t spi, Bequest bequest)
{
    const auto owners = ownersOf(spi);
    SessionTable::Entry &old = *m_sessions.find(spi);
    const Duration lived = old.establishedAt ? m_now - *old.establishedAt : Duration{0};
    old.owners.clear();
    SessionTable::Entry *heir = m_sessions.find(bequest.heir);
    // The heir of a rekey may have been replaced itself meanwhile, and hands on what it gets.
    const bool isThere =
        heir && (bequest.isRekey ? heir->session->view().stage != SessionStage::Closed : stands(heir->session->view()));
    const auto closeAt = std::exchange(old.closeAt, std::nullopt);
    if (isThere && bequest.isRekey) // which is no reason to stay
        heir->closeAt = closeAt;
    for (Connection *owner : owners) {
        owner->sessions.erase(spi);
        if (owner->attemptSpi == spi)
            owner->attemptSpi = bequest.heir;
        if (isThere) { // it may have come since the heir was made
            heir->owners.insert(owner->id());
            owner->sessions.insert(bequest.heir);
        }
        touch(owner->id());
    }
    for (const crypto::EspSpi child : bequest.children) {
        if (isThere)
            m_book.childInstalled(child, bequest.heir);
    }
    if (isThere) {
        run(bequest.heir, [&](Session &session) { return session.inherit(std::move(bequest.estate), env()); });
    } else {
        for (const crypto::EspSpi child : bequest.children) {
            act(RemoveChild{child});
            m_book.childRemoved(child);
        }
    }
    // An heir that the peer has deleted meanwhile takes nothing: the two sides are out of step.
    const auto *after = m_sessions.find(bequest.heir);
    if (after && stands(after->session->view())) {
        // An attempt whose child is there already has nothing to wait for. Left alone it would be given up, with all that
        // the heir carries, as soon as the peer renews.
        for (Connection *owner : owners) {
            if (owner->attempt == Connection::Attempt::Negotiating && owner->attemptSpi == bequest.heir
                && carries(after->session->view(), owner->id()))
                owner->attempt = Connection::Attempt::None;
        }
        return;
    }
    for (Connection *owner : owners) {
        if (!owner->isStopping)
            sessionLost(*owner, {EndCause::ProtocolBroken}, lived);
        else if (owner->sessions.empty())
            finishStop(*owner);
    }
}

void Supervisor::Impl::absorb(std::uint64_t spi, Step step, bool isLimited)
{
    if (const auto *entry = m_sessions.find(spi); entry && entry->probes) {
        absorbProbe(spi, api::ConnectionId(*entry->probes), std::move(step));
        return;
    }
    for (Successor &successor : step.successors)
        adoptSuccessor(spi, std::move(successor));
    for (Action &action : step.actions) {
        const bool isReport = std::holds_alternative<Report>(action);
        if (((isLimited && isReport) || isCausedByAnyone(action)) && !m_hostileReports.allows(m_now))
            continue;
        if (const auto *install = std::get_if<InstallChild>(&action))
            m_book.childInstalled(install->sa.inboundSpi, spi);
        else if (const auto *removal = std::get_if<RemoveChild>(&action))
            m_book.childRemoved(removal->inboundSpi);
        act(std::move(action));
    }
    if (step.bequest)
        bequeath(spi, std::move(*step.bequest));
    for (const SessionNews &news : step.news) {
        if (m_sessions.find(spi))
            std::visit([&](const auto &one) { onNews(spi, one); }, news);
    }
    for (const Connection *owner : ownersOf(spi))
        touch(owner->id());
    const auto *entry = m_sessions.find(spi);
    if (entry && entry->session->view().stage == SessionStage::Closed)
        m_sessions.remove(spi);
    else
        m_sessions.refresh(spi);
}

void Supervisor::Impl::abandon(std::uint64_t spi)
{
    if (const auto *entry = m_sessions.find(spi); entry && entry->probes) {
        const api::ConnectionId id = *entry->probes;
        m_sessions.remove(spi);
        endProbe(id, "silent");
        return;
    }
    for (const crypto::EspSpi child : m_book.childrenOf(spi)) {
        act(RemoveChild{child});
        m_book.childRemoved(child);
    }
    onNews(spi,
           SessionEnded{m_sessions.find(spi)->establishedAt ? EndCause::ProtocolBroken : EndCause::AttemptFailed,
                        api::FailureCode::InternalError});
    m_sessions.remove(spi);
}

void Supervisor::Impl::close(std::uint64_t spi, CloseMode mode)
{
    run(spi, [&](Session &session) { return session.close(mode, env()); });
}

void Supervisor::Impl::traffic(std::span<const SaTraffic> readings)
{
    for (const SaTraffic &reading : readings) {
        const auto spi = m_book.sessionOf(reading.inboundSpi);
        if (!spi)
            continue;
        run(*spi, [&](Session &session) { return session.traffic({&reading, 1}, env()); });
    }
}

void Supervisor::Impl::tick()
{
    for (const std::uint64_t spi : m_sessions.due(m_now)) {
        SessionTable::Entry *entry = m_sessions.find(spi);
        if (!entry)
            continue;
        if (entry->closeAt && *entry->closeAt <= m_now) {
            entry->closeAt.reset();
            close(spi, CloseMode::Replaced);
        } else {
            run(spi, [&](Session &session) { return session.tick(env()); });
        }
    }
    tickProbes();
    for (const api::ConnectionId &id : m_attempts.due(m_now)) {
        Connection *connection = m_book.find(id);
        m_attempts.set(id, std::nullopt);
        if (!connection)
            continue;
        connection->nextAttempt.reset();
        if (isCarriedOn(*connection))
            touch(id);
        else
            startAttempt(*connection, connection->nextReason);
    }
}

std::optional<TimePoint> Supervisor::Impl::nextDeadline() const
{
    const auto session = m_sessions.nextDeadline();
    const auto attempt = m_attempts.next();
    auto next = session && attempt ? std::optional(std::min(*session, *attempt)) : session ? session : attempt;
    for (const auto &[id, probe] : m_probes) {
        if (probe.path)
            next = std::min(next.value_or(probe.givenUpAt), probe.givenUpAt);
    }
    return next;
}

bool Supervisor::Impl::isShutDown() const { return m_isShuttingDown && m_book.size() == 0 && m_sessions.size() == 0; }

Supervisor::Census Supervisor::Impl::census() const { return {m_book.size(), m_sessions.size(), m_book.childCount()}; }

Supervisor::Claim Supervisor::Impl::claimOf(const api::ConnectionId &id, const wire::IkeHeader &header,
                                            const IpAddress &local, const IpAddress &remote) const
{
    const auto *entry = m_sessions.find(header, remote);
    if (entry && !entry->owners.empty())
        return entry->owners.contains(id) ? Claim::Ours : Claim::Others;
    // Of either version: a peer that speaks the wrong one means us all the same.
    bool isMeant = false;
    bool areOthers = false;
    for (const auto version : {api::IkeVersion::V1, api::IkeVersion::V2}) {
        for (const LoadedConnectionPtr &candidate : m_book.between(local, remote, version))
            (candidate->config->id == id ? isMeant : areOthers) = true;
    }
    return !isMeant ? Claim::Others : areOthers ? Claim::Open : Claim::Ours;
}

bool Supervisor::Impl::isStanding(std::uint64_t initiatorSpi, std::uint64_t responderSpi) const
{
    const auto *entry = m_sessions.find(initiatorSpi);
    if (!entry || !entry->session->weInitiated())
        entry = m_sessions.find(responderSpi);
    if (!entry)
        return false;
    const SessionView view = entry->session->view();
    return view.stage != SessionStage::Lingering && view.stage != SessionStage::Closed && view.takesChildren;
}

Actions Supervisor::Impl::finish()
{
    settleWaiting();
    SessionViews views(m_sessions);
    for (const api::ConnectionId &id : m_touched) {
        Connection *connection = m_book.find(id);
        if (!connection)
            continue;
        api::ConnectionStatus status = statusOf(*connection, views, m_now);
        if (connection->published == status)
            continue;
        connection->published = status;
        act(PublishStatus{std::move(status)});
    }
    m_touched.clear();
    // Last, so that whoever answers at once does so after everything else of this step.
    std::ranges::move(m_lookups, std::back_inserter(m_out));
    m_lookups.clear();
    if (m_isShuttingDown && m_book.size() == 0) {
        // What is left answers repeated requests or waits for strangers: nobody misses it.
        for (const std::uint64_t spi : m_sessions.all()) {
            const SessionStage stage = m_sessions.find(spi)->session->view().stage;
            if (stage == SessionStage::Lingering || stage == SessionStage::Negotiating)
                m_sessions.remove(spi);
        }
    }
    return std::exchange(m_out, {});
}

Supervisor::Supervisor(RandomSource &random, std::vector<std::unique_ptr<Protocol>> protocols,
                       SupervisorOptions options)
    : m_impl(std::make_unique<Impl>(random, std::move(protocols), options))
{ }

Supervisor::~Supervisor() = default;

Actions Supervisor::command(api::Command command, TimePoint now)
{
    m_impl->begin(now);
    std::visit([&](auto &&one) { m_impl->on(std::move(one)); }, std::move(command));
    return m_impl->finish();
}

Actions Supervisor::pathResolved(const api::ConnectionId &connection,
                                 const std::expected<ResolvedPath, PathFailure> &path, TimePoint now)
{
    m_impl->begin(now);
    m_impl->pathResolved(connection, path);
    return m_impl->finish();
}

Actions Supervisor::receive(const Datagram &datagram, TimePoint now)
{
    m_impl->begin(now);
    m_impl->receive(datagram);
    return m_impl->finish();
}

Actions Supervisor::notice(const DataPathNotice &notice, TimePoint now)
{
    m_impl->begin(now);
    std::visit([&](const auto &one) { m_impl->on(one); }, notice);
    return m_impl->finish();
}

Actions Supervisor::traffic(std::span<const SaTraffic> readings, TimePoint now)
{
    m_impl->begin(now);
    m_impl->traffic(readings);
    return m_impl->finish();
}

Actions Supervisor::networkChanged(TimePoint now)
{
    m_impl->begin(now);
    m_impl->networkChanged();
    return m_impl->finish();
}

Actions Supervisor::tick(TimePoint now)
{
    m_impl->begin(now);
    m_impl->tick();
    return m_impl->finish();
}

void Supervisor::setClock(const ClockAnchor &clock) { m_impl->setClock(clock); }

std::optional<TimePoint> Supervisor::nextDeadline() const { return m_impl->nextDeadline(); }
bool Supervisor::isShutDown() const { return m_impl->isShutDown(); }
Supervisor::Census Supervisor::census() const { return m_impl->census(); }

Supervisor::Claim Supervisor::claimOf(const api::ConnectionId &connection, const wire::IkeHeader &header,
                                      const IpAddress &local, const IpAddress &remote) const
{
    return m_impl->claimOf(connection, header, local, remote);
}

bool Supervisor::isStanding(std::uint64_t initiatorSpi, std::uint64_t responderSpi) const
{
    return m_impl->isStanding(initiatorSpi, responderSpi);
}

} // namespace tw::ike

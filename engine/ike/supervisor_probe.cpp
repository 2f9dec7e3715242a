#include "engine/ike/probe_rounds.h"
#include "engine/ike/supervisor_impl.h"

#include <algorithm>
#include <utility>

// Probes: sessions of their own, which no connection owns. Nothing that they do reaches the data path, and of what they
// would say only what the peer took reaches the log.
namespace tw::ike {

using api::DetailKey;
using api::EventCode;
using api::Level;
using api::Phase;

namespace {

// An answer takes a round trip; what gets none is not asked five times.
constexpr Duration kRoundPatience{6'000};

Phase phaseOf(api::SuiteProbe::Scope scope) { return scope == api::SuiteProbe::Scope::Phase1 ? Phase::Phase1 : Phase::Phase2; }

} // namespace

void Supervisor::Impl::on(const api::SuiteProbe &command)
{
    Connection *connection = m_book.find(command.connection);
    const Protocol *protocol = connection ? protocolFor(connection->config().ike.version) : nullptr;
    if (!protocol || connection->isStopping || m_isShuttingDown || m_probes.contains(command.connection)
        || protocol->unsupported(connection->config()))
        return;
    ProbeRun probe;
    probe.scope = command.scope;
    std::ranges::copy(probeRounds(connection->config(), command.scope), std::back_inserter(probe.rounds));
    m_probes.emplace(command.connection, std::move(probe));
    report(command.connection, EventDraft(EventCode::SuiteProbeStarted, Level::Info, phaseOf(command.scope)));
    if (connection->attempt != Connection::Attempt::Resolving) // else the answer to that serves both
        m_lookups.push_back({command.connection, connection->config().localAddress, connection->config().peer});
}

void Supervisor::Impl::probePath(const api::ConnectionId &id, const std::expected<ResolvedPath, PathFailure> &path)
{
    const auto found = m_probes.find(id);
    if (found == m_probes.end() || found->second.path)
        return;
    if (!path) {
        endProbe(id, "silent");
        return;
    }
    found->second.path = *path;
    nextProbeRound(id);
}

LoadedConnectionPtr Supervisor::Impl::probing(const api::ConnectionId &id, api::ConnectionConfigPtr config)
{
    const Connection *connection = m_book.find(id);
    if (!connection)
        return nullptr;
    auto loaded = std::make_shared<LoadedConnection>();
    loaded->config = std::move(config);
    loaded->secret = SecretBytes(connection->loaded->secret.view());
    return loaded;
}

// One session after the other, with the next list; phase 2 of IKEv1 asks again on the one that stands.
void Supervisor::Impl::nextProbeRound(const api::ConnectionId &id)
{
    ProbeRun &probe = m_probes.at(id);
    if (probe.rounds.empty()) {
        endProbe(id, "refused");
        return;
    }
    const LoadedConnectionPtr loaded = probing(id, std::move(probe.rounds.front()));
    probe.rounds.pop_front();
    probe.givenUpAt = m_now + kRoundPatience;
    if (!loaded) {
        endProbe(id, "replaced");
        return;
    }
    if (const auto *entry = m_sessions.find(probe.spi); entry && stands(entry->session->view())) {
        run(probe.spi, [&](Session &session) { return session.createChild(loaded, env()); });
        return;
    }
    dropProbeSession(probe);
    NewSession made;
    try {
        made = protocolFor(loaded->config->ike.version)
                   ->initiate(m_sessions.freshSpi(m_random), loaded, *probe.path, env());
    } catch (const crypto::CryptoFailure &) {
        endProbe(id, "silent");
        return;
    }
    probe.spi = made.session->localSpi();
    SessionTable::Entry &entry = m_sessions.add(std::move(made.session), probe.path->remote);
    entry.probes = id;
    absorb(probe.spi, std::move(made.step));
}

void Supervisor::Impl::dropProbeSession(ProbeRun &probe)
{
    const std::uint64_t spi = std::exchange(probe.spi, 0);
    auto *entry = m_sessions.find(spi);
    if (!entry)
        return;
    if (stands(entry->session->view())) {
        // The peer has it: it goes on by itself until the peer was told.
        close(spi, CloseMode::Delete);
        return;
    }
    m_sessions.remove(spi);
}

void Supervisor::Impl::endProbe(const api::ConnectionId &id, std::string_view reason)
{
    const auto found = m_probes.find(id);
    if (found == m_probes.end())
        return;
    ProbeRun probe = std::move(found->second);
    m_probes.erase(found);
    dropProbeSession(probe);
    report(id, EventDraft(EventCode::SuiteProbeEnded, Level::Info, phaseOf(probe.scope)).with(DetailKey::Reason, reason));
}

void Supervisor::Impl::probeAnswered(const api::ConnectionId &id, const std::string &chosen)
{
    report(id,
           EventDraft(EventCode::SuiteProbeAnswered, Level::Info, phaseOf(m_probes.at(id).scope))
               .direction(api::Direction::In)
               .with(DetailKey::Chosen, chosen));
}

// What the child of IKE_AUTH was made of is known; now its successor is asked for in every group.
void Supervisor::Impl::probeGroups(const api::ConnectionId &id, std::uint64_t spi)
{
    ProbeRun &probe = m_probes.at(id);
    const Connection *connection = m_book.find(id);
    const SessionView view = m_sessions.find(spi)->session->view();
    if (!connection || view.children.empty()) {
        endProbe(id, "replaced");
        return;
    }
    probe.asksForGroups = true;
    probe.givenUpAt = m_now + kRoundPatience;
    const api::ChildSaStatus &child = view.children.front().status;
    const LoadedConnectionPtr loaded = probing(id, groupProbe(connection->config(), child.proposal));
    run(spi, [&](Session &session) { return session.adopt(loaded, api::EditScope::InPlace, env()); });
    run(spi, [&](Session &session) { return session.renewChild(crypto::EspSpi(child.inboundSpi), env()); });
}

void Supervisor::Impl::absorbProbe(std::uint64_t spi, const api::ConnectionId &id, Step step)
{
    const auto found = m_probes.find(id);
    ProbeRun *probe = found != m_probes.end() && found->second.spi == spi ? &found->second : nullptr;
    bool isRefused = false;
    bool isOver = false;
    std::optional<std::string> chosen;
    for (Action &action : step.actions) {
        const auto *told = std::get_if<Report>(&action);
        // As soon as phase 1 is agreed on, nothing more is said: nobody is to be authenticated.
        const bool isDone = chosen && probe && probe->scope == api::SuiteProbe::Scope::Phase1;
        if (std::holds_alternative<Send>(action) && !isDone)
            act(std::move(action));
        if (!told || !probe)
            continue;
        const api::Event &event = told->event;
        const bool isAsked = event.phase == phaseOf(probe->scope) && event.direction == api::Direction::In;
        if (event.code == EventCode::ProposalChosen && isAsked)
            chosen = *event.find(DetailKey::Chosen);
        else if (event.code == EventCode::NoProposalChosen && isAsked)
            isRefused = true;
        else if (event.code == EventCode::ChildSaEstablished && probe->scope == api::SuiteProbe::Scope::Phase2 && !chosen)
            chosen = *event.find(DetailKey::Chosen);
    }
    if (!probe) { // it only says goodbye
        if (const auto *entry = m_sessions.find(spi)) {
            if (entry->session->view().stage == SessionStage::Closed)
                m_sessions.remove(spi);
            else
                m_sessions.refresh(spi);
        }
        return;
    }
    for (const SessionNews &news : step.news) {
        const auto *ended = std::get_if<SessionEnded>(&news);
        const auto *refused = std::get_if<ChildRefused>(&news);
        isOver = isOver || ended != nullptr;
        isRefused = isRefused || (refused && refused->failure == api::FailureCode::ProposalMismatch)
            || (ended && ended->failure == api::FailureCode::ProposalMismatch);
        isOver = isOver || (refused && refused->failure != api::FailureCode::ProposalMismatch);
    }
    m_sessions.refresh(spi);
    const Connection *connection = m_book.find(id);
    const bool isV2 = connection && connection->config().ike.version == api::IkeVersion::V2;
    if (chosen)
        probeAnswered(id, *chosen);
    if (chosen && probe->scope == api::SuiteProbe::Scope::Phase2 && isV2 && !probe->asksForGroups)
        probeGroups(id, spi);
    else if (chosen)
        endProbe(id, "answered");
    else if (isRefused && probe->asksForGroups)
        endProbe(id, "answered"); // the suite is known, the group is not
    else if (isRefused)
        nextProbeRound(id);
    else if (isOver)
        endProbe(id, "refused");
}

void Supervisor::Impl::tickProbes()
{
    std::vector<api::ConnectionId> late;
    for (const auto &[id, probe] : m_probes) {
        if (probe.path && probe.givenUpAt <= m_now)
            late.push_back(id);
    }
    for (const api::ConnectionId &id : late)
        endProbe(id, m_probes.at(id).asksForGroups ? "answered" : "silent");
}

void Supervisor::Impl::stopProbes()
{
    while (!m_probes.empty())
        endProbe(api::ConnectionId(m_probes.begin()->first), "replaced");
}

} // namespace tw::ike

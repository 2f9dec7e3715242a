#include "engine/ikev2/child_refusal.h"

#include "engine/ike/proposal_choice.h"
#include "engine/ikev2/child_exchange.h"
#include "engine/ikev2/split.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using wire::NotifyType;

namespace {

bool offersGroup(const std::vector<api::EspProposal> &proposals, api::DhGroup group)
{
    return group != api::DhGroup::None
        && std::ranges::find(proposals, group, &api::EspProposal::pfs) != proposals.end();
}

void askLater(Established &state, ChildWish wish, Turn &turn)
{
    if (Child *old = predecessor(state, wish)) {
        old->life.renewAt = busyRetryAt(turn);
    } else if (!wish.replaces) {
        wish.notBefore = busyRetryAt(turn);
        state.children.wishes.push_back(std::move(wish));
    } else {
        giveUp(state, wish, FailureCode::None, turn);
    }
}

// Why a child that stood in the same suite is not renewed: only its group can be new. A child that is none yet may be
// refused for anything.
FailureCode refusalCause(Established &state, const ChildWish &wish, const std::vector<api::EspProposal> &offered)
{
    const Child *old = predecessor(state, wish);
    const bool isSameSuite =
        old && std::ranges::any_of(offered, [&](const api::EspProposal &proposal) {
            return proposal.encryption == old->proposal.encryption && proposal.integrity == old->proposal.integrity;
        });
    return isSameSuite ? FailureCode::PfsMismatch : FailureCode::ProposalMismatch;
}

} // namespace

Child *predecessor(Established &state, const ChildWish &wish)
{
    Child *old = wish.replaces ? state.children.findInbound(*wish.replaces) : nullptr;
    return old && old->isLive() ? old : nullptr;
}

Child *rivalOf(Established &state, const ChildRequest &request)
{
    Child *rival = request.rival ? state.children.findInbound(request.rival->inboundSpi) : nullptr;
    return rival && rival->isLive() ? rival : nullptr;
}

void giveUp(Established &state, const ChildWish &wish, FailureCode failure, Turn &turn)
{
    const api::ConnectionId &id = wish.connection->config->id;
    if (!wish.replaces) {
        if (wish.isPart)
            noteRefused(state, wish, turn);
        if (!state.children.carries(id) && !state.children.awaits(id))
            turn.tell(ike::ChildRefused{id, failure});
    } else if (Child *old = predecessor(state, wish); old && old->isOutdated) {
        closeNow(*old, Deleter::Us, turn);
        if (!state.children.carries(id))
            turn.tell(ike::ChildRefused{id, failure});
    } else if (old) {
        old->isRenewalRefused = true;
        tellRenewalDue(state, turn);
    } else if (!state.children.carries(id)) {
        turn.tell(ike::ChildLost{id, FailureCode::ReceiveDeleteNotify});
    }
}

void reject(Established &state, const ChildRequest &request, FailureCode failure, Turn &turn)
{
    state.children.strays.push_back(request.inboundSpi);
    if (!rivalOf(state, request))
        giveUp(state, request.wish, failure, turn);
}

void onChildRefused(Established &state, ChildRequest request, const wire::Notify *error, const ChildExchange &exchange,
                    Turn &turn)
{
    const api::ConnectionConfig &config = *request.wish.connection->config;
    const NotifyType type = error ? error->type : NotifyType{};
    const auto offered = usableProposals(config, exchange);
    const auto event = [&](EventCode code, Level level) { return childEvent(code, level, Direction::In, exchange); };
    const auto reportNotify = [&](Level level) {
        turn.report(config.id,
                    event(EventCode::NotifyReceived, level)
                        .with(DetailKey::Notify, error ? wire::notifyName(type) : std::string("none")));
    };
    // What the peer made in the meantime serves as well: whatever it says of ours (RFC 7296, 2.8.1).
    if (rivalOf(state, request)) {
        reportNotify(Level::Info);
        return;
    }
    switch (type) {
    case NotifyType::TemporaryFailure:
        reportNotify(Level::Info);
        if (mayStillBeBusy(state, turn))
            askLater(state, std::move(request.wish), turn);
        else
            giveUp(state, request.wish, FailureCode::Phase2NegotiationTimeout, turn);
        return;
    case NotifyType::ChildSaNotFound:
        reportNotify(Level::Warning);
        if (request.wish.replaces && predecessor(state, request.wish)) {
            // The peer does not have it: a new one from scratch (RFC 7296, 2.25).
            dropSilently(state.children, *request.wish.replaces, turn);
            if (!state.children.carries(config.id))
                state.children.wishes.push_back(wholeOf(request.wish.connection));
        } else {
            giveUp(state, request.wish, FailureCode::None, turn);
        }
        return;
    case NotifyType::InvalidKePayload: {
        const auto number = wire::wantedGroup(*error);
        const api::DhGroup wanted{number.value_or(0)};
        turn.report(config.id,
                    event(EventCode::InvalidKeyExchange, Level::Info)
                        .with(DetailKey::Group, number ? api::logName(wanted) : std::string_view()));
        const bool isNew = !request.ours || request.ours->group() != wanted;
        if (isNew && offersGroup(offered, wanted) && request.wish.restarts < kMaxGroupChanges) {
            request.wish.group = wanted;
            ++request.wish.restarts;
            request.wish.notBefore = turn.now();
            state.children.wishes.push_back(std::move(request.wish));
            return;
        }
        turn.report(config.id,
                    event(EventCode::NoProposalChosen, Level::Error)
                        .with(DetailKey::Offered, ike::toString(offered))
                        .with(FailureCode::PfsMismatch));
        giveUp(state, request.wish, FailureCode::PfsMismatch, turn);
        return;
    }
    case NotifyType::NoProposalChosen: {
        const FailureCode cause = refusalCause(state, request.wish, offered);
        turn.report(config.id,
                    event(EventCode::NoProposalChosen, Level::Error)
                        .with(DetailKey::Offered, ike::toString(offered))
                        .with(cause));
        giveUp(state, request.wish, cause, turn);
        return;
    }
    case NotifyType::SinglePairRequired:
        reportNotify(Level::Info);
        if (!splitUp(state, request.wish, turn))
            giveUp(state, request.wish, FailureCode::TrafficSelectorMismatch, turn);
        return;
    case NotifyType::TsUnacceptable:
        turn.report(config.id,
                    event(EventCode::SelectorsUnacceptable, request.wish.isPart ? Level::Warning : Level::Error)
                        .with(DetailKey::LocalSelectors, api::toString(request.wish.local))
                        .with(DetailKey::RemoteSelectors, api::toString(request.wish.remote)));
        giveUp(state, request.wish, FailureCode::TrafficSelectorMismatch, turn);
        return;
    case NotifyType::NoAdditionalSas:
        reportNotify(Level::Error);
        giveUp(state, request.wish, FailureCode::PeerInstallFailed, turn);
        return;
    default: reportNotify(Level::Error); giveUp(state, request.wish, FailureCode::ProposalMismatch, turn);
    }
}

TimePoint busyRetryAt(Turn &turn)
{
    const auto jitter = turn.env().random.below(static_cast<std::uint64_t>(kBusyDelay.count()));
    return turn.now() + kBusyDelay + Duration(static_cast<Duration::rep>(jitter));
}

bool mayStillBeBusy(Established &state, Turn &turn)
{
    if (!state.peerBusySince)
        state.peerBusySince = turn.now();
    return turn.now() - *state.peerBusySince < kBusyPatience;
}

} // namespace tw::ikev2

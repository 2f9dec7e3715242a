#include "engine/ikev2/child_exchange.h"

#include "engine/ike/proposal_choice.h"
#include "engine/ikev2/child.h"
#include "engine/ikev2/child_refusal.h"
#include "engine/ikev2/exchange_parts.h"
#include "engine/ikev2/selector_fit.h"
#include "engine/ikev2/split.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using wire::NotifyType;
using wire::PayloadType;

namespace {

wire::Payload rekeyNotify(crypto::EspSpi inboundSpi)
{
    wire::ByteWriter spi;
    spi.u32(inboundSpi.value());
    return {PayloadType::Notify, false,
            wire::Notify{wire::ProtocolId::Esp, NotifyType::RekeySa, std::move(spi).finish(), {}}};
}

// Behind the SA payload, before the selectors.
void insertExchange(wire::Payloads &payloads, ByteView nonce, const crypto::KeyExchange *ours)
{
    wire::Payloads middle{noncePayload(nonce)};
    if (ours)
        middle.push_back(keyExchangePayload(*ours));
    payloads.insert(payloads.begin() + 1, std::make_move_iterator(middle.begin()),
                    std::make_move_iterator(middle.end()));
}

api::DhGroup firstGroup(const std::vector<api::EspProposal> &proposals)
{
    for (const auto &proposal : proposals) {
        if (proposal.pfs != api::DhGroup::None)
            return proposal.pfs;
    }
    return api::DhGroup::None;
}

// A standing child of the same connection for the same traffic.
template <typename Made>
Child *findSame(Children &children, const Made &made)
{
    const auto found = std::ranges::find_if(children.list, [&](const Child &child) {
        return child.stage == Child::Stage::Standing && child.connection->config->id == made.connection->config->id
            && child.local == made.local && child.remote == made.remote;
    });
    return found == children.list.end() ? nullptr : &*found;
}

// Which child of the request is to be rekeyed, or why it cannot be.
std::expected<Child *, wire::Payload> rekeyedChild(Established &state, std::span<const wire::Payload> request)
{
    const wire::Notify *notify = wire::findNotify(request, NotifyType::RekeySa);
    if (!notify)
        return nullptr;
    constexpr std::size_t kSpiSize = 4;
    Child *child = nullptr;
    if (notify->protocol == wire::ProtocolId::Esp && notify->spi.size() == kSpiSize)
        child = state.children.findOutbound(crypto::EspSpi(wire::loadBig<std::uint32_t>(notify->spi.data())));
    // It may be the one that we wait for: the peer has it, and its answer is late.
    if (!child && std::holds_alternative<ChildRequest>(state.underWay))
        return std::unexpected(notifyPayload(NotifyType::TemporaryFailure));
    if (!child) // named as the peer named it (RFC 7296, 2.25)
        return std::unexpected(wire::Payload{
            PayloadType::Notify, false, wire::Notify{notify->protocol, NotifyType::ChildSaNotFound, notify->spi, {}}});
    if (!child->isLive())
        return std::unexpected(notifyPayload(NotifyType::TemporaryFailure));
    return child;
}

// Our own key exchange of the answer, with what came of it; nothing of both without PFS.
struct AnsweredExchange
{
    std::optional<crypto::KeyExchange> ours;
    SecretBytes shared;
};

Result<AnsweredExchange> answerExchange(api::DhGroup group, std::span<const wire::Payload> request, Turn &turn)
{
    AnsweredExchange answered;
    const auto *ke = wire::findPayload<wire::KeyExchange>(request, PayloadType::KeyExchange);
    if (group == api::DhGroup::None)
        return answered;
    auto ours = crypto::KeyExchange::create(group, turn.env().random);
    if (!ours)
        return std::unexpected(ours.error());
    auto shared = ours->sharedSecret(ke->data);
    if (!shared)
        return std::unexpected(shared.error());
    answered.ours = std::move(*ours);
    answered.shared = std::move(*shared);
    return answered;
}

// Our own request, if it is for the same: which of the two children stays is decided when it is answered.
ChildRequest *rivalRequest(Established &state, const Child *old, const AgreedChild &made)
{
    auto *own = std::get_if<ChildRequest>(&state.underWay);
    if (!own || own->isOutdated)
        return nullptr;
    const auto asMade = [&](const ChildWish &wish) {
        return !wish.isPart || (api::isWithin(made.local, wish.local) && api::isWithin(made.remote, wish.remote));
    };
    const bool isSame = old
        ? own->wish.replaces == old->inboundSpi
        : !own->wish.replaces && own->wish.connection->config->id == made.connection->config->id && asMade(own->wish);
    return isSame ? own : nullptr;
}

} // namespace

ChildWish renewalOf(const Child &child)
{
    ChildWish wish = wholeOf(child.connection);
    if (child.isPart) {
        wish.local = child.local;
        wish.remote = child.remote;
        wish.isPart = true;
    }
    wish.replaces = child.inboundSpi;
    return wish;
}

void requestChild(Established &state, ChildWish wish, Turn &turn)
{
    const ChildExchange exchange{wire::ExchangeType::CreateChildSa, state.ownRequests.next()};
    const auto proposals = usableProposals(*wish.connection->config, exchange);
    const api::DhGroup group = wish.group != api::DhGroup::None ? wish.group : firstGroup(proposals);
    std::optional<crypto::KeyExchange> ours;
    if (group != api::DhGroup::None) {
        auto made = crypto::KeyExchange::create(group, turn.env().random);
        if (!made) {
            giveUp(state, wish, FailureCode::InternalError, turn);
            return;
        }
        ours = std::move(*made);
    }
    Bytes nonce = freshNonce(turn);
    const crypto::EspSpi inboundSpi = freshEspSpi(turn.env());
    wire::Payloads payloads = buildChildOffer(wish, inboundSpi, exchange, turn);
    insertExchange(payloads, nonce, ours ? &*ours : nullptr);
    if (wish.replaces)
        payloads.insert(payloads.begin(), rekeyNotify(*wish.replaces));
    state.ownRequests.send(wire::ExchangeType::CreateChildSa, payloads, state.channel, turn);
    state.underWay =
        ChildRequest{std::move(wish), inboundSpi, std::move(nonce), std::move(ours), std::nullopt, {}, false};
}

namespace {

void takeChildResponse(Established &state, ChildRequest request, const wire::Payloads *response, Turn &turn)
{
    // Our requests are idle again: this one had the ID before the next.
    const ChildExchange exchange{wire::ExchangeType::CreateChildSa,
                                 wire::MessageId(state.ownRequests.next().value() - 1)};
    if (request.isOutdated) {
        if (response && wire::findPayload<wire::SaPayload>(*response, PayloadType::Sa))
            state.children.strays.push_back(request.inboundSpi);
        return;
    }
    if (!response) {
        reject(state, request, FailureCode::InternalError, turn);
        return;
    }
    if (!wire::findPayload<wire::SaPayload>(*response, PayloadType::Sa)) {
        onChildRefused(state, std::move(request), firstError(*response), exchange, turn);
        return;
    }
    state.peerBusySince.reset();
    auto agreed = readChildAnswer(request.wish, request.inboundSpi, *response, exchange, turn);
    if (!agreed) {
        reject(state, request, agreed.error().failure, turn);
        return;
    }
    const auto *nonce = wire::findPayload<wire::Nonce>(*response, PayloadType::Nonce);
    const auto *ke = wire::findPayload<wire::KeyExchange>(*response, PayloadType::KeyExchange);
    const api::DhGroup group = agreed->proposal.pfs;
    const bool isInGroup = group == api::DhGroup::None
        || (request.ours && request.ours->group() == group && ke && ke->group == static_cast<std::uint16_t>(group));
    if (!nonce || !isInGroup) {
        reject(state, request, FailureCode::ProposalMismatch, turn);
        return;
    }
    // Of two children that mean the same, the one with the lowest of the four nonces goes, and whoever began it deletes
    // it (RFC 7296, 2.8.1).
    Child *rival = rivalOf(state, request);
    if (rival && !request.wish.replaces && (rival->local != agreed->local || rival->remote != agreed->remote))
        rival = nullptr; // each has another part
    if (rival && isLower(lowerNonce(request.nonce, nonce->data), request.rival->lowestNonce)) {
        state.children.strays.push_back(request.inboundSpi);
        return;
    }
    if (std::ranges::count(request.deletedByPeer, agreed->outboundSpi.value()) != 0) {
        if (!rival)
            giveUp(state, request.wish, FailureCode::ReceiveDeleteNotify, turn);
        return;
    }
    SecretBytes shared;
    if (group != api::DhGroup::None) {
        auto secret = request.ours->sharedSecret(ke->data);
        if (!secret) {
            reject(state, request, FailureCode::InternalError, turn);
            return;
        }
        shared = std::move(*secret);
    }
    const api::ConnectionId id = agreed->connection->config->id;
    const bool wasBereft = !state.children.carries(id);
    auto child = installChild(std::move(*agreed),
                              {state.proposal.prf, state.skD, shared.view(), request.nonce, nonce->data, true},
                              state.nat.isEncapsulated(), true, turn);
    if (!child) {
        reject(state, request, FailureCode::InternalError, turn);
        return;
    }
    if (!request.wish.replaces)
        child->lowestNonce = lowerNonce(request.nonce, nonce->data);
    if (rival) { // its initiator deletes it
        stopSending(*rival, turn);
        markReplaced(*rival, turn);
    } else if (Child *same = request.wish.replaces ? nullptr : findSame(state.children, *child)) {
        closeReplaced(*same, turn);
    }
    if (Child *old = predecessor(state, request.wish))
        closeReplaced(*old, turn);
    state.children.list.push_back(std::move(*child));
    if (wasBereft)
        turn.tell(ike::ChildUp{id});
    continueSplit(state, request.wish, request.inboundSpi, *response, turn);
}

} // namespace

void onChildResponse(Established &state, ChildRequest request, const wire::Payloads *response, Turn &turn)
{
    const auto rivalSpi = request.rival ? std::optional(request.rival->inboundSpi) : std::nullopt;
    takeChildResponse(state, std::move(request), response, turn);
    // The peer's new child waited for this: if it is the one that stays, it sends.
    Child *rival = rivalSpi ? state.children.findInbound(*rivalSpi) : nullptr;
    if (rival && rival->stage == Child::Stage::Standing && !rival->replaces)
        startSending(*rival, turn);
}

wire::Payloads answerChildRequest(Established &state, const wire::IkeHeader &header,
                                  std::span<const wire::Payload> request, Turn &turn)
{
    const ChildExchange exchange{wire::ExchangeType::CreateChildSa, header.messageId};
    const auto refusedWith = [&](wire::Payload notify) { return wire::Payloads{std::move(notify)}; };
    const auto rekeyed = rekeyedChild(state, request);
    if (!rekeyed)
        return refusedWith(rekeyed.error());
    if (state.children.list.size() >= kMaxChildren)
        return refusedWith(notifyPayload(NotifyType::NoAdditionalSas));
    const auto oldSpi = *rekeyed ? std::optional((*rekeyed)->inboundSpi) : std::nullopt;
    const auto hasChild = [&](const api::ConnectionId &id) { return state.children.carries(id); };
    const ike::LoadedConnectionPtr connection =
        *rekeyed ? (*rekeyed)->connection : bestFor(turn.frame().connection, request, exchange, turn.env(), hasChild);
    const api::ConnectionId id = connection->config->id;
    auto answer = answerChildOffer(connection, request, exchange, turn);
    if (!answer) {
        // The peer asks again with another key exchange: no refusal yet.
        const auto &notify = std::get<wire::Notify>(answer.error().notify.body);
        if (!oldSpi && notify.type != NotifyType::InvalidKePayload && !state.children.carries(id))
            turn.tell(ike::ChildRefused{id, answer.error().failure});
        return refusedWith(answer.error().notify);
    }
    const auto *theirNonce = wire::findPayload<wire::Nonce>(request, PayloadType::Nonce);
    auto exchanged = answerExchange(answer->child.proposal.pfs, request, turn);
    if (!theirNonce || !exchanged) {
        turn.reportDropped(header, theirNonce ? exchanged.error() : Error{Fault::Malformed, "CREATE_CHILD_SA"});
        return refusedWith(notifyPayload(NotifyType::InvalidSyntax));
    }
    const Bytes nonce = freshNonce(turn);
    const bool wasBereft = !state.children.carries(id);
    // The peer began anew what it has already, or did not know that it had: the older one is as good as rekeyed. If its
    // request is a late one and crossed ours, it takes the two for rivals, and expects us to delete ours where that has
    // the lowest nonce (RFC 7296, 2.8.1).
    const Child *same = oldSpi ? nullptr : findSame(state.children, answer->child);
    const auto replaced = same ? std::optional(same->inboundSpi) : oldSpi;
    const bool isOursToDelete =
        same && !same->lowestNonce.empty() && isLower(same->lowestNonce, lowerNonce(theirNonce->data, nonce));
    // Packets by a child that the peer lets go of would be lost: it waits until that is decided.
    ChildRequest *rival = rivalRequest(state, *rekeyed, answer->child);
    auto child = installChild(std::move(answer->child),
                              {state.proposal.prf, state.skD, exchanged->shared.view(), theirNonce->data, nonce, false},
                              state.nat.isEncapsulated(), isOursToDelete || (!replaced && !rival), turn);
    if (!child)
        return refusedWith(notifyPayload(NotifyType::TemporaryFailure));
    child->replaces = replaced;
    if (rival)
        rival->rival = RivalChild{child->inboundSpi, lowerNonce(theirNonce->data, nonce)};
    if (Child *old = replaced ? state.children.findInbound(*replaced) : nullptr) {
        if (isOursToDelete)
            closeReplaced(*old, turn);
        else
            markReplaced(*old, turn);
    }
    const auto &settings = connection->config->child;
    child->isPart = !api::isWithin(settings.local, child->local) || !api::isWithin(settings.remote, child->remote);
    // What the peer has begun need not be asked for.
    std::erase_if(state.children.wishes, [&](const ChildWish &wish) {
        const bool isOfPart =
            wish.isPart && (!api::isWithin(wish.local, child->local) || !api::isWithin(wish.remote, child->remote));
        return wish.connection->config->id == id && !wish.replaces && !isOfPart;
    });
    state.children.list.push_back(std::move(*child));
    if (wasBereft)
        turn.tell(ike::ChildUp{id});
    insertExchange(answer->payloads, nonce, exchanged->ours ? &*exchanged->ours : nullptr);
    return std::move(answer->payloads);
}

void noteForeignDeletions(Established &state, std::span<const std::uint32_t> peerSpis)
{
    auto *own = std::get_if<ChildRequest>(&state.underWay);
    if (!own)
        return;
    for (const std::uint32_t spi : peerSpis) {
        if (own->deletedByPeer.size() < kMaxForeignDeletions && !state.children.findOutbound(crypto::EspSpi(spi)))
            own->deletedByPeer.push_back(spi);
    }
}

void tellLost(const Established &state, std::span<const api::ConnectionId> bereft, FailureCode failure, Turn &turn)
{
    const auto *own = std::get_if<ChildRequest>(&state.underWay);
    for (const api::ConnectionId &id : bereft) {
        const bool isUnderWay = own && !own->isOutdated && own->wish.connection->config->id == id;
        if (!isUnderWay && !state.children.awaits(id))
            turn.tell(ike::ChildLost{id, failure});
    }
}

void tellRenewalDue(Established &state, Turn &turn, std::string_view reason)
{
    if (!std::exchange(state.renewalTold, true))
        turn.tell(ike::RenewalDue{reason});
}

Bytes lowerNonce(ByteView a, ByteView b) { return toBytes(isLower(a, b) ? a : b); }
bool isLower(ByteView a, ByteView b) { return std::ranges::lexicographical_compare(a, b); }

} // namespace tw::ikev2

#include "engine/ikev1/quick_parts.h"

#include "engine/ikev1/choice.h"

#include <algorithm>

namespace tw::ikev1 {

using api::DetailKey;
using ike::Child;
using ike::EventDraft;

namespace {

bool isLower(ByteView a, ByteView b) { return std::ranges::lexicographical_compare(a, b); }

} // namespace

EventDraft quickEvent(api::EventCode code, api::Level level, api::Direction direction, wire::MessageId id)
{
    return EventDraft(code, level, api::Phase::Phase2)
        .message(api::Exchange::QuickMode, id.value())
        .direction(direction);
}

EventDraft withSelectors(EventDraft &&event, const std::vector<api::TrafficSelector> &local,
                         const std::vector<api::TrafficSelector> &remote)
{
    return std::move(event)
        .with(DetailKey::LocalSelectors, api::toString(local))
        .with(DetailKey::RemoteSelectors, api::toString(remote));
}

wire::IsakmpPayload idPayload(const wire::IsakmpId &id) { return {wire::PayloadType::IdentificationV1, id}; }

wire::IsakmpPayload noncePayload(ByteView nonce)
{
    return {wire::PayloadType::NonceV1, wire::IsakmpNonce{toBytes(nonce)}};
}

wire::IsakmpPayload keyPayload(const crypto::KeyExchange &ours)
{
    return {wire::PayloadType::KeyExchangeV1, wire::IsakmpKeyExchange{toBytes(ours.publicValue())}};
}

std::optional<Selectors> selectorsOf(std::span<const wire::IsakmpPayload> payloads, const IpAddress &initiator,
                                     const IpAddress &responder)
{
    const auto ids = wire::findPayloads<wire::IsakmpId>(payloads, wire::PayloadType::IdentificationV1);
    const auto whole = [](const IpAddress &address) {
        return std::vector{api::TrafficSelector::fromPrefix(IpPrefix(address, static_cast<int>(address.size() * 8)))};
    };
    if (ids.empty())
        return Selectors{whole(initiator), whole(responder)};
    if (ids.size() != 2)
        return std::nullopt;
    const auto first = wire::selectorOf(*ids[0]);
    const auto second = wire::selectorOf(*ids[1]);
    return first && second ? std::optional(Selectors{{*first}, {*second}}) : std::nullopt;
}

ChildLife agreedLife(const api::ConnectionConfig &config, const Lifetimes &peer)
{
    const auto ours = static_cast<std::uint64_t>(config.child.lifetime.count());
    constexpr std::uint64_t kShortest = 60; // shorter ones would renew all the time
    ChildLife life{std::chrono::seconds(std::clamp(peer.seconds.value_or(ours), std::min(kShortest, ours), ours)), {}};
    constexpr std::uint64_t kFewest = 1024;
    constexpr std::uint64_t kMost = std::uint64_t{1} << 40U;
    if (peer.kilobytes)
        life.octetLimit = std::clamp(*peer.kilobytes, kFewest, kMost) * 1024;
    return life;
}

Child install(const Established &state, ike::AgreedChild agreed, const ChildSecrets &secrets, bool sends,
              const ChildLife &life, Turn &turn)
{
    const auto keysFor = [&](crypto::EspSpi spi) {
        return deriveEspKeys(state.proposal.prf, state.keyD, agreed.proposal, spi, secrets.initiatorNonce,
                             secrets.responderNonce, secrets.sharedSecret);
    };
    crypto::EspKeys inbound = keysFor(agreed.inboundSpi);
    crypto::EspKeys outbound = keysFor(agreed.outboundSpi);
    Child child = ike::installChild(std::move(agreed),
                                    {std::move(inbound), std::move(outbound), state.nat.isEncapsulated(), sends}, turn);
    child.life = ike::Lifetime::from(turn.now(), life.seconds, turn.env().random);
    child.octetLimit = life.octetLimit;
    child.lowestNonce = toBytes(isLower(secrets.initiatorNonce, secrets.responderNonce) ? secrets.initiatorNonce
                                                                                        : secrets.responderNonce);
    return child;
}

Elders eldersOf(const Established &state, const api::ConnectionId &connection, bool weBegin, TimePoint now)
{
    Elders elders;
    for (const Child &child : state.children.list) {
        const bool mayCross = child.weBegan != weBegin && child.establishedAt + kCrossing > now && !child.isOutdated;
        if (child.isLive() && child.connection->config->id == connection && !mayCross)
            elders.push_back(child.inboundSpi);
    }
    return elders;
}

void complete(Established &state, Child child, const Elders &elders, bool weBegan, Turn &turn)
{
    const api::ConnectionId id = child.connection->config->id;
    const bool isFirst = !state.children.carries(id);
    // Where both sides began one at the same time, the one of the two that was made with the lowest nonce goes, as in
    // RFC 7296, 2.8: IKEv1 has no word on it, and both would stand until the next renewal.
    const auto isElder = [&](const Child &old) { return std::ranges::find(elders, old.inboundSpi) != elders.end(); };
    const auto isRival = [&](const Child &old) {
        return old.stage == Child::Stage::Standing && old.connection->config->id == id && !isElder(old);
    };
    const auto outlives = [&](const Child &old) { return isRival(old) && isLower(child.lowestNonce, old.lowestNonce); };
    const auto isReplaced = [&](const Child &old) { return (isElder(old) && old.isLive()) || isRival(old); };
    reportEstablished(child, turn);
    child.weBegan = weBegan;
    if (std::ranges::any_of(state.children.list, outlives)) {
        stopSending(child, turn);
        markReplaced(child, turn);
        if (weBegan)
            child.stageEndsAt = turn.now() + kReplacedGrace;
        state.children.list.push_back(std::move(child));
        return;
    }
    // A responder has it when our last message has come and its key exchange is done, which nobody tells us: packets go
    // by the old one until the peer is seen to use the new one, or the old one ends.
    const auto carrier = std::ranges::find_if(
        state.children.list, [&](const Child &old) { return weBegan && old.sends && isReplaced(old); });
    const bool hasCarrier = carrier != state.children.list.end();
    if (hasCarrier)
        child.replaces = carrier->inboundSpi;
    else
        startSending(child, turn);
    for (Child &old : state.children.list) {
        if (!isReplaced(old))
            continue;
        if (!hasCarrier)
            stopSending(old, turn);
        const bool isOwnRival = !weBegan && isRival(old);
        if (old.stage == Child::Stage::Standing)
            markReplaced(old, turn);
        if (isOwnRival)
            old.replaces.reset(); // what it was to replace goes as well, and it takes over from nothing
        if (weBegan || isOwnRival)
            old.stageEndsAt = std::min(*old.stageEndsAt, turn.now() + kReplacedGrace);
        // Packets go over before it is deleted, even where it was made to live for seconds.
        if (hasCarrier)
            old.life.expiresAt = std::max(old.life.expiresAt, *old.stageEndsAt + kReplacedGrace);
    }
    state.children.list.push_back(std::move(child));
    if (isFirst)
        turn.tell(ike::ChildUp{id});
}

void settleTwins(Child &standing, bool isMadeHere, Child &other, Turn &turn)
{
    const bool isFarApart = standing.establishedAt + kCrossing < other.establishedAt
        || other.establishedAt + kCrossing < standing.establishedAt;
    const bool isNewer =
        isFarApart ? standing.establishedAt > other.establishedAt : isLower(other.lowestNonce, standing.lowestNonce);
    Child &survivor = isMadeHere || isNewer ? standing : other;
    Child &loser = isMadeHere || isNewer ? other : standing;
    startSending(survivor, turn);
    stopSending(loser, turn);
    markReplaced(loser, turn);
    loser.stageEndsAt = turn.now() + kReplacedGrace;
}

std::vector<api::ConnectionId> deleteByPeer(ike::Children &children, std::span<const std::uint32_t> peerSpis,
                                            Turn &turn)
{
    std::vector<api::ConnectionId> bereft = ike::onPeerDeletes(children, peerSpis, turn).bereft;
    std::erase_if(bereft, [&](const api::ConnectionId &id) {
        const auto left = std::ranges::find_if(children.list, [&](const Child &child) {
            return child.stage == Child::Stage::Replaced && child.connection->config->id == id;
        });
        if (left == children.list.end())
            return false;
        left->stage = Child::Stage::Standing;
        left->stageEndsAt.reset();
        left->replaces.reset();
        startSending(*left, turn);
        return true;
    });
    return bereft;
}

void remember(Established &state, AnsweredMessage last, const Turn &turn)
{
    if (state.done.size() == kMaxDoneQuicks)
        state.done.erase(state.done.begin());
    state.done.push_back({std::move(last), turn.now() + kRemembered});
}

} // namespace tw::ikev1

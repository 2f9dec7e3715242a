#include "engine/ikev2/split.h"

#include "engine/ikev2/child.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::Level;
using api::Phase;
using ike::EventDraft;

namespace {

bool overlap(const api::TrafficSelector &selector, const std::vector<api::TrafficSelector> &list)
{
    return std::ranges::any_of(list, [&](const auto &other) { return api::intersect(selector, other).has_value(); });
}

// Any of the two that carry local and remote selectors.
template <typename Carrier>
bool carriesSome(const SelectorPair &pair, const Carrier &carrier)
{
    return overlap(pair.local, carrier.local) && overlap(pair.remote, carrier.remote);
}

template <typename Range>
bool carriesSomeOfConnection(const SelectorPair &pair, const Range &carriers, const api::ConnectionId &id)
{
    return std::ranges::any_of(
        carriers, [&](const auto &one) { return one.connection->config->id == id && carriesSome(pair, one); });
}

ChildWish wishFor(const ike::LoadedConnectionPtr &connection, const SelectorPair &pair, TimePoint notBefore)
{
    ChildWish wish = wholeOf(connection);
    wish.local = {pair.local};
    wish.remote = {pair.remote};
    wish.isPart = true;
    wish.notBefore = notBefore;
    return wish;
}

std::string textOf(const std::vector<SelectorPair> &pairs)
{
    std::string text;
    for (const SelectorPair &pair : pairs)
        text += (text.empty() ? "" : ", ") + pair.local.toString() + " === " + pair.remote.toString();
    return text;
}

void reportSplit(const api::ConnectionId &id, std::size_t count, Turn &turn)
{
    turn.report(id, EventDraft(EventCode::SelectorsSplit, Level::Info, Phase::Phase2).with(DetailKey::Count, count));
}

// When all pairs were asked for: the connection is up, and this is what it lacks.
void reportMissing(const Established &state, const ike::LoadedConnectionPtr &connection, Turn &turn)
{
    const api::ConnectionId &id = connection->config->id;
    if (state.children.awaits(id) || !state.children.carries(id))
        return;
    std::vector<SelectorPair> lacking;
    for (const RefusedPair &refused : state.children.refused) {
        if (refused.connection == id)
            lacking.push_back(refused.pair);
    }
    if (!lacking.empty())
        turn.report(id,
                    EventDraft(EventCode::PairsMissing, Level::Warning, Phase::Phase2)
                        .with(DetailKey::Count, lacking.size())
                        .with(DetailKey::Selector, textOf(lacking)));
}

} // namespace

std::vector<SelectorPair> pairsOf(const std::vector<api::TrafficSelector> &local,
                                  const std::vector<api::TrafficSelector> &remote)
{
    std::vector<SelectorPair> pairs;
    for (const auto &ours : local) {
        for (const auto &theirs : remote) {
            if (ours.start.family() == theirs.start.family())
                pairs.push_back({ours, theirs});
        }
    }
    return pairs;
}

std::vector<SelectorPair> missingPairs(const Established &state, const api::ConnectionConfig &config)
{
    const Children &children = state.children;
    auto pairs = pairsOf(config.child.local, config.child.remote);
    std::erase_if(pairs, [&](const SelectorPair &pair) {
        const bool isCarried = std::ranges::any_of(children.list, [&](const Child &child) {
            return child.stage == Child::Stage::Standing && child.connection->config->id == config.id
                && carriesSome(pair, child);
        });
        const bool isRefused = std::ranges::any_of(children.refused, [&](const RefusedPair &refused) {
            return refused.connection == config.id && refused.pair == pair;
        });
        const auto *own = std::get_if<ChildRequest>(&state.underWay);
        const bool isUnderWay = own && !own->isOutdated && !own->wish.replaces
            && own->wish.connection->config->id == config.id && carriesSome(pair, own->wish);
        return isCarried || isRefused || isUnderWay || carriesSomeOfConnection(pair, children.wishes, config.id);
    });
    return pairs;
}

void continueSplit(Established &state, const ChildWish &wish, crypto::EspSpi inboundSpi,
                   std::span<const wire::Payload> answer, Turn &turn)
{
    Child *made = state.children.findInbound(inboundSpi);
    if (!made)
        return;
    made->isPart = wish.isPart;
    if (wish.isPart) {
        reportMissing(state, wish.connection, turn);
        return;
    }
    const auto wanted = pairsOf(wish.local, wish.remote);
    const auto carried =
        std::ranges::count_if(wanted, [&](const SelectorPair &pair) { return carriesSome(pair, *made); });
    const bool isOne = carried == 1 && made->local.size() == 1 && made->remote.size() == 1;
    if (wanted.size() < 2 || (!isOne && !wire::findNotify(answer, wire::NotifyType::AdditionalTsPossible)))
        return;
    const auto missing = missingPairs(state, *wish.connection->config);
    if (missing.empty())
        return;
    made->isPart = true;
    reportSplit(wish.connection->config->id, missing.size(), turn);
    for (const SelectorPair &pair : missing)
        state.children.wishes.push_back(wishFor(wish.connection, pair, turn.now()));
}

bool splitUp(Established &state, const ChildWish &wish, Turn &turn)
{
    const auto pairs = pairsOf(wish.local, wish.remote);
    if (pairs.size() < 2 || wish.replaces)
        return false;
    reportSplit(wish.connection->config->id, pairs.size(), turn);
    for (const SelectorPair &pair : pairs)
        state.children.wishes.push_back(wishFor(wish.connection, pair, turn.now()));
    return true;
}

void noteRefused(Established &state, const ChildWish &wish, Turn &turn)
{
    for (SelectorPair &pair : pairsOf(wish.local, wish.remote))
        state.children.refused.push_back({wish.connection->config->id, std::move(pair)});
    reportMissing(state, wish.connection, turn);
}

void askForMissing(Established &state, const ike::LoadedConnectionPtr &connection, Duration delay, Turn &turn)
{
    const bool isSplit = std::ranges::any_of(state.children.list, [&](const Child &child) {
        return child.isPart && child.isLive() && child.connection->config->id == connection->config->id;
    });
    if (!isSplit)
        return;
    for (const SelectorPair &pair : missingPairs(state, *connection->config))
        state.children.wishes.push_back(wishFor(connection, pair, turn.now() + delay));
}

void mendSplits(Established &state, Turn &turn)
{
    std::vector<ike::LoadedConnectionPtr> split;
    for (const Child &child : state.children.list) {
        const bool isWanted =
            child.isPart && child.stage == Child::Stage::Standing && child.connection->config->effectImmediately;
        if (isWanted && std::ranges::find(split, child.connection) == split.end())
            split.push_back(child.connection);
    }
    for (const ike::LoadedConnectionPtr &connection : split)
        askForMissing(state, connection, kPartRetry, turn);
}

} // namespace tw::ikev2

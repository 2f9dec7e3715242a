#include "engine/ikev2/selector_fit.h"

#include <algorithm>

namespace tw::ikev2 {

namespace {

std::size_t coveredBy(const std::vector<api::TrafficSelector> &ours, const std::vector<api::TrafficSelector> &offered)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(offered, [&](const auto &selector) { return api::isWithin({selector}, ours); }));
}

} // namespace

Fit fitOf(const api::ConnectionConfig &config, std::span<const wire::Payload> request, const ChildExchange &exchange)
{
    Fit fit;
    fit.isPossible = canCarry(config, request, exchange);
    if (!fit.isPossible)
        return fit;
    const auto &remote = wire::findPayload<wire::TrafficSelectors>(request, wire::PayloadType::TsInitiator)->selectors;
    const auto &local = wire::findPayload<wire::TrafficSelectors>(request, wire::PayloadType::TsResponder)->selectors;
    fit.pairs = coveredBy(config.child.local, local) * coveredBy(config.child.remote, remote);
    fit.coversAll = fit.pairs == local.size() * remote.size();
    fit.isExact =
        fit.coversAll && api::isWithin(config.child.local, local) && api::isWithin(config.child.remote, remote);
    return fit;
}

ike::LoadedConnectionPtr bestFor(const ike::LoadedConnectionPtr &first, std::span<const wire::Payload> request,
                                 const ChildExchange &exchange, const ike::Env &env,
                                 const std::function<bool(const api::ConnectionId &)> &hasChild)
{
    const auto rankOf = [&](const ike::LoadedConnectionPtr &one) {
        return std::pair(fitOf(*one->config, request, exchange), !hasChild(one->config->id));
    };
    const auto all = env.connections.sharing(*first);
    if (all.size() < 2)
        return first;
    ike::LoadedConnectionPtr best = first;
    auto rank = rankOf(first);
    for (const ike::LoadedConnectionPtr &other : all) {
        if (other->config->id == first->config->id)
            continue;
        if (auto otherRank = rankOf(other); rank < otherRank) {
            best = other;
            rank = std::move(otherRank);
        }
    }
    return best;
}

} // namespace tw::ikev2

#pragma once

#include "engine/ikev2/child.h"

#include <functional>

// Several connections share an IKE SA, and a peer that asks for a child names none of them: the selectors tell.
namespace tw::ikev2 {

// How well a connection suits what the peer asks for, from bad to good.
struct Fit
{
    bool isPossible = false; // a suite in common, and some traffic
    bool coversAll = false; // nothing of it has to be narrowed
    bool isExact = false; // and it is all that the connection carries
    std::size_t pairs = 0; // of its selectors that are covered as a whole

    friend auto operator<=>(const Fit &, const Fit &) = default;
};

Fit fitOf(const api::ConnectionConfig &config, std::span<const wire::Payload> request, const ChildExchange &exchange);

// The best of those that may have children beside `first`, and `first` where none is better. Of equals it is one
// without a child so far, as far as `hasChild` knows.
ike::LoadedConnectionPtr bestFor(const ike::LoadedConnectionPtr &first, std::span<const wire::Payload> request,
                                 const ChildExchange &exchange, const ike::Env &env,
                                 const std::function<bool(const api::ConnectionId &)> &hasChild);

} // namespace tw::ikev2

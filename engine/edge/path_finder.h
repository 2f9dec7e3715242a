#pragma once

#include "engine/edge/name_resolver.h"
#include "engine/edge/system_failure.h"
#include "engine/ike/actions.h"

#include <map>
#include <vector>

namespace tw::edge {

// From a connection's two addresses, which may be a name and nothing, to the pair of addresses that it really uses.
class PathFinder
{
public:
    explicit PathFinder(std::shared_ptr<const WakeEvent> wake) : m_resolver(std::move(wake)) { }

    struct Found
    {
        api::ConnectionId connection;
        Attempt<ike::ResolvedPath> path;
    };

    // The answer is in a later take(). A second question for the same connection replaces the first.
    void find(const ike::ResolvePath &wanted);
    void forget(const api::ConnectionId &connection);
    std::vector<Found> take();

private:
    struct Pending
    {
        std::uint64_t ticket = 0;
        ike::ResolvePath wanted;
    };

    NameResolver m_resolver;
    std::map<api::ConnectionId, Pending> m_pending; // at the resolver
    std::vector<Found> m_found;
};

} // namespace tw::edge

#pragma once

#include "engine/api/connection_config.h"
#include "engine/edge/wake_event.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tw::edge {

// Looks names up beside the engine's loop, since the system may take half a minute over it. A few look-ups run at once,
// the others wait. One that is still under way when this object goes finishes alone, and its answer is forgotten.
class NameResolver
{
public:
    static constexpr int kMaxParallel = 8;

    // In the system's order of preference (RFC 6724), or its word: "Name or service not known".
    using Addresses = std::expected<std::vector<IpAddress>, std::string>;
    using LookUp = std::function<Addresses(const std::string &name)>;

    struct Answer
    {
        std::uint64_t ticket = 0;
        Addresses addresses;
    };

    // `wake` is called on when answers are there. `lookUp` is called on other threads.
    explicit NameResolver(std::shared_ptr<const WakeEvent> wake, LookUp lookUp = systemLookUp);
    ~NameResolver();

    std::uint64_t ask(const api::HostName &name); // the ticket of the answer
    std::vector<Answer> take();

    static Addresses systemLookUp(const std::string &name);

private:
    struct Shared;
    static void work(std::shared_ptr<Shared> shared);

    std::shared_ptr<Shared> m_shared;
    std::uint64_t m_lastTicket = 0;
};

} // namespace tw::edge

#pragma once

#include "engine/api/event.h"
#include "engine/crypto/child_sa.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace tw::edge {

// Lost packets as facts for the log: for each connection and reason how many there were since the last time, every ten
// seconds at most, however many packets it were. What has no policy is left out: every network device is offered
// packets that nobody meant for a tunnel.
class DropReporter
{
public:
    static constexpr Duration kInterval{10'000};

    // Totals since the SA was installed; `sa` 0 and no connection for the engine's own.
    void note(const api::ConnectionId &connection, crypto::EspSpi sa, const api::DropCounters &totals);
    void forget(crypto::EspSpi sa);

    // What is to be said by now; empty before the interval is over.
    std::vector<api::Event> take(TimePoint now);

private:
    std::map<crypto::EspSpi, api::DropCounters> m_noted;
    std::map<std::pair<api::ConnectionId, api::DropReason>, std::uint64_t> m_new;
    std::optional<TimePoint> m_saidAt;
};

} // namespace tw::edge

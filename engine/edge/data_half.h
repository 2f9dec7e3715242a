#pragma once

#include "engine/api/status.h"
#include "engine/base/time.h"
#include "engine/edge/data_ports.h"
#include "engine/edge/offloads.h"
#include "engine/esp/burst_crypto.h"
#include "engine/esp/sa_snapshot.h"

#include <poll.h>

#include <span>
#include <vector>

namespace tw::edge {

// One direction of the data path, with all that it changes: no two halves share anything mutable, so each may have a
// thread of its own, or one thread may serve several (see DataThread). Made on another thread than it works on; of
// that one alone but for drops().
class DataHalf
{
public:
    virtual ~DataHalf() = default;
    DataHalf(const DataHalf &) = delete;
    DataHalf &operator=(const DataHalf &) = delete;

    // Works with these from now on. Appends the descriptors that it waits for.
    virtual void setPorts(const DataPorts &ports, std::vector<pollfd> &polled) = 0;
    // One burst of each of those descriptors that poll() found ready. `polled` is what setPorts() has appended, which was
    // something.
    virtual void serve(std::span<pollfd> polled, const esp::SaSnapshot &snapshot, TimePoint now) = 0;

    // Packets that wait for an SA: to be looked at with every new snapshot, and now and then as long as there are any.
    virtual bool isAnyWaiting() const = 0;
    virtual void flushWaiting(const esp::SaSnapshot &snapshot, TimePoint now) = 0;

    // Lets go of what a burst left that ended by an exception.
    virtual void forgetBurst() = 0;

    virtual api::DropCounters drops() const = 0; // packets that belonged to no SA; from any thread

protected:
    DataHalf() = default;
};

// What works on the bursts of either.
inline esp::BurstCrypto::Backend cryptoBackend(const Offloads &offloads)
{
    return offloads.multiBuffer ? esp::BurstCrypto::Backend::Fastest : esp::BurstCrypto::Backend::OpenSsl;
}

} // namespace tw::edge

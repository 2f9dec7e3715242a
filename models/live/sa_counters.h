#pragma once

#include "engine/api/status.h"

#include <cstdint>
#include <vector>

namespace tw::models {

// The counters of a connection's child SAs as they were read at one moment. Rates and histories are made of what grew
// between two of them, here and nowhere else.
class SaCounters
{
public:
    SaCounters() = default;
    explicit SaCounters(const std::vector<api::ChildSaStatus> &childSas);

    // By SPI, so that a rekey neither loses bytes nor looks like a fall. A counter that fell, like one that was not
    // there, began at zero. What an SA carried after its last reading is nobody's knowledge, and missing.
    api::TrafficCounters grownSince(const SaCounters &before) const;

    friend bool operator==(const SaCounters &, const SaCounters &) = default;

private:
    struct Sa
    {
        std::uint32_t spi = 0; // the inbound one
        api::TrafficCounters counters;

        friend bool operator==(const Sa &, const Sa &) = default;
    };

    std::vector<Sa> m_sas;
};

} // namespace tw::models

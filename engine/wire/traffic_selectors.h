#pragma once

#include "engine/api/traffic_selector.h"
#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <vector>

// TSi and TSr. RFC 7296, 3.13. Ports of ICMP selectors hold type * 256 + code, as the RFC has it; 65535..0 is OPAQUE.
namespace tw::wire {

struct TrafficSelectors
{
    std::vector<api::TrafficSelector> selectors;
    std::size_t skipped = 0; // selectors of a type other than IPv4 and IPv6 ranges: ignored (RFC 7296, 2.9)

    friend bool operator==(const TrafficSelectors &, const TrafficSelectors &) = default;
};

// Malformed for a range that ends before it begins, and where a length or the number contradicts what is there.
Result<TrafficSelectors> decodeTrafficSelectors(ByteView body);

// Without what was skipped. Empty where there are more than 255 selectors, or one mixes its address families.
Bytes encodeTrafficSelectors(const TrafficSelectors &selectors);

} // namespace tw::wire

#pragma once

#include "engine/api/connection_config.h"
#include "engine/wire/icmp_echo.h"

#include <cstdint>
#include <vector>

// Following single packets through the data path: a probe's own, recognised by what they carry. While nothing is watched
// this costs one look at a pointer for each packet; what is seen goes the way of the notices.
namespace tw::esp {

struct ProbeWatch
{
    std::uint64_t probe = 0;
    api::ConnectionId connection;
    wire::EchoToken token{};
};
using ProbeWatches = std::vector<ProbeWatch>;

struct ProbeSeen
{
    enum class Step : std::uint8_t {
        ReachedDevice,
        WithoutPolicy,
        OtherConnection,
        Waited,
        TooBig,
        Encrypted,
        AnswerRefused, // decrypted, and outside the SA's selectors
        AnswerDelivered, // decrypted, and given to the device
    };

    std::uint64_t probe = 0;
    Step step{};
    IpAddress source; // as the packet had them
    IpAddress destination;

    friend bool operator==(const ProbeSeen &, const ProbeSeen &) = default;
};

} // namespace tw::esp

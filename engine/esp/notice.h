#pragma once

#include "engine/base/time.h"
#include "engine/crypto/child_sa.h"
#include "engine/esp/probe_watch.h"

#include <variant>

// What the data path needs IKE for. At most one a second per kind and connection or SA, but NeedChild from each outbound
// data thread, and ProbeSeen for each step of a packet that is watched; whoever joins the two sides hands these on (the data path knows nothing of IKE).
namespace tw::esp {

using crypto::EspSpi;

inline constexpr Duration kNoticeInterval{1000};

struct NeedChild // outbound traffic without an SA
{
    api::ConnectionId connection;
    IpAddress source;
    IpAddress destination;

    friend bool operator==(const NeedChild &, const NeedChild &) = default;
};

struct SequenceLow // the SA runs out of sequence numbers: rekey it
{
    EspSpi inboundSpi;

    friend bool operator==(const SequenceLow &, const SequenceLow &) = default;
};

struct PeerMoved // an authentic packet, newer than all before, came from another endpoint than the SA's
{
    EspSpi inboundSpi;
    Endpoint remote;

    friend bool operator==(const PeerMoved &, const PeerMoved &) = default;
};

using Notice = std::variant<NeedChild, SequenceLow, PeerMoved, ProbeSeen>;

} // namespace tw::esp

#pragma once

#include "engine/api/traffic_selector.h"
#include "engine/wire/ip_header.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

// Finding the SA of an outbound packet among thousands. Each pair of selectors (local, remote) is filed under the
// smallest prefixes that contain them; there are few distinct pairs of prefix lengths, and for each of them one hash
// look-up finds the candidates (tuple space search). Ranges that are no prefixes, protocols and ports are then checked
// exactly, so filing only decides the order: more specific remote prefixes first, then local ones, then newer values.
namespace tw::esp {

// The side of an outbound packet that is ours is its source.
struct FlowKey
{
    IpAddress source;
    IpAddress destination;
    std::uint8_t protocol = 0;
    bool hasPorts = false; // false for later fragments, and for protocols without: they match only "any port"
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;

    static FlowKey of(const wire::IpHeader &header)
    {
        return {header.source,   header.destination, header.protocol,
                header.hasPorts, header.sourcePort,  header.destinationPort};
    }
};

// One side of a packet within a selector. A packet whose ports cannot be seen fits only where every port does
// (RFC 4301, 4.4.1.1: OPAQUE is no number).
inline bool sideMatches(const api::TrafficSelector &selector, const IpAddress &address, const FlowKey &flow,
                        std::uint16_t port)
{
    if (!flow.hasPorts && (selector.startPort != 0 || selector.endPort != 65535))
        return false;
    return selector.matches(address, flow.protocol, port);
}

// The smallest prefix with the whole range in it.
IpPrefix enclosingPrefix(const api::TrafficSelector &selector);

// A pair of prefixes of given lengths as a key: both networks, host bits zero.
struct PrefixPairKey
{
    std::array<std::uint64_t, 4> words{};

    static PrefixPairKey of(const IpAddress &local, int localLength, const IpAddress &remote, int remoteLength);
    friend bool operator==(const PrefixPairKey &, const PrefixPairKey &) = default;
};

struct PrefixPairHash
{
    std::size_t operator()(const PrefixPairKey &key) const noexcept;
};

// `T` is pointed to; whoever owns the index keeps the values alive.
template <typename T>
class SelectorIndex
{
public:
    // Values are asked in the order of insertion where prefixes are equal: insert the newest first.
    void insert(const T *value, const api::TrafficSelector &local, const api::TrafficSelector &remote)
    {
        if (local.start.family() != remote.start.family())
            return; // no packet has two families
        const IpPrefix localPrefix = enclosingPrefix(local);
        const IpPrefix remotePrefix = enclosingPrefix(remote);
        Tuple &tuple = tupleOf(local.start.family(), localPrefix.length(), remotePrefix.length());
        const auto key = PrefixPairKey::of(local.start, tuple.localLength, remote.start, tuple.remoteLength);
        tuple.candidates[key].push_back({value, local, remote});
    }

    struct Match
    {
        const T *value = nullptr; // none
        int remoteLength = -1; // of the prefixes that it is filed under: the longer, the more specific
        int localLength = -1;

        friend auto specificity(const Match &match) { return std::pair(match.remoteLength, match.localLength); }
    };

    // The first value that fits and that `accept` takes.
    template <typename Accept>
    Match find(const FlowKey &flow, Accept accept) const
    {
        for (const Tuple &tuple : m_tuples) {
            if (tuple.family != flow.source.family())
                continue;
            const auto found = tuple.candidates.find(
                PrefixPairKey::of(flow.source, tuple.localLength, flow.destination, tuple.remoteLength));
            if (found == tuple.candidates.end())
                continue;
            for (const Candidate &candidate : found->second) {
                if (sideMatches(candidate.local, flow.source, flow, flow.sourcePort)
                    && sideMatches(candidate.remote, flow.destination, flow, flow.destinationPort)
                    && accept(*candidate.value))
                    return {candidate.value, tuple.remoteLength, tuple.localLength};
            }
        }
        return {};
    }

private:
    struct Candidate
    {
        const T *value;
        api::TrafficSelector local;
        api::TrafficSelector remote;
    };
    struct Tuple
    {
        IpFamily family;
        int localLength;
        int remoteLength;
        std::unordered_map<PrefixPairKey, std::vector<Candidate>, PrefixPairHash> candidates;
    };

    Tuple &tupleOf(IpFamily family, int localLength, int remoteLength)
    {
        const auto moreSpecific = [](const Tuple &a, const Tuple &b) {
            return a.remoteLength != b.remoteLength ? a.remoteLength > b.remoteLength : a.localLength > b.localLength;
        };
        for (Tuple &tuple : m_tuples) {
            if (tuple.family == family && tuple.localLength == localLength && tuple.remoteLength == remoteLength)
                return tuple;
        }
        Tuple fresh{family, localLength, remoteLength, {}};
        const auto at = std::upper_bound(m_tuples.begin(), m_tuples.end(), fresh, moreSpecific);
        return *m_tuples.insert(at, std::move(fresh));
    }

    std::vector<Tuple> m_tuples; // most specific first
};

} // namespace tw::esp

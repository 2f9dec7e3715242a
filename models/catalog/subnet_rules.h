#pragma once

#include "engine/base/ip_address.h"
#include "models/catalog/connection_validator.h"

#include <vector>

// The rules for local and remote subnets, used by connection_validator alone.
namespace tw::models {

inline constexpr int kMaxSubnetsPerSide = 10;

// One side's list, with what is wrong with it by itself.
struct SubnetList
{
    Field side{};
    std::vector<IpPrefix> prefixes; // those that could be read, networks only
    ValidationIssues issues;

    QString text() const; // "10.0.0.0/24,10.1.0.0/24"
};

SubnetList readSubnets(Field side, const QString &text);

// Overlaps and address families of the two sides.
ValidationIssues checkBetweenSides(const SubnetList &local, const SubnetList &remote);

// The subnets of a saved connection, read once for many comparisons.
struct AddressRange
{
    IpAddress first;
    IpAddress last;

    explicit AddressRange(const IpPrefix &prefix) : first(prefix.network()), last(prefix.last()) { }
    // Addresses of different families never compare as overlapping: the family counts first.
    bool overlaps(const AddressRange &other) const { return first <= other.last && other.first <= last; }
    friend bool operator==(const AddressRange &, const AddressRange &) = default;
};
struct ClaimedSelectors
{
    QString id;
    QString name;
    std::vector<AddressRange> local;
    std::vector<AddressRange> remote;
};
std::vector<ClaimedSelectors> claimedSelectors(const QList<Connection> &connections); // one for each

// Pairs of subnets that other connections have.
ValidationIssues checkAgainstOthers(const SubnetList &local, const SubnetList &remote, const QString &ownId,
                                    const ValidationIndex &index);

// Remote subnets that swallow the peer, the default route or this machine. `peer` is empty where it is a name.
ValidationIssues checkReach(const SubnetList &remote, const std::optional<IpAddress> &peer,
                            const MachineFacts &machine);

} // namespace tw::models

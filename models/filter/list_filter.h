#pragma once

#include "models/filter/row_facts.h"

#include <optional>
#include <variant>

// What a list is filtered by: terms that must all hold. parseFilter() makes it from the words in the box, and nothing
// here can be wrong any more.
namespace tw::models {

// Each holds where one of its alternatives does.
struct TextTerm
{
    QString folded;
    friend bool operator==(const TextTerm &, const TextTerm &) = default;
};
struct StateTerm
{
    QStringList words;
    friend bool operator==(const StateTerm &, const StateTerm &) = default;
};
struct RegionTerm
{
    QStringList folded; // a part of the id or of a name
    friend bool operator==(const RegionTerm &, const RegionTerm &) = default;
};
struct GatewayTerm
{
    QStringList folded; // a part of a name, an id or an address
    QList<IpPrefix> addresses; // whole ones: they are compared as numbers
    friend bool operator==(const GatewayTerm &, const GatewayTerm &) = default;
};
struct WeakTerm
{
    bool acceptsWeak = false;
    bool acceptsOthers = false;
    friend bool operator==(const WeakTerm &, const WeakTerm &) = default;
};
struct NetTerm
{
    QList<IpPrefix> nets; // that the row's overlap with: one contains the other
    friend bool operator==(const NetTerm &, const NetTerm &) = default;
};

struct FilterTerm
{
    bool isNegated = false;
    std::variant<TextTerm, StateTerm, RegionTerm, GatewayTerm, WeakTerm, NetTerm> what;

    friend bool operator==(const FilterTerm &, const FilterTerm &) = default;
};

struct ListFilter
{
    QList<FilterTerm> terms; // none: every row matches

    bool isEmpty() const { return terms.isEmpty(); }
    // Then the filter looks beyond the region that the window shows.
    bool namesRegion() const;

    friend bool operator==(const ListFilter &, const ListFilter &) = default;
};

bool matches(const FilterTerm &term, const RowFacts &row);
bool matches(const ListFilter &filter, const RowFacts &row);

} // namespace tw::models

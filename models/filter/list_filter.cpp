#include "models/filter/list_filter.h"

#include <algorithm>

namespace tw::models {

namespace {

bool anyContains(const QStringList &texts, const QString &part)
{
    return std::ranges::any_of(texts, [&part](const QString &text) { return text.contains(part); });
}

struct Judge
{
    const RowFacts &row;

    bool operator()(const TextTerm &term) const { return row.text.contains(term.folded); }

    bool operator()(const StateTerm &term) const
    {
        return std::ranges::any_of(term.words, [this](const QString &word) { return row.states.contains(word); });
    }

    bool operator()(const RegionTerm &term) const
    {
        return std::ranges::any_of(term.folded, [this](const QString &part) { return anyContains(row.regions, part); });
    }

    bool operator()(const GatewayTerm &term) const
    {
        const auto holdsAddress = [this](const IpPrefix &net) {
            return std::ranges::any_of(row.gatewayAddresses,
                                       [&net](const IpAddress &address) { return net.contains(address); });
        };
        return std::ranges::any_of(term.addresses, holdsAddress)
            || std::ranges::any_of(term.folded,
                                   [this](const QString &part) { return anyContains(row.gateways, part); });
    }

    bool operator()(const WeakTerm &term) const { return row.isWeak ? term.acceptsWeak : term.acceptsOthers; }

    bool operator()(const NetTerm &term) const
    {
        return std::ranges::any_of(term.nets, [this](const IpPrefix &net) {
            return std::ranges::any_of(row.nets, [&net](const IpPrefix &own) { return own.overlaps(net); });
        });
    }
};

} // namespace

bool ListFilter::namesRegion() const
{
    return std::ranges::any_of(terms,
                               [](const FilterTerm &term) { return std::holds_alternative<RegionTerm>(term.what); });
}

bool matches(const FilterTerm &term, const RowFacts &row)
{
    return std::visit(Judge{row}, term.what) != term.isNegated;
}

bool matches(const ListFilter &filter, const RowFacts &row)
{
    return std::ranges::all_of(filter.terms, [&row](const FilterTerm &term) { return matches(term, row); });
}

} // namespace tw::models

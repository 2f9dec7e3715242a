#include "models/catalog/subnet_rules.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/validation_index.h"

#include <QRegularExpression>

#include <algorithm>

namespace tw::models {

namespace {

Field otherSide(Field side) { return side == Field::LocalSubnet ? Field::RemoteSubnet : Field::LocalSubnet; }

bool holdsFamily(const std::vector<IpPrefix> &prefixes, IpFamily family)
{
    return std::ranges::any_of(prefixes, [&](const IpPrefix &p) { return p.address().family() == family; });
}

// Everything but what has its own place: "0.0.0.0/0" as the remote side means the default route, and then the local
// side lies within it by nature.
bool isEverything(const IpPrefix &prefix) { return prefix.length() == 0; }

std::vector<AddressRange> rangesOf(const QString &text)
{
    std::vector<AddressRange> ranges;
    for (const QString &piece : splitSubnets(text)) {
        if (const auto prefix = parsePrefix(piece))
            ranges.emplace_back(*prefix);
    }
    return ranges;
}

// What two lists have to do with one range of ours.
enum class Relation { Apart, Overlapping, Equal };

Relation relation(const AddressRange &ours, const std::vector<AddressRange> &theirs)
{
    Relation nearest = Relation::Apart;
    for (const AddressRange &range : theirs) {
        if (range == ours)
            return Relation::Equal;
        if (range.overlaps(ours))
            nearest = Relation::Overlapping;
    }
    return nearest;
}

// The whole field with one piece changed, as a mend.
QString replaced(QStringList pieces, qsizetype at, const QString &piece)
{
    pieces[at] = piece;
    return pieces.join(u',');
}

ValidationIssues overlapsWithin(const SubnetList &list)
{
    ValidationIssues issues;
    for (std::size_t i = 0; i < list.prefixes.size(); ++i) {
        for (std::size_t j = i + 1; j < list.prefixes.size(); ++j) {
            const IpPrefix &a = list.prefixes[i];
            const IpPrefix &b = list.prefixes[j];
            if (a.overlaps(b))
                issues.append({list.side, Reason::SubnetOverlap, {toQString(a), toQString(b)}, {}, {}, {}});
        }
    }
    return issues;
}

} // namespace

QString SubnetList::text() const
{
    QStringList pieces;
    for (const IpPrefix &prefix : prefixes)
        pieces.append(toQString(prefix));
    return pieces.join(u',');
}

QStringList splitSubnets(const QString &text)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;，；、]+"));
    return text.split(separators, Qt::SkipEmptyParts);
}

SubnetList readSubnets(Field side, const QString &text)
{
    SubnetList list{side, {}, {}};
    const QStringList pieces = splitSubnets(text);
    if (pieces.isEmpty())
        list.issues.append({side, Reason::SubnetMissing, {}, {}, {}, {}});
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const auto prefix = parsePrefix(pieces[i]);
        if (!prefix) {
            list.issues.append({side, Reason::SubnetBad, {pieces[i]}, {}, {}, {}});
            continue;
        }
        const IpPrefix network(prefix->network(), prefix->length());
        if (!prefix->isNetwork()) {
            const QString mended = replaced(pieces, i, toQString(network));
            list.issues.append(
                {side, Reason::SubnetHostBits, {pieces[i], toQString(network)}, {}, {}, {{side, mended}}});
        }
        list.prefixes.push_back(network);
    }
    if (pieces.size() > kMaxSubnetsPerSide) {
        const QStringList args{QString::number(pieces.size()), QString::number(kMaxSubnetsPerSide)};
        list.issues.append({side, Reason::SubnetTooMany, args, {}, {}, {}});
        // What follows compares every pair: not for thousands of them out of a document.
        list.prefixes.resize(std::min<std::size_t>(list.prefixes.size(), kMaxSubnetsPerSide));
    }
    list.issues += overlapsWithin(list);
    return list;
}

ValidationIssues checkBetweenSides(const SubnetList &local, const SubnetList &remote)
{
    ValidationIssues issues;
    for (const IpPrefix &ours : local.prefixes) {
        for (const IpPrefix &theirs : remote.prefixes) {
            if (ours.overlaps(theirs) && isEverything(ours) == isEverything(theirs)) {
                const QStringList args{toQString(ours), toQString(theirs)};
                issues.append({remote.side, Reason::SubnetOverlap, args, local.side, {}, {}});
            }
        }
    }
    if (local.prefixes.empty() || remote.prefixes.empty())
        return issues;
    for (const SubnetList *list : {&local, &remote}) {
        const SubnetList &other = list == &local ? remote : local;
        const auto alone = std::ranges::find_if(
            list->prefixes, [&](const IpPrefix &p) { return !holdsFamily(other.prefixes, p.address().family()); });
        if (alone != list->prefixes.end())
            issues.append(
                {list->side, Reason::SubnetFamiliesDiffer, {toQString(*alone)}, otherSide(list->side), {}, {}});
    }
    return issues;
}

std::vector<ClaimedSelectors> claimedSelectors(const QList<Connection> &connections)
{
    std::vector<ClaimedSelectors> claimed;
    for (const Connection &connection : connections) {
        const ConnectionDraft &draft = connection.draft;
        claimed.push_back({draft.id, draft.name, rangesOf(draft.localSubnet), rangesOf(draft.remoteSubnet)});
    }
    return claimed;
}

ValidationIssues checkAgainstOthers(const SubnetList &local, const SubnetList &remote, const QString &ownId,
                                    const ValidationIndex &index)
{
    ValidationIssues issues;
    const auto compare = [&](const ClaimedSelectors &other, const IpPrefix &ours, const IpPrefix &peers) {
        const Relation here = relation(AddressRange(ours), other.local);
        if (here == Relation::Apart)
            return;
        const Relation there = relation(AddressRange(peers), other.remote);
        if (there == Relation::Apart)
            return;
        const bool isTaken = here == Relation::Equal && there == Relation::Equal;
        issues.append({remote.side,
                       isTaken ? Reason::SelectorsTaken : Reason::SelectorsOverlap,
                       {toQString(ours), toQString(peers), other.name},
                       local.side,
                       isTaken ? Severity::Error : Severity::Warning,
                       {}});
    };
    for (const ClaimedSelectors *other : index.reaching(remote.prefixes, ownId)) {
        for (const IpPrefix &ours : local.prefixes) {
            for (const IpPrefix &peers : remote.prefixes)
                compare(*other, ours, peers);
        }
    }
    return issues;
}

ValidationIssues checkReach(const SubnetList &remote, const std::optional<IpAddress> &peer, const MachineFacts &machine)
{
    ValidationIssues issues;
    const auto warn = [&](const IpPrefix &prefix, Reason reason, const QString &address) {
        issues.append({remote.side, reason, {toQString(prefix), address}, {}, Severity::Warning, {}});
    };
    const auto firstWithin = [](const IpPrefix &prefix, const QStringList &addresses) -> std::optional<QString> {
        for (const QString &text : addresses) {
            const auto address = parseAddress(text);
            if (address && prefix.contains(*address))
                return text;
        }
        return std::nullopt;
    };

    for (const IpPrefix &prefix : remote.prefixes) {
        if (peer && prefix.contains(*peer))
            warn(prefix, Reason::SubnetHoldsPeer, toQString(*peer));
        const auto gateway = firstWithin(prefix, machine.defaultGateways);
        if (isEverything(prefix) || gateway)
            warn(prefix, Reason::SubnetHoldsDefaultRoute, gateway.value_or(QString()));
        else if (const auto own = firstWithin(prefix, machine.addresses))
            warn(prefix, Reason::SubnetHoldsOwnAddress, *own);
    }
    return issues;
}

} // namespace tw::models

#include "models/doctor/doctor_facts.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

// In the range from one end of a prefix, as far as it has so many.
IpAddress stepped(const IpAddress &address, int step)
{
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::copy(address.bytes(), bytes.begin());
    auto &last = bytes[address.size() - 1]; // of a network or its end: no carry
    last = static_cast<std::uint8_t>(last + step);
    return IpAddress::fromBytes(ByteView(bytes).first(address.size())).value_or(address);
}

bool isSingle(const IpPrefix &prefix) { return prefix.length() >= (prefix.address().isV4() ? 31 : 127); }

bool contains(const std::vector<api::TrafficSelector> &selectors, const IpPrefix &prefix)
{
    return api::isWithin({api::TrafficSelector::fromPrefix(prefix)}, selectors);
}

bool isSettled(const DoctorCheck &check)
{
    return check.verdict != DoctorVerdict::Pending && check.verdict != DoctorVerdict::Running;
}

} // namespace

std::vector<IpPrefix> subnetsIn(const QString &text)
{
    static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
    std::vector<IpPrefix> prefixes;
    for (const QString &one : text.split(separators, Qt::SkipEmptyParts)) {
        if (const auto prefix = parsePrefix(one))
            prefixes.push_back(*prefix);
    }
    return prefixes;
}

QString textOf(const std::vector<IpPrefix> &prefixes)
{
    QStringList texts;
    for (const IpPrefix &prefix : prefixes)
        texts << toQString(prefix);
    return texts.join(QStringLiteral(", "));
}

IpAddress firstHost(const IpPrefix &prefix)
{
    return isSingle(prefix) ? prefix.network() : stepped(prefix.network(), 1);
}

IpAddress lastHost(const IpPrefix &prefix)
{
    // The last address of an IPv4 subnet is its broadcast address; IPv6 has none.
    return isSingle(prefix) || !prefix.address().isV4() ? prefix.last() : stepped(prefix.last(), -1);
}

bool hasChild(const DoctorFacts &facts) { return facts.status && !facts.status->childSas.empty(); }

bool isEncapsulated(const DoctorFacts &facts)
{
    return hasChild(facts)
        && std::ranges::max_element(facts.status->childSas, {}, &api::ChildSaStatus::establishedAt)->udpEncapsulated;
}

quint64 sinceBefore(const api::EchoOutcome &echo, api::DropReason reason)
{
    const auto index = static_cast<std::size_t>(reason);
    const auto grown = [&](const api::DropCounters &before, const api::DropCounters &after) {
        return after[index] > before[index] ? after[index] - before[index] : 0; // an SA that went takes its own along
    };
    return grown(echo.before.drops, echo.after.drops) + grown(echo.before.engineDrops, echo.after.engineDrops);
}

quint64 inboundSince(const api::EchoOutcome &echo)
{
    using enum api::DropReason;
    const quint64 before = echo.before.traffic.packetsIn;
    const quint64 after = echo.after.traffic.packetsIn;
    quint64 count = after > before ? after - before : 0;
    for (const api::DropReason reason : {Replayed, BadPadding, PolicyViolation, CongestionInvalid})
        count += sinceBefore(echo, reason);
    return count;
}

const api::IcmpAnswer *firstAnswer(std::span<const api::EchoOutcome> echoes)
{
    for (const api::EchoOutcome &echo : echoes) {
        // The engine's own word about sizes is no answer of the peer.
        for (const api::IcmpAnswer &answer : echo.answers) {
            if (answer.kind != api::IcmpAnswer::Kind::TooBig)
                return &answer;
        }
    }
    return nullptr;
}

QList<DoctorPair> pairsOf(const DoctorFacts &facts)
{
    QList<DoctorPair> pairs;
    for (const IpPrefix &local : facts.local) {
        for (const IpPrefix &remote : facts.remote) {
            if (local.address().family() != remote.address().family())
                continue;
            DoctorPair pair{toQString(local), toQString(remote), false, 0, 0};
            for (const api::ChildSaStatus &child :
                 facts.status ? facts.status->childSas : std::vector<api::ChildSaStatus>()) {
                if (!contains(child.local, local) || !contains(child.remote, remote))
                    continue;
                pair.stands = true;
                pair.packetsIn += child.traffic.packetsIn;
                pair.packetsOut += child.traffic.packetsOut;
            }
            pairs.append(pair);
        }
    }
    return pairs;
}

QList<DoctorOverlap> overlapsOf(const DoctorFacts &facts, const Catalog &catalog)
{
    using With = DoctorOverlap::With;
    QList<DoctorOverlap> overlaps;
    for (const IpPrefix &remote : facts.remote) {
        for (const api::RouteEntry &route : facts.route ? facts.route->overlaps : std::vector<api::RouteEntry>()) {
            // A wider route than ours stands behind it, and is how most networks reach the rest of the world.
            const bool isBehind = !route.isAddress && route.destination.length() < remote.length();
            if (!route.isOurs && !isBehind && route.destination.overlaps(remote)) {
                overlaps.append({toQString(remote), route.isAddress ? With::Interface : With::Route,
                                 toQString(route.destination), QString::fromStdString(route.interface),
                                 route.destination.length() >= remote.length()});
            }
        }
        for (const Connection &other : catalog.connections()) {
            if (other.draft.id == facts.connectionId)
                continue;
            for (const IpPrefix &theirs : subnetsIn(other.draft.remoteSubnet)) {
                if (theirs.overlaps(remote)) {
                    overlaps.append({toQString(remote), With::Connection, toQString(theirs), other.draft.name,
                                     theirs.length() > remote.length()});
                }
            }
        }
    }
    return overlaps;
}

void settle(DoctorReport &report, const DoctorCheck &check)
{
    const auto place = std::ranges::find(report.checks, check.id, &DoctorCheck::id);
    if (place == report.checks.end())
        return;
    *place = check;
    const int index = static_cast<int>(place - report.checks.begin());
    if (check.verdict == DoctorVerdict::Failed && (report.firstFailed < 0 || index < report.firstFailed))
        report.firstFailed = index;
}

void skipRest(DoctorReport &report, DoctorFinding reason)
{
    for (DoctorCheck &check : report.checks) {
        if (!isSettled(check)) {
            check.verdict = DoctorVerdict::Skipped;
            check.finding = reason;
        }
    }
}

} // namespace tw::models

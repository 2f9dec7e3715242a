#include "models/transfer/import/import_ends.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"
#include "models/catalog/subnet_rules.h"

#include <algorithm>

namespace tw::models {

namespace {

using Kind = ImportNote::Kind;

constexpr qsizetype kLongestName = 128;

// As it is compared; empty where it is no address: "%any", "0.0.0.0", an interface.
QString usableAddress(const QString &text, bool takesHostNames)
{
    if (const auto address = parseAddress(text)) {
        const QString canonical = toQString(*address);
        return canonical == QLatin1String("0.0.0.0") || canonical == QLatin1String("::") ? QString() : canonical;
    }
    return takesHostNames && isHostName(text) ? text.toLower() : QString();
}

bool isPrivate(const QString &address)
{
    const auto parsed = parseAddress(address);
    if (!parsed)
        return false;
    for (const char *range : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"}) {
        const auto prefix = parsePrefix(QString::fromLatin1(range));
        if (prefix && prefix->contains(*parsed))
            return true;
    }
    return false;
}

// "peer-203-0-113-20"
QString nameFor(const QString &prefix, const QString &address)
{
    QString name = prefix;
    for (const QChar c : address) {
        const bool isPlain = c.unicode() < 0x80 && c.isLetterOrNumber();
        if (isPlain || !name.endsWith(u'-'))
            name += isPlain ? c : QChar(u'-');
    }
    while (name.endsWith(u'-'))
        name.chop(1);
    return name.left(kLongestName);
}

} // namespace

QString freeName(const QString &name, const QSet<QString> &taken)
{
    if (!taken.contains(name))
        return name;
    for (int number = 2;; ++number) {
        const QString suffix = QStringLiteral("-%1").arg(number);
        const QString tried = name.left(kLongestName - suffix.size()) + suffix;
        if (!taken.contains(tried))
            return tried;
    }
}

QStringList readSubnetTexts(Field side, const QString &text)
{
    QStringList list;
    for (const IpPrefix &prefix : readSubnets(side, text).prefixes)
        list << toQString(prefix);
    return list;
}

EndFinder::EndFinder(const Catalog &catalog, const QString &regionId) : m_regionId(regionId)
{
    m_ours.prefix = QStringLiteral("gateway-");
    m_ours.takesHostNames = false;
    m_theirs.prefix = QStringLiteral("peer-");
    m_theirs.takesHostNames = true;
    for (const VpnGateway &gateway : catalog.vpnGateways()) {
        if (gateway.regionId != regionId)
            continue;
        m_ours.known.append({gateway.id, false, gateway.name, gateway.internetIp});
        m_ours.names.insert(gateway.name);
    }
    for (const CustomerGateway &gateway : catalog.customerGateways()) {
        if (gateway.regionId != regionId)
            continue;
        m_theirs.known.append({gateway.id, false, gateway.name, gateway.ipAddress});
        m_theirs.names.insert(gateway.name);
    }
}

QString EndFinder::addressOf(const Side &side, const QString &text, const QString &identity, bool *isFromId)
{
    const QString address = usableAddress(text, side.takesHostNames);
    if (!address.isEmpty())
        return address;
    const QString fromId = usableAddress(identity, false);
    if (isFromId)
        *isFromId = !fromId.isEmpty();
    return fromId;
}

void EndFinder::prepare(const std::vector<PeerView> &views, const std::vector<ImportChoice> &choices)
{
    for (std::size_t at = 0; at < views.size() && at < choices.size(); ++at) {
        const auto hear = [](Side &side, const EndChoice &choice, const QString &address) {
            if (choice.address && address.isEmpty() && side.typedAddress.isEmpty())
                side.typedAddress = choice.address->trimmed();
            const QString counts = choice.address ? usableAddress(choice.address->trimmed(), true) : address;
            if (choice.name)
                side.chosenNames.emplace(counts, *choice.name);
        };
        hear(m_ours, choices[at].ours, addressOf(m_ours, views[at].remote, views[at].remoteId));
        hear(m_theirs, choices[at].theirs, addressOf(m_theirs, views[at].local, views[at].localId));
    }
}

PlannedEnd EndFinder::ours(const PeerView &view, const EndChoice &choice, QList<ImportNote> &notes)
{
    return find(m_ours, view.remote, view.remoteId, choice, notes, true);
}

PlannedEnd EndFinder::theirs(const PeerView &view, const EndChoice &choice, QList<ImportNote> &notes)
{
    const PlannedEnd end = find(m_theirs, view.local, view.localId, choice, notes, false);
    if (end.isNew && isPrivate(end.address))
        notes.append({Kind::AddressPrivate, {end.address}});
    return end;
}

PlannedEnd EndFinder::find(Side &side, QString address, const QString &identity, const EndChoice &choice,
                           QList<ImportNote> &notes, bool takesOnlyOne)
{
    if (choice.gatewayId && !choice.gatewayId->isEmpty()) {
        const auto chosen = std::ranges::find(side.known, *choice.gatewayId, &PlannedEnd::id);
        if (chosen != side.known.end())
            return *chosen;
    }
    bool isFromId = false;
    address = addressOf(side, address, identity, &isFromId);
    const bool isUnsaid = address.isEmpty();
    // What is typed is taken as it is: the catalogue says what is wrong with it.
    if (choice.address)
        address = choice.address->trimmed();
    else if (isUnsaid)
        address = side.typedAddress;
    else if (isFromId)
        notes.append({Kind::AddressFromId, {address}});
    const QString canonical = usableAddress(address, true);
    if (!canonical.isEmpty())
        address = canonical;

    const bool isWantedNew = choice.gatewayId.has_value(); // and names none that is known
    if (!isWantedNew && !address.isEmpty()) {
        for (const PlannedEnd &known : std::as_const(side.known)) {
            if (usableAddress(known.address, true) == address)
                return known;
        }
    }
    if (!isWantedNew && address.isEmpty() && takesOnlyOne && side.known.size() == 1) {
        notes.append({Kind::GatewayAssumed, {side.known.first().name}});
        return side.known.first();
    }
    const auto made = std::ranges::find(side.made, address, &PlannedEnd::address);
    if (made != side.made.end())
        return *made;
    PlannedEnd end;
    end.id = generateId(side.takesHostNames ? QStringLiteral("cgw-") : QStringLiteral("vpn-"));
    end.address = address;
    const auto named = side.chosenNames.find(canonical);
    end.name = named != side.chosenNames.end() ? named->second : freeName(nameFor(side.prefix, address), side.names);
    side.names.insert(end.name);
    side.made.append(end);
    return end;
}

void EndFinder::addNew(const PlannedEnd &ours, const PlannedEnd &theirs, ImportPlan &plan) const
{
    const auto isThere = [](const auto &list, const QString &id) {
        return std::ranges::any_of(list, [&](const auto &gateway) { return gateway.id == id; });
    };
    if (ours.isNew && !isThere(plan.newVpnGateways, ours.id)) {
        VpnGateway gateway;
        gateway.id = ours.id;
        gateway.regionId = m_regionId;
        gateway.name = ours.name;
        gateway.internetIp = ours.address;
        plan.newVpnGateways.append(gateway);
    }
    if (theirs.isNew && !isThere(plan.newCustomerGateways, theirs.id)) {
        CustomerGateway gateway;
        gateway.id = theirs.id;
        gateway.regionId = m_regionId;
        gateway.name = theirs.name;
        gateway.ipAddress = theirs.address;
        plan.newCustomerGateways.append(gateway);
    }
}

} // namespace tw::models

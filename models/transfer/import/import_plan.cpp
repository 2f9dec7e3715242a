#include "models/transfer/import/import_plan.h"

#include "models/catalog/catalog.h"
#include "models/catalog/ike_rules.h"
#include "models/log/joined_text.h"
#include "models/transfer/import/import_draft.h"
#include "models/transfer/import/import_ends.h"

#include <QCoreApplication>

#include <algorithm>

namespace tw::models {

namespace {

using Kind = ImportNote::Kind;

QString words(const char *text) { return QCoreApplication::translate("Import", text); }

QString word(std::string_view name) { return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())); }

class Planner
{
public:
    Planner(const PeerReadings &readings, const ImportKeys &keys, const Catalog &catalog, const ImportOptions &options)
        : m_readings(readings), m_keys(keys), m_catalog(catalog), m_options(options)
    { }

    ImportPlan run();

private:
    const ImportChoice &choice(std::size_t at) const
    {
        static const ImportChoice kNone;
        return at < m_options.choices.size() ? m_options.choices[at] : kNone;
    }
    const Connection *sameTunnel(const PlannedConnection &planned) const;
    void meetExisting(PlannedConnection &planned, std::size_t at, const PeerView &view);
    void noteOffers(PlannedConnection &planned, std::size_t at) const;
    QStringList differences(const Connection &existing, const PlannedConnection &planned, std::size_t at) const;
    void meetSiblings(ImportPlan &plan);
    void nameAll(ImportPlan &plan);
    void findKeys(ImportPlan &plan);
    void findGaps(PlannedConnection &planned, std::size_t at) const;
    void check(ImportPlan &plan);
    bool hasKey(std::size_t at) const { return m_keys.contains(at) || m_readings[at].key.has_value(); }

    const PeerReadings &m_readings;
    const ImportKeys &m_keys;
    const Catalog &m_catalog;
    const ImportOptions &m_options;
};

ImportPlan Planner::run()
{
    ImportPlan plan;
    plan.regionId = m_options.regionId;
    plan.side = findSide(m_readings, m_catalog, m_options.regionId);
    if (m_options.side && *m_options.side != plan.side.side)
        plan.side = {*m_options.side, SideFinding::Reason::Chosen, {}, {}};

    EndFinder ends(m_catalog, m_options.regionId);
    std::vector<PeerView> views;
    for (const PeerReading &reading : m_readings)
        views.push_back(peersView(reading, plan.side.side));
    ends.prepare(views, m_options.choices);
    for (std::size_t at = 0; at < m_readings.size(); ++at) {
        PlannedConnection planned;
        planned.ours = ends.ours(views[at], choice(at).ours, planned.notes);
        planned.theirs = ends.theirs(views[at], choice(at).theirs, planned.notes);
        planned.draft.regionId = m_options.regionId;
        planned.draft.vpnGatewayId = planned.ours.id;
        planned.draft.customerGatewayId = planned.theirs.id;
        fillDraft(planned, m_readings[at], views[at], choice(at));
        meetExisting(planned, at, views[at]);
        plan.connections.push_back(std::move(planned));
    }
    meetSiblings(plan);
    nameAll(plan);
    findKeys(plan);
    for (std::size_t at = 0; at < plan.connections.size(); ++at)
        findGaps(plan.connections[at], at);
    for (const PlannedConnection &planned : plan.connections) {
        if (planned.action != ImportAction::Skip)
            ends.addNew(planned.ours, planned.theirs, plan);
    }
    check(plan);
    return plan;
}

// The tunnel that is there already: between the same gateways, and for the same subnets or of the same name.
const Connection *Planner::sameTunnel(const PlannedConnection &planned) const
{
    const Connection *same = nullptr;
    for (const Connection &one : m_catalog.connections()) {
        if (one.draft.vpnGatewayId != planned.ours.id || one.draft.customerGatewayId != planned.theirs.id)
            continue;
        if (haveSameSubnets(one.draft, planned.draft))
            return &one;
        if (one.draft.name == planned.draft.name)
            same = &one;
    }
    return same;
}

void Planner::meetExisting(PlannedConnection &planned, std::size_t at, const PeerView &view)
{
    const ImportChoice &chosen = choice(at);
    const Connection *same = sameTunnel(planned);
    planned.action = chosen.action.value_or(same ? m_options.onExisting : ImportAction::Add);
    if (!same && planned.action == ImportAction::Update)
        planned.action = ImportAction::Add;
    if (same)
        planned.existingId = same->draft.id;
    const bool isNew = !same || planned.action == ImportAction::Add;
    if (isNew)
        planned.draft.id = generateId(QStringLiteral("vco-"));
    else
        planned.draft =
            mergedDraft(same->draft, planned.draft, m_readings[at], view,
                        {m_catalog.vpnGateway(planned.ours.id), m_catalog.customerGateway(planned.theirs.id)});
    for (const Mend &value : chosen.values)
        setDraftText(planned.draft, value.field, value.value);
    if (same) {
        const QStringList differing = differences(*same, planned, at);
        planned.isUnchanged = differing.isEmpty();
        if (planned.isUnchanged) {
            planned.action = ImportAction::Skip;
            planned.notes.append({Kind::SameTunnel, {same->draft.name}});
        } else {
            planned.notes.append({Kind::SameTunnelDiffers, {same->draft.name, joinedItems(differing)}});
        }
    }
    if (isNew)
        noteOffers(planned, at);
}

// What was taken where the text offers several things, or nothing.
void Planner::noteOffers(PlannedConnection &planned, std::size_t at) const
{
    const PeerReading &reading = m_readings[at];
    const ConnectionDraft &draft = planned.draft;
    if (!reading.hasIkeSuite)
        planned.notes.append({Kind::IkeUnsaid, {ikeSuiteText(draft)}});
    else if (reading.ikeOffers.size() > 1)
        planned.notes.append({Kind::IkeOffers, {QString::number(reading.ikeOffers.size()), ikeSuiteText(draft)}});
    if (!reading.hasEspSuite)
        planned.notes.append({Kind::EspUnsaid, {espSuiteText(draft)}});
    else if (reading.espOffers.size() > 1)
        planned.notes.append({Kind::EspOffers, {QString::number(reading.espOffers.size()), espSuiteText(draft)}});
    if (reading.view.ikeLifetime == 0)
        planned.notes.append({Kind::IkeLifetimeUnsaid, {draft.ikeLifetime}});
    if (reading.view.espLifetime == 0)
        planned.notes.append({Kind::EspLifetimeUnsaid, {draft.ipsecLifetime}});
    if (draft.effectImmediately)
        planned.notes.append({Kind::StartsAtOnce, {}});
}

QStringList Planner::differences(const Connection &existing, const PlannedConnection &planned, std::size_t at) const
{
    QStringList labels;
    const ConnectionDraft before = tidied(existing.draft);
    const ConnectionDraft after = tidied(planned.draft);
    for (const DraftMember &member : draftMembers()) {
        if (draftText(before, member.field) != draftText(after, member.field))
            labels.append(fieldLabel(member.field));
    }
    const auto typed = m_keys.find(at);
    const SecretBytes *key = typed != m_keys.end() ? &typed->second
        : m_readings[at].key                       ? &*m_readings[at].key
                                                   : nullptr;
    if (key) {
        const auto stored = m_catalog.presharedKey(existing.draft.id);
        if (!stored || !equalInConstantTime(stored->view(), key->view()))
            labels.append(fieldLabel(Field::Psk));
    }
    return labels;
}

// Several tunnels for the same subnets, as the cloud's gateways with two have them.
void Planner::meetSiblings(ImportPlan &plan)
{
    for (std::size_t at = 0; at < plan.connections.size(); ++at) {
        PlannedConnection &planned = plan.connections[at];
        if (planned.action != ImportAction::Add || planned.draft.localSubnet.isEmpty())
            continue;
        for (std::size_t other = 0; other < at; ++other) {
            const PlannedConnection &sibling = plan.connections[other];
            if (sibling.action == ImportAction::Skip || !haveSameSubnets(sibling.draft, planned.draft))
                continue;
            planned.notes.append({Kind::SameSubnets, {sibling.draft.name}});
            if (!choice(at).action)
                planned.action = ImportAction::Skip;
            break;
        }
    }
}

void Planner::nameAll(ImportPlan &plan)
{
    QSet<QString> taken;
    for (const Connection &one : m_catalog.connections()) {
        if (one.draft.regionId == m_options.regionId)
            taken.insert(one.draft.name);
    }
    for (std::size_t at = 0; at < plan.connections.size(); ++at) {
        PlannedConnection &planned = plan.connections[at];
        if (!planned.existingId.isEmpty() && planned.action != ImportAction::Add)
            continue;
        if (const auto &name = choice(at).name) {
            planned.draft.name = *name;
        } else {
            const QString wanted = planned.draft.name;
            planned.draft.name = freeName(wanted, taken);
            if (planned.draft.name != wanted) {
                const auto changed = std::ranges::find(planned.notes, Kind::NameChanged, &ImportNote::kind);
                if (changed != planned.notes.end())
                    changed->args[1] = planned.draft.name;
                else
                    planned.notes.prepend({Kind::NameChanged, {wanted, planned.draft.name}});
            }
        }
        if (planned.action != ImportAction::Skip)
            taken.insert(planned.draft.name);
    }
}

void Planner::findKeys(ImportPlan &plan)
{
    for (std::size_t at = 0; at < plan.connections.size(); ++at) {
        PlannedConnection &planned = plan.connections[at];
        if (hasKey(at)) {
            planned.key = m_keys.contains(at) ? PlannedConnection::Key::Typed : PlannedConnection::Key::FromText;
            continue;
        }
        if (!planned.existingId.isEmpty() && planned.action != ImportAction::Add) {
            planned.key = PlannedConnection::Key::Kept;
            if (planned.action == ImportAction::Update)
                planned.notes.append({Kind::KeyKept, {}});
            continue;
        }
        const auto shares = [&](const ConnectionDraft &other) {
            return other.id != planned.draft.id && sharesIkeSa(other, planned.draft);
        };
        QString whose;
        for (const Connection &one : m_catalog.connections()) {
            if (shares(one.draft))
                whose = one.draft.name;
        }
        for (std::size_t other = 0; other < plan.connections.size(); ++other) {
            const PlannedConnection &sibling = plan.connections[other];
            if (sibling.action != ImportAction::Skip && hasKey(other) && shares(sibling.draft))
                whose = sibling.draft.name;
        }
        if (whose.isEmpty())
            continue;
        planned.key = PlannedConnection::Key::Shared;
        planned.notes.append({Kind::KeyShared, {whose}});
    }
}

void Planner::findGaps(PlannedConnection &planned, std::size_t at) const
{
    if (planned.ours.address.isEmpty())
        planned.gaps.append(ImportGap::OurAddress);
    if (planned.theirs.address.isEmpty())
        planned.gaps.append(ImportGap::TheirAddress);
    if (planned.draft.localSubnet.isEmpty())
        planned.gaps.append(ImportGap::LocalSubnet);
    if (planned.draft.remoteSubnet.isEmpty())
        planned.gaps.append(ImportGap::RemoteSubnet);
    if (planned.key == PlannedConnection::Key::Missing)
        planned.gaps.append(ImportGap::Key);
    const PeerReading &reading = m_readings[at];
    if (!reading.ignored.isEmpty())
        planned.notes.append(
            {Kind::LinesIgnored,
             {QString::number(reading.ignored.size()) + (reading.ignoresMore ? QStringLiteral("+") : QString())}});
}

// What the catalogue says to all that could be stored now.
void Planner::check(ImportPlan &plan)
{
    // A key that is asked for yet hinders nothing: for the check the catalogue makes one up.
    const auto isComplete = [](const PlannedConnection &planned) {
        return std::ranges::all_of(planned.gaps, [](ImportGap gap) { return gap == ImportGap::Key; });
    };
    ImportPlan complete;
    complete.newVpnGateways = plan.newVpnGateways;
    complete.newCustomerGateways = plan.newCustomerGateways;
    for (const PlannedConnection &planned : plan.connections) {
        complete.connections.push_back(planned);
        if (!isComplete(planned))
            complete.connections.back().action = ImportAction::Skip;
    }
    const auto dropNameless = [](auto &gateways, auto address) {
        gateways.removeIf([&](const auto &gateway) { return (gateway.*address).isEmpty(); });
    };
    dropNameless(complete.newVpnGateways, &VpnGateway::internetIp);
    dropNameless(complete.newCustomerGateways, &CustomerGateway::ipAddress);

    const auto report = m_catalog.checkAll(changeOf(complete, m_readings, m_keys));
    for (PlannedConnection &planned : plan.connections) {
        if (planned.action == ImportAction::Skip)
            continue;
        if (report)
            planned.issues = report->warnings.value(planned.draft.id);
    }
    if (report)
        return;
    for (const CatalogError &error : report.error()) {
        bool isPlaced = false;
        for (PlannedConnection &planned : plan.connections) {
            if (planned.action == ImportAction::Skip)
                continue;
            if (error.id == planned.draft.id && !error.issues.isEmpty()) {
                planned.issues = error.issues;
                isPlaced = true;
            } else if (!error.id.isEmpty() && (error.id == planned.ours.id || error.id == planned.theirs.id)) {
                planned.problems.append(error.text);
                isPlaced = true;
            }
        }
        if (!isPlaced)
            plan.problems.append(error.text);
    }
}

} // namespace

void ImportChoice::set(Field field, const QString &value)
{
    values.removeIf([field](const Mend &one) { return one.field == field; });
    values.append({field, value});
}

QString gapText(ImportGap gap)
{
    switch (gap) {
    case ImportGap::OurAddress:
        return words(QT_TRANSLATE_NOOP("Import", "The text does not name the address of our end: enter it."));
    case ImportGap::TheirAddress:
        return words(QT_TRANSLATE_NOOP("Import", "The text does not name the peer's address: enter it."));
    case ImportGap::LocalSubnet:
        return words(QT_TRANSLATE_NOOP("Import", "The text names no subnets on our side: enter them."));
    case ImportGap::RemoteSubnet:
        return words(QT_TRANSLATE_NOOP("Import", "The text names no subnets on the peer's side: enter them."));
    case ImportGap::Key: return words(QT_TRANSLATE_NOOP("Import", "The text holds no pre-shared key: enter it."));
    }
    return {};
}

bool PlannedConnection::isReady() const
{
    return action == ImportAction::Skip || (gaps.isEmpty() && problems.isEmpty() && !hasErrors(issues));
}

bool PlannedConnection::wantsAttention() const
{
    return action != ImportAction::Skip
        && (std::ranges::any_of(notes, &ImportNote::isWarning)
            || std::ranges::any_of(issues, [](const auto &issue) { return issue.severity == Severity::Warning; }));
}

bool ImportPlan::isReady() const
{
    return problems.isEmpty() && std::ranges::all_of(connections, &PlannedConnection::isReady);
}

int ImportPlan::count(ImportAction action) const
{
    return static_cast<int>(std::ranges::count(connections, action, &PlannedConnection::action));
}

ImportPlan planImport(const PeerReadings &readings, const ImportKeys &keys, const Catalog &catalog,
                      const ImportOptions &options)
{
    return Planner(readings, keys, catalog, options).run();
}

CatalogChange changeOf(const ImportPlan &plan, const PeerReadings &readings, const ImportKeys &keys)
{
    CatalogChange change;
    change.vpnGateways = plan.newVpnGateways;
    change.customerGateways = plan.newCustomerGateways;
    // Those with a key first: others that share their IKE SA take it from them.
    for (const bool withKey : {true, false}) {
        for (std::size_t at = 0; at < plan.connections.size(); ++at) {
            const PlannedConnection &planned = plan.connections[at];
            if (planned.action == ImportAction::Skip)
                continue;
            std::optional<PresharedKey> key;
            if (const auto typed = keys.find(at); typed != keys.end())
                key = typed->second.clone();
            else if (readings[at].key)
                key = readings[at].key->clone();
            if (key.has_value() == withKey)
                change.connections.push_back({.draft = planned.draft, .key = std::move(key)});
        }
    }
    return change;
}

QString suiteText(const PeerSuite &suite)
{
    return joinedItems({choiceText(word(api::shortName(suite.encryption))),
                        choiceText(word(api::shortName(suite.hash))), choiceText(word(api::shortName(suite.group)))});
}

} // namespace tw::models

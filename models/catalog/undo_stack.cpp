#include "models/catalog/undo_stack.h"

#include <algorithm>
#include <utility>

namespace tw::models {

namespace {

const Region *find(const Catalog &catalog, const Region &region) { return catalog.region(region.id); }
const VpnGateway *find(const Catalog &catalog, const VpnGateway &gateway) { return catalog.vpnGateway(gateway.id); }
const CustomerGateway *find(const Catalog &catalog, const CustomerGateway &gateway)
{
    return catalog.customerGateway(gateway.id);
}
const Certificate *find(const Catalog &catalog, const Certificate &certificate)
{
    return catalog.certificate(certificate.id);
}
const Connection *find(const Catalog &catalog, const Connection &connection)
{
    return catalog.connection(connection.draft.id);
}

UndoStack::Object describe(const Region &region) { return {ObjectKind::Region, region.id, region.id}; }
UndoStack::Object describe(const VpnGateway &gateway) { return {ObjectKind::VpnGateway, gateway.id, gateway.regionId}; }
UndoStack::Object describe(const CustomerGateway &gateway)
{
    return {ObjectKind::CustomerGateway, gateway.id, gateway.regionId};
}
UndoStack::Object describe(const Certificate &certificate) { return {ObjectKind::Certificate, certificate.id, {}}; }
UndoStack::Object describe(const Connection &connection)
{
    return {ObjectKind::Connection, connection.draft.id, connection.draft.regionId};
}

QString nameOf(const Connection &connection) { return connection.draft.name; }
QString nameOf(const Certificate &certificate) { return certificateTitle(certificate); }
template <typename Object>
QString nameOf(const Object &object)
{
    return object.name;
}

template <typename Object>
ObjectDelta<Object> inverse(const ObjectDelta<Object> &delta)
{
    return {delta.after, delta.before};
}

// `act` with every delta of a step, whatever its type.
template <typename Act>
void forEach(const CatalogDelta &step, Act act)
{
    for (const auto &delta : step.regions)
        act(delta);
    for (const auto &delta : step.vpnGateways)
        act(delta);
    for (const auto &delta : step.customerGateways)
        act(delta);
    for (const auto &delta : step.certificates)
        act(delta);
    for (const auto &delta : step.connections)
        act(delta);
}

// Why a delta that leads from `delta.before` to `delta.after` cannot be applied; empty where it can.
template <typename Object>
QString obstacle(const Catalog &catalog, const ObjectDelta<Object> &delta)
{
    const Object &known = delta.before ? *delta.before : *delta.after;
    const Object *present = find(catalog, known);
    const QString kind = objectKindText(describe(known).kind);
    if (delta.before && !present)
        return UndoStack::tr("%1 “%2” is no longer there.").arg(kind, nameOf(known));
    if (!delta.before && present)
        return UndoStack::tr("%1 “%2” is there again.").arg(kind, nameOf(known));
    if (delta.before && *present != *delta.before)
        return UndoStack::tr("%1 “%2” was changed in the meantime, and that change would be lost.")
            .arg(kind, nameOf(*present));
    return {};
}

// What an object that comes back refers to and no longer finds, which the validator could only name by its id.
QString missing(const Catalog &, const CatalogChange &, const Region &) { return {}; }
QString missing(const Catalog &, const CatalogChange &, const Certificate &) { return {}; }

// Its region may come with it, and is in `change` already then.
template <typename Gateway>
QString missing(const Catalog &catalog, const CatalogChange &change, const Gateway &gateway)
{
    const bool isThere = catalog.region(gateway.regionId)
        || std::ranges::any_of(change.regions, [&](const Region &region) { return region.id == gateway.regionId; });
    return isThere ? QString() : UndoStack::tr("The region of “%1” is no longer there.").arg(gateway.name);
}

// Its gateways and certificates may come with it, and are in `change` already then.
QString missing(const Catalog &catalog, const CatalogChange &change, const Connection &connection)
{
    const ConnectionDraft &draft = connection.draft;
    const auto comes = [](const auto &objects, const QString &id) {
        return std::ranges::any_of(objects, [&](const auto &object) { return object.id == id; });
    };
    if (!catalog.vpnGateway(draft.vpnGatewayId) && !comes(change.vpnGateways, draft.vpnGatewayId))
        return UndoStack::tr("The VPN gateway of “%1” is no longer there.").arg(draft.name);
    if (!catalog.customerGateway(draft.customerGatewayId) && !comes(change.customerGateways, draft.customerGatewayId))
        return UndoStack::tr("The customer gateway of “%1” is no longer there.").arg(draft.name);
    for (const QString &id : {draft.localCertificate, draft.remoteCa}) {
        if (!id.isEmpty() && !catalog.certificate(id) && !comes(change.certificates, id))
            return UndoStack::tr("A certificate of “%1” is no longer there.").arg(draft.name);
    }
    return {};
}

void add(CatalogChange &change, const ObjectDelta<Region> &delta)
{
    if (delta.after)
        change.regions.append(*delta.after);
    else
        change.removedRegions.append(delta.before->id);
}

void add(CatalogChange &change, const ObjectDelta<VpnGateway> &delta)
{
    if (delta.after)
        change.vpnGateways.append(*delta.after);
    else
        change.removedVpnGateways.append(delta.before->id);
}

void add(CatalogChange &change, const ObjectDelta<CustomerGateway> &delta)
{
    if (delta.after)
        change.customerGateways.append(*delta.after);
    else
        change.removedCustomerGateways.append(delta.before->id);
}

void add(CatalogChange &change, const ObjectDelta<Certificate> &delta)
{
    if (delta.after)
        change.certificates.append(*delta.after);
    else
        change.removedCertificates.append(delta.before->id);
}

void add(CatalogChange &change, const ObjectDelta<Connection> &delta)
{
    if (delta.after)
        change.connections.push_back(
            {delta.after->draft, std::nullopt, delta.after->secretReference, delta.after->created});
    else
        change.removedConnections.append(delta.before->draft.id);
}

const QString &idOf(const Connection &connection) { return connection.draft.id; }
template <typename Object>
const QString &idOf(const Object &object)
{
    return object.id;
}
template <typename Object>
const QString &idOf(const ObjectDelta<Object> &delta)
{
    return idOf(delta.after ? *delta.after : *delta.before);
}

// What `sum` and then `next` did: an object that both touched goes from what it was before the first to what it is after
// the second.
template <typename Object>
void addUp(QList<ObjectDelta<Object>> &sum, const QList<ObjectDelta<Object>> &next)
{
    for (const auto &delta : next) {
        const auto known = std::ranges::find_if(sum, [&](const auto &one) { return idOf(one) == idOf(delta); });
        if (known == sum.end()) {
            sum.append(delta);
            continue;
        }
        known->after = delta.after;
        if (!known->before && !known->after)
            sum.erase(known);
    }
}

enum class Act { Create, Edit, Delete };

// What a step did to its objects, where that is one thing.
struct Summary
{
    Act act = Act::Edit;
    std::optional<ObjectKind> kind; // nothing: of several kinds
    QString name; // of the only one
    int count = 0;
};

Summary summaryOf(const CatalogDelta &step)
{
    Summary summary;
    summary.count = static_cast<int>(step.size());
    bool isFirst = true;
    forEach(step, [&](const auto &delta) {
        const Act act = !delta.before ? Act::Create : !delta.after ? Act::Delete : Act::Edit;
        const auto &object = delta.after ? *delta.after : *delta.before;
        const ObjectKind kind = describe(object).kind;
        summary.act = isFirst || act == summary.act ? act : Act::Edit;
        summary.kind = isFirst || kind == summary.kind ? std::optional(kind) : std::nullopt;
        summary.name = isFirst ? nameOf(object) : QString();
        isFirst = false;
    });
    return summary;
}

QString actText(const Summary &summary)
{
    if (summary.count == 1) {
        switch (*summary.kind) {
        case ObjectKind::Region:
            switch (summary.act) {
            case Act::Create: return UndoStack::tr("create region “%1”").arg(summary.name);
            case Act::Edit: return UndoStack::tr("rename region “%1”").arg(summary.name);
            case Act::Delete: return UndoStack::tr("delete region “%1”").arg(summary.name);
            }
            break;
        case ObjectKind::VpnGateway:
            switch (summary.act) {
            case Act::Create: return UndoStack::tr("create VPN gateway “%1”").arg(summary.name);
            case Act::Edit: return UndoStack::tr("edit VPN gateway “%1”").arg(summary.name);
            case Act::Delete: return UndoStack::tr("delete VPN gateway “%1”").arg(summary.name);
            }
            break;
        case ObjectKind::CustomerGateway:
            switch (summary.act) {
            case Act::Create: return UndoStack::tr("create customer gateway “%1”").arg(summary.name);
            case Act::Edit: return UndoStack::tr("edit customer gateway “%1”").arg(summary.name);
            case Act::Delete: return UndoStack::tr("delete customer gateway “%1”").arg(summary.name);
            }
            break;
        case ObjectKind::Certificate:
            switch (summary.act) {
            case Act::Create: return UndoStack::tr("import certificate “%1”").arg(summary.name);
            case Act::Edit: return UndoStack::tr("import the private key of “%1”").arg(summary.name);
            case Act::Delete: return UndoStack::tr("delete certificate “%1”").arg(summary.name);
            }
            break;
        case ObjectKind::Connection: break;
        }
        switch (summary.act) {
        case Act::Create: return UndoStack::tr("create IPsec connection “%1”").arg(summary.name);
        case Act::Edit: return UndoStack::tr("edit IPsec connection “%1”").arg(summary.name);
        case Act::Delete: return UndoStack::tr("delete IPsec connection “%1”").arg(summary.name);
        }
    }
    if (summary.kind == ObjectKind::Certificate && summary.act != Act::Edit) {
        return summary.act == Act::Create ? UndoStack::tr("import %n certificates", nullptr, summary.count)
                                          : UndoStack::tr("delete %n certificates", nullptr, summary.count);
    }
    if (summary.kind == ObjectKind::Connection) {
        switch (summary.act) {
        case Act::Create: return UndoStack::tr("create %n IPsec connections", nullptr, summary.count);
        case Act::Edit: return UndoStack::tr("edit %n IPsec connections", nullptr, summary.count);
        case Act::Delete: return UndoStack::tr("delete %n IPsec connections", nullptr, summary.count);
        }
    }
    switch (summary.act) {
    case Act::Create: return UndoStack::tr("create %n objects", nullptr, summary.count);
    case Act::Edit: return UndoStack::tr("change %n objects", nullptr, summary.count);
    case Act::Delete: return UndoStack::tr("delete %n objects", nullptr, summary.count);
    }
    return {};
}

} // namespace

UndoStack::UndoStack(Catalog &catalog, QObject *parent) : QObject(parent), m_catalog(catalog)
{
    m_catalog.setChangeListener([this](const CatalogDelta &delta) { record(delta); });
    connect(&m_catalog, &Catalog::savingChanged, this, &UndoStack::changed);
}

UndoStack::~UndoStack()
{
    m_catalog.setChangeListener({});
    m_catalog.wipeRetiredKeys();
}

UndoStack::Together::Together(UndoStack *stack) : m_stack(stack)
{
    if (m_stack && m_stack->m_together++ == 0)
        ++m_stack->m_gathering;
}

UndoStack::Together::~Together()
{
    if (m_stack && --m_stack->m_together == 0)
        m_stack->m_catalog.whenSaved(m_stack, [stack = m_stack](const CatalogResult<void> &) { stack->endTogether(); });
}

// What was saved of it is one step, also where the rest failed.
void UndoStack::endTogether()
{
    if (--m_gathering == 0 && m_gathered.size() > 0)
        push(std::exchange(m_gathered, {}));
}

void UndoStack::record(const CatalogDelta &delta)
{
    if (m_isApplying)
        return;
    if (m_gathering == 0) {
        push(delta);
        return;
    }
    addUp(m_gathered.regions, delta.regions);
    addUp(m_gathered.vpnGateways, delta.vpnGateways);
    addUp(m_gathered.customerGateways, delta.customerGateways);
    addUp(m_gathered.certificates, delta.certificates);
    addUp(m_gathered.connections, delta.connections);
}

void UndoStack::push(CatalogDelta step)
{
    m_done.push_back(std::move(step));
    m_undone.clear();
    while (m_done.size() > kMostSteps)
        m_done.pop_front();
    wipeUnneededKeys();
    Q_EMIT changed();
    Q_EMIT recorded();
}

bool UndoStack::can(Direction direction) const { return !m_catalog.isSaving() && next(direction); }

const CatalogDelta *UndoStack::next(Direction direction) const
{
    const auto &steps = direction == Direction::Undo ? m_done : m_undone;
    return steps.empty() ? nullptr : &steps.back();
}

QString UndoStack::text(Direction direction) const
{
    const CatalogDelta *step = next(direction);
    return step ? actText(summaryOf(*step)) : QString();
}

QString UndoStack::deletionText() const
{
    const CatalogDelta *step = next(Direction::Undo);
    const Summary summary = step ? summaryOf(*step) : Summary();
    if (summary.act != Act::Delete)
        return {};
    if (summary.count == 1)
        return tr("%1 “%2” was deleted.").arg(objectKindText(*summary.kind), summary.name);
    return tr("%n objects were deleted.", nullptr, summary.count);
}

std::expected<CatalogChange, QString> UndoStack::changeFor(Direction direction) const
{
    const CatalogDelta *step = next(direction);
    if (!step)
        return std::unexpected(tr("There is nothing left."));
    CatalogChange change;
    QString problem;
    forEach(*step, [&](const auto &recorded) {
        const auto delta = direction == Direction::Undo ? inverse(recorded) : recorded;
        if (problem.isEmpty())
            problem = obstacle(m_catalog, delta);
        if (problem.isEmpty() && delta.after)
            problem = missing(m_catalog, change, *delta.after);
        add(change, delta);
    });
    if (!problem.isEmpty())
        return std::unexpected(problem);
    return change;
}

std::expected<UndoStack::Effects, QString> UndoStack::check(Direction direction) const
{
    const auto change = changeFor(direction);
    if (!change)
        return std::unexpected(change.error());
    const auto report = m_catalog.checkAll(*change);
    if (!report)
        return std::unexpected(report.error().first().text);
    Effects effects{{}, change->removedConnections};
    for (auto it = report->effects.cbegin(); it != report->effects.cend(); ++it) {
        const auto planned =
            std::ranges::find_if(change->connections, [&](const auto &one) { return one.draft.id == it.key(); });
        const ConnectionDraft &draft =
            planned != change->connections.end() ? planned->draft : m_catalog.connection(it.key())->draft;
        const bool isInPlace = it.value() == EditEffect::Nothing || it.value() == EditEffect::InPlace;
        if (draft.effectImmediately && !isInPlace)
            effects.renegotiated.append(it.key());
    }
    return effects;
}

std::expected<QList<UndoStack::Object>, QString> UndoStack::apply(Direction direction)
{
    auto change = changeFor(direction);
    if (!change)
        return std::unexpected(change.error());
    QList<Object> objects;
    forEach(*next(direction), [&](const auto &delta) {
        Object object = describe(delta.after ? *delta.after : *delta.before);
        object.isThere = direction == Direction::Undo ? delta.before.has_value() : delta.after.has_value();
        objects.append(object);
    });
    m_isApplying = true;
    if (const auto done = m_catalog.applyAll(std::move(*change)); !done) {
        m_isApplying = false;
        return std::unexpected(done.error().first().text);
    }
    m_catalog.whenSaved(this, [this, direction](const CatalogResult<void> &saved) {
        m_isApplying = false;
        if (saved)
            move(direction);
    });
    return objects;
}

// The newest step to the other side, where it is the next one.
void UndoStack::move(Direction direction)
{
    auto &from = direction == Direction::Undo ? m_done : m_undone;
    auto &to = direction == Direction::Undo ? m_undone : m_done;
    to.push_back(std::move(from.back()));
    from.pop_back();
    Q_EMIT changed();
}

void UndoStack::forget(Direction direction)
{
    auto &steps = direction == Direction::Undo ? m_done : m_undone;
    if (steps.empty())
        return;
    steps.pop_back();
    wipeUnneededKeys();
    Q_EMIT changed();
}

// Wipes the keys that no step needs any more.
void UndoStack::wipeUnneededKeys()
{
    QSet<QString> needed;
    const auto need = [&needed](const auto &deltas) {
        for (const auto &delta : deltas) {
            for (const auto &object : {delta.before, delta.after}) {
                if (object)
                    needed.insert(object->secretReference);
            }
        }
    };
    for (const auto *steps : {&m_done, &m_undone}) {
        for (const CatalogDelta &step : *steps) {
            need(step.connections);
            need(step.certificates);
        }
    }
    m_catalog.wipeRetiredKeys(needed);
}

} // namespace tw::models

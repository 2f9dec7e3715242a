// How a change of the catalogue comes to the disk, and what is seen of it when.
#include "models/catalog/catalog.h"
#include "models/catalog/catalog_plan.h"
#include "models/catalog/catalog_tables.h"
#include "models/store/database.h"
#include "models/store/save_queue.h"

#include <utility>

namespace tw::models {

void Catalog::saveBehind()
{
    if (!m_queue && !m_database.isReadOnly())
        m_queue = std::make_unique<SaveQueue>(m_database.file(), schema());
}

const CatalogState &Catalog::newest() const { return m_pending.empty() ? m_state : m_pending.back().plan->next; }

QStringList Catalog::unsavedNames() const
{
    QStringList names;
    const auto title = [](const auto &object) {
        if constexpr (requires { object.draft; })
            return object.draft.name;
        else if constexpr (requires { object.name; })
            return object.name;
        else
            return certificateTitle(object);
    };
    const CatalogState *before = &m_state;
    for (const Pending &pending : m_pending) {
        const CatalogDelta delta = pending.plan->delta(*before);
        const auto add = [&](const auto &objects) {
            for (const auto &object : objects)
                names.append(title(object.after ? *object.after : *object.before));
        };
        add(delta.regions);
        add(delta.vpnGateways);
        add(delta.customerGateways);
        add(delta.certificates);
        add(delta.connections);
        before = &pending.plan->next;
    }
    names.removeDuplicates();
    return names;
}

void Catalog::whenSaved(QObject *context, Saved then)
{
    if (m_pending.empty())
        then({});
    else
        m_pending.back().waiting.emplace_back(context, std::move(then));
}

// New secrets, then the rows that refer to them, then the end of secrets without a row: a crash between two of these
// leaves either the old state or the new one, and a secret too many, which the next start clears away.
CatalogResult<void> Catalog::commit(CatalogPlan plan)
{
    if (plan.isEmpty())
        return {};
    Pending pending;
    pending.number = ++m_changes;
    pending.isRecorded = m_unrecorded == 0;
    for (const auto &entry : plan.newSecrets)
        pending.newSecrets.insert(entry.first);
    SecretStore::Write writeKeys;
    if (!pending.newSecrets.isEmpty()) {
        auto staged = m_secrets.stage(std::move(plan.newSecrets), {});
        if (!staged)
            return std::unexpected(catalogError(staged.error()));
        writeKeys = std::move(*staged);
    }
    const auto shared = std::make_shared<const CatalogPlan>(std::move(plan));
    pending.plan = shared;
    const auto work = [shared, writeKeys](Database &database) -> StoreResult<void> {
        if (const auto done = writeKeys ? writeKeys() : StoreResult<void>(); !done)
            return done;
        return database.transaction([&] { return writeCatalog(database, *shared); });
    };
    const quint64 number = pending.number;
    m_pending.push_back(std::move(pending));
    if (!m_queue) {
        const StoreResult<void> done = work(m_database);
        settle(number, done);
        return done ? CatalogResult<void>() : std::unexpected(catalogError(done.error()));
    }
    if (m_pending.size() == 1)
        Q_EMIT savingChanged(true);
    m_queue->change(work, [this, number](const StoreResult<void> &done) { settle(number, done); });
    return {};
}

void Catalog::settle(quint64 number, const StoreResult<void> &done)
{
    if (m_pending.empty() || m_pending.front().number != number)
        return; // it went with one that failed before it
    std::deque<Pending> settled;
    if (done) {
        settled.push_back(std::move(m_pending.front()));
        m_pending.pop_front();
        adopt(settled.front());
    } else {
        settled = std::exchange(m_pending, {}); // the rest was planned on what failed, and was not tried
        drop(settled);
    }
    if (!m_queue)
        return; // the call itself says how it went, and nobody can have come to wait
    if (m_pending.empty())
        Q_EMIT savingChanged(false);
    const CatalogResult<void> result = done ? CatalogResult<void>() : std::unexpected(catalogError(done.error()));
    bool isHeard = false;
    for (const Pending &one : settled) {
        for (const auto &[context, then] : one.waiting) {
            isHeard = isHeard || context;
            if (context)
                then(result);
        }
    }
    if (!result && !isHeard)
        Q_EMIT saveFailed(result.error());
}

void Catalog::adopt(const Pending &saved)
{
    const CatalogPlan &plan = *saved.plan;
    const CatalogDelta delta = plan.delta(m_state);
    const bool isRecorded = m_listener && saved.isRecorded && delta.size() > 0;
    setState(plan.next);
    clearSecrets(plan, isRecorded ? delta : CatalogDelta());
    announce(plan);
    if (isRecorded)
        m_listener(delta);
}

void Catalog::drop(const std::deque<Pending> &failed)
{
    if (m_queue)
        m_queue->resume();
    QSet<SecretReference> unused;
    for (const Pending &one : failed)
        unused += one.newSecrets;
    if (!unused.isEmpty())
        tidySecrets({}, unused);
}

// What goes wrong here harms nobody: a key too many is cleared away by the next start.
void Catalog::tidySecrets(SecretMap added, const QSet<SecretReference> &removed)
{
    const auto staged = m_secrets.stage(std::move(added), removed);
    if (!staged || !*staged)
        return;
    const auto write = [write = *staged] { [[maybe_unused]] const auto done = write(); };
    if (m_queue)
        m_queue->tidy(write);
    else
        write();
}

// Keys of objects in the delta retire, everything else is wiped.
void Catalog::clearSecrets(const CatalogPlan &plan, const CatalogDelta &delta)
{
    SecretMap retired;
    const auto retire = [&](const auto &objects) {
        for (const auto &object : objects) {
            const QString reference = object.before ? object.before->secretReference : QString();
            if (!plan.oldSecrets.contains(reference))
                continue;
            if (auto key = m_secrets.read(reference); key && *key)
                retired.emplace(retiredReference(reference), std::move(**key));
        }
    };
    retire(delta.connections);
    retire(delta.certificates);
    const QSet<SecretReference> gone = plan.oldSecrets + plan.spentSecrets;
    if (!gone.isEmpty())
        tidySecrets(std::move(retired), gone);
}

void Catalog::wipeRetiredKeys(const QSet<QString> &kept)
{
    auto retired = m_secrets.references();
    if (!retired)
        return;
    QSet<SecretReference> keptNames;
    for (const QString &reference : kept)
        keptNames.insert(retiredReference(reference));
    retired->removeIf([&](const SecretReference &name) { return !isRetired(name) || keptNames.contains(name); });
    if (!retired->isEmpty())
        tidySecrets({}, *retired);
}

void Catalog::announce(const CatalogPlan &plan)
{
    if (!plan.regions.isEmpty())
        Q_EMIT regionsChanged();
    if (!plan.certificates.isEmpty())
        Q_EMIT certificatesChanged();
    for (const QString &id : plan.connections.removed)
        Q_EMIT connectionRemoved(id);
    for (const QString &id : plan.vpnGateways.removed)
        Q_EMIT vpnGatewayRemoved(id);
    for (const QString &id : plan.customerGateways.removed)
        Q_EMIT customerGatewayRemoved(id);
    for (const QString &id : plan.vpnGateways.added)
        Q_EMIT vpnGatewayAdded(id);
    for (const QString &id : plan.customerGateways.added)
        Q_EMIT customerGatewayAdded(id);
    for (const QString &id : plan.connections.added)
        Q_EMIT connectionAdded(id);
    for (const QString &id : plan.vpnGateways.changed)
        Q_EMIT vpnGatewayChanged(id);
    for (const QString &id : plan.customerGateways.changed)
        Q_EMIT customerGatewayChanged(id);
    for (auto it = plan.effects.cbegin(); it != plan.effects.cend(); ++it)
        Q_EMIT connectionChanged(it.key(), it.value());
}

// A crash between the two stores leaves at worst secrets that no row refers to. Failing to clear them away harms
// nobody; the next start tries again. A catalogue without a gateway never had a connection: its keys are those of
// another one that was moved away, and that may come back. What retired is nobody's any more in any case.
void Catalog::clearOrphanedSecrets()
{
    wipeRetiredKeys();
    if (m_state.vpnGateways.isEmpty() && m_state.customerGateways.isEmpty() && m_state.certificates.isEmpty())
        return;
    auto orphans = m_secrets.references();
    if (!orphans)
        return;
    for (const Connection &connection : std::as_const(m_state.connections))
        orphans->remove(connection.secretReference);
    for (const Certificate &certificate : std::as_const(m_state.certificates))
        orphans->remove(certificate.secretReference);
    if (!orphans->isEmpty())
        tidySecrets({}, *orphans);
}

} // namespace tw::models

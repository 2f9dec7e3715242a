#include "models/store/secret_store.h"

#include <memory>
#include <utility>

namespace tw::models {

namespace {

const auto kRetired = QStringLiteral("old-");

StoreResult<std::optional<SecretBytes>> copyOf(const SecretMap &secrets, const SecretReference &reference)
{
    const auto found = secrets.find(reference);
    if (found == secrets.end())
        return std::nullopt;
    return found->second.clone();
}

QSet<SecretReference> referencesOf(const SecretMap &secrets)
{
    QSet<SecretReference> references;
    for (const auto &entry : secrets)
        references.insert(entry.first);
    return references;
}

} // namespace

SecretReference retiredReference(const SecretReference &reference)
{
    return kRetired + reference.sliced(reference.indexOf(u'-') + 1);
}

bool isRetired(const SecretReference &reference) { return reference.startsWith(kRetired); }

StoreResult<SecretStore::Write> SecretStore::stage(SecretMap added, const QSet<SecretReference> &removed)
{
    if (const auto done = change(std::move(added), removed); !done)
        return std::unexpected(done.error());
    return Write();
}

StoreResult<std::optional<SecretBytes>> MemorySecretStore::read(const SecretReference &reference)
{
    return copyOf(m_secrets, reference);
}

StoreResult<void> MemorySecretStore::change(SecretMap added, const QSet<SecretReference> &removed)
{
    for (auto &[reference, secret] : added)
        m_secrets.insert_or_assign(reference, std::move(secret));
    for (const SecretReference &reference : removed)
        m_secrets.erase(reference);
    return {};
}

StoreResult<QSet<SecretReference>> MemorySecretStore::references() { return referencesOf(m_secrets); }

StoreResult<std::optional<SecretBytes>> FileSecretStore::read(const SecretReference &reference)
{
    if (const auto loaded = load(); !loaded)
        return std::unexpected(loaded.error());
    return copyOf(m_secrets, reference);
}

StoreResult<QSet<SecretReference>> FileSecretStore::references()
{
    if (const auto loaded = load(); !loaded)
        return std::unexpected(loaded.error());
    return referencesOf(m_secrets);
}

StoreResult<void> FileSecretStore::change(SecretMap added, const QSet<SecretReference> &removed)
{
    auto next = changed(std::move(added), removed);
    if (!next)
        return std::unexpected(next.error());
    const auto written = write(m_file, serialize(*next));
    if (written)
        m_secrets = std::move(*next);
    return written;
}

// The whole file of this moment goes along, so that whoever writes it needs nothing of the store.
StoreResult<SecretStore::Write> FileSecretStore::stage(SecretMap added, const QSet<SecretReference> &removed)
{
    auto next = changed(std::move(added), removed);
    if (!next)
        return std::unexpected(next.error());
    m_secrets = std::move(*next);
    return [path = m_file, contents = std::make_shared<const SecretBytes>(serialize(m_secrets))] {
        return write(path, *contents);
    };
}

StoreResult<SecretMap> FileSecretStore::changed(SecretMap added, const QSet<SecretReference> &removed)
{
    if (const auto loaded = load(); !loaded)
        return std::unexpected(loaded.error());
    SecretMap next;
    for (const auto &[reference, secret] : m_secrets) {
        if (!removed.contains(reference))
            next.emplace(reference, secret.clone());
    }
    for (auto &[reference, secret] : added)
        next.insert_or_assign(reference, std::move(secret));
    return next;
}

} // namespace tw::models

#pragma once

#include "engine/base/secret_bytes.h"
#include "models/store/store_error.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <functional>
#include <map>
#include <optional>

// Pre-shared keys, apart from everything else. A secret is written once under a fresh reference and never changed:
// whoever replaces one writes the new one, lets the database point to it, and only then removes the old one. A crash
// at any point leaves a database whose references all exist, and at worst a secret that nobody refers to.
namespace tw::models {

using SecretReference = QString; // "sec-" and 20 of [a-z0-9]
using SecretMap = std::map<SecretReference, SecretBytes>;

// The name under which a secret waits that was replaced, or whose object was deleted, for as long as that can be undone:
// "sec-x" retires as "old-x". Whoever finds one at the next start knows that it is to be wiped.
SecretReference retiredReference(const SecretReference &reference);
bool isRetired(const SecretReference &reference);

class SecretStore
{
public:
    virtual ~SecretStore() = default;
    SecretStore(const SecretStore &) = delete;
    SecretStore &operator=(const SecretStore &) = delete;

    // Nothing is stored under an unknown reference: an empty optional, not an error.
    virtual StoreResult<std::optional<SecretBytes>> read(const SecretReference &reference) = 0;
    // Adds `added` and removes `removed`: both or neither, and durable when it returns.
    virtual StoreResult<void> change(SecretMap added, const QSet<SecretReference> &removed) = 0;
    // The same in two parts. When it returns, what is read is the new state; what comes back makes that durable, in any
    // thread, in the order of staging. Where that fails, the caller stages the opposite. Empty: nothing is left to do.
    using Write = std::function<StoreResult<void>()>;
    virtual StoreResult<Write> stage(SecretMap added, const QSet<SecretReference> &removed);
    virtual StoreResult<QSet<SecretReference>> references() = 0;
    // What the user should know although everything works; empty when all is well.
    virtual QString notice() const { return {}; }

protected:
    SecretStore() = default;
};

// For tests and rehearsals.
class MemorySecretStore final : public SecretStore
{
public:
    StoreResult<std::optional<SecretBytes>> read(const SecretReference &reference) override;
    StoreResult<void> change(SecretMap added, const QSet<SecretReference> &removed) override;
    StoreResult<QSet<SecretReference>> references() override;

private:
    SecretMap m_secrets;
};

// One file, mode 0600 in a directory of mode 0700, replaced as a whole: written beside, synced, renamed, and the
// directory synced. A file that group or others may read is closed to them when it is opened, and notice() says so;
// where that is not possible, or the file is not the user's, every operation fails with a sentence that names it.
class FileSecretStore final : public SecretStore
{
public:
    // Touches nothing before the first operation, so that a console whose secrets are unreadable still opens.
    explicit FileSecretStore(QString file) : m_file(std::move(file)) { }

    StoreResult<std::optional<SecretBytes>> read(const SecretReference &reference) override;
    StoreResult<void> change(SecretMap added, const QSet<SecretReference> &removed) override;
    StoreResult<Write> stage(SecretMap added, const QSet<SecretReference> &removed) override;
    StoreResult<QSet<SecretReference>> references() override;
    QString notice() const override;

private:
    StoreResult<void> load();
    StoreResult<void> protect();
    StoreResult<SecretMap> changed(SecretMap added, const QSet<SecretReference> &removed);
    static SecretBytes serialize(const SecretMap &secrets);
    static StoreResult<void> write(const QString &path, const SecretBytes &contents);

    QString m_file;
    bool m_loaded = false;
    bool m_wasOpenToOthers = false;
    SecretMap m_secrets;
};

} // namespace tw::models

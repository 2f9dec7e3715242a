#pragma once

#include "models/catalog/catalog_change.h"
#include "models/catalog/catalog_restore.h"
#include "models/catalog/certificate_import.h"
#include "models/catalog/connection_validator.h"
#include "models/catalog/gateway_validator.h"
#include "models/catalog/positions.h"
#include "models/store/secret_store.h"

#include <QObject>
#include <QSet>

#include <QPointer>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace tw::models {

class Database;
class SaveQueue;
struct CatalogPlan;
struct Migration;

// All regions, gateways and connections, held in memory and written through. Every change is checked as a whole, saved
// as a whole, and only then seen: an operation that fails leaves memory, database and secrets as they were.
//
// Saving waits for the disk, where a command does so in its call. A window may not: with saveBehind() a change that was
// found good is on its way when its call returns, and seen when it is on the disk, for which whenSaved() waits. What is
// changed meanwhile is checked against what will stand then, and fails with it.
// Thread: that of the database.
class Catalog final : public QObject
{
    Q_OBJECT

public:
    // The steps of the tables, for Database::open().
    static const QList<Migration> &schema();

    // All must outlive the catalogue. Reads everything; with a writable database it also clears away secrets that a
    // crash left without a row. Without a reader certificates can be neither imported nor used.
    static StoreResult<std::unique_ptr<Catalog>> load(Database &database, SecretStore &secrets,
                                                      const api::CertificateReader *reader = nullptr);
    ~Catalog() override;

    // From here on nothing that is saved waits for the disk in this thread. What is on its way at the end is saved.
    void saveBehind();
    bool isSaving() const { return !m_pending.empty(); }
    QStringList unsavedNames() const; // of the objects that are on their way
    // Calls `then` when all that was changed so far is on the disk, or with the reason why it is not, and nothing of the
    // last change is. At once where nothing is on its way. Not where `context` is gone by then.
    using Saved = std::function<void(const CatalogResult<void> &)>;
    void whenSaved(QObject *context, Saved then);

    const QList<Region> &regions() const { return m_state.regions; } // built-in ones first, then own ones by name
    const QList<VpnGateway> &vpnGateways() const
    {
        return m_state.vpnGateways;
    } // in the order in which they were created
    const QList<CustomerGateway> &customerGateways() const { return m_state.customerGateways; }
    const QList<Connection> &connections() const { return m_state.connections; }
    const QList<Certificate> &certificates() const { return m_state.certificates; }

    // nullptr where there is none; valid until the next change.
    const Region *region(const QString &id) const;
    const VpnGateway *vpnGateway(const QString &id) const;
    const CustomerGateway *customerGateway(const QString &id) const;
    const Connection *connection(const QString &id) const;
    const Certificate *certificate(const QString &id) const;
    QList<Connection> connectionsOfVpnGateway(const QString &id) const;
    QList<Connection> connectionsOfCustomerGateway(const QString &id) const;
    QList<Connection> connectionsOfCertificate(const QString &id) const; // as ours, or as an authority
    int objectCount(const QString &regionId) const; // gateways and connections

    // A copy of the stored key.
    CatalogResult<PresharedKey> presharedKey(const QString &connectionId) const;
    CatalogResult<SecretBytes> privateKey(const QString &certificateId) const;

    // Machine facts are the caller's; they lead to warnings and to the statuses of gateways.
    void setMachineFacts(const MachineFacts &facts);
    const MachineFacts &machineFacts() const { return m_machine; }
    ValidationContext validationContext() const;

    // An object without an id is created, one with an id is changed. The id comes back.
    CatalogResult<QString> save(const Region &region); // own ones: created where the id is new, else renamed
    CatalogResult<QString> save(const VpnGateway &gateway);
    CatalogResult<QString> save(const CustomerGateway &gateway);
    enum class Sharing {
        Refuse, // other connections on the same IKE SA must agree already
        ChangeOthers, // they take over this one's IKE settings and key
    };
    CatalogResult<QString> save(const ConnectionDraft &draft, std::optional<PresharedKey> key = {},
                                Sharing sharing = Sharing::Refuse);
    // All or nothing.
    std::expected<ChangeReport, CatalogErrors> applyAll(CatalogChange change);
    CatalogResult<void> change(CatalogChange change); // the same, where one sentence is enough
    // The same checks, and nothing saved; also where the database is open for reading only.
    std::expected<ChangeReport, CatalogErrors> checkAll(const CatalogChange &change) const;

    // What stands in a file, which need not be imported then.
    std::expected<api::Credentials, api::CredentialsFault> readCredentials(ByteView file,
                                                                           const SecretBytes &passphrase) const;
    // All of it or nothing. Connections are not touched: they name certificates by what these are.
    CatalogResult<CertificateImport> importCertificates(api::Credentials credentials);

    // A backup's objects, all or nothing; the same checks, with nothing saved.
    std::expected<RestoreReport, CatalogErrors> restoreAll(const CatalogRestore &restore, RestoreMode mode);
    std::expected<RestoreReport, CatalogErrors> checkRestore(const CatalogRestore &restore, RestoreMode mode) const;

    CatalogResult<void> removeRegion(const QString &id);
    CatalogResult<void> removeVpnGateway(const QString &id);
    CatalogResult<void> removeCustomerGateway(const QString &id);
    CatalogResult<void> removeConnection(const QString &id);
    CatalogResult<void> removeConnections(const QStringList &ids); // all or none
    CatalogResult<void> removeCertificate(const QString &id); // and its private key

    // Hears of every change of objects once it is saved, so that it can be taken back (UndoStack). While
    // there is a listener, keys that are replaced or deleted retire instead of being wiped.
    using ChangeListener = std::function<void(const CatalogDelta &)>;
    void setChangeListener(ChangeListener listener) { m_listener = std::move(listener); }
    // Wipes what retired, but not the keys that had these names.
    void wipeRetiredKeys(const QSet<QString> &kept = {});
    // While one lives, changes are another program's: the listener does not hear of them, and their keys are wiped.
    class Unrecorded
    {
    public:
        explicit Unrecorded(Catalog &catalog) : m_catalog(catalog) { ++m_catalog.m_unrecorded; }
        ~Unrecorded() { --m_catalog.m_unrecorded; }
        Unrecorded(const Unrecorded &) = delete;
        Unrecorded &operator=(const Unrecorded &) = delete;

    private:
        Catalog &m_catalog;
    };

    // The connections that share an IKE SA with the draft, so that saving it with Sharing::ChangeOthers changes them.
    QList<Connection> sharing(const ConnectionDraft &draft) const;

    // A saved connection as the engine takes it: its config and the secret that belongs to its authentication.
    struct Loaded
    {
        api::ConnectionConfigPtr config;
        SecretBytes secret;
        ValidationIssues warnings;
    };
    CatalogResult<Loaded> loadForEngine(const QString &connectionId) const;

Q_SIGNALS:
    void savingChanged(bool isSaving);
    void saveFailed(const tw::models::CatalogError &error); // of a change that nobody waits for
    void machineFactsChanged();
    void regionsChanged();
    void certificatesChanged();
    void vpnGatewayAdded(const QString &id);
    void vpnGatewayChanged(const QString &id);
    void vpnGatewayRemoved(const QString &id);
    void customerGatewayAdded(const QString &id);
    void customerGatewayChanged(const QString &id);
    void customerGatewayRemoved(const QString &id);
    void connectionAdded(const QString &id);
    void connectionChanged(const QString &id, tw::models::EditEffect effect);
    void connectionRemoved(const QString &id);

private:
    Catalog(Database &database, SecretStore &secrets, const api::CertificateReader *reader);

    void setState(CatalogState state);
    CatalogResult<void> writable(ObjectKind object, const QString &name) const;
    CatalogResult<QString> saveOne(CatalogChange change, const QString &id);
    using Removal = CatalogResult<void> (*)(CatalogPlan &, const QString &);
    CatalogResult<void> removeOne(ObjectKind kind, const QString &id, Removal take);
    // A change on its way to the disk.
    struct Pending
    {
        quint64 number = 0;
        std::shared_ptr<const CatalogPlan> plan;
        QSet<SecretReference> newSecrets;
        bool isRecorded = false;
        std::vector<std::pair<QPointer<QObject>, Saved>> waiting;
    };
    const CatalogState &newest() const; // what stands when all that is pending is saved
    CatalogResult<void> commit(CatalogPlan plan);
    void settle(quint64 number, const StoreResult<void> &done);
    void adopt(const Pending &saved);
    void drop(const std::deque<Pending> &failed);
    void tidySecrets(SecretMap added, const QSet<SecretReference> &removed);
    void clearSecrets(const CatalogPlan &plan, const CatalogDelta &delta);
    void announce(const CatalogPlan &plan);
    void clearOrphanedSecrets();
    std::expected<CatalogPlan, CatalogErrors> planRestore(const CatalogRestore &restore, RestoreMode mode) const;
    RestoreReport reportOf(const CatalogPlan &plan) const;

    Database &m_database;
    SecretStore &m_secrets;
    const api::CertificateReader *m_reader;
    MachineFacts m_machine;
    CatalogState m_state;
    Positions m_positions; // of its connections
    mutable std::shared_ptr<const ValidationIndex> m_index; // of it; made when it is asked for
    ChangeListener m_listener;
    int m_unrecorded = 0;
    quint64 m_changes = 0;
    std::deque<Pending> m_pending;
    std::unique_ptr<SaveQueue> m_queue; // nullptr: each change is saved in its call
};

} // namespace tw::models

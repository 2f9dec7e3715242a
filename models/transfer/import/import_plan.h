#pragma once

#include "models/catalog/catalog_change.h"
#include "models/transfer/import/import_note.h"
#include "models/transfer/import/import_side.h"

#include <map>

// From what was understood of a text to what would be stored: made anew after every decision of the user, checked as a
// whole by the catalogue, and stored as one change of it, all or nothing. Making a plan stores nothing.
namespace tw::models {

enum class ImportAction : std::uint8_t {
    Add,
    Update, // the connection that is there already
    Skip,
};

// Which gateway one end is.
struct EndChoice
{
    std::optional<QString> gatewayId; // of the region; empty: a new one; nothing: by its address
    std::optional<QString> name; // of a new one
    std::optional<QString> address;
};

// What the user said of one connection; what is left open is found by the plan.
struct ImportChoice
{
    std::optional<ImportAction> action;
    std::optional<QString> name;
    EndChoice ours;
    EndChoice theirs;
    std::optional<int> ikeOffer; // of those that the text has
    std::optional<int> espOffer;
    QList<Mend> values; // of further fields: the last one counts

    void set(Field field, const QString &value);
};

// Keys that the user typed, by the place of their reading. A key of the text gives way.
using ImportKeys = std::map<std::size_t, SecretBytes>;

struct ImportOptions
{
    QString regionId;
    std::optional<ImportSide> side; // nothing: as found
    ImportAction onExisting = ImportAction::Skip; // with a tunnel that is there and differs
    std::vector<ImportChoice> choices; // by the place of the reading; the missing ones are empty
};

struct PlannedEnd
{
    QString id; // a new one has its own already
    bool isNew = true;
    QString name;
    QString address; // empty: nobody knows
};

// What somebody has to say before it can be stored.
enum class ImportGap : std::uint8_t { OurAddress, TheirAddress, LocalSubnet, RemoteSubnet, Key };
QString gapText(ImportGap gap);

struct PlannedConnection
{
    enum class Key : std::uint8_t {
        FromText,
        Typed,
        Kept, // of the connection that is updated
        Shared, // of one that has the same IKE SA
        Missing,
    };

    ImportAction action = ImportAction::Add;
    QString existingId; // the same tunnel is there already
    bool isUnchanged = false; // ... and nothing differs
    PlannedEnd ours;
    PlannedEnd theirs;
    ConnectionDraft draft; // with the ids of all three
    int ikeOffer = 0;
    int espOffer = 0;
    Key key = Key::Missing;
    QList<ImportGap> gaps;
    QList<ImportNote> notes;
    ValidationIssues issues; // the catalogue's: errors, warnings and weaknesses
    QStringList problems; // what it has against the gateways

    bool isReady() const;
    bool wantsAttention() const; // a warning is among what is told
};

struct ImportPlan
{
    QString regionId;
    SideFinding side;
    std::vector<PlannedConnection> connections; // in the order of the readings
    QList<VpnGateway> newVpnGateways; // of those connections that are not left out
    QList<CustomerGateway> newCustomerGateways;
    QStringList problems; // that belong to no connection

    bool isReady() const; // to be stored; also where nothing would be
    int count(ImportAction action) const;
    bool storesNothing() const { return count(ImportAction::Skip) == static_cast<int>(connections.size()); }
};

ImportPlan planImport(const PeerReadings &readings, const ImportKeys &keys, const Catalog &catalog,
                      const ImportOptions &options);

// The plan as a change of the catalogue; the keys are copied.
CatalogChange changeOf(const ImportPlan &plan, const PeerReadings &readings, const ImportKeys &keys);

// A suite as a menu shows it: "AES-256 (CBC), SHA-256, group 14 (MODP 2048)".
QString suiteText(const PeerSuite &suite);

} // namespace tw::models

#pragma once

#include "engine/api/password_envelope.h"
#include "models/catalog/catalog.h"
#include "models/catalog/catalog_restore.h"

#include <QDateTime>
#include <QJsonObject>

// Everything that the console holds, in one file for whoever knows its passphrase, and back (docs/backup.md): a CMS message
// around a tar archive with a document, the keys and the certificates. The log is not in it.
namespace tw::models {

class Settings;

inline constexpr int kBackupVersion = 1;
inline constexpr std::size_t kMaxBackupSize = std::size_t{96} << 20; // of the file
inline constexpr std::size_t kShortestPassphrase = 8;

struct BackupRequest
{
    QString product; // "Tunnelwright 0.1.0"
    QDateTime time; // UTC
    const Settings *settings = nullptr; // nullptr: they are left out
};

struct BackupCounts
{
    qsizetype vpnGateways = 0;
    qsizetype customerGateways = 0;
    qsizetype connections = 0;
    qsizetype certificates = 0;

    friend bool operator==(const BackupCounts &, const BackupCounts &) = default;
};
BackupCounts backupCounts(const Catalog &catalog);

// The errors are sentences.
std::expected<Bytes, QString> makeBackup(const Catalog &catalog, const api::PasswordEnvelope &envelope,
                                         const SecretBytes &passphrase, const BackupRequest &request);
// The same in two steps, of which the second takes a second and may be done in any thread.
std::expected<SecretBytes, QString> writeBackup(const Catalog &catalog, const BackupRequest &request);
std::expected<Bytes, QString> sealBackup(const SecretBytes &archive, const api::PasswordEnvelope &envelope,
                                         const SecretBytes &passphrase);

// A backup, opened and understood.
struct Backup
{
    QString product;
    QDateTime time;
    BackupCounts counts;
    CatalogRestore content;
    QJsonObject settings;
};

struct BackupFault
{
    bool isPassphrase = false; // another one may open it
    QString text;
};
std::expected<Backup, BackupFault> openBackup(ByteView file, const api::PasswordEnvelope &envelope,
                                              const SecretBytes &passphrase, const Catalog &catalog);
// The same in two steps, of which the first takes a second and may be done in any thread.
std::expected<SecretBytes, BackupFault> unsealBackup(ByteView file, const api::PasswordEnvelope &envelope,
                                                     const SecretBytes &passphrase);
std::expected<Backup, BackupFault> readBackup(ByteView archive, const Catalog &catalog);

QJsonObject settingsJson(const Settings &settings);
void restoreSettings(Settings &settings, const QJsonObject &json);

// What a passphrase is worth, for a note beside it. Empty: it is good.
QString passphraseNote(const QString &passphrase);

} // namespace tw::models

#pragma once

#include "models/transfer/backup/backup.h"

namespace tw::models {

struct RestoreRequest
{
    RestoreMode mode = RestoreMode::Replace;
    QString copyFolder; // where the former store is kept as a backup of its own, with the same passphrase
    BackupRequest copy;
};

struct RestoreOutcome
{
    RestoreReport report;
    QString copy; // the file; empty: there was nothing to keep
};

// First the former store is kept, then everything takes its place in one step; where one of the two fails nothing has
// changed. A running engine follows the catalogue. The error is for people: a sentence, or one line for each.
std::expected<RestoreOutcome, QString> restoreBackup(Catalog &catalog, const Backup &backup,
                                                     const api::PasswordEnvelope &envelope,
                                                     const SecretBytes &passphrase, const RestoreRequest &request);
std::expected<RestoreReport, QString> checkBackup(const Catalog &catalog, const Backup &backup, RestoreMode mode);

// The same in its steps, for who must not wait: the copy is taken, saved in any thread, and the backup takes its place where
// the copy is still what stands.
struct StoreCopy
{
    QString file; // empty: there is nothing to keep
    SecretBytes archive;
    friend bool operator==(const StoreCopy &a, const StoreCopy &b);
};
std::expected<StoreCopy, QString> copyStore(const Catalog &catalog, const RestoreRequest &request);
std::expected<void, QString> saveCopy(const StoreCopy &copy, const api::PasswordEnvelope &envelope,
                                      const SecretBytes &passphrase); // one of the same name is replaced
std::expected<RestoreReport, QString> takeBackup(Catalog &catalog, const Backup &backup, RestoreMode mode);

QString restoreOutcomeText(RestoreReport::Outcome outcome); // "created"

} // namespace tw::models

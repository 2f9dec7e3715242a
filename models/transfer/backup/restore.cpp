#include "models/transfer/backup/restore.h"

#include "models/transfer/backup/backup_file.h"

#include <QCoreApplication>
#include <QDir>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::Backup", text); }

QString joined(const CatalogErrors &errors)
{
    constexpr qsizetype kMost = 8;
    QStringList lines;
    for (const CatalogError &error : errors) {
        if (lines.size() == kMost) {
            lines << QStringLiteral("...");
            break;
        }
        lines << error.text;
    }
    return lines.join(u'\n');
}

} // namespace

std::expected<RestoreReport, QString> checkBackup(const Catalog &catalog, const Backup &backup, RestoreMode mode)
{
    auto report = catalog.checkRestore(backup.content, mode);
    if (!report)
        return std::unexpected(joined(report.error()));
    return std::move(*report);
}

std::expected<RestoreOutcome, QString> restoreBackup(Catalog &catalog, const Backup &backup,
                                                     const api::PasswordEnvelope &envelope,
                                                     const SecretBytes &passphrase, const RestoreRequest &request)
{
    // What cannot be done leaves no copy behind either.
    if (const auto checked = checkBackup(catalog, backup, request.mode); !checked)
        return std::unexpected(checked.error());
    RestoreOutcome outcome;
    if (backupCounts(catalog) != BackupCounts()) {
        const auto copy = makeBackup(catalog, envelope, passphrase, request.copy);
        if (!copy)
            return std::unexpected(copy.error());
        outcome.copy = QDir(request.copyFolder)
                           .filePath(QStringLiteral("before-restore-%1.twbackup")
                                         .arg(request.copy.time.toUTC().toString(QStringLiteral("yyyyMMdd-HHmmss"))));
        if (const auto saved = saveBackupFile(outcome.copy, *copy); !saved)
            return std::unexpected(words(QT_TRANSLATE_NOOP("tw::models::Backup",
                                                           "The store as it is could not be kept (%1: %2). Nothing "
                                                           "was changed."))
                                       .arg(outcome.copy, saved.error()));
    }
    const Catalog::Unrecorded unrecorded(catalog);
    auto report = catalog.restoreAll(backup.content, request.mode);
    if (!report)
        return std::unexpected(joined(report.error()));
    outcome.report = std::move(*report);
    return outcome;
}

QString restoreOutcomeText(RestoreReport::Outcome outcome)
{
    switch (outcome) {
    case RestoreReport::Outcome::Created: return words(QT_TRANSLATE_NOOP("tw::models::Backup", "created"));
    case RestoreReport::Outcome::Changed: return words(QT_TRANSLATE_NOOP("tw::models::Backup", "changed"));
    case RestoreReport::Outcome::Removed: break;
    }
    return words(QT_TRANSLATE_NOOP("tw::models::Backup", "removed"));
}

} // namespace tw::models

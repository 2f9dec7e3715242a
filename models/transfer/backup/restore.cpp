#include "models/transfer/backup/restore.h"

#include "models/transfer/backup/backup_file.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

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

bool operator==(const StoreCopy &a, const StoreCopy &b)
{
    return a.file == b.file && std::ranges::equal(a.archive.view(), b.archive.view());
}

std::expected<StoreCopy, QString> copyStore(const Catalog &catalog, const RestoreRequest &request)
{
    if (backupCounts(catalog) == BackupCounts())
        return StoreCopy();
    auto archive = writeBackup(catalog, request.copy);
    if (!archive)
        return std::unexpected(archive.error());
    return StoreCopy{QDir(request.copyFolder)
                         .filePath(QStringLiteral("before-restore-%1.twbackup")
                                       .arg(request.copy.time.toUTC().toString(QStringLiteral("yyyyMMdd-HHmmss")))),
                     std::move(*archive)};
}

std::expected<void, QString> saveCopy(const StoreCopy &copy, const api::PasswordEnvelope &envelope,
                                      const SecretBytes &passphrase)
{
    if (copy.file.isEmpty())
        return {};
    const auto sealed = sealBackup(copy.archive, envelope, passphrase);
    if (!sealed)
        return std::unexpected(sealed.error());
    if (const auto saved = saveBackupFile(copy.file, *sealed); !saved)
        return std::unexpected(words(QT_TRANSLATE_NOOP("tw::models::Backup",
                                                       "The store as it is could not be kept (%1: %2). Nothing "
                                                       "was changed."))
                                   .arg(copy.file, saved.error()));
    return {};
}

std::expected<RestoreReport, QString> takeBackup(Catalog &catalog, const Backup &backup, RestoreMode mode)
{
    const Catalog::Unrecorded unrecorded(catalog);
    auto report = catalog.restoreAll(backup.content, mode);
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
    const auto copy = copyStore(catalog, request);
    if (!copy)
        return std::unexpected(copy.error());
    if (const auto saved = saveCopy(*copy, envelope, passphrase); !saved)
        return std::unexpected(saved.error());
    auto report = takeBackup(catalog, backup, request.mode);
    if (!report)
        return std::unexpected(report.error());
    return RestoreOutcome{std::move(*report), copy->file};
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

#include "app/restore_request.h"

#include "app/workspace.h"
#include "engine/crypto/password_envelope.h"
#include "models/store/settings.h"
#include "models/transfer/backup/backup_file.h"
#include "models/transfer/backup/restore.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tw::app {

namespace {

QString kindWord(models::ObjectKind kind)
{
    switch (kind) {
    case models::ObjectKind::Region: return QStringLiteral("region");
    case models::ObjectKind::VpnGateway: return QStringLiteral("vpn-gateway");
    case models::ObjectKind::CustomerGateway: return QStringLiteral("customer-gateway");
    case models::ObjectKind::Certificate: return QStringLiteral("certificate");
    case models::ObjectKind::Connection: break;
    }
    return QStringLiteral("connection");
}

QString actionWord(models::RestoreReport::Outcome outcome)
{
    switch (outcome) {
    case models::RestoreReport::Outcome::Created: return QStringLiteral("created");
    case models::RestoreReport::Outcome::Changed: return QStringLiteral("changed");
    case models::RestoreReport::Outcome::Removed: break;
    }
    return QStringLiteral("removed");
}

QJsonArray itemsJson(const models::RestoreReport &report)
{
    QJsonArray items;
    for (const models::RestoreReport::Item &item : report.items)
        items.append(QJsonObject{{QStringLiteral("Kind"), kindWord(item.kind)},
                                 {QStringLiteral("Name"), item.name},
                                 {QStringLiteral("Action"), actionWord(item.outcome)}});
    return items;
}

} // namespace

Reply restoreInto(Workspace &workspace, const QJsonObject &request)
{
    const QString fileName = request.value(QStringLiteral("File")).toString();
    const auto named = [&fileName](const QString &error) {
        QStringList lines = error.split(u'\n');
        for (QString &line : lines)
            line.prepend(fileName + QStringLiteral(": "));
        return lines;
    };
    const auto file = models::readBackupFile(fileName);
    if (!file)
        return Reply::failure(ExitCode::Failed, file.error());
    QByteArray utf8 = request.value(QStringLiteral("Passphrase")).toString().toUtf8();
    const SecretBytes passphrase(
        ByteView(reinterpret_cast<const std::uint8_t *>(utf8.constData()), static_cast<std::size_t>(utf8.size())));
    wipe(MutableByteView(reinterpret_cast<std::uint8_t *>(utf8.data()), static_cast<std::size_t>(utf8.size())));
    models::Catalog &catalog = workspace.catalog();
    const auto backup = models::openBackup(*file, crypto::passwordEnvelope(), passphrase, catalog);
    if (!backup)
        return Reply::failure(ExitCode::InvalidInput, named(backup.error().text));
    const auto mode =
        request.value(QStringLiteral("Merge")).toBool() ? models::RestoreMode::Merge : models::RestoreMode::Replace;
    Reply reply;
    if (request.value(QStringLiteral("DryRun")).toBool()) {
        const auto report = models::checkBackup(catalog, *backup, mode);
        if (!report)
            return Reply::failure(ExitCode::InvalidInput, named(report.error()));
        reply.result = {{QStringLiteral("DryRun"), true}, {QStringLiteral("Objects"), itemsJson(*report)}};
        return reply;
    }
    const auto done = models::restoreBackup(
        catalog, *backup, crypto::passwordEnvelope(), passphrase,
        {mode,
         workspace.directory().path(),
         {QStringLiteral("Tunnelwright ") + QCoreApplication::applicationVersion(), QDateTime::currentDateTimeUtc()}});
    if (!done)
        return Reply::failure(ExitCode::InvalidInput, named(done.error()));
    // A window that is open reads them at its next start.
    if (mode == models::RestoreMode::Replace && !backup->settings.isEmpty()) {
        models::Settings settings(workspace.directory().settingsFile());
        models::restoreSettings(settings, backup->settings);
    }
    reply.result = {{QStringLiteral("DryRun"), false},
                    {QStringLiteral("Objects"), itemsJson(done->report)},
                    {QStringLiteral("Copy"), done->copy}};
    return reply;
}

} // namespace tw::app

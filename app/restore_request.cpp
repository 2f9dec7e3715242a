#include "app/restore_request.h"

#include "app/workspace.h"
#include "engine/crypto/password_envelope.h"
#include "models/transfer/backup/backup_file.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <utility>

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

RestoreRequest::RestoreRequest(const QJsonObject &request, const SecretBytes &passphrase)
    : m_file(request.value(QStringLiteral("File")).toString()),
      m_passphrase(passphrase.clone()),
      m_isDryRun(request.value(QStringLiteral("DryRun")).toBool())
{
    m_request.mode =
        request.value(QStringLiteral("Merge")).toBool() ? models::RestoreMode::Merge : models::RestoreMode::Replace;
    m_request.copy.product = QStringLiteral("Tunnelwright ") + QCoreApplication::applicationVersion();
    m_request.copy.time = QDateTime::currentDateTimeUtc();
}

Reply RestoreRequest::refusal(ExitCode code, const QString &error) const
{
    QStringList lines = error.split(u'\n');
    for (QString &line : lines)
        line.prepend(m_file + QStringLiteral(": "));
    return Reply::failure(code, lines);
}

void RestoreRequest::open()
{
    const auto file = models::readBackupFile(m_file);
    if (!file) {
        m_failure = Reply::failure(ExitCode::Failed, file.error());
        return;
    }
    auto archive = models::unsealBackup(*file, crypto::passwordEnvelope(), m_passphrase);
    if (archive)
        m_archive = std::move(*archive);
    else
        m_failure = refusal(ExitCode::InvalidInput, archive.error().text);
}

void RestoreRequest::keep()
{
    if (const auto saved = models::saveCopy(m_copy, crypto::passwordEnvelope(), m_passphrase))
        m_kept = std::move(m_copy);
    else
        m_failure = refusal(ExitCode::Failed, saved.error());
}

std::optional<Reply> RestoreRequest::proceed(Workspace &workspace)
{
    models::Catalog &catalog = workspace.catalog();
    if (!m_failure && !m_backup) {
        auto backup = models::readBackup(m_archive.view(), catalog);
        m_archive.clear();
        if (backup)
            m_backup = std::move(*backup);
        else
            m_failure = refusal(ExitCode::InvalidInput, backup.error().text);
    }
    if (m_failure)
        return m_failure;
    // What cannot be done leaves no copy behind either.
    const auto report = models::checkBackup(catalog, *m_backup, m_request.mode);
    if (!report)
        return refusal(ExitCode::InvalidInput, report.error());
    Reply reply;
    reply.result = {{QStringLiteral("DryRun"), m_isDryRun}, {QStringLiteral("Objects"), itemsJson(*report)}};
    if (m_isDryRun)
        return reply;
    m_request.copyFolder = workspace.directory().path();
    m_request.copy.settings = &workspace.settings();
    auto copy = models::copyStore(catalog, m_request);
    if (!copy)
        return refusal(ExitCode::Failed, copy.error());
    if (!(*copy == m_kept)) {
        m_copy = std::move(*copy);
        return std::nullopt;
    }
    if (const auto done = models::takeBackup(catalog, *m_backup, m_request.mode); !done)
        return refusal(ExitCode::Failed, done.error());
    m_isTaken = true;
    reply.result.insert(QStringLiteral("Copy"), m_kept.file);
    return reply;
}

void RestoreRequest::takeSettings(Workspace &workspace) const
{
    if (m_isTaken && m_request.mode == models::RestoreMode::Replace)
        models::restoreSettings(workspace.settings(), m_backup->settings);
}

Reply restoreInto(Workspace &workspace, const QJsonObject &request, const SecretBytes &passphrase)
{
    RestoreRequest restore(request, passphrase);
    restore.open();
    auto reply = restore.proceed(workspace);
    while (!reply) {
        restore.keep();
        reply = restore.proceed(workspace);
    }
    restore.takeSettings(workspace);
    return *reply;
}

} // namespace tw::app

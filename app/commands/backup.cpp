#include "models/transfer/backup/backup.h"
#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "app/commands/passphrase.h"
#include "app/workspace.h"
#include "engine/crypto/password_envelope.h"
#include "models/transfer/backup/backup_file.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::BackupCommand", text); }

void addPassphraseOption(CommandLine &line)
{
    line.parser().addOption(
        {QStringLiteral("passphrase-file"),
         words(QT_TRANSLATE_NOOP("tw::app::BackupCommand",
                                 "File whose first line is the passphrase (-: standard input); without it a terminal "
                                 "is asked.")),
         QStringLiteral("FILE")});
}

} // namespace

ExitCode backupCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("backup"),
                     words(QT_TRANSLATE_NOOP("tw::app::BackupCommand",
                                             "Writes everything but the log into one encrypted file: regions, "
                                             "gateways, connections, keys, certificates, settings.")));
    line.setArguments(QStringLiteral("FILE [--passphrase-file FILE|-] [--force]"), 1, 1);
    addPassphraseOption(line);
    line.parser().addOption(
        {QStringLiteral("force"), words(QT_TRANSLATE_NOOP("tw::app::BackupCommand", "Replace a file that exists."))});
    if (const auto code = line.parse(invocation))
        return *code;
    const QString file = line.arguments().first();
    if (QFileInfo::exists(file) && !line.parser().isSet(QStringLiteral("force"))) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::BackupCommand", "%1 exists; --force replaces it.")).arg(file));
        return ExitCode::Failed;
    }
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;
    const auto passphrase =
        readPassphrase(line.parser().value(QStringLiteral("passphrase-file")),
                       words(QT_TRANSLATE_NOOP("tw::app::BackupCommand", "Passphrase of the backup: ")), true);
    if (!passphrase) {
        printError(passphrase.error());
        return ExitCode::Failed;
    }
    if (passphrase->size() < models::kShortestPassphrase) {
        printError(
            words(QT_TRANSLATE_NOOP("tw::app::BackupCommand", "The passphrase is too short: at least %1 octets."))
                .arg(models::kShortestPassphrase));
        return ExitCode::InvalidInput;
    }
    const models::Catalog &catalog = workspace->catalog();
    const auto made = models::makeBackup(catalog, crypto::passwordEnvelope(), *passphrase,
                                         {QStringLiteral("Tunnelwright ") + QCoreApplication::applicationVersion(),
                                          QDateTime::currentDateTimeUtc(), &workspace->settings()});
    if (!made) {
        printError(made.error());
        return ExitCode::Failed;
    }
    if (const auto saved = models::saveBackupFile(file, *made); !saved) {
        printError(file + QStringLiteral(": ") + saved.error());
        return ExitCode::Failed;
    }
    const models::BackupCounts counts = models::backupCounts(catalog);
    if (invocation.json)
        printJson({{QStringLiteral("File"), file},
                   {QStringLiteral("Octets"), static_cast<qint64>(made->size())},
                   {QStringLiteral("VpnGateways"), counts.vpnGateways},
                   {QStringLiteral("CustomerGateways"), counts.customerGateways},
                   {QStringLiteral("VpnConnections"), counts.connections},
                   {QStringLiteral("Certificates"), counts.certificates}});
    else
        printLine(words(QT_TRANSLATE_NOOP("tw::app::BackupCommand",
                                          "%1: VPN gateways %2, customer gateways %3, "
                                          "connections %4, certificates %5"))
                      .arg(file, QString::number(counts.vpnGateways), QString::number(counts.customerGateways),
                           QString::number(counts.connections), QString::number(counts.certificates)));
    return ExitCode::Done;
}

ExitCode restoreCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("restore"),
                     words(QT_TRANSLATE_NOOP("tw::app::BackupCommand",
                                             "Brings a backup back: all of it, or nothing. What stands now is kept "
                                             "first, as a backup with the same passphrase in the data directory.")));
    line.setArguments(QStringLiteral("FILE [--dry-run] [--merge] [--passphrase-file FILE|-]"), 1, 1);
    addPassphraseOption(line);
    line.parser().addOption(
        {QStringLiteral("dry-run"),
         words(QT_TRANSLATE_NOOP("tw::app::BackupCommand", "Say what would be done, do nothing."))});
    line.parser().addOption(
        {QStringLiteral("merge"),
         words(QT_TRANSLATE_NOOP("tw::app::BackupCommand",
                                 "Keep what is not in the backup; without it the backup replaces everything."))});
    if (const auto code = line.parse(invocation))
        return *code;
    const QString file = QFileInfo(line.arguments().first()).absoluteFilePath();
    if (!QFileInfo(file).isReadable()) {
        printError(
            words(QT_TRANSLATE_NOOP("tw::app::BackupCommand", "%1 cannot be read.")).arg(line.arguments().first()));
        return ExitCode::Failed;
    }
    const auto passphrase =
        readPassphrase(line.parser().value(QStringLiteral("passphrase-file")),
                       words(QT_TRANSLATE_NOOP("tw::app::BackupCommand", "Passphrase of the backup: ")), false);
    if (!passphrase) {
        printError(passphrase.error());
        return ExitCode::Failed;
    }
    const Reply reply = askWriter(invocation.dataDirectory,
                                  {{QStringLiteral("Request"), QStringLiteral("restore")},
                                   {QStringLiteral("File"), file},
                                   {QStringLiteral("Merge"), line.parser().isSet(QStringLiteral("merge"))},
                                   {QStringLiteral("DryRun"), line.parser().isSet(QStringLiteral("dry-run"))}},
                                  *passphrase);
    if (reply.code == ExitCode::Done && invocation.json) {
        printJson(reply.result);
    } else {
        for (const QJsonValue &item : reply.result.value(QStringLiteral("Objects")).toArray())
            printLine(QStringLiteral("%1 %2: %3")
                          .arg(item[QStringLiteral("Kind")].toString(), item[QStringLiteral("Name")].toString(),
                               item[QStringLiteral("Action")].toString()));
        if (const QString copy = reply.result.value(QStringLiteral("Copy")).toString(); !copy.isEmpty())
            printLine(words(QT_TRANSLATE_NOOP("tw::app::BackupCommand", "What stood before is kept in %1")).arg(copy));
    }
    return finish(reply);
}

} // namespace tw::app

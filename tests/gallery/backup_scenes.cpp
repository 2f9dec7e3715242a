#include "models/transfer/backup/backup.h"
#include "models/transfer/backup/backup_file.h"
#include "scenes.h"
#include "ui/transfer/backup_dialog.h"
#include "ui/transfer/restore_dialog.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QLineEdit>

#include <functional>

namespace tw::gallery {

namespace {

constexpr int kPatienceMs = 20'000;
constexpr QLatin1StringView kPassphrase("correct horse battery staple");

void waitWhile(const std::function<bool()> &isSo)
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (isSo() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
}

std::unique_ptr<QWidget> backup(Site &site, const QString &passphrase)
{
    auto dialog = std::make_unique<ui::BackupDialog>(site.bench().services());
    dialog->passphraseEdit()->setText(passphrase);
    dialog->againEdit()->setText(passphrase);
    return dialog;
}

// What came of one.
std::unique_ptr<QWidget> backedUp(Site &site)
{
    auto dialog = std::make_unique<ui::BackupDialog>(site.bench().services());
    for (QLineEdit *edit : {dialog->passphraseEdit(), dialog->againEdit()})
        edit->setText(kPassphrase);
    const QString folder =
        site.content() == Content::Error ? QStringLiteral("/proc/backups") : site.bench().directory.path();
    dialog->write(QDir(folder).filePath(QStringLiteral("tunnelwright-2026-01-02.twbackup")));
    waitWhile([&] { return dialog->isWriting(); });
    return dialog;
}

// A backup of which something was removed, something changed, and something added since.
std::unique_ptr<QWidget> restore(Site &site, bool isOpened, QLatin1StringView with = kPassphrase,
                                 bool isRestored = false)
{
    tests::WidgetBench &bench = site.bench();
    auto dialog = std::make_unique<ui::RestoreDialog>(bench.services());
    if (!isOpened)
        return dialog;
    const SecretBytes passphrase(
        ByteView(reinterpret_cast<const std::uint8_t *>(kPassphrase.data()), kPassphrase.size()));
    const QString file = bench.directory.filePath(QStringLiteral("tunnelwright-2026-01-02.twbackup"));
    const auto made =
        models::makeBackup(*bench.catalog, *bench.services().envelope, passphrase,
                           {QStringLiteral("Tunnelwright 1.0.0"), QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC)});
    if (!made || !models::saveBackupFile(file, *made))
        return dialog;
    models::ConnectionDraft draft = bench.draft(site.connection());
    draft.description = QStringLiteral("Changed since");
    (void)bench.catalog->save(draft);
    (void)bench.catalog->removeConnection(site.failedConnection());
    bench.addCustomerGateway(QStringLiteral("new-branch"), QStringLiteral("203.0.113.250"));
    dialog->setFile(file);
    dialog->passphraseEdit()->setText(with);
    dialog->open();
    waitWhile([&] { return dialog->isWorking(); });
    if (isRestored) {
        dialog->restore();
        waitWhile([&] { return dialog->isWorking(); });
    }
    return dialog;
}

} // namespace

QList<Scene> backupScenes()
{
    return {
        {QStringLiteral("backup"), {Content::Typical}, [](Site &site) { return backup(site, QString()); }},
        {QStringLiteral("backup-weak"),
         {Content::Typical},
         [](Site &site) { return backup(site, QStringLiteral("password1")); }},
        {QStringLiteral("backup-ended"), {Content::Typical, Content::Error}, backedUp},
        {QStringLiteral("restore"), {Content::Typical}, [](Site &site) { return restore(site, false); }},
        {QStringLiteral("restore-opened"), {Content::Typical}, [](Site &site) { return restore(site, true); }, true},
        {QStringLiteral("restore-refused"),
         {Content::Typical},
         [](Site &site) { return restore(site, true, QLatin1StringView("not this one")); },
         true},
        {QStringLiteral("restore-ended"),
         {Content::Typical},
         [](Site &site) { return restore(site, true, kPassphrase, true); },
         true},
    };
}

} // namespace tw::gallery

#include "models/transfer/backup/backup.h"
#include "models/transfer/backup/backup_file.h"
#include "tests/ui/widget_bench.h"
#include "ui/main_window.h"
#include "ui/transfer/backup_dialog.h"
#include "ui/transfer/restore_dialog.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSemaphore>
#include <QTableWidget>
#include <QTest>

#include <atomic>

using namespace tw;
using namespace tw::tests;

namespace {

const auto kPassphrase = QStringLiteral("correct horse battery staple");
constexpr int kPatienceMs = 60'000; // a second of computing, on a machine that has other things to do

QString addConnection(WidgetBench &bench)
{
    return bench.addConnection(QStringLiteral("office"),
                               bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1")),
                               bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1")));
}

QString backedUp(WidgetBench &bench)
{
    const QString file = bench.directory.filePath(QStringLiteral("all.twbackup"));
    ui::BackupDialog dialog(bench.services());
    dialog.show();
    dialog.passphraseEdit()->setText(kPassphrase);
    dialog.againEdit()->setText(kPassphrase);
    dialog.write(file);
    if (!QTest::qWaitFor([&] { return !dialog.isWriting(); }, kPatienceMs))
        return {};
    return dialog.message()->text().contains(QStringLiteral("Saved as")) ? file : dialog.message()->text();
}

bool open(ui::RestoreDialog &dialog, const QString &file, const QString &passphrase)
{
    dialog.show();
    dialog.setFile(file);
    dialog.passphraseEdit()->setText(passphrase);
    dialog.open();
    return QTest::qWaitFor([&] { return !dialog.isWorking(); }, kPatienceMs);
}

// Seals when it is let: the time in between is as long as a test needs it.
class HeldEnvelope final : public api::PasswordEnvelope
{
public:
    HeldEnvelope(const api::PasswordEnvelope &real) : m_real(real) { }

    std::optional<Bytes> seal(ByteView content, const SecretBytes &passphrase) const override
    {
        ++m_begun;
        m_let.tryAcquire(1, kPatienceMs); // a test that failed lets nothing go
        return m_real.seal(content, passphrase);
    }
    std::expected<SecretBytes, api::EnvelopeFault> open(ByteView envelope, const SecretBytes &passphrase) const override
    {
        return m_real.open(envelope, passphrase);
    }
    int begun() const { return m_begun; } // how often
    void let() const { m_let.release(); }

private:
    const api::PasswordEnvelope &m_real;
    mutable std::atomic<int> m_begun = 0;
    mutable QSemaphore m_let;
};

// A store whose connection is in a backup and nowhere else, and an envelope that waits.
struct HeldBench
{
    WidgetBench bench;
    QString id = addConnection(bench);
    QString file = backedUp(bench);
    HeldEnvelope envelope{*bench.services().envelope};

    HeldBench() { (void)bench.catalog->removeConnection(id); }
    bool hasConnection() const { return bench.catalog->connection(id) != nullptr; }
    ui::Services services()
    {
        ui::Services services = bench.services();
        services.envelope = &envelope;
        return services;
    }
};

// Until the copy of what stands waits for its envelope.
bool beginsToKeep(ui::RestoreDialog &dialog, const HeldBench &held)
{
    if (!open(dialog, held.file, kPassphrase))
        return false;
    dialog.restore();
    return QTest::qWaitFor([&] { return held.envelope.begun() == 1; }, kPatienceMs);
}

} // namespace

// The two dialogs around a backup.
class TestBackupDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBackupThatIsDroppedIsRestored()
    {
        WidgetBench bench;
        addConnection(bench);
        const QString file = backedUp(bench);
        QVERIFY2(QFile::exists(file), qPrintable(file));
        QVERIFY(models::isBackupFile(file));
        QVERIFY(!models::isBackupFile(QCoreApplication::applicationFilePath()));
        ui::MainWindow window(bench.services());
        QString offered;
        withNextDialog<ui::RestoreDialog>([&offered](ui::RestoreDialog *dialog) {
            offered = dialog->fileEdit()->text();
            dialog->reject();
        });
        window.openFiles({file});
        QCOMPARE(offered, file);
    }

    void aPassphraseIsTypedTwice()
    {
        WidgetBench bench;
        ui::BackupDialog dialog(bench.services());
        dialog.show();
        QVERIFY(!dialog.saveButton()->isEnabled());
        dialog.passphraseEdit()->setText(QStringLiteral("short"));
        dialog.againEdit()->setText(QStringLiteral("short"));
        QVERIFY(!dialog.saveButton()->isEnabled());
        QVERIFY(!dialog.note().isEmpty());
        dialog.passphraseEdit()->setText(QStringLiteral("password1"));
        QVERIFY(!dialog.saveButton()->isEnabled()); // not the same
        dialog.againEdit()->setText(QStringLiteral("password1"));
        QVERIFY(dialog.saveButton()->isEnabled()); // a weak one is a warning
        QVERIFY(!dialog.note().isEmpty());
        dialog.passphraseEdit()->setText(kPassphrase);
        dialog.againEdit()->setText(kPassphrase);
        QVERIFY(dialog.note().isEmpty());
        QCOMPARE(dialog.passphraseEdit()->echoMode(), QLineEdit::Password);
    }

    void thereAndBack()
    {
        WidgetBench bench;
        const QString id = addConnection(bench);
        const QString file = backedUp(bench);
        QVERIFY2(QFile::exists(file), qPrintable(file));
        QVERIFY(bench.catalog->removeConnection(id));
        ui::RestoreDialog dialog(bench.services());
        QVERIFY(open(dialog, file, kPassphrase));
        // What would happen is shown, and nothing has.
        QCOMPARE(dialog.table()->rowCount(), 1);
        QCOMPARE(dialog.table()->item(0, 1)->text(), QStringLiteral("office"));
        QVERIFY(!bench.catalog->connection(id));
        QVERIFY(dialog.restoreButton()->isEnabled());
        dialog.restore();
        QTRY_VERIFY_WITH_TIMEOUT(dialog.message()->text().contains(QStringLiteral("restored")), kPatienceMs);
        QVERIFY(bench.catalog->connection(id));
        QCOMPARE(QDir(bench.directory.path()).entryList({QStringLiteral("before-restore-*")}).size(), 1);
        QVERIFY(dialog.passphraseEdit()->text().isEmpty());
    }

    // The copy takes a second, in which others go on.
    void whatIsDoneMeanwhileIsKeptToo()
    {
        HeldBench held;
        QVERIFY(!held.hasConnection());
        ui::RestoreDialog dialog(held.services());
        QVERIFY(beginsToKeep(dialog, held));
        QVERIFY(!dialog.restoreButton()->isEnabled());
        QVERIFY(!dialog.passphraseEdit()->isEnabled());
        QVERIFY(!dialog.mergeButton()->isEnabled());
        held.bench.addCustomerGateway(QStringLiteral("meanwhile"), QStringLiteral("198.51.100.9"));
        held.envelope.let();
        QTRY_COMPARE_WITH_TIMEOUT(held.envelope.begun(), 2, kPatienceMs); // once more
        QVERIFY(!held.hasConnection());
        held.envelope.let();
        QTRY_VERIFY_WITH_TIMEOUT(dialog.message()->text().contains(QStringLiteral("restored")), kPatienceMs);
        QVERIFY(held.hasConnection());
        QCOMPARE(held.bench.catalog->customerGateways().size(), 1);

        const QStringList copies =
            QDir(held.bench.directory.path()).entryList({QStringLiteral("before-restore-*")}, QDir::Files);
        QCOMPARE(copies.size(), 1);
        const auto copy = models::readBackupFile(held.bench.directory.filePath(copies.first()));
        QVERIFY(copy);
        const QByteArray utf8 = kPassphrase.toUtf8();
        const auto kept = models::openBackup(
            *copy, *held.bench.services().envelope,
            SecretBytes(ByteView(reinterpret_cast<const std::uint8_t *>(utf8.constData()), std::size_t(utf8.size()))),
            *held.bench.catalog);
        QVERIFY(kept);
        QCOMPARE(kept->counts.customerGateways, 2);
    }

    // A window that waited for it would not answer for a second.
    void whoLeavesMeanwhileRestoresNothing()
    {
        HeldBench held;
        QVERIFY(!held.hasConnection());
        ui::RestoreDialog dialog(held.services());
        QVERIFY(beginsToKeep(dialog, held));
        dialog.reject();
        QVERIFY(dialog.isVisible());
        held.envelope.let();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isVisible(), kPatienceMs);
        QVERIFY(!held.hasConnection());

        ui::BackupDialog backup(held.services());
        backup.show();
        backup.passphraseEdit()->setText(kPassphrase);
        backup.againEdit()->setText(kPassphrase);
        const QString second = held.bench.directory.filePath(QStringLiteral("second.twbackup"));
        backup.write(second);
        QTRY_COMPARE_WITH_TIMEOUT(held.envelope.begun(), 2, kPatienceMs);
        backup.reject();
        QVERIFY(backup.isVisible());
        held.envelope.let();
        QTRY_VERIFY_WITH_TIMEOUT(!backup.isVisible(), kPatienceMs);
        QVERIFY(QFile::exists(second));
    }

    // What went wrong is to be read, and the next step is no leaving any more.
    void whoLeavesAndFailsIsTold()
    {
        HeldBench held;
        ui::Services services = held.services();
        services.dataDirectory = held.bench.directory.filePath(QStringLiteral("missing"));
        ui::RestoreDialog dialog(services);
        QVERIFY(beginsToKeep(dialog, held));
        dialog.reject();
        held.envelope.let();
        QTRY_VERIFY_WITH_TIMEOUT(dialog.message()->text().contains(QStringLiteral("could not be kept")), kPatienceMs);
        QVERIFY(dialog.isVisible());
        QVERIFY(!held.hasConnection());
        QVERIFY(open(dialog, held.file, kPassphrase));
        QVERIFY(dialog.isVisible());
        QVERIFY(dialog.restoreButton()->isEnabled());
    }

    void mergeIsAChoice()
    {
        WidgetBench bench;
        addConnection(bench);
        const QString file = backedUp(bench);
        bench.addCustomerGateway(QStringLiteral("later"), QStringLiteral("198.51.100.9"));
        ui::RestoreDialog dialog(bench.services());
        QVERIFY(open(dialog, file, kPassphrase));
        QCOMPARE(dialog.table()->rowCount(), 1);
        QCOMPARE(dialog.table()->item(0, 1)->text(), QStringLiteral("later"));
        dialog.mergeButton()->setChecked(true);
        QCOMPARE(dialog.table()->rowCount(), 0);
        QVERIFY(!dialog.restoreButton()->isEnabled()); // there is nothing to do
    }

    void aWrongPassphraseIsSaid()
    {
        WidgetBench bench;
        addConnection(bench);
        const QString file = backedUp(bench);
        ui::RestoreDialog dialog(bench.services());
        QVERIFY(open(dialog, file, QStringLiteral("another one")));
        QVERIFY(dialog.message()->text().contains(QStringLiteral("passphrase")));
        QVERIFY(!dialog.restoreButton()->isEnabled());
        // What was opened is forgotten with another passphrase.
        QVERIFY(open(dialog, file, kPassphrase));
        dialog.passphraseEdit()->setText(QStringLiteral("x"));
        QVERIFY(!dialog.restoreButton()->isEnabled());
        QVERIFY(open(dialog, file + u'x', kPassphrase));
        QVERIFY(dialog.message()->text().contains(QStringLiteral("all.twbackupx")));
    }

    void theMenuHasThem()
    {
        WidgetBench bench;
        ui::MainWindow window(bench.services());
        window.show();
        QAction *backup = nullptr;
        for (QAction *action : window.menuBar()->actions().first()->menu()->actions()) {
            if (action->text().contains(QStringLiteral("ack up")))
                backup = action;
        }
        QVERIFY(backup && backup->isEnabled() && !backup->icon().isNull());
        bool isOpened = false;
        withNextDialog<ui::BackupDialog>([&](ui::BackupDialog *dialog) {
            isOpened = true;
            dialog->close();
        });
        backup->trigger();
        QVERIFY(isOpened);
    }
};

QTEST_MAIN(TestBackupDialogs)
#include "test_backup_dialogs.moc"

#include "widget_bench.h"

#include "ui/catalog/certificates_page.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/transfer/compare_dialog.h"
#include "ui/transfer/compare_input.h"
#include "ui/transfer/import_source_page.h"
#include "ui/transfer/import_wizard.h"
#include "ui/transfer/restore_dialog.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

using namespace tw;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::MainWindow;

namespace {

const QByteArray kConf = "conn hq\n  keyexchange=ikev2\n  left=198.51.100.20\n  right=203.0.113.10\n"
                         "  leftsubnet=172.16.0.0/12\n  rightsubnet=192.168.0.0/16\n  authby=secret\n"
                         "  ike=aes256-sha256-modp2048\n  esp=aes256-sha256-modp2048\n";
const QByteArray kSecrets = "198.51.100.20 203.0.113.10 : PSK \"a-key-of-both\"\n";
const QByteArray kDocument =
    R"({"VpnGateways": [{"Name": "gw", "RegionId": "cn-hangzhou", "InternetIp": "192.0.2.1"}]})";

QString write(const QTemporaryDir &directory, const char *name, const QByteArray &content)
{
    QFile file(directory.filePath(QString::fromUtf8(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", name);
    return file.fileName();
}

QString certificate(const char *name) { return QStringLiteral(TW_CERTIFICATE_DIR "/") + QLatin1String(name); }

QMenu *menuOf(const MainWindow &window) { return window.findChild<QMenu *>(QStringLiteral("recentFiles")); }

QAction *entry(const MainWindow &window, int number)
{
    return window.findChild<QAction *>(QStringLiteral("recent-file-%1").arg(number));
}

void closeNextWizard()
{
    withNextDialog<ui::ImportWizard>([](ui::ImportWizard *wizard) { wizard->reject(); });
}

} // namespace

class TestRecentFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsDroppedIsRemembered()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        QVERIFY(!menuOf(window)->isEnabled());
        const QString conf = write(bench.directory, "a&b.conf", kConf);
        closeNextWizard();
        window.openFiles({conf});
        QCOMPARE(bench.settings->recentFiles(), QStringList{conf});
        QVERIFY(menuOf(window)->isEnabled());
        QVERIFY2(entry(window, 1)->text().startsWith(QStringLiteral("a&&b.conf — ")),
                 qPrintable(entry(window, 1)->text()));
        QCOMPARE(entry(window, 1)->toolTip(), conf);
    }

    void anEntryDoesWhatDroppingTheFileDoes()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        const QString document = write(bench.directory, "site.json", kDocument);
        const QString conf = write(bench.directory, "peer.conf", kConf);
        bench.settings->rememberFile(document);
        bench.settings->rememberFile(conf);
        QByteArray read;
        entry(window, 1)->trigger(); // is done once the menu is done with it
        withNextDialog<ui::ImportWizard>([&read](ui::ImportWizard *wizard) {
            read = wizard->session()->text();
            wizard->reject();
        });
        QCoreApplication::sendPostedEvents();
        QCOMPARE(read, kConf);
        QString asked;
        entry(window, 2)->trigger();
        withNextDialog<QMessageBox>([&asked](QMessageBox *box) {
            asked = box->text();
            box->buttons().first()->click();
        });
        QCoreApplication::sendPostedEvents();
        QVERIFY2(asked.startsWith(QStringLiteral("Apply “site.json”?")), qPrintable(asked));
        QCOMPARE(bench.catalog->vpnGateways().size(), 1);
        QCOMPARE(bench.settings->recentFiles(), (QStringList{document, conf})); // the newest first
    }

    void oneThatIsGoneIsSaidAndTakenOff()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        const QString conf = write(bench.directory, "peer.conf", kConf);
        bench.settings->rememberFile(conf);
        QVERIFY(QFile::remove(conf));
        QString said;
        entry(window, 1)->trigger();
        withNextDialog<QMessageBox>([&said](QMessageBox *box) {
            said = box->text() + box->informativeText();
            box->reject();
        });
        QCoreApplication::sendPostedEvents();
        QVERIFY2(said.contains(QStringLiteral("“peer.conf” is no longer there")) && said.contains(conf),
                 qPrintable(said));
        QVERIFY(bench.settings->recentFiles().isEmpty());
        QVERIFY(!menuOf(window)->isEnabled());
    }

    void theListCanBeCleared()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        bench.settings->rememberFile(write(bench.directory, "peer.conf", kConf));
        window.findChild<QAction *>(QStringLiteral("clear-recent-files"))->trigger();
        QCoreApplication::sendPostedEvents();
        QVERIFY(bench.settings->recentFiles().isEmpty());
        QVERIFY(menuOf(window)->actions().isEmpty());
    }

    void secretsAloneAreNeverRemembered()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        const QString conf = write(bench.directory, "ipsec.conf", kConf);
        const QString secrets = write(bench.directory, "ipsec.secrets", kSecrets);
        closeNextWizard();
        window.openFiles({secrets});
        QVERIFY(bench.settings->recentFiles().isEmpty());
        closeNextWizard();
        window.openFiles({secrets, conf});
        QCOMPARE(bench.settings->recentFiles(), QStringList{conf});

        bench.settings->forgetRecentFiles();
        window.openFiles({certificate("ec-left.pem"), certificate("ec-left.key.pem")});
        QCOMPARE(bench.settings->recentFiles(), QStringList{QDir::cleanPath(certificate("ec-left.pem"))});
    }

    void theImportWizardsOwnFilesAreRemembered()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        const QString conf = write(bench.directory, "ipsec.conf", kConf);
        const QString secrets = write(bench.directory, "ipsec.secrets", kSecrets);
        withNextDialog<ui::ImportWizard>([&](ui::ImportWizard *wizard) {
            wizard->sourcePage()->openFiles({secrets, conf});
            wizard->reject();
        });
        window.findChild<QAction *>(QStringLiteral("import"))->trigger();
        QCOMPARE(bench.settings->recentFiles(), QStringList{conf});
    }

    void aFileToCompareWithIsRemembered()
    {
        WidgetBench bench;
        const QString id = bench.addConnection(
            QStringLiteral("hq"), bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("203.0.113.10")),
            bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.20")));
        ui::CompareDialog dialog(bench.services(), id);
        dialog.input()->openFile(write(bench.directory, "ipsec.secrets", kSecrets));
        QVERIFY(bench.settings->recentFiles().isEmpty());
        const QString conf = write(bench.directory, "ipsec.conf", kConf);
        dialog.input()->openFile(conf);
        QCOMPARE(bench.settings->recentFiles(), QStringList{conf});
    }

    void whatCannotBeOpenedIsNotRemembered()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        withNextDialog<QMessageBox>([](QMessageBox *box) { box->reject(); });
        window.openFiles({write(bench.directory, "capture.pcap", QByteArray::fromHex("a1b2c3d400020004"))});
        QVERIFY(bench.settings->recentFiles().isEmpty());
    }

    void thePaletteHasThemAndKeepsNoPath()
    {
        WidgetBench bench;
        MainWindow window(bench.services());
        window.show();
        const QString conf = write(bench.directory, "branch-office.conf", kConf);
        bench.settings->rememberFile(conf);
        window.commandPalette()->open();
        window.commandPalette()->edit()->setText(QStringLiteral("branch-office"));
        QCOMPARE(window.commandPalette()->list()->model()->rowCount(), 1);
        QTest::keyClick(window.commandPalette()->edit(), Qt::Key_Return);
        closeNextWizard();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(bench.settings->recentChoices(), QStringList{QStringLiteral("action:recent-file-1")});
    }
};

QTEST_MAIN(TestRecentFiles)
#include "test_recent_files.moc"

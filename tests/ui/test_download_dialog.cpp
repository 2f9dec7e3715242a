#include "tests/ui/widget_bench.h"
#include "ui/catalog/connections_page.h"
#include "ui/diagnosis/word_table.h"
#include "ui/editor/connection_editor.h"
#include "ui/live/connection_details.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/transfer/batch_download_dialog.h"
#include "ui/transfer/config_highlighter.h"
#include "ui/transfer/configuration_page.h"
#include "ui/transfer/device_list.h"
#include "ui/transfer/download_dialog.h"
#include "ui/transfer/download_places.h"
#include "ui/transfer/export_drag.h"
#include "ui/transfer/export_notes.h"
#include "ui/transfer/export_preview.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPrinter>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>
#include <QTreeWidget>
#include <QUrl>

using namespace tw;
using namespace tw::tests;
using models::Field;
using models::PeerFormat;

namespace {

// With characters that need care somewhere.
const auto kKey = QStringLiteral("Se<cr>et&'#{}|$");

struct Bench : WidgetBench
{
    QString ours = addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1"));
    QString peer = addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1"));

    QString add(const QString &name, const QString &key = kKey,
                const std::function<void(models::ConnectionDraft &)> &change = {})
    {
        ++number; // each with a peer of its own: those of one peer share a key
        const QString gateway = number == 1 ? peer
                                            : addCustomerGateway(QStringLiteral("peer-%1").arg(number),
                                                                 QStringLiteral("198.51.100.%1").arg(100 + number));
        const QString id = addConnection(name, ours, gateway, QStringLiteral("10.%1.0.0/16").arg(number),
                                         QStringLiteral("172.16.%1.0/24").arg(number));
        models::ConnectionDraft changed = draft(id);
        if (change)
            change(changed);
        const auto saved =
            catalog->save(changed, models::presharedKeyFromText(key), models::Catalog::Sharing::ChangeOthers);
        return saved ? id : QString();
    }
    QByteArray read(const QString &file) const
    {
        QFile in(directory.filePath(file));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("(not there)");
    }
    bool isPrivate(const QString &file) const
    {
        return (QFileInfo(directory.filePath(file)).permissions() & QFileDevice::Permissions(0x0077)) == 0;
    }

    int number = 0;
};

QPushButton *buttonWith(const QWidget *parent, const QString &words)
{
    // New rows show, and old ones go, when the loop gets to it.
    QCoreApplication::sendPostedEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    for (QPushButton *button : parent->findChildren<QPushButton *>()) {
        if (button->text().contains(words) && !button->isHidden())
            return button;
    }
    return nullptr;
}

QColor colourAt(const QPlainTextEdit *edit, const QString &words)
{
    const QTextCursor found = edit->document()->find(words);
    if (found.isNull())
        return {};
    const int place = found.selectionStart() - found.block().position();
    for (const QTextLayout::FormatRange &range : found.block().layout()->formats()) {
        if (place >= range.start && place < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

} // namespace

class TestDownloadDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QGuiApplication::clipboard()->clear(); }

    void theCloudsJsonIsProposedFirst()
    {
        Bench bench;
        const QString id = bench.addConnection(QStringLiteral("office"), bench.ours, bench.peer);
        ui::DownloadDialog dialog(bench.services(), id);
        dialog.show();
        QCOMPARE(dialog.devices()->current(), PeerFormat::Alibaba);
        // The seed's own example: the console's local 192.168.0.0/16 and remote 172.16.0.0/12 come out swapped.
        const QJsonObject answer = QJsonDocument::fromJson(dialog.preview()->edit()->toPlainText().toUtf8()).object();
        QCOMPARE(QStringList(answer.keys()),
                 QStringList({QStringLiteral("RequestId"), QStringLiteral("VpnConnectionConfig")}));
        const QJsonObject config = answer.value(QStringLiteral("VpnConnectionConfig")).toObject();
        const QJsonObject expected{{QStringLiteral("Local"), QStringLiteral("198.51.100.1")},
                                   {QStringLiteral("Remote"), QStringLiteral("192.0.2.1")},
                                   {QStringLiteral("LocalSubnet"), QStringLiteral("172.16.0.0/12")},
                                   {QStringLiteral("RemoteSubnet"), QStringLiteral("192.168.0.0/16")},
                                   {QStringLiteral("IkeConfig"),
                                    QJsonObject{{QStringLiteral("IkeVersion"), QStringLiteral("ikev2")},
                                                {QStringLiteral("IkeMode"), QStringLiteral("main")},
                                                {QStringLiteral("IkeEncAlg"), QStringLiteral("aes")},
                                                {QStringLiteral("IkeAuthAlg"), QStringLiteral("sha1")},
                                                {QStringLiteral("IkePfs"), QStringLiteral("group2")},
                                                {QStringLiteral("IkeLifetime"), 86400},
                                                {QStringLiteral("LocalId"), QStringLiteral("198.51.100.1")},
                                                {QStringLiteral("RemoteId"), QStringLiteral("192.0.2.1")},
                                                {QStringLiteral("Psk"), QStringLiteral("<PRE-SHARED-KEY>")}}},
                                   {QStringLiteral("IpsecConfig"),
                                    QJsonObject{{QStringLiteral("IpsecEncAlg"), QStringLiteral("aes")},
                                                {QStringLiteral("IpsecAuthAlg"), QStringLiteral("sha1")},
                                                {QStringLiteral("IpsecPfs"), QStringLiteral("group2")},
                                                {QStringLiteral("IpsecLifetime"), 86400}}}};
        QCOMPARE(config, expected);
    }

    // The cloud's JSON has none of the settings that are recommended: who begins shall not see first what cannot be.
    void theFirstDeviceThatCanHaveItIsProposed()
    {
        Bench bench;
        const auto recommended = [](models::ConnectionDraft &draft) {
            models::applyProfile(draft, models::Profile::Recommended);
        };
        const QString id = bench.add(QStringLiteral("office"), kKey, recommended);
        ui::DownloadDialog dialog(bench.services(), id);
        const auto isMarked = [&dialog](PeerFormat device) {
            const auto items =
                dialog.devices()->tree()->findItems(ui::deviceTitle(device), Qt::MatchExactly | Qt::MatchRecursive);
            return !items.isEmpty() && !items.first()->toolTip(0).isEmpty()
                && items.first()->data(0, Qt::AccessibleTextRole).toString().contains(QStringLiteral("not possible"));
        };
        QVERIFY(dialog.isPossible());
        QVERIFY(isMarked(PeerFormat::Alibaba));
        const QList<PeerFormat> devices = dialog.devices()->shown();
        QVERIFY(devices.contains(dialog.devices()->current()));
        for (const PeerFormat device : devices) {
            if (device == dialog.devices()->current())
                break;
            QVERIFY(isMarked(device));
        }
        // One that was taken for another peer is taken here where it can be, and what was chosen for this one always.
        const QString second = bench.add(QStringLiteral("branch"), kKey, recommended);
        ui::rememberDevice(*bench.settings, bench.draft(second).customerGatewayId, PeerFormat::Swanctl);
        QCOMPARE(ui::DownloadDialog(bench.services(), id).devices()->current(), PeerFormat::Swanctl);
        ui::rememberDevice(*bench.settings, bench.draft(second).customerGatewayId, PeerFormat::Alibaba);
        QCOMPARE(ui::DownloadDialog(bench.services(), id).devices()->current(), dialog.devices()->current());
        QCOMPARE(ui::DownloadDialog(bench.services(), second).devices()->current(), PeerFormat::Alibaba);
    }

    void whereNoDeviceCanHaveItTheFirstIsProposed()
    {
        Bench bench;
        QCOMPARE(ui::proposedDevice(*bench.settings, *bench.catalog, QStringLiteral("vco-absent")),
                 PeerFormat::Alibaba);
    }

    void allSixteenAreThereAndFound()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        dialog.show();
        QCOMPARE(dialog.devices()->shown().size(), 16);
        for (const PeerFormat device : dialog.devices()->shown()) {
            dialog.devices()->setCurrent(device);
            QCOMPARE(dialog.devices()->current(), device);
        }
        dialog.devices()->searchEdit()->setText(QStringLiteral("华为"));
        QCOMPARE(dialog.devices()->shown(), QList{PeerFormat::Huawei});
        QCOMPARE(dialog.devices()->current(), PeerFormat::Huawei); // what was found is shown
        dialog.devices()->searchEdit()->setText(QStringLiteral("cisco"));
        QCOMPARE(dialog.devices()->shown(), QList({PeerFormat::CiscoIos, PeerFormat::CiscoAsa}));
        QTest::keyClick(dialog.devices()->searchEdit(), Qt::Key_Down);
        QCOMPARE(dialog.devices()->current(), PeerFormat::CiscoAsa);
        QTest::keyClick(dialog.devices()->searchEdit(), Qt::Key_Escape);
        QVERIFY(dialog.isVisible() && dialog.devices()->shown().size() == 16);
    }

    void theDeviceIsRememberedForItsGateway()
    {
        Bench bench;
        const QString id = bench.add(QStringLiteral("office"));
        const QString other = bench.addCustomerGateway(QStringLiteral("elsewhere"), QStringLiteral("198.51.100.2"));
        const QString second = bench.addConnection(QStringLiteral("branch"), bench.ours, other,
                                                   QStringLiteral("10.99.0.0/16"), QStringLiteral("10.98.0.0/16"));
        const auto choose = [&](const QString &connection, const QString &words) {
            ui::DownloadDialog dialog(bench.services(), connection);
            dialog.devices()->searchEdit()->setText(words);
        };
        choose(id, QStringLiteral("swanctl"));
        QCOMPARE(ui::DownloadDialog(bench.services(), second).devices()->current(), PeerFormat::Swanctl); // the last
        choose(second, QStringLiteral("fortigate"));
        QCOMPARE(ui::DownloadDialog(bench.services(), id).devices()->current(), PeerFormat::Swanctl);
        QCOMPARE(ui::DownloadDialog(bench.services(), second).devices()->current(), PeerFormat::FortiOs);
    }

    void theKeyIsNeverShown()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        dialog.show();
        for (const PeerFormat device : dialog.devices()->shown()) {
            dialog.devices()->setCurrent(device);
            Q_EMIT dialog.devices()->chosen(device);
            for (const bool withKey : {false, true}) {
                dialog.keyBox()->setChecked(withKey);
                if (!dialog.isPossible())
                    continue;
                dialog.preview()->setCurrentFile(0);
                QString shown = dialog.preview()->edit()->toPlainText();
                dialog.preview()->setCurrentFile(1);
                shown += dialog.preview()->edit()->toPlainText();
                const QByteArray key = kKey.toUtf8();
                for (const QByteArray &form :
                     {key, key.toHex(), key.toBase64(), QByteArray("cr>et"), QByteArray("cr&gt;et")})
                    QVERIFY2(!shown.contains(QString::fromUtf8(form), Qt::CaseInsensitive), qPrintable(shown));
                QVERIFY2(shown.contains(withKey ? QStringLiteral("●●●●●●●●") : QStringLiteral("PRE-SHARED-KEY")),
                         qPrintable(shown));
            }
        }
    }

    void filesWithTheKeyAreTheUsersAlone()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        dialog.devices()->searchEdit()->setText(QStringLiteral("ipsec-conf"));
        QVERIFY(!dialog.keyBox()->isChecked());
        dialog.saveTo(bench.directory.filePath(QStringLiteral("office.ipsec.conf")));
        QVERIFY(!bench.isPrivate(QStringLiteral("office.ipsec.conf")));
        QVERIFY(bench.read(QStringLiteral("office.ipsec.secrets")).contains("<PRE-SHARED-KEY>"));
        dialog.keyBox()->setChecked(true);
        dialog.saveTo(bench.directory.filePath(QStringLiteral("mine.conf")));
        QVERIFY2(dialog.outcome()->text().contains(QStringLiteral("only you")), qPrintable(dialog.outcome()->text()));
        QVERIFY(bench.read(QStringLiteral("mine.conf")).contains("conn office"));
        QVERIFY(bench.read(QStringLiteral("mine.conf.ipsec.secrets")).contains(kKey.toUtf8().toBase64()));
        QVERIFY(bench.isPrivate(QStringLiteral("mine.conf.ipsec.secrets")));
        // What others could read before is theirs no longer.
        dialog.saveTo(bench.directory.filePath(QStringLiteral("office.ipsec.conf")));
        QVERIFY(bench.isPrivate(QStringLiteral("office.ipsec.secrets")));
    }

    void whatCannotBeSavedLeavesNothing()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        dialog.show();
        dialog.devices()->searchEdit()->setText(QStringLiteral("ipsec-conf"));
        QVERIFY(QDir(bench.directory.path()).mkpath(QStringLiteral("out/office.ipsec.secrets/full")));
        dialog.saveTo(bench.directory.filePath(QStringLiteral("out/office.ipsec.conf")));
        QVERIFY(dialog.outcome()->isVisible());
        QVERIFY2(dialog.outcome()->text().contains(QStringLiteral("office.ipsec.secrets")),
                 qPrintable(dialog.outcome()->text()));
        dialog.saveTo(bench.directory.filePath(QStringLiteral("nowhere/office.ipsec.conf")));
        QVERIFY(dialog.outcome()->text().contains(QStringLiteral("nowhere")));
        const QStringList left = QDir(bench.directory.filePath(QStringLiteral("out"))).entryList(QDir::Files);
        QVERIFY2(left.isEmpty(), qPrintable(left.join(u' ')));
    }

    void copyingKeepsTheKeyBack()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        dialog.show();
        QVERIFY(!dialog.copyWithKeyButton()->isVisible());
        dialog.keyBox()->setChecked(true);
        dialog.copyButton()->click();
        const QClipboard *clipboard = QGuiApplication::clipboard();
        QVERIFY(clipboard->text().contains(QStringLiteral("<PRE-SHARED-KEY>")));
        QVERIFY(dialog.copyWithKeyButton()->isVisible());
        dialog.copyWithKeyButton()->click();
        const QJsonObject made = QJsonDocument::fromJson(clipboard->text().toUtf8()).object();
        QCOMPARE(
            made[QStringLiteral("VpnConnectionConfig")][QStringLiteral("IkeConfig")][QStringLiteral("Psk")].toString(),
            kKey);
        // Clipboard managers are told to forget it, and it goes when the program ends.
        QCOMPARE(clipboard->mimeData()->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
    }

    void itGoesOnPaper()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        dialog.devices()->searchEdit()->setText(QStringLiteral("swanctl"));
        QPrinter printer(QPrinter::HighResolution);
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(bench.directory.filePath(QStringLiteral("out.pdf")));
        dialog.printOn(printer);
        const QByteArray paper = bench.read(QStringLiteral("out.pdf"));
        QVERIFY(paper.startsWith("%PDF-"));
        QVERIFY(paper.count("/Type /Page\n") >= 1);
        QPrinter broken(QPrinter::HighResolution);
        broken.setOutputFormat(QPrinter::PdfFormat);
        broken.setOutputFileName(bench.directory.filePath(QStringLiteral("nowhere/out.pdf")));
        dialog.printOn(broken);
        QVERIFY(dialog.outcome()->text().contains(QStringLiteral("did not take")));
    }

    void whatIsBlockedIsMendedInTheForm()
    {
        Bench bench;
        const QString id = bench.add(QStringLiteral("office"), kKey,
                                     [](models::ConnectionDraft &draft) { draft.ikeEncAlg = QStringLiteral("des"); });
        ui::DownloadDialog dialog(bench.services(), id);
        dialog.show();
        dialog.devices()->searchEdit()->setText(QStringLiteral("vyos"));
        QVERIFY(!dialog.isPossible());
        QVERIFY(!dialog.saveButton()->isEnabled() && !dialog.copyButton()->isEnabled());
        QVERIFY2(dialog.obstacles()->texts().join(u'\n').contains(QStringLiteral("VyOS")),
                 qPrintable(dialog.obstacles()->texts().join(u'\n')));
        QPushButton *mend = buttonWith(dialog.obstacles(), QStringLiteral("AES-256"));
        if (!mend)
            mend = buttonWith(dialog.obstacles(), QStringLiteral("aes256"));
        QVERIFY(mend);
        bool isOpened = false;
        withNextDialog<ui::ConnectionEditor>([&](ui::ConnectionEditor *editor) {
            isOpened = true;
            QCOMPARE(editor->draft().ikeEncAlg, QStringLiteral("aes256"));
            editor->accept();
        });
        mend->click();
        QVERIFY(isOpened);
        QCOMPARE(bench.draft(id).ikeEncAlg, QStringLiteral("aes256"));
        QVERIFY(dialog.isPossible()); // and it says so at once
        QVERIFY(dialog.preview()->edit()->toPlainText().contains(QStringLiteral("aes256")));
    }

    void theKeysRulesAreToldBeforehand()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office"), QStringLiteral("why?not")));
        dialog.show();
        dialog.devices()->searchEdit()->setText(QStringLiteral("huawei"));
        QVERIFY(dialog.isPossible());
        QVERIFY(buttonWith(dialog.remarks(), QStringLiteral("Pre-shared key")));
        dialog.keyBox()->setChecked(true);
        QVERIFY(!dialog.isPossible());
        dialog.keyBox()->setChecked(false);
        QVERIFY(dialog.isPossible());
    }

    void whatIsUnsureIsSaid()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        dialog.show();
        for (const PeerFormat device : dialog.devices()->shown()) {
            dialog.devices()->setCurrent(device);
            Q_EMIT dialog.devices()->chosen(device);
            if (!dialog.isPossible())
                continue;
            const auto said = dialog.remarks()->texts().filter(QStringLiteral("Not confirmed"));
            QCOMPARE(said.size(), static_cast<qsizetype>(models::peerFormatInfo(device).unsure.size()));
        }
    }

    void onlyPresharedKeysAreExported()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), QStringLiteral("vco-none"));
        QVERIFY(!dialog.isPossible() && !dialog.saveButton()->isEnabled());
        QVERIFY(!dialog.obstacles()->texts().isEmpty());
    }

    void coloursFollowTheTheme()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        dialog.show();
        dialog.devices()->searchEdit()->setText(QStringLiteral("swanctl"));
        const auto colours = [&] {
            const QPlainTextEdit *edit = dialog.preview()->edit();
            return QList<QColor>{colourAt(edit, QStringLiteral("# Tunnelwright")),
                                 colourAt(edit, QStringLiteral("proposals")),
                                 colourAt(edit, QStringLiteral("<PRE-SHARED"))};
        };
        ui::applyLook(ui::Look::Light);
        QCoreApplication::sendPostedEvents();
        const QList<QColor> light = colours();
        QCOMPARE(QSet<QRgb>({light[0].rgb(), light[1].rgb(), light[2].rgb()}).size(), 3);
        ui::applyLook(ui::Look::Dark);
        QCoreApplication::sendPostedEvents();
        const QList<QColor> dark = colours();
        QVERIFY(dark[0] != light[0] && dark[1].lightness() > light[1].lightness());
        ui::applyLook(ui::Look::Light);
    }

    void severalGoIntoOneFile()
    {
        Bench bench;
        const QString good = bench.add(QStringLiteral("office"), kKey, [](models::ConnectionDraft &draft) {
            draft.ikeVersion = QStringLiteral("ikev2");
        });
        const QString other = bench.addCustomerGateway(QStringLiteral("old"), QStringLiteral("198.51.100.9"));
        const QString bad = bench.addConnection(QStringLiteral("old-branch"), bench.ours, other,
                                                QStringLiteral("10.77.0.0/16"), QStringLiteral("10.78.0.0/16"));
        models::ConnectionDraft draft = bench.draft(bad);
        draft.ipsecEncAlg = QStringLiteral("des");
        QVERIFY(bench.catalog->save(draft));
        ui::BatchDownloadDialog dialog(bench.services(), {good, bad});
        dialog.show();
        QCOMPARE(dialog.list()->rowCount(), 2);
        QCOMPARE(dialog.list()->item(0, 2)->text(), QStringLiteral("office.json"));
        dialog.deviceBox()->setCurrentIndex(dialog.deviceBox()->findText(QStringLiteral("VyOS 1.4 and later")));
        QVERIFY2(dialog.list()->item(1, 2)->text().contains(QStringLiteral("VyOS")),
                 qPrintable(dialog.list()->item(1, 2)->text()));
        QVERIFY(dialog.summary().contains(QStringLiteral("1")) && dialog.zipButton()->isEnabled());
        dialog.zipTo(bench.directory.filePath(QStringLiteral("peers.zip")));
        QVERIFY(bench.read(QStringLiteral("peers.zip")).startsWith("PK"));
        QVERIFY(bench.read(QStringLiteral("peers.zip")).contains("office.vyos.txt"));
        QVERIFY(!bench.read(QStringLiteral("peers.zip")).contains("old-branch"));
        QVERIFY(!bench.isPrivate(QStringLiteral("peers.zip")));
        dialog.deviceBox()->setCurrentIndex(dialog.deviceBox()->findText(QStringLiteral("strongSwan (swanctl.conf)")));
        dialog.keyBox()->setChecked(true);
        dialog.zipTo(bench.directory.filePath(QStringLiteral("peers.zip")));
        QVERIFY(bench.isPrivate(QStringLiteral("peers.zip")));
        const QString folder = bench.directory.filePath(QStringLiteral("peers"));
        dialog.saveIn(folder);
        QCOMPARE(QDir(folder).entryList(QDir::Files),
                 QStringList({QStringLiteral("office.swanctl.conf"), QStringLiteral("old-branch.swanctl.conf")}));
        QVERIFY(bench.isPrivate(QStringLiteral("peers/office.swanctl.conf")));
        dialog.saveIn(bench.directory.filePath(QStringLiteral("no/where")));
        QVERIFY2(dialog.outcome()->text().startsWith(QStringLiteral("Nothing was saved")),
                 qPrintable(dialog.outcome()->text()));
    }

    void theListDownloadsWhatIsSelected()
    {
        Bench bench;
        const QString one = bench.add(QStringLiteral("office"));
        const QString two = bench.add(QStringLiteral("branch"));
        ui::MainWindow window(bench.services());
        window.setPage(ui::MainWindow::Page::Connections);
        window.show();
        ui::ConnectionsPage *page = window.connectionsPage();
        page->table()->clearSelection();
        QVERIFY(!page->downloadAction()->isEnabled());
        page->table()->selectId(one);
        QCOMPARE(page->downloadAction()->shortcut(), QKeySequence(QStringLiteral("Ctrl+Shift+E")));
        bool isOpened = false;
        withNextDialog<ui::DownloadDialog>([&](ui::DownloadDialog *dialog) {
            isOpened = dialog->windowTitle().contains(QStringLiteral("office"));
            dialog->reject();
        });
        page->downloadAction()->trigger();
        QVERIFY(isOpened);
        page->table()->selectAll();
        isOpened = false;
        withNextDialog<ui::BatchDownloadDialog>([&](ui::BatchDownloadDialog *dialog) {
            isOpened = dialog->list()->rowCount() == 2;
            dialog->reject();
        });
        page->downloadAction()->trigger();
        QVERIFY(isOpened);
        // From the row's end, too: one click.
        QStringList buttons;
        for (const QToolButton *button : page->table()->viewport()->findChildren<QToolButton *>())
            buttons.append(button->toolTip());
        QVERIFY2(buttons.contains(page->downloadAction()->toolTip()), qPrintable(buttons.join(u'\n')));
        bool isInMenu = false;
        for (const QAction *menu : window.menuBar()->actions())
            isInMenu = isInMenu || menu->menu()->actions().contains(page->downloadAction());
        QVERIFY(isInMenu);
    }

    void aDraggedRowIsItsFile()
    {
        Bench bench;
        const QString id = bench.add(QStringLiteral("office"));
        ui::rememberDevice(*bench.settings, bench.peer, PeerFormat::Swanctl);
        QString reason;
        const std::unique_ptr<QMimeData> drag(ui::makeExportDrag(bench.services(), {id}, reason));
        QVERIFY(drag && drag->hasUrls());
        const QList<QUrl> urls = drag->urls();
        QCOMPARE(urls.size(), 1);
        const QFileInfo file(urls.first().toLocalFile());
        QCOMPARE(file.fileName(), QStringLiteral("office.swanctl.conf"));
        QFile content(file.filePath());
        QVERIFY(content.open(QIODevice::ReadOnly));
        const QByteArray text = content.readAll();
        QVERIFY(text.contains("<PRE-SHARED-KEY>") && !text.contains(kKey.toUtf8().toBase64()));
        QCOMPARE(drag->urls(), urls); // however often it is asked for
        QCOMPARE(drag->data(QStringLiteral("text/uri-list")), urls.first().toEncoded() + "\r\n");
        const QDir folder(file.dir().filePath(QStringLiteral("..")));
        QCOMPARE(QFileInfo(folder.path()).permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
        // The folder is the application's child, and goes with it.
        delete qApp->findChild<QObject *>(QStringLiteral("DragFolder"), Qt::FindDirectChildrenOnly);
        QVERIFY(!QFileInfo::exists(file.filePath()));

        models::ConnectionDraft draft = bench.draft(id);
        draft.ikeEncAlg = QStringLiteral("des");
        QVERIFY(bench.catalog->save(draft));
        ui::rememberDevice(*bench.settings, bench.peer, PeerFormat::VyOs);
        QVERIFY(!ui::makeExportDrag(bench.services(), {id}, reason));
        QVERIFY2(reason.startsWith(QStringLiteral("office: ")), qPrintable(reason));
    }

    void nothingIsWrittenBeforeItIsTaken()
    {
        Bench bench;
        QString reason;
        const std::unique_ptr<QMimeData> drag(
            ui::makeExportDrag(bench.services(), {bench.add(QStringLiteral("office"))}, reason));
        QVERIFY(drag->hasUrls() && drag->formats() == QStringList(QStringLiteral("text/uri-list")));
        QVERIFY(!qApp->findChild<QObject *>(QStringLiteral("DragFolder"), Qt::FindDirectChildrenOnly));
        QCOMPARE(drag->urls().size(), 1);
        QVERIFY(qApp->findChild<QObject *>(QStringLiteral("DragFolder"), Qt::FindDirectChildrenOnly));
    }

    void theTabShowsBothSides()
    {
        Bench bench;
        const QString id = bench.add(QStringLiteral("office"));
        ui::ConnectionDetails details(bench.services());
        details.setConnection(id);
        const ui::ConfigurationPage *page = details.configurationPage();
        const auto cells = page->endsTable()->texts(2); // local subnets
        QCOMPARE(cells.mid(1), QStringList({QStringLiteral("10.1.0.0/16"), QStringLiteral("172.16.1.0/24")}));
        QCOMPARE(page->endsTable()->texts(3).mid(1),
                 QStringList({QStringLiteral("172.16.1.0/24"), QStringLiteral("10.1.0.0/16")}));
        QCOMPARE(page->endsTable()->texts(4).mid(1),
                 QStringList({QStringLiteral("192.0.2.1"), QStringLiteral("198.51.100.1")}));
        for (int row = 0; row < 4; ++row)
            QCOMPARE(page->ipsecTable()->texts(row)[1], page->ipsecTable()->texts(row)[2]);
        models::ConnectionDraft draft = bench.draft(id);
        draft.localSubnet = QStringLiteral("10.55.0.0/16");
        QVERIFY(bench.catalog->save(draft));
        QCOMPARE(page->endsTable()->texts(2)[1], QStringLiteral("10.55.0.0/16")); // at once
        bool isOpened = false;
        withNextDialog<ui::DownloadDialog>([&](ui::DownloadDialog *dialog) {
            isOpened = true;
            dialog->reject();
        });
        page->downloadButton()->click();
        QVERIFY(isOpened);
        details.setConnection({});
        QVERIFY(page->downloadButton()->isHidden());
    }

    void itSpeaksTheLanguage()
    {
        Bench bench;
        ui::DownloadDialog dialog(bench.services(), bench.add(QStringLiteral("office")));
        ui::BatchDownloadDialog several(bench.services(), {bench.add(QStringLiteral("branch"))});
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QVERIFY2(dialog.windowTitle().contains(QStringLiteral("对端配置")), qPrintable(dialog.windowTitle()));
        QVERIFY(dialog.keyBox()->text().contains(QStringLiteral("预共享密钥")));
        QVERIFY(several.windowTitle().contains(QStringLiteral("对端配置")));
        QVERIFY(ui::applyLanguage(QStringLiteral("en")));
    }
};

QTEST_MAIN(TestDownloadDialog)
#include "test_download_dialog.moc"

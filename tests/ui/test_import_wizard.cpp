#include "models/catalog/undo_stack.h"
#include "tests/ui/widget_bench.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/main_window.h"
#include "ui/transfer/compare_dialog.h"
#include "ui/transfer/import_choices_page.h"
#include "ui/transfer/import_reading_page.h"
#include "ui/transfer/import_source_page.h"
#include "ui/transfer/import_summary_page.h"
#include "ui/transfer/import_wizard.h"
#include "ui/undo_actions.h"
#include "ui/widgets/numbered_text_edit.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/secret_edit.h"

#include <QAbstractScrollArea>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QTableWidget>
#include <QTest>
#include <QTimer>

#include <sys/stat.h>

using namespace tw;
using namespace tw::tests;
using models::ImportFile;
using ui::ImportWizard;
using ui::MainWindow;
using Step = ImportWizard::Step;

namespace {

constexpr auto kText = R"(connections {
  hq {
    version = 2
    local_addrs = 198.51.100.20
    remote_addrs = 203.0.113.10
    proposals = aes256-sha256-modp2048
    rekey_time = 4h
    over_time = 0
    updown = /a/script
    local { auth = psk
      id = 198.51.100.20
    }
    remote { auth = psk
      id = 203.0.113.10
    }
    children {
      net {
        local_ts = 172.16.5.0/24
        remote_ts = 10.10.0.0/24
        esp_proposals = aes256-sha256-modp2048
        life_time = 1h
      }
    }
  }
}
secrets {
  ike-1 {
    secret = "n0t.A-Secret"
  }
}
)";

constexpr auto kDocument = R"({"CustomerGateways": [
    {"Name": "branch", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.33"}]})";

QByteArray withoutKey() { return QByteArray(kText).replace("n0t.A-Secret", "<PRE-SHARED-KEY>"); }

bool isEmpty(const models::Catalog &catalog)
{
    return catalog.connections().isEmpty() && catalog.vpnGateways().isEmpty() && catalog.customerGateways().isEmpty();
}

QString write(const QTemporaryDir &directory, const char *name, const QByteArray &content)
{
    const QString path = directory.filePath(QString::fromLatin1(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s", qPrintable(file.errorString()));
    return path;
}

void choose(QComboBox *box, int index)
{
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

void type(QLineEdit *edit, const QString &text)
{
    edit->selectAll();
    QTest::keyClicks(edit, text);
    Q_EMIT edit->editingFinished(); // it is left
}

} // namespace

class TestImportWizard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsStoredBeforeTheLastStep();
    void faultsAreMarkedAtTheirLine();
    void pastedTextIsReadOnceItRests();
    void theFormatCanBeSaid();
    void whatWasNotUnderstoodIsListed();
    void whatWasUnderstoodHasRoom();
    void theSideCanBeTurned();
    void aMissingKeyIsTyped();
    void aMendIsOneClick();
    void gatewaysCanBeChosen();
    void aTunnelThatIsThereIsLeftOrChanged();
    void importingIsOneStepOfUndo();
    void twoFilesBelongTogether();
    void hostileFilesChangeNothing_data();
    void hostileFilesChangeNothing();
    void everyControlHasAName();

    void droppedFilesOpenTheWizard();
    void droppedFilesOfOtherKindsAreTold_data();
    void droppedFilesOfOtherKindsAreTold();
    void aShortKeyIsNoPicture();
    void aPipeIsNotWaitedFor();
    void aDocumentIsApplied();
    void aSelectedConnectionCanBeCompared();
    void emptyListsOfferIt();
};

void TestImportWizard::nothingIsStoredBeforeTheLastStep()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    QVERIFY(!wizard.nextButton()->isEnabled());
    wizard.goTo(Step::Summary);
    QCOMPARE(wizard.step(), Step::Source); // there is no text
    wizard.setText(kText);
    for (const Step step : {Step::Reading, Step::Choices, Step::Summary}) {
        wizard.nextButton()->click();
        QCOMPARE(wizard.step(), step);
        QVERIFY(isEmpty(*bench.catalog));
    }
    QVERIFY(wizard.nextButton()->isEnabled());
    wizard.nextButton()->click();
    QVERIFY(!wizard.isVisible());
    QCOMPARE(bench.catalog->connections().size(), 1);
    QCOMPARE(wizard.importedId(), bench.catalog->connections().first().draft.id);
    QCOMPARE(bench.catalog->connections().first().draft.localSubnet, QStringLiteral("10.10.0.0/24"));
}

void TestImportWizard::faultsAreMarkedAtTheirLine()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    wizard.setText(QByteArray(kText).replace("version = 2", "version = \"2"));
    QVERIFY2(wizard.sourcePage()->verdict().startsWith(QStringLiteral("Line 3: ")),
             qPrintable(wizard.sourcePage()->verdict()));
    const auto marks = wizard.sourcePage()->textEdit()->extraSelections();
    QCOMPARE(marks.size(), 1);
    QCOMPARE(marks.first().cursor.blockNumber(), 2);
    QCOMPARE(wizard.sourcePage()->textEdit()->textCursor().blockNumber(), 2);
    QVERIFY(!wizard.nextButton()->isEnabled());
}

void TestImportWizard::pastedTextIsReadOnceItRests()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    wizard.sourcePage()->textEdit()->setPlainText(QString::fromLatin1(kText));
    QTRY_VERIFY(wizard.nextButton()->isEnabled());
    QVERIFY(wizard.sourcePage()->verdict().contains(QStringLiteral("understood")));
    wizard.sourcePage()->textEdit()->clear();
    QTRY_VERIFY(!wizard.nextButton()->isEnabled());
    QCOMPARE(wizard.sourcePage()->verdict(), QString());
}

void TestImportWizard::theFormatCanBeSaid()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    wizard.setText("nothing of the kind");
    QVERIFY(wizard.sourcePage()->verdict().startsWith(QStringLiteral("It looks like none")));
    wizard.setText(kText);
    QComboBox *box = wizard.sourcePage()->formatBox();
    QVERIFY2(box->currentText().startsWith(QStringLiteral("Recognised: ")), qPrintable(box->currentText()));
    choose(box, box->findData(static_cast<int>(models::PeerFormat::CiscoAsa)));
    QVERIFY(!wizard.nextButton()->isEnabled());
    choose(box, 0);
    QVERIFY(wizard.nextButton()->isEnabled());
}

void TestImportWizard::whatWasNotUnderstoodIsListed()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.setText(kText);
    QTableWidget *ignored = wizard.readingPage()->ignoredTable();
    QCOMPARE(ignored->rowCount(), 1);
    QCOMPARE(ignored->item(0, 0)->text(), QStringLiteral("9"));
    QCOMPARE(ignored->item(0, 1)->text(), QStringLiteral("updown"));
    QCOMPARE(wizard.sourcePage()->textEdit()->extraSelections().first().cursor.blockNumber(), 8);
}

void TestImportWizard::whatWasUnderstoodHasRoom()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.setText(kText);
    wizard.show();
    wizard.nextButton()->click();
    const QTableWidget *table = wizard.readingPage()->table();
    QTRY_VERIFY(table->isVisible());
    constexpr int kRows = 5;
    QVERIFY2(table->viewport()->height() >= kRows * table->rowHeight(0),
             qPrintable(QString::number(table->viewport()->height())));
}

void TestImportWizard::theSideCanBeTurned()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.setText(kText);
    QVERIFY(wizard.readingPage()->peersButton()->isChecked());
    QCOMPARE(wizard.readingPage()->table()->item(0, 1)->text(), QStringLiteral("10.10.0.0/24"));
    wizard.readingPage()->oursButton()->click();
    QCOMPARE(wizard.readingPage()->table()->item(0, 1)->text(), QStringLiteral("172.16.5.0/24"));
    QCOMPARE(wizard.readingPage()->sideReason(), QStringLiteral("As you chose."));
    QCOMPARE(wizard.session()->plan().connections.front().ours.address, QStringLiteral("198.51.100.20"));
}

void TestImportWizard::aMissingKeyIsTyped()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    wizard.setText(withoutKey());
    wizard.goTo(Step::Summary);
    QVERIFY(!wizard.nextButton()->isEnabled());
    QVERIFY2(wizard.summaryPage()->message().contains(QStringLiteral("no pre-shared key")),
             qPrintable(wizard.summaryPage()->message()));
    wizard.goTo(Step::Choices);
    // With one connection and one offer of each phase some rows are hidden; none of the others may suffer from it.
    QLineEdit *key = wizard.choicesPage()->keyEdit()->lineEdit();
    QVERIFY(QTest::qWaitForWindowExposed(&wizard));
    QVERIFY2(key->height() >= key->fontMetrics().height(), qPrintable(QString::number(key->height())));
    type(key, QStringLiteral("typed.Key"));
    wizard.goTo(Step::Summary);
    QCOMPARE(wizard.summaryPage()->message(), QString());
    wizard.nextButton()->click();
    const auto stored = bench.catalog->presharedKey(bench.catalog->connections().first().draft.id);
    QCOMPARE(models::presharedKeyText(*stored), QStringLiteral("typed.Key"));
}

void TestImportWizard::aMendIsOneClick()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    wizard.setText(QByteArray(kText).replace("rekey_time = 4h", "rekey_time = 30h"));
    wizard.goTo(Step::Choices);
    const models::ImportPlan &plan = wizard.session()->plan();
    QVERIFY(!plan.isReady());
    const models::ValidationIssue issue = plan.connections.front().issues.first();
    QVERIFY(wizard.choicesPage()->remarks().join(u'\n').contains(QStringLiteral("86400")));
    wizard.session()->choose(
        0, [&](models::ImportChoice &choice) { choice.set(issue.mends.first().field, issue.mends.first().value); });
    QVERIFY(wizard.session()->plan().isReady());
}

void TestImportWizard::gatewaysCanBeChosen()
{
    WidgetBench bench;
    const QString office = bench.addCustomerGateway(QStringLiteral("office"), QStringLiteral("192.0.2.99"));
    bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("203.0.113.10"));
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    wizard.setText(kText);
    wizard.goTo(Step::Choices);
    ui::ImportChoicesPage *page = wizard.choicesPage();
    QVERIFY(page->theirAddressEdit()->isEnabled());
    QVERIFY(!page->ourAddressEdit()->isEnabled()); // it is known
    QVERIFY(page->ourGatewayBox()->isVisible());
    QVERIFY(page->ourGatewayBox()->y() > page->nameEdit()->y());
    QVERIFY(page->ourGatewayBox()->y() + page->ourGatewayBox()->height() <= page->theirGatewayBox()->y());
    choose(page->theirGatewayBox(), page->theirGatewayBox()->findData(office));
    QVERIFY(!page->theirAddressEdit()->isEnabled());
    QCOMPARE(wizard.session()->plan().connections.front().draft.customerGatewayId, office);
    choose(page->theirGatewayBox(), page->theirGatewayBox()->count() - 1);
    type(page->theirAddressEdit(), QStringLiteral("192.0.2.55"));
    QCOMPARE(wizard.session()->plan().newCustomerGateways.first().ipAddress, QStringLiteral("192.0.2.55"));
    type(page->nameEdit(), QStringLiteral("renamed"));
    QCOMPARE(wizard.session()->plan().connections.front().draft.name, QStringLiteral("renamed"));
}

void TestImportWizard::aTunnelThatIsThereIsLeftOrChanged()
{
    WidgetBench bench;
    ImportWizard first(*bench.catalog, WidgetBench::kRegion);
    first.setText(kText);
    first.goTo(Step::Summary);
    first.accept();
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    wizard.setText(QByteArray(kText).replace("life_time = 1h", "life_time = 2h"));
    wizard.goTo(Step::Summary);
    QVERIFY(!wizard.nextButton()->isEnabled()); // as proposed, nothing would be stored
    wizard.goTo(Step::Choices);
    QComboBox *action = wizard.choicesPage()->actionBox();
    choose(action, action->findData(static_cast<int>(models::ImportAction::Update)));
    wizard.goTo(Step::Summary);
    QVERIFY(wizard.nextButton()->isEnabled());
    wizard.nextButton()->click();
    QCOMPARE(bench.catalog->connections().size(), 1);
    QCOMPARE(bench.catalog->connections().first().draft.ipsecLifetime, QStringLiteral("7200"));
}

void TestImportWizard::importingIsOneStepOfUndo()
{
    WidgetBench bench;
    models::UndoStack undo(*bench.catalog);
    ui::Services services = bench.services();
    services.undo = &undo;
    MainWindow window(services);
    const QString path = write(bench.directory, "peer.conf", kText);
    withNextDialog<ImportWizard>([](ImportWizard *wizard) {
        QCOMPARE(wizard->step(), Step::Source);
        wizard->goTo(Step::Summary);
        wizard->nextButton()->click();
    });
    window.openFiles({path});
    QCOMPARE(bench.catalog->connections().size(), 1);
    QCOMPARE(window.page(), MainWindow::Page::Connections);
    QCOMPARE(window.connectionsPage()->table()->selectedIds(),
             QStringList{bench.catalog->connections().first().draft.id});
    window.undoActions()->undoAction()->trigger();
    QVERIFY(isEmpty(*bench.catalog));
}

void TestImportWizard::twoFilesBelongTogether()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    const QString conf = write(bench.directory, "ipsec.conf",
                               "conn hq\n  keyexchange=ikev2\n  left=198.51.100.20\n  right=203.0.113.10\n"
                               "  leftsubnet=172.16.5.0/24\n  rightsubnet=10.10.0.0/24\n  authby=secret\n"
                               "  ike=aes256-sha256-modp2048!\n  esp=aes256-sha256-modp2048!\n  ikelifetime=4h\n"
                               "  lifetime=1h\n  auto=route\n");
    const QString secrets =
        write(bench.directory, "ipsec.secrets", "# ours\n198.51.100.20 203.0.113.10 : PSK \"n0t.A-Secret\"\n");
    wizard.sourcePage()->openFiles({secrets, conf}); // in any order
    QVERIFY(wizard.sourcePage()->secretsEdit()->isVisible());
    QVERIFY2(wizard.session()->plan().isReady(), qPrintable(wizard.choicesPage()->remarks().join(u'\n')));
    QCOMPARE(wizard.session()->plan().connections.front().key, models::PlannedConnection::Key::FromText);
    // One after the other as well, and what is wrong with the second is told of the second.
    wizard.sourcePage()->openFiles({conf});
    QCOMPARE(wizard.session()->plan().connections.front().key, models::PlannedConnection::Key::Missing);
    wizard.sourcePage()->openFiles({secrets});
    QCOMPARE(wizard.session()->plan().connections.front().key, models::PlannedConnection::Key::FromText);
    wizard.sourcePage()->openFiles({conf, conf});
    QVERIFY(wizard.sourcePage()->verdict().contains(QStringLiteral("two configurations")));
}

void TestImportWizard::hostileFilesChangeNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    const QByteArray text(kText);
    QTest::newRow("zero octet") << QByteArray(text).replace("version = 2", QByteArray("version\0= 2", 11)) << 3;
    QTest::newRow("Latin-1") << QByteArray(text).replace("hq {", "h\xfc {") << 2;
    QTest::newRow("overlong UTF-8") << QByteArray(text).replace("hq {", "h\xc0\xaf {") << 2;
    QTest::newRow("override of the direction") << QByteArray(text).replace("hq {", "h\xe2\x80\xae {") << 2;
    QTest::newRow("isolate") << QByteArray(text).replace("172.16.5.0/24", "172\xe2\x81\xa6.16.5.0/24") << 18;
    QTest::newRow("deep") << text + QByteArray("a {\n").repeated(100) << 47;
    QTest::newRow("long line") << text + QByteArray(10'000, 'x') << 31;
    QTest::newRow("many lines") << text + QByteArray(100'000, '\n') << 20'001;
    QTest::newRow("truncated") << text.left(text.indexOf("local_ts")) << 18;
}

void TestImportWizard::hostileFilesChangeNothing()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.show();
    wizard.setText(text);
    QVERIFY(wizard.session()->fault());
    QVERIFY2(wizard.session()->fault()->line == line, qPrintable(wizard.session()->fault()->translated()));
    QVERIFY2(wizard.sourcePage()->verdict().startsWith(QStringLiteral("Line %1: ").arg(line)),
             qPrintable(wizard.sourcePage()->verdict()));
    wizard.accept();
    QCOMPARE(wizard.step(), Step::Source);
    QVERIFY(isEmpty(*bench.catalog));
}

void TestImportWizard::everyControlHasAName()
{
    WidgetBench bench;
    ImportWizard wizard(*bench.catalog, WidgetBench::kRegion);
    wizard.setText(withoutKey());
    for (const Step step : {Step::Source, Step::Reading, Step::Choices, Step::Summary}) {
        wizard.goTo(step);
        wizard.show();
        for (const QWidget *widget : wizard.findChildren<QWidget *>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0)
                continue;
            const QAccessibleInterface *named = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            if (qobject_cast<const QAbstractScrollArea *>(widget) && !qobject_cast<const QPlainTextEdit *>(widget)
                && !qobject_cast<const QTableWidget *>(widget))
                continue; // a frame around what is named
            QVERIFY2(named && !named->text(QAccessible::Name).isEmpty(),
                     qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                                            widget->objectName())));
        }
    }
}

void TestImportWizard::droppedFilesOpenTheWizard()
{
    WidgetBench bench;
    MainWindow window(bench.services());
    window.show();
    const QString path = write(bench.directory, "peer.conf", kText);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    bool isShown = false;
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
    QVERIFY(!QApplication::activeModalWidget()); // who dragged it is let go first
    withNextDialog<ImportWizard>([&](ImportWizard *wizard) {
        isShown = wizard->session()->isUnderstood();
        wizard->reject();
    });
    QTRY_VERIFY(isShown);
    QVERIFY(isEmpty(*bench.catalog));
    QMimeData words;
    words.setText(QStringLiteral("no file"));
    QDragEnterEvent other(QPoint(20, 20), Qt::CopyAction, &words, Qt::LeftButton, Qt::NoModifier);
    other.ignore();
    QCoreApplication::sendEvent(&window, &other);
    QVERIFY(!other.isAccepted());
}

void TestImportWizard::droppedFilesOfOtherKindsAreTold_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("pcap") << QByteArray("\xd4\xc3\xb2\xa1\x02\x00\x04\x00", 8) + QByteArray(100, '\0')
                          << QStringLiteral("capture of packets");
    QTest::newRow("pcapng") << QByteArray("\x0a\x0d\x0d\x0a", 4) + QByteArray(100, '\0')
                            << QStringLiteral("capture of packets");
    QTest::newRow("large pcap") << QByteArray("\xd4\xc3\xb2\xa1", 4) + QByteArray(3 << 20, '\0')
                                << QStringLiteral("capture of packets");
    QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << QStringLiteral("PNG");
    QTest::newRow("ZIP") << QByteArray("PK\x03\x04\x14\0\0\0\x08\0", 10) + QByteArray(60, '\0')
                         << QStringLiteral("Zip archive");
    QTest::newRow("large text") << QByteArray("conn a\n").repeated(300'000) << QStringLiteral("at most 1.00 MiB");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "c\0o\0n\0n\0",
                                          10)
                            << QStringLiteral("UTF-16");
    QTest::newRow("empty") << QByteArray("\n \n") << QStringLiteral("is empty");
}

void TestImportWizard::droppedFilesOfOtherKindsAreTold()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    WidgetBench bench;
    MainWindow window(bench.services());
    const QString path = write(bench.directory, "dropped.file", content);
    QString text;
    withNextDialog<QMessageBox>([&text](QMessageBox *box) {
        text = box->text() + box->informativeText();
        box->accept();
    });
    window.openFiles({path});
    QVERIFY2(text.contains(said, Qt::CaseInsensitive), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("dropped.file")));
    QVERIFY(isEmpty(*bench.catalog));
}

// A key on a small curve, in PKCS#8 (RFC 5208), has less than 256 octets: its length takes one octet more.
void TestImportWizard::aShortKeyIsNoPicture()
{
    const QByteArray head = QByteArray::fromHex("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201");
    const auto kind = models::importKindOf(QStringLiteral("key.der"), head);
    QVERIFY2(kind, kind ? "" : qPrintable(kind.error()));
    QVERIFY(*kind == models::ImportFile::Kind::Certificates);
}

void TestImportWizard::aPipeIsNotWaitedFor()
{
    WidgetBench bench;
    const QString pipe = bench.directory.filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QVERIFY(models::openImportFile(pipe).error().contains(QStringLiteral("no ordinary file")));
    QVERIFY(models::openImportFile(bench.directory.path()).error().contains(QStringLiteral("is a folder")));
    QVERIFY(models::openImportFile(bench.directory.filePath(QStringLiteral("absent")))
                .error()
                .contains(QStringLiteral("could not be opened")));
    QVERIFY(models::openImportFile(QStringLiteral("/dev/zero")).error().contains(QStringLiteral("no ordinary file")));
}

void TestImportWizard::aDocumentIsApplied()
{
    WidgetBench bench;
    models::UndoStack undo(*bench.catalog);
    ui::Services services = bench.services();
    services.undo = &undo;
    MainWindow window(services);
    const QString path = write(bench.directory, "site.json", kDocument);
    withNextDialog<QMessageBox>([](QMessageBox *box) {
        QVERIFY(box->informativeText().contains(QStringLiteral("branch")));
        box->reject();
    });
    window.openFiles({path});
    QVERIFY(isEmpty(*bench.catalog));
    withNextDialog<QMessageBox>([](QMessageBox *box) { box->buttons().first()->click(); });
    window.openFiles({path});
    QCOMPARE(bench.catalog->customerGateways().size(), 1);
    window.undoActions()->undoAction()->trigger();
    QVERIFY(isEmpty(*bench.catalog));
    // What is wrong with it is told, and nothing changed.
    const QString wrong =
        write(bench.directory, "wrong.json", QByteArray(kDocument).replace("192.0.2.33", "127.0.0.1"));
    QString text;
    withNextDialog<QMessageBox>([&text](QMessageBox *box) {
        text = box->text() + box->informativeText();
        box->accept();
    });
    window.openFiles({wrong});
    QVERIFY2(text.contains(QStringLiteral("CustomerGateways[0]")), qPrintable(text));
    QVERIFY(isEmpty(*bench.catalog));
}

void TestImportWizard::aSelectedConnectionCanBeCompared()
{
    WidgetBench bench;
    const QString id = bench.addConnection(
        QStringLiteral("office"), bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("203.0.113.10")),
        bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.20")));
    MainWindow window(bench.services());
    window.setPage(MainWindow::Page::Connections);
    window.connectionsPage()->table()->selectId(id);
    const QString path = write(bench.directory, "peer.conf", kText);
    // Whatever comes up, one after the other: the question, and the comparison.
    bool isCompared = false;
    QTimer answers;
    connect(&answers, &QTimer::timeout, this, [&isCompared] {
        QWidget *shown = QApplication::activeModalWidget();
        if (auto *box = qobject_cast<QMessageBox *>(shown)) {
            box->buttons().at(1)->click();
        } else if (auto *dialog = qobject_cast<tw::ui::CompareDialog *>(shown)) {
            isCompared = dialog->showsResult();
            dialog->reject();
        } else if (shown) {
            shown->close();
        }
    });
    answers.start(0);
    window.openFiles({path});
    QVERIFY(isCompared);
}

void TestImportWizard::emptyListsOfferIt()
{
    WidgetBench bench;
    MainWindow window(bench.services());
    window.show();
    auto *action = window.findChild<QAction *>(QStringLiteral("import"));
    QVERIFY(action);
    QCOMPARE(action->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_O));
    for (const MainWindow::Page page : {MainWindow::Page::Connections, MainWindow::Page::CustomerGateways}) {
        window.setPage(page);
        int buttons = 0;
        for (const QPushButton *button : window.findChildren<QPushButton *>())
            buttons += button->isVisible() && button->text() == action->text() ? 1 : 0;
        QCOMPARE(buttons, 1);
    }
}

QTEST_MAIN(TestImportWizard)
#include "test_import_wizard.moc"

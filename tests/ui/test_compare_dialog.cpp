#include "models/transfer/export/exporter.h"
#include "tests/ui/widget_bench.h"
#include "ui/catalog/connections_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/gateway_editor.h"
#include "ui/main_window.h"
#include "ui/transfer/compare_dialog.h"
#include "ui/transfer/compare_input.h"
#include "ui/transfer/compare_result.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>

using namespace tw;
using namespace tw::tests;
using models::Field;
using models::PeerFormat;

namespace {

constexpr auto kKey = "a-key-not-to-be-shown";

struct Bench
{
    Bench()
        : connection(bench.addConnection(
              QStringLiteral("office"), bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1")),
              bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1"))))
    { }

    models::PeerView view() const
    {
        const models::ConnectionDraft draft = bench.draft(connection);
        return *models::peerViewOf(draft, *bench.catalog->vpnGateway(draft.vpnGatewayId),
                                   *bench.catalog->customerGateway(draft.customerGatewayId));
    }

    static QByteArray write(PeerFormat format, const models::PeerView &view)
    {
        const SecretBytes key(ByteView(reinterpret_cast<const std::uint8_t *>(kKey), std::strlen(kKey)));
        const models::ExportResult result = models::exportPeer(format, {view, &key, {}, {}});
        const auto text = result.files.front().text.view();
        return {reinterpret_cast<const char *>(text.data()), static_cast<qsizetype>(text.size())};
    }

    WidgetBench bench;
    QString connection;
};

QStringList allTexts(const QTableWidget *table)
{
    QStringList texts;
    for (int row = 0; row < table->rowCount(); ++row) {
        for (int column = 0; column < table->columnCount(); ++column)
            texts << table->item(row, column)->text() << table->item(row, column)->toolTip();
    }
    return texts;
}

} // namespace

// Another device's text against a connection, in the window.
class TestCompareDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pastedTextIsCompared()
    {
        Bench bench;
        ui::CompareDialog dialog(bench.bench.services(), bench.connection);
        dialog.show();
        QVERIFY(!dialog.showsResult());
        models::PeerView theirs = bench.view();
        theirs.ike.encryption = api::Encryption::Aes256Cbc;
        dialog.input()->edit()->setPlainText(QString::fromUtf8(Bench::write(PeerFormat::CiscoIos, theirs)));
        dialog.compare();
        QVERIFY(dialog.showsResult());
        // The worst comes first, and is what is shown.
        QCOMPARE(dialog.result()->table()->item(0, 0)->text(), models::fieldLabel(Field::Psk));
        QVERIFY2(
            dialog.result()->summary().startsWith(QStringLiteral("2 setting(s) differ. 2 of them break(s) phase 1.")),
            qPrintable(dialog.result()->summary()));
        dialog.result()->selectField(Field::IkeEncAlg);
        QVERIFY(dialog.result()->linesThere().contains(QStringLiteral("encryption aes-cbc-128")));
    }

    void keysAreShownNowhere()
    {
        Bench bench;
        ui::CompareDialog dialog(bench.bench.services(), bench.connection);
        dialog.show();
        dialog.compareWith(Bench::write(PeerFormat::VyOs, bench.view()), QStringLiteral("peer.txt"));
        QVERIFY(dialog.showsResult());
        QString shown = allTexts(dialog.result()->table()).join(u'\n') + dialog.report();
        for (const auto *edit : dialog.findChildren<QPlainTextEdit *>())
            shown += edit->toPlainText();
        for (int row = 0; row < dialog.result()->table()->rowCount(); ++row) {
            dialog.result()->table()->selectRow(row);
            shown += dialog.result()->linesThere();
        }
        QVERIFY(shown.contains(QStringLiteral("another key")));
        QVERIFY(!shown.contains(QLatin1String(kKey)));
    }

    void whatCannotBeReadIsSaid()
    {
        Bench bench;
        ui::CompareDialog dialog(bench.bench.services(), bench.connection);
        dialog.show();
        dialog.compareWith("connections {\n  office {\n    = 2\n");
        QVERIFY(!dialog.showsResult());
        QVERIFY2(dialog.input()->error().contains(QStringLiteral("Line 3")), qPrintable(dialog.input()->error()));
        dialog.compareWith("nothing of the kind");
        QVERIFY(dialog.input()->error().contains(QStringLiteral("does not look like")));
        dialog.compareWith(QByteArray(2 << 20, 'x'));
        QVERIFY(!dialog.input()->error().isEmpty());
    }

    void filesAreOpenedAndNotShown()
    {
        Bench bench;
        QFile file(bench.bench.directory.filePath(QStringLiteral("peer.conf")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(Bench::write(PeerFormat::Swanctl, bench.view()));
        file.close();
        ui::CompareDialog dialog(bench.bench.services(), bench.connection);
        dialog.show();
        dialog.input()->openFile(file.fileName());
        QVERIFY(dialog.showsResult());
        QVERIFY(dialog.input()->edit()->toPlainText().isEmpty());
        QCOMPARE(dialog.input()->sourceName(), QStringLiteral("peer.conf"));
        dialog.input()->openFile(file.fileName() + u'x');
        QVERIFY(dialog.input()->error().contains(QStringLiteral("peer.confx")));
    }

    void theMendOpensTheForm()
    {
        Bench bench;
        ui::CompareDialog dialog(bench.bench.services(), bench.connection);
        dialog.show();
        models::PeerView theirs = bench.view();
        theirs.ike.encryption = api::Encryption::Aes256Cbc;
        theirs.esp.group = api::DhGroup::Modp2048;
        dialog.compareWith(Bench::write(PeerFormat::Swanctl, theirs));
        dialog.result()->selectField(Field::IkeEncAlg);
        bool isOpened = false;
        withNextDialog<ui::ConnectionEditor>([&](ui::ConnectionEditor *editor) {
            isOpened = true;
            QCOMPARE(editor->draft().ikeEncAlg, QStringLiteral("aes256"));
            QCOMPARE(editor->draft().ipsecPfs, QStringLiteral("group2"));
            editor->accept();
        });
        dialog.result()->mendButton()->click();
        QVERIFY(isOpened);
        QCOMPARE(bench.bench.draft(bench.connection).ikeEncAlg, QStringLiteral("aes256"));
        // What was saved is compared at once.
        QVERIFY2(dialog.result()->summary().startsWith(QStringLiteral("2 setting(s) differ.")),
                 qPrintable(dialog.result()->summary())); // the key and PFS
        isOpened = false;
        withNextDialog<ui::ConnectionEditor>([&](ui::ConnectionEditor *editor) {
            isOpened = true;
            QCOMPARE(editor->draft().ipsecPfs, QStringLiteral("group14"));
            editor->reject();
        });
        Q_EMIT dialog.result()->mendRequested(dialog.result()->mends());
        QVERIFY(isOpened);
        QCOMPARE(bench.bench.draft(bench.connection).ipsecPfs, QStringLiteral("group2"));
    }

    // Of a key there is no value to fill in.
    void theKeyIsTyped()
    {
        Bench bench;
        ui::CompareDialog dialog(bench.bench.services(), bench.connection);
        dialog.show();
        dialog.compareWith(Bench::write(PeerFormat::Swanctl, bench.view()));
        dialog.result()->selectField(Field::Psk);
        bool isOpened = false;
        withNextDialog<ui::ConnectionEditor>([&](ui::ConnectionEditor *editor) {
            isOpened = true;
            editor->reject();
        });
        dialog.result()->mendButton()->click();
        QVERIFY(isOpened);
    }

    void addressesAreTheGateways()
    {
        Bench bench;
        ui::CompareDialog dialog(bench.bench.services(), bench.connection);
        dialog.show();
        models::PeerView theirs = bench.view();
        theirs.remote = QStringLiteral("192.0.2.77");
        dialog.compareWith(Bench::write(PeerFormat::Swanctl, theirs));
        dialog.result()->selectField(Field::InternetIp);
        bool isOpened = false;
        withNextDialog<ui::VpnGatewayEditor>([&](ui::VpnGatewayEditor *editor) {
            isOpened = true;
            editor->accept();
        });
        dialog.result()->mendButton()->click();
        QVERIFY(isOpened);
        QCOMPARE(bench.bench.catalog->vpnGateway(bench.bench.draft(bench.connection).vpnGatewayId)->internetIp,
                 QStringLiteral("192.0.2.77"));
    }

    void severalConnectionsCanBeChosenFrom()
    {
        Bench bench;
        models::PeerView other = bench.view();
        other.name = QStringLiteral("other");
        other.local = other.localId = QStringLiteral("198.51.100.99");
        other.localSubnets = {QStringLiteral("10.9.0.0/16")};
        QByteArray text = Bench::write(PeerFormat::Swanctl, other);
        text += Bench::write(PeerFormat::Swanctl, bench.view());
        ui::CompareDialog dialog(bench.bench.services(), bench.connection);
        dialog.show();
        dialog.compareWith(text);
        QVERIFY2(dialog.showsResult(), qPrintable(dialog.input()->error()));
        QVERIFY2(dialog.result()->candidateBox()->count() == 2, text.constData());
        QCOMPARE(dialog.result()->candidateBox()->currentText(), QStringLiteral("office"));
        QVERIFY(dialog.result()->candidateBox()->isVisible());
        const QString before = dialog.result()->summary();
        Q_EMIT dialog.result()->candidateBox()->activated(0);
        QCOMPARE(dialog.result()->candidateBox()->currentText(), QStringLiteral("other"));
        QVERIFY(dialog.result()->summary() != before);
    }

    void theActionComparesTheSelectedOne()
    {
        Bench bench;
        ui::MainWindow window(bench.bench.services());
        window.show();
        window.setPage(ui::MainWindow::Page::Connections);
        ui::ConnectionsPage *page = window.findChild<ui::ConnectionsPage *>();
        page->table()->selectId(bench.connection);
        QVERIFY(page->compareAction()->isEnabled());
        bool isOpened = false;
        withNextDialog<ui::CompareDialog>([&](ui::CompareDialog *dialog) {
            isOpened = dialog->windowTitle().contains(QStringLiteral("office"));
            dialog->close();
        });
        page->compareAction()->trigger();
        QVERIFY(isOpened);
        isOpened = false;
        withNextDialog<ui::CompareDialog>([&](ui::CompareDialog *dialog) {
            isOpened = dialog->showsResult();
            dialog->close();
        });
        window.compareWith(bench.connection, Bench::write(PeerFormat::Junos, bench.view()), QStringLiteral("dropped"));
        QVERIFY(isOpened);
    }
};

QTEST_MAIN(TestCompareDialog)
#include "test_compare_dialog.moc"

#include "widget_bench.h"

#include "models/catalog/certificate_table_model.h"
#include "models/catalog/region_filter_model.h"
#include "models/catalog/undo_stack.h"
#include "tests/support/certificate_files.h"
#include "ui/catalog/certificate_details.h"
#include "ui/catalog/certificate_import.h"
#include "ui/catalog/certificates_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/field_form.h"
#include "ui/editor/issue_marker.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/undo_actions.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/relative_time.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace tw;
using models::Field;
using tests::WidgetBench;
using tests::withNextDialog;

namespace {

QString file(const char *name) { return QStringLiteral(TW_CERTIFICATE_DIR "/") + QLatin1String(name); }

QString import(WidgetBench &bench, const QStringList &files)
{
    const auto done = ui::CertificateImporter(*bench.catalog, nullptr).importFiles(files);
    return done ? (done->added + done->known).value(0) : QString();
}

} // namespace

// Certificates in the window: imported, shown, chosen for a connection, and kept while one needs them.
class TestCertificatesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); } // its plurals

    void certificateAndKeyMayBeTwoFiles()
    {
        WidgetBench bench;
        const auto done = ui::CertificateImporter(*bench.catalog, nullptr)
                              .importFiles({file("ec-left.pem"), file("ec-left.key.pem")});
        QVERIFY(done.has_value());
        QCOMPARE(done->added, QStringList{done->keyOf});
        QVERIFY(bench.catalog->certificate(done->keyOf)->hasKey());
    }

    void aPassphraseIsAskedForUntilItFits()
    {
        WidgetBench bench;
        QList<bool> asked;
        ui::CertificateImporter importer(*bench.catalog, nullptr);
        importer.setAskPassphrase([&](const QString &name, bool isAgain) -> std::optional<QString> {
            if (name != QLatin1String("sealed.p12"))
                return std::nullopt;
            asked.append(isAgain);
            return isAgain ? QStringLiteral("open sesame") : QStringLiteral("open barley");
        });
        QVERIFY(importer.importFiles({file("sealed.p12")}).has_value());
        QCOMPARE(asked, (QList<bool>{false, true}));
        QCOMPARE(bench.catalog->certificates().size(), 2);
    }

    void whoGivesNoPassphraseImportsNothing()
    {
        WidgetBench bench;
        ui::CertificateImporter importer(*bench.catalog, nullptr);
        importer.setAskPassphrase([](const QString &, bool) -> std::optional<QString> { return std::nullopt; });
        QVERIFY(!importer.importFiles({file("ec-root.pem"), file("sealed.p12")}).has_value());
        QVERIFY(bench.catalog->certificates().isEmpty());
    }

    void aFileThatIsNoneIsNamed()
    {
        WidgetBench bench;
        QString text;
        withNextDialog<QMessageBox>([&text](QMessageBox *box) {
            text = box->text() + box->informativeText();
            box->close();
        });
        QVERIFY(!ui::CertificateImporter(*bench.catalog, nullptr).importFiles({file("make_certificates.py")}));
        QVERIFY2(text.contains(QStringLiteral("“make_certificates.py” was not imported.")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("neither a certificate nor a private key")));
    }

    void theTableFollowsTheCatalogue()
    {
        WidgetBench bench;
        ui::CertificatesPage page(bench.services());
        page.setRegion(WidgetBench::kRegion); // certificates belong to none
        auto *rows = page.table()->rows();
        const QAbstractItemModelTester tester(rows->sourceModel());
        QCOMPARE(rows->rowCount(), 0);
        const QString root = import(bench, {file("ec-root.pem")});
        const QString expired = import(bench, {file("expired.pem")});
        QCOMPARE(rows->rowCount(), 2);
        QVERIFY(page.table()->selectId(expired));
        const QModelIndex until =
            page.table()->currentIndex().siblingAtColumn(models::CertificateTableModel::ValidUntilColumn);
        static const QRegularExpression dayAndMark(QStringLiteral("^\\d{4}-\\d\\d-\\d\\d · Expired$"));
        QVERIFY2(dayAndMark.match(until.data().toString()).hasMatch(), qPrintable(until.data().toString()));
        QVERIFY(import(bench, {file("expired.key.pem")}).isEmpty()); // no new certificate, but its key
        QCOMPARE(until.siblingAtColumn(models::CertificateTableModel::PrivateKeyColumn).data().toString(),
                 QStringLiteral("Imported"));
        QVERIFY(bench.catalog->removeCertificate(root).has_value());
        QCOMPARE(rows->rowCount(), 1);
        QCOMPARE(page.table()->currentId(), expired);
    }

    void whatItSaysIsShown()
    {
        WidgetBench bench;
        ui::CertificatesPage page(bench.services());
        const QString own = import(bench, {file("ec-left.pem")});
        QString text;
        withNextDialog<ui::CertificateDetails>([&text](ui::CertificateDetails *details) {
            for (const QLabel *label : details->findChildren<QLabel *>())
                text += label->text() + QLatin1Char('\n');
            details->reject();
        });
        page.editObject(own);
        for (const char *part :
             {"C=CN, O=lab, CN=left", "left.example.org", "192.0.2.2", "ECDSA P-256", "No connection"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
        // As all times of the window are written: which century it is can be read.
        QVERIFY2(text.contains(ui::timeText(models::toDateTime(bench.catalog->certificate(own)->facts.notAfter))),
                 qPrintable(text));
    }

    void whatIsUsedIsNotDeleted()
    {
        WidgetBench bench;
        ui::CertificatesPage page(bench.services());
        const QString own = import(bench, {file("ec-left.pem"), file("ec-left.key.pem")});
        const QString root = import(bench, {file("ec-root.pem")});
        models::ConnectionDraft draft;
        draft.name = QStringLiteral("office");
        draft.vpnGatewayId = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.2"));
        draft.customerGatewayId = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.2"));
        draft.localSubnet = QStringLiteral("10.1.0.0/16");
        draft.remoteSubnet = QStringLiteral("10.2.0.0/16");
        draft.authMethod = QStringLiteral("certificate");
        draft.localCertificate = own;
        draft.remoteCa = root;
        const auto saved = bench.catalog->save(draft);
        QVERIFY2(saved.has_value(), saved ? "" : qPrintable(saved.error().text));
        QString text;
        withNextDialog<QMessageBox>([&text](QMessageBox *box) {
            text = box->text() + box->informativeText() + box->detailedText();
            box->close();
        });
        page.deleteObjects({root});
        QVERIFY2(text.contains(QStringLiteral("office")), qPrintable(text));
        QCOMPARE(bench.catalog->certificates().size(), 2);
        QVERIFY(bench.catalog->removeConnection(*saved).has_value());
        withNextDialog<QMessageBox>(
            [](QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); });
        page.deleteObjects({root});
        QCOMPARE(bench.catalog->certificates().size(), 1);
    }

    void whatIsDeletedComesBackWithItsKey()
    {
        WidgetBench bench;
        models::UndoStack undo(*bench.catalog);
        ui::Services services = bench.services();
        services.undo = &undo;
        ui::MainWindow window(services);
        window.setPage(ui::MainWindow::Page::Certificates);
        window.show();
        ui::CertificatesPage *page = window.certificatesPage();
        const QString own = import(bench, {file("ec-left.pem"), file("ec-left.key.pem")});
        const QString root = import(bench, {file("ec-root.pem")});
        QString question;
        withNextDialog<QMessageBox>([&question](QMessageBox *box) {
            question = box->text() + box->informativeText();
            box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click();
        });
        page->deleteObjects({own, root});
        QVERIFY2(question.contains(QStringLiteral("2 certificates")) && question.contains(QStringLiteral("Ctrl+Z")),
                 qPrintable(question));
        QCOMPARE(page->table()->rows()->rowCount(), 0);
        QCOMPARE(window.undoActions()->undoAction()->text(), QStringLiteral("U&ndo: delete 2 certificates"));
        window.undoActions()->undoAction()->trigger(); // both at once, as they were deleted
        QCOMPARE(page->table()->rows()->rowCount(), 2);
        QVERIFY(bench.catalog->privateKey(own).has_value());
        QCOMPARE(window.page(), ui::MainWindow::Page::Certificates);
        QCOMPARE(window.undoActions()->undoAction()->text().count(QStringLiteral("import certificate")), 1);
    }

    void aConnectionIsGivenItsCertificatesInTheEditor()
    {
        WidgetBench bench;
        const QString own = import(bench, {file("ec-left.pem"), file("ec-left.key.pem")});
        const QString root = import(bench, {file("ec-root.pem")});
        models::ConnectionDraft draft;
        draft.regionId = WidgetBench::kRegion;
        draft.name = QStringLiteral("office");
        draft.vpnGatewayId = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("203.0.113.9"));
        draft.customerGatewayId = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.2"));
        draft.localSubnet = QStringLiteral("10.1.0.0/16");
        draft.remoteSubnet = QStringLiteral("10.2.0.0/16");
        ui::ConnectionEditor editor(*bench.catalog, draft);
        const auto comboOf = [&](Field field) {
            return qobject_cast<QComboBox *>(editor.formOf(field)->widget(field));
        };
        const auto choose = [&](Field field, const QString &word) {
            QComboBox *combo = comboOf(field);
            const int index = combo->findData(word);
            QVERIFY(index >= 0);
            combo->setCurrentIndex(index);
            Q_EMIT combo->activated(index); // as by the user
        };
        QWidget *key = editor.formOf(Field::Psk)->widget(Field::Psk);
        QVERIFY(!key->isHidden());
        QVERIFY(comboOf(Field::LocalCertificate)->isHidden());
        choose(Field::AuthMethod, QStringLiteral("certificate"));
        QVERIFY(key->isHidden());
        QVERIFY(!comboOf(Field::LocalCertificate)->isHidden());
        QCOMPARE(comboOf(Field::LocalCertificate)->findData(root), -1); // it has no private key here
        choose(Field::LocalCertificate, own);
        choose(Field::RemoteCa, root);

        // The gateway's address is not in the certificate, which is said at once, with what is.
        const auto lines = editor.formOf(Field::LocalId)->marker(Field::LocalId)->lines();
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.first().mends.size(), 5);
        Q_EMIT editor.formOf(Field::LocalId)->mendChosen({Field::LocalId, QStringLiteral("left.example.org")});
        QVERIFY(editor.formOf(Field::LocalId)->marker(Field::LocalId)->lines().isEmpty());
        editor.accept();
        const models::Connection *saved = bench.catalog->connection(editor.savedId());
        QVERIFY(saved);
        QCOMPARE(saved->draft.authMethod, QStringLiteral("certificate"));
        QCOMPARE(saved->draft.localCertificate, own);
        QCOMPARE(saved->draft.remoteCa, root);
        QCOMPARE(saved->draft.localId, QStringLiteral("left.example.org"));
    }

    void whatIsImportedCanBeChosenAtOnce()
    {
        WidgetBench bench;
        models::ConnectionDraft draft;
        draft.authMethod = QStringLiteral("certificate");
        ui::ConnectionEditor editor(*bench.catalog, draft);
        auto *combo =
            qobject_cast<QComboBox *>(editor.formOf(Field::LocalCertificate)->widget(Field::LocalCertificate));
        QCOMPARE(combo->count(), 1); // the word that nothing is chosen
        const QString own = import(bench, {file("ec-left.pem"), file("ec-left.key.pem")});
        QVERIFY(combo->findData(own) > 0);
        QCOMPARE(editor.draft().localCertificate, QString());
    }
};

QTEST_MAIN(TestCertificatesPage)
#include "test_certificates_page.moc"

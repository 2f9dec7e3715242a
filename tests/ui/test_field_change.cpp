#include "widget_bench.h"

#include "models/catalog/undo_stack.h"
#include "ui/catalog/connections_page.h"
#include "ui/editor/field_change_dialog.h"
#include "ui/theme/language.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace tw;
using models::Field;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::FieldChangeDialog;

// One value for one field of several connections.
class TestFieldChange : public QObject
{
    Q_OBJECT

private:
    // Three connections; the first two share an IKE SA, and the third has two subnets, for which it needs IKEv2.
    struct Site
    {
        WidgetBench bench;
        QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        QString peer = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        QString other = bench.addCustomerGateway(QStringLiteral("other"), QStringLiteral("198.51.100.2"));
        QStringList ids{bench.addConnection(QStringLiteral("first"), ours, peer, QStringLiteral("10.1.0.0/16"),
                                            QStringLiteral("10.101.0.0/16")),
                        bench.addConnection(QStringLiteral("second"), ours, peer, QStringLiteral("10.2.0.0/16"),
                                            QStringLiteral("10.102.0.0/16")),
                        bench.addConnection(QStringLiteral("third"), ours, other,
                                            QStringLiteral("10.3.0.0/16, 10.4.0.0/16"),
                                            QStringLiteral("10.103.0.0/16"))};
        models::UndoStack undo{*bench.catalog};

        std::unique_ptr<FieldChangeDialog> dialog(const QStringList &of, const QStringList &up = {})
        {
            return std::make_unique<FieldChangeDialog>(*bench.catalog, of,
                                                       [up](const QString &id) { return up.contains(id); });
        }
        QString value(int at, Field field) const { return models::draftText(bench.draft(ids.at(at)), field); }
    };

    static QString said(const FieldChangeDialog &dialog, int row) { return dialog.rows()->topLevelItem(row)->text(2); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); } // its plurals

    void allOfThemChangeAsOneStep()
    {
        Site site;
        const auto dialog = site.dialog(site.ids);
        dialog->setField(Field::IkePfs);
        QCOMPARE(dialog->rows()->topLevelItem(0)->text(1), QStringLiteral("group 2 (MODP 1024)"));
        dialog->setValue(QStringLiteral("group14"));
        QCOMPARE(dialog->summary(), QStringLiteral("3 change"));
        dialog->accept();
        QCOMPARE(dialog->result(), int(QDialog::Accepted));
        for (int at = 0; at < 3; ++at)
            QCOMPARE(site.value(at, Field::IkePfs), QStringLiteral("group14"));
        QCOMPARE(site.undo.text(models::UndoStack::Direction::Undo), QStringLiteral("edit 3 IPsec connections"));
        QVERIFY(site.undo.apply(models::UndoStack::Direction::Undo));
        for (int at = 0; at < 3; ++at)
            QCOMPARE(site.value(at, Field::IkePfs), QStringLiteral("group2"));
    }

    void whoCannotHaveTheValueSaysWhyAndStays()
    {
        Site site;
        const auto dialog = site.dialog(site.ids);
        dialog->setField(Field::IkeVersion);
        dialog->setValue(QStringLiteral("ikev1"));
        QCOMPARE(dialog->summary(), QStringLiteral("2 change  ·  1 stays as it is"));
        QVERIFY2(said(*dialog, 2).startsWith(QStringLiteral("Stays as it is: ")), qPrintable(said(*dialog, 2)));
        dialog->accept();
        QCOMPARE(site.value(0, Field::IkeVersion), QStringLiteral("ikev1"));
        QCOMPARE(site.value(1, Field::IkeVersion), QStringLiteral("ikev1"));
        QCOMPARE(site.value(2, Field::IkeVersion), QStringLiteral("ikev2"));
    }

    // Two that share an IKE SA change together or not at all.
    void whoSharesAnIkeSaCannotChangeAlone()
    {
        Site site;
        const auto dialog = site.dialog({site.ids.at(0), site.ids.at(2)});
        dialog->setField(Field::IkeLifetime);
        dialog->setValue(QStringLiteral("3600"));
        QVERIFY2(said(*dialog, 0).contains(QStringLiteral("second")), qPrintable(said(*dialog, 0)));
        dialog->accept();
        QCOMPARE(site.value(0, Field::IkeLifetime), QStringLiteral("86400"));
        QCOMPARE(site.value(2, Field::IkeLifetime), QStringLiteral("3600"));
    }

    void whatIsSoAlreadyAndWhatIsNoValueChangesNothing()
    {
        Site site;
        const auto dialog = site.dialog(site.ids);
        const auto *ok = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        dialog->setField(Field::EnableDpd); // it begins with what the first one has
        QCOMPARE(dialog->summary(), QStringLiteral("0 change  ·  3 have the value already"));
        QVERIFY(!ok->isEnabled());
        dialog->setField(Field::Mtu);
        dialog->setValue(QStringLiteral("many"));
        QCOMPARE(dialog->summary(), QStringLiteral("0 change  ·  3 stay as they are"));
        QVERIFY(!ok->isEnabled());
        dialog->setValue(QStringLiteral("1400"));
        QVERIFY(ok->isEnabled());
    }

    // AES-GCM authenticates by itself: what was chosen for that goes with it, and something comes back with CBC.
    void theAlgorithmBesideItFollows()
    {
        Site site;
        auto dialog = site.dialog(site.ids);
        dialog->setField(Field::IpsecEncAlg);
        dialog->setValue(QStringLiteral("aes256gcm16"));
        dialog->accept();
        QCOMPARE(site.value(0, Field::IpsecAuthAlg), QStringLiteral("none"));
        dialog = site.dialog(site.ids);
        dialog->setField(Field::IpsecEncAlg);
        dialog->setValue(QStringLiteral("aes256"));
        dialog->accept();
        QCOMPARE(site.value(2, Field::IpsecEncAlg), QStringLiteral("aes256"));
        QCOMPARE(site.value(2, Field::IpsecAuthAlg), QStringLiteral("sha256"));
    }

    void whatInterruptsIsAskedBefore()
    {
        Site site;
        models::ConnectionDraft draft = site.bench.draft(site.ids.at(2));
        draft.effectImmediately = true;
        QVERIFY(site.bench.catalog->save(draft));
        const auto dialog = site.dialog(site.ids, site.ids); // all are up
        dialog->setField(Field::IpsecLifetime);
        dialog->setValue(QStringLiteral("3600"));
        dialog->setField(Field::IpsecPfs);
        dialog->setValue(QStringLiteral("group14"));
        QCOMPARE(said(*dialog, 0), QStringLiteral("Changes; takes effect when traffic next needs the tunnel"));
        QVERIFY2(said(*dialog, 2).contains(QStringLiteral("traffic is interrupted")), qPrintable(said(*dialog, 2)));
        QString question;
        withNextDialog<QMessageBox>([&question](QMessageBox *box) {
            question = box->text() + box->informativeText();
            box->close();
        });
        dialog->accept();
        QVERIFY2(question.contains(QStringLiteral("third")) && !question.contains(QStringLiteral("first")),
                 qPrintable(question));
        QCOMPARE(site.value(0, Field::IpsecPfs), QStringLiteral("group2")); // nothing was done
        withNextDialog<QMessageBox>(
            [](QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); });
        dialog->accept();
        QCOMPARE(site.value(0, Field::IpsecPfs), QStringLiteral("group14"));
        QCOMPARE(site.value(2, Field::IpsecPfs), QStringLiteral("group14"));
    }

    void everyFieldCanBeChosen()
    {
        Site site;
        const auto dialog = site.dialog(site.ids);
        for (const Field field : models::sharedFields()) {
            dialog->setField(field);
            QVERIFY(!dialog->fieldCombo()->currentText().isEmpty());
            QCOMPARE(dialog->rows()->topLevelItemCount(), 3);
            QVERIFY2(dialog->summary().contains(QStringLiteral("3 have the value already")),
                     qPrintable(models::fieldKey(field)));
        }
    }

    void theListOffersItForSeveral()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        page.table()->selectId(site.ids.first());
        QVERIFY(!page.changeSettingAction()->isEnabled());
        page.table()->selectAll();
        QVERIFY(page.changeSettingAction()->isEnabled());
        int rows = 0;
        withNextDialog<FieldChangeDialog>([&rows](FieldChangeDialog *dialog) {
            rows = dialog->rows()->topLevelItemCount();
            dialog->reject();
        });
        page.changeSettingAction()->trigger();
        QCOMPARE(rows, 3);
    }
};

QTEST_MAIN(TestFieldChange)
#include "test_field_change.moc"

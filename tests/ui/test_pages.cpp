#include "widget_bench.h"

#include "models/catalog/connection_table_model.h"
#include "models/catalog/gateway_table_model.h"
#include "models/catalog/region_filter_model.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/field_form.h"
#include "ui/editor/gateway_editor.h"
#include "ui/editor/issue_marker.h"
#include "ui/live/connection_details.h"
#include "ui/live/state_look.h"
#include "ui/live/status_page.h"
#include "ui/widgets/object_table.h"

#include <QAction>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

using namespace tw;
using tests::WidgetBench;
using tests::withNextDialog;

// The pages: what their actions do to the catalogue and to the engine, and what they refuse.
class TestPages : public QObject
{
    Q_OBJECT

private:
    struct Site
    {
        WidgetBench bench;
        QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        QString peer = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        QString id = bench.addConnection(QStringLiteral("office"), ours, peer);
    };

    static void press(QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); }

    template <typename Command>
    static int count(const WidgetBench &bench)
    {
        return static_cast<int>(std::ranges::count_if(bench.engine.commands, [](const api::Command &command) {
            return std::holds_alternative<Command>(command);
        }));
    }

private Q_SLOTS:
    void aGatewayIsCreatedFromTheDialog()
    {
        WidgetBench bench;
        ui::VpnGatewaysPage page(bench.services());
        page.setRegion(WidgetBench::kRegion);
        withNextDialog<ui::VpnGatewayEditor>([](ui::VpnGatewayEditor *editor) {
            QTest::keyClicks(editor->form()->widget(models::Field::Name), QStringLiteral("edge"));
            QTest::keyClicks(editor->form()->widget(models::Field::InternetIp), QStringLiteral("192.0.2.9"));
            editor->accept();
        });
        page.newAction()->trigger();
        QCOMPARE(bench.catalog->vpnGateways().size(), 1);
        QCOMPARE(bench.catalog->vpnGateways().first().internetIp, QStringLiteral("192.0.2.9"));
        QCOMPARE(page.table()->currentId(), bench.catalog->vpnGateways().first().id); // what was made is selected
    }

    void severalCustomerGatewaysAreMadeInOneDialog()
    {
        WidgetBench bench;
        ui::CustomerGatewaysPage page(bench.services());
        page.setRegion(WidgetBench::kRegion);
        withNextDialog<ui::CustomerGatewayEditor>([](ui::CustomerGatewayEditor *editor) {
            auto *another = editor->findChild<QPushButton *>(QStringLiteral("another"));
            auto *name = qobject_cast<QLineEdit *>(editor->form()->widget(models::Field::Name));
            auto *address = qobject_cast<QLineEdit *>(editor->form()->widget(models::Field::IpAddress));
            another->click(); // nothing entered: nothing made, and the fault is shown
            QCOMPARE(editor->form()->marker(models::Field::Name)->lines().size(), 1);
            QVERIFY(editor->savedId().isEmpty());
            for (int i = 1; i <= 3; ++i) {
                name->setText(QStringLiteral("peer-%1").arg(i));
                address->setText(QStringLiteral("198.51.100.%1").arg(i));
                another->click();
                QVERIFY(name->text().isEmpty() && address->text().isEmpty());
                QVERIFY(editor->form()->marker(models::Field::Name)->lines().isEmpty());
            }
            editor->reject();
        });
        page.newAction()->trigger();
        QCOMPARE(bench.catalog->customerGateways().size(), 3);
        QCOMPARE(page.table()->currentId(), bench.catalog->customerGateways().last().id);
    }

    void aGatewayInUseIsNotDeleted()
    {
        Site site;
        ui::CustomerGatewaysPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.table()->selectId(site.peer);
        QString reason;
        withNextDialog<QMessageBox>([&reason](QMessageBox *box) {
            reason = box->text() + box->informativeText();
            box->close();
        });
        page.deleteAction()->trigger();
        QVERIFY2(reason.contains(QStringLiteral("peer")) && reason.contains(QStringLiteral("office")),
                 qPrintable(reason));
        QCOMPARE(site.bench.catalog->customerGateways().size(), 1);
    }

    void aGatewaySaysWhetherItCanBeUsed()
    {
        using models::VpnGatewayTableModel;
        Site site;
        site.bench.catalog->setMachineFacts({{QStringLiteral("192.0.2.1")}, {}, true});
        models::VpnGateway bound = *site.bench.catalog->vpnGateway(site.ours);
        ui::VpnGatewaysPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.table()->sortByColumn(VpnGatewayTableModel::StatusColumn, Qt::AscendingOrder);
        const QString other = site.bench.addVpnGateway(QStringLiteral("spare"), QStringLiteral("192.0.2.8"));
        page.table()->selectId(site.ours);
        const auto shown = [&page] {
            return page.table()->currentIndex().siblingAtColumn(VpnGatewayTableModel::StatusColumn);
        };
        QVERIFY(!page.table()->isColumnHidden(VpnGatewayTableModel::StatusColumn));
        QCOMPARE(shown().data().toString(), QStringLiteral("Usable"));
        bound.localAddress = QStringLiteral("192.0.2.77");
        QVERIFY(site.bench.catalog->save(bound));
        QCOMPARE(shown().data().toString(), QStringLiteral("Not usable: address not on this machine"));
        QVERIFY(shown().data(Qt::ToolTipRole).toString().contains(QStringLiteral("192.0.2.77")));
        QCOMPARE(shown().row(), 0); // moved above the other, and stays selected
        QCOMPARE(page.table()->selectedIds(), QStringList{site.ours});

        site.bench.catalog->setMachineFacts({{QStringLiteral("192.0.2.77")}, {}, true}); // it is plugged in
        QCOMPARE(shown().data().toString(), QStringLiteral("Usable"));
        site.bench.reportState(site.id, api::ConnectionState::Phase1Failed, api::FailureCode::PortTaken);
        QVERIFY2(shown().data().toString().contains(QStringLiteral("port")), qPrintable(shown().data().toString()));
        site.bench.live->setMissingPrivileges({QStringLiteral("UDP 500: not allowed")});
        QCOMPARE(shown().data().toString(), QStringLiteral("Not usable: missing privilege"));
        QVERIFY(shown().data(Qt::ToolTipRole).toString().contains(QStringLiteral("UDP 500")));
        page.table()->selectId(other); // what the program lacks, every gateway lacks
        QCOMPARE(shown().data().toString(), QStringLiteral("Not usable: missing privilege"));
        QCOMPARE(page.table()->rows()->rowCount(), 2);
    }

    // Never by colour alone: each state has an icon of its own.
    void everyGatewayStateHasItsOwnSign()
    {
        using State = models::GatewayState;
        using Reason = models::GatewayReason;
        QStringList icons;
        for (const auto &[state, reason] :
             {std::pair(State::Init, Reason::EngineStopped), std::pair(State::Init, Reason::PortTaken),
              std::pair(State::Active, Reason::None), std::pair(State::Updating, Reason::PathPending),
              std::pair(State::Deleting, Reason::None)})
            icons.append(ui::gatewayBadge({state, reason, {}, {}, {}}).icon);
        QCOMPARE(QSet<QString>(icons.cbegin(), icons.cend()).size(), icons.size());
    }

    void aRegionIsShownWithItsFirstRowSelected()
    {
        Site site;
        const QString first = site.bench.addConnection(
            QStringLiteral("annex"), site.ours,
            site.bench.addCustomerGateway(QStringLiteral("peer-2"), QStringLiteral("198.51.100.2")),
            QStringLiteral("192.168.0.0/16"), QStringLiteral("10.9.0.0/16"));
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        QCOMPARE(page.table()->selectedIds(), QStringList{first}); // as the rows are sorted
        QVERIFY(page.startAction()->isEnabled() && page.deleteAction()->isEnabled());
        QCOMPARE(page.details()->statusPage()->stateLine(), QStringLiteral("Stopped"));

        page.table()->selectId(site.id);
        page.setRegion(WidgetBench::kRegion); // what the user chose stays
        QCOMPARE(page.table()->selectedIds(), QStringList{site.id});
        page.setRegion(QStringLiteral("cn-beijing"));
        QVERIFY(page.table()->selectedIds().isEmpty() && !page.deleteAction()->isEnabled());
        page.setRegion(WidgetBench::kRegion);
        QCOMPARE(page.table()->selectedIds(), QStringList{first});

        // After a deletion nothing is selected by itself: a second Del must not be about another row.
        withNextDialog<QMessageBox>(&TestPages::press);
        page.deleteAction()->trigger();
        QCOMPARE(site.bench.catalog->connections().size(), 1);
        QVERIFY(page.table()->selectedIds().isEmpty() && !page.deleteAction()->isEnabled());
    }

    void deletingAsksAndNamesTheConnection()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.table()->selectId(site.id);
        QString question;
        withNextDialog<QMessageBox>([&question](QMessageBox *box) {
            question = box->text();
            QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel)); // Enter alone destroys nothing
            box->button(QMessageBox::Cancel)->click();
        });
        page.deleteAction()->trigger();
        QVERIFY2(question.contains(QStringLiteral("office")), qPrintable(question));
        QCOMPARE(site.bench.catalog->connections().size(), 1);

        withNextDialog<QMessageBox>(&TestPages::press);
        page.deleteAction()->trigger();
        QVERIFY(site.bench.catalog->connections().isEmpty());
        QCOMPARE(count<api::Stop>(site.bench), 1); // the peer is told
        QCOMPARE(page.table()->rows()->rowCount(), 0);
    }

    void doubleClickEdits()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        withNextDialog<ui::ConnectionEditor>([](ui::ConnectionEditor *editor) {
            auto *name = qobject_cast<QLineEdit *>(editor->formOf(models::Field::Name)->widget(models::Field::Name));
            name->setText(QStringLiteral("office-renamed"));
            editor->accept();
        });
        Q_EMIT page.table()->editRequested(site.id);
        QCOMPARE(site.bench.draft(site.id).name, QStringLiteral("office-renamed"));
    }

    void actionsReachTheEngine()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.table()->clearSelection();
        QVERIFY(!page.startAction()->isEnabled()); // nothing is selected
        page.table()->selectId(site.id);
        QVERIFY(page.startAction()->isEnabled());
        site.bench.engine.commands.clear();
        page.startAction()->trigger();
        QCOMPARE(site.bench.engine.commands.size(), std::size_t{1});
        const auto *start = std::get_if<api::Start>(&site.bench.engine.commands.front());
        QVERIFY(start && start->negotiate);
        QCOMPARE(QString::fromStdString(start->config->id.value()), site.id);

        site.bench.reportEstablished(site.id);
        QVERIFY(!page.startAction()->isEnabled());
        page.renegotiateAction()->trigger();
        QCOMPARE(count<api::Renegotiate>(site.bench), 1);
    }

    void stoppingATunnelInUseAsks()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.table()->selectId(site.id);
        site.bench.reportEstablished(site.id); // with counters that moved just now
        withNextDialog<QMessageBox>([](QMessageBox *box) { box->button(QMessageBox::Cancel)->click(); });
        page.stopAction()->trigger();
        QCOMPARE(count<api::Stop>(site.bench), 0);
        withNextDialog<QMessageBox>(&TestPages::press);
        page.stopAction()->trigger();
        QCOMPARE(count<api::Stop>(site.bench), 1);
    }

    void stateIsShownFromEventsAndTheSelectionStays()
    {
        Site site;
        const QString other = site.bench.addConnection(
            QStringLiteral("another"), site.ours,
            site.bench.addCustomerGateway(QStringLiteral("peer-2"), QStringLiteral("198.51.100.2")),
            QStringLiteral("192.168.0.0/16"), QStringLiteral("10.9.0.0/16"));
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.table()->selectId(site.id);
        page.table()->sortByColumn(models::ConnectionTableModel::StateColumn, Qt::DescendingOrder);
        site.bench.reportState(other, api::ConnectionState::Phase1Failed, api::FailureCode::PskMismatch);
        site.bench.reportEstablished(site.id); // sorts to another row
        QCOMPARE(page.table()->selectedIds(), QStringList{site.id});
        const QModelIndex state =
            page.table()->currentIndex().siblingAtColumn(models::ConnectionTableModel::StateColumn);
        QCOMPARE(state.data().toString(), QStringLiteral("Established"));
        QCOMPARE(page.details()->statusPage()->stateLine(), QStringLiteral("Established"));
    }

    void aFailureIsExplained()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.table()->selectId(site.id);
        site.bench.reportState(site.id, api::ConnectionState::Phase1Failed, api::FailureCode::PskMismatch);
        QVERIFY2(page.details()->statusPage()->explanation().contains(QStringLiteral("key")),
                 qPrintable(page.details()->statusPage()->explanation()));
    }

    void theFilterNeverEmptiesSilently()
    {
        Site site;
        ui::ConnectionsPage page(site.bench.services());
        page.setRegion(WidgetBench::kRegion);
        page.show();
        // Typing in a list filters it, by ids too, which are letters and digits by chance.
        QTest::keyClicks(page.table(), QStringLiteral("%"));
        QCOMPARE(page.filterEdit()->text(), QStringLiteral("%"));
        QCOMPARE(page.table()->rows()->rowCount(), 0);
        QVERIFY(!page.table()->isVisible());
        QTest::keyClick(page.filterEdit(), Qt::Key_Escape);
        QCOMPARE(page.table()->rows()->rowCount(), 1);
        QVERIFY(page.table()->isVisible());
    }
};

QTEST_MAIN(TestPages)
#include "test_pages.moc"

#include "widget_bench.h"

#include "ui/editor/connection_editor.h"
#include "ui/editor/field_form.h"
#include "ui/editor/gateway_editor.h"
#include "ui/editor/issue_marker.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/subnet_list_edit.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QWheelEvent>

using namespace tw;
using models::Field;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::ConnectionEditor;

// The form of a connection: what it starts with, what it shows beside its fields, and that it loses nothing.
class TestEditor : public QObject
{
    Q_OBJECT

private:
    static models::ConnectionDraft fresh()
    {
        models::ConnectionDraft draft;
        draft.regionId = WidgetBench::kRegion;
        return draft;
    }

    template <typename Widget>
    static Widget *fieldOf(ConnectionEditor &editor, Field field)
    {
        return qobject_cast<Widget *>(editor.formOf(field)->widget(field));
    }

    static QString issuesOf(ConnectionEditor &editor, Field field)
    {
        QStringList texts;
        for (const auto &line : editor.formOf(field)->marker(field)->lines())
            texts.append(line.text);
        return texts.join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void everyFieldOfTheSeedIsThere()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        // The nineteen rows of the seed's table, in its order (ipsec-connections.zh.md, 创建IPsec连接).
        const QList<Field> seed{Field::Name,         Field::VpnGateway,   Field::CustomerGateway,
                                Field::LocalSubnet,  Field::RemoteSubnet, Field::EffectImmediately,
                                Field::Psk,          Field::IkeVersion,   Field::IkeMode,
                                Field::IkeEncAlg,    Field::IkeAuthAlg,   Field::IkePfs,
                                Field::IkeLifetime,  Field::LocalId,      Field::RemoteId,
                                Field::IpsecEncAlg,  Field::IpsecAuthAlg, Field::IpsecPfs,
                                Field::IpsecLifetime};
        QList<Field> shown;
        for (const ui::FieldForm *form : editor.forms())
            shown += form->fields();
        // Ours stand between them.
        shown.removeIf([](Field field) {
            return field == Field::AuthMethod || field == Field::LocalCertificate || field == Field::RemoteCa;
        });
        QCOMPARE(shown.mid(0, seed.size()), seed);
    }

    // The cloud console's defaults (console-fields: the last column of the table).
    void aNewConnectionHasTheConsolesDefaults()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        const models::ConnectionDraft draft = editor.draft();
        QCOMPARE(draft.effectImmediately, false);
        QCOMPARE(draft.ikeVersion, QStringLiteral("ikev2"));
        QCOMPARE(draft.ikeMode, QStringLiteral("main"));
        QCOMPARE(draft.ikeEncAlg, QStringLiteral("aes"));
        QCOMPARE(draft.ikeAuthAlg, QStringLiteral("sha1"));
        QCOMPARE(draft.ikePfs, QStringLiteral("group2"));
        QCOMPARE(draft.ikeLifetime, QStringLiteral("86400"));
        QCOMPARE(draft.ipsecEncAlg, QStringLiteral("aes"));
        QCOMPARE(draft.ipsecAuthAlg, QStringLiteral("sha1"));
        QCOMPARE(draft.ipsecPfs, QStringLiteral("group2"));
        QCOMPARE(draft.ipsecLifetime, QStringLiteral("86400"));
        QVERIFY(draft.enableDpd);
        QCOMPARE(draft.natTraversal, QStringLiteral("automatic"));
        QVERIFY2(editor.key().size() >= 16, "a random key of at least 16 characters");
        ConnectionEditor another(*bench.catalog, fresh());
        QVERIFY(another.key() != editor.key());
    }

    void aPresetSaysWhatItChanged()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        const auto press = [&editor](const QString &words) {
            for (QPushButton *button : editor.findChildren<QPushButton *>()) {
                if (button->text() == words)
                    button->click();
            }
        };
        const auto says = [&editor](const QString &words) {
            const auto labels = editor.findChildren<QLabel *>();
            return std::ranges::any_of(
                labels, [&](const QLabel *label) { return !label->isHidden() && label->text() == words; });
        };
        press(QStringLiteral("Use the recommended ones"));
        QVERIFY(
            says(QStringLiteral("Changed: IKE encryption algorithm, IKE authentication algorithm, IKE DH group, IPsec "
                                "encryption algorithm, IPsec authentication algorithm, IPsec DH group.")));
        QCOMPARE(editor.formOf(Field::IkePfs)->note(Field::IkePfs),
                 QStringLiteral("Set by the button above; before: group 2 (MODP 1024)."));
        QCOMPARE(editor.formOf(Field::IkeVersion)->note(Field::IkeVersion), QString()); // it was so
        press(QStringLiteral("Use the recommended ones"));
        QVERIFY(says(QStringLiteral("They were so already: nothing was changed.")));
    }

    void anOlderDevicesPresetMarksWhatItChangedAndWhatIsWeak()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        auto *preset = editor.findChild<QAction *>(QStringLiteral("preset-h3c"));
        QVERIFY(preset);
        QVERIFY(preset->toolTip().contains(QStringLiteral("DES (CBC), MD5, no PFS, 3600 s")));
        preset->trigger();
        QCOMPARE(editor.draft().ikeVersion, QStringLiteral("ikev1"));
        QCOMPARE(editor.draft().ipsecLifetime, QStringLiteral("3600"));
        const auto labels = editor.findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return !label->isHidden() && label->text().startsWith(QStringLiteral("H3C and HP with Comware 5\n"))
                && label->text().endsWith(QStringLiteral(
                    "\nChanged: IKE version, IKE encryption algorithm, IKE DH group, IPsec encryption algorithm, IPsec "
                    "authentication algorithm, IPsec DH group, IPsec SA lifetime."));
        }));
        QCOMPARE(editor.formOf(Field::IkeEncAlg)->note(Field::IkeEncAlg),
                 QStringLiteral("Set by the button above; before: AES-128 (CBC)."));
        QVERIFY(issuesOf(editor, Field::IkeEncAlg).contains(QStringLiteral("56-bit")));
        QVERIFY(issuesOf(editor, Field::IpsecAuthAlg).contains(QStringLiteral("MD5")));
        QVERIFY(editor.summary().contains(QStringLiteral("weak: DES (CBC), SHA-1, group 1 (MODP 768), MD5")));
    }

    void aPresetThatBreaksARuleSaysSoAtOnce()
    {
        WidgetBench bench;
        models::ConnectionDraft draft = fresh();
        draft.localSubnet = QStringLiteral("10.1.0.0/16,10.2.0.0/16");
        ConnectionEditor editor(*bench.catalog, draft);
        QCOMPARE(issuesOf(editor, Field::LocalSubnet), QString());
        editor.findChild<QAction *>(QStringLiteral("preset-juniper"))->trigger();
        QVERIFY(issuesOf(editor, Field::LocalSubnet).contains(QStringLiteral("IKEv2")));
        // What was wrong before, and was not left yet, is still not complained about.
        QCOMPARE(issuesOf(editor, Field::Name), QString());
    }

    void draftInIsDraftOut()
    {
        WidgetBench bench;
        const QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        const QString peer = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        models::ConnectionDraft draft = fresh();
        draft.vpnGatewayId = ours;
        draft.customerGatewayId = peer;
        for (const models::DraftMember &member : models::draftMembers()) {
            // Words that no menu has must come out as they went in, too.
            if (member.field != Field::VpnGateway && member.field != Field::CustomerGateway)
                models::setDraftText(draft, member.field,
                                     std::holds_alternative<bool models::ConnectionDraft::*>(member.member)
                                         ? QStringLiteral("true")
                                         : QStringLiteral("v%1").arg(static_cast<int>(member.field)));
        }
        ConnectionEditor editor(*bench.catalog, draft);
        const models::ConnectionDraft out = editor.draft();
        for (const models::DraftMember &member : models::draftMembers())
            QCOMPARE(models::draftText(out, member.field), models::draftText(draft, member.field));
        QCOMPARE(out.regionId, draft.regionId);
    }

    void anErrorShowsWhenItsFieldIsLeftAndNotBefore()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        editor.show();
        auto *name = fieldOf<QLineEdit>(editor, Field::Name);
        editor.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&editor));
        name->setFocus();
        QTest::keyClicks(name, QStringLiteral("9"));
        QCOMPARE(issuesOf(editor, Field::Name), QString());
        fieldOf<ui::SubnetListEdit>(editor, Field::LocalSubnet)->setFocus();
        QVERIFY(!issuesOf(editor, Field::Name).isEmpty());
        QCOMPARE(issuesOf(editor, Field::RemoteSubnet), QString()); // not left yet
        name->setFocus();
        name->clear();
        QTest::keyClicks(name, QStringLiteral("office"));
        QCOMPARE(issuesOf(editor, Field::Name), QString()); // gone as soon as it is right
    }

    void okGoesToTheFirstError()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        editor.show();
        QVERIFY(QTest::qWaitForWindowExposed(&editor));
        fieldOf<QLineEdit>(editor, Field::Name)->setText(QStringLiteral("office"));
        editor.accept();
        QVERIFY(editor.isVisible());
        QVERIFY(!issuesOf(editor, Field::VpnGateway).isEmpty());
        QCOMPARE(editor.focusWidget(), fieldOf<QComboBox>(editor, Field::VpnGateway));
        QVERIFY(bench.catalog->connections().isEmpty());
    }

    // Host bits: 10.0.0.1/24 is refused, and 10.0.0.0/24 is offered.
    void aMendIsAppliedByItsLink()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        editor.show();
        editor.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&editor));
        auto *subnets = fieldOf<ui::SubnetListEdit>(editor, Field::LocalSubnet);
        subnets->setFocus();
        QTest::keyClicks(subnets, QStringLiteral("10.0.0.1/24"));
        fieldOf<QLineEdit>(editor, Field::Name)->setFocus();
        ui::IssueMarker *marker = editor.formOf(Field::LocalSubnet)->marker(Field::LocalSubnet);
        QCOMPARE(marker->lines().size(), 1);
        QVERIFY(marker->lines().first().mends.first().contains(QStringLiteral("10.0.0.0/24")));

        auto *label = marker->findChildren<QLabel *>().last();
        Q_EMIT label->linkActivated(QStringLiteral("0/0"));
        QCOMPARE(editor.draft().localSubnet, QStringLiteral("10.0.0.0/24"));
        QVERIFY(marker->lines().isEmpty());
    }

    void aWrongSubnetIsUnderlinedAsItIsTyped()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        auto *subnets = fieldOf<ui::SubnetListEdit>(editor, Field::LocalSubnet);
        subnets->setPlainText(QStringLiteral("10.0.0.0/24，10.1.0.0/33\n2001:db8::/32"));
        QCOMPARE(subnets->wrongItems(), QStringList{QStringLiteral("10.1.0.0/33")});
        QCOMPARE(subnets->subnets(), QStringLiteral("10.0.0.0/24,10.1.0.0/33,2001:db8::/32"));
    }

    void anAeadSuiteTakesTheAuthenticationAway()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        auto *encryption = fieldOf<QComboBox>(editor, Field::IpsecEncAlg);
        encryption->setCurrentIndex(encryption->findData(QStringLiteral("aes256gcm16")));
        Q_EMIT encryption->activated(encryption->currentIndex());
        QCOMPARE(editor.draft().ipsecAuthAlg, QStringLiteral("none"));
        encryption->setCurrentIndex(encryption->findData(QStringLiteral("aes256")));
        Q_EMIT encryption->activated(encryption->currentIndex());
        QCOMPARE(editor.draft().ipsecAuthAlg, QStringLiteral("sha1"));
    }

    void savingCreatesTheConnectionWithItsKey()
    {
        WidgetBench bench;
        models::ConnectionDraft draft = fresh();
        draft.name = QStringLiteral("office");
        draft.vpnGatewayId = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        draft.customerGatewayId = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        draft.localSubnet = QStringLiteral("192.168.0.0/16");
        draft.remoteSubnet = QStringLiteral("172.16.0.0/12");
        ConnectionEditor editor(*bench.catalog, draft);
        const QString key = editor.key();
        editor.accept();
        QCOMPARE(editor.result(), static_cast<int>(QDialog::Accepted));
        QCOMPARE(bench.draft(editor.savedId()).name, draft.name);
        QCOMPARE(models::presharedKeyText(*bench.catalog->presharedKey(editor.savedId())), key);
    }

    void aSavedConnectionKeepsItsGateways()
    {
        WidgetBench bench;
        const QString id = bench.addConnection(
            QStringLiteral("office"), bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1")),
            bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1")));
        ConnectionEditor editor(*bench.catalog, bench.draft(id));
        QVERIFY(!fieldOf<QComboBox>(editor, Field::VpnGateway)->isEnabled());
        QVERIFY(!fieldOf<QComboBox>(editor, Field::CustomerGateway)->isEnabled());
    }

    // 是否立即生效 = 是 on a tunnel that is up: the dialog says that traffic will be interrupted.
    void anInterruptionIsAskedFor()
    {
        WidgetBench bench;
        const QString id = bench.addConnection(
            QStringLiteral("office"), bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1")),
            bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1")));
        models::ConnectionDraft draft = bench.draft(id);
        ConnectionEditor editor(*bench.catalog, draft, true);
        editor.show();
        fieldOf<QComboBox>(editor, Field::EffectImmediately)->setCurrentIndex(1);
        fieldOf<QLineEdit>(editor, Field::AntiReplayWindow)->setText(QStringLiteral("2048"));
        QString asked;
        withNextDialog<QMessageBox>([&asked](QMessageBox *box) {
            asked = box->text();
            box->button(QMessageBox::Cancel)->click();
        });
        editor.accept();
        QVERIFY2(asked.contains(QStringLiteral("office")), qPrintable(asked));
        QCOMPARE(bench.draft(id).replayWindow, QStringLiteral("1024")); // refused: nothing changed
        withNextDialog<QMessageBox>(
            [](QMessageBox *box) { box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click(); });
        editor.accept();
        QCOMPARE(bench.draft(id).replayWindow, QStringLiteral("2048"));
    }

    // Connections between the same gateways share one IKE SA: editing one says which others change with it.
    void connectionsOnTheSameIkeSaChangeTogether()
    {
        WidgetBench bench;
        const QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        const QString peer = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        models::CatalogChange both;
        for (int number = 1; number <= 2; ++number) {
            models::ConnectionDraft draft = fresh();
            draft.id = models::generateId(QStringLiteral("vco-"));
            draft.name = QStringLiteral("pair-%1").arg(number);
            draft.vpnGatewayId = ours;
            draft.customerGatewayId = peer;
            draft.localSubnet = QStringLiteral("192.168.%1.0/24").arg(number);
            draft.remoteSubnet = QStringLiteral("172.16.%1.0/24").arg(number);
            both.connections.push_back({draft, models::presharedKeyFromText(QStringLiteral("a-shared-key-of-both"))});
        }
        const QString first = both.connections.at(0).draft.id;
        const QString second = both.connections.at(1).draft.id;
        QVERIFY(bench.catalog->applyAll(std::move(both)).has_value());

        models::ConnectionDraft draft = bench.draft(first);
        ConnectionEditor editor(*bench.catalog, draft);
        auto *group = fieldOf<QComboBox>(editor, Field::IkePfs);
        group->setCurrentIndex(group->findData(QStringLiteral("group14")));
        QString named;
        withNextDialog<QMessageBox>([&named](QMessageBox *box) {
            named = box->informativeText();
            box->findChild<QPushButton *>(QStringLiteral("confirmButton"))->click();
        });
        editor.accept();
        QVERIFY2(named.contains(QStringLiteral("pair-2")), qPrintable(named));
        QCOMPARE(bench.draft(first).ikePfs, QStringLiteral("group14"));
        QCOMPARE(bench.draft(second).ikePfs, QStringLiteral("group14"));
    }

    // A choice is made by opening it, never by scrolling past it.
    void theWheelChangesNoChoice()
    {
        WidgetBench bench;
        ConnectionEditor editor(*bench.catalog, fresh());
        editor.show();
        auto *cipher = fieldOf<QComboBox>(editor, Field::IkeEncAlg);
        cipher->setFocus();
        const QPointF middle = cipher->rect().center();
        QWheelEvent wheel(middle, cipher->mapToGlobal(middle), {}, QPoint(0, -240), Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(cipher, &wheel);
        QCOMPARE(cipher->currentData().toString(), QStringLiteral("aes"));
    }

    // Amber beside the field from the start, and no question when it is saved.
    void aWeakValueIsSaidBesideItsField()
    {
        WidgetBench bench;
        models::ConnectionDraft draft = fresh();
        draft.name = QStringLiteral("office");
        draft.vpnGatewayId = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        draft.customerGatewayId = bench.addCustomerGateway(QStringLiteral("peer"), QStringLiteral("198.51.100.1"));
        draft.localSubnet = QStringLiteral("192.168.0.0/16");
        draft.remoteSubnet = QStringLiteral("172.16.0.0/12");
        ConnectionEditor editor(*bench.catalog, draft);
        const ui::FieldForm *form = editor.formOf(Field::IkeAuthAlg);
        QCOMPARE(form->marker(Field::IkeAuthAlg)->lines().size(), 1);
        QVERIFY(form->marker(Field::IkeAuthAlg)->lines().first().tone == ui::Tone::Warning);
        QVERIFY(form->marker(Field::IkeEncAlg)->lines().isEmpty());
        QVERIFY(editor.summary().contains(QStringLiteral("weak: SHA-1, group 2")));
        Q_EMIT form->marker(Field::IkeAuthAlg)->mendRequested(0, 0);
        QVERIFY(form->marker(Field::IkeAuthAlg)->lines().isEmpty());
        QCOMPARE(editor.draft().ikeAuthAlg, QStringLiteral("sha256"));
        editor.accept();
        QCOMPARE(editor.result(), static_cast<int>(QDialog::Accepted));
    }

    void aKeyIsHiddenAndLeavesNoHistory()
    {
        ui::SecretEdit edit;
        edit.setGenerator([] { return QStringLiteral("generated-key-123"); });
        edit.show();
        QCOMPARE(edit.lineEdit()->echoMode(), QLineEdit::Password);
        edit.lineEdit()->setEchoMode(QLineEdit::Normal); // as while it is revealed: only then QLineEdit keeps a history
        edit.lineEdit()->setFocus();
        QTest::keyClicks(edit.lineEdit(), QStringLiteral("old-secret"));
        edit.lineEdit()->selectAll();
        QTest::keyClicks(edit.lineEdit(), QStringLiteral("new"));
        QVERIFY(!edit.lineEdit()->isUndoAvailable());
        QCOMPARE(edit.secret(), QStringLiteral("new"));
    }

    void aGatewayRefusesABadName()
    {
        WidgetBench bench;
        models::VpnGateway gateway;
        gateway.regionId = WidgetBench::kRegion;
        gateway.name = QStringLiteral("1-starts-with-a-digit");
        gateway.internetIp = QStringLiteral("192.0.2.1");
        ui::VpnGatewayEditor editor(*bench.catalog, gateway);
        editor.show();
        editor.accept();
        QCOMPARE(editor.form()->marker(Field::Name)->lines().size(), 1);
        QVERIFY(bench.catalog->vpnGateways().isEmpty());
        qobject_cast<QLineEdit *>(editor.form()->widget(Field::Name))->setText(QStringLiteral("杭州网关"));
        editor.accept();
        QCOMPARE(bench.catalog->vpnGateways().size(), 1);
    }
};

QTEST_MAIN(TestEditor)
#include "test_editor.moc"

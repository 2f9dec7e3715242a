#include "widget_bench.h"

#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/field_form.h"
#include "ui/editor/gateway_editor.h"
#include "ui/help/help_topic.h"
#include "ui/help/help_window.h"
#include "ui/live/connection_details.h"
#include "ui/log/log_page.h"
#include "ui/log/log_view.h"
#include "ui/main_window.h"
#include "ui/settings/settings_dialog.h"
#include "ui/theme/language.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/object_table.h"

#include <QAbstractItemView>
#include <QLineEdit>
#include <QMessageBox>
#include <QRegularExpression>
#include <QTest>
#include <QTextBrowser>
#include <QTreeWidget>

using namespace tw;
using tests::WidgetBench;
using tests::withNextDialog;
using ui::HelpBook;
using ui::HelpWindow;

namespace {

// What F1 opens with the focus there. The offscreen platform has no window manager to ask for the focus.
QString pressedF1(QWidget *focus)
{
    focus->setFocus();
    QTest::keyClick(focus, Qt::Key_F1);
    const auto *help = focus->window()->findChild<HelpWindow *>(QString(), Qt::FindDirectChildrenOnly);
    return help && help->isVisible() ? help->topic() : QString();
}

QStringList topicsOf(const HelpBook &book)
{
    QStringList topics;
    for (const ui::HelpSection &section : book.sections())
        topics.append(section.topic);
    return topics;
}

} // namespace

class TestHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void bothLanguagesHaveTheSameSections()
    {
        const HelpBook english = HelpBook::inLanguage(QStringLiteral("en"));
        const HelpBook chinese = HelpBook::inLanguage(QStringLiteral("zh_CN"));
        QVERIFY(english.sections().size() > 60);
        QCOMPARE(topicsOf(chinese), topicsOf(english));
        QStringList topics = topicsOf(english);
        QVERIFY2(!topics.contains(QString()), "a heading has no anchor");
        topics.removeDuplicates();
        QCOMPARE(topics.size(), english.sections().size());
        for (qsizetype at = 0; at < english.sections().size(); ++at)
            QCOMPARE(chinese.sections().at(at).isPart, english.sections().at(at).isPart);
    }

    void aLineEndIsNoBlankInChinese()
    {
        const QList<ui::HelpSection> sections = HelpBook::sectionsOf(
            QStringLiteral("## 标题\n从路由，\n   直到应答。\n- 列表\n- “引号”\n接着\n\n段落 ESP\n和 UDP\nand more\n"));
        QCOMPARE(sections.size(), 1);
        QCOMPARE(sections.first().text,
                 QStringLiteral("## 标题\n从路由，直到应答。\n- 列表\n- “引号”接着\n\n段落 ESP\n和 UDP\nand more\n\n"));
    }

    void everyFieldHasASection()
    {
        const HelpBook book = HelpBook::inLanguage(QStringLiteral("en"));
        for (int field = 0; field <= static_cast<int>(models::Field::Mss); ++field) {
            const QString topic = ui::helpTopic(static_cast<models::Field>(field));
            QVERIFY2(book.indexOf(topic) >= 0, qPrintable(topic));
        }
    }

    void noLinkLeadsNowhere()
    {
        static const QRegularExpression link(QStringLiteral(R"(\]\(([^)]*)\))"));
        for (const QString &language : ui::availableLanguages()) {
            const HelpBook book = HelpBook::inLanguage(language);
            for (const ui::HelpSection &section : book.sections()) {
                QVERIFY2(!section.text.contains(QStringLiteral("![")), qPrintable(section.topic));
                for (const auto &found : link.globalMatch(section.text)) {
                    const QString target = found.captured(1);
                    QVERIFY2(target.startsWith(u'#') && book.indexOf(target.mid(1)) >= 0, qPrintable(target));
                }
            }
        }
    }

    void everyTopicOfTheWindowIsInTheGuide()
    {
        WidgetBench bench;
        ui::MainWindow window(bench.services());
        const HelpBook book = HelpBook::inLanguage(QStringLiteral("en"));
        int pages = 0;
        for (const QWidget *widget : window.findChildren<QWidget *>()) {
            const QString topic = ui::helpTopicOf(widget);
            QVERIFY2(book.indexOf(topic) >= 0, qPrintable(topic));
            pages += topic.startsWith(QStringLiteral("page-")) ? 1 : 0;
        }
        QVERIFY(pages > 8);
    }

    void f1OpensTheHelpOfThePage()
    {
        WidgetBench bench;
        ui::MainWindow window(bench.services());
        window.show();
        window.setPage(ui::MainWindow::Page::CustomerGateways);
        QCOMPARE(pressedF1(window.customerGatewaysPage()->table()), QStringLiteral("page-customer-gateways"));
        window.setPage(ui::MainWindow::Page::Connections);
        QCOMPARE(pressedF1(window.connectionsPage()->table()), QStringLiteral("page-connections"));
        QCOMPARE(pressedF1(window.connectionsPage()->filterEdit()), QStringLiteral("filter"));
        window.setPage(ui::MainWindow::Page::Log);
        QCOMPARE(pressedF1(window.logPage()->view()), QStringLiteral("log"));
        QCOMPARE(window.findChildren<HelpWindow *>().size(), 1); // always the same window
    }

    void f1InADialogOpensTheHelpOfItsField()
    {
        WidgetBench bench;
        models::ConnectionDraft draft;
        draft.regionId = WidgetBench::kRegion;
        const ui::MainWindow window(bench.services()); // who listens
        ui::ConnectionEditor editor(*bench.catalog, draft);
        editor.setModal(true);
        editor.show();
        const auto open = [&editor](models::Field field) { return pressedF1(editor.formOf(field)->widget(field)); };
        QCOMPARE(open(models::Field::LocalSubnet), QStringLiteral("field-LocalSubnet"));
        QCOMPARE(open(models::Field::IkePfs), QStringLiteral("field-IkeConfig.IkePfs"));
        auto *help = editor.findChild<HelpWindow *>();
        QVERIFY(help);
        QVERIFY(help->page()->toPlainText().contains(QStringLiteral("Group 14")));
        QTest::keyClick(help, Qt::Key_Escape); // the help, not the form
        QVERIFY(!help->isVisible());
        QVERIFY(editor.isVisible());

        ui::SettingsDialog settings(*bench.settings, false);
        settings.show();
        QCOMPARE(pressedF1(&settings), QStringLiteral("settings"));
    }

    void aQuestionHasTheHelpOfWhatAsks()
    {
        WidgetBench bench;
        const QString id = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
        ui::MainWindow window(bench.services());
        window.setPage(ui::MainWindow::Page::VpnGateways);
        window.show();
        QString topic;
        withNextDialog<QMessageBox>([&topic](QMessageBox *box) {
            topic = pressedF1(box);
            box->close();
        });
        window.vpnGatewaysPage()->deleteObjects({id});
        QCOMPARE(topic, QStringLiteral("page-vpn-gateways"));
    }

    void wordsAreSearchedForAndMarked()
    {
        HelpWindow help;
        help.showTopic(QStringLiteral("start"));
        help.show();
        QTest::keyClicks(help.searchEdit(), QStringLiteral("multicast shared"));
        QCOMPARE(help.topic(), QStringLiteral("field-IpAddress")); // both words, in one section
        QCOMPARE(help.page()->extraSelections().size(), 2);
        int shown = 0;
        for (QTreeWidgetItemIterator it(help.contents(), QTreeWidgetItemIterator::NotHidden); *it; ++it)
            ++shown;
        QCOMPARE(shown, 2); // it and its chapter
        help.searchEdit()->setText(QStringLiteral("no such words in it"));
        QVERIFY(!help.contents()->isVisible());
        help.searchEdit()->clear();
        QVERIFY(help.contents()->isVisible());
        QVERIFY(help.page()->extraSelections().isEmpty());
    }

    void linksLeadToSections()
    {
        HelpWindow help;
        help.showTopic(QStringLiteral("page-overview"));
        Q_EMIT help.page()->anchorClicked(QUrl(QStringLiteral("#watch")));
        QCOMPARE(help.topic(), QStringLiteral("watch"));
    }

    void theHelpChangesItsLanguage()
    {
        HelpWindow help;
        help.showTopic(QStringLiteral("field-IkeConfig.Psk"));
        QVERIFY(help.page()->toPlainText().startsWith(QStringLiteral("Pre-shared key")));
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(help.topic(), QStringLiteral("field-IkeConfig.Psk"));
        QVERIFY(help.page()->toPlainText().startsWith(QStringLiteral("预共享密钥")));
        QCOMPARE(help.windowTitle(), QStringLiteral("帮助"));
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    ui::applyLanguage(QStringLiteral("en"));
    TestHelp test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_help.moc"

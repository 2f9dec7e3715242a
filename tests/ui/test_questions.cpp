#include "widget_bench.h"

#include "ui/theme/language.h"
#include "ui/widgets/breakable_text.h"
#include "ui/widgets/questions.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

#include <functional>

using namespace tw;
using tests::withNextDialog;

namespace {

// Shown, it has the texts as they are read: without what marks where a line may end and where not.
struct Shown
{
    QString text;
    QString list;
    QString toolTip;
    QSize size;
    int widestLine = 0; // how much wider a label wants to be than it is
};

QString read(QString text)
{
    return text.remove(QChar(0x200B)).remove(QChar(0x2060)).replace(QChar(QChar::Nbsp), u' ');
}

Shown shownBy(const std::function<void()> &ask)
{
    Shown shown;
    withNextDialog<QMessageBox>([&shown](QMessageBox *box) {
        shown = {read(box->text()), read(box->informativeText()), read(box->toolTip()), box->size()};
        for (const QLabel *label : box->findChildren<QLabel *>())
            shown.widestLine = std::max(shown.widestLine, label->minimumSizeHint().width() - label->width());
        box->reject();
    });
    ask();
    return shown;
}

// The longest that a name may be.
QString longName(QChar letter) { return QString(128, letter); }

QStringList names(int count, const QString &ending = {})
{
    QStringList all;
    for (int number = 1; number <= count; ++number)
        all.append(QStringLiteral("tunnel-%1%2").arg(number).arg(ending));
    return all;
}

// The smallest screen that the window is made for.
constexpr QSize kScreen(1024, 640);

} // namespace

class TestQuestions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsCopiedHasNoSignThatNobodySees()
    {
        const QString address(QStringLiteral("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff").repeated(2));
        QObject owner;
        ui::keepClipboardPlain(&owner);
        QLabel label;
        label.setTextInteractionFlags(Qt::TextSelectableByMouse);
        label.setText(ui::breakable(address, label.fontMetrics()));
        QVERIFY(label.text() != address);
        label.show();
        label.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&label));
        label.setSelection(0, static_cast<int>(label.text().size()));
        QTest::keySequence(&label, QKeySequence::Copy);
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), address);
    }

    void cleanup() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void ofALongListTheFirstAreNamedAndTheOthersCounted()
    {
        const auto ask = [] {
            ui::confirmed(nullptr, {}, QStringLiteral("Quit?"), {}, QStringLiteral("Quit"), names(200));
        };
        const Shown shown = shownBy(ask);
        QVERIFY(shown.list.startsWith(QStringLiteral("• tunnel-1\n• tunnel-2\n")));
        QVERIFY2(shown.list.endsWith(QStringLiteral("• tunnel-12\n… and 188 more")), qPrintable(shown.list));
        QVERIFY(shown.toolTip.isEmpty()); // nothing was shortened
        QVERIFY(shown.size.height() < kScreen.height());
        QVERIFY(ui::applyLanguage(QStringLiteral("zh_CN")));
        const Shown chinese = shownBy(ask);
        QVERIFY2(chinese.list.endsWith(QStringLiteral("……另有188项")), qPrintable(chinese.list));
    }

    void aListThatFitsIsNamedWhole()
    {
        const Shown shown = shownBy([] { ui::refuse(nullptr, {}, QStringLiteral("No."), names(12)); });
        QVERIFY2(shown.list.endsWith(QStringLiteral("• tunnel-12")), qPrintable(shown.list));
    }

    void theLongestNamesFitOnTheScreen_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("letters") << longName(u'W');
        QTest::newRow("hyphens") << QStringLiteral("between-").repeated(16);
        QTest::newRow("Chinese") << longName(QChar(0x676D));
    }

    void theLongestNamesFitOnTheScreen()
    {
        QFETCH(const QString, name);
        const QString question = QStringLiteral("Delete “%1”?").arg(name);
        const QStringList concerns = names(13, name.chopped(9)); // with the number, no longer than the longest
        const Shown shown = shownBy([&] {
            ui::confirmed(nullptr, {}, question, QStringLiteral("It follows. ").repeated(10), QStringLiteral("Delete"),
                          concerns);
        });
        QCOMPARE(shown.text, question); // which is whole all the same
        QVERIFY(shown.list.contains(u'…'));
        QVERIFY(shown.toolTip.contains(concerns.first()));
        QVERIFY2(shown.size.width() < kScreen.width() && shown.size.height() < kScreen.height(),
                 qPrintable(QStringLiteral("%1 x %2").arg(shown.size.width()).arg(shown.size.height())));
        QVERIFY2(shown.widestLine <= 0, qPrintable(QString::number(shown.widestLine)));
    }

    void aShortNameIsLeftAsItIs()
    {
        QString text;
        withNextDialog<QMessageBox>([&text](QMessageBox *box) {
            text = box->text();
            box->reject();
        });
        ui::refuse(nullptr, {}, QStringLiteral("“hz-lab” is used at 2001:db8:1111:2222:3333:4444:5555:6666."));
        QCOMPARE(text, QStringLiteral("“hz-lab” is used at 2001:db8:1111:2222:3333:4444:5555:6666."));
    }
};

QTEST_MAIN(TestQuestions)
#include "test_questions.moc"

#include "slow_disk.h"

#include "ui/theme/language.h"
#include "ui/widgets/saving_at_quit.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

#include <memory>
#include <optional>

using namespace tw;
using tests::gateway;
using tests::SlowDisk;
using tests::WidgetBench;

namespace {

std::shared_ptr<std::optional<ui::SavingAtQuit::End>> beginQuit(WidgetBench &bench, QWidget &window)
{
    auto end = std::make_shared<std::optional<ui::SavingAtQuit::End>>();
    auto *dialog = new ui::SavingAtQuit(*bench.catalog, &window);
    dialog->begin([end](ui::SavingAtQuit::End how) { *end = how; });
    return end;
}

QString textOf(const QWidget &dialog)
{
    QStringList texts;
    for (const auto *label : dialog.findChildren<QLabel *>())
        texts.append(label->text());
    return texts.join(QLatin1Char('\n'));
}

} // namespace

class TestSavingAtQuit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void quittingDoesNotWaitForNothing()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        QWidget window;
        const auto end = beginQuit(bench, window);
        QCOMPARE(*end, ui::SavingAtQuit::End::Saved);
    }

    void quittingWaitsForTheDiskAndSaysForWhat()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        QWidget window;
        window.show();
        auto disk = std::make_unique<SlowDisk>(bench);
        QVERIFY(bench.catalog->save(gateway("slow")));
        const auto end = beginQuit(bench, window);
        const auto *dialog = window.findChild<ui::SavingAtQuit *>();
        QVERIFY(!*end && !dialog->isVisible()); // most disks only take a moment
        QTRY_VERIFY(dialog->isVisible());
        QVERIFY(textOf(*dialog).contains(QStringLiteral("•\u00a0slow")));
        QTRY_VERIFY(textOf(*dialog).contains(QStringLiteral("has not answered for ")));
        QVERIFY(!*end);
        disk.reset();
        QTRY_COMPARE(*end, ui::SavingAtQuit::End::Saved);
        QVERIFY(!dialog->isVisible());
        QCOMPARE(bench.catalog->vpnGateways().size(), 1);
    }

    void whoQuitsWithoutSavingNeedNotWait()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        QWidget window;
        window.show();
        SlowDisk disk(bench);
        QVERIFY(bench.catalog->save(gateway("slow")));
        const auto end = beginQuit(bench, window);
        const auto *dialog = window.findChild<ui::SavingAtQuit *>();
        QTRY_VERIFY(dialog->isVisible());
        dialog->findChild<QPushButton *>(QStringLiteral("quitWithoutSaving"))->click();
        QCOMPARE(*end, ui::SavingAtQuit::End::Abandoned);
        QVERIFY(bench.catalog->isSaving());
    }

    void aFailureIsReadBeforeTheEnd()
    {
        WidgetBench bench;
        bench.catalog->saveBehind();
        QWidget window;
        window.show();
        std::shared_ptr<std::optional<ui::SavingAtQuit::End>> end;
        {
            SlowDisk disk(bench);
            QVERIFY(bench.catalog->save(gateway("slow")));
            end = beginQuit(bench, window);
            disk.breakIt();
        }
        auto *dialog = window.findChild<ui::SavingAtQuit *>();
        QTRY_VERIFY(textOf(*dialog).contains(QStringLiteral("catalog.sqlite")));
        QVERIFY(textOf(*dialog).contains(QStringLiteral("•\u00a0slow")));
        QVERIFY(dialog->isVisible() && !*end);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(*end, ui::SavingAtQuit::End::Stayed);
    }
};

QTEST_MAIN(TestSavingAtQuit)
#include "test_saving_at_quit.moc"

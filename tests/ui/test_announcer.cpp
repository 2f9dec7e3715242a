#include "widget_bench.h"

#include "ui/announcer.h"
#include "ui/theme/language.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/notice.h"

#include <QAccessible>
#include <QDialog>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <algorithm>

using namespace tw;
using namespace std::chrono_literals;
using tests::WidgetBench;
using ui::Announcer;

class TestAnnouncer : public QObject
{
    Q_OBJECT

private:
    struct Site
    {
        Site()
        {
            const QString ours = bench.addVpnGateway(QStringLiteral("ours"), QStringLiteral("192.0.2.1"));
            for (int number = 1; number <= 7; ++number)
                ids.append(bench.addConnection(QStringLiteral("c-%1").arg(number), ours,
                                               bench.addCustomerGateway(QStringLiteral("p-%1").arg(number),
                                                                        QStringLiteral("198.51.100.%1").arg(number)),
                                               QStringLiteral("192.168.%1.0/24").arg(number),
                                               QStringLiteral("172.16.%1.0/24").arg(number)));
            listen(new Announcer(*bench.catalog, *bench.live, &window, [this] { return now; }), heard);
            window.resize(200, 200);
        }

        void show()
        {
            window.show();
            window.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&window));
        }

        // What was gathered is due with the next change.
        void elapse()
        {
            now += 2s;
            bench.reportEstablished(ids.last());
        }

        WidgetBench bench;
        QStringList ids;
        std::chrono::milliseconds now = 1h;
        QWidget window;
        QStringList heard;
    };

    // What its window shows is read out as a notification; that it gets there is tested in a real window.
    static void listen(ui::AnnouncingFrame *frame, QStringList &heard)
    {
        const QAccessibleInterface *item = QAccessible::queryAccessibleInterface(frame);
        QVERIFY(item && item->role() == QAccessible::Notification);
        connect(frame, &ui::AnnouncingFrame::said, frame, [item, &heard](const QString &text) {
            QCOMPARE(item->text(QAccessible::Name), text);
            heard.append(text);
        });
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::applyLanguage(QStringLiteral("en"))); }

    void changesAreReadOutTogether()
    {
        Site site;
        site.show();
        site.bench.reportEstablished(site.ids.at(0));
        site.bench.reportEstablished(site.ids.at(1));
        site.bench.reportState(site.ids.at(2), api::ConnectionState::Phase1Failed, api::FailureCode::NoResponse);
        site.elapse();
        QTRY_COMPARE(site.heard, QStringList{QStringLiteral("1 connection failed: c-3; 2 tunnels came up: c-1, c-2")});
    }

    void ofManyTheFirstAreNamed()
    {
        Site site;
        site.show();
        for (const QString &id : std::as_const(site.ids).mid(0, 6))
            site.bench.reportEstablished(id);
        site.elapse();
        QTRY_COMPARE(site.heard, QStringList{QStringLiteral("6 tunnels came up: c-1, c-2, c-3, c-4, c-5, …")});
    }

    // The tray's word is for who does not look at the window.
    void aWindowThatIsNotInUseKeepsSilent()
    {
        Site site;
        models::ConnectionNews other(*site.bench.catalog, *site.bench.live, [&site] { return site.now; });
        QSignalSpy told(&other, &models::ConnectionNews::told);
        site.bench.reportEstablished(site.ids.at(0));
        site.elapse();
        QTRY_COMPARE(told.size(), 1); // and the announcer, which was there before it, was told of the same
        site.show();
        site.bench.reportEstablished(site.ids.at(1));
        site.now += 2s;
        site.bench.reportEstablished(site.ids.at(2));
        QTRY_COMPARE(site.heard.size(), 1);
        QVERIFY2(!site.heard.first().contains(QStringLiteral("c-1")), qPrintable(site.heard.first()));
        QVERIFY2(site.heard.first().contains(QStringLiteral("c-2")), qPrintable(site.heard.first()));
    }

    void barsAndNoticesAreReadOut()
    {
        QWidget window;
        auto *bar = new ui::MessageBar(&window);
        auto *notice = new ui::Notice(&window);
        QStringList heard;
        listen(bar, heard);
        listen(notice, heard);
        window.show();
        bar->showMessage(ui::Tone::Bad, QStringLiteral("The disk is full."));
        QCOMPARE(heard, QStringList{QStringLiteral("The disk is full.")});
        notice->showNotice(ui::Tone::Good, QStringLiteral("“hz” was deleted."));
        QCOMPARE(heard.last(), QStringLiteral("“hz” was deleted."));
        QCOMPARE(heard.size(), 2);
    }

    // And squeezes nothing.
    void aDialogMakesRoomForABar()
    {
        QDialog dialog;
        auto *layout = new QVBoxLayout(&dialog);
        auto *bar = new ui::MessageBar(&dialog);
        layout->addWidget(bar);
        auto *note = new QLabel(QStringLiteral("What wraps has a height that follows from its width. ").repeated(4));
        note->setWordWrap(true);
        layout->addWidget(note);
        dialog.resize(300, 10);
        dialog.show();
        const int before = note->height();
        bar->showMessage(ui::Tone::Warning, QStringLiteral("The disk does not answer yet. ").repeated(6));
        QTRY_VERIFY(note->y() > 0 && bar->height() >= bar->heightForWidth(bar->width()));
        QTRY_VERIFY2(note->height() >= std::min(before, note->heightForWidth(note->width())),
                     qPrintable(QString::number(note->height())));
    }

    // A count that runs would never let the reader end its sentence.
    void whatIsSaidAgainAndAgainIsReadNowAndThen()
    {
        QWidget window;
        auto *bar = new ui::MessageBar(&window);
        QStringList heard;
        listen(bar, heard);
        window.show();
        for (int done = 0; done <= 100; ++done)
            bar->showMessage(ui::Tone::Accent, QStringLiteral("%1 done").arg(done));
        QCOMPARE(heard, QStringList{QStringLiteral("0 done")});
        QTRY_COMPARE(heard.size(), 2);
        QCOMPARE(heard.last(), QStringLiteral("100 done"));
    }
};

QTEST_MAIN(TestAnnouncer)
#include "test_announcer.moc"

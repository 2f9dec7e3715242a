#include "scenes.h"

#include "ui/theme/language.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QTest>

using namespace tw;
using gallery::Content;
using gallery::Scene;
using gallery::Site;

// What must hold for whatever the console shows.
class TestEveryScene : public QObject
{
    Q_OBJECT

private:
    static void rows()
    {
        QTest::addColumn<Scene>("scene");
        QTest::addColumn<Content>("content");
        for (const Scene &scene : gallery::allScenes()) {
            for (const Content content : scene.contents) {
                if (content != Content::Thousand)
                    QTest::addRow("%s, %s", qUtf8Printable(scene.name), qUtf8Printable(gallery::contentName(content)))
                        << scene << content;
            }
        }
    }

    // What the scenes after it stand on.
    static QList<models::ConnectionDraft> drafts(Site &site)
    {
        QList<models::ConnectionDraft> all;
        for (const models::Connection &connection : site.bench().catalog->connections())
            all.append(connection.draft);
        return all;
    }

    static QString describe(const QWidget *widget)
    {
        QStringList path;
        for (const QWidget *each = widget; each; each = each->parentWidget())
            path.prepend(
                QStringLiteral("%1(%2)").arg(QLatin1String(each->metaObject()->className()), each->objectName()));
        return path.join(QLatin1Char('/'));
    }

    // Of what holds it, the first that it stands out of to the left or to the right.
    static const QWidget *cutBy(const QWidget *widget)
    {
        for (const QWidget *outer = widget->parentWidget(); outer && !widget->isWindow();
             outer = outer->parentWidget()) {
            const int left = widget->mapTo(outer, QPoint(0, 0)).x();
            if (left < 0 || left + widget->width() > outer->width())
                return outer;
            if (outer->isWindow())
                break;
        }
        return nullptr;
    }

    // A layout that has gone wrong squeezes a line of text until there is nothing to read or to click.
    static bool isSqueezed(const QWidget *widget)
    {
        const bool isField = qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget);
        return isField && widget->height() < widget->fontMetrics().height();
    }

    // Or a line of text ends at its own edge: of what wraps a word, of what leaves something out what is left.
    static bool isTooNarrow(const QWidget *widget)
    {
        const bool isText = qobject_cast<const QPushButton *>(widget) || qobject_cast<const QLabel *>(widget);
        return isText && widget->width() < widget->minimumSizeHint().width();
    }

private Q_SLOTS:
    void cleanup() { ui::applyLanguage(QStringLiteral("en")); }

    // Or the pictures after it show something else than their names say.
    void aSceneLeavesItsSiteAsItWas_data() { rows(); }
    void aSceneLeavesItsSiteAsItWas()
    {
        QFETCH(const Scene, scene);
        QFETCH(const Content, content);
        if (scene.changesSite)
            QSKIP("has a site of its own");
        Site site(content);
        const models::Catalog &catalog = *site.bench().catalog;
        const auto before = drafts(site);
        const auto gateways = catalog.vpnGateways().size() + catalog.customerGateways().size();
        const auto engine = site.bench().live->engine();
        gallery::settle(*scene.make(site));
        QVERIFY(drafts(site) == before);
        QCOMPARE(catalog.vpnGateways().size() + catalog.customerGateways().size(), gateways);
        QVERIFY(catalog.certificates().isEmpty());
        QCOMPARE(site.bench().live->engine(), engine);
    }

    void whatTakesTheFocusHasAName_data() { rows(); }
    void whatTakesTheFocusHasAName()
    {
        QFETCH(const Scene, scene);
        QFETCH(const Content, content);
        Site site(content);
        const auto widget = scene.make(site);
        gallery::settle(*widget);
        QStringList nameless;
        for (QWidget *each : widget->findChildren<QWidget *>()) {
            // The line within an editable box is the box's own: who asks for a name gets the box's.
            const bool isPart = each->focusProxy() || qobject_cast<QAbstractSpinBox *>(each->parentWidget());
            if (isPart || !each->isVisibleTo(widget.get()) || each->focusPolicy() == Qt::NoFocus || !each->isEnabled())
                continue;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(each);
            if (!interface || interface->text(QAccessible::Name).trimmed().isEmpty())
                nameless.append(describe(each));
        }
        QVERIFY2(nameless.isEmpty(), qUtf8Printable(nameless.join(QLatin1Char('\n'))));
    }

    // The style says how, on a desktop with one of its own as well.
    void theTitlesOfAllFormsAreAlignedAlike_data() { rows(); }
    void theTitlesOfAllFormsAreAlignedAlike()
    {
        QFETCH(const Scene, scene);
        QFETCH(const Content, content);
        if (content != scene.contents.first())
            QSKIP("the forms are the same");
        Site site(content);
        const auto widget = scene.make(site);
        const int rule = widget->style()->styleHint(QStyle::SH_FormLayoutLabelAlignment) & Qt::AlignHorizontal_Mask;
        for (const QFormLayout *form : widget->findChildren<QFormLayout *>())
            QCOMPARE(static_cast<int>(form->labelAlignment()) & Qt::AlignHorizontal_Mask, rule);
    }

    void nothingIsCutOff_data() { rows(); }
    void nothingIsCutOff()
    {
        QFETCH(const Scene, scene);
        QFETCH(const Content, content);
        for (const QString &language : ui::availableLanguages()) {
            ui::applyLanguage(language);
            Site site(content);
            const auto widget = scene.make(site);
            gallery::settle(*widget);
            QStringList cut;
            for (const QWidget *each : widget->findChildren<QWidget *>()) {
                const bool isRead = qobject_cast<const QAbstractButton *>(each) || qobject_cast<const QLabel *>(each)
                    || qobject_cast<const QLineEdit *>(each) || qobject_cast<const QComboBox *>(each);
                // What stands in a table may be scrolled away.
                const bool isInTable = qobject_cast<QAbstractItemView *>(each->parentWidget()->parentWidget());
                if (!isRead || isInTable || !each->isVisibleTo(widget.get()))
                    continue;
                if (cutBy(each) || isSqueezed(each) || isTooNarrow(each))
                    cut.append(describe(each));
            }
            QVERIFY2(cut.isEmpty(), qUtf8Printable(language + QLatin1Char('\n') + cut.join(QLatin1Char('\n'))));
        }
    }
};

QTEST_MAIN(TestEveryScene)
#include "test_every_scene.moc"

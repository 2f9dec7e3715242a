#include "scenes.h"

#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/widgets/window_size.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QDialog>
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

    static QStringList namelessIn(const QWidget &window)
    {
        QStringList nameless;
        for (QWidget *each : window.findChildren<QWidget *>()) {
            // The line within an editable box is the box's own: who asks for a name gets the box's.
            const bool isPart = each->focusProxy() || qobject_cast<QAbstractSpinBox *>(each->parentWidget());
            if (isPart || !each->isVisibleTo(&window) || each->focusPolicy() == Qt::NoFocus || !each->isEnabled())
                continue;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(each);
            if (!interface || interface->text(QAccessible::Name).trimmed().isEmpty())
                nameless.append(QStringLiteral("has no name: ") + describe(each));
        }
        return nameless;
    }

    // The style says how, on a desktop with one of its own as well.
    static QStringList formsOfTheirOwnIn(const QWidget &window)
    {
        const int rule = window.style()->styleHint(QStyle::SH_FormLayoutLabelAlignment) & Qt::AlignHorizontal_Mask;
        QStringList forms;
        for (const QFormLayout *form : window.findChildren<QFormLayout *>()) {
            if ((static_cast<int>(form->labelAlignment()) & Qt::AlignHorizontal_Mask) != rule)
                forms.append(QStringLiteral("aligns its titles its own way: ") + describe(form->parentWidget()));
        }
        return forms;
    }

    static QStringList cutOffIn(const QWidget &window)
    {
        QStringList cut;
        for (const QWidget *each : window.findChildren<QWidget *>()) {
            const bool isRead = qobject_cast<const QAbstractButton *>(each) || qobject_cast<const QLabel *>(each)
                || qobject_cast<const QLineEdit *>(each) || qobject_cast<const QComboBox *>(each);
            // What stands in a table may be scrolled away.
            const bool isInTable = qobject_cast<QAbstractItemView *>(each->parentWidget()->parentWidget());
            if (!isRead || isInTable || !each->isVisibleTo(&window))
                continue;
            if (cutBy(each) || isSqueezed(each) || isTooNarrow(each))
                cut.append(QStringLiteral("is cut off: ") + describe(each));
        }
        return cut;
    }

    // A picture shows what was, and has no part in it.
    static QList<const QLabel *> shownLabels(const QWidget &window)
    {
        QList<const QLabel *> labels;
        for (const QLabel *label : window.findChildren<QLabel *>()) {
            if (label->isVisibleTo(&window) && label->accessibleName() != QLatin1String("picture"))
                labels.append(label);
        }
        return labels;
    }

    static QStringList labelsIn(const QWidget &window)
    {
        QStringList all;
        for (const QLabel *label : shownLabels(window))
            all.append(describe(label));
        return all;
    }

    // Of each label the colour of its words, and its icon.
    static QStringList looksOf(const QWidget &window)
    {
        QStringList all;
        for (const QLabel *label : shownLabels(window)) {
            const QImage icon = label->pixmap().toImage();
            all.append(QStringList{describe(label), label->palette().color(label->foregroundRole()).name(),
                                   QString::number(qHash(QByteArrayView(icon.constBits(), icon.sizeInBytes())))}
                           .join(u' '));
        }
        return all;
    }

private Q_SLOTS:
    void cleanup()
    {
        ui::applyLanguage(QStringLiteral("en"));
        ui::applyLook(ui::Look::Light);
    }

    // All of it at once, since what takes long is to set the scene.
    void isSound_data()
    {
        QTest::addColumn<Scene>("scene");
        QTest::addColumn<Content>("content");
        QTest::addColumn<QString>("language");
        for (const Scene &scene : gallery::allScenes()) {
            for (const Content content : scene.contents) {
                for (const QString &language : ui::availableLanguages()) {
                    if (content != Content::Thousand)
                        QTest::addRow("%s, %s, %s", qUtf8Printable(scene.name),
                                      qUtf8Printable(gallery::contentName(content)), qUtf8Printable(language))
                            << scene << content << language;
                }
            }
        }
    }
    void isSound()
    {
        QFETCH(const Scene, scene);
        QFETCH(const Content, content);
        QFETCH(const QString, language);
        ui::applyLanguage(language);
        Site site(content);
        const models::Catalog &catalog = *site.bench().catalog;
        const auto before = drafts(site);
        const auto gateways = catalog.vpnGateways().size() + catalog.customerGateways().size();
        const auto engine = site.bench().live->engine();
        {
            const auto window = scene.make(site);
            gallery::settle(*window);
            QStringList troubles = namelessIn(*window) + formsOfTheirOwnIn(*window) + cutOffIn(*window);
            const QSize least = window->minimumSizeHint();
            // The main window has a least size of its own; names of 128 letters make some dialogs wider.
            const bool isDialog = qobject_cast<const QDialog *>(window.get()) && content != Content::Long;
            if (isDialog
                && (least.width() > ui::kSmallestScreen.width() || least.height() > ui::kSmallestScreen.height()))
                troubles.append(QStringLiteral("needs %1x%2").arg(least.width()).arg(least.height()));
            QVERIFY2(troubles.isEmpty(), qUtf8Printable(troubles.join(QLatin1Char('\n'))));
        }
        if (scene.changesSite)
            return;
        // Or the pictures after it show something else than their names say.
        QVERIFY(drafts(site) == before);
        QCOMPARE(catalog.vpnGateways().size() + catalog.customerGateways().size(), gateways);
        QVERIFY(catalog.certificates().isEmpty());
        QCOMPARE(site.bench().live->engine(), engine);
    }

    // Whoever changes the theme, or whose desktop does in the evening, has no window of two themes.
    void aThemeIsChangedWhole_data()
    {
        QTest::addColumn<Scene>("scene");
        for (const Scene &scene : gallery::allScenes()) {
            if (scene.contents.contains(Content::Typical))
                QTest::addRow("%s", qUtf8Printable(scene.name)) << scene;
        }
    }
    void aThemeIsChangedWhole()
    {
        QFETCH(const Scene, scene);
        Site site(Content::Typical);
        ui::applyLook(ui::Look::Light);
        const auto changed = scene.make(site);
        gallery::settle(*changed);
        ui::applyLook(ui::Look::Dark);
        gallery::settle(*changed);
        Site other(Content::Typical);
        const auto opened = scene.make(other);
        gallery::settle(*opened);
        QTRY_COMPARE(labelsIn(*opened), labelsIn(*changed)); // a log is read behind the window
        QCOMPARE(looksOf(*changed), looksOf(*opened));
    }
};

QTEST_MAIN(TestEveryScene)
#include "test_every_scene.moc"

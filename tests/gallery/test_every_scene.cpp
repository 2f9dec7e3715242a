#include "scenes.h"

#include "ui/theme/language.h"

#include <QAbstractSpinBox>
#include <QAccessible>
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

    static QString describe(const QWidget *widget)
    {
        QStringList path;
        for (const QWidget *each = widget; each; each = each->parentWidget())
            path.prepend(
                QStringLiteral("%1(%2)").arg(QLatin1String(each->metaObject()->className()), each->objectName()));
        return path.join(QLatin1Char('/'));
    }

private Q_SLOTS:
    void cleanup() { ui::applyLanguage(QStringLiteral("en")); }

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
};

QTEST_MAIN(TestEveryScene)
#include "test_every_scene.moc"

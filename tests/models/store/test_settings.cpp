#include "models/store/settings.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void survivesARestart();
    void windowStateOfAnotherVersionIsForgotten();
    void unknownThemeIsTheSystems();
    void changesAreSaid();
};

void TestSettings::defaults()
{
    const QTemporaryDir directory;
    const Settings settings(directory.filePath(text("settings.ini")));
    QCOMPARE(settings.language(), QString());
    QCOMPARE(settings.theme(), text("system"));
    QCOMPARE(settings.region(), text("cn-hangzhou"));
    QCOMPARE(settings.windowState(text("main_window"), 1), QByteArray());
}

void TestSettings::survivesARestart()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(text("settings.ini"));
    const QByteArray state = QByteArray::fromHex("00ff0a0d25");
    {
        Settings settings(file);
        settings.setLanguage(text("zh_CN"));
        settings.setTheme(text("dark"));
        settings.setRegion(text("eu-central-1"));
        settings.setWindowState(text("main_window"), 2, state);
    }
    const Settings settings(file);
    QCOMPARE(settings.language(), text("zh_CN"));
    QCOMPARE(settings.theme(), text("dark"));
    QCOMPARE(settings.region(), text("eu-central-1"));
    QCOMPARE(settings.windowState(text("main_window"), 2), state);
}

void TestSettings::windowStateOfAnotherVersionIsForgotten()
{
    const QTemporaryDir directory;
    Settings settings(directory.filePath(text("settings.ini")));
    settings.setWindowState(text("main_window"), 1, "state");
    QCOMPARE(settings.windowState(text("main_window"), 2), QByteArray());
}

void TestSettings::unknownThemeIsTheSystems()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(text("settings.ini"));
    QFile raw(file);
    QVERIFY(raw.open(QIODevice::WriteOnly));
    raw.write("[General]\ntheme=pink\n");
    raw.close();
    QCOMPARE(Settings(file).theme(), text("system"));
}

void TestSettings::changesAreSaid()
{
    const QTemporaryDir directory;
    Settings settings(directory.filePath(text("settings.ini")));
    QSignalSpy language(&settings, &Settings::languageChanged);
    QSignalSpy theme(&settings, &Settings::themeChanged);
    settings.setLanguage(text("en"));
    settings.setLanguage(text("en"));
    settings.setTheme(text("light"));
    QCOMPARE(language.count(), 1);
    QCOMPARE(theme.count(), 1);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"

#include "models/store/settings.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

constexpr auto kNotifications = {Settings::Notification::Up, Settings::Notification::Down,
                                 Settings::Notification::Failed, Settings::Notification::Certificate};

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
    void whatIsOutOfRangeIsBroughtBack();
    void recentFilesAreAShortListOfPaths();
    void recentFilesOfAnotherVersionBeginAnew_data();
    void recentFilesOfAnotherVersionBeginAnew();
    void aDamagedFileIsPutAside_data();
    void aDamagedFileIsPutAside();
};

void TestSettings::defaults()
{
    const QTemporaryDir directory;
    const Settings settings(directory.filePath(text("settings.ini")));
    QCOMPARE(settings.language(), QString());
    QCOMPARE(settings.theme(), text("system"));
    QCOMPARE(settings.region(), text("cn-hangzhou"));
    QCOMPARE(settings.windowState(text("main_window"), 1), QByteArray());
    QCOMPARE(settings.logKept(), std::chrono::days(30));
    QVERIFY(settings.startsEngine() && settings.opensLastPage() && settings.asksBeforeQuit());
    QCOMPARE(settings.closing(), Settings::Closing::Ask);
    for (const auto kind : kNotifications)
        QVERIFY(settings.notifies(kind));
    QVERIFY(settings.recentChoices().isEmpty());
    QVERIFY(settings.recentFiles().isEmpty());
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
        settings.setLogKept(std::chrono::days(90));
        settings.setStartsEngine(false);
        settings.setOpensLastPage(false);
        settings.setAsksBeforeQuit(false);
        settings.setClosing(Settings::Closing::KeepRunning);
        settings.setNotifies(Settings::Notification::Down, false);
        settings.setRecentChoices({text("action:Quit"), text("object:vco-办公室")});
    }
    const Settings settings(file);
    QCOMPARE(settings.language(), text("zh_CN"));
    QCOMPARE(settings.theme(), text("dark"));
    QCOMPARE(settings.region(), text("eu-central-1"));
    QCOMPARE(settings.windowState(text("main_window"), 2), state);
    QCOMPARE(settings.logKept(), std::chrono::days(90));
    QVERIFY(!settings.startsEngine() && !settings.opensLastPage() && !settings.asksBeforeQuit());
    QCOMPARE(settings.closing(), Settings::Closing::KeepRunning);
    for (const auto kind : kNotifications)
        QCOMPARE(settings.notifies(kind), kind != Settings::Notification::Down);
    QCOMPARE(settings.recentChoices(), (QStringList{text("action:Quit"), text("object:vco-办公室")}));
}

void TestSettings::windowStateOfAnotherVersionIsForgotten()
{
    const QTemporaryDir directory;
    Settings settings(directory.filePath(text("settings.ini")));
    settings.setWindowState(text("main_window"), 1, "state");
    QCOMPARE(settings.windowState(text("main_window"), 2), QByteArray());
}

void TestSettings::recentFilesAreAShortListOfPaths()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(text("settings.ini"));
    const QString odd = text("/vpn/分支, 1;\"a\".conf"); // which the file must not take for several
    {
        Settings settings(file);
        QSignalSpy changed(&settings, &Settings::recentFilesChanged);
        settings.rememberFile(odd);
        for (int i = 0; i < 20; ++i)
            settings.rememberFile(text("/vpn/%1.conf").arg(i));
        QCOMPARE(settings.recentFiles().size(), Settings::kMostRecentFiles);
        QCOMPARE(settings.recentFiles().first(), text("/vpn/19.conf"));
        settings.rememberFile(odd);
        settings.rememberFile(text("/vpn/x/../19.conf")); // the same one again
        QCOMPARE(settings.recentFiles().mid(0, 3), (QStringList{text("/vpn/19.conf"), odd, text("/vpn/18.conf")}));
        QCOMPARE(changed.count(), 23);
        settings.rememberFile(text("/vpn/19.conf"));
        QCOMPARE(changed.count(), 23); // it was the newest
        settings.forgetFile(text("/vpn/18.conf"));
    }
    {
        Settings settings(file);
        QCOMPARE(settings.recentFiles().mid(0, 3), (QStringList{text("/vpn/19.conf"), odd, text("/vpn/17.conf")}));
        settings.forgetRecentFiles();
        settings.rememberFile(odd);
    }
    QCOMPARE(Settings(file).recentFiles(), QStringList{odd});
}

void TestSettings::recentFilesOfAnotherVersionBeginAnew_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QStringList>("files");
    QTest::newRow("no version") << QByteArray("recent_files=/a, /b\n") << QStringList();
    QTest::newRow("a later version") << QByteArray("recent_files=/a, /b\nrecent_files_version=2\n") << QStringList();
    QTest::newRow("this version") << QByteArray("recent_files=/a, /b\nrecent_files_version=1\n")
                                  << QStringList{text("/a"), text("/b")};
    QTest::newRow("rubbish in it") << QByteArray("recent_files=b, @Invalid(), /a, /a\nrecent_files_version=1\n")
                                   << QStringList{text("/a")};
}

void TestSettings::recentFilesOfAnotherVersionBeginAnew()
{
    QFETCH(QByteArray, content);
    QFETCH(QStringList, files);
    const QTemporaryDir directory;
    const QString file = directory.filePath(text("settings.ini"));
    QFile raw(file);
    QVERIFY(raw.open(QIODevice::WriteOnly));
    raw.write("[General]\n" + content);
    raw.close();
    Settings settings(file);
    QCOMPARE(settings.recentFiles(), files);
    settings.rememberFile(text("/new"));
    QCOMPARE(settings.recentFiles(), QStringList{text("/new")} + files);
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
    QSignalSpy kept(&settings, &Settings::logKeptChanged);
    settings.setLogKept(std::chrono::days(31));
    settings.setLogKept(std::chrono::days(31));
    QCOMPARE(kept.count(), 1);
}

void TestSettings::whatIsOutOfRangeIsBroughtBack()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(text("settings.ini"));
    for (const auto &[written, kept] :
         {std::pair("0", 1), {"-5", 1}, {"181", 180}, {"2000000000", 180}, {"many", 30}, {"", 30}, {"180", 180}}) {
        QFile raw(file);
        QVERIFY(raw.open(QIODevice::WriteOnly));
        raw.write(QByteArray("[General]\nlog_days=") + written + '\n');
        raw.close();
        QVERIFY(Settings::putDamagedAside(file).isEmpty()); // a value is no reason to lose the others
        QCOMPARE(Settings(file).logKept(), std::chrono::days(kept));
    }
    Settings settings(file);
    settings.setLogKept(std::chrono::days(1000));
    QCOMPARE(settings.logKept(), Settings::kLongestLog);
}

void TestSettings::aDamagedFileIsPutAside_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<bool>("isDamaged");
    QTest::newRow("missing") << QByteArray() << false;
    QTest::newRow("whole") << QByteArray("[General]\ntheme=dark\n") << false;
    QTest::newRow("another kind of file") << QByteArray("\x7f\x45LF\x01\x00\x13 nothing of ours\nline\n", 31) << true;
    QTest::newRow("torn in a line") << QByteArray("[General]\ntheme=dark\nlangu") << true;
    QTest::newRow("zeros after a crash") << QByteArray(4096, '\0') << true;
}

void TestSettings::aDamagedFileIsPutAside()
{
    QFETCH(QByteArray, contents);
    QFETCH(bool, isDamaged);
    const QTemporaryDir directory;
    const QString file = directory.filePath(text("settings.ini"));
    if (!contents.isEmpty()) {
        QFile raw(file);
        QVERIFY(raw.open(QIODevice::WriteOnly));
        raw.write(contents);
    }
    const QString said = Settings::putDamagedAside(file);
    QCOMPARE(!said.isEmpty(), isDamaged);
    if (!isDamaged)
        return;
    QVERIFY2(said.contains(file + text(".damaged")), qPrintable(said));
    QFile aside(file + text(".damaged"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), contents);
    {
        Settings settings(file);
        QCOMPARE(settings.theme(), text("system"));
        settings.setTheme(text("light"));
    }
    QVERIFY(Settings::putDamagedAside(file).isEmpty());
    QCOMPARE(Settings(file).theme(), text("light"));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"

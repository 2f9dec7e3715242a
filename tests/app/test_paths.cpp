#include "app/paths.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;

class TestPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSocketLiesInTheRuntimeDirectory();
    void eachDataDirectoryHasItsOwn();
    void aLinkIsTheSameDirectory();
    void aDirectoryThatIsNotOursIsNotUsed();
    void anEngineWithoutARuntimeDirectoryIsFound();
};

void TestPaths::theSocketLiesInTheRuntimeDirectory()
{
    QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8());
    const QString path = app::controlSocketPath(QStringLiteral("/home/ann/.local/share/tunnelwright"));
    QCOMPARE(QFileInfo(path).path(), runtime.path());
    // A name that fits sockaddr_un's 108 bytes wherever the data lie.
    QVERIFY(QFileInfo(path).fileName().size() < 50);
}

void TestPaths::eachDataDirectoryHasItsOwn()
{
    QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8());
    QVERIFY(app::controlSocketPath(QStringLiteral("/a")) != app::controlSocketPath(QStringLiteral("/b")));
    QCOMPARE(app::controlSocketPath(QStringLiteral("/a")), app::controlSocketPath(QStringLiteral("/a")));
}

void TestPaths::aLinkIsTheSameDirectory()
{
    QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8());
    QTemporaryDir data;
    const QString link = runtime.filePath(QStringLiteral("link"));
    QVERIFY(QFile::link(data.path(), link));
    QCOMPARE(app::controlSocketPath(link), app::controlSocketPath(data.path()));
}

void TestPaths::aDirectoryThatIsNotOursIsNotUsed()
{
    qputenv("XDG_RUNTIME_DIR", "/nowhere/at/all");
    const QString path = app::controlSocketPath(QStringLiteral("/data"));
    QVERIFY2(!path.startsWith(QLatin1String("/nowhere")), qPrintable(path));
}

// A service has none, and is asked from a session that has.
void TestPaths::anEngineWithoutARuntimeDirectoryIsFound()
{
    QTemporaryDir runtime;
    qunsetenv("XDG_RUNTIME_DIR");
    const QString ofService = app::controlSocketPath(QStringLiteral("/data"));
    qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8());
    const QStringList places = app::controlSocketPaths(QStringLiteral("/data"));
    QCOMPARE(places.first(), app::controlSocketPath(QStringLiteral("/data")));
    QVERIFY(places.first().startsWith(runtime.path()));
    QVERIFY(places.contains(ofService));
    QCOMPARE(places.last(), QStringLiteral("/data/control.socket"));
}

QTEST_GUILESS_MAIN(TestPaths)
#include "test_paths.moc"

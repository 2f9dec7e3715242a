#include "app/console_application.h"
#include "app/control_server.h"
#include "app/paths.h"
#include "app/request_line.h"
#include "engine/crypto/password_envelope.h"
#include "models/store/settings.h"
#include "models/transfer/backup/backup.h"
#include "models/transfer/backup/backup_file.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"

#include <QApplication>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using app::Reply;

namespace {

constexpr int kPatienceMs = 60'000; // seconds of computing, on a machine that has other things to do

SecretBytes passphrase()
{
    constexpr std::string_view kText = "correct horse battery";
    return SecretBytes(ByteView(reinterpret_cast<const std::uint8_t *>(kText.data()), kText.size()));
}

// Of an empty store, in Chinese and dark.
bool writeBackup(const QString &file)
{
    const QTemporaryDir directory;
    auto workspace = app::Workspace::open({.dataDirectory = directory.path()});
    if (!workspace)
        return false;
    models::Settings &settings = (*workspace)->settings();
    settings.setLanguage(QStringLiteral("zh_CN"));
    settings.setTheme(QStringLiteral("dark"));
    settings.setStartsEngine(false);
    const auto made = models::makeBackup((*workspace)->catalog(), crypto::passwordEnvelope(), passphrase(),
                                         {QStringLiteral("test"), QDateTime::currentDateTimeUtc(), &settings});
    return made && models::saveBackupFile(file, *made);
}

ui::MainWindow *window()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *found = qobject_cast<ui::MainWindow *>(widget))
            return found;
    }
    return nullptr;
}

} // namespace

// The window on its workspace, as the command line meets it.
class TestConsole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRestoreIsSeenAtOnce()
    {
        QTemporaryDir runtime;
        qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8());
        const QString file = runtime.filePath(QStringLiteral("all.twbackup"));
        QVERIFY(writeBackup(file));
        const QTemporaryDir directory;
        {
            models::Settings settings(directory.filePath(QStringLiteral("settings.ini")));
            settings.setLanguage(QStringLiteral("en"));
            settings.setTheme(QStringLiteral("light"));
            settings.setStartsEngine(false);
        }
        app::ConsoleApplication console({.dataDirectory = directory.path(), .language = {}});
        console.start();
        QVERIFY(window()); // else a box has said why
        const QString menu = window()->menuBar()->actions().first()->text();
        const QColor background = QApplication::palette().color(QPalette::Window);
        QCOMPARE(ui::currentLanguage(), QStringLiteral("en"));

        QLocalSocket socket;
        socket.connectToServer(app::controlSocketPath(directory.path()));
        QVERIFY(socket.waitForConnected());
        const SecretBytes line = app::requestLine({{QStringLiteral("Version"), app::ControlServer::kVersion},
                                                   {QStringLiteral("Request"), QStringLiteral("restore")},
                                                   {QStringLiteral("File"), file}},
                                                  passphrase());
        socket.write(reinterpret_cast<const char *>(line.view().data()), static_cast<qint64>(line.size()));
        QVERIFY(QTest::qWaitFor([&socket] { return socket.canReadLine(); }, kPatienceMs));
        const auto reply = Reply::fromJson(QJsonDocument::fromJson(socket.readLine()).object());
        QVERIFY(reply);
        QVERIFY2(reply->code == app::ExitCode::Done, qPrintable(reply->errors.join(u'\n')));
        QCOMPARE(ui::currentLanguage(), QStringLiteral("zh_CN"));
        QTRY_VERIFY(window()->menuBar()->actions().first()->text() != menu);
        QVERIFY(QApplication::palette().color(QPalette::Window) != background);
    }
};

QTEST_MAIN(TestConsole)
#include "test_console.moc"

#include "models/catalog/catalog.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "tests/support/draft_samples.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <optional>

using namespace tw;
using namespace tw::models;

namespace {

constexpr int kRounds = 40;

QString text(const char *literal) { return QString::fromUtf8(literal); }

// A workspace that a killed process may have left in any state.
struct Store
{
    std::unique_ptr<FileSecretStore> secrets;
    std::unique_ptr<Database> database;
    std::unique_ptr<Catalog> catalog;
    QString error;

    explicit Store(const QString &directory)
    {
        secrets = std::make_unique<FileSecretStore>(directory + text("/private/secrets"));
        auto opened = Database::open(directory + text("/catalog.sqlite"), Catalog::schema(), Database::Access::Write);
        if (!opened) {
            error = opened.error().text;
            return;
        }
        database = std::move(*opened);
        auto loaded = Catalog::load(*database, *secrets);
        if (loaded)
            catalog = std::move(*loaded);
        else
            error = loaded.error().text;
    }
};

// Both of a save's halves carry its number: the row in its description, the key in its text.
PresharedKey keyOf(int number) { return presharedKeyFromText(text("key-%1").arg(number)); }
QString descriptionOf(int number) { return text("save-%1").arg(number); }

// The process that is killed: saves row and key together, over and over, and says each number when it is saved. `behind`:
// as the window does.
int saveForEver(const QString &directory, bool behind)
{
    Store store(directory);
    if (!store.catalog) {
        std::fprintf(stderr, "%s\n", qPrintable(store.error));
        return 1;
    }
    CatalogChange gateways;
    gateways.vpnGateways = {test::sampleVpnGateway()};
    gateways.customerGateways = {test::sampleCustomerGateway()};
    if (!store.catalog->applyAll(std::move(gateways)))
        return 1;
    ConnectionDraft draft = test::sampleDraft();
    int number = 0;
    if (!store.catalog->connections().isEmpty()) {
        draft = store.catalog->connections().first().draft;
        number = draft.description.mid(5).toInt();
    }
    if (behind)
        store.catalog->saveBehind();
    std::optional<QString> failure;
    QEventLoop loop;
    while (!failure) {
        draft.description = descriptionOf(++number);
        const auto id = store.catalog->save(draft, keyOf(number));
        if (!id) {
            failure = id.error().text;
            break;
        }
        draft.id = *id;
        bool isSettled = false;
        store.catalog->whenSaved(&loop, [&](const CatalogResult<void> &saved) {
            if (!saved)
                failure = saved.error().text;
            isSettled = true;
            loop.quit();
        });
        if (!isSettled)
            loop.exec();
        std::printf("%d\n", number);
        std::fflush(stdout);
    }
    std::fprintf(stderr, "%s\n", qPrintable(*failure));
    return 1;
}

} // namespace

// kill -9 at any moment: what was saved stays, what was not is not there, and row and key belong together.
class TestKilledSave : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowAndKeyStayTogether_data();
    void rowAndKeyStayTogether();
};

void TestKilledSave::rowAndKeyStayTogether_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("in the call") << text("--save");
    QTest::newRow("behind it") << text("--save-behind");
}

void TestKilledSave::rowAndKeyStayTogether()
{
    QFETCH(QString, mode);
    const QTemporaryDir directory;
    const quint32 seed = QRandomGenerator::system()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    int saves = 0;
    for (int round = 0; round < kRounds; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {mode, directory.path()});
        QVERIFY(child.waitForStarted());
        // Some rounds are killed while the files are opened or made, the others after a few saves and a bit.
        const int wanted = static_cast<int>(random.bounded(4));
        QByteArray output;
        while (output.count('\n') < wanted && child.waitForReadyRead())
            output += child.readAllStandardOutput();
        QVERIFY2(output.count('\n') >= wanted, child.readAllStandardError().constData());
        const auto delay = static_cast<int>(random.bounded(20));
        child.waitForFinished(delay); // it does not finish: this is how long it lives on
        child.kill();
        child.waitForFinished();
        output += child.readAllStandardOutput();
        const qsizetype end = output.lastIndexOf('\n');
        const int said = end < 0 ? 0 : output.left(end).split('\n').last().toInt();

        const Store store(directory.path());
        QVERIFY2(store.catalog, qPrintable(store.error));
        if (store.catalog->connections().isEmpty()) {
            QCOMPARE(saves, 0);
            QCOMPARE(said, 0);
            QVERIFY(store.secrets->references()->isEmpty());
            continue;
        }
        const Connection &connection = store.catalog->connections().first();
        const int number = connection.draft.description.mid(5).toInt();
        QVERIFY2(number >= said && number >= saves, "a save that was done is lost");
        const auto key = store.catalog->presharedKey(connection.draft.id);
        QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().text));
        QCOMPARE(presharedKeyText(*key), presharedKeyText(keyOf(number)));
        QCOMPARE(store.secrets->references()->size(), 1);
        saves = number;
    }
    QVERIFY2(saves > kRounds, "the child hardly saved: nothing was tried");
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1).startsWith(text("--save")))
        return saveForEver(arguments.value(2), arguments.value(1) == text("--save-behind"));
    TestKilledSave test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_killed_save.moc"

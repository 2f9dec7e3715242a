#include "engine/crypto/certificate_file.h"
#include "engine/crypto/password_envelope.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "models/store/settings.h"
#include "models/transfer/backup/backup.h"
#include "models/transfer/backup/backup_file.h"
#include "models/transfer/backup/restore.h"
#include "models/transfer/backup/tar_archive.h"
#include "tests/support/certificate_files.h"
#include "tests/support/draft_samples.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace tw;
using namespace tw::models;

namespace {

constexpr auto kPassphrase = "correct horse battery staple";
constexpr auto kKey = "a-key-of-the-first!";

QString text(const char *literal) { return QString::fromUtf8(literal); }

SecretBytes secret(const QByteArray &bytes)
{
    return SecretBytes(
        ByteView(reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())));
}

QByteArray bytesOf(ByteView view)
{
    return {reinterpret_cast<const char *>(view.data()), static_cast<qsizetype>(view.size())};
}

ByteView viewOf(const QByteArray &bytes)
{
    return {reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}

// A whole store on real files.
struct Store
{
    explicit Store(const QString &directory)
    {
        QDir().mkpath(directory);
        secrets = std::make_unique<FileSecretStore>(directory + text("/private/secrets"));
        database =
            std::move(*Database::open(directory + text("/catalog.sqlite"), Catalog::schema(), Database::Access::Write));
        catalog = std::move(*Catalog::load(*database, *secrets, &crypto::certificateReader()));
    }

    // Something of every kind.
    void fill()
    {
        const auto &reader = crypto::certificateReader();
        api::Credentials own = std::move(*reader.read(test::certificateFile("ec-left.pem"), SecretBytes()));
        own.privateKey = std::move(reader.read(test::certificateFile("ec-left.key.pem"), SecretBytes())->privateKey);
        QVERIFY(catalog->importCertificates(std::move(own)));
        QVERIFY(
            catalog->importCertificates(std::move(*reader.read(test::certificateFile("ec-root.pem"), SecretBytes()))));
        QVERIFY(catalog->save(Region{text("dc-1"), text("Data centre 1"), {}, true}));
        CatalogChange gateways;
        gateways.vpnGateways = {test::sampleVpnGateway()};
        gateways.customerGateways = {test::sampleCustomerGateway()};
        QVERIFY(catalog->applyAll(std::move(gateways)));
        VpnGateway other = test::sampleVpnGateway();
        other.id.clear();
        other.name = text("other");
        other.regionId = text("dc-1");
        other.description = text("Umlaute äöü, 中文");
        other.created = QDateTime::currentDateTimeUtc().addSecs(1); // of the same millisecond none is the first
        QVERIFY(catalog->save(other));
        ConnectionDraft draft = test::sampleDraft();
        draft.id.clear();
        draft.ikeLifetime = text("3601");
        draft.localId = text("left.example.org");
        draft.mtu = text("1380");
        draft.effectImmediately = true;
        QVERIFY(catalog->save(draft, presharedKeyFromText(text(kKey))));
    }

    QStringList names() const
    {
        QStringList names;
        for (const Connection &connection : catalog->connections())
            names << connection.draft.name;
        return names;
    }

    std::unique_ptr<SecretStore> secrets;
    std::unique_ptr<Database> database;
    std::unique_ptr<Catalog> catalog;
};

BackupRequest request(const Settings *settings = nullptr)
{
    return {text("Tunnelwright test"), QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC), settings};
}

QByteArray archiveOf(const Catalog &catalog)
{
    const auto archive = writeBackup(catalog, request());
    return archive ? bytesOf(archive->view()) : QByteArray();
}

// With few rounds, for tests that open it often.
QByteArray sealed(const QByteArray &content)
{
    const auto file = crypto::passwordEnvelopeOf(1000)->seal(viewOf(content), secret(kPassphrase));
    return file ? bytesOf(*file) : QByteArray();
}

// The archive with another document in it.
SecretBytes withDocument(const QByteArray &archive, const std::function<void(QJsonObject &)> &change)
{
    TarFiles files = std::move(*readTar(viewOf(archive)));
    QJsonObject document = QJsonDocument::fromJson(bytesOf(files.at("backup.json").view())).object();
    change(document);
    files.at("backup.json") = secret(QJsonDocument(document).toJson());
    return writeTar(files, 0);
}

// The process that is killed: brings two backups back in turn, for ever.
int restoreForEver(const QString &directory)
{
    Store store(directory + text("/store"));
    for (int round = 0;; ++round) {
        QFile file(directory + (round % 2 == 0 ? text("/a.tar") : text("/b.tar")));
        if (!file.open(QIODevice::ReadOnly))
            return 1;
        const auto backup = readBackup(viewOf(file.readAll()), *store.catalog);
        if (!backup || !store.catalog->restoreAll(backup->content, RestoreMode::Replace))
            return 1;
        std::printf("%d\n", round);
        std::fflush(stdout);
    }
}

} // namespace

// Everything into one file, and back.
class TestBackup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void roundTrip();
    void settings();
    void theOpenSslToolReadsIt();
    void wrongPassphrase();
    void damagedAnywhere();
    void cutOffAnywhere();
    void otherFiles_data();
    void otherFiles();
    void tooManyRounds();
    void newerVersion();
    void hostileDocuments_data();
    void hostileDocuments();
    void replaceAndMerge();
    void whatCannotBeRestoredChangesNothing();
    void whatStoodIsKept();
    void theFileIsTheOwnersAlone();
    void noSecretStandsInTheClear();
    void killedInTheMiddle();
    void tarIsReadByTar();

private:
    QString path(const char *name) const { return m_directory->filePath(text(name)); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestBackup::roundTrip()
{
    Store from(path("from"));
    from.fill();
    const auto file = makeBackup(*from.catalog, crypto::passwordEnvelope(), secret(kPassphrase), request());
    QVERIFY(file);
    Store to(path("to"));
    const auto backup = openBackup(*file, crypto::passwordEnvelope(), secret(kPassphrase), *to.catalog);
    QVERIFY2(backup, backup ? "" : qPrintable(backup.error().text));
    QCOMPARE(backup->product, text("Tunnelwright test"));
    QCOMPARE(backup->counts, backupCounts(*from.catalog));
    const auto checked = checkBackup(*to.catalog, *backup, RestoreMode::Replace);
    QVERIFY2(checked, checked ? "" : qPrintable(checked.error()));
    QCOMPARE(checked->count(RestoreReport::Outcome::Created), 7);
    QVERIFY(to.catalog->connections().isEmpty()); // looking changes nothing
    QVERIFY(to.catalog->restoreAll(backup->content, RestoreMode::Replace));

    const auto same = [&] {
        QCOMPARE(to.catalog->regions(), from.catalog->regions());
        QCOMPARE(to.catalog->vpnGateways(), from.catalog->vpnGateways());
        QCOMPARE(to.catalog->customerGateways(), from.catalog->customerGateways());
        QCOMPARE(to.catalog->connections().size(), 1);
        const Connection &now = to.catalog->connections().first();
        const Connection &before = from.catalog->connections().first();
        for (const DraftMember &member : draftMembers())
            QCOMPARE(draftText(now.draft, member.field), draftText(before.draft, member.field));
        QCOMPARE(now.created, before.created);
        QCOMPARE(bytesOf(to.catalog->presharedKey(now.draft.id)->view()), QByteArray(kKey));
        QCOMPARE(to.catalog->certificates().size(), 2);
        for (const Certificate &certificate : from.catalog->certificates()) {
            const Certificate *restored = to.catalog->certificate(certificate.id);
            QVERIFY(restored);
            QCOMPARE(restored->facts, certificate.facts);
            QCOMPARE(restored->created, certificate.created);
            QCOMPARE(restored->hasKey(), certificate.hasKey());
            if (certificate.hasKey())
                QCOMPARE(bytesOf(to.catalog->privateKey(certificate.id)->view()),
                         bytesOf(from.catalog->privateKey(certificate.id)->view()));
        }
    };
    same();
    // It is on the disk, and once more changes nothing.
    to = Store(path("to"));
    same();
    QVERIFY(checkBackup(*to.catalog, *backup, RestoreMode::Replace)->items.isEmpty());
}

void TestBackup::settings()
{
    Settings from(path("from.ini"));
    from.setTheme(text("dark"));
    from.setLanguage(text("zh_CN"));
    from.setLogKept(std::chrono::days(7));
    from.setNotifies(Settings::Notification::Down, false);
    from.setClosing(Settings::Closing::KeepRunning);
    Settings to(path("to.ini"));
    restoreSettings(to, settingsJson(from));
    QCOMPARE(settingsJson(to), settingsJson(from));
    QCOMPARE(to.theme(), text("dark"));
    QCOMPARE(to.logKept(), std::chrono::days(7));
    // What is no setting of ours is left alone.
    restoreSettings(to, {{text("theme"), 7}, {text("log_days"), -3}, {text("closing"), 99}});
    QCOMPARE(settingsJson(to), settingsJson(from));
}

void TestBackup::theOpenSslToolReadsIt()
{
    Store from(path("from"));
    from.fill();
    const auto file = makeBackup(*from.catalog, crypto::passwordEnvelope(), secret(kPassphrase), request());
    QVERIFY(saveBackupFile(path("out.twbackup"), *file));
    QProcess tool;
    tool.start(text("openssl"),
               {text("cms"), text("-decrypt"), text("-binary"), text("-inform"), text("PEM"), text("-in"),
                path("out.twbackup"), text("-pwri_password"), text(kPassphrase)});
    QVERIFY2(tool.waitForFinished(60'000) && tool.exitCode() == 0, tool.readAllStandardError().constData());
    QCOMPARE(tool.readAllStandardOutput(), archiveOf(*from.catalog));
}

void TestBackup::wrongPassphrase()
{
    Store from(path("from"));
    from.fill();
    const QByteArray file = sealed(archiveOf(*from.catalog));
    for (const char *wrong : {"correct horse battery stapl", "Correct horse battery staple", "x", ""}) {
        const auto backup = openBackup(viewOf(file), crypto::passwordEnvelope(), secret(wrong), *from.catalog);
        QVERIFY(!backup);
        QVERIFY(backup.error().isPassphrase);
    }
}

void TestBackup::damagedAnywhere()
{
    Store from(path("from"));
    from.fill();
    const QByteArray archive = archiveOf(*from.catalog);
    const QByteArray file = sealed(archive);
    int refused = 0;
    for (qsizetype at = 0; at < file.size(); at += 97) {
        QByteArray damaged = file;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x04);
        const auto opened = crypto::passwordEnvelope().open(viewOf(damaged), secret(kPassphrase));
        // The one thing that may not be: another content that passes for ours.
        if (opened)
            QCOMPARE(bytesOf(opened->view()), archive);
        else
            ++refused;
        const auto backup = openBackup(viewOf(damaged), crypto::passwordEnvelope(), secret(kPassphrase), *from.catalog);
        QCOMPARE(backup.has_value(), opened.has_value());
        if (!backup)
            QVERIFY(!backup.error().text.isEmpty());
    }
    QVERIFY2(refused * 97 > file.size() * 9 / 10, qPrintable(QString::number(refused)));
    // The archive itself, as if the envelope had not noticed.
    for (qsizetype at = 0; at < archive.size(); at += 97) {
        QByteArray damaged = archive;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x04);
        const auto backup = readBackup(viewOf(damaged), *from.catalog);
        if (!backup)
            QVERIFY(!backup.error().text.isEmpty());
    }
}

void TestBackup::cutOffAnywhere()
{
    Store from(path("from"));
    from.fill();
    const QByteArray archive = archiveOf(*from.catalog);
    const QByteArray file = sealed(archive);
    for (qsizetype size = 0; size < file.size() - 30; size += 211)
        QVERIFY(!openBackup(viewOf(file.first(size)), crypto::passwordEnvelope(), secret(kPassphrase), *from.catalog));
    for (qsizetype size = 0; size <= archive.size() - 1024; size += 111)
        QVERIFY(!readBackup(viewOf(archive.first(size)), *from.catalog));
}

void TestBackup::otherFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello\n");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("another PEM") << bytesOf(test::certificateFile("ec-left.pem"));
    QTest::newRow("no base64") << QByteArray("-----BEGIN CMS-----\n!!!!\n-----END CMS-----\n");
    QTest::newRow("no CMS") << QByteArray("-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n");
    QTest::newRow("huge") << QByteArray(static_cast<qsizetype>(kMaxBackupSize) + 1, 'A');
}

void TestBackup::otherFiles()
{
    QFETCH(QByteArray, content);
    Store store(path("store"));
    const auto backup = openBackup(viewOf(content), crypto::passwordEnvelope(), secret(kPassphrase), *store.catalog);
    QVERIFY(!backup);
    QVERIFY(!backup.error().isPassphrase);
    QVERIFY(!backup.error().text.isEmpty());
}

// An envelope that asks for hours of work is refused before any is done.
void TestBackup::tooManyRounds()
{
    const auto usual = crypto::passwordEnvelope().seal(viewOf("x"), secret(kPassphrase));
    QVERIFY(usual);
    const QByteArray pem = bytesOf(*usual);
    const qsizetype begin = pem.indexOf('\n') + 1;
    QByteArray der = QByteArray::fromBase64(pem.mid(begin, pem.lastIndexOf("\n-----END") - begin));
    const QByteArray rounds = QByteArray::fromHex("020316e360"); // INTEGER 1,500,000
    QCOMPARE(der.count(rounds), 1);
    der.replace(rounds, QByteArray::fromHex("02037fffff"));
    const QByteArray slow = "-----BEGIN CMS-----\n" + der.toBase64() + "\n-----END CMS-----\n";
    const auto opened = crypto::passwordEnvelope().open(viewOf(slow), secret(kPassphrase));
    QCOMPARE(opened.error(), api::EnvelopeFault::TooSlow);
    Store store(path("store"));
    const auto backup = openBackup(viewOf(slow), crypto::passwordEnvelope(), secret(kPassphrase), *store.catalog);
    QVERIFY(!backup && !backup.error().isPassphrase);
}

void TestBackup::newerVersion()
{
    Store store(path("store"));
    store.fill();
    const SecretBytes newer = withDocument(archiveOf(*store.catalog), [](QJsonObject &document) {
        document.insert(text("Version"), kBackupVersion + 1);
        document.insert(text("Product"), text("Tunnelwright 99"));
    });
    const auto backup = readBackup(newer.view(), *store.catalog);
    QVERIFY(!backup);
    QVERIFY(backup.error().text.contains(text("Tunnelwright 99")));
}

void TestBackup::hostileDocuments_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char *name, const char *list, const char *key, const QJsonValue &value) {
        QTest::newRow(name) << text(list) << text(key) << value;
    };
    row("a path for an id", "VpnConnections", "VpnConnectionId", text("vco-../../../../etc/pass"));
    row("no id", "VpnGateways", "VpnGatewayId", QJsonValue());
    row("another kind's id", "CustomerGateways", "CustomerGatewayId", text("vpn-aaaaaaaaaaaaaaaaaaaa"));
    row("no settings", "VpnConnections", "Fields", 7);
    row("an unknown setting", "VpnConnections", "Fields", QJsonObject{{text("Nothing"), text("x")}});
    row("a certificate that is not there", "Certificates", "CertificateId", text("../keys/x"));
    row("a key that is not there", "Certificates", "HasPrivateKey", text("maybe"));
    row("a list of numbers", "VpnGateways", "", 3);
}

void TestBackup::hostileDocuments()
{
    QFETCH(QString, list);
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    Store store(path("store"));
    store.fill();
    const SecretBytes hostile = withDocument(archiveOf(*store.catalog), [&](QJsonObject &document) {
        QJsonArray objects = document.value(list).toArray();
        QJsonObject first = objects.first().toObject();
        first.insert(key, value);
        objects.replace(0, key.isEmpty() ? value : QJsonValue(first));
        document.insert(list, objects);
    });
    const auto backup = readBackup(hostile.view(), *store.catalog);
    QVERIFY(!backup);
    QVERIFY2(backup.error().text.contains(list + text("[0]")), qPrintable(backup.error().text));
}

void TestBackup::replaceAndMerge()
{
    Store store(path("store"));
    store.fill();
    const auto backup = readBackup(viewOf(archiveOf(*store.catalog)), *store.catalog);
    QVERIFY(backup);
    // After the backup one connection is changed, and others come.
    ConnectionDraft changed = store.catalog->connections().first().draft;
    changed.ikeLifetime = text("100");
    QVERIFY(store.catalog->save(changed, presharedKeyFromText(text("another-key"))));
    CustomerGateway gateway = test::sampleCustomerGateway();
    gateway.id.clear();
    gateway.name = text("new-peer");
    gateway.ipAddress = text("203.0.113.99");
    const auto peer = store.catalog->save(gateway);
    QVERIFY(peer);
    ConnectionDraft added = changed;
    added.id.clear();
    added.name = text("new");
    added.customerGatewayId = *peer;
    added.remoteId.clear();
    added.remoteSubnet = text("10.77.0.0/16");
    QVERIFY(store.catalog->save(added));
    QVERIFY(store.catalog->save(Region{text("dc-2"), text("Data centre 2"), {}, true}));

    const auto merge = checkBackup(*store.catalog, *backup, RestoreMode::Merge);
    QVERIFY(merge);
    QCOMPARE(merge->items.size(), 1);
    QCOMPARE(merge->count(RestoreReport::Outcome::Changed), 1);
    QVERIFY(store.catalog->restoreAll(backup->content, RestoreMode::Merge));
    QCOMPARE(store.catalog->connections().size(), 2);
    QCOMPARE(store.catalog->connection(changed.id)->draft.ikeLifetime, text("3601"));
    QCOMPARE(bytesOf(store.catalog->presharedKey(changed.id)->view()), QByteArray(kKey));

    const auto replace = checkBackup(*store.catalog, *backup, RestoreMode::Replace);
    QVERIFY2(replace, replace ? "" : qPrintable(replace.error()));
    QCOMPARE(replace->count(RestoreReport::Outcome::Removed), 3); // connection, gateway, region
    QVERIFY(store.catalog->restoreAll(backup->content, RestoreMode::Replace));
    QCOMPARE(store.catalog->connections().size(), 1);
    QCOMPARE(store.catalog->customerGateways().size(), 1);
    QVERIFY(!store.catalog->region(text("dc-2")));
    // Keys that nobody has any more are gone.
    QCOMPARE(store.secrets->references()->size(), 2);
}

void TestBackup::whatCannotBeRestoredChangesNothing()
{
    Store store(path("store"));
    store.fill();
    const SecretBytes wrong = withDocument(archiveOf(*store.catalog), [](QJsonObject &document) {
        QJsonArray connections = document.value(text("VpnConnections")).toArray();
        QJsonObject first = connections.first().toObject();
        QJsonObject fields = first.value(text("Fields")).toObject();
        fields.insert(text("LocalSubnet"), text("10.0.0.1/33"));
        first.insert(text("Fields"), fields);
        connections.replace(0, first);
        document.insert(text("VpnConnections"), connections);
        QJsonArray gateways = document.value(text("VpnGateways")).toArray();
        QJsonObject gateway = gateways.first().toObject();
        gateway.insert(text("Description"), text("changed"));
        gateways.replace(0, gateway);
        document.insert(text("VpnGateways"), gateways);
    });
    const auto backup = readBackup(wrong.view(), *store.catalog);
    QVERIFY(backup);
    const auto before = store.catalog->vpnGateways();
    const auto references = *store.secrets->references();
    RestoreRequest restore;
    restore.copyFolder = path("");
    restore.copy = request();
    const auto done = restoreBackup(*store.catalog, *backup, crypto::passwordEnvelope(), secret(kPassphrase), restore);
    QVERIFY(!done);
    QVERIFY2(done.error().contains(text("10.0.0.1/33")), qPrintable(done.error()));
    QCOMPARE(store.catalog->vpnGateways(), before);
    QCOMPARE(*store.secrets->references(), references);
    QVERIFY(QDir(path("")).entryList({text("before-restore-*")}).isEmpty());
}

void TestBackup::whatStoodIsKept()
{
    Store store(path("store"));
    store.fill();
    const auto backup = readBackup(viewOf(archiveOf(*store.catalog)), *store.catalog);
    const QString id = store.catalog->connections().first().draft.id;
    ConnectionDraft changed = store.catalog->connections().first().draft;
    changed.description = text("written later");
    QVERIFY(store.catalog->save(changed));
    RestoreRequest restore;
    restore.copyFolder = path("");
    restore.copy = request();
    const auto done = restoreBackup(*store.catalog, *backup, crypto::passwordEnvelope(), secret(kPassphrase), restore);
    QVERIFY2(done, done ? "" : qPrintable(done.error()));
    QVERIFY(store.catalog->connection(id)->draft.description != changed.description);
    QCOMPARE(QFileInfo(done->copy).permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
    const auto copy =
        openBackup(*readBackupFile(done->copy), crypto::passwordEnvelope(), secret(kPassphrase), *store.catalog);
    QVERIFY(copy);
    QVERIFY(store.catalog->restoreAll(copy->content, RestoreMode::Replace));
    QCOMPARE(store.catalog->connection(id)->draft.description, changed.description);
    // Where it cannot be kept nothing is changed.
    restore.copyFolder = path("not/there");
    const auto refused =
        restoreBackup(*store.catalog, *backup, crypto::passwordEnvelope(), secret(kPassphrase), restore);
    QVERIFY(!refused);
    QCOMPARE(store.catalog->connection(id)->draft.description, changed.description);
}

void TestBackup::theFileIsTheOwnersAlone()
{
    QFile before(path("out"));
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write("mine");
    before.close();
    QVERIFY(before.setPermissions(QFileDevice::Permissions(0x6644)));
    const Bytes content{1, 2, 3};
    QVERIFY(saveBackupFile(path("out"), content));
    QCOMPARE(QFileInfo(path("out")).permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
    QCOMPARE(*readBackupFile(path("out")), content);
    QCOMPARE(QDir(path("")).entryList(QDir::Files), QStringList{text("out")}); // nothing beside it
    QVERIFY(!saveBackupFile(path("no/such/folder"), content));
    QVERIFY(!readBackupFile(path("nothing")));
}

void TestBackup::noSecretStandsInTheClear()
{
    Store store(path("store"));
    store.fill();
    QVERIFY(archiveOf(*store.catalog).contains(kKey)); // or the test would prove nothing
    const QByteArray file = sealed(archiveOf(*store.catalog));
    const auto made = makeBackup(*store.catalog, crypto::passwordEnvelope(), secret(kPassphrase), request());
    for (const QByteArray &pem : {file, bytesOf(*made)}) {
        const QByteArray der = QByteArray::fromBase64(pem.mid(pem.indexOf('\n')));
        for (const char *clear : {kKey, "VpnConnections", "backup.json", "192.0.2"}) {
            QVERIFY(!der.contains(clear));
            QVERIFY(!pem.contains(clear));
        }
    }
}

void TestBackup::killedInTheMiddle()
{
    // Two stores that differ in everything.
    QByteArray keys[2];
    QStringList names[2];
    for (int i = 0; i < 2; ++i) {
        Store store(path(i == 0 ? "one" : "two"));
        store.fill();
        ConnectionDraft draft = store.catalog->connections().first().draft;
        draft.name = i == 0 ? text("first") : text("second");
        keys[i] = i == 0 ? "key-of-the-first" : "key-of-the-second";
        QVERIFY(store.catalog->save(draft, presharedKeyFromText(QString::fromLatin1(keys[i]))));
        names[i] = store.names();
        QFile file(path(i == 0 ? "a.tar" : "b.tar"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(archiveOf(*store.catalog));
    }
    constexpr int kRounds = 12;
    int seen[2] = {0, 0};
    for (int round = 0; round < kRounds; ++round) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {text("--restore-for-ever"), path("")});
        // Some rounds on, at a moment by chance: as many octets of its output as chance says.
        const qint64 wanted = 2 + QRandomGenerator::global()->bounded(12);
        while (process.bytesAvailable() < wanted)
            QVERIFY2(process.waitForReadyRead(30'000), process.readAllStandardError().constData());
        process.kill();
        QVERIFY(process.waitForFinished());
        Store store(path("store"));
        QCOMPARE(store.names().size(), 1);
        const int which = store.names() == names[0] ? 0 : 1;
        QCOMPARE(store.names(), names[which]);
        QCOMPARE(bytesOf(store.catalog->presharedKey(store.catalog->connections().first().draft.id)->view()),
                 keys[which]);
        QCOMPARE(store.catalog->certificates().size(), 2);
        QCOMPARE(store.catalog->vpnGateways().size(), 2);
        ++seen[which];
    }
    QCOMPARE(seen[0] + seen[1], kRounds);
}

void TestBackup::tarIsReadByTar()
{
    TarFiles files;
    files.emplace("keys/a", secret("one"));
    files.emplace("b", secret(QByteArray(1234, 'x')));
    const SecretBytes archive = writeTar(files, 1'700'000'000);
    QProcess tool;
    tool.start(text("tar"), {text("-xO"), text("-f"), text("-"), text("b"), text("keys/a")});
    tool.write(bytesOf(archive.view()));
    tool.closeWriteChannel();
    QVERIFY(tool.waitForFinished() && tool.exitCode() == 0);
    QCOMPARE(tool.readAllStandardOutput(), QByteArray(1234, 'x') + "one");
    QCOMPARE(readTar(archive.view())->size(), std::size_t{2});
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == text("--restore-for-ever"))
        return restoreForEver(arguments[2]);
    TestBackup test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_backup.moc"

#include "engine/crypto/certificate_file.h"
#include "models/catalog/undo_stack.h"
#include "models/store/database.h"
#include "tests/support/certificate_files.h"
#include "tests/support/draft_samples.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tw;
using namespace tw::models;
using Direction = UndoStack::Direction;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

} // namespace

// Certificates that are imported and deleted, the way back, and where their private keys are meanwhile.
class TestUndoCertificates : public QObject
{
    Q_OBJECT

private:
    struct Bench
    {
        Bench() { open(); }

        void open()
        {
            secrets = std::make_unique<FileSecretStore>(directory.filePath(text("private/secrets")));
            database = std::move(*Database::open(directory.filePath(text("catalog.sqlite")), Catalog::schema(),
                                                 Database::Access::Write));
            catalog = std::move(*Catalog::load(*database, *secrets, &crypto::certificateReader()));
            stack = std::make_unique<UndoStack>(*catalog);
        }
        void crash() // nobody tidies up
        {
            catalog->setChangeListener({});
            QFile::copy(directory.filePath(text("private/secrets")), directory.filePath(text("kept")));
            stack.reset();
            catalog.reset();
            database.reset();
            QFile::remove(directory.filePath(text("private/secrets")));
            QFile::rename(directory.filePath(text("kept")), directory.filePath(text("private/secrets")));
        }
        QString import(const char *certificate, const char *key = nullptr)
        {
            const auto &reader = crypto::certificateReader();
            api::Credentials all = std::move(*reader.read(test::certificateFile(certificate), SecretBytes()));
            if (key)
                all.privateKey = std::move(reader.read(test::certificateFile(key), SecretBytes())->privateKey);
            const auto done = catalog->importCertificates(std::move(all));
            return done ? (done->added + done->known).value(0) : done.error().text;
        }
        bool take(Direction direction) { return stack->apply(direction).has_value(); }
        bool isInKeyFile(const SecretBytes &key)
        {
            QFile file(directory.filePath(text("private/secrets")));
            const QByteArray raw(reinterpret_cast<const char *>(key.view().data()),
                                 static_cast<qsizetype>(key.view().size()));
            return file.open(QIODevice::ReadOnly) && file.readAll().contains(raw.toHex());
        }

        QTemporaryDir directory;
        std::unique_ptr<SecretStore> secrets;
        std::unique_ptr<Database> database;
        std::unique_ptr<Catalog> catalog;
        std::unique_ptr<UndoStack> stack;
    };

private Q_SLOTS:
    void aDeletedOneComesBackAsItWas();
    void anImportIsTakenBackAndDoneAgain();
    void aKeyThatCameLaterGoesAlone();
    void whatIsUsedStays();
    void itsConnectionComesBackWithIt();
    void keysAreWipedWhenTheirStepLeaves();
    void keysAreWipedAtTheEnd();
    void keysAreWipedAtTheNextStart();
    void aScriptsDeletionLeavesNoKey();
    void aKeyThatIsGoneIsSaid();
};

void TestUndoCertificates::aDeletedOneComesBackAsItWas()
{
    Bench bench;
    const QString root = bench.import("ec-root.pem");
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const QString last = bench.import("rsa-root.pem");
    const QList<Certificate> before = bench.catalog->certificates();
    const SecretBytes key = bench.catalog->privateKey(own)->clone();
    QVERIFY(bench.catalog->removeCertificate(own).has_value());
    QVERIFY(bench.catalog->removeCertificate(root).has_value());
    QCOMPARE(bench.stack->text(Direction::Undo), text("delete certificate “%1”").arg(certificateTitle(before.at(0))));
    QVERIFY(bench.take(Direction::Undo));
    QVERIFY(bench.take(Direction::Undo));
    QCOMPARE(bench.catalog->certificates().size(), before.size());
    for (const Certificate &one : before)
        QCOMPARE(*bench.catalog->certificate(one.id), one);
    const auto again = bench.catalog->privateKey(own);
    QVERIFY(again && equalInConstantTime(again->view(), key.view()));
    QVERIFY(bench.take(Direction::Redo));
    QVERIFY(!bench.catalog->certificate(own)); // it was deleted first
    QVERIFY(bench.catalog->certificate(last));
    QVERIFY(bench.take(Direction::Undo));

    bench.stack.reset();
    bench.catalog = std::move(*Catalog::load(*bench.database, *bench.secrets, &crypto::certificateReader()));
    QVERIFY(bench.catalog->privateKey(own)); // it is on the disk as well
}

void TestUndoCertificates::anImportIsTakenBackAndDoneAgain()
{
    Bench bench;
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const Certificate before = *bench.catalog->certificate(own);
    const SecretBytes key = bench.catalog->privateKey(own)->clone();
    QCOMPARE(bench.stack->text(Direction::Undo), text("import certificate “%1”").arg(certificateTitle(before)));
    QVERIFY(bench.take(Direction::Undo));
    QVERIFY(bench.catalog->certificates().isEmpty());
    QVERIFY(bench.take(Direction::Redo));
    QCOMPARE(*bench.catalog->certificate(own), before);
    QVERIFY(equalInConstantTime(bench.catalog->privateKey(own)->view(), key.view()));
}

void TestUndoCertificates::aKeyThatCameLaterGoesAlone()
{
    Bench bench;
    const QString own = bench.import("ec-left.pem");
    bench.import("ec-left.pem", "ec-left.key.pem");
    QVERIFY(bench.catalog->certificate(own)->hasKey());
    QVERIFY(bench.stack->text(Direction::Undo).startsWith(text("import the private key of")));
    QVERIFY(bench.take(Direction::Undo));
    QVERIFY(!bench.catalog->certificate(own)->hasKey());
    QVERIFY(bench.take(Direction::Redo));
    QVERIFY(bench.catalog->privateKey(own));
}

void TestUndoCertificates::whatIsUsedStays()
{
    Bench bench;
    QVERIFY(bench.catalog->save(test::sampleVpnGateway()));
    QVERIFY(bench.catalog->save(test::sampleCustomerGateway()));
    const QString root = bench.import("ec-root.pem");
    const QString own = bench.import("ec-left.pem");
    bench.import("ec-left.pem", "ec-left.key.pem");
    {
        const Catalog::Unrecorded script(*bench.catalog);
        ConnectionDraft draft = test::sampleDraft();
        draft.authMethod = text("certificate");
        draft.localCertificate = own;
        draft.remoteCa = root;
        draft.localId = text("left.example.org");
        draft.remoteId = text("right.example.org");
        const auto saved = bench.catalog->save(draft);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().text));
    }
    const auto refused = bench.stack->check(Direction::Undo); // the key
    QVERIFY(!refused && refused.error().contains(test::sampleDraft().name));
    bench.stack->forget(Direction::Undo);
    const auto whole = bench.stack->check(Direction::Undo);
    QVERIFY(!whole);
    QVERIFY(bench.catalog->privateKey(own));
}

void TestUndoCertificates::itsConnectionComesBackWithIt()
{
    Bench bench;
    QVERIFY(bench.catalog->save(test::sampleVpnGateway()));
    QVERIFY(bench.catalog->save(test::sampleCustomerGateway()));
    const QString root = bench.import("ec-root.pem");
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    ConnectionDraft draft = test::sampleDraft();
    draft.authMethod = text("certificate");
    draft.localCertificate = own;
    draft.remoteCa = root;
    draft.localId = text("left.example.org");
    draft.remoteId = text("right.example.org");
    const QString id = *bench.catalog->save(draft);
    {
        const UndoStack::Together together(bench.stack.get());
        QVERIFY(bench.catalog->removeConnection(id));
        CatalogChange removal;
        removal.removedCertificates = {own, root};
        QVERIFY(bench.catalog->change(std::move(removal)));
    }
    QVERIFY(bench.take(Direction::Undo)); // as one step
    QVERIFY(bench.catalog->connection(id) && bench.catalog->loadForEngine(id));
    QVERIFY(bench.take(Direction::Redo));
    QVERIFY(bench.catalog->certificates().isEmpty() && bench.catalog->connections().isEmpty());
}

void TestUndoCertificates::keysAreWipedWhenTheirStepLeaves()
{
    Bench bench;
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const SecretBytes key = bench.catalog->privateKey(own)->clone();
    QVERIFY(bench.isInKeyFile(key));
    QVERIFY(bench.catalog->removeCertificate(own));
    VpnGateway gateway = test::sampleVpnGateway();
    for (std::size_t number = 1; number <= UndoStack::kMostSteps; ++number) {
        QVERIFY(bench.isInKeyFile(key));
        gateway.description = text("edit %1").arg(number);
        QVERIFY(bench.catalog->save(gateway));
    }
    QVERIFY(!bench.isInKeyFile(key));
}

void TestUndoCertificates::keysAreWipedAtTheEnd()
{
    Bench bench;
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const QString other = bench.import("ec-right.pem", "ec-right.key.pem");
    const SecretBytes key = bench.catalog->privateKey(own)->clone();
    QVERIFY(bench.catalog->removeCertificate(own));
    bench.stack.reset();
    QVERIFY(!bench.isInKeyFile(key));
    QVERIFY(bench.catalog->privateKey(other)); // and nothing else
}

void TestUndoCertificates::keysAreWipedAtTheNextStart()
{
    Bench bench;
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const SecretBytes key = bench.catalog->privateKey(own)->clone();
    QVERIFY(bench.catalog->removeCertificate(own));
    bench.crash();
    QVERIFY(bench.isInKeyFile(key));
    bench.open();
    QVERIFY(!bench.isInKeyFile(key));
}

void TestUndoCertificates::aScriptsDeletionLeavesNoKey()
{
    Bench bench;
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const SecretBytes key = bench.catalog->privateKey(own)->clone();
    {
        const Catalog::Unrecorded script(*bench.catalog);
        QVERIFY(bench.catalog->removeCertificate(own));
    }
    QVERIFY(!bench.isInKeyFile(key));
}

void TestUndoCertificates::aKeyThatIsGoneIsSaid()
{
    Bench bench;
    const QString own = bench.import("ec-left.pem", "ec-left.key.pem");
    const QString reference = bench.catalog->certificate(own)->secretReference;
    QVERIFY(bench.catalog->removeCertificate(own));
    QVERIFY(bench.secrets->change({}, {retiredReference(reference)}));
    const auto refused = bench.stack->apply(Direction::Undo);
    QVERIFY(!refused && refused.error().contains(text("is no longer kept")));
    QVERIFY(bench.catalog->certificates().isEmpty()); // not without its key
}

QTEST_GUILESS_MAIN(TestUndoCertificates)
#include "test_undo_certificates.moc"

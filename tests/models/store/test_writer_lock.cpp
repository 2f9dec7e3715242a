#include "models/store/writer_lock.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

// The other process: takes the lock, says so, and holds it until its input ends.
int holdLock(const QString &file)
{
    const auto lock = WriterLock::acquire(file);
    std::puts(lock ? "locked" : "refused");
    std::fflush(stdout);
    while (std::getchar() != EOF) { }
    return 0;
}

class Holder
{
public:
    explicit Holder(const QString &file)
    {
        m_process.start(QCoreApplication::applicationFilePath(), {text("--hold"), file});
        m_process.waitForReadyRead();
        m_answer = m_process.readLine().trimmed();
    }
    ~Holder()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }

    QByteArray answer() const { return m_answer; }
    qint64 pid() const { return m_process.processId(); }
    void kill()
    {
        m_process.kill(); // SIGKILL
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
    QByteArray m_answer;
};

} // namespace

class TestWriterLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void secondProcessIsTold();
    void killedHolderLeavesNoLock();
    void secondHolderInThisProcessIsRefused();
    void directoryThatCannotBeWritten();

private:
    QString file() const { return m_directory->filePath(text("lock")); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestWriterLock::secondProcessIsTold()
{
    {
        const Holder holder(file());
        QCOMPARE(holder.answer(), QByteArray("locked"));
        const auto refused = WriterLock::acquire(file());
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, StoreError::Kind::Locked);
        QCOMPARE(refused.error().text,
                 text("%1 is in use by test_writer_lock (process %2). Close that one, or use another data directory.")
                     .arg(m_directory->path())
                     .arg(holder.pid()));
        QCOMPARE(WriterLock::holder(file())->pid, holder.pid());
    }
    QVERIFY(!WriterLock::holder(file()));
    const auto lock = WriterLock::acquire(file());
    QVERIFY(lock.has_value());
    const Holder late(file());
    QCOMPARE(late.answer(), QByteArray("refused"));
}

void TestWriterLock::killedHolderLeavesNoLock()
{
    Holder holder(file());
    QCOMPARE(holder.answer(), QByteArray("locked"));
    holder.kill();
    QVERIFY(!WriterLock::holder(file()));
    QVERIFY(WriterLock::acquire(file()).has_value());
}

void TestWriterLock::secondHolderInThisProcessIsRefused()
{
    const auto first = WriterLock::acquire(file());
    QVERIFY(first.has_value());
    QVERIFY(!WriterLock::acquire(file()).has_value());
    QCOMPARE(WriterLock::holder(file())->pid, QCoreApplication::applicationPid());
}

void TestWriterLock::directoryThatCannotBeWritten()
{
    const QString nowhere = m_directory->filePath(text("missing/lock"));
    const auto refused = WriterLock::acquire(nowhere);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, StoreError::Kind::CannotCreate);
    QVERIFY(refused.error().text.contains(nowhere));
    QVERIFY(!WriterLock::holder(nowhere));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == text("--hold"))
        return holdLock(arguments.value(2));
    TestWriterLock test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_writer_lock.moc"

#include "engine/edge/file_capture_writer.h"
#include "engine/edge/system_clock.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace tw;
using namespace tw::edge;

namespace {

api::CaptureTarget targetIn(const QTemporaryDir &directory)
{
    api::CaptureTarget target;
    target.path = directory.filePath(QStringLiteral("one.pcapng")).toStdString();
    target.comment = "office (vco-1)";
    target.program = "tunnelwrightctl 0";
    target.readme = "how to use it\n";
    target.maxBytes = 1 << 20;
    target.maxTime = std::chrono::seconds(60);
    return target;
}

mode_t modeOf(const std::string &path)
{
    struct stat about{};
    return lstat(path.c_str(), &about) == 0 ? about.st_mode & 07777 : mode_t(-1);
}

QByteArray contentOf(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

api::CapturedDatagram datagram(ByteView payload)
{
    api::CapturedDatagram one;
    one.at = captureNow() - std::chrono::seconds(1);
    one.local = {IpAddress::v4(192, 0, 2, 2), 4500};
    one.remote = {IpAddress::v4(198, 51, 100, 2), 4500};
    one.payload = payload;
    return one;
}

const api::CaptureProgress &waitClosed(const api::CaptureWriter &writer, api::CaptureProgress &last)
{
    [&] { QTRY_VERIFY((last = writer.progress()).isClosed); }();
    return last;
}

SecretBytes key(std::size_t size, std::uint8_t first)
{
    SecretBytes made(size);
    for (std::size_t i = 0; i < size; ++i)
        made.bytes()[i] = static_cast<std::uint8_t>(first + i);
    return made;
}

std::string lineFor(api::CapturedKey captured) { return std::string(asText(keyLine(captured).text.view())); }

} // namespace

class TestCaptureFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesAreTheOwnersAlone();
    void whatIsThereIsNotWrittenInto();
    void linksAndForeignDirectoriesAreRefused();
    void sizeIsKept();
    void fullDiskLeavesWholeBlocks();
    void secondCaptureOfTheEngineSaysSo();
    void abandonedOneIsClosed();
    void datagramsComeInTheOrderOfTheirTimes();
    void keyLines_data();
    void keyLines();
};

void TestCaptureFile::filesAreTheOwnersAlone()
{
    const QTemporaryDir directory;
    api::CaptureTarget target = targetIn(directory);
    target.keys = true;
    const auto channel = std::make_shared<api::CaptureChannel>();
    const mode_t before = umask(0);
    const auto writer = FileCaptureWriter::open(target, channel);
    umask(before);
    QVERIFY(writer.has_value());
    channel->close({});
    api::CaptureProgress progress;
    waitClosed(**writer, progress);
    QCOMPARE(progress.end, api::CaptureEnd::Asked);
    QCOMPARE(modeOf(target.path), mode_t{0600});
    QCOMPARE(modeOf(target.keysDirectory()), mode_t{0700});
    for (const char *name : {"esp_sa", "ikev1_decryption_table", "ikev2_decryption_table", "preferences", "README"})
        QCOMPARE(modeOf(target.keysDirectory() + "/" + name), mode_t{0600});
    QCOMPARE(contentOf(target.keysDirectory() + "/README"), QByteArray("how to use it\n"));
    QCOMPARE(static_cast<quint64>(contentOf(target.path).size()), quint64{progress.bytes});
    QVERIFY(contentOf(target.path).contains("office (vco-1)"));
}

void TestCaptureFile::whatIsThereIsNotWrittenInto()
{
    const QTemporaryDir directory;
    api::CaptureTarget target = targetIn(directory);
    QFile file(QString::fromStdString(target.path));
    QVERIFY(file.open(QFile::WriteOnly) && file.write("mine") == 4);
    file.close();
    const auto refused = FileCaptureWriter::open(target, std::make_shared<api::CaptureChannel>());
    QVERIFY(!refused && refused.error().kind == api::CaptureFault::Kind::Exists);
    QCOMPARE(contentOf(target.path), QByteArray("mine"));
    // Replaced means made anew: another name of the same file keeps what it has.
    const std::string other = target.path + ".other";
    QVERIFY(link(target.path.c_str(), other.c_str()) == 0);
    target.replaces = true;
    QVERIFY(FileCaptureWriter::open(target, std::make_shared<api::CaptureChannel>()).has_value());
    QCOMPARE(contentOf(other), QByteArray("mine"));
    QCOMPARE(modeOf(target.path), mode_t{0600});
}

void TestCaptureFile::linksAndForeignDirectoriesAreRefused()
{
    const QTemporaryDir directory;
    api::CaptureTarget target = targetIn(directory);
    target.replaces = true;
    const std::string victim = target.path + ".victim";
    QVERIFY(symlink(victim.c_str(), target.path.c_str()) == 0);
    const auto linked = FileCaptureWriter::open(target, std::make_shared<api::CaptureChannel>());
    QVERIFY(!linked && linked.error().kind == api::CaptureFault::Kind::NotAFile);
    QVERIFY(!QFile::exists(QString::fromStdString(victim)));

    target.keys = true;
    target.path += "2";
    QVERIFY(mkdir(target.keysDirectory().c_str(), 0755) == 0);
    const auto open = FileCaptureWriter::open(target, std::make_shared<api::CaptureChannel>());
    QVERIFY(!open && open.error().kind == api::CaptureFault::Kind::NotAFile);
    QVERIFY(!QFile::exists(QString::fromStdString(target.path)));
    QVERIFY(rmdir(target.keysDirectory().c_str()) == 0);
    QVERIFY(mkdir(victim.c_str(), 0700) == 0 && symlink(victim.c_str(), target.keysDirectory().c_str()) == 0);
    const auto led = FileCaptureWriter::open(target, std::make_shared<api::CaptureChannel>());
    QVERIFY(!led && led.error().kind == api::CaptureFault::Kind::NotAFile);
    QVERIFY(rmdir(victim.c_str()) == 0); // nothing in it
}

void TestCaptureFile::sizeIsKept()
{
    const QTemporaryDir directory;
    api::CaptureTarget target = targetIn(directory);
    target.maxBytes = 64 * 1024;
    const auto channel = std::make_shared<api::CaptureChannel>();
    const auto writer = FileCaptureWriter::open(target, channel);
    QVERIFY(writer.has_value());
    const Bytes payload(1000, 0x55);
    for (int i = 0; i < 100; ++i)
        channel->put(api::CaptureChannel::kInboundLane, datagram(payload));
    QTRY_COMPARE((*writer)->progress().end, api::CaptureEnd::SizeReached);
    channel->close({});
    api::CaptureProgress progress;
    waitClosed(**writer, progress);
    QCOMPARE(progress.end, api::CaptureEnd::SizeReached);
    QVERIFY(progress.esp > 50 && progress.esp < 64);
    QCOMPARE(progress.dropped, std::uint64_t{0});
    QVERIFY(progress.bytes <= target.maxBytes);
    QCOMPARE(static_cast<quint64>(contentOf(target.path).size()), quint64{progress.bytes});
}

// A limit on files' sizes stands in for a disk: what a write takes then is a part.
void TestCaptureFile::fullDiskLeavesWholeBlocks()
{
    const QTemporaryDir directory;
    const api::CaptureTarget target = targetIn(directory);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{20'000, before.rlim_max};
    const auto channel = std::make_shared<api::CaptureChannel>();
    const auto writer = FileCaptureWriter::open(target, channel);
    QVERIFY(writer.has_value());
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    const Bytes payload(1000, 0x55);
    for (int i = 0; i < 100; ++i)
        channel->put(api::CaptureChannel::kInboundLane, datagram(payload));
    [&] { QTRY_COMPARE((*writer)->progress().end, api::CaptureEnd::WriteFailed); }();
    channel->close({});
    api::CaptureProgress progress;
    waitClosed(**writer, progress);
    setrlimit(RLIMIT_FSIZE, &before);
    QCOMPARE(progress.end, api::CaptureEnd::WriteFailed);
    QVERIFY(!progress.systemError.empty());
    QVERIFY(progress.dropped > 0);
    // Block by block to the very end: type, length, ..., length.
    const QByteArray content = contentOf(target.path);
    QCOMPARE(static_cast<quint64>(content.size()), quint64{progress.bytes});
    qsizetype at = 0;
    while (at < content.size()) {
        std::uint32_t length = 0;
        std::memcpy(&length, content.constData() + at + 4, sizeof length);
        QVERIFY(length >= 12 && at + qsizetype{length} <= content.size());
        QCOMPARE(std::memcmp(content.constData() + at + 4, content.constData() + at + length - 4, 4), 0);
        at += length;
    }
}

void TestCaptureFile::secondCaptureOfTheEngineSaysSo()
{
    const QTemporaryDir directory;
    const auto channel = std::make_shared<api::CaptureChannel>();
    const auto writer = FileCaptureWriter::open(targetIn(directory), channel);
    QVERIFY(writer.has_value());
    channel->close({.isRefused = true});
    api::CaptureProgress progress;
    QCOMPARE(waitClosed(**writer, progress).end, api::CaptureEnd::Refused);
}

void TestCaptureFile::abandonedOneIsClosed()
{
    const QTemporaryDir directory;
    const api::CaptureTarget target = targetIn(directory);
    const auto channel = std::make_shared<api::CaptureChannel>();
    auto writer = FileCaptureWriter::open(target, channel);
    QVERIFY(writer.has_value());
    const Bytes first(100, 0x55);
    channel->put(api::CaptureChannel::kInboundLane, datagram(first));
    QTRY_COMPARE((*writer)->progress().esp, std::uint64_t{1});
    // What came at the very end is not left in the channel.
    const Bytes last(100, 0x77);
    api::CapturedDatagram late = datagram(last);
    late.at = captureNow() + std::chrono::seconds(1);
    channel->put(api::CaptureChannel::kInboundLane, late);
    writer->reset();
    QVERIFY(contentOf(target.path).contains(QByteArray(100, 0x77)));
    QVERIFY(!channel->next());
}

void TestCaptureFile::datagramsComeInTheOrderOfTheirTimes()
{
    const QTemporaryDir directory;
    const api::CaptureTarget target = targetIn(directory);
    const auto channel = std::make_shared<api::CaptureChannel>();
    for (int i = 0; i < 9; ++i) {
        const Bytes payload{static_cast<std::uint8_t>('a' + i), '_', 'm', 'a', 'r', 'k'};
        api::CapturedDatagram one = datagram(payload);
        one.at = api::CaptureTime(std::chrono::seconds(i + 1));
        channel->put(static_cast<std::size_t>(i) % 3, one);
    }
    channel->close({});
    const auto writer = FileCaptureWriter::open(target, channel);
    QVERIFY(writer.has_value());
    api::CaptureProgress progress;
    waitClosed(**writer, progress);
    const QByteArray content = contentOf(target.path);
    qsizetype last = 0;
    for (char letter = 'a'; letter < 'a' + 9; ++letter) {
        const auto at = content.indexOf(QByteArray(QByteArray(1, letter) + "_mark"));
        QVERIFY(at > last);
        last = at;
    }
}

// Words and quotes as Wireshark 4.0 reads them; tests/interop/test_capture.py has it read them.
void TestCaptureFile::keyLines_data()
{
    QTest::addColumn<QString>("made");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, api::CapturedKey captured, const char *expected) {
        QTest::newRow(name) << QString::fromStdString(lineFor(std::move(captured))) << QString::fromLatin1(expected);
    };
    row("IKEv1", api::Ikev1Key{0x0011223344556677, api::Encryption::Aes128Cbc, key(4, 0xa0)},
        "0011223344556677,a0a1a2a3\n");
    api::IkeProposal cbc{api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128};
    row("IKEv2, CBC", api::Ikev2Keys{1, 0xfedcba9876543210, cbc, key(2, 1), key(2, 3), key(2, 5), key(2, 7)},
        "0000000000000001,fedcba9876543210,0102,0304,\"AES-CBC-256 [RFC3602]\",0506,0708,"
        "\"HMAC_SHA2_256_128 [RFC4868]\"\n");
    api::IkeProposal gcm{api::Encryption::Aes128Gcm16, api::Integrity::None};
    row("IKEv2, GCM", api::Ikev2Keys{1, 2, gcm, key(2, 1), key(2, 3), {}, {}},
        "0000000000000001,0000000000000002,0102,0304,\"AES-GCM-128 with 16 octet ICV [RFC5282]\",,,"
        "\"NONE [RFC4306]\"\n");
    api::IkeProposal des{api::Encryption::DesCbc, api::Integrity::HmacMd5_96};
    row("IKEv2, DES", api::Ikev2Keys{1, 2, des, key(1, 1), key(1, 3), key(1, 5), key(1, 7)},
        "# not in Wireshark 4.0: 0000000000000001,0000000000000002,01,03,\"DES-CBC [RFC2405]\",05,07,"
        "\"HMAC_MD5_96 [RFC2403]\"\n");
    row("ESP, 3DES",
        api::EspKey{0xc0ffee01,
                    IpFamily::V4,
                    {api::Encryption::TripleDesCbc, api::Integrity::HmacSha1_96},
                    key(3, 1),
                    key(2, 9)},
        "\"IPv4\",\"*\",\"*\",\"0xc0ffee01\",\"TripleDES-CBC [RFC2451]\",\"0x010203\",\"HMAC-SHA-1-96 [RFC2404]\","
        "\"0x090a\"\n");
    api::EspProposal extended{api::Encryption::Aes256Gcm16, api::Integrity::None};
    extended.extendedSequenceNumbers = true;
    row("ESP, GCM, ESN", api::EspKey{1, IpFamily::V6, extended, key(3, 1), {}},
        "\"IPv6\",\"*\",\"*\",\"0x00000001\",\"AES-GCM with 16 octet ICV [RFC4106]\",\"0x010203\",\"NULL\",\"\","
        "\"64-bit\",\"0\"\n");
}

void TestCaptureFile::keyLines()
{
    QFETCH(const QString, made);
    QTEST(made, "expected");
}

QTEST_GUILESS_MAIN(TestCaptureFile)
#include "test_capture_file.moc"

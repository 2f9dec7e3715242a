#include "tests/models/transfer/peer_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::test;

namespace {

// What a text leaves unsaid, by the format's nature.
struct Unsaid
{
    bool localId = false;
    bool remoteId = false;
    bool localSubnets = false;
    bool name = false;
};

Unsaid unsaidBy(PeerFormat format, const PeerView &view)
{
    switch (format) {
    case PeerFormat::Alibaba: return {.name = true};
    // They identify themselves by an address that the text does not hold.
    case PeerFormat::CiscoIos: return {.localId = !view.isIkeV2 && !view.isAggressive};
    case PeerFormat::CiscoAsa:
    case PeerFormat::Huawei: return {.localId = true};
    case PeerFormat::FortiOs: return {.remoteId = true}; // any peer that knows the key
    case PeerFormat::Windows: return {.localId = view.isIkeV2, .localSubnets = view.isIkeV2};
    default: return {};
    }
}

bool isSameId(const QString &a, const QString &b)
{
    const auto left = api::Identity::parse(a.toStdString());
    const auto right = api::Identity::parse(b.toStdString());
    return left && right && *left == *right;
}

QString words(const PeerSuite &suite)
{
    return QString::fromStdString(std::string(api::shortName(suite.encryption)) + ' '
                                  + std::string(api::shortName(suite.hash)) + ' '
                                  + std::string(api::shortName(suite.group)));
}

// The differences, for a message that says more than "false".
QStringList differences(PeerFormat format, const PeerView &written, const PeerReading &read)
{
    const Unsaid unsaid = unsaidBy(format, written);
    const PeerView &view = read.view;
    QStringList found;
    const auto compare = [&found](const char *what, const QString &left, const QString &right) {
        if (left != right)
            found << QStringLiteral("%1: %2 / %3").arg(QLatin1String(what), left, right);
    };
    const auto number = [](auto value) { return QString::number(static_cast<qint64>(value)); };
    compare("version", number(written.isIkeV2), number(view.isIkeV2));
    compare("aggressive", number(written.isAggressive), number(view.isAggressive));
    compare("has suites", QStringLiteral("1 1"), number(read.hasIkeSuite) + u' ' + number(read.hasEspSuite));
    compare("IKE", words(written.ike), words(view.ike));
    compare("ESP", words(written.esp), words(view.esp));
    compare("IKE lifetime", number(written.ikeLifetime), number(view.ikeLifetime));
    compare("ESP lifetime", number(written.espLifetime), number(view.espLifetime));
    compare("remote", written.remote, view.remote);
    if (!view.local.isEmpty())
        compare("local", written.local, view.local);
    if (!unsaid.localSubnets)
        compare("local subnets", written.localSubnets.join(u','), view.localSubnets.join(u','));
    compare("remote subnets", written.remoteSubnets.join(u','), view.remoteSubnets.join(u','));
    if (!unsaid.localId && !isSameId(written.localId, view.localId))
        compare("local id", written.localId, view.localId);
    if (!unsaid.remoteId && !isSameId(written.remoteId, view.remoteId))
        compare("remote id", written.remoteId, view.remoteId);
    if (read.saysStart)
        compare("start", number(written.startsAtOnce), number(view.startsAtOnce));
    if (read.saysProbes)
        compare("probes", number(written.probes), number(view.probes));
    if (view.forcesEncapsulation)
        compare("encapsulation", number(written.forcesEncapsulation), number(view.forcesEncapsulation));
    if (!unsaid.name) {
        const int longest = format == PeerFormat::FortiOs || format == PeerFormat::Huawei ? 15 : 31;
        compare("name", slugOf(written.name, longest), view.name);
    }
    for (const IgnoredLine &line : read.ignored)
        found << QStringLiteral("not understood: line %1: %2").arg(line.line).arg(line.words);
    return found;
}

} // namespace

// Text of ours, read again, is the connection again: for connections and keys by chance, in every format.
class TestPeerRoundTrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connections_data();
    void connections();
    void keys_data() { connections_data(); }
    void keys();
    void everyCharacterOfTheAlphabet_data() { connections_data(); }
    void everyCharacterOfTheAlphabet();
    void placeholdersAreNoKeys_data() { connections_data(); }
    void placeholdersAreNoKeys();
    void formatsAreRecognised_data() { connections_data(); }
    void formatsAreRecognised();
    void truncatedTextsHarmNothing_data() { connections_data(); }
    void truncatedTextsHarmNothing();
    void addressesOfBothFamilies_data();
    void addressesOfBothFamilies();
};

void TestPeerRoundTrip::connections_data()
{
    QTest::addColumn<PeerFormat>("format");
    for (const PeerFormatInfo &info : peerFormats())
        QTest::newRow(info.id) << info.format;
}

void TestPeerRoundTrip::connections()
{
    QFETCH(PeerFormat, format);
    int written = 0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        RandomPeer random(seed);
        const SecretBytes key = random.key();
        const PeerView view = random.view(format);
        const ExportResult result = exportPeer(format, requestFor(view, &key));
        if (!result.blockers.isEmpty()) {
            QVERIFY(result.files.empty());
            continue;
        }
        ++written;
        const ReadResult read = readBack(format, result);
        QVERIFY2(read, read ? "" : qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(read.error().translated())));
        QCOMPARE(read->size(), std::size_t{1});
        const QStringList wrong = differences(format, view, read->front());
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(QStringLiteral("seed %1: %2\n%3")
                                .arg(QString::number(seed), wrong.join(u'\n'),
                                     QString::fromUtf8(bytesOf(result.files.front().text)))));
        QVERIFY(read->front().key);
        QVERIFY2(equalInConstantTime(read->front().key->view(), key.view()), qPrintable(QString::number(seed)));
    }
    // Chance meets what can be written often enough for this to mean something.
    QVERIFY2(written >= 8, qPrintable(QString::number(written)));
}

void TestPeerRoundTrip::keys()
{
    QFETCH(PeerFormat, format);
    int written = 0;
    for (const bool isV2 : {false, true}) {
        PeerView view = exampleView(isV2);
        if (format == PeerFormat::CiscoAsa && !isV2)
            view.ike.hash = view.esp.hash = api::Integrity::HmacSha1_96;
        for (unsigned seed = 0; seed < 500; ++seed) {
            const SecretBytes key = RandomPeer(seed).key();
            const ExportResult result = exportPeer(format, requestFor(view, &key));
            if (!result.blockers.isEmpty()) {
                // Only for what the format's own rule forbids.
                QCOMPARE(result.blockers.size(), 1);
                QCOMPARE(result.blockers.first().field, Field::Psk);
                const QByteArray text = bytesOf(key);
                QVERIFY(text.contains('?') || text.contains('\'') || text.size() < 6);
                continue;
            }
            ++written;
            const ReadResult read = readBack(format, result);
            QVERIFY(read && read->front().key);
            QVERIFY2(equalInConstantTime(read->front().key->view(), key.view()), qPrintable(QString::number(seed)));
        }
    }
    QVERIFY(written > 500);
}

// At every place that matters: alone, first, in the middle and last.
void TestPeerRoundTrip::everyCharacterOfTheAlphabet()
{
    QFETCH(PeerFormat, format);
    const PeerView view = exampleView(true);
    for (const char c : kKeyAlphabet) {
        const QByteArray one(1, c);
        for (const QByteArray &text : QByteArrayList{"abcdef" + one, one + "abcdef", "abc" + one + "def",
                                                     "0x" + one + "4041", "0s" + one + "QUJD", QByteArray(7, c)}) {
            const SecretBytes key(viewOf(text));
            const ExportResult result = exportPeer(format, requestFor(view, &key));
            if (!result.blockers.isEmpty()) {
                QVERIFY(text.contains('?') || text.contains('\''));
                continue;
            }
            const ReadResult read = readBack(format, result);
            QVERIFY(read && read->front().key);
            QCOMPARE(bytesOf(*read->front().key), text);
        }
    }
}

void TestPeerRoundTrip::placeholdersAreNoKeys()
{
    QFETCH(PeerFormat, format);
    const ExportResult result = exportPeer(format, requestFor(exampleView(true), nullptr));
    QVERIFY(result.blockers.isEmpty());
    QByteArray all;
    for (const ExportedFile &file : result.files) {
        QVERIFY(!file.holdsKey);
        all += bytesOf(file.text);
    }
    QVERIFY(all.contains("<PRE-SHARED-KEY>") || all.contains("&lt;PRE-SHARED-KEY&gt;"));
    const ReadResult read = readBack(format, result);
    QVERIFY(read);
    QVERIFY(!read->front().key);
}

void TestPeerRoundTrip::formatsAreRecognised()
{
    QFETCH(PeerFormat, format);
    for (const bool isV2 : {false, true}) {
        PeerView view = exampleView(isV2);
        if (format == PeerFormat::CiscoAsa && !isV2)
            view.ike.hash = view.esp.hash = api::Integrity::HmacSha1_96;
        const ExportResult result = exportPeer(format, requestFor(view, nullptr));
        QVERIFY(result.blockers.isEmpty());
        const auto known = recognisePeerFormat(result.files.front().text.view());
        // The override file of OPNsense is a swanctl.conf.
        QCOMPARE(known, std::optional(format == PeerFormat::OpnSense ? PeerFormat::Swanctl : format));
    }
    QVERIFY(!recognisePeerFormat(viewOf("nothing of the kind\n")));
}

void TestPeerRoundTrip::truncatedTextsHarmNothing()
{
    QFETCH(PeerFormat, format);
    const SecretBytes key(viewOf("n0t.A-Secret"));
    const ExportResult result = exportPeer(format, requestFor(exampleView(true), &key));
    const QByteArray whole = bytesOf(result.files.front().text);
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const ReadResult read = readPeer(format, viewOf(whole.first(size)));
        if (!read)
            QVERIFY(!read.error().reason.english().isEmpty());
    }
}

void TestPeerRoundTrip::addressesOfBothFamilies_data()
{
    QTest::addColumn<PeerFormat>("format");
    for (const PeerFormat format :
         {PeerFormat::Swanctl, PeerFormat::IpsecConf, PeerFormat::Libreswan, PeerFormat::Alibaba, PeerFormat::Junos,
          PeerFormat::VyOs, PeerFormat::OpnSense, PeerFormat::PfSense})
        QTest::newRow(peerFormatInfo(format).id) << format;
}

void TestPeerRoundTrip::addressesOfBothFamilies()
{
    QFETCH(PeerFormat, format);
    PeerView view = exampleView(true);
    view.local = view.localId = QStringLiteral("2001:db8:1::2");
    view.remote = view.remoteId = QStringLiteral("2001:db8:2::2");
    view.localSubnets = QStringList{QStringLiteral("10.1.0.0/24"), QStringLiteral("2001:db8:a::/48")};
    view.remoteSubnets = QStringList{QStringLiteral("10.2.0.0/24"), QStringLiteral("2001:db8:b::/48")};
    const SecretBytes key(viewOf("n0t.A-Secret"));
    const ExportResult result = exportPeer(format, requestFor(view, &key));
    QVERIFY(result.blockers.isEmpty());
    const ReadResult read = readBack(format, result);
    QVERIFY(read);
    QCOMPARE(differences(format, view, read->front()), QStringList());
}

QTEST_APPLESS_MAIN(TestPeerRoundTrip)
#include "test_peer_round_trip.moc"

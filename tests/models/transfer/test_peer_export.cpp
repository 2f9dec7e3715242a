#include "tests/models/transfer/peer_samples.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::models;
using namespace tw::test;

namespace {

QByteArray textOf(const ExportResult &result)
{
    QByteArray all;
    for (const ExportedFile &file : result.files)
        all += bytesOf(file.text);
    return all;
}

PeerView exampleFor(PeerFormat format, bool isV2)
{
    PeerView view = exampleView(isV2);
    if (format == PeerFormat::CiscoAsa && !isV2)
        view.ike.hash = view.esp.hash = api::Integrity::HmacSha1_96;
    return view;
}

} // namespace

class TestPeerExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMirror();
    void theWayBack();
    void certificatesAreNotExported();
    void theFirstLocalSubnetIsTheConnectionsRemoteOne_data();
    void theFirstLocalSubnetIsTheConnectionsRemoteOne();
    void golden_data();
    void golden();
    void headers_data();
    void headers();
    void blockers_data();
    void blockers();
    void mendsMend();
    void keysOfTheFormats_data();
    void keysOfTheFormats();
    void slugs();
    void theRevisionKnowsNoKey();
    void commentsStayComments();
};

// The table of export-formats, part 1.
void TestPeerExport::theMirror()
{
    ConnectionDraft draft = exampleDraft(true);
    draft.localId = QStringLiteral("cloud.example.com");
    draft.effectImmediately = true;
    draft.enableDpd = false;
    draft.natTraversal = QStringLiteral("forced");
    VpnGateway ours;
    ours.internetIp = QStringLiteral("198.51.100.10");
    CustomerGateway theirs;
    theirs.ipAddress = QStringLiteral("203.0.113.20");
    const auto view = peerViewOf(draft, ours, theirs);
    QVERIFY(view);
    QCOMPARE(view->remote, QStringLiteral("198.51.100.10"));
    QCOMPARE(view->local, QStringLiteral("203.0.113.20"));
    QCOMPARE(view->remoteSubnets, QStringList{QStringLiteral("10.10.0.0/24")});
    QCOMPARE(view->localSubnets, (QStringList{QStringLiteral("172.16.5.0/24"), QStringLiteral("172.16.6.0/24")}));
    QCOMPARE(view->remoteId, QStringLiteral("cloud.example.com"));
    QCOMPARE(view->localId, QStringLiteral("203.0.113.20")); // none was given: the customer gateway's address
    QVERIFY(view->startsAtOnce);
    QVERIFY(!view->probes);
    QVERIFY(view->forcesEncapsulation);
    QCOMPARE(otherEnd(otherEnd(*view)), *view);
    QCOMPARE(otherEnd(*view).local, view->remote);
}

void TestPeerExport::theWayBack()
{
    ConnectionDraft draft = exampleDraft(false);
    draft.ikeMode = QStringLiteral("aggressive");
    draft.localId = QStringLiteral("198.51.100.10");
    draft.remoteId = QStringLiteral("office.example.com");
    draft.ikeLifetime = QStringLiteral("28800");
    draft.ipsecPfs = QStringLiteral("disabled");
    VpnGateway ours;
    ours.internetIp = QStringLiteral("198.51.100.10");
    CustomerGateway theirs;
    theirs.ipAddress = QStringLiteral("203.0.113.20");
    ConnectionDraft back;
    back.id = draft.id;
    takeOver(*peerViewOf(draft, ours, theirs), back);
    for (const DraftMember &member : draftMembers())
        QCOMPARE(draftText(back, member.field), draftText(draft, member.field));
}

void TestPeerExport::certificatesAreNotExported()
{
    ConnectionDraft draft = exampleDraft(true);
    draft.authMethod = QStringLiteral("certificate");
    QVERIFY(!peerViewOf(draft, {}, {}));
}

void TestPeerExport::theFirstLocalSubnetIsTheConnectionsRemoteOne_data()
{
    QTest::addColumn<PeerFormat>("format");
    for (const PeerFormatInfo &info : peerFormats())
        QTest::newRow(info.id) << info.format;
}

void TestPeerExport::theFirstLocalSubnetIsTheConnectionsRemoteOne()
{
    QFETCH(PeerFormat, format);
    // With IKEv1, since the routed interface that Windows has for IKEv2 knows remote subnets only.
    const ExportResult result = exportPeer(format, requestFor(exampleFor(format, false), nullptr));
    const ReadResult read = readBack(format, result);
    QVERIFY(read);
    QCOMPARE(read->front().view.localSubnets.value(0), QStringLiteral("172.16.5.0/24"));
    QCOMPARE(read->front().view.remoteSubnets.value(0), QStringLiteral("10.10.0.0/24"));
    QCOMPARE(exampleDraft(false).remoteSubnet, QStringLiteral("172.16.5.0/24"));
    // And in the text itself, whatever the reader makes of it: ours stands before theirs.
    const QByteArray text = textOf(result);
    QVERIFY(text.indexOf("172.16.5.0") < text.indexOf("10.10.0.0"));
}

void TestPeerExport::golden_data()
{
    QTest::addColumn<PeerFormat>("format");
    QTest::addColumn<bool>("isV2");
    for (const PeerFormatInfo &info : peerFormats()) {
        QTest::addRow("%s, IKEv1", info.id) << info.format << false;
        QTest::addRow("%s, IKEv2", info.id) << info.format << true;
    }
}

// The files were compared line by line with the skeletons of export-formats, part 5. TW_WRITE_GOLDEN=1 writes them anew.
void TestPeerExport::golden()
{
    QFETCH(PeerFormat, format);
    QFETCH(bool, isV2);
    PeerView view = exampleFor(format, isV2);
    view.name = isV2 ? QStringLiteral("hq-ikev2") : QStringLiteral("hq-ikev1");
    const SecretBytes key(viewOf("n0t.A-Secret"));
    const ExportResult result = exportPeer(format, requestFor(view, &key));
    QVERIFY(result.blockers.isEmpty());
    const QDir directory(QStringLiteral(TW_GOLDEN_DIR));
    for (const ExportedFile &file : result.files) {
        QFile golden(directory.filePath(file.name));
        if (qEnvironmentVariableIsSet("TW_WRITE_GOLDEN")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(bytesOf(file.text));
            continue;
        }
        QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(file.name));
        QCOMPARE(QString::fromUtf8(bytesOf(file.text)), QString::fromUtf8(golden.readAll()));
    }
}

void TestPeerExport::headers_data() { theFirstLocalSubnetIsTheConnectionsRemoteOne_data(); }

void TestPeerExport::headers()
{
    QFETCH(PeerFormat, format);
    PeerView view = exampleFor(format, false);
    view.ike.group = api::DhGroup::Modp2048;
    const SecretBytes key(viewOf("n0t.A-Secret"));
    const ExportResult with = exportPeer(format, requestFor(view, &key));
    const ExportResult without = exportPeer(format, requestFor(view, nullptr));
    QVERIFY(std::ranges::any_of(with.files, &ExportedFile::holdsKey));
    QVERIFY(!std::ranges::any_of(without.files, &ExportedFile::holdsKey));
    if (format == PeerFormat::Alibaba) { // JSON has no comments
        QVERIFY(textOf(with).startsWith("{"));
        return;
    }
    for (const char *fact :
         {"Tunnelwright test", "Connection hq (vco-cccccccccccccccccccc), revision ", "written 2026-01-02T03:04:05Z",
          "For the device at 203.0.113.20", "Warning: IKEv1 is deprecated"})
        QVERIFY2(textOf(with).contains(fact), fact);
    QVERIFY(textOf(with).contains("Contains the pre-shared key"));
    QVERIFY(textOf(without).contains("Key left out"));
    for (const char *unsure : peerFormatInfo(format).unsure) {
        const QByteArray said = QByteArray("Not confirmed: ") + unsure;
        QVERIFY2(textOf(with).contains(said), unsure);
    }
    QVERIFY(!textOf(without).contains(key.view().empty() ? "" : "n0t.A-Secret"));
}

// Each "no" of export-formats, part 3, and of its gate table.
void TestPeerExport::blockers_data()
{
    QTest::addColumn<PeerFormat>("format");
    QTest::addColumn<bool>("isV2");
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("word");
    const auto row = [](PeerFormat format, bool isV2, Field field, const char *word) {
        QTest::addRow("%s %s %s", peerFormatInfo(format).id, isV2 ? "ikev2" : "ikev1", word)
            << format << isV2 << field << QString::fromLatin1(word);
    };
    using enum PeerFormat;
    for (const PeerFormat format : {Libreswan, VyOs, OpnSense, PfSense, CiscoAsa}) {
        row(format, true, Field::IkeEncAlg, "des");
        row(format, true, Field::IpsecEncAlg, "des");
    }
    for (const PeerFormat format : {OpnSense, PfSense, CiscoAsa}) {
        row(format, true, Field::IkeEncAlg, "3des");
        row(format, true, Field::IpsecEncAlg, "3des");
        row(format, true, Field::IkeAuthAlg, "md5");
        row(format, true, Field::IpsecAuthAlg, "md5");
    }
    for (const char *hash : {"sha256", "sha384", "sha512"}) {
        row(CiscoAsa, false, Field::IkeAuthAlg, hash);
        row(CiscoAsa, false, Field::IpsecAuthAlg, hash);
    }
    row(RouterOs, true, Field::IpsecAuthAlg, "sha384");
    row(Windows, true, Field::IpsecAuthAlg, "sha384");
    row(Windows, false, Field::IpsecAuthAlg, "sha384");
    for (const bool isV2 : {false, true}) {
        row(Windows, isV2, Field::IkeAuthAlg, "sha512");
        row(Windows, isV2, Field::IpsecAuthAlg, "sha512");
        row(Windows, isV2, Field::IkePfs, "group5");
        row(Windows, isV2, Field::IpsecPfs, "group5");
    }
    for (const PeerFormat format : {Libreswan, OpnSense})
        row(format, true, Field::IkePfs, "group1");
    for (const PeerFormat format : {Libreswan, CiscoAsa})
        row(format, true, Field::IpsecPfs, "group2");
    for (const PeerFormat format : {FortiOs, RouterOs, PanOs, OpnSense, CiscoAsa}) {
        row(format, true, Field::IkePfs, "group24");
        row(format, true, Field::IpsecPfs, "group24");
    }
    for (const char *group : {"group19", "group20", "group21", "group31"})
        row(Libreswan, false, Field::IpsecPfs, group);
    row(Windows, false, Field::IkeMode, "aggressive");
    row(Alibaba, true, Field::IpsecEncAlg, "aes256gcm16");
    // Phase 1 of these could not say which PRF goes with it.
    for (const PeerFormat format : {Junos, RouterOs, PanOs, PfSense})
        row(format, true, Field::IkeEncAlg, "aes256gcm16");
}

void TestPeerExport::blockers()
{
    QFETCH(PeerFormat, format);
    QFETCH(bool, isV2);
    QFETCH(Field, field);
    QFETCH(QString, word);
    ConnectionDraft draft = exampleDraft(isV2);
    if (format == PeerFormat::CiscoAsa && !isV2)
        draft.ikeAuthAlg = draft.ipsecAuthAlg = QStringLiteral("sha1");
    setDraftText(draft, field, word);
    if (isAeadChoice(draft.ipsecEncAlg))
        draft.ipsecAuthAlg = QStringLiteral("none");
    VpnGateway ours;
    ours.internetIp = QStringLiteral("198.51.100.10");
    CustomerGateway theirs;
    theirs.ipAddress = QStringLiteral("203.0.113.20");
    const ExportResult result = exportPeer(format, requestFor(*peerViewOf(draft, ours, theirs), nullptr));
    QVERIFY(result.files.empty());
    QCOMPARE(result.blockers.size(), 1);
    QCOMPARE(result.blockers.first().field, field);
    QVERIFY(!result.blockers.first().mends.isEmpty());
    QVERIFY(result.blockers.first().reason.english().contains(QLatin1String(peerFormatInfo(format).title)));
}

// The best mend of every algorithm that is refused leads to one that is not.
void TestPeerExport::mendsMend()
{
    VpnGateway ours;
    ours.internetIp = QStringLiteral("198.51.100.10");
    CustomerGateway theirs;
    theirs.ipAddress = QStringLiteral("203.0.113.20");
    int mended = 0;
    for (const PeerFormatInfo &info : peerFormats()) {
        for (const auto &[field, choices] :
             {std::pair(Field::IkeEncAlg, encryptionChoices()), std::pair(Field::IkeAuthAlg, authenticationChoices()),
              std::pair(Field::IkePfs, groupChoices()), std::pair(Field::IpsecPfs, groupChoices())}) {
            for (const QString &choice : choices) {
                ConnectionDraft draft = exampleDraft(true);
                setDraftText(draft, field, choice);
                const auto blockers = exportBlockers(info.format, *peerViewOf(draft, ours, theirs), nullptr);
                if (blockers.isEmpty())
                    continue;
                QCOMPARE(blockers.size(), 1);
                const Mend mend = blockers.first().mends.value(0);
                setDraftText(draft, mend.field, mend.value);
                QVERIFY2(exportBlockers(info.format, *peerViewOf(draft, ours, theirs), nullptr).isEmpty(),
                         qPrintable(QLatin1String(info.id) + u' ' + choice + u' ' + mend.value));
                ++mended;
            }
        }
    }
    QVERIFY(mended > 40);
}

void TestPeerExport::keysOfTheFormats_data()
{
    QTest::addColumn<PeerFormat>("format");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("written"); // empty: refused
    const QByteArray hard = R"({ "#} \'?)"; // also what no key of ours may hold
    using enum PeerFormat;
    QTest::newRow("swanctl: base64") << Swanctl << QByteArray("ab'#}") << QByteArray("secret = 0sYWInI30=");
    QTest::newRow("swanctl: whatever") << Swanctl << hard << QByteArray("secret = 0s" + hard.toBase64());
    QTest::newRow("ipsec.secrets") << IpsecConf << hard << QByteArray(" : PSK 0s" + hard.toBase64() + "\n");
    QTest::newRow("libreswan") << Libreswan << hard << QByteArray(" : PSK 0s" + hard.toBase64() + "\n");
    QTest::newRow("junos: digits") << Junos << hard << QByteArray("hexadecimal " + hard.toHex() + "\n");
    QTest::newRow("routeros: digits") << RouterOs << hard << QByteArray("secret=0x" + hard.toHex() + " ");
    QTest::newRow("ios: digits for ?") << CiscoIos << QByteArray("a?b") << QByteArray("pre-shared-key hex 613f62\n");
    QTest::newRow("ios: text") << CiscoIos << QByteArray("a<b") << QByteArray("pre-shared-key a<b\n");
    QTest::newRow("asa: no ?") << CiscoAsa << QByteArray("a?b") << QByteArray();
    QTest::newRow("huawei: no blank") << Huawei << QByteArray("qx zw") << QByteArray();
    QTest::newRow("h3c: no ?") << H3c << QByteArray("a?b") << QByteArray();
    QTest::newRow("vyos: no single quote") << VyOs << QByteArray("a'b") << QByteArray();
    QTest::newRow("fortios: six or more") << FortiOs << QByteArray("abcde") << QByteArray();
    QTest::newRow("fortios: escapes") << FortiOs << hard << QByteArray(R"(psksecret "{ \"#} \\'?")");
    QTest::newRow("windows: doubled quote") << Windows << QByteArray("a'b") << QByteArray("-SharedSecret 'a''b'");
    QTest::newRow("pfsense: entities") << PfSense << QByteArray("<&>'")
                                       << QByteArray("<pre-shared-key>&lt;&amp;&gt;'<");
    QTest::newRow("alibaba: JSON") << Alibaba << hard << QByteArray(R"("Psk": "{ \"#} \\'?")");
    QTest::newRow("control characters") << Alibaba << QByteArray("a\nb") << QByteArray();
}

void TestPeerExport::keysOfTheFormats()
{
    QFETCH(PeerFormat, format);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, written);
    const SecretBytes secret{viewOf(key)};
    const ExportResult result = exportPeer(format, requestFor(exampleView(true), &secret));
    if (written.isEmpty()) {
        QCOMPARE(result.blockers.size(), 1);
        QCOMPARE(result.blockers.first().field, Field::Psk);
        QVERIFY(!result.blockers.first().reason.english().contains(QString::fromLatin1(key)));
    } else {
        QVERIFY2(textOf(result).contains(written), textOf(result).constData());
    }
}

void TestPeerExport::slugs()
{
    const auto slug = [](const char *name, int longest = 31) { return slugOf(QString::fromUtf8(name), longest); };
    QCOMPARE(slug("hq"), QStringLiteral("hq"));
    QCOMPARE(slug("Branch_7"), QStringLiteral("Branch-7"));
    QCOMPARE(slug("杭州-office"), QStringLiteral("office"));
    QCOMPARE(slug("7th-site"), QStringLiteral("th-site"));
    QCOMPARE(slug("杭州"), QStringLiteral("vpn"));
    QCOMPARE(slug("a-very-long-name-indeed", 15), QStringLiteral("a-very-long-nam"));
    QSet<QString> taken;
    QCOMPARE(slugOf(QStringLiteral("hq"), 15, &taken), QStringLiteral("hq"));
    QCOMPARE(slugOf(QStringLiteral("hq"), 15, &taken), QStringLiteral("hq-2"));
    QCOMPARE(slugOf(QStringLiteral("hq"), 15, &taken), QStringLiteral("hq-3"));
    QCOMPARE(slugOf(QString(20, u'x'), 15, &taken), QString(15, u'x'));
    QCOMPARE(slugOf(QString(20, u'x'), 15, &taken), QString(13, u'x') + QStringLiteral("-2"));
}

void TestPeerExport::theRevisionKnowsNoKey()
{
    PeerView view = exampleView(true);
    const SecretBytes one(viewOf("n0t.A-Secret"));
    const SecretBytes other(viewOf("n0t.A-Secret-either"));
    const auto revision = [&](const SecretBytes &key) {
        const QByteArray text = textOf(exportPeer(PeerFormat::Swanctl, requestFor(view, &key)));
        return text.mid(text.indexOf("revision "), 17);
    };
    QCOMPARE(revision(one), revision(other));
    const QString before = settingsRevision(view);
    view.espLifetime -= 1;
    QVERIFY(settingsRevision(view) != before);
}

// A name comes from a user; in a comment it must not end it.
void TestPeerExport::commentsStayComments()
{
    PeerView view = exampleView(true);
    view.name = QStringLiteral("a--b\nc -->");
    for (const PeerFormatInfo &info : peerFormats()) {
        const ExportResult result = exportPeer(info.format, requestFor(view, nullptr));
        const QByteArray text = textOf(result);
        QVERIFY2(!text.contains("\nc -"), info.id);
        const ReadResult read = readBack(info.format, result);
        QVERIFY2(read, info.id);
        QVERIFY2(read->front().ignored.isEmpty(),
                 qPrintable(QString::number(read->front().ignored.value(0).line) + QString::fromUtf8(text)));
    }
}

QTEST_APPLESS_MAIN(TestPeerExport)
#include "test_peer_export.moc"

#include "tests/models/transfer/peer_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using namespace tw::test;

namespace {

ReadResult read(PeerFormat format, const QByteArray &text, const QByteArray &secrets = {})
{
    return readPeer(format, viewOf(text), viewOf(secrets));
}

QString faultOf(const ReadResult &result)
{
    if (result)
        return QStringLiteral("understood");
    return QStringLiteral("%1: %2").arg(result.error().line).arg(result.error().reason.english());
}

QStringList ignoredBy(const PeerReading &reading)
{
    QStringList list;
    for (const IgnoredLine &line : reading.ignored)
        list << QStringLiteral("%1 %2").arg(line.line).arg(line.words);
    return list;
}

} // namespace

// Configurations as people have them, and hostile ones.
class TestPeerReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void swanctl();
    void swanctlSecretsAreChosenByIdentity();
    void swanctlSectionsGoOn();
    void ipsecConf();
    void libreswan();
    void alibabaShapes_data();
    void alibabaShapes();
    void alibabaAnswers();
    void alibabaTunnels();
    void nothingIsTakenForAWeakerThing();
    void keysAreNotInWhatIsIgnored();
    void floodsAreBounded_data();
    void floodsAreBounded();
    void faults_data();
    void faults();
};

// After strongSwan's manual page of swanctl.conf and its test scenarios: several proposals, ranges of time, two children,
// an include.
void TestPeerReading::swanctl()
{
    const ReadResult result = read(PeerFormat::Swanctl, R"(# comment
include conf.d/*.conf
connections {
   site-site { # another
      local_addrs  = 192.168.0.100,%any
      remote_addrs = 192.168.0.1
      local {
         auth = psk
         id = "sun.strongswan.org"
      }
      remote { auth = psk
         id = @moon.strongswan.org
      }
      children {
         net-net {
            local_ts  = 10.2.0.0/16, 10.4.0.0/16
            remote_ts = 10.1.0.0/16
            esp_proposals = aes128gcm128-x25519,aes256-sha256-sha512-modp2048
            rekey_time = 90m
            life_time = 100m
            updown = /usr/local/libexec/ipsec/_updown iptables
            start_action = trap|start
         }
         host {
            remote_ts = dynamic
            esp_proposals = aes128gcm128-x25519
         }
      }
      version = 2
      proposals = aes128-sha256-x25519, default
      rekey_time = 4h
      pools = one
   }
}
secrets {
   ike-1 {
      id-sun = sun.strongswan.org
      secret = "with \"quotes\" and a \\ too"
   }
   private-1 {
      secret = passphrase
   }
}
)");
    QCOMPARE(faultOf(result), QStringLiteral("understood"));
    QCOMPARE(result->size(), std::size_t{1});
    const PeerReading &reading = result->front();
    const PeerView &view = reading.view;
    QCOMPARE(view.name, QStringLiteral("site-site"));
    QCOMPARE(view.local, QStringLiteral("192.168.0.100"));
    QCOMPARE(view.localId, QStringLiteral("sun.strongswan.org"));
    QCOMPARE(view.remoteId, QStringLiteral("moon.strongswan.org"));
    QCOMPARE(view.localSubnets, (QStringList{QStringLiteral("10.2.0.0/16"), QStringLiteral("10.4.0.0/16")}));
    QCOMPARE(view.ikeLifetime, 4 * 3600 + 4 * 360); // over_time is a tenth by default
    QCOMPARE(view.espLifetime, 6000);
    QVERIFY(view.startsAtOnce);
    QVERIFY(reading.hasIkeSuite && reading.hasEspSuite);
    QCOMPARE(reading.ikeOffers.size(), std::size_t{1});
    QCOMPARE(view.ike,
             (PeerSuite{api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, api::DhGroup::Curve25519}));
    QCOMPARE(reading.espOffers.size(), std::size_t{3}); // one, and two hashes of the other
    QCOMPARE(view.esp, (PeerSuite{api::Encryption::Aes128Gcm16, api::Integrity::None, api::DhGroup::Curve25519}));
    QCOMPARE(bytesOf(*reading.key), QByteArray(R"(with "quotes" and a \ too)"));
    QCOMPARE(
        ignoredBy(reading),
        (QStringList{QStringLiteral("2 include"), QStringLiteral("21 updown"), QStringLiteral("25 remote_ts"),
                     QStringLiteral("26 esp_proposals"), QStringLiteral("30 proposals"), QStringLiteral("32 pools")}));
}

void TestPeerReading::swanctlSecretsAreChosenByIdentity()
{
    const QByteArray connections = R"(connections {
  a { version = 1
    local_addrs = 192.0.2.1
    remote_addrs = 192.0.2.2
  }
  b { version = 2
    local_addrs = 192.0.2.1
    remote_addrs = 192.0.2.3
  }
}
)";
    const ReadResult result = read(PeerFormat::Swanctl, connections + R"(secrets {
  ike-b {
    id-b = 192.0.2.3
    secret = 0x6f6e65
  }
  ike-any {
    secret = other
  }
})");
    QCOMPARE(faultOf(result), QStringLiteral("understood"));
    QCOMPARE(result->size(), std::size_t{2});
    QVERIFY(!result->at(0).view.isIkeV2);
    QCOMPARE(bytesOf(*result->at(0).key), QByteArray("other"));
    QCOMPARE(bytesOf(*result->at(1).key), QByteArray("one"));
}

// Files that were put one behind the other: a section of a known name goes on, and a value that comes later counts.
void TestPeerReading::swanctlSectionsGoOn()
{
    const ReadResult result = read(PeerFormat::Swanctl, R"(connections {
  a { version = 1
    local_addrs = 192.0.2.1
    remote_addrs = 192.0.2.2
  }
}
connections {
  b { version = 2
    local_addrs = 192.0.2.1
    remote_addrs = 192.0.2.3
  }
  a { version = 2
  }
}
)");
    QCOMPARE(faultOf(result), QStringLiteral("understood"));
    QCOMPARE(result->size(), std::size_t{2});
    QVERIFY(result->at(0).view.isIkeV2);
    QCOMPARE(result->at(0).view.remote, QStringLiteral("192.0.2.2"));
    QCOMPARE(result->at(1).view.remote, QStringLiteral("192.0.2.3"));
}

// After the examples of strongSwan's ipsec.conf(5): defaults, "also", a list, margins.
void TestPeerReading::ipsecConf()
{
    const ReadResult result = read(PeerFormat::IpsecConf, R"(config setup
	charondebug="ike 2, knl 1"

conn %default
	ikelifetime=60m
	keylife=20m
	rekeymargin=3m
	keyingtries=1
	keyexchange=ikev1
	authby=secret

conn base
	left=192.168.0.1
	leftsubnet=10.1.0.0/16
	leftid=@moon.strongswan.org  # a comment
	leftfirewall=yes

conn net-net
	also=base
	right=192.168.0.2
	rightsubnet=10.2.0.0/16
	rightid=@sun.strongswan.org
	ike=aes128-sha1-modp2048,3des-md5-modp1024!
	esp=aes128-sha1!
	dpdaction=none
	auto=add
)",
                                   R"(# secrets
include other.secrets
@moon.strongswan.org @sun.strongswan.org : PSK "has # and ' in it"
: RSA key.pem
)");
    QCOMPARE(faultOf(result), QStringLiteral("understood"));
    QCOMPARE(result->size(), std::size_t{1});
    const PeerReading &reading = result->front();
    QVERIFY(!reading.view.isIkeV2);
    QCOMPARE(reading.view.name, QStringLiteral("net-net"));
    QCOMPARE(reading.view.local, QStringLiteral("192.168.0.1"));
    QCOMPARE(reading.view.localId, QStringLiteral("moon.strongswan.org"));
    QCOMPARE(reading.view.ikeLifetime, 3600);
    QCOMPARE(reading.view.espLifetime, 1200);
    QCOMPARE(reading.ikeOffers.size(), std::size_t{2});
    QCOMPARE(reading.view.esp.group, api::DhGroup::None); // no group: no PFS
    QVERIFY(reading.saysProbes && !reading.view.probes);
    QCOMPARE(bytesOf(*reading.key), QByteArray("has # and ' in it"));
    QCOMPARE(ignoredBy(reading), QStringList{QStringLiteral("16 leftfirewall")});
}

// After Libreswan's ipsec.conf(5), before and since 5.0.
void TestPeerReading::libreswan()
{
    const ReadResult result = read(PeerFormat::Libreswan, R"(conn west-east
    ikev2=no
    authby=secret
    left=192.1.2.45
    leftid=@west
    leftsubnets={192.0.1.0/24,192.0.3.0/24}
    right=192.1.2.23
    rightid=@east
    rightsubnet=192.0.2.0/24
    ike=aes256-sha2_512;dh19
    phase2alg=aes_gcm256
    salifetime=8h
    auto=start
)",
                                   "@west @east : PSK 0x7365637265_74\n");
    QCOMPARE(faultOf(result), QStringLiteral("understood"));
    const PeerReading &reading = result->front();
    QVERIFY(!reading.view.isIkeV2);
    QVERIFY(reading.view.startsAtOnce);
    QCOMPARE(reading.view.localSubnets.size(), 2);
    QCOMPARE(reading.view.espLifetime, 28800);
    QCOMPARE(reading.view.esp.encryption, api::Encryption::Aes256Gcm16);
    QCOMPARE(reading.view.esp.group, api::DhGroup::Ecp256); // pfs is on by default, with phase 1's group
    QCOMPARE(bytesOf(*reading.key), QByteArray("secret"));
    QCOMPARE(ignoredBy(reading), QStringList());
}

void TestPeerReading::alibabaShapes_data()
{
    QTest::addColumn<QByteArray>("text");
    // The seed's own example, in each wrapping and spelling.
    const QByteArray inner = R"({"Local": "1.1.1.1", "Remote": "2.2.2.2", "LocalSubnet": "172.16.0.0/12",
        "RemoteSubnet": "192.168.0.0/16",
        "IkeConfig": {"IkeVersion": "ikev1", "IkeMode": "main", "IkeEncAlg": "aes", "IkeAuthAlg": "sha1",
                      "IkePfs": "group2", "IkeLifetime": 86400, "Psk": "pgw6dy7d1i8i\/x"},
        "IpsecConfig": {"IpsecEncAlg": "aes", "IpsecAuthAlg": "sha1", "IpsecPfs": "disabled", "IpsecLifetime": 3600}})";
    QByteArray misspelt = inner;
    misspelt.replace("RemoteSubnet", "RemotSubnet");
    QByteArray quoted = inner;
    quoted.replace("86400", "\"86400\"").replace("3600}", "\"3600\"}");
    QTest::newRow("alone") << inner;
    QTest::newRow("wrapped") << QByteArray(R"({"RequestId": "F4DF", "VpnConnectionConfig": )" + inner + "}");
    QTest::newRow("misspelt") << misspelt;
    QTest::newRow("numbers as texts") << quoted;
    QTest::newRow("in a list") << QByteArray("[" + inner + "]");
    QTest::newRow("with a mark of the byte order") << QByteArray("\xEF\xBB\xBF" + inner);
}

void TestPeerReading::alibabaShapes()
{
    QFETCH(QByteArray, text);
    const ReadResult result = read(PeerFormat::Alibaba, text);
    QCOMPARE(faultOf(result), QStringLiteral("understood"));
    QCOMPARE(result->size(), std::size_t{1});
    const PeerReading &reading = result->front();
    QVERIFY(!reading.isGateways);
    QCOMPARE(reading.view.localSubnets, QStringList{QStringLiteral("172.16.0.0/12")});
    QCOMPARE(reading.view.remoteSubnets, QStringList{QStringLiteral("192.168.0.0/16")});
    QCOMPARE(reading.view.localId, QStringLiteral("1.1.1.1"));
    QCOMPARE(reading.view.ikeLifetime, 86400);
    QCOMPARE(reading.view.espLifetime, 3600);
    QCOMPARE(reading.view.esp,
             (PeerSuite{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None}));
    QCOMPARE(bytesOf(*reading.key), QByteArray("pgw6dy7d1i8i/x"));
    // Mirrored into a draft, ours is what the other side calls remote.
    ConnectionDraft draft;
    takeOver(reading.view, draft);
    QCOMPARE(draft.localSubnet, QStringLiteral("192.168.0.0/16"));
}

// DescribeVpnConnection tells of the object in the cloud, so its local is the gateway's.
void TestPeerReading::alibabaAnswers()
{
    const ReadResult result =
        read(PeerFormat::Alibaba, R"({"RequestId": "F4DF", "VpnConnectionId": "vco-bp1bbi27hojx80nck****",
        "CustomerGatewayId": "cgw-1", "VpnGatewayId": "vpn-1", "Name": "nametest", "Status": "ipsec_sa_established",
        "LocalSubnet": "192.168.0.0/16,10.0.0.0/24", "RemoteSubnet": "172.16.0.0/12", "EffectImmediately": true,
        "IkeConfig": {"IkeVersion": "ikev2", "IkeMode": "main", "IkeEncAlg": "aes256", "IkeAuthAlg": "sha256",
                      "IkePfs": "group14", "IkeLifetime": 28800, "LocalId": "116.64.0.1", "RemoteId": "139.18.0.1",
                      "Psk": "pgw6dy7d1i8i"},
        "IpsecConfig": {"IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha256", "IpsecPfs": "group14", "IpsecLifetime": 3600}})");
    QCOMPARE(faultOf(result), QStringLiteral("understood"));
    const PeerReading &reading = result->front();
    QVERIFY(reading.isGateways);
    QVERIFY(reading.saysStart && reading.view.startsAtOnce);
    QCOMPARE(reading.view.name, QStringLiteral("nametest"));
    ConnectionDraft draft;
    takeOver(otherEnd(reading.view), draft);
    QCOMPARE(draft.localSubnet, QStringLiteral("192.168.0.0/16,10.0.0.0/24"));
    QCOMPARE(draft.localId, QStringLiteral("116.64.0.1"));
}

void TestPeerReading::alibabaTunnels()
{
    const ReadResult result = read(PeerFormat::Alibaba, R"({"VpnConnectionConfig": {
        "LocalSubnet": "172.16.0.0/12", "RemoteSubnet": "192.168.0.0/16",
        "TunnelsConfig": {"TunnelConfig": [
          {"TunnelId": "tun-1", "Local": "1.1.1.1", "Remote": "2.2.2.2",
           "IkeConfig": {"IkeVersion": "ikev2", "IkeEncAlg": "aes", "IkeAuthAlg": "sha1", "IkePfs": "group2", "Psk": "one"},
           "IpsecConfig": {"IpsecEncAlg": "aes", "IpsecAuthAlg": "sha1", "IpsecPfs": "group2"}},
          {"TunnelId": "tun-2", "Local": "1.1.1.1", "Remote": "3.3.3.3",
           "IkeConfig": {"IkeVersion": "ikev2", "IkeEncAlg": "aes", "IkeAuthAlg": "sha1", "IkePfs": "group2", "Psk": "two"},
           "IpsecConfig": {"IpsecEncAlg": "aes", "IpsecAuthAlg": "sha1", "IpsecPfs": "group2"}}]}}})");
    QCOMPARE(faultOf(result), QStringLiteral("understood"));
    QCOMPARE(result->size(), std::size_t{2});
    QCOMPARE(result->at(1).view.remote, QStringLiteral("3.3.3.3"));
    QCOMPARE(bytesOf(*result->at(1).key), QByteArray("two"));
    QCOMPARE(result->at(1).view.localSubnets, QStringList{QStringLiteral("172.16.0.0/12")});
}

// An algorithm that is not known must not be read as a default.
void TestPeerReading::nothingIsTakenForAWeakerThing()
{
    const SecretBytes key(viewOf("n0t.A-Secret"));
    for (const PeerFormatInfo &info : peerFormats()) {
        PeerView view = exampleView(true);
        view.ike.group = api::DhGroup::Modp2048;
        const ExportResult result = exportPeer(info.format, requestFor(view, &key));
        QByteArray text = bytesOf(result.files.front().text);
        const QByteArray group = peerWords(info.format).word(api::DhGroup::Modp2048, PeerPhase::Esp);
        const QByteArray windows = info.format == PeerFormat::Windows ? "PFS2048" : group;
        // The last place is phase 2's.
        const qsizetype at = text.lastIndexOf(windows);
        QVERIFY2(at > 0, info.id);
        text.replace(at, windows.size(), "9999");
        const ReadResult read = readPeer(info.format, viewOf(text), {});
        QVERIFY2(read, info.id);
        QVERIFY2(!read->front().hasEspSuite, info.id);
    }
}

void TestPeerReading::keysAreNotInWhatIsIgnored()
{
    const ReadResult result = read(PeerFormat::Junos,
                                   "set security ike gateway a address 192.0.2.1\n"
                                   "set security ike policy a pre-shared-key strange n0t.A-Secret\n");
    QVERIFY(result);
    QCOMPARE(ignoredBy(result->front()), QStringList{QStringLiteral("2 set security")});
}

// Texts within the limits whose parts multiply: each would take gigabytes or minutes, were it taken at its word.
void TestPeerReading::floodsAreBounded_data()
{
    QTest::addColumn<PeerFormat>("format");
    QTest::addColumn<QByteArray>("text");
    using enum PeerFormat;
    QByteArray nested;
    for (int depth = 0; depth < kMaxPeerDepth - 1; ++depth)
        nested += QByteArray(depth, ' ') + QByteArray("x ").repeated(2000) + '\n';
    QTest::newRow("words of the lines above")
        << CiscoIos << QByteArray(nested + QByteArray("               y\n").repeated(19000));
    const QByteArray name(4000, 'n');
    QByteArray elements = "<phase1>";
    for (int depth = 0; depth < kMaxPeerDepth - 2; ++depth)
        elements += "\n<" + name + ">";
    for (int i = 0; i < 900; ++i)
        elements += '\n' + QByteArray("<a/>").repeated(1000);
    QTest::newRow("paths of elements") << PfSense << elements.first(std::min<qsizetype>(elements.size(), kMaxPeerText));
    const QByteArray combined = "    proposals = " + QByteArray("des-3des-").repeated(140)
        + QByteArray("md5-sha1-").repeated(140) + QByteArray("ecp256-ecp384-").repeated(90) + '\n';
    QTest::newRow("proposals") << Swanctl << QByteArray("connections {\n  a {\n" + combined.repeated(240) + "  }\n}\n");
    QByteArray subnets = "connections {\n a {\n children {\n b {\n";
    for (int i = 0; i < 60000; ++i)
        subnets += (i % 250 == 0 ? "\nlocal_ts = " : ",") + QByteArray::number(1 + i / 65536) + '.'
            + QByteArray::number(i / 256 % 256) + '.' + QByteArray::number(i % 256) + ".0/24";
    QTest::newRow("subnets") << Swanctl << QByteArray(subnets + "\n}\n}\n}\n}\n");
    QByteArray also = "conn big\n" + QByteArray("    also=big\n").repeated(19000);
    for (int i = 0; i < 250; ++i)
        also += "conn c" + QByteArray::number(i) + "\n    also=big\n";
    QTest::newRow("pieces of pieces") << IpsecConf << also;
}

void TestPeerReading::floodsAreBounded()
{
    QFETCH(PeerFormat, format);
    QFETCH(QByteArray, text);
    QVERIFY(text.size() <= static_cast<qsizetype>(kMaxPeerText));
    const ReadResult result = read(format, text);
    if (!result)
        return;
    for (const PeerReading &reading : *result) {
        QVERIFY(reading.view.localSubnets.size() <= kMaxPeerSubnets);
        QVERIFY(reading.ikeOffers.size() <= 64);
    }
}

void TestPeerReading::faults_data()
{
    QTest::addColumn<PeerFormat>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    using enum PeerFormat;
    const auto row = [](const char *name, PeerFormat format, const QByteArray &text, int line) {
        QTest::newRow(name) << format << text << line;
    };
    row("huge", Swanctl, QByteArray(static_cast<qsizetype>(kMaxPeerText) + 1, ' '), 0);
    row("many lines", Swanctl, QByteArray(kMaxPeerLines + 1, '\n'), kMaxPeerLines + 1);
    row("a long line", FortiOs, "\n" + QByteArray(kMaxPeerLine + 1, 'x'), 2);
    row("not UTF-8", Junos, "# fine\nset \xff\n", 2);
    row("UTF-16", Alibaba, QByteArray("{\0\"\0", 4), 1);
    row("an archive", Swanctl, QByteArray("PK\x03\x04", 4), 1);
    row("deep braces", Swanctl, QByteArray("a {\n").repeated(kMaxPeerDepth + 1), kMaxPeerDepth + 1);
    row("deep brackets", Alibaba, QByteArray("[\n").repeated(100), kMaxPeerDepth + 1);
    row("deep elements", PfSense, QByteArray("<a>\n").repeated(100), kMaxPeerDepth + 1);
    row(
        "deep indents", CiscoIos,
        [] {
            QByteArray text;
            for (int i = 0; i < 40; ++i)
                text += QByteArray(i, ' ') + "x\n";
            return text;
        }(),
        kMaxPeerDepth + 1);
    row("entities", PfSense, "<!DOCTYPE a [<!ENTITY b \"c\">]>\n<a>&b;</a>", 1);
    row("an open section", Swanctl, "connections {\n  a {\n", 2);
    row("a stray brace", Swanctl, "\n}\n", 2);
    row("an open quotation", Swanctl, "connections {\n  a {\n    version = \"2\n  }\n}\n", 3);
    row("broken digits", Swanctl, "connections {\n  a {\n  }\n}\nsecrets {\n  ike {\n    secret = 0s!!!\n  }\n}\n", 7);
    row("no connection", Swanctl, "secrets {\n}\n", 0);
    row("no connection in ipsec.conf", IpsecConf, "config setup\n", 0);
    row("no section", IpsecConf, "# x\nhello\n", 2);
    row("no value", Libreswan, "conn a\n  left\n", 2);
    row("broken JSON", Alibaba, "{\n\"a\": \n}", 3);
    row("JSON of something else", Alibaba, "{\"a\": 1}", 0);
    row("an open quotation in a console's text", FortiOs, "config vpn ipsec phase1-interface\n    edit \"x\n", 2);
    row("an open quotation of PowerShell", Windows, "Add-VpnS2SInterface -Name 'x\n", 1);
    row("empty", VyOs, "", 0);
}

void TestPeerReading::faults()
{
    QFETCH(PeerFormat, format);
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    const ReadResult result = read(format, text);
    QVERIFY(!result);
    QCOMPARE(result.error().line, line);
    QVERIFY(!result.error().reason.english().isEmpty());
}

QTEST_APPLESS_MAIN(TestPeerReading)
#include "test_peer_reading.moc"

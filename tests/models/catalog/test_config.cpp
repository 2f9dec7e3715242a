#include "tests/support/draft_samples.h"

#include <QTest>

using namespace tw;
using namespace tw::models;
using std::chrono::seconds;

namespace {

api::ConnectionConfig configOf(const ConnectionDraft &draft, const ValidationContext &context = test::sampleContext())
{
    const auto valid = validate(draft, test::sampleKey(), context);
    return valid ? *valid->config : api::ConnectionConfig{};
}

api::TrafficSelector range(std::string_view prefix)
{
    return api::TrafficSelector::fromPrefix(*IpPrefix::parse(prefix));
}

QString text(const char *literal) { return QString::fromUtf8(literal); }

} // namespace

// What the engine is given: each value of the form, and what stands in for those that are left empty.
class TestConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsOfTheConsole();
    void everyValueArrives();
    void idsDefaultToTheGateways();
    void idsOfEveryKind();
    void aeadNamesThePrf();
    void peerByName();
    void ikeV1();
    void draftBecomesCanonical();
};

void TestConfig::defaultsOfTheConsole()
{
    ConnectionDraft draft = test::sampleDraft();
    draft.id = text("vco-cccccccccccccccccccc");
    const api::ConnectionConfig config = configOf(draft);
    QCOMPARE(config.id.value(), std::string("vco-cccccccccccccccccccc"));
    QCOMPARE(config.name, std::string("hz-office"));
    QVERIFY(!config.localAddress);
    QVERIFY(config.peer == api::PeerAddress(IpAddress::v4(198, 51, 100, 20)));
    QVERIFY(!config.effectImmediately);
    QVERIFY(config.natTraversal == api::NatTraversal::Automatic);
    QVERIFY(config.ike.version == api::IkeVersion::V2);
    QVERIFY(config.ike.proposals
            == std::vector{(api::IkeProposal{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96,
                                             api::Prf::HmacSha1, api::DhGroup::Modp1024})});
    QVERIFY(config.ike.lifetime == seconds(86400));
    QVERIFY(config.child.proposals
            == std::vector{(api::EspProposal{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96,
                                             api::DhGroup::Modp1024, false})});
    QVERIFY(config.child.lifetime == seconds(86400));
    QVERIFY(config.child.local == std::vector{range("192.168.0.0/16")});
    QVERIFY(config.child.remote == std::vector{range("172.16.0.0/12")});
    QCOMPARE(config.child.replayWindow, 1024U);
    QCOMPARE(config.child.mtu, 0);
    QCOMPARE(config.child.mss, 0);
    QVERIFY(config.dpd.enabled);
}

void TestConfig::everyValueArrives()
{
    ConnectionDraft draft = test::sampleDraft();
    draft.effectImmediately = true;
    draft.localSubnet = text("10.1.0.0/16,2001:db8:1::/48");
    draft.remoteSubnet = text("10.2.0.0/16,2001:db8:2::/48");
    draft.ikeEncAlg = text("aes256");
    draft.ikeAuthAlg = text("sha512");
    draft.ikePfs = text("group31");
    draft.ikeLifetime = text("28800");
    draft.localId = text("hz.example.com");
    draft.remoteId = text("office@example.com");
    draft.ipsecEncAlg = text("3des");
    draft.ipsecAuthAlg = text("md5");
    draft.ipsecPfs = text("disabled");
    draft.ipsecLifetime = text("3600");
    draft.enableDpd = false;
    draft.natTraversal = text("forced");
    draft.replayWindow = text("1024");
    draft.enableEsn = true;
    draft.mtu = text("1400");
    draft.mss = text("1300");
    ValidationContext context = test::sampleContext();
    context.vpnGateways[0].localAddress = text("192.0.2.7");

    const api::ConnectionConfig config = configOf(draft, context);
    QVERIFY(config.localAddress == IpAddress::v4(192, 0, 2, 7));
    QVERIFY(config.effectImmediately);
    QVERIFY(config.natTraversal == api::NatTraversal::Forced);
    QVERIFY(config.ike.proposals
            == std::vector{(api::IkeProposal{api::Encryption::Aes256Cbc, api::Integrity::HmacSha512_256,
                                             api::Prf::HmacSha512, api::DhGroup::Curve25519})});
    QVERIFY(config.ike.lifetime == seconds(28800));
    QVERIFY(config.ike.localId.type == api::Identity::Type::Fqdn);
    QCOMPARE(config.ike.localId.toString(), std::string("hz.example.com"));
    QVERIFY(config.ike.remoteId.type == api::Identity::Type::UserFqdn);
    QCOMPARE(config.ike.remoteId.toString(), std::string("office@example.com"));
    QVERIFY(
        config.child.proposals
        == (std::vector{
            api::EspProposal{api::Encryption::TripleDesCbc, api::Integrity::HmacMd5_96, api::DhGroup::None, true},
            api::EspProposal{api::Encryption::TripleDesCbc, api::Integrity::HmacMd5_96, api::DhGroup::None, false}}));
    QVERIFY(config.child.lifetime == seconds(3600));
    QVERIFY(config.child.local == (std::vector{range("10.1.0.0/16"), range("2001:db8:1::/48")}));
    QVERIFY(config.child.remote == (std::vector{range("10.2.0.0/16"), range("2001:db8:2::/48")}));
    QCOMPARE(config.child.replayWindow, 1024U);
    QCOMPARE(config.child.mtu, 1400);
    QCOMPARE(config.child.mss, 1300);
    QVERIFY(!config.dpd.enabled);

    draft.natTraversal = text("off");
    QVERIFY(configOf(draft, context).natTraversal == api::NatTraversal::Off);
}

void TestConfig::idsDefaultToTheGateways()
{
    const api::ConnectionConfig config = configOf(test::sampleDraft());
    QVERIFY(config.ike.localId == api::Identity::fromAddress(IpAddress::v4(203, 0, 113, 10)));
    QVERIFY(config.ike.remoteId == api::Identity::fromAddress(IpAddress::v4(198, 51, 100, 20)));
}

void TestConfig::idsOfEveryKind()
{
    ConnectionDraft draft = test::sampleDraft();
    draft.localId = text("C=CN, O=Example Ltd, CN=vpn");
    draft.remoteId = text("@#0a1b2c");
    const api::ConnectionConfig config = configOf(draft);
    QVERIFY(config.ike.localId.type == api::Identity::Type::DerDn);
    QCOMPARE(config.ike.localId.toString(), std::string("C=CN, O=Example Ltd, CN=vpn"));
    QVERIFY(config.ike.remoteId == (api::Identity{api::Identity::Type::KeyId, Bytes{0x0a, 0x1b, 0x2c}}));
}

void TestConfig::aeadNamesThePrf()
{
    ConnectionDraft draft = test::sampleDraft();
    draft.ikeEncAlg = text("aes256gcm16");
    draft.ikeAuthAlg = text("sha384");
    draft.ipsecEncAlg = text("chacha20poly1305");
    draft.ipsecAuthAlg.clear(); // as documents leave it
    const api::ConnectionConfig config = configOf(draft);
    QCOMPARE(config.ike.proposals.size(), 1U);
    QVERIFY(config.ike.proposals[0].integrity == api::Integrity::None);
    QVERIFY(config.ike.proposals[0].prf == api::Prf::HmacSha384);
    QVERIFY(config.child.proposals[0].encryption == api::Encryption::ChaCha20Poly1305);
    QVERIFY(config.child.proposals[0].integrity == api::Integrity::None);
}

void TestConfig::peerByName()
{
    ValidationContext context = test::sampleContext();
    context.customerGateways[0].ipAddress = text("vpn.example.com");
    const api::ConnectionConfig config = configOf(test::sampleDraft(), context);
    QVERIFY(config.peer == api::PeerAddress(api::HostName("vpn.example.com")));
    QVERIFY(config.ike.remoteId.type == api::Identity::Type::Fqdn);
    QCOMPARE(config.ike.remoteId.toString(), std::string("vpn.example.com"));
}

void TestConfig::ikeV1()
{
    ConnectionDraft draft = test::sampleDraft();
    draft.ikeVersion = text("ikev1");
    QVERIFY(configOf(draft).ike.version == api::IkeVersion::V1);
    QVERIFY(configOf(draft).ike.mode == api::IkeV1Mode::Main);
    draft.ikeMode = text("aggressive");
    QVERIFY(configOf(draft).ike.mode == api::IkeV1Mode::Aggressive);
}

void TestConfig::draftBecomesCanonical()
{
    ConnectionDraft draft = test::sampleDraft();
    draft.regionId.clear();
    draft.name = text("  hz-office\t");
    draft.localSubnet = text(" 10.1.0.0/16 \n2001:DB8:0:0::/48 ");
    draft.remoteSubnet = text("10.2.0.0/16，2001:db8:1::/48");
    draft.ikeLifetime = text("003600");
    draft.mtu = text("0");
    const auto valid = validate(draft, test::sampleKey(), test::sampleContext());
    QVERIFY(valid.has_value());
    QCOMPARE(valid->draft.regionId, text("cn-hangzhou"));
    QCOMPARE(valid->draft.name, text("hz-office"));
    QCOMPARE(valid->draft.localSubnet, text("10.1.0.0/16,2001:db8::/48"));
    QCOMPARE(valid->draft.remoteSubnet, text("10.2.0.0/16,2001:db8:1::/48"));
    QCOMPARE(valid->draft.ikeLifetime, text("3600"));
    QCOMPARE(valid->draft.mtu, QString());
}

QTEST_GUILESS_MAIN(TestConfig)
#include "test_config.moc"

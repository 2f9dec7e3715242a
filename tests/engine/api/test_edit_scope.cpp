#include "engine/api/edit_scope.h"

#include <QTest>

#include <functional>

using namespace tw;
using namespace tw::api;
using std::chrono::seconds;

namespace {

ConnectionConfig sample()
{
    ConnectionConfig config;
    config.id = ConnectionId("vco-a");
    config.name = "office";
    config.peer = IpAddress::v4(198, 51, 100, 2);
    config.ike.proposals = {{Encryption::Aes128Cbc, Integrity::HmacSha1_96, Prf::HmacSha1, DhGroup::Modp1024}};
    config.ike.localId = *Identity::parse("left.example.org");
    config.ike.remoteId = *Identity::parse("right.example.org");
    config.child.proposals = {{Encryption::Aes128Cbc, Integrity::HmacSha1_96, DhGroup::None, false}};
    config.child.local = {TrafficSelector::fromPrefix(*IpPrefix::parse("10.1.0.0/16"))};
    config.child.remote = {TrafficSelector::fromPrefix(*IpPrefix::parse("10.2.0.0/16"))};
    return config;
}

using Edit = std::function<void(ConnectionConfig &)>;

} // namespace

Q_DECLARE_METATYPE(Edit)

class TestEditScope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachField_data();
    void eachField();
    void theKeyTouchesBothPhases();
    void theWidestCounts();
    void onlySelectorsKeepAChildFromBeingReplaced();
};

void TestEditScope::eachField_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<int>("scope");
    const auto row = [](const char *name, EditScope scope, Edit edit) {
        QTest::newRow(name) << edit << static_cast<int>(scope);
    };
    row("nothing", EditScope::Nothing, [](auto &) { });
    row("name", EditScope::InPlace, [](auto &c) { c.name = "branch"; });
    row("at once", EditScope::InPlace, [](auto &c) { c.effectImmediately = true; });
    row("probing", EditScope::InPlace, [](auto &c) { c.dpd.enabled = false; });
    row("interval of probes", EditScope::InPlace, [](auto &c) { c.dpd.interval = seconds(5); });
    row("lifetime of the IKE SA", EditScope::InPlace, [](auto &c) { c.ike.lifetime = seconds(600); });
    row("lifetime of the child", EditScope::InPlace, [](auto &c) { c.child.lifetime = seconds(600); });
    row("MTU", EditScope::InPlace, [](auto &c) { c.child.mtu = 1300; });
    row("MSS", EditScope::InPlace, [](auto &c) { c.child.mss = 1200; });
    row("suite of the child", EditScope::Phase2,
        [](auto &c) { c.child.proposals.front().encryption = Encryption::Aes256Cbc; });
    row("PFS", EditScope::Phase2, [](auto &c) { c.child.proposals.front().pfs = DhGroup::Curve25519; });
    row("ESN", EditScope::Phase2, [](auto &c) { c.child.proposals.front().extendedSequenceNumbers = true; });
    row("local subnets", EditScope::Phase2, [](auto &c) { c.child.local.push_back(c.child.remote.front()); });
    row("remote subnets", EditScope::Phase2, [](auto &c) { c.child.remote.push_back(c.child.local.front()); });
    row("replay window", EditScope::Phase2, [](auto &c) { c.child.replayWindow = 2048; });
    row("version", EditScope::BothPhases, [](auto &c) { c.ike.version = IkeVersion::V1; });
    row("mode", EditScope::BothPhases, [](auto &c) { c.ike.mode = IkeV1Mode::Aggressive; });
    row("suite of the IKE SA", EditScope::BothPhases,
        [](auto &c) { c.ike.proposals.front().group = DhGroup::Modp2048; });
    row("local id", EditScope::BothPhases, [](auto &c) { c.ike.localId = *Identity::parse("other.example.org"); });
    row("remote id", EditScope::BothPhases, [](auto &c) { c.ike.remoteId = *Identity::parse("other.example.org"); });
    row("method", EditScope::BothPhases,
        [](auto &c) { c.ike.authentication = CertificateAuthentication{{{1}}, {{2}}}; });
    row("NAT traversal", EditScope::BothPhases, [](auto &c) { c.natTraversal = NatTraversal::Forced; });
    row("local address", EditScope::BothPhases, [](auto &c) { c.localAddress = IpAddress::v4(192, 0, 2, 2); });
    row("peer", EditScope::BothPhases, [](auto &c) { c.peer = HostName("gw.example.org"); });
}

void TestEditScope::eachField()
{
    QFETCH(Edit, edit);
    QFETCH(int, scope);
    const ConnectionConfig before = sample();
    ConnectionConfig after = before;
    edit(after);
    QCOMPARE(static_cast<int>(editScope(before, after, false)), scope);
    QCOMPARE(static_cast<int>(editScope(after, before, false)), scope);
}

void TestEditScope::theKeyTouchesBothPhases()
{
    QVERIFY(editScope(sample(), sample(), true) == EditScope::BothPhases);
    ConnectionConfig renamed = sample();
    renamed.name = "branch";
    QVERIFY(editScope(sample(), renamed, true) == EditScope::BothPhases);
}

void TestEditScope::theWidestCounts()
{
    ConnectionConfig after = sample();
    after.name = "branch";
    after.child.replayWindow = 0;
    QVERIFY(editScope(sample(), after, false) == EditScope::Phase2);
    after.natTraversal = NatTraversal::Off;
    QVERIFY(editScope(sample(), after, false) == EditScope::BothPhases);
}

void TestEditScope::onlySelectorsKeepAChildFromBeingReplaced()
{
    ConnectionConfig after = sample();
    after.child.proposals.front().encryption = Encryption::Aes256Cbc;
    after.child.replayWindow = 2048;
    QVERIFY(hasSameSelectors(sample(), after));
    std::swap(after.child.local, after.child.remote);
    QVERIFY(!hasSameSelectors(sample(), after));
}

QTEST_APPLESS_MAIN(TestEditScope)
#include "test_edit_scope.moc"

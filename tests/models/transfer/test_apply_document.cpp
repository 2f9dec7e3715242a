#include "models/transfer/apply_document.h"
#include "tests/support/temporary_workspace.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace tw;
using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

// The document of the command line's own contract, with every group of keys.
const QByteArray kWhole = R"({
  "Regions": [{"RegionId": "hamburg-1", "Name": "Hamburg"}],
  "VpnGateways": [{"Name": "hz-vpn", "RegionId": "cn-hangzhou", "InternetIp": "203.0.113.10",
                   "LocalAddress": "192.0.2.7"}],
  "CustomerGateways": [{"Name": "office", "RegionId": "cn-hangzhou", "IpAddress": "198.51.100.20", "Asn": 65000}],
  "VpnConnections": [{
    "Name": "hz-office", "VpnGateway": "hz-vpn", "CustomerGateway": "office",
    "LocalSubnet": "192.168.0.0/16", "RemoteSubnet": "172.16.0.0/12", "EffectImmediately": true,
    "IkeConfig": {"Psk": "s3cret-Key", "IkeVersion": "ikev2", "IkeEncAlg": "aes256", "IkeAuthAlg": "sha256",
                  "IkePfs": "group14", "IkeLifetime": 28800, "LocalId": "hz.example.com"},
    "IpsecConfig": {"IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha256", "IpsecPfs": "group14",
                    "IpsecLifetime": "3600"},
    "EnableDpd": false, "EnableNatTraversal": "forced",
    "HealthCheckConfig": {"enable": "true", "dip": "172.16.0.1", "sip": "192.168.0.1", "interval": 5, "retry": "4"},
    "AntiReplayWindow": 128, "EnableEsn": true, "Mtu": 1400, "Mss": "1360"
  }]
})";

std::expected<ApplyOutcome, QStringList> apply(Catalog &catalog, const QByteArray &json,
                                               ApplyMode mode = ApplyMode::Apply)
{
    const auto outcome = applyDocument(catalog, json, mode);
    if (outcome)
        return *outcome;
    QStringList lines;
    for (const DocumentError &error : outcome.error())
        lines.append(error.line());
    return std::unexpected(lines);
}

QString linesOf(const std::expected<ApplyOutcome, QStringList> &outcome)
{
    return outcome ? text("accepted") : outcome.error().join(u'\n');
}

// The whole document with one text in it exchanged for another.
QByteArray with(const char *before, const char *after)
{
    QByteArray document = kWhole;
    if (!document.contains(before))
        qFatal("the document has no %s", before);
    return document.replace(before, after);
}

QString keyOf(Catalog &catalog)
{
    return presharedKeyText(*catalog.presharedKey(catalog.connections().first().draft.id));
}

} // namespace

class TestApplyDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeDocument();
    void secondTimeChangesNothing();
    void dryRunChangesNothing();
    void changesOnlyWhatItNames();
    void keyIsGeneratedAndKept();
    void seedsMisspellingIsUnderstood();
    void cloudsNatTraversalIsUnderstood();
    void aeadLeavesNoAuthentication();
    void gatewaysByIdAndAcrossDocuments();
    void ownListsCanBeRead();
    void programsRegionsMayBeNamed();
    void warningsAreSaid();
    void refused_data();
    void refused();
    void everyErrorIsFound();
    void machineFailureIsNoInputError();
    void jsonNeverHoldsTheKey();
};

void TestApplyDocument::wholeDocument()
{
    test::TemporaryWorkspace workspace;
    Catalog &catalog = workspace.catalog();
    const auto outcome = apply(catalog, kWhole);
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QCOMPARE(outcome->items.size(), 4);
    for (const ApplyOutcome::Item &item : outcome->items)
        QCOMPARE(item.action, ApplyOutcome::Action::Created);
    QCOMPARE(outcome->items.last().regionId, text("cn-hangzhou"));
    QCOMPARE(outcome->items.last().id, catalog.connections().first().draft.id);

    QCOMPARE(catalog.region(text("hamburg-1"))->name, text("Hamburg"));
    QCOMPARE(catalog.vpnGateways().first().localAddress, text("192.0.2.7"));
    QCOMPARE(catalog.customerGateways().first().asn, text("65000"));
    const ConnectionDraft &draft = catalog.connections().first().draft;
    QCOMPARE(draft.vpnGatewayId, catalog.vpnGateways().first().id);
    QCOMPARE(draft.customerGatewayId, catalog.customerGateways().first().id);
    QVERIFY(draft.effectImmediately);
    QCOMPARE(draft.ikeEncAlg, text("aes256"));
    QCOMPARE(draft.ikeLifetime, text("28800"));
    QCOMPARE(draft.localId, text("hz.example.com"));
    QCOMPARE(draft.remoteId, QString());
    QCOMPARE(draft.ipsecLifetime, text("3600"));
    QVERIFY(!draft.enableDpd);
    QCOMPARE(draft.natTraversal, text("forced"));
    QVERIFY(draft.healthCheck);
    QCOMPARE(draft.healthCheckDip, text("172.16.0.1"));
    QCOMPARE(draft.healthCheckInterval, text("5"));
    QCOMPARE(draft.healthCheckRetry, text("4"));
    QCOMPARE(draft.replayWindow, text("128"));
    QVERIFY(draft.enableEsn);
    QCOMPARE(draft.mtu, text("1400"));
    QCOMPARE(draft.mss, text("1360"));
    QCOMPARE(keyOf(catalog), text("s3cret-Key"));
}

void TestApplyDocument::secondTimeChangesNothing()
{
    test::TemporaryWorkspace workspace;
    QVERIFY(apply(workspace.catalog(), kWhole));
    const QList<Connection> before = workspace.catalog().connections();
    workspace.reopen();
    const auto outcome = apply(workspace.catalog(), kWhole);
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QVERIFY(outcome->changesNothing());
    QCOMPARE(workspace.catalog().connections(), before);
}

void TestApplyDocument::dryRunChangesNothing()
{
    test::TemporaryWorkspace workspace;
    const auto outcome = apply(workspace.catalog(), kWhole, ApplyMode::DryRun);
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QVERIFY(!outcome->changesNothing());
    QVERIFY(outcome->items.last().id.isEmpty());
    QVERIFY(workspace.catalog().vpnGateways().isEmpty());
    QVERIFY(workspace.secrets().references()->isEmpty());
    const auto refused = apply(workspace.catalog(), with("28800", "0"), ApplyMode::DryRun);
    QVERIFY(!refused);
}

void TestApplyDocument::changesOnlyWhatItNames()
{
    test::TemporaryWorkspace workspace;
    Catalog &catalog = workspace.catalog();
    QVERIFY(apply(catalog, kWhole));
    ConnectionDraft expected = catalog.connections().first().draft;
    const auto outcome = apply(catalog, R"({"VpnConnections": [{"Name": "hz-office",
        "IpsecConfig": {"IpsecLifetime": 7200}}]})");
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QCOMPARE(outcome->items.size(), 1);
    QCOMPARE(outcome->items.first().action, ApplyOutcome::Action::Changed);
    QCOMPARE(outcome->items.first().effect, EditEffect::InPlace);
    expected.ipsecLifetime = text("7200");
    QCOMPARE(catalog.connections().first().draft, expected);
}

void TestApplyDocument::keyIsGeneratedAndKept()
{
    test::TemporaryWorkspace workspace;
    const QByteArray withoutKey = with("\"Psk\": \"s3cret-Key\", ", "");
    QVERIFY(apply(workspace.catalog(), withoutKey));
    const QString generated = keyOf(workspace.catalog());
    QCOMPARE(generated.size(), 20);
    const auto again = apply(workspace.catalog(), withoutKey);
    QVERIFY(again->changesNothing());
    QCOMPARE(keyOf(workspace.catalog()), generated);
    const auto changed = apply(workspace.catalog(), kWhole);
    QCOMPARE(changed->items.last().effect, EditEffect::BothPhases);
    QCOMPARE(keyOf(workspace.catalog()), text("s3cret-Key"));
}

void TestApplyDocument::seedsMisspellingIsUnderstood()
{
    test::TemporaryWorkspace workspace;
    const auto outcome = apply(workspace.catalog(), with("\"RemoteSubnet\"", "\"RemotSubnet\""));
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QCOMPARE(workspace.catalog().connections().first().draft.remoteSubnet, text("172.16.0.0/12"));
}

void TestApplyDocument::cloudsNatTraversalIsUnderstood()
{
    test::TemporaryWorkspace workspace;
    QVERIFY(apply(workspace.catalog(), with("\"forced\"", "false")));
    QCOMPARE(workspace.catalog().connections().first().draft.natTraversal, text("off"));
    QVERIFY(apply(workspace.catalog(), with("\"forced\"", "true")));
    QCOMPARE(workspace.catalog().connections().first().draft.natTraversal, text("automatic"));
}

void TestApplyDocument::aeadLeavesNoAuthentication()
{
    test::TemporaryWorkspace workspace;
    const auto outcome =
        apply(workspace.catalog(),
              with("\"IpsecEncAlg\": \"aes256\", \"IpsecAuthAlg\": \"sha256\"", "\"IpsecEncAlg\": \"aes256gcm16\""));
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QCOMPARE(workspace.catalog().connections().first().draft.ipsecAuthAlg, text("none"));
}

void TestApplyDocument::gatewaysByIdAndAcrossDocuments()
{
    test::TemporaryWorkspace workspace;
    workspace.addSampleGateways();
    const auto outcome = apply(workspace.catalog(), R"({"VpnConnections": [{"Name": "by-id",
        "VpnGatewayId": "vpn-aaaaaaaaaaaaaaaaaaaa", "CustomerGateway": "cgw-bbbbbbbbbbbbbbbbbbbb",
        "LocalSubnet": "10.1.0.0/16", "RemoteSubnet": "10.2.0.0/16"}]})");
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));

    // The same names in another region: each connection finds those of its own.
    CustomerGateway twin = test::sampleCustomerGateway();
    twin.id = text("cgw-cccccccccccccccccccc");
    twin.regionId = text("cn-beijing");
    VpnGateway vpnTwin = test::sampleVpnGateway();
    vpnTwin.id = text("vpn-cccccccccccccccccccc");
    vpnTwin.regionId = text("cn-beijing");
    QVERIFY(workspace.catalog().save(twin));
    QVERIFY(workspace.catalog().save(vpnTwin));
    const QByteArray ambiguous = R"({"VpnConnections": [{"Name": "twin", "VpnGateway": "hz-vpn",
        "CustomerGateway": "office", "LocalSubnet": "10.3.0.0/16", "RemoteSubnet": "10.4.0.0/16"}]})";
    QVERIFY(linesOf(apply(workspace.catalog(), ambiguous))
                .contains(text("VpnConnections[0].VpnGateway: “hz-vpn” is in several regions")));
    QByteArray clear = ambiguous;
    clear.replace("\"Name\"", "\"RegionId\": \"cn-beijing\", \"Name\"");
    const auto second = apply(workspace.catalog(), clear);
    QVERIFY2(second.has_value(), qPrintable(linesOf(second)));
    QCOMPARE(workspace.catalog().connections().last().draft.customerGatewayId, twin.id);
}

void TestApplyDocument::ownListsCanBeRead()
{
    test::TemporaryWorkspace workspace;
    Catalog &catalog = workspace.catalog();
    QVERIFY(apply(catalog, kWhole));
    const QJsonObject document{
        {text("Regions"), QJsonArray{toJson(catalog.regions().first()), toJson(catalog.regions().last())}},
        {text("VpnGateways"), QJsonArray{toJson(catalog.vpnGateways().first())}},
        {text("CustomerGateways"), QJsonArray{toJson(catalog.customerGateways().first())}},
        {text("VpnConnections"), QJsonArray{toJson(catalog.connections().first(), catalog)}},
    };
    const auto outcome = apply(catalog, QJsonDocument(document).toJson());
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QVERIFY(outcome->changesNothing());
}

void TestApplyDocument::programsRegionsMayBeNamed()
{
    test::TemporaryWorkspace workspace;
    const auto outcome = apply(workspace.catalog(), R"({"Regions": [{"RegionId": "cn-hangzhou"},
        {"RegionId": "cn-beijing", "Name": "华北2（北京）"}]})");
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QVERIFY(outcome->changesNothing());
}

void TestApplyDocument::warningsAreSaid()
{
    test::TemporaryWorkspace workspace;
    const auto outcome = apply(workspace.catalog(), with("\"172.16.0.0/12\"", "\"172.16.0.0/12,198.51.100.0/24\""));
    QVERIFY2(outcome.has_value(), qPrintable(linesOf(outcome)));
    QCOMPARE(outcome->warnings.size(), 1);
    QVERIFY(outcome->warnings.first().line().startsWith(
        text("VpnConnections[0].RemoteSubnet: “Remote subnets”: 198.51.100.0/24 contains 198.51.100.20")));
}

void TestApplyDocument::refused_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QString>("line");
    const auto row = [](const char *name, const QByteArray &document, const char *line) {
        QTest::newRow(name) << document << text(line);
    };
    row("nothing", "", "The document is empty.");
    row("broken", "{\n  \"Regions\": [,]\n}", "The document is not JSON (line 2, column ");
    row("a list", "[]", "The document must be an object in braces");
    row("unknown kind", R"({"Gateways": []})", "Gateways: There is no such key here.");
    row("no list", R"({"VpnGateways": {}})", "VpnGateways: This must be a list in brackets.");
    row("no object", R"({"VpnGateways": [1]})", "VpnGateways[0]: This must be an object in braces.");
    row("gateway without a name", R"({"VpnGateways": [{"InternetIp": "203.0.113.10"}]})",
        "VpnGateways[0].Name: This is missing.");
    row("gateway without a region", with("\"RegionId\": \"cn-hangzhou\", \"InternetIp\"", "\"InternetIp\""),
        "VpnGateways[0].RegionId: No region is given.");
    row("gateway's unknown key", with("\"InternetIp\"", "\"PublicIp\""),
        "VpnGateways[0].PublicIp: There is no such key here.");
    row("gateway's bad address", with("203.0.113.10", "203.0.113.1000"),
        "VpnGateways[0].InternetIp: “Public IP”: “203.0.113.1000” is not an IP address.");
    row("forbidden peer", with("198.51.100.20", "127.0.0.1"),
        "CustomerGateways[0].IpAddress: “IP address”: 127.0.0.1 lies in 127.0.0.0/8");
    row("bad ASN", with("65000", "0"), "CustomerGateways[0].Asn: “AS number” must be empty");
    row("region of the program",
        with("{\"RegionId\": \"hamburg-1\", \"Name\": \"Hamburg\"}",
             "{\"RegionId\": \"cn-beijing\", \"Name\": \"Mine\"}"),
        "Regions[0]: The region “cn-beijing” belongs to the program");
    row("region without a name", with(", \"Name\": \"Hamburg\"", ""), "Regions[0].Name: “Name” is empty.");
    row("lifetime out of range", with("28800", "86401"),
        "VpnConnections[0].IkeConfig.IkeLifetime: “IKE SA lifetime” must be from 1 to 86400; 86401 is not.");
    row("lifetime with a fraction", with("28800", "1.5"),
        "VpnConnections[0].IkeConfig.IkeLifetime: This must be a whole number.");
    row("lifetime of a list", with("28800", "[]"),
        "VpnConnections[0].IkeConfig.IkeLifetime: This must be a whole number.");
    row("lifetime in words", with("\"3600\"", "\"an hour\""),
        "VpnConnections[0].IpsecConfig.IpsecLifetime: “IPsec SA lifetime” must be a whole number");
    row("unknown algorithm", with("\"IkeEncAlg\": \"aes256\"", "\"IkeEncAlg\": \"aes512\""),
        "VpnConnections[0].IkeConfig.IkeEncAlg: “IKE encryption algorithm”: there is no choice “aes512”.");
    row("unknown key in IkeConfig", with("\"IkePfs\"", "\"IkeDh\""),
        "VpnConnections[0].IkeConfig.IkeDh: There is no such key here.");
    row("unknown key of a connection", with("\"EnableDpd\"", "\"EnableDPD\""),
        "VpnConnections[0].EnableDPD: There is no such key here.");
    row("IkeConfig of text", R"({"VpnConnections": [{"Name": "ab", "IkeConfig": "ikev2"}]})",
        "VpnConnections[0].IkeConfig: This must be an object in braces.");
    row("unknown group of keys", with("\"HealthCheckConfig\": {", "\"IkeConfig2\": {"),
        "VpnConnections[0].IkeConfig2: There is no such key here.");
    row("effect in words", with("\"EffectImmediately\": true", "\"EffectImmediately\": \"yes\""),
        "VpnConnections[0].EffectImmediately: This must be true or false.");
    row("subnets of a number", with("\"192.168.0.0/16\"", "16"),
        "VpnConnections[0].LocalSubnet: This must be text in quotes.");
    row("host bits", with("192.168.0.0/16", "192.168.0.1/16"),
        "VpnConnections[0].LocalSubnet: “Local subnets”: 192.168.0.1/16 is an address within a subnet. Its network "
        "is 192.168.0.0/16.");
    row("key with a blank", with("s3cret-Key", "s3cret Key"),
        "VpnConnections[0].IkeConfig.Psk: “Pre-shared key” may not hold blanks. Character 7 is one.");
    row("unknown gateway", with("\"VpnGateway\": \"hz-vpn\"", "\"VpnGateway\": \"other\""),
        "VpnConnections[0].VpnGateway: There is no gateway “other”, neither here nor saved.");
    row("no gateway", with("\"CustomerGateway\": \"office\",", ""),
        "VpnConnections[0].CustomerGateway: “Customer gateway” is not chosen.");
    row("the same gateway twice",
        R"({"CustomerGateways": [{"Name": "a1", "RegionId": "cn-beijing", "IpAddress": "198.51.100.1"},
                                 {"Name": "a1", "RegionId": "cn-beijing", "IpAddress": "198.51.100.2"}]})",
        "CustomerGateways[1].Name: “a1” is named twice; it also stands at CustomerGateways[0].");
    row("unknown id", with("\"Name\": \"hz-office\"", "\"VpnConnectionId\": \"vco-x\", \"Name\": \"hz-office\""),
        "VpnConnections[0].VpnConnectionId: There is no object with the id “vco-x”.");
}

void TestApplyDocument::refused()
{
    QFETCH(QByteArray, document);
    QFETCH(QString, line);
    test::TemporaryWorkspace workspace;
    const auto refused = apply(workspace.catalog(), document);
    QVERIFY(!refused);
    const bool isSaid = std::ranges::any_of(refused.error(), [&](const QString &one) { return one.startsWith(line); });
    QVERIFY2(isSaid, qPrintable(linesOf(refused)));
    for (const QString &one : refused.error())
        QVERIFY2(!one.contains(text("s3cret")), qPrintable(one));
    QVERIFY(workspace.catalog().vpnGateways().isEmpty());
    QVERIFY(workspace.catalog().customerGateways().isEmpty());
    QVERIFY(workspace.catalog().connections().isEmpty());
    QVERIFY(!workspace.catalog().region(text("hamburg-1")));
}

void TestApplyDocument::everyErrorIsFound()
{
    test::TemporaryWorkspace workspace;
    QByteArray document = with("28800", "0");
    document.replace("\"3600\"", "0").replace("198.51.100.20", "127.0.0.1").replace("\"EnableDpd\"", "\"Dpd\"");
    const auto refused = apply(workspace.catalog(), document);
    for (const char *path :
         {"VpnConnections[0].IkeConfig.IkeLifetime: ", "VpnConnections[0].IpsecConfig.IpsecLifetime: ",
          "CustomerGateways[0].IpAddress: ", "VpnConnections[0].Dpd: "})
        QVERIFY2(linesOf(refused).contains(text(path)), qPrintable(linesOf(refused)));
}

void TestApplyDocument::machineFailureIsNoInputError()
{
    test::TemporaryWorkspace workspace;
    workspace.reopen(Database::Access::Read);
    const auto refused = applyDocument(workspace.catalog(), kWhole, ApplyMode::Apply);
    QVERIFY(!refused);
    QCOMPARE(refused.error().size(), 1);
    QVERIFY(!refused.error().first().isInput);
    QVERIFY(applyDocument(workspace.catalog(), kWhole, ApplyMode::DryRun));
}

void TestApplyDocument::jsonNeverHoldsTheKey()
{
    test::TemporaryWorkspace workspace;
    QVERIFY(apply(workspace.catalog(), kWhole));
    const QJsonObject object = toJson(workspace.catalog().connections().first(), workspace.catalog());
    const QByteArray json = QJsonDocument(object).toJson();
    QVERIFY(!json.contains("s3cret"));
    QVERIFY(!json.contains("Psk"));
    QVERIFY(!json.contains("sec-"));
    QCOMPARE(object.value(text("IkeConfig")).toObject().value(text("IkeLifetime")), QJsonValue(28800));
    QCOMPARE(object.value(text("IkeConfig")).toObject().value(text("RemoteId")), QJsonValue(text("198.51.100.20")));
    QCOMPARE(object.value(text("EffectImmediately")), QJsonValue(true));
    QCOMPARE(object.value(text("VpnGateway")), QJsonValue(text("hz-vpn")));
}

QTEST_GUILESS_MAIN(TestApplyDocument)
#include "test_apply_document.moc"

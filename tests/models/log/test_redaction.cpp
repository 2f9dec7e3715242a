#include "models/log/redaction.h"

#include "log_samples.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace tw;
using namespace log_samples;
using models::Redaction;

class TestRedaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publicAddressesGetStandIns_data();
    void publicAddressesGetStandIns();
    void oneStandInWhereverItStands();
    void identitiesOfFactsAreTakenOut();
    void keysInJsonAreBlanked();
};

void TestRedaction::publicAddressesGetStandIns_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("redacted");
    const auto row = [](const char *text, const char *redacted) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(redacted);
    };
    row("8.8.8.8", "address-1");
    row("8.8.8.8[4500]", "address-1[4500]");
    row("[2a00:1450:4001::1]", "[address-1]");
    row("from 8.8.8.8 to 9.9.9.9, 8.8.8.8", "from address-1 to address-2, address-1");
    row("8.8.8.0/24 === 10.1.0.0/24", "address-1/24 === 10.1.0.0/24");
    row("::ffff:8.8.8.8", "address-1");
    row("8.8.8.8:500 8.8.8.8.500", "address-1:500 address-1.500");
    row("peer:8.8.8.8:9.9.9.9", "peer:address-1:address-2");
    row("peer:2a00:1450::1", "peer:address-1");
    row("2a00:1450::1.500", "address-1.500");
    row("ends with 8.8.8.8.", "ends with address-1.");
    // Of no use to anyone else, and needed for every diagnosis.
    row("10.1.2.3 172.16.0.1 192.168.1.1 100.64.0.1", "10.1.2.3 172.16.0.1 192.168.1.1 100.64.0.1");
    row("127.0.0.1 fe80::1 fd00::1 0.0.0.0/0 ::/0", "127.0.0.1 fe80::1 fd00::1 0.0.0.0/0 ::/0");
    // What only looks like one.
    row("version 1.2.3", "version 1.2.3");
    row("300.1.1.1", "300.1.1.1");
    row("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z");
    row("N(NATD_S_IP) SPI c1234567_i", "N(NATD_S_IP) SPI c1234567_i");
}

void TestRedaction::publicAddressesGetStandIns()
{
    QFETCH(QString, text);
    Redaction redaction;
    QTEST(redaction.text(text), "redacted");
}

void TestRedaction::oneStandInWhereverItStands()
{
    Redaction redaction;
    const QJsonObject json = redaction
                                 .json(QJsonObject{{QStringLiteral("RemoteId"), QStringLiteral("vpn.example.com")},
                                                   {QStringLiteral("InternetIp"), QStringLiteral("8.8.8.8")},
                                                   {QStringLiteral("LocalId"), QStringLiteral("8.8.8.8")}})
                                 .toObject();
    const QString name = json.value(QStringLiteral("RemoteId")).toString();
    QCOMPARE(name, QStringLiteral("identity-1"));
    QCOMPARE(json.value(QStringLiteral("LocalId")).toString(), json.value(QStringLiteral("InternetIp")).toString());
    QCOMPARE(redaction.text(QStringLiteral("no answer from vpn.example.com at 8.8.8.8")),
             QStringLiteral("no answer from identity-1 at address-1"));
    QVERIFY(redaction.summary().join(u'\n').contains(QLatin1String("public addresses: 1")));
}

void TestRedaction::identitiesOfFactsAreTakenOut()
{
    Redaction redaction;
    api::Event event = fact(1ms, api::EventCode::IkeSaEstablished);
    event.details = {{api::DetailKey::LocalId, "C=CN, O=Example, CN=left"},
                     {api::DetailKey::RemoteId, "8.8.4.4"},
                     {api::DetailKey::InitiatorSpi, "0123456789abcdef"},
                     {api::DetailKey::RemoteEndpoint, "8.8.4.4[500]"}};
    const auto redacted = redaction.record({1, kStart, event}).event;
    QCOMPARE(*redacted.find(api::DetailKey::LocalId), std::string("identity-1"));
    QCOMPARE(*redacted.find(api::DetailKey::RemoteId), std::string("address-1"));
    QCOMPARE(*redacted.find(api::DetailKey::RemoteEndpoint), std::string("address-1[500]"));
    QCOMPARE(*redacted.find(api::DetailKey::InitiatorSpi), std::string("0123456789abcdef"));
}

// None comes here; should a later program's JSON have one, it goes no further.
void TestRedaction::keysInJsonAreBlanked()
{
    Redaction redaction;
    const QJsonObject json =
        redaction
            .json(QJsonObject{
                {QStringLiteral("IkeConfig"), QJsonObject{{QStringLiteral("Psk"), QStringLiteral("the-key")}}},
                {QStringLiteral("Keys"), QJsonArray{QJsonObject{{QStringLiteral("PrivateKey"), QStringLiteral("k")}}}},
                {QStringLiteral("HasPrivateKey"), true}})
            .toObject();
    QCOMPARE(json.value(QStringLiteral("IkeConfig")).toObject().value(QStringLiteral("Psk")).toString(),
             QStringLiteral("redacted"));
    QCOMPARE(
        json.value(QStringLiteral("Keys")).toArray().first().toObject().value(QStringLiteral("PrivateKey")).toString(),
        QStringLiteral("redacted"));
    QCOMPARE(json.value(QStringLiteral("HasPrivateKey")).toBool(), true);
}

QTEST_GUILESS_MAIN(TestRedaction)
#include "test_redaction.moc"

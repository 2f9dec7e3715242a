#include "engine/wire/exchange_payloads.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

class TestExchangePayloads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keyExchange();
    void nonceSizes();
    void identification();
    void identificationKeepsWhatAuthCovers();
    void addressesHaveTheSizeOfTheirType();
    void authentication();
    void certificates();
    void vendorId();
    void configuration();
    void rejectShortBodies();
};

void TestExchangePayloads::keyExchange()
{
    const auto keyExchange = decodeKeyExchange(fromHex("000e ffff 0102"));
    QVERIFY(keyExchange);
    QCOMPARE(keyExchange->group, std::uint16_t{14});
    QCOMPARE(toHex(keyExchange->data), std::string("0102"));
    // Reserved octets are ignored and sent as zeros (RFC 7296, 2.5).
    QCOMPARE(toHex(encodeKeyExchange(*keyExchange)), std::string("000e00000102"));
    QCOMPARE(decodeKeyExchange(fromHex("ffff 0000"))->group, std::uint16_t{65535});
}

void TestExchangePayloads::nonceSizes()
{
    // RFC 7296, 3.9.
    for (const std::size_t size : {16, 32, 256}) {
        const Bytes bytes(size, 7);
        const auto nonce = decodeNonce(bytes);
        QVERIFY(nonce);
        QCOMPARE(encodeNonce(*nonce), bytes);
    }
    for (const std::size_t size : {0, 15, 257})
        QCOMPARE(decodeNonce(Bytes(size)).error().fault, Fault::Malformed);
}

void TestExchangePayloads::identification()
{
    // From tests/vectors/transcript_ikev2_psk.txt.
    const Bytes bytes = fromHex("02000000 6c6566742e6578616d706c652e6f7267");
    const auto id = decodeIdentification(bytes);
    QVERIFY(id);
    QCOMPARE(id->identity.type, api::Identity::Type::Fqdn);
    QCOMPARE(std::string(asText(id->identity.data)), std::string("left.example.org"));
    QCOMPARE(encodeIdentification(*id), bytes);

    const Bytes unknown = fromHex("fe000000 00ff");
    QCOMPARE(encodeIdentification(decodeIdentification(unknown).value()), unknown);
}

void TestExchangePayloads::identificationKeepsWhatAuthCovers()
{
    // RFC 7296, 2.15: RestOfIDPayload begins with the type and the reserved octets, as they were sent.
    const Bytes bytes = fromHex("0b aabbcc 0102");
    const auto id = decodeIdentification(bytes);
    QVERIFY(id);
    QCOMPARE(encodeIdentification(*id), bytes);
}

void TestExchangePayloads::addressesHaveTheSizeOfTheirType()
{
    QVERIFY(decodeIdentification(fromHex("01000000 c0000202")));
    QVERIFY(decodeIdentification(fromHex("05000000 20010db8000000000000000000000001")));
    QCOMPARE(decodeIdentification(fromHex("01000000 c00002")).error().fault, Fault::Malformed);
    QCOMPARE(decodeIdentification(fromHex("05000000 c0000202")).error().fault, Fault::Malformed);
}

void TestExchangePayloads::authentication()
{
    const auto auth = decodeAuthentication(fromHex("02ffffff 0102"));
    QVERIFY(auth);
    QCOMPARE(auth->method, AuthMethod::SharedKey);
    QCOMPARE(toHex(encodeAuthentication(*auth)), std::string("020000000102"));
    QCOMPARE(decodeAuthentication(fromHex("f1000000"))->method, AuthMethod{241});
}

void TestExchangePayloads::certificates()
{
    const auto certificate = decodeCertificate(fromHex("04 3082"));
    QVERIFY(certificate);
    QCOMPARE(certificate->encoding, CertificateEncoding::X509Signature);
    QCOMPARE(toHex(encodeCertificate(*certificate)), std::string("043082"));

    const auto request = decodeCertificateRequest(fromHex("c8 01"));
    QVERIFY(request);
    QCOMPARE(request->encoding, CertificateEncoding{200});
    QCOMPARE(toHex(encodeCertificateRequest(*request)), std::string("c801"));
}

void TestExchangePayloads::vendorId()
{
    // The vendor id of RFC 3947: MD5 of "RFC 3947".
    const Bytes bytes = fromHex("4a131c81070358455c5728f20e95452f");
    QCOMPARE(encodeVendorId(decodeVendorId(bytes).value()), bytes);
    QVERIFY(decodeVendorId({}));
}

void TestExchangePayloads::configuration()
{
    // A request for an address: RFC 7296, 3.15.
    const Bytes bytes = fromHex("01000000 00010000");
    const auto configuration = decodeConfiguration(bytes);
    QVERIFY(configuration);
    QCOMPARE(configuration->type, ConfigurationType::Request);
    QCOMPARE(encodeConfiguration(*configuration), bytes);
}

void TestExchangePayloads::rejectShortBodies()
{
    test::forEveryPrefix(fromHex("01000000"), [](ByteView prefix) {
        QCOMPARE(decodeKeyExchange(prefix).error().fault, Fault::Truncated);
        QCOMPARE(decodeIdentification(prefix).error().fault, Fault::Truncated);
        QCOMPARE(decodeAuthentication(prefix).error().fault, Fault::Truncated);
        QCOMPARE(decodeConfiguration(prefix).error().fault, Fault::Truncated);
    });
    QCOMPARE(decodeCertificate({}).error().fault, Fault::Truncated);
    QCOMPARE(decodeCertificateRequest({}).error().fault, Fault::Truncated);
}

QTEST_GUILESS_MAIN(TestExchangePayloads)
#include "test_exchange_payloads.moc"

#include "engine/wire/payload_chain.h"
#include "hostile.h"

#include <QTest>

using namespace tw;
using namespace tw::wire;

namespace {

// A vendor id, a critical payload of a private type, and an empty nonce. RFC 7296, 3.2.
Bytes sample() { return fromHex("f0000006 abcd  28800005 01  00000004"); }

} // namespace

class TestPayloadChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesAndEncodesAChain();
    void ignoresReservedBits();
    void showsWhatFollowsTheLastPayload();
    void endsAtAnEncryptedPayload();
    void rejectsEveryTruncation();
    void rejectsALengthBelowItsHeader();
    void boundsTheNumberOfPayloads();
    void refusesToEncodeWhatContradictsItself();
};

void TestPayloadChain::decodesAndEncodesAChain()
{
    const Bytes bytes = sample();
    const auto chain = decodePayloadChain(PayloadType::VendorId, bytes);
    QVERIFY(chain);
    QCOMPARE(chain->payloads.size(), std::size_t{3});
    QVERIFY(chain->trailing.empty());

    const PayloadView &vendor = chain->payloads[0];
    QCOMPARE(vendor.type, PayloadType::VendorId);
    QVERIFY(!vendor.critical);
    QCOMPARE(vendor.offset, std::size_t{0});
    QCOMPARE(toHex(vendor.body), std::string("abcd"));
    const PayloadView &unknown = chain->payloads[1];
    QCOMPARE(unknown.type, PayloadType{240});
    QVERIFY(unknown.critical);
    QCOMPARE(unknown.offset, std::size_t{6});
    QCOMPARE(unknown.body.data(), bytes.data() + 10); // a view, no copy
    QCOMPARE(chain->payloads[2].type, PayloadType::Nonce);
    QVERIFY(chain->payloads[2].body.empty());

    std::vector<PayloadBytes> again;
    for (const PayloadView &payload : chain->payloads)
        again.push_back({payload.type, payload.critical, toBytes(payload.body)});
    const auto encoded = encodePayloadChain(again);
    QVERIFY(encoded);
    QCOMPARE(*encoded, bytes);
}

void TestPayloadChain::ignoresReservedBits()
{
    const Bytes bytes = fromHex("007f0005 01");
    const auto chain = decodePayloadChain(PayloadType::VendorId, bytes);
    QVERIFY(chain);
    QVERIFY(!chain->payloads.front().critical);
}

void TestPayloadChain::showsWhatFollowsTheLastPayload()
{
    const Bytes bytes = fromHex("00000005 01 0000");
    const auto chain = decodePayloadChain(PayloadType::VendorId, bytes);
    QVERIFY(chain);
    QCOMPARE(chain->trailing.size(), std::size_t{2});

    const auto none = decodePayloadChain(PayloadType::None, bytes);
    QVERIFY(none);
    QVERIFY(none->payloads.empty());
    QCOMPARE(none->trailing.size(), bytes.size());
}

void TestPayloadChain::endsAtAnEncryptedPayload()
{
    // RFC 7296, 3.14: the next payload of SK is the first one inside, not one behind.
    for (const PayloadType type : {PayloadType::Encrypted, PayloadType::EncryptedFragment}) {
        const Bytes bytes = fromHex("23000008 deadbeef");
        const auto chain = decodePayloadChain(type, bytes);
        QVERIFY(chain);
        QCOMPARE(chain->payloads.size(), std::size_t{1});
        QCOMPARE(chain->payloads.front().next, PayloadType::IdInitiator);
        QVERIFY(chain->trailing.empty());

        const PayloadBytes again{type, false, fromHex("deadbeef"), PayloadType::IdInitiator};
        QCOMPARE(encodePayloadChain({&again, 1}).value(), bytes);
    }
}

void TestPayloadChain::rejectsEveryTruncation()
{
    test::forEveryPrefix(sample(), [](ByteView prefix) {
        const auto chain = decodePayloadChain(PayloadType::VendorId, prefix);
        QVERIFY(!chain);
        QCOMPARE(chain.error().fault, Fault::Truncated);
    });
}

void TestPayloadChain::rejectsALengthBelowItsHeader()
{
    for (const std::uint8_t length : Bytes{0, 1, 2, 3}) {
        Bytes bytes = sample();
        bytes[3] = length;
        // A length of 0 that is believed would never end the walk.
        QCOMPARE(decodePayloadChain(PayloadType::VendorId, bytes).error().fault, Fault::Malformed);
    }
}

void TestPayloadChain::boundsTheNumberOfPayloads()
{
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < kMaxPayloads; ++i)
        append(bytes, fromHex("2b000004"));
    Bytes allowed = bytes;
    append(allowed, fromHex("00000004"));
    QVERIFY(decodePayloadChain(PayloadType::VendorId, allowed));

    append(bytes, fromHex("2b00000400000004"));
    QCOMPARE(decodePayloadChain(PayloadType::VendorId, bytes).error().fault, Fault::Malformed);
    const std::vector<PayloadBytes> tooMany(kMaxPayloads + 1, {PayloadType::VendorId, false, {}});
    QCOMPARE(encodePayloadChain(tooMany).error().fault, Fault::InvalidArgument);
}

void TestPayloadChain::refusesToEncodeWhatContradictsItself()
{
    const PayloadBytes vendor{PayloadType::VendorId, false, {}};
    const PayloadBytes encrypted{PayloadType::Encrypted, false, {}};
    const std::vector<PayloadBytes> behindEncrypted = {encrypted, vendor};
    QCOMPARE(encodePayloadChain(behindEncrypted).error().fault, Fault::InvalidArgument);

    const std::vector<PayloadBytes> none = {{PayloadType::None, false, {}}};
    QCOMPARE(encodePayloadChain(none).error().fault, Fault::InvalidArgument);

    std::vector<PayloadBytes> large = {{PayloadType::VendorId, false, Bytes(65531)}};
    QVERIFY(encodePayloadChain(large));
    large.front().body.push_back(0);
    QCOMPARE(encodePayloadChain(large).error().fault, Fault::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestPayloadChain)
#include "test_payload_chain.moc"

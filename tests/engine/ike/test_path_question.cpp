#include "engine/ike/path_question.h"
#include "engine/ike/proposal_choice.h"
#include "engine/wire/message.h"

#include <QTest>

using namespace tw;

class TestPathQuestion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsAnIkeSaInitThatNobodyAccepts();
    void answersAreKnownByTheSpi();
};

namespace {

class Counting final : public RandomSource
{
public:
    void fill(MutableByteView out) override
    {
        for (std::uint8_t &octet : out)
            octet = ++m_last;
    }

private:
    std::uint8_t m_last = 0;
};

} // namespace

void TestPathQuestion::itIsAnIkeSaInitThatNobodyAccepts()
{
    Counting random;
    const auto message = wire::decodeMessage(ike::buildPathQuestion(wire::IkeSpi{0x0102030405060708}, random));
    QVERIFY(message);
    QVERIFY(message->header.exchange == wire::ExchangeType::IkeSaInit);
    QVERIFY(message->header.fromInitiator() && !message->header.isResponse());
    const auto *sa = wire::findPayload<wire::SaPayload>(message->payloads, wire::PayloadType::Sa);
    QVERIFY(sa);
    // Even by one who takes all that this program can do.
    std::vector<api::IkeProposal> all;
    for (const auto prf :
         {api::Prf::HmacMd5, api::Prf::HmacSha1, api::Prf::HmacSha256, api::Prf::HmacSha384, api::Prf::HmacSha512})
        all.push_back({api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128, prf, api::DhGroup::Modp2048});
    const auto choice = ike::choose(all, *sa);
    QVERIFY(!choice);
    QCOMPARE(choice.error().differs, std::string("prf"));
}

void TestPathQuestion::answersAreKnownByTheSpi()
{
    wire::IkeHeader header;
    header.initiatorSpi = wire::IkeSpi{42};
    header.exchange = wire::ExchangeType::IkeSaInit;
    header.flags = wire::kFlagResponse;
    QVERIFY(ike::isPathAnswer(wire::encodeIkeHeader(header), wire::IkeSpi{42}));
    header.majorVersion = 1; // of a daemon that speaks no IKEv2
    QVERIFY(ike::isPathAnswer(wire::encodeIkeHeader(header), wire::IkeSpi{42}));
    QVERIFY(!ike::isPathAnswer(wire::encodeIkeHeader(header), wire::IkeSpi{43}));
    QVERIFY(!ike::isPathAnswer(Bytes(12, 0), wire::IkeSpi{0}));
}

QTEST_GUILESS_MAIN(TestPathQuestion)
#include "test_path_question.moc"

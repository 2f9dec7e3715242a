#include "engine/ikev2/exchange.h"
#include "engine/ikev2/key_material.h"
#include "engine/wire/byte_order.h"
#include "tests/engine/ikev2/turn_bench.h"
#include "tests/support/vector_file.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::ikev2;
using namespace tw::test;

namespace {

constexpr api::IkeProposal kCbc{api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256,
                                api::DhGroup::Modp2048};
constexpr api::IkeProposal kAead{api::Encryption::Aes256Gcm16, api::Integrity::None, api::Prf::HmacSha256,
                                 api::DhGroup::Modp2048};

Channel channelWith(const api::IkeProposal &suite, const SecretBytes &sealKey, const SecretBytes &sealMac,
                    const SecretBytes &openKey, const SecretBytes &openMac)
{
    return {MessageSealer(makeSealingCipher(suite, sealKey, sealMac).value()),
            MessageOpener(makeOpeningCipher(suite, openKey, openMac).value()), true};
}

// The two ends of one IKE SA; what `ours` seals, `theirs` opens.
struct Ends
{
    explicit Ends(const api::IkeProposal &suite = kCbc)
        : keys(deriveIkeKeys(suite, SecretBytes(32), Bytes(32, 1), Bytes(32, 2), wire::IkeSpi(1), wire::IkeSpi(2))),
          ours(channelWith(suite, keys.ei, keys.ai, keys.er, keys.ar)),
          theirs(channelWith(suite, keys.er, keys.ar, keys.ei, keys.ai))
    { }

    IkeKeys keys;
    Channel ours;
    Channel theirs;
};

wire::IkeHeader headerOf(std::uint32_t id, bool isResponse = false)
{
    wire::IkeHeader header;
    header.initiatorSpi = wire::IkeSpi(1);
    header.responderSpi = wire::IkeSpi(2);
    header.exchange = wire::ExchangeType::IkeAuth;
    header.flags = static_cast<std::uint8_t>(wire::kFlagInitiator | (isResponse ? wire::kFlagResponse : 0));
    header.messageId = wire::MessageId(id);
    return header;
}

// Payloads of about `size` octets together, no two octets of them alike in their neighbourhood.
wire::Payloads bigPayloads(std::size_t size)
{
    wire::Payloads payloads;
    while (size > 0) {
        const std::size_t part = std::min<std::size_t>(size, 20'000);
        Bytes data(part);
        for (std::size_t i = 0; i < part; ++i)
            data[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
        payloads.push_back(notifyPayload(wire::NotifyType{40'000}, std::move(data)));
        size -= part;
    }
    return payloads;
}

wire::Fragment fieldsOf(ByteView datagram) { return wire::fragmentOf(datagram).value().value(); }

} // namespace

// Messages in fragments, RFC 7383: sealed, put together again, and recognised when they are repeated.
class TestFragments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strongSwansFragmentsComeTogether();
    void everyFragmentFitsThePath_data();
    void everyFragmentFitsThePath();
    void whatFitsGoesWhole();
    void aPeerThatDoesNotKnowThemGetsNone();
    void orderDoesNotMatter_data() { suites(); }
    void orderDoesNotMatter();
    void forgedFragmentsAreNotKept_data() { suites(); }
    void forgedFragmentsAreNotKept();
    void smallerFragmentsBeginAnew();
    void impossibleNumbersAreRefused();
    void tooManyFragmentsAreRefused();
    void tooLargeAMessageIsGivenUp();
    void notAgreedOnTheyAreRefused();
    void aWholeMessageTakesTheirPlace();
    void requestsAndResponsesAreApart();
    void theNextMessageDropsAnUnfinishedOne();
    void aRepeatedRequestIsKnownByItsFirstFragment();
    void aRequestRepeatedInAnotherFormIsAnswered();

private:
    static void suites()
    {
        QTest::addColumn<int>("suite");
        QTest::newRow("CBC") << 0;
        QTest::newRow("AEAD") << 1;
    }
    static const api::IkeProposal &suiteOf(int number) { return number == 0 ? kCbc : kAead; }

    Datagrams fragments(Channel &channel, const wire::IkeHeader &header, const wire::Payloads &payloads,
                        std::size_t limit = 600)
    {
        return channel.sealer.sealWithin(limit, header, payloads, m_bench.random).value();
    }

    // Hands one datagram to openReported; what it reported stays in m_step.
    std::expected<wire::Payloads, OpenFailure> take(Channel &channel, ByteView datagram)
    {
        Turn turn(m_bench.frame, m_bench.env);
        auto result = openReported(channel, wire::decodeIkeHeader(datagram).value(), datagram, turn);
        m_step = std::move(turn).finish();
        return result;
    }
    std::size_t dropped() const { return TurnBench::count(m_step, api::EventCode::MessageDropped); }

    // Whether all of them, taken in this order, give `payloads` at the last one and nothing before.
    bool comeTogether(Channel &channel, const Datagrams &datagrams, const wire::Payloads &payloads)
    {
        for (std::size_t i = 0; i + 1 < datagrams.size(); ++i) {
            const auto early = take(channel, datagrams[i]);
            if (early || early.error().isAuthentic || dropped() != 0)
                return false;
        }
        const auto whole = take(channel, datagrams.back());
        return whole && *whole == payloads;
    }

    TurnBench m_bench;
    ike::Step m_step;
};

// CREATE_CHILD_SA of the recorded exchange went in fragments of at most 400 octets, both ways.
void TestFragments::strongSwansFragmentsComeTogether()
{
    std::vector<VectorRecord> keys, pieces;
    for (const auto &record : readVectors("transcript_ikev2_psk.txt")) {
        if (record.name() == "keys")
            keys.push_back(record);
        else if (record.name().starts_with("CREATE_CHILD_SA"))
            pieces.push_back(record);
    }
    QCOMPARE(pieces.size(), 4u);
    const auto key = [&](const char *name) { return SecretBytes(keys.front().bytes(name)); };
    for (const bool isResponse : {false, true}) {
        const std::size_t first = isResponse ? 2 : 0;
        const Bytes one = pieces[first].bytes("bytes"), two = pieces[first + 1].bytes("bytes");
        Bytes plain = pieces[first].bytes("plain");
        append(plain, pieces[first + 1].bytes("plain"));
        const auto expected = wire::decodePayloads(wire::PayloadType(isResponse ? 33 : 41), plain);
        QVERIFY(expected.has_value());
        QVERIFY(wire::findPayload<wire::KeyExchange>(*expected, wire::PayloadType::KeyExchange));
        for (const bool inOrder : {true, false}) {
            const bool byInitiator = wire::decodeIkeHeader(one).value().fromInitiator();
            Channel channel = channelWith(kCbc, key("sk_er"), key("sk_ar"), key(byInitiator ? "sk_ei" : "sk_er"),
                                          key(byInitiator ? "sk_ai" : "sk_ar"));
            QVERIFY(comeTogether(channel, inOrder ? Datagrams{one, two} : Datagrams{two, one}, *expected));
        }
    }
}

void TestFragments::everyFragmentFitsThePath_data()
{
    QTest::addColumn<int>("suite");
    QTest::addColumn<bool>("ipv6");
    QTest::addColumn<bool>("natPort");
    for (const int suite : {0, 1}) {
        for (const bool ipv6 : {false, true}) {
            for (const bool natPort : {false, true})
                QTest::addRow("%s %s %s", suite == 0 ? "CBC" : "AEAD", ipv6 ? "IPv6" : "IPv4", natPort ? "4500" : "500")
                    << suite << ipv6 << natPort;
        }
    }
}

void TestFragments::everyFragmentFitsThePath()
{
    QFETCH(int, suite);
    QFETCH(bool, ipv6);
    QFETCH(bool, natPort);
    Ends ends(suiteOf(suite));
    m_bench.frame.local = {ipv6 ? *IpAddress::parse("2001:db8::1") : IpAddress::v4(192, 0, 2, 2),
                           natPort ? m_bench.env.natPort : m_bench.env.ikePort};
    const std::size_t around = (ipv6 ? 40u : 20u) + 8u + (natPort ? 4u : 0u);
    const wire::Payloads payloads = bigPayloads(5000);
    Turn turn(m_bench.frame, m_bench.env);
    const Datagrams datagrams = sealReported(ends.ours, headerOf(1), payloads, turn);
    QCOMPARE(datagrams.size(), 5u);
    for (std::size_t i = 0; i < datagrams.size(); ++i) {
        QVERIFY(datagrams[i].size() + around <= 1280);
        QVERIFY(datagrams[i].size() + around > 1280 - 16 || i == 4); // and none is smaller than it need be
        QVERIFY((fieldsOf(datagrams[i]) == wire::Fragment{static_cast<std::uint16_t>(i + 1), 5}));
        // The octet behind the header: what the content begins with, told by the first one only (RFC 7383, 2.5).
        QCOMPARE(int(datagrams[i][16]), 53);
        QCOMPARE(int(datagrams[i][28]), i == 0 ? 41 : 0);
    }
    QVERIFY(comeTogether(ends.theirs, datagrams, payloads));
}

void TestFragments::whatFitsGoesWhole()
{
    for (const int suite : {0, 1}) {
        Ends ends(suiteOf(suite));
        m_bench.frame.local = {IpAddress::v4(192, 0, 2, 2), m_bench.env.ikePort};
        // The largest one that fits is whole, and one octet more makes two.
        bool wasWhole = true;
        for (std::size_t size = 1100; size < 1300; ++size) {
            Turn turn(m_bench.frame, m_bench.env);
            const Datagrams datagrams = sealReported(ends.ours, headerOf(1), bigPayloads(size), turn);
            const bool isWhole = datagrams.size() == 1;
            QCOMPARE(isWhole, !wire::fragmentOf(datagrams.front()).value().has_value());
            QVERIFY(wasWhole || !isWhole);
            if (isWhole)
                QVERIFY(datagrams.front().size() <= 1252);
            else
                QCOMPARE(datagrams.size(), 2u);
            wasWhole = isWhole;
        }
        QVERIFY(!wasWhole);
    }
}

void TestFragments::aPeerThatDoesNotKnowThemGetsNone()
{
    Ends ends;
    ends.ours.isFragmenting = ends.theirs.isFragmenting = false;
    Turn turn(m_bench.frame, m_bench.env);
    const Datagrams datagrams = sealReported(ends.ours, headerOf(1), bigPayloads(5000), turn);
    QCOMPARE(datagrams.size(), 1u);
    QVERIFY(take(ends.theirs, datagrams.front()) == bigPayloads(5000));
}

void TestFragments::orderDoesNotMatter()
{
    QFETCH(int, suite);
    Ends ends(suiteOf(suite));
    const wire::Payloads payloads = bigPayloads(1800);
    std::uint32_t id = 1;
    std::vector<std::size_t> order{0, 1, 2, 3};
    do {
        const Datagrams datagrams = fragments(ends.ours, headerOf(id++), payloads);
        QCOMPARE(datagrams.size(), order.size());
        Datagrams arriving;
        for (std::size_t i = 0; i + 1 < order.size(); ++i) {
            arriving.push_back(datagrams[order[i]]);
            arriving.push_back(datagrams[order[i / 2]]); // a duplicate of one that came already
        }
        arriving.push_back(datagrams[order.back()]);
        QVERIFY(comeTogether(ends.theirs, arriving, payloads));
        QVERIFY(ends.theirs.requests.isEmpty());
    } while (std::ranges::next_permutation(order).found);
}

void TestFragments::forgedFragmentsAreNotKept()
{
    QFETCH(int, suite);
    Ends ends(suiteOf(suite));
    const wire::Payloads payloads = bigPayloads(900);
    const Datagrams datagrams = fragments(ends.ours, headerOf(1), payloads);
    QCOMPARE(datagrams.size(), 2u);
    QVERIFY(!take(ends.theirs, datagrams[0]));
    // The second one with each octet behind the SPIs changed in turn.
    for (std::size_t i = 16; i < datagrams[1].size(); ++i) {
        Bytes forged = datagrams[1];
        forged[i] ^= 0x20;
        Turn turn(m_bench.frame, m_bench.env);
        // With a header that tells the truth where that was changed.
        const auto header = wire::decodeIkeHeader(forged);
        if (!header || header->messageId != wire::MessageId(1) || header->isResponse())
            continue;
        const auto opened = openReported(ends.theirs, *header, forged, turn);
        QVERIFY2(!opened && !opened.error().isAuthentic, qPrintable(QString::number(i)));
    }
    const auto whole = take(ends.theirs, datagrams[1]);
    QVERIFY(whole && *whole == payloads);
}

// RFC 7383, 2.5.2 and 2.6: a sender whose fragments were too large for the path cuts smaller ones, so there are more.
void TestFragments::smallerFragmentsBeginAnew()
{
    Ends ends;
    const wire::Payloads payloads = bigPayloads(1500);
    const Datagrams large = fragments(ends.ours, headerOf(1), payloads, 600);
    const Datagrams small = fragments(ends.ours, headerOf(1), payloads, 400);
    QVERIFY(large.size() < small.size());
    QVERIFY(!take(ends.theirs, large[0]));
    QVERIFY(!take(ends.theirs, small[0]));
    // Those of the first attempt that come late are not mixed in, and do not undo the second.
    for (const Bytes &late : large) {
        QVERIFY(!take(ends.theirs, late));
        QCOMPARE(dropped(), 0u);
    }
    // A forged one with a greater total does not make us begin anew.
    Bytes forged = small[0];
    wire::storeBig(forged.data() + 34, static_cast<std::uint16_t>(small.size() + 1));
    QVERIFY(!take(ends.theirs, forged));
    QCOMPARE(dropped(), 1u);
    QVERIFY(comeTogether(ends.theirs, Datagrams(small.begin() + 1, small.end()), payloads));
}

void TestFragments::impossibleNumbersAreRefused()
{
    Ends ends;
    const Datagrams datagrams = fragments(ends.ours, headerOf(1), bigPayloads(900));
    for (const auto &[number, total] : {std::pair{0, 2}, {3, 2}, {0, 0}, {1, 0}, {65535, 1}}) {
        Bytes wrong = datagrams[0];
        wire::storeBig(wrong.data() + 32, static_cast<std::uint16_t>(number));
        wire::storeBig(wrong.data() + 34, static_cast<std::uint16_t>(total));
        const auto opened = take(ends.theirs, wrong);
        QVERIFY(!opened && !opened.error().isAuthentic);
        QCOMPARE(dropped(), 1u);
    }
    QVERIFY(ends.theirs.requests.isEmpty());
}

void TestFragments::tooManyFragmentsAreRefused()
{
    Ends ends;
    // Authentic ones: whoever has the keys may be a stranger still.
    const Datagrams most = fragments(ends.ours, headerOf(1), bigPayloads(100 * Reassembly::kMaxFragments), 200);
    QVERIFY(most.size() <= Reassembly::kMaxFragments);
    QVERIFY(comeTogether(ends.theirs, most, bigPayloads(100 * Reassembly::kMaxFragments)));
    const Datagrams more = fragments(ends.ours, headerOf(2), bigPayloads(200 * Reassembly::kMaxFragments), 200);
    QVERIFY(more.size() > Reassembly::kMaxFragments);
    for (const Bytes &datagram : more) {
        QVERIFY(!take(ends.theirs, datagram));
        QCOMPARE(dropped(), 1u);
    }
    QVERIFY(ends.theirs.requests.isEmpty());
}

void TestFragments::tooLargeAMessageIsGivenUp()
{
    Ends ends;
    const Datagrams datagrams = fragments(ends.ours, headerOf(1), bigPayloads(Reassembly::kMaxSize), 1200);
    QVERIFY(datagrams.size() <= Reassembly::kMaxFragments);
    std::size_t refused = 0;
    for (const Bytes &datagram : datagrams) {
        QVERIFY(!take(ends.theirs, datagram));
        refused += dropped();
    }
    QVERIFY(refused > 0);
    // The SA is none the worse for it.
    QVERIFY(comeTogether(ends.theirs, fragments(ends.ours, headerOf(2), bigPayloads(900)), bigPayloads(900)));
}

void TestFragments::notAgreedOnTheyAreRefused()
{
    Ends ends;
    ends.theirs.isFragmenting = false;
    for (const Bytes &datagram : fragments(ends.ours, headerOf(1), bigPayloads(900))) {
        const auto opened = take(ends.theirs, datagram);
        QVERIFY(!opened && !opened.error().isAuthentic);
        QCOMPARE(dropped(), 1u);
    }
}

void TestFragments::aWholeMessageTakesTheirPlace()
{
    Ends ends;
    const wire::Payloads payloads = bigPayloads(900);
    const Datagrams datagrams = fragments(ends.ours, headerOf(1), payloads);
    QVERIFY(!take(ends.theirs, datagrams[0]));
    const auto whole = take(ends.theirs, fragments(ends.ours, headerOf(1), payloads, 5000).front());
    QVERIFY(whole && *whole == payloads);
    QVERIFY(ends.theirs.requests.isEmpty());
    QVERIFY(!take(ends.theirs, datagrams[1])); // not the last one that was missing, any more
}

void TestFragments::requestsAndResponsesAreApart()
{
    Ends ends;
    const Datagrams request = fragments(ends.ours, headerOf(1), bigPayloads(900));
    const Datagrams response = fragments(ends.ours, headerOf(1, true), bigPayloads(800));
    QVERIFY(!take(ends.theirs, request[0]));
    QVERIFY(!take(ends.theirs, response[1]));
    QVERIFY(take(ends.theirs, request[1]) == bigPayloads(900));
    QVERIFY(take(ends.theirs, response[0]) == bigPayloads(800));
}

void TestFragments::theNextMessageDropsAnUnfinishedOne()
{
    Ends ends;
    const Datagrams old = fragments(ends.ours, headerOf(1), bigPayloads(900));
    QVERIFY(!take(ends.theirs, old[0]));
    QVERIFY(comeTogether(ends.theirs, fragments(ends.ours, headerOf(2), bigPayloads(900)), bigPayloads(900)));
    QVERIFY(ends.theirs.requests.isEmpty());
}

void TestFragments::aRepeatedRequestIsKnownByItsFirstFragment()
{
    Ends ends;
    const Datagrams request = fragments(ends.ours, headerOf(1), bigPayloads(1400));
    QCOMPARE(request.size(), 3u);
    for (const std::size_t i : {1u, 0u})
        QVERIFY(!take(ends.theirs, request[i]));
    QVERIFY(take(ends.theirs, request[2]));
    PeerRequests requests(wire::MessageId(1));
    const Datagrams answer{Bytes{1, 2, 3}, Bytes{4, 5}};
    {
        Turn turn(m_bench.frame, m_bench.env);
        requests.answer(recognitionOf(ends.theirs, request[2]), answer, turn);
        QVERIFY(TurnBench::sent(std::move(turn).finish()) == answer);
    }
    for (const std::size_t i : {2u, 1u, 0u}) {
        Turn turn(m_bench.frame, m_bench.env);
        QVERIFY(requests.answerRepeated(headerOf(1), request[i], ends.theirs, turn));
        QVERIFY(TurnBench::sent(std::move(turn).finish()) == (i == 0 ? answer : Datagrams{}));
    }
    // Without the keys, which a session that ended has no more, the octets tell.
    for (const std::size_t i : {0u, 1u, 2u}) {
        Turn turn(m_bench.frame, m_bench.env);
        QCOMPARE(requests.answerRepeated(headerOf(1), request[i], turn), i == 0);
    }
}

void TestFragments::aRequestRepeatedInAnotherFormIsAnswered()
{
    const wire::Payloads payloads = bigPayloads(1400);
    for (const bool cameWhole : {true, false}) {
        Ends ends;
        const Datagrams whole = fragments(ends.ours, headerOf(1), payloads, 5000);
        const Datagrams large = fragments(ends.ours, headerOf(1), payloads, 800);
        const Datagrams small = fragments(ends.ours, headerOf(1), payloads, 400);
        for (const Bytes &datagram : cameWhole ? whole : large)
            take(ends.theirs, datagram);
        PeerRequests requests(wire::MessageId(1));
        const Datagrams answer{Bytes{1, 2, 3}};
        Turn first(m_bench.frame, m_bench.env);
        requests.answer(recognitionOf(ends.theirs, (cameWhole ? whole : large).back()), answer, first);

        for (const Datagrams &form : {whole, large, small}) {
            Turn turn(m_bench.frame, m_bench.env);
            QVERIFY(requests.answerRepeated(headerOf(1), form.front(), ends.theirs, turn));
            QVERIFY(TurnBench::sent(std::move(turn).finish()) == answer);
            // Nobody who only knows what the header says gets it.
            Bytes forged = form.front();
            forged.back() ^= 1;
            Turn other(m_bench.frame, m_bench.env);
            QVERIFY(!requests.answerRepeated(headerOf(1), forged, ends.theirs, other));
            QVERIFY(TurnBench::sent(std::move(other).finish()).empty());
        }
        // Earlier and later requests are not repetitions of this one.
        for (const std::uint32_t id : {0u, 2u}) {
            const Datagrams another = fragments(ends.ours, headerOf(id), payloads);
            Turn turn(m_bench.frame, m_bench.env);
            QVERIFY(!requests.answerRepeated(headerOf(id), another.front(), ends.theirs, turn));
        }
    }
}

QTEST_GUILESS_MAIN(TestFragments)
#include "test_fragments.moc"

#include "engine/esp/echo_run.h"
#include "engine/wire/byte_order.h"

#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using esp::EchoRun;
using esp::ProbeSeen;

namespace {

const IpAddress kHere = IpAddress::v4(10, 1, 0, 1);
const IpAddress kThere = IpAddress::v4(10, 2, 0, 10);
constexpr wire::EchoToken kToken{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
constexpr std::uint16_t kIdentifier = 0x4711;

api::EchoProbe probe()
{
    api::EchoProbe probe;
    probe.source = kHere;
    probe.destination = kThere;
    return probe;
}

EchoRun begun() { return EchoRun(probe(), kToken, kIdentifier, TimePoint(1s)); }

// As the other host answers: RFC 792, "the data received in the echo message must be returned".
Bytes answerTo(Bytes request)
{
    request[0] = 0;
    return request;
}

// As a router quotes it: the IP header and `quoted` octets behind it.
Bytes errorAbout(const Bytes &request, std::uint8_t type, std::uint8_t code, std::size_t quoted)
{
    const Bytes packet =
        wire::buildIpPacket({.source = kHere, .destination = kThere, .protocol = wire::kProtocolIcmp}, request);
    Bytes error(wire::kIcmpHeaderSize + wire::kIpv4HeaderSize + quoted);
    error[0] = type;
    error[1] = code;
    wire::storeBig(error.data() + 6, std::uint16_t{1300}); // a next-hop MTU, where it is one
    std::copy_n(packet.begin(), wire::kIpv4HeaderSize + quoted, error.begin() + wire::kIcmpHeaderSize);
    return error;
}

} // namespace

class TestEchoRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsLeaveOnSchedule();
    void aFullRowOfAnswersEndsIt();
    void silenceEndsItByPatience();
    void othersAnswersAreIgnored();
    void errorsAreToldByTheirQuote_data();
    void errorsAreToldByTheirQuote();
    void packetsAreKnownByTheirToken();
    void theTrailCounts();
};

void TestEchoRun::requestsLeaveOnSchedule()
{
    EchoRun run = begun();
    const auto first = run.nextRequest(TimePoint(1s));
    QVERIFY(first);
    QCOMPARE(first->size() + wire::kIpv4HeaderSize, std::size_t{84});
    QCOMPARE(wire::internetChecksum(*first), std::uint16_t{0});
    QVERIFY(!run.nextRequest(TimePoint(1s)));
    QCOMPARE(run.nextDeadline(), TimePoint(1200ms));
    QVERIFY(run.nextRequest(TimePoint(1200ms)));
    QVERIFY(run.nextRequest(TimePoint(1400ms)));
    QVERIFY(!run.nextRequest(TimePoint(5s)));
    QCOMPARE(run.outcome.sent, 3u);
}

void TestEchoRun::aFullRowOfAnswersEndsIt()
{
    EchoRun run = begun();
    for (int i = 0; i < 3; ++i) {
        const TimePoint at(1s + i * 200ms);
        run.received(kThere, answerTo(*run.nextRequest(at)), at + 20ms);
    }
    QCOMPARE(run.outcome.answers.size(), std::size_t{3});
    QCOMPARE(run.outcome.answers.back().roundTrip, Duration(20));
    QVERIFY(!run.isDone(TimePoint(1420ms))); // the data path may still have something to tell
    QVERIFY(run.isDone(TimePoint(1500ms)));
}

void TestEchoRun::silenceEndsItByPatience()
{
    EchoRun run = begun();
    for (int i = 0; i < 3; ++i)
        QVERIFY(run.nextRequest(TimePoint(1s + i * 200ms)));
    QVERIFY(!run.isDone(TimePoint(2399ms)));
    QVERIFY(run.isDone(TimePoint(2400ms)));
    QVERIFY(run.outcome.answers.empty());
}

void TestEchoRun::othersAnswersAreIgnored()
{
    EchoRun run = begun();
    EchoRun other(probe(), wire::EchoToken{9}, kIdentifier, TimePoint(1s));
    run.nextRequest(TimePoint(1s));
    run.received(kThere, answerTo(*other.nextRequest(TimePoint(1s))), TimePoint(1s));
    run.received(kThere, Bytes{0, 0, 0}, TimePoint(1s));
    run.received(kThere, Bytes(84, 0), TimePoint(1s));
    QVERIFY(run.outcome.answers.empty());
}

void TestEchoRun::errorsAreToldByTheirQuote_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("quoted");
    QTest::addColumn<api::IcmpAnswer::Kind>("kind");
    using enum api::IcmpAnswer::Kind;
    // RFC 792; RFC 1812, 5.2.7.1. A router must quote eight octets (RFC 792), and many quote all.
    QTest::newRow("host unreachable") << 3 << 1 << 64 << Unreachable;
    QTest::newRow("the least that is quoted") << 3 << 1 << 8 << Unreachable;
    QTest::newRow("prohibited") << 3 << 13 << 64 << Prohibited;
    QTest::newRow("no hop left") << 11 << 0 << 64 << TimeExceeded;
    QTest::newRow("too big") << 3 << 4 << 64 << TooBig;
}

void TestEchoRun::errorsAreToldByTheirQuote()
{
    QFETCH(const int, type);
    QFETCH(const int, code);
    QFETCH(const int, quoted);
    QFETCH(const api::IcmpAnswer::Kind, kind);
    EchoRun run = begun();
    const Bytes request = *run.nextRequest(TimePoint(1s));
    const IpAddress router = IpAddress::v4(10, 2, 0, 1);
    run.received(router,
                 errorAbout(request, static_cast<std::uint8_t>(type), static_cast<std::uint8_t>(code),
                            static_cast<std::size_t>(quoted)),
                 TimePoint(1s));
    QCOMPARE(run.outcome.answers.size(), std::size_t{1});
    QVERIFY(run.outcome.answers.front().kind == kind);
    QCOMPARE(run.outcome.answers.front().from, router);
    if (kind == api::IcmpAnswer::Kind::TooBig)
        QCOMPARE(run.outcome.answers.front().mtu, 1300u);
}

void TestEchoRun::packetsAreKnownByTheirToken()
{
    EchoRun run = begun();
    const Bytes request = *run.nextRequest(TimePoint(1s));
    const auto tokenIn = [](const Bytes &icmp, const IpAddress &from) {
        const Bytes packet =
            wire::buildIpPacket({.source = from, .destination = kThere, .protocol = wire::kProtocolIcmp}, icmp);
        return wire::echoTokenOf(packet, *wire::decodeIpHeader(packet));
    };
    QCOMPARE(tokenIn(request, kHere), std::optional(kToken));
    QCOMPARE(tokenIn(request, IpAddress::v4(192, 0, 2, 2)), std::optional(kToken)); // behind a NAT
    QCOMPARE(tokenIn(answerTo(request), kThere), std::optional(kToken));
    QCOMPARE(tokenIn(errorAbout(request, 11, 0, 64), kThere), std::optional(kToken));
    QVERIFY(!tokenIn(Bytes(request.begin(), request.begin() + 20), kHere));
    for (std::size_t size = 0; size < request.size(); ++size) // whatever is cut off, nothing is read beyond
        tokenIn(Bytes(request.begin(), request.begin() + static_cast<std::ptrdiff_t>(size)), kHere);
}

void TestEchoRun::theTrailCounts()
{
    EchoRun run = begun();
    using enum ProbeSeen::Step;
    const IpAddress nat = IpAddress::v4(192, 0, 2, 2);
    run.seen({1, ReachedDevice, nat, kThere});
    run.seen({1, WithoutPolicy, nat, kThere});
    run.seen({1, AnswerRefused, kThere, kHere});
    QCOMPARE(run.outcome.trail.sourceSeen, std::optional(nat));
    QCOMPARE(run.outcome.trail.reachedDevice, 1u);
    QCOMPARE(run.outcome.trail.withoutPolicy, 1u);
    QCOMPARE(run.outcome.trail.answersDecrypted, 1u);
    QCOMPARE(run.outcome.trail.answersRefused, 1u);
    QCOMPARE(run.outcome.trail.answersDelivered, 0u);
}

QTEST_GUILESS_MAIN(TestEchoRun)
#include "test_echo_run.moc"

#include "tests/engine/ikev2/settled_pair.h"

#include <QTest>

#include <algorithm>
#include <cstdio>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// The mail between the two sides, which a test may keep back, message by message.
class Mail
{
public:
    using Choice = std::function<bool(const sim::SimDatagram &)>;

    explicit Mail(IkePair &pair) : m_pair(pair)
    {
        pair.filter = [this](const sim::SimDatagram &datagram) {
            if (!m_holds || !m_holds(datagram))
                return true;
            m_held.push_back(datagram);
            return false;
        };
    }
    ~Mail() { m_pair.filter = nullptr; }

    void hold(Choice choice) { m_holds = std::move(choice); }
    // Everything goes on as it would have; of what was sent twice only one arrives.
    void release()
    {
        m_holds = nullptr;
        std::vector<sim::SimDatagram> sent;
        for (const sim::SimDatagram &datagram : m_held) {
            if (std::ranges::find(sent, datagram) == sent.end())
                m_pair.network.send(datagram, m_pair.now());
            sent.push_back(datagram);
        }
        m_held.clear();
    }
    void lose()
    {
        m_holds = nullptr;
        m_held.clear();
    }
    std::size_t held() const { return m_held.size(); }

private:
    IkePair &m_pair;
    Choice m_holds;
    std::vector<sim::SimDatagram> m_held;
};

Mail::Choice requestsOf(const IpAddress &sender, std::uint8_t exchange)
{
    return [=](const sim::SimDatagram &datagram) {
        const MessageKind kind = kindOf(datagram.bytes);
        return datagram.local.address == sender && !kind.isResponse && kind.exchange == exchange;
    };
}

Mail::Choice everythingOf(const IpAddress &sender)
{
    return [=](const sim::SimDatagram &datagram) { return datagram.local.address == sender; };
}

// And nothing is on its way any more.
void establishInPeace(IkePair &pair, const api::ConnectionConfig &left = cheap(leftConfig()),
                      const api::ConnectionConfig &right = cheap(rightConfig()))
{
    establish(pair, left, right);
    pair.run(seconds(1));
}

// What both send at once crosses: no answer overtakes the other side's request.
sim::NetworkConditions inStep()
{
    sim::NetworkConditions conditions;
    conditions.maxDelay = conditions.minDelay;
    return conditions;
}

// Requests for one exchange that one side sent since `from`, each counted once.
std::size_t requestsSent(const IkePair &pair, const IpAddress &sender, std::uint8_t exchange, std::size_t from)
{
    std::vector<Bytes> seen;
    for (std::size_t i = from; i < pair.sent.size(); ++i) {
        const MessageKind kind = kindOf(pair.sent[i].bytes);
        if (pair.sent[i].local.address == sender && !kind.isResponse && kind.exchange == exchange
            && std::ranges::find(seen, pair.sent[i].bytes) == seen.end())
            seen.push_back(pair.sent[i].bytes);
    }
    return seen.size();
}

// What happened, on standard error: a failure message of Qt Test is cut short.
std::string tell(const IkePair &pair, std::uint64_t seed, bool isWell)
{
    if (isWell)
        return {};
    for (const IkeSide *side : {&pair.left, &pair.right}) {
        const auto census = side->supervisor().census();
        std::fprintf(stderr, "%s: sessions %zu, children %zu\n", side == &pair.left ? "left" : "right", census.sessions,
                     census.children);
        for (const api::Event &event : side->events()) {
            std::string line = std::to_string(event.at.time_since_epoch().count()) + " "
                + std::string(api::directionName(event.direction)) + " " + std::string(api::eventName(event.code));
            for (const api::Detail &detail : event.details)
                line += " " + std::string(api::detailName(detail.key)) + "=" + detail.value;
            std::fprintf(stderr, "  %s\n", line.c_str());
        }
    }
    return "seed " + std::to_string(seed);
}

// Its operator saves an edit that touches phase 2 and is to take effect with the next traffic: the child goes.
void closeChild(IkeSide &side)
{
    auto edited = cheap(rightConfig());
    edited.effectImmediately = false;
    edited.child.replayWindow = 128;
    side.update(edited);
}

// While a request of the left side is under way; what comes back is a Delete payload, and no child is left.
void closeChildDuring(void (IkeSide::*request)(), IkePair &pair, Mail &mail)
{
    mail.hold(requestsOf(kLeft, kCreateChildSa));
    (pair.left.*request)();
    pair.run(Duration(10));
    closeChild(pair.right);
    pair.run(Duration(500));
    QCOMPARE(mail.held(), 1u);
    QCOMPARE(pair.right.detail(EventCode::MessageReceived, DetailKey::Payloads), std::string("D"));
    QVERIFY(!pair.left.isEstablished() && !pair.right.isEstablished());
}

// At every moment there is a child on both sides that the other one receives by.
bool isCarried(const IkeSide &from, const IkeSide &to)
{
    return std::ranges::any_of(from.children(), [&](const auto &entry) {
        return from.sends(entry.first) && to.children().contains(entry.second.outboundSpi.value());
    });
}

bool runCarried(IkePair &pair, Duration duration)
{
    const TimePoint end = pair.now() + duration;
    const auto isBroken = [&] { return !isCarried(pair.left, pair.right) || !isCarried(pair.right, pair.left); };
    if (pair.runUntil(isBroken, duration))
        return false;
    pair.run(end - pair.now());
    return true;
}

} // namespace

// What RFC 7296 says of requests that cross: 2.8.1, 2.8.2, 2.25.1 and 2.25.2, bullet by bullet, on two real engines.
class TestIkev2Collisions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // 2.8.1
    void bothRekeyTheChildAtOnce();
    void theLateRequestForAnOldChildIsNotFound();
    void anyMessageOfACrossingChildRekeyMayBeLost();
    void anySideOfACrossingChildRekeyMayBeLate();
    void bothAskForAChildAtOnce();
    // 2.8.2
    void bothRekeyTheIkeSaAtOnce();
    void onlyOneSideSeesTheCrossingIkeRekey();
    void anyMessageOfACrossingIkeRekeyMayBeLost();
    void anySideOfACrossingIkeRekeyMayBeLate();
    // 2.25.1
    void rekeyOfAChildThatIsBeingClosed();
    void closeOfAChildThatIsBeingRekeyed();
    void rekeyOfTheIkeSaWhileAChildIsRekeyed();
    void rekeyOfTheIkeSaWhileAChildIsClosed();
    // 2.25.2
    void rekeyOfAChildWhileTheIkeSaIsRekeyed();
    void closeOfAChildWhileTheIkeSaIsRekeyed();
    void rekeyOfAnIkeSaThatIsBeingClosed();
    void closeOfAnIkeSaThatIsBeingRekeyed();
    void closingWhileTheAnswerToTheIkeRekeyIsUnderWay();
    // 2.25
    void rekeyOfAChildThatWeHaveNotHeardOfYet();
    void aPeerThatIsBusyForTooLongIsOutOfStep();
    void randomOperationsThroughBadWeatherSettle();
};

// RFC 7296, 2.8.1, the first example: three child SAs for a moment. Of the two new ones the one with the lowest nonce is
// deleted by whoever began it, the old one by the other.
void TestIkev2Collisions::bothRekeyTheChildAtOnce()
{
    int leftWon = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        IkePair pair(seed, inStep());
        establishInPeace(pair);
        const auto old = pair.left.child()->inboundSpi;
        const std::size_t from = pair.sent.size();
        pair.left.rekeyChild();
        pair.right.rekeyChild();
        QVERIFY(runCarried(pair, seconds(20)));
        QVERIFY2(isSettled(pair), qPrintable(QString::number(seed)));
        QVERIFY(pair.left.child()->inboundSpi != old);
        for (const IpAddress &side : {kLeft, kRight}) {
            QCOMPARE(requestsSent(pair, side, kCreateChildSa, from), 1u);
            QCOMPARE(requestsSent(pair, side, kInformational, from), 1u); // its one Delete
        }
        leftWon += pair.left.count(EventCode::ChildSaEstablished) == 3 ? 1 : 0;
    }
    QVERIFY(leftWon > 5 && leftWon < 35); // chance decides, not the side
}

// RFC 7296, 2.8.1, the second example: the first request is lost, and the peer is done before it is sent again.
void TestIkev2Collisions::theLateRequestForAnOldChildIsNotFound()
{
    IkePair pair;
    establishInPeace(pair);
    Mail mail(pair);
    mail.hold(requestsOf(kLeft, kCreateChildSa));
    pair.left.rekeyChild();
    pair.run(Duration(5));
    pair.right.rekeyChild();
    pair.run(seconds(1)); // answered, and the old one is deleted
    mail.release();
    pair.run(minutes(1));
    QVERIFY(heard(pair.left, "CHILD_SA_NOT_FOUND"));
    QVERIFY(isSettled(pair));
    QCOMPARE(pair.left.count(EventCode::ChildSaEstablished), 2u); // the error was of no consequence
    QCOMPARE(pair.left.count(EventCode::NegotiationTriggered), 1u);
}

void TestIkev2Collisions::anyMessageOfACrossingChildRekeyMayBeLost()
{
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        for (int lost = 0; lost < 64; ++lost) { // which of the first six messages
            IkePair pair(seed);
            establishInPeace(pair);
            int number = 0;
            pair.filter = [&](const sim::SimDatagram &) { return number >= 6 || (lost >> number++ & 1) == 0; };
            pair.left.rekeyChild();
            pair.right.rekeyChild();
            QVERIFY2(runCarried(pair, seconds(30)), qPrintable(QStringLiteral("%1 %2").arg(seed).arg(lost)));
            QVERIFY2(pair.runUntil([&] { return isSettled(pair); }, minutes(5)),
                     qPrintable(QStringLiteral("%1 %2").arg(seed).arg(lost)));
            QCOMPARE(pair.left.count(EventCode::NegotiationTriggered), 1u);
        }
    }
}

void TestIkev2Collisions::anySideOfACrossingChildRekeyMayBeLate()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        for (const IpAddress &late : {kLeft, kRight}) {
            for (const int delay : {20, 100, 1900, 3000, 7000}) {
                IkePair pair(seed);
                establishInPeace(pair);
                Mail mail(pair);
                mail.hold(everythingOf(late));
                pair.left.rekeyChild();
                pair.right.rekeyChild();
                pair.run(Duration(delay));
                mail.release();
                QVERIFY(runCarried(pair, seconds(15)));
                QVERIFY2(pair.runUntil([&] { return isSettled(pair); }, minutes(5)),
                         qPrintable(QStringLiteral("%1 %2").arg(seed).arg(delay)));
            }
        }
    }
}

// Two IKE SAs without a child, and both sides want one: a crossing in the spirit of 2.8.1.
void TestIkev2Collisions::bothAskForAChildAtOnce()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        auto left = cheap(leftConfig());
        auto right = cheap(rightConfig());
        right.effectImmediately = true;
        left.child.lifetime = right.child.lifetime = seconds(100);
        IkePair pair(seed);
        establishInPeace(pair, left, right);
        // No rekey gets through before the child's life is over on both sides.
        Mail mail(pair);
        mail.hold([](const sim::SimDatagram &) { return true; });
        QVERIFY(
            pair.runUntil([&] { return pair.left.children().empty() && pair.right.children().empty(); }, seconds(101)));
        mail.lose();
        QVERIFY2(pair.runUntil([&] { return isSettled(pair); }, minutes(3)), qPrintable(QString::number(seed)));
    }
}

// RFC 7296, 2.8.2: three IKE SAs for a moment, and the children go to the right one.
void TestIkev2Collisions::bothRekeyTheIkeSaAtOnce()
{
    int leftWon = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        IkePair pair(seed, inStep());
        establishInPeace(pair);
        const auto old = ikeSpis(pair.left);
        const auto child = pair.left.child()->inboundSpi;
        const std::size_t from = pair.sent.size();
        pair.left.rekeyIkeSa();
        pair.right.rekeyIkeSa();
        QVERIFY(runCarried(pair, minutes(1)));
        QVERIFY2(isSettled(pair), qPrintable(QString::number(seed)));
        QVERIFY(ikeSpis(pair.left) != old);
        QVERIFY(pair.left.child()->inboundSpi == child);
        for (const IpAddress &side : {kLeft, kRight})
            QCOMPARE(requestsSent(pair, side, kCreateChildSa, from), 1u);
        QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 2u);
        QCOMPARE(pair.right.count(EventCode::IkeSaEstablished), 2u);
        leftWon += pair.left.status().ikeSa->weInitiated ? 1 : 0;
        pair.right.rekeyChild(); // from the same SK_d
        pair.run(seconds(10));
        QVERIFY(isSettled(pair));
    }
    QVERIFY(leftWon > 5 && leftWon < 35);
}

// RFC 7296, 2.8.2, the example: one peer has finished its rekey before the other's request is there.
void TestIkev2Collisions::onlyOneSideSeesTheCrossingIkeRekey()
{
    IkePair pair;
    establishInPeace(pair);
    Mail mail(pair);
    mail.hold(requestsOf(kRight, kCreateChildSa));
    pair.right.rekeyIkeSa();
    pair.left.rekeyIkeSa();
    QVERIFY(runCarried(pair, seconds(1)));
    // The other side is done: the Delete of the old IKE SA made it forget its own request.
    QVERIFY(pair.bothEstablished() && pair.childrenFit());
    QVERIFY(ikeSpis(pair.left) == ikeSpis(pair.right));
    const std::size_t from = pair.sent.size();
    mail.release();
    QVERIFY(runCarried(pair, minutes(1)));
    QVERIFY(isSettled(pair));
    QVERIFY(pair.left.status().ikeSa->weInitiated);
    QCOMPARE(requestsSent(pair, kRight, kCreateChildSa, from), 0u);
}

void TestIkev2Collisions::anyMessageOfACrossingIkeRekeyMayBeLost()
{
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        for (int lost = 0; lost < 64; ++lost) {
            IkePair pair(seed);
            establishInPeace(pair);
            int number = 0;
            pair.filter = [&](const sim::SimDatagram &) { return number >= 6 || (lost >> number++ & 1) == 0; };
            pair.left.rekeyIkeSa();
            pair.right.rekeyIkeSa();
            QVERIFY2(runCarried(pair, seconds(30)), qPrintable(QStringLiteral("%1 %2").arg(seed).arg(lost)));
            QVERIFY2(pair.runUntil([&] { return isSettled(pair); }, minutes(5)),
                     qPrintable(QStringLiteral("%1 %2").arg(seed).arg(lost)));
            QCOMPARE(pair.left.count(EventCode::NegotiationTriggered), 1u);
            pair.filter = nullptr;
            pair.left.rekeyChild();
            pair.run(seconds(20));
            QVERIFY(isSettled(pair));
        }
    }
}

void TestIkev2Collisions::anySideOfACrossingIkeRekeyMayBeLate()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        for (const IpAddress &late : {kLeft, kRight}) {
            for (const int delay : {20, 100, 1900, 3000, 7000, 30000}) {
                IkePair pair(seed);
                establishInPeace(pair);
                Mail mail(pair);
                mail.hold(everythingOf(late));
                pair.left.rekeyIkeSa();
                pair.right.rekeyIkeSa();
                pair.run(Duration(delay));
                mail.release();
                QVERIFY(runCarried(pair, seconds(15)));
                QVERIFY2(pair.runUntil([&] { return isSettled(pair); }, minutes(5)),
                         qPrintable(QStringLiteral("%1 %2").arg(seed).arg(delay)));
            }
        }
    }
}

// 2.25.1: "a request to rekey a Child SA that it is currently trying to close: TEMPORARY_FAILURE".
void TestIkev2Collisions::rekeyOfAChildThatIsBeingClosed()
{
    IkePair pair;
    auto left = cheap(leftConfig());
    auto right = cheap(rightConfig());
    left.dpd.enabled = right.dpd.enabled = false;
    right.child.lifetime = seconds(200);
    establishInPeace(pair, left, right);
    Mail mail(pair);
    // Its life is over, since no rekey went out before; what it says is under way.
    mail.hold(everythingOf(kRight));
    QVERIFY(pair.runUntil([&] { return pair.right.children().empty(); }, seconds(201)));
    pair.left.rekeyChild();
    pair.run(Duration(100));
    mail.release();
    pair.run(seconds(1));
    QVERIFY(heard(pair.left, "TEMPORARY_FAILURE"));
    QVERIFY(pair.runUntil([&] { return isSettled(pair); }, minutes(5)));
}

// 2.25.1: "a request to close a Child SA that it is currently rekeying: reply as usual, with a Delete payload".
void TestIkev2Collisions::closeOfAChildThatIsBeingRekeyed()
{
    IkePair pair;
    establishInPeace(pair);
    const auto ike = ikeSpis(pair.left);
    Mail mail(pair);
    closeChildDuring(&IkeSide::rekeyChild, pair, mail);
    mail.release(); // what it wanted to replace is not there any more
    pair.run(seconds(10));
    QVERIFY(heard(pair.left, "CHILD_SA_NOT_FOUND"));
    QCOMPARE(ikeSpis(pair.left), ike);
    if (!pair.left.isEstablished())
        pair.left.needChild();
    QVERIFY(pair.runUntil([&] { return isSettled(pair); }, minutes(1)));
    QCOMPARE(ikeSpis(pair.left), ike);
}

// 2.25.1: "a request to rekey the IKE SA, and it is currently creating, rekeying, or closing a Child SA:
// TEMPORARY_FAILURE"; 2.25.2: "a request to create or rekey a Child SA when it is currently rekeying the IKE SA:
// TEMPORARY_FAILURE".
void TestIkev2Collisions::rekeyOfTheIkeSaWhileAChildIsRekeyed()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        IkePair pair(seed);
        establishInPeace(pair);
        const auto ike = ikeSpis(pair.left);
        const auto child = pair.left.child()->inboundSpi;
        pair.left.rekeyChild();
        pair.right.rekeyIkeSa();
        QVERIFY(runCarried(pair, seconds(1)));
        QVERIFY(heard(pair.left, "TEMPORARY_FAILURE") && heard(pair.right, "TEMPORARY_FAILURE"));
        QVERIFY(runCarried(pair, minutes(1)));
        QVERIFY2(isSettled(pair), qPrintable(QString::number(seed)));
        QVERIFY(ikeSpis(pair.left) != ike);
        QVERIFY(pair.left.child()->inboundSpi != child);
    }
}

void TestIkev2Collisions::rekeyOfTheIkeSaWhileAChildIsClosed()
{
    IkePair pair;
    establishInPeace(pair);
    Mail mail(pair);
    mail.hold(requestsOf(kLeft, kInformational));
    pair.left.rekeyChild();
    pair.run(seconds(1)); // all but the Delete is done
    QCOMPARE(mail.held(), 1u);
    pair.right.rekeyIkeSa();
    QVERIFY(runCarried(pair, Duration(500)));
    QVERIFY(heard(pair.right, "TEMPORARY_FAILURE"));
    const auto ike = ikeSpis(pair.left);
    mail.release();
    QVERIFY(runCarried(pair, minutes(1)));
    QVERIFY(isSettled(pair));
    QVERIFY(ikeSpis(pair.left) != ike);
}

// 2.25.2, seen from the side that asks for the child.
void TestIkev2Collisions::rekeyOfAChildWhileTheIkeSaIsRekeyed()
{
    IkePair pair;
    establishInPeace(pair);
    Mail mail(pair);
    mail.hold(requestsOf(kLeft, kCreateChildSa));
    pair.left.rekeyIkeSa();
    pair.run(Duration(10));
    pair.right.rekeyChild();
    QVERIFY(runCarried(pair, Duration(500)));
    QVERIFY(heard(pair.right, "TEMPORARY_FAILURE"));
    const auto child = pair.right.child()->inboundSpi;
    mail.release();
    QVERIFY(runCarried(pair, minutes(1)));
    QVERIFY(isSettled(pair));
    QVERIFY(pair.right.child()->inboundSpi != child); // asked for again, on the next IKE SA
}

// 2.25.2: "a request to close a Child SA when it is currently rekeying the IKE SA: reply as usual, with a Delete
// payload".
void TestIkev2Collisions::closeOfAChildWhileTheIkeSaIsRekeyed()
{
    IkePair pair;
    establishInPeace(pair);
    const auto ike = ikeSpis(pair.left);
    Mail mail(pair);
    closeChildDuring(&IkeSide::rekeyIkeSa, pair, mail);
    mail.release();
    pair.run(seconds(10));
    QVERIFY(ikeSpis(pair.left) != ike);
    pair.left.needChild();
    QVERIFY(pair.runUntil([&] { return isSettled(pair); }, minutes(1)));
}

// 2.25.2: "a request to rekey an IKE SA that it is currently trying to close: TEMPORARY_FAILURE".
void TestIkev2Collisions::rekeyOfAnIkeSaThatIsBeingClosed()
{
    IkePair pair;
    establishInPeace(pair);
    Mail mail(pair);
    mail.hold(requestsOf(kLeft, kInformational));
    pair.left.stop();
    pair.right.rekeyIkeSa();
    pair.run(seconds(1));
    QVERIFY(heard(pair.right, "TEMPORARY_FAILURE"));
    mail.release();
    pair.run(minutes(2));
    QCOMPARE(pair.left.supervisor().census().sessions, 0u);
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
    QVERIFY(pair.right.children().empty());
}

// 2.25.2: "a request to close an IKE SA that it is currently rekeying: reply as usual, and forget its own rekeying
// request".
void TestIkev2Collisions::closeOfAnIkeSaThatIsBeingRekeyed()
{
    IkePair pair;
    auto left = cheap(leftConfig());
    left.effectImmediately = false;
    establishInPeace(pair, left);
    Mail mail(pair);
    mail.hold(requestsOf(kLeft, kCreateChildSa));
    pair.left.rekeyIkeSa();
    pair.right.stop();
    QVERIFY(pair.runUntil([&] { return pair.right.isUnloaded(); }, seconds(2)));
    QVERIFY(pair.left.children().empty());
    QVERIFY(pair.left.state() == ConnectionState::Waiting);
    const std::size_t from = pair.sent.size();
    mail.release();
    pair.run(minutes(3));
    QCOMPARE(requestsSent(pair, kLeft, kCreateChildSa, from), 0u);
    QCOMPARE(pair.left.supervisor().census().sessions, 0u);
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
}

// The operator stops us between our request and its answer: the peer's new IKE SA must not stay behind.
void TestIkev2Collisions::closingWhileTheAnswerToTheIkeRekeyIsUnderWay()
{
    IkePair pair;
    establishInPeace(pair);
    Mail mail(pair);
    mail.hold(everythingOf(kRight));
    pair.left.rekeyIkeSa();
    pair.run(Duration(500));
    QCOMPARE(mail.held(), 1u);
    pair.left.stop();
    mail.release();
    QVERIFY(pair.runUntil([&] { return pair.left.isUnloaded(); }, seconds(5)));
    pair.run(minutes(1));
    QCOMPARE(pair.left.supervisor().census().sessions, 0u);
    QCOMPARE(pair.right.supervisor().census().sessions, 0u);
    QVERIFY(pair.right.children().empty());
}

// The answer that would tell us of the child is late, and the peer wants to renew it already: that is no reason for it to
// think that we have lost it.
void TestIkev2Collisions::rekeyOfAChildThatWeHaveNotHeardOfYet()
{
    IkePair pair;
    establishInPeace(pair);
    Mail mail(pair);
    mail.hold([](const sim::SimDatagram &datagram) {
        return datagram.local.address == kRight && kindOf(datagram.bytes).isResponse;
    });
    pair.left.rekeyChild();
    pair.run(Duration(100));
    pair.right.rekeyChild();
    pair.run(Duration(100));
    QVERIFY(heard(pair.right, "TEMPORARY_FAILURE"));
    QVERIFY(!heard(pair.right, "CHILD_SA_NOT_FOUND"));
    mail.release();
    QVERIFY(runCarried(pair, minutes(1)));
    QVERIFY(isSettled(pair));
}

// 2.25: "if a peer continues to receive TEMPORARY_FAILURE on the same IKE SA after several minutes, it SHOULD conclude
// that the state information is out of sync and close the IKE SA". Traffic goes on meanwhile.
void TestIkev2Collisions::aPeerThatIsBusyForTooLongIsOutOfStep()
{
    IkePair pair;
    auto left = cheap(leftConfig());
    auto right = cheap(rightConfig());
    left.dpd.enabled = right.dpd.enabled = false;
    establishInPeace(pair, left, right);
    const auto ike = ikeSpis(pair.left);
    // The peer's request never gets through, and it keeps on trying: for as long, it is busy.
    Mail mail(pair);
    const TimePoint end = pair.now() + minutes(8);
    bool isBusy = true;
    while (pair.now() < end && isBusy) {
        mail.hold([&](const sim::SimDatagram &datagram) {
            const MessageKind kind = kindOf(datagram.bytes);
            return kind.exchange == kCreateChildSa && datagram.local.address == kRight && !kind.isResponse;
        });
        pair.right.rekeyIkeSa();
        pair.left.rekeyChild();
        pair.run(seconds(60));
        isBusy = ikeSpis(pair.left) == ike;
        mail.release();
        pair.run(Duration(200));
    }
    QVERIFY(heard(pair.left, "TEMPORARY_FAILURE"));
    mail.lose();
    QVERIFY(pair.runUntil([&] { return isSettled(pair); }, minutes(5)));
}

void TestIkev2Collisions::randomOperationsThroughBadWeatherSettle()
{
    for (std::uint64_t seed = 1; seed <= 80; ++seed) {
        sim::SeededRandom random(seed);
        auto left = cheap(leftConfig());
        auto right = cheap(rightConfig());
        right.effectImmediately = random.chance(500);
        sim::NetworkConditions weather;
        weather.lossPerMille = static_cast<unsigned>(random.below(300));
        weather.duplicatePerMille = static_cast<unsigned>(random.below(200));
        weather.reorderPerMille = static_cast<unsigned>(random.below(300));
        weather.maxDelay = Duration(static_cast<Duration::rep>(30 + random.below(300)));
        IkePair pair(seed, weather);
        pair.right.start(right, kPsk, right.effectImmediately);
        pair.left.start(left);
        QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, minutes(60)));
        for (int operation = 0; operation < 30; ++operation) {
            IkeSide &side = random.chance(500) ? pair.left : pair.right;
            random.chance(600) ? side.rekeyChild() : side.rekeyIkeSa();
            pair.run(Duration(static_cast<Duration::rep>(random.below(random.chance(700) ? 300 : 20'000))));
        }
        pair.network.setConditions({});
        const bool isWell = pair.runUntil([&] { return isSettled(pair); }, minutes(20));
        QVERIFY2(isWell, tell(pair, seed, isWell).c_str());
        pair.run(minutes(10));
        QVERIFY2(isSettled(pair), qPrintable(QString::number(seed)));
        pair.left.stop();
        pair.right.stop();
        pair.run(minutes(5));
        for (const IkeSide *side : {&pair.left, &pair.right}) {
            const auto census = side->supervisor().census();
            QVERIFY2(census.sessions == 0 && census.children == 0 && census.connections == 0,
                     qPrintable(QString::number(seed)));
            QVERIFY(!side->supervisor().nextDeadline());
        }
    }
}

QTEST_GUILESS_MAIN(TestIkev2Collisions)
#include "test_ikev2_collisions.moc"

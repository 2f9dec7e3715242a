#include "engine/ikev1/states.h"
#include "tests/engine/ikev1/ikev1_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::EventCode;
using ikev1::kReplacedGrace;
using std::chrono::milliseconds;
using std::chrono::seconds;

// When packets go over from a child to the one in its place.
class TestIkev1Renewal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void packetsGoByTheOldOneUntilThePeerUsesTheNew();
    void packetsGoByTheNewOneWhenTheOldOneEnds();
    void theOldOneLivesUntilPacketsHaveGoneOver();

private:
    // A renewal that the left side began and has just completed.
    void renew(Ikev1Pair &pair);

    std::uint32_t m_old = 0;
    std::uint32_t m_new = 0;
};

void TestIkev1Renewal::init() { m_old = m_new = 0; }

void TestIkev1Renewal::renew(Ikev1Pair &pair)
{
    QVERIFY(pair.establish());
    m_old = pair.left.child()->inboundSpi.value();
    pair.left.rekeyChild();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::ChildSaEstablished) == 2; }));
    for (const auto &[spi, sa] : pair.left.children()) {
        if (spi != m_old)
            m_new = spi;
    }
    QVERIFY(m_new != 0);
}

// The peer has it a message and a key exchange later than we do, and drops what comes before.
void TestIkev1Renewal::packetsGoByTheOldOneUntilThePeerUsesTheNew()
{
    Ikev1Pair pair;
    renew(pair);
    QVERIFY(pair.left.sends(m_old) && !pair.left.sends(m_new));
    pair.left.hearEsp(1);
    QVERIFY(!pair.left.sends(m_old) && pair.left.sends(m_new));
}

void TestIkev1Renewal::packetsGoByTheNewOneWhenTheOldOneEnds()
{
    Ikev1Pair pair;
    renew(pair);
    pair.run(seconds(3));
    QVERIFY(pair.left.sends(m_new) && !pair.left.sends(m_old));
    QVERIFY(pair.runUntil([&] { return pair.left.child() && pair.right.child(); }));
    QVERIFY(pair.childrenFit());
}

// Its hard end comes in the midst of that, and the peer has said nothing yet.
void TestIkev1Renewal::theOldOneLivesUntilPacketsHaveGoneOver()
{
    Ikev1Pair pair;
    auto left = leftV1();
    left.child.lifetime = seconds(3);
    QVERIFY(pair.establish(left, rightV1()));
    const auto end = pair.now() + seconds(3);
    const std::uint32_t old = pair.left.child()->inboundSpi.value();
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::ChildSaEstablished) == 2; }));
    pair.filter = [](const sim::SimDatagram &datagram) { return !isOf(datagram, kInformationalV1); };
    QVERIFY(pair.now() > end - kReplacedGrace && pair.now() < end);
    pair.run(end - pair.now() + milliseconds(100));
    QVERIFY(pair.left.sends(old) && pair.left.children().contains(old));
    pair.run(kReplacedGrace);
    QVERIFY(!pair.left.sends(old));
}

QTEST_GUILESS_MAIN(TestIkev1Renewal)
#include "test_ikev1_renewal.moc"

#include "tests/engine/ikev2/ike_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;

class TestIkev2Handshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoMessagesEachWayMakeATunnel();
};

void TestIkev2Handshake::twoMessagesEachWayMakeATunnel()
{
    IkePair pair;
    pair.right.start(rightConfig(), kPsk, false);
    QCOMPARE(pair.right.state(), ConnectionState::Waiting);
    pair.left.start(leftConfig());
    QCOMPARE(pair.left.state(), ConnectionState::Phase1Negotiating);

    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QVERIFY(pair.childrenFit());
    QCOMPARE(pair.sent.size(), 4u);
    QVERIFY(pair.left.hasPolicy() && pair.right.hasPolicy());
}

QTEST_GUILESS_MAIN(TestIkev2Handshake)
#include "test_ikev2_handshake.moc"

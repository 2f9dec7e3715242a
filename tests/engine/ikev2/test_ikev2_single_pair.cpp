#include "tests/engine/ikev2/scripted_peer.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::DetailKey;
using api::EventCode;
using wire::NotifyType;

namespace {

const std::vector<api::TrafficSelector> kLocal = subnets({"10.1.0.0/16", "10.11.0.0/16"});
const std::vector<api::TrafficSelector> kRemote = subnets({"10.2.0.0/16", "10.12.0.0/16"});

api::ConnectionConfig wide()
{
    auto config = cheap(leftConfig());
    config.child.local = kLocal;
    config.child.remote = kRemote;
    return config;
}

} // namespace

// Peers that say that they take single pairs, which our own engine never does: RFC 7296, 2.9.
class TestIkev2SinglePair : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void singlePairRequiredIsAskedPairByPair();
    void onePairIsRefusedToo_data();
    void onePairIsRefusedToo();
    void otherSelectorsThatArePossibleAreAskedFor();
};

void TestIkev2SinglePair::singlePairRequiredIsAskedPairByPair()
{
    IkePair pair;
    ScriptedPeer peer(pair);
    pair.left.start(wide());
    QVERIFY(peer.hasRequest(kIkeSaInit));
    peer.answerSaInit();
    QVERIFY(peer.hasRequest(kIkeAuth));
    peer.answerAuth({notify(NotifyType::SinglePairRequired)});
    QVERIFY(!pair.left.isEstablished());
    QCOMPARE(pair.left.detail(EventCode::SelectorsSplit, DetailKey::Count), std::string("4"));
    QCOMPARE(pair.left.count(EventCode::AttemptFailed), 0u);
    // An answer for any other pair than the one that was asked for would be refused.
    for (std::uint32_t number = 0; number < 4; ++number) {
        QVERIFY(peer.hasRequest(kCreateChildSa));
        peer.answer(peer.child(0x1000 + number, {kLocal[number / 2]}, {kRemote[number % 2]}));
        QVERIFY(pair.left.isEstablished());
        QCOMPARE(pair.left.status().childSas.size(), std::size_t{number + 1});
    }
    QVERIFY(!peer.hasRequest(kCreateChildSa));
    QCOMPARE(pair.left.count(EventCode::PairsMissing), 0u);
}

// In the end nothing stands, and that is a failure like any other.
void TestIkev2SinglePair::onePairIsRefusedToo_data()
{
    QTest::addColumn<NotifyType>("answer");
    QTest::addColumn<api::FailureCode>("failure");
    QTest::newRow("selectors") << NotifyType::TsUnacceptable << api::FailureCode::TrafficSelectorMismatch;
    // It refuses whatever it is asked for: no setting is wrong.
    QTest::newRow("no room") << NotifyType::NoAdditionalSas << api::FailureCode::PeerInstallFailed;
}

void TestIkev2SinglePair::onePairIsRefusedToo()
{
    QFETCH(const NotifyType, answer);
    QFETCH(const api::FailureCode, failure);
    IkePair pair;
    ScriptedPeer peer(pair);
    pair.left.start(wide());
    QVERIFY(peer.hasRequest(kIkeSaInit));
    peer.answerSaInit();
    QVERIFY(peer.hasRequest(kIkeAuth));
    peer.answerAuth({notify(NotifyType::SinglePairRequired)});
    for (int number = 0; number < 4; ++number) {
        QCOMPARE(pair.left.count(EventCode::AttemptFailed), 0u);
        QVERIFY(peer.hasRequest(kCreateChildSa));
        peer.answer({notify(answer)});
    }
    QCOMPARE(pair.left.count(EventCode::AttemptFailed), 1u);
    QVERIFY(pair.left.status().lastFailure == failure);
    QVERIFY(pair.left.state() == api::ConnectionState::Phase2Failed);
}

void TestIkev2SinglePair::otherSelectorsThatArePossibleAreAskedFor()
{
    IkePair pair;
    ScriptedPeer peer(pair);
    pair.left.start(wide());
    QVERIFY(peer.hasRequest(kIkeSaInit));
    peer.answerSaInit();
    QVERIFY(peer.hasRequest(kIkeAuth));
    auto answer = peer.child(0x2000, {kLocal[0]}, kRemote); // one local subnet with both remote ones
    answer.erase(answer.begin() + 1); // IKE_AUTH has had its nonces
    answer.push_back(notify(NotifyType::AdditionalTsPossible));
    peer.answerAuth(answer);
    QVERIFY(pair.left.isEstablished());
    QCOMPARE(pair.left.detail(EventCode::SelectorsSplit, DetailKey::Count), std::string("2"));
    QVERIFY(peer.hasRequest(kCreateChildSa));
    peer.answer(peer.child(0x2001, {kLocal[1]}, {kRemote[0]}));
    QVERIFY(peer.hasRequest(kCreateChildSa));
    peer.answer({notify(NotifyType::TsUnacceptable)});
    QCOMPARE(pair.left.status().childSas.size(), std::size_t{2});
    QCOMPARE(pair.left.detail(EventCode::PairsMissing, DetailKey::Selector),
             std::string("10.11.0.0/16 === 10.12.0.0/16"));
    QVERIFY(!peer.hasRequest(kCreateChildSa));
}

QTEST_GUILESS_MAIN(TestIkev2SinglePair)
#include "test_ikev2_single_pair.moc"

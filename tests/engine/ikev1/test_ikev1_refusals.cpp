#include "tests/engine/ikev1/ikev1_pair.h"

#include <QTest>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::DhGroup;
using api::EventCode;
using api::FailureCode;
using api::IkeV1Mode;

namespace {

std::string failureOf(const IkeSide &side, EventCode code) { return side.detail(code, DetailKey::Failure); }
std::string nameOf(FailureCode failure) { return std::string(api::failureName(failure)); }

} // namespace

// What each side knows of a tunnel that does not come about, and says of it.
class TestIkev1Refusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoeverRefusesAChildShowsWhy_data();
    void whoeverRefusesAChildShowsWhy();
    void aRefusalBesideAChildThatStandsChangesNothing();
};

void TestIkev1Refusals::whoeverRefusesAChildShowsWhy_data()
{
    QTest::addColumn<std::function<void(api::ConnectionConfig &)>>("change");
    QTest::addColumn<FailureCode>("failure");
    const auto row = [](const char *name, FailureCode failure, std::function<void(api::ConnectionConfig &)> change) {
        QTest::newRow(name) << std::move(change) << failure;
    };
    row("encryption", FailureCode::EncryptionAlgorithmMismatch,
        [](auto &config) { config.child.proposals.front().encryption = api::Encryption::Aes256Cbc; });
    row("integrity", FailureCode::AuthenticationAlgorithmMismatch,
        [](auto &config) { config.child.proposals.front().integrity = api::Integrity::HmacSha256_128; });
    row("group", FailureCode::PfsMismatch, [](auto &config) { config.child.proposals.front().pfs = DhGroup::Ecp256; });
    row("subnet", FailureCode::TrafficSelectorMismatch,
        [](auto &config) { config.child.local = subnets({"10.9.0.0/16"}); });
}

void TestIkev1Refusals::whoeverRefusesAChildShowsWhy()
{
    QFETCH(std::function<void(api::ConnectionConfig &)>, change);
    QFETCH(FailureCode, failure);
    Ikev1Pair pair;
    auto right = rightV1();
    change(right);
    pair.right.start(right, kPsk, false);
    pair.left.start(leftV1());
    QVERIFY(pair.runUntil([&] { return pair.left.count(EventCode::AttemptFailed) == 1; }));
    QCOMPARE(pair.right.count(EventCode::IkeSaEstablished), 1u);
    QCOMPARE(pair.right.status().lastFailure, failure);
    QCOMPARE(pair.right.state(), ConnectionState::Phase2Failed);
    QCOMPARE(failureOf(pair.right, EventCode::AttemptFailed), nameOf(failure));
}

void TestIkev1Refusals::aRefusalBesideAChildThatStandsChangesNothing()
{
    Ikev1Pair pair;
    QVERIFY(pair.establish());
    auto second = leftV1();
    second.id = api::ConnectionId("second");
    second.child.remote = subnets({"10.9.0.0/16"}); // of which the right side knows nothing
    pair.left.start(second);
    QVERIFY(pair.runUntil([&] { return pair.right.count(EventCode::SelectorsUnacceptable) == 1; }));
    QCOMPARE(pair.right.status().lastFailure, FailureCode::None);
    QCOMPARE(pair.right.count(EventCode::AttemptFailed), 0u);
}

QTEST_GUILESS_MAIN(TestIkev1Refusals)
#include "test_ikev1_refusals.moc"

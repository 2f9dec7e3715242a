#include "engine/ikev2/informational.h"
#include "engine/sim/seeded_random.h"

#include <QTest>

using namespace tw;
using namespace tw::ikev2;

namespace {

class NoConnections final : public ike::ConnectionDirectory
{
public:
    std::vector<ike::LoadedConnectionPtr> between(const IpAddress &, const IpAddress &, api::IkeVersion) const override
    {
        return {};
    }
    bool hasIkeSaBetween(const api::Identity &, const api::Identity &) const override { return false; }
    bool isInUse(crypto::EspSpi) const override { return false; }
};

constexpr std::uint32_t kOurs = 0xc0ffee01;
constexpr std::uint32_t kTheirs = 0xdeadbe02;

wire::Payload deletionOf(std::initializer_list<std::uint32_t> spis, wire::ProtocolId protocol = wire::ProtocolId::Esp)
{
    return {wire::PayloadType::Delete, false,
            wire::DeletePayload::ofChildren(protocol, std::span(spis.begin(), spis.size()))};
}

wire::Payload notify(wire::NotifyType type) { return notifyPayload(type); }

} // namespace

// What a request of the peer means, apart from how it came.
class TestInformational : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsAskedByAnEmptyMessage();
    void deletedChildIsAnsweredWithOurSpi();
    void foreignSpisAreNotAnswered();
    void ourOwnSpiIsNotThePeers();
    void deletedIkeSaIsAnsweredWithNothing();
    void unknownNotifiesAreHarmless();
    void refusedAuthenticationEndsTheSa();
    void newChildrenAreRefused();
    void aWishToRekeyIsRemembered();

private:
    RequestVerdict judge(const wire::Payloads &payloads, bool hasChild = true)
    {
        Child child;
        child.inboundSpi = crypto::EspSpi(kOurs);
        child.outboundSpi = crypto::EspSpi(kTheirs);
        SessionFrame frame;
        sim::SeededRandom random(1);
        NoConnections connections;
        const ike::Env env{TimePoint{}, random, connections};
        Turn turn(frame, env);
        return judgeInformational(payloads, hasChild ? &child : nullptr, turn);
    }
};

void TestInformational::nothingIsAskedByAnEmptyMessage()
{
    const auto verdict = judge({});
    QVERIFY(verdict.answer.empty() && !verdict.childDeleted && !verdict.ended && !verdict.renewalWanted);
}

// RFC 7296, 1.4.1: each side names the SPIs of its own inbound SAs.
void TestInformational::deletedChildIsAnsweredWithOurSpi()
{
    const auto verdict = judge({deletionOf({0x1234, kTheirs}), deletionOf({kTheirs})});
    QVERIFY(verdict.childDeleted && !verdict.ended);
    QVERIFY((verdict.answer == wire::Payloads{deletionOf({kOurs})}));
}

void TestInformational::foreignSpisAreNotAnswered()
{
    QVERIFY(!judge({deletionOf({0x1234})}).childDeleted);
    QVERIFY(judge({deletionOf({0x1234})}).answer.empty());
    QVERIFY(judge({deletionOf({kTheirs})}, false).answer.empty());
    QVERIFY(!judge({deletionOf({kTheirs}, wire::ProtocolId::Ah)}).childDeleted);
}

void TestInformational::ourOwnSpiIsNotThePeers() { QVERIFY(!judge({deletionOf({kOurs})}).childDeleted); }

void TestInformational::deletedIkeSaIsAnsweredWithNothing()
{
    const auto verdict =
        judge({deletionOf({kTheirs}), {wire::PayloadType::Delete, false, wire::DeletePayload::ofIkeSa()}});
    QVERIFY(verdict.ended.has_value());
    QVERIFY(verdict.ended->cause == ike::EndCause::DeletedByPeer);
    QVERIFY(verdict.answer.empty());
}

void TestInformational::unknownNotifiesAreHarmless()
{
    for (const auto type : std::initializer_list<std::uint16_t>{9999, 30000, 40961, 65535}) {
        const auto verdict = judge({notify(wire::NotifyType{type})});
        QVERIFY(verdict.answer.empty() && !verdict.childDeleted && !verdict.ended);
    }
}

void TestInformational::refusedAuthenticationEndsTheSa()
{
    const auto verdict = judge({notify(wire::NotifyType::AuthenticationFailed)});
    QVERIFY(verdict.ended.has_value());
    QVERIFY(verdict.ended->failure == api::FailureCode::AuthenticationRefused);
}

void TestInformational::newChildrenAreRefused()
{
    wire::Proposal esp{1, wire::ProtocolId::Esp, Bytes(4, 1), {}};
    const auto verdict = judgeCreateChild(wire::Payloads{{wire::PayloadType::Sa, false, wire::SaPayload{{esp}}}});
    QVERIFY((verdict.answer == wire::Payloads{notify(wire::NotifyType::NoAdditionalSas)}));
    QVERIFY(!verdict.renewalWanted);
}

void TestInformational::aWishToRekeyIsRemembered()
{
    QVERIFY(judgeCreateChild(wire::Payloads{notify(wire::NotifyType::RekeySa)}).renewalWanted);
    wire::Proposal ike{1, wire::ProtocolId::Ike, Bytes(8, 1), {}};
    const wire::Payloads rekeyIke{{wire::PayloadType::Sa, false, wire::SaPayload{{ike}}}};
    QVERIFY(judgeCreateChild(rekeyIke).renewalWanted);
    QVERIFY((judgeCreateChild(rekeyIke).answer == wire::Payloads{notify(wire::NotifyType::NoAdditionalSas)}));
}

QTEST_GUILESS_MAIN(TestInformational)
#include "test_informational.moc"

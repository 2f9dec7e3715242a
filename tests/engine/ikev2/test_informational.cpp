#include "engine/ikev2/children.h"
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
    Offers offersBetween(const IpAddress &, const IpAddress &, api::IkeVersion) const override { return {}; }
    std::vector<ike::LoadedConnectionPtr> claimedBetween(const IpAddress &, const IpAddress &, api::IkeVersion,
                                                         const api::Identity &) const override
    {
        return {};
    }
    std::vector<ike::LoadedConnectionPtr> sharing(const ike::LoadedConnection &) const override { return {}; }
    bool hasIkeSaBetween(const api::Identity &, const api::Identity &) const override { return false; }
    std::optional<std::uint64_t> heirOf(const api::ConnectionId &, std::uint64_t) const override
    {
        return std::nullopt;
    }
    bool hasSession(std::uint64_t) const override { return false; }
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

Child child(std::uint32_t ours = kOurs, std::uint32_t theirs = kTheirs)
{
    auto config = std::make_shared<api::ConnectionConfig>();
    config->id = api::ConnectionId("vco-one");
    auto connection = std::make_shared<ike::LoadedConnection>();
    connection->config = std::move(config);
    Child child;
    child.connection = std::move(connection);
    child.inboundSpi = crypto::EspSpi(ours);
    child.outboundSpi = crypto::EspSpi(theirs);
    return child;
}

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
    void aChildThatWeDeleteTooIsNotAnswered();
    void deletedIkeSaLeavesNoChildToAnswer();
    void unknownNotifiesAreHarmless();
    void refusedAuthenticationEndsTheSa();

private:
    template <typename Ask>
    auto inTurn(Ask ask)
    {
        SessionFrame frame;
        sim::SeededRandom random(1);
        NoConnections connections;
        const ike::Env env{TimePoint{}, random, connections};
        Turn turn(frame, env);
        return ask(turn);
    }

    Informational read(const wire::Payloads &payloads)
    {
        return inTurn([&](Turn &turn) { return readInformational(payloads, turn); });
    }

    PeerDeletion deleted(Children &children, std::initializer_list<std::uint32_t> peerSpis)
    {
        return inTurn(
            [&](Turn &turn) { return onPeerDeletes(children, std::span(peerSpis.begin(), peerSpis.size()), turn); });
    }
};

void TestInformational::nothingIsAskedByAnEmptyMessage()
{
    const auto meaning = read({});
    QVERIFY(meaning.deletedChildren.empty() && !meaning.ended);
}

// RFC 7296, 1.4.1: each side names the SPIs of its own inbound SAs.
void TestInformational::deletedChildIsAnsweredWithOurSpi()
{
    const auto meaning = read({deletionOf({0x1234, kTheirs}), deletionOf({kTheirs})});
    QCOMPARE(meaning.deletedChildren, (std::vector<std::uint32_t>{0x1234, kTheirs, kTheirs}));
    Children children{{child()}, {}, {}, {}};
    const auto deletion = deleted(children, {0x1234, kTheirs, kTheirs});
    QVERIFY(deletion.answered == std::vector{crypto::EspSpi(kOurs)});
    QVERIFY(deletion.bereft == std::vector{api::ConnectionId("vco-one")});
    // Late packets are still taken, but nothing is sent by it any more.
    QVERIFY(children.list.front().stage == Child::Stage::Draining);
    QVERIFY(children.list.front().isInstalled && !children.list.front().sends);
}

void TestInformational::foreignSpisAreNotAnswered()
{
    Children children{{child()}, {}, {}, {}};
    QVERIFY(deleted(children, {0x1234}).answered.empty());
    QVERIFY(children.hasStanding());
    QVERIFY(read({deletionOf({kTheirs}, wire::ProtocolId::Ah)}).deletedChildren.empty());
}

void TestInformational::ourOwnSpiIsNotThePeers()
{
    Children children{{child()}, {}, {}, {}};
    QVERIFY(deleted(children, {kOurs}).answered.empty());
    QVERIFY(children.hasStanding());
}

// RFC 7296, 1.4.1: both delete it at once, and neither answer may name it.
void TestInformational::aChildThatWeDeleteTooIsNotAnswered()
{
    Children children{{child()}, {}, {}, {}};
    inTurn([&](Turn &turn) { closeReplaced(children.list.front(), turn); });
    Children unsent = children;
    QVERIFY(takeDeletions(children) == std::vector{crypto::EspSpi(kOurs)});
    QVERIFY(deleted(children, {kTheirs}).answered.empty());
    QVERIFY(children.list.front().stage == Child::Stage::Closing);
    // Our own Delete has not been sent: the peer's is the only one.
    QVERIFY(deleted(unsent, {kTheirs}).answered == std::vector{crypto::EspSpi(kOurs)});
    QVERIFY(!unsent.hasUnsentDeletion());
}

void TestInformational::deletedIkeSaLeavesNoChildToAnswer()
{
    const auto meaning =
        read({deletionOf({kTheirs}), {wire::PayloadType::Delete, false, wire::DeletePayload::ofIkeSa()}});
    QVERIFY(meaning.ended.has_value());
    QVERIFY(meaning.ended->cause == ike::EndCause::DeletedByPeer);
    QVERIFY(meaning.deletedChildren.empty());
}

void TestInformational::unknownNotifiesAreHarmless()
{
    for (const auto type : std::initializer_list<std::uint16_t>{9999, 30000, 40961, 65535}) {
        const auto meaning = read({notify(wire::NotifyType{type})});
        QVERIFY(meaning.deletedChildren.empty() && !meaning.ended);
    }
}

void TestInformational::refusedAuthenticationEndsTheSa()
{
    const auto meaning = read({notify(wire::NotifyType::AuthenticationFailed)});
    QVERIFY(meaning.ended.has_value());
    QVERIFY(meaning.ended->failure == api::FailureCode::AuthenticationRefused);
}

QTEST_GUILESS_MAIN(TestInformational)
#include "test_informational.moc"

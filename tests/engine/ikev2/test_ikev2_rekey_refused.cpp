#include "engine/crypto/algorithms.h"
#include "engine/ike/proposal_choice.h"
#include "tests/engine/ikev2/scripted_peer.h"
#include "tests/engine/ikev2/settled_pair.h"
#include "tests/support/vector_file.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::test;
using api::DetailKey;
using api::DhGroup;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using std::chrono::minutes;
using std::chrono::seconds;
using wire::NotifyType;
using wire::PayloadType;

namespace {

const std::vector<api::TrafficSelector> kLocal = subnets({"10.1.0.0/16"});
const std::vector<api::TrafficSelector> kRemote = subnets({"10.2.0.0/16"});
const Bytes kNextSpi = fromHex("5a00000000000071"); // the peer's, of the next IKE SA

api::ConnectionConfig inGroups(api::ConnectionConfig config, std::initializer_list<DhGroup> groups)
{
    api::IkeProposal proposal = config.ike.proposals.front();
    config.ike.proposals.clear();
    for (const DhGroup group : groups) {
        proposal.group = group;
        config.ike.proposals.push_back(proposal);
    }
    config.dpd.enabled = false; // what it asks for is what the test is about
    return config;
}

// The left side with one child of a peer that does as it is told.
struct Tunnel
{
    explicit Tunnel(std::initializer_list<DhGroup> groups = {DhGroup::Curve25519, DhGroup::Ecp256})
        : Tunnel(inGroups(leftConfig(), groups), inGroups(rightConfig(), groups))
    { }

    Tunnel(const api::ConnectionConfig &left, const api::ConnectionConfig &right) : peer(pair, right)
    {
        begin(left);
        spis = ikeSpis(pair.left);
        child = pair.left.child() ? pair.left.child()->inboundSpi.value() : 0;
    }

    void begin(const api::ConnectionConfig &left)
    {
        pair.left.start(left);
        negotiate(0x1000);
    }

    void negotiate(std::uint32_t childSpi)
    {
        QVERIFY(peer.hasRequest(kIkeSaInit));
        peer.answerSaInit();
        QVERIFY(peer.hasRequest(kIkeAuth));
        auto answer = peer.child(childSpi, kLocal, kRemote);
        answer.erase(answer.begin() + 1); // IKE_AUTH has had its nonces
        peer.answerAuth(answer);
        QVERIFY(pair.left.isEstablished());
    }

    // Time passes, and the peer answers what asks for nothing.
    void live(Duration duration)
    {
        for (const TimePoint end = pair.now() + duration; pair.now() < end;) {
            pair.run(seconds(1));
            while (peer.hasRequest(kInformational))
                peer.answer({});
        }
    }

    // Waits for its next attempt.
    void negotiateAgain()
    {
        for (const TimePoint end = pair.now() + minutes(2); !peer.hasRequest(kIkeSaInit) && pair.now() < end;)
            pair.run(seconds(1));
        negotiate(0x2000);
    }

    bool stands() const
    {
        return pair.left.isEstablished() && ikeSpis(pair.left) == spis && pair.left.child()
            && pair.left.child()->inboundSpi.value() == child;
    }

    // Requests of the left side, repeated ones once.
    std::size_t asked(std::uint8_t exchange) const
    {
        std::set<std::pair<std::uint64_t, std::uint32_t>> seen;
        for (const sim::SimDatagram &datagram : pair.sent) {
            const MessageKind kind = kindOf(datagram.bytes);
            if (!kind.isResponse && kind.exchange == exchange && datagram.local.address == kLeft)
                seen.insert({kind.initiatorSpi, kind.id});
        }
        return seen.size();
    }

    IkePair pair;
    ScriptedPeer peer;
    std::pair<std::uint64_t, std::uint64_t> spis; // of the first IKE SA
    std::uint32_t child = 0;
};

template <typename T>
const T &bodyOf(const wire::Payloads &payloads, PayloadType type)
{
    const T *body = wire::findPayload<T>(payloads, type);
    static const T none{};
    return body ? *body : none;
}

DhGroup groupOf(const wire::Payloads &payloads)
{
    return DhGroup{bodyOf<wire::KeyExchange>(payloads, PayloadType::KeyExchange).group};
}

bool isDeleteOfIkeSa(const wire::Payloads &payloads)
{
    return bodyOf<wire::DeletePayload>(payloads, PayloadType::Delete) == wire::DeletePayload::ofIkeSa();
}

api::IkeProposal suite(DhGroup group)
{
    return ikeProposal(api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, group);
}

// SA, nonce and KE, in this order, as who agrees would answer.
wire::Payloads agreement(ScriptedPeer &peer, const wire::Payloads &request, DhGroup group)
{
    const auto choice = ike::chooseRekeyed({suite(group)}, bodyOf<wire::SaPayload>(request, PayloadType::Sa), kNextSpi);
    wire::SaPayload sa;
    if (choice)
        sa.proposals.push_back(choice->answer);
    return {{PayloadType::Sa, false, std::move(sa)}, peer.nonce(), ScriptedPeer::keyExchange(group)};
}

// The same, as who begins would ask.
wire::Payloads wish(ScriptedPeer &peer, std::initializer_list<api::IkeProposal> suites, DhGroup group)
{
    wire::SaPayload sa;
    for (const api::IkeProposal &one : suites) {
        sa.proposals.push_back(ike::toWire(one, static_cast<std::uint8_t>(sa.proposals.size() + 1)));
        sa.proposals.back().spi = kNextSpi;
    }
    return {{PayloadType::Sa, false, std::move(sa)}, peer.nonce(), ScriptedPeer::keyExchange(group)};
}

wire::SaPayload &saIn(wire::Payloads &payloads) { return std::get<wire::SaPayload>(payloads.at(0).body); }
wire::Nonce &nonceIn(wire::Payloads &payloads) { return std::get<wire::Nonce>(payloads.at(1).body); }
wire::KeyExchange &exchangeIn(wire::Payloads &payloads) { return std::get<wire::KeyExchange>(payloads.at(2).body); }

Bytes number(std::size_t size, std::uint8_t value)
{
    Bytes octets(size);
    octets.back() = value;
    return octets;
}

// RFC 3526, 3: p, and p - 1 by its odd last octet.
Bytes primeOfModp2048()
{
    for (const VectorRecord &record : readVectors("modp_derived.txt")) {
        if (record.text("group") == "group14")
            return record.bytes("prime");
    }
    return {};
}

Bytes oneLess(Bytes odd)
{
    odd.back() &= 0xfe;
    return odd;
}

// What a hostile or broken peer does to what it would rightly say, as requester or in an answer.
struct Flaw
{
    const char *name;
    DhGroup group;
    std::function<void(wire::Payloads &)> apply;
};

const std::vector<Flaw> &flawsOfBoth()
{
    static const std::vector<Flaw> flaws{
        {"no KE", DhGroup::Curve25519, [](auto &all) { all.erase(all.begin() + 2); }},
        {"no nonce", DhGroup::Curve25519, [](auto &all) { all.erase(all.begin() + 1); }},
        {"a nonce of 15 octets", DhGroup::Curve25519, [](auto &all) { nonceIn(all).data.resize(15); }},
        {"a nonce of 257 octets", DhGroup::Curve25519, [](auto &all) { nonceIn(all).data.resize(257); }},
        {"an SPI of zeroes", DhGroup::Curve25519,
         [](auto &all) { saIn(all).proposals.front().spi = Bytes(kNextSpi.size()); }},
        {"X25519: zeroes", DhGroup::Curve25519, [](auto &all) { exchangeIn(all).data = Bytes(32); }},
        {"X25519: a point of small order", DhGroup::Curve25519, // RFC 7748, 6.1: the secret would be zeroes
         [](auto &all) {
             exchangeIn(all).data = Bytes(32);
             exchangeIn(all).data.front() = 1;
         }},
        {"X25519: one octet less", DhGroup::Curve25519, [](auto &all) { exchangeIn(all).data = Bytes(31, 9); }},
        {"MODP: 0", DhGroup::Modp2048, [](auto &all) { exchangeIn(all).data = number(256, 0); }},
        {"MODP: 1", DhGroup::Modp2048, [](auto &all) { exchangeIn(all).data = number(256, 1); }},
        {"MODP: p - 1", DhGroup::Modp2048, [](auto &all) { exchangeIn(all).data = oneLess(primeOfModp2048()); }},
        {"MODP: p", DhGroup::Modp2048, [](auto &all) { exchangeIn(all).data = primeOfModp2048(); }},
        {"ECP: not on the curve", DhGroup::Ecp256, [](auto &all) { exchangeIn(all).data = number(64, 1); }},
    };
    return flaws;
}

const std::vector<Flaw> &flawsOfAnswers()
{
    static const std::vector<Flaw> flaws = [] {
        std::vector<Flaw> all = flawsOfBoth();
        const auto add = [&](const char *name, std::function<void(wire::Payloads &)> apply) {
            all.push_back({name, DhGroup::Curve25519, std::move(apply)});
        };
        add("another suite", [](wire::Payloads &payloads) {
            wire::Proposal &chosen = saIn(payloads).proposals.front();
            chosen = ike::toWire(ikeProposal(api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128,
                                             api::Prf::HmacSha256, DhGroup::Curve25519),
                                 1);
            chosen.spi = kNextSpi;
        });
        add("a number that was not offered", [](auto &payloads) { saIn(payloads).proposals.front().number = 2; });
        add("two suites", [](auto &payloads) {
            auto &proposals = saIn(payloads).proposals;
            proposals.push_back(proposals.front());
            proposals.back().number = 2;
        });
        add("a child's SPI", [](auto &payloads) { saIn(payloads).proposals.front().spi.resize(4); });
        add("no SPI", [](auto &payloads) { saIn(payloads).proposals.front().spi.clear(); });
        add("a child's protocol",
            [](auto &payloads) { saIn(payloads).proposals.front().protocol = wire::ProtocolId::Esp; });
        return all;
    }();
    return flaws;
}

void addRows(const std::vector<Flaw> &flaws)
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < flaws.size(); ++i)
        QTest::newRow(flaws[i].name) << i;
}

bool says(const std::optional<wire::Payloads> &answer, NotifyType type)
{
    return answer && answer->size() == 1 && wire::findNotify(*answer, type);
}

} // namespace

// A rekey of the IKE SA that one side does not want, or that one side spoils: RFC 7296, 1.3, 1.3.2, 2.7, 2.18, 2.21.3;
// RFC 6989, 2.5.
class TestIkev2RekeyRefused : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAFlawAllIsWell_data();
    void withoutAFlawAllIsWell();
    void theGroupThatThePeerWantsIsTaken();
    void aRefusalLeavesAllAsItWas_data();
    void aRefusalLeavesAllAsItWas();
    void groupAfterGroupComesToAnEnd();
    void anotherRefusalIsNamed_data();
    void anotherRefusalIsNamed();
    void aFlawedAnswerEndsTheIkeSa_data() { addRows(flawsOfAnswers()); }
    void aFlawedAnswerEndsTheIkeSa();
    void anAnswerInAnotherGroupEndsTheIkeSa_data();
    void anAnswerInAnotherGroupEndsTheIkeSa();
    void thePeerIsToldOurGroup();
    void thePrfStaysWhereItCan();
    void thePeerIsRefused_data();
    void thePeerIsRefused();
    void aFlawedRequestEndsTheIkeSa_data() { addRows(flawsOfBoth()); }
    void aFlawedRequestEndsTheIkeSa();
};

void TestIkev2RekeyRefused::withoutAFlawAllIsWell_data()
{
    QTest::addColumn<int>("group");
    QTest::newRow("X25519") << 31;
    QTest::newRow("MODP") << 14;
    QTest::newRow("ECP") << 19;
}

// What the flawed messages below are made from.
void TestIkev2RekeyRefused::withoutAFlawAllIsWell()
{
    QFETCH(int, group);
    const DhGroup wanted{static_cast<std::uint16_t>(group)};
    Tunnel asked({wanted});
    asked.pair.left.rekeyIkeSa();
    QVERIFY(asked.peer.hasRequest(kCreateChildSa));
    asked.peer.answer(agreement(asked.peer, asked.peer.request(), wanted), true);
    Tunnel asking({wanted});
    const auto answer = asking.peer.ask(kCreateChildSa, wish(asking.peer, {suite(wanted)}, wanted), true);
    QVERIFY(answer && groupOf(*answer) == wanted);
    for (Tunnel *tunnel : {&asked, &asking}) {
        QCOMPARE(tunnel->peer.ikeSas(), std::size_t{2});
        QVERIFY(tunnel->pair.left.isEstablished());
        QVERIFY(ikeSpis(tunnel->pair.left) != tunnel->spis);
        QVERIFY(tunnel->peer.ask(kInformational, {}).has_value()); // the keys are the same
    }
}

void TestIkev2RekeyRefused::theGroupThatThePeerWantsIsTaken()
{
    Tunnel tunnel;
    QVERIFY(tunnel.stands());
    tunnel.pair.left.rekeyIkeSa();
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    const wire::Payloads first = tunnel.peer.request();
    QVERIFY(groupOf(first) == DhGroup::Curve25519);
    tunnel.peer.answer({notify(NotifyType::InvalidKePayload, fromHex("0013"))});
    QVERIFY(tunnel.stands());
    QCOMPARE(tunnel.pair.left.detail(EventCode::InvalidKeyExchange, DetailKey::Group), std::string("ECP_256"));
    QVERIFY(tunnel.pair.left.last(EventCode::InvalidKeyExchange)->direction == Direction::In);

    // The same offer once more (RFC 7296, 1.3): all of it, for the peer to see that nobody has tampered with it.
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    const wire::Payloads second = tunnel.peer.request();
    QVERIFY(groupOf(second) == DhGroup::Ecp256);
    const auto transforms = [](const wire::Payloads &payloads) {
        return ike::toString(bodyOf<wire::SaPayload>(payloads, PayloadType::Sa));
    };
    QCOMPARE(transforms(second), transforms(first));
    QCOMPARE(bodyOf<wire::SaPayload>(second, PayloadType::Sa).proposals.size(), std::size_t{2});
    tunnel.peer.answer(agreement(tunnel.peer, second, DhGroup::Ecp256));

    QCOMPARE(tunnel.peer.ikeSas(), std::size_t{2});
    QVERIFY(tunnel.pair.left.isEstablished());
    QVERIFY(ikeSpis(tunnel.pair.left) != tunnel.spis);
    QVERIFY(tunnel.pair.left.status().ikeSa->proposal == suite(DhGroup::Ecp256));
    QVERIFY(tunnel.pair.left.child());
    QCOMPARE(tunnel.pair.left.child()->inboundSpi.value(), tunnel.child);
    QCOMPARE(tunnel.pair.left.count(EventCode::NoProposalChosen), 0u);
    QVERIFY(tunnel.peer.hasRequest(kInformational));
    QVERIFY(isDeleteOfIkeSa(tunnel.peer.request()));
    tunnel.peer.answer({});
    // Both have the keys of the new one, in both directions.
    QVERIFY(tunnel.peer.ask(kInformational, {}).has_value());
    tunnel.pair.left.rekeyChild();
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    QVERIFY(wire::findNotify(tunnel.peer.request(), NotifyType::RekeySa));
    QCOMPARE(tunnel.asked(kCreateChildSa), std::size_t{3});
    QCOMPARE(tunnel.pair.left.supervisor().census().sessions, 1u);
}

namespace {

// Reported, and a negotiation begins beside what stands; once done, it takes over.
void verifyAnew(Tunnel &tunnel, std::size_t asked)
{
    QVERIFY(tunnel.stands());
    QCOMPARE(tunnel.asked(kCreateChildSa), asked);
    QCOMPARE(tunnel.asked(kInformational), std::size_t{0});
    QCOMPARE(tunnel.pair.left.detail(EventCode::NegotiationTriggered, DetailKey::Reason), std::string("lifetime"));
    tunnel.negotiateAgain();
    tunnel.live(minutes(1));
    QVERIFY(tunnel.pair.left.isEstablished());
    QVERIFY(ikeSpis(tunnel.pair.left) != tunnel.spis);
    QVERIFY(tunnel.pair.left.child());
    QCOMPARE(tunnel.pair.left.child()->outboundSpi.value(), 0x2000u);
    QCOMPARE(tunnel.pair.left.supervisor().census().sessions, 1u);
    QCOMPARE(tunnel.asked(kCreateChildSa), asked);
}

void verifyNoProposalChosen(const Tunnel &tunnel)
{
    QCOMPARE(tunnel.pair.left.count(EventCode::NoProposalChosen), 1u);
    QVERIFY(tunnel.pair.left.last(EventCode::NoProposalChosen)->level == api::Level::Error);
    QVERIFY(tunnel.pair.left.last(EventCode::NoProposalChosen)->exchange == api::Exchange::CreateChildSa);
    QCOMPARE(tunnel.pair.left.detail(EventCode::NoProposalChosen, DetailKey::Offered),
             std::string("AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/CURVE_25519, "
                         "AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256"));
}

} // namespace

void TestIkev2RekeyRefused::aRefusalLeavesAllAsItWas_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("a group that was not offered") << 17 << QByteArray("000e");
    QTest::newRow("the group that was used") << 17 << QByteArray("001f");
    QTest::newRow("group 0") << 17 << QByteArray("0000");
    QTest::newRow("no group") << 17 << QByteArray();
    QTest::newRow("a group of one octet") << 17 << QByteArray("13");
    QTest::newRow("a group of three octets") << 17 << QByteArray("001300");
    QTest::newRow("NO_PROPOSAL_CHOSEN") << 14 << QByteArray();
}

void TestIkev2RekeyRefused::aRefusalLeavesAllAsItWas()
{
    QFETCH(int, type);
    QFETCH(QByteArray, data);
    Tunnel tunnel;
    tunnel.pair.left.rekeyIkeSa();
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    tunnel.peer.answer({notify(NotifyType{static_cast<std::uint16_t>(type)}, fromHex(data.toStdString()))});
    verifyNoProposalChosen(tunnel);
    verifyAnew(tunnel, 1);
}

void TestIkev2RekeyRefused::groupAfterGroupComesToAnEnd()
{
    Tunnel tunnel;
    tunnel.pair.left.rekeyIkeSa();
    for (int i = 0; i < 4; ++i) {
        QVERIFY(tunnel.stands());
        QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
        const bool isFirst = groupOf(tunnel.peer.request()) == DhGroup::Curve25519;
        tunnel.peer.answer({notify(NotifyType::InvalidKePayload, fromHex(isFirst ? "0013" : "001f"))});
    }
    QCOMPARE(tunnel.pair.left.count(EventCode::InvalidKeyExchange), 4u);
    verifyNoProposalChosen(tunnel);
    verifyAnew(tunnel, 4);
}

void TestIkev2RekeyRefused::anotherRefusalIsNamed_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("name");
    // What a minimal implementation says to every CREATE_CHILD_SA (RFC 7296, 4).
    QTest::newRow("NO_ADDITIONAL_SAS") << 35 << "NO_ADDITIONAL_SAS";
    QTest::newRow("one that nobody knows") << 8191 << "NOTIFY_8191";
    QTest::newRow("none") << 0 << "none";
}

void TestIkev2RekeyRefused::anotherRefusalIsNamed()
{
    QFETCH(int, type);
    QFETCH(QString, name);
    Tunnel tunnel;
    tunnel.pair.left.rekeyIkeSa();
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    if (type == 0)
        tunnel.peer.answer({});
    else
        tunnel.peer.answer({notify(NotifyType{static_cast<std::uint16_t>(type)})});
    QCOMPARE(tunnel.pair.left.count(EventCode::NoProposalChosen), 0u); // it is not the suites
    QCOMPARE(tunnel.pair.left.detail(EventCode::NotifyReceived, DetailKey::Notify), name.toStdString());
    QVERIFY(tunnel.pair.left.last(EventCode::NotifyReceived)->level == api::Level::Error);
    verifyAnew(tunnel, 1);
}

namespace {

// The peer's side of the tunnel is unusable: what stood is deleted, a new one is negotiated, and in the end nothing is
// left of either.
void verifyEnded(Tunnel &tunnel, FailureCode failure)
{
    QVERIFY(tunnel.pair.left.children().empty());
    QVERIFY(tunnel.pair.left.last(EventCode::MessageDropped)->exchange == api::Exchange::CreateChildSa);
    QCOMPARE(tunnel.pair.left.count(EventCode::IkeSaEstablished), 1u);
    QCOMPARE(tunnel.pair.left.count(EventCode::IkeSaDeleted), 1u);
    QVERIFY(tunnel.peer.hasRequest(kInformational));
    QVERIFY(isDeleteOfIkeSa(tunnel.peer.request()));
    tunnel.peer.answer({});
    QCOMPARE(tunnel.pair.left.supervisor().census().sessions, 0u);
    QCOMPARE(tunnel.pair.left.supervisor().census().children, 0u);
    QVERIFY(tunnel.pair.left.status().lastFailure == failure);
    tunnel.negotiateAgain();
    tunnel.pair.left.stop();
    tunnel.live(minutes(1));
    QVERIFY(isEmpty(tunnel.pair.left));
}

} // namespace

void TestIkev2RekeyRefused::aFlawedAnswerEndsTheIkeSa()
{
    QFETCH(std::size_t, index);
    const Flaw &flaw = flawsOfAnswers()[index];
    Tunnel tunnel({flaw.group});
    QVERIFY(tunnel.stands());
    tunnel.pair.left.rekeyIkeSa();
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    wire::Payloads answer = agreement(tunnel.peer, tunnel.peer.request(), flaw.group);
    QCOMPARE(saIn(answer).proposals.size(), std::size_t{1});
    const wire::Payload sa = answer.front();
    flaw.apply(answer);
    tunnel.peer.answer(answer, true);
    verifyEnded(tunnel, answer.front() == sa ? FailureCode::InternalError : FailureCode::ProposalMismatch);
}

void TestIkev2RekeyRefused::anAnswerInAnotherGroupEndsTheIkeSa_data()
{
    QTest::addColumn<int>("suite");
    QTest::addColumn<int>("exchange");
    QTest::newRow("of a suite that was offered, too") << 19 << 19;
    QTest::newRow("of another suite than its own") << 31 << 19;
    QTest::newRow("of the suite, while the KE is ours") << 19 << 31;
}

// The responder who wants another group has to say so (RFC 7296, 1.3).
void TestIkev2RekeyRefused::anAnswerInAnotherGroupEndsTheIkeSa()
{
    QFETCH(int, suite);
    QFETCH(int, exchange);
    Tunnel tunnel;
    tunnel.pair.left.rekeyIkeSa();
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    wire::Payloads answer = agreement(tunnel.peer, tunnel.peer.request(), DhGroup{static_cast<std::uint16_t>(suite)});
    answer.back() = ScriptedPeer::keyExchange(DhGroup{static_cast<std::uint16_t>(exchange)});
    tunnel.peer.answer(answer);
    QCOMPARE(tunnel.pair.left.detail(EventCode::MessageDropped, DetailKey::Fault), std::string("InvalidKeyExchange"));
    verifyEnded(tunnel, FailureCode::InternalError);
}

void TestIkev2RekeyRefused::thePeerIsToldOurGroup()
{
    Tunnel tunnel({DhGroup::Curve25519});
    const auto refused = tunnel.peer.ask(
        kCreateChildSa, wish(tunnel.peer, {suite(DhGroup::Ecp256), suite(DhGroup::Curve25519)}, DhGroup::Ecp256));
    QVERIFY(says(refused, NotifyType::InvalidKePayload));
    QCOMPARE(toHex(wire::findNotify(*refused, NotifyType::InvalidKePayload)->data), std::string("001f"));
    QVERIFY(tunnel.pair.left.last(EventCode::InvalidKeyExchange)->direction == Direction::Out);
    QCOMPARE(tunnel.pair.left.detail(EventCode::InvalidKeyExchange, DetailKey::Group), std::string("CURVE_25519"));
    QVERIFY(tunnel.stands());
    QCOMPARE(tunnel.pair.left.supervisor().census().sessions, 1u);

    const auto accepted = tunnel.peer.ask(
        kCreateChildSa, wish(tunnel.peer, {suite(DhGroup::Ecp256), suite(DhGroup::Curve25519)}, DhGroup::Curve25519));
    QVERIFY(accepted.has_value());
    QVERIFY(groupOf(*accepted) == DhGroup::Curve25519);
    const auto &chosen = bodyOf<wire::SaPayload>(*accepted, PayloadType::Sa).proposals;
    QCOMPARE(chosen.size(), std::size_t{1});
    QCOMPARE(int{chosen.front().number}, 2);
    QCOMPARE(chosen.front().spi.size(), std::size_t{8});
    QCOMPARE(tunnel.peer.ikeSas(), std::size_t{2});
    const auto goodbye =
        tunnel.peer.askOnFormer(kInformational, {{PayloadType::Delete, false, wire::DeletePayload::ofIkeSa()}});
    QVERIFY(goodbye && goodbye->empty());
    QVERIFY(tunnel.pair.left.isEstablished());
    QVERIFY(ikeSpis(tunnel.pair.left) != tunnel.spis);
    QVERIFY(!tunnel.pair.left.status().ikeSa->weInitiated);
    QVERIFY(tunnel.pair.left.child());
    QCOMPARE(tunnel.pair.left.child()->inboundSpi.value(), tunnel.child);
    tunnel.pair.left.rekeyChild();
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    QVERIFY(wire::findNotify(tunnel.peer.request(), NotifyType::RekeySa));
    tunnel.live(minutes(1)); // what answers repeated requests is gone
    QCOMPARE(tunnel.pair.left.supervisor().census().sessions, 1u);
}

// RFC 7296, 2.18, and what strongSwan makes of it (ike_rekey.cpp): the better suite that both have is in another PRF.
void TestIkev2RekeyRefused::thePrfStaysWhereItCan()
{
    const auto group = DhGroup::Curve25519;
    const auto usual = suite(group);
    const auto better = ikeProposal(api::Encryption::Aes256Gcm16, api::Integrity::None, api::Prf::HmacSha384, group);
    auto left = inGroups(leftConfig(), {group});
    left.ike.proposals = {better, usual};
    Tunnel tunnel(left, inGroups(rightConfig(), {group}));
    QVERIFY(tunnel.stands());
    tunnel.pair.left.rekeyIkeSa();
    QVERIFY(tunnel.peer.hasRequest(kCreateChildSa));
    const wire::Payloads request = tunnel.peer.request();
    QCOMPARE(ike::toString(bodyOf<wire::SaPayload>(request, PayloadType::Sa)), api::toString(usual));
    tunnel.peer.answer(agreement(tunnel.peer, request, group));
    QVERIFY(tunnel.pair.left.isEstablished());
    QVERIFY(ikeSpis(tunnel.pair.left) != tunnel.spis);

    QVERIFY(tunnel.peer.ask(kCreateChildSa, wish(tunnel.peer, {better, usual}, group)).has_value());
    QCOMPARE(tunnel.peer.ikeSas(), std::size_t{3});
    QVERIFY(tunnel.pair.left.status().ikeSa->proposal == usual);
    // Where there is no choice, the peer gets what it wants.
    QVERIFY(tunnel.peer.ask(kCreateChildSa, wish(tunnel.peer, {better}, group)).has_value());
    QVERIFY(tunnel.pair.left.status().ikeSa->proposal == better);
}

void TestIkev2RekeyRefused::thePeerIsRefused_data()
{
    using namespace api;
    QTest::addColumn<IkeProposal>("offer");
    QTest::addColumn<std::size_t>("spiSize");
    QTest::addColumn<QString>("differs");
    QTest::addColumn<QString>("failure");
    const std::size_t right = kNextSpi.size();
    const auto group = DhGroup::Curve25519;
    QTest::newRow("encryption") << IkeProposal{Encryption::Aes256Cbc, Integrity::HmacSha256_128, Prf::HmacSha256, group}
                                << right << "encryption" << "EncryptionAlgorithmMismatch";
    QTest::newRow("integrity") << IkeProposal{Encryption::Aes128Cbc, Integrity::HmacSha1_96, Prf::HmacSha256, group}
                               << right << "integrity" << "AuthenticationAlgorithmMismatch";
    QTest::newRow("prf") << IkeProposal{Encryption::Aes128Cbc, Integrity::HmacSha256_128, Prf::HmacSha1, group} << right
                         << "prf" << "AuthenticationAlgorithmMismatch";
    QTest::newRow("group") << suite(DhGroup::Ecp256) << right << "group" << "DhGroupMismatch";
    QTest::newRow("all") << IkeProposal{Encryption::Aes256Cbc, Integrity::HmacSha1_96, Prf::HmacSha1, DhGroup::Ecp256}
                         << right << "encryption, integrity, prf, group" << "AlgorithmMismatch";
    // RFC 7296, 3.3.1: eight octets in a rekey of the IKE SA. It is none that could be compared.
    QTest::newRow("no SPI") << suite(group) << std::size_t{0} << "" << "ProposalMismatch";
    QTest::newRow("a child's SPI") << suite(group) << std::size_t{4} << "" << "ProposalMismatch";
}

void TestIkev2RekeyRefused::thePeerIsRefused()
{
    QFETCH(api::IkeProposal, offer);
    QFETCH(std::size_t, spiSize);
    QFETCH(QString, differs);
    QFETCH(QString, failure);
    Tunnel tunnel({DhGroup::Curve25519});
    wire::Payloads request = wish(tunnel.peer, {offer}, offer.group);
    saIn(request).proposals.front().spi.resize(spiSize);
    QVERIFY(says(tunnel.peer.ask(kCreateChildSa, request), NotifyType::NoProposalChosen));
    QCOMPARE(tunnel.pair.left.count(EventCode::ProposalRefused), 1u);
    QVERIFY(tunnel.pair.left.last(EventCode::ProposalRefused)->direction == Direction::In);
    QCOMPARE(tunnel.pair.left.detail(EventCode::ProposalRefused, DetailKey::Offered), api::toString(offer));
    QCOMPARE(tunnel.pair.left.detail(EventCode::ProposalRefused, DetailKey::Configured),
             api::toString(suite(DhGroup::Curve25519)));
    QCOMPARE(tunnel.pair.left.detail(EventCode::ProposalRefused, DetailKey::Differs), differs.toStdString());
    QCOMPARE(tunnel.pair.left.detail(EventCode::ProposalRefused, DetailKey::Failure), failure.toStdString());
    tunnel.live(minutes(2));
    QVERIFY(tunnel.stands());
    QCOMPARE(tunnel.pair.left.supervisor().census().sessions, 1u);
    QCOMPARE(tunnel.asked(kCreateChildSa) + tunnel.asked(kInformational), std::size_t{0});
    QVERIFY(tunnel.peer.ask(kInformational, {}).has_value());
}

// INVALID_SYNTAX, after which neither side has the IKE SA any more (RFC 7296, 2.21.3). A public value that fails the
// checks is such a request (RFC 6989, 2.5).
void TestIkev2RekeyRefused::aFlawedRequestEndsTheIkeSa()
{
    QFETCH(std::size_t, index);
    const Flaw &flaw = flawsOfBoth()[index];
    Tunnel tunnel({flaw.group});
    QVERIFY(tunnel.stands());
    wire::Payloads request = wish(tunnel.peer, {suite(flaw.group)}, flaw.group);
    flaw.apply(request);
    QVERIFY(says(tunnel.peer.ask(kCreateChildSa, request, true), NotifyType::InvalidSyntax));
    QVERIFY(tunnel.pair.left.children().empty());
    QCOMPARE(tunnel.pair.left.count(EventCode::IkeSaEstablished), 1u);
    QCOMPARE(tunnel.pair.left.count(EventCode::IkeSaDeleted), 1u);
    QVERIFY(tunnel.pair.left.status().lastFailure == FailureCode::InternalError);
    tunnel.negotiateAgain();
    tunnel.pair.left.stop();
    tunnel.live(minutes(1));
    QVERIFY(isEmpty(tunnel.pair.left));
}

QTEST_GUILESS_MAIN(TestIkev2RekeyRefused)
#include "test_ikev2_rekey_refused.moc"

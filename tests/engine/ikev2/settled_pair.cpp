#include "tests/engine/ikev2/settled_pair.h"

#include <QTest>

#include <algorithm>

namespace tw::test {

namespace {

bool hasOneOfEach(const IkeSide &side)
{
    const auto census = side.supervisor().census();
    return census.sessions == 1 && census.children == 1;
}

bool sendsByItsChild(const IkeSide &side) { return side.child() && side.sends(side.child()->inboundSpi.value()); }

} // namespace

void establish(IkePair &pair, const api::ConnectionConfig &left, const api::ConnectionConfig &right)
{
    pair.right.start(right, kPsk, right.effectImmediately);
    pair.left.start(left);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
}

std::pair<std::uint64_t, std::uint64_t> ikeSpis(const IkeSide &side)
{
    const auto &ikeSa = side.status().ikeSa;
    return ikeSa ? std::pair{ikeSa->initiatorSpi, ikeSa->responderSpi} : std::pair<std::uint64_t, std::uint64_t>{};
}

bool isSettled(const IkePair &pair)
{
    return pair.bothEstablished() && pair.childrenFit() && hasOneOfEach(pair.left) && hasOneOfEach(pair.right)
        && ikeSpis(pair.left) == ikeSpis(pair.right) && sendsByItsChild(pair.left) && sendsByItsChild(pair.right);
}

bool isEmpty(const IkeSide &side)
{
    const auto census = side.supervisor().census();
    return census.connections == 0 && census.sessions == 0 && census.children == 0 && side.children().empty()
        && !side.hasPolicy() && !side.supervisor().nextDeadline();
}

bool heard(const IkeSide &side, std::string_view notify)
{
    return std::ranges::any_of(side.events(), [&](const api::Event &event) {
        const std::string *name = event.find(api::DetailKey::Notify);
        return event.code == api::EventCode::NotifyReceived && name && *name == notify;
    });
}

} // namespace tw::test

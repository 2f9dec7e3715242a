#include "engine/sim/rehearsal.h"

#include "engine/sim/rehearsal_certificates.h"
#include "engine/sim/rehearsal_stage.h"

#include <algorithm>
#include <set>

namespace tw::sim {

namespace {

using api::EventCode;
using api::RehearsalFault;
using api::RehearsalStep;
using api::RehearsalVerdict;
using api::RehearsedStep;
using Side = RehearsalStage::Side;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kNegotiationPatience = minutes(5); // more than all retransmits of a first attempt
constexpr Duration kRekeyPatience = minutes(3);
constexpr Duration kRestartPatience = minutes(15);
constexpr Duration kPingInterval{100};
constexpr Duration kPingPatience = seconds(5); // a pair may have to negotiate first
constexpr Duration kSettling = seconds(3); // old SAs are deleted, packets go over
constexpr int kPingsOfPair = 3;
constexpr int kPingsWhereLost = 20; // all of them, and the answers, are lost in one case of many millions

// Addresses of nobody: RFC 2544's network for benchmarks, and RFC 4193's.
IpAddress insideAddress(IpFamily family)
{
    return *IpAddress::parse(family == IpFamily::V4 ? "198.18.0.2" : "fd00:7477::2");
}

// RFC 5737; RFC 3849.
IpAddress documentationAddress(IpFamily family)
{
    return *IpAddress::parse(family == IpFamily::V4 ? "203.0.113.77" : "2001:db8:77::77");
}

std::size_t countOf(const std::vector<api::Event> &events, EventCode code)
{
    return static_cast<std::size_t>(std::ranges::count(events, code, &api::Event::code));
}

// The first refusal among the events from `first` on; nullptr: none.
const api::Event *refusalSince(const std::vector<api::Event> &events, std::size_t first)
{
    const auto isRefusal = [](const api::Event &event) {
        return event.code == EventCode::NoProposalChosen || event.code == EventCode::AttemptFailed;
    };
    const auto found = std::find_if(events.begin() + static_cast<std::ptrdiff_t>(std::min(first, events.size())),
                                    events.end(), isRefusal);
    return found == events.end() ? nullptr : &*found;
}

api::FailureCode failureOf(const api::Event &event)
{
    const std::string *name = event.find(api::DetailKey::Failure);
    return name ? api::parseFailure(*name).value_or(api::FailureCode::None) : api::FailureCode::None;
}

// What the side makes of what happened last: the connection's failure, or (a responder that refuses has no attempt of its
// own that could fail) that of the last refusal.
api::FailureCode lastFailure(RehearsalStage &stage, Side side)
{
    if (const api::FailureCode known = stage.failure(side); known != api::FailureCode::None)
        return known;
    const std::vector<api::Event> &events = stage.node(side).events();
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (event->level != api::Level::Error && event->level != api::Level::Warning)
            continue;
        if (const api::FailureCode told = failureOf(*event); told != api::FailureCode::None)
            return told;
    }
    return api::FailureCode::None;
}

// Of a step that failed.
void noteFailures(RehearsalStage &stage, RehearsedStep &step)
{
    if (step.ourFailure == api::FailureCode::None)
        step.ourFailure = lastFailure(stage, Side::Ours);
    step.theirFailure = lastFailure(stage, Side::Theirs);
}

class Player
{
public:
    explicit Player(const api::RehearsalSetup &setup) : m_setup(setup) { }

    api::Rehearsal play();

private:
    bool has(RehearsalFault fault) const { return std::ranges::find(m_setup.faults, fault) != m_setup.faults.end(); }
    Side beginner() const { return has(RehearsalFault::PeerBehindNat) ? Side::Theirs : Side::Ours; }
    std::pair<Role, Role> roles() const;
    RehearsalStage makeStage(std::uint64_t seed) const;

    using Deed = bool (Player::*)(RehearsalStage &, RehearsedStep &);
    void perform(RehearsalStep step, Deed deed, RehearsalStage &stage);
    bool negotiate(RehearsalStage &stage, RehearsedStep &step);
    bool passTraffic(RehearsalStage &stage, RehearsedStep &step);
    bool rekeyChildren(RehearsalStage &stage, RehearsedStep &step);
    bool rekeyIkeSa(RehearsalStage &stage, RehearsedStep &step);
    bool restartPeer(RehearsalStage &stage, RehearsedStep &step);
    void beginOtherwise();
    bool renewFrom(RehearsalStage &stage, Side side) const;

    bool comeUp(RehearsalStage &stage, Side begins) const;
    bool rekey(RehearsalStage &stage, api::Rekey::Scope scope, const std::function<bool()> &isDone,
               RehearsedStep &step) const;
    bool arePingsWhole(const RehearsedStep &step) const
    {
        return has(RehearsalFault::Loss) || step.pingsAnswered == step.pingsSent;
    }

    const api::RehearsalSetup &m_setup;
    api::Rehearsal m_result;
    bool m_isOver = false; // what comes after a failure is left out
};

std::optional<IpAddress> addressOf(const api::PeerAddress &peer)
{
    const auto *address = std::get_if<IpAddress>(&peer);
    return address ? std::optional(*address) : std::nullopt;
}

// Where a side is, from what it binds and from where the other looks for it.
Role roleOf(const api::RehearsalSide &side, const api::RehearsalSide &other)
{
    Role role{.config = side.config, .secret = &side.secret, .address = {}, .seenAs = {}};
    // Of one that is known by its name alone anything is right that can reach the other.
    const auto peer = addressOf(side.config->peer);
    const IpAddress any = documentationAddress(peer ? peer->family() : IpFamily::V4);
    role.seenAs =
        side.publicAddress.value_or(addressOf(other.config->peer).value_or(side.config->localAddress.value_or(any)));
    role.address = side.config->localAddress.value_or(role.seenAs);
    return role;
}

// A router with an address of its own stands before it, which the other side knows.
void putBehindNat(Role &role)
{
    if (role.address != role.seenAs)
        return; // it is
    auto config = std::make_shared<api::ConnectionConfig>(*role.config);
    role.address = insideAddress(role.seenAs.family());
    config->localAddress = role.address;
    role.config = std::move(config);
}

std::pair<Role, Role> Player::roles() const
{
    std::pair both(roleOf(m_setup.ours, m_setup.theirs), roleOf(m_setup.theirs, m_setup.ours));
    if (has(RehearsalFault::WeBehindNat))
        putBehindNat(both.first);
    if (has(RehearsalFault::PeerBehindNat))
        putBehindNat(both.second);
    return both;
}

RehearsalStage Player::makeStage(std::uint64_t seed) const
{
    auto both = roles();
    return RehearsalStage(std::move(both.first), std::move(both.second), m_setup, seed);
}

api::Rehearsal Player::play()
{
    RehearsalStage stage = makeStage(m_setup.seed);
    m_result.clock = stage.clock();
    perform(RehearsalStep::Negotiation, &Player::negotiate, stage);
    perform(RehearsalStep::Traffic, &Player::passTraffic, stage);
    perform(RehearsalStep::RekeyChildren, &Player::rekeyChildren, stage);
    perform(RehearsalStep::RekeyIkeSa, &Player::rekeyIkeSa, stage);
    perform(RehearsalStep::PeerRestart, &Player::restartPeer, stage);
    m_result.story = stage.story();
    beginOtherwise();
    return std::move(m_result);
}

void Player::perform(RehearsalStep step, Deed deed, RehearsalStage &stage)
{
    RehearsedStep done{.step = step, .begun = stage.now()};
    if (!m_isOver) {
        const bool isGood = (this->*deed)(stage, done);
        done.verdict = isGood ? RehearsalVerdict::Passed : RehearsalVerdict::Failed;
        done.took = stage.now() - done.begun;
        if (!isGood)
            noteFailures(stage, done);
        m_isOver = !isGood;
    }
    m_result.steps.push_back(done);
}

// Up, or an attempt has failed.
bool Player::comeUp(RehearsalStage &stage, Side begins) const
{
    const Side waits = begins == Side::Ours ? Side::Theirs : Side::Ours;
    stage.load(waits, false);
    stage.load(begins, true);
    const auto hasFailed = [&] { return countOf(stage.node(begins).events(), EventCode::AttemptFailed) > 0; };
    stage.runUntil([&] { return stage.areBothUp() || hasFailed(); }, kNegotiationPatience);
    if (stage.areBothUp())
        return true;
    stage.runUntil([] { return false; }, kSettling); // what it says of its failure is on its way
    return false;
}

bool Player::negotiate(RehearsalStage &stage, RehearsedStep &) { return comeUp(stage, beginner()); }

bool Player::passTraffic(RehearsalStage &stage, RehearsedStep &step)
{
    struct Asked
    {
        std::vector<wire::EchoToken> ours;
        std::vector<wire::EchoToken> theirs;
    };
    std::vector<Asked> asked;
    const int pings = has(RehearsalFault::Loss) ? kPingsWhereLost : kPingsOfPair;
    for (const api::TrafficSelector &local : m_setup.ours.config->child.local) {
        for (const api::TrafficSelector &remote : m_setup.ours.config->child.remote) {
            if (local.start.family() != remote.start.family())
                continue; // nothing can be said between them
            m_result.pairs.push_back({local, remote});
            Asked &tokens = asked.emplace_back();
            for (int i = 0; i < pings; ++i) {
                tokens.ours.push_back(stage.ping(Side::Ours, local, remote));
                tokens.theirs.push_back(stage.ping(Side::Theirs, remote, local));
                stage.runUntil([] { return false; }, kPingInterval);
            }
        }
    }
    const auto isAnswered = [&](const wire::EchoToken &token) { return stage.isAnswered(token); };
    const auto all = [&] {
        return std::ranges::all_of(asked, [&](const Asked &tokens) {
            return std::ranges::all_of(tokens.ours, isAnswered) && std::ranges::all_of(tokens.theirs, isAnswered);
        });
    };
    stage.runUntil(all, kPingPatience);
    bool isGood = true;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        api::RehearsedPair &pair = m_result.pairs[i];
        pair.isAnswered = std::ranges::any_of(asked[i].ours, isAnswered);
        pair.isPeerAnswered = std::ranges::any_of(asked[i].theirs, isAnswered);
        isGood = isGood && pair.isAnswered && pair.isPeerAnswered;
        for (const auto *tokens : {&asked[i].ours, &asked[i].theirs}) {
            step.pingsSent += tokens->size();
            step.pingsAnswered += static_cast<std::size_t>(std::ranges::count_if(*tokens, isAnswered));
        }
    }
    return isGood;
}

// Renews while packets flow: none of them may be lost by it.
bool Player::rekey(RehearsalStage &stage, api::Rekey::Scope scope, const std::function<bool()> &isDone,
                   RehearsedStep &step) const
{
    const api::RehearsedPair &pair = m_result.pairs.front();
    std::vector<wire::EchoToken> pings;
    const auto flowFor = [&](Duration time, const std::function<bool()> &isEnough) {
        for (const TimePoint end = stage.now() + time; stage.now() < end && !isEnough();) {
            pings.push_back(stage.ping(Side::Ours, pair.local, pair.remote));
            stage.runUntil([] { return false; }, kPingInterval);
        }
    };
    const std::size_t before = stage.node(Side::Ours).events().size();
    const auto isRefused = [&] { return refusalSince(stage.node(Side::Ours).events(), before) != nullptr; };
    stage.command(Side::Ours, api::Rekey{stage.id(Side::Ours), scope});
    flowFor(kRekeyPatience, [&] { return isDone() || isRefused(); });
    // The engine gets over a refusal by beginning anew: it is a failure all the same.
    if (const api::Event *refusal = refusalSince(stage.node(Side::Ours).events(), before))
        step.ourFailure = failureOf(*refusal);
    const bool isRenewed = isDone() && !isRefused();
    flowFor(kSettling, [] { return false; });
    stage.runUntil([] { return false; }, kSettling);
    step.pingsSent = pings.size();
    step.pingsAnswered = static_cast<std::size_t>(
        std::ranges::count_if(pings, [&](const wire::EchoToken &token) { return stage.isAnswered(token); }));
    return isRenewed && arePingsWhole(step);
}

std::set<std::uint32_t> inboundSpis(const api::ConnectionStatus *status)
{
    std::set<std::uint32_t> spis;
    if (status) {
        for (const api::ChildSaStatus &child : status->childSas)
            spis.insert(child.inboundSpi);
    }
    return spis;
}

bool areNew(const std::set<std::uint32_t> &spis, const std::set<std::uint32_t> &before)
{
    return spis.size() >= before.size()
        && std::ranges::none_of(spis, [&](std::uint32_t spi) { return before.contains(spi); });
}

bool Player::rekeyChildren(RehearsalStage &stage, RehearsedStep &step)
{
    const std::set<std::uint32_t> before = inboundSpis(stage.status(Side::Ours));
    const auto isRenewed = [&] { return areNew(inboundSpis(stage.status(Side::Ours)), before); };
    const bool isGood = rekey(stage, api::Rekey::Scope::Children, isRenewed, step);
    const api::ConnectionStatus *status = stage.status(Side::Ours);
    if (isGood && status && !status->childSas.empty())
        step.group = status->childSas.front().proposal.pfs;
    return isGood;
}

bool Player::rekeyIkeSa(RehearsalStage &stage, RehearsedStep &step)
{
    const auto spiNow = [&]() -> std::uint64_t {
        const api::ConnectionStatus *status = stage.status(Side::Ours);
        return status && status->ikeSa ? status->ikeSa->initiatorSpi : 0;
    };
    const std::uint64_t before = spiNow();
    return rekey(stage, api::Rekey::Scope::IkeSa, [&] { return spiNow() != 0 && spiNow() != before; }, step);
}

// Our hosts go on sending, which is how it shows.
bool Player::restartPeer(RehearsalStage &stage, RehearsedStep &step)
{
    const api::RehearsedPair &pair = m_result.pairs.front();
    stage.restart(Side::Theirs, m_setup.theirs.config->effectImmediately || beginner() == Side::Theirs);
    std::vector<wire::EchoToken> pings;
    const auto isAnswered = [&] {
        return std::ranges::any_of(pings, [&](const wire::EchoToken &token) { return stage.isAnswered(token); });
    };
    for (const TimePoint end = stage.now() + kRestartPatience; stage.now() < end && !isAnswered();) {
        pings.push_back(stage.ping(Side::Ours, pair.local, pair.remote));
        stage.runUntil(isAnswered, seconds(1));
    }
    step.pingsSent = pings.size();
    step.pingsAnswered = static_cast<std::size_t>(
        std::ranges::count_if(pings, [&](const wire::EchoToken &token) { return stage.isAnswered(token); }));
    return isAnswered();
}

// A world of its own, so it is played whatever came before: who answers sees both sides, and knows what is wrong where who
// begins is told little. Nobody can begin towards a NAT.
void Player::beginOtherwise()
{
    RehearsedStep step{.step = RehearsalStep::OtherBegins};
    const auto [ours, theirs] = roles();
    const Side begins = beginner() == Side::Ours ? Side::Theirs : Side::Ours;
    const Role &waiting = begins == Side::Ours ? theirs : ours;
    if (waiting.address == waiting.seenAs) {
        RehearsalStage stage = makeStage(m_setup.seed + 1);
        const bool isUp = comeUp(stage, begins);
        step.took = stage.now() - step.begun; // until both phases stand
        const bool isGood = isUp && renewFrom(stage, begins);
        step.verdict = isGood ? RehearsalVerdict::Passed : RehearsalVerdict::Failed;
        if (!isGood)
            noteFailures(stage, step);
        m_result.reversed = stage.story();
    }
    m_result.steps.push_back(step);
}

// What the first exchange of IKEv2 does not show, PFS, shows to us as the answering side too.
bool Player::renewFrom(RehearsalStage &stage, Side side) const
{
    const std::set<std::uint32_t> before = inboundSpis(stage.status(side));
    const std::size_t said = stage.node(side).events().size();
    const auto isRenewed = [&] { return areNew(inboundSpis(stage.status(side)), before); };
    const auto isRefused = [&] { return refusalSince(stage.node(side).events(), said) != nullptr; };
    stage.command(side, api::Rekey{stage.id(side), api::Rekey::Scope::Children});
    stage.runUntil([&] { return isRenewed() || isRefused(); }, kRekeyPatience);
    stage.runUntil([] { return false; }, kSettling);
    return isRenewed() && !isRefused();
}

} // namespace

api::Rehearsal rehearse(const api::RehearsalSetup &setup)
{
    if (std::holds_alternative<api::PresharedKeyAuthentication>(setup.ours.config->ike.authentication))
        return Player(setup).play();
    const api::RehearsalSetup dressed = withThrowAwayCertificates(setup);
    return Player(dressed).play();
}

} // namespace tw::sim

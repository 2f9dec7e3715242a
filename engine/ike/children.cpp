#include "engine/ike/children.h"

#include <algorithm>

namespace tw::ike {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::Level;
using api::Phase;
using Stage = Child::Stage;

namespace {

void reportDeleted(const Child &child, Deleter deleter, Turn &turn)
{
    turn.report(child.connection->config->id,
                EventDraft(EventCode::ChildSaDeleted, Level::Info, Phase::Phase2)
                    .direction(deleter == Deleter::Us ? Direction::Out : Direction::In)
                    .with(DetailKey::InboundSpi, espSpiText(child.inboundSpi))
                    .with(DetailKey::OutboundSpi, espSpiText(child.outboundSpi))
                    .with(DetailKey::BytesIn, child.traffic.bytesIn)
                    .with(DetailKey::BytesOut, child.traffic.bytesOut)
                    .with(DetailKey::PacketsIn, child.traffic.packetsIn)
                    .with(DetailKey::PacketsOut, child.traffic.packetsOut));
}

void uninstall(Child &child, Turn &turn)
{
    if (child.isInstalled)
        turn.act(RemoveChild{child.inboundSpi});
    child.isInstalled = child.sends = false;
}

void erase(Children &children, crypto::EspSpi inboundSpi)
{
    std::erase_if(children.list, [&](const Child &child) { return child.inboundSpi == inboundSpi; });
}

// A rekey of the peer's came to nothing: the child that it was to replace stands as before. Not where what goes has a
// successor of its own: then that one took over, and nobody wants the child of before any more.
void restorePredecessor(Children &children, const Child &gone)
{
    if (gone.stage == Stage::Replaced)
        return;
    Child *old = gone.replaces ? children.findInbound(*gone.replaces) : nullptr;
    const bool hasOther = std::ranges::any_of(children.list, [&](const Child &other) {
        return &other != &gone && other.isLive() && other.replaces == gone.replaces;
    });
    if (!old || old->stage != Stage::Replaced || hasOther)
        return;
    old->stage = Stage::Standing;
    old->stageEndsAt.reset();
}

std::optional<TimePoint> earlier(std::optional<TimePoint> a, std::optional<TimePoint> b)
{
    return a && b ? std::min(*a, *b) : a ? a : b;
}

std::optional<TimePoint> deadlineOf(const Child &child, std::optional<crypto::EspSpi> renewing)
{
    const bool isRenewing = renewing == child.inboundSpi;
    const auto stageEnd = child.stage == Stage::Replaced && isRenewing ? std::nullopt : child.stageEndsAt;
    return child.isLive() ? earlier(stageEnd, child.life.expiresAt) : stageEnd;
}

constexpr std::uint32_t kFirstFreeSpi = 256; // RFC 4303, 2.1
void takeOver(Child &child, const LoadedConnectionPtr &after, Turn &turn)
{
    const api::ChildSettings before = child.connection->config->child;
    const api::ChildSettings &now = after->config->child;
    child.connection = after;
    if (before.lifetime != now.lifetime)
        child.life = Lifetime::rearmed(child.establishedAt, now.lifetime, turn.now(), turn.env().random);
    if (child.isInstalled && (before.mtu != now.mtu || before.mss != now.mss))
        turn.act(ResizeChild{child.inboundSpi, now.mtu, now.mss});
}

// Without an interruption where the new child is for the same traffic and wanted at once.
void makeAnew(Child &child, bool carriesOn, Turn &turn)
{
    child.isOutdated = true;
    if (!child.isLive())
        return;
    if (!carriesOn) {
        closeNow(child, Deleter::Us, turn);
        return;
    }
    child.isRenewalRefused = false;
    child.life.renewAt = turn.now();
}

// What passes until the successor carries the traffic has to fit below the limit: the renewal begins with one reading, the
// successor is seen in use with a later one, and the exchange takes its time. So a fifth of the limit, and where the link is
// fast what passes between three more readings.
bool nearsLimit(std::uint64_t limit, const api::TrafficCounters &before, const api::TrafficCounters &now)
{
    const auto nears = [limit](std::uint64_t earlier, std::uint64_t octets) {
        const std::uint64_t margin = std::max(limit / 5, 3 * (octets - earlier));
        return margin >= limit || octets >= limit - margin;
    };
    return nears(before.bytesIn, now.bytesIn) || nears(before.bytesOut, now.bytesOut);
}

} // namespace

crypto::EspSpi freshEspSpi(const Env &env)
{
    for (;;) {
        const crypto::EspSpi spi(static_cast<std::uint32_t>(env.random.next64()));
        if (spi.value() >= kFirstFreeSpi && !env.connections.isInUse(spi))
            return spi;
    }
}

Child installChild(AgreedChild agreed, ChildTraffic traffic, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    const api::ConnectionConfig &config = *agreed.connection->config;
    const api::ChildSettings &settings = config.child;

    Child child;
    child.connection = std::move(agreed.connection);
    child.inboundSpi = agreed.inboundSpi;
    child.outboundSpi = agreed.outboundSpi;
    child.proposal = agreed.proposal;
    child.local = std::move(agreed.local);
    child.remote = std::move(agreed.remote);
    child.udpEncapsulated = traffic.udpEncapsulated;
    child.sends = traffic.sends;
    child.establishedAt = turn.now();
    child.life = Lifetime::from(turn.now(), settings.lifetime, turn.env().random);

    crypto::ChildSa sa;
    sa.connection = config.id;
    sa.inboundSpi = child.inboundSpi;
    sa.outboundSpi = child.outboundSpi;
    sa.proposal = child.proposal;
    sa.inbound = std::move(traffic.inbound);
    sa.outbound = std::move(traffic.outbound);
    sa.local = child.local;
    sa.remote = child.remote;
    sa.localEndpoint = frame.local;
    sa.remoteEndpoint = frame.remote;
    sa.udpEncapsulated = child.udpEncapsulated;
    sa.replayWindow = settings.replayWindow;
    sa.mtu = settings.mtu;
    sa.mss = settings.mss;
    turn.act(InstallChild{std::move(sa), child.sends});
    return child;
}

void reportEstablished(const Child &child, Turn &turn)
{
    turn.report(child.connection->config->id,
                EventDraft(EventCode::ChildSaEstablished, Level::Info, Phase::Phase2)
                    .with(DetailKey::InboundSpi, espSpiText(child.inboundSpi))
                    .with(DetailKey::OutboundSpi, espSpiText(child.outboundSpi))
                    .with(DetailKey::Chosen, api::toString(child.proposal))
                    .with(DetailKey::Encapsulation, child.udpEncapsulated ? "UDP" : "ESP")
                    .with(DetailKey::LocalSelectors, api::toString(child.local))
                    .with(DetailKey::RemoteSelectors, api::toString(child.remote)));
}

api::ChildSaStatus statusOf(const Child &child)
{
    api::ChildSaStatus status;
    status.inboundSpi = child.inboundSpi.value();
    status.outboundSpi = child.outboundSpi.value();
    status.proposal = child.proposal;
    status.local = child.local;
    status.remote = child.remote;
    status.udpEncapsulated = child.udpEncapsulated;
    status.establishedAt = child.establishedAt;
    status.rekeyAt = child.life.renewAt;
    status.expiresAt = child.life.expiresAt;
    status.traffic = child.traffic;
    status.drops = child.drops;
    return status;
}

Child *Children::findInbound(crypto::EspSpi spi)
{
    const auto found = std::ranges::find(list, spi, &Child::inboundSpi);
    return found == list.end() ? nullptr : &*found;
}

Child *Children::findOutbound(crypto::EspSpi spi)
{
    const auto found = std::ranges::find_if(
        list, [&](const Child &child) { return child.outboundSpi == spi && child.stage != Stage::Draining; });
    return found == list.end() ? nullptr : &*found;
}

bool Children::hasStanding() const
{
    return std::ranges::any_of(list, [](const Child &child) { return child.stage == Stage::Standing; });
}

bool Children::carries(const api::ConnectionId &connection) const
{
    return std::ranges::any_of(list, [&](const Child &child) {
        return child.stage == Stage::Standing && child.connection->config->id == connection;
    });
}

bool Children::awaits(const api::ConnectionId &connection) const
{
    return std::ranges::any_of(wishes,
                               [&](const ChildWish &wish) { return wish.connection->config->id == connection; });
}

void Children::forgetRefusals(const api::ConnectionId &connection)
{
    std::erase_if(refused, [&](const RefusedPair &one) { return one.connection == connection; });
}

bool Children::isDeleting() const
{
    return !strays.empty()
        || std::ranges::any_of(list, [](const Child &child) { return child.stage == Stage::Closing; });
}

bool Children::hasUnsentDeletion() const
{
    return !strays.empty() || std::ranges::any_of(list, [](const Child &child) {
        return child.stage == Stage::Closing && !child.isDeleteSent;
    });
}

void startSending(Child &child, Turn &turn)
{
    if (child.sends || !child.isInstalled)
        return;
    child.sends = true;
    turn.act(SwitchOutbound{child.inboundSpi, true});
}

void stopSending(Child &child, Turn &turn)
{
    if (!child.sends)
        return;
    child.sends = false;
    turn.act(SwitchOutbound{child.inboundSpi, false});
}

void markReplaced(Child &old, Turn &turn)
{
    old.stage = Stage::Replaced;
    old.stageEndsAt = turn.now() + kReplacedPatience;
}

void activateSuccessors(Children &children, const Child &old, Turn &turn)
{
    for (Child &child : children.list) {
        if (child.isLive() && child.replaces == old.inboundSpi)
            startSending(child, turn);
    }
}

void closeReplaced(Child &child, Turn &turn)
{
    stopSending(child, turn);
    child.stage = Stage::Closing;
    child.stageEndsAt.reset();
}

void closeNow(Child &child, Deleter deleter, Turn &turn)
{
    reportDeleted(child, deleter, turn);
    uninstall(child, turn);
    child.stage = Stage::Closing;
    child.stageEndsAt.reset();
}

void drain(Children &children, Child &child, Deleter deleter, Turn &turn)
{
    if (!child.isInstalled) {
        erase(children, child.inboundSpi);
        return;
    }
    reportDeleted(child, deleter, turn);
    stopSending(child, turn);
    child.stage = Stage::Draining;
    child.stageEndsAt = turn.now() + kDrainTime;
}

void drainAll(Children &children, Deleter deleter, Turn &turn)
{
    std::vector<crypto::EspSpi> live;
    for (const Child &child : children.list) {
        if (child.stage != Stage::Draining)
            live.push_back(child.inboundSpi);
    }
    for (const crypto::EspSpi spi : live)
        drain(children, *children.findInbound(spi), deleter, turn);
    children = Children{.list = std::move(children.list), .wishes = {}, .strays = {}, .refused = {}};
}

void dropSilently(Children &children, crypto::EspSpi inboundSpi, Turn &turn)
{
    if (Child *child = children.findInbound(inboundSpi)) {
        reportDeleted(*child, Deleter::Us, turn);
        uninstall(*child, turn);
        erase(children, inboundSpi);
    }
}

void withdraw(Children &children, const api::ConnectionId &connection, std::optional<TimePoint> until, Turn &turn)
{
    for (Child &child : children.list) {
        if (child.connection->config->id != connection)
            continue;
        if (until && child.isLive()) {
            child.stage = Stage::Replaced;
            child.stageEndsAt = until;
        } else if (!until && child.isLive()) {
            closeNow(child, Deleter::Us, turn);
        } else if (!until && child.isInstalled) { // on its way out: for late packets only
            if (child.stage != Stage::Draining)
                reportDeleted(child, Deleter::Us, turn);
            uninstall(child, turn);
        }
    }
    std::erase_if(children.list,
                  [](const Child &child) { return child.stage == Stage::Draining && !child.isInstalled; });
    std::erase_if(children.wishes, [&](const ChildWish &wish) { return wish.connection->config->id == connection; });
    children.forgetRefusals(connection);
}

void adopt(Children &children, const LoadedConnectionPtr &after, api::EditScope scope, Turn &turn)
{
    const api::ConnectionConfig &config = *after->config;
    const bool isAnew = scope == api::EditScope::Phase2;
    for (Child &child : children.list) {
        if (child.connection->config->id != config.id)
            continue;
        const bool carriesOn = config.effectImmediately && api::hasSameSelectors(*child.connection->config, config);
        takeOver(child, after, turn);
        if (isAnew)
            makeAnew(child, carriesOn, turn);
    }
    if (isAnew) {
        std::erase_if(children.wishes, [&](const ChildWish &wish) { return wish.connection->config->id == config.id; });
        children.forgetRefusals(config.id);
        return;
    }
    for (ChildWish &wish : children.wishes) {
        if (wish.connection->config->id == config.id)
            wish.connection = after;
    }
}

void removeAll(Children &children, Deleter deleter, Turn &turn)
{
    for (Child &child : children.list) {
        if (child.isInstalled && child.stage != Stage::Draining)
            reportDeleted(child, deleter, turn);
        uninstall(child, turn);
    }
    children = {};
}

std::vector<crypto::EspSpi> takeDeletions(Children &children)
{
    std::vector<crypto::EspSpi> spis = std::exchange(children.strays, {});
    for (Child &child : children.list) {
        if (child.stage == Stage::Closing && !child.isDeleteSent) {
            child.isDeleteSent = true;
            spis.push_back(child.inboundSpi);
        }
    }
    return spis;
}

void onDeletionAnswered(Children &children, std::span<const crypto::EspSpi> inboundSpis, Turn &turn)
{
    for (const crypto::EspSpi spi : inboundSpis) {
        if (Child *child = children.findInbound(spi); child && child->stage == Stage::Closing)
            drain(children, *child, Deleter::Us, turn);
    }
}

PeerDeletion onPeerDeletes(Children &children, std::span<const std::uint32_t> peerSpis, Turn &turn)
{
    PeerDeletion deletion;
    for (const std::uint32_t peerSpi : peerSpis) {
        Child *child = children.findOutbound(crypto::EspSpi(peerSpi));
        // Both delete it at once: it is named in neither answer (RFC 7296, 1.4.1 and 2.25.1).
        if (!child || (child->stage == Stage::Closing && child->isDeleteSent))
            continue;
        deletion.answered.push_back(child->inboundSpi);
        const api::ConnectionId connection = child->connection->config->id;
        const bool wasLive = child->isLive();
        activateSuccessors(children, *child, turn);
        restorePredecessor(children, *child);
        drain(children, *child, Deleter::Peer, turn);
        if (wasLive && !children.carries(connection))
            deletion.bereft.push_back(connection);
    }
    return deletion;
}

void onTraffic(Children &children, const SaTraffic &reading, Turn &turn)
{
    Child *child = children.findInbound(reading.inboundSpi);
    if (!child)
        return;
    const api::TrafficCounters before = std::exchange(child->traffic, reading.traffic);
    child->drops = reading.drops;
    if (child->octetLimit && !child->isVolumeTold && nearsLimit(*child->octetLimit, before, child->traffic)) {
        child->isVolumeTold = true;
        child->life.renewAt = std::min(child->life.renewAt, turn.now());
    }
    if (child->sends || child->stage != Stage::Standing || reading.traffic.packetsIn == 0)
        return;
    startSending(*child, turn);
    if (Child *old = child->replaces ? children.findInbound(*child->replaces) : nullptr)
        stopSending(*old, turn);
}

std::vector<api::ConnectionId> onTick(Children &children, std::optional<crypto::EspSpi> renewing, Turn &turn)
{
    std::vector<api::ConnectionId> bereft;
    const auto isDue = [&](const std::optional<TimePoint> &at) { return at && *at <= turn.now(); };
    for (Child &child : children.list) {
        if (!isDue(deadlineOf(child, renewing)))
            continue;
        if (child.stage == Stage::Draining) {
            uninstall(child, turn);
        } else if (child.life.expiresAt <= turn.now()) {
            const bool wasStanding = child.stage == Stage::Standing;
            activateSuccessors(children, child, turn);
            closeNow(child, Deleter::Us, turn);
            if (wasStanding && !children.carries(child.connection->config->id))
                bereft.push_back(child.connection->config->id);
        } else {
            activateSuccessors(children, child, turn);
            closeReplaced(child, turn);
        }
    }
    std::erase_if(children.list,
                  [](const Child &child) { return child.stage == Stage::Draining && !child.isInstalled; });
    return bereft;
}

std::optional<TimePoint> nextDeadline(const Children &children, std::optional<crypto::EspSpi> renewing)
{
    std::optional<TimePoint> next;
    for (const Child &child : children.list)
        next = earlier(next, deadlineOf(child, renewing));
    return next;
}

} // namespace tw::ike

#include "engine/ikev2/mobike.h"

#include "engine/ikev2/child_exchange.h"
#include "engine/wire/byte_order.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tw::ikev2 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::Level;
using api::Phase;
using ike::EventDraft;
using wire::NotifyType;

namespace {

constexpr std::size_t kCookie2Size = 16; // 8 to 64 octets (RFC 4555, 4.2.5)

std::vector<wire::Payload> ownNatNotifies(Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    return ike::natNotifies(frame.config().natTraversal, frame.initiatorSpi(), frame.responderSpi(), frame.local,
                            frame.remote, turn.env().random);
}

// What the notifies of an authentic message say of the path that it took; as before where it has none.
ike::NatFindings natOf(const Established &state, std::span<const wire::Payload> payloads, const Endpoint &local,
                       const Endpoint &remote, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    const ike::NatFindings found =
        ike::findNat(frame.config().natTraversal, payloads, frame.initiatorSpi(), frame.responderSpi(), local, remote);
    return found.supported ? found : state.nat;
}

void moveTo(Established &state, const Endpoint &local, const Endpoint &remote, const ike::NatFindings &nat,
            Direction mover, Turn &turn)
{
    SessionFrame &frame = turn.frame();
    const bool isElsewhere = frame.local != local || frame.remote != remote;
    if (!isElsewhere && state.nat == nat)
        return;
    frame.local = local;
    frame.remote = remote;
    state.nat = nat;
    for (Child &child : state.children.list) {
        if (!child.isInstalled)
            continue;
        child.udpEncapsulated = nat.isEncapsulated();
        turn.act(ike::MoveChild{child.inboundSpi, local, remote, child.udpEncapsulated});
    }
    if (isElsewhere)
        turn.report(EventDraft(EventCode::EndpointsChanged, Level::Info, Phase::Phase1)
                        .direction(mover)
                        .with(DetailKey::LocalEndpoint, local.toString())
                        .with(DetailKey::RemoteEndpoint, remote.toString())
                        .with(DetailKey::Encapsulation, nat.isEncapsulated() ? "UDP" : "ESP"));
}

} // namespace

bool offersMobike(const api::ConnectionConfig &config) { return config.natTraversal != api::NatTraversal::Off; }

bool breaksNatBan(std::span<const wire::Payload> request, const ike::Datagram &arrived)
{
    const wire::Notify *ban = wire::findNotify(request, NotifyType::NoNatsAllowed);
    if (!ban)
        return false;
    Bytes expected = toBytes(arrived.remote.address.bytes());
    append(expected, arrived.local.address.bytes());
    for (const std::uint16_t port : {arrived.remote.port, arrived.local.port}) {
        std::array<std::uint8_t, 2> octets{};
        wire::storeBig(octets.data(), port);
        append(expected, octets);
    }
    return ban->data != expected;
}

bool agreesOnMobike(const api::ConnectionConfig &config, std::span<const wire::Payload> theirs)
{
    return offersMobike(config) && wire::findNotify(theirs, NotifyType::MobikeSupported) != nullptr;
}

void followRequest(Established &state, Turn &turn)
{
    const ike::Datagram *arrived = turn.arrived();
    // From the NAT port only: the children's packets go to where this came from.
    if (arrived && state.nat.remote && !state.mobility.isAgreed && arrived->local.port == turn.env().natPort)
        moveTo(state, arrived->local, arrived->remote, state.nat, Direction::In, turn);
}

void followPackets(Established &state, const Endpoint &remote, Turn &turn)
{
    if (state.nat.remote && remote.address.family() == turn.frame().remote.address.family())
        moveTo(state, turn.frame().local, remote, state.nat, Direction::In, turn);
}

void changePath(Established &state, const ike::ResolvedPath &path, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    if (path.local == frame.local.address && std::exchange(state.mobility.isStranded, false))
        state.renewalTold = false; // we are back before anything came of it
    if (path.local == frame.local.address || state.provisionalUntil)
        return;
    if (!state.mobility.isAgreed || !state.mobility.weDecide) {
        state.mobility.isStranded = state.mobility.isStranded || !state.renewalTold;
        tellRenewalDue(state, turn, "network");
        return;
    }
    // The NAT port, since the new path may have a NAT (RFC 4555, 3.3). The peer stays where its last answer came from,
    // which need not be what the configuration says.
    const Endpoint local{path.local, turn.env().natPort};
    const Endpoint remote = path.local.family() == frame.remote.address.family()
        ? Endpoint{frame.remote.address,
                   frame.remote.port == turn.env().ikePort ? turn.env().natPort : frame.remote.port}
        : Endpoint{path.remote, turn.env().natPort};
    moveTo(state, local, remote, state.nat, Direction::Out, turn);
    state.mobility.isUpdateDue = true;
    state.ownRequests.sendAgain(turn); // what is outstanding comes first, from the new address (RFC 4555, 3.5)
}

void requestAddressUpdate(Established &state, Turn &turn)
{
    AddressUpdate update{turn.frame().local, turn.frame().remote, Bytes(kCookie2Size)};
    turn.env().random.fill(update.cookie2);
    wire::Payloads payloads{notifyPayload(NotifyType::UpdateSaAddresses)};
    std::ranges::move(ownNatNotifies(turn), std::back_inserter(payloads));
    payloads.push_back(notifyPayload(NotifyType::Cookie2, update.cookie2));
    state.ownRequests.send(wire::ExchangeType::Informational, payloads, state.channel, turn);
    state.underWay = std::move(update);
    state.mobility.isUpdateDue = false;
}

bool onAddressUpdateAnswered(Established &state, const AddressUpdate &update, const wire::Payloads *response,
                             Turn &turn)
{
    if (!response)
        return false;
    for (const NotifyType refusal : {NotifyType::UnacceptableAddresses, NotifyType::UnexpectedNatDetected}) {
        if (!wire::findNotify(*response, refusal))
            continue;
        turn.report(EventDraft(EventCode::NotifyReceived, Level::Warning)
                        .direction(Direction::In)
                        .with(DetailKey::Notify, wire::notifyName(refusal)));
        tellRenewalDue(state, turn, "network");
        return true;
    }
    const wire::Notify *cookie = wire::findNotify(*response, NotifyType::Cookie2);
    if (!cookie || cookie->data != update.cookie2)
        return false;
    // Of another address than ours by now it says nothing (RFC 4555, 3.5).
    if (update.local != turn.frame().local || update.remote != turn.frame().remote)
        return true;
    moveTo(state, update.local, update.remote, natOf(state, *response, update.local, update.remote, turn),
           Direction::Out, turn);
    if (const wire::Notify *seen = wire::findNotify(*response, NotifyType::NatDetectionDestinationIp))
        state.mobility.seenByPeer = seen->data;
    return true;
}

wire::Payloads probePayloads(const Established &state, Turn &turn)
{
    const bool asks = state.mobility.isAgreed && state.mobility.weDecide && state.nat.local;
    return asks ? ownNatNotifies(turn) : wire::Payloads{};
}

void onProbeAnswered(Established &state, std::span<const wire::Payload> response)
{
    const wire::Notify *seen = wire::findNotify(response, NotifyType::NatDetectionDestinationIp);
    if (!seen || !state.mobility.isAgreed || !state.mobility.weDecide)
        return;
    // The first time, too: the NAT may have changed its mind since the IKE SA was made.
    if (state.mobility.seenByPeer != seen->data)
        state.mobility.isUpdateDue = true;
    state.mobility.seenByPeer = seen->data;
}

wire::Payloads answerMobility(Established &state, std::span<const wire::Payload> request, Turn &turn)
{
    wire::Payloads answer;
    const ike::Datagram *arrived = turn.arrived();
    if (!state.mobility.isAgreed || !arrived)
        return answer;
    const bool isUpdate = !state.mobility.weDecide && wire::findNotify(request, NotifyType::UpdateSaAddresses);
    if (isUpdate && breaksNatBan(request, *arrived)) {
        answer.push_back(notifyPayload(NotifyType::UnexpectedNatDetected));
    } else if (isUpdate) {
        moveTo(state, arrived->local, arrived->remote, natOf(state, request, arrived->local, arrived->remote, turn),
               Direction::In, turn);
        state.ownRequests.sendAgain(turn); // what was on its way to the old address
    }
    if (wire::findNotify(request, NotifyType::NatDetectionSourceIp)) {
        // As of the path that this request took, whether it moves anything or not.
        const SessionFrame &frame = turn.frame();
        std::ranges::move(ike::natNotifies(frame.config().natTraversal, frame.initiatorSpi(), frame.responderSpi(),
                                           arrived->local, arrived->remote, turn.env().random),
                          std::back_inserter(answer));
    }
    if (const wire::Notify *cookie = wire::findNotify(request, NotifyType::Cookie2))
        answer.push_back(notifyPayload(NotifyType::Cookie2, cookie->data));
    return answer;
}

} // namespace tw::ikev2

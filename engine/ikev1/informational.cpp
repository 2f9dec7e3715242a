#include "engine/ikev1/informational.h"

#include "engine/ikev1/choice.h"
#include "engine/ikev1/established.h"
#include "engine/ikev1/quick_mode.h"
#include "engine/ikev1/succession.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>

namespace tw::ikev1 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using ike::EventDraft;

namespace {

wire::IsakmpPayload notificationPayload(wire::Notification notification)
{
    return {wire::PayloadType::NotificationV1, std::move(notification)};
}

// What a peer says to a quick mode of ours.
std::optional<FailureCode> childFailureOf(wire::NotificationType type)
{
    switch (type) {
    case wire::NotificationType::NoProposalChosen:
    case wire::NotificationType::BadProposalSyntax:
    case wire::NotificationType::AttributesNotSupported: return FailureCode::ProposalMismatch;
    case wire::NotificationType::InvalidIdInformation: return FailureCode::TrafficSelectorMismatch;
    case wire::NotificationType::InvalidKeyInformation: return FailureCode::PfsMismatch;
    default: return std::nullopt;
    }
}

void reportChildRefused(const Established &state, const wire::Notification &notification, FailureCode failure,
                        Turn &turn)
{
    const ike::ChildWish &wish = state.own->wish;
    const auto event = [&](EventCode code) {
        return EventDraft(code, Level::Error, api::Phase::Phase2)
            .message(api::Exchange::QuickMode, state.own->pending.header.messageId.value())
            .direction(Direction::In);
    };
    const api::ConnectionId &id = wish.connection->config->id;
    if (notification.type == wire::NotificationType::NoProposalChosen)
        turn.report(id,
                    event(EventCode::NoProposalChosen)
                        .with(DetailKey::Offered, ike::toString(usableEsp(*wish.connection->config))));
    else if (failure == FailureCode::TrafficSelectorMismatch)
        turn.report(id,
                    event(EventCode::SelectorsUnacceptable)
                        .with(DetailKey::LocalSelectors, api::toString(wish.local))
                        .with(DetailKey::RemoteSelectors, api::toString(wish.remote)));
    else
        turn.report(
            id, event(EventCode::NotifyReceived).with(DetailKey::Notify, wire::notificationName(notification.type)));
}

void answerProbe(Established &state, std::uint32_t sequence, Turn &turn)
{
    // One that is older than the newest is a replay; the newest itself may be a retransmission.
    if (state.lastPeerProbe && static_cast<std::int32_t>(sequence - *state.lastPeerProbe) < 0)
        return;
    state.lastPeerProbe = sequence;
    const SessionFrame &frame = turn.frame();
    sendInformational(state,
                      {notificationPayload(wire::Notification::ofLiveness(
                          wire::NotificationType::RUThereAck, frame.initiatorSpi(), frame.responderSpi(), sequence))},
                      turn);
}

void onNotification(Established &state, const wire::Notification &notification, Turn &turn)
{
    if (const auto sequence = notification.livenessSequence()) {
        if (notification.type == wire::NotificationType::RUThere) {
            answerProbe(state, *sequence, turn);
        } else if (state.probe && state.probe->sequence == *sequence) {
            state.probe.reset();
            turn.report(EventDraft(EventCode::DpdAnswered, Level::Debug).direction(Direction::In));
        }
        return;
    }
    if (notification.type == wire::NotificationType::InitialContact) {
        // Meant for the beginning: later it could only be an old message that we have forgotten.
        if (!std::exchange(state.initialContactHeard, true))
            turn.tell(ike::IkeSaUp{true});
        return;
    }
    const auto failure = childFailureOf(notification.type);
    if (failure && state.own) {
        reportChildRefused(state, notification, *failure, turn);
        onQuickRefused(state, *failure, turn);
        return;
    }
    const bool isError = wire::isErrorNotification(notification.type);
    turn.report(EventDraft(EventCode::NotifyReceived, isError ? Level::Warning : Level::Debug)
                    .direction(Direction::In)
                    .with(DetailKey::Notify, wire::notificationName(notification.type)));
}

// A child belongs to no ISAKMP SA: the peer may delete it by any of those between the two.
void tellForeign(Established &state, std::span<const std::uint32_t> peerSpis, Turn &turn)
{
    ike::ForeignDeletion foreign;
    std::ranges::copy_if(peerSpis, std::back_inserter(foreign.peerSpis), [&](std::uint32_t spi) {
        return state.children.findOutbound(crypto::EspSpi(spi)) == nullptr;
    });
    if (!foreign.peerSpis.empty())
        turn.tell(std::move(foreign));
}

} // namespace

wire::MessageId freshMessageId(Turn &turn)
{
    return wire::MessageId(static_cast<std::uint32_t>(turn.env().random.next64()) | 1U); // never 0, which is phase 1
}

void sendInformational(Established &state, wire::IsakmpPayloads payloads, Turn &turn)
{
    const wire::MessageId id = freshMessageId(turn);
    IvChain chain = IvChain::ofPhase2(state.proposal, state.phase1, id);
    payloads.insert(payloads.begin(), hashPayload(hash1(state.proposal.prf, state.keyA, id, encodedForHash(payloads))));
    turn.send(sealReported(state.cipher, chain, headerOf(turn.frame(), wire::ExchangeType::InformationalV1, id),
                           payloads, turn));
    state.lastSent = turn.now();
}

void sendChildRefusal(Established &state, wire::NotificationType type, crypto::EspSpi spi, Turn &turn)
{
    wire::ByteWriter spiBytes;
    spiBytes.u32(spi.value());
    wire::Notification notification;
    notification.protocol = wire::ProtocolId::Esp;
    notification.type = type;
    notification.spi = std::move(spiBytes).finish();
    sendInformational(state, {notificationPayload(std::move(notification))}, turn);
}

void sendDeletion(Established &state, std::span<const crypto::EspSpi> inboundSpis, Turn &turn)
{
    std::vector<std::uint32_t> numbers;
    for (const crypto::EspSpi spi : inboundSpis)
        numbers.push_back(spi.value());
    sendInformational(
        state, {{wire::PayloadType::DeleteV1, wire::IsakmpDelete::ofChildren(wire::ProtocolId::Esp, numbers)}}, turn);
}

void sendIsakmpDeletion(Established &state, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    sendInformational(
        state,
        {{wire::PayloadType::DeleteV1, wire::IsakmpDelete::ofIsakmpSa(frame.initiatorSpi(), frame.responderSpi())}},
        turn);
}

void sendProbe(Established &state, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    if (!state.probe) {
        turn.report(EventDraft(EventCode::DpdProbeSent, Level::Debug).direction(Direction::Out));
        state.probe = Probe{state.nextProbe++, ike::Retransmit(turn.now(), turn.env().random), turn.now()};
    }
    state.probe->lastSent = turn.now();
    sendInformational(
        state,
        {notificationPayload(wire::Notification::ofLiveness(wire::NotificationType::RUThere, frame.initiatorSpi(),
                                                            frame.responderSpi(), state.probe->sequence))},
        turn);
}

std::optional<Opened> openFirst(Established &state, const Incoming &in, Turn &turn)
{
    const wire::MessageId id = in.header().messageId;
    auto opened = openClosed(state.cipher, IvChain::ofPhase2(state.proposal, state.phase1, id), in);
    if (!opened) {
        turn.reportDropped(in.header(), opened.error());
        return std::nullopt;
    }
    if (!equalInConstantTime(opened->hash(), hash1(state.proposal.prf, state.keyA, id, opened->behindHash()))) {
        turn.reportDropped(in.header(), Error{Fault::NotAuthentic, "HASH(1)"});
        return std::nullopt;
    }
    if (!state.usedIds.use(id)) {
        turn.reportDropped(in.header(), Error{Fault::UnexpectedMessage, "message ID"});
        return std::nullopt;
    }
    reportOpened(in, opened->payloads(), turn);
    follow(state.nat, state.children, turn.arrived()->local, turn.arrived()->remote, turn);
    return std::move(*opened);
}

State onInformational(Established state, const Incoming &in, Turn &turn)
{
    const auto opened = openFirst(state, in, turn);
    if (!opened)
        return state;
    const SessionFrame &frame = turn.frame();
    for (const wire::IsakmpPayload &payload : opened->payloads()) {
        if (const auto *notification = std::get_if<wire::Notification>(&payload.body))
            onNotification(state, *notification, turn);
    }
    heard(state, turn.now());
    for (const auto *deletion :
         wire::findPayloads<wire::IsakmpDelete>(opened->payloads(), wire::PayloadType::DeleteV1)) {
        if (deletion->names(frame.initiatorSpi(), frame.responderSpi()))
            return endByPeer(std::move(state), turn);
        if (deletion->sas.protocol != wire::ProtocolId::Esp)
            continue;
        const std::vector<std::uint32_t> peerSpis = deletion->sas.childSpis();
        tellForeign(state, peerSpis, turn);
        peerDeletes(state, peerSpis, turn);
    }
    return goOn(std::move(state), turn);
}

} // namespace tw::ikev1

#include "engine/ikev2/informational.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::FailureCode;
using api::Level;
using ike::EventDraft;

namespace {

void onDelete(const wire::DeletePayload &deletion, const Child *child, RequestVerdict &verdict)
{
    if (deletion.protocol == wire::ProtocolId::Ike) {
        verdict.ended = ike::SessionEnded{ike::EndCause::DeletedByPeer, FailureCode::ReceiveDeleteNotify};
        return;
    }
    if (deletion.protocol != wire::ProtocolId::Esp || !child || verdict.childDeleted)
        return;
    // The peer names its inbound SPIs and is told ours in return. Others are gone already: nothing to answer.
    if (std::ranges::count(deletion.childSpis(), child->outboundSpi.value()) == 0)
        return;
    verdict.childDeleted = true;
    const std::uint32_t ours = child->inboundSpi.value();
    verdict.answer.push_back(
        {wire::PayloadType::Delete, false, wire::DeletePayload::ofChildren(wire::ProtocolId::Esp, {&ours, 1})});
}

void onNotify(const wire::Notify &notify, RequestVerdict &verdict, Turn &turn)
{
    turn.report(EventDraft(EventCode::NotifyReceived, wire::isErrorNotify(notify.type) ? Level::Warning : Level::Debug)
                    .direction(Direction::In)
                    .with(DetailKey::Notify, wire::notifyName(notify.type)));
    // The initiator found our AUTH wrong (RFC 7296, 2.21.2): for it there is no SA.
    if (notify.type == wire::NotifyType::AuthenticationFailed)
        verdict.ended = ike::SessionEnded{ike::EndCause::DeletedByPeer, FailureCode::AuthenticationRefused};
}

} // namespace

RequestVerdict judgeInformational(std::span<const wire::Payload> payloads, const Child *child, Turn &turn)
{
    RequestVerdict verdict;
    for (const wire::Payload &payload : payloads) {
        if (const auto *deletion = std::get_if<wire::DeletePayload>(&payload.body))
            onDelete(*deletion, child, verdict);
        else if (const auto *notify = std::get_if<wire::Notify>(&payload.body))
            onNotify(*notify, verdict, turn);
    }
    if (verdict.ended)
        verdict.answer.clear(); // deleting the IKE SA takes its children along (RFC 7296, 1.4.1)
    return verdict;
}

RequestVerdict judgeCreateChild(std::span<const wire::Payload> payloads)
{
    RequestVerdict verdict;
    verdict.answer.push_back(notifyPayload(wire::NotifyType::NoAdditionalSas));
    const auto *offer = wire::findPayload<wire::SaPayload>(payloads, wire::PayloadType::Sa);
    const bool rekeysIke = offer && std::ranges::any_of(offer->proposals, [](const wire::Proposal &proposal) {
                               return proposal.protocol == wire::ProtocolId::Ike;
                           });
    verdict.renewalWanted = rekeysIke || wire::findNotify(payloads, wire::NotifyType::RekeySa) != nullptr;
    return verdict;
}

} // namespace tw::ikev2

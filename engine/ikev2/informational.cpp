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

void onDelete(const wire::DeletePayload &deletion, Informational &meaning)
{
    if (deletion.protocol == wire::ProtocolId::Ike)
        meaning.ended = ike::SessionEnded{ike::EndCause::DeletedByPeer, FailureCode::ReceiveDeleteNotify};
    else if (deletion.protocol == wire::ProtocolId::Esp)
        std::ranges::copy(deletion.childSpis(), std::back_inserter(meaning.deletedChildren));
}

void onNotify(const wire::Notify &notify, Informational &meaning, Turn &turn)
{
    turn.report(EventDraft(EventCode::NotifyReceived, wire::isErrorNotify(notify.type) ? Level::Warning : Level::Debug)
                    .direction(Direction::In)
                    .with(DetailKey::Notify, wire::notifyName(notify.type)));
    // The initiator found our AUTH wrong (RFC 7296, 2.21.2): for it there is no SA.
    if (notify.type == wire::NotifyType::AuthenticationFailed)
        meaning.ended = ike::SessionEnded{ike::EndCause::DeletedByPeer, FailureCode::AuthenticationRefused};
}

} // namespace

Informational readInformational(std::span<const wire::Payload> payloads, Turn &turn)
{
    Informational meaning;
    for (const wire::Payload &payload : payloads) {
        if (const auto *deletion = std::get_if<wire::DeletePayload>(&payload.body))
            onDelete(*deletion, meaning);
        else if (const auto *notify = std::get_if<wire::Notify>(&payload.body))
            onNotify(*notify, meaning, turn);
    }
    if (meaning.ended)
        meaning.deletedChildren.clear(); // deleting the IKE SA takes its children along (RFC 7296, 1.4.1)
    return meaning;
}

} // namespace tw::ikev2

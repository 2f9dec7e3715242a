#pragma once

#include "engine/ikev2/states.h"

// What INFORMATIONAL and CREATE_CHILD_SA requests of an authentic peer ask for. RFC 7296, 1.3 and 1.4.
namespace tw::ikev2 {

// What a request means; the state acts on it, and sends the answer.
struct RequestVerdict
{
    wire::Payloads answer;
    bool childDeleted = false;
    std::optional<ike::SessionEnded> ended; // the whole IKE SA
    bool renewalWanted = false;
};

// `child`: the one that stands, or nullptr. The payloads hold no unknown critical one.
RequestVerdict judgeInformational(std::span<const wire::Payload> payloads, const Child *child, Turn &turn);

// As it is now, we make new SAs only by negotiating anew beside the old ones. NO_ADDITIONAL_SAS tells the peer just
// that (RFC 7296, 1.3 and 4), and where it wanted to rekey a new negotiation follows before long.
RequestVerdict judgeCreateChild(std::span<const wire::Payload> payloads);

} // namespace tw::ikev2

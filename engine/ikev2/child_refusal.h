#pragma once

#include "engine/ikev2/child.h"
#include "engine/ikev2/states.h"

// CREATE_CHILD_SA for child SAs where no child comes of it: what a refusal means, and what is done instead. RFC 7296,
// 1.3, 2.7, 2.9 and 2.25.
namespace tw::ikev2 {

// The peer answered without a child. `error`: its first error notify, or null.
void onChildRefused(Established &state, ChildRequest request, const wire::Notify *error, const ChildExchange &exchange,
                    Turn &turn);
// The peer has a child now that we cannot use.
void reject(Established &state, const ChildRequest &request, api::FailureCode failure, Turn &turn);
// There will be no child of this wish.
void giveUp(Established &state, const ChildWish &wish, api::FailureCode failure, Turn &turn);

// The child that was to be replaced, if it still stands; else null.
Child *predecessor(Established &state, const ChildWish &wish);
// The peer's child that means the same as ours, if it still stands; else null.
Child *rivalOf(Established &state, const ChildRequest &request);

// A peer that has something under way is left alone for a while (RFC 7296, 2.25), and then again; after this long the
// two sides are out of step.
inline constexpr Duration kBusyDelay{3'000};
inline constexpr Duration kBusyPatience{180'000};
// INVALID_KE_PAYLOAD in a row.
inline constexpr unsigned kMaxGroupChanges = 3;

TimePoint busyRetryAt(Turn &turn);
// The peer said TEMPORARY_FAILURE. False: it has done so for too long.
bool mayStillBeBusy(Established &state, Turn &turn);

} // namespace tw::ikev2

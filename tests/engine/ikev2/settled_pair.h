#pragma once

#include "tests/engine/ikev2/ike_pair.h"

#include <utility>

// What most tests of a pair begin with, and what they hope to find in the end.
namespace tw::test {

// The right side waits, or begins as well where it is to take effect immediately; the left begins. Fails the test where
// the two do not come together.
void establish(IkePair &pair, const api::ConnectionConfig &left = cheap(leftConfig()),
               const api::ConnectionConfig &right = cheap(rightConfig()));

// Of its IKE SA, the initiator's first; zeroes: it has none.
std::pair<std::uint64_t, std::uint64_t> ikeSpis(const IkeSide &side);

// Both sides have exactly one IKE SA and one child, the same ones, by which they send, and nothing else is left.
bool isSettled(const IkePair &pair);
// Nothing at all is left, and nothing will happen any more.
bool isEmpty(const IkeSide &side);

// The side has reported this notify of the peer's.
bool heard(const IkeSide &side, std::string_view notify);

} // namespace tw::test

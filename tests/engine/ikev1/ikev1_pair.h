#pragma once

#include "tests/engine/ikev2/ike_pair.h"

// Two supervisors that speak IKEv1, and IKEv2 beside it as every engine does.
namespace tw::test {

// Exchange types (RFC 2408, 3.1; RFC 2409, 7.1).
inline constexpr std::uint8_t kMainMode = 2;
inline constexpr std::uint8_t kInformationalV1 = 5;
inline constexpr std::uint8_t kQuickMode = 32;
bool isOf(const sim::SimDatagram &datagram, std::uint8_t exchange);

// The connection of leftConfig() and rightConfig() in IKEv1; the group costs little.
api::ConnectionConfig leftV1(api::IkeV1Mode mode = api::IkeV1Mode::Main);
api::ConnectionConfig rightV1(api::IkeV1Mode mode = api::IkeV1Mode::Main);

class Ikev1Pair : public IkePair
{
public:
    explicit Ikev1Pair(std::uint64_t seed = 1, sim::NetworkConditions conditions = {});

    // The right side waits, the left one begins; false: no tunnel came of it.
    bool establish(const api::ConnectionConfig &leftConfig = leftV1(),
                   const api::ConnectionConfig &rightConfig = rightV1());
};

} // namespace tw::test

#include "tests/engine/ikev1/ikev1_pair.h"

#include "engine/ikev1/protocol.h"
#include "engine/ikev2/protocol.h"

namespace tw::test {

namespace {

std::vector<std::unique_ptr<ike::Protocol>> both()
{
    return ike::protocolsOf(ikev1::makeProtocol(), ikev2::makeProtocol());
}

api::ConnectionConfig inV1(api::ConnectionConfig config, api::IkeV1Mode mode)
{
    config.ike.version = api::IkeVersion::V1;
    config.ike.mode = mode;
    config.ike.proposals = {ikeProposal(api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128,
                                        api::Prf::HmacSha256, api::DhGroup::Ecp256)};
    return config;
}

} // namespace

api::ConnectionConfig leftV1(api::IkeV1Mode mode) { return inV1(leftConfig(), mode); }
api::ConnectionConfig rightV1(api::IkeV1Mode mode) { return inV1(rightConfig(), mode); }

Ikev1Pair::Ikev1Pair(std::uint64_t seed, sim::NetworkConditions conditions) : IkePair(seed, conditions, both) { }

bool Ikev1Pair::establish(const api::ConnectionConfig &leftConfig, const api::ConnectionConfig &rightConfig)
{
    right.start(rightConfig, kPsk, false);
    left.start(leftConfig);
    return runUntil([&] { return bothEstablished(); });
}

bool isOf(const sim::SimDatagram &datagram, std::uint8_t exchange)
{
    return kindOf(datagram.bytes).exchange == exchange;
}

} // namespace tw::test

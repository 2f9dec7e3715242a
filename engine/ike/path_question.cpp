#include "engine/ike/path_question.h"

#include "engine/wire/message.h"

namespace tw::ike {

namespace {

// IANA "Internet Key Exchange Version 2 (IKEv2) Parameters".
constexpr std::uint16_t kAesCbc = 12;
constexpr std::uint16_t kPrfHmacTiger = 3;
constexpr std::uint16_t kHmacSha256 = 12;
constexpr std::uint16_t kModp2048 = 14;
constexpr std::size_t kModp2048Size = 256;
constexpr std::size_t kNonceSize = 32;

Bytes randomBytes(RandomSource &random, std::size_t size)
{
    Bytes bytes(size);
    random.fill(bytes);
    return bytes;
}

} // namespace

Bytes buildPathQuestion(wire::IkeSpi spi, RandomSource &random)
{
    using wire::TransformType;
    wire::Proposal proposal;
    proposal.protocol = wire::ProtocolId::Ike;
    proposal.transforms = {wire::makeTransform(TransformType::Encryption, kAesCbc, std::uint16_t{256}),
                           wire::makeTransform(TransformType::Prf, kPrfHmacTiger),
                           wire::makeTransform(TransformType::Integrity, kHmacSha256),
                           wire::makeTransform(TransformType::DhGroup, kModp2048)};
    // Below the group's prime, and more than its least values: the first octet of the prime is 0xff.
    Bytes value = randomBytes(random, kModp2048Size);
    value.front() = 0x7f;

    wire::Message message;
    message.header.initiatorSpi = spi;
    message.header.exchange = wire::ExchangeType::IkeSaInit;
    message.header.flags = wire::kFlagInitiator;
    message.payloads = {
        {wire::PayloadType::Sa, false, wire::SaPayload{{proposal}}},
        {wire::PayloadType::KeyExchange, false, wire::KeyExchange{kModp2048, std::move(value)}},
        {wire::PayloadType::Nonce, false, wire::Nonce{randomBytes(random, kNonceSize)}},
    };
    return wire::encodeMessage(message).value_or(Bytes{});
}

bool isPathAnswer(ByteView message, wire::IkeSpi spi)
{
    const auto header = wire::decodeIkeHeader(message);
    return header && header->initiatorSpi == spi;
}

} // namespace tw::ike

#include "engine/wire/sa_payload_v2.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

namespace {

constexpr std::size_t kProposalHeaderSize = 8;
constexpr std::size_t kTransformHeaderSize = 8;
constexpr std::size_t kMaxProposals = 255; // they are numbered by one octet
constexpr std::uint8_t kLast = 0;
constexpr std::uint8_t kMoreProposals = 2;
constexpr std::uint8_t kMoreTransforms = 3;

// The octet that tells whether another substructure follows must agree with whether one does: two readers of an SA
// that contradicts itself could see two different offers.
bool agrees(std::uint8_t lastOctet, std::uint8_t more, bool atEnd) { return lastOctet == (atEnd ? kLast : more); }

Result<Transform> decodeTransform(ByteReader &in)
{
    const std::uint8_t last = in.u8();
    in.skip(1);
    const std::size_t length = in.u16();
    if (in.ok() && length < kTransformHeaderSize)
        return fail(Fault::Malformed, "transform length");
    Transform transform;
    transform.type = TransformType{in.u8()};
    in.skip(1);
    transform.id = in.u16();
    const ByteView attributeBytes = in.take(length - kTransformHeaderSize);
    if (!in.ok())
        return fail(Fault::Truncated, "transform");
    if (!agrees(last, kMoreTransforms, in.atEnd()))
        return fail(Fault::Malformed, "transform order");
    auto attributes = decodeAttributes(attributeBytes);
    if (!attributes)
        return std::unexpected(attributes.error());
    transform.attributes = std::move(*attributes);
    return transform;
}

Result<Proposal> decodeProposal(ByteReader &in)
{
    const std::uint8_t last = in.u8();
    in.skip(1);
    const std::size_t length = in.u16();
    if (in.ok() && length < kProposalHeaderSize)
        return fail(Fault::Malformed, "proposal length");
    ByteReader body(in.take(length - 4));
    if (!in.ok())
        return fail(Fault::Truncated, "proposal");
    if (!agrees(last, kMoreProposals, in.atEnd()))
        return fail(Fault::Malformed, "proposal order");

    Proposal proposal;
    proposal.number = body.u8();
    proposal.protocol = ProtocolId{body.u8()};
    const std::size_t spiSize = body.u8();
    const std::size_t transformCount = body.u8();
    proposal.spi = toBytes(body.take(spiSize));
    if (!body.ok())
        return fail(Fault::Truncated, "proposal SPI");
    while (!body.atEnd()) {
        auto transform = decodeTransform(body);
        if (!transform)
            return std::unexpected(transform.error());
        proposal.transforms.push_back(std::move(*transform));
    }
    if (proposal.transforms.size() != transformCount)
        return fail(Fault::Malformed, "transform count");
    return proposal;
}

void encodeTransform(ByteWriter &out, const Transform &transform, bool isLast)
{
    const std::size_t start = out.size();
    out.u8(isLast ? kLast : kMoreTransforms);
    out.u8(0);
    out.u16(0);
    out.u8(std::to_underlying(transform.type));
    out.u8(0);
    out.u16(transform.id);
    encodeAttributes(out, transform.attributes);
    out.patch16(start + 2, out.size() - start);
}

void encodeProposal(ByteWriter &out, const Proposal &proposal, bool isLast)
{
    const std::size_t start = out.size();
    out.u8(isLast ? kLast : kMoreProposals);
    out.u8(0);
    out.u16(0);
    out.u8(proposal.number);
    out.u8(std::to_underlying(proposal.protocol));
    out.count8(proposal.spi.size());
    out.count8(proposal.transforms.size());
    out.bytes(proposal.spi);
    for (const Transform &transform : proposal.transforms)
        encodeTransform(out, transform, &transform == &proposal.transforms.back());
    out.patch16(start + 2, out.size() - start);
}

} // namespace

std::optional<std::uint16_t> Transform::keyLength() const
{
    for (const DataAttribute &attribute : attributes) {
        if (attribute.type != kAttributeKeyLength)
            continue;
        if (const auto *bits = std::get_if<std::uint16_t>(&attribute.value))
            return *bits;
    }
    return std::nullopt;
}

bool Transform::hasUnknownAttribute() const
{
    for (const DataAttribute &attribute : attributes) {
        // The key length exists in the short format only (RFC 7296, 3.3.5).
        if (attribute.type != kAttributeKeyLength || !std::holds_alternative<std::uint16_t>(attribute.value))
            return true;
    }
    return false;
}

Transform makeTransform(TransformType type, std::uint16_t id, std::optional<std::uint16_t> keyBits)
{
    Transform transform{type, id, {}};
    if (keyBits)
        transform.attributes.push_back({kAttributeKeyLength, *keyBits});
    return transform;
}

Result<SaPayload> decodeSaPayload(ByteView body)
{
    SaPayload sa;
    ByteReader in(body);
    do {
        if (sa.proposals.size() == kMaxProposals)
            return fail(Fault::Malformed, "proposal count");
        auto proposal = decodeProposal(in);
        if (!proposal)
            return std::unexpected(proposal.error());
        sa.proposals.push_back(std::move(*proposal));
    } while (!in.atEnd());
    return sa;
}

Bytes encodeSaPayload(const SaPayload &sa)
{
    ByteWriter out;
    if (sa.proposals.size() > kMaxProposals)
        out.fail();
    for (const Proposal &proposal : sa.proposals)
        encodeProposal(out, proposal, &proposal == &sa.proposals.back());
    return std::move(out).finish();
}

} // namespace tw::wire

#include "engine/wire/sa_payload_v1.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <utility>

namespace tw::wire {

namespace {

constexpr std::uint32_t kSituationIdentityOnly = 1;
constexpr std::size_t kProposalHeaderSize = 8;
constexpr std::size_t kTransformHeaderSize = 8;
constexpr std::size_t kMaxProposals = 255; // they are numbered by one octet
constexpr std::uint8_t kLast = 0;
constexpr std::uint8_t kProposalFollows = 2; // the payload numbers of both
constexpr std::uint8_t kTransformFollows = 3;

// What both begin with: whether another one follows, which must be true, and the length.
struct Beginning
{
    std::uint8_t next = 0;
    std::uint8_t reserved = 0;
    std::size_t length = 0;
};

Beginning readBeginning(ByteReader &in)
{
    Beginning beginning;
    beginning.next = in.u8();
    beginning.reserved = in.u8();
    beginning.length = in.u16();
    return beginning;
}

bool agrees(const Beginning &beginning, std::uint8_t follows, bool atEnd)
{
    return beginning.next == (atEnd ? kLast : follows) && beginning.reserved == 0;
}

Result<TransformV1> decodeTransform(ByteReader &in)
{
    const Beginning beginning = readBeginning(in);
    if (in.ok() && beginning.length < kTransformHeaderSize)
        return fail(Fault::Malformed, "transform length");
    TransformV1 transform;
    transform.number = in.u8();
    transform.id = in.u8();
    const std::uint16_t reserved = in.u16();
    const ByteView attributeBytes = in.take(beginning.length - kTransformHeaderSize);
    if (!in.ok())
        return fail(Fault::Truncated, "transform");
    if (!agrees(beginning, kTransformFollows, in.atEnd()) || reserved != 0)
        return fail(Fault::Malformed, "transform order");
    auto attributes = decodeAttributes(attributeBytes);
    if (!attributes)
        return std::unexpected(attributes.error());
    transform.attributes = std::move(*attributes);
    return transform;
}

Result<ProposalV1> decodeProposal(ByteReader &in)
{
    const Beginning beginning = readBeginning(in);
    if (in.ok() && beginning.length < kProposalHeaderSize)
        return fail(Fault::Malformed, "proposal length");
    ByteReader body(in.take(beginning.length - 4));
    if (!in.ok())
        return fail(Fault::Truncated, "proposal");
    if (!agrees(beginning, kProposalFollows, in.atEnd()))
        return fail(Fault::Malformed, "proposal order");

    ProposalV1 proposal;
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
    if (proposal.transforms.empty() || proposal.transforms.size() != transformCount)
        return fail(Fault::Malformed, "transform count");
    return proposal;
}

void encodeTransform(ByteWriter &out, const TransformV1 &transform, bool isLast)
{
    const std::size_t start = out.size();
    out.u8(isLast ? kLast : kTransformFollows);
    out.u8(0);
    out.u16(0);
    out.u8(transform.number);
    out.u8(transform.id);
    out.u16(0);
    encodeAttributes(out, transform.attributes);
    out.patch16(start + 2, out.size() - start);
}

void encodeProposal(ByteWriter &out, const ProposalV1 &proposal, bool isLast)
{
    if (proposal.transforms.empty())
        out.fail();
    const std::size_t start = out.size();
    out.u8(isLast ? kLast : kProposalFollows);
    out.u8(0);
    out.u16(0);
    out.u8(proposal.number);
    out.u8(std::to_underlying(proposal.protocol));
    out.count8(proposal.spi.size());
    out.count8(proposal.transforms.size());
    out.bytes(proposal.spi);
    for (const TransformV1 &transform : proposal.transforms)
        encodeTransform(out, transform, &transform == &proposal.transforms.back());
    out.patch16(start + 2, out.size() - start);
}

} // namespace

Result<SaPayloadV1> decodeSaPayloadV1(ByteView body)
{
    ByteReader in(body);
    const std::uint32_t doi = in.u32();
    const std::uint32_t situation = in.u32();
    if (!in.ok())
        return fail(Fault::Truncated, "SA");
    // What follows the situation depends on both.
    if (doi != kDoiIpsec || situation != kSituationIdentityOnly)
        return fail(Fault::Malformed, "SA situation");
    SaPayloadV1 sa;
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

Bytes encodeSaPayloadV1(const SaPayloadV1 &sa)
{
    ByteWriter out;
    if (sa.proposals.empty() || sa.proposals.size() > kMaxProposals)
        out.fail();
    out.u32(kDoiIpsec);
    out.u32(kSituationIdentityOnly);
    for (const ProposalV1 &proposal : sa.proposals)
        encodeProposal(out, proposal, &proposal == &sa.proposals.back());
    return std::move(out).finish();
}

} // namespace tw::wire

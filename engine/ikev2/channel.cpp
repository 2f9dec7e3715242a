#include "engine/ikev2/channel.h"

#include "engine/ike/datagram_size.h"

#include <utility>

namespace tw::ikev2 {

namespace {

// A fragment for the log, as charon shows it: "EF(2/3)".
wire::Payload fragmentPayload(wire::Fragment fragment)
{
    return {wire::PayloadType::EncryptedFragment, false, wire::EncryptedPayload{wire::PayloadType::None, fragment, {}}};
}

struct Opened
{
    PlainText plain;
    std::size_t sizeOnWire = 0;
};

// Dropped without a word: a duplicate is nobody's fault.
constexpr OpenFailure kQuiet{{Fault::UnexpectedMessage, "SKF"}, false};

std::unexpected<OpenFailure> dropped(const wire::IkeHeader &header, const OpenFailure &failure, Turn &turn)
{
    turn.reportDropped(header, failure.error);
    return std::unexpected(failure);
}

std::expected<Opened, OpenFailure> openFragment(Channel &channel, const wire::IkeHeader &header,
                                                wire::Fragment fragment, ByteView datagram, Turn &turn)
{
    Reassembly &reassembly = header.isResponse() ? channel.responses : channel.requests;
    if (!channel.isFragmenting)
        return dropped(header, {{Fault::UnexpectedMessage, "SKF that was not agreed on"}}, turn);
    switch (reassembly.judge(header, fragment)) {
    case Reassembly::Verdict::Wanted: break;
    case Reassembly::Verdict::Known: return std::unexpected(kQuiet);
    case Reassembly::Verdict::TooMany: return dropped(header, {{Fault::Malformed, "SKF of too many"}}, turn);
    }
    auto plain = channel.opener.open(datagram);
    if (!plain) {
        // A broken fragment of an honest peer is no more fatal than one that is missing.
        return dropped(header, {plain.error().error, false}, turn);
    }
    const wire::Payload shown = fragmentPayload(fragment);
    reportReceived(header, {&shown, 1}, datagram.size(), turn);
    auto whole = reassembly.add(header, datagram, std::move(*plain));
    if (!whole)
        return reassembly.isEmpty() ? dropped(header, {{Fault::Malformed, "SKF, too much in all"}}, turn)
                                    : std::unexpected(kQuiet);
    if (!header.isResponse())
        channel.firstFragment = std::move(whole->firstDatagram);
    return Opened{std::move(whole->plain), whole->sizeOnWire};
}

std::expected<Opened, OpenFailure> open(Channel &channel, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    const auto fragment = wire::fragmentOf(datagram);
    if (!fragment)
        return dropped(header, {fragment.error()}, turn);
    if (*fragment)
        return openFragment(channel, header, **fragment, datagram, turn);
    auto plain = channel.opener.open(datagram);
    if (!plain)
        return dropped(header, plain.error(), turn);
    // It came whole after all: what there is of its fragments is of no use any more.
    (header.isResponse() ? channel.responses : channel.requests) = {};
    if (!header.isResponse())
        channel.firstFragment.clear();
    return Opened{std::move(*plain), datagram.size()};
}

} // namespace

Datagrams sealReported(Channel &channel, const wire::IkeHeader &header, std::span<const wire::Payload> payloads,
                       Turn &turn)
{
    const std::size_t limit =
        channel.isFragmenting ? ike::largestMessage(turn.frame().local, turn.env().natPort) : wire::kMaxIkeMessageSize;
    auto sealed = channel.sealer.sealWithin(limit, header, payloads, turn.env().random);
    if (!sealed)
        return {};
    std::size_t size = 0;
    for (const Bytes &datagram : *sealed)
        size += datagram.size();
    reportSent(header, payloads, size, turn);
    for (std::size_t i = 0; sealed->size() > 1 && i < sealed->size(); ++i) {
        const wire::Payload shown =
            fragmentPayload({static_cast<std::uint16_t>(i + 1), static_cast<std::uint16_t>(sealed->size())});
        reportSent(header, {&shown, 1}, (*sealed)[i].size(), turn);
    }
    return std::move(*sealed);
}

std::expected<wire::Payloads, OpenFailure> openReported(Channel &channel, const wire::IkeHeader &header,
                                                        ByteView datagram, Turn &turn)
{
    const auto opened = open(channel, header, datagram, turn);
    if (!opened)
        return std::unexpected(opened.error());
    auto payloads = wire::decodePayloads(opened->plain.first, opened->plain.chain);
    if (!payloads)
        return dropped(header, {payloads.error(), true}, turn);
    reportReceived(header, *payloads, opened->sizeOnWire, turn);
    return std::move(*payloads);
}

Bytes recognitionOf(Channel &channel, ByteView datagram)
{
    return channel.firstFragment.empty() ? toBytes(datagram) : std::exchange(channel.firstFragment, {});
}

} // namespace tw::ikev2

#include "engine/ikev1/fragments.h"
#include "engine/ikev1/offer.h"
#include "engine/ikev1/vendor_ids.h"
#include "engine/wire/byte_order.h"
#include "engine/wire/byte_reader.h"
#include "engine/wire/isakmp_message.h"
#include "fuzz_check.h"

#include <algorithm>

// Everything that an IKEv1 datagram, or the plain text of an encrypted one, goes through before anyone looks at its
// meaning. The input is read as a whole message; behind an octet that names the first payload as a plain text with its
// padding; and behind the same octet as the body of one payload, with what is made of it: an offer is read, an ID becomes
// a selector, names go into the log. Behind an octet of 132 it is fragments as well, each behind its id, number, flags and
// size of one octet each.
namespace {

using namespace tw;
using namespace tw::wire;
using fuzz::require;

bool isPrintable(const std::string &text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

// HASHes cover what was received, so encoding must give exactly that.
void checkPayloads(const IsakmpPayloads &payloads, ByteView chain)
{
    const auto encoded = encodeIsakmpPayloads(payloads);
    require(encoded.has_value(), "what was decoded can be encoded");
    require(*encoded == toBytes(chain), "payloads are encoded as they came");
    require(isPrintable(payloadNames(payloads)), "payloads have names");
}

void tryMessage(ByteView message)
{
    const auto decoded = decodeIsakmpMessage(message);
    if (!decoded)
        return;
    const auto encoded = encodeIsakmpMessage(*decoded);
    require(encoded.has_value() && encoded->size() <= message.size(), "a message can be encoded");
    if (const ClosedBody *closed = decoded->closed()) {
        require(closed->ciphertext.size() == message.size() - kIkeHeaderSize, "a closed body is the whole rest");
        require(*encoded == toBytes(message), "a closed message is encoded as it came");
        return;
    }
    checkPayloads(*decoded->payloads(), message.first(encoded->size()).subspan(kIkeHeaderSize));
    const ByteView filling = message.subspan(encoded->size());
    require(filling.size() < 4 && std::ranges::all_of(filling, [](std::uint8_t octet) { return octet == 0; }),
            "no more than zeros follow the payloads");
    require(!filling.empty() || *encoded == toBytes(message), "a message is encoded as it came");
}

// Most changed lengths would fail at the header's; the fuzzer need not find out about it.
void tryMessageWithRightLength(ByteView message)
{
    if (message.size() < kIkeHeaderSize)
        return;
    Bytes mended = toBytes(message);
    storeBig(mended.data() + kIkeHeaderSize - 4, static_cast<std::uint32_t>(mended.size()));
    tryMessage(mended);
}

void tryOpenedBody(PayloadType first, ByteView plainText)
{
    const auto opened = decodeOpenedBody(first, plainText);
    require(opened || !decodeIsakmpPayloads(first, plainText), "what needs no padding needs none here");
    if (!opened)
        return;
    require(opened->size <= plainText.size() && plainText.size() - opened->size < kMaxPadding, "the rest is padding");
    checkPayloads(opened->payloads, plainText.first(opened->size));
    const ByteView rest = opened->behindFirst(plainText);
    require(opened->firstSize + rest.size() == opened->size, "a HASH covers everything behind it");
    require(rest.empty() == (opened->payloads.size() == 1), "and nothing where it is alone");
}

template <typename T>
std::optional<T> survivor(ByteView body, Result<T> (*decode)(ByteView), Bytes (*encode)(const T &))
{
    auto decoded = decode(body);
    if (!decoded)
        return std::nullopt;
    require(encode(*decoded) == toBytes(body), "a body is encoded as it came");
    return std::move(*decoded);
}

void tryTransform(const TransformV1 &transform)
{
    require(isPrintable(ikev1::ikeTransformText(transform)) && isPrintable(ikev1::espTransformText(transform)),
            "a transform can be logged");
    if (const auto suite = ikev1::readIkeTransform(transform).suite()) {
        require(ikev1::canBeSaid(*suite), "a suite that was said can be said");
        const auto again = ikev1::toTransform(*suite, 1, std::chrono::seconds{1});
        require(ikev1::readIkeTransform(again).suite() == suite, "a suite survives a round trip");
    }
    const ikev1::EspTransform esp = ikev1::readEspTransform(transform);
    if (const auto suite = esp.suite()) {
        require(ikev1::canBeSaid(*suite), "a suite that was said can be said");
        const auto again =
            ikev1::toTransform(*suite, 1, std::chrono::seconds{1}, esp.encapsulation.value_or(ikev1::Encapsulation{}));
        require(ikev1::readEspTransform(again).suite() == suite, "a suite survives a round trip");
    }
}

void tryOffer(ByteView body)
{
    const auto offer = survivor(body, decodeSaPayloadV1, encodeSaPayloadV1);
    if (!offer)
        return;
    for (const ProposalV1 &proposal : offer->proposals) {
        ikev1::espSpiOf(proposal);
        for (const TransformV1 &transform : proposal.transforms)
            tryTransform(transform);
    }
    for (const ProposalV1 *proposal : ikev1::separateProposals(*offer, ProtocolId::Esp)) {
        const SaPayloadV1 answer = ikev1::buildAnswer(*proposal, proposal->transforms.front(), Bytes(4));
        require(decodeSaPayloadV1(encodeSaPayloadV1(answer)) == answer, "an answer can be said");
        require(ikev1::onlyTransform(answer, ProtocolId::Esp) != nullptr, "an answer is one");
    }
}

void tryId(ByteView body)
{
    const auto id = survivor(body, decodeIsakmpId, encodeIsakmpId);
    if (!id)
        return;
    if (const auto identity = identityOf(*id)) {
        require(isPrintable(identity->toString()), "an identity can be logged");
        require(identityOf(toIsakmpId(*identity)) == identity, "an identity survives a round trip");
    }
    if (const auto selector = selectorOf(*id)) {
        require(selector->start <= selector->end, "a range begins before it ends");
        const auto again = toIsakmpId(*selector);
        require(again && selectorOf(*again) == selector, "a selector survives a round trip");
        require(isPrintable(selector->toString()), "a selector can be logged");
    }
}

void tryNotification(ByteView body)
{
    const auto notification = survivor(body, decodeNotification, encodeNotification);
    if (!notification)
        return;
    require(isPrintable(notificationName(notification->type)), "a notification has a name");
    require(!notification->livenessSequence() || notification->data.size() == 4, "a sequence number has four octets");
    if (const auto attributes = decodeAttributes(notification->data)) { // RESPONDER-LIFETIME
        ikev1::readLifetimes(*attributes, ikev1::kIsakmpLife);
        ikev1::readLifetimes(*attributes, ikev1::kEspLife);
    }
}

void tryFragments(ByteView script)
{
    ikev1::FragmentAssembly assembly;
    ByteReader in(script);
    while (!in.atEnd()) {
        IsakmpFragment fragment;
        fragment.id = in.u8();
        fragment.number = in.u8();
        fragment.flags = in.u8();
        const std::size_t size = in.u8();
        fragment.data = toBytes(in.take(size));
        const auto whole = assembly.add(fragment);
        if (!whole)
            continue;
        require(assembly.isEmpty(), "nothing is left of a whole message");
        require(whole->size() <= ikev1::FragmentAssembly::kMaxSize, "a whole message is bounded");
        require(whole->size() >= fragment.data.size(), "a whole message holds its last piece");
    }
}

// Of a message that a peer might have cut.
void trySplit(ByteView message)
{
    const auto parts = ikev1::splitMessage(message, 200, 1);
    if (!parts || parts->size() > ikev1::FragmentAssembly::kMaxFragments)
        return;
    ikev1::FragmentAssembly assembly;
    for (const Bytes &bytes : *parts) {
        const auto part = decodeIsakmpMessage(bytes);
        require(part && part->payloads(), "a fragment is a message in clear");
        const auto *fragment = findPayload<IsakmpFragment>(*part->payloads(), PayloadType::FragmentV1);
        const auto whole = assembly.add(*fragment);
        require(whole.has_value() == fragment->isLast(), "the last one makes it whole");
        require(!whole || *whole == toBytes(message), "a message survives being cut");
    }
}

void tryBody(PayloadType type, ByteView body)
{
    switch (type) {
    case PayloadType::SaV1: tryOffer(body); break;
    case PayloadType::KeyExchangeV1: survivor(body, decodeIsakmpKeyExchange, encodeIsakmpKeyExchange); break;
    case PayloadType::IdentificationV1: tryId(body); break;
    case PayloadType::HashV1: survivor(body, decodeHashPayload, encodeHashPayload); break;
    case PayloadType::NonceV1: survivor(body, decodeIsakmpNonce, encodeIsakmpNonce); break;
    case PayloadType::NotificationV1: tryNotification(body); break;
    case PayloadType::DeleteV1: survivor(body, decodeIsakmpDelete, encodeIsakmpDelete); break;
    case PayloadType::NatD: survivor(body, decodeNatDetectionHash, encodeNatDetectionHash); break;
    case PayloadType::NatOa: survivor(body, decodeNatOriginalAddress, encodeNatOriginalAddress); break;
    case PayloadType::VendorIdV1: ikev1::vendorOf({toBytes(body)}); break;
    case PayloadType::FragmentV1:
        survivor(body, decodeIsakmpFragment, encodeIsakmpFragment);
        tryFragments(body);
        break;
    default: break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0 || size > kMaxIkeMessageSize)
        return 0; // no datagram is longer
    const ByteView input(data, size);
    tryMessage(input);
    trySplit(input);
    tryMessageWithRightLength(input);
    tryOpenedBody(PayloadType{input.front()}, input.subspan(1));
    tryBody(PayloadType{input.front()}, input.subspan(1));
    return 0;
}

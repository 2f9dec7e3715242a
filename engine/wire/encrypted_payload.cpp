#include "engine/wire/encrypted_payload.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"
#include "engine/wire/payload_chain.h"

#include <utility>

namespace tw::wire {

namespace {

constexpr std::size_t kFragmentHeaderSize = 4;

Result<Fragment> decodeFragment(ByteReader &in)
{
    Fragment fragment;
    fragment.number = in.u16();
    fragment.total = in.u16();
    if (!in.ok())
        return fail(Fault::Truncated, "SKF");
    if (!fragment.isPossible())
        return fail(Fault::Malformed, "SKF");
    return fragment;
}

} // namespace

Result<EncryptedLayout> locateEncrypted(ByteView message, std::size_t ivSize, std::size_t icvSize)
{
    const auto header = decodeIkeHeader(message);
    if (!header)
        return std::unexpected(header.error());
    const auto chain = decodePayloadChain(header->nextPayload, message.subspan(kIkeHeaderSize));
    if (!chain)
        return std::unexpected(chain.error());
    if (chain->payloads.empty() || !chain->trailing.empty())
        return fail(Fault::Malformed, "SK");
    const PayloadView &last = chain->payloads.back();
    if (last.type != PayloadType::Encrypted && last.type != PayloadType::EncryptedFragment)
        return fail(Fault::Malformed, "SK");

    EncryptedLayout layout;
    layout.firstInner = last.next;
    layout.payloadOffset = kIkeHeaderSize + last.offset;
    ByteReader in(last.body);
    if (last.type == PayloadType::EncryptedFragment) {
        const auto fragment = decodeFragment(in);
        if (!fragment)
            return std::unexpected(fragment.error());
        layout.fragment = *fragment;
    }
    layout.ivOffset = message.size() - in.remaining();
    layout.ivSize = ivSize;
    layout.icvSize = icvSize;
    in.skip(ivSize);
    if (!in.ok() || in.remaining() < icvSize)
        return fail(Fault::Truncated, "SK");
    layout.ciphertextSize = in.remaining() - icvSize;
    return layout;
}

Result<std::optional<Fragment>> fragmentOf(ByteView message)
{
    const auto layout = locateEncrypted(message, 0, 0);
    if (!layout)
        return std::unexpected(layout.error());
    return layout->fragment;
}

Result<EncryptedMessage> layOutEncrypted(const IkeHeader &header, PayloadType firstInner,
                                         std::optional<Fragment> fragment, std::size_t ivSize,
                                         std::size_t ciphertextSize, std::size_t icvSize)
{
    if (ivSize > kMaxIkeMessageSize || ciphertextSize > kMaxIkeMessageSize || icvSize > kMaxIkeMessageSize
        || (fragment && !fragment->isPossible()))
        return fail(Fault::InvalidArgument, "SK");
    EncryptedMessage result;
    EncryptedLayout &layout = result.layout;
    layout.firstInner = firstInner;
    layout.fragment = fragment;
    layout.ivOffset = kIkeHeaderSize + kPayloadHeaderSize + (fragment ? kFragmentHeaderSize : 0);
    layout.ivSize = ivSize;
    layout.ciphertextSize = ciphertextSize;
    layout.icvSize = icvSize;
    if (layout.messageSize() > kMaxIkeMessageSize)
        return fail(Fault::InvalidArgument, "SK");

    IkeHeader outer = header;
    outer.nextPayload = fragment ? PayloadType::EncryptedFragment : PayloadType::Encrypted;
    outer.length = static_cast<std::uint32_t>(layout.messageSize());
    ByteWriter out;
    out.bytes(encodeIkeHeader(outer));
    out.u8(std::to_underlying(firstInner));
    out.u8(0);
    out.count16(layout.messageSize() - kIkeHeaderSize);
    if (fragment) {
        out.u16(fragment->number);
        out.u16(fragment->total);
    }
    out.zeros(ivSize + ciphertextSize + icvSize);
    result.message = std::move(out).finish();
    return result;
}

Result<EncryptedPayload> decodeEncryptedPayload(PayloadType type, PayloadType next, ByteView body)
{
    EncryptedPayload payload;
    payload.firstInner = next;
    ByteReader in(body);
    if (type == PayloadType::EncryptedFragment) {
        const auto fragment = decodeFragment(in);
        if (!fragment)
            return std::unexpected(fragment.error());
        payload.fragment = *fragment;
    }
    payload.content = toBytes(in.rest());
    return payload;
}

Bytes encodeEncryptedPayload(const EncryptedPayload &payload)
{
    ByteWriter out;
    if (payload.fragment) {
        out.u16(payload.fragment->number);
        out.u16(payload.fragment->total);
    }
    out.bytes(payload.content);
    return std::move(out).finish();
}

} // namespace tw::wire

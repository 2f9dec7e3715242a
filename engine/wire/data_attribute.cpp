#include "engine/wire/data_attribute.h"

#include "engine/wire/byte_reader.h"

namespace tw::wire {

namespace {

constexpr std::uint16_t kShortFormat = 0x8000; // the AF bit

} // namespace

Result<std::vector<DataAttribute>> decodeAttributes(ByteView bytes)
{
    std::vector<DataAttribute> attributes;
    ByteReader in(bytes);
    while (!in.atEnd()) {
        if (attributes.size() == kMaxAttributes)
            return fail(Fault::Malformed, "attribute count");
        const std::uint16_t format = in.u16();
        DataAttribute attribute;
        attribute.type = static_cast<std::uint16_t>(format & ~kShortFormat);
        if ((format & kShortFormat) != 0)
            attribute.value = in.u16();
        else
            attribute.value = toBytes(in.take(in.u16()));
        if (!in.ok())
            return fail(Fault::Truncated, "attribute");
        attributes.push_back(std::move(attribute));
    }
    return attributes;
}

void encodeAttributes(ByteWriter &out, const std::vector<DataAttribute> &attributes)
{
    // A list that no decoder would take must not leave this place.
    if (attributes.size() > kMaxAttributes)
        out.fail();
    for (const DataAttribute &attribute : attributes) {
        if (attribute.type >= kShortFormat)
            out.fail();
        if (const auto *number = std::get_if<std::uint16_t>(&attribute.value)) {
            out.u16(attribute.type | kShortFormat);
            out.u16(*number);
        } else {
            const Bytes &value = std::get<Bytes>(attribute.value);
            out.u16(attribute.type);
            out.count16(value.size());
            out.bytes(value);
        }
    }
}

} // namespace tw::wire

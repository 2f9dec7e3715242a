#include "engine/api/distinguished_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace tw::api {

namespace {

// Universal tags of X.690 that a name is made of.
constexpr std::uint8_t kOid = 0x06;
constexpr std::uint8_t kUtf8String = 0x0c;
constexpr std::uint8_t kPrintableString = 0x13;
constexpr std::uint8_t kTeletexString = 0x14;
constexpr std::uint8_t kIa5String = 0x16;
constexpr std::uint8_t kVisibleString = 0x1a;
constexpr std::uint8_t kBmpString = 0x1e;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kSet = 0x31;

struct AttributeType
{
    std::string_view name; // the first of an OID is the one that is shown
    std::string_view oid; // as encoded
    bool isIa5 = false; // RFC 5280, appendix A.1: IA5String and nothing else
};
constexpr std::array kAttributeTypes = {
    AttributeType{"CN", "\x55\x04\x03"},
    AttributeType{"serialNumber", "\x55\x04\x05"},
    AttributeType{"C", "\x55\x04\x06"},
    AttributeType{"L", "\x55\x04\x07"},
    AttributeType{"ST", "\x55\x04\x08"},
    AttributeType{"street", "\x55\x04\x09"},
    AttributeType{"O", "\x55\x04\x0a"},
    AttributeType{"OU", "\x55\x04\x0b"},
    AttributeType{"title", "\x55\x04\x0c"},
    AttributeType{"UID", "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01"},
    AttributeType{"DC", "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", true},
    AttributeType{"E", "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", true},
    AttributeType{"emailAddress", "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", true},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool isSameWord(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

bool isBlank(char c) { return c == ' '; }

bool isControl(char c) { return (c >= 0 && c < ' ') || c == 0x7f; }

bool isTextTag(std::uint8_t tag)
{
    return tag == kUtf8String || tag == kPrintableString || tag == kTeletexString || tag == kIa5String
        || tag == kVisibleString;
}

// ---- DER ----

Bytes tlv(std::uint8_t tag, ByteView content)
{
    Bytes out{tag};
    const std::size_t size = content.size();
    if (size > 0xff)
        append(out,
               std::array{std::uint8_t{0x82}, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)});
    else if (size > 0x7f)
        append(out, std::array{std::uint8_t{0x81}, static_cast<std::uint8_t>(size)});
    else
        out.push_back(static_cast<std::uint8_t>(size));
    append(out, content);
    return out;
}

struct Element
{
    std::uint8_t tag;
    ByteView content;
};

// Takes one element off the front. Lengths up to two octets: an identity comes in a datagram.
std::optional<Element> takeElement(ByteView &in)
{
    if (in.size() < 2)
        return std::nullopt;
    const std::uint8_t tag = in[0];
    std::size_t size = in[1];
    std::size_t begin = 2;
    if (size >= 0x80) {
        const std::size_t octets = size & 0x7f;
        if (octets == 0 || octets > 2 || in.size() < begin + octets)
            return std::nullopt;
        size = 0;
        for (std::size_t i = 0; i < octets; ++i)
            size = size << 8 | in[begin++];
    }
    if (in.size() - begin < size)
        return std::nullopt;
    const Element element{tag, in.subspan(begin, size)};
    in = in.subspan(begin + size);
    return element;
}

// Only where it has this tag.
std::optional<ByteView> take(ByteView &in, std::uint8_t tag)
{
    const auto element = takeElement(in);
    return element && element->tag == tag ? std::optional(element->content) : std::nullopt;
}

struct Attribute
{
    ByteView oid;
    Element value;
};
using RelativeName = std::vector<Attribute>;

std::optional<std::vector<RelativeName>> readName(ByteView der)
{
    auto name = take(der, kSequence);
    if (!name || !der.empty())
        return std::nullopt;
    std::vector<RelativeName> relativeNames;
    while (!name->empty()) {
        auto set = take(*name, kSet);
        if (!set || set->empty())
            return std::nullopt;
        RelativeName &attributes = relativeNames.emplace_back();
        while (!set->empty()) {
            auto pair = take(*set, kSequence);
            const auto oid = pair ? take(*pair, kOid) : std::nullopt;
            const auto value = oid ? takeElement(*pair) : std::nullopt;
            if (!value || oid->empty() || !pair->empty())
                return std::nullopt;
            attributes.push_back({*oid, *value});
        }
    }
    return relativeNames;
}

// ---- Types ----

void appendBase128(Bytes &out, std::uint64_t value)
{
    int shift = 63;
    while (shift > 0 && value >> shift == 0)
        shift -= 7;
    for (; shift >= 0; shift -= 7)
        out.push_back(static_cast<std::uint8_t>((value >> shift & 0x7f) | (shift > 0 ? 0x80 : 0)));
}

// X.690, 8.19: the first two numbers are one.
std::optional<Bytes> parseDotted(std::string_view text)
{
    std::vector<std::uint32_t> numbers;
    for (const char *at = text.data(), *end = at + text.size();;) {
        std::uint32_t number = 0;
        const auto [rest, error] = std::from_chars(at, end, number);
        if (error != std::errc{})
            return std::nullopt;
        numbers.push_back(number);
        if (rest == end)
            break;
        if (*rest != '.')
            return std::nullopt;
        at = rest + 1;
    }
    if (numbers.size() < 2 || numbers[0] > 2 || (numbers[0] < 2 && numbers[1] > 39))
        return std::nullopt;
    Bytes oid;
    appendBase128(oid, std::uint64_t{numbers[0]} * 40 + numbers[1]);
    for (std::size_t i = 2; i < numbers.size(); ++i)
        appendBase128(oid, numbers[i]);
    return oid;
}

std::optional<std::string> dottedText(ByteView oid)
{
    std::string text;
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < oid.size(); ++i) {
        number = number << 7 | (oid[i] & 0x7f);
        if (number > UINT32_MAX)
            return std::nullopt;
        if (oid[i] & 0x80)
            continue;
        if (text.empty()) {
            const std::uint64_t first = std::min<std::uint64_t>(number / 40, 2);
            text = std::to_string(first) + '.' + std::to_string(number - 40 * first);
        } else {
            text += '.' + std::to_string(number);
        }
        number = 0;
    }
    return oid.empty() || oid.back() & 0x80 ? std::nullopt : std::optional(text);
}

const AttributeType *findByOid(ByteView oid)
{
    const auto found = std::ranges::find(kAttributeTypes, asText(oid), &AttributeType::oid);
    return found == kAttributeTypes.end() ? nullptr : &*found;
}

std::optional<Bytes> parseType(std::string_view text)
{
    for (const AttributeType &type : kAttributeTypes) {
        if (isSameWord(type.name, text))
            return toBytes(asBytes(type.oid));
    }
    return parseDotted(text);
}

// ---- Values ----

bool isPrintableString(std::string_view text) // X.680, 41.4
{
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view(" '()+,-./:=?").contains(c);
    });
}

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// RFC 3629, 4, as a table of how many octets follow and where the first of them may lie.
bool isUtf8(std::string_view text)
{
    const ByteView bytes = asBytes(text);
    for (std::size_t i = 0; i < bytes.size();) {
        const std::uint8_t first = bytes[i++];
        if (first < 0x80)
            continue;
        const int more = first >= 0xc2 && first <= 0xdf ? 1
            : first >= 0xe0 && first <= 0xef            ? 2
            : first >= 0xf0 && first <= 0xf4            ? 3
                                                        : 0;
        std::uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        std::uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (more == 0)
            return false;
        for (int k = 0; k < more; ++k, low = 0x80, high = 0xbf) {
            if (i == bytes.size() || bytes[i] < low || bytes[i] > high)
                return false;
            ++i;
        }
    }
    return true;
}

// Of what is read from `text` up to an unescaped comma, which is taken as well.
std::optional<std::string> takeValue(std::string_view &text)
{
    std::string value;
    std::size_t kept = 0; // blanks at the end count only where they are escaped
    while (!text.empty() && text.front() != ',') {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '\\') {
            const Bytes pair = text.size() >= 2 ? fromHex(text.substr(0, 2)) : Bytes{};
            if (text.empty())
                return std::nullopt;
            value.push_back(pair.empty() ? text.front() : static_cast<char>(pair.front()));
            text.remove_prefix(pair.empty() ? 1 : 2);
            kept = value.size();
        } else if (c == '+' || c == '"' || (c == '#' && value.empty()) || isControl(c)) {
            return std::nullopt; // another syntax begins there, which is not read
        } else if (!isBlank(c)) {
            value.push_back(c);
            kept = value.size();
        } else if (!value.empty()) {
            value.push_back(c);
        }
    }
    if (!text.empty()) {
        text.remove_prefix(1);
        if (text.empty())
            return std::nullopt; // a comma, and nothing behind it
    }
    value.resize(kept);
    return value;
}

std::optional<Bytes> encodeValue(ByteView oid, std::string_view value)
{
    if (value.empty() || !isUtf8(value))
        return std::nullopt;
    const AttributeType *type = findByOid(oid);
    if (type && type->isIa5)
        return isAscii(value) ? std::optional(tlv(kIa5String, asBytes(value))) : std::nullopt;
    return tlv(isPrintableString(value) ? kPrintableString : kUtf8String, asBytes(value));
}

enum class Letters : std::uint8_t { Ascii, All };

// The basic plane of UTF-16, without surrogates; nothing for anything else.
std::optional<Bytes> utf8OfBmp(ByteView content)
{
    Bytes text;
    for (std::size_t i = 0; i < content.size(); i += 2) {
        if (i + 1 == content.size())
            return std::nullopt;
        const unsigned point = static_cast<unsigned>(content[i]) << 8 | content[i + 1];
        if (point >= 0xd800 && point <= 0xdfff)
            return std::nullopt;
        if (point >= 0x800)
            append(text,
                   std::array{static_cast<std::uint8_t>(0xe0 | point >> 12),
                              static_cast<std::uint8_t>(0x80 | (point >> 6 & 0x3f))});
        else if (point >= 0x80)
            text.push_back(static_cast<std::uint8_t>(0xc0 | point >> 6));
        text.push_back(static_cast<std::uint8_t>(point >= 0x80 ? 0x80 | (point & 0x3f) : point));
    }
    return text;
}

std::string valueText(const Element &value, Letters letters = Letters::Ascii)
{
    if (letters == Letters::All && value.tag == kBmpString) {
        const auto text = utf8OfBmp(value.content);
        return text ? valueText({kUtf8String, *text}, letters) : '#' + toHex(tlv(value.tag, value.content));
    }
    if (!isTextTag(value.tag))
        return '#' + toHex(tlv(value.tag, value.content));
    const bool keepsLetters = letters == Letters::All && isUtf8(asText(value.content));
    std::string text;
    for (std::size_t i = 0; i < value.content.size(); ++i) {
        const std::uint8_t byte = value.content[i];
        const char c = static_cast<char>(byte);
        const bool isOuter = i == 0 || i + 1 == value.content.size();
        if (byte < 0x20 || byte == 0x7f || (byte > 0x7f && !keepsLetters))
            text.append("\\").append(toHex({&byte, 1}));
        else if (std::string_view(",+\"\\<>;").contains(c) || (isBlank(c) && isOuter) || (c == '#' && i == 0))
            text.append("\\").push_back(c);
        else
            text.push_back(c);
    }
    return text;
}

Bytes foldedValue(const Element &value)
{
    if (!isTextTag(value.tag))
        return tlv(value.tag, value.content);
    Bytes folded;
    for (const char c : asText(value.content)) {
        if (isBlank(c) && (folded.empty() || isBlank(static_cast<char>(folded.back()))))
            continue;
        folded.push_back(static_cast<std::uint8_t>(lower(c)));
    }
    if (!folded.empty() && isBlank(static_cast<char>(folded.back())))
        folded.pop_back();
    return tlv(kUtf8String, folded);
}

Bytes joined(ByteView a, ByteView b)
{
    Bytes both = toBytes(a);
    append(both, b);
    return both;
}

} // namespace

std::optional<Bytes> parseDistinguishedName(std::string_view text)
{
    Bytes relativeNames;
    do {
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos)
            return std::nullopt;
        std::string_view type = text.substr(0, equals);
        text.remove_prefix(equals + 1);
        type = type.substr(0, type.find_last_not_of(' ') + 1);
        const auto oid = parseType(type);
        const auto value = oid ? takeValue(text) : std::nullopt;
        const auto encoded = value ? encodeValue(*oid, *value) : std::nullopt;
        if (!encoded)
            return std::nullopt;
        append(relativeNames, tlv(kSet, tlv(kSequence, joined(tlv(kOid, *oid), *encoded))));
    } while (!text.empty());
    return tlv(kSequence, relativeNames);
}

namespace {

std::optional<std::string> nameText(ByteView der, Letters letters)
{
    const auto name = readName(der);
    if (!name)
        return std::nullopt;
    std::string text;
    for (const RelativeName &attributes : *name) {
        text += text.empty() ? "" : ", ";
        for (const Attribute &attribute : attributes) {
            const AttributeType *type = findByOid(attribute.oid);
            const auto typeText = type ? std::string(type->name) : dottedText(attribute.oid);
            if (!typeText)
                return std::nullopt;
            text +=
                (&attribute == &attributes.front() ? "" : "+") + *typeText + '=' + valueText(attribute.value, letters);
        }
    }
    return text;
}

} // namespace

std::optional<std::string> distinguishedNameText(ByteView der) { return nameText(der, Letters::Ascii); }

std::string readableName(ByteView der)
{
    constexpr std::size_t kMostShown = 256;
    return nameText(der, Letters::All).value_or(toHex(der.first(std::min(der.size(), kMostShown))));
}

Bytes comparableName(ByteView der)
{
    const auto name = readName(der);
    if (!name)
        return toBytes(der);
    Bytes relativeNames;
    for (const RelativeName &attributes : *name) {
        std::vector<Bytes> folded;
        for (const Attribute &attribute : attributes)
            folded.push_back(tlv(kSequence, joined(tlv(kOid, attribute.oid), foldedValue(attribute.value))));
        std::ranges::sort(folded); // a set has no order, and DER's went with the string types
        Bytes set;
        for (const Bytes &attribute : folded)
            append(set, attribute);
        append(relativeNames, tlv(kSet, set));
    }
    return tlv(kSequence, relativeNames);
}

} // namespace tw::api

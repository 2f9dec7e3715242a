#include "engine/api/identity.h"

#include "engine/api/distinguished_name.h"

#include <algorithm>

namespace tw::api {

namespace {

constexpr std::size_t kMaxLength = 100;
constexpr std::size_t kMaxNameLength = 255;

constexpr std::string_view kHexKeyId = "@#";
constexpr std::string_view kTextKeyId = "@[";

Identity textIdentity(Identity::Type type, std::string_view text) { return {type, toBytes(asBytes(text))}; }

bool isPrintable(char c) { return c > ' ' && c < 0x7f; }

std::string printable(ByteView bytes)
{
    std::string text;
    for (const std::uint8_t byte : bytes) {
        if (byte >= 0x20 && byte < 0x7f)
            text.push_back(static_cast<char>(byte));
        else
            text.append("\\x").append(toHex({&byte, 1}));
    }
    return text;
}

std::optional<Identity> parseKeyId(std::string_view text)
{
    if (text.starts_with(kHexKeyId)) {
        Bytes key = fromHex(text.substr(kHexKeyId.size()));
        return key.empty() ? std::nullopt : std::optional(Identity{Identity::Type::KeyId, std::move(key)});
    }
    text.remove_prefix(kTextKeyId.size());
    if (text.size() < 2 || text.back() != ']')
        return std::nullopt;
    return textIdentity(Identity::Type::KeyId, text.substr(0, text.size() - 1));
}

std::string keyIdText(ByteView key)
{
    const std::string_view text = asText(key);
    const bool isText = !text.empty() && std::ranges::all_of(text, isPrintable);
    return isText ? std::string(kTextKeyId).append(text).append("]") : std::string(kHexKeyId).append(toHex(key));
}

} // namespace

Identity Identity::fromAddress(const IpAddress &address)
{
    return {address.isV4() ? Type::Ipv4Address : Type::Ipv6Address, toBytes(address.bytes())};
}

bool Identity::looksLikeName(std::string_view text)
{
    const std::size_t first = text.find_first_of("=@");
    return first != std::string_view::npos && text[first] == '=';
}

std::size_t Identity::maxLength(std::string_view text) { return looksLikeName(text) ? kMaxNameLength : kMaxLength; }

std::optional<Identity> Identity::parse(std::string_view text)
{
    if (text.empty() || text.size() > maxLength(text))
        return std::nullopt;
    if (looksLikeName(text)) {
        auto name = parseDistinguishedName(text);
        return name ? std::optional(Identity{Type::DerDn, *std::move(name)}) : std::nullopt;
    }
    if (!std::ranges::all_of(text, isPrintable))
        return std::nullopt;
    if (text.starts_with(kHexKeyId) || text.starts_with(kTextKeyId))
        return parseKeyId(text);
    if (text.front() == '@')
        return text.size() > 1 ? std::optional(textIdentity(Type::Fqdn, text.substr(1))) : std::nullopt;
    if (const auto address = IpAddress::parse(text))
        return fromAddress(*address);
    const bool isUser = text.find('@') != std::string_view::npos;
    return textIdentity(isUser ? Type::UserFqdn : Type::Fqdn, text);
}

std::string Identity::toString() const
{
    if (isAddress()) {
        if (const auto address = IpAddress::fromBytes(data))
            return address->toString();
    }
    if (type == Type::KeyId)
        return keyIdText(data);
    if (type == Type::DerDn)
        return distinguishedNameText(data).value_or(toHex(data));
    return printable(data);
}

Bytes Identity::comparable() const
{
    if (type == Type::DerDn)
        return comparableName(data);
    Bytes bytes = data;
    if (type == Type::Fqdn || type == Type::UserFqdn) { // RFC 4343
        for (std::uint8_t &byte : bytes) {
            if (byte >= 'A' && byte <= 'Z')
                byte = static_cast<std::uint8_t>(byte - 'A' + 'a');
        }
    }
    return bytes;
}

} // namespace tw::api

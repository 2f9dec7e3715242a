#include "engine/api/identity.h"

#include <algorithm>

namespace tw::api {

namespace {

constexpr std::size_t kMaxIdentityLength = 100;

Identity textIdentity(Identity::Type type, std::string_view text) { return {type, toBytes(asBytes(text))}; }

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

} // namespace

Identity Identity::fromAddress(const IpAddress &address)
{
    return {address.isV4() ? Type::Ipv4Address : Type::Ipv6Address, toBytes(address.bytes())};
}

std::optional<Identity> Identity::parse(std::string_view text)
{
    const bool hasBadCharacter = std::ranges::any_of(text, [](char c) { return c <= ' ' || c == 0x7f; });
    if (text.empty() || text.size() > kMaxIdentityLength || hasBadCharacter)
        return std::nullopt;
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
    if (type == Type::KeyId || type == Type::DerDn)
        return toHex(data);
    return printable(data);
}

} // namespace tw::api

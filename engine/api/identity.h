#pragma once

#include "engine/base/bytes.h"
#include "engine/base/ip_address.h"

#include <optional>
#include <string>
#include <string_view>

namespace tw::api {

// Who a peer says it is. The values are the ID types of RFC 7296, 3.5, which IKEv1 shares (RFC 2407, 4.6.2.1).
struct Identity
{
    enum class Type : std::uint8_t { Ipv4Address = 1, Fqdn = 2, UserFqdn = 3, Ipv6Address = 5, DerDn = 9, KeyId = 11 };

    Type type = Type::Fqdn;
    Bytes data; // address bytes, or the text without a terminator, or DER

    static Identity fromAddress(const IpAddress &address);
    // As the console's LocalId and RemoteId are typed: an address, user@host, or a name. At most 100 characters, no
    // blanks; anything else gives nothing. A leading '@' forces a name, as ipsec.conf's "@name" does.
    static std::optional<Identity> parse(std::string_view text);

    bool isAddress() const { return type == Type::Ipv4Address || type == Type::Ipv6Address; }
    std::string toString() const; // for the log; bytes that are not printable ASCII are shown as \xNN

    friend bool operator==(const Identity &, const Identity &) = default;
};

} // namespace tw::api

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
    // As the console's LocalId and RemoteId are typed; anything else gives nothing:
    //   192.0.2.1, 2001:db8::1      an address
    //   vpn.example.com             a name; a leading '@' forces one, as ipsec.conf's "@name" does
    //   user@vpn.example.com        a user
    //   C=CN, O=Example, CN=vpn     a distinguished name (distinguished_name.h), the only one that may hold blanks
    //   @#0a1b2c, @[text]           a key id, in hexadecimal as strongSwan or as text as libreswan writes it
    static std::optional<Identity> parse(std::string_view text);
    // What parse() takes at most, in octets: a distinguished name may be longer than the cloud's 100.
    static std::size_t maxLength(std::string_view text);
    static bool looksLikeName(std::string_view text); // meant as a distinguished name, be it right or wrong

    bool isAddress() const { return type == Type::Ipv4Address || type == Type::Ipv6Address; }
    // For the log; octets that are not printable ASCII are shown as \xNN. parse() reads a key id and a name again.
    std::string toString() const;
    // Equal octets for equal identities. Peers write names in either case, and one distinguished name in several ways.
    Bytes comparable() const;

    friend bool operator==(const Identity &a, const Identity &b)
    {
        return a.type == b.type && a.comparable() == b.comparable();
    }
};

} // namespace tw::api

#pragma once

#include "engine/base/bytes.h"

#include <optional>
#include <string>
#include <string_view>

// X.501 names, which certificates have as subjects and IKE as identities of type ID_DER_ASN1_DN: as people write them,
// and as DER (RFC 5280, 4.1.2.4).
namespace tw::api {

// "C=CN, O=Example, CN=vpn": in the order of the encoding, as strongSwan and openssl show a subject (RFC 4514 turns it
// round). Types are CN, C, L, ST, O, OU, DC, E and some more, of either case, or dotted numbers; values are UTF-8 with
// the escapes of RFC 4514 ("\,", "\2c"). One attribute for each relative name. Nothing for anything else.
std::optional<Bytes> parseDistinguishedName(std::string_view text);

// In the same form, in printable ASCII: other octets are escaped, values that are no text are "#" and hexadecimal.
// Nothing where it is not the DER of a name.
std::optional<std::string> distinguishedNameText(ByteView der);

// For people: letters of every script stand as they are, where the name is in UTF-8 or UTF-16. Hexadecimal where it is
// not the DER of a name; then, and only then, it may be cut short.
std::string readableName(ByteView der);

// Equal for two encodings of one name: string types, the case of ASCII letters, and how many blanks stand together say
// nothing (RFC 5280, 7.1). What is not the DER of a name stays as it is.
Bytes comparableName(ByteView der);

} // namespace tw::api

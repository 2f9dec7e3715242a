#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Algorithms as the console offers them, apart from the numbers that each IKE version gives them on the wire
// (engine/ike/transform_ids.h). The short name of each is the one of the cloud API ("aes256", "sha1", "group14");
// the log name is the one that admins grep for in charon's logs ("AES_CBC_256", "HMAC_SHA1_96", "MODP_2048").
namespace tw::api {

enum class Encryption : std::uint8_t {
    Aes128Cbc,
    Aes192Cbc,
    Aes256Cbc,
    DesCbc,
    TripleDesCbc,
    Aes128Gcm16,
    Aes192Gcm16,
    Aes256Gcm16,
    ChaCha20Poly1305,
};

enum class Integrity : std::uint8_t { None, HmacMd5_96, HmacSha1_96, HmacSha256_128, HmacSha384_192, HmacSha512_256 };

enum class Prf : std::uint8_t { HmacMd5, HmacSha1, HmacSha256, HmacSha384, HmacSha512 };

// The values are those of the IANA registries, which both IKE versions share for these groups.
enum class DhGroup : std::uint16_t {
    None = 0,
    Modp768 = 1,
    Modp1024 = 2,
    Modp1536 = 5,
    Modp2048 = 14,
    Modp3072 = 15,
    Modp4096 = 16,
    Modp6144 = 17,
    Modp8192 = 18,
    Ecp256 = 19,
    Ecp384 = 20,
    Ecp521 = 21,
    Modp1024s160 = 22,
    Modp2048s224 = 23,
    Modp2048s256 = 24,
    Curve25519 = 31,
};

// AEAD suites carry no integrity algorithm of their own (RFC 5282, RFC 4106, RFC 7634).
bool isAead(Encryption encryption);

struct IkeProposal
{
    Encryption encryption = Encryption::Aes128Cbc;
    Integrity integrity = Integrity::HmacSha1_96; // None with an AEAD suite
    Prf prf = Prf::HmacSha1;
    DhGroup group = DhGroup::Modp1024;

    friend bool operator==(const IkeProposal &, const IkeProposal &) = default;
};

struct EspProposal
{
    Encryption encryption = Encryption::Aes128Cbc;
    Integrity integrity = Integrity::HmacSha1_96; // None with an AEAD suite
    DhGroup pfs = DhGroup::None;
    bool extendedSequenceNumbers = false;

    friend bool operator==(const EspProposal &, const EspProposal &) = default;
};

// Short names ("aes", "aes192", "aes256", "des", "3des", "aes128gcm16", ..., "chacha20poly1305"; "md5", "sha1",
// "sha256", ...; "disabled", "group1", ...). parseX gives nothing for an unknown name.
std::string_view shortName(Encryption encryption);
std::string_view shortName(Integrity integrity); // "none" for None
std::string_view shortName(Prf prf);
std::string_view shortName(DhGroup group); // "disabled" for None
std::optional<Encryption> parseEncryption(std::string_view name);
std::optional<Integrity> parseIntegrity(std::string_view name);
std::optional<Prf> parsePrf(std::string_view name);
std::optional<DhGroup> parseDhGroup(std::string_view name);

std::string_view logName(Encryption encryption);
std::string_view logName(Integrity integrity);
std::string_view logName(Prf prf);
std::string_view logName(DhGroup group);

// "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024" and "AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ", as charon writes them.
std::string toString(const IkeProposal &proposal);
std::string toString(const EspProposal &proposal);

} // namespace tw::api

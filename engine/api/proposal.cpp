#include "engine/api/proposal.h"

#include <array>
#include <span>

namespace tw::api {

namespace {

template <typename Id>
struct Names
{
    Id id;
    std::string_view shortName;
    std::string_view logName;
};

constexpr std::array kEncryptions = {
    Names<Encryption>{Encryption::Aes128Cbc, "aes", "AES_CBC_128"},
    Names<Encryption>{Encryption::Aes192Cbc, "aes192", "AES_CBC_192"},
    Names<Encryption>{Encryption::Aes256Cbc, "aes256", "AES_CBC_256"},
    Names<Encryption>{Encryption::DesCbc, "des", "DES_CBC"},
    Names<Encryption>{Encryption::TripleDesCbc, "3des", "3DES_CBC"},
    Names<Encryption>{Encryption::Aes128Gcm16, "aes128gcm16", "AES_GCM_16_128"},
    Names<Encryption>{Encryption::Aes192Gcm16, "aes192gcm16", "AES_GCM_16_192"},
    Names<Encryption>{Encryption::Aes256Gcm16, "aes256gcm16", "AES_GCM_16_256"},
    Names<Encryption>{Encryption::ChaCha20Poly1305, "chacha20poly1305", "CHACHA20_POLY1305"},
};

constexpr std::array kIntegrities = {
    Names<Integrity>{Integrity::None, "none", "NONE"},
    Names<Integrity>{Integrity::HmacMd5_96, "md5", "HMAC_MD5_96"},
    Names<Integrity>{Integrity::HmacSha1_96, "sha1", "HMAC_SHA1_96"},
    Names<Integrity>{Integrity::HmacSha256_128, "sha256", "HMAC_SHA2_256_128"},
    Names<Integrity>{Integrity::HmacSha384_192, "sha384", "HMAC_SHA2_384_192"},
    Names<Integrity>{Integrity::HmacSha512_256, "sha512", "HMAC_SHA2_512_256"},
};

constexpr std::array kPrfs = {
    Names<Prf>{Prf::HmacMd5, "md5", "PRF_HMAC_MD5"},
    Names<Prf>{Prf::HmacSha1, "sha1", "PRF_HMAC_SHA1"},
    Names<Prf>{Prf::HmacSha256, "sha256", "PRF_HMAC_SHA2_256"},
    Names<Prf>{Prf::HmacSha384, "sha384", "PRF_HMAC_SHA2_384"},
    Names<Prf>{Prf::HmacSha512, "sha512", "PRF_HMAC_SHA2_512"},
};

constexpr std::array kGroups = {
    Names<DhGroup>{DhGroup::None, "disabled", "NO_DH"},
    Names<DhGroup>{DhGroup::Modp768, "group1", "MODP_768"},
    Names<DhGroup>{DhGroup::Modp1024, "group2", "MODP_1024"},
    Names<DhGroup>{DhGroup::Modp1536, "group5", "MODP_1536"},
    Names<DhGroup>{DhGroup::Modp2048, "group14", "MODP_2048"},
    Names<DhGroup>{DhGroup::Modp3072, "group15", "MODP_3072"},
    Names<DhGroup>{DhGroup::Modp4096, "group16", "MODP_4096"},
    Names<DhGroup>{DhGroup::Modp6144, "group17", "MODP_6144"},
    Names<DhGroup>{DhGroup::Modp8192, "group18", "MODP_8192"},
    Names<DhGroup>{DhGroup::Ecp256, "group19", "ECP_256"},
    Names<DhGroup>{DhGroup::Ecp384, "group20", "ECP_384"},
    Names<DhGroup>{DhGroup::Ecp521, "group21", "ECP_521"},
    Names<DhGroup>{DhGroup::Modp1024s160, "group22", "MODP_1024_160"},
    Names<DhGroup>{DhGroup::Modp2048s224, "group23", "MODP_2048_224"},
    Names<DhGroup>{DhGroup::Modp2048s256, "group24", "MODP_2048_256"},
    Names<DhGroup>{DhGroup::Curve25519, "group31", "CURVE_25519"},
};

template <typename Id>
const Names<Id> &find(std::span<const Names<Id>> table, Id id)
{
    for (const auto &names : table) {
        if (names.id == id)
            return names;
    }
    // Open enums reach this only through a cast; the first row is better than undefined behaviour.
    return table.front();
}

template <typename Id>
std::optional<Id> parse(std::span<const Names<Id>> table, std::string_view name)
{
    for (const auto &names : table) {
        if (names.shortName == name)
            return names.id;
    }
    return std::nullopt;
}

} // namespace

bool isAead(Encryption encryption)
{
    switch (encryption) {
    case Encryption::Aes128Gcm16:
    case Encryption::Aes192Gcm16:
    case Encryption::Aes256Gcm16:
    case Encryption::ChaCha20Poly1305: return true;
    default: return false;
    }
}

std::string_view shortName(Encryption encryption) { return find<Encryption>(kEncryptions, encryption).shortName; }
std::string_view shortName(Integrity integrity) { return find<Integrity>(kIntegrities, integrity).shortName; }
std::string_view shortName(Prf prf) { return find<Prf>(kPrfs, prf).shortName; }
std::string_view shortName(DhGroup group) { return find<DhGroup>(kGroups, group).shortName; }

std::optional<Encryption> parseEncryption(std::string_view name) { return parse<Encryption>(kEncryptions, name); }
std::optional<Integrity> parseIntegrity(std::string_view name) { return parse<Integrity>(kIntegrities, name); }
std::optional<Prf> parsePrf(std::string_view name) { return parse<Prf>(kPrfs, name); }
std::optional<DhGroup> parseDhGroup(std::string_view name) { return parse<DhGroup>(kGroups, name); }

std::string_view logName(Encryption encryption) { return find<Encryption>(kEncryptions, encryption).logName; }
std::string_view logName(Integrity integrity) { return find<Integrity>(kIntegrities, integrity).logName; }
std::string_view logName(Prf prf) { return find<Prf>(kPrfs, prf).logName; }
std::string_view logName(DhGroup group) { return find<DhGroup>(kGroups, group).logName; }

std::string toString(const IkeProposal &proposal)
{
    std::string text(logName(proposal.encryption));
    if (proposal.integrity != Integrity::None)
        text.append("/").append(logName(proposal.integrity));
    return text.append("/").append(logName(proposal.prf)).append("/").append(logName(proposal.group));
}

std::string toString(const EspProposal &proposal)
{
    std::string text(logName(proposal.encryption));
    if (proposal.integrity != Integrity::None)
        text.append("/").append(logName(proposal.integrity));
    if (proposal.pfs != DhGroup::None)
        text.append("/").append(logName(proposal.pfs));
    return text.append(proposal.extendedSequenceNumbers ? "/EXT_SEQ" : "/NO_EXT_SEQ");
}

} // namespace tw::api

#include "models/transfer/peer_words.h"

#include <array>

namespace tw::models {

namespace {

using enum api::Encryption;
using enum api::Integrity;
using Group = api::DhGroup;

constexpr EncryptionWords cipher(api::Encryption value, const char *word) { return {value, word, word, word}; }
constexpr EncryptionWords cipher(api::Encryption value, const char *ike, const char *esp)
{
    return {value, ike, ike, esp};
}
// AEAD suites came with IKEv2; in phase 2 both versions take them.
constexpr EncryptionWords aead(api::Encryption value, const char *ikev2, const char *esp)
{
    return {value, nullptr, ikev2, esp};
}
constexpr HashWords hash(api::Integrity value, const char *word) { return {value, word, word, word}; }
constexpr HashWords hash(api::Integrity value, const char *ike, const char *esp) { return {value, ike, ike, esp}; }
constexpr GroupWords group(Group value, const char *word) { return {value, word, word}; }
constexpr GroupWords group(Group value, const char *ike, const char *pfs) { return {value, ike, pfs}; }

// strongSwan, and with a few less OPNsense
constexpr std::array kSwanCiphers = {
    cipher(DesCbc, "des"),
    cipher(TripleDesCbc, "3des"),
    cipher(Aes128Cbc, "aes128"),
    cipher(Aes192Cbc, "aes192"),
    cipher(Aes256Cbc, "aes256"),
    aead(Aes128Gcm16, "aes128gcm16", "aes128gcm16"),
    aead(Aes192Gcm16, "aes192gcm16", "aes192gcm16"),
    aead(Aes256Gcm16, "aes256gcm16", "aes256gcm16"),
    aead(ChaCha20Poly1305, "chacha20poly1305", "chacha20poly1305"),
};
constexpr std::array kPlainHashes = {
    hash(HmacMd5_96, "md5"),        hash(HmacSha1_96, "sha1"),      hash(HmacSha256_128, "sha256"),
    hash(HmacSha384_192, "sha384"), hash(HmacSha512_256, "sha512"),
};
constexpr std::array kSwanGroups = {
    group(Group::Modp768, "modp768"),
    group(Group::Modp1024, "modp1024"),
    group(Group::Modp1536, "modp1536"),
    group(Group::Modp2048, "modp2048"),
    group(Group::Modp3072, "modp3072"),
    group(Group::Modp4096, "modp4096"),
    group(Group::Modp6144, "modp6144"),
    group(Group::Modp8192, "modp8192"),
    group(Group::Ecp256, "ecp256"),
    group(Group::Ecp384, "ecp384"),
    group(Group::Ecp521, "ecp521"),
    group(Group::Modp1024s160, "modp1024s160"),
    group(Group::Modp2048s224, "modp2048s224"),
    group(Group::Modp2048s256, "modp2048s256"),
    group(Group::Curve25519, "curve25519"),
};

constexpr std::array kOpnSenseCiphers = {
    cipher(Aes128Cbc, "aes128"),
    cipher(Aes192Cbc, "aes192"),
    cipher(Aes256Cbc, "aes256"),
    aead(Aes256Gcm16, "aes256gcm16", "aes256gcm16"),
};
constexpr std::array kNoMd5 = {
    hash(HmacSha1_96, "sha1"),
    hash(HmacSha256_128, "sha256"),
    hash(HmacSha384_192, "sha384"),
    hash(HmacSha512_256, "sha512"),
};
constexpr std::array kOpnSenseGroups = {
    group(Group::Modp1024, "modp1024"), group(Group::Modp1536, "modp1536"), group(Group::Modp2048, "modp2048"),
    group(Group::Modp3072, "modp3072"), group(Group::Modp4096, "modp4096"), group(Group::Ecp256, "ecp256"),
    group(Group::Ecp384, "ecp384"),     group(Group::Ecp521, "ecp521"),     group(Group::Curve25519, "curve25519"),
};

// The cloud's own words, which are ours.
constexpr std::array kAlibabaCiphers = {
    cipher(DesCbc, "des"),       cipher(TripleDesCbc, "3des"), cipher(Aes128Cbc, "aes"),
    cipher(Aes192Cbc, "aes192"), cipher(Aes256Cbc, "aes256"),
};
constexpr std::array kAlibabaGroups = {
    group(Group::Modp768, "group1"),   group(Group::Modp1024, "group2"),      group(Group::Modp1536, "group5"),
    group(Group::Modp2048, "group14"), group(Group::Modp2048s256, "group24"),
};

constexpr std::array kLibreswanCiphers = {
    cipher(TripleDesCbc, "3des"),
    cipher(Aes128Cbc, "aes128"),
    cipher(Aes192Cbc, "aes192"),
    cipher(Aes256Cbc, "aes256"),
    aead(Aes128Gcm16, "aes_gcm128", "aes_gcm128"),
    aead(Aes192Gcm16, "aes_gcm192", "aes_gcm192"),
    aead(Aes256Gcm16, "aes_gcm256", "aes_gcm256"),
    aead(ChaCha20Poly1305, "chacha20_poly1305", "chacha20_poly1305"),
};
constexpr std::array kLibreswanHashes = {
    hash(HmacMd5_96, "md5"),          hash(HmacSha1_96, "sha1"),        hash(HmacSha256_128, "sha2_256"),
    hash(HmacSha384_192, "sha2_384"), hash(HmacSha512_256, "sha2_512"),
};
constexpr std::array kLibreswanGroups = {
    group(Group::Modp1536, "modp1536"), group(Group::Modp2048, "modp2048"), group(Group::Modp3072, "modp3072"),
    group(Group::Modp4096, "modp4096"), group(Group::Modp6144, "modp6144"), group(Group::Modp8192, "modp8192"),
    group(Group::Ecp256, "dh19"),       group(Group::Ecp384, "dh20"),       group(Group::Ecp521, "dh21"),
    group(Group::Modp2048s256, "dh24"), group(Group::Curve25519, "dh31"),
};

constexpr std::array kIosCiphers = {
    EncryptionWords{DesCbc, "des", "des", "esp-des"},
    EncryptionWords{TripleDesCbc, "3des", "3des", "esp-3des"},
    EncryptionWords{Aes128Cbc, "aes", "aes-cbc-128", "esp-aes"},
    EncryptionWords{Aes192Cbc, "aes 192", "aes-cbc-192", "esp-aes 192"},
    EncryptionWords{Aes256Cbc, "aes 256", "aes-cbc-256", "esp-aes 256"},
    aead(Aes256Gcm16, "aes-gcm-256", "esp-gcm 256"),
};
constexpr std::array kIosHashes = {
    HashWords{HmacMd5_96, "md5", "md5", "esp-md5-hmac"},
    HashWords{HmacSha1_96, "sha", "sha1", "esp-sha-hmac"},
    HashWords{HmacSha256_128, "sha256", "sha256", "esp-sha256-hmac"},
    HashWords{HmacSha384_192, "sha384", "sha384", "esp-sha384-hmac"},
    HashWords{HmacSha512_256, "sha512", "sha512", "esp-sha512-hmac"},
};
// "group 14" and "set pfs group14": devices that number them.
constexpr std::array kNumberedGroups = {
    group(Group::Modp768, "1", "group1"),    group(Group::Modp1024, "2", "group2"),
    group(Group::Modp1536, "5", "group5"),   group(Group::Modp2048, "14", "group14"),
    group(Group::Modp3072, "15", "group15"), group(Group::Modp4096, "16", "group16"),
    group(Group::Ecp256, "19", "group19"),   group(Group::Ecp384, "20", "group20"),
    group(Group::Ecp521, "21", "group21"),   group(Group::Modp2048s256, "24", "group24"),
};

constexpr std::array kAsaCiphers = {
    EncryptionWords{Aes128Cbc, "aes", "aes", "esp-aes"},
    EncryptionWords{Aes192Cbc, "aes-192", "aes-192", "esp-aes-192"},
    EncryptionWords{Aes256Cbc, "aes-256", "aes-256", "esp-aes-256"},
    aead(Aes256Gcm16, "aes-gcm-256", "aes-gcm-256"),
};
constexpr std::array kAsaHashes = {
    HashWords{HmacSha1_96, "sha", "sha", "sha-1"},
    HashWords{HmacSha256_128, nullptr, "sha256", "sha-256"},
    HashWords{HmacSha384_192, nullptr, "sha384", "sha-384"},
    HashWords{HmacSha512_256, nullptr, "sha512", "sha-512"},
};
constexpr std::array kAsaGroups = {
    group(Group::Modp768, "1", "group1"),    group(Group::Modp1536, "5", "group5"),
    group(Group::Modp2048, "14", "group14"), group(Group::Modp3072, "15", "group15"),
    group(Group::Modp4096, "16", "group16"), group(Group::Ecp256, "19", "group19"),
    group(Group::Ecp384, "20", "group20"),   group(Group::Ecp521, "21", "group21"),
};

constexpr std::array kJunosCiphers = {
    cipher(DesCbc, "des-cbc"),        cipher(TripleDesCbc, "3des-cbc"),
    cipher(Aes128Cbc, "aes-128-cbc"), cipher(Aes192Cbc, "aes-192-cbc"),
    cipher(Aes256Cbc, "aes-256-cbc"), aead(Aes256Gcm16, nullptr, "aes-256-gcm"), // phase 1 could not say which PRF
};
constexpr std::array kJunosHashes = {
    hash(HmacMd5_96, "md5", "hmac-md5-96"),
    hash(HmacSha1_96, "sha1", "hmac-sha1-96"),
    hash(HmacSha256_128, "sha-256", "hmac-sha-256-128"),
    hash(HmacSha384_192, "sha-384", "hmac-sha-384"),
    hash(HmacSha512_256, "sha-512", "hmac-sha-512"),
};
constexpr std::array kNamedGroups = {
    group(Group::Modp768, "group1"),       group(Group::Modp1024, "group2"),  group(Group::Modp1536, "group5"),
    group(Group::Modp2048, "group14"),     group(Group::Modp3072, "group15"), group(Group::Modp4096, "group16"),
    group(Group::Ecp256, "group19"),       group(Group::Ecp384, "group20"),   group(Group::Ecp521, "group21"),
    group(Group::Modp2048s256, "group24"),
};

constexpr std::array kFortiOsCiphers = {
    cipher(DesCbc, "des"),       cipher(TripleDesCbc, "3des"), cipher(Aes128Cbc, "aes128"),
    cipher(Aes192Cbc, "aes192"), cipher(Aes256Cbc, "aes256"),  aead(Aes256Gcm16, "aes256gcm", "aes256gcm"),
};
constexpr std::array kFortiOsGroups = {
    group(Group::Modp768, "1"),   group(Group::Modp1024, "2"),  group(Group::Modp1536, "5"),
    group(Group::Modp2048, "14"), group(Group::Modp3072, "15"), group(Group::Modp4096, "16"),
    group(Group::Modp6144, "17"), group(Group::Modp8192, "18"), group(Group::Ecp256, "19"),
    group(Group::Ecp384, "20"),   group(Group::Ecp521, "21"),   group(Group::Curve25519, "31"),
};

constexpr std::array kRouterOsCiphers = {
    cipher(DesCbc, "des"),
    cipher(TripleDesCbc, "3des"),
    cipher(Aes128Cbc, "aes-128", "aes-128-cbc"),
    cipher(Aes192Cbc, "aes-192", "aes-192-cbc"),
    cipher(Aes256Cbc, "aes-256", "aes-256-cbc"),
    aead(Aes256Gcm16, nullptr, "aes-256-gcm"),
};
constexpr std::array kRouterOsHashes = {
    hash(HmacMd5_96, "md5"),        hash(HmacSha1_96, "sha1"),
    hash(HmacSha256_128, "sha256"), hash(HmacSha384_192, "sha384", nullptr),
    hash(HmacSha512_256, "sha512"),
};
constexpr std::array kRouterOsGroups = {
    group(Group::Modp768, "modp768"),   group(Group::Modp1024, "modp1024"), group(Group::Modp1536, "modp1536"),
    group(Group::Modp2048, "modp2048"), group(Group::Modp3072, "modp3072"), group(Group::Modp4096, "modp4096"),
    group(Group::Modp6144, "modp6144"), group(Group::Modp8192, "modp8192"), group(Group::Ecp256, "ecp256"),
    group(Group::Ecp384, "ecp384"),     group(Group::Ecp521, "ecp521"),
};

constexpr std::array kPanOsCiphers = {
    cipher(DesCbc, "des"),
    cipher(TripleDesCbc, "3des"),
    cipher(Aes128Cbc, "aes-128-cbc"),
    cipher(Aes192Cbc, "aes-192-cbc"),
    cipher(Aes256Cbc, "aes-256-cbc"),
    aead(Aes256Gcm16, nullptr, "aes-256-gcm"), // phase 1 could not say which PRF
};
constexpr std::array kPanOsGroups = {
    group(Group::Modp768, "group1"),   group(Group::Modp1024, "group2"), group(Group::Modp1536, "group5"),
    group(Group::Modp2048, "group14"), group(Group::Ecp256, "group19"),  group(Group::Ecp384, "group20"),
};

constexpr std::array kHuaweiCiphers = {
    cipher(DesCbc, "des"),        cipher(TripleDesCbc, "3des"), cipher(Aes128Cbc, "aes-128"),
    cipher(Aes192Cbc, "aes-192"), cipher(Aes256Cbc, "aes-256"), aead(Aes256Gcm16, nullptr, "aes-256-gcm-128"),
};
constexpr std::array kHuaweiHashes = {
    HashWords{HmacMd5_96, "md5", "hmac-md5-96", "md5"},
    HashWords{HmacSha1_96, "sha1", "hmac-sha1-96", "sha1"},
    HashWords{HmacSha256_128, "sha2-256", "hmac-sha2-256", "sha2-256"},
    HashWords{HmacSha384_192, "sha2-384", "hmac-sha2-384", "sha2-384"},
    HashWords{HmacSha512_256, "sha2-512", "hmac-sha2-512", "sha2-512"},
};
constexpr std::array kChineseGroups = {
    group(Group::Modp768, "group1", "dh-group1"),        group(Group::Modp1024, "group2", "dh-group2"),
    group(Group::Modp1536, "group5", "dh-group5"),       group(Group::Modp2048, "group14", "dh-group14"),
    group(Group::Ecp256, "group19", "dh-group19"),       group(Group::Ecp384, "group20", "dh-group20"),
    group(Group::Modp2048s256, "group24", "dh-group24"),
};

constexpr std::array kH3cCiphers = {
    cipher(DesCbc, "des-cbc"),        cipher(TripleDesCbc, "3des-cbc"), cipher(Aes128Cbc, "aes-cbc-128"),
    cipher(Aes192Cbc, "aes-cbc-192"), cipher(Aes256Cbc, "aes-cbc-256"), aead(Aes256Gcm16, nullptr, "gcm-256"),
};
constexpr std::array kH3cHashes = {
    HashWords{HmacMd5_96, "md5", "md5", "md5"},
    HashWords{HmacSha1_96, "sha", "sha1", "sha1"},
    HashWords{HmacSha256_128, "sha256", "sha256", "sha256"},
    HashWords{HmacSha384_192, "sha384", "sha384", "sha384"},
    HashWords{HmacSha512_256, "sha512", "sha512", "sha512"},
};

constexpr std::array kVyOsCiphers = {
    cipher(TripleDesCbc, "3des"),
    cipher(Aes128Cbc, "aes128"),
    cipher(Aes192Cbc, "aes192"),
    cipher(Aes256Cbc, "aes256"),
    aead(Aes256Gcm16, "aes256gcm128", "aes256gcm128"),
};
constexpr std::array kVyOsGroups = {
    group(Group::Modp768, "1", "dh-group1"),      group(Group::Modp1024, "2", "dh-group2"),
    group(Group::Modp1536, "5", "dh-group5"),     group(Group::Modp2048, "14", "dh-group14"),
    group(Group::Modp3072, "15", "dh-group15"),   group(Group::Modp4096, "16", "dh-group16"),
    group(Group::Modp6144, "17", "dh-group17"),   group(Group::Modp8192, "18", "dh-group18"),
    group(Group::Ecp256, "19", "dh-group19"),     group(Group::Ecp384, "20", "dh-group20"),
    group(Group::Ecp521, "21", "dh-group21"),     group(Group::Modp2048s256, "24", "dh-group24"),
    group(Group::Curve25519, "31", "dh-group31"),
};

// Name and key length.
constexpr std::array kPfSenseCiphers = {
    cipher(Aes128Cbc, "aes 128"),
    cipher(Aes192Cbc, "aes 192"),
    cipher(Aes256Cbc, "aes 256"),
    aead(Aes256Gcm16, nullptr, "aes256gcm 128"),
};
constexpr std::array kPfSenseHashes = {
    hash(HmacSha1_96, "sha1", "hmac_sha1"),
    hash(HmacSha256_128, "sha256", "hmac_sha256"),
    hash(HmacSha384_192, "sha384", "hmac_sha384"),
    hash(HmacSha512_256, "sha512", "hmac_sha512"),
};
constexpr std::array kPfSenseGroups = {
    group(Group::Modp768, "1"),     group(Group::Modp1024, "2"),  group(Group::Modp1536, "5"),
    group(Group::Modp2048, "14"),   group(Group::Modp3072, "15"), group(Group::Modp4096, "16"),
    group(Group::Modp6144, "17"),   group(Group::Modp8192, "18"), group(Group::Ecp256, "19"),
    group(Group::Ecp384, "20"),     group(Group::Ecp521, "21"),   group(Group::Modp2048s256, "24"),
    group(Group::Curve25519, "31"),
};

constexpr std::array kNetSecurityCiphers = {
    cipher(DesCbc, "DES"),       cipher(TripleDesCbc, "DES3"), cipher(Aes128Cbc, "AES128"),
    cipher(Aes192Cbc, "AES192"), cipher(Aes256Cbc, "AES256"),  aead(Aes256Gcm16, nullptr, "AESGCM256"),
};
constexpr std::array kNetSecurityHashes = {
    hash(HmacMd5_96, "MD5"),
    hash(HmacSha1_96, "SHA1"),
    hash(HmacSha256_128, "SHA256"),
    hash(HmacSha384_192, "SHA384", nullptr),
};
constexpr std::array kNetSecurityGroups = {
    group(Group::Modp768, "DH1"),       group(Group::Modp1024, "DH2"), group(Group::Modp2048, "DH14"),
    group(Group::Modp2048s256, "DH24"), group(Group::Ecp256, "DH19"),  group(Group::Ecp384, "DH20"),
};
constexpr std::array kS2sCiphers = {
    cipher(DesCbc, "DES"),       cipher(TripleDesCbc, "DES3"), cipher(Aes128Cbc, "AES128"),
    cipher(Aes192Cbc, "AES192"), cipher(Aes256Cbc, "AES256"),  aead(Aes256Gcm16, nullptr, "GCMAES256"),
};
constexpr std::array kS2sHashes = {
    hash(HmacMd5_96, "MD5", "MD596"),
    hash(HmacSha1_96, "SHA1", "SHA196"),
    hash(HmacSha256_128, "SHA256", "SHA256128"),
    hash(HmacSha384_192, "SHA384", nullptr),
};
constexpr std::array kS2sGroups = {
    group(Group::Modp768, "Group1", "PFS1"),      group(Group::Modp1024, "Group2", "PFS2"),
    group(Group::Modp2048, "Group14", "PFS2048"), group(Group::Modp2048s256, "Group24", "PFS24"),
    group(Group::Ecp256, "ECP256", "ECP256"),     group(Group::Ecp384, "ECP384", "ECP384"),
};

constexpr std::array kWords = {
    PeerWords{kSwanCiphers, kPlainHashes, kSwanGroups}, // Swanctl
    PeerWords{kSwanCiphers, kPlainHashes, kSwanGroups}, // IpsecConf
    PeerWords{kAlibabaCiphers, kPlainHashes, kAlibabaGroups},
    PeerWords{kLibreswanCiphers, kLibreswanHashes, kLibreswanGroups},
    PeerWords{kIosCiphers, kIosHashes, kNumberedGroups},
    PeerWords{kAsaCiphers, kAsaHashes, kAsaGroups},
    PeerWords{kJunosCiphers, kJunosHashes, kNamedGroups},
    PeerWords{kFortiOsCiphers, kPlainHashes, kFortiOsGroups},
    PeerWords{kRouterOsCiphers, kRouterOsHashes, kRouterOsGroups},
    PeerWords{kPanOsCiphers, kPlainHashes, kPanOsGroups},
    PeerWords{kHuaweiCiphers, kHuaweiHashes, kChineseGroups},
    PeerWords{kH3cCiphers, kH3cHashes, kChineseGroups},
    PeerWords{kVyOsCiphers, kPlainHashes, kVyOsGroups},
    PeerWords{kOpnSenseCiphers, kNoMd5, kOpnSenseGroups},
    PeerWords{kPfSenseCiphers, kPfSenseHashes, kPfSenseGroups},
    PeerWords{kNetSecurityCiphers, kNetSecurityHashes, kNetSecurityGroups},
};

constexpr PeerWords kS2sWords{kS2sCiphers, kS2sHashes, kS2sGroups};

template <typename Row>
const char *ofPhase(const Row &row, PeerPhase phase)
{
    if constexpr (requires { row.pfs; })
        return phase == PeerPhase::Esp ? row.pfs : row.ike;
    else
        return phase == PeerPhase::Esp ? row.esp : phase == PeerPhase::IkeV2 ? row.ikev2 : row.ikev1;
}

template <typename Row, typename Value>
const char *find(std::span<const Row> rows, Value value, PeerPhase phase)
{
    for (const Row &row : rows) {
        if (row.value == value)
            return ofPhase(row, phase);
    }
    return nullptr;
}

template <typename Row>
auto find(std::span<const Row> rows, QStringView word, PeerPhase phase)
{
    std::optional<decltype(Row::value)> found;
    for (const Row &row : rows) {
        const char *known = ofPhase(row, phase);
        if (known && word.compare(QLatin1String(known), Qt::CaseInsensitive) == 0)
            found = row.value;
    }
    return found;
}

} // namespace

const char *PeerWords::word(api::Encryption value, PeerPhase phase) const { return find(encryptions, value, phase); }
const char *PeerWords::word(api::Integrity value, PeerPhase phase) const { return find(hashes, value, phase); }
const char *PeerWords::word(api::DhGroup value, PeerPhase phase) const { return find(groups, value, phase); }

std::optional<api::Encryption> PeerWords::encryption(QStringView word, PeerPhase phase) const
{
    return find(encryptions, word, phase);
}
std::optional<api::Integrity> PeerWords::hash(QStringView word, PeerPhase phase) const
{
    return find(hashes, word, phase);
}
std::optional<api::DhGroup> PeerWords::group(QStringView word, PeerPhase phase) const
{
    return find(groups, word, phase);
}

const PeerWords &peerWords(PeerFormat format) { return kWords[static_cast<std::size_t>(format)]; }
const PeerWords &windowsS2sWords() { return kS2sWords; }

} // namespace tw::models

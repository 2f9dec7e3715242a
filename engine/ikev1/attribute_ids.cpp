#include "engine/ikev1/attribute_ids.h"

#include "engine/crypto/algorithms.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tw::ikev1 {

namespace {

constexpr std::uint8_t kTransformKeyIke = 1;

// Attribute classes of phase 1.
constexpr std::uint16_t kIkeEncryption = 1;
constexpr std::uint16_t kIkeHash = 2;
constexpr std::uint16_t kIkeMethod = 3;
constexpr std::uint16_t kIkeGroup = 4;
constexpr std::uint16_t kIkeKeyLength = 14;

// Of phase 2.
constexpr std::uint16_t kEspGroup = 3;
constexpr std::uint16_t kEspEncapsulation = 4;
constexpr std::uint16_t kEspIntegrity = 5;
constexpr std::uint16_t kEspKeyLength = 6;

constexpr std::uint16_t kNoNumber = 0; // no registry uses it

struct EncryptionRow
{
    api::Encryption encryption;
    std::uint16_t ike; // value of kIkeEncryption
    std::uint8_t esp; // transform id
    std::uint16_t keyBits; // as an attribute; 0: none is sent
};

constexpr std::array kEncryption = {
    EncryptionRow{api::Encryption::Aes128Cbc, 7, 12, 128},
    EncryptionRow{api::Encryption::Aes192Cbc, 7, 12, 192},
    EncryptionRow{api::Encryption::Aes256Cbc, 7, 12, 256},
    EncryptionRow{api::Encryption::DesCbc, 1, 2, 0},
    EncryptionRow{api::Encryption::TripleDesCbc, 5, 3, 0},
    EncryptionRow{api::Encryption::Aes128Gcm16, kNoNumber, 20, 128}, // RFC 4106, 8.3
    EncryptionRow{api::Encryption::Aes192Gcm16, kNoNumber, 20, 192},
    EncryptionRow{api::Encryption::Aes256Gcm16, kNoNumber, 20, 256},
    EncryptionRow{api::Encryption::ChaCha20Poly1305, kNoNumber, kNoNumber, 0},
};

// The hash of phase 1 and the HMAC of phase 2. RFC 2409, RFC 4868 and the registries.
struct HashRow
{
    api::Prf prf;
    api::Integrity integrity;
    std::uint16_t ike; // value of kIkeHash
    std::uint16_t esp; // value of kEspIntegrity
};

constexpr std::array kHash = {
    HashRow{api::Prf::HmacMd5, api::Integrity::HmacMd5_96, 1, 1},
    HashRow{api::Prf::HmacSha1, api::Integrity::HmacSha1_96, 2, 2},
    HashRow{api::Prf::HmacSha256, api::Integrity::HmacSha256_128, 4, 5},
    HashRow{api::Prf::HmacSha384, api::Integrity::HmacSha384_192, 5, 6},
    HashRow{api::Prf::HmacSha512, api::Integrity::HmacSha512_256, 6, 7},
};

// The numbers of the groups are those of api::DhGroup, but not all of them are in IKEv1's registry.
constexpr std::array kGroups = {
    api::DhGroup::Modp768,      api::DhGroup::Modp1024,     api::DhGroup::Modp1536, api::DhGroup::Modp2048,
    api::DhGroup::Modp3072,     api::DhGroup::Modp4096,     api::DhGroup::Modp6144, api::DhGroup::Modp8192,
    api::DhGroup::Ecp256,       api::DhGroup::Ecp384,       api::DhGroup::Ecp521,   api::DhGroup::Modp1024s160,
    api::DhGroup::Modp2048s224, api::DhGroup::Modp2048s256,
};

bool isInRegistry(api::DhGroup group) { return std::ranges::find(kGroups, group) != kGroups.end(); }

const EncryptionRow &rowOf(api::Encryption encryption)
{
    return *std::ranges::find(kEncryption, encryption, &EncryptionRow::encryption); // every enumerator has its row
}

const HashRow &rowOf(api::Prf prf) { return *std::ranges::find(kHash, prf, &HashRow::prf); }

// Attributes by their class, once lifetimes are read. Each is two octets, stands once, and is asked for once; whatever
// is left over was not understood.
class Attributes
{
public:
    Attributes(const std::vector<wire::DataAttribute> &attributes, LifeClasses lifetimes)
    {
        for (const wire::DataAttribute &attribute : attributes) {
            if (lifetimes.contain(attribute.type))
                continue;
            const auto *value = std::get_if<std::uint16_t>(&attribute.value);
            if (value && !find(attribute.type))
                m_rest.push_back({attribute.type, *value});
            else
                m_isSound = false;
        }
    }

    std::optional<std::uint16_t> take(std::uint16_t type)
    {
        const auto value = find(type);
        std::erase_if(m_rest, [type](const auto &one) { return one.first == type; });
        return value;
    }

    bool allTaken() const { return m_isSound && m_rest.empty(); }

private:
    std::optional<std::uint16_t> find(std::uint16_t type) const
    {
        const auto found = std::ranges::find(m_rest, type, &std::pair<std::uint16_t, std::uint16_t>::first);
        return found == m_rest.end() ? std::nullopt : std::optional(found->second);
    }

    std::vector<std::pair<std::uint16_t, std::uint16_t>> m_rest;
    bool m_isSound = true;
};

// Ciphers of several sizes carry the length of their key, others must not; some peers do all the same.
bool hasKeyLength(const EncryptionRow &row, std::optional<std::uint16_t> keyBits)
{
    if (row.keyBits != 0)
        return keyBits == row.keyBits;
    return !keyBits || *keyBits == crypto::sizesOf(row.encryption).key * 8;
}

template <typename Number>
std::optional<api::Encryption> encryptionOf(Number EncryptionRow::*column, std::optional<std::uint16_t> number,
                                            std::optional<std::uint16_t> keyBits)
{
    if (!number || *number == kNoNumber)
        return std::nullopt;
    for (const EncryptionRow &row : kEncryption) {
        if (row.*column == *number && hasKeyLength(row, keyBits))
            return row.encryption;
    }
    return std::nullopt;
}

const HashRow *hashOf(std::uint16_t HashRow::*column, std::optional<std::uint16_t> number)
{
    if (!number)
        return nullptr;
    const auto row = std::ranges::find(kHash, *number, column);
    return row == kHash.end() ? nullptr : &*row;
}

std::optional<api::DhGroup> groupOf(std::optional<std::uint16_t> number)
{
    if (!number || !isInRegistry(api::DhGroup{*number}))
        return std::nullopt;
    return api::DhGroup{*number};
}

void takeLifetimes(const wire::TransformV1 &from, LifeClasses classes, Lifetimes &lifetimes, bool &isUnderstood)
{
    if (const auto read = readLifetimes(from.attributes, classes))
        lifetimes = *read;
    else
        isUnderstood = false;
}

void say(std::string &text, std::string_view word)
{
    if (!text.empty())
        text += '/';
    text += word;
}

// An algorithm that the console has by its name, and another by its number; nothing at all where there is none.
template <typename Algorithm>
void say(std::string &text, const std::optional<Algorithm> &algorithm, std::string_view otherwise,
         std::optional<std::uint16_t> number, std::optional<std::uint16_t> keyBits = std::nullopt)
{
    if (algorithm)
        return say(text, api::logName(*algorithm));
    if (!number)
        return;
    std::string word = std::string(otherwise) + std::to_string(*number);
    if (keyBits)
        word += '_' + std::to_string(*keyBits);
    say(text, word);
}

} // namespace

bool isTunnel(Encapsulation encapsulation)
{
    return encapsulation == Encapsulation::Tunnel || encapsulation == Encapsulation::UdpTunnel
        || encapsulation == Encapsulation::UdpTunnelDraft;
}

bool isUdp(Encapsulation encapsulation)
{
    return encapsulation == Encapsulation::UdpTunnel || encapsulation == Encapsulation::UdpTransport
        || encapsulation == Encapsulation::UdpTunnelDraft || encapsulation == Encapsulation::UdpTransportDraft;
}

std::optional<api::IkeProposal> IkeTransform::suite() const
{
    if (!isUnderstood || !encryption || !hash || !group || !method)
        return std::nullopt;
    return api::IkeProposal{*encryption, rowOf(*hash).integrity, *hash, *group};
}

IkeTransform readIkeTransform(const wire::TransformV1 &transform)
{
    IkeTransform read;
    takeLifetimes(transform, kIsakmpLife, read.lifetimes, read.isUnderstood);
    Attributes attributes(transform.attributes, kIsakmpLife);
    const auto keyBits = attributes.take(kIkeKeyLength);
    read.encryption = encryptionOf(&EncryptionRow::ike, attributes.take(kIkeEncryption), keyBits);
    if (const HashRow *row = hashOf(&HashRow::ike, attributes.take(kIkeHash)))
        read.hash = row->prf;
    read.group = groupOf(attributes.take(kIkeGroup));
    if (const auto method = attributes.take(kIkeMethod))
        read.method = AuthMethod{*method};
    if (!attributes.allTaken() || transform.id != kTransformKeyIke)
        read.isUnderstood = false;
    return read;
}

std::optional<api::EspProposal> EspTransform::suite() const
{
    if (!isUnderstood || !encryption || !integrity || !group)
        return std::nullopt;
    // One of them protects the packets, and only one (RFC 4106, 8.3).
    if (api::isAead(*encryption) != (*integrity == api::Integrity::None))
        return std::nullopt;
    return api::EspProposal{*encryption, *integrity, *group, false};
}

EspTransform readEspTransform(const wire::TransformV1 &transform)
{
    EspTransform read;
    takeLifetimes(transform, kEspLife, read.lifetimes, read.isUnderstood);
    Attributes attributes(transform.attributes, kEspLife);
    read.encryption = encryptionOf(&EncryptionRow::esp, std::uint16_t{transform.id}, attributes.take(kEspKeyLength));
    const auto integrity = attributes.take(kEspIntegrity);
    if (const HashRow *row = hashOf(&HashRow::esp, integrity))
        read.integrity = row->integrity;
    else if (!integrity)
        read.integrity = api::Integrity::None;
    const auto group = attributes.take(kEspGroup);
    read.group = group ? groupOf(group) : api::DhGroup::None;
    if (const auto encapsulation = attributes.take(kEspEncapsulation))
        read.encapsulation = Encapsulation{*encapsulation};
    if (!attributes.allTaken())
        read.isUnderstood = false;
    return read;
}

bool canBeSaid(const api::IkeProposal &proposal)
{
    return rowOf(proposal.encryption).ike != kNoNumber && rowOf(proposal.prf).integrity == proposal.integrity
        && isInRegistry(proposal.group);
}

bool canBeSaid(const api::EspProposal &proposal)
{
    return rowOf(proposal.encryption).esp != kNoNumber && !proposal.extendedSequenceNumbers
        && api::isAead(proposal.encryption) == (proposal.integrity == api::Integrity::None)
        && (proposal.pfs == api::DhGroup::None || isInRegistry(proposal.pfs));
}

wire::TransformV1 toTransform(const api::IkeProposal &proposal, std::uint8_t number, std::chrono::seconds lifetime)
{
    const EncryptionRow &encryption = rowOf(proposal.encryption);
    wire::TransformV1 transform{number, kTransformKeyIke, {{kIkeEncryption, encryption.ike}}};
    if (encryption.keyBits != 0)
        transform.attributes.push_back({kIkeKeyLength, encryption.keyBits});
    transform.attributes.push_back({kIkeHash, rowOf(proposal.prf).ike});
    transform.attributes.push_back({kIkeGroup, std::to_underlying(proposal.group)});
    transform.attributes.push_back({kIkeMethod, std::to_underlying(AuthMethod::PreSharedKey)});
    appendLifetime(transform.attributes, kIsakmpLife, lifetime);
    return transform;
}

wire::TransformV1 toTransform(const api::EspProposal &proposal, std::uint8_t number, std::chrono::seconds lifetime,
                              Encapsulation encapsulation)
{
    const EncryptionRow &encryption = rowOf(proposal.encryption);
    wire::TransformV1 transform{number, encryption.esp, {}};
    if (encryption.keyBits != 0)
        transform.attributes.push_back({kEspKeyLength, encryption.keyBits});
    const auto row = std::ranges::find(kHash, proposal.integrity, &HashRow::integrity);
    if (row != kHash.end())
        transform.attributes.push_back({kEspIntegrity, row->esp});
    if (proposal.pfs != api::DhGroup::None)
        transform.attributes.push_back({kEspGroup, std::to_underlying(proposal.pfs)});
    transform.attributes.push_back({kEspEncapsulation, std::to_underlying(encapsulation)});
    appendLifetime(transform.attributes, kEspLife, lifetime);
    return transform;
}

std::string ikeTransformText(const wire::TransformV1 &transform)
{
    const IkeTransform read = readIkeTransform(transform);
    Attributes attributes(transform.attributes, kIsakmpLife);
    std::string text;
    const auto keyBits = attributes.take(kIkeKeyLength);
    say(text, read.encryption, "ENCR_", attributes.take(kIkeEncryption), keyBits);
    if (read.hash)
        say(text, api::logName(rowOf(*read.hash).integrity));
    say(text, read.hash, "HASH_", attributes.take(kIkeHash));
    say(text, read.group, "DH_", attributes.take(kIkeGroup));
    if (read.method && read.method != AuthMethod::PreSharedKey)
        say(text, "AUTH_" + std::to_string(std::to_underlying(*read.method)));
    return text;
}

std::string espTransformText(const wire::TransformV1 &transform)
{
    const EspTransform read = readEspTransform(transform);
    Attributes attributes(transform.attributes, kEspLife);
    std::string text;
    say(text, read.encryption, "ENCR_", std::uint16_t{transform.id}, attributes.take(kEspKeyLength));
    if (read.integrity != api::Integrity::None)
        say(text, read.integrity, "INTEG_", attributes.take(kEspIntegrity));
    if (read.group != api::DhGroup::None)
        say(text, read.group, "DH_", attributes.take(kEspGroup));
    say(text, "NO_EXT_SEQ");
    return text;
}

} // namespace tw::ikev1

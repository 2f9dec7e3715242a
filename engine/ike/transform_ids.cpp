#include "engine/ike/transform_ids.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace tw::ike {

namespace {

using wire::TransformType;

template <typename Algorithm>
struct Row
{
    Algorithm algorithm;
    std::uint16_t id;
    std::uint16_t keyBits = 0; // as an attribute; 0: none is sent
};

constexpr std::array kEncryption = {
    Row{api::Encryption::Aes128Cbc, 12, 128},   Row{api::Encryption::Aes192Cbc, 12, 192},
    Row{api::Encryption::Aes256Cbc, 12, 256},   Row{api::Encryption::DesCbc, 2},
    Row{api::Encryption::TripleDesCbc, 3},      Row{api::Encryption::Aes128Gcm16, 20, 128},
    Row{api::Encryption::Aes192Gcm16, 20, 192}, Row{api::Encryption::Aes256Gcm16, 20, 256},
    Row{api::Encryption::ChaCha20Poly1305, 28},
};

constexpr std::array kIntegrity = {
    Row{api::Integrity::None, 0},
    Row{api::Integrity::HmacMd5_96, 1},
    Row{api::Integrity::HmacSha1_96, 2},
    Row{api::Integrity::HmacSha256_128, 12},
    Row{api::Integrity::HmacSha384_192, 13},
    Row{api::Integrity::HmacSha512_256, 14},
};

constexpr std::array kPrf = {
    Row{api::Prf::HmacMd5, 1},    Row{api::Prf::HmacSha1, 2},   Row{api::Prf::HmacSha256, 5},
    Row{api::Prf::HmacSha384, 6}, Row{api::Prf::HmacSha512, 7},
};

template <typename Algorithm>
wire::Transform transformOf(std::span<const Row<Algorithm>> table, TransformType type, Algorithm algorithm)
{
    for (const auto &row : table) {
        if (row.algorithm == algorithm)
            return wire::makeTransform(type, row.id, row.keyBits ? std::optional(row.keyBits) : std::nullopt);
    }
    std::unreachable(); // every enumerator has its row
}

template <typename Algorithm>
std::string nameOf(std::span<const Row<Algorithm>> table, const wire::Transform &transform)
{
    for (const auto &row : table) {
        if (row.id == transform.id && (row.keyBits == 0 || row.keyBits == transform.keyLength().value_or(0)))
            return std::string(api::logName(row.algorithm));
    }
    return {};
}

std::string groupName(std::uint16_t id) { return std::string(api::logName(api::DhGroup{id})); }

std::string_view typeName(TransformType type)
{
    switch (type) {
    case TransformType::Encryption: return "ENCR_";
    case TransformType::Prf: return "PRF_";
    case TransformType::Integrity: return "INTEG_";
    case TransformType::DhGroup: return "DH_";
    case TransformType::Esn: return "ESN_";
    }
    return "UNKNOWN_";
}

// The order in which api::toString() names them. What a peer offers beyond these types comes last.
constexpr std::array kSpokenOrder = {TransformType::Encryption, TransformType::Integrity, TransformType::Prf,
                                     TransformType::DhGroup, TransformType::Esn};

} // namespace

wire::Transform toTransform(api::Encryption encryption)
{
    return transformOf<api::Encryption>(kEncryption, TransformType::Encryption, encryption);
}

wire::Transform toTransform(api::Integrity integrity)
{
    return transformOf<api::Integrity>(kIntegrity, TransformType::Integrity, integrity);
}

wire::Transform toTransform(api::Prf prf) { return transformOf<api::Prf>(kPrf, TransformType::Prf, prf); }

wire::Transform toTransform(api::DhGroup group)
{
    return wire::makeTransform(TransformType::DhGroup, static_cast<std::uint16_t>(group));
}

wire::Transform esnTransform(bool extended) { return wire::makeTransform(TransformType::Esn, extended ? 1 : 0); }

wire::Proposal toWire(const api::IkeProposal &proposal, std::uint8_t number)
{
    wire::Proposal out{number, wire::ProtocolId::Ike, {}, {}};
    out.transforms.push_back(toTransform(proposal.encryption));
    if (proposal.integrity != api::Integrity::None)
        out.transforms.push_back(toTransform(proposal.integrity));
    out.transforms.push_back(toTransform(proposal.prf));
    out.transforms.push_back(toTransform(proposal.group));
    return out;
}

wire::Proposal toWire(const api::EspProposal &proposal, std::uint8_t number, ByteView spi, bool withGroup)
{
    wire::Proposal out{number, wire::ProtocolId::Esp, toBytes(spi), {}};
    out.transforms.push_back(toTransform(proposal.encryption));
    if (proposal.integrity != api::Integrity::None)
        out.transforms.push_back(toTransform(proposal.integrity));
    if (withGroup && proposal.pfs != api::DhGroup::None)
        out.transforms.push_back(toTransform(proposal.pfs));
    out.transforms.push_back(esnTransform(proposal.extendedSequenceNumbers));
    return out;
}

bool isSame(const wire::Transform &a, const wire::Transform &b)
{
    if (a.type != b.type || a.id != b.id || a.hasUnknownAttribute() || b.hasUnknownAttribute())
        return false;
    const bool hasSizes = a.type == TransformType::Encryption && (a.id == 12 || a.id == 20);
    return !hasSizes || a.keyLength() == b.keyLength();
}

std::string toString(const wire::Transform &transform)
{
    std::string name;
    switch (transform.type) {
    case TransformType::Encryption: name = nameOf<api::Encryption>(kEncryption, transform); break;
    case TransformType::Prf: name = nameOf<api::Prf>(kPrf, transform); break;
    case TransformType::Integrity: name = nameOf<api::Integrity>(kIntegrity, transform); break;
    case TransformType::DhGroup: name = groupName(transform.id); break;
    case TransformType::Esn: name = transform.id == 0 ? "NO_EXT_SEQ" : transform.id == 1 ? "EXT_SEQ" : ""; break;
    }
    if (!name.empty())
        return name;
    name = std::string(typeName(transform.type)) + std::to_string(transform.id);
    if (transform.keyLength())
        name += '_' + std::to_string(*transform.keyLength());
    return name;
}

std::string toString(const wire::Proposal &proposal)
{
    std::string text;
    const auto say = [&text](const wire::Transform &transform) {
        if (!text.empty())
            text += '/';
        text += toString(transform);
    };
    for (const auto type : kSpokenOrder)
        for (const auto &transform : proposal.transforms)
            if (transform.type == type)
                say(transform);
    for (const auto &transform : proposal.transforms)
        if (std::ranges::find(kSpokenOrder, transform.type) == kSpokenOrder.end())
            say(transform);
    return text;
}

std::string toString(const wire::SaPayload &offer)
{
    std::string text;
    for (const auto &proposal : offer.proposals) {
        if (!text.empty())
            text += ", ";
        text += toString(proposal);
    }
    return text;
}

} // namespace tw::ike

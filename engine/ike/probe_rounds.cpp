#include "engine/ike/probe_rounds.h"

#include <algorithm>
#include <array>

namespace tw::ike {

namespace {

using api::DhGroup;
using api::Encryption;
using api::Integrity;
using api::Prf;

// The usual ones first: a peer's own order counts for nothing with some.
constexpr std::array kCiphers = {Encryption::Aes256Cbc, Encryption::Aes128Cbc, Encryption::TripleDesCbc,
                                 Encryption::Aes192Cbc, Encryption::DesCbc};
constexpr std::array kAeads = {Encryption::Aes256Gcm16, Encryption::Aes128Gcm16, Encryption::Aes192Gcm16,
                               Encryption::ChaCha20Poly1305};
struct Hash
{
    Integrity integrity;
    Prf prf;
};
constexpr std::array kHashes = {
    Hash{Integrity::HmacSha256_128, Prf::HmacSha256}, Hash{Integrity::HmacSha1_96, Prf::HmacSha1},
    Hash{Integrity::HmacSha384_192, Prf::HmacSha384}, Hash{Integrity::HmacSha512_256, Prf::HmacSha512},
    Hash{Integrity::HmacMd5_96, Prf::HmacMd5}};
constexpr std::array kGroups = {DhGroup::Modp2048, DhGroup::Modp1024,     DhGroup::Ecp256,       DhGroup::Modp1536,
                                DhGroup::Ecp384,   DhGroup::Curve25519,   DhGroup::Modp3072,     DhGroup::Modp4096,
                                DhGroup::Ecp521,   DhGroup::Modp2048s256, DhGroup::Modp2048s224, DhGroup::Modp1024s160,
                                DhGroup::Modp6144, DhGroup::Modp8192,     DhGroup::Modp768};

template <typename Suite>
void add(std::vector<Suite> &list, const Suite &suite)
{
    if (std::ranges::find(list, suite) == list.end())
        list.push_back(suite);
}

std::vector<api::IkeProposal> suitesIn(DhGroup group, const api::IkeProposal &own)
{
    std::vector<api::IkeProposal> list;
    if (own.group == group)
        list.push_back(own);
    for (const Encryption cipher : kCiphers) {
        for (const Hash &hash : kHashes)
            add(list, {cipher, hash.integrity, hash.prf, group});
    }
    return list;
}

std::vector<api::IkeProposal> aeadsIn(DhGroup group)
{
    std::vector<api::IkeProposal> list;
    for (const Encryption cipher : kAeads) {
        for (const Prf prf : {Prf::HmacSha256, Prf::HmacSha384, Prf::HmacSha512})
            add(list, {cipher, Integrity::None, prf, group});
    }
    return list;
}

std::vector<api::EspProposal> espSuites(DhGroup pfs, const api::EspProposal &own)
{
    std::vector<api::EspProposal> list;
    api::EspProposal first = own;
    first.pfs = pfs;
    list.push_back(first);
    for (const Encryption cipher : kCiphers) {
        for (const Hash &hash : kHashes)
            add(list, {cipher, hash.integrity, pfs, false});
    }
    for (const Encryption cipher : kAeads)
        add(list, {cipher, Integrity::None, pfs, false});
    return list;
}

api::ConnectionConfigPtr with(const api::ConnectionConfig &config, std::vector<api::IkeProposal> proposals)
{
    auto wide = std::make_shared<api::ConnectionConfig>(config);
    wide->ike.proposals = std::move(proposals);
    return wide;
}

api::ConnectionConfigPtr with(const api::ConnectionConfig &config, std::vector<api::EspProposal> proposals)
{
    auto wide = std::make_shared<api::ConnectionConfig>(config);
    wide->child.proposals = std::move(proposals);
    return wide;
}

std::vector<api::ConnectionConfigPtr> ikeRounds(const api::ConnectionConfig &config)
{
    const api::IkeProposal own = config.ike.proposals.front();
    std::vector<api::ConnectionConfigPtr> rounds;
    const auto addRounds = [&](DhGroup group) {
        rounds.push_back(with(config, suitesIn(group, own)));
        if (config.ike.version == api::IkeVersion::V2)
            rounds.push_back(with(config, aeadsIn(group)));
    };
    addRounds(own.group);
    // The own suite in every group: the group alone is what differs most. Aggressive mode says one group in a message.
    if (config.ike.version == api::IkeVersion::V2 || config.ike.mode == api::IkeV1Mode::Main) {
        std::vector<api::IkeProposal> inAll;
        for (const DhGroup group : kGroups)
            add(inAll, {own.encryption, own.integrity, own.prf, group});
        rounds.push_back(with(config, std::move(inAll)));
    }
    for (const DhGroup group : kGroups) {
        if (group != own.group)
            addRounds(group);
    }
    return rounds;
}

std::vector<api::ConnectionConfigPtr> espRounds(const api::ConnectionConfig &config)
{
    const api::EspProposal own = config.child.proposals.front();
    std::vector<api::ConnectionConfigPtr> rounds{with(config, espSuites(own.pfs, own))};
    if (config.ike.version == api::IkeVersion::V2)
        return rounds; // the child of IKE_AUTH has no group: groupProbe() follows
    for (const DhGroup group : {DhGroup::None, DhGroup::Modp2048, DhGroup::Modp1024, DhGroup::Ecp256, DhGroup::Modp1536,
                                DhGroup::Ecp384, DhGroup::Modp3072, DhGroup::Modp4096, DhGroup::Ecp521}) {
        if (group != own.pfs)
            rounds.push_back(with(config, espSuites(group, own)));
    }
    return rounds;
}

} // namespace

std::vector<api::ConnectionConfigPtr> probeRounds(const api::ConnectionConfig &config, api::SuiteProbe::Scope scope)
{
    return scope == api::SuiteProbe::Scope::Phase1 ? ikeRounds(config) : espRounds(config);
}

api::ConnectionConfigPtr groupProbe(const api::ConnectionConfig &config, const api::EspProposal &taken)
{
    const DhGroup own = config.child.proposals.front().pfs;
    std::vector<api::EspProposal> list;
    const auto addGroup = [&](DhGroup group) {
        api::EspProposal suite = taken;
        suite.pfs = group;
        add(list, suite);
    };
    addGroup(own);
    for (const DhGroup group : kGroups)
        addGroup(group);
    addGroup(DhGroup::None);
    return with(config, std::move(list));
}

} // namespace tw::ike

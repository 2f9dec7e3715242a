#include "models/rehearsal/rehearsal_mistake.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

struct Known
{
    RehearsalMistake mistake;
    std::string_view name;
    const char *text;
};

constexpr std::array kKnown = {
    Known{RehearsalMistake::Key, "key", QT_TRANSLATE_NOOP("tw::models::Rehearsal", "another pre-shared key")},
    Known{RehearsalMistake::IkeEncryption, "ike-encryption",
          QT_TRANSLATE_NOOP("tw::models::Rehearsal", "another encryption algorithm in phase 1")},
    Known{RehearsalMistake::IkeIntegrity, "ike-integrity",
          QT_TRANSLATE_NOOP("tw::models::Rehearsal", "another authentication algorithm in phase 1")},
    Known{RehearsalMistake::IkeGroup, "ike-group",
          QT_TRANSLATE_NOOP("tw::models::Rehearsal", "another DH group in phase 1")},
    Known{RehearsalMistake::Encryption, "encryption",
          QT_TRANSLATE_NOOP("tw::models::Rehearsal", "another encryption algorithm in phase 2")},
    Known{RehearsalMistake::Integrity, "integrity",
          QT_TRANSLATE_NOOP("tw::models::Rehearsal", "another authentication algorithm in phase 2")},
    Known{RehearsalMistake::PfsGroup, "pfs", QT_TRANSLATE_NOOP("tw::models::Rehearsal", "another PFS group")},
    Known{RehearsalMistake::PfsOff, "pfs-off", QT_TRANSLATE_NOOP("tw::models::Rehearsal", "no PFS")},
    Known{RehearsalMistake::LocalId, "local-id",
          QT_TRANSLATE_NOOP("tw::models::Rehearsal", "the peer calls itself by another name")},
    Known{RehearsalMistake::RemoteId, "remote-id",
          QT_TRANSLATE_NOOP("tw::models::Rehearsal", "the peer expects another name of us")},
    Known{RehearsalMistake::Subnet, "subnet",
          QT_TRANSLATE_NOOP("tw::models::Rehearsal", "another subnet in place of one of ours")},
    Known{RehearsalMistake::Version, "version", QT_TRANSLATE_NOOP("tw::models::Rehearsal", "the other IKE version")},
    Known{RehearsalMistake::Mode, "mode", QT_TRANSLATE_NOOP("tw::models::Rehearsal", "the other negotiation mode")},
};

const Known &known(RehearsalMistake mistake) { return kKnown.at(static_cast<std::size_t>(mistake)); }

api::Encryption otherThan(api::Encryption encryption)
{
    if (api::isAead(encryption))
        return encryption == api::Encryption::Aes256Gcm16 ? api::Encryption::Aes128Gcm16 : api::Encryption::Aes256Gcm16;
    return encryption == api::Encryption::Aes256Cbc ? api::Encryption::Aes128Cbc : api::Encryption::Aes256Cbc;
}

api::Integrity otherThan(api::Integrity integrity)
{
    return integrity == api::Integrity::HmacSha256_128 ? api::Integrity::HmacSha1_96 : api::Integrity::HmacSha256_128;
}

api::DhGroup otherThan(api::DhGroup group)
{
    return group == api::DhGroup::Modp2048 ? api::DhGroup::Modp1536 : api::DhGroup::Modp2048;
}

// One that nobody has: RFC 5737 and RFC 3849 keep these prefixes for documents.
api::TrafficSelector strangerOf(IpFamily family)
{
    const auto prefix = IpPrefix::parse(family == IpFamily::V4 ? "203.0.113.0/24" : "2001:db8:ffff::/64");
    return api::TrafficSelector::fromPrefix(*prefix);
}

// In IKEv1 an address must be an address, or the mode would no longer fit.
api::Identity otherThan(const api::Identity &identity)
{
    if (identity.type == api::Identity::Type::Ipv6Address)
        return *api::Identity::parse("2001:db8:ffff::1");
    if (identity.type == api::Identity::Type::Ipv4Address)
        return *api::Identity::parse("203.0.113.99");
    return *api::Identity::parse("somebody-else.example.org");
}

} // namespace

std::string_view mistakeName(RehearsalMistake mistake) { return known(mistake).name; }

std::optional<RehearsalMistake> parseMistake(std::string_view name)
{
    const auto found = std::ranges::find(kKnown, name, &Known::name);
    return found == kKnown.end() ? std::nullopt : std::optional(found->mistake);
}

QString mistakeText(RehearsalMistake mistake)
{
    return QCoreApplication::translate("tw::models::Rehearsal", known(mistake).text);
}

QList<RehearsalMistake> possibleMistakes(const api::ConnectionConfig &config)
{
    QList<RehearsalMistake> possible;
    const bool hasKey = std::holds_alternative<api::PresharedKeyAuthentication>(config.ike.authentication);
    for (const Known &one : kKnown) {
        const bool isOut = (one.mistake == RehearsalMistake::Key && !hasKey)
            || (one.mistake == RehearsalMistake::IkeIntegrity && api::isAead(config.ike.proposals.front().encryption))
            || (one.mistake == RehearsalMistake::Integrity && api::isAead(config.child.proposals.front().encryption))
            || (one.mistake == RehearsalMistake::PfsOff && config.child.proposals.front().pfs == api::DhGroup::None)
            || (one.mistake == RehearsalMistake::Mode && config.ike.version == api::IkeVersion::V2);
        if (!isOut)
            possible.append(one.mistake);
    }
    return possible;
}

void makeMistake(api::RehearsalSetup &setup, RehearsalMistake mistake)
{
    if (mistake == RehearsalMistake::Key) {
        SecretBytes key(setup.theirs.secret.size() + 1);
        std::ranges::copy(setup.theirs.secret.view(), key.bytes().begin());
        key.bytes().back() = 'x'; // a zero would be none: HMAC fills short keys with them
        setup.theirs.secret = std::move(key);
        return;
    }
    auto theirs = std::make_shared<api::ConnectionConfig>(*setup.theirs.config);
    for (api::IkeProposal &proposal : theirs->ike.proposals) {
        if (mistake == RehearsalMistake::IkeEncryption) {
            proposal.encryption = otherThan(proposal.encryption);
        } else if (mistake == RehearsalMistake::IkeIntegrity) {
            proposal.integrity = otherThan(proposal.integrity);
            proposal.prf = *api::parsePrf(api::shortName(proposal.integrity)); // devices have one setting for both
        } else if (mistake == RehearsalMistake::IkeGroup) {
            proposal.group = otherThan(proposal.group);
        }
    }
    for (api::EspProposal &proposal : theirs->child.proposals) {
        if (mistake == RehearsalMistake::Encryption)
            proposal.encryption = otherThan(proposal.encryption);
        else if (mistake == RehearsalMistake::Integrity)
            proposal.integrity = otherThan(proposal.integrity);
        else if (mistake == RehearsalMistake::PfsGroup)
            proposal.pfs = otherThan(proposal.pfs);
        else if (mistake == RehearsalMistake::PfsOff)
            proposal.pfs = api::DhGroup::None;
    }
    if (mistake == RehearsalMistake::LocalId)
        theirs->ike.localId = otherThan(theirs->ike.localId);
    else if (mistake == RehearsalMistake::RemoteId)
        theirs->ike.remoteId = otherThan(theirs->ike.remoteId);
    else if (mistake == RehearsalMistake::Subnet)
        theirs->child.remote.back() = strangerOf(theirs->child.remote.back().start.family());
    else if (mistake == RehearsalMistake::Version)
        theirs->ike.version = theirs->ike.version == api::IkeVersion::V1 ? api::IkeVersion::V2 : api::IkeVersion::V1;
    else if (mistake == RehearsalMistake::Mode)
        theirs->ike.mode = theirs->ike.mode == api::IkeV1Mode::Main ? api::IkeV1Mode::Aggressive : api::IkeV1Mode::Main;
    setup.theirs.config = std::move(theirs);
}

} // namespace tw::models

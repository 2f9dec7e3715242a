#pragma once

#include "engine/api/proposal.h"
#include "models/transfer/peer_format.h"

#include <QStringView>

#include <optional>
#include <span>

// What each device calls an algorithm, and which it does not have. The same tables serve writers and readers; an
// algorithm without a word cannot be exported to the device.
namespace tw::models {

enum class PeerPhase { IkeV1, IkeV2, Esp };

struct EncryptionWords
{
    api::Encryption value;
    const char *ikev1; // nullptr: not there
    const char *ikev2;
    const char *esp;
};

struct HashWords
{
    api::Integrity value;
    const char *ikev1;
    const char *ikev2;
    const char *esp;
};

struct GroupWords
{
    api::DhGroup value;
    const char *ike;
    const char *pfs;
};

struct PeerWords
{
    std::span<const EncryptionWords> encryptions;
    std::span<const HashWords> hashes;
    std::span<const GroupWords> groups;

    // nullptr where the device has none.
    const char *word(api::Encryption value, PeerPhase phase) const;
    const char *word(api::Integrity value, PeerPhase phase) const;
    const char *word(api::DhGroup value, PeerPhase phase) const;

    std::optional<api::Encryption> encryption(QStringView word, PeerPhase phase) const;
    std::optional<api::Integrity> hash(QStringView word, PeerPhase phase) const;
    std::optional<api::DhGroup> group(QStringView word, PeerPhase phase) const;
};

const PeerWords &peerWords(PeerFormat format);
// The newer cmdlets of Windows have other words than its IKEv1 rules.
const PeerWords &windowsS2sWords();

} // namespace tw::models

#pragma once

#include "engine/api/rehearsal.h"

#include <QList>
#include <QString>

#include <optional>
#include <string_view>

namespace tw::models {

// "Break one thing": what admins get wrong at the other end, one at a time, to see what it looks like from here.
enum class RehearsalMistake : std::uint8_t {
    Key,
    IkeEncryption,
    IkeIntegrity,
    IkeGroup,
    Encryption,
    Integrity,
    PfsGroup,
    PfsOff, // we have PFS, the peer has none
    LocalId, // the peer calls itself something else
    RemoteId, // the peer expects another name of us
    Subnet, // one of ours is missing there
    Version,
    Mode, // main instead of aggressive, or the reverse
};

std::string_view mistakeName(RehearsalMistake mistake); // "key", "ike-encryption", ...: stable
std::optional<RehearsalMistake> parseMistake(std::string_view name);
QString mistakeText(RehearsalMistake mistake); // "another pre-shared key"

// Those that this connection can have: an AEAD suite has no integrity algorithm to differ, IKEv2 no mode.
QList<RehearsalMistake> possibleMistakes(const api::ConnectionConfig &config);
// Changes the peer's side. Must be a possible one.
void makeMistake(api::RehearsalSetup &setup, RehearsalMistake mistake);

} // namespace tw::models

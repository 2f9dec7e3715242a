#pragma once

#include "engine/base/secret_bytes.h"

#include <QByteArray>

#include <expected>
#include <map>
#include <optional>

// What a tar archive holds: plain files and nothing else, in POSIX's ustar format. Keys are among them, so everything is
// kept in memory that is wiped.
namespace tw::models {

inline constexpr std::size_t kMaxTarSize = std::size_t{64} << 20;
inline constexpr std::size_t kMaxTarFiles = 40'000;

using TarFiles = std::map<QByteArray, SecretBytes>; // by name: "keys/vco-..."; at most 100 octets

SecretBytes writeTar(const TarFiles &files, qint64 time); // seconds since 1970, of all
// Where it goes wrong: the octet from which on it cannot be read.
std::expected<TarFiles, std::size_t> readTar(ByteView archive);

} // namespace tw::models

#pragma once

#include "engine/base/bytes.h"

#include <QString>

#include <expected>

namespace tw::app {

// A new file, for its owner alone where it is private. What exists already stays, unless `overwrites`: then it is replaced
// as a whole, and a symbolic link is replaced and not followed. The error says why, without the name.
std::expected<void, QString> savePrivateFile(const QString &path, ByteView content, bool isPrivate, bool overwrites);

} // namespace tw::app

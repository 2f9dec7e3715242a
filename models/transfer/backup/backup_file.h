#pragma once

#include "engine/base/bytes.h"

#include <QString>

#include <expected>

namespace tw::models {

// For its owner alone from the first octet, beside its place until it is whole and on the disk; then it takes the place of
// what was there. The error says why, without the name.
std::expected<void, QString> saveBackupFile(const QString &path, ByteView content);
// The error has the name in it.
std::expected<Bytes, QString> readBackupFile(const QString &path);

// By its first line: one that is damaged behind it is one, too. False where it cannot be read.
bool isBackupFile(const QString &path);

} // namespace tw::models

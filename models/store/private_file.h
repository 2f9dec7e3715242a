#pragma once

#include "engine/base/bytes.h"

#include <QString>

#include <expected>
#include <span>

namespace tw::models {

struct FileToSave
{
    QString path;
    ByteView content;
    bool isPrivate; // for its owner alone, from the first byte
    bool isDurable = false; // on the disk before it takes its place, which may take long
};

struct SaveFailure
{
    QString path; // which file
    QString reason; // the system's own words, without the name
};

// New files, all of them or none: each is written beside its place first. What exists already stays, unless `overwrites`:
// then it is replaced as a whole, and a symbolic link is replaced and not followed.
std::expected<void, SaveFailure> saveFiles(std::span<const FileToSave> files, bool overwrites);

// One of them. The error says why, without the name.
std::expected<void, QString> savePrivateFile(const QString &path, ByteView content, bool isPrivate, bool overwrites);

} // namespace tw::models

#pragma once

#include "engine/base/secret_bytes.h"

#include <QFile>

#include <expected>

namespace tw::models {

// The content of an open file, which may hold a key and is never kept in memory that is not wiped. Of one that is too long
// to be a configuration (kMaxPeerText) there is one octet too many, so that whoever reads it says so. The error says why,
// with the name.
std::expected<SecretBytes, QString> readPeerFile(QFile &file);
std::expected<SecretBytes, QString> readPeerFile(const QString &name);

} // namespace tw::models

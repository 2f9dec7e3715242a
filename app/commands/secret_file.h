#pragma once

#include "engine/base/secret_bytes.h"

#include <QString>

#include <expected>

namespace tw::app {

// A file that may hold keys, without a copy that stays behind; "-": standard input. At most `limit` octets, the rest is not
// read. The error names the file.
std::expected<SecretBytes, QString> readSecretFile(const QString &name, std::size_t limit);

} // namespace tw::app

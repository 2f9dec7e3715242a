#pragma once

#include "engine/base/secret_bytes.h"

#include <QString>

#include <expected>

namespace tw::app {

// Never an argument, which every user of the machine could read. From the first line of a file ("-": standard input), or,
// where `fileName` is empty, from the terminal, which does not show it; typed twice where `isNew`. The error is a sentence.
std::expected<SecretBytes, QString> readPassphrase(const QString &fileName, const QString &prompt, bool isNew);

// The first line of a file ("-": standard input), without its end.
std::expected<SecretBytes, QString> readSecretLine(const QString &fileName);

} // namespace tw::app

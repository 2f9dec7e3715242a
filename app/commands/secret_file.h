#pragma once

#include "engine/base/secret_bytes.h"

#include <QString>

#include <expected>

namespace tw::app {

// models::readPeerFile() of a name on the command line, where "-" is standard input. Certificates and keys are of the same
// size at most.
std::expected<SecretBytes, QString> readSecretFile(const QString &name);

QString base64(const SecretBytes &content); // as requests carry a file

} // namespace tw::app

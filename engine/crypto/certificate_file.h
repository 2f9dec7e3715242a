#pragma once

#include "engine/api/certificate_reader.h"

namespace tw::crypto {

// Reads the files in which certificates and keys are handed around.
std::expected<api::Credentials, api::CredentialsFault> readCredentials(ByteView file, const SecretBytes &passphrase);

// The same as an object, for those who may not know this folder. Lives as long as the program.
const api::CertificateReader &certificateReader();

} // namespace tw::crypto

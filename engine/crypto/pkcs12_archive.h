#pragma once

#include "engine/api/certificate_reader.h"
#include "engine/crypto/library.h"
#include "engine/crypto/passphrase_budget.h"

#include <openssl/pkcs12.h>

namespace tw::crypto {

// What a PKCS#12 archive (RFC 7292) holds of what is looked for.
struct ArchiveContent
{
    std::vector<Bytes> certificates; // in DER
    std::vector<PublicKey> keys; // private ones: the library has one name for both
};

// Opens it part by part: PKCS12_parse() would compute for as long as any part of it asks for. Private to engine/crypto.
std::expected<ArchiveContent, api::CredentialsFault> openArchive(const PKCS12 *archive, const SecretBytes &passphrase,
                                                                 PassphraseBudget &budget);

} // namespace tw::crypto

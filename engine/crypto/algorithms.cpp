#include "engine/crypto/algorithms.h"

#include "engine/crypto/key_exchange_families.h"
#include "engine/crypto/library.h"

#include <utility>

namespace tw::crypto {

using api::DhGroup;
using api::Encryption;
using api::Integrity;
using api::Prf;

EncryptionSizes sizesOf(Encryption encryption)
{
    switch (encryption) {
    case Encryption::Aes128Cbc: return {.key = 16, .salt = 0, .iv = 16, .block = 16, .icv = 0};
    case Encryption::Aes192Cbc: return {.key = 24, .salt = 0, .iv = 16, .block = 16, .icv = 0};
    case Encryption::Aes256Cbc: return {.key = 32, .salt = 0, .iv = 16, .block = 16, .icv = 0};
    case Encryption::DesCbc: return {.key = 8, .salt = 0, .iv = 8, .block = 8, .icv = 0};
    case Encryption::TripleDesCbc: return {.key = 24, .salt = 0, .iv = 8, .block = 8, .icv = 0};
    case Encryption::Aes128Gcm16: return {.key = 16, .salt = 4, .iv = 8, .block = 1, .icv = 16};
    case Encryption::Aes192Gcm16: return {.key = 24, .salt = 4, .iv = 8, .block = 1, .icv = 16};
    case Encryption::Aes256Gcm16:
    case Encryption::ChaCha20Poly1305: return {.key = 32, .salt = 4, .iv = 8, .block = 1, .icv = 16};
    }
    std::unreachable();
}

IntegritySizes sizesOf(Integrity integrity)
{
    switch (integrity) {
    case Integrity::None: return {.key = 0, .icv = 0};
    case Integrity::HmacMd5_96: return {.key = 16, .icv = 12};
    case Integrity::HmacSha1_96: return {.key = 20, .icv = 12};
    case Integrity::HmacSha256_128: return {.key = 32, .icv = 16};
    case Integrity::HmacSha384_192: return {.key = 48, .icv = 24};
    case Integrity::HmacSha512_256: return {.key = 64, .icv = 32};
    }
    std::unreachable();
}

std::size_t outputSize(Prf prf)
{
    switch (prf) {
    case Prf::HmacMd5: return 16;
    case Prf::HmacSha1: return 20;
    case Prf::HmacSha256: return 32;
    case Prf::HmacSha384: return 48;
    case Prf::HmacSha512: return 64;
    }
    std::unreachable();
}

std::size_t publicValueSize(DhGroup group)
{
    switch (group) {
    case DhGroup::None: return 0;
    case DhGroup::Modp768: return 96;
    case DhGroup::Modp1024:
    case DhGroup::Modp1024s160: return 128;
    case DhGroup::Modp1536: return 192;
    case DhGroup::Modp2048:
    case DhGroup::Modp2048s224:
    case DhGroup::Modp2048s256: return 256;
    case DhGroup::Modp3072: return 384;
    case DhGroup::Modp4096: return 512;
    case DhGroup::Modp6144: return 768;
    case DhGroup::Modp8192: return 1024;
    case DhGroup::Ecp256: return 2 * 32;
    case DhGroup::Ecp384: return 2 * 48;
    case DhGroup::Ecp521: return 2 * 66;
    case DhGroup::Curve25519: return 32;
    }
    std::unreachable();
}

std::size_t icvSize(Encryption encryption, Integrity integrity)
{
    return api::isAead(encryption) ? sizesOf(encryption).icv : sizesOf(integrity).icv;
}

bool isAvailable(Encryption encryption) { return fetched(encryption) != nullptr; }

bool isAvailable(Integrity integrity)
{
    switch (integrity) {
    case Integrity::None: return true;
    case Integrity::HmacMd5_96: return isAvailable(Prf::HmacMd5);
    case Integrity::HmacSha1_96: return isAvailable(Prf::HmacSha1);
    case Integrity::HmacSha256_128: return isAvailable(Prf::HmacSha256);
    case Integrity::HmacSha384_192: return isAvailable(Prf::HmacSha384);
    case Integrity::HmacSha512_256: return isAvailable(Prf::HmacSha512);
    }
    std::unreachable();
}

bool isAvailable(Prf prf) { return fetchedHmac() && fetched(hashOf(prf)); }

bool isAvailable(DhGroup group)
{
    switch (group) {
    case DhGroup::None: return true;
    case DhGroup::Ecp256:
    case DhGroup::Ecp384:
    case DhGroup::Ecp521: return hasEcpGroup(group);
    case DhGroup::Curve25519: return hasX25519();
    default: return hasModpGroup(group);
    }
}

bool isAvailable(const api::IkeProposal &proposal)
{
    return isAvailable(proposal.encryption) && isAvailable(proposal.integrity) && isAvailable(proposal.prf)
        && isAvailable(proposal.group);
}

bool isAvailable(const api::EspProposal &proposal)
{
    return isAvailable(proposal.encryption) && isAvailable(proposal.integrity) && isAvailable(proposal.pfs);
}

} // namespace tw::crypto

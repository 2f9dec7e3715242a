#include "engine/crypto/key_exchange_families.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/private_value.h"

#include <array>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/params.h>

// MODP groups: RFC 2409 (1, 2), RFC 3526 (5, 14-18), RFC 5114 (22-24). All numbers come out of the library's own
// tables.
namespace tw::crypto {

namespace {

using api::DhGroup;

struct ModpGroup
{
    BigNumber prime;
    BigNumber generator;
    BigNumber order; // of the subgroup, for 22-24; empty where the prime is a safe one
    BigNumber largestPublic; // p - 2
    MontgomeryContext montgomery;
    BigNumber exponentBound; // where there is no order
    std::size_t size = 0; // of the prime, in bytes
};

// Twice the strength that RFC 3526, 8 estimates for the prime, and not below 256 bits; 512 bits are enough for all.
int exponentBits(DhGroup group)
{
    switch (group) {
    case DhGroup::Modp2048: return 320;
    case DhGroup::Modp3072: return 448;
    case DhGroup::Modp4096:
    case DhGroup::Modp6144:
    case DhGroup::Modp8192: return 512;
    default: return 256;
    }
}

// 2^bits - 1: below it are the numbers of that many bits.
BigNumber largestOf(int bits)
{
    BigNumber number(BN_new());
    if (!number || !BN_set_bit(number.get(), bits) || !BN_sub_word(number.get(), 1))
        return nullptr;
    return number;
}

BIGNUM *safePrime(DhGroup group)
{
    switch (group) {
    case DhGroup::Modp768: return BN_get_rfc2409_prime_768(nullptr);
    case DhGroup::Modp1024: return BN_get_rfc2409_prime_1024(nullptr);
    case DhGroup::Modp1536: return BN_get_rfc3526_prime_1536(nullptr);
    case DhGroup::Modp2048: return BN_get_rfc3526_prime_2048(nullptr);
    case DhGroup::Modp3072: return BN_get_rfc3526_prime_3072(nullptr);
    case DhGroup::Modp4096: return BN_get_rfc3526_prime_4096(nullptr);
    case DhGroup::Modp6144: return BN_get_rfc3526_prime_6144(nullptr);
    case DhGroup::Modp8192: return BN_get_rfc3526_prime_8192(nullptr);
    default: return nullptr;
    }
}

// The library knows the groups of RFC 5114 only as parameters of a key.
const char *subgroupName(DhGroup group)
{
    switch (group) {
    case DhGroup::Modp1024s160: return "dh_1024_160";
    case DhGroup::Modp2048s224: return "dh_2048_224";
    case DhGroup::Modp2048s256: return "dh_2048_256";
    default: return nullptr;
    }
}

BigNumber parameter(const EVP_PKEY *key, const char *name)
{
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    return BigNumber(number);
}

void loadSubgroup(ModpGroup &group, const char *name)
{
    const PublicKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "DHX", nullptr));
    const std::array parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char *>(name), 0),
        OSSL_PARAM_construct_end()};
    EVP_PKEY *made = nullptr;
    if (!context || EVP_PKEY_paramgen_init(context.get()) <= 0
        || EVP_PKEY_CTX_set_params(context.get(), parameters.data()) <= 0
        || EVP_PKEY_generate(context.get(), &made) <= 0)
        return;
    const PublicKey key(made);
    group.prime = parameter(key.get(), OSSL_PKEY_PARAM_FFC_P);
    group.generator = parameter(key.get(), OSSL_PKEY_PARAM_FFC_G);
    group.order = parameter(key.get(), OSSL_PKEY_PARAM_FFC_Q);
}

void loadSafePrime(ModpGroup &group, DhGroup id)
{
    group.prime.reset(safePrime(id));
    group.generator.reset(BN_new());
    if (group.generator)
        BN_set_word(group.generator.get(), 2);
    group.exponentBound = largestOf(exponentBits(id));
}

// Empty where the library lacks the group.
std::unique_ptr<const ModpGroup> loadGroup(DhGroup id)
{
    auto group = std::make_unique<ModpGroup>();
    if (const char *name = subgroupName(id))
        loadSubgroup(*group, name);
    else
        loadSafePrime(*group, id);

    const BigNumberContext scratch(BN_CTX_new());
    group->montgomery.reset(BN_MONT_CTX_new());
    group->largestPublic.reset(group->prime ? BN_dup(group->prime.get()) : nullptr);
    group->size = publicValueSize(id);
    const bool complete = scratch && group->montgomery && group->largestPublic && group->generator
        && (subgroupName(id) ? group->order : group->exponentBound)
        && BN_num_bytes(group->prime.get()) == static_cast<int>(group->size)
        && BN_sub_word(group->largestPublic.get(), 2)
        && BN_MONT_CTX_set(group->montgomery.get(), group->prime.get(), scratch.get());
    dropLibraryErrors();
    return complete ? std::move(group) : nullptr;
}

template <DhGroup Id>
const ModpGroup *loadedOnce()
{
    static const auto group = loadGroup(Id);
    return group.get();
}

const ModpGroup *modpGroup(DhGroup group)
{
    switch (group) {
    case DhGroup::Modp768: return loadedOnce<DhGroup::Modp768>();
    case DhGroup::Modp1024: return loadedOnce<DhGroup::Modp1024>();
    case DhGroup::Modp1536: return loadedOnce<DhGroup::Modp1536>();
    case DhGroup::Modp2048: return loadedOnce<DhGroup::Modp2048>();
    case DhGroup::Modp3072: return loadedOnce<DhGroup::Modp3072>();
    case DhGroup::Modp4096: return loadedOnce<DhGroup::Modp4096>();
    case DhGroup::Modp6144: return loadedOnce<DhGroup::Modp6144>();
    case DhGroup::Modp8192: return loadedOnce<DhGroup::Modp8192>();
    case DhGroup::Modp1024s160: return loadedOnce<DhGroup::Modp1024s160>();
    case DhGroup::Modp2048s224: return loadedOnce<DhGroup::Modp2048s224>();
    case DhGroup::Modp2048s256: return loadedOnce<DhGroup::Modp2048s256>();
    default: return nullptr;
    }
}

// base^exponent mod p, without leaking the exponent through time.
BigNumber secretPower(const ModpGroup &group, const BIGNUM *base, const BIGNUM *exponent)
{
    const auto scratch = required(BigNumberContext(BN_CTX_new()), "MODP");
    auto power = required(BigNumber(BN_new()), "MODP");
    require(BN_mod_exp_mont_consttime(power.get(), base, exponent, group.prime.get(), scratch.get(),
                                      group.montgomery.get()),
            "MODP");
    return power;
}

// Where there is no order, the exponent is far shorter than the prime, and every number of its length will do but zero.
BigNumber makePrivate(const ModpGroup &group, RandomSource &random)
{
    return privateBelow(group.order ? group.order.get() : group.exponentBound.get(), random);
}

// RFC 6989, 2.1 for safe primes, 2.2 for groups 22-24: a value of small order would tell the peer bits of our exponent.
bool isAcceptable(const ModpGroup &group, const BIGNUM *peer)
{
    if (BN_cmp(peer, BN_value_one()) <= 0 || BN_cmp(peer, group.largestPublic.get()) > 0)
        return false;
    if (!group.order)
        return true;
    const auto scratch = required(BigNumberContext(BN_CTX_new()), "MODP");
    const auto power = required(BigNumber(BN_new()), "MODP");
    require(
        BN_mod_exp_mont(power.get(), peer, group.order.get(), group.prime.get(), scratch.get(), group.montgomery.get()),
        "MODP");
    return BN_is_one(power.get());
}

class ModpSecret : public KeyExchange::Secret
{
public:
    ModpSecret(const ModpGroup &group, BigNumber exponent) : m_group(group), m_exponent(std::move(exponent)) { }

    Result<SecretBytes> combine(ByteView peerPublic) const override
    {
        const auto peer =
            required(BigNumber(BN_bin2bn(peerPublic.data(), static_cast<int>(peerPublic.size()), nullptr)), "MODP");
        if (!isAcceptable(m_group, peer.get()))
            return fail(Fault::InvalidKeyExchange, "MODP public value");
        const auto power = secretPower(m_group, peer.get(), m_exponent.get());
        SecretBytes shared(m_group.size);
        require(BN_bn2binpad(power.get(), shared.bytes().data(), static_cast<int>(shared.size())) >= 0, "MODP");
        return shared;
    }

private:
    const ModpGroup &m_group; // lives as long as the program
    BigNumber m_exponent;
};

} // namespace

bool hasModpGroup(api::DhGroup group) { return modpGroup(group) != nullptr; }

KeyPair makeModpPair(api::DhGroup id, RandomSource &random)
{
    const ModpGroup &group = *modpGroup(id);
    BigNumber exponent = makePrivate(group, random);
    const auto power = secretPower(group, group.generator.get(), exponent.get());
    Bytes publicValue(group.size);
    require(BN_bn2binpad(power.get(), publicValue.data(), static_cast<int>(publicValue.size())) >= 0, "MODP");
    return {std::move(publicValue), std::make_unique<ModpSecret>(group, std::move(exponent))};
}

} // namespace tw::crypto

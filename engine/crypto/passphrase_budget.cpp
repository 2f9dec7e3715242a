#include "engine/crypto/passphrase_budget.h"

#include "engine/crypto/library.h"

#include <algorithm>

namespace tw::crypto {

namespace {

using SimpleParameters = std::unique_ptr<PBEPARAM, Releaser<PBEPARAM_free>>;
using Parameters = std::unique_ptr<PBE2PARAM, Releaser<PBE2PARAM_free>>;
using Pbkdf2Parameters = std::unique_ptr<PBKDF2PARAM, Releaser<PBKDF2PARAM_free>>;
using ScryptParameters = std::unique_ptr<SCRYPT_PARAMS, Releaser<SCRYPT_PARAMS_free>>;

// Of an algorithm; null where they are something else.
template <typename Owner>
Owner parametersOf(const X509_ALGOR *algorithm, const ASN1_ITEM *item)
{
    int type = V_ASN1_UNDEF;
    const void *value = nullptr;
    X509_ALGOR_get0(nullptr, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE)
        return {};
    return Owner(
        static_cast<typename Owner::element_type *>(ASN1_item_unpack(static_cast<const ASN1_STRING *>(value), item)));
}

int nidOf(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *oid = nullptr;
    X509_ALGOR_get0(&oid, nullptr, nullptr, algorithm);
    return OBJ_obj2nid(oid);
}

// More than fits is as much as can be; below zero there is nothing that the library would do.
std::uint64_t numberOf(const ASN1_INTEGER *integer)
{
    std::uint64_t number = 0;
    if (!integer || ASN1_STRING_type(integer) == V_ASN1_NEG_INTEGER)
        return 0;
    return ASN1_INTEGER_get_uint64(&number, integer) ? number : UINT64_MAX;
}

std::uint64_t product(std::uint64_t a, std::uint64_t b) { return a != 0 && b > UINT64_MAX / a ? UINT64_MAX : a * b; }

} // namespace

bool PassphraseBudget::spend(const X509_ALGOR *sealing)
{
    if (nidOf(sealing) == NID_pbes2) {
        const auto parameters = parametersOf<Parameters>(sealing, ASN1_ITEM_rptr(PBE2PARAM));
        return !parameters || spendDerivation(parameters->keyfunc);
    }
    const auto parameters = parametersOf<SimpleParameters>(sealing, ASN1_ITEM_rptr(PBEPARAM));
    return !parameters || spend(parameters->iter);
}

bool PassphraseBudget::spendDerivation(const X509_ALGOR *derivation)
{
    if (nidOf(derivation) == NID_id_scrypt) {
        const auto parameters = parametersOf<ScryptParameters>(derivation, ASN1_ITEM_rptr(SCRYPT_PARAMS));
        return !parameters
            || spend(product(numberOf(parameters->costParameter),
                             product(numberOf(parameters->blockSize), numberOf(parameters->parallelizationParameter))));
    }
    const auto parameters = parametersOf<Pbkdf2Parameters>(derivation, ASN1_ITEM_rptr(PBKDF2PARAM));
    return !parameters || spend(parameters->iter);
}

bool PassphraseBudget::spend(const ASN1_INTEGER *rounds) { return spend(numberOf(rounds)); }

bool PassphraseBudget::spend(std::uint64_t rounds)
{
    const bool isEnough = rounds <= m_left;
    m_left -= std::min(rounds, m_left);
    return isEnough;
}

} // namespace tw::crypto

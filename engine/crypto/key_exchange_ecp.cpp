#include "engine/crypto/key_exchange_families.h"

#include "engine/crypto/algorithms.h"
#include "engine/crypto/private_value.h"

#include <utility>

#include <openssl/obj_mac.h>

// ECP groups of RFC 5903: NIST P-256, P-384 and P-521.
namespace tw::crypto {

namespace {

using api::DhGroup;

template <int CurveName>
const EC_GROUP *loadedOnce()
{
    static const EcGroup group(EC_GROUP_new_by_curve_name(CurveName));
    return group.get();
}

const EC_GROUP *curveOf(DhGroup group)
{
    switch (group) {
    case DhGroup::Ecp256: return loadedOnce<NID_X9_62_prime256v1>();
    case DhGroup::Ecp384: return loadedOnce<NID_secp384r1>();
    case DhGroup::Ecp521: return loadedOnce<NID_secp521r1>();
    default: return nullptr;
    }
}

struct Coordinates
{
    BigNumber x = required(BigNumber(BN_new()), "ECP");
    BigNumber y = required(BigNumber(BN_new()), "ECP");
};

void write(const BIGNUM *number, MutableByteView out)
{
    require(BN_bn2binpad(number, out.data(), static_cast<int>(out.size())) >= 0, "ECP");
}

class EcpSecret : public KeyExchange::Secret
{
public:
    EcpSecret(const EC_GROUP *curve, BigNumber scalar) : m_curve(curve), m_scalar(std::move(scalar)) { }

    // The scalar times the generator, as x | y.
    Bytes publicValue(std::size_t size) const
    {
        const auto point = required(EcPoint(EC_POINT_new(m_curve)), "ECP");
        const auto scratch = required(BigNumberContext(BN_CTX_new()), "ECP");
        require(EC_POINT_mul(m_curve, point.get(), m_scalar.get(), nullptr, nullptr, scratch.get()), "ECP");
        const Coordinates at;
        require(EC_POINT_get_affine_coordinates(m_curve, point.get(), at.x.get(), at.y.get(), scratch.get()), "ECP");
        Bytes value(size);
        write(at.x.get(), MutableByteView(value).first(size / 2));
        write(at.y.get(), MutableByteView(value).last(size / 2));
        return value;
    }

    Result<SecretBytes> combine(ByteView peerPublic) const override
    {
        const std::size_t fieldSize = peerPublic.size() / 2;
        const auto point = required(EcPoint(EC_POINT_new(m_curve)), "ECP");
        const auto scratch = required(BigNumberContext(BN_CTX_new()), "ECP");
        if (!read(peerPublic, point.get(), scratch.get()))
            return fail(Fault::InvalidKeyExchange, "ECP public value");
        const auto product = required(EcPoint(EC_POINT_new(m_curve)), "ECP");
        require(EC_POINT_mul(m_curve, product.get(), nullptr, point.get(), m_scalar.get(), scratch.get()), "ECP");
        const Coordinates at;
        require(EC_POINT_get_affine_coordinates(m_curve, product.get(), at.x.get(), at.y.get(), scratch.get()), "ECP");
        SecretBytes shared(fieldSize);
        write(at.x.get(), shared.bytes());
        return shared;
    }

private:
    // RFC 6989, 2.3: both coordinates below the prime, and on the curve. These curves have no small subgroups, and the
    // point at infinity has no such form, so nothing else can be wrong.
    bool read(ByteView value, EC_POINT *point, BN_CTX *scratch) const
    {
        const int fieldSize = static_cast<int>(value.size() / 2);
        const Coordinates at;
        require(BN_bin2bn(value.data(), fieldSize, at.x.get())
                    && BN_bin2bn(value.data() + fieldSize, fieldSize, at.y.get()),
                "ECP");
        const BIGNUM *prime = EC_GROUP_get0_field(m_curve);
        const bool onCurve = BN_cmp(at.x.get(), prime) < 0 && BN_cmp(at.y.get(), prime) < 0
            && EC_POINT_set_affine_coordinates(m_curve, point, at.x.get(), at.y.get(), scratch)
            && EC_POINT_is_on_curve(m_curve, point, scratch) == 1;
        dropLibraryErrors();
        return onCurve;
    }

    const EC_GROUP *m_curve; // lives as long as the program
    BigNumber m_scalar;
};

} // namespace

bool hasEcpGroup(api::DhGroup group) { return curveOf(group) != nullptr; }

KeyPair makeEcpPair(api::DhGroup group, RandomSource &random)
{
    const EC_GROUP *curve = curveOf(group);
    auto secret = std::make_unique<EcpSecret>(curve, privateBelow(EC_GROUP_get0_order(curve), random));
    Bytes publicValue = secret->publicValue(publicValueSize(group));
    return {std::move(publicValue), std::move(secret)};
}

} // namespace tw::crypto

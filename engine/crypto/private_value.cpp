#include "engine/crypto/private_value.h"

#include "engine/base/secret_bytes.h"

namespace tw::crypto {

BigNumber privateNumber(ByteView bigEndian)
{
    auto number =
        required(BigNumber(BN_bin2bn(bigEndian.data(), static_cast<int>(bigEndian.size()), nullptr)), "private value");
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    return number;
}

BigNumber privateBelow(const BIGNUM *order, RandomSource &random)
{
    // An honest source is refused at most every second time, so it never gets here; a broken one must not hang us.
    constexpr int kMostTries = 128;
    const int bits = BN_num_bits(order);
    SecretBytes bytes(static_cast<std::size_t>(BN_num_bytes(order)));
    for (int i = 0; i < kMostTries; ++i) {
        random.fill(bytes.bytes());
        if (const int excess = BN_num_bytes(order) * 8 - bits; excess > 0)
            bytes.bytes()[0] = static_cast<std::uint8_t>(bytes.bytes()[0] & (0xff >> excess));
        auto number = privateNumber(bytes.view());
        if (!BN_is_zero(number.get()) && BN_cmp(number.get(), order) < 0)
            return number;
    }
    throw CryptoFailure("private value: the random source gives none that is in range");
}

} // namespace tw::crypto

#!/usr/bin/env python3
"""Writes the vector files for which no RFC publishes numbers.

    python3 tests/vectors/derive_vectors.py prf_plus > tests/vectors/prf_plus_derived.txt
    python3 tests/vectors/derive_vectors.py modp > tests/vectors/modp_derived.txt
    python3 tests/vectors/derive_vectors.py ecp > tests/vectors/ecp_disguised.txt
    python3 tests/vectors/derive_vectors.py ike_rekey > tests/vectors/ike_rekey_derived.txt

It shares nothing with the engine: HMAC is Python's own, modular arithmetic is Python's integers, and the primes are
computed from the formulas of RFC 2409, 6 and RFC 3526, which contain the digits of pi.
"""

import hashlib
import hmac
import sys

# bits: (group number, the constant that makes the formula a safe prime)
PRIMES = {
    768: (1, 149686),
    1024: (2, 129093),
    1536: (5, 741804),
    2048: (14, 124476),
    3072: (15, 1690314),
    4096: (16, 240904),
    6144: (17, 929484),
    8192: (18, 4743158),
}

# Bytes of private value that the engine draws for each group; any length tests the arithmetic as well.
EXPONENT_BYTES = {768: 32, 1024: 32, 1536: 32, 2048: 40, 3072: 56, 4096: 64, 6144: 64, 8192: 64}


def pi_times_power_of_two(exponent):
    """floor(2^exponent * pi), by Machin's formula in integers."""
    guard = 64
    one = 1 << (exponent + guard)

    def arctan_of_inverse(x):
        term = one // x
        total, n, sign = term, 3, -1
        while term:
            term //= x * x
            total += sign * (term // n)
            n, sign = n + 2, -sign
        return total

    return 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239)) >> guard


def prime(bits):
    constant = PRIMES[bits][1]
    return 2**bits - 2 ** (bits - 64) - 1 + 2**64 * (pi_times_power_of_two(bits - 130) + constant)


def bytes_from(label, size):
    """Arbitrary, but the same each time."""
    return hashlib.shake_256(label.encode()).digest(size)


def modp():
    print("# Diffie-Hellman in the MODP groups with safe primes: p by the formulas of RFC 2409, 6.1, 6.2 and RFC 3526;")
    print("# public = 2^private mod p, shared = peer^private mod p. Private values are SHAKE256 of a label.")
    print("# Source: Python's integers; tests/vectors/derive_vectors.py modp")
    for bits, (group, _) in PRIMES.items():
        p = prime(bits)
        ours = bytes_from(f"modp {bits} ours", EXPONENT_BYTES[bits])
        theirs = bytes_from(f"modp {bits} theirs", EXPONENT_BYTES[bits])
        peer = pow(2, int.from_bytes(theirs, "big"), p)
        values = {
            "prime": p.to_bytes(bits // 8, "big"),
            "private": ours,
            "public": pow(2, int.from_bytes(ours, "big"), p).to_bytes(bits // 8, "big"),
            "peer": peer.to_bytes(bits // 8, "big"),
            "shared": pow(peer, int.from_bytes(ours, "big"), p).to_bytes(bits // 8, "big"),
        }
        print(f"\n[group {group}, {bits} bits]\ngroup = group{group}")
        for name, value in values.items():
            print(f"{name} = {value.hex()}")


# FIPS 186-4, D.1.2: prime and b of y^2 = x^3 - 3x + b
CURVES = {
    19: (
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    ),
    20: (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    ),
    21: (
        2**521 - 1,
        0x51953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
    ),
}


def ecp():
    print("# Points of the ECP groups whose x is so small that x + p has room in the field: `honest` is x | y,")
    print("# `disguised` is x + p | y. Arithmetic modulo p cannot tell them apart; RFC 6989, 2.3 refuses the second.")
    print("# Source: Python's integers, curves of FIPS 186-4, D.1.2; tests/vectors/derive_vectors.py ecp")
    for group, (p, b) in CURVES.items():
        size = (p.bit_length() + 7) // 8
        x = 1
        while True:
            square = (x**3 - 3 * x + b) % p
            y = pow(square, (p + 1) // 4, p)  # all three primes are 3 modulo 4
            if y * y % p == square:
                break
            x += 1
        print(f"\n[group {group}, x = {x}]\ngroup = group{group}")
        print(f"honest = {x.to_bytes(size, 'big').hex()}{y.to_bytes(size, 'big').hex()}")
        print(f"disguised = {(x + p).to_bytes(size, 'big').hex()}{y.to_bytes(size, 'big').hex()}")


def prf_plus_of(name, key, seed, length):
    output, block, counter = b"", b"", 1
    while len(output) < length:
        block = hmac.new(key, block + seed + bytes([counter]), name).digest()
        output += block
        counter += 1
    return output[:length]


def prf_plus():
    print("# prf+ of RFC 7296, 2.13: lengths around the borders of one block, and all 255 blocks for the shortest hash.")
    print("# Source: Python's hmac and hashlib; tests/vectors/derive_vectors.py prf_plus")
    for name in ("md5", "sha1", "sha256", "sha384", "sha512"):
        size = hashlib.new(name).digest_size
        lengths = [1, size - 1, size, size + 1, 3 * size, 7 * size + 5]
        if name == "md5":
            lengths.append(255 * size)
        for length in lengths:
            key = bytes_from(f"key {name} {length}", size)
            seed = bytes_from(f"seed {name} {length}", 16 + length % 64)
            print(f"\n[{name}, {length} bytes]\nprf = {name}\nkey = {key.hex()}\nseed = {seed.hex()}")
            print(f"output = {prf_plus_of(name, key, seed, length).hex()}")


def ike_rekey():
    print("# Keys of an IKE SA that takes the place of one with another PRF: SKEYSEED is made with the old one, the keys")
    print("# with the new one (RFC 7296, 2.18). The suite is AES-128-CBC with an integrity algorithm of the new hash.")
    print("# Source: Python's hmac and hashlib; tests/vectors/derive_vectors.py ike_rekey")
    integrity_sizes = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}
    for old, new in (("sha256", "sha512"), ("sha384", "sha1"), ("sha1", "sha256")):
        size, integrity = hashlib.new(new).digest_size, integrity_sizes[new]
        old_d = bytes_from(f"SK_d {old}", hashlib.new(old).digest_size)
        g_ir, ni, nr = (bytes_from(f"{what} {old} {new}", 32) for what in ("g^ir", "Ni", "Nr"))
        spi_i, spi_r = (bytes_from(f"{what} {old} {new}", 8) for what in ("SPIi", "SPIr"))
        seed = hmac.new(old_d, g_ir + ni + nr, old).digest()
        sizes = {"d": size, "ai": integrity, "ar": integrity, "ei": 16, "er": 16, "pi": size, "pr": size}
        material = prf_plus_of(new, seed, ni + nr + spi_i + spi_r, sum(sizes.values()))
        print(f"\n[{old} to {new}]\nold_prf = {old}\nprf = {new}")
        for name, value in {"old_sk_d": old_d, "g_ir": g_ir, "ni": ni, "nr": nr, "spi_i": spi_i, "spi_r": spi_r}.items():
            print(f"{name} = {value.hex()}")
        for name, part in sizes.items():
            print(f"sk_{name} = {material[:part].hex()}")
            material = material[part:]


if __name__ == "__main__":
    writers = {"ecp": ecp, "ike_rekey": ike_rekey, "modp": modp, "prf_plus": prf_plus}
    if len(sys.argv) != 2 or sys.argv[1] not in writers:
        sys.exit(__doc__)
    writers[sys.argv[1]]()

#!/usr/bin/env python3
"""Writes signatures_derived.txt: signatures with the keys in tests/certificates, good ones and bad ones.

    python3 tests/vectors/derive_signatures.py > tests/vectors/signatures_derived.txt

It shares nothing with the engine but the key files, which the openssl command turns into numbers: the rest is Python's
integers and hashlib, after RFC 8017 (RSA) and FIPS 186-4 with the nonces of RFC 6979 (ECDSA). Run it again after
make_certificates.py.
"""

import hashlib
import hmac
import pathlib
import re
import subprocess

KEYS = pathlib.Path(__file__).resolve().parent.parent / "certificates"
MESSAGE = b"InitiatorSignedOctets = RealMessage1 | NonceRData | MACedIDForI"

# DigestInfo up to the digest: RFC 8017, 9.2, notes 1.
DIGEST_INFO = {
    "sha1": "3021300906052b0e03021a05000414",
    "sha256": "3031300d060960864801650304020105000420",
    "sha384": "3041300d060960864801650304020205000430",
    "sha512": "3051300d060960864801650304020305000440",
}

# FIPS 186-4, D.1.2: p, b, order, generator.
CURVES = {
    "P-256": (
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
         0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5),
    ),
    "P-384": (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        (0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
         0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F),
    ),
    "P-521": (
        2**521 - 1,
        0x01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409,
        (0x00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66,
         0x011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650),
    ),
}


def numbers_of(name):
    """The numbers that `openssl pkey -text` prints, by their titles."""
    text = subprocess.run(["openssl", "pkey", "-noout", "-text", "-in", KEYS / f"{name}.key.pem"], check=True,
                          capture_output=True, text=True).stdout
    return {title: int(digits.replace(":", "").replace(" ", "").replace("\n", ""), 16)
            for title, digits in re.findall(r"^(\w+):\n((?: +[0-9a-f:]+\n)+)", text, re.M)}


def digest(name, message=MESSAGE):
    return hashlib.new(name, message).digest()


# RSA

class Rsa:
    def __init__(self, name):
        numbers = numbers_of(name)
        self.n, self.d = numbers["modulus"], numbers["privateExponent"]
        self.size = (self.n.bit_length() + 7) // 8

    def sign(self, encoded):
        return pow(int.from_bytes(encoded, "big"), self.d, self.n).to_bytes(self.size, "big")


def pkcs1(info, size, padding=None):
    padding = b"\xff" * (size - len(info) - 3) if padding is None else padding
    return b"\0\1" + padding + b"\0" + info


def mask(seed, size, name):
    out = b"".join(digest(name, seed + i.to_bytes(4, "big")) for i in range(size // 20 + 1))
    return out[:size]


def pss(key, name, salt, mask_hash=None, trailer=0xBC):
    """EMSA-PSS-ENCODE, RFC 8017, 9.1.1; the modulus has a whole number of octets."""
    hashed = digest(name, bytes(8) + digest(name) + salt)
    block = bytes(key.size - len(salt) - len(hashed) - 2) + b"\1" + salt
    masked = bytes(a ^ b for a, b in zip(block, mask(hashed, len(block), mask_hash or name)))
    return bytes([masked[0] & 0x7F]) + masked[1:] + hashed + bytes([trailer])


# ECDSA

class Ecdsa:
    def __init__(self, curve, d):
        self.p, self.n, self.g = CURVES[curve]
        self.d = d
        self.size = (self.n.bit_length() + 7) // 8

    def add(self, a, b):
        if a is None or b is None:
            return a or b
        if a[0] == b[0]:
            if (a[1] + b[1]) % self.p == 0:
                return None
            slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, self.p)
        else:
            slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, self.p)
        x = (slope * slope - a[0] - b[0]) % self.p
        return x, (slope * (a[0] - x) - a[1]) % self.p

    def times(self, k):
        point, step = None, self.g
        while k:
            if k & 1:
                point = self.add(point, step)
            step, k = self.add(step, step), k >> 1
        return point

    def number(self, octets):
        return int.from_bytes(octets, "big") >> max(0, 8 * len(octets) - self.n.bit_length())

    def nonce(self, name, hashed):
        """RFC 6979, 3.2."""
        start = self.d.to_bytes(self.size, "big") + (self.number(hashed) % self.n).to_bytes(self.size, "big")
        v, k = b"\1" * len(hashed), bytes(len(hashed))
        for separator in (b"\0", b"\1"):
            k = hmac.new(k, v + separator + start, name).digest()
            v = hmac.new(k, v, name).digest()
        while True:
            t = b""
            while len(t) < self.size:
                v = hmac.new(k, v, name).digest()
                t += v
            candidate = self.number(t[:self.size])
            if 0 < candidate < self.n:
                return candidate
            k = hmac.new(k, v + b"\0", name).digest()
            v = hmac.new(k, v, name).digest()

    def sign(self, name, message=MESSAGE):
        hashed = digest(name, message)
        k = self.nonce(name, hashed)
        r = self.times(k)[0] % self.n
        return r, (self.number(hashed) + r * self.d) * pow(k, -1, self.n) % self.n


def integer(value):
    octets = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return b"\2" + bytes([len(octets)]) + octets


def sequence(content):
    return b"\x30" + (b"\x81" if len(content) > 127 else b"") + bytes([len(content)]) + content


def check_against_rfc6979():
    # A.2.5, message "sample", SHA-256
    key = Ecdsa("P-256", 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721)
    assert key.sign("sha256", b"sample") == (
        0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
        0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8)


def record(title, certificate, scheme, name, signature, result, salt=0):
    print(f"\n[{title}]\ncertificate = {certificate}\nscheme = {scheme}\nhash = {name}\nsalt = {salt}")
    print(f"message = {MESSAGE.hex()}\nsignature = {signature.hex()}\nresult = {result}")


def rsa_records():
    name = "rsa-left"
    key = Rsa(name)
    for hash_name, info in DIGEST_INFO.items():
        info = bytes.fromhex(info) + digest(hash_name)
        record(f"PKCS1 {hash_name}", name, "pkcs1", hash_name, key.sign(pkcs1(info, key.size)), "valid")
    info = bytes.fromhex(DIGEST_INFO["sha256"]) + digest("sha256")
    bad = {
        "of another message": pkcs1(info[:-1] + bytes([info[-1] ^ 1]), key.size),
        "short padding with a tail": pkcs1(info, 0, b"\xff" * 8) + bytes(key.size - len(info) - 11),
        "tail within": pkcs1(info + b"\0\0", key.size),
        "digest of another hash": pkcs1(bytes.fromhex(DIGEST_INFO["sha512"]) + digest("sha512"), key.size),
        "no NULL": pkcs1(bytes.fromhex("302f300b0609608648016503040201" + "0420") + digest("sha256"), key.size),
        "long form of a length": pkcs1(
            bytes.fromhex("308131300d060960864801650304020105000420") + digest("sha256"), key.size),
        "block type 2": b"\0\2" + pkcs1(info, key.size)[2:],
        "bare digest": pkcs1(digest("sha256"), key.size),
    }
    for title, encoded in bad.items():
        record(f"PKCS1 sha256, {title}", name, "pkcs1", "sha256", key.sign(encoded), "invalid")
    good = key.sign(pkcs1(info, key.size))
    record("PKCS1 sha256, plus the modulus", name, "pkcs1", "sha256",
           (int.from_bytes(good, "big") + key.n).to_bytes(key.size + 1, "big"), "invalid")
    record("PKCS1 sha256, an octet short", name, "pkcs1", "sha256", good[:-1], "invalid")
    record("PKCS1 sha256, an octet more", name, "pkcs1", "sha256", b"\0" + good, "invalid")
    record("PKCS1 sha256, empty", name, "pkcs1", "sha256", b"", "invalid")
    record("PKCS1 sha256, zero", name, "pkcs1", "sha256", bytes(key.size), "invalid")
    record("PKCS1 sha256, one", name, "pkcs1", "sha256", bytes(key.size - 1) + b"\1", "invalid")

    for hash_name in ("sha256", "sha384", "sha512"):
        for salt in (digest(hash_name, b"salt"), b""):
            record(f"PSS {hash_name}, salt of {len(salt)}", name, "pss", hash_name,
                   key.sign(pss(key, hash_name, salt)), "valid", len(salt))
    salt = digest("sha256", b"salt")
    record("PSS sha256, another length of salt", name, "pss", "sha256", key.sign(pss(key, "sha256", salt[:20])),
           "invalid", 32)
    record("PSS sha256, mask of SHA-1", name, "pss", "sha256", key.sign(pss(key, "sha256", salt, "sha1")), "invalid", 32)
    record("PSS sha256, another trailer", name, "pss", "sha256", key.sign(pss(key, "sha256", salt, None, 0xCC)),
           "invalid", 32)
    record("PSS sha256, in PKCS1's clothes", name, "pss", "sha256", good, "invalid", 32)

    key = Rsa("pss-left")
    record("PSS sha256, a key for nothing else", "pss-left", "pss", "sha256", key.sign(pss(key, "sha256", salt)), "valid",
           32)
    record("PKCS1 sha256, a key of PSS", "pss-left", "pkcs1", "sha256", key.sign(pkcs1(info, key.size)), "invalid")


def ecdsa_records():
    for name, curve, native in (("ec-left", "P-256", "sha256"), ("ec-right", "P-384", "sha384"),
                                ("ec-left-521", "P-521", "sha512")):
        key = Ecdsa(curve, numbers_of(name)["priv"])
        for hash_name in ("sha256", "sha384", "sha512"):
            r, s = key.sign(hash_name)
            record(f"ECDSA {curve} {hash_name}", name, "ecdsa", hash_name, sequence(integer(r) + integer(s)), "valid")
        r, s = key.sign(native)
        n, size = key.n, key.size

        def raw(a, b, width=size):
            return a.to_bytes(width, "big") + b.to_bytes(width, "big")

        record(f"RFC 4754 {curve}", name, "concatenated", native, raw(r, s), "valid")
        record(f"RFC 4754 {curve}, the other s", name, "concatenated", native, raw(r, n - s), "valid")
        for title, a, b in (("r = 0", 0, s), ("s = 0", r, 0), ("both 0", 0, 0), ("s = n", r, n), ("r = n", n, s),
                            ("both 1", 1, 1), ("swapped", s, r)):
            record(f"RFC 4754 {curve}, {title}", name, "concatenated", native, raw(a, b), "invalid")
        record(f"RFC 4754 {curve}, wider", name, "concatenated", native, raw(r, s, size + 1), "invalid")
        record(f"RFC 4754 {curve}, an octet short", name, "concatenated", native, raw(r, s)[:-1], "invalid")
        record(f"RFC 4754 {curve}, empty", name, "concatenated", native, b"", "invalid")
        record(f"RFC 4754 {curve}, in DER", name, "concatenated", native, sequence(integer(r) + integer(s)), "invalid")
        for title, signature in (("in RFC 4754's clothes", raw(r, s)), ("r = 0", sequence(integer(0) + integer(s))),
                                 ("with a tail", sequence(integer(r) + integer(s)) + b"\0"),
                                 ("a third number", sequence(integer(r) + integer(s) + integer(1))),
                                 ("r + n", sequence(integer(r + n) + integer(s))),
                                 ("indefinite length", b"\x30\x80" + integer(r) + integer(s) + b"\0\0"),
                                 ("empty sequence", sequence(b""))):
            record(f"ECDSA {curve} {native}, {title}", name, "ecdsa", native, signature, "invalid")


if __name__ == "__main__":
    check_against_rfc6979()
    print("# Signatures with the keys in tests/certificates; a test may use no others, since certificates carry the keys.")
    print("# Source: Python's integers and hashlib; tests/vectors/derive_signatures.py")
    rsa_records()
    ecdsa_records()

#!/usr/bin/python3
"""Writes tests/vectors/esp_scapy.txt: ESP packets in tunnel mode for every suite, made by scapy (Debian: python3-scapy).

    /usr/bin/python3 tests/vectors/make_esp_vectors.py > tests/vectors/esp_scapy.txt

It shares nothing with the engine. Keys and inner packets come from SHAKE256 of a label, so that a second run writes the
same file. Each section has two packets around the same inner one:

  sealed   with the IV that the engine's own rule gives (AEAD: the sequence number; CBC: the cipher's encryption of it,
           computed here in ECB mode), so that the engine's output can be compared octet by octet;
  foreign  with another IV and a sequence number of its own, as a peer would send it.

With extended sequence numbers scapy covers the high half in AEAD suites only; for HMAC the ICV is computed here with
Python's hmac, as RFC 4303, 2.2.1 says: over the packet followed by the high half.
"""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import ICMPv6EchoRequest, IPv6
from scapy.layers.ipsec import ESP, SecurityAssociation
from scapy.packet import Raw, raw

# engine name: (scapy name, octets of key, of salt, of IV)
ENCRYPTION = {
    "aes": ("AES-CBC", 16, 0, 16),
    "aes192": ("AES-CBC", 24, 0, 16),
    "aes256": ("AES-CBC", 32, 0, 16),
    "des": ("DES", 8, 0, 8),
    "3des": ("3DES", 24, 0, 8),
    "aes128gcm16": ("AES-GCM", 16, 4, 8),
    "aes192gcm16": ("AES-GCM", 24, 4, 8),
    "aes256gcm16": ("AES-GCM", 32, 4, 8),
    "chacha20poly1305": ("CHACHA20-POLY1305", 32, 4, 8),
}
# engine name: (scapy name, hash, octets of key, of ICV)
INTEGRITY = {
    "md5": ("HMAC-MD5-96", "md5", 16, 12),
    "sha1": ("HMAC-SHA1-96", "sha1", 20, 12),
    "sha256": ("SHA2-256-128", "sha256", 32, 16),
    "sha384": ("SHA2-384-192", "sha384", 48, 24),
    "sha512": ("SHA2-512-256", "sha512", 64, 32),
}
SUITES = (
    [(e, i) for e in ("aes", "aes192", "aes256") for i in INTEGRITY]
    + [("3des", i) for i in INTEGRITY]
    + [("des", "md5"), ("des", "sha1")]
    + [(e, "none") for e in ("aes128gcm16", "aes192gcm16", "aes256gcm16", "chacha20poly1305")]
)


def octets(label, count):
    return hashlib.shake_256(label.encode()).digest(count)


def inner_packets():
    v4 = IP(src="10.1.0.10", dst="10.2.0.10", id=4711, tos=0xb8)
    v6 = IPv6(src="fd00:1::10", dst="fd00:2::10")
    yield "IPv4 echo request", v4 / ICMP(id=7, seq=1) / Raw(octets("echo", 56))
    yield "IPv4 UDP, 1 octet", v4 / UDP(sport=1000, dport=2000) / Raw(b"x")
    yield "IPv4 TCP, 300 octets", v4 / TCP(sport=1000, dport=80, seq=9) / Raw(octets("tcp", 300))
    yield "IPv6 echo request", v6 / ICMPv6EchoRequest(id=7, seq=1, data=octets("echo6", 33))


def encrypt_block(encryption, key, block):
    if encryption.startswith("aes"):
        algorithm = algorithms.AES(key)
    else:
        algorithm = algorithms.TripleDES(key if len(key) == 24 else key * 3)
    encryptor = Cipher(algorithm, modes.ECB()).encryptor()
    return encryptor.update(block) + encryptor.finalize()


def own_iv(encryption, key, sequence):
    _, _, salt_size, iv_size = ENCRYPTION[encryption]
    counter = sequence.to_bytes(iv_size, "big")
    return counter if salt_size else encrypt_block(encryption, key, counter)


def esp_packet(encryption, integrity, keys, spi, sequence, esn, iv, inner):
    low, high = sequence & 0xFFFFFFFF, sequence >> 32
    hmac_with_esn = esn and integrity != "none"
    outer = (IP if inner.version == 4 else IPv6)()
    association = SecurityAssociation(
        ESP, spi=spi,
        crypt_algo=ENCRYPTION[encryption][0], crypt_key=keys[0],
        auth_algo=None if integrity == "none" else INTEGRITY[integrity][0], auth_key=keys[1] or None,
        tunnel_header=outer, esn_en=esn and not hmac_with_esn, esn=0 if hmac_with_esn else high)
    packet = raw(association.encrypt(inner, seq_num=low, iv=iv)[ESP])
    if hmac_with_esn:
        _, name, _, icv_size = INTEGRITY[integrity]
        covered = packet[:-icv_size]
        packet = covered + hmac.new(keys[1], covered + struct.pack("!I", high), name).digest()[:icv_size]
    return packet


def main():
    print("# ESP in tunnel mode, every suite, with and without extended sequence numbers. See the script for the two packets.")
    print("# Source: scapy's SecurityAssociation (and Python's hmac for HMAC with ESN); tests/vectors/make_esp_vectors.py")
    number = 0
    for esn in (False, True):
        for encryption, integrity in SUITES:
            _, key_size, salt_size, iv_size = ENCRYPTION[encryption]
            label = f"{encryption} {integrity} {'esn' if esn else 'no esn'}"
            key = octets("encryption " + label, key_size + salt_size)
            auth = b"" if integrity == "none" else octets("integrity " + label, INTEGRITY[integrity][2])
            inners = list(inner_packets())
            # All four inner packets for some suites, one of them for the others: the file stays readable.
            chosen = inners if integrity in ("sha1", "none") and not esn else [inners[number % 4]]
            for what, inner in chosen:
                inner = inner.__class__(raw(inner))
                spi = 0xC0000000 + number
                sequence = 1 + number + (3 << 32 if esn else 0)
                foreign = sequence + 5
                print()
                print(f"[{label}, {what}]")
                print(f"encryption = {encryption}")
                print(f"integrity = {integrity}")
                print(f"esn = {'yes' if esn else 'no'}")
                print(f"spi = {spi:08x}")
                print(f"encryption_key = {key.hex()}")
                print(f"integrity_key = {auth.hex()}")
                print(f"inner = {raw(inner).hex()}")
                print(f"sequence = {sequence:016x}")
                sealed = esp_packet(encryption, integrity, (key, auth), spi, sequence, esn,
                                    own_iv(encryption, key, sequence), inner)
                print(f"sealed = {sealed.hex()}")
                print(f"foreign_sequence = {foreign:016x}")
                other = esp_packet(encryption, integrity, (key, auth), spi, foreign, esn,
                                   octets(f"iv {number}", iv_size), inner)
                print(f"foreign = {other.hex()}")
                number += 1


if __name__ == "__main__":
    main()

"""ESP in tunnel mode as others have it, to hold ours against: scapy's, and one written here from the RFCs.

scapy 2.5 (python3-scapy) knows every suite of ours, but two things it does not do:
  - With extended sequence numbers and a separate integrity algorithm, the high half of the number belongs behind the
    packet when the ICV is computed (RFC 4303, 2.2.1). scapy's SecurityAssociation hands it to its AEAD suites, where it
    is right (RFC 4106, 5; RFC 7634, 2.1), and for AH, but not for ESP: its ICV covers the packet alone. So scapy is no
    oracle for HMAC with extended sequence numbers, and says so in for_suite(); by hand it is.
  - Its decrypt() cuts the padding off without a look. By hand each octet of it is compared.

Both stand on `cryptography` (python3-cryptography), which stands on OpenSSL as the engine does; by hand, the MACs are
Python's hmac. So this proves what an ESP packet is, not the ciphers: those have their published vectors.
"""

import hmac
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, aead, algorithms, modes
from scapy.layers.inet import IP
from scapy.layers.inet6 import IPv6
from scapy.layers.ipsec import ESP, IPSecIntegrityError, SecurityAssociation, _ESPPlain
from scapy.packet import Raw, raw

# Our word: scapy's, octets of key, of salt (RFC 4106, 8.1; RFC 7634, 2) and of IV, what the encrypted part is a
# multiple of (RFC 4303, 2.4), octets of ICV, the cipher of `cryptography`. DES is TripleDES with one key three times:
# OpenSSL keeps DES itself in the legacy provider, which an oracle should not need.
ENCRYPTION = {
    "aes": ("AES-CBC", 16, 0, 16, 16, 0, algorithms.AES),
    "aes192": ("AES-CBC", 24, 0, 16, 16, 0, algorithms.AES),
    "aes256": ("AES-CBC", 32, 0, 16, 16, 0, algorithms.AES),
    "des": ("DES", 8, 0, 8, 8, 0, lambda key: algorithms.TripleDES(3 * key)),
    "3des": ("3DES", 24, 0, 8, 8, 0, algorithms.TripleDES),
    "aes128gcm16": ("AES-GCM", 16, 4, 8, 4, 16, aead.AESGCM),
    "aes192gcm16": ("AES-GCM", 24, 4, 8, 4, 16, aead.AESGCM),
    "aes256gcm16": ("AES-GCM", 32, 4, 8, 4, 16, aead.AESGCM),
    "chacha20poly1305": ("CHACHA20-POLY1305", 32, 4, 8, 4, 16, aead.ChaCha20Poly1305),
}
# Our word: scapy's, the hash, octets of key and of ICV (RFC 2403, 2404, 4868).
INTEGRITY = {
    "none": (None, None, 0, 0),
    "md5": ("HMAC-MD5-96", "md5", 16, 12),
    "sha1": ("HMAC-SHA1-96", "sha1", 20, 12),
    "sha256": ("SHA2-256-128", "sha256", 32, 16),
    "sha384": ("SHA2-384-192", "sha384", 48, 24),
    "sha512": ("SHA2-512-256", "sha512", 64, 32),
}
DUMMY = 59  # RFC 4303, 2.6


def key_sizes(encryption, integrity):
    return ENCRYPTION[encryption][1] + ENCRYPTION[encryption][2], INTEGRITY[integrity][2]


def next_header(inner):
    return 4 if inner[0] >> 4 == 4 else 41


class NotAuthentic(Exception):
    pass


class WrongPacket(Exception):
    """An authentic packet that the RFC does not allow."""


class Direction:
    """One direction of an SA. `sequence` is always the whole number, of 64 bits."""

    def __init__(self, encryption, integrity, esn, spi, keys):
        (self.scapy_cipher, self.key_size, self.salt_size, self.iv_size, self.alignment, icv_size,
         self.cipher) = ENCRYPTION[encryption]
        self.scapy_mac, self.hash, _, mac_size = INTEGRITY[integrity]
        self.icv_size = icv_size or mac_size
        self.is_aead = icv_size != 0
        self.esn, self.spi = esn, spi
        self.encryption_key, self.integrity_key = keys

    def trailer(self, inner_size, next_header_, more=0):
        """The least padding, or `more` octets more of it."""
        size = -(inner_size + 2) % self.alignment + more
        return bytes(range(1, size + 1)) + bytes([size, next_header_])


class ByHand(Direction):
    def seal(self, inner, sequence):
        return self.seal_plain(inner + self.trailer(len(inner), next_header(inner)), sequence)

    def seal_plain(self, plain, sequence):
        """`plain` is all that is encrypted, with its trailer."""
        iv = os.urandom(self.iv_size)
        header = struct.pack("!II", self.spi, sequence & 0xffffffff)
        if self.is_aead:
            return header + iv + self._aead().encrypt(self._nonce(iv), plain, self._associated(sequence))
        encryptor = Cipher(self.cipher(self.encryption_key), modes.CBC(iv)).encryptor()
        covered = header + iv + encryptor.update(plain) + encryptor.finalize()
        return covered + self._icv(covered, sequence)

    def open(self, packet, sequence):
        """The inner packet."""
        plain = self.open_plain(packet, sequence)
        pad_size, next_header_ = plain[-2:]
        inner, padding = plain[:-2 - pad_size], plain[len(plain) - 2 - pad_size:-2]
        if pad_size + 2 > len(plain) or padding != bytes(range(1, pad_size + 1)):
            raise WrongPacket(f"padding {padding.hex()}, {pad_size} octets")
        if not inner or next_header_ != next_header(inner):
            raise WrongPacket(f"next header {next_header_}")
        return inner

    def open_plain(self, packet, sequence):
        if packet[:8] != struct.pack("!II", self.spi, sequence & 0xffffffff):
            raise WrongPacket(f"ESP header {packet[:8].hex()}")
        iv = packet[8:8 + self.iv_size]
        encrypted = packet[8 + self.iv_size:len(packet) - self.icv_size]
        if not encrypted or len(encrypted) % self.alignment != 0:
            raise WrongPacket(f"{len(encrypted)} octets encrypted")
        if self.is_aead:
            try:
                return self._aead().decrypt(self._nonce(iv), packet[8 + self.iv_size:], self._associated(sequence))
            except InvalidTag:
                raise NotAuthentic from None
        if packet[-self.icv_size:] != self._icv(packet[:-self.icv_size], sequence):
            raise NotAuthentic
        decryptor = Cipher(self.cipher(self.encryption_key), modes.CBC(iv)).decryptor()
        return decryptor.update(encrypted) + decryptor.finalize()

    def _aead(self):
        return self.cipher(self.encryption_key[:self.key_size])

    def _nonce(self, iv):
        return self.encryption_key[self.key_size:] + iv

    def _associated(self, sequence):
        return struct.pack("!IQ" if self.esn else "!II", self.spi, sequence if self.esn else sequence & 0xffffffff)

    def _icv(self, covered, sequence):
        if self.esn:
            covered += struct.pack("!I", sequence >> 32)
        return hmac.new(self.integrity_key, covered, self.hash).digest()[:self.icv_size]


class Scapy(Direction):
    """Through whole outer packets, as they stand on the wire: `outer` is an IP or IPv6 header, `udp` the one behind it
    or None."""

    def __init__(self, encryption, integrity, esn, spi, keys, outer, udp):
        super().__init__(encryption, integrity, esn, spi, keys)
        self.around = outer / udp if udp else outer
        self.association = SecurityAssociation(
            ESP, spi=spi, crypt_algo=self.scapy_cipher, crypt_key=self.encryption_key, auth_algo=self.scapy_mac,
            auth_key=self.integrity_key, tunnel_header=outer, nat_t_header=udp, esn_en=esn)

    def seal(self, inner, sequence):
        # None of the sequence number's halves may be an argument of encrypt(): it takes a 0 for "not given".
        self.association.seq_num, self.association.esn = sequence & 0xffffffff, sequence >> 32
        return raw(self.association.encrypt(parse(inner))[ESP])

    def seal_plain(self, plain, sequence):
        """What encrypt() does behind its tunnel header and its padding."""
        association = self.association
        pad_size, next_header_ = plain[-2:]
        packet = _ESPPlain(spi=self.spi, seq=sequence & 0xffffffff, iv=association.crypt_algo.generate_iv(),
                           data=Raw(plain[:-2]), padding=b"", padlen=pad_size, nh=next_header_)
        packet = association.crypt_algo.encrypt(association, packet, association.crypt_key, esn_en=self.esn,
                                                esn=sequence >> 32)
        return raw(association.auth_algo.sign(packet, association.auth_key))

    def open(self, packet, sequence):
        self.association.esn = sequence >> 32
        try:
            return raw(self.association.decrypt(parse(raw(self.around / ESP(packet)))))
        except IPSecIntegrityError:
            raise NotAuthentic from None


def parse(packet):
    return (IP if packet[0] >> 4 == 4 else IPv6)(packet)


def for_suite(encryption, integrity, esn, spi, keys, outer, udp):
    """All that can speak for this suite: by hand always, scapy wherever it is right. The last is the most foreign."""
    oracles = [ByHand(encryption, integrity, esn, spi, keys)]
    if not esn or integrity == "none":
        oracles.append(Scapy(encryption, integrity, esn, spi, keys, outer, udp))
    return oracles

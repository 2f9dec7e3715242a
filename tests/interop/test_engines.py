#!/usr/bin/env python3
"""Two of our engines, for what Debian's strongSwan cannot do without ESP in the kernel: its libipsec knows ESP in UDP
only (5.9.11 and later could do more), and no extended sequence numbers.

That two engines of ours understand each other proves how they negotiate, and the way of a packet through the system. It
does not prove their octets: test_esp_vectors holds those against scapy's, with extended sequence numbers and without.
"""

import lab

ENCRYPTION = ["aes", "aes192", "aes256", "des", "3des", "aes128gcm16", "aes192gcm16", "aes256gcm16", "chacha20poly1305"]
AEAD = ENCRYPTION[5:]
HASH = ["md5", "sha1", "sha256", "sha384", "sha512"]
SUITES = [(word, "none") for word in AEAD] + [(word, hash_) for word in ENCRYPTION[:5] for hash_ in HASH]


class Engines(lab.EnginesTest):
    def connect(self, left=None, right=None, **both):
        """The left one initiates; gives what it says of the child."""
        self.right.apply_anew(immediately=False, **{**both, **(right or {})})
        self.right.run_once()
        self.left.apply_anew(**{**both, **(left or {})})
        self.left.run_once()
        self.left.wait_event("ChildSaEstablished")
        self.right.wait_event("ChildSaEstablished")
        ours, theirs = self.left.wait_state("Established")["ChildSas"], self.right.wait_state("Established")["ChildSas"]
        self.assertEqual((len(ours), len(theirs)), (1, 1))
        self.assertEqual((ours[0]["InboundSpi"], ours[0]["OutboundSpi"], ours[0]["Proposal"]),
                         (theirs[0]["OutboundSpi"], theirs[0]["InboundSpi"], theirs[0]["Proposal"]))
        self.assertEqual(self.lab.ping("lh", "10.2.0.10"), 3)
        self.assertEqual(self.lab.ping("rh", "10.1.0.10", 1), 1)
        return ours[0]

    def frames(self, display_filter):
        path, _ = self.lab.captures[0]
        return len(self.lab.tshark(path, display_filter))

    def test_bare_esp_where_there_is_no_nat(self):
        child = self.connect()
        self.assertEqual(child["Encapsulation"], "ESP")
        self.lab.stop_captures()
        for key, source in (("OutboundSpi", lab.LEFT), ("InboundSpi", lab.RIGHT)):
            self.assertEqual(self.frames(f"ip.proto == 50 && ip.src == {source} && esp.spi == 0x{child[key]}"), 4)
        self.assertEqual(self.frames("udp && esp"), 0)

    def test_bare_esp_where_nat_traversal_is_off(self):
        self.assertEqual(self.connect(EnableNatTraversal="off")["Encapsulation"], "ESP")
        self.lab.stop_captures()
        self.assertEqual(self.frames("ip.proto == 50"), 8)
        self.assertEqual(self.frames("udp.port == 4500"), 0)

    def test_encapsulation_is_forced_by_either(self):
        for left, right in (("forced", "automatic"), ("automatic", "forced"), ("forced", "forced")):
            with self.subTest(left=left, right=right):
                child = self.connect({"EnableNatTraversal": left}, {"EnableNatTraversal": right})
                self.assertEqual(child["Encapsulation"], "UDP")
        self.lab.stop_captures()
        self.assertEqual(self.frames("ip.proto == 50"), 0)

    def test_extended_sequence_numbers_where_both_want_them(self):
        for left, right, expected in ((True, True, "EXT_SEQ"), (True, False, "NO_EXT_SEQ"), (False, True, "NO_EXT_SEQ"),
                                      (False, False, "NO_EXT_SEQ")):
            with self.subTest(left=left, right=right):
                child = self.connect({"EnableEsn": left}, {"EnableEsn": right})
                self.assertEqual(child["Proposal"], f"AES_CBC_128/HMAC_SHA1_96/{expected}")

    def test_each_suite_with_extended_sequence_numbers(self):
        for encryption, hash_ in SUITES:
            with self.subTest(encryption=encryption, hash=hash_):
                child = self.connect(EnableEsn=True, ipsec={"IpsecEncAlg": encryption, "IpsecAuthAlg": hash_})
                self.assertTrue(child["Proposal"].endswith("/EXT_SEQ"), child["Proposal"])
                self.assertEqual(child["Encapsulation"], "ESP")


if __name__ == "__main__":
    lab.main()

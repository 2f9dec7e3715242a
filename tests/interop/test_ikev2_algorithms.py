#!/usr/bin/env python3
"""Every pair of the algorithms that IKEv2 began with, in both roles: what we say of the SA and what charon says."""

import itertools

import lab

ENCRYPTION = {"aes": ("aes128", "AES_CBC_128", "AES_CBC-128"),
              "aes192": ("aes192", "AES_CBC_192", "AES_CBC-192"),
              "aes256": ("aes256", "AES_CBC_256", "AES_CBC-256")}
INTEGRITY = {"sha1": ("sha1", "HMAC_SHA1_96"), "sha256": ("sha256", "HMAC_SHA2_256_128")}
GROUP = {"group2": ("modp1024", "MODP_1024"), "group14": ("modp2048", "MODP_2048")}


class Algorithms(lab.LabTest):
    def check(self, encryption, integrity, group, we_initiate):
        charon_encryption, ours, theirs = ENCRYPTION[encryption]
        charon_integrity, hash_name = INTEGRITY[integrity]
        charon_group, group_name = GROUP[group]
        self.charon.load(ike=f"{charon_encryption}-{charon_integrity}-{charon_group}",
                         esp=f"{charon_encryption}-{charon_integrity}")
        self.console.apply(immediately=we_initiate,
                           ike={"IkeEncAlg": encryption, "IkeAuthAlg": integrity, "IkePfs": group},
                           ipsec={"IpsecEncAlg": encryption, "IpsecAuthAlg": integrity})
        self.console.start()
        if not we_initiate:
            self.console.wait_event("SocketOpened", 2)
            self.assertEqual(self.charon.initiate().returncode, 0)
        event = self.console.wait_event("ChildSaEstablished")
        self.assertEqual(event["Details"]["Chosen"], f"{ours}/{hash_name}/NO_EXT_SEQ")
        event = self.console.wait_event("IkeSaEstablished")
        self.assertTrue(event["Details"]["Chosen"].startswith(f"{ours}/{hash_name}/"), event)
        self.assertTrue(event["Details"]["Chosen"].endswith(group_name), event)
        self.assert_carried()
        sas = self.charon.sas()
        self.assertIn(f"{theirs}/{hash_name}", sas)
        self.assertIn(group_name, sas)
        self.assertEqual(self.console.stop(), 0)
        lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")

    def check_all(self, we_initiate):
        for encryption, integrity, group in itertools.product(ENCRYPTION, INTEGRITY, GROUP):
            with self.subTest(encryption=encryption, integrity=integrity, group=group):
                self.check(encryption, integrity, group, we_initiate)

    def test_as_initiator(self):
        self.check_all(True)

    def test_as_responder(self):
        self.check_all(False)

    def test_peer_wants_another_group_first(self):
        """INVALID_KE_PAYLOAD, RFC 7296, 1.2: charon offers two groups, and the public value of the one that we refuse."""
        self.charon.load(ike="aes128-sha256-modp1024-modp2048")
        self.console.apply(immediately=False)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("InvalidKeyExchange", Direction="out")
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()


if __name__ == "__main__":
    lab.main()

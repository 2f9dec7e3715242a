#!/usr/bin/env python3
"""Every algorithm of IKEv2 and ESP that the console offers, every two of them together, in both roles."""

import itertools

import lab
import pairwise

# Our word for it, charon's, and the name that both give it in a view of an SA.
ENCRYPTION = {
    "aes": ("aes128", "AES_CBC_128"),
    "aes192": ("aes192", "AES_CBC_192"),
    "aes256": ("aes256", "AES_CBC_256"),
    "des": ("des", "DES_CBC"),
    "3des": ("3des", "3DES_CBC"),
    "aes128gcm16": ("aes128gcm16", "AES_GCM_16_128"),
    "aes192gcm16": ("aes192gcm16", "AES_GCM_16_192"),
    "aes256gcm16": ("aes256gcm16", "AES_GCM_16_256"),
    "chacha20poly1305": ("chacha20poly1305", "CHACHA20_POLY1305"),
}
AEAD = [word for word in ENCRYPTION if "gcm" in word or "poly" in word]
HASH = {
    "md5": ("HMAC_MD5_96", "PRF_HMAC_MD5"),
    "sha1": ("HMAC_SHA1_96", "PRF_HMAC_SHA1"),
    "sha256": ("HMAC_SHA2_256_128", "PRF_HMAC_SHA2_256"),
    "sha384": ("HMAC_SHA2_384_192", "PRF_HMAC_SHA2_384"),
    "sha512": ("HMAC_SHA2_512_256", "PRF_HMAC_SHA2_512"),
}
GROUP = {
    "group1": ("modp768", "MODP_768"),
    "group2": ("modp1024", "MODP_1024"),
    "group5": ("modp1536", "MODP_1536"),
    "group14": ("modp2048", "MODP_2048"),
    "group15": ("modp3072", "MODP_3072"),
    "group16": ("modp4096", "MODP_4096"),
    "group17": ("modp6144", "MODP_6144"),
    "group18": ("modp8192", "MODP_8192"),
    "group19": ("ecp256", "ECP_256"),
    "group20": ("ecp384", "ECP_384"),
    "group21": ("ecp521", "ECP_521"),
    "group22": ("modp1024s160", "MODP_1024_160"),
    "group23": ("modp2048s224", "MODP_2048_224"),
    "group24": ("modp2048s256", "MODP_2048_256"),
    "group31": ("curve25519", "CURVE_25519"),
}

# A child's keys are cut out of what the IKE SA's PRF gives, so phase 1 and phase 2 are not apart. A hash beside an AEAD
# suite names the PRF in phase 1; in phase 2 there is none.
FACTORS = {
    "group": list(GROUP),
    "encryption": list(ENCRYPTION),
    "hash": list(HASH),
    "esp_encryption": list(ENCRYPTION),
    "esp_hash": [*HASH, "none"],
}


def may_meet(pair):
    if set(pair) == {"esp_encryption", "esp_hash"}:
        return (pair["esp_encryption"] in AEAD) == (pair["esp_hash"] == "none")
    return True


CASES = pairwise.covering_array(FACTORS, may_meet)


class Coverage(lab.unittest.TestCase):
    """What the other tests rely on when they say that every two meet."""

    def test_every_pair_is_in_some_case(self):
        met = {frozenset(pair) for case in CASES for pair in itertools.combinations(case.items(), 2)}
        for (name, values), (other, others) in itertools.combinations(FACTORS.items(), 2):
            for value, other_value in itertools.product(values, others):
                pair = {name: value, other: other_value}
                self.assertEqual(frozenset(pair.items()) in met, may_meet(pair), pair)
        self.assertLess(len(CASES), 160)  # 15 groups with 9 ciphers are 135


class Algorithms(lab.LabTest):
    def ike_words(self, encryption, hash_, group):
        """charon's proposal and the name of what comes of it."""
        word, name = ENCRYPTION[encryption]
        group_word, group_name = GROUP[group]
        integrity, prf = HASH[hash_]
        if encryption in AEAD:
            return f"{word}-prf{hash_}-{group_word}", f"{name}/{prf}/{group_name}"
        return f"{word}-{hash_}-{group_word}", f"{name}/{integrity}/{prf}/{group_name}"

    def esp_words(self, encryption, hash_, pfs):
        word, name = ENCRYPTION[encryption]
        words = [word, *([hash_] if hash_ != "none" else []), *([GROUP[pfs][0]] if pfs != "disabled" else [])]
        return "-".join(words), "/".join([name, *([HASH[hash_][0]] if hash_ != "none" else []), "NO_EXT_SEQ"])

    def check(self, case, pfs, we_initiate):
        ike, ike_name = self.ike_words(case["encryption"], case["hash"], case["group"])
        esp, esp_name = self.esp_words(case["esp_encryption"], case["esp_hash"], pfs)
        self.charon.load(ike=ike, esp=esp)
        self.console.apply_anew(
            immediately=we_initiate,
            ike={"IkeEncAlg": case["encryption"], "IkeAuthAlg": case["hash"], "IkePfs": case["group"]},
            ipsec={"IpsecEncAlg": case["esp_encryption"], "IpsecAuthAlg": case["esp_hash"], "IpsecPfs": pfs})
        self.console.run_once()
        if not we_initiate:
            self.let_charon_initiate()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried_quickly()
        ours = self.assert_same_sas()
        self.assertEqual(ours["IkeSa"]["Proposal"], ike_name)
        self.assertEqual(ours["IkeSa"]["Initiator"], we_initiate)
        self.assertEqual(ours["ChildSas"][0]["Proposal"], esp_name)

    def check_all(self, we_initiate):
        # The first child of IKEv2 has no key exchange of its own; what is set for it must not disturb the first one.
        pfs = itertools.cycle(["disabled", *GROUP])
        for case in CASES:
            with self.subTest(**case):
                self.check(case, next(pfs), we_initiate)

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

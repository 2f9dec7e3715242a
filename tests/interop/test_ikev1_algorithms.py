#!/usr/bin/env python3
"""Both modes of IKEv1 and every algorithm of it and of its ESP, every two of them together, in both roles."""

import itertools

import lab
import pairwise

# Our word for it, charon's, and the name that both give it in a view of an SA.
ENCRYPTION = {
    "aes": ("aes128", "AES_CBC_128"),
    "aes192": ("aes192", "AES_CBC_192"),
    "aes256": ("aes256", "AES_CBC_256"),
    "3des": ("3des", "3DES_CBC"),
    "des": ("des", "DES_CBC"),
}
HASH = {
    "md5": ("HMAC_MD5_96", "PRF_HMAC_MD5"),
    "sha1": ("HMAC_SHA1_96", "PRF_HMAC_SHA1"),
    "sha256": ("HMAC_SHA2_256_128", "PRF_HMAC_SHA2_256"),
}
GROUP = {
    "group1": ("modp768", "MODP_768"),
    "group2": ("modp1024", "MODP_1024"),
    "group5": ("modp1536", "MODP_1536"),
    "group14": ("modp2048", "MODP_2048"),
}
# Devices that speak nothing but IKEv1 hardly have them, so they meet the other algorithms in phase 2 only.
LATER_GROUP = {
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
}
ANY_GROUP = {**GROUP, **LATER_GROUP}
# The same for these; AEAD there is in ESP only.
OTHER_ESP = {
    "aes128gcm16": ("aes128gcm16", "AES_GCM_16_128"),
    "aes192gcm16": ("aes192gcm16", "AES_GCM_16_192"),
    "aes256gcm16": ("aes256gcm16", "AES_GCM_16_256"),
}
OTHER_HASH = {
    "sha384": ("HMAC_SHA2_384_192", "PRF_HMAC_SHA2_384"),
    "sha512": ("HMAC_SHA2_512_256", "PRF_HMAC_SHA2_512"),
}
MODES = {"main": "ID_PROT", "aggressive": "AGGRESSIVE"}
IDENTITIES = {
    "address": (lab.LEFT, lab.RIGHT),
    "name": (lab.LEFT_ID, lab.RIGHT_ID),
}

FACTORS = {
    "pfs": ["disabled", *ANY_GROUP],
    "encryption": list(ENCRYPTION),
    "esp_encryption": list(ENCRYPTION),
    "group": list(GROUP),
    "hash": list(HASH),
    "esp_hash": list(HASH),
    "mode": list(MODES),
    "we_initiate": [True, False],
    "identities": list(IDENTITIES),
    "nat_traversal": ["automatic", "forced"],
}


def may_meet(pair):
    """In main mode the key is found before a name is said: a peer is known by its address, and we allow nothing else."""
    return pair != {"mode": "main", "identities": "name"}


CASES = pairwise.covering_array(FACTORS, may_meet)


class Coverage(lab.unittest.TestCase):
    """What the other tests rely on when they say that every two meet."""

    def test_every_pair_is_in_some_case(self):
        met = {frozenset(pair) for case in CASES for pair in itertools.combinations(case.items(), 2)}
        for (name, values), (other, others) in itertools.combinations(FACTORS.items(), 2):
            for value, other_value in itertools.product(values, others):
                pair = {name: value, other: other_value}
                self.assertEqual(frozenset(pair.items()) in met, may_meet(pair), pair)
        self.assertLess(len(CASES), 100)  # 15 groups with 5 ciphers are 75


class Algorithms(lab.LabTest):
    def ike_words(self, encryption, hash_, group):
        """charon's proposal and the name of what comes of it."""
        word, name = ENCRYPTION[encryption]
        group_word, group_name = ANY_GROUP[group]
        integrity, prf = {**HASH, **OTHER_HASH}[hash_]
        return f"{word}-{hash_}-{group_word}", f"{name}/{integrity}/{prf}/{group_name}"

    def esp_words(self, encryption, hash_, pfs):
        word, name = {**ENCRYPTION, **OTHER_ESP}[encryption]
        words, names = [word], [name]
        if hash_ != "none":
            words.append(hash_)
            names.append({**HASH, **OTHER_HASH}[hash_][0])
        if pfs != "disabled":
            words.append(ANY_GROUP[pfs][0])
            names.append(ANY_GROUP[pfs][1])
        return "-".join(words), "/".join([*names, "NO_EXT_SEQ"])

    def begin(self):
        # Whoever listens may guess an aggressive mode's key: charon wants to be told that it is meant.
        self.charon.configure("i_dont_care_about_security_and_use_aggressive_mode_psk = yes")

    def check(self, *, encryption="aes", hash_="sha1", group="group2", esp_encryption="aes", esp_hash="sha1",
              pfs="disabled", mode="main", we_initiate=True, identities="address", nat_traversal="automatic"):
        ike, ike_name = self.ike_words(encryption, hash_, group)
        esp, esp_name = self.esp_words(esp_encryption, esp_hash, pfs)
        left, right = IDENTITIES[identities]
        self.charon.load(version=1, ike=ike, esp=esp, local_id=right, remote_id=left,
                         more="aggressive = yes" if mode == "aggressive" else "")
        self.console.apply_anew(
            immediately=we_initiate, EnableNatTraversal=nat_traversal,
            ike={"IkeVersion": "ikev1", "IkeMode": mode, "IkeEncAlg": encryption, "IkeAuthAlg": hash_,
                 "IkePfs": group, "LocalId": left, "RemoteId": right},
            ipsec={"IpsecEncAlg": esp_encryption, "IpsecAuthAlg": esp_hash, "IpsecPfs": pfs})
        self.console.run_once()
        if not we_initiate:
            self.let_charon_initiate()
        self.console.wait_event("ChildSaEstablished", Encapsulation="UDP")
        self.assert_carried_quickly()
        ours = self.assert_same_sas()
        self.assertEqual(ours["IkeSa"]["Proposal"], ike_name)
        self.assertEqual(ours["IkeSa"]["Initiator"], we_initiate)
        self.assertEqual((ours["IkeSa"]["LocalId"], ours["IkeSa"]["RemoteId"]), (left, right))
        self.assertEqual(ours["ChildSas"][0]["Proposal"], esp_name)
        # What was spoken, and not only what came of it.
        exchanges = {event["Exchange"] for event in self.console.events("MessageReceived")}
        self.assertEqual(exchanges, {MODES[mode], "QUICK_MODE"})
        self.assertEqual(self.charon.ike_sas()[0]["version"], "1")

    def test_every_two(self):
        self.begin()
        for case in CASES:
            with self.subTest(**case):
                self.check(**{"hash_" if key == "hash" else key: value for key, value in case.items()})

    def test_later_groups_in_phase_1(self):
        self.begin()
        for group, mode, we_initiate in zip(LATER_GROUP, itertools.cycle(["main", "main", "aggressive", "aggressive"]),
                                            itertools.cycle([True, False])):
            with self.subTest(group=group, mode=mode, we_initiate=we_initiate):
                self.check(group=group, mode=mode, we_initiate=we_initiate)

    def test_later_algorithms(self):
        self.begin()
        for we_initiate in (True, False):
            for esp in OTHER_ESP:
                with self.subTest(esp=esp, we_initiate=we_initiate):
                    self.check(esp_encryption=esp, esp_hash="none", we_initiate=we_initiate)
            for hash_ in OTHER_HASH:
                with self.subTest(hash_=hash_, we_initiate=we_initiate):
                    self.check(hash_=hash_, esp_hash=hash_, we_initiate=we_initiate)


if __name__ == "__main__":
    lab.main()

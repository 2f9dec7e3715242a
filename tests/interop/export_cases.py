"""What is exported in the tests: keys, modes, and each algorithm once."""

import lab

# Every character that a key may hold, in some order that looks like syntax to somebody.
HARD_KEYS = (
    "0s'{}#;=$(x)`y`<&>|*?~!@%^_-+[],./:",
    "0x}{[](),.;:'`~!@#$%^&*-_=+|<>/?aZ9",
    "#{ENDsecret=;}'include",
)
ADDRESSES = {"LocalId": lab.LEFT, "RemoteId": lab.RIGHT}
MAIN = {"IkeVersion": "ikev1", **ADDRESSES}
AGGRESSIVE = {"IkeVersion": "ikev1", "IkeMode": "aggressive"}


def suite(ike_cipher, ike_hash, ike_group, esp_cipher, esp_hash, esp_group):
    return {"ike": {"IkeEncAlg": ike_cipher, "IkeAuthAlg": ike_hash, "IkePfs": ike_group},
            "ipsec": {"IpsecEncAlg": esp_cipher, "IpsecAuthAlg": esp_hash, "IpsecPfs": esp_group}}


# Each algorithm and each group once; what charon's plugins lack (DES, the groups 1 and 22 to 24) is left out.
SUITES = (
    suite("3des", "md5", "group2", "3des", "md5", "group2"),
    suite("aes", "sha1", "group5", "aes", "sha1", "group5"),
    suite("aes192", "sha256", "group14", "aes192", "sha256", "group14"),
    suite("aes256", "sha384", "group15", "aes256", "sha384", "group15"),
    suite("aes256", "sha512", "group16", "aes256", "sha512", "group16"),
    suite("aes", "sha256", "group19", "aes128gcm16", "none", "group19"),
    suite("aes", "sha256", "group20", "aes192gcm16", "none", "group20"),
    suite("aes", "sha256", "group21", "aes256gcm16", "none", "group21"),
)
V2_SUITES = (
    suite("aes128gcm16", "sha256", "group31", "chacha20poly1305", "none", "group31"),
    suite("aes256gcm16", "sha384", "group14", "aes256gcm16", "none", "disabled"),
    suite("chacha20poly1305", "sha512", "group19", "aes", "sha256", "disabled"),
)

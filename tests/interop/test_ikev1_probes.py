#!/usr/bin/env python3
"""Other people's first messages: ike-scan's probes, and phase 1 with vpnc, whose IKE is of its own making."""

import shutil
import sys

import lab

MAIN = {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT}
AGGRESSIVE = {"IkeVersion": "ikev1", "IkeMode": "aggressive", "IkeAuthAlg": "sha1", "IkePfs": "group2"}
FQDN = 2  # an identity's type (RFC 2407, 4.6.2)

VPNC_CONF = """
IPSec gateway @GATEWAY@
IPSec ID branch
IPSec secret @SECRET@
Xauth username nobody
Xauth password nothing
IKE Authmode psk
IKE DH Group dh2
NAT Traversal Mode @NAT@
Local Port 500
"""


class Probes(lab.LabTest):
    def setUp(self):
        super().setUp()
        self.charon.stop()  # port 500 is the probe's

    def listen(self, ike):
        self.console.apply_anew(immediately=False, ike=ike)
        self.console.run_once()

    def scan(self, *arguments):
        done = self.lab.run("rg", "ike-scan", "--sport=500", "--multiline", *arguments, lab.LEFT)
        self.assertIn("1 hosts scanned", done.stdout)
        return done.stdout

    def test_main_mode(self):
        self.listen(MAIN)
        answer = self.scan("--trans=7/128,4,1,14")
        self.assertIn("Main Mode Handshake returned", answer)
        self.assertIn("SA=(Enc=AES Hash=SHA2-256 Auth=PSK Group=14:modp2048 KeyLength=128 LifeType=Seconds", answer)
        self.assertIn("VID=afcad71368a1f1c96b8696fc77570100 (Dead Peer Detection v1.0)", answer)

    def test_main_mode_chooses_among_many(self):
        self.listen(MAIN)
        answer = self.scan("--trans=5,2,1,2", "--trans=7/256,4,1,14", "--trans=7/128,4,1,14", "--trans=1,1,1,1")
        self.assertIn("SA=(Enc=AES Hash=SHA2-256 Auth=PSK Group=14:modp2048 KeyLength=128", answer)

    def test_vendor_ids(self):
        """Of NAT traversal the best that the peer names is answered, and nothing that it does not."""
        self.listen(MAIN)
        rfc3947, draft02 = "4a131c81070358455c5728f20e95452f", "90cb80913ebb696e086381b5ec427b1f"
        unknown = "00112233445566778899aabbccddeeff"
        suite = "--trans=7/128,4,1,14"
        both = self.scan(suite, f"--vendor={unknown}", f"--vendor={draft02}", f"--vendor={rfc3947}")
        self.assertIn(f"VID={rfc3947}", both)
        self.assertNotIn(f"VID={draft02}", both)
        draft = self.scan(suite, f"--vendor={draft02}")
        self.assertIn(f"VID={draft02}", draft)
        self.assertNotIn(f"VID={rfc3947}", draft)
        self.assertNotIn(unknown, both)

    def test_what_is_refused(self):
        self.listen(MAIN)
        for suite in ("5,2,1,2", "7/128,4,3,14", "7/256,4,1,14", "7/128,4,1,99"):  # 3: RSA signatures
            with self.subTest(suite=suite):
                self.assertIn("Notify message 14 (NO-PROPOSAL-CHOSEN)", self.scan(f"--trans={suite}"))
        self.assertIn("Notify message 29 (UNSUPPORTED-EXCHANGE-TYPE)",
                      self.scan("-A", "--trans=7/128,4,1,14", "--dhgroup=14", "--id=anybody"))

    def test_aggressive_mode(self):
        self.listen(AGGRESSIVE)
        arguments = ("-A", "--trans=7/128,2,1,2", "--dhgroup=2", f"--idtype={FQDN}")
        answer = self.scan(*arguments, f"--id={lab.RIGHT_ID}")
        self.assertIn("Aggressive Mode Handshake returned", answer)
        self.assertIn("SA=(Enc=AES Hash=SHA1 Auth=PSK Group=2:modp1024 KeyLength=128", answer)
        self.assertIn("KeyExchange(128 bytes)", answer)
        self.assertIn(f"ID(Type=ID_FQDN, Value={lab.LEFT_ID})", answer)
        self.assertIn("Hash(20 bytes)", answer)
        # Nobody who does not say the right name learns what the key may be.
        stranger = self.scan(*arguments, "--id=stranger.example.org")
        self.assertIn("Notify message 18 (INVALID-ID-INFORMATION)", stranger)
        self.assertNotIn("Hash(", stranger)

    def vpnc(self, nat, secret=lab.PSK):
        """Cisco's groups: the name is a key id. What comes behind phase 1, XAUTH, we do not speak."""
        path = self.lab.directory / "vpnc.conf"
        path.write_text(VPNC_CONF.replace("@GATEWAY@", lab.LEFT).replace("@SECRET@", secret).replace("@NAT@", nat))
        self.listen({**AGGRESSIVE, "RemoteId": "@[branch]"})
        done = self.lab.run("rg", "timeout", "3", "stdbuf", "-o0", "vpnc", "--debug", "2", "--no-detach",
                            "--non-inter", path, check=False)
        return done.stdout + done.stderr

    def test_phase_1_with_vpnc(self):
        for nat in ("none", "natt"):
            with self.subTest(nat=nat):
                said = self.vpnc(nat)
                # It has verified our HASH_R and waits for XAUTH behind its own proof, which we have verified.
                self.assertIn("S4.5 AM_packet3", said)
                event = self.console.wait_event("IkeSaEstablished", RemoteId="@[branch]")
                self.assertEqual(event["Details"]["Chosen"], "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024")

    def test_vpnc_with_another_key(self):
        self.assertIn("hash comparison failed", self.vpnc("none", secret="another-long-secret"))
        self.assertEqual(self.console.events("IkeSaEstablished"), [])


if __name__ == "__main__":
    if missing := [tool for tool in ("ike-scan", "vpnc") if not shutil.which(tool)]:
        if not lab.missing_permission():
            sys.exit(f"not installed: {' '.join(missing)}; tools/test installs them")
    lab.main()

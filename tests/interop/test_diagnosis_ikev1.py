#!/usr/bin/env python3
"""Each fault of IKEv1 made against a real strongSwan, in both roles, and the name that `diagnose` gives it."""

import diagnosis
import lab

SETTINGS = {
    "main": {"ours": {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT},
             "theirs": {"version": 1, "local_id": lab.RIGHT, "remote_id": lab.LEFT}},
    "aggressive": {"ours": {"IkeVersion": "ikev1", "IkeMode": "aggressive"},
                   "theirs": {"version": 1, "more": "aggressive = yes"}},
}

PHASE_1 = {
    "IKE cipher differs": "aes256-sha256-modp2048",
    "IKE hash differs": "aes128-sha1-modp2048",
    "IKE group differs": "aes128-sha256-modp1024",
}
PHASE_2 = {
    "ESP cipher differs": ("aes256-sha1", "disabled"),
    "ESP hash differs": ("aes128-sha256", "disabled"),
    "PFS on their side only": ("aes128-sha1-modp2048", "disabled"),
    "PFS on our side only": ("aes128-sha1", "group14"),
}


class V1(diagnosis.DiagnosisTest):
    more_charon = ("i_dont_care_about_security_and_use_aggressive_mode_psk = yes",)
    version = "IKEv1"
    mode = "main"

    def setUp(self):
        settings = SETTINGS[self.mode]
        self.ours, self.theirs = settings["ours"], settings["theirs"]
        super().setUp()

    def check_settings(self, we_initiate):
        """What a device gets wrong in its proposals, its version and its subnets."""
        role = "initiator" if we_initiate else "responder"
        for fault, ike in PHASE_1.items():
            self.begin(we_initiate, {"ike": ike})
            self.check(fault, role)
        for fault, (esp, pfs) in PHASE_2.items():
            self.begin(we_initiate, {"esp": esp}, ipsec={"IpsecPfs": pfs})
            self.check(fault, role)
        self.begin(we_initiate, {"version": 2})
        self.check("IKE version differs", role)
        self.begin(we_initiate, {"remote_ts" if we_initiate else "local_ts": "10.9.0.0/24"})
        self.expect("subnets differ", role)

    def check(self, fault, role):
        """An initiator that is told little asks with a wide list; how it began makes no difference to that."""
        self.expect(fault, role)
        if role == "initiator" and self.mode == "main":
            self.expect(fault, "initiator, after a probe", options=["--probe"])

    def assert_silent(self, role):
        """Quick mode completes, and nothing ever comes back."""
        self.console.wait_state("Established")
        self.ask_across()
        self.expect("peer cannot install the SA", role + ", with traffic")


class MainInitiator(V1):
    def test_faults(self):
        self.check_settings(True)
        self.begin(True, {"psk": "another-long-secret"})
        self.expect("key differs", "initiator")
        self.begin(True, {"remote_id": "203.0.113.9"})
        self.expect("our identity differs", "initiator")
        self.begin(True, {"local_id": "203.0.113.9"})
        self.expect("their identity differs", "initiator")
        self.begin(True, {"more": "aggressive = yes"})
        self.expect("mode differs: main offered", "initiator")

    def test_paths(self):
        self.check_paths()

    def test_peer_that_installs_nothing(self):
        self.charon.configure("load = random nonce openssl xcbc kdf pem x509 pubkey kernel-netlink socket-default vici")
        self.begin(True)
        self.assert_silent("initiator")


class MainResponder(V1):
    def test_faults(self):
        self.check_settings(False)
        self.begin(False, {"more": "aggressive = yes"})
        self.expect("mode differs: aggressive offered", "responder")
        self.begin(False, {"psk": "another-long-secret"})
        self.expect("key differs", "responder")
        self.begin(False, {"local_id": "203.0.113.9"})
        self.expect("their identity differs", "responder")
        self.begin(False, {"remote_id": "203.0.113.9"})
        self.expect("our identity differs", "responder")

    def test_paths(self):
        self.block("udp dport 4500")
        self.begin(False)
        self.expect("silent after the move to 4500", "responder")
        self.unblock()

    def test_peer_that_installs_nothing(self):
        self.charon.configure("load = random nonce openssl xcbc kdf pem x509 pubkey kernel-netlink socket-default vici")
        self.begin(False)
        self.expect("peer cannot install the SA", "responder")


class Aggressive(V1):
    mode = "aggressive"

    def test_settings_as_initiator(self):
        self.check_settings(True)

    def test_settings_as_responder(self):
        self.check_settings(False)

    def test_faults(self):
        self.begin(True, {"more": ""})
        self.expect("mode differs: aggressive offered", "initiator")
        self.begin(True, {"psk": "another-long-secret"})
        self.expect("key differs", "initiator")
        self.begin(True, {"remote_id": "stranger.example.org"})
        self.expect("our identity differs", "initiator")
        self.begin(True, {"local_id": "stranger.example.org"})
        self.expect("their identity differs", "initiator")
        self.begin(False, {"more": ""})
        self.expect("mode differs: main offered", "responder")
        self.begin(False, {"psk": "another-long-secret"})
        self.expect("key differs", "responder")
        self.begin(False, {"local_id": "stranger.example.org"})
        self.expect("their identity differs", "responder")
        self.begin(False, {"remote_id": "stranger.example.org"})
        self.expect("our identity differs", "responder")


del V1

if __name__ == "__main__":
    lab.main(together=(MainInitiator, MainResponder, Aggressive))

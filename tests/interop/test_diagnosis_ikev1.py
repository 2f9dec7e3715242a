#!/usr/bin/env python3
"""Each fault of IKEv1 made against a real strongSwan, in both roles, and the name that `diagnose` gives it."""

import diagnosis
import lab

MAIN = {"ours": {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT},
        "theirs": {"version": 1, "local_id": lab.RIGHT, "remote_id": lab.LEFT}}
AGGRESSIVE = {"ours": {"IkeVersion": "ikev1", "IkeMode": "aggressive"}, "theirs": {"version": 1, "more": "aggressive = yes"}}

PHASE_1 = {
    "IKE cipher differs": ("aes256-sha256-modp2048", "EncryptionAlgorithmMismatch", "aes256"),
    "IKE hash differs": ("aes128-sha1-modp2048", "AuthenticationAlgorithmMismatch", "sha1"),
    "IKE group differs": ("aes128-sha256-modp1024", "DhGroupMismatch", "group2"),
}
PHASE_2 = {
    "ESP cipher differs": ("aes256-sha1", "disabled", "EncryptionAlgorithmMismatch", "aes256"),
    "ESP hash differs": ("aes128-sha256", "disabled", "AuthenticationAlgorithmMismatch", "sha256"),
    "PFS on their side only": ("aes128-sha1-modp2048", "disabled", "PfsMismatch", "group14"),
    "PFS on our side only": ("aes128-sha1", "group14", "PfsMismatch", "disabled"),
}


class V1(diagnosis.DiagnosisTest):
    more_charon = ("i_dont_care_about_security_and_use_aggressive_mode_psk = yes",)
    mode = MAIN

    def setUp(self):
        self.ours = self.mode["ours"]
        self.theirs = self.mode["theirs"]
        super().setUp()


    def assert_silent(self, role):
        """Quick mode completes, and nothing ever comes back."""
        self.console.wait_state("Established")
        self.lab.run("lh", "ping", "-q", "-c", 5, "-i", 0.2, "-W", 1, lab.HOSTS["right"]["4"], check=False)
        self.expect("peer cannot install the SA", role + ", with traffic", "PeerInstallFailed", "CheckTraffic",
                    named="NoTraffic", side="theirs")


class MainInitiator(V1):
    def test_faults(self):
        for fault, (ike, code, value) in PHASE_1.items():
            self.begin(True, {"ike": ike})
            self.expect(fault, "initiator", code, "ProbePhase1", named="ProposalMismatch")
            self.expect(fault, "initiator, after a probe", code, "UseTheirValue", value=value, options=["--probe"])
        for fault, (esp, pfs, code, value) in PHASE_2.items():
            self.begin(True, {"esp": esp}, ipsec={"IpsecPfs": pfs})
            self.expect(fault, "initiator", code, "ProbePhase2", named="ProposalMismatch")
            self.expect(fault, "initiator, after a probe", code, "UseTheirValue", value=value, options=["--probe"])

        self.begin(True, {"version": 2})
        self.expect("IKE version differs", "initiator", "IkeVersionMismatch", "ProbePhase1", named="ProposalMismatch")
        self.expect("IKE version differs", "initiator, after a probe", "IkeVersionMismatch", "TryOtherVersion",
                    value="ikev2", options=["--probe"])

        self.begin(True, {"psk": "another-long-secret"})
        self.expect("key differs", "initiator", "PskMismatch", "RetypeKey")
        self.begin(True, {"remote_id": "203.0.113.9"})
        self.expect("our identity differs", "initiator", "PeerIdMismatch", "UseOtherLocalId", certainty="likely")
        self.begin(True, {"local_id": "203.0.113.9"})
        self.expect("their identity differs", "initiator", "PeerIdMismatch", "AcceptReceivedId", value="203.0.113.9")
        self.begin(True, {"more": "aggressive = yes"})
        self.expect("mode differs: main offered", "initiator", "NegotiationModeMismatch", "UseOtherLocalId",
                    named="PeerIdMismatch")
        self.begin(True, {"remote_ts": "10.9.0.0/24"})
        self.expect("subnets differ", "initiator", "TrafficSelectorMismatch", "AgreeOnSubnets")

    def test_paths(self):
        self.check_paths()

    def test_peer_that_installs_nothing(self):
        self.charon.configure("load = random nonce openssl xcbc kdf pem x509 pubkey kernel-netlink socket-default vici")
        self.begin(True)
        self.assert_silent("initiator")


class MainResponder(V1):
    def test_faults(self):
        for fault, (ike, code, value) in PHASE_1.items():
            self.begin(False, {"ike": ike})
            self.expect(fault, "responder", code, "UseTheirValue", value=value)
        for fault, (esp, pfs, code, value) in PHASE_2.items():
            self.begin(False, {"esp": esp}, ipsec={"IpsecPfs": pfs})
            self.expect(fault, "responder", code, "UseTheirValue", value=value)

        self.begin(False, {"version": 2})
        self.expect("IKE version differs", "responder", "IkeVersionMismatch", "SwitchVersion", value="ikev2")
        self.begin(False, {"more": "aggressive = yes"})
        self.expect("mode differs: aggressive offered", "responder", "NegotiationModeMismatch", "SwitchMode",
                    value="aggressive")
        self.begin(False, {"psk": "another-long-secret"})
        self.expect("key differs", "responder", "PskMismatch", "RetypeKey")
        self.begin(False, {"local_id": "203.0.113.9"})
        self.expect("their identity differs", "responder", "PeerIdMismatch", "AcceptReceivedId", value="203.0.113.9")
        self.begin(False, {"remote_id": "203.0.113.9"})
        self.expect("our identity differs", "responder", "PeerIdMismatch", "UseOtherLocalId", certainty="likely")
        self.begin(False, {"local_ts": "10.9.0.0/24"})
        self.expect("subnets differ", "responder", "TrafficSelectorMismatch", "UseTheirSubnets", value="10.9.0.0/24")

    def test_paths(self):
        self.block("udp dport 4500")
        self.begin(False)
        self.expect("silent after the move to 4500", "responder", "NatPathBlocked", "CheckPath", side="path")
        self.unblock()

    def test_peer_that_installs_nothing(self):
        self.charon.configure("load = random nonce openssl xcbc kdf pem x509 pubkey kernel-netlink socket-default vici")
        self.begin(False)
        self.expect("peer cannot install the SA", "responder", "PeerInstallFailed", "TellPeerInstall", side="theirs",
                    certainty="likely")


class Aggressive(V1):
    mode = AGGRESSIVE

    def test_faults(self):
        self.begin(True, {"more": ""})
        self.expect("mode differs: aggressive offered", "initiator", "NegotiationModeMismatch", "SwitchMode",
                    value="main", certainty="likely")
        self.begin(True, {"psk": "another-long-secret"})
        self.expect("key differs (aggressive)", "initiator", "PskMismatch", "RetypeKey")
        self.begin(True, {"remote_id": "stranger.example.org"})
        self.expect("our identity differs (aggressive)", "initiator", "PeerIdMismatch", "SwitchMode",
                    named="NegotiationModeMismatch")
        self.begin(True, {"local_id": "stranger.example.org"})
        self.expect("their identity differs (aggressive)", "initiator", "PeerIdMismatch", "AcceptReceivedId",
                    value="stranger.example.org")
        self.begin(False, {"more": ""})
        self.expect("mode differs: main offered", "responder", "NegotiationModeMismatch", "SwitchMode", value="main")
        self.begin(False, {"psk": "another-long-secret"})
        self.expect("key differs (aggressive)", "responder", "PskMismatch", "RetypeKey")
        self.begin(False, {"local_id": "stranger.example.org"})
        self.expect("their identity differs (aggressive)", "responder", "PeerIdMismatch", "AcceptReceivedId",
                    value="stranger.example.org")


del V1

if __name__ == "__main__":
    lab.main(together=(MainInitiator, MainResponder, Aggressive))

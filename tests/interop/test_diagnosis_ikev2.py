#!/usr/bin/env python3
"""Each fault of IKEv2 made against a real strongSwan, in both roles, and the name that `diagnose` gives it."""

import diagnosis
import lab

# What charon has otherwise.
PHASE_1 = {
    "IKE cipher differs": "aes256-sha256-modp2048",
    "IKE hash differs": "aes128-sha1-modp2048",
    "IKE group differs": "aes128-sha256-modp1024",
    "several IKE algorithms differ": "aes256-sha384-modp3072",
}
PHASE_2 = {
    "ESP cipher differs": "aes256-sha1",
    "ESP hash differs": "aes128-sha256",
}


class Initiator(diagnosis.DiagnosisTest):
    def test_faults(self):
        for fault, ike in PHASE_1.items():
            self.begin(True, {"ike": ike})
            self.expect(fault, "initiator")
            self.expect(fault, "initiator, after a probe", options=["--probe"])
        for fault, esp in PHASE_2.items():
            self.begin(True, {"esp": esp})
            self.expect(fault, "initiator")
            self.expect(fault, "initiator, after a probe", options=["--probe"])

        self.begin(True, {"version": 1})
        self.expect("IKE version differs", "initiator")
        self.expect("IKE version differs", "initiator, after a probe", options=["--probe"])

        self.begin(True, {"psk": "another-long-secret"})
        found = self.expect("key differs", "initiator")
        self.assertIn(lab.LEFT_ID, found["Sentence"])
        self.assertIn(lab.RIGHT_ID, found["Sentence"])
        self.begin(True, {"remote_id": "stranger.example.org"})
        self.expect("our identity differs", "initiator")
        self.begin(True, {"local_id": "stranger.example.org"})
        self.expect("their identity differs", "initiator")

        self.begin(True, {"remote_ts": "10.9.0.0/24"})
        self.expect("subnets differ", "initiator")
        self.begin(True, RemoteSubnet="10.2.0.0/16")
        self.expect("subnets narrowed", "initiator")

    def test_pfs(self):
        self.begin(True, {"esp": "aes128-sha1-modp3072"}, ipsec={"IpsecPfs": "group14"})
        self.console.wait_state("Established")
        self.assertEqual(self.diagnose()["Code"], "NoExceptionFound")
        found = self.expect("PFS group differs", "initiator, after a test rekey", options=["--test-rekey"])
        self.assertEqual(found["TestRekey"]["State"], "refused")
        self.console.wait_state("Established")
        self.expect("PFS group differs", "initiator, after a probe", options=["--probe"])
        self.begin(True, {"esp": "aes128-sha1"}, ipsec={"IpsecPfs": "group14"})
        self.console.wait_state("Established")
        self.expect("PFS on our side only", "initiator, after a test rekey", options=["--test-rekey"])
        # What both sides agree on, the same test praises.
        self.begin(True, {"esp": "aes128-sha1-modp2048"}, ipsec={"IpsecPfs": "group14"})
        self.console.wait_state("Established")
        found = self.diagnose("--test-rekey")
        self.assertEqual((found["Code"], found["TestRekey"]["State"]), ("NoExceptionFound", "succeeded"))

    def test_paths(self):
        self.check_paths()

    def test_peer_that_installs_nothing(self):
        # Without its data path charon asks the kernel, which has no ESP here.
        self.charon.configure("load = random nonce openssl xcbc kdf pem x509 pubkey kernel-netlink socket-default vici")
        self.begin(True)
        self.expect("peer cannot install the SA", "initiator")
        self.expect("peer cannot install the SA", "initiator, after a probe", options=["--probe"])

    def test_report_holds_no_key(self):
        self.begin(True, {"ike": "aes256-sha256-modp2048"})
        self.expect("IKE cipher differs", "initiator")
        report = self.console.command("diagnose", "tunnel", "--report", check=False).stdout
        self.assertNotIn(lab.PSK, report)
        for what in (lab.LEFT_ID, lab.RIGHT_ID, "group14", lab.LEFT_NET, "NoProposalChosen"):
            self.assertIn(what, report)


class Responder(diagnosis.DiagnosisTest):
    def test_faults(self):
        for fault, ike in PHASE_1.items():
            self.begin(False, {"ike": ike})
            self.expect(fault, "responder")
        for fault, esp in PHASE_2.items():
            self.begin(False, {"esp": esp})
            self.expect(fault, "responder")

        self.begin(False, {"version": 1})
        self.expect("IKE version differs", "responder")

        self.begin(False, {"psk": "another-long-secret"})
        self.expect("key differs", "responder")
        self.begin(False, {"local_id": "stranger.example.org"})
        self.expect("their identity differs", "responder")
        self.begin(False, {"remote_id": "stranger.example.org"})
        self.expect("our identity differs", "responder")

        self.begin(False, {"local_ts": "10.9.0.0/24"})
        self.expect("subnets differ", "responder")
        # That charon asks for more than we have takes nothing from us.
        self.begin(False, {"remote_ts": "10.1.0.0/16"})
        self.console.wait_state("Established")
        self.assertEqual(self.diagnose()["Code"], "NoExceptionFound")

        for fault, esp in (("PFS group differs", "aes128-sha1-modp3072"), ("PFS on our side only", "aes128-sha1")):
            self.begin(False, {"esp": esp}, ipsec={"IpsecPfs": "group14"})
            self.console.wait_state("Established")
            self.charon.swanctl("--rekey", "--child", "net", check=False)
            self.expect(fault, "responder")

    def test_address(self):
        self.charon.load()
        self.console.apply(immediately=False, peer="203.0.113.9")
        self.console.run_once()
        self.charon.initiate(timeout=2)
        self.expect("answers come from another address", "responder")

    def test_paths(self):
        self.block("udp dport 4500")
        self.begin(False)
        self.expect("silent after the move to 4500", "responder")
        self.unblock()

    def test_peer_that_installs_nothing(self):
        self.charon.configure("load = random nonce openssl xcbc kdf pem x509 pubkey kernel-netlink socket-default vici")
        self.begin(False)
        self.expect("peer cannot install the SA", "responder")


if __name__ == "__main__":
    lab.main(together=(Initiator, Responder))

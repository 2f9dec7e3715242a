#!/usr/bin/env python3
"""What does not fit, and that each side is told why."""

import lab


class Refusals(lab.LabTest):
    def test_wrong_key_as_initiator(self):
        self.charon.load(psk="another-secret-of-theirs")
        self.console.apply()
        self.console.start()
        self.console.wait_event("AuthenticationRefused")
        self.console.wait_event("AttemptFailed", Failure="AuthenticationRefused")
        connection = self.console.wait_state("Phase1Failed")
        self.assertEqual(connection["LastErrorCode"], "AuthenticationRefused")
        self.assertEqual(connection["Status"], "ike_sa_not_established")
        self.assertEqual(self.charon.sas(), "")

    def test_wrong_key_as_responder(self):
        self.charon.load(psk="another-secret-of-theirs")
        self.console.apply(immediately=False)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertNotEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("AuthenticationFailed", Failure="PskMismatch")
        self.assertIn("AUTHENTICATION_FAILED", self.charon.log())
        lab.wait_until("the status names it", lambda: self.console.connection()["LastErrorCode"] == "PskMismatch")

    def test_no_common_ike_proposal_as_initiator(self):
        self.charon.load(ike="aes256-sha384-modp3072")
        self.console.apply()
        self.console.start()
        self.console.wait_event("NoProposalChosen")
        self.console.wait_state("Phase1Failed")

    def test_no_common_ike_proposal_as_responder(self):
        self.charon.load(ike="aes256-sha384-modp3072")
        self.console.apply(immediately=False)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertNotEqual(self.charon.initiate().returncode, 0)
        event = self.console.wait_event("ProposalRefused")
        self.assertIn("MODP_3072", event["Details"]["Offered"])
        self.assertIn("MODP_2048", event["Details"]["Configured"])
        self.assertIn("received NO_PROPOSAL_CHOSEN", self.charon.log())

    def test_no_common_child_proposal(self):
        self.charon.load(esp="aes256-sha384")
        self.console.apply()
        self.console.start()
        self.console.wait_event("NoProposalChosen")
        self.console.wait_event("IkeSaEstablished")
        self.console.wait_state("Phase2Failed")

    def test_no_common_subnet(self):
        self.charon.load()
        self.console.apply(RemoteSubnet="10.77.0.0/24")
        self.console.start()
        self.console.wait_event("SelectorsUnacceptable", Direction="in")
        connection = self.console.wait_state("Phase2Failed")
        self.assertEqual(connection["LastErrorCode"], "TrafficSelectorMismatch")

    def test_wrong_identity(self):
        self.charon.load()
        self.console.apply(ike={"LocalId": "stranger.example.org"})
        self.console.start()
        self.console.wait_event("AttemptFailed", Failure="AuthenticationRefused")


if __name__ == "__main__":
    lab.main()

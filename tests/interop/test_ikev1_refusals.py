#!/usr/bin/env python3
"""What does not fit between IKEv1 and a real strongSwan, in both modes and roles, and what each of these looks like to us.

The responder of a negotiation sees both sides' settings and can tell what differs; an initiator is told no more than the
notification says.
"""

import lab

MODES = {
    "main": {
        "ours": {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT},
        "theirs": {"version": 1, "local_id": lab.RIGHT, "remote_id": lab.LEFT},
    },
    "aggressive": {
        "ours": {"IkeVersion": "ikev1", "IkeMode": "aggressive"},
        "theirs": {"version": 1, "more": "aggressive = yes"},
    },
}

# charon's settings, ours, what differs as we see it when charon begins, and the failure that this is.
PHASE_1 = {
    "encryption": ({"ike": "aes256-sha256-modp2048"}, "encryption", "EncryptionAlgorithmMismatch"),
    "hash": ({"ike": "aes128-sha1-modp2048"}, "integrity, prf", "AuthenticationAlgorithmMismatch"),
    "group": ({"ike": "aes128-sha256-modp1024"}, "group", "DhGroupMismatch"),
    "several": ({"ike": "aes256-sha1-modp2048"}, "encryption, integrity, prf", "AlgorithmMismatch"),
}
PHASE_2 = {
    "encryption": ({"esp": "aes256-sha1"}, "disabled", "encryption", "EncryptionAlgorithmMismatch"),
    "hash": ({"esp": "aes128-sha256"}, "disabled", "integrity", "AuthenticationAlgorithmMismatch"),
    "PFS of theirs": ({"esp": "aes128-sha1-modp2048"}, "disabled", "group", "PfsMismatch"),
    "PFS of ours": ({}, "group14", "group", "PfsMismatch"),
    "another PFS group": ({"esp": "aes128-sha1-modp2048"}, "group5", "group", "PfsMismatch"),
}
SUBNETS = {
    "theirs": {"local_ts": "10.9.0.0/24"},
    "ours": {"remote_ts": "10.9.0.0/24"},
}


class Refusals(lab.LabTest):
    mode = "main"

    def setUp(self):
        super().setUp()
        # It gives up in seconds what no answer comes to, so that the next case finds nothing of the one before.
        self.charon.configure("i_dont_care_about_security_and_use_aggressive_mode_psk = yes", "half_open_timeout = 2",
                              "retransmit_tries = 2", "retransmit_base = 1.0")

    def begin(self, we_initiate, theirs, ours=None, ipsec=None):
        """`theirs`: what charon has otherwise than it should."""
        settings = MODES[self.mode]
        self.charon.load(**{**settings["theirs"], **theirs})
        self.console.apply_anew(immediately=we_initiate, ike={**settings["ours"], **(ours or {})}, ipsec=ipsec)
        self.console.run_once()
        if not we_initiate:
            lab.wait_until("charon has forgotten the case before", lambda: not self.charon.ike_sas())
            self.charon.initiate(timeout=5)

    def wait_failure(self, state, failure):
        # What went wrong is known before the attempt is over.
        connection = lab.wait_until(f"a failure, and then {state}", lambda: (
            lambda now: now if (now["LastErrorCode"] != "None" and now["State"] == state) else None)(
                self.console.connection()))
        self.assertEqual(connection["LastErrorCode"], failure)

    def test_another_key_as_initiator(self):
        self.begin(True, {"psk": "another-long-secret"})
        self.console.wait_event("AttemptFailed", Failure="PskMismatch")
        self.wait_failure("Phase1Failed", "PskMismatch")

    def test_another_key_as_responder(self):
        self.begin(False, {"psk": "another-long-secret"})
        self.console.wait_event("AuthenticationFailed", Failure="PskMismatch")
        self.wait_failure("Waiting", "PskMismatch")
        self.assertEqual(self.console.events("IkeSaEstablished"), [])

    def test_another_identity_of_the_peer(self):
        ours = self.console.settings(ike=MODES[self.mode]["ours"])["IkeConfig"]["RemoteId"]
        # A name in main mode, too, where only addresses can tell a peer that has a key of its own.
        for identity in ("203.0.113.9", "gateway.example.net"):
            with self.subTest(identity=identity):
                self.begin(True, {"local_id": identity})
                self.console.wait_event("AuthenticationFailed", Failure="PeerIdMismatch", ReceivedId=identity)
                self.wait_failure("Phase1Failed", "PeerIdMismatch")
                self.begin(False, {"local_id": identity})
                self.console.wait_event("AuthenticationFailed", Failure="PeerIdMismatch", ReceivedId=identity,
                                        RemoteId=ours)
                self.assertIn("received INVALID_ID_INFORMATION error notify", self.charon.log())

    def test_another_identity_of_ours(self):
        self.begin(True, {"remote_id": "203.0.113.9"})
        self.console.wait_event("AuthenticationRefused", Direction="in")
        self.wait_failure("Phase1Failed", "AuthenticationRefused")
        self.begin(False, {"remote_id": "203.0.113.9"})
        if self.mode == "main":
            # Our proof is the last message, so that the ISAKMP SA stands; all that charon says is that it deletes it.
            self.console.wait_event("IkeSaDeleted", Direction="in")
            self.wait_failure("Waiting", "ReceiveDeleteNotify")
        else:
            self.console.wait_event("AuthenticationRefused", Direction="in")
            self.wait_failure("Waiting", "AuthenticationRefused")

    def test_another_suite_in_phase_1_as_initiator(self):
        for name in ("encryption", "group"):  # what charon says is always the same, and believed after some seconds
            with self.subTest(name=name):
                self.begin(True, PHASE_1[name][0])
                self.console.wait_event("NoProposalChosen", Direction="in",
                                        Offered="AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048")
                self.wait_failure("Phase1Failed", "ProposalMismatch")

    def test_another_suite_in_phase_1_as_responder(self):
        for name, (theirs, differs, failure) in PHASE_1.items():
            with self.subTest(name=name):
                self.begin(False, theirs)
                self.console.wait_event("ProposalRefused", Differs=differs, Failure=failure)
        self.assertEqual(self.charon.log().count("received NO_PROPOSAL_CHOSEN error notify"), len(PHASE_1))

    def test_another_suite_in_phase_2_as_initiator(self):
        for name, (theirs, pfs, _, _) in PHASE_2.items():
            with self.subTest(name=name):
                self.begin(True, theirs, ipsec={"IpsecPfs": pfs})
                self.console.wait_event("IkeSaEstablished")
                self.console.wait_event("NoProposalChosen", Direction="in")
                self.wait_failure("Phase2Failed", "ProposalMismatch")

    def test_another_suite_in_phase_2_as_responder(self):
        for name, (theirs, pfs, differs, failure) in PHASE_2.items():
            with self.subTest(name=name):
                self.begin(False, theirs, ipsec={"IpsecPfs": pfs})
                self.console.wait_event("IkeSaEstablished")
                self.console.wait_event("ProposalRefused", Differs=differs, Failure=failure)
                self.wait_failure("Phase2Failed", failure)
        self.assertEqual(self.charon.log().count("received NO_PROPOSAL_CHOSEN error notify"), len(PHASE_2))

    def test_another_subnet(self):
        for whose, theirs in SUBNETS.items():
            with self.subTest(whose=whose):
                self.begin(True, theirs)
                self.console.wait_event("SelectorsUnacceptable", Direction="in")
                self.wait_failure("Phase2Failed", "TrafficSelectorMismatch")
                self.begin(False, theirs)
                offered = f"{theirs.get('local_ts', lab.RIGHT_NET)} === {theirs.get('remote_ts', lab.LEFT_NET)}"
                self.console.wait_event("SelectorsUnacceptable", Direction="out", Offered=offered)
                self.wait_failure("Phase2Failed", "TrafficSelectorMismatch")

    def test_the_other_mode(self):
        other = MODES["main" if self.mode == "aggressive" else "aggressive"]["theirs"]
        theirs = {"version": 1, "more": "", **{key: value for key, value in other.items() if key == "more"},
                  **{key: value for key, value in MODES[self.mode]["theirs"].items() if key != "more"}}
        # charon takes our offer in whichever mode, and then has no peer of this mode with our name.
        self.begin(True, theirs)
        self.console.wait_event("AuthenticationRefused", Direction="in")
        self.wait_failure("Phase1Failed", "AuthenticationRefused")
        self.begin(False, theirs)
        their_mode = "main" if self.mode == "aggressive" else "aggressive"
        self.console.wait_event("MessageUnmatched", Reason=f"the peer uses {their_mode} mode",
                                Failure="NegotiationModeMismatch")
        self.assertIn("received (29) error notify", self.charon.log())  # UNSUPPORTED-EXCHANGE-TYPE, RFC 2408, 3.14.1

    def test_the_other_version(self):
        theirs = {"version": 2, "more": ""}
        self.begin(True, theirs)
        self.console.wait_event("NoProposalChosen", Direction="in")  # all that charon says
        self.wait_failure("Phase1Failed", "ProposalMismatch")
        self.begin(False, theirs)
        self.console.wait_event("MessageUnmatched", Reason="the peer speaks IKEv2", Failure="IkeVersionMismatch")


class MainMode(Refusals):
    pass


class AggressiveMode(Refusals):
    mode = "aggressive"


del Refusals

if __name__ == "__main__":
    lab.main(together=(MainMode, AggressiveMode))

#!/usr/bin/env python3
"""IKEv1 with a real strongSwan: both modes, who begins, who ends, what is left."""

import lab

# In main mode the key is found before a name is said: a peer is known by its address.
V1 = {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT}
CHARON = {"version": 1, "local_id": lab.RIGHT, "remote_id": lab.LEFT}
AGGRESSIVE = {"IkeVersion": "ikev1", "IkeMode": "aggressive"}


class MainMode(lab.LabTest):
    ike = V1
    more = ""

    identities = CHARON

    def load(self, **settings):
        self.charon.load(more=self.more, **{**self.identities, **settings})

    def test_we_initiate_and_delete(self):
        before = self.lab.ip("lg", "route show")
        self.load()
        self.console.apply(ike=self.ike)
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()

        connection = self.console.wait_state("Established")
        self.assertEqual(connection["IkeSa"]["Proposal"], "AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048")
        self.assertTrue(connection["IkeSa"]["Initiator"])
        # charon's word for the same SA, seen from its side.
        child = connection["ChildSas"][0]
        sas = self.charon.sas()
        self.assertIn("IKEv1", sas)
        self.assertIn(child["InboundSpi"], sas)
        self.assertIn(child["OutboundSpi"], sas)
        self.assertIn(connection["IkeSa"]["InitiatorSpi"], sas)

        self.assertEqual(self.console.stop(), 0)
        self.assert_nothing_left(before)
        lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")
        self.assertIn("received DELETE for ESP CHILD_SA", self.charon.log())
        self.assertIn("received DELETE for IKE_SA", self.charon.log())

    def test_peer_initiates_and_deletes(self):
        before = self.lab.ip("lg", "route show")
        self.load()
        self.console.apply(immediately=False, ike=self.ike)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        self.assertFalse(self.console.wait_state("Established")["IkeSa"]["Initiator"])

        self.charon.terminate()
        self.console.wait_event("IkeSaDeleted", Direction="in")
        connection = self.console.wait_state("Waiting")
        self.assertEqual(connection["ChildSas"], [])
        self.assertEqual(self.console.stop(), 0)
        self.assert_nothing_left(before)

    def test_perfect_forward_secrecy_both_ways(self):
        self.charon.configure("delete_rekeyed = yes")  # else it leaves that to the end of its life
        self.load(esp="aes256-sha256-modp2048")
        self.console.apply(ike=self.ike, ipsec={"IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha256",
                                                "IpsecPfs": "group14"})
        self.console.start()
        self.console.wait_event("ChildSaEstablished", Chosen="AES_CBC_256/HMAC_SHA2_256_128/MODP_2048/NO_EXT_SEQ")
        self.assert_carried()
        # charon renews the child, and deletes the old one.
        self.charon.swanctl("--rekey", "--child", "net")
        self.console.wait_event("ChildSaEstablished", 2)
        self.console.wait_event("ChildSaDeleted")
        self.assert_carried()

    def test_we_are_behind_a_nat(self):
        self.lab.set_nat("tor", "192.0.2.0/24")
        self.load(remote="%any")
        self.console.apply(ike=self.ike)
        self.console.start()
        self.console.wait_event("ChildSaEstablished", Encapsulation="UDP")
        self.console.wait_event("NatDetected", NatLocal="yes")
        self.assert_carried()

    def test_the_peer_is_behind_a_nat(self):
        self.lab.set_nat("tol", "198.51.100.0/24")
        self.load()
        self.console.apply(immediately=False, peer="192.0.2.1", ike=self.ike)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished", Encapsulation="UDP")
        self.assert_carried()
        self.assertTrue(self.console.wait_state("Established")["IkeSa"]["NatRemote"])


    def childless(self):
        sas = self.charon.ike_sas()
        return next((sa["uniqueid"] for sa in sas if len(sas) == 2 and not sa.get("child-sas")), None)

    def test_the_peer_renews_the_isakmp_sa(self):
        self.load()
        self.console.apply(ike=self.ike)
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        # charon negotiates anew and takes the child over; when the old one is deleted, so do we.
        self.charon.swanctl("--rekey", "--ike", "gw")
        self.console.wait_event("IkeSaEstablished", 2)
        old = lab.wait_until("charon has taken the child over", self.childless)
        self.charon.swanctl("--terminate", "--ike-id", old, "--timeout", "10")
        self.console.wait_event("IkeSaDeleted", Direction="in")
        self.assert_carried()
        connection = self.console.wait_state("Established")
        self.assertEqual(len(self.console.events("ChildSaDeleted")), 0)
        self.assertIn(connection["IkeSa"]["InitiatorSpi"], self.charon.sas())


class AggressiveMode(MainMode):
    ike = AGGRESSIVE
    more = "aggressive = yes"
    identities = {"version": 1}

    def load(self, **settings):
        # Whoever listens may guess the key: charon wants to be told that it is meant.
        self.charon.configure("i_dont_care_about_security_and_use_aggressive_mode_psk = yes")
        super().load(**settings)


class Refusals(lab.LabTest):
    def test_another_key(self):
        self.charon.load(**CHARON, psk="another-long-secret")
        self.console.apply(ike=V1)
        self.console.start()
        failed = self.console.wait_event("AttemptFailed")
        self.assertEqual(failed["Details"]["Failure"], "PskMismatch")

    def test_another_key_of_a_peer_that_begins(self):
        self.charon.load(**CHARON, psk="another-long-secret")
        self.console.apply(immediately=False, ike=V1)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.charon.initiate(timeout=5)
        lab.wait_until("the status says why", lambda: self.console.connection()["LastErrorCode"] == "PskMismatch")

    def test_another_suite(self):
        self.charon.load(**CHARON, ike="aes256-sha256-modp2048")
        self.console.apply(ike=V1)
        self.console.start()
        self.console.wait_event("NoProposalChosen", Direction="in")
        self.console.wait_event("AttemptFailed", Failure="ProposalMismatch")

    def test_another_suite_of_a_peer_that_begins(self):
        self.charon.load(**CHARON, ike="aes256-sha256-modp2048")
        self.console.apply(immediately=False, ike=V1)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.charon.initiate(timeout=5)
        self.console.wait_event("ProposalRefused", Differs="encryption")
        lab.wait_until("charon knows", lambda: "received NO_PROPOSAL_CHOSEN" in self.charon.log())

    def test_another_subnet(self):
        self.charon.load(**CHARON, local_ts="10.9.0.0/24")
        self.console.apply(ike=V1)
        self.console.start()
        self.console.wait_event("IkeSaEstablished")
        self.console.wait_event("AttemptFailed", Failure="TrafficSelectorMismatch")


if __name__ == "__main__":
    lab.main()

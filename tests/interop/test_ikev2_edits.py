#!/usr/bin/env python3
"""A connection that is edited while it stands, with a real strongSwan: no more is renegotiated than the edit touches."""

import time

import lab


class Edits(lab.LabTest):
    def begin(self, immediately=True):
        self.charon.load(esp="aes128-sha1,aes256-sha1,aes128-sha1-modp2048", remote_ts="10.1.0.0/16")
        self.console.apply(immediately=immediately)
        self.console.start()
        if not immediately:
            self.console.wait_event("SocketOpened", 2)
            self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried_quickly()

    def assert_one_ike_sa(self):
        self.assertEqual(len(self.console.events("IkeSaEstablished")), 1)
        self.assertEqual(self.console.events("IkeSaDeleted"), [])
        # charon lists a deleted child for some seconds.
        lab.wait_until("one child at charon", lambda: len(self.charon.ike_sas()[0]["child-sas"]) == 1)
        return self.assert_same_sas()

    def test_what_is_taken_over_in_place(self):
        self.begin()
        flood = lab.Flood(self.lab)
        self.console.apply(Mtu=1300, Mss=1200, EnableDpd=False, ike={"IkeLifetime": 7200},
                           ipsec={"IpsecLifetime": 3600})
        self.console.wait_event("ConnectionUpdated")
        time.sleep(2)
        sent, lost = flood.stop()
        self.assertEqual((lost, sent > 100), ([], True))
        self.assertEqual(len(self.console.events("ChildSaEstablished")), 1)
        self.assert_one_ike_sa()
        # The new MTU holds for the SA that stands.
        ping = ["ping", "-c", "1", "-W", "2", "-M", "do", "10.2.0.10", "-s"]
        self.assertEqual(self.lab.run("lh", *ping, 1300 - 28, check=False).returncode, 0)
        self.assertNotEqual(self.lab.run("lh", *ping, 1301 - 28, check=False).returncode, 0)

    def test_another_suite_loses_no_packet(self):
        self.begin()
        flood = lab.Flood(self.lab)
        for count, ipsec in enumerate(({"IpsecEncAlg": "aes256"}, {}, {"IpsecPfs": "group14"}), 2):
            self.console.apply(ipsec=ipsec)
            self.console.wait_event("ChildSaEstablished", count)
            time.sleep(0.5)
        sent, lost = flood.stop()
        self.assertEqual((lost, sent > 100), ([], True))
        self.assertEqual(self.console.connection()["ChildSas"][0]["Proposal"],
                         "AES_CBC_128/HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ")
        self.assert_one_ike_sa()

    def test_other_subnets(self):
        self.begin()
        self.console.apply(LocalSubnet="10.1.0.0/25")
        self.console.wait_event("ChildSaDeleted", Direction="out")
        self.console.wait_event("ChildSaEstablished", 2)
        self.assert_carried_quickly()
        self.assertEqual(self.assert_one_ike_sa()["ChildSas"][0]["LocalSelectors"], ["10.1.0.0/25"])

    def test_without_immediate_effect_it_waits_for_traffic(self):
        self.begin(immediately=False)
        self.console.apply(immediately=False, ipsec={"IpsecEncAlg": "aes256"})
        self.console.wait_state("Phase1Established")
        lab.wait_until("charon's child is gone", lambda: not self.charon.has_child())
        self.assert_carried_quickly()
        ours = self.assert_one_ike_sa()
        self.assertTrue(ours["ChildSas"][0]["Proposal"].startswith("AES_CBC_256/"))

    def test_a_suite_that_the_peer_does_not_have(self):
        self.begin()
        self.console.apply(ipsec={"IpsecEncAlg": "aes192"})
        self.console.wait_event("NoProposalChosen")
        self.console.wait_event("AttemptFailed", Failure="ProposalMismatch")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10", 1, patience=1), 0)
        self.console.apply()
        self.console.wait_state("Established")
        self.assert_carried_quickly()

    def test_the_key_makes_both_anew(self):
        self.begin()
        self.charon.load(psk="another-long-secret")
        self.console.apply(psk="another-long-secret")
        self.console.wait_event("IkeSaEstablished", 2)
        self.console.wait_event("ChildSaEstablished", 2)
        self.assert_carried_quickly()
        self.assert_same_sas()


if __name__ == "__main__":
    lab.main()

#!/usr/bin/env python3
"""Renewals with a real strongSwan, from both sides, under a flood of pings of which none may be lost."""

import threading
import time

import lab

TIMES = 10


class Rekey(lab.LabTest):
    def begin(self, immediately=True, esp="aes128-sha1", pfs="disabled", ike=None, ipsec=None):
        self.charon.load(esp=esp)
        self.console.apply(immediately=immediately, ike=ike, ipsec={"IpsecPfs": pfs, **(ipsec or {})})
        self.console.start()
        if not immediately:
            self.console.wait_event("SocketOpened", 2)
            self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        self.flood = lab.Flood(self.lab)

    def end(self, least):
        sent, lost = self.flood.stop()
        self.assertEqual(lost, [])
        self.assertGreater(sent, least)  # a busy machine sends fewer than a thousand a second

    def children(self):
        return len(self.console.events("ChildSaEstablished"))

    def ike_sas(self):
        return len(self.console.events("IkeSaEstablished"))

    def rekey_by_charon(self, what, count):
        for _ in range(TIMES):
            before = count()
            self.charon.swanctl("--rekey", *what)
            lab.wait_until("the peer's rekey", lambda: count() > before)
            time.sleep(0.3)

    def assert_one_of_each(self):
        def is_one():
            sas = self.charon.sas()
            return sas.count("ESTABLISHED") == 1 and sas.count("INSTALLED") == 1
        lab.wait_until("one SA of each is left", is_one)
        connection = self.console.wait_state("Established")
        self.assertEqual(len(connection["ChildSas"]), 1)
        sas = self.charon.sas()
        self.assertIn(connection["ChildSas"][0]["InboundSpi"], sas)
        self.assertIn(connection["ChildSas"][0]["OutboundSpi"], sas)
        self.assertIn(connection["IkeSa"]["InitiatorSpi"], sas)

    def test_peer_rekeys_the_child(self):
        for immediately in (True, False):
            self.begin(immediately)
            self.rekey_by_charon(["--child", "net"], self.children)
            self.end(1000)
            self.assertEqual(self.ike_sas(), 1)
            self.assert_one_of_each()
            self.assertEqual(self.console.stop(), 0)
            lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")

    def test_peer_rekeys_the_child_with_pfs(self):
        self.begin(esp="aes128-sha1-modp2048", pfs="group14")
        self.rekey_by_charon(["--child", "net"], self.children)
        self.end(1000)
        self.assertEqual(self.ike_sas(), 1)
        self.assertEqual(self.console.connection()["ChildSas"][0]["Proposal"],
                         "AES_CBC_128/HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ")
        self.assert_one_of_each()

    def test_peer_rekeys_the_ike_sa(self):
        for immediately in (True, False):
            self.begin(immediately)
            self.rekey_by_charon(["--ike", "gw"], self.ike_sas)
            self.end(1000)
            self.assertEqual(self.children(), 1)
            self.assert_one_of_each()
            self.assertEqual(self.console.stop(), 0)
            lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")

    def test_we_rekey_the_child(self):
        self.begin(ipsec={"IpsecLifetime": 3})
        self.wait_for(self.children)
        self.end(5000)
        self.assertEqual(self.ike_sas(), 1)
        self.assert_one_of_each()

    def test_we_rekey_the_child_with_pfs(self):
        self.begin(esp="aes128-sha1-curve25519,aes128-sha1-modp2048", pfs="group14", ipsec={"IpsecLifetime": 3})
        self.wait_for(self.children)
        self.end(5000)
        self.assertEqual(self.ike_sas(), 1)
        self.assert_one_of_each()

    def test_we_rekey_the_ike_sa(self):
        self.begin(ike={"IkeLifetime": 3})
        self.wait_for(self.ike_sas)
        self.end(5000)
        self.assertEqual(self.children(), 1)
        self.assert_one_of_each()

    def wait_for(self, count):
        deadline = time.monotonic() + 90
        while count() < TIMES + 1:
            self.assertLess(time.monotonic(), deadline, "renewals do not come")
            time.sleep(0.1)

    def test_both_rekey_at_once(self):
        """Whatever crosses, one SA of each is left, and no packet is lost."""
        self.begin(ike={"IkeLifetime": 15}, ipsec={"IpsecLifetime": 6})
        stopped = threading.Event()

        def shake():
            while not stopped.wait(0.7):
                self.charon.swanctl("--rekey", "--child", "net", check=False)
                self.charon.swanctl("--rekey", "--ike", "gw", check=False)
        shaker = threading.Thread(target=shake)
        shaker.start()
        try:
            time.sleep(30)
        finally:
            stopped.set()
            shaker.join()
        self.assertGreater(self.children(), 10)
        self.assertGreater(self.ike_sas(), 5)
        self.end(5000)

    def test_pfs_mismatch_is_reported(self):
        """We want a group, the peer does not: the first child stands without, and at the renewal both say what differs.
        The tunnel is made anew before the old one ends."""
        self.begin(pfs="group14", ipsec={"IpsecLifetime": 10})
        event = self.console.wait_event("NoProposalChosen", Failure="PfsMismatch")
        self.assertEqual(event["Details"]["Offered"], "AES_CBC_128/HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ")
        self.console.wait_event("IkeSaEstablished", 2)
        self.console.wait_event("ChildSaEstablished", 2)
        self.end(1000)

    def test_pfs_mismatch_of_the_peer_is_reported(self):
        self.begin(esp="aes128-sha1-modp2048")
        self.charon.swanctl("--rekey", "--child", "net")
        event = self.console.wait_event("ProposalRefused", Failure="PfsMismatch")
        self.assertEqual(event["Details"]["Differs"], "group")
        time.sleep(1)  # nothing changes for the packets
        self.end(100)
        self.assert_one_of_each()


if __name__ == "__main__":
    lab.main()

#!/usr/bin/env python3
"""Renewals of IKEv1 with a real strongSwan, from both sides, under a flood of pings.

A phase 2 SA is renewed by another quick mode, and the ISAKMP SA by another negotiation beside the one that stands; what
was replaced is deleted later, and until then packets come by either. None may be lost.
"""

import time

import lab

TIMES = 10

MAIN = {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT}
AGGRESSIVE = {"IkeVersion": "ikev1", "IkeMode": "aggressive"}


class Rekey(lab.LabTest):
    def begin(self, immediately=True, esp="aes128-sha1", pfs="disabled", ike=None, ipsec=None, aggressive=False):
        # By itself charon leaves what was replaced to the end of its life; with "delete_rekeyed" it takes it away while
        # packets are under way.
        self.charon.configure("i_dont_care_about_security_and_use_aggressive_mode_psk = yes")
        if aggressive:
            self.charon.load(version=1, esp=esp, more="aggressive = yes")
        else:
            self.charon.load(version=1, esp=esp, local_id=lab.RIGHT, remote_id=lab.LEFT)
        self.console.apply(immediately=immediately, ike={**(AGGRESSIVE if aggressive else MAIN), **(ike or {})},
                           ipsec={"IpsecPfs": pfs, **(ipsec or {})})
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

    def assert_newest_stand(self):
        """We have one child; charon has it among those that it did not take away yet, below the one ISAKMP SA."""
        def newest():
            sas = self.charon.ike_sas()
            ours = self.console.connection()
            if len(sas) != 1 or len(ours["ChildSas"]) != 1:
                return None
            child = ours["ChildSas"][0]
            spis = [(sa["spi-out"], sa["spi-in"]) for sa in sas[0]["child-sas"].values() if sa["state"] == "INSTALLED"]
            is_same = ours["IkeSa"]["InitiatorSpi"] == sas[0]["initiator-spi"]
            return child if is_same and (child["InboundSpi"], child["OutboundSpi"]) in spis else None
        return lab.wait_until("both have the newest SAs", newest)

    def children(self):
        return len(self.console.events("ChildSaEstablished"))

    def ike_sas(self):
        return len(self.console.events("IkeSaEstablished"))

    def rekey_child_by_charon(self):
        for _ in range(TIMES):
            before = self.children()
            self.charon.swanctl("--rekey", "--child", "net")
            lab.wait_until("the peer's renewal", lambda: self.children() > before)
            time.sleep(0.3)

    def childless(self):
        sas = self.charon.ike_sas()
        return [sa["uniqueid"] for sa in sas if len(sas) > 1 and not sa.get("child-sas")]

    def rekey_ike_sa_by_charon(self):
        for _ in range(TIMES):
            before = self.ike_sas()
            self.charon.swanctl("--rekey", "--ike", "gw")
            lab.wait_until("the peer's renewal", lambda: self.ike_sas() > before)
            # charon takes its children over and leaves the old SA to the end of its life.
            for old in lab.wait_until("charon has taken the child over", self.childless):
                self.charon.swanctl("--terminate", "--ike-id", old, "--timeout", "10")
            lab.wait_until("one ISAKMP SA is left", lambda: len(self.charon.ike_sas()) == 1)
            time.sleep(0.3)  # pings go on by it for a while, as between the other renewals

    def wait_for(self, count):
        deadline = time.monotonic() + 90
        while count() < TIMES + 1:
            self.assertLess(time.monotonic(), deadline, "renewals do not come")
            time.sleep(0.1)

    def test_peer_renews_the_child(self):
        for immediately in (True, False):
            self.begin(immediately)
            self.rekey_child_by_charon()
            self.end(1000)
            self.assertEqual(self.ike_sas(), 1)
            self.assert_newest_stand()
            self.assertEqual(self.console.stop(), 0)
            lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")

    def test_peer_renews_the_child_with_pfs(self):
        self.begin(esp="aes128-sha1-modp2048", pfs="group14", aggressive=True)
        self.rekey_child_by_charon()
        self.end(1000)
        self.assertEqual(self.ike_sas(), 1)
        self.assertEqual(self.assert_newest_stand()["Proposal"], "AES_CBC_128/HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ")

    def test_peer_renews_the_isakmp_sa(self):
        for aggressive in (False, True):
            self.begin(immediately=aggressive, aggressive=aggressive)
            self.rekey_ike_sa_by_charon()
            self.end(1000)
            self.assertEqual(self.children(), 1)
            self.assert_newest_stand()
            self.assertEqual(self.console.stop(), 0)
            lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")

    def test_we_renew_the_child(self):
        self.begin(esp="aes128-sha1-modp2048", pfs="group14", ipsec={"IpsecLifetime": 3})
        self.wait_for(self.children)
        self.end(5000)
        self.assertEqual(self.ike_sas(), 1)
        self.assert_newest_stand()

    def test_we_renew_the_isakmp_sa(self):
        self.begin(ike={"IkeLifetime": 3})
        self.wait_for(self.ike_sas)
        self.end(5000)
        self.assert_newest_stand()


if __name__ == "__main__":
    lab.main()

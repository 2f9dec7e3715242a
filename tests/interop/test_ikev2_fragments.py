#!/usr/bin/env python3
"""RFC 7383: charon sends every larger message in fragments, in both roles and with both kinds of suites."""

import lab

SUITES = {"CBC": ("aes128-sha256-modp2048", {}),
          "AES-256": ("aes256-sha1-modp1024", {"IkeEncAlg": "aes256", "IkeAuthAlg": "sha1", "IkePfs": "group2"})}


class Fragments(lab.LabTest):
    def setUp(self):
        super().setUp()
        self.charon.configure("fragment_size = 180")

    def check(self, suite, we_initiate):
        charon_suite, ours = SUITES[suite]
        self.charon.load(ike=charon_suite)
        self.console.apply(immediately=we_initiate, ike=ours)
        self.console.start()
        if not we_initiate:
            self.console.wait_event("SocketOpened", 2)
            self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        received = [event["Details"].get("Payloads", "") for event in self.console.events("MessageReceived")]
        self.assertGreaterEqual(len([payloads for payloads in received if payloads.startswith("EF(")]), 2, received)
        self.assert_carried()
        self.assertIn("splitting IKE message", self.charon.log())
        self.assertEqual(self.console.events("MessageDropped"), [])
        self.assertEqual(self.console.stop(), 0)
        lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")

    def test_as_initiator(self):
        for suite in SUITES:
            with self.subTest(suite=suite):
                self.check(suite, True)

    def test_as_responder(self):
        for suite in SUITES:
            with self.subTest(suite=suite):
                self.check(suite, False)

    def test_one_fragment_is_lost(self):
        """The router drops the second fragment of charon's answer once; the retransmission repairs it."""
        self.charon.load()
        # The octets of the fragment number, behind IP, UDP, the non-ESP marker, and the IKE and SKF headers.
        self.lab.run("wan", "nft", "-f", "-", stdin="""
            table ip hole {
              counter eaten { }
              chain pre {
                type filter hook prerouting priority -200;
                ip saddr 198.51.100.2 udp sport 4500 @th,224,8 0x35 @th,352,16 2 limit rate 1/hour burst 1 packets counter name eaten drop
              }
            }""")
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assertIn("packets 1 ", self.lab.run("wan", "nft", "list", "counter", "ip", "hole", "eaten").stdout)
        self.assertTrue(self.console.events("Retransmitted"))
        self.assert_carried()


if __name__ == "__main__":
    lab.main()

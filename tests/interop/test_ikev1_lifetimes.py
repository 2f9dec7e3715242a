#!/usr/bin/env python3
"""Lifetimes of IKEv1 as charon offers and takes them: kilobytes, and a responder that wants less time."""

import lab

V1 = {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT}
CHARON = {"version": 1, "local_id": lab.RIGHT, "remote_id": lab.LEFT}


class Lifetimes(lab.LabTest):
    def test_charon_limits_the_volume(self):
        """3 MB for a child, by charon's offer: we renew it and what follows it in time.

        Counters are looked at once a second: a renewal begins and ends late by as much. What charon deletes at its limit
        takes packets with it.
        """
        self.charon.load(**CHARON, esp="aes128-sha1\n        life_bytes = 3072000\n        rekey_bytes = 0")
        self.console.apply(immediately=False, ike=V1)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        self.assertEqual(len(self.console.events("ChildSaEstablished")), 1)
        done = self.lab.run("lh", "ping", "-q", "-i", "0.002", "-c", "5000", "-s", "1300", "10.2.0.1", check=False)
        self.console.wait_event("ChildSaEstablished", 3)
        self.assertNotIn("creating delete job for CHILD_SA", self.charon.log())
        self.assertIn(" 0% packet loss", done.stdout)

    def test_we_want_less_time(self):
        """charon offers an hour and is told of ten minutes; it does not mind that, though it does not know it."""
        self.charon.load(**CHARON, esp="aes128-sha1\n        life_time = 1h\n        rekey_time = 0")
        self.console.apply(immediately=False, ike=V1, ipsec={"IpsecLifetime": 600})
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        self.assertIn("N((24576))", self.charon.log())  # RESPONDER-LIFETIME, of which it knows no name


if __name__ == "__main__":
    lab.main()

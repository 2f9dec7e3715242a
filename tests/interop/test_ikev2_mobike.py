#!/usr/bin/env python3
"""Gateways that change their address while a tunnel stands, with a real strongSwan: MOBIKE (RFC 4555) in both roles."""

import lab

SECOND_LEFT = "192.0.2.77"
SECOND_RIGHT = "198.51.100.77"


class Mobike(lab.LabTest):
    def begin(self, we_initiate, mobike="yes"):
        # Any address of its own: charon moves only what is not bound to one.
        self.charon.load(remote="%any" if we_initiate else lab.LEFT, local="%any", mobike=mobike)
        self.console.apply(immediately=we_initiate, local_address=None)
        self.console.start()
        if not we_initiate:
            self.console.wait_event("SocketOpened", 2)
            self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        return self.assert_same_sas()

    def assert_moved(self, before, ours, theirs):
        """The same IKE SA as before, between these addresses; neither side negotiated anew. charon rekeys the child, since
        libipsec cannot move one; ours moves first."""
        def is_there():
            sas = [sa for sa in self.charon.ike_sas() if sa["state"] == "ESTABLISHED"]
            return (len(sas) == 1 and (sas[0]["local-host"], sas[0]["remote-host"]) == (theirs, ours)
                    and len(sas[0]["child-sas"]) == 1)
        lab.wait_until(f"charon at {theirs} sees us at {ours}", is_there)
        after = self.settle_on_same_sas()
        self.assertEqual(after["IkeSa"]["InitiatorSpi"], before["IkeSa"]["InitiatorSpi"])
        self.assertEqual(after["IkeSa"]["Local"]["Address"], ours)
        self.assertEqual(after["IkeSa"]["Remote"]["Address"], theirs)
        self.assert_carried()

    def test_we_move_what_we_began(self):
        before = self.begin(True)
        for address in (SECOND_LEFT, lab.LEFT, SECOND_LEFT):
            with self.subTest(address=address):
                self.lab.move("lg", address)
                self.console.wait_event("EndpointsChanged", Direction="out")
                self.assert_moved(before, address, lab.RIGHT)

    def test_we_move_and_then_rekey(self):
        before = self.begin(True)
        self.lab.move("lg", SECOND_LEFT)
        self.assert_moved(before, SECOND_LEFT, lab.RIGHT)
        self.charon.swanctl("--rekey", "--ike", "gw")
        self.console.wait_event("IkeSaEstablished", 2)
        self.charon.swanctl("--rekey", "--child", "net")
        self.console.wait_event("ChildSaEstablished", 2)
        lab.wait_until("one of each is left", lambda: [len(sa["child-sas"]) for sa in self.charon.ike_sas()] == [1])
        self.assert_carried()
        # What a rekey made moves as well.
        between = self.settle_on_same_sas()
        self.lab.move("lg", lab.LEFT)
        self.assert_moved(between, lab.LEFT, lab.RIGHT)

    def test_the_peer_moves_what_it_began(self):
        before = self.begin(False)
        for address in (SECOND_RIGHT, lab.RIGHT):
            with self.subTest(address=address):
                self.lab.move("rg", address)
                self.console.wait_event("EndpointsChanged", Direction="in")
                self.assert_moved(before, lab.LEFT, address)

    def test_without_it_we_negotiate_anew(self):
        before = self.begin(True, mobike="no")
        self.lab.move("lg", SECOND_LEFT)
        self.console.wait_event("NegotiationTriggered", Reason="network")
        self.console.wait_event("ChildSaEstablished", 2)
        after = self.console.wait_state("Established")
        self.assertNotEqual(after["IkeSa"]["InitiatorSpi"], before["IkeSa"]["InitiatorSpi"])
        self.assertEqual(after["IkeSa"]["Local"]["Address"], SECOND_LEFT)
        self.assert_carried()


if __name__ == "__main__":
    lab.main()

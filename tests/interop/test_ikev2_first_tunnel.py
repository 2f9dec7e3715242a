#!/usr/bin/env python3
"""The first tunnel with a real strongSwan: who begins, who ends, what is left."""

import signal

import lab


class FirstTunnel(lab.LabTest):
    def test_we_initiate_and_delete(self):
        before = self.lab.ip("lg", "route show")
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()

        connection = self.console.wait_state("Established")
        self.assertEqual(connection["Status"], "ipsec_sa_established")
        self.assertEqual(connection["IkeSa"]["Proposal"], "AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048")
        self.assertTrue(connection["IkeSa"]["Initiator"])
        child = connection["ChildSas"][0]
        self.assertEqual(child["LocalSelectors"], ["10.1.0.0/24"])
        self.assertEqual(child["RemoteSelectors"], ["10.2.0.0/24"])
        # charon's word for the same SA, seen from its side.
        sas = self.charon.sas()
        self.assertIn(child["InboundSpi"], sas)
        self.assertIn(child["OutboundSpi"], sas)
        self.assertIn(connection["IkeSa"]["InitiatorSpi"], sas)
        # The counters move within a second or two.
        lab.wait_until("the counters", lambda: self.console.connection()["ChildSas"][0]["PacketsIn"] >= 8)

        self.assertEqual(self.console.stop(), 0)
        self.assert_nothing_left(before)
        lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")
        self.assertIn("received DELETE for IKE_SA", self.charon.log())

    def test_peer_initiates_and_deletes(self):
        before = self.lab.ip("lg", "route show")
        self.charon.load()
        self.console.apply(immediately=False)
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

    def test_traffic_begins_and_its_first_packet_arrives(self):
        self.charon.load()
        self.console.apply(immediately=False)
        self.console.start()
        self.console.wait_event("RouteInstalled")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10", 1), 1)
        self.console.wait_event("TrafficWithoutSa")
        self.assert_carried()

    def test_we_are_behind_a_nat(self):
        self.lab.set_nat("tor", "192.0.2.0/24")
        self.charon.load(remote="%any")
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished", Encapsulation="UDP")
        self.console.wait_event("NatDetected", NatLocal="yes")
        self.assert_carried()
        self.assertIn("198.51.100.1[", self.charon.sas())

    def test_the_peer_is_behind_a_nat(self):
        self.lab.set_nat("tol", "198.51.100.0/24")
        self.charon.load()
        self.console.apply(immediately=False, peer="192.0.2.1")
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished", Encapsulation="UDP")
        self.assert_carried()
        connection = self.console.wait_state("Established")
        self.assertTrue(connection["IkeSa"]["NatRemote"])

    def test_stop_and_start_by_command(self):
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.console.command("stop", "tunnel")
        lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")
        self.console.wait_state("Stopped")
        self.console.command("start", "tunnel")
        self.console.wait_event("ChildSaEstablished", 2)
        self.assert_carried()
        self.console.command("renegotiate", "tunnel")
        self.console.wait_event("ChildSaEstablished", 3)
        self.assert_carried()


class Restart(lab.LabTest):
    def test_we_restart(self):
        self.charon.load()
        self.console.apply()
        for _ in range(2):
            self.console.start()
            self.console.wait_event("ChildSaEstablished")
            self.assert_carried()
            self.assertEqual(self.console.stop(signal.SIGINT), 0)

    def test_we_are_killed_and_restart(self):
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.console.stop(signal.SIGKILL)
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        # INITIAL_CONTACT told charon that the old SA is gone.
        self.assertEqual(self.charon.sas().count("INSTALLED"), 1)

    def test_the_peer_restarts(self):
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.charon.stop()
        self.console.wait_event("IkeSaDeleted", Direction="in")
        self.charon.start()
        self.charon.load()
        self.console.wait_event("ChildSaEstablished", 2)
        self.assert_carried()


class Guard(lab.LabTest):
    """What the other tests rely on when they say that nothing went in clear."""

    def test_packets_in_clear_are_seen(self):
        self.assertEqual(self.lab.ping("lh", "10.2.0.10", 2), 0)
        self.assertEqual(self.lab.leaked(), 2)
        self.assertEqual(self.lab.ping("rh", "10.1.0.10", 1), 0)
        self.assertEqual(self.lab.leaked(), 3)

    def test_malformed_messages_are_seen(self):
        # A header that promises more payloads than there are.
        message = bytes.fromhex("0011223344556677" + "00" * 8 + "2120220800000000" + "00000040" + "28000004" + "ff" * 32)
        self.lab.run("lg", "bash", "-c", "printf '" + "".join(f"\\x{byte:02x}" for byte in message)
                     + f"' >/dev/udp/{lab.RIGHT}/500")
        lab.wait_until("the frame is in the capture", lambda: self.lab.tshark(self.lab.captures[0][0], "isakmp"))
        with self.assertRaisesRegex(AssertionError, r"malformed frames in tcpdump-tol-\d+.pcap"):
            self.lab.check_captures()

    def tearDown(self):
        pass


if __name__ == "__main__":
    lab.main()

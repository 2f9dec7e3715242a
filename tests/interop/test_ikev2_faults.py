#!/usr/bin/env python3
"""A network that loses, holds back and doubles packets, and peers that die without a word."""

import signal

import lab

# A request that is lost six times in a row ends an attempt after 83 s, and another begins.
LONG = 240.0
# charon gives an attempt up with its first request: here after 16 sendings, a second apart.
STUBBORN = ("retransmit_base = 1.0", "retransmit_tries = 15")


class Loss(lab.LabTest):
    """A fifth of all packets is lost, in either direction: one exchange in three needs another sending."""

    handshakes = 8

    def begin(self, we_initiate):
        self.charon.configure(*STUBBORN)
        self.charon.load()
        self.console.apply(immediately=we_initiate)
        self.console.run_once()
        if we_initiate:
            self.stop()

    def stop(self):
        self.console.command("stop", "tunnel")
        lab.wait_until("charon sees our delete", lambda: not self.charon.ike_sas())
        self.console.forget_events()

    def check(self):
        # A ping or its answer is lost in one case of three; what arrives is right.
        flood = self.lab.flood("lh", "10.2.0.10", 50, 0.002, patience=1)
        self.assertGreater(flood["received"], 10)
        self.assertEqual(flood["duplicates"], 0)
        self.lab.set_loss(0)
        self.assert_carried_quickly()
        self.assert_same_sas()

    def test_as_initiator(self):
        self.begin(True)
        for number in range(self.handshakes):
            with self.subTest(number=number):
                self.lab.set_loss(20)
                self.console.command("start", "tunnel")
                self.console.wait_event("ChildSaEstablished", patience=LONG)
                self.check()
                self.stop()

    def test_as_responder(self):
        self.begin(False)
        for number in range(self.handshakes):
            with self.subTest(number=number):
                self.lab.set_loss(20)
                initiated = self.charon.initiate(timeout=120)
                self.assertEqual(initiated.returncode, 0, initiated.stdout)
                self.check()
                self.charon.terminate()
                lab.wait_until("the delete is seen", lambda: not self.console.connection()["ChildSas"])


class Disorder(lab.LabTest):
    """Packets that overtake each other, and come twice."""

    handshakes = 5

    def negotiate(self, we_initiate):
        self.charon.configure(*STUBBORN)
        self.charon.load()
        self.console.apply(immediately=False)
        self.console.run_once()
        for number in range(self.handshakes):
            with self.subTest(number=number):
                self.console.forget_events()
                # Longer than the first retransmission takes: answers meet requests that were sent again meanwhile.
                self.lab.set_weather(2.5, 0.3, seed=number)
                if we_initiate:
                    self.console.command("start", "tunnel")
                    self.console.wait_event("ChildSaEstablished", patience=LONG)
                else:
                    self.assertEqual(self.charon.initiate(timeout=120).returncode, 0)
                self.lab.set_weather(0.02, 0.3, seed=number)
                self.check_flood()
                self.lab.set_weather(0)
                self.assert_same_sas()
                self.charon.terminate()
                lab.wait_until("the delete is seen", lambda: not self.console.connection()["ChildSas"])

    def check_flood(self):
        """What is late is not lost, and what comes twice is delivered once: the anti-replay window."""
        lab.wait_until("the first ping", lambda: self.lab.ping("lh", "10.2.0.10", 1) == 1)
        for source, destination in (("lh", "10.2.0.10"), ("rh", "10.1.0.10")):
            flood = self.lab.flood(source, destination, 100, 0.002)
            self.assertEqual((flood["received"], flood["duplicates"]), (100, 0))
            self.assertGreater(flood["overtaken"], 10)
        lab.wait_until("the counter", lambda: self.console.connection()["ChildSas"][0]["Drops"].get("Replayed", 0) > 0)

    def test_as_initiator(self):
        self.negotiate(True)

    def test_as_responder(self):
        self.negotiate(False)


class KilledPeer(lab.LabTest):
    def begin(self):
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()

    def kill_charon(self):
        self.charon.stop(signal.SIGKILL)
        self.charon.start()
        self.charon.load()

    def test_it_comes_back_by_itself(self):
        """INITIAL_CONTACT (RFC 7296, 2.4): the old SA is forgotten at once, and without a delete that nobody knows."""
        self.begin()
        before = self.console.connection()["IkeSa"]["InitiatorSpi"]
        self.kill_charon()
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished", 2)
        self.assertNotEqual(self.assert_same_sas()["IkeSa"]["InitiatorSpi"], before)
        self.assert_carried()
        self.assertEqual(self.console.events("PeerDead"), [])

    def test_it_is_missed_and_found_again(self):
        """DPD: 30 s of silence, then a request that nobody answers, 83 s at most; then a new SA."""
        self.begin()
        self.kill_charon()
        self.console.wait_event("DpdProbeSent", patience=60)
        # The new charon knows nothing of this SA and may say so; nothing unauthenticated ends it.
        self.assertEqual(self.console.connection()["State"], "Established")
        self.console.wait_event("PeerDead", patience=120)
        self.console.wait_event("ChildSaEstablished", 2)
        self.assert_same_sas()
        self.assert_carried()


class KilledEngine(lab.LabTest):
    def test_it_comes_back_by_itself(self):
        """Our INITIAL_CONTACT: charon has no second child left."""
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        for _ in range(3):
            self.console.stop(signal.SIGKILL)
            self.console.start()
            self.console.wait_event("ChildSaEstablished")
            self.assert_same_sas()
            self.assert_carried()

    def test_it_is_missed_and_found_again(self):
        """By charon's DPD; we only wait. What it says of the SA that we lost must not hurt the next one."""
        self.charon.load(dpd="2s", dpd_action="restart")
        self.console.apply(immediately=False)
        self.console.run_once()
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.console.stop(signal.SIGKILL)
        self.console.run_once()
        self.console.wait_event("ChildSaEstablished", patience=60)
        self.assert_same_sas()
        self.assert_carried()


if __name__ == "__main__":
    lab.main(together=(Loss, Disorder, KilledPeer, KilledEngine))

#!/usr/bin/env python3
"""IKEv1 in a network that loses, holds back and doubles packets, and with peers that die or restart."""

import signal

import lab

# A request that is lost six times in a row ends an attempt after 83 s, and another begins.
LONG = 240.0
# charon gives an attempt up with its first request: here after 16 sendings, a second apart.
STUBBORN = ("retransmit_base = 1.0", "retransmit_tries = 15", "half_open_timeout = 120",
            "i_dont_care_about_security_and_use_aggressive_mode_psk = yes")

MAIN = {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT}
AGGRESSIVE = {"IkeVersion": "ikev1", "IkeMode": "aggressive"}


class FaultTest(lab.LabTest):
    def load(self, aggressive=False, **settings):
        if aggressive:
            self.charon.load(version=1, more="aggressive = yes", **settings)
        else:
            self.charon.load(version=1, local_id=lab.RIGHT, remote_id=lab.LEFT, **settings)

    def apply(self, aggressive=False, **settings):
        self.console.apply(ike=AGGRESSIVE if aggressive else MAIN, **settings)

    def begin_many(self, we_initiate, aggressive):
        self.charon.configure(*STUBBORN)
        self.load(aggressive)
        self.apply(aggressive, immediately=we_initiate)
        self.console.run_once()
        if we_initiate:
            self.delete_all(True)

    def negotiate(self, we_initiate):
        if we_initiate:
            self.console.command("start", "tunnel")
            self.console.wait_event("ChildSaEstablished", patience=LONG)
        else:
            for _ in range(4):
                if self.charon_begins():
                    return
            self.fail("none of four attempts came to an end")

    def charon_begins(self):
        """False: the attempt was in vain whatever we do."""
        initiated = self.charon.initiate(timeout=120)
        if initiated.returncode != 0:
            # Where aggressive mode's third message is lost, charon answers our repeated second one with its newest
            # message, which is quick mode's by then.
            self.assertIn("resending last request", initiated.stdout)
            return False
        # charon has its child with our answer; we have ours with what comes behind that. It sends it as often as we ask,
        # and one time in some hundred all of that is lost.
        event = self.console.wait_event(("ChildSaEstablished", "RetransmitsExhausted"), patience=LONG)
        if event["Code"] == "ChildSaEstablished":
            return True
        self.assertEqual(event["Exchange"], "QUICK_MODE")
        self.charon.terminate()
        self.console.forget_events()
        return False

    def delete_all(self, we_initiate):
        """Nobody answers a Delete of IKEv1, so none may be lost."""
        if we_initiate:
            self.console.command("stop", "tunnel")
            lab.wait_until("charon sees our delete", lambda: not self.charon.ike_sas())
        else:  # what we stopped is not there for the peer, either
            self.charon.terminate()
            lab.wait_until("the delete is seen", lambda: not self.console.connection()["ChildSas"])
        self.console.forget_events()

    def assert_ours_stands(self):
        """charon may have a child more, of a quick mode whose confirmation came too late for it."""
        def stands():
            sas = self.charon.ike_sas()
            ours = self.console.connection()
            spis = [child["spi-out"] for sa in sas for child in sa.get("child-sas", {}).values()]
            return ours["ChildSas"] and ours["ChildSas"][0]["InboundSpi"] in spis
        lab.wait_until("charon has our child", stands)
        self.assert_carried_quickly()


class Loss(FaultTest):
    """A fifth of all packets is lost, in either direction."""

    handshakes = 3

    def check(self, we_initiate):
        for aggressive in (False, True):
            self.begin_many(we_initiate, aggressive)
            for number in range(self.handshakes):
                with self.subTest(number=number, aggressive=aggressive):
                    self.lab.set_loss(20)
                    self.negotiate(we_initiate)
                    # The last message may be lost as well, and charon asks for it again.
                    lab.wait_until("the first ping", lambda: self.lab.ping("lh", "10.2.0.10", 1, patience=1) == 1)
                    # A ping or its answer is lost in one case of three; what arrives is right.
                    flood = self.lab.flood("lh", "10.2.0.10", 50, 0.002, patience=1)
                    self.assertGreater(flood["received"], 10)
                    self.assertEqual(flood["duplicates"], 0)
                    self.lab.set_loss(0)
                    self.assert_ours_stands()
                    self.delete_all(we_initiate)
            self.assertEqual(self.console.stop(), 0)

    def test_as_initiator(self):
        self.check(True)

    def test_as_responder(self):
        self.check(False)


class Disorder(FaultTest):
    """Packets that overtake each other, and come twice."""

    handshakes = 2

    def check(self, we_initiate):
        for aggressive in (False, True):
            self.begin_many(we_initiate, aggressive)
            for number in range(self.handshakes):
                with self.subTest(number=number, aggressive=aggressive):
                    # Longer than the first retransmission takes: answers meet requests that were sent again meanwhile.
                    self.lab.set_weather(2.5, 0.3, seed=number)
                    self.negotiate(we_initiate)
                    self.lab.set_weather(0)
                    self.assert_ours_stands()
                    self.delete_all(we_initiate)
            self.assertEqual(self.console.stop(), 0)

    def test_as_initiator(self):
        self.check(True)

    def test_as_responder(self):
        self.check(False)


class PeerThatDies(FaultTest):
    def begin(self, aggressive=False, **settings):
        self.charon.configure(*STUBBORN)
        self.load(aggressive)
        self.apply(aggressive, **settings)
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried_quickly()

    def begin_again(self, sig):
        self.charon.stop(sig)
        self.charon.start()

    def test_it_ends_in_good_order(self):
        """It deletes all that it has; we begin anew as soon as it listens again."""
        for aggressive in (False, True):
            with self.subTest(aggressive=aggressive):
                self.begin(aggressive)
                self.charon.stop()
                self.console.wait_event("IkeSaDeleted", Direction="in")
                self.assertEqual(self.console.connection()["LastErrorCode"], "ReceiveDeleteNotify")
                self.charon.start()
                self.load(aggressive)
                self.console.wait_event("ChildSaEstablished", 2)
                self.assert_same_sas()
                self.assert_carried_quickly()
                self.assertEqual(self.console.stop(), 0)

    def test_it_is_killed_and_comes_back_by_itself(self):
        """INITIAL-CONTACT (RFC 2407, 4.6.3.3): the old SAs are forgotten at once."""
        for aggressive in (False, True):
            with self.subTest(aggressive=aggressive):
                self.begin(aggressive, immediately=True)
                before = self.console.connection()["IkeSa"]["InitiatorSpi"]
                self.begin_again(signal.SIGKILL)
                self.load(aggressive)
                self.assertEqual(self.charon.initiate().returncode, 0)
                self.console.wait_event("ChildSaEstablished", 2)
                self.assert_carried_quickly()
                self.assertNotEqual(self.assert_same_sas()["IkeSa"]["InitiatorSpi"], before)
                self.assertEqual(self.console.events("PeerDead"), [])
                self.assertEqual(self.console.stop(), 0)
                lab.wait_until("charon sees our delete", lambda: not self.charon.ike_sas())


class SilentPeer(FaultTest):
    def test_it_is_missed_and_found_again(self):
        """DPD (RFC 3706): 30 s of silence, then probes that nobody answers, 83 s at most; then a new SA."""
        self.load()
        self.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried_quickly()
        self.charon.stop(signal.SIGKILL)
        self.console.wait_event("DpdProbeSent", patience=60)
        self.assertEqual(self.console.connection()["State"], "Established")
        self.charon.start()
        self.load()
        # The new charon knows nothing of this SA and says so in clear; nothing unauthenticated ends it.
        self.console.wait_event("PeerDead", patience=120)
        self.console.wait_event("ChildSaEstablished", 2)
        self.assert_same_sas()
        self.assert_carried_quickly()


class KilledEngine(FaultTest):
    def test_it_comes_back_by_itself(self):
        """Our INITIAL-CONTACT: charon forgets what it had with us."""
        for aggressive in (False, True):
            with self.subTest(aggressive=aggressive):
                self.charon.configure(*STUBBORN)
                self.load(aggressive)
                self.apply(aggressive)
                self.console.start()
                self.console.wait_event("ChildSaEstablished")
                for _ in range(2):
                    self.console.stop(signal.SIGKILL)
                    self.console.start()
                    self.console.wait_event("ChildSaEstablished")
                    if aggressive:  # there charon takes it for a renewal, and keeps its old child to the end of its life
                        self.assert_ours_stands()
                    else:
                        self.assert_carried_quickly()
                        self.assert_same_sas()
                self.assertEqual(self.console.stop(), 0)

    def test_it_is_missed_and_found_again(self):
        """By charon's DPD; we only wait. In IKEv1 it asks as often as its retransmits say, and then begins anew."""
        self.load(dpd="2s", dpd_action="restart")
        self.apply(immediately=False)
        self.console.run_once()
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.console.stop(signal.SIGKILL)
        self.console.run_once()
        self.console.wait_event("ChildSaEstablished", patience=60)
        self.assert_carried_quickly()


del FaultTest

if __name__ == "__main__":
    lab.main(together=(Loss, Disorder, PeerThatDies, SilentPeer, KilledEngine))

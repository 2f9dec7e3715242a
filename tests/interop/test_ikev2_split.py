#!/usr/bin/env python3
"""A strongSwan that takes one pair of subnets in a child, as cloud gateways and old devices do: it has a child for each
pair, and narrows what is offered to one of them."""

import itertools
import time

import lab

OURS = ("10.1.0.0/24", "10.1.1.0/24")
THEIRS = ("10.2.0.0/24", "10.2.1.0/24")
PAIRS = tuple(itertools.product(OURS, THEIRS))


class Split(lab.LabTest):
    subnets = 2

    def load(self, pairs=PAIRS):
        children = "".join(f"""
          pair{number} {{
            local_ts = {theirs}
            remote_ts = {ours}
            esp_proposals = aes128-sha1
            rekey_time = 55m
          }}""" for number, (ours, theirs) in enumerate(pairs[1:], 1))
        self.charon.load(remote_ts=pairs[0][0], local_ts=pairs[0][1], more=f"children {{{children}\n}}")

    def start(self, immediately=True, **settings):
        self.console.apply(immediately=immediately, LocalSubnet=",".join(OURS), RemoteSubnet=",".join(THEIRS),
                           **settings)
        self.console.start()

    def assert_pairs(self, pairs=PAIRS):
        """A child for each, the same at charon, and each carries."""
        def matches():
            theirs = self.charon.ike_sas()
            ours = self.console.connection()["ChildSas"]
            if len(theirs) != 1 or any(len(one["LocalSelectors"]) + len(one["RemoteSelectors"]) != 2 for one in ours):
                return False
            installed = [child for child in theirs[0]["child-sas"].values() if child["state"] == "INSTALLED"]
            return (sorted((one["LocalSelectors"][0], one["RemoteSelectors"][0]) for one in ours) == sorted(pairs)
                    and {one["InboundSpi"] for one in ours} == {child["spi-out"] for child in installed})
        lab.wait_until("a child for each pair", matches)
        for ours, theirs in pairs:
            source, destination = ours.replace("0/24", "10"), theirs.replace("0/24", "10")
            lab.wait_until(f"{source} to {destination}",
                           lambda: self.lab.ping("lh", destination, 1, source=source) == 1)
            self.assertEqual(self.lab.ping("rh", source, 1, source=destination), 1)

    def test_we_ask_for_each(self):
        self.load()
        self.start()
        self.console.wait_event("SelectorsSplit", Count="3")
        self.console.wait_event("ChildSaEstablished", 4)
        self.assert_pairs()
        self.assertEqual(self.console.events("PairsMissing"), [])
        self.assertEqual(len(self.console.events("IkeSaEstablished")), 1)

    def test_the_peer_asks_for_each(self):
        self.load()
        self.start(immediately=False)
        self.console.wait_event("SocketOpened", 2)
        for child in ("net", "pair1", "pair2", "pair3"):
            self.assertEqual(self.charon.swanctl("--initiate", "--child", child, "--timeout", "20").returncode, 0)
        self.assert_pairs()

    def test_a_pair_that_the_peer_does_not_have(self):
        self.load(PAIRS[:3])
        self.start()
        event = self.console.wait_event("PairsMissing", Count="1")
        self.assertEqual(event["Details"]["Selector"], "10.1.1.0/24 === 10.2.1.0/24")
        self.assert_pairs(PAIRS[:3])
        time.sleep(2)
        self.assertEqual(len(self.console.events("SelectorsUnacceptable")), 1)

    def test_each_is_rekeyed_without_loss(self):
        self.load()
        self.start(ipsec={"IpsecLifetime": 10})
        self.console.wait_event("ChildSaEstablished", 4)
        self.assert_pairs()
        floods = [lab.Flood(self.lab, ours.replace("0/24", "10"), theirs.replace("0/24", "10"))
                  for ours, theirs in (PAIRS[0], PAIRS[3])]
        self.console.wait_event("ChildSaEstablished", 12)
        for flood in floods:
            sent, lost = flood.stop()
            self.assertEqual((lost, sent > 100), ([], True))
        self.assert_pairs()
        self.assertEqual(len(self.console.events("IkeSaEstablished")), 1)


if __name__ == "__main__":
    lab.main()

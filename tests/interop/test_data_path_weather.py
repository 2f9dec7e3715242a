#!/usr/bin/env python3
"""Superpackets and bursts in bad weather: trains and single packets that get lost, doubled, spoiled and overtaken on
the way. Streams come whole, no datagram comes twice or altered, and every drop has its reason."""

import data_path
import lab

STREAMS = [{"kind": "tcp", "octets": 1000000, "write": 65536},
           {"kind": "tcp", "octets": 500000, "write": 65536, "family": 6}]
NUMBERED = [{"kind": "numbered", "count": 1500, "interval": 0.001},
            {"kind": "numbered", "count": 1500, "interval": 0.001, "family": 6}]


class Weather(data_path.DataPath):
    def setUp(self):
        super().setUp()
        self.lab.join_on_wires()

    def carry(self, may_overtake, least):
        plan = [STREAMS + NUMBERED]
        outcomes = self.lab.traffic(plan)
        self.assert_carried(plan, outcomes)
        for side, outcome in zip(("left", "right"), outcomes):
            for got in outcome[len(STREAMS):]:
                with self.subTest(to=side, **got):
                    self.assertEqual((got["doubled"], got["altered"]), (0, 0))
                    self.assertGreater(got["datagrams"], least * NUMBERED[0]["count"])
                    if not may_overtake:
                        self.assertEqual(got["overtaken"], 0)

    def assert_drops(self, *reasons):
        """These and no others, on either side."""
        for console in (self.left, self.right):
            lab.wait_until("every reason is counted", lambda: set(self.child(console)["Drops"]) >= set(reasons))
            self.assertEqual(set(self.child(console)["Drops"]), set(reasons))


class Trains(Weather):
    def test_trains(self):
        """What happens to a whole train, or to one packet in it: the router's kernel passes them as they are."""
        self.configure(EnableNatTraversal="forced")
        self.start()
        train = "udp dport 4500 udp length > 3000 numgen inc mod"
        self.lab.run("wan", "nft", "-f", "-", stdin=f"""
            table ip weather {{
              chain forward {{
                type filter hook forward priority 0;
                ip saddr {lab.LEFT} {train} 7 == 3 dup to {lab.RIGHT} device "tor"
                ip saddr {lab.RIGHT} {train} 7 == 3 dup to {lab.LEFT} device "tol"
                ip saddr {lab.LEFT} {train} 11 == 5 @th,1000,32 set 0x5ca1ab1e
                ip saddr {lab.RIGHT} {train} 11 == 5 @th,1000,32 set 0x5ca1ab1e
                udp dport 4500 @th,64,32 != 0 numgen inc mod 211 == 99 drop
              }}
            }}""")
        self.carry(may_overtake=False, least=0.9)
        self.assert_drops("Replayed", "NotAuthentic")


class Packets(Weather):
    def test_packets(self):
        """What happens to single packets: none is together with those that it was sent with."""
        for traversal in ("forced", "automatic"):
            with self.subTest(traversal=traversal):
                self.configure(EnableNatTraversal=traversal, AntiReplayWindow=1024)
                self.start()
                self.lab.set_weather(0.003, duplicates=0.05, spoiled=0.02, lost=0.005)
                self.carry(may_overtake=True, least=0.5)
                self.assert_drops("Replayed", "NotAuthentic")
                self.lab.set_weather(0)
                self.stop()


if __name__ == "__main__":
    lab.main(together=[Trains, Packets])

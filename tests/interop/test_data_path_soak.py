#!/usr/bin/env python3
"""Full rate both ways for a while, with a renewal of the child every other second: nothing stalls, nothing comes twice,
and nothing grows.

    test_data_path_soak.py PATH-OF-tunnelwrightctl [--seconds N]
"""

import collections
import sys

import data_path
import lab

SECONDS = 10


class Soak(data_path.DataPath):
    INTERVAL = 0.005  # of the numbered datagrams
    GROWTH = 24 * 1024  # KiB, behind the first quarter

    def setUp(self):
        super().setUp()
        self.drops = data_path.Drops()
        self.memory = collections.defaultdict(list)

    def note(self, side, console):
        """What there is to see now."""
        self.memory[side].append(console.memory())
        self.drops.note(side, console.status())

    def test_renewals_under_full_rate(self):
        self.configure(left={"ipsec": {**data_path.SUITE, "IpsecLifetime": 3}}, EnableNatTraversal="forced")
        self.start(pinned=False)
        count = int(SECONDS / self.INTERVAL)
        plan = [[{"kind": "tcp", "seconds": SECONDS, "write": 65536},
                 {"kind": "tcp", "seconds": SECONDS, "write": 65536, "family": 6},
                 {"kind": "numbered", "count": count, "interval": self.INTERVAL}]]
        outcomes = self.watch_traffic(self.lab.start_traffic(plan), SECONDS, self.note)
        renewals = len(self.left.events("ChildSaEstablished")) - 1
        print(f"{renewals} renewals; {self.drops.total()}; KiB: " + ", ".join(
            f"{side} {numbers[0]} to {max(numbers)}" for side, numbers in self.memory.items()))
        for side, outcome in zip(("left", "right"), outcomes):
            for got in outcome:
                print(side, got)

        self.assert_carried(plan, outcomes)
        for side, outcome in zip(("left", "right"), outcomes):
            for stream in outcome[:2]:
                with self.subTest(to=side, stream=stream["spells"]):
                    self.assertGreaterEqual(len(stream["spells"]), SECONDS // 2)
                    self.assertGreater(min(stream["spells"][:SECONDS // 2]), 0)
            with self.subTest(to=side, numbered=outcome[2]):
                self.assertEqual((outcome[2]["doubled"], outcome[2]["altered"]), (0, 0))
        self.assertGreater(renewals, SECONDS // 4)
        self.assertEqual(self.drops.total(), {})
        for side, numbers in self.memory.items():
            with self.subTest(memory=side):
                self.assertLess(max(numbers), max(numbers[:len(numbers) // 4 + 1]) + self.GROWTH)


if __name__ == "__main__":
    if "--seconds" in sys.argv:
        at = sys.argv.index("--seconds")
        SECONDS = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    lab.main()

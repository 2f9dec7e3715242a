#!/usr/bin/env python3
"""Several threads that send, each with a queue of the TUN device: two engines of ours whose SAs they share."""

import json
import pathlib
import re

import data_path
import lab

THREADS = 4
QUEUES = THREADS - 1
SECONDS = 8


class Queues(data_path.DataPath):
    INTERVAL = 0.01  # of the numbered datagrams
    FLOWS = 6  # of them: their ports are fixed, so it is known that no queue is without one

    def thread_turns(self, console):
        """How often each of its threads that send has waited for something to do."""
        turns = {}
        for task in pathlib.Path(f"/proc/{console.process_id()}/task").iterdir():
            name = (task / "comm").read_text(encoding="ascii").strip()
            if name.startswith("tw-data-out"):
                found = re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(encoding="ascii"),
                                  re.MULTILINE)
                turns[name] = int(found.group(1))
        return turns

    def assert_queues(self, console, gateway, queues):
        in_use = console.status()["Engine"]["DataPath"]
        self.assertEqual((in_use["DataThreads"], in_use["TunQueues"]), (THREADS, queues))
        link = json.loads(self.lab.run(gateway, "ip", "-d", "-j", "link", "show", "tw0").stdout)[0]["linkinfo"]
        self.assertEqual(link["info_data"]["multi_queue"], queues > 1)
        if queues > 1:
            self.assertEqual(link["info_data"]["numqueues"], queues)

    def test_streams_share_an_sa_that_is_renewed(self):
        self.configure(left={"ipsec": {**data_path.SUITE, "IpsecLifetime": 3}}, EnableNatTraversal="forced",
                       AntiReplayWindow=4096)
        self.start(pinned=False, options=("--data-threads", str(THREADS)))
        drops = data_path.Drops()
        count = int(SECONDS / self.INTERVAL)
        plan = [[{"kind": "tcp", "seconds": SECONDS, "write": 65536}] * 3
                + [{"kind": "tcp", "seconds": SECONDS, "write": 65536, "family": 6}]
                + [{"kind": "numbered", "count": count, "interval": self.INTERVAL}] * self.FLOWS]
        outcomes = self.watch_traffic(self.lab.start_traffic(plan), SECONDS,
                              lambda side, console: drops.note(side, console.status()))
        renewals = len(self.left.events("ChildSaEstablished")) - 1
        print(f"{renewals} renewals; {drops.total()}")
        for side, outcome in zip(("left", "right"), outcomes):
            for got in outcome:
                print(side, got)

        self.assert_carried(plan, outcomes)
        for side, outcome in zip(("left", "right"), outcomes):
            for stream in outcome[:4]:
                with self.subTest(to=side, stream=stream["spells"]):
                    self.assertGreater(min(stream["spells"][:SECONDS // 2]), 0)
            for numbered in outcome[4:]:
                with self.subTest(to=side, numbered=numbered):
                    self.assertEqual((numbered["doubled"], numbered["altered"]), (0, 0))
        self.assertGreater(renewals, 0)
        self.assertEqual(drops.total(), {})
        for console, gateway in ((self.left, "lg"), (self.right, "rg")):
            self.assert_queues(console, gateway, QUEUES)
            turns = self.thread_turns(console)
            self.assertEqual(sorted(turns), [f"tw-data-out{i}" for i in range(QUEUES)])
            for name, times in turns.items():
                with self.subTest(at=gateway, thread=name):
                    self.assertGreater(times, count // 4)

    def test_a_kernel_without_several_queues(self):
        """One of the threads does all the work of those that send."""
        self.configure()
        self.start(("tun-queues",), (), options=("--data-threads", str(THREADS)))
        self.assert_queues(self.left, "lg", 1)
        self.assert_queues(self.right, "rg", QUEUES)
        self.assert_carried([[{"kind": "tcp", "octets": 1000000, "write": 65536}],
                             [{"kind": "udp", "sizes": [1, 200]}]])
        self.assert_no_drops()


if __name__ == "__main__":
    lab.main()

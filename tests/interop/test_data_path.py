#!/usr/bin/env python3
"""Superpackets from end to end, and each of the ways that carry them switched off: two engines of ours, whose hosts
know every octet that must come.

The kernels of hosts and gateways pass TCP and UDP between them in superpackets, as they do where a network device cuts
them. What crosses the TUN devices is captured, and the router counts what crosses the wide net.
"""

import collections
import json

import data_path
import lab
from data_path import MTU, SWITCHES

WIRE = 1500

# Streams with long and short writes at once, then datagrams one by one and in the kernel's superpackets; in both
# families. The longest datagrams fill the MTU.
PLAN = [
    [{"kind": "tcp", "octets": 1500000, "write": 65536}, {"kind": "tcp", "octets": 1000000, "write": 9000},
     {"kind": "tcp", "octets": 200000, "write": 0},
     {"kind": "tcp", "octets": 1000000, "write": 65536, "family": 6}],
    [{"kind": "udp", "sizes": [1, MTU - 28]}, {"kind": "udp", "sizes": [900, MTU - 48], "family": 6}],
    [{"kind": "udp", "segment": MTU - 28, "calls": 12}, {"kind": "udp", "segment": 333, "calls": 12},
     {"kind": "udp", "segment": MTU - 48, "calls": 12, "family": 6}],
]

TRAINS = f"""
table inet trains {{
  counter left {{ }}
  counter right {{ }}
  chain forward {{
    type filter hook forward priority 10;
    iifname tol udp dport 4500 meta length > {WIRE} counter name left
    iifname tor udp dport 4500 meta length > {WIRE} counter name right
  }}
}}"""

PROTOCOLS = {6: "tcp", 17: "udp"}


def _kind_of(packet, network):
    """Of what crosses the device of the gateway in front of this network: which way, and what it is."""
    is_v4 = packet[0] >> 4 == 4
    is_ours = packet[12:14] == bytes([10, network]) if is_v4 else packet[8:10] == bytes([0xfd, network])
    return "out" if is_ours else "in", PROTOCOLS.get(packet[9 if is_v4 else 6])


class Switches(data_path.DataPath):
    def setUp(self):
        super().setUp()
        self.lab.run("wan", "nft", "-f", "-", stdin=TRAINS)

    def trains(self):
        """By name, and from nothing again."""
        listing = json.loads(self.lab.run("wan", "nft", "-j", "reset", "counters", "inet").stdout)
        return {entry["counter"]["name"]: entry["counter"]["packets"] for entry in listing["nftables"]
                if "counter" in entry}

    def assert_in_use(self, console, without):
        in_use = console.status()["Engine"]["DataPath"]
        self.assertEqual({name: in_use[key] for name, key in SWITCHES.items()},
                         {name: name not in without for name in SWITCHES})

    def watch(self, gateway):
        """What crosses the device in superpackets, as it really does: behind whatever the kernel still cuts."""
        return self.lab.start_tcpdump(gateway, "tw0", "-s", "60", f"greater {MTU + 1}")

    def assert_superpackets(self, watched, network, without):
        path, tcpdump = watched
        self.lab.finish_tcpdump(tcpdump)
        counted = collections.Counter(_kind_of(octets, network) for _, octets in lab.frames(path))
        for protocol in ("tcp", "udp"):
            for way in ("out", "in"):
                with self.subTest(at=network, superpackets=f"{protocol} {way}"):
                    (self.assertEqual if f"tun-{protocol}" in without else self.assertGreater)(
                        counted[way, protocol], 0)

    def carry(self, left_without, right_without, in_udp):
        with self.subTest(left_without=left_without, right_without=right_without):
            try:
                self.start(left_without, right_without)
                self.carry_plan(left_without, right_without, in_udp)
            finally:
                self.stop()

    def carry_plan(self, left_without, right_without, in_udp):
        self.assertEqual(self.child(self.left)["Encapsulation"], "UDP" if in_udp else "ESP")
        self.trains()
        watched = self.watch("lg"), self.watch("rg")
        self.assert_carried(PLAN)
        self.assert_in_use(self.left, left_without)
        self.assert_in_use(self.right, right_without)
        self.assert_superpackets(watched[0], 1, left_without)
        self.assert_superpackets(watched[1], 2, right_without)
        trains = self.trains()
        for side, without in (("left", left_without), ("right", right_without)):
            with self.subTest(trains_from=side):
                (self.assertGreater if in_udp and "udp-segment" not in without else self.assertEqual)(trains[side], 0)
        self.assert_no_drops()


class Encapsulated(Switches):
    def test_each_way_of_carrying_many_at_once_is_off(self):
        self.configure(EnableNatTraversal="forced")
        self.carry((), (), True)
        for name in SWITCHES:
            self.carry((name,), (name,), True)
        self.carry(tuple(SWITCHES), tuple(SWITCHES), True)


class OnWires(Switches):
    def test_network_devices_cut_and_join(self):
        """Between the gateways there are single packets: the kernel of one cuts the trains, that of the other one joins
        them again."""
        for gateway in ("lg", "rg"):
            self.lab.run(gateway, "ethtool", "-K", "wan", "tx-udp-segmentation", "off", "gso", "off")
        self.lab.join_on_wires()
        self.configure(EnableNatTraversal="forced")
        self.start()
        self.assert_carried(PLAN)
        self.assert_no_drops()
        self.assertEqual(self.trains(), {"left": 0, "right": 0})


class OneSided(Switches):
    def test_each_is_off_on_one_side(self):
        self.configure(EnableNatTraversal="forced")
        for name in SWITCHES:
            self.carry((name,), (), True)
        self.carry((), tuple(SWITCHES), True)


class Bare(Switches):
    def test_bare_esp(self):
        self.configure()
        self.carry((), (), False)
        self.carry(("tun-tcp",), ("tun-udp",), False)
        self.carry(tuple(SWITCHES), tuple(SWITCHES), False)


class OverIpv6(Switches):
    """The same around IPv6."""

    def test_outer_ipv6(self):
        self.use_ipv6()
        self.configure(EnableNatTraversal="forced")
        self.carry((), (), True)
        self.carry(tuple(SWITCHES), (), True)
        self.configure(EnableNatTraversal="automatic")
        self.carry((), (), False)


class WithStrongSwan(lab.LabTest):
    """Its libipsec, for which all of this is packets one by one."""

    def test_superpackets_are_packets_to_others(self):
        self.charon.load(esp="aes128gcm16")
        self.console.apply(ipsec=data_path.SUITE)
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        plan = [[{"kind": "tcp", "octets": 1000000, "write": 65536}, {"kind": "tcp", "octets": 100000, "write": 0}],
                [{"kind": "udp", "sizes": [1, MTU - 28]}], [{"kind": "udp", "segment": MTU - 28, "calls": 12}]]
        for outcome in self.lab.traffic(plan):
            self.assertEqual([got["trouble"] for got in outcome], [""] * 4)
        self.assertEqual(self.console.connection()["ChildSas"][0]["Drops"], {})
        self.assertTrue(all(self.console.status()["Engine"]["DataPath"][key] for key in SWITCHES.values()))


if __name__ == "__main__":
    lab.main(together=[Encapsulated, OnWires, OneSided, Bare, OverIpv6, WithStrongSwan])

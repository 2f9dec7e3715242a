#!/usr/bin/env python3
"""Paths that bear less than the engine's packets: whatever may be cut is cut, where it stands, and who may not be cut
is told."""

import re

import data_path
import lab
from data_path import MTU, SWITCHES

STREAMS = [{"kind": "tcp", "octets": 1000000, "write": 65536},
           {"kind": "tcp", "octets": 700000, "write": 65536, "family": 6}]
DATAGRAMS = [{"kind": "udp", "sizes": [1, MTU - 28]}, {"kind": "udp", "segment": MTU - 28, "calls": 6},
             {"kind": "udp", "segment": MTU - 48, "calls": 6, "family": 6}]
PLAN = [STREAMS, DATAGRAMS]

# An inner packet of the least that IPv6 may be given, and what AES-GCM in UDP over IPv4 makes of it.
SMALL = 1280
SMALL_OUTER = 1344


class Paths(data_path.DataPath):
    def narrow_router(self, mtu):
        """What it forwards is to be no longer than this."""
        # The metrics are those of the kernel's own routes.
        for route in ("192.0.2.0/24 dev tol", "198.51.100.0/24 dev tor",
                      "2001:db8:1::/64 dev tol metric 256", "2001:db8:2::/64 dev tor metric 256"):
            self.lab.ip("wan", f"route replace {route} mtu {mtu}")


class NarrowPath(Paths):
    NARROW = 1300

    def assert_carried_in_fragments(self):
        # A path over IPv6 tells its width when the first packet does not fit.
        for far in (lab.HOSTS["right"]["4"], lab.HOSTS["right"]["6"]):
            lab.wait_until("a long ping", lambda: self.lab.ping("lh", f"{far} -s 1300", 1, patience=1) == 1)
        fragments, tcpdump = self.lab.start_tcpdump("wan", "tor", "-s", "60",
                                                    "(ip and ip[6:2] & 0x3fff != 0) or (ip6 and ip6[6] = 44)")
        self.assert_carried(PLAN)
        self.lab.finish_tcpdump(tcpdump)
        self.assertGreater(len(list(lab.frames(fragments))), 100)
        for console in (self.left, self.right):
            self.assertEqual(self.child(console)["Drops"], {})

    def assert_router_is_borne(self):
        self.narrow_router(self.NARROW)
        for traversal in ("forced", "automatic"):
            with self.subTest(traversal=traversal):
                self.configure(EnableNatTraversal=traversal)
                self.start()
                self.assert_carried_in_fragments()
                self.stop()

    def test_router_cuts(self):
        self.assert_router_is_borne()

    def test_own_link_is_narrow(self):
        """The kernel refuses trains whose segments do not fit, and takes them one by one."""
        for namespace, device in (("lg", "wan"), ("wan", "tol"), ("rg", "wan"), ("wan", "tor")):
            self.lab.ip(namespace, f"link set {device} mtu {self.NARROW}")
        self.configure(EnableNatTraversal="forced")
        self.start()
        self.assert_carried_in_fragments()
        self.assertTrue(self.left.status()["Engine"]["DataPath"]["UdpSegment"])  # of shorter ones

    def test_ipv6_tells(self):
        self.use_ipv6()
        self.assert_router_is_borne()


class Inside(Paths):
    """What the hosts are told, and what they need not know."""

    def begin(self, left_without=(), right_without=(), **settings):
        self.configure(EnableNatTraversal="forced", **settings)
        self.start(left_without, right_without)
        lab.wait_until("the first ping", lambda: self.lab.ping("lh", "10.2.0.10", 1) == 1)

    def whole(self, host, far, size):
        """A ping that may not be cut: what it says."""
        return self.lab.run(host, "ping", "-c", "1", "-W", "2", "-M", "do", "-s", size, far, check=False).stdout

    def assert_told(self, host, far, mtu, headers):
        self.assertIn("1 received", self.whole(host, far, mtu - headers))
        said = self.whole(host, far, mtu - headers + 1)
        told = re.search(r"(?:Frag needed and DF set \(mtu = |Packet too big: mtu=)(\d+)", said)
        self.assertTrue(told and int(told.group(1)) == mtu, said)

    def mss(self, path, family):
        """Of the SYNs in a capture."""
        return {value for value in (self._mss(frame) for _, frame in lab.frames(path)
                                    if frame[12:14] == {4: b"\x08\x00", 6: b"\x86\xdd"}[family]) if value}

    @staticmethod
    def _mss(frame):
        at = 14 + (20 if frame[12] == 8 else 40)
        options = frame[at + 20:at + (frame[at + 12] >> 4) * 4]
        assert options[:2] == b"\x02\x04", options  # Linux puts it first
        return int.from_bytes(options[2:4], "big")

    def assert_mss(self, mtu, plan):
        syns = "(tcp[tcpflags] & tcp-syn != 0) or (ip6 and ip6[6] = 6 and ip6[53] & 2 != 0)"
        captures = [self.lab.start_tcpdump(host, "lan", "-Q", "in", syns) for host in ("lh", "rh")]
        self.assert_carried(plan)
        for path, tcpdump in captures:
            self.lab.finish_tcpdump(tcpdump)
            self.assertEqual((self.mss(path, 4), self.mss(path, 6)), ({mtu - 40}, {mtu - 60}))

    def forbid_too_big(self):
        """As firewalls do that know no better."""
        for host in ("lh", "rh"):
            self.lab.run(host, "nft", "-f", "-", stdin="""
                table inet silence {
                  chain input {
                    type filter hook input priority 0;
                    icmp type destination-unreachable drop
                    icmpv6 type packet-too-big drop
                  }
                }""")

    def test_device_is_what_bounds(self):
        self.begin()
        self.forbid_too_big()
        self.assert_mss(MTU, [STREAMS])

    def test_device_tells(self):
        self.begin()
        self.assert_told("lh", "10.2.0.10", MTU, 28)
        self.assert_told("rh", "fd01::10", MTU, 48)

    def test_connection_has_an_mtu(self):
        """Nothing that must not be cut makes a packet that the path does not bear; who sends longer ones is told."""
        self.narrow_router(SMALL_OUTER)
        fragments, tcpdump = self.lab.start_tcpdump("wan", "tor", "-s", "60", "ip[6:2] & 0x3fff != 0")
        self.begin(Mtu=SMALL)
        # Who may be cut is cut, on the way.
        self.assert_carried([[{"kind": "udp", "sizes": [SMALL - 30, MTU - 28], "fragmentable": True},
                              {"kind": "udp", "segment": MTU - 28, "calls": 6, "fragmentable": True}]])
        self.lab.finish_tcpdump(tcpdump)
        self.assertGreater(len(list(lab.frames(fragments))), 0)
        fragments, tcpdump = self.lab.start_tcpdump("wan", "tor", "-s", "60", "ip[6:2] & 0x3fff != 0")
        self.assert_told("lh", "10.2.0.10", SMALL, 28)
        self.assert_told("rh", "10.1.0.10", SMALL, 28)
        self.assert_told("lh", "fd02::10", SMALL, 48)
        lab.wait_until("it is counted", lambda: self.child(self.left)["Drops"] == {"TooBig": 2})
        datagrams = [{"kind": "udp", "sizes": [900, SMALL - 28]}, {"kind": "udp", "segment": SMALL - 28, "calls": 6},
                     {"kind": "udp", "segment": SMALL - 48, "calls": 6, "family": 6}]
        self.assert_mss(SMALL, [STREAMS, datagrams])
        self.lab.finish_tcpdump(tcpdump)
        self.assertEqual(list(lab.frames(fragments)), [])

    def test_mtu_falls_under_a_stream(self):
        """Superpackets are cut smaller; single packets are answered, and come again."""
        self.narrow_router(SMALL_OUTER)
        self.begin((), ("tun-tcp",))
        plan = [[{"kind": "tcp", "seconds": 4, "write": 65536},
                 {"kind": "tcp", "seconds": 4, "write": 65536, "family": 6}]]
        traffic = self.lab.start_traffic(plan)
        lab.wait_until("it runs", lambda: self.child(self.left)["BytesIn"] > 1000000)
        self.configure(EnableNatTraversal="forced", Mtu=SMALL)
        fragments, tcpdump = self.lab.start_tcpdump("wan", "tor", "-s", "60", "ip[6:2] & 0x3fff != 0")
        outcomes = self.lab.finish_traffic(traffic)
        self.lab.finish_tcpdump(tcpdump)
        self.assert_carried(plan, outcomes)
        self.assertEqual(len(self.left.events("ChildSaEstablished")), 1)  # it is the same tunnel
        self.assertLess(len(list(lab.frames(fragments))), 100)  # from before it was told

    def test_fragments_inside(self):
        plan = [[{"kind": "udp", "sizes": [3990, 4010]}, {"kind": "udp", "sizes": [20000, 20005]},
                 {"kind": "udp", "sizes": [3990, 4010], "family": 6}]]
        for without in ((), tuple(SWITCHES)):
            with self.subTest(without=without):
                self.begin(without, without)
                for host, far in (("lh", "10.2.0.10"), ("rh", "10.1.0.10"), ("lh", "fd02::10"), ("rh", "fd01::10")):
                    # Of IPv6 the sender cuts, once it knows where.
                    lab.wait_until("a long ping", lambda: self.lab.ping(host, f"{far} -s 4000", 1, patience=1) == 1)
                    self.assertEqual(self.lab.ping(host, f"{far} -s 4000", 3), 3)
                self.assert_carried(plan)
                self.stop()


if __name__ == "__main__":
    lab.main(together=[NarrowPath, Inside])

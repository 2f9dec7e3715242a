"""What the tests of the data path share: two engines of ours, IPv6 beside IPv4, and traffic of which every octet is
known at the other end."""

import collections
import time

import lab

SWITCHES = {"udp-segment": "UdpSegment", "udp-gro": "UdpGro", "tun-tcp": "TunTcp", "tun-udp": "TunUdp"}
MTU = 1400  # of the device
LEFT_NETS = "10.1.0.0/24,fd01::/64"
RIGHT_NETS = "10.2.0.0/24,fd02::/64"
SUITE = {"IpsecEncAlg": "aes128gcm16", "IpsecAuthAlg": "none"}


class Drops:
    """Of SAs that come and go: what was seen last of each, since counters go with their SAs."""

    def __init__(self):
        self._seen = {}

    def note(self, side, status):
        self._seen[side, "engine"] = status["Engine"]["Drops"]
        for child in status["VpnConnections"][0]["ChildSas"]:
            self._seen[side, child["InboundSpi"]] = child["Drops"]

    def total(self):
        """By side and reason. The kernel's own packets about IPv6 on the device have no policy, and do not count."""
        total = collections.Counter()
        for (side, _), reasons in self._seen.items():
            total.update({f"{side} {reason}": count for reason, count in reasons.items() if reason != "NoPolicy"})
        return dict(total)


class DataPath(lab.EnginesTest):
    captured = "udp port 500 or (udp port 4500 and udp[8:4] = 0)"  # IKE; there is a lot of the rest

    def setUp(self):
        super().setUp()
        self.lab.keep_order()
        self.lab.add_ipv6()

    def use_ipv6(self):
        """Between the gateways."""
        left = lab.Side("left", "lg", "2001:db8:1::2", lab.LEFT_NET, lab.LEFT_ID)
        right = lab.Side("right", "rg", "2001:db8:2::2", lab.RIGHT_NET, lab.RIGHT_ID)
        self.left = lab.Console(self.lab, lab.LabTest.program, left, right)
        self.right = lab.Console(self.lab, lab.LabTest.program, right, left)

    def configure(self, left=None, right=None, **both):
        both = {"ipsec": SUITE, **both}
        self.right.apply(**{"immediately": False, "LocalSubnet": RIGHT_NETS, "RemoteSubnet": LEFT_NETS, **both,
                            **(right or {})})
        self.left.apply(**{"LocalSubnet": LEFT_NETS, "RemoteSubnet": RIGHT_NETS, **both, **(left or {})})

    def start(self, left_without=(), right_without=(), pinned=True, options=()):
        """The left one initiates. Each may do without some of the SWITCHES. `pinned`: packets keep their order also
        where they leave the tunnel: what a thread gives to a link overtakes itself if it changes the processor."""
        for console, without in ((self.right, right_without), (self.left, left_without)):
            console.run_once(*options, *(["--without", ",".join(without)] if without else []))
        self.left.wait_event("ChildSaEstablished")
        self.right.wait_event("ChildSaEstablished")
        if pinned:
            self.left.pin(0)
            self.right.pin(1)

    def stop(self):
        for console in (self.left, self.right):
            if console.is_running():
                self.assertEqual(console.stop(), 0, console.output()[-2000:])

    def child(self, console):
        children = console.connection()["ChildSas"]
        self.assertEqual(len(children), 1)
        return children[0]

    def assert_carried(self, plan, outcomes=None):
        """All of it, as it was sent."""
        left, right = outcomes or self.lab.traffic(plan)
        flows = [flow for phase in plan for flow in phase]
        for side, here, there in (("left", left, right), ("right", right, left)):
            for flow, got, other in zip(flows, here, there):
                with self.subTest(to=side, **flow):
                    self.assertEqual(got["trouble"], "")
                    self.assertEqual(got.get("octets"), other.get("sent"))

    def watch_traffic(self, traffic, seconds, note):
        """Calls note(side, console) now and then until the traffic ends, which it does after so many seconds."""
        begun = time.monotonic()
        while any(process.is_running() for process in traffic):
            for side, console in (("left", self.left), ("right", self.right)):
                note(side, console)
            self.assertLess(time.monotonic(), begun + seconds + 2 * lab.PATIENCE, "traffic does not end")
            time.sleep(0.5)
        return self.lab.finish_traffic(traffic)

    def assert_no_drops(self):
        for console in (self.left, self.right):
            self.assertEqual(self.child(console)["Drops"], {})
            # The kernel's own packets about IPv6 on the device belong to no tunnel.
            self.assertLessEqual(set(console.status()["Engine"]["Drops"]), {"NoPolicy"})

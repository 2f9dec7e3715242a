#!/usr/bin/env python3
"""What a host behind the tunnel sees when superpackets crossed it: the packets that the other host's kernel would have
sent, with every checksum right, congestion told and service classes kept."""

import collections
import struct

import data_path
import lab
from data_path import MTU

PLAN = [
    [{"kind": "tcp", "octets": 600000, "write": 65536}, {"kind": "tcp", "octets": 60000, "write": 0},
     {"kind": "tcp", "octets": 600000, "write": 65536, "family": 6}],
    [{"kind": "udp", "sizes": [900, MTU - 28]}, {"kind": "udp", "sizes": [1, 500], "family": 6}],
    [{"kind": "udp", "segment": MTU - 28, "calls": 12}, {"kind": "udp", "segment": 333, "calls": 12},
     {"kind": "udp", "segment": 333, "calls": 12, "fragmentable": True},
     {"kind": "udp", "segment": MTU - 48, "calls": 12, "family": 6}],
]

ETHERNET = 14
WHOLE = 1600  # as much as a frame may have: tcpdump keeps room for so much of each
FIN, SYN, ECE, CWR = 0x01, 0x02, 0x40, 0x80
CE = 3

Packet = collections.namedtuple("Packet", "flow is_tcp tos id fragmentable sequence flags payload")


def packets(path):
    """TCP and UDP of an Ethernet capture, in order. `id` is None in IPv6."""
    for length, frame in lab.frames(path):
        kind = struct.unpack_from("!H", frame, 12)[0]
        if kind == 0x0800:
            at = ETHERNET + (frame[ETHERNET] & 15) * 4
            tos, total, identification, fragment = struct.unpack_from("!xBHHH", frame, ETHERNET)
            protocol, addresses, end = frame[ETHERNET + 9], frame[ETHERNET + 12:ETHERNET + 20], ETHERNET + total
        elif kind == 0x86dd:
            at = ETHERNET + 40
            tos, fragment, identification = struct.unpack_from("!H", frame, ETHERNET)[0] >> 4 & 0xff, 0, None
            protocol, addresses = frame[ETHERNET + 6], frame[ETHERNET + 8:ETHERNET + 40]
            end = at + struct.unpack_from("!H", frame, ETHERNET + 4)[0]
        else:
            continue
        assert end <= length
        flow = protocol, addresses, frame[at:at + 4]
        if protocol == 6:
            sequence, offset, flags = struct.unpack_from("!4xI4xBB", frame, at)
            yield Packet(flow, True, tos, identification, not fragment & 0x4000, sequence, flags,
                         end - at - (offset >> 4) * 4)
        elif protocol == 17:
            yield Packet(flow, False, tos, identification, not fragment & 0x4000, 0, 0, end - at - 8)


def _of_the_socket(of_flow):
    """Until it says that it is done: what the other side sends then may be acknowledged by the kernel, which keeps no
    socket for that (TIME_WAIT) and numbers it otherwise."""
    for packet in of_flow:
        yield packet
        if packet.is_tcp and packet.flags & FIN:
            return


class FarHost(data_path.DataPath):
    def setUp(self):
        super().setUp()
        # The gateways' kernels cut and finish whatever goes to their hosts.
        for gateway in ("lg", "rg"):
            self.lab.run(gateway, "ethtool", "-K", "lan", "tx", "off", "tso", "off", "gso", "off",
                         "tx-udp-segmentation", "off")

    def arriving(self, host, plan):
        """A capture of what comes to the host while the plan is carried."""
        path, tcpdump = self.lab.start_tcpdump(host, "lan", "-Q", "in", "-s", WHOLE, "tcp or udp")
        self.assert_carried(plan)
        self.lab.finish_tcpdump(tcpdump)
        return path

    def assert_checksums(self, path, count):
        """By somebody else's arithmetic."""
        right = self.lab.tshark(path, "(ip.checksum.status == Good || ipv6) "
                                "&& (tcp.checksum.status == Good || udp.checksum.status == Good)",
                                *(option for name in ("ip", "tcp", "udp")
                                  for option in ("-o", f"{name}.check_checksum:TRUE")))
        self.assertEqual(len(right), count)

    def assert_continuous(self, seen):
        """Nothing of a flow comes twice, late or never, and its packets are numbered as their sender did."""
        flows = collections.defaultdict(list)
        for packet in seen:
            flows[packet.flow].append(packet)
        self.assertEqual(len(flows), sum(map(len, PLAN)))
        for flow, of_flow in flows.items():
            with self.subTest(flow=flow):
                self.assertTrue(all(packet.payload <= MTU for packet in of_flow))
                if of_flow[0].is_tcp:
                    self.assertTrue(of_flow[0].flags & SYN)
                    self.assert_without_gaps(of_flow)
                # Of datagrams cut by UDP_SEGMENT the numbers begin anew with each call, and answers come between.
                numbered = [packet for packet in _of_the_socket(of_flow) if packet.id]  # 0: of no socket's
                breaks = [(a, b) for a, b in zip(numbered, numbered[1:]) if (a.id + 1) % 65536 != b.id]
                self.assertLessEqual(len(breaks), 0 if of_flow[0].is_tcp else len(numbered) // 8, breaks)

    def assert_without_gaps(self, of_flow):
        due = of_flow[0].sequence + 1
        repeated = 0
        for packet in of_flow[1:]:
            # A busy machine may send again what was only late; there is nothing to be missed.
            late = (due - packet.sequence) % 2**32
            repeated += late > 0
            self.assertLess(late, 2**31)
            due += max(0, packet.payload + (packet.flags & FIN) - late)
        self.assertLessEqual(repeated, 2 + len(of_flow) // 50)

    def carry(self):
        for host in ("rh", "lh"):
            path = self.arriving(host, PLAN)
            seen = list(packets(path))
            with self.subTest(to=host):
                self.assert_checksums(path, len(seen))
                self.assert_continuous(seen)

    def test_packets_are_those_of_the_sender(self):
        self.configure(EnableNatTraversal="forced")
        self.start()
        self.carry()

    def test_packets_of_bare_esp_without_superpackets(self):
        self.configure()
        self.start(("tun-tcp", "tun-udp"), ())
        self.carry()


class Marks(data_path.DataPath):
    def mark(self, rules):
        """What the router does to the packets of the tunnel that come from the left."""
        self.lab.run("wan", "nft", "delete", "table", "ip", "marks", check=False)
        if rules:
            self.lab.run("wan", "nft", "-f", "-", stdin=f"""
                table ip marks {{
                  chain forward {{
                    type filter hook forward priority 0;
                    ip saddr {lab.LEFT} udp dport 4500 @th,64,32 != 0 {rules}
                  }}
                }}""")

    def begin(self):
        self.configure(EnableNatTraversal="forced")
        self.start()

    def test_congestion_on_the_way_is_told(self):
        """RFC 6040 and 3168: marks of the outer packets come out on the inner ones, the receiver's kernel echoes them,
        and the sender's answers, once for each time: in the first packet of a superpacket."""
        for host in ("lh", "rh"):
            self.lab.run(host, "sysctl", "-qw", "net.ipv4.tcp_ecn=1")
        self.begin()
        self.mark("ip ecn ect0 numgen random mod 10 == 0 ip ecn set ce")
        plan = [[{"kind": "tcp", "octets": 3000000, "write": 65536},
                 {"kind": "tcp", "octets": 2000000, "write": 65536, "family": 6}]]
        path, tcpdump = self.lab.start_tcpdump("rh", "lan", "-s", "100", "tcp")
        self.assert_carried(plan)
        self.lab.finish_tcpdump(tcpdump)
        flows = collections.defaultdict(list)
        for packet in packets(path):
            flows[packet.flow].append(packet)
        for flow, seen in flows.items():
            with self.subTest(flow=flow):
                is_from_left = flow[1].startswith((b"\x0a\x01", b"\xfd\x01"))
                seen = [packet for packet in seen if not packet.flags & SYN]
                if is_from_left:
                    self.assertTrue(any(packet.tos & 3 == CE for packet in seen))
                    self.assertTrue(any(packet.flags & CWR for packet in seen))
                    self.assertFalse(any(a.flags & b.flags & CWR for a, b in zip(seen, seen[1:])))
                else:
                    self.assertFalse(any(packet.tos & 3 == CE for packet in seen))
                    self.assertTrue(any(packet.flags & ECE for packet in seen))
        self.assertEqual(self.child(self.right)["Drops"], {})

    def test_congestion_of_who_cannot_be_told_is_a_loss(self):
        self.begin()
        self.assertEqual(self.lab.ping("lh", "10.2.0.10", 1), 1)
        self.mark("ip ecn set ce")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10", 3, patience=1), 0)
        lab.wait_until("they are counted", lambda: self.child(self.right)["Drops"] == {"CongestionInvalid": 3})
        self.assertEqual(self.lab.ping("lh", "10.2.0.10 -Q 2", 1), 1)

    def test_service_class_is_kept_and_copied(self):
        """Also of superpackets, whose outer packets are one train of one class."""
        self.begin()
        expedited, low = 0xb8, 0x20
        plan = [[{"kind": "tcp", "octets": 500000, "write": 65536, "tos": expedited},
                 {"kind": "tcp", "octets": 500000, "write": 65536, "tos": expedited, "family": 6}],
                [{"kind": "udp", "segment": 1200, "calls": 12, "tos": low},
                 {"kind": "udp", "segment": 1200, "calls": 12, "tos": low, "family": 6}]]
        for phase, tos in zip(plan, (expedited, low)):
            with self.subTest(tos=tos):
                outer = self.lab.start_tcpdump("wan", "tol", "-s", "60",
                                               f"src {lab.LEFT} and udp port 4500 and udp[8:4] != 0 and len > 100")
                inner = self.lab.start_tcpdump("rh", "lan", "-Q", "in", "-s", "100", "tcp or udp")
                self.assert_carried([phase])
                for _, tcpdump in (outer, inner):
                    self.lab.finish_tcpdump(tcpdump)
                self.assertEqual({frame[ETHERNET + 1] for _, frame in lab.frames(outer[0])}, {tos})
                self.assertEqual({packet.tos for packet in packets(inner[0])}, {tos})
                self.assertTrue(any(length > 3000 for length, _ in lab.frames(outer[0])))


if __name__ == "__main__":
    lab.main(together=[FarHost, Marks])

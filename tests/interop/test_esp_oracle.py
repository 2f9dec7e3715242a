#!/usr/bin/env python3
"""Our ESP against scapy's and against one by hand (esp_oracles.py): each suite that the engine has, with extended
sequence numbers and without, in UDP and bare, over IPv4 and IPv6, around IPv4 and IPv6. They open what we send, and we
take what they send, and nothing else.

The engine is at the end of a pipe (esp_oracle_port.cpp), so this needs no root. A suite of the engine that no oracle
knows is a failure, and so is a missing oracle: nothing is skipped here."""

import collections
import contextlib
import functools
import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import unittest

try:
    import esp_oracles
    from scapy.layers.inet import ICMP, IP, TCP, UDP, IPOption_Router_Alert
    from scapy.layers.inet6 import ICMPv6EchoRequest, IPv6, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, PadN
    from scapy.packet import Raw, raw
except ImportError as missing:
    sys.exit(f"not installed: {missing}; tools/test installs it (python3-scapy, python3-cryptography)")

OUTER = {4: ("192.0.2.2", "198.51.100.2"), 6: ("2001:db8:1::2", "2001:db8:2::2")}
NAT_PORT = 4500
EVERY_RESIDUE = range(1, 17)  # so many sizes in a row need each length of padding


def octets(label, count):
    return hashlib.shake_256(label.encode()).digest(count)


class Port:
    """The engine."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, what, **fields):
        self.process.stdin.write(json.dumps({"do": what, **fields}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the engine ended with {self.process.wait()} at {what}")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait()


class Tunnel:
    """An SA pair of the engine's, and the other end of it."""

    count = 0

    def __init__(self, test, encryption, integrity, esn=False, outer=4, udp=True, site=2):
        Tunnel.count += 1
        self.test, self.udp, self.esn = test, udp, esn
        # With extended sequence numbers it is taken for one of the next 2^32 (RFC 4303, appendix A2.2), whose ICV is
        # another.
        self.left_of_window = "NotAuthentic" if esn else "Replayed"
        self.inbound_spi, self.outbound_spi = 0xc1a50000 + Tunnel.count, 0xc2a50000 + Tunnel.count
        local, remote = OUTER[outer]
        port = NAT_PORT if udp else 0
        self.local, self.remote = [local, port], [remote, port]
        inbound, outbound = ([octets(f"{direction} {kind} {Tunnel.count}", size)
                              for kind, size in zip("ei", esp_oracles.key_sizes(encryption, integrity))]
                             for direction in ("in", "out"))
        answer = test.port.ask(
            "add", inboundSpi=self.inbound_spi, outboundSpi=self.outbound_spi, encryption=encryption,
            integrity=integrity, esn=esn, inboundKeys=[key.hex() for key in inbound],
            outboundKeys=[key.hex() for key in outbound], local=prefixes(1), remote=prefixes(site),
            localEndpoint=self.local, remoteEndpoint=self.remote, udp=udp, window=64, mtu=1500)
        test.assertEqual(answer, {}, "the engine cannot do this suite")
        suite = encryption, integrity, esn
        self.readers = esp_oracles.for_suite(*suite, self.outbound_spi, outbound, *outer_headers(local, remote, udp))
        self.writers = esp_oracles.for_suite(*suite, self.inbound_spi, inbound, *outer_headers(remote, local, udp))
        self.scapy_or_by_hand = self.writers[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.test.port.ask("remove", inboundSpi=self.inbound_spi)

    def send(self, inners):
        """What the engine makes of a burst: (ESP packet, type of service) in the order of their leaving."""
        return self.test.send_burst([self], inners)[self]

    def run(self, packet, tos=0, segment=0):
        return {"bytes": packet.hex(), "segment": segment, "local": self.local, "remote": self.remote, "tos": tos,
                "udp": self.udp}

    def receive(self, packets):
        """What the engine makes of each: (the inner packets, how often it counted which reason)."""
        return self.test.receive_bursts([[self.run(packet)] for packet in packets])

    def opened_by(self, reader, sent, first=1):
        """The inner packets as `reader` finds them; the numbers count from `first`."""
        return [reader.open(packet, first + i) for i, (packet, _) in enumerate(sent)]

    def assert_takes(self, inners, packets):
        self.test.assertEqual(self.receive(packets), [([inner], {}) for inner in inners])

    def assert_drops(self, reason, packets):
        self.test.assertEqual(self.receive(packets), [([], {reason: 1})] * len(packets))


def prefixes(site):
    return [f"10.{site}.0.0/24", f"fd00:{site}::/64"]


def outer_headers(source, destination, udp):
    outer = (IPv6 if ":" in source else IP)(src=source, dst=destination)
    return outer, UDP(sport=NAT_PORT, dport=NAT_PORT) if udp else None


def from_inside(family, transport, tos=0, backwards=False, site=2, **fields):
    """A packet of a host on our side, site 1; backwards: of one on the other."""
    source, destination = (f"10.{site}.0.10" if family == 4 else f"fd00:{site}::10"
                           for site in ((site, 1) if backwards else (1, site)))
    if family == 4:
        return raw(IP(src=source, dst=destination, tos=tos, **fields) / transport)
    return raw(IPv6(src=source, dst=destination, tc=tos, **fields) / transport)


@functools.cache
def udp_packet(family, size, port=2000, **fields):
    return from_inside(family, UDP(sport=1000, dport=port) / Raw(octets(f"udp {size}", size)), **fields)


@functools.cache
def all_sorts(family, backwards=False):
    """Each length of padding, the sizes that matter, each transport, DSCP and ECN, DF and fragments, options."""
    def packet(transport, *payload_and_tos, **fields):
        size, tos = payload_and_tos
        return from_inside(family, transport / Raw(octets(f"payload {size}", size)), tos, backwards, **fields)

    df = {"flags": "DF"} if family == 4 else {}
    echo = ICMP(id=7, seq=1) if family == 4 else ICMPv6EchoRequest(id=7, seq=1)
    # Each flow has one packet: nothing can be joined on the way in.
    packets = [packet(UDP(sport=1000, dport=2000 + size), size, size * 4 % 256 & 0xfc | size % 4)
               for size in EVERY_RESIDUE]
    packets += [packet(UDP(sport=1000, dport=2100), 1400, 0xb8), packet(UDP(sport=1000, dport=2101), 512, 0, **df),
                packet(TCP(sport=1000, dport=3000, flags="PA", seq=9, ack=1), 1, 0x02, **df),
                packet(TCP(sport=1000, dport=3001, flags="A", seq=9, ack=1), 1400, 0x03, **df),
                packet(TCP(sport=1000, dport=3002, flags="A", seq=9, ack=1), 1400, 0x01),
                packet(TCP(sport=1000, dport=3003, flags="A", seq=9, ack=1), 0, 0x28, **df),
                packet(TCP(sport=1000, dport=3004, flags="FPA", seq=9, ack=1, options=[("Timestamp", (1, 2))]), 77, 0),
                packet(echo, 1, 0), packet(echo, 56, 0xff, **df), packet(echo, 1400, 0x02)]
    if family == 4:
        packets += [packet(UDP(sport=1000, dport=2102), 99, 0, options=[IPOption_Router_Alert()]),
                    packet(UDP(sport=1000, dport=2103), 800, 0, flags="MF", id=5),
                    packet(Raw(), 301, 0x04, frag=101, proto=17, id=5)]
    else:
        packets += [packet(IPv6ExtHdrHopByHop(options=[PadN(optdata=b"1234")]) / UDP(sport=1, dport=2102), 99, 0),
                    packet(IPv6ExtHdrFragment(m=1, id=5) / UDP(sport=1, dport=2103), 800, 0),
                    packet(IPv6ExtHdrFragment(offset=101, nh=17, id=5), 301, 0x04)]
    return packets


def tos_of(packet):
    return packet[1] if packet[0] >> 4 == 4 else struct.unpack_from("!H", packet)[0] >> 4 & 0xff


def with_each_suite(numbers=(False, True), udp=None):
    """Makes a test of a tunnel one of each suite, with extended sequence numbers and without. The outer family takes
    turns, and so does the encapsulation where it is not said."""
    def decorate(test):
        @functools.wraps(test)
        def run(self):
            for index, (encryption, integrity) in enumerate(self.suites):
                for esn in numbers:
                    with self.subTest(encryption=encryption, integrity=integrity, esn=esn), \
                            Tunnel(self, encryption, integrity, esn, outer=(4, 6)[index % 2],
                                   udp=index // 2 % 2 == 0 if udp is None else udp) as tunnel:
                        test(self, tunnel)
        return run
    return decorate


class EspOracle(unittest.TestCase):
    program = ""

    @classmethod
    def setUpClass(cls):
        cls.port = Port(cls.program)
        cls.suites = [tuple(suite) for suite in cls.port.ask("suites")["suites"]]

    @classmethod
    def tearDownClass(cls):
        if status := cls.port.close():
            raise RuntimeError(f"the engine ended with {status}")

    def send_burst(self, tunnels, inners):
        """What the engine makes of a burst, apart for each tunnel: (ESP packet, type of service) as they leave."""
        answer = self.port.ask("protect", packets=[inner.hex() for inner in inners])
        self.assertEqual((answer["drops"], answer["toInside"]), ({}, 0))
        sent = {tunnel: [] for tunnel in tunnels}
        for train in answer["trains"]:
            tunnel, = (tunnel for tunnel in tunnels if tunnel.inbound_spi == train["sa"])
            self.assertEqual([train[key] for key in ("local", "remote", "udp")],
                             [tunnel.local, tunnel.remote, tunnel.udp])
            block, size = bytes.fromhex(train["block"]), train["segment"]
            self.assertLessEqual(len(block), min(65507, 64 * size))
            sent[tunnel] += [(block[at:at + size], train["tos"]) for at in range(0, len(block), size)]
        return sent

    def receive_bursts(self, bursts):
        """What the engine makes of each burst of runs: (the inner packets, how often it counted which reason)."""
        results = []
        for result in self.port.ask("unprotect", bursts=bursts)["results"]:
            # Nothing here can be joined with its neighbours, so what comes out are whole packets.
            self.assertTrue(all(packet["finished"] for packet in result["packets"]), "a superpacket")
            self.assertEqual(result["ike"], 0)
            results.append(([bytes.fromhex(packet["bytes"]) for packet in result["packets"]], result["drops"]))
        return results

    def test_each_suite_of_the_engine_has_its_oracle(self):
        known = [(cipher, hash_) for cipher, (_, _, salt_size, *_) in esp_oracles.ENCRYPTION.items()
                 for hash_ in esp_oracles.INTEGRITY if (salt_size != 0) == (hash_ == "none")]
        self.assertEqual(sorted(self.suites), sorted(known))

    @with_each_suite()
    def test_they_open_what_we_send(self, tunnel):
        inners = all_sorts(4) + all_sorts(6)
        sent = tunnel.send(inners)
        self.assertEqual([tos for _, tos in sent], [tos_of(inner) for inner in inners])
        for reader in tunnel.readers:
            self.assertEqual(tunnel.opened_by(reader, sent), inners)

    @with_each_suite()
    def test_we_open_what_they_send(self, tunnel):
        inners = all_sorts(4, backwards=True) + all_sorts(6, backwards=True)
        for number, writer in enumerate(tunnel.writers):
            first = 1 + number * len(inners)
            tunnel.assert_takes(inners, [writer.seal(inner, first + i) for i, inner in enumerate(inners)])

    def test_every_mix_of_families_and_encapsulations(self):
        forth = [udp_packet(family, size) for family in (4, 6) for size in (5, 600)]
        back = [udp_packet(family, size, backwards=True) for family in (4, 6) for size in (5, 600)]
        for encryption, integrity in self.suites:
            for mix in range(8):
                esn, outer, udp = mix & 1 != 0, (4, 6)[mix >> 1 & 1], mix & 4 != 0
                with self.subTest(encryption=encryption, integrity=integrity, esn=esn, outer=outer, udp=udp), \
                        Tunnel(self, encryption, integrity, esn, outer, udp) as tunnel:
                    sent = tunnel.send(forth)
                    for reader in tunnel.readers:
                        self.assertEqual(tunnel.opened_by(reader, sent), forth)
                    writer = tunnel.scapy_or_by_hand
                    tunnel.assert_takes(back, [writer.seal(inner, 1 + i) for i, inner in enumerate(back)])

    @with_each_suite()
    def test_long_trains_are_opened(self, tunnel):
        inners = [udp_packet(4, 972, port=5000 + i) for i in range(100)] + [udp_packet(4, 40)]
        sent = tunnel.send(inners)
        self.assertEqual(tunnel.opened_by(tunnel.readers[0], sent), inners)

    @with_each_suite(udp=True)  # nobody joins packets of protocol 50
    def test_we_open_trains(self, tunnel):
        inners = [udp_packet(6, 200, port=5000 + i, backwards=True) for i in range(20)]
        inners.append(udp_packet(6, 20, backwards=True))
        packets = [tunnel.scapy_or_by_hand.seal(inner, 1 + i) for i, inner in enumerate(inners)]
        train = tunnel.run(b"".join(packets), segment=len(packets[0]))
        self.assertEqual(self.receive_bursts([[train]]), [(inners, {})])

    @with_each_suite()
    def test_initialization_vectors_never_repeat(self, tunnel):
        size = tunnel.readers[0].iv_size
        vectors = {packet[8:8 + size] for packet, _ in tunnel.send([udp_packet(4, 40)] * 200)}
        self.assertEqual(len(vectors), 200)

    @with_each_suite()
    def test_no_changed_bit_is_taken(self, tunnel):
        inner = udp_packet(4, 32, backwards=True)
        honest = tunnel.scapy_or_by_hand.seal(inner, 0x13)
        flipped = []
        for bit in range(8 * len(honest)):
            packet = bytearray(honest)
            packet[bit // 8] ^= 1 << bit % 8
            flipped.append(bytes(packet))
        # Another SPI is another SA's: it may be here soon, and has a moment to come.
        self.assertEqual(tunnel.receive(flipped[:32]), [([], {})] * 32)
        self.assertEqual(self.port.ask("wait"), {"packets": [], "ike": 0, "drops": {"UnknownSpi": 32}})
        tunnel.assert_drops("NotAuthentic", flipped[32:])
        tunnel.assert_takes([inner], [honest])

    @with_each_suite()
    def test_no_other_length_is_taken(self, tunnel):
        inner = udp_packet(6, 32, backwards=True)
        honest = tunnel.scapy_or_by_hand.seal(inner, 7)
        for packets, drops in tunnel.receive([honest[:size] for size in range(9, len(honest))]
                                             + [honest + bytes(more) for more in range(1, 33)]):
            self.assertEqual(packets, [])
            self.assertIn(drops, ({"NotAuthentic": 1}, {"Malformed": 1}))
        tunnel.assert_takes([inner], [honest])

    @with_each_suite()
    def test_another_key_is_not_taken(self, tunnel):
        # Right in all but one: the key, the salt behind it, the key of the MAC.
        inner = udp_packet(4, 32, backwards=True)
        by_hand = tunnel.writers[0]
        encryption, integrity = by_hand.encryption_key, by_hand.integrity_key
        if by_hand.is_aead:
            by_hand.encryption_key = bytes([encryption[0] ^ 2]) + encryption[1:]
            tunnel.assert_drops("NotAuthentic", [by_hand.seal(inner, 1)])
            by_hand.encryption_key = encryption[:-1] + bytes([encryption[-1] ^ 1])
        else:
            by_hand.integrity_key = integrity[:-1] + bytes([integrity[-1] ^ 1])
        tunnel.assert_drops("NotAuthentic", [by_hand.seal(inner, 2)])
        by_hand.encryption_key, by_hand.integrity_key = encryption, integrity
        tunnel.assert_takes([inner], [by_hand.seal(inner, 3)])

    @with_each_suite()
    def test_replays_are_dropped(self, tunnel):
        inner = udp_packet(4, 32, backwards=True)
        seal = tunnel.scapy_or_by_hand.seal
        packets = {number: seal(inner, number) for number in (5, 6, 7, 69, 70, 1000)}
        tunnel.assert_takes([inner] * 2, [packets[5], packets[70]])
        tunnel.assert_drops("Replayed", [packets[70]])
        # With a window of 64, 6 is left of it and 7 is its last.
        tunnel.assert_drops(tunnel.left_of_window, [packets[5], packets[6]])
        tunnel.assert_takes([inner] * 2, [packets[7], packets[69]])
        tunnel.assert_drops("Replayed", [packets[7], packets[69], packets[70]])
        twice = tunnel.run(2 * packets[1000], segment=len(packets[1000]))
        self.assertEqual(self.receive_bursts([[twice]]), [([inner], {"Replayed": 1})])
        # Another IV under the same number is the same packet.
        tunnel.assert_drops("Replayed", [seal(inner, 1000)])

    @with_each_suite()
    def test_number_zero_is_dropped(self, tunnel):
        inner = udp_packet(4, 32, backwards=True)
        for writer in tunnel.writers:
            tunnel.assert_drops("Replayed", [writer.seal(inner, 0)])
        tunnel.assert_takes([inner], [tunnel.writers[0].seal(inner, 1)])

    @with_each_suite()
    def test_wrong_padding_is_dropped(self, tunnel):
        inner = udp_packet(4, 32, backwards=True)  # 60 octets: two octets of padding with every suite
        number = 0
        for writer in tunnel.writers:
            self.assertEqual(writer.trailer(len(inner), 4), bytes([1, 2, 2, 4]))
            packets = []
            for padding in ([0, 0, 2], [2, 1, 2], [2, 2, 2], [1, 1, 2], [1, 3, 2], [1, 2, 3], [1, 2, 1],
                            [1, 2, len(inner) + 3], [1, 2, 255]):
                number += 1
                packets.append(writer.seal_plain(inner + bytes([*padding, 4]), number))
            tunnel.assert_drops("BadPadding", packets)
            # Their numbers are spent: they were authentic.
            tunnel.assert_drops("Replayed", packets)
            number += 1
            tunnel.assert_takes([inner], [writer.seal_plain(inner + bytes([1, 2, 2, 4]), number)])

    @with_each_suite()
    def test_longer_padding_is_taken(self, tunnel):
        inner = udp_packet(6, 33, backwards=True)
        number = 0
        for writer in tunnel.writers:
            packets = []
            for more in range(0, 256 - 15, writer.alignment):
                number += 1
                packets.append(writer.seal_plain(inner + writer.trailer(len(inner), 41, more), number))
            tunnel.assert_takes([inner] * len(packets), packets)

    @with_each_suite()
    def test_dummy_packets_vanish(self, tunnel):
        number = 0
        for writer in tunnel.writers:
            packets = []
            for content in (b"", b"\0" * 20, octets("dummy", 333), udp_packet(4, 32, backwards=True)):
                number += 1
                trailer = writer.trailer(len(content), esp_oracles.DUMMY)
                packets.append(writer.seal_plain(content + trailer, number))
            self.assertEqual(tunnel.receive(packets), [([], {})] * len(packets))
            tunnel.assert_drops("Replayed", packets)

    @with_each_suite()
    def test_what_stands_behind_the_inner_packet_is_cut(self, tunnel):
        # Traffic flow confidentiality: RFC 4303, 2.7.
        inners = [packet for family in (4, 6) for packet in (udp_packet(family, 32, backwards=True),
                                                             udp_packet(family, 1, backwards=True))]
        number = 0
        for writer in tunnel.writers:
            packets, expected = [], []
            for inner in inners:
                for more in (1, 2, 15, 16, 1000):
                    number += 1
                    whole = inner + octets("more", more)
                    packets.append(writer.seal_plain(
                        whole + writer.trailer(len(whole), esp_oracles.next_header(inner)), number))
                    expected.append(inner)
            tunnel.assert_takes(expected, packets)

    @with_each_suite()
    def test_next_header_must_be_that_of_the_inner_packet(self, tunnel):
        writer = tunnel.scapy_or_by_hand
        number = 0
        for family, right in ((4, 4), (6, 41)):
            inner = udp_packet(family, 33, backwards=True)
            for next_header, reason in ((45 - right, "Malformed"), (17, "PolicyViolation"), (0, "PolicyViolation"),
                                        (50, "PolicyViolation")):
                number += 1
                plain = inner + writer.trailer(len(inner), next_header)
                tunnel.assert_drops(reason, [writer.seal_plain(plain, number)])

    def test_congestion_marks_of_the_outer_header_are_carried_in(self):
        not_ect, ect1, ect0, ce = range(4)
        # RFC 6040, figure 4; a row for each inner mark. None: dropped.
        figure = {not_ect: {not_ect: not_ect, ect0: not_ect, ect1: not_ect, ce: None},
                  ect0: {not_ect: ect0, ect0: ect0, ect1: ect1, ce: ce},
                  ect1: {not_ect: ect1, ect0: ect1, ect1: ect1, ce: ce},
                  ce: {not_ect: ce, ect0: ce, ect1: ce, ce: ce}}
        for outer in (4, 6):
            with Tunnel(self, *self.suites[0], outer=outer) as tunnel:
                bursts, expected = [], []
                for inner, row in figure.items():
                    for outer, then in row.items():
                        for family in (4, 6):
                            # The class of service stays the inner one, and scapy makes the checksum anew.
                            before, after = (udp_packet(family, 5, tos=0xb8 | mark, backwards=True)
                                             for mark in (inner, then or 0))
                            packet = tunnel.scapy_or_by_hand.seal(before, len(bursts) + 1)
                            bursts.append([tunnel.run(packet, tos=0x20 | outer)])
                            expected.append(([], {"CongestionInvalid": 1}) if then is None else ([after], {}))
                self.assertEqual(self.receive_bursts(bursts), expected)

    @with_each_suite(numbers=[True])
    def test_our_numbers_go_on_beyond_32_bits(self, tunnel):
        inners = [udp_packet(4, size) for size in range(20, 26)]
        for last in (2**32 - 4, 7 * 2**32 - 4):
            self.port.ask("skip", inboundSpi=tunnel.inbound_spi, sequence=str(last))
            sent = tunnel.send(inners)
            for reader in tunnel.readers:
                self.assertEqual(tunnel.opened_by(reader, sent, last + 1), inners)
                # The high half is covered, though nobody sees it.
                for i, (packet, _) in enumerate(sent):
                    with self.assertRaises(esp_oracles.NotAuthentic):
                        reader.open(packet, last + 1 + i ^ 1 << 32)

    @with_each_suite(numbers=[True])
    def test_their_numbers_go_on_beyond_32_bits(self, tunnel):
        inner = udp_packet(4, 32, backwards=True)
        newest = 100
        tunnel.assert_takes([inner], [tunnel.writers[0].seal(inner, newest)])
        for writer in 3 * tunnel.writers:
            # The number is one of the 2^32 that begin with the window: RFC 4303, appendix A2.2.
            farthest = newest - 63 + 2**32 - 1
            tunnel.assert_drops("NotAuthentic", [writer.seal(inner, farthest + 1)])  # taken for newest - 63
            tunnel.assert_takes([inner], [writer.seal(inner, farthest)])

            border = (farthest >> 32) + 1 << 32
            numbers = [border - 2**31, border - 2, border + 3, border - 1, border, border + 1, border + 2]
            tunnel.assert_takes([inner] * len(numbers), [writer.seal(inner, number) for number in numbers])
            tunnel.assert_drops("Replayed", [writer.seal(inner, number) for number in numbers[1:]])
            # Numbers of another high half, and one that is left of the window.
            tunnel.assert_drops("NotAuthentic", [writer.seal(inner, number) for number in (
                border + 4 - 2**32, border + 4 + 2**32, border - 3 - 2**32, border - 3 + 2**32, border - 61)])
            newest = border + 100
            numbers = [border + 4, border - 3, newest]
            tunnel.assert_takes([inner] * len(numbers), [writer.seal(inner, number) for number in numbers])

    @with_each_suite()
    def test_the_high_half_counts_only_where_it_was_negotiated(self, tunnel):
        inner = udp_packet(4, 32, backwards=True)
        writer = tunnel.writers[0]
        right = writer.seal(inner, 9)
        # Even a high half of 0: where it is covered, the ICV is another one.
        writer.esn = not tunnel.esn
        tunnel.assert_drops("NotAuthentic", [writer.seal(inner, 9)])
        tunnel.assert_takes([inner], [right])

    def many_tunnels(self, stack):
        """One of each suite, every second with extended sequence numbers, to a site of its own, all at once; with the
        number that each goes on behind, just below 2^32 where there is something above."""
        for i, (encryption, integrity) in enumerate(self.suites):
            tunnel = stack.enter_context(Tunnel(self, encryption, integrity, esn=i % 2 == 1, outer=(4, 6)[i // 2 % 2],
                                                udp=i // 4 % 2 == 0, site=100 + i))
            yield 100 + i, tunnel, 2**32 - 4 if tunnel.esn else 0

    def test_a_burst_of_many_suites_is_opened(self):
        chance = random.Random(4106)
        with contextlib.ExitStack() as stack:
            tunnels = list(self.many_tunnels(stack))
            inners = []
            for site, tunnel, last in tunnels:
                self.port.ask("skip", inboundSpi=tunnel.inbound_spi, sequence=str(last))
                # As many as eight in a row, and alone.
                for size in chance.sample(range(1400), 20):
                    inners.append((tunnel, [udp_packet(4, size, site=site)] * chance.choice((1, 1, 2, 3, 8))))
            chance.shuffle(inners)
            sent = self.send_burst([tunnel for _, tunnel, _ in tunnels],
                                   [inner for _, some in inners for inner in some])
            for _, tunnel, last in tunnels:
                for reader in tunnel.readers:
                    self.assertEqual(tunnel.opened_by(reader, sent[tunnel], last + 1),
                                     [inner for at, some in inners if at is tunnel for inner in some])

    def test_we_open_a_burst_of_many_suites(self):
        """Interleaved and out of order, with forgeries of packets that follow, doubles, wrong padding and dummies."""
        chance = random.Random(4303)
        with contextlib.ExitStack() as stack:
            expected, drops, runs = [], collections.Counter(), []
            for site, tunnel, last in self.many_tunnels(stack):
                writer = tunnel.scapy_or_by_hand
                if last:
                    first = udp_packet(4, 9, backwards=True, site=site)
                    tunnel.assert_takes([first] * 2, [writer.seal(first, number) for number in (2**31, last)])
                for number in range(last + 1, last + 13):
                    inner = udp_packet(4, chance.randrange(1400), port=number & 0xfff, backwards=True, site=site)
                    packet = writer.seal(inner, number)
                    at = chance.randrange(8, len(packet))
                    forged = packet[:at] + bytes([packet[at] ^ 1 << chance.randrange(8)]) + packet[at + 1:]
                    kind = chance.choice(("good", "good", "forged before", "twice", "padding", "dummy"))
                    packets = {"forged before": [forged, packet], "twice": [packet, packet]}.get(kind, [packet])
                    if kind in ("padding", "dummy"):
                        trailer = writer.trailer(len(inner), 4 if kind == "padding" else esp_oracles.DUMMY, more=16)
                        if kind == "padding":
                            trailer = b"\0" + trailer[1:]
                        packets = [writer.seal_plain(inner + trailer, number)]
                    else:
                        expected.append(inner)
                    drops.update({"forged before": ["NotAuthentic"], "twice": ["Replayed"],
                                  "padding": ["BadPadding"]}.get(kind, []))
                    # What belongs together keeps its order; the rest is shuffled.
                    places = sorted(chance.random() for _ in packets)
                    runs += [(place, tunnel.run(packet)) for place, packet in zip(places, packets)]
            runs.sort(key=lambda run: run[0])
            self.assertEqual(set(drops), {"NotAuthentic", "Replayed", "BadPadding"})
            (inners, counted), = self.receive_bursts([[run for _, run in runs]])
            self.assertEqual(counted, drops)
            self.assertEqual(sorted(inners), sorted(expected))  # each is a flow of its own

    @with_each_suite()
    def test_a_random_walk(self, tunnel):
        """Late, early, doubled, forged, in no order: what comes out is what a receiver in a few lines lets through."""
        chance = random.Random(4303)
        seen, newest, expected, packets = set(), 0, [], []
        for i in range(150):
            number = max(1, newest + chance.randint(-80, 20))
            inner = udp_packet(4, i % 40, backwards=True, port=2000 + i)
            packet = tunnel.writers[0].seal(inner, number)
            in_window = number > newest - 64
            forged = chance.random() < 0.2
            if forged:
                at = chance.randrange(8, len(packet))
                packet = packet[:at] + bytes([packet[at] ^ 1 << chance.randrange(8)]) + packet[at + 1:]
            reason = (tunnel.left_of_window if not in_window else "Replayed" if number in seen
                      else "NotAuthentic" if forged else None)
            if not reason:
                seen.add(number)
                newest = max(newest, number)
            packets.append(packet)
            expected.append(([], {reason: 1}) if reason else ([inner], {}))
        self.assertEqual(tunnel.receive(packets), expected)


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(f"usage: {sys.argv[0]} PATH-OF-esp_oracle_port [TEST...]")
    EspOracle.program = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)

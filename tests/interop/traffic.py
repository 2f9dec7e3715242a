"""Traffic of which both ends know every octet.

    traffic.py right ADDRESSES PLAN     takes what comes, and says "ready" when it does
    traffic.py left ADDRESSES PLAN      begins

ADDRESSES is {"4": the other end's, "6": ...}, PLAN a list of phases, each a list of flows that go at the same time,
both ways. Both are JSON. A flow is one of
    {"kind": "tcp", "octets": N, "write": OCTETS}       as many octets; each write as long, 0: short ones of any length
    {"kind": "tcp", "seconds": N, "write": OCTETS}      for as long
    {"kind": "udp", "sizes": [FIRST, LAST]}             datagrams of every size, in order, none may be lost
    {"kind": "udp", "segment": N, "calls": N}           the same by UDP_SEGMENT: datagrams of N octets, the last shorter
    {"kind": "numbered", "count": N, "interval": S}     datagrams that may be lost, but not altered or doubled
and may have "family": 6, "tos": N, "port": N and, of IPv4, "fragmentable": true. Prints a list of what the other end's
traffic was like here, in the plan's order.
"""

import json
import os
import random
import select
import socket
import struct
import sys
import threading
import time

SOL_UDP = 17
UDP_SEGMENT = 103
SO_RCVBUFFORCE = 33
IP_MTU_DISCOVER = 10
IP_PMTUDISC_DONT = 0
PATIENCE = 30.0
FIRST_PORT = 5000
BLOCK = 1048573  # octets that come again and again: a prime, so that they stand differently each time
WINDOW = 64  # datagrams without an answer: what the queues on the way bear
SEGMENTS = 20  # of one call
SPELL = 2.0  # seconds: how finely progress is told


def block_of(seed):
    octets = random.Random(seed).randbytes(BLOCK)
    return memoryview(octets + octets[:1 << 20])


def sizes_of(flow):
    if "segment" not in flow:
        return list(range(flow["sizes"][0], flow["sizes"][1] + 1))
    size = flow["segment"]
    return ([size] * (SEGMENTS - 1) + [0]) * flow["calls"]


def datagrams_of(flow, block):
    """What a udp flow sends, in order. The last of a call is shorter than the rest, differently each time."""
    made = []
    for number, size in enumerate(sizes_of(flow)):
        if size == 0:
            size = 1 + number * 7 % flow["segment"]
        made.append((struct.pack("!I", number) + block[number * 1009 % BLOCK:][:size].tobytes())[:size])
    return made


def numbered(number, block):
    size = 4 + random.Random(number).randrange(1368)
    return (struct.pack("!I", number) + block[number * 1009 % BLOCK:][:size].tobytes())[:size]


class End:
    """One end of one flow."""

    def __init__(self, side, address, flow, index):
        self.flow = flow
        self.side = side
        self.address = address
        self.port = flow.get("port", FIRST_PORT + index)
        self.family = socket.AF_INET6 if flow.get("family") == 6 else socket.AF_INET
        self.sent = block_of(f"{side} {index}")
        self.awaited = block_of(f"{'left' if side == 'right' else 'right'} {index}")
        self.outcome = {"trouble": ""}

    def trouble(self, what):
        self.outcome["trouble"] = self.outcome["trouble"] or what

    def mark(self, a_socket):
        if tos := self.flow.get("tos"):
            if self.family == socket.AF_INET:
                a_socket.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, tos)
            else:
                a_socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, tos)

    def run(self):
        try:
            self.go()
        except OSError as failure:
            self.trouble(f"{type(failure).__name__}: {failure}")


class Tcp(End):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.outcome.update(octets=0, spells=[])
        if self.side == "right":
            self.listener = socket.socket(self.family, socket.SOCK_STREAM)
            self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.mark(self.listener)
            self.listener.bind(("", self.port))
            self.listener.listen()

    def go(self):
        if self.side == "right":
            self.listener.settimeout(4 * PATIENCE)
            stream, _ = self.listener.accept()
        else:
            stream = socket.socket(self.family, socket.SOCK_STREAM)
            self.mark(stream)
            stream.settimeout(PATIENCE)
            stream.connect((self.address, self.port))
        stream.settimeout(PATIENCE)
        sender = threading.Thread(target=self.send, args=(stream,))
        sender.start()
        self.receive(stream)
        sender.join()
        stream.close()

    def send(self, stream):
        dice = random.Random(self.port)
        wanted, end = self.flow.get("octets"), time.monotonic() + self.flow.get("seconds", 0)
        if self.flow["write"] == 0:
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        done = 0
        try:
            while done < wanted if wanted else time.monotonic() < end:
                size = self.flow["write"] or dice.randrange(1, 3000)
                if wanted:
                    size = min(size, wanted - done)
                stream.sendall(self.sent[done % BLOCK:][:size])
                done += size
            stream.shutdown(socket.SHUT_WR)
        except OSError as failure:
            self.trouble(f"sending: {failure}")
        self.outcome["sent"] = done

    def receive(self, stream):
        begun = time.monotonic()
        buffer = bytearray(1 << 18)
        view = memoryview(buffer)
        while size := stream.recv_into(buffer):
            at = self.outcome["octets"]
            spell = int((time.monotonic() - begun) / SPELL)
            spells = self.outcome["spells"]
            spells.extend([0] * (spell + 1 - len(spells)))
            spells[spell] += size
            if view[:size] != self.awaited[at % BLOCK:][:size]:
                self.trouble(f"altered between octets {at} and {at + size}")
            self.outcome["octets"] = at + size
        self.outcome["seconds"] = time.monotonic() - begun


class Datagrams(End):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.socket = socket.socket(self.family, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 23)
        self.mark(self.socket)
        if self.flow.get("fragmentable"):
            self.socket.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT)
        self.socket.bind(("", self.port))
        self.socket.connect((self.address, self.port))

    def go(self):
        if self.side == "right":  # until the other end begins
            select.select([self.socket], [], [], 4 * PATIENCE)
        sender = threading.Thread(target=self.send)
        sender.start()
        self.receive()
        sender.join()


class Udp(Datagrams):
    """In order and whole. Behind as many as the way bears the sender waits for the other end's answer."""

    ANSWER = b"answer"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.outcome.update(datagrams=0)
        self.answers = threading.Semaphore(0)
        self.window = WINDOW if "segment" not in self.flow else 3 * SEGMENTS

    def send(self):
        datagrams = datagrams_of(self.flow, self.sent)
        if segment := self.flow.get("segment"):
            self.socket.setsockopt(SOL_UDP, UDP_SEGMENT, segment)
        try:
            for first in range(0, len(datagrams), self.window):
                window = datagrams[first:first + self.window]
                if segment:
                    window = [b"".join(window[i:i + SEGMENTS]) for i in range(0, len(window), SEGMENTS)]
                for datagram in window:
                    self.socket.send(datagram)
                if not self.answers.acquire(timeout=PATIENCE / 3):
                    self.trouble(f"no answer to datagrams {first} to {first + self.window - 1}")
                    return
        except OSError as failure:
            self.trouble(f"sending: {failure}")

    def receive(self):
        awaited = datagrams_of(self.flow, self.awaited)
        answers_awaited = -(-len(awaited) // self.window)
        self.socket.settimeout(PATIENCE / 2)
        seen = 0
        while seen < len(awaited) or answers_awaited > 0:
            datagram = self.socket.recv(1 << 16)
            if datagram[:6] == self.ANSWER and len(datagram) == 10:
                self.answers.release()
                answers_awaited -= 1
                continue
            if seen == len(awaited):
                self.trouble("more datagrams than were sent")
            elif datagram != awaited[seen]:
                self.trouble(f"datagram {seen} of {len(awaited[seen])} octets is another one of {len(datagram)}")
            seen += 1
            self.outcome["datagrams"] = seen
            if seen % self.window == 0 or seen == len(awaited):
                # By a message of its own that UDP_SEGMENT does not cut: it is shorter than a segment.
                self.socket.send(self.ANSWER + struct.pack("!I", seen))


class Numbered(Datagrams):
    QUIET = 2.0  # no more of them come

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.outcome.update(datagrams=0, doubled=0, altered=0, overtaken=0)

    def send(self):
        due = time.monotonic()
        for number in range(self.flow["count"]):
            try:
                self.socket.send(numbered(number, self.sent))
            except OSError:
                pass  # as good as lost; the kernel tells of an earlier one here
            due += self.flow["interval"]
            time.sleep(max(0.0, due - time.monotonic()))

    def receive(self):
        seen = set()
        newest = -1
        outcome = self.outcome
        self.socket.settimeout(self.QUIET)
        while len(seen) < self.flow["count"]:
            try:
                datagram = self.socket.recv(1 << 16)
            except (TimeoutError, socket.timeout):
                break
            except OSError:
                continue
            number = struct.unpack("!I", datagram[:4])[0] if len(datagram) >= 4 else -1
            if not 0 <= number < self.flow["count"] or datagram != numbered(number, self.awaited):
                outcome["altered"] += 1
            elif number in seen:
                outcome["doubled"] += 1
            elif number < newest:
                outcome["overtaken"] += 1
            newest = max(newest, number)
            seen.add(number)
        outcome["datagrams"] = len(seen)


KINDS = {"tcp": Tcp, "udp": Udp, "numbered": Numbered}


def main():
    side, addresses, plan = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
    ends = []
    for phase in plan:
        first = sum(map(len, ends))
        ends.append([KINDS[flow["kind"]](side, addresses[str(flow.get("family", 4))], flow, first + i)
                     for i, flow in enumerate(phase)])
    # Datagrams of one flow that leave from two processors may overtake each other before the tunnel.
    os.sched_setaffinity(0, [sorted(os.sched_getaffinity(0))[side == "right"
                                                              and len(os.sched_getaffinity(0)) > 1]])
    print("ready", flush=True)
    for phase in ends:
        threads = [threading.Thread(target=end.run) for end in phase]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(json.dumps([end.outcome for phase in ends for end in phase]), flush=True)


if __name__ == "__main__":
    main()

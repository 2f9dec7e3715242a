"""Many pings at once, each answer waited for.

    flood.py ADDRESS COUNT INTERVAL-SECONDS PATIENCE-SECONDS [SOURCE-ADDRESS]

ping waits no longer than two round trips for the last answers. This one waits until it has them all, or until its
patience ends, and prints {"sent": ..., "received": ..., "lost": [...], "duplicates": ..., "overtaken": ...}. SIGINT
ends the sending before COUNT is reached, which is at most 65536: sequence numbers have 16 bits.
"""

import json
import os
import signal
import socket
import struct
import sys
import time

ECHO_REPLY = 0
ECHO_REQUEST = 8


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def request(identifier, sequence):
    payload = bytes(range(56))
    header = struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, identifier, sequence)
    return struct.pack("!BBHHH", ECHO_REQUEST, 0, checksum(header + payload), identifier, sequence) + payload


def main():
    address, count, interval, patience = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    identifier = os.getpid() & 0xFFFF
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    if len(sys.argv) > 5:
        raw.bind((sys.argv[5], 0))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    seen = set()
    is_stopped = []
    signal.signal(signal.SIGINT, lambda *_: is_stopped.append(True))
    duplicates = overtaken = 0
    sent = 0
    newest = -1
    due = last = time.monotonic()
    # From the last one that was sent, and not from when it was due: on a busy machine that is long ago.
    while len(seen) < count and (sent < count or time.monotonic() < last + patience):
        if is_stopped:
            count = min(count, sent)
        if sent < count and time.monotonic() >= due:
            raw.sendto(request(identifier, sent), (address, 0))
            sent += 1
            due += interval
            last = time.monotonic()
        raw.settimeout(max(0.0001, due - time.monotonic()) if sent < count else 0.1)
        try:
            packet = raw.recv(2048)
        except (TimeoutError, BlockingIOError):
            continue
        reply = packet[(packet[0] & 0x0F) * 4:]
        kind, _, _, whose, sequence = struct.unpack("!BBHHH", reply[:8])
        if kind != ECHO_REPLY or whose != identifier or checksum(reply) != 0:
            continue
        if sequence in seen:
            duplicates += 1
        elif sequence < newest:
            overtaken += 1
        newest = max(newest, sequence)
        seen.add(sequence)
    print(json.dumps({"sent": sent, "received": len(seen), "lost": sorted(set(range(sent)) - seen), "duplicates": duplicates, "overtaken": overtaken}))


if __name__ == "__main__":
    main()

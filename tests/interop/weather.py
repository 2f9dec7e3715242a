"""Weather on the router without netem: holds every packet for a time of its own, gives some back twice, and spoils or
loses others.

    weather.py DEVICE LONGEST-SECONDS SHARE-OF-DUPLICATES SEED [SHARE-SPOILED [SHARE-LOST]]

Of every other packet that is spoiled the UDP checksum is taken away, so that the receiving kernel does not notice.
Whatever is routed into the TUN device DEVICE comes out of it again, to be routed once more. Says "ready" when DEVICE is
there, and goes on until it is killed.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
LARGEST = 65536
UDP = 17
UDP_CHECKSUM = 26  # where it stands behind a plain IPv4 header


def spoil(packet, dice):
    """One bit of what the tunnel wrote."""
    spoiled = bytearray(packet)
    at = dice.randrange(min(28, len(packet) - 1), len(packet))
    spoiled[at] ^= 1 << dice.randrange(8)
    if packet[9] == UDP and dice.random() < 0.5:
        spoiled[UDP_CHECKSUM:UDP_CHECKSUM + 2] = b"\0\0"
    return bytes(spoiled)


def main():
    device, longest, duplicates, seed = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    spoiled = float(sys.argv[5]) if len(sys.argv) > 5 else 0.0
    lost = float(sys.argv[6]) if len(sys.argv) > 6 else 0.0
    dice = random.Random(seed)
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
    print("ready", flush=True)
    held = []  # a heap of (when to let it go, number, packet)
    number = 0
    while True:
        readable, _, _ = select.select([tun], [], [], max(0.0, held[0][0] - time.monotonic()) if held else None)
        if readable:
            packet = os.read(tun, LARGEST)
            if packet[0] >> 4 != 4:
                continue  # the kernel's own, about IPv6
            if dice.random() < lost:
                continue
            if dice.random() < spoiled:
                packet = spoil(packet, dice)
            for _ in range(2 if dice.random() < duplicates else 1):
                number += 1
                heapq.heappush(held, (time.monotonic() + dice.uniform(0, longest), number, packet))
        while held and held[0][0] <= time.monotonic():
            os.write(tun, heapq.heappop(held)[2])


if __name__ == "__main__":
    main()

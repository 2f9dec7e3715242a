"""Weather on the router without netem: holds every packet for a time of its own, and gives some back twice.

    weather.py DEVICE LONGEST-SECONDS SHARE-OF-DUPLICATES SEED

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


def main():
    device, longest, duplicates, seed = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
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
            for _ in range(2 if dice.random() < duplicates else 1):
                number += 1
                heapq.heappush(held, (time.monotonic() + dice.uniform(0, longest), number, packet))
        while held and held[0][0] <= time.monotonic():
            os.write(tun, heapq.heappop(held)[2])


if __name__ == "__main__":
    main()

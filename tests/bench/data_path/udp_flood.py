#!/usr/bin/env python3
"""UDP sent as fast as the system takes it, and counted where it arrives.

iperf3 agrees on the end of a measurement through the path that it measures, which an overloaded tunnel may not let
through for long; and it makes a system call for each packet. Here 64 go by one call, and the receiver ends by itself.

    udp_flood.py receive PORT SECONDS            says "ready", and what came as JSON once nothing came for a second
    udp_flood.py send ADDRESS PORT SIZE SECONDS  SIZE octets of payload; says as JSON what was sent
"""

import ctypes
import json
import os
import socket
import sys
import time

BATCH = 64
LARGEST = 2048
BUFFER = 8 << 20
SO_RCVBUFFORCE = 33
MSG_WAITFORONE = 0x10000
# How long the first packet may take to come, and how long none must have come for the end.
FIRST = 10.0
QUIET = 1.0

libc = ctypes.CDLL(None, use_errno=True)


class IoVec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class MessageHeader(ctypes.Structure):
    _fields_ = [("name", ctypes.c_void_p), ("name_length", ctypes.c_uint32), ("pieces", ctypes.POINTER(IoVec)),
                ("piece_count", ctypes.c_size_t), ("control", ctypes.c_void_p), ("control_length", ctypes.c_size_t),
                ("flags", ctypes.c_int)]


class Message(ctypes.Structure):
    """struct mmsghdr of <sys/socket.h>."""

    _fields_ = [("header", MessageHeader), ("length", ctypes.c_uint)]


class Batch:
    """As many messages as one call takes; they all lie in the same memory, for nobody looks into them."""

    def __init__(self, size):
        self._memory = ctypes.create_string_buffer(size)
        self._piece = IoVec(ctypes.addressof(self._memory), size)
        header = MessageHeader(pieces=ctypes.pointer(self._piece), piece_count=1)
        self.messages = (Message * BATCH)(*(Message(header=header) for _ in range(BATCH)))


def call(function, *arguments):
    """How many messages it took or gave; none where it would have had to wait."""
    done = function(*arguments)
    if done >= 0:
        return done
    code = ctypes.get_errno()
    if isinstance(OSError(code, ""), (BlockingIOError, InterruptedError)):
        return 0
    raise OSError(code, os.strerror(code))


def receive(port, seconds):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER)
        udp.bind(("0.0.0.0", port))
        udp.settimeout(FIRST)
        print("ready", flush=True)
        try:
            udp.recv(LARGEST)
        except TimeoutError:
            return {"in_time": 0, "received": 0}
        started = time.monotonic()
        # The kernel's own waiting time, since recvmmsg() is not Python's.
        udp.settimeout(None)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeval(QUIET))
        batch = Batch(LARGEST)
        received = in_time = 1
        while count := call(libc.recvmmsg, udp.fileno(), batch.messages, BATCH, MSG_WAITFORONE, None):
            received += count
            if time.monotonic() - started <= seconds:
                in_time = received
        # What an overloaded tunnel still holds when the sender ends is no loss, and no rate either.
        return {"in_time": in_time, "received": received}


def send(address, port, size, seconds):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.connect((address, port))
        batch = Batch(size)
        started = time.monotonic()
        sent = 0
        while time.monotonic() - started < seconds:
            sent += call(libc.sendmmsg, udp.fileno(), batch.messages, BATCH, 0)
        return {"sent": sent, "seconds": time.monotonic() - started}


def timeval(seconds):
    return int(seconds).to_bytes(8, sys.byteorder) + int(seconds % 1 * 1e6).to_bytes(8, sys.byteorder)


def main():
    role, *arguments = sys.argv[1:]
    if role == "receive":
        print(json.dumps(receive(int(arguments[0]), float(arguments[1]))))
    else:
        print(json.dumps(send(arguments[0], int(arguments[1]), int(arguments[2]), float(arguments[3]))))


if __name__ == "__main__":
    main()

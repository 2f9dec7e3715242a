#!/usr/bin/env python3
"""Cookies, RFC 7296, 2.6: each side asks for one while strangers write to it under the other's address."""

import sys

import lab

# A few first messages, each the beginning of another negotiation that nobody goes on with: sender, receiver, how many.
FLOOD = """
import os, socket, struct, sys
sender, receiver, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
def payload(following, body):
    return struct.pack(">BBH", following, 0, len(body) + 4) + body
def transform(last, kind, number, attributes=b""):
    return struct.pack(">BBHBBH", 0 if last else 3, 0, 8 + len(attributes), kind, 0, number) + attributes
transforms = (transform(False, 1, 12, struct.pack(">HH", 0x800e, 128)) + transform(False, 2, 5)
              + transform(False, 3, 12) + transform(True, 4, 14))
proposal = struct.pack(">BBHBBBB", 0, 0, 8 + len(transforms), 1, 1, 0, 4) + transforms
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
    channel.bind((sender, 0))
    for i in range(count):
        value = b"\\x00" + os.urandom(255)
        chain = (payload(34, proposal) + payload(40, struct.pack(">HH", 14, 0) + value) + payload(0, os.urandom(32)))
        header = os.urandom(8) + bytes(8) + struct.pack(">BBBBII", 33, 0x20, 34, 8, 0, 28 + len(chain))
        channel.sendto(header + chain, (receiver, 500))
"""


class Cookies(lab.LabTest):
    def flood(self, namespace, sender, receiver, count):
        self.lab.run(namespace, sys.executable, "-c", FLOOD, sender, receiver, count)

    def test_charon_asks(self):
        self.charon.configure("dos_protection = yes", "half_open_timeout = 60")
        self.charon.load()
        self.flood("lg", lab.LEFT, lab.RIGHT, 3)  # from three on of one address it wants a cookie, at five it is deaf
        self.console.apply()
        self.console.start()
        self.console.wait_event("MessageReceived", Payloads="N(COOKIE)")
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()

    def test_we_ask(self):
        self.charon.load()
        self.console.apply(immediately=False)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.flood("rg", lab.RIGHT, lab.LEFT, 200)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("MessageSent", Payloads="N(COOKIE)")
        self.console.wait_event("ChildSaEstablished")
        self.assertIn("[ N(COOKIE) ]", self.charon.log())
        self.assert_carried()


if __name__ == "__main__":
    lab.main()

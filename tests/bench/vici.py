"""As much of strongSwan's VICI protocol as the benchmark needs: commands with sections, and streamed answers. Described
in strongSwan's src/libcharon/plugins/vici/README.md."""

import socket
import struct

CMD_REQUEST, CMD_RESPONSE, CMD_UNKNOWN, EVENT_REGISTER, EVENT_UNREGISTER, EVENT_CONFIRM, EVENT_UNKNOWN, EVENT = range(8)
SECTION_START, SECTION_END, KEY_VALUE, LIST_START, LIST_ITEM, LIST_END = range(1, 7)


def _name(text):
    data = text.encode()
    return bytes([len(data)]) + data


def _value(data):
    data = data if isinstance(data, bytes) else str(data).encode()
    return struct.pack("!H", len(data)) + data


def encode(message):
    out = b""
    for key, value in message.items():
        if isinstance(value, dict):
            out += bytes([SECTION_START]) + _name(key) + encode(value) + bytes([SECTION_END])
        elif isinstance(value, list):
            out += bytes([LIST_START]) + _name(key)
            out += b"".join(bytes([LIST_ITEM]) + _value(item) for item in value) + bytes([LIST_END])
        else:
            out += bytes([KEY_VALUE]) + _name(key) + _value(value)
    return out


def decode(data):
    root, stack, at = {}, [], 0
    current, items = root, None

    def name():
        nonlocal at
        size = data[at]
        text = data[at + 1:at + 1 + size].decode()
        at += 1 + size
        return text

    def value():
        nonlocal at
        size = struct.unpack("!H", data[at:at + 2])[0]
        content = data[at + 2:at + 2 + size]
        at += 2 + size
        return content

    while at < len(data):
        kind = data[at]
        at += 1
        if kind == SECTION_START:
            key = name()
            stack.append(current)
            current[key] = {}
            current = current[key]
        elif kind == SECTION_END:
            current = stack.pop()
        elif kind == KEY_VALUE:
            key = name()
            current[key] = value().decode(errors="replace")
        elif kind == LIST_START:
            items = current.setdefault(name(), [])
        elif kind == LIST_ITEM:
            items.append(value().decode(errors="replace"))
    return root


class Vici:
    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(str(path))

    def close(self):
        self._socket.close()

    def _send(self, packet):
        self._socket.sendall(struct.pack("!I", len(packet)) + packet)

    def _receive(self):
        def exactly(size):
            data = b""
            while len(data) < size:
                more = self._socket.recv(size - len(data))
                if not more:
                    raise ConnectionError("charon closed its control socket")
                data += more
            return data

        packet = exactly(struct.unpack("!I", exactly(4))[0])
        return packet[0], packet[1:]

    def request(self, command, message=None):
        self._send(bytes([CMD_REQUEST]) + _name(command) + encode(message or {}))
        kind, data = self._receive()
        if kind != CMD_RESPONSE:
            raise RuntimeError(f"charon does not know {command}")
        answer = decode(data)
        if answer.get("success", "yes") != "yes":
            raise RuntimeError(f"{command}: {answer.get('errmsg', '?')}")
        return answer

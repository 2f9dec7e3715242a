#!/usr/bin/env python3
"""Records IKEv1 between two strongSwan daemons in network namespaces, as transcript_ikev1_*.txt.

    python3 tests/vectors/record_ikev1.py            all of them, as root; each with new keys
    python3 tests/vectors/record_ikev1.py main des   these

The datagrams are what tcpdump saw. Keys, IVs, plain texts and HASHes are what the daemons wrote into their logs; they
are found in the log of whoever sent a message by the ciphertext, so that nothing is computed here.
"""

import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 30.0
PSK = "a-long-enough-secret"
ADDRESS = {"left": "192.0.2.2", "right": "192.0.2.3"}
NETS = {"left": ("10.1.0.0/24", "2001:db8:1::/48"), "right": ("10.2.0.0/24", "2001:db8:2::/48")}
OWN = {"left": ("10.1.0.1/24", "2001:db8:1::1/48"), "right": ("10.2.0.1/24", "2001:db8:2::1/48")}

# A child: name, ESP proposals of the left and of the right, left and right selector. A step: what swanctl does on a side,
# or a wait until the left's log has a text.
V4 = (NETS["left"][0], NETS["right"][0])
V6 = (NETS["left"][1], NETS["right"][1])
FIRST = [("left", "--initiate --child net")]
LAST = [("left", "--terminate --ike gw")]
SCENARIOS = {
    "main": dict(
        about="Main mode; the key of AES-256 is longer than a SHA-1 hash. A child without PFS whose keys are longer than "
              "SHA-1 too, one with PFS and a selector with protocol and port, one whose proposals do not agree; dead peer "
              "detection; the left deletes a child and the right the ISAKMP SA.",
        ike="aes256-sha1-modp1024", ids=("192.0.2.2", "192.0.2.3"), dpd="2s",
        children=[("net", "aes256-sha256", "aes256-sha256", *V4),
                  ("pfs", "aes128-sha1-modp1024", "aes128-sha1-modp1024", V4[0] + "[tcp/80]", V4[1]),
                  ("bad", "aes128-sha1", "3des-md5", V4[0] + "[tcp/81]", V4[1])],
        steps=FIRST + [("left", "--initiate --child pfs"), ("left", "--initiate --child bad"), ("wait", "DPD_ACK"),
                       ("left", "--terminate --child net"), ("right", "--terminate --ike gw")]),
    "aggressive": dict(
        about="Aggressive mode with names; the key of 3DES is longer than an MD5 hash. A child with PFS.",
        ike="3des-md5-modp1024", ids=("left.example.org", "right.example.org"), more="aggressive = yes",
        children=[("net", "3des-md5-modp1024", "3des-md5-modp1024", *V4)], steps=FIRST + LAST),
    "fragments": dict(
        about="Main mode with an elliptic curve and key ids, every packet of more than 215 octets in fragments. A child "
              "with AES-GCM and PFS.",
        ike="aes128-sha256-ecp256", ids=("@#6c656674", "@#7269676874"), more="fragmentation = force", conf="fragment_size = 215",
        children=[("net", "aes128gcm16-ecp256", "aes128gcm16-ecp256", *V4)], steps=FIRST + LAST),
    "des": dict(
        about="Main mode with DES, MD5 and the smallest group. A child with DES and MD5.",
        ike="des-md5-modp768", ids=("192.0.2.2", "192.0.2.3"), children=[("net", "des-md5", "des-md5", *V4)],
        steps=FIRST + LAST),
    "sha384": dict(
        about="Main mode with AES-192 and SHA-384. A child with AES-192 and SHA-384 without PFS.",
        ike="aes192-sha384-modp1536", ids=("192.0.2.2", "192.0.2.3"),
        children=[("net", "aes192-sha384", "aes192-sha384", *V4)], steps=FIRST + LAST),
    "sha512": dict(
        about="Main mode with SHA-512, mail addresses as names, and INITIAL-CONTACT. A child with IPv6 selectors and PFS.",
        ike="aes192-sha512-modp2048", ids=("left@example.org", "right@example.org"), more="unique = replace",
        children=[("net", "aes256-sha512-modp2048", "aes256-sha512-modp2048", *V6)], steps=FIRST + LAST),
}

STRONGSWAN_CONF = """
charon-systemd {
  load = random nonce openssl aesni xcbc kdf pem x509 pubkey pkcs1 pkcs8 constraints kernel-libipsec kernel-netlink socket-default vici updown
  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
  @CONF@
  filelog {
    log {
      path = @DIR@/charon.log
      flush_line = yes
      default = 1
      ike = 4
      chd = 4
      enc = 4
    }
  }
  journal {
    default = -1
  }
  plugins {
    vici {
      socket = unix://@DIR@/vici
    }
  }
}
"""


def wait_until(what, condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f"waited in vain: {what}")
        time.sleep(0.02)


class Lab:
    """Two namespaces joined by one cable, a daemon and an inner network in each."""

    def __init__(self, scenario):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="record-ikev1-"))
        self.prefix = f"r{os.getpid()}"
        self.scenario = scenario
        self.processes = []

    def ip(self, side, arguments):
        subprocess.run(["ip", "-n", self.prefix + side, *arguments.split()], check=True)

    def start(self, side, *command, **more):
        self.processes.append(subprocess.Popen(["ip", "netns", "exec", self.prefix + side, *map(str, command)], **more))
        return self.processes[-1]

    def build(self):
        for side in ADDRESS:
            subprocess.run(["ip", "netns", "add", self.prefix + side], check=True)
            self.ip(side, "link set lo up")
        self.ip("left", f"link add wan type veth peer name wan netns {self.prefix}right")
        for side, other in (("left", "right"), ("right", "left")):
            self.ip(side, f"addr add {ADDRESS[side]}/24 dev wan")
            self.ip(side, "link set wan up")
            for address in OWN[side]:
                self.ip(side, f"addr add {address} dev lo")
            self.ip(side, f"route add default via {ADDRESS[other]}")
            self.ip(side, "-6 route add default dev wan")
        tcpdump = self.start("left", "tcpdump", "-Z", "root", "-U", "--immediate-mode", "-n", "-i", "wan", "-w",
                             self.directory / "wan.pcap", "udp", stderr=subprocess.PIPE, text=True)
        if "listening on" not in tcpdump.stderr.readline():
            sys.exit("tcpdump did not start")
        for side in ADDRESS:
            self.start_charon(side)

    def start_charon(self, side):
        own = self.directory / side
        (own / "swanctl").mkdir(parents=True)
        conf = STRONGSWAN_CONF.replace("@DIR@", str(own)).replace("@CONF@", self.scenario.get("conf", ""))
        (own / "strongswan.conf").write_text(conf)
        (own / "swanctl" / "swanctl.conf").write_text(self.swanctl_conf(side))
        self.start(side, "/usr/sbin/charon-systemd", env={**os.environ, "STRONGSWAN_CONF": str(own / "strongswan.conf")},
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until("charon starts", (own / "vici").exists)
        self.swanctl(side, "--load-all")

    def swanctl_conf(self, side):
        mine, theirs = (0, 1) if side == "left" else (1, 0)
        other = ("left", "right")[theirs]
        children = "".join(f"{child[0]} {{\nlocal_ts = {child[3 + mine]}\nremote_ts = {child[3 + theirs]}\n"
                           f"esp_proposals = {child[1 + mine]}\n}}\n" for child in self.scenario["children"])
        ids = self.scenario["ids"]
        return (f"connections {{\ngw {{\nversion = 1\nlocal_addrs = {ADDRESS[side]}\nremote_addrs = {ADDRESS[other]}\n"
                f"proposals = {self.scenario['ike']}\n{self.scenario.get('more', '')}\n"
                f"dpd_delay = {self.scenario.get('dpd', '0s') if side == 'left' else '0s'}\n"
                f"local {{\nauth = psk\nid = \"{ids[mine]}\"\n}}\nremote {{\nauth = psk\nid = \"{ids[theirs]}\"\n}}\n"
                f"children {{\n{children}}}\n}}\n}}\nsecrets {{\nike-1 {{\nsecret = \"{PSK}\"\n}}\n}}\n")

    def swanctl(self, side, arguments):
        own = self.directory / side
        subprocess.run(["swanctl", *arguments.split(), "--uri", f"unix://{own}/vici"], check=False,
                       env={**os.environ, "SWANCTL_DIR": str(own / "swanctl")}, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def log(self, side):
        return (self.directory / side / "charon.log").read_text()

    def run(self):
        for side, what in self.scenario["steps"]:
            if side == "wait":
                wait_until(what, lambda what=what: what in self.log("left"))
                continue
            self.swanctl(side, what)
            if "--initiate" in what and not what.endswith("bad"):
                pattern = f"CHILD_SA {what.split()[-1]}{{"
                wait_until("the responder has the child too", lambda pattern=pattern: any(
                    pattern in line and "established" in line for line in self.log("right").splitlines()))
        wait_until("nobody has an ISAKMP SA", lambda: all(
            re.search(r"IKE_SA gw\[\d+\] state change: DELETING => DESTROYING", self.log(side)) for side in ADDRESS))

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGINT if process is self.processes[0] else signal.SIGTERM)
            process.wait()
        for side in ADDRESS:
            subprocess.run(["ip", "netns", "del", self.prefix + side], stderr=subprocess.DEVNULL, check=False)


def datagrams(path):
    """(source address, source port, message) of each UDP packet, without the non-ESP marker, ESP and retransmissions."""
    data = path.read_bytes()
    at, seen = 24, set()
    while at < len(data):
        size = struct.unpack("<I", data[at + 8:at + 12])[0]
        frame = data[at + 16:at + 16 + size]
        at += 16 + size
        if frame[12:14] != b"\x08\x00":
            continue
        ip = frame[14:]
        udp = ip[(ip[0] & 15) * 4:]
        port, _, length = struct.unpack("!HHH", udp[:6])
        message = udp[8:length]
        if port == 4500:
            if message[:4] != bytes(4):
                continue
            message = message[4:]
        if message in seen:
            continue
        seen.add(message)
        yield ".".join(map(str, ip[12:16])), port, message


def log_lines(text):
    """(what, octets) of each value in a log, and (line, None) for the rest. Several threads write at once."""
    open_values = {}
    for line in text.splitlines():
        thread = line[:line.index("]") + 1] if "]" in line else ""
        if row := re.match(r"\d+\[\w+\] {1,5}\d+: ((?:[0-9A-F]{2} )+)", line):
            value = open_values[thread]
            value[1] += bytes.fromhex(row[1])[:value[2] - len(value[1])]
            if len(value[1]) == value[2]:
                yield value[0], value[1]
        elif start := re.match(r"\d+\[\w+\]\s*(.*) => (\d+) bytes", line):
            open_values[thread] = [start[1], b"", int(start[2])]
        else:
            yield line, None


def sent_secrets(text):
    """By ciphertext: what a side sent encrypted. And its plain messages' lists of payloads, in order."""
    by_ciphertext, order, current, last_hash = {}, [], None, None
    for what, value in log_lines(text):
        if value is None:
            if found := re.search(r"generating (\w+ \w+ \d+) \[ (.*) \]", what):
                if found[2].startswith("FRAG"):
                    continue
                current = {"title": found[1], "payloads": found[2]}
                order.append(current)
        elif re.fullmatch(r"Hash(\(\d\))?|HASH_[IR]", what):
            last_hash = value
        elif what in ("IV", "plain", "padding") and current is not None:
            current[what] = value
        elif what == "encrypted" and current is not None and "IV" in current:
            current["hash"] = last_hash
            by_ciphertext[value] = current
            current = None
    return by_ciphertext, order


def keys(text):
    names = {"SKEYID": "skeyid", "SKEYID_d": "skeyid_d", "SKEYID_a": "skeyid_a", "SKEYID_e": "skeyid_e",
             "encryption key Ka": "ka", "initial IV": "iv", "HASH_I": "hash_i", "HASH_R": "hash_r",
             "shared Diffie Hellman secret": "g_ir"}
    found = {}
    for what, value in log_lines(text):
        if value is not None and what in names:
            found.setdefault(names[what], value)
    return {name: found[name] for name in names.values()}


def child_keys(text):
    """Of each child of the left: the SPIs that the two write to, its keys and, with PFS, the shared secret."""
    children, current = [], {}
    for what, value in log_lines(text):
        if value is None:
            if done := re.search(r"CHILD_SA (\w+)\{\d+\} established with SPIs (\w+)_i (\w+)_o", what):
                children.append({"name": done[1], "spi_initiator": bytes.fromhex(done[2]),
                                 "spi_responder": bytes.fromhex(done[3]), **current})
                current = {}
        elif what == "initiator SA seed": # [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b, with nonces of 32 octets
            if len(value) > 1 + 4 + 32 + 32:
                current["g_ir"] = value[:-(1 + 4 + 32 + 32)]
        elif found := re.fullmatch(r"(encryption|integrity) (initiator|responder) key", what):
            current[f"{found[1]}_{found[2]}"] = value
    return children


def record(name, lab):
    scenario = SCENARIOS[name]
    left, right = lab.log("left"), lab.log("right")
    usage = subprocess.run(["swanctl", "--help"], capture_output=True, text=True, check=False)
    version = re.search(r"strongSwan (\S+) swanctl", usage.stdout + usage.stderr)[1]
    out = [f"# IKEv1 between two strongSwan {version} daemons (charon-systemd with kernel-libipsec), pre-shared key, recorded by",
           "# record_ikev1.py. The initiator is 192.0.2.2, the responder 192.0.2.3.", "#"]
    words, line = scenario["about"].split(), "#"
    for word in words:
        if len(line) + 1 + len(word) > 118:
            out.append(line)
            line = "#"
        line += " " + word
    out += [line, "#",
            "# Messages are UDP payloads from tcpdump, without the non-ESP marker. `payloads` is what charon logged for them, and",
            "# for an encrypted one `iv`, `plain` (with its padding) and `hash`, the HASH payload's content. A whole message that",
            "# went in fragments has no `bytes`. The NAT detection hash of the source is wrong on purpose: kernel-libipsec",
            "# forces UDP encapsulation that way.", "",
            "[keys]", f"proposal = {scenario['ike']}", f"psk = {PSK.encode().hex()}"]
    out += [f"{key} = {value.hex()}" for key, value in keys(left).items()]
    for child in child_keys(left):
        out += ["", f"[child {child.pop('name')}]"]
        out += [f"{key} = {value.hex()}" for key, value in child.items()]

    secrets = {}
    orders = {}
    for side, text in (("left", left), ("right", right)):
        by_ciphertext, order = sent_secrets(text)
        secrets.update(by_ciphertext)
        orders[ADDRESS[side]] = order
    written = set()

    def encrypted(sent):
        return [f"iv = {sent['IV'].hex()}", f"plain = {(sent['plain'] + sent.get('padding', b'')).hex()}",
                *([f"hash = {sent['hash'].hex()}"] if "HASH" in sent["payloads"] else [])]

    for source, port, message in datagrams(lab.directory / "wan.pcap"):
        sent = secrets.get(message[28:])
        if message[16] == 132:
            number, flags = message[34], message[35]
            if number == 1: # the whole message stands before its first fragment
                sent = next(one for one in orders[source] if id(one) not in written)
                written.add(id(sent))
                out += ["", f"[whole {sent['title']}]", f"from = {source}[{port}]", f"payloads = {sent['payloads']}"]
                out += encrypted(sent) if "IV" in sent else []
            out += ["", f"[fragment {number}{' (last)' if flags & 1 else ''}]", f"from = {source}[{port}]"]
        else:
            if sent is None:
                sent = next(one for one in orders[source] if id(one) not in written)
            written.add(id(sent))
            out += ["", f"[{sent['title']}]", f"from = {source}[{port}]", f"payloads = {sent['payloads']}"]
            out += encrypted(sent) if "IV" in sent else []
        out.append(f"bytes = {message.hex()}")
    (HERE / f"transcript_ikev1_{name}.txt").write_text("\n".join(out) + "\n")
    print(f"{name}: {len([line for line in out if line.startswith('[')])} records")


def main():
    for name in sys.argv[1:] or SCENARIOS:
        lab = Lab(SCENARIOS[name])
        try:
            lab.build()
            lab.run()
        finally:
            lab.stop()
        record(name, lab)
        if os.environ.get("KEEP_LAB"):
            print(lab.directory)
        else:
            shutil.rmtree(lab.directory)


if __name__ == "__main__":
    main()

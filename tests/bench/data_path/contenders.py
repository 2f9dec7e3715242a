"""What is compared. Each knows its suites, what it needs, and how to stand between the two gateways of a lab.

start() gives the processes that carry the packets; whatever it starts ends with the lab.
"""

import json
import pathlib
import re
import shutil
import signal
import subprocess
import time

import lab

from .gateways import INNER_MTU

SECONDS_TO_END = 5.0
SECONDS_FOR_ONE = 0.1  # of many connections to come up, at most
CHILDREN = 100  # of one IKE SA
REGION = "cn-hangzhou"
IKE = "aes128-sha256-curve25519"
OURS = "ours"
OURS_NATIVE = "ours-native"
BARE = "bare"
NO_SUITE = "none"
OUR_IKE = {"IkeEncAlg": "aes", "IkeAuthAlg": "sha256", "IkePfs": "group31"}

# As the command line has them: our words for cipher and hash, and strongSwan's.
SUITES = {
    "aes-sha1": (("aes", "sha1"), "aes128-sha1"),
    "aes256-sha256": (("aes256", "sha256"), "aes256-sha256"),
    "aes128gcm16": (("aes128gcm16", "none"), "aes128gcm16"),
    "chacha20poly1305": (("chacha20poly1305", "none"), "chacha20poly1305"),
}


class Plain:
    """No tunnel: the router knows the way to the hosts."""

    name = "plain"
    own_suite = NO_SUITE
    needs = {}

    def version(self):
        return ""

    def start(self, gateways, suite):
        gateways.ip("wan", f"route add {lab.LEFT_NET} via {lab.LEFT}")
        gateways.ip("wan", f"route add {lab.RIGHT_NET} via {lab.RIGHT}")
        return []


class Ours:
    """Two of our engines; the left one initiates."""

    own_suite = None
    needs = {}

    def __init__(self, program, name=OURS, native=False, among=1):
        """`among`: so many connections between the same gateways stand, and one of them is measured."""
        self.name = name
        self._program = program
        self._native = native
        self._among = among

    def version(self):
        said = subprocess.run([self._program, "--version"], capture_output=True, text=True, check=False).stdout
        return (said.split() or [""])[-1]

    def start(self, gateways, suite):
        gateways.let_hosts_use_inner_mtu()
        cipher, hash_ = SUITES[suite][0]
        settings = {"ike": OUR_IKE, "ipsec": {"IpsecEncAlg": cipher, "IpsecAuthAlg": hash_}, "Mtu": str(INNER_MTU),
                    "EnableNatTraversal": "off" if self._native else "forced"}
        for peer in range(1, (self._among + CHILDREN - 1) // CHILDREN):
            gateways.ip("rg", f"addr add {_right_address(peer)}/24 dev wan")
        left = lab.Console(gateways, self._program)
        right = lab.Console(gateways, self._program, lab.RIGHT_SIDE, lab.LEFT_SIDE)
        for console, initiates in ((right, False), (left, True)):
            console.command("apply", "-", stdin=json.dumps(_document(console.settings(initiates, **settings), self._among,
                                                                     initiates)))
            console.run_once()
        for console in (left, right):
            console.wait_event("ChildSaEstablished", self._among, patience=lab.PATIENCE + self._among * SECONDS_FOR_ONE)
        encapsulation = left.wait_state("Established")["ChildSas"][0]["Encapsulation"]
        if encapsulation != ("ESP" if self._native else "UDP"):
            raise AssertionError(f"{self.name} carries packets in {encapsulation}")
        return gateways.processes[-2:]


class Bare:
    """A tunnel that does nothing (bare_tunnel.cpp): what the kernel's part of any over TUN and UDP costs."""

    name = BARE
    own_suite = NO_SUITE
    needs = {}
    # A superpacket has to fit into one train, since this one cuts nothing.
    _MOST_JOINED = 60000

    def __init__(self, program):
        self._program = program

    def version(self):
        return ""

    def start(self, gateways, suite):
        gateways.let_hosts_use_inner_mtu()
        for side, other, host in ((lab.LEFT_SIDE, lab.RIGHT_SIDE, "lh"), (lab.RIGHT_SIDE, lab.LEFT_SIDE, "rh")):
            program = lab.Process(gateways, f"bare-{side.name}", side.namespace,
                                  [self._program, "bare0", side.address, other.address])
            lab.wait_until("bare_tunnel starts", lambda: not program.is_running() or gateways.run(
                side.namespace, "ip", "link", "show", "bare0", check=False).returncode == 0)
            gateways.ip(side.namespace, f"link set bare0 mtu {INNER_MTU} up")
            gateways.ip(side.namespace, f"route add {other.network} dev bare0")
            gateways.ip(host, f"link set lan gso_max_size {self._MOST_JOINED}")
        return gateways.processes[-2:]


def _right_address(peer):
    return lab.RIGHT if peer == 0 else f"{lab.RIGHT.rpartition('.')[0]}.{100 + peer}"


def _document(first, count, is_left):
    """The connection between the hosts, and others like it for other subnets. The right gateway has an address for every
    so many, for what joins the same gateways shares an IKE SA, and an IKE SA bears only so many children."""
    here, there = (17, 18) if is_left else (18, 17)
    peers = range((count + CHILDREN - 1) // CHILDREN)
    left = [{"Name": "left", "RegionId": REGION}]
    right = [{"Name": f"right-{peer}", "RegionId": REGION} for peer in peers]
    for gateways, addresses, address in ((left, [lab.LEFT], "InternetIp" if is_left else "IpAddress"),
                                         (right, map(_right_address, peers), "IpAddress" if is_left else "InternetIp")):
        for gateway, value in zip(gateways, addresses):
            gateway[address] = value
            if address == "InternetIp":
                gateway["LocalAddress"] = value

    def connection(number):
        gateways = {"VpnGateway": "left", "CustomerGateway": f"right-{number // CHILDREN}"}
        if not is_left:
            gateways = dict(zip(gateways, reversed(gateways.values())))
        subnet = f"{number // 256}.{number % 256}.0/24"
        other = {"Name": f"tunnel-{number}", "LocalSubnet": f"{here}.{subnet}", "RemoteSubnet": f"{there}.{subnet}"}
        ids = {"LocalId": "", "RemoteId": ""}
        return {**first, **(other if number else {}), **gateways, "IkeConfig": {**first["IkeConfig"], **ids}}

    return {"VpnGateways": left if is_left else right, "CustomerGateways": right if is_left else left,
            "VpnConnections": [connection(number) for number in range(count)]}


class StrongSwan:
    """charon with its own ESP, the plugin kernel-libipsec, on both gateways. In UDP: 5.9.8 knows no other way."""

    name = "strongswan"
    own_suite = None
    needs = {"/usr/sbin/charon-systemd": "charon-systemd", "swanctl": "strongswan-swanctl",
             "/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so": "libcharon-extra-plugins",
             "/usr/lib/ipsec/plugins/libstrongswan-openssl.so": "libstrongswan-standard-plugins"}

    def version(self):
        said = subprocess.run(["swanctl", "--version"], capture_output=True, text=True, check=False)
        return (re.findall(r"strongSwan ([\d.]+)", said.stdout + said.stderr) or [""])[0]

    def start(self, gateways, suite):
        gateways.let_hosts_use_inner_mtu()
        proposals = {"ike": IKE, "esp": SUITES[suite][1]}
        right = lab.Charon(gateways, "rg")
        left = lab.Charon(gateways, "lg")
        processes = gateways.processes[-2:]
        right.load(**proposals)
        left.load(**proposals, local=lab.LEFT, remote=lab.RIGHT, local_id=lab.LEFT_ID, remote_id=lab.RIGHT_ID,
                  local_ts=lab.LEFT_NET, remote_ts=lab.RIGHT_NET)
        done = left.initiate()
        if done.returncode != 0:
            raise AssertionError(f"strongSwan makes no tunnel: {done.stdout}{done.stderr}")
        lab.wait_until("both have the child", lambda: left.has_child() and right.has_child())
        for namespace in ("lg", "rg"):
            gateways.ip(namespace, f"link set ipsec0 mtu {INNER_MTU}")
        return processes


class WireGuard:
    """wireguard-go on both gateways. It has one suite, ChaCha20-Poly1305."""

    own_suite = "chacha20poly1305"
    needs = {"wg": "wireguard-tools"}
    _PORT = 51820

    def __init__(self, program):
        self._program = program
        self.name = f"wireguard-go {self.version()}"

    def version(self):
        said = subprocess.run([self._program, "--version"], capture_output=True, text=True, check=False)
        return (re.findall(r"v([\w.-]+)", said.stdout + said.stderr) or [pathlib.Path(self._program).name])[0]

    def start(self, gateways, suite):
        gateways.let_hosts_use_inner_mtu()
        sides = {side.name: side for side in (lab.LEFT_SIDE, lab.RIGHT_SIDE)}
        keys = {name: _wg("genkey") for name in sides}
        for (name, side), other in zip(sides.items(), reversed(sides.values())):
            # The control sockets of all namespaces lie in one directory.
            device = f"{gateways.prefix[-12:]}{side.namespace}"
            program = lab.Process(gateways, f"wireguard-{name}", side.namespace, [self._program, "-f", device],
                                  env={"LOG_LEVEL": "error", "WG_PROCESS_FOREGROUND": "1"})
            lab.wait_until("wireguard-go starts", lambda: not program.is_running() or gateways.run(
                side.namespace, "wg", "show", device, check=False).returncode == 0)
            key_file = gateways.directory / f"wireguard-{name}.key"
            key_file.touch(mode=0o600)
            key_file.write_text(keys[name])
            gateways.run(side.namespace, "wg", "set", device, "listen-port", self._PORT, "private-key", key_file,
                         "peer", _wg("pubkey", stdin=keys[other.name]).strip(),
                         "endpoint", f"{other.address}:{self._PORT}", "allowed-ips", other.network)
            gateways.ip(side.namespace, f"link set {device} mtu {INNER_MTU} up")
            gateways.ip(side.namespace, f"route add {other.network} dev {device}")
        return gateways.processes[-2:]


def end_all(processes):
    """In good order, so that nothing is left of them, but not for long: an overload may keep them busy for minutes."""
    running = [process for process in processes if process.is_running()]
    for process in running:
        process.process.terminate()
    deadline = time.monotonic() + SECONDS_TO_END
    for process in running:
        try:
            process.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.stop(signal.SIGKILL)


def find_wireguard(paths):
    """Those named, or the one in PATH; two of one version are told apart by number."""
    found = [WireGuard(path) for path in paths or filter(None, [shutil.which("wireguard-go")])]
    names = [one.name for one in found]
    for number, one in enumerate(found):
        if names.index(one.name) != number:
            one.name += f" #{number + 1}"
    return found


def _wg(command, stdin=None):
    return subprocess.run(["wg", command], input=stdin, capture_output=True, text=True, check=True).stdout

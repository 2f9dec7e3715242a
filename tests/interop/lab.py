"""Two gateways, a host behind each and a router between, in network namespaces; strongSwan on the right.

    lh ------ lg ======= wan ======= rg ------ rh
    10.1.0.10 10.1.0.1   router      10.2.0.1  10.2.0.10
              192.0.2.2 .1   .1 198.51.100.2

The console's engine stands in lg, charon in rg. The router has no route to 10/8: it counts and drops whatever reaches
it in clear, and what it forwards is captured and checked. Namespaces, processes and files are taken away at the end,
whatever happened.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
NAMESPACES = ("lh", "lg", "wan", "rg", "rh")
TOOLS = ("ip", "nft", "ethtool", "sysctl", "ping", "tcpdump", "tshark", "swanctl", "/usr/sbin/charon-systemd")

LEFT = "192.0.2.2"
RIGHT = "198.51.100.2"
LEFT_NET = "10.1.0.0/24"
RIGHT_NET = "10.2.0.0/24"
HOSTS = {"left": {"4": "10.1.0.10", "6": "fd01::10"}, "right": {"4": "10.2.0.10", "6": "fd02::10"}}
LEFT_ID = "left.example.org"
RIGHT_ID = "right.example.org"
PSK = "a-long-enough-secret"

# What is waited for comes within milliseconds; a busy machine may take its time.
PATIENCE = 30.0


class Side:
    """What one gateway calls its own, and where its program runs."""

    def __init__(self, name, namespace, address, network, identity):
        self.name = name
        self.namespace = namespace
        self.address = address
        self.network = network
        self.identity = identity


LEFT_SIDE = Side("left", "lg", LEFT, LEFT_NET, LEFT_ID)
RIGHT_SIDE = Side("right", "rg", RIGHT, RIGHT_NET, RIGHT_ID)

STRONGSWAN_CONF = """
charon-systemd {
  load = random nonce openssl aesni xcbc kdf pem x509 pubkey pkcs1 pkcs8 constraints kernel-libipsec kernel-netlink socket-default vici updown
  retransmit_timeout = 1.0
  retransmit_base = 1.4
  retransmit_tries = 5
  dos_protection = no
  filelog {
    log {
      path = @DIR@/charon.log
      flush_line = yes
      time_format = %H:%M:%S
      time_add_ms = yes
      default = 1
    }
  }
  journal {
    default = -1
  }
  plugins {
    vici {
      socket = unix://@DIR@/charon.vici
    }
  }
}
"""

SWANCTL_CONF = """
connections {
  gw {
    version = @VERSION@
    local_addrs = @LOCAL@
    remote_addrs = @REMOTE@
    proposals = @IKE@
    mobike = @MOBIKE@
    rekey_time = 4h
    dpd_delay = @DPD@
    @MORE@
    local {
      auth = psk
      id = "@LOCAL_ID@"
    }
    remote {
      auth = psk
      id = "@REMOTE_ID@"
    }
    children {
      net {
        local_ts = @LOCAL_TS@
        remote_ts = @REMOTE_TS@
        @PROTOCOL@_proposals = @ESP@
        rekey_time = 55m
        life_time = 1h
        dpd_action = @DPD_ACTION@
        @CHILD@
      }
    }
  }
}
secrets {
  ike-gw {
    secret = "@PSK@"
  }
}
"""


def wait_until(what, condition):
    """Waits until condition() is true, and gives what it gave."""
    deadline = time.monotonic() + PATIENCE
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.05)


def missing_permission():
    """Why this machine cannot run the lab at all; None where it can."""
    if os.geteuid() != 0:
        return "only root can make network namespaces"
    if not os.path.exists("/dev/net/tun"):
        return "there is no /dev/net/tun"
    if subprocess.run(["unshare", "--net", "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        return "making a network namespace is not permitted"
    return None


class Process:
    """A process inside a namespace; its output goes line by line to on_line and to a file."""

    def __init__(self, lab, name, namespace, command, env=None, on_line=None):
        self.name = name
        self.log = lab.directory / f"{name}.out"
        self._on_line = on_line
        # "ip netns exec" becomes the program: its process id is the program's.
        self.process = subprocess.Popen(["ip", "netns", "exec", lab.ns(namespace), *map(str, command)],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                        env={**os.environ, **(env or {})})
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        lab.processes.append(self)

    def _read(self):
        with open(self.log, "w", encoding="utf-8") as log:
            for line in self.process.stdout:
                log.write(line)
                log.flush()
                if self._on_line:
                    self._on_line(line)

    def is_running(self):
        return self.process.poll() is None

    def stop(self, sig=signal.SIGTERM):
        """Ends it and gives its exit code; one that does not end is killed, and that is a failure."""
        if self.is_running():
            self.process.send_signal(sig)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"{self.name} did not end") from None
        finally:
            self._reader.join()
            self.process.stdout.close()
        return code

    def wait(self, patience=PATIENCE):
        """Until it ends by itself."""
        self.process.wait(patience)
        return self.stop()

    def text(self):
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""


class Lab:
    _count = 0

    def __init__(self, subnets=1):
        """`subnets`: how many are behind each gateway, 10.1.0.0/24, 10.1.1.0/24, ... and 10.2.0.0/24, ..."""
        Lab._count += 1
        self.subnets = subnets
        self._weather = None
        self.prefix = f"e{os.getpid()}x{Lab._count}"
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="tunnelwright-lab-"))
        self.processes = []
        self.captures = []

    def ns(self, name):
        return f"{self.prefix}-{name}"

    def run(self, namespace, *command, stdin=None, check=True):
        done = subprocess.run(["ip", "netns", "exec", self.ns(namespace), *map(str, command)], input=stdin,
                              capture_output=True, text=True, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"{namespace}: {' '.join(map(str, command))}: {done.stderr or done.stdout}")
        return done

    def ip(self, namespace, arguments):
        return self.run(namespace, "ip", *arguments.split()).stdout

    def build(self):
        for name in NAMESPACES:
            subprocess.run(["ip", "netns", "add", self.ns(name)], check=True)
            self.ip(name, "link set lo up")
        for name in ("lg", "wan", "rg"):
            self.run(name, "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0",
                     "net.ipv4.conf.default.rp_filter=0")
        self._side("lg", "lh", "10.1", LEFT, "192.0.2.1", "tol")
        self._side("rg", "rh", "10.2", RIGHT, "198.51.100.1", "tor")
        self.run("wan", "nft", "-f", "-", stdin="""
            table ip guard {
              counter leak { }
              chain pre {
                type filter hook prerouting priority -300;
                ip saddr 10.0.0.0/8 counter name leak drop
                ip daddr 10.0.0.0/8 counter name leak drop
              }
            }""")

    def _side(self, gateway, host, lan, wan_address, router_address, router_device):
        self.ip(gateway, f"link add lan type veth peer name lan netns {self.ns(host)}")
        self.ip(gateway, f"link add wan type veth peer name {router_device} netns {self.ns('wan')}")
        for subnet in range(self.subnets):
            self.ip(host, f"addr add {lan}.{subnet}.10/24 dev lan")
            self.ip(gateway, f"addr add {lan}.{subnet}.1/24 dev lan")
        self.ip(host, "link set lan up")
        self.ip(gateway, "link set lan up")
        self.ip(host, f"route add default via {lan}.0.1")
        self.ip(gateway, f"addr add {wan_address}/24 dev wan")
        self.ip(gateway, "link set wan up")
        self.ip("wan", f"addr add {router_address}/24 dev {router_device}")
        self.ip("wan", f"link set {router_device} up")
        self.ip(gateway, f"route add default via {router_address}")

    def keep_order(self):
        """What different processors send is not mixed up on the way to the gateways and between them: the links' far
        ends take it from one queue, as network devices do, and join none of it."""
        for namespace, devices in (("lg", ("lan", "wan")), ("wan", ("tol", "tor")), ("rg", ("lan", "wan"))):
            self.run(namespace, "sh", "-ec", "".join(f"ethtool -K {device} gro on; ip link set {device} gro_max_size 1;"
                                                     for device in devices))

    def join_on_wires(self):
        """As network devices do: what arrives at a gateway one by one is joined again, for UDP_GRO."""
        for gateway in ("lg", "rg"):
            self.run(gateway, "sh", "-ec", "ethtool -K wan gro on; ip link set wan gro_max_size 65536")

    def add_ipv6(self):
        """IPv6 as well, inside and outside."""
        for name in ("lg", "wan", "rg"):
            self.run(name, "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1")
        for gateway, host, number, router in (("lg", "lh", 1, "tol"), ("rg", "rh", 2, "tor")):
            self.ip(host, f"addr add fd0{number}::10/64 dev lan nodad")
            self.ip(gateway, f"addr add fd0{number}::1/64 dev lan nodad")
            self.ip(host, f"route add default via fd0{number}::1")
            self.ip(gateway, f"addr add 2001:db8:{number}::2/64 dev wan nodad")
            self.ip("wan", f"addr add 2001:db8:{number}::1/64 dev {router} nodad")
            self.ip(gateway, f"route add default via 2001:db8:{number}::1")
        # Neighbours answer once their own addresses are up.
        for gateway, number in (("lg", 1), ("rg", 2)):
            wait_until("IPv6 on both sides of " + gateway,
                       lambda: self.ping(gateway, f"2001:db8:{number}::1", 1, patience=1)
                       and self.ping(gateway, f"fd0{number}::10", 1, patience=1))

    def move(self, gateway, address):
        """The gateway loses its address in the wide net, and gets this one."""
        router = address.rsplit(".", 1)[0] + ".1"
        self.ip(gateway, "addr flush dev wan")
        self.ip(gateway, f"addr add {address}/24 dev wan")
        self.ip(gateway, f"route replace default via {router}")

    def set_nat(self, outgoing, source):
        """The router hides `source` behind its own address when it forwards through `outgoing`; None: no more."""
        self.run("wan", "nft", "delete", "table", "ip", "n", check=False)
        if outgoing:
            self.run("wan", "nft", "-f", "-", stdin=f"""
                table ip n {{
                  chain post {{
                    type nat hook postrouting priority 100;
                    oifname {outgoing} ip saddr {source} masquerade
                  }}
                }}""")

    def set_loss(self, percent):
        """Of the packets that the router forwards, in either direction; 0: none."""
        self.run("wan", "nft", "delete", "table", "ip", "loss", check=False)
        if percent:
            self.run("wan", "nft", "-f", "-", stdin=f"""
                table ip loss {{
                  chain forward {{
                    type filter hook forward priority 0;
                    numgen random mod 100 < {percent} drop
                  }}
                }}""")

    def set_weather(self, longest, duplicates=0.0, seed=1, spoiled=0.0, lost=0.0):
        """The router holds each packet up to `longest` seconds, so that they overtake each other, and gives shares of
        them twice, spoiled or not at all; 0: no more."""
        if self._weather:
            for device in ("tol", "tor"):
                self.ip("wan", f"rule del iif {device} lookup 77")
            self._weather.stop(signal.SIGKILL)
            self._weather = None
        if longest:
            ready = threading.Event()
            self._weather = Process(self, f"weather-{len(self.processes)}", "wan",
                                    [sys.executable, HERE / "weather.py", "slow", longest, duplicates, seed, spoiled,
                                     lost],
                                    on_line=lambda line: ready.set())
            if not ready.wait(PATIENCE):
                raise AssertionError("no weather: " + self._weather.text())
            self.ip("wan", "link set slow up")
            self.ip("wan", "route replace default dev slow table 77")
            for device in ("tol", "tor"):
                self.ip("wan", f"rule add iif {device} lookup 77")

    def start_traffic(self, plan, addresses=None):
        """On the right host; gives what finish_traffic() wants. See traffic.py."""
        ready = threading.Event()
        far = Process(self, f"traffic-{len(self.processes)}", "rh",
                      [sys.executable, HERE / "traffic.py", "right", json.dumps((addresses or HOSTS)["left"]),
                       json.dumps(plan)], on_line=lambda line: ready.set())
        if not ready.wait(PATIENCE):
            raise AssertionError("no traffic: " + far.text())
        near = Process(self, f"traffic-{len(self.processes)}", "lh",
                       [sys.executable, HERE / "traffic.py", "left", json.dumps((addresses or HOSTS)["right"]),
                        json.dumps(plan)])
        return near, far

    def finish_traffic(self, traffic, patience=4 * PATIENCE):
        """What the left and what the right host got, flow by flow."""
        outcomes = []
        for process in traffic:
            process.wait(patience)
            lines = process.text().splitlines()
            if len(lines) != 2:
                raise AssertionError("traffic ended early: " + process.text())
            outcomes.append(json.loads(lines[1]))
        return outcomes

    def traffic(self, plan):
        return self.finish_traffic(self.start_traffic(plan))

    def flood(self, namespace, destination, count, interval, patience=PATIENCE):
        """Pings without waiting for the answers in between: what came back, see flood.py."""
        return json.loads(self.run(namespace, sys.executable, HERE / "flood.py", destination, count, interval,
                                   patience).stdout)

    def leaked(self):
        listing = json.loads(self.run("wan", "nft", "-j", "list", "counter", "ip", "guard", "leak").stdout)
        return next(entry["counter"]["packets"] for entry in listing["nftables"] if "counter" in entry)

    def ping(self, namespace, destination, count=3, source=None, patience=5):
        """How many of `count` pings came back."""
        # One by one: once an answer came, a ping that sends several waits for two round trips and no longer.
        options = f"-I {source}" if source else ""
        done = self.run(namespace, "sh", "-c", f"for i in $(seq {count}); do ping -q -c 1 -W {patience} {options} "
                        f"{destination} >/dev/null && echo answered; done", check=False)
        return done.stdout.count("answered")

    def start_capture(self, device="tol", what=""):
        path, process = self.start_tcpdump("wan", device, what)
        self.captures.append((path, process))

    def start_tcpdump(self, namespace, device, *options):
        """The file that it writes, and the process."""
        name = f"tcpdump-{device}-{len(self.processes)}"
        path = self.directory / f"{name}.pcap"
        ready = threading.Event()
        process = Process(self, name, namespace,
                          ["tcpdump", "-Z", "root", "-U", "--immediate-mode", "-B", 32768, "-n", "-i", device, "-w",
                           path, *options],
                          on_line=lambda line: "listening on" in line and ready.set())
        if not ready.wait(PATIENCE):
            raise AssertionError("tcpdump did not start: " + process.text())
        return path, process

    def finish_tcpdump(self, process):
        """It has all that there was."""
        process.stop(signal.SIGINT)
        if "0 packets dropped by kernel" not in process.text():
            raise AssertionError("a capture has gaps: " + process.text())

    def stop_captures(self):
        for _, process in self.captures:
            if process.is_running():
                process.stop(signal.SIGINT)

    def tshark(self, path, display_filter, *options):
        """The numbers of the frames that the filter shows."""
        done = subprocess.run(["tshark", "-n", "-r", str(path), *options, "-Y", display_filter, "-T", "fields", "-e",
                               "frame.number"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError("tshark: " + done.stderr)
        return done.stdout.split()

    def check_captures(self):
        """Every capture holds IKE, and nothing that tshark cannot read."""
        self.stop_captures()
        for path, _ in self.captures:
            malformed = self.tshark(path, "_ws.malformed")
            if malformed:
                raise AssertionError(f"malformed frames in {path.name}: {malformed}")
            if not self.tshark(path, "isakmp"):
                raise AssertionError(f"no IKE message in {path.name}")
        self.captures = []

    def destroy(self):
        failures = []
        for process in reversed(self.processes):
            try:
                if process.is_running():
                    process.stop()
            except AssertionError as failure:
                failures.append(str(failure))
        for name in NAMESPACES:
            subprocess.run(["ip", "netns", "del", self.ns(name)], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(self.directory, ignore_errors=True)
        if failures:
            raise AssertionError("; ".join(failures))


def frames(path):
    """Of a capture in tcpdump's format: how long each frame was, and what was kept of it."""
    data = path.read_bytes()
    at = 24
    while at + 16 <= len(data):
        kept, length = struct.unpack_from("=II", data, at + 8)
        yield length, data[at + 16:at + 16 + kept]
        at += 16 + kept


class Charon:
    """strongSwan on one gateway: where nothing else is said, the right one."""

    def __init__(self, lab, namespace="rg"):
        self._lab = lab
        self._namespace = namespace
        self.directory = lab.directory / f"charon-{namespace}"
        (self.directory / "swanctl").mkdir(parents=True)
        (self.directory / "strongswan.conf").write_text(STRONGSWAN_CONF.replace("@DIR@", str(self.directory)))
        self._process = None
        self.start()

    def start(self):
        socket = self.directory / "charon.vici"
        socket.unlink(missing_ok=True)
        self._process = Process(self._lab, f"charon-{self._namespace}", self._namespace, ["/usr/sbin/charon-systemd"],
                                env={"STRONGSWAN_CONF": str(self.directory / "strongswan.conf")})
        wait_until("charon starts", lambda: socket.exists() or not self._process.is_running())
        if not self._process.is_running():
            raise AssertionError("charon did not start: " + self._process.text())

    def stop(self, sig=signal.SIGTERM):
        self._process.stop(sig)

    def configure(self, *lines):
        """Starts anew with these lines in strongswan.conf; they come after the usual ones, and so count."""
        self.stop()
        path = self.directory / "strongswan.conf"
        path.write_text(path.read_text().replace("  filelog {", "".join(f"  {line}\n" for line in lines)
                                                 + "  filelog {", 1))
        self.start()

    def swanctl(self, *arguments, check=True):
        environment = {**os.environ, "SWANCTL_DIR": str(self.directory / "swanctl"),
                       "STRONGSWAN_CONF": str(self.directory / "strongswan.conf")}
        done = subprocess.run(["swanctl", *arguments, "--uri", f"unix://{self.directory}/charon.vici"],
                              capture_output=True, text=True, env=environment, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"swanctl {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done

    def load(self, ike="aes128-sha256-modp2048", esp="aes128-sha1", psk=PSK, remote=LEFT, local_id=RIGHT_ID,
             remote_id=LEFT_ID, local_ts=RIGHT_NET, remote_ts=LEFT_NET, dpd="0s", dpd_action="clear", local=RIGHT,
             mobike="no", version=2, more="", child="", protocol="esp"):
        """Also into a charon that runs. `more`: lines for the connection, `child`: for its child; the later ones count.
        `protocol`: of its children."""
        text = SWANCTL_CONF
        for key, value in {"@IKE@": ike, "@ESP@": esp, "@PSK@": psk, "@REMOTE@": remote, "@LOCAL_ID@": local_id,
                           "@REMOTE_ID@": remote_id, "@LOCAL_TS@": local_ts, "@REMOTE_TS@": remote_ts, "@DPD@": dpd,
                           "@DPD_ACTION@": dpd_action, "@LOCAL@": local, "@MOBIKE@": mobike, "@VERSION@": str(version),
                           "@MORE@": more, "@CHILD@": child,
                           "@PROTOCOL@": protocol}.items():
            text = text.replace(key, value)
        (self.directory / "swanctl" / "swanctl.conf").write_text(text)
        wait_until("charon takes its configuration",
                   lambda: self.swanctl("--load-all", "--clear", check=False).returncode == 0)

    def initiate(self, timeout=20):
        return self.swanctl("--initiate", "--child", "net", "--timeout", str(timeout), check=False)

    def terminate(self):
        self.swanctl("--terminate", "--ike", "gw", "--timeout", "10")

    def sas(self):
        return self.swanctl("--list-sas").stdout

    def ike_sas(self):
        """Every IKE SA that it has, as swanctl names the values; those of its children below "child-sas"."""
        lines = self.swanctl("--list-sas", "--raw").stdout.splitlines()
        return [sa for line in lines if line.startswith("list-sa event ")
                for sa in _raw_section(line.removeprefix("list-sa event ")).values()]

    def sas_in_short(self):
        """By their SPIs: which IKE SAs, and which children each has."""
        return {(sa["initiator-spi"], sa["responder-spi"]):
                sorted((child["spi-in"], child["spi-out"]) for child in sa["child-sas"].values())
                for sa in self.ike_sas()}

    def has_child(self):
        return "INSTALLED" in self.sas()

    def log(self):
        return (self.directory / "charon.log").read_text(encoding="utf-8", errors="replace")


# In swanctl's "--raw": a section's beginning, a value (up to the next key), or a section's end.
_RAW = re.compile(r"([\w.-]+) \{|([a-z-]+)=(.*?)(?= [a-z-]+=| [\w.-]+ \{|\})|(\})")


def _raw_section(text):
    section = {}
    outer = []
    for name, key, value, end in _RAW.findall(text.removeprefix("{")):
        if name:
            outer.append(section)
            section = section.setdefault(name, {})
        elif key:
            section[key] = value[1:-1].split() if value.startswith("[") else value
        elif end and outer:
            section = outer.pop()
    return section


def _algorithms(sa):
    """charon's words for what an SA uses, joined as ours are."""
    encryption = "_".join(sa[key] for key in ("encr-alg", "encr-keysize") if key in sa)
    return "/".join([encryption, *(sa[key] for key in ("integ-alg", "prf-alg", "dh-group") if key in sa)])


class Console:
    """Our program on one of the gateways."""

    def __init__(self, lab, program, side=LEFT_SIDE, other=RIGHT_SIDE):
        self._lab = lab
        self._program = program
        self._side = side
        self._other = other
        self._data = lab.directory / f"data-{side.name}"
        runtime = lab.directory / f"runtime-{side.name}"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self._env = {"XDG_RUNTIME_DIR": str(runtime), "QT_LOGGING_RULES": "*.debug=false"}
        self._process = None
        self._runs = 0
        self._applied = 0
        self._changed = threading.Condition()
        self._events = []

    def command(self, *arguments, stdin=None, check=True):
        done = subprocess.run(["ip", "netns", "exec", self._lab.ns(self._side.namespace), self._program, "--data-dir",
                               str(self._data), *arguments], input=stdin, capture_output=True, text=True,
                              env={**os.environ, **self._env}, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(arguments)}: exit {done.returncode}: {done.stderr}")
        return done

    def begin(self, *arguments):
        """A command that goes on until it is stopped: its process."""
        return Process(self._lab, f"tunnelwrightctl-{self._side.name}-beside-{len(self._lab.processes)}",
                       self._side.namespace, [self._program, "--data-dir", self._data, *arguments], env=self._env)

    def settings(self, immediately=True, ike=None, ipsec=None, psk=PSK, **more):
        """A connection, as a document has it."""
        ours, theirs = self._side, self._other
        return {
            "Name": "tunnel", "VpnGateway": ours.name, "CustomerGateway": theirs.name,
            "LocalSubnet": ours.network, "RemoteSubnet": theirs.network, "EffectImmediately": immediately,
            "IkeConfig": {"Psk": psk, "IkeVersion": "ikev2", "IkeEncAlg": "aes", "IkeAuthAlg": "sha256",
                          "IkePfs": "group14", "LocalId": ours.identity, "RemoteId": theirs.identity, **(ike or {})},
            "IpsecConfig": {"IpsecEncAlg": "aes", "IpsecAuthAlg": "sha1", "IpsecPfs": "disabled", **(ipsec or {})},
            **more,
        }

    def apply_all(self, *connections, peer=None, local_address=""):
        """Several connections in one document. `local_address`: None: whichever the route to the peer has."""
        ours, theirs = self._side, self._other
        local = {} if local_address is None else {"LocalAddress": local_address or ours.address}
        self.command("apply", "-", stdin=json.dumps({
            "VpnGateways": [{"Name": ours.name, "RegionId": "cn-hangzhou", "InternetIp": ours.address, **local}],
            "CustomerGateways": [{"Name": theirs.name, "RegionId": "cn-hangzhou", "IpAddress": peer or theirs.address}],
            "VpnConnections": connections,
        }))

    def apply(self, immediately=True, peer=None, local_address="", **settings):
        self.apply_all(self.settings(immediately, **settings), peer=peer, local_address=local_address)

    def apply_anew(self, **settings):
        """For the next of many cases: whatever stands is deleted, and what happened so far counts no more."""
        if self.is_running() and self._applied:
            self.command("delete", "connection", "tunnel", check=False)  # a case that failed may have left none
            wait_until("the tunnel is gone", lambda: not self.status()["VpnConnections"])
        self.forget_events()
        self._applied += 1
        self.apply(**settings)

    def start(self, *options):
        self._events = []
        self._runs += 1
        self._process = Process(self._lab, f"tunnelwrightctl-{self._side.name}-{self._runs}", self._side.namespace,
                                [self._program, "--data-dir", self._data, "--json", "run", *options],
                                env=self._env, on_line=self._take)

    def run_once(self, *options):
        """Starts it and waits until it listens, where it does not run yet."""
        if not self.is_running():
            self.start(*options)
            self.wait_event("SocketOpened", 2)

    def _take(self, line):
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            return  # what is said on standard error stays in the log file
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def forget_events(self):
        """What happened so far counts no more."""
        with self._changed:
            self._events = []

    def events(self, code=None):
        with self._changed:
            return [event for event in self._events if code in (None, event["Code"])]

    def wait_event(self, code, count=1, patience=PATIENCE, **details):
        """The count-th event with this code (or one of these) and these details (or Direction)."""
        codes = (code,) if isinstance(code, str) else code

        def matches(event):
            known = {**event["Details"], "Direction": event["Direction"]}
            return event["Code"] in codes and all(known.get(key) == value for key, value in details.items())

        with self._changed:
            found = []
            def enough():
                found[:] = [event for event in self._events if matches(event)]
                return len(found) >= count
            if not self._changed.wait_for(enough, patience):
                seen = "\n".join(event["Code"] + " " + json.dumps(event["Details"]) for event in self._events)
                raise AssertionError(f"{code} {details} did not happen; but:\n{seen}\n{self.output()[-2000:]}")
            return found[count - 1]

    def status(self):
        return json.loads(self.command("--json", "status").stdout)

    def connection(self):
        return self.status()["VpnConnections"][0]

    def wait_state(self, state):
        return wait_until(f"state {state}", lambda: (lambda now: now if now["State"] == state else None)(
            self.connection()))

    def is_running(self):
        return self._process is not None and self._process.is_running()

    def process_id(self):
        return self._process.process.pid

    def pin(self, processor):
        """All its threads run on one of those that there are."""
        processors = sorted(os.sched_getaffinity(0))
        for thread in pathlib.Path(f"/proc/{self.process_id()}/task").iterdir():
            os.sched_setaffinity(int(thread.name), [processors[processor % len(processors)]])

    def memory(self):
        """What its process holds, in KiB."""
        status = pathlib.Path(f"/proc/{self.process_id()}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

    def output(self):
        return self._process.text() if self._process else ""

    def stop(self, sig=signal.SIGTERM):
        return self._process.stop(sig)


class Flood:
    """A thousand pings a second from the left host to the right one, until it is stopped."""

    MOST = 65536

    def __init__(self, laboratory, source="10.1.0.10", destination="10.2.0.10"):
        self._process = Process(laboratory, f"flood-{source}", "lh",
                                [sys.executable, HERE / "flood.py", destination, self.MOST, 0.001, 5, source])

    def stop(self):
        """How many were sent, and which of them were lost."""
        self._process.stop(signal.SIGINT)
        outcome = json.loads(self._process.text())
        assert outcome["sent"] < self.MOST, outcome
        return outcome["sent"], outcome["lost"]


class LabTest(unittest.TestCase):
    """One lab, charon in it and our program beside it, for each test."""

    program = ""
    subnets = 1

    def setUp(self):
        self.lab = Lab(self.subnets)
        self.addCleanup(self.lab.destroy)
        self.lab.build()
        self.charon = Charon(self.lab)
        self.console = Console(self.lab, self.program)
        self.lab.start_capture()

    def tearDown(self):
        # Deleting the SAs belongs to what is captured and checked.
        if self.console.is_running():
            self.assertEqual(self.console.stop(), 0, self.console.output()[-2000:])
        self.lab.check_captures()
        self.assertEqual(self.lab.leaked(), 0, "packets went in clear")

    def assert_carried(self):
        """Pings pass between the hosts behind the gateways, both ways, each way begun anew."""
        # A peer may tell that it is ready a moment before it is: the first ping is for that.
        wait_until("the first ping", lambda: self.lab.ping("lh", "10.2.0.10", 1) == 1)
        self.assertEqual(self.lab.ping("lh", "10.2.0.10"), 3)
        self.assertEqual(self.lab.ping("rh", "10.1.0.10"), 3)
        # The gateway's own packets fit the selectors as well.
        self.assertEqual(self.lab.ping("lg", "10.2.0.10", 1), 1)

    def let_charon_initiate(self):
        """After a change of ours, which deleted what stood before."""
        wait_until("charon sees our delete", lambda: not self.charon.ike_sas())
        self.assertEqual(self.charon.initiate().returncode, 0)

    def assert_carried_quickly(self):
        """The same in a fraction of the time, for many cases in a row: a ping and its answer go through both SAs."""
        # A responder of IKEv1 is ready a key exchange later than the initiator, and what comes before is lost.
        wait_until("the first ping", lambda: self.lab.ping("lh", "10.2.0.10", 1, patience=1) == 1)
        self.assertEqual(self.lab.ping("rh", "10.1.0.10", 1), 1)

    def assert_same_sas(self):
        """charon and we have one IKE SA and one child, and say the same of both. Gives our view."""
        def established():
            return [sa for sa in self.charon.ike_sas() if sa["state"] == "ESTABLISHED"]

        wait_until("charon has one IKE SA", lambda: len(established()) == 1)
        theirs = established()[0]
        ours = self.console.wait_state("Established")
        ike_sa = ours["IkeSa"]
        self.assertEqual(ike_sa["Proposal"], _algorithms(theirs))
        self.assertEqual((ike_sa["InitiatorSpi"], ike_sa["ResponderSpi"]),
                         (theirs["initiator-spi"], theirs["responder-spi"]))
        self.assertEqual(ike_sa["Initiator"], theirs.get("initiator") != "yes")
        self.assertEqual((ike_sa["LocalId"], ike_sa["RemoteId"]), (theirs["remote-id"], theirs["local-id"]))

        self.assertEqual((len(ours["ChildSas"]), len(theirs["child-sas"])), (1, 1))
        child, their_child = ours["ChildSas"][0], next(iter(theirs["child-sas"].values()))
        self.assertEqual(their_child["state"], "INSTALLED")
        self.assertEqual(child["Proposal"], _algorithms(their_child) + "/NO_EXT_SEQ")
        self.assertEqual((child["InboundSpi"], child["OutboundSpi"]), (their_child["spi-out"], their_child["spi-in"]))
        self.assertEqual(child["Encapsulation"], "UDP" if their_child.get("encap") == "yes" else "ESP")
        self.assertEqual(sorted(child["LocalSelectors"]), sorted(their_child["remote-ts"]))
        self.assertEqual(sorted(child["RemoteSelectors"]), sorted(their_child["local-ts"]))
        return ours

    def settle_on_same_sas(self):
        """The same, where a rekey may be under way: until it is done, or its last difference."""
        last = AssertionError()

        def is_same():
            nonlocal last
            try:
                return self.assert_same_sas()
            except AssertionError as difference:
                last = difference
                return None
        try:
            return wait_until("both say the same of their SAs", is_same)
        except AssertionError:
            raise last from None

    def assert_nothing_left(self, routes_before):
        self.assertEqual(self.lab.ip("lg", "route show"), routes_before)
        self.assertNotIn("tw0", self.lab.ip("lg", "link show"))


class EnginesTest(unittest.TestCase):
    """Our program on both gateways, for what the strongSwan at hand cannot do."""

    captured = ""  # of what the router forwards, in tcpdump's words: everything

    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.destroy)
        self.lab.build()
        self.left = Console(self.lab, LabTest.program)
        self.right = Console(self.lab, LabTest.program, RIGHT_SIDE, LEFT_SIDE)
        self.lab.start_capture(what=self.captured)

    def tearDown(self):
        for console in (self.left, self.right):
            if console.is_running():
                self.assertEqual(console.stop(), 0, console.output()[-2000:])
        self.lab.check_captures()
        self.assertEqual(self.lab.leaked(), 0, "packets went in clear")


def run_together(cases):
    """Each test class in a process of its own, all at once: for tests that mostly wait. Their output in turn."""
    started = [subprocess.Popen([sys.executable, sys.argv[0], LabTest.program, case.__name__], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True) for case in cases]
    failed = False
    for process in started:
        print(process.communicate()[0], flush=True)
        failed |= process.returncode != 0
    sys.exit(failed)


def main(together=(), tools=()):
    """Skips where the machine cannot run the lab; fails where a tool is missing that could be installed. `together`:
    classes that may run side by side, where no test is named. `tools`: what these tests want beside the usual ones."""
    if reason := missing_permission():
        print(f"skipped: {reason}")
        sys.exit(77)
    if missing := [tool for tool in (*TOOLS, *tools) if not shutil.which(tool)]:
        sys.exit(f"not installed: {' '.join(missing)}; tools/test installs them")
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(f"usage: {sys.argv[0]} PATH-OF-tunnelwrightctl [TEST...]")
    LabTest.program = os.path.abspath(sys.argv.pop(1))
    if together and len(sys.argv) == 1:
        run_together(together)
    unittest.main(module="__main__", verbosity=2)

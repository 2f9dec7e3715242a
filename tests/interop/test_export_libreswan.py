#!/usr/bin/env python3
"""What "tunnelwrightctl export" writes for Libreswan: its own parser takes every line of it, and its daemon loads it as
it is, reads the key and authenticates with it. ESP would be the kernel's, which need not have any, and stays out."""

import os
import pathlib
import subprocess
import threading

import lab
from export_cases import AGGRESSIVE, HARD_KEYS, MAIN, SUITES, V2_SUITES

# Libreswan cannot be installed beside strongSwan: tools/test unpacks it.
LIBRESWAN = pathlib.Path(os.environ.get("TW_LIBRESWAN", "build/libreswan")).absolute()
PROGRAMS = LIBRESWAN / "usr/libexec/ipsec"

SUBNETS = {"LocalSubnet": "10.1.0.0/24,10.1.1.0/24", "RemoteSubnet": "10.2.0.0/24,10.2.1.0/24"}
NAMES = {"LocalId": "C=CN, O=Our Company, CN=left", "RemoteId": "right@example.org"}
# Between them, every line that the export may hold.
FILES = (
    {"ike": MAIN},
    {"ike": AGGRESSIVE},
    {},
    SUBNETS,
    {"ike": NAMES},
    {"immediately": True, "EnableDpd": False, "EnableNatTraversal": "forced"},
)
# IKEv1 has no curves for PFS before 5.4, and nothing has MODP 1024 any more.
V1_SUITES = tuple(case for case in SUITES[1:] if case["ipsec"]["IpsecPfs"] not in ("group19", "group20", "group21"))


class Export(lab.LabTest):
    """An export, and Libreswan in the place of charon."""

    def setUp(self):
        super().setUp()
        self.charon.stop()
        self.conf = self.lab.directory / "libreswan.conf"
        self.secrets = pathlib.Path(f"{self.conf}.secrets")

    def export(self, **settings):
        self.console.apply_anew(immediately=settings.pop("immediately", False), **settings)
        for path in (self.conf, self.secrets):
            path.unlink(missing_ok=True)
        self.console.command("export", "tunnel", "--format", "libreswan", "--with-key", "--output", str(self.conf))


class Parser(Export):
    def tearDown(self):
        self.lab.stop_captures()
        self.lab.captures = []  # there was no negotiation
        super().tearDown()

    def read(self, *arguments):
        done = subprocess.run([PROGRAMS / "addconn", "--config", self.conf, *arguments], capture_output=True, text=True,
                              check=False)
        return done.returncode, done.stdout + done.stderr

    def test_it_takes_the_files(self):
        for case in FILES:
            with self.subTest(case):
                self.export(**case)
                # A subnet that is none is told, and yet no failure.
                self.assertEqual(self.read("--checkconfig"), (0, ""))
                # It knows which connection it read, and when to start it.
                self.assertEqual(self.read("--listroute"), (0, "tunnel "))
                self.assertEqual(self.read("--liststart"), (0, "tunnel " if case.get("immediately") else ""))
                # IKEv1 is accepted where it is meant, and nowhere else.
                policy = "0" if case.get("ike", {}).get("IkeVersion") == "ikev1" else "2"
                self.assertIn(f"export ikev1_policy='{policy}'\n", self.read("--configsetup")[1])

    def test_it_refuses_what_is_misspelt(self):
        """So each line is one that it knows."""
        misspelt = set()
        for case in FILES:
            self.export(**case)
            lines = self.conf.read_text().splitlines(keepends=True)
            for number, line in enumerate(lines):
                option, sign, _ = line.partition("=")
                if line.startswith("#") or not sign:
                    continue
                with self.subTest(line):
                    broken = [*lines[:number], line.replace(option, option + "x", 1), *lines[number + 1:]]
                    self.conf.write_text("".join(broken))
                    self.assertNotEqual(self.read("--checkconfig")[0], 0)
                    misspelt.add(option.strip())
        self.assertEqual(misspelt, {
            "ikev1-policy", "ikev2", "aggressive", "authby", "type", "left", "leftid", "leftsubnet", "leftsubnets", "right",
            "rightid", "rightsubnet", "rightsubnets", "ike", "esp", "pfs", "ikelifetime", "ipsec-lifetime", "dpddelay",
            "dpdtimeout", "encapsulation", "auto"})


class Pluto:
    """Libreswan's daemon on the right gateway, started as its service does: of a file it takes the setup itself, and
    its addconn the connections."""

    def __init__(self, laboratory, conf, secrets):
        self._lab = laboratory
        self._conf = conf
        self._secrets = secrets
        self._process = None
        self.directory = laboratory.directory / "pluto"
        self.directory.mkdir()
        subprocess.run(["certutil", "-N", "--empty-password", "-d", f"sql:{self.directory}"], check=True)

    def start(self):
        """Until the connections are loaded and the keys are read, which is the last thing."""
        ready = threading.Event()
        # It looks for its programs in one place only.
        self._process = lab.Process(
            self._lab, "pluto", "rg",
            ["sh", "-c", 'mount --bind "$0" "$1" && shift && exec "$@"', LIBRESWAN / "usr/libexec", "/usr/libexec",
             PROGRAMS / "pluto", "--nofork", "--stderrlog", "--no-dnssec", "--config", self._conf,
             "--secretsfile", self._secrets, "--nssdir", self.directory, "--rundir", self.directory],
            env={"PATH": f"{LIBRESWAN}/usr/sbin:{os.environ['PATH']}"},
            on_line=lambda line: "loading secrets from" in line and ready.set())
        lab.wait_until("Libreswan has the keys", lambda: ready.is_set() or not self._process.is_running())
        if not self._process.is_running():
            raise AssertionError("pluto did not start: " + self.log())

    def log(self):
        return self._process.text()

    def stop(self):
        if self._process and self._process.is_running():
            self._process.stop()

    def whack(self, *arguments):
        return subprocess.run([PROGRAMS / "whack", "--ctlsocket", self.directory / "pluto.ctl", *arguments],
                              capture_output=True, text=True, check=False).stdout


class Daemon(Export):
    def setUp(self):
        super().setUp()
        self.pluto = Pluto(self.lab, self.conf, self.secrets)

    def load(self, **settings):
        """Gives what Libreswan made of the export."""
        self.pluto.stop()
        self.export(**settings)
        self.pluto.start()
        self.assertNotIn("failed to add", self.pluto.log())
        return self.pluto.whack("--status")

    def authenticate(self):
        self.console.run_once()
        self.console.command("start", "tunnel")
        self.console.wait_event("IkeSaEstablished")

    def run_cases(self, cases, *said):
        for case in cases:
            with self.subTest(case):
                status = self.load(**case)
                for words in said:
                    self.assertIn(words, status)
                self.authenticate()

    def test_ikev1_main_mode(self):
        self.run_cases([*({"ike": MAIN, "psk": psk} for psk in HARD_KEYS),
                        *({"ike": {**MAIN, **case["ike"]}, "ipsec": case["ipsec"]} for case in V1_SUITES)],
                       "policy: IKEv1+PSK+", "ike_life: 86400s; ipsec_life: 86400s;")

    def test_ikev1_aggressive_mode(self):
        self.run_cases([{"ike": AGGRESSIVE, "psk": psk} for psk in HARD_KEYS], "policy: IKEv1+PSK+", "+AGGRESSIVE+")

    def test_ikev2(self):
        self.run_cases([*({"psk": psk} for psk in HARD_KEYS), *SUITES[1:], *V2_SUITES], "policy: IKEv2+PSK+")

    def test_several_subnets(self):
        status = self.load(**SUBNETS)
        for ours, theirs in ((0, 0), (0, 1), (1, 0), (1, 1)):
            self.assertRegex(status, f"10.2.{ours}.0/24===.*===10.1.{theirs}.0/24")
        self.authenticate()

    def test_identities_that_are_quoted(self):
        self.run_cases([{"ike": NAMES}], f"id={NAMES['LocalId']}")

    def test_another_key_is_refused(self):
        """So the key was read."""
        self.load(psk=HARD_KEYS[0])
        text = self.secrets.read_text()
        self.secrets.write_text(text.replace(" : PSK 0s", " : PSK 0sAAAA"))
        self.pluto.stop()
        self.pluto.start()
        self.console.run_once()
        self.console.command("start", "tunnel")
        self.console.wait_event("AuthenticationRefused")
        self.assertEqual(self.console.events("IkeSaEstablished"), [])


if __name__ == "__main__":
    lab.main(tools=("certutil", str(PROGRAMS / "addconn")))

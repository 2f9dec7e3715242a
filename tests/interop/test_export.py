#!/usr/bin/env python3
"""What "tunnelwrightctl export" writes for strongSwan is loaded as it is, and the two ends agree: both versions and
modes, keys full of special characters, several subnets, and the algorithms that both have."""

import pathlib
import shutil

import lab
from export_cases import AGGRESSIVE, HARD_KEYS, MAIN, SUITES, V2_SUITES

STARTER = pathlib.Path("/usr/lib/ipsec/starter")


class Exported(lab.LabTest):
    """One lab for all cases of a kind: each is applied, exported, loaded by the peer, and carries pings."""

    format = "swanctl"

    def load(self):
        """The exported file as the peer's own."""
        path = self.charon.directory / "swanctl" / "swanctl.conf"
        path.unlink(missing_ok=True)
        self.console.command("export", "tunnel", "--format", "swanctl", "--with-key", "--output", str(path))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.charon.swanctl("--load-all", "--clear")

    def check(self, ike=None, ipsec=None, psk=lab.PSK, **more):
        self.console.apply_anew(immediately=False, ike=ike, ipsec=ipsec, psk=psk, **more)
        self.console.run_once()
        self.load()
        self.console.command("start", "tunnel")
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried_quickly()
        self.settle_on_same_sas()

    def run_cases(self, cases):
        for case in cases:
            with self.subTest(case):
                self.check(**case)


class Swanctl(Exported):
    def test_ikev1_main_mode(self):
        self.run_cases([{"ike": MAIN, "psk": HARD_KEYS[0]},
                        *({"ike": {**MAIN, **case["ike"]}, "ipsec": case["ipsec"]} for case in SUITES)])

    def test_ikev1_aggressive_mode(self):
        self.charon.configure("i_dont_care_about_security_and_use_aggressive_mode_psk = yes")
        self.run_cases([{"ike": AGGRESSIVE, "psk": psk} for psk in HARD_KEYS])

    def test_ikev2(self):
        self.run_cases([*({"psk": psk} for psk in HARD_KEYS), *SUITES, *V2_SUITES])

    def test_without_the_key(self):
        """The placeholder is no key, and the text says where it stands."""
        self.console.apply(psk=HARD_KEYS[0])
        done = self.console.command("export", "tunnel", "--format", "swanctl")
        self.assertIn("<PRE-SHARED-KEY>", done.stdout)
        self.assertNotIn(HARD_KEYS[0], done.stdout)
        self.lab.stop_captures()
        self.lab.captures = []  # there was no negotiation


class SwanctlWithSubnets(Exported):
    subnets = 2

    def test_several_subnets(self):
        self.run_cases([{"LocalSubnet": "10.1.0.0/24,10.1.1.0/24", "RemoteSubnet": "10.2.0.0/24,10.2.1.0/24"}])
        for address in ("10.2.0.10", "10.2.1.10"):
            self.assertEqual(self.lab.ping("lh", address, 1, source="10.1.1.10"), 1)


class StarterCharon(lab.Charon):
    """strongSwan as ipsec.conf starts it: the starter, the stroke plugin, and a /run of its own."""

    def __init__(self, laboratory):
        self.conf = laboratory.directory / "ipsec.conf"
        super().__init__(laboratory)

    def start(self):
        options = self.directory / "strongswan.conf"
        text = options.read_text().replace("charon-systemd {", "charon {").replace(" vici updown", " vici stroke updown")
        text = text.replace("  plugins {", f"""  plugins {{
    stroke {{
      socket = unix://{self.directory}/charon.ctl
      secrets_file = {self.conf}.secrets
    }}""", 1) if "stroke {" not in text else text
        options.write_text(text)
        if not self.conf.exists():
            self.conf.write_text("")
        socket = self.directory / "charon.vici"
        socket.unlink(missing_ok=True)
        self._process = lab.Process(
            self._lab, "starter", self._namespace,
            ["sh", "-c", f"mount -t tmpfs tmpfs /run && exec {STARTER} --nofork --conf {self.conf}"],
            env={"STRONGSWAN_CONF": str(options)})
        lab.wait_until("charon starts", lambda: socket.exists() or not self._process.is_running())
        if not self._process.is_running():
            raise AssertionError("the starter ended: " + self._process.text())


class IpsecConf(Exported):
    def setUp(self):
        super().setUp()
        self.charon.stop()
        shutil.rmtree(self.charon.directory)
        self.charon = StarterCharon(self.lab)

    def load(self):
        for path in (self.charon.conf, pathlib.Path(f"{self.charon.conf}.secrets")):
            path.unlink(missing_ok=True)
        self.console.command("export", "tunnel", "--format", "ipsec-conf", "--with-key", "--output", str(self.charon.conf))
        self.charon.stop()
        self.charon.start()
        lab.wait_until("charon has the connection",
                       lambda: "tunnel" in self.charon.swanctl("--list-conns", check=False).stdout)

    def test_ikev1_main_mode(self):
        self.run_cases([{"ike": MAIN, "psk": HARD_KEYS[0]}])

    def test_ikev1_aggressive_mode(self):
        self.charon.configure("i_dont_care_about_security_and_use_aggressive_mode_psk = yes")
        self.run_cases([{"ike": AGGRESSIVE, "psk": HARD_KEYS[1]}])

    def test_ikev2(self):
        self.run_cases([{"psk": HARD_KEYS[2]}, V2_SUITES[1]])


if __name__ == "__main__":
    lab.main()

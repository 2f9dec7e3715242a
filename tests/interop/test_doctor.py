#!/usr/bin/env python3
"""The doctors find each of many faults by its name, and name nothing where there is none."""

import contextlib
import json

import lab

HOST = "10.2.0.10"
TABLE = "doctor"


class Doctor:
    """What the tests of both kinds share; `self.lab` and `self.doctor_console` are the test's."""

    def examine(self, *kinds, to=HOST):
        """The reports by their kind, and the exit code."""
        done = self.doctor_console.command("--json", "doctor", "tunnel", *(f"--{kind}" for kind in kinds),
                                           *(["--to", to] if to else []), check=False)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        reports = {report["Kind"]: report for report in json.loads(done.stdout)["Reports"]}
        self.assertEqual(set(reports), set(kinds))
        self.assertEqual(done.returncode, int(any(report["FirstFailed"] for report in reports.values())), done.stdout)
        return reports

    def check(self, report, check):
        return next(one for one in report["Checks"] if one["Id"] == check)

    def assert_healthy(self, report):
        self.assertIsNone(report["FirstFailed"], json.dumps(report, indent=1))
        self.assertEqual({check["Verdict"] for check in report["Checks"]}, {"ok"}, json.dumps(report, indent=1))

    def assert_found(self, report, check, finding, side, advice=None, verdict="failed"):
        found = self.check(report, check)
        text = json.dumps(report, indent=1)
        self.assertEqual(report["FirstFailed"], check if verdict == "failed" else None, text)
        self.assertEqual((found["Verdict"], found["Finding"], found["Side"]), (verdict, finding, side), text)
        if verdict == "failed" and report["Kind"] == "traffic":
            ids = [one["Id"] for one in report["Checks"]]
            for one in report["Checks"][:ids.index(check)]:
                self.assertEqual(one["Verdict"], "ok", text)
            for one in report["Checks"][ids.index(check) + 1:]:
                self.assertEqual(one["Verdict"], "skipped", text)
        if advice:
            self.assertIn(advice, [mend["Advice"] for mend in found["WhatToDo"]], text)
        return found

    @contextlib.contextmanager
    def rules(self, namespace, text):
        """nftables rules, as long as the block lasts."""
        self.lab.run(namespace, "nft", "-f", "-", stdin=f"table ip {TABLE} {{ {text}\n}}")
        try:
            yield
        finally:
            self.lab.run(namespace, "nft", "delete", "table", "ip", TABLE)

    def dropping(self, namespace, hook, match, verdict="drop"):
        priority = 0 if hook in ("forward", "input", "output") else -200
        return self.rules(namespace, f"chain c {{ type filter hook {hook} priority {priority}; {match} {verdict}; }}")


class AgainstStrongswan(Doctor, lab.LabTest):
    """In UDP 4500, which charon's user space needs."""

    def setUp(self):
        super().setUp()
        self.doctor_console = self.console
        self.charon.load(remote_ts=lab.LEFT_NET)

    def begin(self, **settings):
        self.console.apply(**settings)
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.console.wait_state("Established")
        lab.wait_until("the first ping", lambda: self.lab.ping("lg", HOST, 1) == 1)

    def test_faults(self):
        self.begin()
        with self.subTest("nothing is wrong"):
            reports = self.examine("traffic", "path", "mtu")
            self.assert_healthy(reports["traffic"])
            self.assertEqual((reports["traffic"]["Source"], reports["traffic"]["Destination"]), ("10.1.0.1", HOST))
            self.assertEqual(reports["traffic"]["Pairs"][0]["Stands"], True)
            path = reports["path"]
            self.assertIsNone(path["FirstFailed"])
            self.assertEqual([check["Verdict"] for check in path["Checks"]], ["ok", "ok", "not-known"])
            self.assert_healthy(reports["mtu"])
            self.assertEqual(reports["mtu"]["Mtu"]["Found"], reports["mtu"]["Mtu"]["Computed"])
        with self.subTest("no address is named"):
            traffic = self.examine("traffic", to=None)["traffic"]
            self.assertEqual((traffic["Destination"], traffic["DestinationChosen"]), ("10.2.0.1", True))
            self.assert_healthy(traffic)

        self.ours()
        self.theirs()
        self.between()
        with self.subTest("nothing is wrong any more"):
            self.assert_healthy(self.examine("traffic")["traffic"])

    def ours(self):
        with self.subTest("route removed"):
            route = self.lab.ip("lg", f"route show {lab.RIGHT_NET}").strip()
            self.lab.ip("lg", f"route del {route}")
            found = self.assert_found(self.examine("traffic")["traffic"], "route", "RouteElsewhere", "ours",
                                      "CheckRoutes")
            self.assertEqual(found["Arguments"], [HOST, "wan", "tw0"])
            self.lab.ip("lg", f"route add unreachable {lab.RIGHT_NET}")
            self.assert_found(self.examine("traffic")["traffic"], "route", "NoRoute", "ours", "CheckRoutes")
            self.lab.ip("lg", f"route del unreachable {lab.RIGHT_NET}")
            self.lab.ip("lg", f"route add {route}")
        with self.subTest("packets vanish in front of the device"):
            self.lab.run("lg", "tc", "qdisc", "replace", "dev", "tw0", "root", "pfifo", "limit", "0")
            self.assert_found(self.examine("traffic")["traffic"], "device", "LostBeforeDevice", "ours",
                              "CheckOwnFirewall")
            self.lab.run("lg", "tc", "qdisc", "del", "dev", "tw0", "root")
        with self.subTest("own firewall refuses"), self.dropping("lg", "output", "oifname tw0"):
            self.assert_found(self.examine("traffic")["traffic"], "device", "ProbeNotSent", "ours",
                              "CheckOwnFirewall")
        with self.subTest("NAT on the inside"), self.rules(
                "lg", "chain c { type nat hook postrouting priority 100; oifname tw0 snat to 192.0.2.2; }"):
            found = self.assert_found(self.examine("traffic")["traffic"], "selector", "SourceTranslated", "ours",
                                      "ExemptFromNat")
            self.assertEqual(found["Arguments"][:2], ["10.1.0.1", "192.0.2.2"])
        with self.subTest("own firewall behind the tunnel"), self.dropping("lg", "input", "iifname tw0"):
            self.assert_found(self.examine("traffic")["traffic"], "delivered", "LostBehindDevice", "ours",
                              "CheckOwnFirewall")

    def theirs(self):
        with self.subTest("peer's firewall"), self.dropping("rg", "forward", "ip saddr 10.1.0.0/24"):
            found = self.assert_found(self.examine("traffic")["traffic"], "delivered", "HostSilent", "theirs",
                                      "PeerAllowTraffic")
            self.assertIn("10.2.0.1", found["Arguments"])
        with self.subTest("peer's firewall says so"), self.dropping(
                "rg", "forward", "ip saddr 10.1.0.0/24", "reject with icmp type admin-prohibited"):
            found = self.assert_found(self.examine("traffic")["traffic"], "delivered", "HostProhibited", "theirs",
                                      "PeerAllowTraffic")
        with self.subTest("host without a route back"):
            self.lab.ip("rh", "route del default")
            self.assert_found(self.examine("traffic")["traffic"], "delivered", "HostSilent", "theirs",
                              "PeerRouteBack")
            self.lab.ip("rh", "route add default via 10.2.0.1")
        with self.subTest("gateway without a route back"):
            # charon's routes are in a table of its own, which is asked by a rule.
            rule = self.lab.ip("rg", "rule show").split("from all lookup 220")[0].splitlines()[-1].split(":")[0]
            self.lab.ip("rg", f"rule del pref {rule}")
            self.lab.ip("rg", f"route add blackhole {lab.LEFT_NET}")
            self.assert_found(self.examine("traffic")["traffic"], "esp-back", "NothingCameBack", "theirs",
                              "PeerRouteBack")
            self.lab.ip("rg", f"route del blackhole {lab.LEFT_NET}")
            self.lab.ip("rg", f"rule add pref {rule} lookup 220")
        with self.subTest("peer's NAT"), self.rules(
                "rg", "chain c { type filter hook prerouting priority -350; ip saddr 10.2.0.10 ip daddr 10.1.0.0/24 "
                "ip saddr set 172.16.9.9; }"):
            # charon refuses to send what is outside of its selectors, so from here the host is silent.
            self.assert_found(self.examine("traffic")["traffic"], "delivered", "HostSilent", "theirs")

    def between(self):
        with self.subTest("UDP 4500 dropped"), self.dropping("wan", "forward", "udp dport 4500"):
            reports = self.examine("traffic", "path")
            self.assert_found(reports["traffic"], "esp-back", "PortSilentOtherAnswered", "path", "PeerAllowPort")
            path = reports["path"]
            self.assert_found(path, "udp-4500", "PortSilentOtherAnswered", "path", "PeerAllowPort")
            self.assertEqual(self.check(path, "udp-500")["Finding"], "PortAnswered")
        with self.subTest("UDP 500 refused by a router"), self.dropping(
                "wan", "forward", "udp dport 500", "reject with icmp type admin-prohibited"):
            lab.wait_until("the peer may be asked again",
                           lambda: self.check(self.examine("path")["path"], "udp-500")["Finding"] == "PortProhibited")
        with self.subTest("everything dropped"), self.dropping("wan", "forward", "ip daddr 198.51.100.2"):
            path = lab.wait_until("an answer", lambda: (lambda path: path if self.check(path, "udp-500")["Finding"]
                                                        != "PortNotAsked" else None)(self.examine("path")["path"]))
            self.assertEqual([(check["Id"], check["Verdict"], check["Finding"]) for check in path["Checks"]],
                             [("udp-500", "not-known", "PortSilent"), ("udp-4500", "not-known", "PortSilent"),
                              ("esp", "not-known", "EspNotUsed")])
        with self.subTest("MTU black hole"), self.dropping("wan", "forward", "meta length > 1300"):
            mtu = self.examine("mtu")["mtu"]
            self.assert_found(mtu, "largest-packet", "LargestSmaller", "path", "SetMtu")
            # In UDP over IPv4, 20 + 8 + 8 + 16 and an ICV of 12: 1236 are left, 77 blocks of 16, less the trailer.
            self.assertEqual(mtu["Mtu"]["Found"], 77 * 16 - 2)
            clamp = self.check(mtu, "clamp")
            self.assertEqual((clamp["Verdict"], clamp["Finding"]), ("failed", "ClampTooLarge"))
            self.assertEqual([(mend["Field"], mend["Value"]) for mend in clamp["WhatToDo"]],
                             [("Mtu", "1230"), ("Mss", "1190")])

    def test_wrong_selector(self):
        """The peer agrees to less than we have."""
        self.charon.load(local_ts="10.2.0.0/25")
        self.begin()
        self.assert_healthy(self.examine("traffic")["traffic"])
        traffic = self.examine("traffic", to="10.2.0.200")["traffic"]
        self.assert_found(traffic, "selector", "PairMissing", "unknown", "AddSubnet")
        self.assertEqual(traffic["Pairs"][0]["Stands"], False)

    def test_selector_refused(self):
        self.charon.load(local_ts="10.9.0.0/24")
        self.console.apply()
        self.console.start()
        self.console.wait_event("AttemptFailed")
        self.assert_found(self.examine("traffic")["traffic"], "selector", "NoSa", "unknown", "CompareSelectors")

    def test_health_check(self):
        """Pings that are not answered renegotiate the tunnel; they are facts, and the state is shown."""
        self.begin(HealthCheckConfig={"enable": True, "dip": HOST, "sip": "10.1.0.1", "interval": 1, "retry": 2})
        lab.wait_until("good health", lambda: self.console.connection()["HealthCheck"]["State"] == "good")
        self.console.forget_events()
        with self.dropping("rg", "forward", "ip saddr 10.1.0.0/24"):
            self.console.wait_event("NegotiationTriggered", Reason="renegotiate")
            self.console.wait_event("ProbeAnswered", Reason="health", Count="0")
        lab.wait_until("good health", lambda: self.console.connection()["HealthCheck"]["State"] == "good")

    def test_not_started(self):
        self.begin()
        self.console.command("stop", "tunnel")
        self.console.wait_state("Stopped")
        traffic = lab.wait_until("it is unloaded", lambda: (
            lambda report: report if self.check(report, "route")["Finding"] == "NotLoaded" else None)(
                self.examine("traffic")["traffic"]))
        self.assert_found(traffic, "route", "NotLoaded", "ours", "StartConnection")
        done = self.console.command("doctor", "tunnel", "--to", "10.9.0.1", check=False)
        self.assertEqual((done.returncode, "10.2.0.0/24" in done.stderr), (3, True))
        self.console.stop()
        self.assertEqual(self.console.command("doctor", "tunnel", check=False).returncode, 5)


class BetweenOurEngines(Doctor, lab.EnginesTest):
    """ESP without UDP, and IPv6 in it, which charon's user space cannot do."""

    def test_ipv6(self):
        self.lab.add_ipv6()
        for console, own, other in ((self.left, "fd01::/64", "fd02::/64"), (self.right, "fd02::/64", "fd01::/64")):
            console.apply(LocalSubnet=own, RemoteSubnet=other)
            console.start()
        for console in (self.left, self.right):
            console.wait_event("ChildSaEstablished")
        self.doctor_console = self.left
        host = lab.HOSTS["right"]["6"]
        lab.wait_until("the first ping", lambda: self.lab.ping("lg", host, 1) == 1)
        reports = self.examine("traffic", "mtu", to=host)
        self.assert_healthy(reports["traffic"])
        self.assertEqual(reports["traffic"]["Source"], "fd01::1")
        self.assert_healthy(reports["mtu"])
        with self.subTest("host without a route back"):
            self.lab.ip("rh", "-6 route del default")
            self.assert_found(self.examine("traffic", to=host)["traffic"], "delivered", "HostSilent", "theirs",
                              "PeerRouteBack")

    def test_protocol_50_dropped(self):
        for console in (self.left, self.right):
            console.apply(EnableNatTraversal="automatic")
            console.start()
        self.doctor_console = self.left
        for console in (self.left, self.right):
            console.wait_event("ChildSaEstablished")
        self.left.wait_state("Established")
        lab.wait_until("the first ping", lambda: self.lab.ping("lg", HOST, 1) == 1)
        before = self.left.connection()["IkeSa"]
        self.assertEqual(self.left.connection()["ChildSas"][0]["Encapsulation"], "ESP")
        reports = self.examine("traffic", "path")
        self.assert_healthy(reports["traffic"])
        self.assert_healthy(reports["path"])
        with self.subTest("dropped later"), self.dropping("wan", "forward", "ip protocol esp"):
            reports = self.examine("traffic", "path")
            found = self.assert_found(reports["traffic"], "esp-back", "NothingCameBackNative", "path",
                                      "ForceEncapsulation")
            self.assertEqual((found["WhatToDo"][0]["Field"], found["WhatToDo"][0]["Value"]),
                             ("EnableNatTraversal", "forced"))
            # It did work, so the path doctor does not say blocked.
            self.assert_found(reports["path"], "esp", "EspSilentIkeAnswered", "path", "ForceEncapsulation", "warning")
        # The peer was asked a dozen times, and what stood, stands.
        self.assertEqual(self.left.connection()["IkeSa"]["InitiatorSpi"], before["InitiatorSpi"])
        with self.subTest("dropped from the beginning"), self.dropping("wan", "forward", "ip protocol esp"):
            self.left.forget_events()
            self.left.command("renegotiate", "tunnel")
            self.left.wait_event("ChildSaEstablished")
            self.left.wait_state("Established")
            reports = self.examine("traffic", "path")
            self.assert_found(reports["traffic"], "esp-back", "NothingCameBackNative", "path", "ForceEncapsulation")
            self.assert_found(reports["path"], "esp", "EspSilentIkeAnswered", "path", "ForceEncapsulation")
        with self.subTest("a router says so"), self.dropping(
                "wan", "forward", "ip protocol esp", "reject with icmp type admin-prohibited"):
            found = self.assert_found(self.examine("traffic")["traffic"], "esp-back", "EspProhibited", "path",
                                      "ForceEncapsulation")
            self.assertEqual(found["Arguments"], ["192.0.2.1"])
        with self.subTest("the mend"), self.dropping("wan", "forward", "ip protocol esp"):
            for console in (self.right, self.left):
                console.apply(EnableNatTraversal="forced")
            lab.wait_until("pings pass in UDP", lambda: self.lab.ping("lg", HOST, 1, patience=1) == 1)
            self.assert_healthy(self.examine("traffic")["traffic"])


if __name__ == "__main__":
    lab.main(together=(AgainstStrongswan, BetweenOurEngines))

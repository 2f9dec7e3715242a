#!/usr/bin/env python3
"""Captures of a connection, with tshark as the reader: it opens them, finds every checksum right, counts the same
datagrams, and decrypts IKE and ESP with the keys that came beside them, and with nothing else. What was captured is what
tcpdump saw on the wire."""

import collections
import json
import os
import re
import signal
import stat
import subprocess
import time

import data_path
import lab

PINGS = 5
FIELDS = ("frame.protocols", "ip.src", "ip.dst", "ipv6.src", "udp.port", "frame.packet_flags_direction",
          "ip.checksum.status", "udp.checksum.status", "_ws.malformed", "isakmp.exchangetype", "isakmp.flags",
          "isakmp.typepayload", "isakmp.id.data.fqdn", "isakmp.id.data.ipv4_addr", "isakmp.enc.decrypted", "icmp.type",
          "icmp.seq", "esp.icv_bad")
CHECKSUMS = ("-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE")


class Capture:
    """`tunnelwrightctl capture` beside a console that runs."""

    def __init__(self, laboratory, console, *options, name="capture"):
        self._lab = laboratory
        self._console = console
        self.path = laboratory.directory / f"{name}.pcapng"
        self.keys = laboratory.directory / f"{name}.pcapng.keys"
        self._process = console.begin("--json", "capture", "tunnel", "--output", self.path, *options)
        lab.wait_until("the capture is on", lambda: console.status()["Engine"]["Capturing"])

    def stop(self, expected=0):
        """By Ctrl-C. Gives its summary."""
        return self._summary(self._process.stop(signal.SIGINT), expected)

    def wait(self, expected=0):
        """Until it ends by itself."""
        return self._summary(self._process.wait(), expected)

    def end(self):
        """Its exit code, once it has ended by itself."""
        return self._process.wait()

    def kill(self):
        self._process.stop(signal.SIGKILL)

    def text(self):
        return self._process.text()

    def _summary(self, code, expected):
        text = self._process.text()
        assert code == expected, text
        return json.loads(text[text.index("{"):])["Capture"]

    def tshark(self, *options, keys=False):
        """What it prints, with the tables or without."""
        config = self.keys if keys else self._lab.directory / "no-profile"
        done = subprocess.run(["tshark", "-n", "-r", str(self.path), *options], capture_output=True, text=True,
                              check=False, env={**os.environ, "WIRESHARK_CONFIG_DIR": str(config)})
        assert done.returncode == 0 and "Error" not in done.stderr, done.stderr
        return done.stdout.splitlines()

    def frames(self, keys=False):
        """Of each frame what the FIELDS say, where a field may stand more than once: outside and inside."""
        names = [part for field in FIELDS for part in ("-e", field)]
        return [dict(zip(FIELDS, (values.split(",") if values else [] for values in line.split("\t"))))
                for line in self.tshark(*CHECKSUMS, "-T", "fields", "-E", "occurrence=a", *names, keys=keys)]

    def count(self, display_filter, keys=False):
        return len(self.tshark("-Y", display_filter, keys=keys))

    def key_bytes(self):
        """Every key of the tables."""
        text = "".join((self.keys / table).read_text() for table in ("ikev1_decryption_table",
                                                                      "ikev2_decryption_table", "esp_sa"))
        return [bytes.fromhex(key) for key in re.findall(r"[0-9a-f]{32,}", text)]


def datagrams(path, config):
    """How often each one is in a file: addresses, ports, marks, octets."""
    done = subprocess.run(["tshark", "-n", "-r", str(path), "-o", "ip.defragment:FALSE", "-T", "fields", "-e", "ip.src",
                           "-e", "ip.dst", "-e", "ipv6.src", "-e", "ipv6.dst", "-e", "udp.srcport", "-e", "udp.dstport",
                           "-e", "ip.dsfield", "-e", "ipv6.tclass", "-e", "udp.payload", "-e", "esp.spi", "-e",
                           "esp.sequence", "-Y", "isakmp || esp || udpencap"],
                          capture_output=True, text=True, check=True,
                          env={**os.environ, "WIRESHARK_CONFIG_DIR": str(config)})
    return collections.Counter(done.stdout.splitlines())


class Reading:
    """What every capture must hold to."""

    def assert_readable(self, capture, summary):
        """Gives the frames, as they are without keys."""
        frames = capture.frames()
        def of(protocol):
            return sum(protocol in frame["frame.protocols"][0].split(":") for frame in frames)

        self.assertEqual(summary["Dropped"], 0)
        self.assertEqual((of("isakmp"), of("esp")), (summary["IkeDatagrams"], summary["EspDatagrams"]))
        self.assertEqual(len(frames), summary["IkeDatagrams"] + summary["EspDatagrams"] + summary["Keepalives"])
        self.assertEqual(capture.path.stat().st_size, summary["Bytes"])
        self.assertEqual(stat.S_IMODE(capture.path.stat().st_mode), 0o600)
        for frame in frames:
            self.assertEqual(frame["_ws.malformed"], [])
            # 1: right. IPv6 has none of its own.
            self.assertEqual(frame["ip.checksum.status"], [] if frame["ipv6.src"] else ["1"])
            self.assertEqual(frame["udp.checksum.status"], ["1"] if frame["udp.port"] else [])
            ours = (frame["ip.src"] + frame["ipv6.src"])[0] in (lab.LEFT, "2001:db8:1::2")
            self.assertEqual(int(frame["frame.packet_flags_direction"][0], 0), 2 if ours else 1)
        return frames

    def assert_as_on_the_wire(self, capture):
        """The router has seen the same, each as often."""
        self.lab.stop_captures()
        empty = self.lab.directory / "no-profile"
        self.assertEqual(datagrams(capture.path, empty), datagrams(self.lab.captures[0][0], empty))

    def assert_private(self, capture):
        self.assertEqual(stat.S_IMODE(capture.keys.stat().st_mode), 0o700)
        for file in capture.keys.iterdir():
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600, file)

    def assert_secret_without_keys(self, capture, frames):
        """Nothing of the inside shows, and no key stands in the file."""
        for frame in frames:
            self.assertEqual((frame["icmp.type"], frame["isakmp.enc.decrypted"]), ([], []))
        octets = capture.path.read_bytes()
        keys = capture.key_bytes()
        self.assertTrue(keys)
        for key in keys:
            self.assertNotIn(key, octets)
            self.assertNotIn(key.hex().encode(), octets)

    def assert_pings_decrypt(self, frames, pings=PINGS):
        """The hosts' own, all of them in order, both ways, in frames as they are with keys."""
        for kind, source, destination in (("8", "10.1.0.10", "10.2.0.10"), ("0", "10.2.0.10", "10.1.0.10")):
            sequences = [frame["icmp.seq"][0] for frame in frames
                         if frame["icmp.type"] == [kind] and frame["ip.src"][-1] == source
                         and frame["ip.dst"][-1] == destination]
            self.assertEqual(sequences, [str(number + 1) for number in range(pings)])

    def ping(self, count=PINGS):
        # The first one is apart, since a responder may be ready a moment later.
        lab.wait_until("the first ping", lambda: self.lab.ping("lh", "10.2.0.1", 1, patience=1) == 1)
        self.assertIn(f" {count} received", self.lab.run("lh", "ping", "-c", count, "-i", "0.05", "10.2.0.10").stdout)


class AgainstStrongswan(Reading, lab.LabTest):
    """ESP in UDP: its libipsec does nothing else."""

    def begin(self, *options, name="capture", **settings):
        """A capture of a connection that waits."""
        self.console.apply(immediately=False, **settings)
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        return Capture(self.lab, self.console, *options, name=name)

    def capture_a_life(self, *options, **settings):
        """charon begins, pings pass, and we end it."""
        capture = self.begin(*options, **settings)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.ping()
        self.console.command("stop", "tunnel")
        lab.wait_until("charon sees our delete", lambda: not self.charon.ike_sas())
        return capture

    def test_ikev2(self):
        self.charon.load()
        capture = self.begin("--keys")
        self.console.command("start", "tunnel")
        self.console.wait_event("ChildSaEstablished")
        self.ping()
        # Nothing of what stands is in the tables.
        self.assertEqual(capture.key_bytes(), [])
        self.console.command("stop", "tunnel")
        lab.wait_until("charon sees our delete", lambda: not self.charon.ike_sas())
        summary = capture.stop()
        self.assertEqual((summary["KeyLines"], summary["KeysWithheld"], summary["SasBefore"]), (3, 0, 0))
        closed = self.assert_readable(capture, summary)
        self.assert_as_on_the_wire(capture)
        self.assert_private(capture)
        self.assert_secret_without_keys(capture, closed)
        opened = capture.frames(keys=True)
        self.assert_pings_decrypt(opened)
        # IKE_AUTH: identities and the child's SA, under encryption, of both sides; and the Deletes that end it all.
        for identity, flags in ((lab.LEFT_ID, "0x08"), (lab.RIGHT_ID, "0x20")):
            self.assertEqual(sum(frame["isakmp.exchangetype"] == ["35"] and frame["isakmp.flags"] == [flags]
                                 and identity in frame["isakmp.id.data.fqdn"] and "33" in frame["isakmp.typepayload"]
                                 for frame in opened), 1, identity)
        self.assertGreaterEqual(sum(frame["isakmp.exchangetype"] == ["37"] and "42" in frame["isakmp.typepayload"]
                                    for frame in opened), 1)

    def test_first_message_of_a_responder(self):
        self.charon.load()
        capture = self.capture_a_life("--keys")
        summary = capture.stop()
        frames = self.assert_readable(capture, summary)
        self.assert_as_on_the_wire(capture)
        self.assertEqual((frames[0]["isakmp.exchangetype"], frames[0]["ip.src"]), (["34"], [lab.RIGHT]))
        self.assert_pings_decrypt(capture.frames(keys=True))

    def ikev1(self, mode, ours, theirs):
        """Gives the frames without and with keys."""
        self.charon.load(**theirs)
        capture = self.capture_a_life("--keys", ike={"IkeVersion": "ikev1", **ours})
        summary = capture.stop()
        self.assertEqual(summary["KeyLines"], 3)
        closed = self.assert_readable(capture, summary)
        self.assert_as_on_the_wire(capture)
        self.assert_secret_without_keys(capture, closed)
        opened = capture.frames(keys=True)
        self.assert_pings_decrypt(opened)
        # Quick mode: SA, and the subnets as identities.
        self.assertEqual(sum(frame["isakmp.exchangetype"] == ["32"] and "1" in frame["isakmp.typepayload"]
                             and frame["isakmp.id.data.ipv4_addr"] == ["10.2.0.0", "10.1.0.0"] for frame in opened), 2)
        self.assertGreaterEqual(sum(frame["isakmp.exchangetype"] == [mode] for frame in closed), 3)
        return closed, opened

    def test_ikev1_main_mode(self):
        closed, opened = self.ikev1("2", {"LocalId": lab.LEFT, "RemoteId": lab.RIGHT},
                                    {"version": 1, "local_id": lab.RIGHT, "remote_id": lab.LEFT})
        # The fifth and sixth messages hold the identities.
        for address in (lab.LEFT, lab.RIGHT):
            for frames, times in ((closed, 0), (opened, 1)):
                self.assertEqual(sum(frame["isakmp.exchangetype"] == ["2"]
                                     and frame["isakmp.id.data.ipv4_addr"] == [address] for frame in frames), times)

    def test_ikev1_aggressive_mode(self):
        self.charon.configure("i_dont_care_about_security_and_use_aggressive_mode_psk = yes")
        self.ikev1("4", {"IkeMode": "aggressive"}, {"version": 1, "more": "aggressive = yes"})

    def test_keys_of_living_sas_only_where_confirmed(self):
        self.charon.load()
        capture = self.begin("--keys")
        self.console.command("start", "tunnel")
        self.console.wait_event("ChildSaEstablished")
        self.ping()
        summary = capture.stop()
        self.assertEqual((summary["KeyLines"], summary["KeysWithheld"]), (0, 2))
        self.assertEqual(capture.key_bytes(), [])
        self.assertTrue(summary["Notes"])
        self.assertEqual(capture.count("icmp", keys=True), 0)
        # Those that stand already are known to nobody any more; after a rekey there are others.
        live = Capture(self.lab, self.console, "--keys", "--live-keys", name="live")
        self.console.command("renegotiate", "tunnel")
        self.console.wait_event("ChildSaEstablished", 2)
        self.ping()
        summary = live.stop()
        self.assertEqual((summary["KeyLines"], summary["KeysWithheld"], summary["SasBefore"]), (3, 0, 1))
        self.assert_pings_decrypt(live.frames(keys=True))

    def test_files_are_made_anew(self):
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        path = self.lab.directory / "there.pcapng"
        path.write_text("mine")
        victim = self.lab.directory / "victim"
        victim.write_text("mine")
        link = self.lab.directory / "link.pcapng"
        link.symlink_to(victim)
        for target, options in ((path, ()), (link, ()), (link, ("--force",)), (self.lab.directory, ("--force",))):
            refused = self.console.command("capture", "tunnel", "--output", target, *options, check=False)
            self.assertEqual(refused.returncode, 1, refused.stderr)
            self.assertEqual((path.read_text(), victim.read_text()), ("mine", "mine"))
        # A directory that others may enter is no place for keys.
        (self.lab.directory / "open.pcapng.keys").mkdir(mode=0o755)
        refused = self.console.command("capture", "tunnel", "--output", self.lab.directory / "open.pcapng", "--keys",
                                       "--force", check=False)
        self.assertEqual(refused.returncode, 1, refused.stderr)
        capture = Capture(self.lab, self.console, "--force", "--seconds", "1", name="there")
        summary = capture.wait()
        self.assertEqual(summary["End"], "time")
        self.assertEqual(capture.count("frame"), summary["IkeDatagrams"] + summary["EspDatagrams"])

    def test_one_that_is_killed_leaves_none_behind(self):
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        capture = Capture(self.lab, self.console)
        capture.kill()
        # The next one can begin when it is written down.
        another = self.lab.directory / "another.pcapng"
        lab.wait_until("the engine ends it", lambda: self.console.command(
            "capture", "tunnel", "--output", another, "--force", "--seconds", "1", check=False).returncode == 0)
        lab.wait_until("no capture is on", lambda: not self.console.status()["Engine"]["Capturing"])
        self.ping(1)
        # The engine's own end leaves a whole file, too.
        capture = Capture(self.lab, self.console, name="second")
        self.assertEqual(self.console.stop(), 0)
        self.assertIn(capture.end(), (1, 5))  # it may hear of the capture's end, or find nobody
        self.assertGreater(capture.count("isakmp"), 0)


class BetweenEngines(Reading, lab.EnginesTest):
    """What libipsec cannot do."""

    SUITES = [  # encryption, hash, whether Wireshark 4.0 knows the cipher
        ("aes", "sha1", True),
        ("aes256", "sha256", True),
        ("aes192", "sha512", True),
        ("aes", "sha384", True),
        ("3des", "md5", True),
        ("des", "sha1", True),
        ("aes128gcm16", "none", True),
        ("aes256gcm16", "none", True),
        ("chacha20poly1305", "none", False),
    ]

    def capture_a_life(self, name, **both):
        self.right.apply_anew(immediately=False, **both)
        self.right.run_once()
        self.left.apply_anew(immediately=False, **both)
        self.left.run_once()
        capture = Capture(self.lab, self.left, "--keys", name=name)
        self.left.command("start", "tunnel")
        self.left.wait_event("ChildSaEstablished")
        self.right.wait_event("ChildSaEstablished")
        self.ping()
        self.left.command("stop", "tunnel")
        self.left.wait_event("ConnectionStopped")
        summary = capture.stop()
        self.assert_secret_without_keys(capture, self.assert_readable(capture, summary))
        return capture, summary

    def test_each_suite_natively_and_in_udp(self):
        for number, (encryption, hash_, is_known) in enumerate(self.SUITES):
            for encapsulation, esn in (("automatic", number % 2 == 0), ("forced", number % 2 == 1)):
                with self.subTest(encryption=encryption, hash=hash_, encapsulation=encapsulation, esn=esn):
                    capture, summary = self.capture_a_life(
                        f"{encryption}-{hash_}-{encapsulation}", EnableNatTraversal=encapsulation, EnableEsn=esn,
                        ipsec={"IpsecEncAlg": encryption, "IpsecAuthAlg": hash_})
                    self.assertEqual(summary["KeyLinesUnnamed"], 0 if is_known else 2)
                    frames = capture.frames(keys=True)
                    packets = [frame for frame in frames if "esp" in frame["frame.protocols"][0].split(":")]
                    self.assertTrue(packets)
                    for packet in packets:
                        self.assertEqual(packet["udp.port"] != [], encapsulation == "forced")
                        # Wireshark computes the ICV as well; 4.0 knows no extended sequence numbers.
                        if is_known and not esn:
                            self.assertNotIn("1", packet["esp.icv_bad"])
                    if is_known:
                        self.assert_pings_decrypt(frames)

    def test_ike_suites(self):
        for encryption, hash_, is_known in (("aes256", "sha512", True), ("3des", "sha1", True),
                                            ("aes128gcm16", "sha256", True), ("aes256gcm16", "sha384", True),
                                            ("des", "md5", False), ("chacha20poly1305", "sha256", False)):
            with self.subTest(encryption=encryption, hash=hash_):
                capture, summary = self.capture_a_life(f"ike-{encryption}", ike={"IkeEncAlg": encryption,
                                                                                "IkeAuthAlg": hash_})
                self.assertEqual(summary["KeyLinesUnnamed"], 0 if is_known else 1)
                frames = capture.frames(keys=True)
                self.assertEqual(any(lab.RIGHT_ID in frame["isakmp.id.data.fqdn"] for frame in frames), is_known)
                self.assert_pings_decrypt(frames)


class OverIpv6(Reading, data_path.DataPath):
    captured = ""

    def test_outside(self):
        self.use_ipv6()
        for name, nat in (("native", "automatic"), ("udp", "forced")):
            with self.subTest(nat=nat):
                self.right.apply_anew(immediately=False, EnableNatTraversal=nat)
                self.right.run_once()
                self.left.apply_anew(immediately=False, EnableNatTraversal=nat)
                self.left.run_once()
                capture = Capture(self.lab, self.left, "--keys", name=name)
                self.left.command("start", "tunnel")
                self.left.wait_event("ChildSaEstablished")
                self.right.wait_event("ChildSaEstablished")
                self.ping()
                self.left.command("stop", "tunnel")
                self.left.wait_event("ConnectionStopped")
                summary = capture.stop()
                closed = self.assert_readable(capture, summary)
                self.assertTrue(all(frame["ipv6.src"] for frame in closed))
                self.assertEqual(any("udp:udpencap:esp" in frame["frame.protocols"][0] for frame in closed),
                                 nat == "forced")
                self.assert_secret_without_keys(capture, closed)
                self.assert_pings_decrypt(capture.frames(keys=True))


class AtFullRate(Reading, data_path.DataPath):
    def settled(self):
        """Packets of both directions, once their counters move no more."""
        def total():
            child = self.child(self.left)
            return child["PacketsIn"] + child["PacketsOut"]

        seen, since = total(), time.monotonic()

        def is_still():
            nonlocal seen, since
            if (now := total()) != seen:
                seen, since = now, time.monotonic()
            return time.monotonic() - since > 1.5  # counters are read once a second
        lab.wait_until("the counters rest", is_still)
        return seen

    def test_never_disturbs_the_tunnel(self):
        self.configure(EnableNatTraversal="forced")
        self.start()
        plan = [[{"kind": "tcp", "seconds": 3, "write": 65536}]]
        before = self.settled()
        capture = Capture(self.lab, self.left, "--max-size", "8G")
        self.assert_carried(plan)
        after = self.settled()
        summary = capture.stop()
        print(f"carried {after - before}; {summary}")
        self.assert_no_drops()
        # Every packet is in the file, or counted as one that did not fit: superpackets as what they stand for.
        self.assertGreater(after - before, 10_000)
        self.assertEqual(summary["EspDatagrams"] + summary["Dropped"], after - before)
        self.assertEqual(capture.count("esp"), summary["EspDatagrams"])
        statistics = subprocess.run(["capinfos", "-T", "-m", "-r", "-c", str(capture.path)], capture_output=True,
                                    text=True, check=True).stdout
        self.assertIn(str(summary["EspDatagrams"] + summary["IkeDatagrams"] + summary["Keepalives"]), statistics)


if __name__ == "__main__":
    lab.main(together=(AgainstStrongswan, BetweenEngines, OverIpv6, AtFullRate))

#!/usr/bin/env python3
"""Handshakes and memory of our engine beside charon's, in one run on one machine; not a test, and not part of ctest.

Two gateways in network namespaces (tests/interop/lab.py). For each suite our engine first initiates COUNT tunnels to
charon, then charon initiates as many to our engine; so each of the two is measured in both roles, with the same suite and
the same peer. As responder charon has one connection for all peers, as its users have where there are many; with one for
each it walks through all of them for every message, and that alone took 0.5 s a handshake at 10,000. CPU is user and
system time of the whole process, memory what its resident set grew by between "loaded" and
"established". Each tunnel has identities, a connection and a child of its own; children differ by port, since charon's
userspace data path wants an address of its own in every subnet.

    measure_handshakes.py build/release/tests/bench/bench_gateway [--counts 100,1000] [--suites modp2048,x25519]
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "interop"))
import lab  # noqa: E402
import vici  # noqa: E402

IKE = {"modp2048": "aes256-sha256-modp2048", "x25519": "aes256-sha256-curve25519"}
PATIENCE = 5400.0
PROGRESS_EVERY = 30.0
TRIES = 3  # as our engine, which tries for ever
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    """User and system time of a whole process."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_kilobytes(pid):
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") // 1024


def wait_until(what, condition, interval=0.02):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("waited in vain: " + what)
        time.sleep(interval)


class Progress:
    """Says on standard error how many SAs charon has and what CPU time it took, since many tunnels take their time."""

    def __init__(self, charon):
        self._charon = charon
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self):
        control = self._charon.connect()
        while not self._done.wait(PROGRESS_EVERY):
            print(f"  charon has {control.request('stats')['ikesas']['total']} IKE SAs after "
                  f"{cpu_seconds(self._charon.pid):.0f} s of CPU", file=sys.stderr, flush=True)
        control.close()

    def stop(self):
        self._done.set()
        self._thread.join()


class Charon:
    """charon on the right gateway, silent: with COUNT connections to initiate, or with one that answers all peers."""

    def __init__(self, a_lab, count, suite, initiates):
        self.directory = a_lab.directory / "charon"
        self.directory.mkdir()
        text = lab.STRONGSWAN_CONF.replace("@DIR@", str(self.directory))
        text = text.replace("default = 1\n", "default = -1\n")  # no log: ours writes none here, either
        # Tables for many SAs, as its documentation advises: by default it walks through all of them for each message.
        text = text.replace("charon-systemd {", "charon-systemd {\n  threads = 32\n  retransmit_jitter = 0\n"
                            "  ikesa_table_size = 16384\n  ikesa_table_segments = 16", 1)
        (self.directory / "strongswan.conf").write_text(text)
        socket = self.directory / "charon.vici"
        process = lab.Process(a_lab, "charon", "rg", ["/usr/sbin/charon-systemd"],
                              env={"STRONGSWAN_CONF": str(self.directory / "strongswan.conf")})
        self._process = process
        self.pid = process.process.pid
        wait_until("charon starts", lambda: socket.exists() or not process.is_running())
        self._path = socket
        self._vici = vici.Vici(socket)
        self._vici.request("load-shared", {"id": "all", "type": "ike", "data": lab.PSK})
        if initiates:
            for number in range(1, count + 1):
                self._load(f"c{number}", suite, f"right{number}.example.org", f"left{number}.example.org",
                           f"n{number}", f"[tcp/{number}]")
        else:
            self._load("all", suite, "*.example.org", "*.example.org", "all", "")

    def _load(self, name, suite, local_id, remote_id, child, port):
        self._vici.request("load-conn", {name: {
            "version": "2", "local_addrs": [lab.RIGHT], "remote_addrs": [lab.LEFT], "proposals": [IKE[suite]],
            "mobike": "no", "dpd_delay": "0", "rekey_time": "0", "unique": "never",
            "local": {"auth": "psk", "id": local_id},
            "remote": {"auth": "psk", "id": remote_id},
            "children": {child: {
                "local_ts": ["10.2.0.0/24" + port], "remote_ts": ["10.1.0.0/24"],
                "esp_proposals": ["aes256-sha256"], "rekey_time": "0", "life_time": "0"}}}})

    def connect(self):
        return vici.Vici(self._path)

    def stop(self):
        self._vici.close()
        self._process.stop(signal.SIGKILL)  # in good order it takes minutes to delete 10,000 SAs

    def children(self):
        return int(self._vici.request("stats")["ikesas"]["total"])

    def initiate(self, count, at_a_time=16):
        local = threading.local()

        def one(number):
            if not hasattr(local, "vici"):
                local.vici = self.connect()
            for attempt in range(TRIES):
                try:
                    local.vici.request("initiate", {"child": f"n{number}", "ike": f"c{number}", "timeout": 600000,
                                                    "loglevel": -1})
                    return
                except RuntimeError as error:
                    print(f"  {number}, try {attempt + 1}: {error}", file=sys.stderr, flush=True)
            raise AssertionError(f"charon could not establish number {number}")

        with concurrent.futures.ThreadPoolExecutor(at_a_time) as pool:
            list(pool.map(one, range(1, count + 1)))


class Ours:
    """Our engine on the left gateway."""

    def __init__(self, a_lab, program, count, suite):
        self.said = []
        self._count = count
        self._process = subprocess.Popen(["ip", "netns", "exec", a_lab.ns("lg"), str(program), str(count), suite],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.pid = self._process.pid
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait("loaded")

    def _read(self):
        for line in self._process.stdout:
            self.said.append(json.loads(line))

    def wait(self, event):
        wait_until(f"our gateway is {event}",
                   lambda: any(one["event"] == event for one in self.said) or self._process.poll() is not None, 0.005)
        return next(one for one in self.said if one["event"] == event)

    def go(self):
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def stop(self):
        self._process.stdin.close()
        self._process.wait(60)


class Measure:
    """What one phase cost each process."""

    def __init__(self, ours, charon):
        self._pids = {"ours": ours.pid, "charon": charon.pid}
        time.sleep(1)
        self._before = {name: (cpu_seconds(pid), resident_kilobytes(pid)) for name, pid in self._pids.items()}
        self._started = time.monotonic()

    def finish(self, count):
        elapsed = time.monotonic() - self._started
        result = {"rate": count / elapsed}
        for name, pid in self._pids.items():
            cpu, rss = self._before[name]
            result[name] = {"cpu_ms": (cpu_seconds(pid) - cpu) * 1000 / count,
                            "kB": (resident_kilobytes(pid) - rss) / count}
        return result


def run(program, count, suite, we_initiate):
    a_lab = lab.Lab()
    try:
        a_lab.build()
        charon = Charon(a_lab, count, suite, not we_initiate)
        ours = Ours(a_lab, program, count, suite)
        try:
            progress = Progress(charon)
            measure = Measure(ours, charon)
            if we_initiate:
                ours.go()
            else:
                charon.initiate(count)
            ours.wait("established")
            wait_until("charon has them all", lambda: charon.children() == count)
            result = measure.finish(count)
            print(f"  {result}", file=sys.stderr, flush=True)
            return result
        finally:
            progress.stop()
            ours.stop()
            charon.stop()
    finally:
        a_lab.destroy()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--counts", default="100,1000")
    parser.add_argument("--suites", default="modp2048,x25519")
    arguments = parser.parse_args()
    reason = lab.missing_permission()
    if reason:
        sys.exit(reason)
    print(f"{'suite':9} {'count':>6} {'role':10} {'ours':>9} {'charon':>9} {'ratio':>6}   per handshake or tunnel")
    for suite in arguments.suites.split(","):
        for count in map(int, arguments.counts.split(",")):
            phases = {role: run(arguments.program.resolve(), count, suite, role == "initiator")
                      for role in ("initiator", "responder")}
            other = {"initiator": "responder", "responder": "initiator"}
            for role, phase in phases.items():
                # charon's number for the same role is that of the other phase.
                for what, unit in (("cpu_ms", "ms CPU"), ("kB", "kB memory")):
                    own, its = phase["ours"][what], phases[other[role]]["charon"][what]
                    print(f"{suite:9} {count:6} {role:10} {own:9.3f} {its:9.3f} {own / its if its else 0:6.2f}   {unit}")
                print(f"{suite:9} {count:6} {role:10} {phase['rate']:9.0f} {phases[other[role]]['rate']:9.0f} "
                      f"{phase['rate'] / phases[other[role]]['rate']:6.2f}   handshakes/s, the other side's time included")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

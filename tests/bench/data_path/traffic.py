"""What is measured between the two hosts. Each measurement is a dictionary of figures whose names end in their unit."""

import json
import pathlib
import re
import statistics
import subprocess
import sys
import threading

import lab

from .cost import Cost, memory
from .gateways import RIGHT_HOST

UDP_FLOOD = pathlib.Path(__file__).with_name("udp_flood.py")
UDP_PORT = 5300
IP_AND_UDP = 28
PING_INTERVAL = 0.01
# Of the hosts' TCP, as Linux has it by itself: a machine may have been set to another one, which decides how large the
# packets are that a stream consists of, and how many come at once.
CONGESTION = "cubic"


def measure(gateways, processes, seconds, streams):
    """All measurements by name. The floods come last: after an overload some tunnels are no more what they were."""
    server = IperfServer(gateways)
    results = {"rtt_idle": _rtt(gateways, seconds)}
    for count in streams:
        for direction in ("out", "in"):
            results[f"tcp{count}_{direction}"] = tcp(gateways, processes, server, seconds, count, direction)
    results["rtt_loaded"] = _rtt_loaded(gateways, server, seconds)
    if processes:
        results["memory_tcp"] = memory(processes)
    results["udp1400"] = _udp(gateways, processes, seconds, 1400)
    results["udp64"] = _udp(gateways, processes, seconds, 64)
    if processes:
        results["memory_flood"] = memory(processes)
    return results


# What a measurement must have for it to count as done.
MUST_BE_POSITIVE = ("gbps", "kpps", "gbit_per_cpu_s", "gbit_per_involved_cpu_s", "median_us", "most_mb")


def missing_figures(results, streams, has_processes):
    """Names of what is not there, or zero where it cannot be."""
    expected = {"rtt_idle", "rtt_loaded", "udp1400", "udp64"}
    expected |= {f"tcp{count}_{direction}" for count in streams for direction in ("out", "in")}
    expected |= {"memory_tcp", "memory_flood"} if has_processes else set()
    zero = {f"{name}.{figure}" for name, figures in results.items() for figure, value in figures.items()
            if figure in MUST_BE_POSITIVE and not value > 0}
    return sorted((expected - results.keys()) | zero)


class IperfServer:
    """On the right host."""

    def __init__(self, gateways):
        self._listens = threading.Semaphore(0)
        self.process = lab.Process(gateways, "iperf3-server", "rh", ["iperf3", "-s", "--forceflush"],
                                   on_line=lambda line: "listening" in line and self._listens.release())

    def await_turn(self):
        """To be called before each client. After each it listens anew: who comes too early is reset."""
        if not self._listens.acquire(timeout=lab.PATIENCE):
            raise AssertionError("iperf3 does not listen: " + self.process.text())


def tcp(gateways, processes, server, seconds, streams, direction):
    server.await_turn()
    cost = Cost(processes, [server.process])
    done = gateways.run("lh", "iperf3", "-c", RIGHT_HOST, "-C", CONGESTION, "-t", seconds, "-P", streams, "-J",
                        *(["-R"] if direction == "in" else []), check=False)
    report = json.loads(done.stdout or "{}")
    if done.returncode != 0 or "error" in report:
        raise AssertionError(f"iperf3: {report.get('error') or done.stderr}")
    received, sent = report["end"]["sum_received"], report["end"]["sum_sent"]
    return {"gbps": received["bits_per_second"] / 1e9, **cost.stop().per(received["bytes"] * 8 / 1e9),
            "retransmits_per_s": sent["retransmits"] / sent["seconds"]}


def _rtt(gateways, seconds):
    done = gateways.run("lh", "ping", "-n", "-i", PING_INTERVAL, "-c", round(seconds / PING_INTERVAL), "-W", 1,
                        RIGHT_HOST, check=False)
    times = [float(value) * 1000 for value in re.findall(r"time=([\d.]+) ms", done.stdout)]
    if len(times) < 2:
        raise AssertionError("no answers to pings: " + done.stdout + done.stderr)
    return {"median_us": statistics.median(times), "p99_us": statistics.quantiles(times, n=100)[98],
            "answered": len(times)}


def _rtt_loaded(gateways, server, seconds):
    server.await_turn()
    flows = threading.Event()
    # It flows before the first ping and after the last.
    load = lab.Process(gateways, "iperf3-load", "lh", ["iperf3", "-c", RIGHT_HOST, "-C", CONGESTION, "-t",
                                                       seconds + 2, "-i", 0.5, "--forceflush"],
                       on_line=lambda line: "bits/sec" in line and flows.set())
    if not flows.wait(lab.PATIENCE):
        raise AssertionError("no TCP stream for pings: " + load.text())
    figures = _rtt(gateways, seconds)
    _await_end(load, lab.PATIENCE)
    return figures


def _await_end(process, patience):
    try:
        process.process.wait(patience)
    except subprocess.TimeoutExpired:
        raise AssertionError(f"{process.name} goes on and on") from None
    process.stop()  # its output is complete then


def _udp(gateways, processes, seconds, inner_size):
    ready = threading.Event()
    receiver = lab.Process(gateways, f"udp-{inner_size}", "rh",
                           [sys.executable, UDP_FLOOD, "receive", UDP_PORT, seconds],
                           on_line=lambda line: ready.set())
    if not ready.wait(lab.PATIENCE):
        raise AssertionError("no receiver of UDP: " + receiver.text())
    cost = Cost(processes, [receiver])
    sent = json.loads(gateways.run("lh", sys.executable, UDP_FLOOD, "send", RIGHT_HOST, UDP_PORT,
                                   inner_size - IP_AND_UDP, seconds).stdout)
    used = cost.stop()
    _await_end(receiver, lab.PATIENCE + 3 * seconds)
    arrived = json.loads(receiver.text().splitlines()[-1])
    gigabits = arrived["in_time"] * inner_size * 8 / 1e9
    return {"gbps": gigabits / seconds, "kpps": arrived["in_time"] / seconds / 1000, **used.per(gigabits),
            "offered_kpps": sent["sent"] / sent["seconds"] / 1000,
            "loss_percent": 100 * (1 - arrived["received"] / sent["sent"])}

"""Which measurement follows which. A round measures everything once, then comes the next one: whatever the machine does
beside us, for minutes even, it does to all of them."""

import json
import signal
import sys

from . import traffic
from .contenders import end_all
from .gateways import Gateways

WISHES_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def plan(contenders, suites, links):
    """What one round measures: (link, contender, suite)."""
    return [(link, contender, suite) for link in links for contender in contenders
            for suite in ([contender.own_suite] if contender.own_suite else suites)]


def run(plan_, rounds, seconds, streams, keep):
    """Measures, and calls keep(entry) with each entry that is complete. Gives what went wrong, a line each."""
    failures = []
    for number in range(1, rounds + 1):
        for link, contender, suite in plan_:
            title = f"round {number}, {link}, {contender.name}, {suite}"
            print(title, end=": ", file=sys.stderr, flush=True)
            try:
                results, has_processes = _measure(link, contender, suite, seconds, streams)
            except (AssertionError, OSError, json.JSONDecodeError) as failure:
                failures.append(f"{title}: {failure}")
                print(f"failed: {failure}", file=sys.stderr)
                continue
            missing = traffic.missing_figures(results, streams, has_processes)
            if missing:
                failures.append(f"{title}: missing or zero: {' '.join(missing)}")
            print(_in_short(results), file=sys.stderr)
            keep({"round": number, "link": link, "contender": contender.name, "suite": suite, "results": results})
    return failures


def _measure(link, contender, suite, seconds, streams):
    gateways = Gateways(link)
    processes = []
    try:
        gateways.build()
        processes = contender.start(gateways, suite)
        gateways.wait_until_carried()
        results = traffic.measure(gateways, processes, seconds, streams)
        if dead := [process.name for process in processes if not process.is_running()]:
            raise AssertionError(f"ended while it was measured: {' '.join(dead)}")
        return results, bool(processes)
    finally:
        _take_away(gateways)


def _take_away(gateways):
    """Whatever happened, and however often Ctrl-C is pressed."""
    before = {wish: signal.signal(wish, signal.SIG_IGN) for wish in WISHES_TO_END}
    try:
        end_all(gateways.processes)
        gateways.destroy()
    except AssertionError as failure:
        print(f"not taken away: {failure}", file=sys.stderr)
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)


def _in_short(results):
    tcp = ", ".join(f"{name} {figures['gbps']:.2f} Gbit/s" for name, figures in results.items() if "tcp" in name
                    and "gbps" in figures)
    return f"{tcp}, 64 B {results['udp64']['kpps']:.0f} kpacket/s, ping {results['rtt_idle']['median_us']:.0f} us"

"""Medians over the rounds, and ratios.

A ratio is taken within each round, and the median of those is given: what slowed down a round counts on both sides.
"""

import statistics
from collections import defaultdict

from .contenders import BARE, NO_SUITE, OURS, OURS_NATIVE, SUITES
from .gateways import LINKS

_SUITES = [NO_SUITE, *SUITES]


def medians(entries):
    """{(link, contender, suite): {measurement: {figure: median}}}, in the order of a round."""
    grouped = defaultdict(list)
    for entry in entries:
        grouped[entry["link"], entry["contender"], entry["suite"]].append(entry["results"])
    return {key: {name: {figure: statistics.median(results[name][figure] for results in rounds)
                         for figure in rounds[0][name]}
                  for name in rounds[0]}
            for key, rounds in sorted(grouped.items(), key=_place_in_round(entries))}


def _place_in_round(entries):
    """Also of what failed in the first round, and so comes late in the file."""
    contenders = list(dict.fromkeys(entry["contender"] for entry in entries))
    return lambda item: (LINKS.index(item[0][0]), contenders.index(item[0][1]), _SUITES.index(item[0][2]))


def both_ways(results, streams, figure):
    """Mean of the two directions of a TCP measurement."""
    return statistics.mean(results[f"tcp{streams}_{direction}"][figure] for direction in ("out", "in"))


def efficiency_figure(record):
    """Of whose CPU time: all of the machine's, or on one that others use as well only of the processes involved."""
    return "gbit_per_involved_cpu_s" if record["shared"] else "gbit_per_cpu_s"


def headline(results, streams, efficiency):
    """The few values that ratios are made of: {title: value}."""
    values = {}
    for count in streams:
        title = f"TCP, {count} stream{'s' if count > 1 else ''}"
        values[f"{title}: rate"] = both_ways(results, count, "gbps")
        values[f"{title}: efficiency"] = both_ways(results, count, efficiency)
    values["UDP 1400 B: rate"] = results["udp1400"]["gbps"]
    values["UDP 1400 B: efficiency"] = results["udp1400"][efficiency]
    values["UDP 64 B: rate"] = results["udp64"]["kpps"]
    values["UDP 64 B: efficiency"] = results["udp64"][efficiency]
    values["ping idle"] = results["rtt_idle"]["median_us"]
    values["ping under load"] = results["rtt_loaded"]["median_us"]
    return values


def ratios(record, link):
    """[(which of ours, or the bare one, its suite, other contender, its suite, {title: ours / other})] for one link."""
    by_round = defaultdict(dict)
    for entry in record["entries"]:
        if entry["link"] == link:
            by_round[entry["contender"], entry["suite"]][entry["round"]] = headline(
                entry["results"], record["streams"], efficiency_figure(record))
    rows = []
    for (contender, suite), own in by_round.items():
        if contender not in (OURS, OURS_NATIVE, BARE):
            continue
        for (other, its_suite), theirs in by_round.items():
            same_suite = its_suite == suite or _suites_of(by_round, other) == 1
            if other in (contender, OURS) or not same_suite or not own.keys() & theirs.keys():
                continue
            rows.append((contender, suite, other, its_suite, _median_ratio(own, theirs)))
    return sorted(rows, key=lambda row: (row[0], _SUITES.index(row[1])))


def _suites_of(by_round, contender):
    return sum(1 for name, _ in by_round if name == contender)


def _median_ratio(own, theirs):
    rounds = own.keys() & theirs.keys()
    titles = next(iter(own.values()))
    return {title: statistics.median(own[number][title] / theirs[number][title] if theirs[number][title] else 0.0
                                     for number in rounds)
            for title in titles}

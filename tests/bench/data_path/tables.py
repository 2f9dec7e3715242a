"""The measurements as Markdown."""

from . import summary
from .contenders import NO_SUITE

LINK_TITLES = {
    "veth": "Links that pass large packets whole (veth)",
    "wire": "Links that cut and join packets (wire)",
}


def markdown(record):
    """`record`: as it is kept in the file of raw figures."""
    lines = _about(record)
    medians = summary.medians(record["entries"])
    for link in dict.fromkeys(link for link, _, _ in medians):
        rows = {(contender, suite): results for (of, contender, suite), results in medians.items() if of == link}
        lines += ["", f"### {LINK_TITLES[link]}"]
        lines += ["", "TCP:", ""] + _tcp(rows, record)
        lines += ["", "UDP, offered as fast as the sender can:", ""] + _udp(rows, record)
        lines += ["", "Round trip of a ping, and memory of the larger of the tunnel's two processes:", ""] + _rest(rows)
        ratios = summary.ratios(record, link)
        if ratios:
            lines += ["", "Ours divided by the other:", ""] + _ratios(ratios)
    return "\n".join(lines) + "\n"


def _about(record):
    about = record["about"]
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items() if version)
    whose = "the processes involved" if record["shared"] else "all of the machine"
    return [f"{about['date']}; {about['machine']} of {about['processors']} processors ({about['processor']}), Linux "
            f"{about['kernel']}; {versions}.",
            f"{record['rounds']} rounds, {record['seconds']:g} s for each measurement; others kept {about['busy']:.2f} "
            f"processors busy when it began. Efficiency (Gbit/CPU s) counts the CPU time of {whose}."]


def _table(head, rows):
    return ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |",
            *("| " + " | ".join(row) + " |" for row in rows)]


def _tcp(rows, record):
    streams, efficiency = record["streams"], summary.efficiency_figure(record)
    head = ["tunnel", "suite"]
    for count in streams:
        head += [f"{count} × →, Gbit/s", f"{count} × ←, Gbit/s", f"{count} ×, Gbit/CPU s"]
    first = streams[0]
    head += [f"{first} ×, CPU s/GB of the machine", "of those involved", "of the tunnel",
             f"{first} ×, retransmissions/s"]
    table = []
    for (contender, suite), results in rows.items():
        row = [contender, suite]
        for count in streams:
            row += [_number(results[f"tcp{count}_out"]["gbps"]), _number(results[f"tcp{count}_in"]["gbps"]),
                    _number(summary.both_ways(results, count, efficiency))]
        row += [_number(summary.both_ways(results, first, figure))
                for figure in ("cpu_s_per_gb", "involved_cpu_s_per_gb", "tunnel_cpu_s_per_gb", "retransmits_per_s")]
        table.append(row)
    return _table(head, table)


def _udp(rows, record):
    efficiency = summary.efficiency_figure(record)
    head = ["tunnel", "suite", "1400 B, Gbit/s", "1400 B, Gbit/CPU s", "1400 B, lost", "64 B, kpacket/s",
            "64 B, offered", "64 B, lost"]
    return _table(head, [
        [contender, suite, _number(large["gbps"]), _number(large[efficiency]), f"{large['loss_percent']:.0f} %",
         _number(small["kpps"]), _number(small["offered_kpps"]), f"{small['loss_percent']:.0f} %"]
        for (contender, suite), results in rows.items()
        for large, small in [(results["udp1400"], results["udp64"])]])


def _rest(rows):
    head = ["tunnel", "suite", "idle, median us", "idle, 99 %", "TCP stream beside it, median us", "99 %",
            "memory after TCP, MB", "after the floods, MB", "most, MB"]
    table = []
    for (contender, suite), results in rows.items():
        row = [contender, suite] + [_number(results[name][figure]) for name in ("rtt_idle", "rtt_loaded")
                                    for figure in ("median_us", "p99_us")]
        if "memory_flood" in results:
            row += [_number(results["memory_tcp"]["now_mb"]), _number(results["memory_flood"]["now_mb"]),
                    _number(results["memory_flood"]["most_mb"])]
        else:
            row += ["-"] * 3
        table.append(row)
    return _table(head, table)


def _ratios(rows):
    return _table(["ours", "suite", "other", *rows[0][4]],
                  [[ours, suite, other if its_suite in (suite, NO_SUITE) else f"{other}, {its_suite}",
                    *(f"{value:.2f}" for value in values.values())] for ours, suite, other, its_suite, values in rows])


def _number(value):
    """Three significant digits, no more than the measurements carry."""
    if value == 0:
        return "0"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"

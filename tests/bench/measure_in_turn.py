#!/usr/bin/env python3
"""Small differences between builds of ours, also on a machine that others use: tunnels that stand side by side, and short
TCP streams through one after the other.

measure_data_path.py sets up every tunnel anew for each round, which takes longer than what is measured. Here a round takes
seconds, so that many can be had; what is given are the medians of the ratios within a round to the first build, and
between which ratios the middle half of the rounds lies. Run it as root.

    measure_in_turn.py before=/tmp/tunnelwrightctl after=build/release/app/tunnelwrightctl --rounds 20
    measure_in_turn.py alone=build/release/app/tunnelwrightctl --among 1000
"""

import argparse
import pathlib
import signal
import statistics
import sys

sys.dont_write_bytecode = True
from data_path import contenders, requirements, rounds, traffic  # noqa: E402
from data_path.gateways import LINKS, Gateways  # noqa: E402

FIGURES = {"gbps": "Gbit/s", "gbit_per_involved_cpu_s": "Gbit/CPU s of those involved",
           "gbit_per_tunnel_cpu_s": "of the tunnel"}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("builds", nargs="+", metavar="NAME=PROGRAM", help="tunnelwrightctl, or a script that starts one")
    parser.add_argument("--among", type=int, metavar="N", help="also the first one, as one of so many connections")
    parser.add_argument("--suite", choices=contenders.SUITES, default="aes128gcm16")
    parser.add_argument("--link", choices=LINKS, default="veth")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=int, default=1, help="for each measurement")
    parser.add_argument("--streams", type=int, default=1)
    arguments = parser.parse_args()
    named = [build.partition("=")[::2] for build in arguments.builds]
    if wrong := [build for build, (_, program) in zip(arguments.builds, named) if not pathlib.Path(program).is_file()]:
        parser.error(f"'{wrong[0]}' is no NAME=PROGRAM")
    arguments.contenders = [contenders.Ours(pathlib.Path(program).resolve(), name) for name, program in named]
    if arguments.among:
        first = pathlib.Path(named[0][1]).resolve()
        arguments.contenders.append(contenders.Ours(first, f"among {arguments.among}", among=arguments.among))
    return arguments


def measure(arguments, labs):
    """{(direction, contender's name): [figures of each round]}; the first round only warms up."""
    standing = []
    for contender in arguments.contenders:
        labs.append(Gateways(arguments.link))
        labs[-1].build()
        processes = contender.start(labs[-1], arguments.suite)
        labs[-1].wait_until_carried()
        standing.append((contender.name, labs[-1], processes, traffic.IperfServer(labs[-1])))
    measured = {}
    for number in range(arguments.rounds + 1):
        for name, lab_, processes, server in standing if number % 2 else reversed(standing):
            for direction in ("out", "in"):
                figures = traffic.tcp(lab_, processes, server, arguments.seconds, arguments.streams, direction)
                if number > 0:
                    measured.setdefault((direction, name), []).append(figures)
    return measured


def report(arguments, measured):
    print("| | build | " + " | ".join(f"{title} | ratio | middle half" for title in FIGURES.values()) + " |")
    print("| --- " * (2 + 3 * len(FIGURES)) + "|")
    first = arguments.contenders[0].name
    for (direction, name), each in sorted(measured.items(), key=lambda item: item[0][0], reverse=True):
        row = ["→" if direction == "out" else "←", name]
        for figure in FIGURES:
            values = [figures[figure] for figures in each]
            ratios = [value / base[figure] for value, base in zip(values, measured[direction, first]) if base[figure] > 0]
            low, _, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
            row += [f"{statistics.median(values):.3g}", f"{statistics.median(ratios):.3f}", f"{low:.2f} to {high:.2f}"]
        print("| " + " | ".join(row) + " |")


def main():
    arguments = parse_arguments()
    for wish in rounds.WISHES_TO_END:
        signal.signal(wish, signal.default_int_handler)
    if reason := requirements.forbidden():
        sys.exit(f"cannot be measured here: {reason}")
    if missing := requirements.missing(arguments.contenders, [arguments.link]):
        sys.exit("\n".join(missing))
    labs = []
    try:
        report(arguments, measure(arguments, labs))
    except AssertionError as failure:
        sys.exit(f"not measured: {failure}")
    finally:
        for lab_ in labs:
            contenders.end_all(lab_.processes)
            lab_.destroy()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("interrupted")

#!/usr/bin/env python3
"""What our data path carries and costs beside no tunnel, strongSwan's own ESP and wireguard-go, in one run.

Two gateways in network namespaces (tests/interop/lab.py), a host behind each. A round measures every contender once
with each of its suites, on each kind of link; medians of the rounds are given, and ratios. docs/performance.md says
what each figure means. Run it as root, on a machine that does nothing else.

    measure_data_path.py build/release/app/tunnelwrightctl --out build/data-path
"""

import argparse
import json
import pathlib
import shutil
import signal
import sys

sys.dont_write_bytecode = True
from data_path import contenders, docs_section, plot, requirements, rounds, tables  # noqa: E402
from data_path.about import about  # noqa: E402
from data_path.gateways import LINKS  # noqa: E402

SKIPPED = 77  # as ctest understands it


def words(allowed):
    def parse(text):
        chosen = text.split(",")
        if wrong := [word for word in chosen if word not in allowed]:
            raise argparse.ArgumentTypeError(f"'{wrong[0]}' is none of {', '.join(allowed)}")
        return chosen
    return parse


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path, nargs="?",
                        help="tunnelwrightctl; a copy of it, where it is being built meanwhile")
    parser.add_argument("--also", action="append", default=[], metavar="NAME=PROGRAM",
                        help="another build of ours, or a script that starts one with other options, under this name")
    parser.add_argument("--wireguard-go", action="append", default=[], metavar="PATH",
                        help="may be given several times; default: the one in PATH, where there is one")
    parser.add_argument("--among", type=int, action="append", default=[], metavar="N",
                        help="also with N connections between the gateways, as ours-among-N; may be given several times")
    parser.add_argument("--bare", type=pathlib.Path, metavar="PROGRAM",
                        help="bare_tunnel: a tunnel that does nothing, for what the kernel's part costs; as bare")
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="CONTENDERS",
                        help="of plain, bare, ours, ours-native, strongswan, wireguard-go and those of --also")
    parser.add_argument("--suites", type=words(contenders.SUITES), default=list(contenders.SUITES),
                        help=f"default: {','.join(contenders.SUITES)}")
    parser.add_argument("--links", type=words(LINKS), default=list(LINKS), help=f"default: {','.join(LINKS)}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="for each measurement")
    parser.add_argument("--streams", type=lambda text: [int(count) for count in text.split(",")], default=[1, 4],
                        help="of TCP; default: 1,4")
    parser.add_argument("--shared", action="store_true", help="the machine has other work to do as well: efficiency "
                        "counts the CPU time of the processes involved only, and not all of the machine's")
    parser.add_argument("--out", type=pathlib.Path, metavar="DIR",
                        help="for raw.json, report.md and plot.png; without it the report goes to stdout only")
    parser.add_argument("--update-docs", type=pathlib.Path, metavar="FILE",
                        help="put the report into the marked part of this document")
    parser.add_argument("--from", type=pathlib.Path, dest="raw", metavar="RAW.JSON",
                        help="measure nothing, report what was measured before")
    arguments = parser.parse_args()
    if not arguments.raw and not arguments.program:
        parser.error("which program?")
    if arguments.update_docs and not docs_section.has_place(arguments.update_docs):
        parser.error(f"{arguments.update_docs} has no part between '{docs_section.BEGIN}' and '{docs_section.END}'")
    return arguments


def chosen_contenders(arguments):
    for path in [arguments.program, *filter(None, [arguments.bare]),
                 *arguments.wireguard_go, *(one.partition("=")[2] for one in arguments.also)]:
        if not shutil.which(path):
            sys.exit(f"'{path}' is no program")
    every = [contenders.Plain(), *([contenders.Bare(arguments.bare.resolve())] if arguments.bare else []),
             contenders.Ours(arguments.program.resolve()),
             *(contenders.Ours(pathlib.Path(path).resolve(), name)
               for name, _, path in (one.partition("=") for one in arguments.also)),
             *(contenders.Ours(arguments.program.resolve(), f"ours-among-{count}", among=count)
               for count in arguments.among),
             contenders.Ours(arguments.program.resolve(), contenders.OURS_NATIVE, native=True), contenders.StrongSwan(),
             *contenders.find_wireguard(arguments.wireguard_go)]
    if not arguments.only:
        if not any(isinstance(one, contenders.WireGuard) for one in every):
            print("wireguard-go is not measured: it is in the Debian package wireguard-go", file=sys.stderr)
        return every
    for name in arguments.only:
        if not any(one.name.split()[0] == name for one in every):
            hint = ": it is in the Debian package wireguard-go" if name == "wireguard-go" else ""
            sys.exit(f"there is no contender {name}{hint}")
    return [one for one in every if one.name.split()[0] in arguments.only]


def measure(arguments):
    if reason := requirements.forbidden():
        print(f"cannot be measured here: {reason}", file=sys.stderr)
        sys.exit(SKIPPED)
    chosen = chosen_contenders(arguments)
    if missing := requirements.missing(chosen, arguments.links):
        sys.exit("\n".join(missing))
    record = {"about": about(chosen), "rounds": arguments.rounds, "seconds": arguments.seconds,
              "streams": arguments.streams, "entries": []}
    if record["about"]["busy"] > 0.1:
        print(f"others keep {record['about']['busy']:.2f} processors busy: rates will say little, and efficiency only "
              "with --shared", file=sys.stderr)

    def keep(entry):
        record["entries"].append(entry)
        if arguments.out:
            (arguments.out / "raw.json").write_text(json.dumps(record, indent=1))

    failures = rounds.run(rounds.plan(chosen, arguments.suites, arguments.links), arguments.rounds, arguments.seconds,
                          arguments.streams, keep)
    return record, failures


def report(record, arguments):
    record = {**record, "shared": arguments.shared}
    text = tables.markdown(record)
    print(text)
    if arguments.out:
        (arguments.out / "report.md").write_text(text, encoding="utf-8")
        if plot.can_draw():
            plot.draw(record, arguments.out / "plot.png")
        else:
            print(f"no plot: matplotlib is missing, in the Debian package {requirements.FOR_PLOT}", file=sys.stderr)
    if arguments.update_docs:
        docs_section.replace(arguments.update_docs, text)


def main():
    arguments = parse_arguments()
    for wish in rounds.WISHES_TO_END:
        signal.signal(wish, signal.default_int_handler)
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
    failures = []
    if arguments.raw:
        record = json.loads(arguments.raw.read_text())
    else:
        record, failures = measure(arguments)
    if record["entries"]:
        report(record, arguments)
    if failures:
        sys.exit("\n".join(["not measured:", *failures]))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("interrupted")

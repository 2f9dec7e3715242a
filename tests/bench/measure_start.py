#!/usr/bin/env python3
"""How long the console takes from its start to its first painted window, beside a window of Qt Widgets with nothing in it.

    tests/bench/measure_start.py BUILD-DIRECTORY [ROUNDS]

On an X server of its own (Xvfb), each in turn, a round at a time; the first round, which fills the caches, is not counted.
The console has no objects yet; it is killed once it has painted.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

PATIENCE = 30.0


def first_paint(command, environment):
    """Milliseconds."""
    begin = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        took = None
        for line in process.stderr:
            if line.strip() == "painted":
                took = (time.monotonic() - begin) * 1000
                break
        process.kill()
    if took is None:
        sys.exit(f"{command[0]} has not painted anything")
    return took


def main():
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} BUILD-DIRECTORY [ROUNDS]")
    build = pathlib.Path(sys.argv[1]).resolve() / "tests" / "window"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    reading, writing = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
                          pass_fds=[writing], stderr=subprocess.DEVNULL) as server, \
            tempfile.TemporaryDirectory() as directory:
        os.close(writing)
        with os.fdopen(reading) as number:
            display = ":" + number.readline().strip()
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": directory}
        times = {"bare": [], "console": []}
        for number in range(rounds):
            for name, command in (("bare", [build / "bare_window"]),
                                  ("console", [build / "tunnelwright_watched", "--language", "en", "--data-dir",
                                               pathlib.Path(directory) / "data"])):
                times[name].append(first_paint([str(part) for part in command], environment))
        server.terminate()
    for name, values in times.items():
        print(f"{name}: {statistics.median(values[1:]):.0f} ms (least {min(values[1:]):.0f}, most {max(values[1:]):.0f})")
    ratios = [console / bare for bare, console in zip(times["bare"][1:], times["console"][1:])]
    print(f"console / bare: {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()

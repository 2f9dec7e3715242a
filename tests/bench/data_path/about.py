"""Where and when something was measured, for those who read the figures."""

import os
import pathlib
import platform
import re
import subprocess
import time

from .cost import busy_processors


def about(contenders):
    return {"date": time.strftime("%Y-%m-%d"), "processors": os.cpu_count(), "processor": _processor(),
            "machine": "virtual machine" if "hypervisor" in _cpuinfo() else "machine",
            "kernel": platform.release(), "busy": busy_processors(),
            "versions": {**{one.name.removesuffix(one.version()).strip(): one.version() for one in contenders},
                         "iperf3": _first(r"iperf ([\d.]+)", ["iperf3", "--version"])}}


def _cpuinfo():
    return pathlib.Path("/proc/cpuinfo").read_text()


def _processor():
    found = re.search(r"model name\s*: (.+)", _cpuinfo())
    return found[1] if found else platform.machine()


def _first(pattern, command):
    found = re.search(pattern, subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    return found[1] if found else ""

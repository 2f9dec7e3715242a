"""CPU time and memory, as the kernel counts them."""

import os
import pathlib
import re
import time

TICKS = os.sysconf("SC_CLK_TCK")


def machine_cpu():
    """Seconds that all processors worked: user, nice, system, irq and softirq time.

    All of the machine: what the kernel does for a packet is mostly charged to nobody, or to whoever runs just then.
    """
    user, nice, system, _idle, _iowait, irq, softirq = map(int, pathlib.Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def processes_cpu(processes):
    return sum(_process_cpu(process.process.pid) for process in processes)


def _process_cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(processes):
    """Megabytes resident of the larger of the processes: now, and at most so far."""
    status = [pathlib.Path(f"/proc/{process.process.pid}/status").read_text() for process in processes]
    now, most = (max(_megabytes(text, key) for text in status) for key in ("VmRSS", "VmHWM"))
    return {"now_mb": now, "most_mb": most}


def _megabytes(status, key):
    found = re.search(rf"{key}:\s+(\d+) kB", status)  # one that has just ended has none
    return int(found[1]) / 1000 if found else 0.0


def busy_processors(seconds=1.0):
    """How many processors others keep busy, on average."""
    before = machine_cpu()
    time.sleep(seconds)
    return (machine_cpu() - before) / seconds


class Cost:
    """From its making to stop(): what all of the machine and what the tunnel's processes worked."""

    def __init__(self, processes):
        self._processes = processes
        self._machine, self._tunnel = machine_cpu(), processes_cpu(processes)

    def stop(self):
        self._machine = machine_cpu() - self._machine
        self._tunnel = processes_cpu(self._processes) - self._tunnel
        return self

    def per(self, gigabits):
        """Figures for so much carried."""
        gigabytes = gigabits / 8
        return {"cpu_s": self._machine, "tunnel_cpu_s": self._tunnel,
                "gbit_per_cpu_s": gigabits / self._machine if self._machine else 0.0,
                "cpu_s_per_gb": self._machine / gigabytes if gigabytes else 0.0,
                "tunnel_cpu_s_per_gb": self._tunnel / gigabytes if gigabytes else 0.0}

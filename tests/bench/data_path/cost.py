"""CPU time and memory, as the kernel counts them."""

import functools
import os
import pathlib
import re
import resource
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


def involved_cpu(processes):
    """Seconds worked by these processes, by commands of ours that have ended, and by the kernel's threads for packets.

    What the kernel does for a packet in somebody's system call is charged to him, so this is nearly all; and unlike
    the machine's time it stays the same where others work beside us.
    """
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (processes_cpu(processes) + ended.ru_utime + ended.ru_stime
            + sum(_process_cpu(pid) for pid in _kernel_threads()))


@functools.lru_cache(maxsize=None)
def _kernel_threads():
    return [int(name.parent.name) for name in pathlib.Path("/proc").glob("[0-9]*/comm")
            if name.read_text().startswith("ksoftirqd/")]


class Cost:
    """From its making to stop(): what all of the machine worked, what those involved, and what the tunnel's processes.

    `ends`: what runs at the hosts and does not end by itself.
    """

    def __init__(self, tunnel, ends):
        self._tunnel = tunnel
        self._ends = ends
        self._before = self._now()

    def _now(self):
        return {"": machine_cpu(), "involved_": involved_cpu([*self._tunnel, *self._ends]),
                "tunnel_": processes_cpu(self._tunnel)}

    def stop(self):
        self._used = {whose: seconds - self._before[whose] for whose, seconds in self._now().items()}
        return self

    def per(self, gigabits):
        """Figures for so much carried; those without a word before them are of all of the machine."""
        figures = {}
        for whose, seconds in self._used.items():
            figures[f"{whose}cpu_s"] = seconds
            figures[f"{whose}cpu_s_per_gb"] = seconds * 8 / gigabits if gigabits else 0.0
            figures[f"gbit_per_{whose}cpu_s"] = gigabits / seconds if seconds else 0.0
        return figures

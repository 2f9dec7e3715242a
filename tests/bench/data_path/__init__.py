"""What a tunnel costs and carries: several of them measured in turn, on one machine, in one run.

    about.py         where and when it was measured
    contenders.py    what is compared, and how each is set up between the two gateways
    gateways.py      the two gateways, a host behind each and a router between
    traffic.py       what is measured, with udp_flood.py as the sender that never waits
    cost.py          CPU time and memory
    rounds.py        which measurement follows which
    summary.py       medians and ratios
    tables.py, plot.py, docs_section.py    what is made of them
    requirements.py  what must be installed
"""

import pathlib
import sys

# The lab in network namespaces is that of the interop tests.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "interop"))

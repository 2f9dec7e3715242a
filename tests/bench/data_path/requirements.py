"""What must be there before anything is measured, and which Debian package brings it."""

import shutil

import lab

TOOLS = {"ip": "iproute2", "nft": "nftables", "sysctl": "procps", "ping": "iputils-ping", "iperf3": "iperf3"}
FOR_WIRE = {"ethtool": "ethtool"}
FOR_PLOT = "python3-matplotlib"


def forbidden():
    """Why nothing can be measured on this machine, whatever is installed; None where it can."""
    return lab.missing_permission()


def missing(contenders, links):
    """A line for each thing that is missing."""
    needed = {**TOOLS, **(FOR_WIRE if "wire" in links else {})}
    for contender in contenders:
        needed |= contender.needs
    return [f"{tool} is missing: it is in the Debian package {package}" for tool, package in needed.items()
            if not shutil.which(tool, mode=0)]

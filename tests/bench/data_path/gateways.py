"""The lab of the interop tests, made ready for measuring."""

import lab

LEFT_HOST = "10.1.0.10"
RIGHT_HOST = "10.2.0.10"
INNER_MTU = 1400
LINKS = ("veth", "wire")

# Both ends of both links between the gateways and the router.
_WAN_DEVICES = (("lg", "wan"), ("wan", "tol"), ("wan", "tor"), ("rg", "wan"))


class Gateways(lab.Lab):
    def __init__(self, link):
        super().__init__()
        self._link = link

    def build(self):
        super().build()
        # It would be paid for by each packet. Nothing can leak: the router has no route to the hosts of a tunnel.
        self.run("wan", "nft", "delete", "table", "ip", "guard")
        if self._link == "wire":
            self._make_links_cut()

    def _make_links_cut(self):
        """veth passes a packet of 64 KiB in one piece; a wire has it in pieces, which the other end joins again."""
        for namespace, device in _WAN_DEVICES:
            self.run(namespace, "ethtool", "-K", device, "tso", "off", "tx-udp-segmentation", "off", "gro", "on")

    def let_hosts_use_inner_mtu(self):
        """All tunnels then carry packets of one size, and none has to say first that one was too big."""
        for gateway, host in (("lg", "lh"), ("rg", "rh")):
            self.ip(host, f"link set lan mtu {INNER_MTU}")
            self.ip(gateway, f"link set lan mtu {INNER_MTU}")

    def wait_until_carried(self):
        lab.wait_until("the hosts reach each other", lambda: self.ping("lh", RIGHT_HOST, 1, patience=1) == 1)

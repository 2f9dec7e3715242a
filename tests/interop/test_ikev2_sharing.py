#!/usr/bin/env python3
"""Two connections between the same two gateways, with a real strongSwan: one IKE SA with a child for each."""

import time

import lab

NETS = (("10.1.0.0/24", "10.2.0.0/24"), ("10.1.1.0/24", "10.2.1.0/24"))


class Sharing(lab.LabTest):
    subnets = 2

    def load(self, esp="aes128-sha1"):
        """charon with two children in one connection."""
        self.charon.load(esp=esp, more=f"""children {{
          more {{
            local_ts = {NETS[1][1]}
            remote_ts = {NETS[1][0]}
            esp_proposals = {esp}
            rekey_time = 55m
          }}
        }}""")

    def apply(self, immediately=True, **settings):
        """Both of ours, `settings` for both."""
        self.console.apply_all(*(
            self.console.settings(immediately, Name=name, LocalSubnet=local, RemoteSubnet=remote, **settings)
            for name, (local, remote) in zip(("tunnel", "second"), NETS)))

    def begin(self, we_initiate):
        self.load()
        self.apply(we_initiate)
        self.console.start()
        if not we_initiate:
            self.console.wait_event("SocketOpened", 2)
            for child in ("net", "more"):
                self.assertEqual(self.charon.swanctl("--initiate", "--child", child, "--timeout", "20").returncode, 0)
        self.console.wait_event("ChildSaEstablished", 2)
        self.assert_both_carry()

    def connections(self):
        return {one["Name"]: one for one in self.console.status()["VpnConnections"]}

    def assert_both_carry(self):
        for ours, theirs in NETS:
            source, destination = ours.replace("0/24", "10"), theirs.replace("0/24", "10")
            lab.wait_until(f"{source} to {destination}",
                           lambda: self.lab.ping("lh", destination, 1, source=source) == 1)
            self.assertEqual(self.lab.ping("rh", source, 1, source=destination), 1)

    def assert_one_ike_sa(self):
        def matches():
            theirs = self.charon.ike_sas()
            ours = self.connections().values()
            if len(theirs) != 1 or any(one["State"] != "Established" or len(one["ChildSas"]) != 1 for one in ours):
                return False
            installed = [child for child in theirs[0]["child-sas"].values() if child["state"] == "INSTALLED"]
            return ({(one["IkeSa"]["InitiatorSpi"], one["IkeSa"]["ResponderSpi"]) for one in ours}
                    == {(theirs[0]["initiator-spi"], theirs[0]["responder-spi"])}
                    and {one["ChildSas"][0]["InboundSpi"] for one in ours} == {child["spi-out"] for child in installed})
        lab.wait_until("one IKE SA for both, with a child for each", matches)

    def test_one_ike_sa_for_both(self):
        for we_initiate in (True, False):
            with self.subTest(we_initiate=we_initiate):
                self.begin(we_initiate)
                self.assertEqual(len(self.console.events("IkeSaEstablished")), 1)
                self.console.wait_event("IkeSaShared")
                self.assert_one_ike_sa()
                self.assertEqual(self.console.stop(), 0)
                lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")

    def test_rekeys_lose_no_packet(self):
        self.begin(True)
        floods = [lab.Flood(self.lab), lab.Flood(self.lab, source="10.1.1.10", destination="10.2.1.10")]
        for count in range(2, 6):
            self.charon.swanctl("--rekey", "--ike", "gw")
            self.console.wait_event("IkeSaEstablished", count)
            time.sleep(0.3)
            self.charon.swanctl("--rekey", "--child", "more" if count % 2 else "net")
            self.console.wait_event("ChildSaEstablished", count + 1)
            time.sleep(0.3)
        for flood in floods:
            sent, lost = flood.stop()
            self.assertEqual((lost, sent > 100), ([], True))
        self.assert_one_ike_sa()

    def test_stopping_one_leaves_the_other(self):
        for gone, stays in (("tunnel", "second"), ("second", "tunnel")):
            with self.subTest(gone=gone):
                self.begin(True)
                flood = lab.Flood(self.lab, *(("10.1.0.10", "10.2.0.10") if stays == "tunnel"
                                              else ("10.1.1.10", "10.2.1.10")))
                self.console.command("stop", gone)
                self.console.wait_event("ConnectionStopped")
                lab.wait_until("charon has one child", lambda: self.charon.sas().count("INSTALLED") == 1)
                self.charon.swanctl("--rekey", "--ike", "gw")  # what is left lives on
                self.console.wait_event("IkeSaEstablished", 2)
                time.sleep(1)
                sent, lost = flood.stop()
                self.assertEqual((lost, sent > 100), ([], True))
                self.console.command("stop", stays)
                lab.wait_until("charon has no IKE SA", lambda: not self.charon.ike_sas())
                self.assertEqual(self.console.stop(), 0)

    def test_a_restarted_peer_comes_back_for_both(self):
        self.begin(True)
        self.charon.stop(lab.signal.SIGKILL)
        self.charon.start()
        self.load()
        for child in ("net", "more"):
            self.assertEqual(self.charon.swanctl("--initiate", "--child", child, "--timeout", "20").returncode, 0)
        self.assert_both_carry()
        self.assert_one_ike_sa()

    def test_an_edit_of_the_key_moves_both(self):
        self.begin(True)
        text = (self.charon.directory / "swanctl" / "swanctl.conf").read_text()
        (self.charon.directory / "swanctl" / "swanctl.conf").write_text(text.replace(lab.PSK, "another-long-secret"))
        self.charon.swanctl("--load-all", "--clear")
        self.apply(psk="another-long-secret")
        self.console.wait_event("IkeSaEstablished", 2)
        self.assert_both_carry()
        self.assert_one_ike_sa()


if __name__ == "__main__":
    lab.main()

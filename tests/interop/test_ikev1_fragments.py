#!/usr/bin/env python3
"""Fragments of IKEv1 with charon, in both directions: the extension that Cisco began and no RFC has."""

import lab

V1 = {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT}
CHARON = {"version": 1, "local_id": lab.RIGHT, "remote_id": lab.LEFT}


class Fragments(lab.LabTest):
    def fragments_of(self, source):
        path = self.lab.captures[0][0]
        self.lab.stop_captures()
        return len(self.lab.tshark(path, f"isakmp.frag.packetid && ip.src == {source}"))

    def test_charon_sends_them(self):
        """Everything that is longer than 200 octets: main mode's third and fourth message, and quick mode."""
        self.charon.configure("fragment_size = 200")
        self.charon.load(**CHARON, more="fragmentation = yes", esp="aes256-sha256-modp2048")
        self.console.apply(ike=V1, ipsec={"IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha256", "IpsecPfs": "group14"})
        self.console.start()
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        self.assertIn("splitting IKE message", self.charon.log())
        self.assertEqual(self.console.events("MessageDropped"), [])
        self.charon.terminate()
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished", 2)
        self.assert_carried()
        self.assertGreater(self.fragments_of(lab.RIGHT), 6)
        self.assertEqual(self.fragments_of(lab.LEFT), 0)  # all that we say fits

    def test_we_send_them(self):
        """modp8192 in aggressive mode as responder: its second message is longer than a datagram of ours."""
        self.charon.configure("i_dont_care_about_security_and_use_aggressive_mode_psk = yes")
        self.charon.load(version=1, more="aggressive = yes\n    fragmentation = yes", ike="aes256-sha512-modp8192",
                         esp="aes256-sha512-modp8192")
        self.console.apply(immediately=False, ike={
            "IkeVersion": "ikev1", "IkeMode": "aggressive", "IkeEncAlg": "aes256", "IkeAuthAlg": "sha512",
            "IkePfs": "group18"}, ipsec={"IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha512", "IpsecPfs": "group18"})
        self.console.start()
        self.console.wait_event("SocketOpened", 2)
        self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")
        self.assert_carried()
        self.assertIn("received fragment #", self.charon.log())
        self.assertGreater(self.fragments_of(lab.LEFT), 1)


if __name__ == "__main__":
    lab.main()

#!/usr/bin/env python3
"""Certificates with charon: RSA and ECDSA, both roles, an intermediate CA, fragments, and what is refused.

The authorities and certificates are made here, by the openssl command, into the lab's own directory.
"""

import lab
from house import CertificateLab, openssl


class Certificates(CertificateLab, lab.LabTest):
    def apply(self, own, authority, immediately=True, left_id=lab.LEFT_ID, right_id=lab.RIGHT_ID):
        self.console.apply(immediately=immediately, ike={
            "LocalId": left_id, "RemoteId": right_id, "AuthMethod": "certificate", "LocalCertificate": own,
            "RemoteCa": authority})

    def connect(self, we_initiate):
        self.console.start()
        if not we_initiate:
            self.console.wait_event("SocketOpened", 2)
            self.assertEqual(self.charon.initiate().returncode, 0)
        self.console.wait_event("ChildSaEstablished")

    def assert_refused(self, we_initiate):
        """Neither side has an SA, after a try by one of them."""
        self.console.start()
        if not we_initiate:
            self.console.wait_event("SocketOpened", 2)
            self.assertNotEqual(self.charon.initiate().returncode, 0)

    def check_kind(self, kind, digest, method):
        house = self.house(kind, digest=digest)
        house.make_side("left", lab.LEFT_ID)
        house.make_side("right", lab.RIGHT_ID)
        self.load_house(house)
        own = self.import_file(house.path("left"), "--key", house.key("left"))[0]
        root = self.import_file(house.path("root"))[0]
        for we_initiate in (True, False):
            with self.subTest(we_initiate=we_initiate):
                self.apply(own, root, immediately=we_initiate)
                self.connect(we_initiate)
                self.assert_carried()
                self.assert_same_sas()
                established = self.console.events("IkeSaEstablished")[0]
                self.assertEqual(established["Details"]["Certificate"], f"C=CN, O=lab {kind}, CN=right")
                self.assertIn(method, self.charon.log())
                self.assertEqual(self.console.events("MessageDropped"), [])
                self.assertEqual(self.console.stop(), 0)
                lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")

    def test_rsa_2048(self):
        self.check_kind("RSA-2048", "sha256", "with RSA_EMSA_PKCS1_SHA2_256 successful")

    def test_ecdsa_p256(self):
        self.check_kind("P-256", "sha256", "with ECDSA_WITH_SHA256_DER successful")

    def test_ecdsa_p384(self):
        self.check_kind("P-384", "sha384", "with ECDSA_WITH_SHA384_DER successful")

    def test_pss_is_understood(self):
        """charon signs with RSASSA-PSS where it is told to."""
        self.charon.configure("rsa_pss = yes")
        self.check_kind("RSA-2048", "sha256", "with RSA_EMSA_PSS_SHA2_256")

    def test_peer_before_rfc7427(self):
        """Without SIGNATURE_HASH_ALGORITHMS on its side both fall back on the methods of RFC 7296 and RFC 4754."""
        self.charon.configure("signature_authentication = no")
        self.check_kind("P-256", "sha256", "with ECDSA-256 signature successful")

    def test_rsa_before_rfc7427(self):
        self.charon.configure("signature_authentication = no")
        self.check_kind("RSA-2048", "sha256", "with RSA signature successful")

    def check_large(self, we_initiate):
        """Keys of 4096 bits and an intermediate on each side: IKE_AUTH goes in fragments, ours and charon's."""
        house = self.house("RSA-4096")
        house.make_middle()
        many = "".join(f",DNS:host-{number}.example.org" for number in range(60))
        house.make_side("left", lab.LEFT_ID, "middle", many)
        house.make_side("right", lab.RIGHT_ID, "middle", many)
        self.load_house(house, intermediates=[house.path("middle")])
        self.import_file(house.path("middle"))
        bundle = self.lab.directory / "left.p12"
        openssl("pkcs12", "-export", "-in", house.path("left"), "-inkey", house.key("left"), "-certfile",
                house.path("root"), "-passout", "pass:open sesame", "-out", bundle)
        (self.lab.directory / "passphrase").write_text("open sesame\n")
        imported = self.import_file(bundle, "--passphrase-file", self.lab.directory / "passphrase")
        self.assertEqual(len(imported), 2)
        self.apply(*imported, immediately=we_initiate)
        self.connect(we_initiate)
        self.assert_carried()
        sent = [event["Details"].get("Payloads", "") for event in self.console.events("MessageSent")]
        received = [event["Details"].get("Payloads", "") for event in self.console.events("MessageReceived")]
        for direction in (sent, received):
            self.assertGreaterEqual(len([payloads for payloads in direction if "EF(" in payloads]), 2, direction)
        self.assertIn("splitting IKE message", self.charon.log())
        self.assertIn('received issuer cert "C=CN, O=lab RSA-4096, CN=middle"', self.charon.log())

    def test_large_as_initiator(self):
        self.check_large(True)

    def test_large_as_responder(self):
        self.check_large(False)

    def test_missing_intermediate_is_named(self):
        """charon does not have it, so it cannot show it to us."""
        house = self.house("P-256")
        house.make_middle()
        house.make_side("left", lab.LEFT_ID)
        house.make_side("right", lab.RIGHT_ID, "middle")
        self.load_house(house)
        own = self.import_file(house.path("left"), "--key", house.key("left"))[0]
        self.apply(own, self.import_file(house.path("root"))[0])
        self.assert_refused(True)
        problem = self.console.wait_event("PeerCertificateProblem", CertificateFault="UnknownIssuer")
        self.assertEqual(problem["Details"]["CertificateValue"], "C=CN, O=lab P-256, CN=middle")
        self.console.wait_state("Phase1Failed")

    def check_ours_refused(self, fault, log, local_id=lab.LEFT_ID, **times):
        """charon refuses our certificate; we say what is wrong with it as far as we can see it ourselves."""
        house = self.house("P-256")
        house.make_side("left", lab.LEFT_ID, **times)
        house.make_side("right", lab.RIGHT_ID)
        self.load_house(house)
        own = self.import_file(house.path("left"), "--key", house.key("left"))[0]
        self.apply(own, self.import_file(house.path("root"))[0])
        self.assert_refused(True)
        self.console.wait_event("AuthenticationRefused")
        connection = self.console.wait_state("Phase1Failed")
        self.assertEqual(connection["LastErrorCode"], "AuthenticationRefused")
        self.console.wait_event("OwnCertificateProblem", CertificateFault=fault)
        self.assertIn(log, self.charon.log())

    def check_theirs_refused(self, fault, we_initiate, **times):
        house = self.house("P-256")
        house.make_side("left", lab.LEFT_ID)
        house.make_side("right", lab.RIGHT_ID, **times)
        self.load_house(house)
        own = self.import_file(house.path("left"), "--key", house.key("left"))[0]
        self.apply(own, self.import_file(house.path("root"))[0], immediately=we_initiate)
        self.assert_refused(we_initiate)
        problem = self.console.wait_event("PeerCertificateProblem", CertificateFault=fault)
        self.assertEqual(problem["Details"]["Certificate"], "C=CN, O=lab P-256, CN=right")
        lab.wait_until("the status names it", lambda: self.console.connection()["LastErrorCode"] == "CertificateProblem")
        if not we_initiate:
            self.assertIn("received AUTHENTICATION_FAILED notify error", self.charon.log())

    def test_our_expired_certificate(self):
        self.check_ours_refused("Expired", "subject certificate invalid", begin=-30, end=-1)

    def test_their_expired_certificate_as_initiator(self):
        self.check_theirs_refused("Expired", True, begin=-30, end=-1)

    def test_their_expired_certificate_as_responder(self):
        self.check_theirs_refused("Expired", False, begin=-30, end=-1)

    def test_their_certificate_of_tomorrow(self):
        self.check_theirs_refused("NotYetValid", False, begin=1)

    def check_unknown_authority(self, we_initiate):
        house, other = self.house("P-256"), self.house("P-384")
        house.make_side("right", lab.RIGHT_ID)
        house.make_side("left", lab.LEFT_ID)
        self.load_house(house)
        own = self.import_file(house.path("left"), "--key", house.key("left"))[0]
        self.apply(own, self.import_file(other.path("root"))[0], immediately=we_initiate)
        self.assert_refused(we_initiate)
        problem = self.console.wait_event("PeerCertificateProblem", CertificateFault="UnknownIssuer")
        self.assertEqual(problem["Details"]["CertificateValue"], "C=CN, O=lab P-256, CN=root")

    def test_authority_unknown_to_us_as_initiator(self):
        self.check_unknown_authority(True)

    def test_authority_unknown_to_us_as_responder(self):
        self.check_unknown_authority(False)

    def test_authority_unknown_to_charon(self):
        house, other = self.house("P-256"), self.house("P-384")
        house.make_side("right", lab.RIGHT_ID)
        other.make_side("left", lab.LEFT_ID)
        self.load_house(house)
        own = self.import_file(other.path("left"), "--key", other.key("left"))[0]
        self.apply(own, self.import_file(house.path("root"))[0])
        self.assert_refused(True)
        self.console.wait_event("AuthenticationRefused")
        self.assertIn("no trusted", self.charon.log())

    def check_wrong_identity(self, we_initiate):
        """charon claims to be a host for which its certificate is not."""
        house = self.house("P-256")
        house.make_side("left", lab.LEFT_ID)
        house.make_side("right", "another.example.org")
        self.load_house(house)
        own = self.import_file(house.path("left"), "--key", house.key("left"))[0]
        self.apply(own, self.import_file(house.path("root"))[0], immediately=we_initiate)
        self.assert_refused(we_initiate)
        problem = self.console.wait_event("PeerCertificateProblem", CertificateFault="WrongName")
        self.assertEqual(problem["Details"]["ReceivedId"], lab.RIGHT_ID)
        self.assertEqual(problem["Details"]["CertificateValue"], "C=CN, O=lab P-256, CN=right, another.example.org")
        lab.wait_until("charon is told", lambda: "AUTHENTICATION_FAILED" in self.charon.log()
                       or "N(AUTH_FAILED)" in self.charon.log())

    def test_wrong_identity_as_initiator(self):
        self.check_wrong_identity(True)

    def test_wrong_identity_as_responder(self):
        self.check_wrong_identity(False)

    def test_an_identity_outside_the_certificate_is_not_saved(self):
        house = self.house("P-256")
        house.make_side("left", lab.LEFT_ID)
        own = self.import_file(house.path("left"), "--key", house.key("left"))[0]
        root = self.import_file(house.path("root"))[0]
        with self.assertRaisesRegex(AssertionError, "does not stand in the certificate"):
            self.apply(own, root, left_id="stranger.example.org")
        self.load_nothing()

    def load_nothing(self):
        """For the captures, which want an IKE message."""
        self.charon.load()
        self.console.apply()
        self.console.start()
        self.console.wait_event("ChildSaEstablished")


if __name__ == "__main__":
    lab.main()

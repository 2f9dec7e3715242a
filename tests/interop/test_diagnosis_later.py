#!/usr/bin/env python3
"""Faults that show only with time, with certificates, or with a peer that wants another kind of tunnel: made against a real
strongSwan, in both roles, and the name that `diagnose` gives them. Most of the time is waited away: the classes run side by
side."""

import diagnosis
import lab
from house import CertificateLab

V1 = {"ours": {"IkeVersion": "ikev1", "LocalId": lab.LEFT, "RemoteId": lab.RIGHT},
      "theirs": {"version": 1, "local_id": lab.RIGHT, "remote_id": lab.LEFT}}

# Of an SA that both sides should agree on; a shorter one says nothing of anybody's lifetime.
SHORT_LIFE = 62


class Later(diagnosis.DiagnosisTest):
    def set_version(self, version):
        if version == "IKEv1":
            self.version, self.mode = "IKEv1", "main"
            self.ours, self.theirs = V1["ours"], V1["theirs"]

    def stand(self, we_initiate, **more):
        self.begin(we_initiate, **more)
        self.console.wait_state("Established")

    def check_dead_peer(self, we_initiate):
        self.stand(we_initiate)
        self.block("ip protocol udp")
        # 30 s of silence, then probes: 83 s at most.
        self.console.wait_event("PeerDead", patience=150)
        self.expect("peer is gone", "initiator" if we_initiate else "responder")

    def check_short_life(self, we_initiate):
        self.stand(we_initiate, theirs={"child": f"life_time = {SHORT_LIFE}s\n        rekey_time = 0"})
        self.console.wait_event("ChildSaDeleted", Direction="in", patience=SHORT_LIFE + 30)
        if not we_initiate:
            self.charon.initiate(timeout=2)
        self.console.wait_event("ChildSaEstablished", 2)
        self.console.wait_event("ChildSaDeleted", 2, Direction="in", patience=SHORT_LIFE + 30)
        self.expect("their lifetime is shorter", "initiator" if we_initiate else "responder")


def waiting(name, version, check, we_initiate):
    def test(self):
        self.set_version(version)
        getattr(self, check)(we_initiate)

    return type(name, (Later,), {"test": test, "__module__": __name__})


DeadPeerV2 = waiting("DeadPeerV2", "IKEv2", "check_dead_peer", True)
DeadPeerV2Responder = waiting("DeadPeerV2Responder", "IKEv2", "check_dead_peer", False)
DeadPeerV1 = waiting("DeadPeerV1", "IKEv1", "check_dead_peer", True)
DeadPeerV1Responder = waiting("DeadPeerV1Responder", "IKEv1", "check_dead_peer", False)
ShortLifeV2 = waiting("ShortLifeV2", "IKEv2", "check_short_life", True)
ShortLifeV2Responder = waiting("ShortLifeV2Responder", "IKEv2", "check_short_life", False)
ShortLifeV1 = waiting("ShortLifeV1", "IKEv1", "check_short_life", True)


class OtherTunnel(Later):
    """Another kind of protection than ESP in tunnel mode."""

    AH = {"protocol": "ah", "esp": "sha1"}
    TRANSPORT = {"child": "mode = transport", "local_ts": lab.RIGHT, "remote_ts": lab.LEFT}

    def check(self):
        self.begin(True, self.AH)
        self.expect("they offer AH", "initiator")
        self.begin(False, self.AH)
        self.expect("they offer AH", "responder")
        self.begin(True, self.TRANSPORT)
        self.expect("they want transport mode", "initiator")
        self.begin(False, self.TRANSPORT)
        self.expect("they want transport mode", "responder")

    def test_v2(self):
        self.check()

    def test_v1(self):
        self.set_version("IKEv1")
        self.check()


class Certificates(CertificateLab, Later):
    def with_certificates(self, we_initiate, house, authority=None, **more):
        """`authority`: whom we believe."""
        if not we_initiate:
            lab.wait_until("charon has forgotten the case before", self._forgets)
        self.load_house(house, **more)
        own = self.import_file(house.path("left"), "--key", house.key("left"))[0]
        root = self.import_file(authority or house.path("root"))[0]
        self.console.apply_anew(immediately=we_initiate, ike={
            "AuthMethod": "certificate", "LocalCertificate": own, "RemoteCa": root})
        self.console.run_once()
        if not we_initiate:
            self.charon.initiate(timeout=2)

    def make(self, name, left=None, right=None, right_host=lab.RIGHT_ID):
        house = self.house("P-256", name)
        house.make_side("left", lab.LEFT_ID, **(left or {}))
        house.make_side("right", right_host, **(right or {}))
        return house

    def test_certificates(self):
        past = {"begin": -30, "end": -1}
        other = self.make("other")
        sound = self.make("sound")
        cases = {
            "their certificate expired": (self.make("theirs", right=past), None),
            "their authority is unknown here": (sound, other.path("root")),
            "their certificate has another name": (self.make("name", right_host="another.example.org"), None),
            "our certificate expired": (self.make("ours", left=past), None),
        }
        for fault, (house, authority) in cases.items():
            for we_initiate in (True, False):
                self.with_certificates(we_initiate, house, authority)
                self.expect(fault, "initiator" if we_initiate else "responder")
        for we_initiate in (True, False):
            self.with_certificates(we_initiate, sound, sound.path("root"), root=other.path("root"))
            self.expect("our authority is unknown there", "initiator" if we_initiate else "responder")

    def check_fragments(self, we_initiate):
        """IP loses what is in pieces, and charon does not take IKE's own (RFC 7383)."""
        house = self.house("RSA-4096", "large")
        many = "".join(f",DNS:host-{number}.example.org" for number in range(60))
        house.make_side("left", lab.LEFT_ID, more=many)
        house.make_side("right", lab.RIGHT_ID, more=many)
        self.block("ip frag-off & 0x3fff != 0")
        self.with_certificates(we_initiate, house, more="fragmentation = no")
        self.expect("large messages are lost", "initiator" if we_initiate else "responder")

    def test_fragments_as_initiator(self):
        self.check_fragments(True)

    def test_fragments_as_responder(self):
        self.check_fragments(False)


del Later

if __name__ == "__main__":
    lab.main(together=(DeadPeerV2, DeadPeerV2Responder, DeadPeerV1, DeadPeerV1Responder, ShortLifeV2,
                       ShortLifeV2Responder, ShortLifeV1, OtherTunnel, Certificates))

#!/usr/bin/env python3
"""What a connection says of itself beside its algorithms: subnets, identities, encapsulation, groups of children."""

import itertools

import lab


class Subnets(lab.LabTest):
    subnets = 5

    def nets(self, side, numbers):
        return [f"10.{side}.{number}.0/24" for number in numbers]

    def connect(self, we_initiate, local, remote, their_local, their_remote):
        """`local` and `remote` are ours, the others charon's; gives our view of what came of it."""
        self.charon.load(local_ts=",".join(their_local), remote_ts=",".join(their_remote))
        self.console.apply_anew(immediately=we_initiate, LocalSubnet=",".join(local), RemoteSubnet=",".join(remote))
        self.console.run_once()
        if not we_initiate:
            self.let_charon_initiate()
        self.console.wait_event("ChildSaEstablished")
        return self.assert_same_sas()["ChildSas"][0]

    def assert_each_pair_carries(self, local, remote):
        for ours, theirs in itertools.product(local, remote):
            source, destination = ours.replace("0/24", "10"), theirs.replace("0/24", "10")
            lab.wait_until(f"{source} to {destination}",
                           lambda: self.lab.ping("lh", destination, 1, source=source) == 1)
            self.assertEqual(self.lab.ping("rh", source, 1, source=destination), 1)

    def test_five_on_each_side_in_one_child(self):
        local, remote = self.nets(1, range(5)), self.nets(2, range(5))
        for we_initiate in (True, False):
            with self.subTest(we_initiate=we_initiate):
                child = self.connect(we_initiate, local, remote, remote, local)
                self.assertEqual(child["LocalSelectors"], local)
                self.assertEqual(child["RemoteSelectors"], remote)
                self.assert_each_pair_carries(local, remote)

    def test_the_peer_narrows_what_we_offer(self):
        child = self.connect(True, self.nets(1, range(5)), self.nets(2, range(5)),
                             self.nets(2, [1, 3]), self.nets(1, [4]))
        self.assertEqual(child["LocalSelectors"], self.nets(1, [4]))
        self.assertEqual(child["RemoteSelectors"], self.nets(2, [1, 3]))
        self.console.wait_event("SelectorsNarrowed", Direction="in")
        self.assert_each_pair_carries(self.nets(1, [4]), self.nets(2, [1, 3]))
        self.assert_not_carried("10.1.0.10", "10.2.0.10")

    def test_we_narrow_what_the_peer_offers(self):
        child = self.connect(False, self.nets(1, [0, 2]), self.nets(2, [3]),
                             self.nets(2, range(5)), self.nets(1, range(5)))
        self.assertEqual(child["LocalSelectors"], self.nets(1, [0, 2]))
        self.assertEqual(child["RemoteSelectors"], self.nets(2, [3]))
        self.console.wait_event("SelectorsNarrowed", Direction="out")
        self.assert_each_pair_carries(self.nets(1, [0, 2]), self.nets(2, [3]))
        self.assert_not_carried("10.1.1.10", "10.2.3.10")

    def test_a_wide_net_is_narrowed_to_what_it_holds(self):
        for we_initiate in (True, False):
            with self.subTest(we_initiate=we_initiate):
                child = self.connect(we_initiate, ["10.1.0.0/16"], ["10.2.0.0/16"],
                                     self.nets(2, [1]), self.nets(1, [2]))
                self.assertEqual((child["LocalSelectors"], child["RemoteSelectors"]),
                                 (self.nets(1, [2]), self.nets(2, [1])))
                self.assert_each_pair_carries(self.nets(1, [2]), self.nets(2, [1]))

    def assert_not_carried(self, source, destination):
        """Neither through the tunnel nor in clear."""
        self.assertEqual(self.lab.ping("lh", destination, 1, source=source, patience=1), 0)


# Our word for it, which is also how we show it; charon's word; how charon shows it.
IDENTITIES = {
    "an IPv4 address": ("203.0.113.7",) * 3,
    "an IPv6 address": ("2001:db8::7",) * 3,
    "a name": ("gate.example.org",) * 3,
    "a user": ("user@example.org",) * 3,
    "a key id": ("@#0a1b2c", "@#0a1b2c", "0a:1b:2c"),
    "a key id of text": ("@[branch-7]", "@#6272616e63682d37", "branch-7"),
    "a distinguished name": ("C=CN, O=Example Ltd, CN=gate",) * 3,
    "a distinguished name with an address": ("DC=org, DC=example, E=user@example.org",) * 3,
}


class Identities(lab.LabTest):
    def test_each_kind(self):
        """As ours in one half of the cases and as the peer's in the other, in both roles."""
        for (kind, (ours, theirs, their_view)), local, we_initiate in itertools.product(
                IDENTITIES.items(), (True, False), (True, False)):
            with self.subTest(kind=kind, local=local, we_initiate=we_initiate):
                self.charon.load(**{"remote_id" if local else "local_id": theirs})
                self.console.apply_anew(immediately=we_initiate, ike={"LocalId" if local else "RemoteId": ours})
                self.console.run_once()
                if not we_initiate:
                    self.let_charon_initiate()
                self.console.wait_event("ChildSaEstablished")
                self.assert_carried_quickly()
                sa = self.console.wait_state("Established")["IkeSa"]
                self.assertEqual(sa["LocalId" if local else "RemoteId"], ours)
                self.assertEqual(self.charon.ike_sas()[0]["remote-id" if local else "local-id"], their_view)

    def test_names_are_the_same_in_either_case(self):
        for we_initiate in (True, False):
            with self.subTest(we_initiate=we_initiate):
                self.charon.load(local_id="Right.Example.ORG", remote_id="LEFT.example.org")
                self.console.apply_anew(immediately=we_initiate)
                self.console.run_once()
                if not we_initiate:
                    self.let_charon_initiate()
                self.console.wait_event("ChildSaEstablished")
                self.assert_carried_quickly()

    def test_another_identity_of_the_same_kind_is_refused(self):
        for ours, theirs in (("@#0a1b2c", "@#0a1b2d"), ("C=CN, CN=gate", "C=CN, CN=gates"), ("192.0.2.2", "192.0.2.3")):
            with self.subTest(ours=ours):
                self.charon.load(local_id=theirs)
                self.console.apply_anew(immediately=False, ike={"RemoteId": ours})
                self.console.run_once()
                self.assertNotEqual(self.charon.initiate().returncode, 0)
                self.console.wait_event("AuthenticationFailed", Failure="PeerIdMismatch")
                self.assertEqual(self.charon.ike_sas(), [])


class Encapsulation(lab.LabTest):
    def test_settings_of_nat_traversal(self):
        """charon's libipsec can do nothing but ESP in UDP, and gets it by a false NAT detection."""
        for setting, their_setting, we_initiate in itertools.product(("automatic", "forced"), ("no", "yes"),
                                                                     (True, False)):
            with self.subTest(setting=setting, their_setting=their_setting, we_initiate=we_initiate):
                self.charon.load(more=f"encap = {their_setting}")
                self.console.apply_anew(immediately=we_initiate, EnableNatTraversal=setting)
                self.console.run_once()
                if not we_initiate:
                    self.let_charon_initiate()
                self.console.wait_event("ChildSaEstablished", Encapsulation="UDP")
                self.assert_carried_quickly()
                ours = self.assert_same_sas()
                self.assertEqual(ours["IkeSa"]["Local"]["Port"], 4500)
                self.assertEqual(ours["IkeSa"]["Remote"]["Port"], 4500)

    def test_off(self):
        """We take no part in NAT traversal, and ESP as protocol 50 is what charon then cannot do."""
        self.charon.load()
        self.console.apply(EnableNatTraversal="off")
        self.console.start()
        self.console.wait_event("IkeSaEstablished")
        connection = self.console.wait_state("Phase2Failed")
        self.assertEqual(connection["IkeSa"]["Remote"]["Port"], 500)
        self.assertEqual(connection["ChildSas"], [])
        self.assertIn("only UDP encapsulation is supported", self.charon.log())


class GroupsOfChildren(lab.LabTest):
    """IKEv2's first child has no key exchange of its own, so that whatever each side wants for later, it comes up."""

    def test_first_child_comes_up_whatever_is_set(self):
        settings = {"disabled": "aes128-sha1", "group14": "aes128-sha1-modp2048", "group31": "aes128-sha1-curve25519"}
        for (ours, (theirs, esp)), we_initiate in itertools.product(
                itertools.product(settings, settings.items()), (True, False)):
            with self.subTest(ours=ours, theirs=theirs, we_initiate=we_initiate):
                self.charon.load(esp=esp)
                self.console.apply_anew(immediately=we_initiate, ipsec={"IpsecPfs": ours})
                self.console.run_once()
                if not we_initiate:
                    self.let_charon_initiate()
                self.console.wait_event("ChildSaEstablished")
                self.assert_carried_quickly()
                self.assertEqual(self.assert_same_sas()["ChildSas"][0]["Proposal"],
                                 "AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ")


class SequenceNumbers(lab.LabTest):
    """libipsec has no extended sequence numbers, so they are declined here; test_engines has them agreed on."""

    def test_who_wants_them_does_without(self):
        for ours, theirs, we_initiate in itertools.product((True, False), ("", "-noesn-esn"), (True, False)):
            with self.subTest(ours=ours, theirs=theirs, we_initiate=we_initiate):
                if ours and theirs:
                    continue  # both would take them, and then charon finds that libipsec cannot
                self.charon.load(esp="aes128-sha1" + theirs)
                self.console.apply_anew(immediately=we_initiate, EnableEsn=ours)
                self.console.run_once()
                if not we_initiate:
                    self.let_charon_initiate()
                self.console.wait_event("ChildSaEstablished")
                self.assert_carried_quickly()
                self.assert_same_sas()

    def test_who_insists_on_them_is_refused(self):
        self.charon.load(esp="aes128-sha1-esn")
        self.console.apply(immediately=False)
        self.console.run_once()
        self.charon.initiate()
        event = self.console.wait_event("ProposalRefused")
        self.assertEqual(event["Details"]["Differs"], "esn")
        self.console.wait_state("Phase2Failed")


if __name__ == "__main__":
    lab.main()

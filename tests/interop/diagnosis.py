"""Faults made against a real strongSwan, and what `diagnose --json` calls them: the precision table of docs/diagnosis.md.

What each case must be called stands in tests/data/diagnosis_faults.json, which the tests of the rehearsal read as well:
what is right (`expected`), and where the other side does not say enough, the other name that it has from us (`named`),
which must be one that leaves room for the truth, or be followed by it. It must not change unnoticed either way.
"""

import json
import pathlib
import time

import lab

# Two repetitions of a message come within 6 s.
PATIENCE = 25.0

FAULTS = json.loads((pathlib.Path(__file__).resolve().parent.parent / "data" / "diagnosis_faults.json").read_text())


class Row:
    def __init__(self, version, fault, role, expected, named, side, fix, instead):
        self.version, self.fault, self.role = version, fault, role
        self.expected, self.named, self.side, self.fix = expected, named, side, fix
        self.instead = instead  # what else we say that it may be

    def verdict(self):
        if self.named == self.expected:
            return "right"
        # The peer says the same to both, and we say that it is one of the two.
        if self.named in ("AuthenticationRefused", "ProposalMismatch", "NoTraffic") or self.expected in self.instead:
            return "one of several"
        return "wrong"

    def line(self):
        cells = (self.version, self.fault, self.role, self.named, self.expected, self.verdict(), self.side, self.fix)
        return f"| {' | '.join(cells)} |"


HEADER = ("| version | fault | role | named | expected | verdict | side | first fix |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- |")


class DiagnosisTest(lab.LabTest):
    """One lab for all cases of a role."""

    version = "IKEv2"
    mode = None  # of IKEv1: "main" or "aggressive"
    ours = {}
    theirs = {}
    more_charon = ()

    def setUp(self):
        super().setUp()
        self.rows = []
        self.charon.configure("half_open_timeout = 3", "retransmit_tries = 2", "retransmit_base = 1.0",
                              *self.more_charon)

    def tearDown(self):
        print("\n" + "\n".join([HEADER, *(row.line() for row in self.rows)]), flush=True)
        super().tearDown()

    def begin(self, we_initiate, theirs=None, ours=None, ipsec=None, waits_for_charon=True, **more):
        if not we_initiate and waits_for_charon:
            lab.wait_until("charon has forgotten the case before", self._forgets)
        self.charon.load(**{**self.theirs, **(theirs or {})})
        self.console.apply_anew(immediately=we_initiate, ike={**self.ours, **(ours or {})}, ipsec=ipsec, **more)
        self.console.run_once()
        if not we_initiate:
            self.charon.initiate(timeout=2)

    def _forgets(self):
        self.charon.swanctl("--terminate", "--ike", "gw", "--force", "--timeout", "2", check=False)
        return not self.charon.ike_sas()

    def diagnose(self, *options):
        done = self.console.command("--json", "diagnose", "tunnel", *options, check=False)
        self.assertIn(done.returncode, (0, 6), done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(done.returncode == 0, found["Code"] == "NoExceptionFound" and (
            "--test-rekey" not in options or found["TestRekey"]["State"] == "succeeded"))
        return found

    def fault(self, name, role):
        """The line of the table."""
        asked = (self.version, self.mode, name, role)
        found = [row for row in FAULTS if (row["version"], row.get("mode"), row["fault"], row["role"]) == asked]
        self.assertEqual(len(found), 1, f"lines of the table for {asked}")
        return found[0]

    def expect(self, fault, role, options=()):
        """Waits for the name that the table has, and checks side, first fix and the proof."""
        known = self.fault(fault, role)
        expected, named = known["expected"], known.get("named", known["expected"])
        deadline = time.monotonic() + PATIENCE
        while True:
            found = self.diagnose(*options)
            if found["Code"] == named or options or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        first = found["Fixes"][0] if found["Fixes"] else {"Kind": "-", "Value": "", "Field": ""}
        self.rows.append(Row(" ".join(filter(None, (self.version, self.mode))), fault, role, expected, found["Code"],
                             found["Side"], first["Kind"] + (f" {first['Value']}" if first["Value"] else ""),
                             [other["Code"] for other in found["Also"] if other["Relation"] == "instead"]))
        with self.subTest(fault=fault, role=role):
            context = json.dumps(found, indent=1, ensure_ascii=False)[:3000]
            self.assertEqual(found["Code"], named, context)
            self.assertNotEqual(self.rows[-1].verdict(), "wrong", context)
            self.assertEqual(found["Side"], known.get("side", "unknown"), context)
            self.assertEqual(first["Kind"], known["fix"], context)
            for key, told in (("value", first["Value"]), ("field", first["Field"]), ("certainty", found["Certainty"])):
                if key in known:
                    self.assertEqual(told, known[key], context)
            self.assertTrue(any(sighting["Sequence"] for sighting in found["Sightings"]), context)
            self.assertTrue(found["Sentence"], context)
            self.assertLessEqual(len(found["Fixes"]), 3)
            if found["Phase"] != "data" and not known.get("either"):  # of what stood, either may have begun it
                self.assertEqual(found["Role"], role.split(",")[0], context)
        return found

    def check_paths(self):
        """Where nothing comes back, which both versions see alike."""
        self.block("udp dport 4500")
        self.begin(True)
        self.expect("silent after the move to 4500", "initiator")
        self.unblock()
        self.block("ip protocol udp")
        self.begin(True)
        self.expect("nothing answers", "initiator")
        self.unblock()
        self.block("udp dport 4500 @th,64,32 != 0")  # ESP in UDP: IKE has four zeros there (RFC 3948)
        self.begin(True)
        self.console.wait_state("Established")
        self.ask_across()
        self.expect("ESP is blocked", "initiator, with traffic")
        self.unblock()

    def ask_across(self):
        self.lab.run("lh", "ping", "-q", "-c", 5, "-i", 0.2, "-W", 1, lab.HOSTS["right"]["4"], check=False)

    def block(self, rule):
        """The router drops what this nft rule says."""
        self.lab.run("wan", "nft", "-f", "-", stdin=f"""
            table ip block {{
              chain forward {{
                type filter hook forward priority 0;
                {rule} drop
              }}
            }}""")

    def unblock(self):
        self.lab.run("wan", "nft", "delete", "table", "ip", "block", check=False)

"""Faults made against a real strongSwan, and what `diagnose --json` calls them: the precision table of docs/diagnosis.md.

A case names what is right (`expected`). Where the other side does not say enough, our name may be another one that the
table then shows as such (`named`): it must not change unnoticed either way.
"""

import json
import time

import lab

# Two repetitions of a message come within 6 s.
PATIENCE = 25.0


class Row:
    def __init__(self, fault, role, expected, named, side, fix):
        self.fault, self.role, self.expected, self.named, self.side, self.fix = (fault, role, expected, named, side, fix)

    def verdict(self):
        if self.named == self.expected:
            return "right"
        # The peer says the same to both, and we say that it is one of the two.
        if self.named in ("AuthenticationRefused", "ProposalMismatch", "NoTraffic"):
            return "one of several"
        return "wrong"

    def line(self):
        return f"| {self.fault} | {self.role} | {self.named} | {self.expected} | {self.verdict()} | {self.side} | {self.fix} |"


HEADER = ("| fault | role | named | expected | verdict | side | first fix |\n"
          "| --- | --- | --- | --- | --- | --- | --- |")


class DiagnosisTest(lab.LabTest):
    """One lab for all cases of a role."""

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

    def expect(self, fault, role, expected, fix, named=None, side="unknown", value=None, field=None, options=(),
               certainty=None):
        """Waits for the name, and checks side, first fix and the proof."""
        named = named or expected
        deadline = time.monotonic() + PATIENCE
        while True:
            found = self.diagnose(*options)
            if found["Code"] == named or options or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        first = found["Fixes"][0] if found["Fixes"] else {"Kind": "-", "Value": "", "Field": ""}
        self.rows.append(Row(fault, role, expected, found["Code"], found["Side"],
                             first["Kind"] + (f" {first['Value']}" if first["Value"] else "")))
        with self.subTest(fault=fault, role=role):
            context = json.dumps(found, indent=1, ensure_ascii=False)[:3000]
            self.assertEqual(found["Code"], named, context)
            self.assertEqual(found["Side"], side, context)
            self.assertEqual(first["Kind"], fix, context)
            if value is not None:
                self.assertEqual(first["Value"], value, context)
            if field is not None:
                self.assertEqual(first["Field"], field, context)
            if certainty is not None:
                self.assertEqual(found["Certainty"], certainty, context)
            self.assertTrue(any(sighting["Sequence"] for sighting in found["Sightings"]), context)
            self.assertTrue(found["Sentence"], context)
            self.assertLessEqual(len(found["Fixes"]), 3)
            if found["Phase"] != "data":
                self.assertEqual(found["Role"], role.split(",")[0], context)
        return found

    def check_paths(self):
        """Where nothing comes back, which both versions see alike."""
        self.block("udp dport 4500")
        self.begin(True)
        self.expect("silent after the move to 4500", "initiator", "NatPathBlocked", "CheckPath", side="path")
        self.unblock()
        self.block("ip protocol udp")
        self.begin(True)
        self.expect("nothing answers", "initiator", "NoResponse", "CheckPath", side="path")
        self.unblock()

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

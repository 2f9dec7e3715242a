#!/usr/bin/env python3
"""The two questions of the user guide, answered in the window by mouse and keyboard only.

    test_guide.py PATH-OF-tunnelwright PATH-OF-shift_log [TEST...]
"""

import datetime
import os
import re
import subprocess
import sys

import desktop
import lab
import test_window

THEIRS = {"local_id": lab.RIGHT, "remote_id": lab.LEFT}


setUpModule = test_window.setUpModule


class Guide(test_window.OnADesktop):
    shift_log = ""
    create_gateways = test_window.Window.create_gateways
    create_connection = test_window.Window.create_connection

    def _data_directory(self):
        self.data = super()._data_directory()
        return self.data

    def start_again(self):
        self.process = lab.Process(self.lab, "tunnelwright-again", "lg",
                                   [self.program, "--data-dir", self.data, "--language", "en"],
                                   env=self.desktop.environment)
        desktop.wait_for_program(self.console)

    def quit(self):
        self.desktop.key("ctrl+q")
        self.process.wait(lab.PATIENCE)

    def set_up_tunnel(self, **theirs):
        self.charon.load(**{**test_window.DEFAULTS, **THEIRS, **theirs})
        self.create_gateways()
        self.create_connection()
        self.console.click("table cell", "to-there")
        self.desktop.key("ctrl+r")

    def make_it_last_night(self):
        """What the log has happened at 03:12 of this night, or of the last one: by the log's own writer."""
        now = datetime.datetime.now()
        night = now.replace(hour=3, minute=12, second=7)
        if night > now:
            night -= datetime.timedelta(days=1)
        seconds = round((night - now).total_seconds())
        old = self.data / "log.before"
        for suffix in ("", "-wal", "-shm"):
            file = self.data / f"log.sqlite{suffix}"
            if file.exists():
                file.rename(f"{old}{suffix}")
        moved = subprocess.run([self.shift_log, old, self.data / "log.sqlite", str(seconds)], check=True,
                               capture_output=True, text=True).stdout
        self.assertGreater(int(moved), 5)
        return night

    def test_why_did_it_fail_last_night(self):
        self.set_up_tunnel(ike="aes256-sha1-modp1024")
        self.console.wait_for("table cell", "Phase 1 failed")
        self.quit()
        night = self.make_it_last_night()
        self.charon.load(**test_window.DEFAULTS, **THEIRS)  # whoever mended it has said nothing
        self.start_again()

        # 1. The log of the connection.
        self.console.click("list item", "IPsec connections")
        self.console.click("table cell", "to-there")
        self.desktop.key("ctrl+l")
        # 2. The night, in the bar.
        self.console.click("spin button", "Beginning of the window")
        self.desktop.key("ctrl+a")
        self.desktop.type(night.strftime("%Y-%m-%d 03:10"))
        self.desktop.key("Return")
        # 3. What is red, and its details.
        refused = re.compile("NO_PROPOSAL_CHOSEN")
        self.console.wait_for("table cell", refused)
        self.console.click("table cell", refused)
        self.console.wait_for("table cell", "AES_CBC_128")
        # 4. The ladder.
        self.console.click("check box", "Negotiation")
        self.console.wait_for("list item", re.compile("NO_PROPOSAL_CHOSEN|N\\(NO_PROP"))
        self.console.click("push button", "Close the negotiation")
        # 5. What was wrong then; now nothing is.
        before = self.desktop.windows()
        self.console.click("table cell", refused, button=3)
        lab.wait_until("the menu shows", lambda: self.desktop.windows() > before)
        self.desktop.key("w")  # "What was wrong then?"
        self.console.wait_for("label", re.compile("^As the log has it of .* 03:1"))
        self.console.wait_for("label", "ProposalMismatch")
        self.console.click("push button", "As it is now")
        self.console.wait_for("label", "NoExceptionFound")

    def test_it_is_up_but_nothing_passes(self):
        """The host behind the other gateway has no way back."""
        self.set_up_tunnel()
        self.console.wait_for("table cell", "Established")
        self.lab.run("rg", "nft", "-f", "-", stdin="""
            table ip inside {
              chain forward {
                type filter hook forward priority 0;
                ip daddr 10.2.0.0/24 drop
              }
            }""")
        # 1. The doctor.
        self.desktop.key("ctrl+shift+g")
        self.console.fill("Address behind the peer", "10.2.0.10")
        self.console.click("push button", "Run")
        self.console.wait_for("label", re.compile("firewall|came back", re.IGNORECASE))
        # 2. and 3. The path is not what is wrong.
        self.console.wait_for("label", re.compile("4500"))
        # 4. From words.
        self.desktop.key("ctrl+shift+f")
        self.desktop.type("only one way")
        self.console.wait_for("dialog", re.compile("symptom", re.IGNORECASE))
        self.desktop.key("Escape")


if __name__ == "__main__":
    Guide.shift_log = os.path.abspath(sys.argv.pop(2)) if len(sys.argv) > 2 else sys.exit(__doc__)
    test_window.main()

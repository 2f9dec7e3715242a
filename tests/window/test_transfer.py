#!/usr/bin/env python3
"""What leaves the window and comes into it, by mouse and keyboard only: the peer's configuration as a file and by a drag,
an import, a backup and its restoration, a capture. A real strongSwan loads what was downloaded, tshark reads the capture.

    test_transfer.py PATH-OF-tunnelwright PATH-OF-drop_target [TEST...]
"""

import os
import pathlib
import re
import subprocess
import sys

import desktop
import lab
import test_window

PASSPHRASE = "correct horse battery staple"

setUpModule = test_window.setUpModule


class Transfer(test_window.OnADesktop):
    drop_target = ""
    create_gateways = test_window.Window.create_gateways
    create_connection = test_window.Window.create_connection

    def setUp(self):
        super().setUp()
        self.files = self.lab.directory

    def name_file(self, path):
        """In the dialog that asks for one."""
        self.console.wait_for("text", "File name:")
        self.console.fill("File name:", str(path))
        self.desktop.key("Return")
        self.console.wait_gone("text", "File name:")

    def delete(self, name):
        self.console.click("table cell", name)
        self.desktop.key("Delete")
        self.console.click("push button", "Delete")
        self.console.wait_gone("table cell", name)

    def fill_secret(self, label, text):
        self.console.click("password text", label)
        self.desktop.key("ctrl+a")
        self.desktop.type(text)

    def test_the_peer_loads_what_was_downloaded(self):
        self.create_gateways()
        self.create_connection()
        self.console.click("table cell", "to-there")
        self.desktop.key("ctrl+shift+e")
        self.console.click("table cell", re.compile("swanctl"))
        self.console.click("check box", "Put the pre-shared key in")
        self.console.click("push button", "Save...")
        path = self.charon.directory / "swanctl" / "swanctl.conf"
        self.name_file(path)
        self.console.wait_for("label", re.compile("^Saved as .* only you can read it"))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.desktop.key("Escape")

        self.charon.swanctl("--load-all", "--clear")
        self.console.click("table cell", "to-there")
        self.desktop.key("ctrl+r")
        self.console.wait_for("table cell", "Established")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10"), 3)

    def test_a_row_is_dragged_out(self):
        self.create_gateways()
        self.create_connection()
        target = lab.Process(self.lab, "drop-target", "lg", [self.drop_target], env=self.desktop.environment)
        other = desktop.Console(self.desktop, "drop_target")
        lab.wait_until("the other window", lambda: other.sees("frame", "Drop target"))
        self.console.drag("table cell", "to-there", other.centre("frame", "Drop target"))
        lab.wait_until("a file is dropped", lambda: target.text().strip() != "")
        path, = target.text().split("\n")[:-1]
        text = pathlib.Path(path).read_text(encoding="utf-8")
        self.assertIn(lab.RIGHT, text)
        self.assertNotIn(lab.PSK, text)

    def test_an_import_from_text_to_tunnel(self):
        self.charon.load(**test_window.DEFAULTS, local_id=lab.RIGHT, remote_id=lab.LEFT)
        self.create_gateways()
        self.desktop.key("ctrl+o")
        self.console.click("push button", "Open a file...")
        self.name_file(self.charon.directory / "swanctl" / "swanctl.conf")
        self.console.wait_for("label", re.compile("^1 connection"))
        self.console.click("push button", re.compile("^Next"))
        self.console.wait_for("label", re.compile("its other end", re.IGNORECASE))
        self.console.click("push button", re.compile("^Next"))
        self.console.fill("Name", "imported")
        self.console.click("push button", re.compile("^Next"))
        self.console.click("push button", "Import")
        self.console.wait_for("table cell", "imported")
        self.console.click("table cell", "imported")
        self.desktop.key("ctrl+r")
        self.console.wait_for("table cell", "Established")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10"), 3)

    def test_a_backup_brings_back_what_was_deleted(self):
        self.charon.load(**test_window.DEFAULTS, local_id=lab.RIGHT, remote_id=lab.LEFT)
        self.create_gateways()
        self.create_connection()
        self.choose_from_menu("File", "Back up...")
        self.fill_secret("Passphrase", PASSPHRASE)
        self.fill_secret("Once more", PASSPHRASE)
        self.console.click("push button", "Back up...")
        backup = self.files / "all.twbackup"
        self.name_file(backup)
        self.console.wait_for("label", re.compile("^Saved as"))
        self.assertEqual(backup.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(lab.PSK.encode(), backup.read_bytes())
        self.desktop.key("Escape")

        self.delete("to-there")
        self.choose_from_menu("File", "Restore a backup...")
        self.console.fill("File", str(backup))
        self.fill_secret("Passphrase", "not this one, surely")
        self.desktop.key("Return")
        self.console.wait_for("label", re.compile("^The passphrase does not open it"))
        self.fill_secret("Passphrase", PASSPHRASE)
        self.desktop.key("Return")
        self.console.wait_for("label", re.compile("It creates 1 object,"))
        self.console.click("push button", "Restore")
        self.console.wait_for("label", re.compile("^The backup is restored"))
        self.desktop.key("Escape")
        self.console.click("table cell", "to-there")
        self.desktop.key("ctrl+r")
        self.console.wait_for("table cell", "Established")  # with the key that it had

    def test_a_capture_that_tshark_reads(self):
        self.charon.load(**test_window.DEFAULTS, local_id=lab.RIGHT, remote_id=lab.LEFT)
        self.create_gateways()
        self.create_connection()
        self.console.click("table cell", "to-there")
        self.desktop.key("ctrl+r")
        self.console.wait_for("table cell", "Established")
        self.desktop.key("ctrl+shift+p")
        path = self.files / "window.pcapng"
        self.console.fill("File", str(path))
        self.console.click("push button", "Start the capture")
        self.console.wait_for("label", "Capturing “to-there”")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10"), 3)
        self.console.wait_for("label", re.compile(r"^6 \(IKE 0, ESP 6,"))
        self.console.click("push button", "Stop")
        self.console.wait_for("label", "Capture of “to-there”")
        read = subprocess.run(["tshark", "-n", "-r", path, "-Y", "esp"], capture_output=True, text=True, check=True)
        self.assertEqual(len(read.stdout.splitlines()), 6)

    def choose_from_menu(self, menu, entry):
        self.console.click("menu item", menu)
        self.console.click("menu item", re.compile("^" + re.escape(entry)))


def main():
    if len(sys.argv) < 3 or not os.access(sys.argv[2], os.X_OK):
        sys.exit(f"usage: {sys.argv[0]} PATH-OF-tunnelwright PATH-OF-drop_target [TEST...]")
    Transfer.drop_target = os.path.abspath(sys.argv.pop(2))
    test_window.main()


if __name__ == "__main__":
    main()

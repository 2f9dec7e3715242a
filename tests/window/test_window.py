#!/usr/bin/env python3
"""The window, by mouse and keyboard only, from its first start to a tunnel with a real strongSwan and back.

    test_window.py PATH-OF-tunnelwright [TEST...]
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import desktop
import lab

import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

DEFAULTS = {"ike": "aes128-sha1-modp1024", "esp": "aes128-sha1-modp1024"}  # what the form proposes


def setUpModule():
    OnADesktop.desktop = desktop.Desktop()
    unittest.addModuleCleanup(OnADesktop.desktop.end)


class OnADesktop(unittest.TestCase):
    """The program in a window, watched for what keeps the window from answering."""

    program = ""
    reads_fonts = False
    environment = {}  # of the program, beside the desktop's

    def setUp(self):
        data = self._data_directory()  # goes last
        self.lab = lab.Lab()
        self.addCleanup(self.lab.destroy)
        self.lab.build()
        self.charon = lab.Charon(self.lab)
        self.console = desktop.Console(self.desktop)
        self.process = lab.Process(self.lab, "tunnelwright", "lg", [self.program, "--data-dir", data,
                                                                    "--language", "en"],
                                   env={**self.desktop.environment, **self.environment})
        desktop.wait_for_program(self.console)

    def _data_directory(self):
        """In memory, where there is such a place: what a disk takes to write is this machine's and not the program's."""
        memory = pathlib.Path("/dev/shm")
        directory = tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)
        self.addCleanup(directory.cleanup)
        return pathlib.Path(directory.name) / "data"

    def tearDown(self):
        watched = [line for line in self.process.text().splitlines() if line.startswith(("blocked", "busy"))]
        # The glyphs of another language are read from the disk.
        self.assertEqual([line for line in watched if not self.reads_fonts], [])
        if pictures := os.environ.get("TW_PICTURES"):
            self.desktop.picture(os.path.join(pictures, f"{self.id()}.png"))


class Window(OnADesktop):
    def create_gateways(self):
        self.console.click("list item", "VPN gateways")
        self.console.click("push button", "New")
        self.console.fill("Name", "here")
        self.console.fill("Public IP", lab.LEFT)
        self.desktop.key("ctrl+Return")
        self.console.wait_for("table cell", "here")
        self.console.click("list item", "Customer gateways")
        self.console.click("push button", "New")
        self.console.fill("Name", "there")
        self.console.fill("IP address", lab.RIGHT)
        self.desktop.key("ctrl+Return")
        self.console.wait_for("table cell", "there")

    def create_connection(self):
        self.desktop.key("ctrl+n")
        self.console.wait_for("dialog", re.compile("IPsec connection"))
        self.console.fill("Name", "to-there")
        self.console.fill("Local subnets", lab.LEFT_NET)
        self.console.fill("Remote subnets", lab.RIGHT_NET)
        self.console.click("push button", "Advanced configuration: IKE")
        self.console.click("password text", "Pre-shared key")
        self.desktop.key("ctrl+a")
        self.desktop.type(lab.PSK)
        self.desktop.key("ctrl+Return")
        self.console.wait_for("table cell", "to-there")

    def test_from_the_first_start_to_a_tunnel_and_back(self):
        self.charon.load(**DEFAULTS, local_id=lab.RIGHT, remote_id=lab.LEFT)
        self.create_gateways()
        self.create_connection()
        self.console.listen()
        self.addCleanup(self.console.stop_listening)

        self.console.click("table cell", "to-there")
        self.desktop.key("ctrl+r")
        self.console.wait_for("table cell", "Established")
        self.console.wait_to_hear("1 tunnel came up: to-there")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10"), 3)
        self.console.wait_for("label", re.compile("^Established"))

        # What the peer need not know of interrupts nothing.
        sas = self.charon.sas_in_short()
        self.desktop.key("F2")
        self.console.wait_for("dialog", re.compile("IPsec connection"))
        self.console.fill("Name", "renamed")
        self.desktop.key("ctrl+Return")
        self.console.wait_for("table cell", "renamed")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10"), 3)
        self.assertEqual(self.charon.sas_in_short(), sas)

        self.console.click("table cell", "renamed")
        self.desktop.key("Delete")
        self.console.wait_for("alert", "Delete IPsec connection")
        self.desktop.key("Escape")  # not yet
        self.console.wait_gone("alert", "Delete IPsec connection")
        self.assertEqual(self.charon.sas_in_short(), sas)
        self.desktop.key("Delete")
        self.console.click("push button", "Delete")
        self.console.wait_gone("table cell", "renamed")
        lab.wait_until("charon sees our delete", lambda: self.charon.sas() == "")
        self.console.wait_to_hear(re.compile("“renamed” was deleted"))

        # It comes back as it was, with its key.
        self.desktop.key("ctrl+z")
        self.console.click("table cell", "renamed")
        self.desktop.key("ctrl+r")
        self.console.wait_for("table cell", "Established")
        self.assertEqual(self.lab.ping("lh", "10.2.0.10"), 3)

    def test_whatever_can_be_done_is_found_by_its_name(self):
        self.desktop.key("ctrl+k")
        self.desktop.type("customer gate")
        self.desktop.key("Return")
        self.console.wait_for("push button", "New customer gateway...")

    def test_the_language_changes_at_once(self):
        self.reads_fonts = True
        self.console.click("menu item", "View")
        self.console.click("menu item", "Language")
        self.console.click("menu item", "简体中文")
        self.console.wait_for("list item", "VPN网关")
        self.console.wait_for("menu item", re.compile("^文件"))
        self.console.wait_gone("list item", "VPN gateways")


class SlowDisk(OnADesktop):
    """Whatever waits for the disk waits for a second, and the window for nothing."""

    def setUp(self):
        library = os.path.join(os.path.dirname(self.program), "libslow_disk.so")
        self.environment = {"LD_PRELOAD": library, "TW_SLOW_DISK_MS": "1000"}
        super().setUp()

    def test_saving_stops_nothing_and_is_seen_when_it_is_done(self):
        self.console.click("list item", "VPN gateways")
        self.console.click("push button", "New")
        self.console.fill("Name", "here")
        self.console.fill("Public IP", lab.LEFT)
        self.desktop.key("ctrl+Return")
        self.console.wait_for("label", "Saving...")
        self.console.wait_gone("dialog", re.compile("VPN gateway"))
        self.console.click("table cell", "here")
        self.desktop.key("Delete")
        self.console.click("push button", "Delete")
        self.console.wait_gone("table cell", "here")
        self.desktop.key("ctrl+z")
        self.console.wait_for("table cell", "here")
        # Settings are files, too.
        self.desktop.key("ctrl+comma")
        self.console.click("check box", "Open the page that was open last")
        self.desktop.key("ctrl+Return")
        self.console.wait_gone("dialog", "Settings")
        self.console.click("list item", "Customer gateways")
        self.console.wait_for("push button", "New customer gateway...")


class StatusNotifier(OnADesktop):
    """A desktop whose tray speaks D-Bus, as those of today do."""

    def setUp(self):
        self.said = self.desktop.directory / "status_notifier.out"
        watcher = pathlib.Path(__file__).with_name("status_notifier.py")
        with open(self.said, "wb") as said:
            process = subprocess.Popen([sys.executable, watcher], stdout=said)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        lab.wait_until("the tray", lambda: "ready" in self.said.read_text())
        super().setUp()

    def item(self):
        lab.wait_until("the icon in the tray", lambda: "item" in self.said.read_text())
        _, name, path = self.said.read_text().split("\n")[1].split()
        return Gio.DBusProxy.new_for_bus_sync(Gio.BusType.SESSION, Gio.DBusProxyFlags.NONE, None, name, path,
                                              "org.kde.StatusNotifierItem", None)

    def menu_of(self, item):
        menu = Gio.DBusProxy.new_for_bus_sync(Gio.BusType.SESSION, Gio.DBusProxyFlags.NONE, None, item.get_name(),
                                              item.get_cached_property("Menu").unpack(), "com.canonical.dbusmenu", None)
        menu.call_sync("AboutToShow", GLib.Variant("(i)", (0,)), 0, -1, None)
        _, (_, _, entries) = menu.call_sync("GetLayout", GLib.Variant("(iias)", (0, -1, [])), 0, -1, None).unpack()
        return [entry[1].get("label", "") for entry in entries]

    def test_the_icon_keeps_the_program_and_brings_its_window_back(self):
        item = self.item()
        self.assertTrue(item.get_cached_property("IconPixmap").unpack() or item.get_cached_property("IconName").unpack())
        self.assertEqual(item.get_cached_property("Status").unpack(), "Active")
        self.assertIn("Quit", [label.replace("_", "") for label in self.menu_of(item)])
        self.desktop.key("ctrl+w")
        self.console.click("push button", "Keep the tunnels")
        self.console.wait_gone("list item", "VPN gateways")
        item.call_sync("Activate", GLib.Variant("(ii)", (0, 0)), 0, -1, None)
        self.console.wait_for("list item", "VPN gateways")


def main():
    if reason := lab.missing_permission():
        print(f"skipped: {reason}")
        sys.exit(77)
    if missing := desktop.missing_tools():
        sys.exit(f"not installed: {' '.join(missing)}; tools/test installs them")
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(f"usage: {sys.argv[0]} PATH-OF-tunnelwright [TEST...]")
    OnADesktop.program = os.path.abspath(sys.argv.pop(1))
    unittest.main(module="__main__", verbosity=2)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The log in a real window while 5,000 lines come every second: it answers, it follows, and who reads keeps the place.

    test_flood.py PATH-OF-flooded_window [TEST...]
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

import desktop
import lab

LINES_A_SECOND = 5000
SECONDS = 10  # of each part


class Flood(unittest.TestCase):
    program = ""

    def setUp(self):
        self.desktop = desktop.Desktop()
        self.addCleanup(self.desktop.end)
        memory = pathlib.Path("/dev/shm")
        self.temporary = tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)
        self.addCleanup(self.temporary.cleanup)
        self.output = []
        self.process = subprocess.Popen(
            [self.program, str(LINES_A_SECOND)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            env={**os.environ, **self.desktop.environment, "TMPDIR": self.temporary.name})
        self.reader = threading.Thread(target=lambda: self.output.extend(iter(self.process.stderr.readline, "")))
        self.reader.start()
        self.addCleanup(self.end)
        self.console = desktop.Console(self.desktop, "flooded_window")
        desktop.wait_for_program(self.console)

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(lab.PATIENCE)
        self.reader.join()
        self.process.stderr.close()

    def said(self):
        counts = [int(line.split()[1]) for line in list(self.output) if line.startswith("lines ")]
        return counts[-1] if counts else 0

    def wait_lines(self, more):
        goal = self.said() + more
        lab.wait_until(f"{more} more lines", lambda: self.said() >= goal)

    def rows(self):
        """The lines that show, from the top: what they say."""
        place = lambda item: desktop.Atspi.Component.get_extents(item, desktop.Atspi.CoordType.SCREEN)
        cells = [(place(item).y, name) for role, name, item in self.console.walk()
                 if role == "table cell" and name.startswith("sending retransmit")]
        return [name for _, name in sorted(cells)]

    def test_it_answers_and_keeps_the_place(self):
        self.console.click("list item", "Log")
        self.console.wait_for("table", "Log lines")
        self.wait_lines(LINES_A_SECOND * SECONDS)
        # Up by the wheel: from here on it holds still.
        table = self.console.wait_for("table", "Log lines")
        place = desktop.Atspi.Component.get_extents(table, desktop.Atspi.CoordType.SCREEN)
        self.desktop.xdotool("mousemove", "--sync", place.x + place.width // 2, place.y + place.height // 2)
        self.desktop.xdotool("click", "--repeat", 5, "--delay", 20, 4)
        self.wait_lines(LINES_A_SECOND)
        before = self.rows()
        self.assertTrue(before)
        self.wait_lines(LINES_A_SECOND * SECONDS)
        self.assertEqual(self.rows(), before)
        # A line can be read meanwhile.
        self.desktop.xdotool("click", 1)
        self.wait_lines(LINES_A_SECOND)
        self.assertEqual(self.rows()[:3], before[:3])
        self.desktop.key("End")
        lab.wait_until("it follows again", lambda: self.rows() != before)
        newest = self.rows()
        self.wait_lines(LINES_A_SECOND)
        self.assertNotEqual(self.rows(), newest)

        self.desktop.key("ctrl+q")
        self.process.wait(lab.PATIENCE)
        self.reader.join()
        print("".join(line for line in self.output if line.startswith(("blocked", "busy", "longest"))), flush=True)
        self.assertEqual([line for line in self.output if line.startswith(("blocked", "busy"))], [])


def main():
    if missing := desktop.missing_tools():
        sys.exit(f"not installed: {' '.join(missing)}; tools/test installs them")
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(f"usage: {sys.argv[0]} PATH-OF-flooded_window [TEST...]")
    Flood.program = os.path.abspath(sys.argv.pop(1))
    unittest.main(module="__main__", verbosity=2)


if __name__ == "__main__":
    main()

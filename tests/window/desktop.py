"""A desktop of its own for one program: an X server without a screen, a window manager, and hands and eyes.

The hands are xdotool's: the mouse and the keyboard, and nothing else. The eyes are the accessibility bus, by which a
screen reader knows what stands where: what has no name there, nobody finds here either.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "interop"))
import lab  # noqa: E402

import gi  # noqa: E402
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

TOOLS = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
SIZE = "1280x860x24"


def missing_tools():
    return [tool for tool in TOOLS if not shutil.which(tool)]


class Desktop:
    """One for all tests of a process: libatspi looks for its bus once."""

    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="tunnelwright-desktop-"))
        self._processes = []
        self.environment = {"XDG_RUNTIME_DIR": str(self.directory), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                            "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8",
                            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.directory}/bus"}
        self._start_display()
        self._start("dbus-daemon", "--session", "--nofork", f"--address={self.environment['DBUS_SESSION_BUS_ADDRESS']}")
        self._start("openbox")
        lab.wait_until("the session's bus", (self.directory / "bus").exists)
        os.environ.update(self.environment)  # libatspi looks there

    def _start_display(self):
        reading, writing = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"],
                                  pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        self._processes.append(server)
        with os.fdopen(reading) as number:
            self.environment["DISPLAY"] = ":" + number.readline().strip()

    def _start(self, program, *arguments):
        with open(self.directory / f"{program}.log", "wb") as log:
            process = subprocess.Popen([program, *arguments], env={**os.environ, **self.environment}, stdout=log,
                                       stderr=subprocess.STDOUT)
        self._processes.append(process)

    def end(self):
        for process in reversed(self._processes):
            process.terminate()
            process.wait(lab.PATIENCE)
        shutil.rmtree(self.directory)

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env={**os.environ, **self.environment}, check=True,
                              capture_output=True, text=True).stdout

    def key(self, *keys):
        self.xdotool("key", "--clearmodifiers", *keys)

    def type(self, text):
        self.xdotool("type", "--delay", 4, "--", text)

    def click(self, x, y, button=1):
        self.xdotool("mousemove", "--sync", x, y, "click", button)

    def windows(self):
        """How many show, menus among them, which are in no tree of the accessibility bus."""
        return len(self.xdotool("search", "--onlyvisible", "--name", "").split())

    def picture(self, path):
        """What the screen shows, where ImageMagick is there to take it."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", path], env={**os.environ, **self.environment}, check=False)


class Console:
    """Our program on a desktop, as somebody sees it who has eyes and hands only; and ears, where it is listened to."""

    def __init__(self, desktop, name="tunnelwright"):
        self._desktop = desktop
        self._name = name
        self._heard = []
        self._ears = None

    # -- eyes ---------------------------------------------------------------------------------------------------

    def _application(self):
        root = Atspi.get_desktop(0)
        root.clear_cache()
        for index in range(root.get_child_count()):
            child = root.get_child_at_index(index)
            if child and child.get_name() == self._name:
                return child
        return None

    def walk(self):
        """Everything that shows, windows opened last first, and where it is: (role, name, item)."""
        application = self._application()
        if application is None:
            return
        for index in reversed(range(application.get_child_count())):
            yield from _walk(application.get_child_at_index(index))

    def find(self, role, name):
        """The first that shows. `name`: all of it, or an expression that finds it."""
        for its_role, its_name, item in self.walk():
            if its_role == role and (name.search(its_name) if isinstance(name, re.Pattern) else its_name == name):
                return item
        return None

    def sees(self, role, name):
        try:
            return self.find(role, name) is not None
        except GLib.Error:
            return False  # it went away under our eyes

    def wait_for(self, role, name):
        def found():
            try:
                return self.find(role, name)
            except GLib.Error:
                return None
        try:
            return lab.wait_until(f"{role} “{name}”", found)
        except AssertionError as failure:
            raise AssertionError(f"{failure}; there is:\n{self.describe()}") from None

    def wait_gone(self, role, name):
        lab.wait_until(f"{role} “{name}” goes", lambda: not self.sees(role, name))

    def describe(self):
        try:
            return "\n".join(f"    {role} “{name}”" for role, name, _ in self.walk() if name)
        except GLib.Error as failure:
            return f"    ({failure})"

    def text_of(self, role, name):
        item = self.wait_for(role, name)
        return Atspi.Text.get_text(item, 0, Atspi.Text.get_character_count(item))

    def centre(self, role, name):
        place = Atspi.Component.get_extents(self.wait_for(role, name), Atspi.CoordType.SCREEN)
        return place.x + place.width // 2, place.y + place.height // 2

    # -- ears ---------------------------------------------------------------------------------------------------

    def listen(self):
        """From now on: what a screen reader reads out by itself, which is a notification that shows."""
        self._ears = Atspi.EventListener.new(self._hear)
        self._ears.register("object:state-changed:showing")

    def _hear(self, event):
        try:
            if event.detail1 and event.source.get_role() == Atspi.Role.NOTIFICATION:
                self._heard.append(event.source.get_name())
        except GLib.Error:
            pass  # it went away before its name was asked for

    def wait_to_hear(self, text):
        """`text`: all that is read out at once, or an expression that finds it."""
        def heard():
            while GLib.MainContext.default().iteration(False):
                pass
            return any(text.search(it) if isinstance(text, re.Pattern) else it == text for it in self._heard)
        try:
            lab.wait_until(f"“{text}” is read out", heard)
        except AssertionError as failure:
            raise AssertionError(f"{failure}; heard was: {self._heard}") from None

    def stop_listening(self):
        self._ears.deregister("object:state-changed:showing")

    # -- hands --------------------------------------------------------------------------------------------------

    def click(self, role, name, button=1):
        self._desktop.click(*self.centre(role, name), button)

    def drag(self, role, name, end):
        """To a point of the screen, in steps as a hand makes them: a program sees a drag only where the mouse moves."""
        x, y = self.centre(role, name)
        self._desktop.xdotool("mousemove", "--sync", x, y, "mousedown", 1)
        steps = 20
        for step in range(1, steps + 1):
            self._desktop.xdotool("mousemove", "--sync", x + (end[0] - x) * step // steps,
                                  y + (end[1] - y) * step // steps)
        self._desktop.xdotool("mouseup", 1)

    def fill(self, label, text):
        """A field gets another text."""
        self.click("text", label)
        self._desktop.key("ctrl+a")
        self._desktop.type(text)
        lab.wait_until(f"“{label}” holds what was typed", lambda: self.text_of("text", label) == text)


def _walk(item):
    if item is None:
        return
    states = item.get_state_set()
    if not states.contains(Atspi.StateType.SHOWING) and item.get_role() != Atspi.Role.APPLICATION:
        return
    place = None
    try:
        place = Atspi.Component.get_extents(item, Atspi.CoordType.SCREEN)
    except GLib.Error:
        pass
    if place is not None and place.width > 0 and place.height > 0:
        yield item.get_role_name(), item.get_name() or "", item
    children = item.get_child_count()
    if children > MOST_CELLS and place is not None:
        yield from _shown_cells(item, place)
        return
    for index in range(children):
        yield from _walk(item.get_child_at_index(index))


# Of a table with more cells than these, only one of each line that shows: the bus names all of them one by one.
MOST_CELLS = 5000


def _shown_cells(table, place):
    seen = None
    for y in range(place.y + 2, place.y + place.height, 8):
        item = Atspi.Component.get_accessible_at_point(table, place.x + place.width * 3 // 4, y, Atspi.CoordType.SCREEN)
        if item is not None and item.get_role_name() == "table cell" and item.get_name() != seen:
            seen = item.get_name()
            yield "table cell", seen or "", item


def wait_for_program(console):
    lab.wait_until("the window opens", lambda: console.sees("frame", "Tunnelwright"))

#!/usr/bin/env python3
"""Uses the real window on a virtual display: python3 tests/desktop.py LOADLINE [PART...]

  kill N       the window is killed (kill -9) N times while components are moved by keys: what is lost is younger than
               two seconds, and the next start offers the rest, which is opened and saved.
  dialogs      a file is opened and saved with no portal and no zenity, and with a portal that never answers; meanwhile
               the window does what it is asked.
  launch       the installed desktop entry opens a file as a double-click does; a second launch has a window of its own.
  soak S       edits, undo, saving for S seconds: memory stays as it is, nothing is complained of.

Without a part: kill 3, dialogs, launch, soak 20. Needs Xvfb and xdotool; `dialogs` needs dbus-run-session and
ImageMagick, `launch` gio.
"""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DESIGN = os.path.join(ROOT, "tests/data/one-component.ron")
# What the journal promises, and what the goal allows.
ALLOWED = 2.0


def fail(message):
    raise SystemExit("FAILED: " + message)


def wait_for(what, holds, seconds=20.0):
    end = time.monotonic() + seconds
    while True:
        found = holds()
        if found:
            return found
        if time.monotonic() > end:
            fail(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.05)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Desk:
    """A display, and folders for what is remembered."""

    def __init__(self, loadline):
        self.loadline = os.path.abspath(loadline)
        self.folder = tempfile.mkdtemp()
        self.children = []
        self.env = dict(os.environ, LIBGL_ALWAYS_SOFTWARE="1")
        self.env.pop("WAYLAND_DISPLAY", None)
        self.fresh("first")
        # It takes a display that nobody has, and says which. It does not begin anew when its last client has gone: the
        # next client would be refused meanwhile.
        said, saying = os.pipe()
        self.spawn(["Xvfb", "-displayfd", str(saying), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"], pass_fds=[saying])
        os.close(saying)
        with os.fdopen(said) as display:
            self.env["DISPLAY"] = ":" + display.readline().strip()
        wait_for("the display", lambda: subprocess.run(["xdotool", "getdisplaygeometry"], env=self.env,
                                                       capture_output=True, check=False).returncode == 0)

    def fresh(self, name):
        """Nothing is remembered from before."""
        home = os.path.join(self.folder, name)
        os.makedirs(home, exist_ok=True)
        self.env.update(HOME=home, XDG_CONFIG_HOME=f"{home}/config", XDG_STATE_HOME=f"{home}/state",
                        XDG_DATA_HOME=f"{home}/.local/share")
        return home

    def spawn(self, command, env=None, **options):
        child = subprocess.Popen(command, env=env or self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        self.children.append(child)
        return child

    def run(self, *command):
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False, timeout=60)

    def windows(self):
        found = self.run("xdotool", "search", "--onlyvisible", "--name", "Loadline").stdout.split()
        return [window for window in found if "Loadline" in self.title(window)]

    def open(self, *arguments, wrapper=(), **options):
        # The window of a program that was killed is there for a moment longer, and the next may have its number.
        wait_for("the window before to be gone", lambda: not self.windows())
        child = self.spawn([*wrapper, self.loadline, *arguments], **options)
        new = lambda: (child.poll() is None or fail(f"it ended with {child.returncode}")) and \
            self.windows()
        window = wait_for("the window", new, 60)[-1]
        self.focus(window)
        return child, window

    def focus(self, window):
        self.run("xdotool", "windowfocus", "--sync", window)
        time.sleep(0.3)

    def title(self, window):
        return self.run("xdotool", "getwindowname", window).stdout.strip()

    def key(self, window, *keys):
        self.run("xdotool", "key", "--window", window, *keys)

    def type(self, window, text):
        self.run("xdotool", "type", "--window", window, "--delay", "25", text)

    def shown(self, window, path, seconds=20):
        """Until the title names the file, saved."""
        name = os.path.basename(path)
        wait_for(f"{name} to be shown", lambda: self.title(window).startswith(name), seconds)

    def dirty(self, window):
        return self.title(window).startswith("• ")

    def moved(self, window, what="an edit"):
        """Moves everything one step to the right and back, once the window hears its keys. Seconds until it was seen."""
        begun = time.monotonic()

        def once():
            self.key(window, "ctrl+a", "Right")
            end = time.monotonic() + 2
            while time.monotonic() < end and not self.dirty(window):
                time.sleep(0.05)
            return self.dirty(window)
        wait_for(what, once, 60)
        took = time.monotonic() - begun
        # As often as it may have been pressed; what was not done cannot be taken back.
        self.key(window, *["ctrl+z"] * 40)
        wait_for("undo", lambda: not self.dirty(window), 60)
        return took

    def comes(self, what, still_until):
        """What comes by itself, with nobody touching anything, after a moment at which nothing moves: where it is."""
        before, after = (os.path.join(self.folder, name) for name in ("before.png", "after.png"))
        time.sleep(max(0.0, still_until - time.monotonic()))
        self.run("import", "-window", "root", before)

        def seen():
            self.run("import", "-window", "root", after)
            box = self.run("convert", before, after, "-compose", "difference", "-composite", "-threshold", "4%",
                           "-format", "%[fx:maxima>0.5] %@", "info:").stdout.split()
            return [int(number) for number in re.split(r"[x+]", box[1])] if box[:1] == ["1"] else None
        width, height, left, top = wait_for(what, seen)
        # Once more, when it has faded in.
        time.sleep(0.3)
        width, height, left, top = seen()
        return left, top, width, height

    def picture(self, name):
        """For whoever looks into a failure."""
        if os.environ.get("CI_ARTIFACTS"):
            self.run("import", "-window", "root", os.path.join(os.environ["CI_ARTIFACTS"], name + ".png"))

    def end(self, child):
        if child in self.children:
            self.children.remove(child)
        child.kill()
        child.wait()

    def close(self):
        for child in reversed(self.children):
            child.kill()
            child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def copy(self, name):
        path = os.path.join(self.folder, name)
        shutil.copy(DESIGN, path)
        return path


def place_in(text):
    found = re.search(r'id: "events".*?at: \((-?\d+), (-?\d+)\)', text)
    return int(found.group(1)) if found else None


def journal(desk):
    folder = os.path.join(desk.env["XDG_STATE_HOME"], "loadline", "journal")
    return [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".ron")] \
        if os.path.isdir(folder) else []


def kill(desk, rounds):
    """Kills the window while the only component is moved to the right, one step a key."""
    chance = random.Random(7)
    worst = 0.0
    moved = kept = 0
    for number in range(rounds):
        desk.fresh(f"kill-{number}")
        path = desk.copy(f"kill-{number}.ron")
        child, window = desk.open(path)
        desk.shown(window, path)
        desk.moved(window)
        wait_for("an empty journal", lambda: not journal(desk))
        pressed = []
        end = time.monotonic() + 3.0 + chance.random() * 3.0
        while time.monotonic() < end:
            desk.key(window, "Right")
            pressed.append(time.monotonic())
            time.sleep(chance.random() * 0.1)
        killed = time.monotonic()
        desk.end(child)
        if read(path) != read(DESIGN):
            fail(f"round {number}: the file was written, and nobody saved it")
        entries = journal(desk)
        if len(entries) != 1:
            fail(f"round {number}: {len(entries)} entries in the journal")
        steps = place_in(read(entries[0]))
        due = sum(1 for at in pressed if killed - at > ALLOWED)
        if steps is None or steps > len(pressed) or steps < due - 1:
            fail(f"round {number}: {steps} steps are kept, {due} are older than {ALLOWED} s, {len(pressed)} were made")
        if steps < len(pressed):
            worst = max(worst, killed - pressed[steps])
        moved, kept = moved + len(pressed), kept + steps

        # The next start offers it. Tab comes to its Open first.
        child, window = desk.open()
        time.sleep(1.0)
        for _ in range(20):
            if desk.title(window).startswith("• " + os.path.basename(path)):
                break
            desk.key(window, "Tab")
            time.sleep(0.2)
            desk.key(window, "space")
            time.sleep(0.5)
        else:
            desk.picture("not-offered")
            fail(f"round {number}: what was kept is not offered")
        desk.key(window, "ctrl+s")
        wait_for("what was recovered to be saved", lambda: place_in(read(path)) == steps)
        wait_for("the journal to be empty", lambda: not journal(desk))
        desk.end(child)
    return f"{rounds} kills, {moved} edits, {moved - kept} lost, the oldest of them {worst:.2f} s old"


def dialogs(desk):
    if not shutil.which("dbus-run-session"):
        return "skipped: there is no dbus-run-session"
    if not shutil.which("convert"):
        return "skipped: there is no ImageMagick"
    services = os.path.join(desk.folder, "services")
    os.makedirs(services)
    bus = os.path.join(desk.folder, "bus.conf")
    with open(bus, "w", encoding="utf-8") as file:
        file.write('<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" '
                   '"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">\n'
                   f'<busconfig><type>session</type><listen>unix:tmpdir={desk.folder}</listen>'
                   f'<servicedir>{services}</servicedir><policy context="default"><allow send_destination="*" '
                   'eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>\n')
    said = []
    for name in ("none", "silent", "asked-again"):
        silent = name != "none"
        if silent:
            # Started when it is called, never comes to be there: a call waits for it for two minutes.
            with open(os.path.join(services, "portal.service"), "w", encoding="utf-8") as file:
                file.write("[D-BUS Service]\nName=org.freedesktop.portal.Desktop\nExec=/bin/sleep 600\n")
        desk.fresh("dialogs-" + name)
        first, second = desk.copy(f"first-{name}.ron"), desk.copy(f"second-{name}.ron")
        # Nothing is on its path, so no zenity.
        session = [shutil.which("dbus-run-session"), "--dbus-daemon", shutil.which("dbus-daemon"), "--config-file", bus, "--"]
        child, window = desk.open(first, wrapper=session, start_new_session=True,
                                  env=dict(desk.env, PATH=os.path.join(desk.folder, "no-programs")))
        desk.shown(window, first)
        # Nothing is pointed at that would tell about itself.
        desk.run("xdotool", "mousemove", "600", "600")
        # From now on it hears its keys.
        desk.moved(window)
        begun = time.monotonic()
        desk.key(window, "ctrl+o")
        if silent:
            # While it waits, the window goes on: an edit is seen in its title.
            time.sleep(0.5)
            took = desk.moved(window, "an edit beside the dialog")
            if name == "silent":
                said.append(f"an edit beside it after {took:.2f} s")
                left, top, width, height = desk.comes("what is offered instead", begun + 2.5)
                # The left one of two buttons in the lower half of what came; its shadow is below it.
                desk.run("xdotool", "mousemove", str(left + width // 3), str(top + height * 5 // 8), "click", "1")
            else:
                time.sleep(max(0.0, begun + 3.5 - time.monotonic()))
                desk.key(window, "ctrl+o")
        time.sleep(1.0)
        desk.type(window, second)
        desk.key(window, "Return")
        try:
            desk.shown(window, second, 30)
        except SystemExit:
            desk.picture("dialog-" + name)
            raise
        what = {"none": "no portal", "silent": "a silent portal", "asked-again": "asked again"}[name]
        said.append(f"{what}: opened after {time.monotonic() - begun:.1f} s")
        os.killpg(child.pid, 9)
        desk.children.remove(child)
        child.wait()
    return ", ".join(said)


def launch(desk):
    if not shutil.which("gio"):
        return "skipped: there is no gio"
    home = desk.fresh("launch")
    installed = subprocess.run([os.path.join(ROOT, "assets/desktop/install.sh"), "--binary", desk.loadline],
                               env=desk.env, capture_output=True, text=True, check=False)
    if installed.returncode:
        fail("it cannot be installed: " + installed.stderr)
    desk.env["PATH"] = f"{home}/.local/bin:" + desk.env["PATH"]
    path = desk.copy("by a double click.ron")
    if shutil.which("update-mime-database"):
        kind = desk.run("gio", "info", "-a", "standard::content-type", path).stdout
        if "application/x-loadline" not in kind:
            fail(f"a design is of the type {kind.strip()}")
        handlers = desk.run("gio", "mime", "application/x-loadline").stdout
        if "loadline.desktop" not in handlers:
            fail(f"nothing opens a design: {handlers}")
        how = ["gio", "open", path]
    else:
        how = ["gio", "launch", f"{home}/.local/share/applications/loadline.desktop", path]
    # What is opened keeps the output of what opened it.
    opener = desk.spawn(how)
    window = wait_for("the window", desk.windows, 60)[-1]
    desk.shown(window, path)
    # Once more: a window of its own.
    desk.spawn(how)
    windows = wait_for("the second window", lambda: len(desk.windows()) == 2 and desk.windows(), 60)
    other = next(one for one in windows if one != window)
    desk.shown(other, path)
    desk.picture("launch")
    for one in windows:
        pid = desk.run("xdotool", "getwindowpid", one).stdout.strip()
        os.kill(int(pid), 15)
    opener.wait(10)
    return f"{' '.join(how[:2])} opens a design, twice in two windows"


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", read(f"/proc/{pid}/status")).group(1)) / 1024


def soak(desk, seconds):
    desk.fresh("soak")
    path = desk.copy("soak.ron")
    log = os.path.join(desk.folder, "soak.log")
    with open(log, "w", encoding="utf-8") as errors:
        child = subprocess.Popen([desk.loadline, path], env=desk.env, stdout=errors, stderr=errors)
    desk.children.append(child)
    window = wait_for("the window", desk.windows, 60)[-1]
    desk.focus(window)
    desk.shown(window, path)
    begun = time.monotonic()
    # After an hour, or after a third of what is less.
    warm = min(3600.0, seconds / 3)
    first = None
    rounds = 0
    steps = [["ctrl+a"], ["Right", "Down"], ["ctrl+d"], ["ctrl+z"], ["Left", "Up"], ["ctrl+z", "ctrl+z"], ["ctrl+y", "ctrl+y"],
             ["ctrl+s"], ["m"], ["m"], ["plus"], ["minus"], ["ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z"], ["ctrl+s"]]
    while time.monotonic() - begun < seconds:
        for keys in steps:
            desk.key(window, *keys)
            time.sleep(0.05)
        rounds += 1
        if child.poll() is not None:
            fail(f"it ended with {child.returncode}: {read(log)}")
        if first is None and time.monotonic() - begun >= warm:
            first = resident(child.pid)
    last = resident(child.pid)
    growth = (last - first) / first
    if growth > 0.1:
        fail(f"{first:.0f} MB became {last:.0f} MB after {rounds} rounds")
    if read(log).strip():
        fail("it complained: " + read(log))
    desk.end(child)
    return f"{rounds} rounds in {seconds} s, {first:.0f} MB, then {last:.0f} MB ({growth:+.1%})"


PARTS = {"kill": (kill, 3), "dialogs": (dialogs, None), "launch": (launch, None), "soak": (soak, 20)}


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    for program in ("Xvfb", "xdotool"):
        if not shutil.which(program):
            print(f"skipped: there is no {program}")
            return
    wanted = []
    for word in sys.argv[2:]:
        if word in PARTS:
            wanted.append([word, PARTS[word][1]])
        elif wanted and word.isdigit():
            wanted[-1][1] = int(word)
        else:
            raise SystemExit(__doc__)
    desk = Desk(sys.argv[1])
    try:
        for part, amount in wanted or [[name, amount] for name, (_, amount) in PARTS.items()]:
            work = PARTS[part][0]
            path = desk.env["PATH"]
            said = work(desk) if amount is None else work(desk, amount)
            desk.env["PATH"] = path
            print(f"{part}: {said}", flush=True)
    finally:
        desk.close()


main()

#!/usr/bin/env python3
"""Breaks every system call of a save and looks at what is left: python3 tests/faults.py [path of loadline] [all]

For a new file, a new text over an old one, and through a symbolic link, of 1 KB, 100 KB and 2 MB (`all`: each with each, up to 10 MB):
  kill   the process is killed at each call: the file is the old one or the new one, whole.
  errno  each call fails with each errno: the same; the exit code says which; a refusal names the file; nothing is left.
  full   on a file system that is too small, and beyond the limit of the process: the old file stays.
  order  write, then fsync of the file, then rename, then fsync of the folder, and only then the end.

Needs strace; without it, it says so and ends well. `loadline fmt FILE` does the saving, `loadline export` that of new files.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

CALLS = ["openat", "write", "fsync", "rename", "renameat", "renameat2", "fchmod", "chmod", "chown", "lseek", "ftruncate", "flock", "statx", "fcntl",
         "readlink", "newfstatat", "fstat", "getdents64", "unlink", "read", "close"]
ERRNOS = ["ENOSPC", "EIO", "EACCES", "EROFS", "EXDEV", "EPERM", "EINTR"]
# A call that fails after the renaming cannot undo it: then the new file is there, and that is well.


def design(size):
    """A design that is not in its canonical form, and the canonical form."""
    note = "x" * 1000
    notes = "".join(f'        (id: "n{i}", at: (0, 0), size: (1, 1), text: "{note}"),\n' for i in range(size // 1000))
    list_of_notes = f'    notes: [\n{notes}    ],\n' if notes else ""
    new = f'Design(\n    version: 1,\n    name: "p",\n{list_of_notes})\n'
    return new.replace("version: 1", "version:   1"), new


def place(folder, old, kind):
    path = os.path.join(folder, "plan.ron")
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))
    if kind == "new":
        # What is saved under the new name; in a folder of its own.
        with open(os.path.join(folder + "-source", "source.ron"), "w") as file:
            file.write(old)
        return path
    target = os.path.join(folder, "target.ron") if kind == "link" else path
    with open(target, "w") as file:
        file.write(old)
    if kind == "link":
        os.symlink("target.ron", path)
    return path


def save_command(loadline, path):
    if os.path.exists(path):
        return [loadline, "fmt", path]
    return [loadline, "export", os.path.join(os.path.dirname(path) + "-source", "source.ron"), "-o", path]


def run(loadline, path, log, inject=None):
    command = ["strace", "-f", "-qq", "-o", log, "-e", "trace=" + ",".join(CALLS)]
    if inject:
        command += ["-e", "inject=" + inject]
    return subprocess.run(command + save_command(loadline, path), capture_output=True, text=True, timeout=60)


def fail(message):
    print("FAILED:", message)
    sys.exit(1)


def injected(log):
    with open(log) as file:
        text = file.read()
    return "(INJECTED)" in text or "killed by SIGKILL" in text


def check(path, old, new, kind, result, what):
    if kind == "link" and not os.path.islink(path):
        fail(f"{what}: the link is gone")
    if kind == "new" and not os.path.exists(path):
        found = None
    else:
        with open(path) as file:
            found = file.read()
        if found not in ((new,) if kind == "new" else (old, new)):
            fail(f"{what}: {len(found)} bytes are neither the old file nor the new one")
    if result.returncode == 0 and found != new:
        fail(f"{what}: it says that it is saved, and it is not")
    return found


def first_of_save(log):
    """For each call, which is the first that touches the folder of the file."""
    counts, first = {}, {}
    touched = False
    with open(log) as file:
        for line in file:
            match = re.match(r"\d+ +(\w+)\(", line)
            if not match:
                continue
            name = match.group(1)
            counts[name] = counts.get(name, 0) + 1
            touched = touched or "plan.ron" in line
            if touched and name not in first:
                first[name] = counts[name]
    return first, counts


def order(log, kind):
    events = []
    temporary, folder = None, None
    with open(log) as file:
        for line in file:
            opened = re.search(r'openat\(.*"([^"]*)".*\) = (\d+)', line)
            if opened and opened.group(1).endswith(".tmp") and "O_CREAT" in line:
                if "O_EXCL" not in line:
                    fail("the temporary file is not made exclusively: " + line)
                temporary = opened.group(2)
            elif opened and "rename" in events:
                folder = folder or opened.group(2)
            if temporary and re.search(rf"\bwrite\({temporary},", line):
                events.append("write")
            elif temporary and re.search(rf"\bfsync\({temporary}\) += 0", line) and "rename" not in events:
                events.append("fsync")
            elif re.search(r"\brename(at2?)?\(", line):
                events.append("rename")
            elif folder and re.search(rf"\bfsync\({folder}\) += 0", line):
                events.append("fsync folder")
            elif re.search(r"\bwrite\(1,", line):
                events.append("said")
    short = [event for at, event in enumerate(events) if at == 0 or events[at - 1] != event]
    # An export says nothing where all is well.
    said = [] if kind == "new" else ["said"]
    if short != ["write", "fsync", "rename", "fsync folder", *said]:
        fail(f"order of a save: {short}")


def full(loadline, folder):
    """A file system of 160 KB that holds 100 KB already. Whether one could be had."""
    place_for_it = os.path.join(folder, "small")
    os.makedirs(place_for_it)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", place_for_it], capture_output=True)
    if mounted.returncode:
        return False
    try:
        old, _ = design(100_000)
        path = place(place_for_it, old, "overwrite")
        result = subprocess.run([loadline, "fmt", path], capture_output=True, text=True, timeout=60)
        if result.returncode != 2 or "full" not in result.stderr:
            fail(f"on a full disk: exit code {result.returncode}: {result.stderr}")
        if open(path).read() != old or os.listdir(place_for_it) != ["plan.ron"]:
            fail("on a full disk: the old file is not as it was, or something is left beside it")
    finally:
        subprocess.run(["umount", place_for_it], check=True)
    return True


def main():
    loadline = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/debug/loadline")
    if not shutil.which("strace"):
        print("skipped: strace is not there")
        return
    probe = subprocess.run(["strace", "-qq", "-e", "inject=getpid:error=EPERM", "true"], capture_output=True)
    if probe.returncode:
        print("skipped: strace may not trace here")
        return
    os.environ["XDG_CONFIG_HOME"] = "/nonexistent"
    with tempfile.TemporaryDirectory() as folder:
        small = full(loadline, folder)
    cells = [(1_000, "overwrite"), (100_000, "link"), (100_000, "new"), (2_000_000, "overwrite")]
    if "all" in sys.argv[2:]:
        cells = [(size, kind) for size in (0, 100_000, 10_000_000) for kind in ("overwrite", "link", "new")]
    kills = faults = kept = 0
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as log:
        os.makedirs(folder + "-source")
        try:
            for size, kind in cells:
                done = one(loadline, folder, log.name, size, kind)
                kills, faults, kept = kills + done[0], faults + done[1], kept + done[2]
        finally:
            shutil.rmtree(folder + "-source")
    on_disk = "a full disk" if small else "no file system could be mounted"
    print(f"{kills} kills and {faults} faults: 0 files lost; {kept} saves refused with the old file as it was; order kept; {on_disk}")


def one(loadline, folder, log, size, kind):
    """Every call of one save. Kills, faults, and saves that were refused."""
    kills = faults = kept = 0
    old, new = design(size)
    path = place(folder, old, kind)
    result = run(loadline, path, log)
    if result.returncode or open(path).read() != new:
        fail(f"a save without faults: {result.stderr}")
    order(log, kind)
    first, counts = first_of_save(log)
    for call, count in sorted(counts.items()):
        for when in range(first.get(call, count + 1), count + 1):
            path = place(folder, old, kind)
            result = run(loadline, path, log, f"{call}:signal=KILL:when={when}")
            what = f"{size} bytes, {kind}, killed at {call} {when}"
            check(path, old, new, kind, result, what)
            left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
            if len(left) > 1:
                fail(f"{what}: {left}")
            kills += injected(log)
            # The library of the language holds that the closing of a folder cannot fail, as it cannot.
            if size > 1_000_000 or call == "close":
                continue
            for errno in ERRNOS:
                path = place(folder, old, kind)
                result = run(loadline, path, log, f"{call}:error={errno}:when={when}")
                if not injected(log):
                    continue
                faults += 1
                what = f"{size} bytes, {kind}, {errno} at {call} {when}"
                found = check(path, old, new, kind, result, what)
                if result.returncode not in (0, 2):
                    fail(f"{what}: exit code {result.returncode}: {result.stderr}")
                if found != new and result.returncode:
                    kept += 1
                    if "plan.ron" not in result.stderr and "source.ron" not in result.stderr and "cannot write" not in result.stderr:
                        fail(f"{what}: the refusal does not name the file: {result.stderr}")
                # What cannot be removed stays.
                left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
                if left and call not in ("unlink",):
                    fail(f"{what}: {left} is left behind")
    return kills, faults, kept


main()

#!/usr/bin/env python3
"""Breaks every system call of a save and looks at what is left: python3 tests/faults.py [path of loadline]

For a new text over an old file, through a symbolic link, of 1 KB, 100 KB and 2 MB:
  kill   the process is killed at each call: the file is the old one or the new one, whole.
  errno  each call fails with each errno: the same; the exit code says which; a refusal names the file; nothing is left.
  open   a design whose texts are paths and addresses is opened: no other file is, and no socket.
  order  write, then fsync of the file, then rename, then fsync of the folder, and only then the end.

Needs strace; without it, it says so and ends well. `loadline fmt FILE` does the saving.
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
    new = f'Design(\n    version: 1,\n    name: "p",\n    notes: [\n{notes}    ],\n)\n'
    return new.replace("version: 1", "version:   1"), new


def place(folder, old, link):
    path = os.path.join(folder, "plan.ron")
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))
    target = os.path.join(folder, "target.ron") if link else path
    with open(target, "w") as file:
        file.write(old)
    if link:
        os.symlink("target.ron", path)
    return path


def run(loadline, path, log, inject=None):
    command = ["strace", "-f", "-qq", "-o", log, "-e", "trace=" + ",".join(CALLS)]
    if inject:
        command += ["-e", "inject=" + inject]
    return subprocess.run(command + [loadline, "fmt", path], capture_output=True, text=True, timeout=60)


def fail(message):
    print("FAILED:", message)
    sys.exit(1)


def injected(log):
    with open(log) as file:
        text = file.read()
    return "(INJECTED)" in text or "killed by SIGKILL" in text


def check(folder, path, old, new, link, result, what):
    if link and not os.path.islink(path):
        fail(f"{what}: the link is gone")
    with open(path) as file:
        found = file.read()
    if found not in (old, new):
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


def order(log):
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
    if short != ["write", "fsync", "rename", "fsync folder", "said"]:
        fail(f"order of a save: {short}")


def opens(loadline, folder, log):
    """Opens a file full of paths, and looks what the process opened."""
    secret = os.path.join(folder, "secret")
    with open(secret, "w") as file:
        file.write("not for reading")
    paths = [secret, "../" + os.path.basename(folder) + "/secret", "file://" + secret, "http://127.0.0.1:9/secret", "~/secret"]
    texts = [f'(id: "c{i}", name: "{p}", role: queue, product: "{p}", at: (0, {i}), note: "{p}")' for i, p in enumerate(paths)]
    path = os.path.join(folder, "hostile.ron")
    with open(path, "w") as file:
        file.write(f'Design(version: 1, name: "{secret}", about: "{secret}", components: [{", ".join(texts)}])\n')
    subprocess.run(["strace", "-f", "-qq", "-o", log, "-e", "trace=open,openat,socket,connect,execve", loadline, "check", path],
                   capture_output=True, timeout=60)
    with open(log) as file:
        lines = file.read()
    if "hostile.ron" not in lines:
        fail("the design was not opened")
    for line in lines.splitlines():
        if "secret" in line or "socket(" in line or "connect(" in line:
            fail("opening a design touched something else: " + line)


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
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as log:
        opens(loadline, folder, log.name)
    kills = faults = kept = 0
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as log:
        for size, link in ((1_000, False), (100_000, True), (2_000_000, False)):
            old, new = design(size)
            path = place(folder, old, link)
            result = run(loadline, path, log.name)
            if result.returncode or open(path).read() != new:
                fail(f"a save without faults: {result.stderr}")
            order(log.name)
            first, counts = first_of_save(log.name)
            for call, count in sorted(counts.items()):
                for when in range(first.get(call, count + 1), count + 1):
                    path = place(folder, old, link)
                    result = run(loadline, path, log.name, f"{call}:signal=KILL:when={when}")
                    what = f"{size} bytes, killed at {call} {when}"
                    check(folder, path, old, new, link, result, what)
                    left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
                    if len(left) > 1:
                        fail(f"{what}: {left}")
                    kills += injected(log.name)
                    # The library of the language holds that the closing of a folder cannot fail, as it cannot.
                    if size == 2_000_000 or call == "close":
                        continue
                    for errno in ERRNOS:
                        path = place(folder, old, link)
                        result = run(loadline, path, log.name, f"{call}:error={errno}:when={when}")
                        if not injected(log.name):
                            continue
                        faults += 1
                        what = f"{size} bytes, {errno} at {call} {when}"
                        found = check(folder, path, old, new, link, result, what)
                        if result.returncode not in (0, 2):
                            fail(f"{what}: exit code {result.returncode}: {result.stderr}")
                        if found == old and result.returncode:
                            kept += 1
                            if "plan.ron" not in result.stderr and "cannot write" not in result.stderr:
                                fail(f"{what}: the refusal does not name the file: {result.stderr}")
                        # What cannot be removed stays.
                        left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
                        if left and call not in ("unlink",):
                            fail(f"{what}: {left} is left behind")
    print(f"{kills} kills and {faults} faults: 0 files lost; {kept} saves refused with the old file as it was; order kept; "
          "opening a design opens nothing else")


main()

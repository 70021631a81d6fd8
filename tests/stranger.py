#!/usr/bin/env python3
"""A stranger's files, as the whole program meets them: python3 tests/stranger.py [path of loadline]

  megabytes  inputs of a megabyte for every reader: an answer in time, with less than 256 MB of memory.
  bombs      small files that would become large: refused in no time, with less than 64 MB.
  paths      designs whose every text is a path or an address: no other file is opened, and no socket (needs strace).

The largest figures are printed. Readers of what is pasted are held by tests/limits.rs, tests/graphs.rs and the fuzzer.
"""
import base64
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

MEGABYTE = 1 << 20
MOST_MEMORY = 256
BOMB_MEMORY = 64
# A debug build takes longer; what hangs takes longer than this in any.
PATIENCE = 60.0


def fail(message):
    raise SystemExit("FAILED: " + message)


def measured(command):
    """Exit code, seconds, and the most megabytes."""
    begun = time.monotonic()
    with open(os.devnull, "wb") as nothing:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=nothing, stderr=nothing)
    end = begun + PATIENCE
    while True:
        done, status, usage = os.wait4(child.pid, os.WNOHANG)
        if done:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, time.monotonic() - begun, usage.ru_maxrss / 1024
        if time.monotonic() > end:
            child.kill()
            child.wait()
            return None, PATIENCE, 0.0
        time.sleep(0.002)


def filled(head, piece, tail=""):
    return head + piece * ((MEGABYTE - len(head) - len(tail)) // len(piece)) + tail


def deflated_zeros(size):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    out = b""
    block = b" " * MEGABYTE
    for _ in range(size // MEGABYTE):
        out += packer.compress(block)
    return out + packer.flush()


def packed(raw):
    return b"loadline:1:" + base64.urlsafe_b64encode(raw).rstrip(b"=")


def chunk(sort, data):
    return struct.pack(">I", len(data)) + sort + data + struct.pack(">I", zlib.crc32(sort + data))


def png(*chunks):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def svg(inside):
    return b'<svg xmlns="http://www.w3.org/2000/svg"><metadata id="loadline">' + inside + b"</metadata></svg>"


def megabytes(folder):
    """Name and content of files, and the commands that read them."""
    design = "Design(version: 1, name: \"d\", "
    component = '(id: "c%d", role: queue, product: "kafka", at: (0, %d)),'
    components = "".join(component % (n, n % 9000) for n in range(20_000))
    yield "small.ron", filled(design + "components: [", "(),", "])")
    yield "nested.ron", filled(design + "notes: [", "(", "")
    yield "numbers.ron", filled(design + "notes: [", "1,", "])")
    yield "comments.ron", filled("", "/*", "")
    yield "comment.ron", filled("/*", "*", "*/" + design + ")")
    yield "fields.ron", filled(design, "a: 1,", ")")
    yield "text.ron", filled(design + 'about: "', "\\u{1f600}", '")')
    yield "raw.ron", filled(design + 'about: r#"', "\"", '"#)')
    yield "ids.ron", filled(design + "components: [", '(id:"a",role:queue,product:"p",at:(0,0)),', "])")
    yield "many.ron", design + "components: [" + components[:MEGABYTE] .rsplit("(", 1)[0] + "])"
    yield "links.ron", filled(design + "links: [", '(from:"a",to:"b"),', "])")
    yield "scenarios.ron", filled(design + "scenarios: [", '(id:"s",require:[cost(limit:"$1/month")]),', "])")
    yield "catalog.ron", filled("Catalog(products: [", "(),", "])")
    yield "nested-catalog.ron", filled("Catalog(products: ", "[", "")
    yield "chain.mmd", "flowchart LR\n" + "".join(f"n{n}-->n{n + 1}\n" for n in range(60_000))
    yield "words.mmd", filled("flowchart LR\na", " -- a", "\n")
    yield "subgraphs.mmd", filled("flowchart LR\n", "subgraph s\na", "\n")
    names = " & ".join(f"n{n}" for n in range(9_000))
    yield "product.mmd", f"flowchart LR\n{names} --> {names}\n"
    yield "labels.mmd", "flowchart LR\n" + "a & b & c & d --> |" + "x" * 60_000 + "| e & f & g\n"
    yield "nested.dot", filled("digraph {", "{", "}")
    yield "signs.dot", filled("digraph {", "a;", "}")
    yield "product.dot", "digraph { {" + names.replace("&", " ") + "} -> {" + names.replace("&", " ") + "} }"
    yield "noise.txt", filled("loadline:1:", "A")
    yield "noise.svg", filled('<svg xmlns="http://www.w3.org/2000/svg">', '<metadata id="loadline">')
    yield "noise.png", png(*[chunk(b"tEXt", b"loadline\0loadline:1:")] * 30_000)


def bombs():
    gigabyte = deflated_zeros(1 << 30)
    yield "bomb.txt", packed(gigabyte)
    yield "bomb.png", png(chunk(b"tEXt", b"loadline\0" + packed(gigabyte)))
    yield "bomb.svg", svg(packed(gigabyte))
    yield "length.png", b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0xFFFFFFFF) + b"tEXt" + b"loadline\0" * 1000
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
    yield "laughs.svg", f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]><svg>&a19;</svg>'.encode()
    # A packed design that is itself nothing but brackets.
    deep = zlib.compressobj(9, zlib.DEFLATED, -15)
    yield "deep.txt", packed(deep.compress(b"Design(" + b"(" * (15 << 20)) + deep.flush())


def commands(loadline, path):
    if path.endswith("catalog.ron"):
        return [[loadline, "catalog", "--catalog", path]]
    if path.endswith(".ron"):
        return [[loadline, "check", path], [loadline, "fmt", "--check", path], [loadline, "import", path],
                [loadline, "export", path, "--format", "svg"], [loadline, "diff", path, path]]
    if path.endswith((".mmd", ".dot")):
        return [[loadline, "import", path]]
    return [[loadline, "import", path], [loadline, "check", path]]


def meet(loadline, folder, files, memory, seconds):
    """The largest figures of all of them."""
    most, slowest, count = (0.0, ""), (0.0, ""), 0
    for name, content in files:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        for command in commands(loadline, path):
            code, took, used = measured(command)
            what = f"{command[1]} {name}"
            if code is None or took > seconds:
                fail(f"{what}: no answer in {took:.1f} s")
            if code not in (0, 1, 2):
                fail(f"{what}: exit code {code}")
            if used > memory:
                fail(f"{what}: {used:.0f} MB")
            most, slowest, count = max(most, (used, what)), max(slowest, (took, what)), count + 1
        os.remove(path)
    return f"{count} runs, at most {most[0]:.0f} MB ({most[1]}) and {slowest[0]:.2f} s ({slowest[1]})"


HOSTILE = [
    "/etc/passwd", "/etc/shadow", "//etc/passwd", "/proc/self/mem", "/dev/zero", "/dev/stdin", "../secret", "../../secret", "./secret",
    "..\\secret", "C:\\secret", "\\\\host\\share\\secret", "~/secret", "~root/secret", "$HOME/secret", "${HOME}/secret", "$(cat secret)",
    "`cat secret`", "|cat secret", ";cat secret", "file:secret", "file:///etc/passwd", "file://localhost/etc/passwd",
    "http://127.0.0.1:9/secret", "https://127.0.0.1:9/secret", "ftp://127.0.0.1/secret", "smb://127.0.0.1/secret", "//127.0.0.1/secret",
    "data:text/plain,secret", "javascript:secret", "jar:file:///secret!/", "@secret", "include:secret", "#include \"secret\"",
    "secret\u0000.ron", "secret%00.ron", "%2e%2e%2fsecret", "\u202esecret", "secret\nsecret", "<img src=http://127.0.0.1:9/secret>",
]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\0", "\\u{0}") + '"'


def paths(loadline, folder):
    if not shutil.which("strace"):
        return "skipped: there is no strace"
    if subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        return "skipped: strace may not trace here"
    inner = os.path.join(folder, "inner")
    os.makedirs(inner)
    for place in (folder, inner):
        with open(os.path.join(place, "secret"), "w", encoding="utf-8") as file:
            file.write("not for reading")
    texts = HOSTILE + [os.path.join(folder, "secret"), "file://" + os.path.join(folder, "secret")]
    log = os.path.join(folder, "log")
    opened = 0
    for number, text in enumerate(texts):
        word = quoted(text)
        path = os.path.join(inner, f"hostile{number}.ron")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"Design(version: 1, name: {word}, about: {word}, components: [\n"
                       f"(id: \"a\", name: {word}, role: queue, product: {word}, at: (0, 0), note: {word}),\n"
                       f"(id: \"b\", name: {word}, role: store, product: {word}, at: (14, 0)),\n],\n"
                       f"links: [(from: \"a\", to: \"b\", label: {word})],\n"
                       f"notes: [(id: \"n\", at: (0, 9), size: (9, 3), text: {word})],\n"
                       f"frames: [(id: \"f\", name: {word}, at: (-2, -2), size: (40, 20))],\n"
                       f"scenarios: [(id: \"s\", name: {word}, require: [cost(limit: \"$1/month\")])],\n)\n")
        for command in (["check", path], ["export", path, "--format", "html"], ["export", path, "--format", "svg"],
                        ["fmt", "--check", path], ["diff", path, path]):
            subprocess.run(["strace", "-f", "-qq", "-o", log, "-e", "trace=open,openat,creat,socket,connect,execve,unlink,rename,mkdir",
                            loadline, *command], cwd=inner, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
            with open(log, encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
            if not any(f"hostile{number}.ron" in line for line in lines):
                fail(f"{command[0]} {text!r}: the design was not opened")
            for line in lines:
                other = "secret" in line or "passwd" in line or "shadow" in line or "/mem" in line or "/dev/zero" in line
                if other or any(call in line for call in ("socket(", "connect(", "unlink(", "rename(", "mkdir(", "O_CREAT")):
                    fail(f"{command[0]} {text!r} touched something else: {line}")
                if "execve(" in line and "loadline" not in line:
                    fail(f"{command[0]} {text!r} ran something: {line}")
            opened += 1
    return f"{len(texts)} hostile texts, {opened} runs: nothing else was opened, made, run or connected to"


def main():
    loadline = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/debug/loadline")
    release = "/release/" in loadline
    os.environ["XDG_CONFIG_HOME"] = "/nonexistent"
    with tempfile.TemporaryDirectory() as folder:
        print("megabytes:", meet(loadline, folder, megabytes(folder), MOST_MEMORY, PATIENCE), flush=True)
        print("bombs:", meet(loadline, folder, bombs(), BOMB_MEMORY, 1.0 if release else 10.0), flush=True)
        print("paths:", paths(loadline, folder), flush=True)


main()

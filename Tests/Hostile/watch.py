"""A program at work, watched: what it says to the terminal, which files it opens, whom it calls, what it takes."""

import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

STRACE = shutil.which("strace")
# The signs by which Quire itself draws on a terminal: colours, bold and faint, the line wiped, the cursor moved, hidden and shown.
DRAWING = re.compile(rb"\x1b\[(?:[0-9;]*m|[0-2]?K|[0-9]*[A-G]|\?25[lh]|\?7[lh]|0?J)")
# Blinking is none of them, and is what hostile texts of these tests ask for.
BLINKING = re.compile(rb"\x1b\[5m")
# Marks, embeddings, overrides and isolates of direction, separators of lines, the byte order mark, tags.
TURNING = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


@dataclasses.dataclass
class Outcome:
    """What came of a program."""

    status: int
    output: bytes
    seconds: float
    memory: int
    is_late: bool = False
    opened: list = dataclasses.field(default_factory=list)
    called: list = dataclasses.field(default_factory=list)
    started: list = dataclasses.field(default_factory=list)


def run(arguments, *, environment, folder, limit, terminal=False, trace=None, meanwhile=None):
    """Runs a program to its end, or to `limit` seconds.

    `terminal` gives it one of its own to write to; `trace` is a file that strace may use; `meanwhile`, for a program that is not
    traced, is called with the process and a function that gives what it has said so far, and the program is interrupted when that
    returns.
    """
    traced = STRACE is not None and trace is not None
    if traced:
        calls = "trace=open,openat,openat2,connect,execve,execveat,sendto,getsockname"
        arguments = [
            STRACE,
            "-f",
            "-qq",
            "-y",
            "--seccomp-bpf",
            "-e",
            calls,
            "-e",
            "signal=none",
            "-o",
            str(trace),
            "--",
            *arguments,
        ]
    # Isolated and without packages it is ten megabytes large.
    measure = pathlib.Path(environment["TMPDIR"]) / "memory"
    helper = str(pathlib.Path(__file__).with_name("measured.py"))
    arguments = [sys.executable, "-I", "-S", helper, str(measure), *arguments]
    ends = os.openpty() if terminal else os.pipe()
    start = time.monotonic()
    process = subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=ends[1],
        stderr=ends[1],
        env=environment,
        cwd=folder,
        start_new_session=True,
    )
    os.close(ends[1])
    said = bytearray()

    def listen():
        while True:
            try:
                piece = os.read(ends[0], 1 << 16)
            except OSError:
                break
            if not piece:
                break
            # What nobody can have meant to be read is not kept.
            if len(said) < 64 << 20:
                said.extend(piece)

    ear = threading.Thread(target=listen, daemon=True)
    ear.start()
    late = threading.Event()

    def end():
        late.set()
        kill(process, signal.SIGKILL)

    timer = threading.Timer(limit, end)
    timer.start()
    if meanwhile:
        try:
            meanwhile(process, lambda: bytes(said))
        finally:
            kill(process, signal.SIGINT)
    process.wait()
    seconds = time.monotonic() - start
    timer.cancel()
    ear.join(5)
    os.close(ends[0])
    # 130 is what Quire itself ends with after Ctrl-C; other numbers above 128 are signals.
    status = process.returncode if process.returncode <= 128 or process.returncode == 130 else 128 - process.returncode
    memory = int(measure.read_text()) if measure.exists() else 0
    measure.unlink(missing_ok=True)
    outcome = Outcome(status, bytes(said), seconds, memory, late.is_set())
    if traced and pathlib.Path(trace).exists():
        read(pathlib.Path(trace), outcome)
    return outcome


def kill(process, number):
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def read(trace, outcome):
    """What strace has seen: files that were opened, as they are called after all links; addresses; programs."""
    # Foundation talks with itself by a pair of sockets of this machine, whose ports it has asked for.
    own_ports = set()
    with trace.open(encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            line = line.partition(" ")[2].lstrip()
            if line.startswith(("open(", "openat", "<... open")):
                # A folder that is listed, or a way to something, is not read.
                found = re.search(r"\) += \d+<(.*)>$", line.rstrip("\n"))
                if found and "O_PATH" not in line and "O_DIRECTORY" not in line:
                    outcome.opened.append(re.sub(r"\\(\d{1,3})", lambda octal: chr(int(octal[1], 8)), found[1]))
            elif line.startswith("getsockname("):
                own_ports.update(re.findall(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("127.0.0.1"\)', line))
            elif line.startswith(("connect(", "sendto(")) and re.search(r"sa_family=AF_INET6?\b", line):
                port = re.search(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("127.0.0.1"\)', line)
                if not port or port[1] not in own_ports:
                    outcome.called.append(line.strip()[:200])
            elif line.startswith(("execve(", "execveat(")) and line.rstrip().endswith("= 0"):
                outcome.started.append(line.split('"')[1])
    trace.unlink()


def unclean(output, terminal):
    """What of an output a terminal would obey that is not Quire's own drawing; `None` for nothing."""
    blinking = BLINKING.search(output)
    if blinking:
        return repr(blinking[0])
    text = (DRAWING.sub(b"", output) if terminal else output).decode("utf-8", "surrogateescape")
    for line in text.split("\n"):
        # A terminal's driver ends lines with both, and a line that is drawn anew begins with a return.
        for sign in line.replace("\r", "") if terminal else line:
            number = ord(sign)
            if number < 0x20 or 0x7F <= number < 0xA0 or 0xDC80 <= number <= 0xDCFF or TURNING.match(sign):
                return f"U+{number:04X} in {line[:120]!r}"
        if line.lstrip("\r").startswith("forged:"):
            return f"a line of somebody's own: {line[:80]!r}"
    return None

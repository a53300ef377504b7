"""A hostile folder on trial: what each command makes of it, and what is found of that."""

import contextlib
import functools
import hashlib
import os
import pathlib
import re
import shutil
import struct
import sys
import time
import urllib.request
import zipfile
import zlib

import pages
import watch
from folder import CANARY, KINDS, ROOT, SECRET, Folder, make_honest

FORMATS = ["md", "html", "pdf", "docx", "tex", "ipynb"]
# More than this for one command is a finding: in seconds of a processor, and in bytes.
LONGEST, MOST = 60, 1536 << 20
# Where a command has not ended by the clock, it hangs.
LATEST = 600
# The most seconds from Ctrl-C to the end.
PATIENCE = 20
COMMANDS = [
    ["list"],
    ["check"],
    ["check", "--answers"],
    ["values"],
    ["settings"],
    ["try", "embeddings", "bad"],
    ["pack", "--allow-incomplete"],
]


class Trial:
    """The place of all folders, with what must not be read beside them."""

    def __init__(self, quire, place, seed, has_browser, is_quick=False):
        self.quire, self.place, self.seed = quire, place, seed
        # In a hurry, three commands stand for all.
        self.commands = [["list"], ["pack", "--allow-incomplete"]] if is_quick else COMMANDS
        self.is_quick = is_quick
        self.outside, self.home = place / "outside", place / "home"
        self.browser = pages.Browser() if has_browser else None
        for name in ["secret.txt", "secret.css", "model/config.json", "parameters.md", "embeddings/parameters.md"]:
            file = self.outside / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"/* {CANARY} bad great screen */\n" * 20)
        header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
        chunks = [
            (b"IHDR", header),
            (b"tEXt", b"Comment\0" + CANARY.encode()),
            (b"IDAT", zlib.compress(b"\0\x80\x80" * 2)),
            (b"IEND", b""),
        ]
        (self.outside / "secret.png").write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
        )
        for name in [
            ".netrc",
            ".ssh/id_rsa",
            ".cache/huggingface/token",
            ".config/pip/pip.conf",
            ".pandoc/defaults.yaml",
        ]:
            file = self.home / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"# {CANARY}\n")
        (place / "tmp").mkdir()
        self.environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm", "TMPDIR": str(place / "tmp"),
            "QUIRE_HOME": str(ROOT), "QUIRE_CACHE": str(place / "cache"), "HF_TOKEN": SECRET, "AWS_SECRET_ACCESS_KEY": SECRET,
            "SWIFT_BACKTRACE": "enable=no",
            **({"QUIRE_PYTHON": os.environ["QUIRE_PYTHON"]} if os.environ.get("QUIRE_PYTHON") else {}),
        }  # fmt: skip
        self.honest = place / "honest/report"
        self.honest.mkdir(parents=True)
        make_honest(self.honest)
        made = self.run(["render", "--to", ",".join(FORMATS)], self.honest, limit=3 * LATEST, trace="honest")
        if made.status:
            sys.exit(f"the honest report cannot be made:\n{made.output.decode('utf-8', 'replace')}")
        output = self.honest / "output"
        self.own = self.browser.own(output / "report.html") if self.browser else {}
        self.words = pages.reaching(output / "report.tex")
        # What a chapter found goes with the PDF.
        self.carried = [f"{chapter}-results.json" for chapter in ("embeddings", "attention", "captions")]
        self.seen = {hashlib.sha256((output / f"report.{ending}").read_bytes()).hexdigest() for ending in FORMATS}
        # Where an honest run reads: programs, libraries, fonts, Quire's own.
        runs = [made, *(self.run(command, self.honest, limit=3 * LATEST, trace="honest") for command in self.commands)]
        self.known = {os.path.dirname(file) for run in runs for file in run.opened if not file.startswith(str(place))}
        self.programs = {program for run in runs for program in run.started}

    def run(self, arguments, report, *, limit=LATEST, terminal=False, trace=None, meanwhile=None):
        where = [] if arguments[0] in ("verify", "fetch") else ["--report", str(report)]
        return watch.run(
            [str(self.quire), *arguments, *where], environment=self.environment, folder=report.parent, limit=limit, terminal=terminal,
            trace=self.place / f"{trace}.trace" if trace else None, meanwhile=meanwhile,
        )  # fmt: skip


class Row:
    """What was found of one folder."""

    def __init__(self, trial, name):
        self.trial, self.name = trial, name
        self.faults = []
        self.statuses = []
        self.seconds, self.memory, self.programs = 0.0, 0, set()
        # The sums of outputs that need no look: those of the honest report, and those that were looked at.
        self.seen = set(trial.seen)

    def fault(self, sort, what):
        self.faults.append((sort, what))

    def take(self, command, outcome, folder, terminal):
        """Looks at what a command did."""
        self.statuses.append(outcome.status)
        self.seconds, self.memory = max(self.seconds, outcome.seconds), max(self.memory, outcome.memory)
        words = " ".join(command)
        if outcome.is_late or outcome.seconds > LONGEST:
            self.fault("hang", f"{words}: {outcome.seconds:.0f} s")
        elif outcome.status < 0 or outcome.status > 100 or b"Fatal error" in outcome.output:
            self.fault("crash", f"{words}: status {outcome.status}: {outcome.output[-200:]!r}")
        if outcome.status and not outcome.output.strip():
            self.fault("crash", f"{words}: status {outcome.status} without a word")
        if outcome.memory > MOST:
            self.fault("memory", f"{words}: {outcome.memory >> 20} MiB")
        sign = watch.unclean(outcome.output, terminal)
        if sign:
            self.fault("terminal", f"{words}: {sign}")
        self.programs.update(outcome.started)
        for file in outcome.opened:
            if not self.may_read(file, folder):
                self.fault("outside", f"{words}: opened {file[:160]}")
        for call in outcome.called:
            self.fault("request", f"{words}: {call}")
        for secret in (CANARY, SECRET):
            if secret.encode() in outcome.output:
                self.fault("outside", f"{words}: said {secret}")

    def may_read(self, file, folder):
        trial = self.trial
        if file.startswith(
            (
                str(folder.path) + "/",
                str(trial.place / "tmp") + "/",
                str(trial.place / "cache") + "/",
                str(trial.home / ".cache/fontconfig"),
            )
        ):
            return True
        if file.startswith(
            ("/proc/", "/sys/", "/dev/pts/", "pipe:", "socket:", "anon_inode:", str(ROOT) + "/", "/usr/", "/lib")
        ):
            return True
        if file in ("/dev/null", "/dev/urandom", "/dev/random", "/dev/tty", "/dev/ptmx") or file.endswith(" (deleted)"):
            return True
        return os.path.dirname(file) in trial.known


def tree(place):
    """All that lies in a folder, by name, kind and sum."""
    found = {}
    for folder, folders, files in os.walk(place):
        for name in folders + files:
            path = os.path.join(folder, name)
            found[path] = (
                hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
                if os.path.isfile(path)
                else os.path.islink(path)
            )
    return found


def look(row, folder):
    """Opens everything that came out."""
    trial, output = row.trial, folder.path / "output"
    if output.is_symlink() or not output.is_dir():
        return
    judges = {
        "html": lambda file: trial.browser.judge(file, trial.own) if trial.browser else [],
        "pdf": lambda file: pages.judge_pdf(file, trial.carried),
        "docx": pages.judge_word,
        "tex": lambda file: pages.judge_tex(file, trial.words),
        "ipynb": pages.judge_notebook,
        "md": pages.judge_markdown,
    }
    for ending, judge in judges.items():
        file = output / f"report.{ending}"
        if file.is_symlink() or not file.is_file():
            continue
        # What was refused leaves the last good report, which has been looked at.
        sum = hashlib.sha256(file.read_bytes()).hexdigest()
        if sum in row.seen:
            continue
        row.seen.add(sum)
        for fault in judge(file):
            row.fault("request" if "request" in fault or "network" in fault else "script", f"{ending}: {fault}")
        content = pages.text_of_pdf(file) if ending == "pdf" else file.read_bytes()
        if ending in ("docx", "ipynb"):
            content = unpacked(file) if ending == "docx" else content
        for secret in (CANARY.encode(), SECRET.encode(), b"root:x:0:0"):
            if secret in content:
                row.fault("outside", f"{ending}: holds {secret.decode()}")
    for packed in output.glob("*.zip"):
        if CANARY.encode() in unpacked(packed) or SECRET.encode() in unpacked(packed):
            row.fault("outside", f"{packed.name}: holds what lies outside")


@functools.lru_cache(1)
def unpacked(file):
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def preview(row, folder):
    """Starts a preview, looks at its page as a browser does, and ends it."""

    def visit(process, said):
        for _ in range(200):
            found = re.search(rb"http://[0-9a-z.:\[\]]+/\S*", said())
            if found or process.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
        if not found:
            return
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with contextlib.suppress(OSError):
            content = opener.open(found[0].decode().rstrip(".,"), timeout=20).read()
            if CANARY.encode() in content or SECRET.encode() in content:
                row.fault("outside", "preview: shows what lies outside")

    outcome = row.trial.run(["preview", "--no-run"], folder.path, terminal=True, meanwhile=visit)
    # The interrupt that ends it is ours.
    outcome.status = 0 if outcome.status in (130, -2) else outcome.status
    row.take(["preview"], outcome, folder, True)


def interrupt(row, command, folder):
    """Gives a command that may rightly take long, as one that reads ten gigabytes, some seconds, and then Ctrl-C."""
    end = []

    def wait(process, said):
        for _ in range(100):
            if process.poll() is not None:
                break
            time.sleep(0.1)
        end.append(time.monotonic())

    outcome = row.trial.run(command, folder.path, terminal=True, meanwhile=wait)
    took = time.monotonic() - end[0]
    if took > PATIENCE:
        row.fault("hang", f"{' '.join(command)}: ended {took:.0f} s after Ctrl-C")
    outcome.status = 0 if outcome.status == 130 else outcome.status
    row.take(command, outcome, folder, True)


def examine(trial, name):
    """Makes a folder, does everything with it, and gives its row."""
    kind = KINDS[name]
    row = Row(trial, name)
    place = trial.place / "cases" / name / "report"
    shutil.copytree(trial.honest, place, symlinks=True)
    # A neighbour that `../outside` leads to.
    (place.parent / "outside").symlink_to(trial.outside)
    folder = Folder(place, trial.outside, trial.seed)
    kind.make(folder)
    before = tree(trial.outside) | tree(trial.home / ".ssh")
    formats = FORMATS[:2] if kind.is_light else FORMATS
    rendering = ["render", "--to", ",".join(formats)]
    for command in [rendering, *trial.commands] if kind.is_long else []:
        interrupt(row, command, folder)
    for terminal, command in (
        []
        if kind.is_long
        else [(True, rendering), *((False, command) for command in trial.commands if not kind.is_light)]
    ):
        row.take(command, trial.run(command, place, terminal=terminal, trace=name), folder, terminal)
        if command[0] in ("render", "pack"):
            look(row, folder)
    for archive in [place / "submission.zip", *place.glob("output/*.zip")]:
        if archive.is_file() and not archive.is_symlink():
            row.take(["verify"], trial.run(["verify", str(archive)], place, trace=name), folder, False)
    if not (kind.is_light or kind.is_long or trial.is_quick):
        preview(row, folder)
        row.take(["clean"], trial.run(["clean"], place, trace=name), folder, False)
    after = tree(trial.outside) | tree(trial.home / ".ssh")
    for path in sorted(set(before) | set(after)):
        if before.get(path) != after.get(path):
            row.fault("changed", path)
    for mark in (place / "RAN", place.parent / "RAN", pathlib.Path("RAN")):
        if mark.exists():
            row.fault("program", f"{mark} was made")
    for program in row.programs - trial.programs:
        row.fault("program", f"{program} was started")
    return row

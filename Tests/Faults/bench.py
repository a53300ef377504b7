"""A folder in which one command after another is tried, and the built tool to try it with."""

import dataclasses
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENDINGS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
# The kernel's mark of a process that is on its way out (PF_EXITING).
EXITING = 4
# No command of a report this small takes as long.
LONGEST_SECONDS = 120


@dataclasses.dataclass
class Outcome:
    """What a run of the tool gave."""

    code: int
    output: str
    errors: str
    seconds: float

    @property
    def is_crash(self) -> bool:
        """Whether the program trapped: a fault of the system is a reason to end, never to trap.

        What asks it to end, which this harness may do before it listens, is none.
        """
        return (self.code < 0 and -self.code not in ENDINGS) or "Fatal error" in self.errors


class Bench:
    """A scratch folder with what one command works on.

    `work` holds everything that the command may change: the report, the cache, the folder for temporary files, and a home of
    Quire's own where the command writes there. It is put back by `restore` to what `keep` saw.
    """

    def __init__(self, folder: pathlib.Path, tool: pathlib.Path, library: pathlib.Path | None = None):
        self.folder, self.tool, self.library = folder, tool, library
        self.work, self.base = folder / "work", folder / "base"
        self.log = folder / "calls.log"
        for name in ("report", "cache", "tmp"):
            (self.work / name).mkdir(parents=True, exist_ok=True)

    @property
    def report(self) -> pathlib.Path:
        """The report's folder."""
        return self.work / "report"

    def write(self, name: str, text: str) -> None:
        """Writes a text below `work`."""
        file = self.work / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def keep(self) -> None:
        """Remembers `work` as it is."""
        shutil.rmtree(self.base, ignore_errors=True)
        shutil.copytree(self.work, self.base, symlinks=True)

    def restore(self) -> None:
        """Makes `work` what it was when it was kept; the times of its files too."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.base, self.work, symlinks=True)

    @property
    def variables(self) -> dict[str, str]:
        """The variables that the tool sees: nothing of whoever runs this, and no way to a network."""
        home = self.work / "home"
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.work),
            "LC_ALL": "C.UTF-8",
            "TMPDIR": str(self.work / "tmp"),
            "XDG_CACHE_HOME": str(self.work / "cache"),
            "QUIRE_HOME": str(home if home.exists() else ROOT),
            "SOURCE_DATE_EPOCH": "1700000000",
            "SWIFT_BACKTRACE": "enable=no",
            "PIP_CACHE_DIR": str(self.folder / "pip"),
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
            "no_proxy": "127.0.0.1",
        }

    def faults(self, **settings: str | int) -> dict[str, str]:
        """Variables that load the library, with its settings: `faults(fail="fsync:3:5")`."""
        chosen = {f"QUIRE_FAULTS_{name.upper()}": str(value) for name, value in settings.items()}
        return {"LD_PRELOAD": str(self.library), "QUIRE_FAULTS_ROOTS": str(self.work)} | chosen

    def start(self, arguments: list[str], environment: dict[str, str] | None = None) -> subprocess.Popen:
        """Starts the tool in a session of its own."""
        return subprocess.Popen(
            [str(self.tool), *arguments],
            env=self.variables | (environment or {}),
            cwd=self.work,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def run(self, arguments: list[str], environment: dict[str, str] | None = None) -> Outcome:
        """Runs the tool to its end; one that does not end is killed, and its code is that of the kill."""
        begin = time.monotonic()
        process = self.start(arguments, environment)
        try:
            output, errors = process.communicate(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            errors += f"\nstill ran after {LONGEST_SECONDS} s"
        return Outcome(process.returncode, output, errors, time.monotonic() - begin)

    def snapshot(self) -> dict[str, str]:
        """The sum of every file below `work`, by relative path; folders without anything end with a slash."""
        found: dict[str, str] = {}
        for place, folders, files in os.walk(self.work):
            base = os.path.relpath(place, self.work)
            prefix = "" if base == "." else base + "/"
            for name in files:
                file = pathlib.Path(place, name)
                data = os.readlink(file).encode() if file.is_symlink() else file.read_bytes()
                found[prefix + name] = hashlib.sha256(data).hexdigest()
            if not folders and not files:
                found[prefix] = ""
        return found

    def orphans(self, session: int) -> list[str]:
        """What still runs of a session whose leader has gone; what was killed and waits for a processor to end on does not."""
        found = []
        for place in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                fields = (place / "stat").read_text().rsplit(")", 1)[1].split()
                if int(fields[3]) != session or fields[0] == "Z" or int(fields[6]) & EXITING:
                    continue
                status = (place / "status").read_text()
                pending = [
                    int(line.split()[1], 16) for line in status.splitlines() if line[:7] in ("SigPnd:", "ShdPnd:")
                ]
                if not any(signals >> (signal.SIGKILL - 1) & 1 for signals in pending):
                    found.append((place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip())
            except (OSError, IndexError):
                continue
        return found


def build_library(folder: pathlib.Path) -> pathlib.Path:
    """Compiles `faults.c` with the system's compiler."""
    library = folder / "faults.so"
    source = pathlib.Path(__file__).with_name("faults.c")
    compiler = os.environ.get("CC") or next(filter(shutil.which, ("cc", "gcc", "clang")), "cc")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library

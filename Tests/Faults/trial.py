"""One command, tried with one fault after another, against what it does without."""

import dataclasses
import random
import signal
import time

from bench import LONGEST_SECONDS, Bench, Outcome
from commands import Command
from judging import State, after_fault, after_next, unsynced

# The exit code that says that a chapter failed, which the report then says in its place.
CHAPTER_FAILED = 1
ENDS = {".html": b"</html>", ".pdf": b"%%EOF", ".md": b""}


@dataclasses.dataclass
class Tally:
    """What came of some faults of one kind."""

    tried: int = 0
    struck: int = 0
    faults: list[str] = dataclasses.field(default_factory=list)

    def add(self, struck: bool, faults: list[str], where: str) -> None:
        """Counts a try: whether its fault struck while the program ran, and what was lost."""
        self.tried += 1
        self.struck += struck
        self.faults += [f"{where}: {fault}" for fault in faults]


class Trial:
    """A command with what it is without faults: how long it takes, and what lies there before, after, and after the next run."""

    def __init__(self, command: Command, bench: Bench, variables: dict[str, str]):
        self.command, self.bench, self.variables = command, bench, variables
        command.prepare(bench)
        bench.keep()
        self.before = bench.snapshot()
        # Without the command's own effect, and with it: the following commands may say of either that there is nothing to do.
        self.codes = [{self.quietly(step).code} for step in command.following]
        bench.restore()
        begin = time.monotonic()
        outcome = self.clean()
        self.seconds = time.monotonic() - begin
        self.good: State = bench.snapshot()
        if command.leaves and command.leaves not in self.good:
            raise SystemExit(f"{command.name}: it left no {command.leaves}: {outcome.errors}")
        for step, codes in zip(command.following, self.codes):
            codes.add(self.quietly(step).code)
        self.final: State = bench.snapshot()
        if not any(0 in codes for codes in self.codes):
            raise SystemExit(f"{command.name}: the run after it never succeeds: {outcome.errors}")
        self.code = outcome.code

    def quietly(self, arguments: list[str]) -> Outcome:
        """A run without a fault."""
        return self.bench.run(arguments, self.variables)

    def clean(self, environment: dict[str, str] | None = None) -> Outcome:
        """The command itself to its end, with its helper."""
        process = self.bench.start(self.command.arguments, self.variables | (environment or {}))
        if self.command.helper:
            self.command.helper(self.bench, process)
        try:
            output, errors = process.communicate(timeout=self.command.seconds or LONGEST_SECONDS)
        except Exception:
            # A preview goes on until it is asked to end; anything else that has not ended is a fault, which its code tells.
            process.send_signal(signal.SIGINT if self.command.seconds else signal.SIGKILL)
            output, errors = process.communicate(timeout=LONGEST_SECONDS)
        return Outcome(process.returncode, output, errors, 0)

    def judge(self, struck_by: Outcome | None = None) -> list[str]:
        """What was lost, once the program has ended; runs what follows."""
        failed = struck_by is not None and struck_by.code == CHAPTER_FAILED
        tells = self.tells_of_failure if failed else self.is_verified
        faults = after_fault(self.bench.snapshot(), self.before, self.good, tells)
        if struck_by and struck_by.is_crash:
            faults.append(f"ended by {struck_by.code}: {struck_by.errors.strip()[-200:]}")
        for step, codes in zip(self.command.following, self.codes):
            outcome = self.quietly(step)
            if outcome.code not in codes:
                last = outcome.errors.strip().splitlines()[-1:] or [""]
                faults.append(f"`quire {' '.join(step)}` after it gave {outcome.code}: {last[0][-200:]}")
        return faults + after_next(self.bench.snapshot(), self.final)

    def tells_of_failure(self, path: str) -> bool:
        """Whether a report is whole, of a run in which a chapter failed."""
        file = self.bench.work / path
        data = file.read_bytes().rstrip() if file.exists() else b""
        return bool(data) and file.stem == "report" and data.endswith(ENDS.get(file.suffix, b"?"))

    def is_verified(self, path: str) -> bool:
        """Whether an archive is whole: one that lacks what could not be written, as a warning said, is another than without a fault."""
        return path.endswith(".zip") and self.quietly(["verify", path]).code == 0

    def kills(self, count: int, seed: int) -> Tally:
        """`kill -9` at moments spread over the length of the command, until so many met it alive."""
        tally, chance = Tally(), random.Random(seed)
        while tally.struck < count and tally.tried < 4 * count:
            self.bench.restore()
            moment = self.seconds * (tally.tried % count + chance.random()) / count
            begin = time.monotonic()
            process = self.bench.start(self.command.arguments, self.variables)
            if self.command.helper:
                self.command.helper(self.bench, process)
            time.sleep(max(0, begin + moment - time.monotonic()))
            alive = process.poll() is None
            process.kill()
            process.communicate()
            time.sleep(0.1)
            faults = [f"still runs: {name[:80]}" for name in self.bench.orphans(process.pid)]
            tally.add(alive, faults + self.judge(), f"killed after {moment:.3f} s")
        return tally

    def trace(self) -> tuple[list[tuple[str, int, str]], list[str]]:
        """Every call of the command on files of its place, and what took its place before it was on the disk."""
        self.bench.restore()
        self.bench.log.unlink(missing_ok=True)
        self.clean(self.bench.faults(log=self.bench.log))
        log = self.bench.log.read_text(errors="replace")
        calls = []
        for line in log.splitlines():
            _, operation, number, _, path = line.split(" ", 4)
            calls.append((operation, int(number), path))
        return calls, unsynced(log)

    def call(self, operation: str, number: int | str, error: int | str) -> tuple[bool, list[str], Outcome]:
        """The command with one call failing: whether it did, and what was lost."""
        self.bench.restore()
        self.bench.log.unlink(missing_ok=True)
        outcome = self.clean(self.bench.faults(fail=f"{operation}:{number}:{error}", log=self.bench.log))
        struck = "FAILED" in self.bench.log.read_text(errors="replace")
        return struck, self.judge(outcome), outcome

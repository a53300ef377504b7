"""Calls of the system that fail, one at a time."""

import errno
import random
import re
from collections.abc import Iterator

from trial import Tally, Trial

# What changes a file, with what a disk may answer.
CHANGING = ("create", "write", "fsync", "rename", "link", "truncate", "mkdir")
READING = ("open", "read", "mmap")


def place(path: str) -> str:
    """A path without what is random in it: two calls on the same place are alike."""
    path = path.rsplit("/work/", 1)[-1]
    path = re.sub(
        r"\.quire-unfinished-\w+|quire-(try|vectors|rerun)-[\w-]+|\.dat\.nosync\w+\.\w+|tokens-\w+", "*", path
    )
    return re.sub(r"-[0-9a-f]{24}\.kept", "-*.kept", path)


class Calls:
    """Makes each call of a command fail in turn.

    Of thousands of calls, every operation on every place is tried, and a sample of the rest.
    """

    def __init__(self, trial: Trial, limit: int, seed: int, forget_fsync: bool = False):
        self.trial, self.limit, self.seed, self.forget_fsync = trial, limit, seed, forget_fsync

    def all(self) -> Iterator[tuple[str, Tally]]:
        """Each kind of failure with what came of it."""
        if self.forget_fsync:
            self.trial.variables = self.trial.variables | {"QUIRE_FAULTS_NO_SYNC": "1"}
        calls, early = self.trial.trace()
        tally = Tally()
        tally.add(True, early, "without a fault")
        yield "in its place before on the disk", tally
        # The link that renames are written as has no part in what is failed.
        changing = [call for call in calls if call[0] in CHANGING]
        reading = [call for call in calls if call[0] in READING]
        yield "ENOSPC once", self.each(changing, errno.ENOSPC)
        yield "EIO once", self.each(changing + reading, errno.EIO)
        yield (
            "the disk is full from there on",
            self.full(len([call for call in calls if call[0] in (*CHANGING, "unlink")])),
        )
        patient = [call for call in calls if call[0] in ("write", "read")]
        yield "EINTR once", self.each(patient, errno.EINTR, has_to_succeed=True)
        yield "half of the bytes, once", self.each(patient, "short", has_to_succeed=True)

    def chosen(self, calls: list[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
        """All calls, or one for each place and a sample of the others."""
        if not self.limit or len(calls) <= self.limit:
            return calls
        chance = random.Random(self.seed)
        first = {(operation, place(path)): (operation, number, path) for operation, number, path in reversed(calls)}
        chosen = list(first.values())
        if len(chosen) > self.limit:
            return sorted(chance.sample(chosen, self.limit))
        rest = [call for call in calls if call not in chosen]
        return sorted(chosen + chance.sample(rest, self.limit - len(chosen)))

    def each(self, calls: list[tuple[str, int, str]], error: int | str, has_to_succeed: bool = False) -> Tally:
        """One call after another fails once."""
        tally = Tally()
        for operation, number, path in self.chosen(calls):
            struck, faults, outcome = self.trial.call(operation, number, error)
            # How a command ends that goes on by itself depends on when it is asked to.
            if has_to_succeed and outcome.code != self.trial.code and not self.trial.command.seconds:
                faults.append(f"ended with {outcome.code}: {outcome.errors.strip()[-200:]}")
            tally.add(struck, faults, f"{operation} {number} on {place(path)}")
        return tally

    def full(self, count: int) -> Tally:
        """The disk is full from the n-th change on; some free space comes back for the run after it."""
        tally = Tally()
        numbers = list(range(1, count + 1))
        if self.limit and len(numbers) > self.limit:
            numbers = sorted(random.Random(self.seed).sample(numbers, self.limit))
        for number in numbers:
            struck, faults, _ = self.trial.call("any", f"{number}+", errno.ENOSPC)
            tally.add(struck, faults, f"change {number}")
        return tally

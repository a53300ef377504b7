"""What a machine may be like: a clock that jumps, a slow disk, and two of each command at once."""

from collections.abc import Iterator

from bench import LONGEST_SECONDS, Outcome
from trial import Tally, Trial

DAY, YEAR = 86_400, 31_536_000


class Conditions:
    """Runs a command under each of them."""

    def __init__(self, trial: Trial):
        self.trial = trial

    def all(self) -> Iterator[tuple[str, Tally]]:
        """Each condition with what came of it."""
        yield "the clock jumps", self.under(clock=f"0:{-DAY}:{YEAR}:{-YEAR}")
        yield "every call waits 2 ms", self.under(delay=2000)
        yield "two at once", self.two({})
        yield "two at once, every call waits 2 ms", self.two(self.trial.bench.faults(delay=2000))

    def under(self, **settings: str | int) -> Tally:
        """The command has to succeed as it does anywhere."""
        tally = Tally()
        self.trial.bench.restore()
        outcome = self.trial.clean(self.trial.bench.faults(**settings))
        faults = self.trial.judge(outcome)
        # A command that is interrupted after a time may be anywhere by then.
        command = self.trial.command
        if outcome.code != self.trial.code and not command.helper and not command.seconds:
            faults.append(f"ended with {outcome.code}: {outcome.errors.strip()[-200:]}")
        tally.add(True, faults, "")
        return tally

    def two(self, environment: dict[str, str]) -> Tally:
        """Both succeed, or one says in a line that the other is at work."""
        tally, trial = Tally(), self.trial
        for _ in range(3):
            trial.bench.restore()
            variables = trial.variables | environment
            processes = [trial.bench.start(trial.command.arguments, variables) for _ in range(2)]
            outcomes = [self.end(process) for process in processes]
            faults = trial.judge()
            for outcome in outcomes:
                if outcome.is_crash:
                    faults.append(f"ended by {outcome.code}: {outcome.errors.strip()[-200:]}")
            goes_on = trial.command.seconds is not None
            if not goes_on and not any(outcome.code in (0, trial.code) for outcome in outcomes):
                faults.append(f"neither succeeded: {outcomes[0].errors.strip()[-200:]}")
            tally.add(True, faults, "two")
        return tally

    def end(self, process: object) -> Outcome:
        """Waits for a command; one that goes on by itself is asked to end."""
        try:
            output, errors = process.communicate(timeout=self.trial.command.seconds or LONGEST_SECONDS)
        except Exception:
            process.terminate()
            output, errors = process.communicate()
        return Outcome(process.returncode, output, errors, 0)
